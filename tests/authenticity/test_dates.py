"""INVALID_DATE and TEMPORARY_DOCUMENT: judged on readings alone, of every kind that prints a validity."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kyc.authenticity import ExaminedCapture, examine
from kyc.authenticity.capture import PrintedLabel
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading, Finding
from kyc.documents.warnings import Outcome, WarningCode

TODAY = date(2026, 11, 21)
_K, _F = DocumentKind, FieldName
SIDES = {
    _K.CN_ID_CARD: Side.EMBLEM_FACE,
    _K.CN_TEMPORARY_ID_CARD: Side.PORTRAIT_FACE,
}


def read(
    kind: DocumentKind,
    printed: dict[FieldName, str],
    *,
    side: Side | None = None,
    confidence: float = 0.99,
    labels: tuple[PrintedLabel, ...] = (),
) -> ExaminedCapture:
    """A blank picture of a document on which ``printed`` was read."""
    pixels = np.full((200, 300, 3), 200, np.uint8)
    side = side or SIDES.get(kind, Side.MAIN_PAGE)
    fields = tuple(
        FieldReading(name, side, "a", text, text, confidence, Quad.from_box(40, 40 + 20 * row, 160, 55 + 20 * row))
        for row, (name, text) in enumerate(printed.items())
    )
    return ExaminedCapture(
        capture_id="a",
        original=b"",
        pixels=pixels,
        kind=kind,
        side=side,
        outline=Quad.from_box(10, 10, 290, 190),
        rectified=pixels,
        to_rectified=np.eye(3),
        fields=fields,
        decoded_format="PNG",
        labels=labels,
    )


def found(capture: ExaminedCapture, code: WarningCode = WarningCode.INVALID_DATE) -> Finding:
    return next(finding for finding in examine(capture, {}, TODAY) if finding.code is code)


def period(start: str, until: str) -> dict[FieldName, str]:
    return {_F.VALID_FROM: start, _F.VALID_TO: until}


def renewal(issued: str, start: str, until: str) -> dict[FieldName, str]:
    return {_F.ISSUE_DATE: issued, _F.RENEWAL_FROM: start, _F.RENEWAL_TO: until}


def vehicle(registered: str, issued: str) -> dict[FieldName, str]:
    return {_F.REGISTRATION_DATE: registered, _F.ISSUE_DATE: issued}


@pytest.mark.parametrize(
    ("kind", "printed", "say"),
    [
        (_K.CN_ID_CARD, period("2018.05.06", "2025.05.06"), "neither 5, 10 nor 20 years"),
        (_K.CN_ID_CARD, period("2018.02.30", "2028.02.28"), "not real"),
        (_K.CN_ID_CARD, period("2030.01.01", "2040.01.01"), "valid from 2030-01-01 only"),
        (_K.CN_TEMPORARY_ID_CARD, period("2026.09.01", "2036.09.01"), "not three months"),
        (_K.CN_TEMPORARY_ID_CARD, period("2026.09.01", "长期"), "three months"),
        (_K.CN_DRIVING_LICENCE, period("2018-05-06", "2023-05-06"), "neither 6 nor 10 years"),
        (_K.CN_DRIVING_LICENCE, period("2018-05-06", "5年"), "neither 6 nor 10 years"),
        (_K.CN_ELECTRONIC_DRIVING_LICENCE, period("2018-05-06", "2038-05-06"), "neither 6 nor 10 years"),
        (_K.CN_VEHICLE_LICENCE, vehicle("2020-05-06", "2019-05-06"), "before the registration"),
        (_K.CN_VEHICLE_LICENCE, vehicle("2020-13-06", "2020-05-06"), "no real date"),
        (_K.KR_DRIVING_LICENCE, renewal("2020.01.01", "2030.12.31", "2030.01.01"), "before it begins"),
        (_K.KR_DRIVING_LICENCE, renewal("2031.01.01", "2030.01.01", "2030.12.31"), "still to come"),
    ],
)
def test_what_no_document_can_print_is_detected_where_it_is_printed(
    kind: DocumentKind, printed: dict[FieldName, str], say: str
) -> None:
    finding = found(read(kind, printed))
    assert finding.outcome is Outcome.DETECTED
    assert say in finding.reason.english()
    assert finding.regions
    assert {region.on[0] for region in finding.regions} <= {name.value for name in printed}


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        (_K.CN_ID_CARD, period("2008.05.06", "2018.05.06")),  # expired is not invalid
        (_K.CN_ID_CARD, period("2016.02.29", "2026.02.28")),
        (_K.CN_ID_CARD, period("2016.02.29", "2026.03.01")),
        (_K.CN_ID_CARD, period("2020.01.15", "长期")),
        (_K.CN_TEMPORARY_ID_CARD, period("2026.09.01", "2026.12.01")),
        (_K.CN_TEMPORARY_ID_CARD, period("2026.09.01", "2026.11.30")),
        (_K.CN_DRIVING_LICENCE, period("2018-05-06", "6年")),
        (_K.CN_DRIVING_LICENCE, period("2018-05-06", "2028-05-06")),
        (_K.CN_ELECTRONIC_DRIVING_LICENCE, period("2018-05-06", "长期")),
        (_K.CN_VEHICLE_LICENCE, vehicle("2019-05-06", "2019-05-06")),
        (_K.KR_DRIVING_LICENCE, renewal("2020.01.01", "2030.01.01", "2030.12.31")),
    ],
)
def test_what_the_law_gives_is_not_detected(kind: DocumentKind, printed: dict[FieldName, str]) -> None:
    assert found(read(kind, printed)).outcome is Outcome.NOT_DETECTED


def test_an_unsure_reading_accuses_nobody() -> None:
    capture = read(_K.CN_DRIVING_LICENCE, period("2018-05-06", "2023-05-06"), confidence=0.8)
    assert found(capture).outcome is Outcome.INCONCLUSIVE


def test_other_sides_and_unread_validities_are_not_judged() -> None:
    assert found(read(_K.CN_DRIVING_LICENCE, {}, side=Side.SUB_PAGE)).outcome is Outcome.NOT_APPLICABLE
    assert found(read(_K.CN_DRIVING_LICENCE, {})).outcome is Outcome.INCONCLUSIVE


def test_a_temporary_card_is_shown_by_the_words_that_say_so() -> None:
    code = WarningCode.TEMPORARY_DOCUMENT
    place = Quad.from_box(20, 120, 80, 140)
    labels = (
        PrintedLabel("姓名", Quad.from_box(20, 20, 50, 40), is_read=True),
        PrintedLabel("有效期限", place, is_read=True),
        PrintedLabel("签发机关", Quad.from_box(20, 150, 80, 170), is_read=False),
    )
    worded = found(read(_K.CN_TEMPORARY_ID_CARD, {_F.NAME: "王"}, labels=labels), code)
    assert [region.quad for region in worded.regions] == [place]
    unworded = found(read(_K.CN_TEMPORARY_ID_CARD, {_F.NAME: "王", **period("2026.09.01", "2026.12.01")}), code)
    assert [region.on for region in unworded.regions] == [("valid_from",)]
    titled = found(read(_K.CN_TEMPORARY_ID_CARD, {}, side=Side.EMBLEM_FACE), code)
    assert "title" in titled.reason.english()
    assert found(read(_K.CN_ID_CARD, {}), code).outcome is Outcome.NOT_DETECTED
