"""Each detector on its attack, on genuine pictures, and where it should not answer."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image

from kyc.authenticity import ExaminedCapture, examination, examine
from kyc.authenticity.examination import DETECTORS
from kyc.authenticity.lines import DEFAULT_LINES, MEASURED_ON
from kyc.authenticity.verdict import Scored
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import Finding
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.documents.words import Words
from tests.authenticity.captures import as_capture
from tests.specimens.attacks import grey_copy, screen_recapture, splice_field
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.people import REFERENCE_DAY, invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

TODAY: date = REFERENCE_DAY
CLEAR = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.82, jpeg_quality=90, noise=4.0)
DRAW = {Side.PORTRAIT_FACE: draw_portrait_face, Side.EMBLEM_FACE: draw_emblem_face}
PORTRAIT, EMBLEM = Side.PORTRAIT_FACE, Side.EMBLEM_FACE


@lru_cache(maxsize=8)
def shot(side: Side = PORTRAIT) -> Photograph:
    return photograph(DRAW[side](invent_person(11), STYLES["plain"]), CLEAR, 11)


@lru_cache(maxsize=8)
def genuine(side: Side = PORTRAIT) -> ExaminedCapture:
    return as_capture(shot(side))


@lru_cache(maxsize=8)
def copied(side: Side) -> ExaminedCapture:
    return as_capture(photograph(grey_copy(shot(side).specimen, 5), CLEAR, 5))


@lru_cache(maxsize=8)
def recaptured(side: Side) -> ExaminedCapture:
    return as_capture(screen_recapture(shot(side), 5))


@lru_cache(maxsize=1)
def retyped() -> ExaminedCapture:
    return as_capture(splice_field(shot(), 5, FieldName.BIRTH_DATE))


@lru_cache(maxsize=2)
def blurred(side: Side = PORTRAIT) -> ExaminedCapture:
    return as_capture(photograph(shot(side).specimen, dataclasses.replace(CLEAR, blur=6.0), 11))


@lru_cache(maxsize=1)
def tiny() -> ExaminedCapture:
    return as_capture(photograph(shot().specimen, CLEAR, 11, size=(240, 180)))


def findings(capture: ExaminedCapture, lines: Mapping[WarningCode, float] | None = None) -> dict[WarningCode, Finding]:
    found = examine(capture, lines or {}, TODAY)
    assert [finding.code for finding in found] == list(WarningCode)
    return {finding.code: finding for finding in found}


def with_field(capture: ExaminedCapture, name: FieldName, raw: str, confidence: float = 0.99) -> ExaminedCapture:
    changed = tuple(
        dataclasses.replace(field, raw=raw, confidence=confidence) if field.name is name else field
        for field in capture.fields
    )
    return dataclasses.replace(capture, fields=changed)


@pytest.mark.parametrize("side", [PORTRAIT, EMBLEM])
def test_genuine_raises_nothing(side: Side) -> None:
    for code, finding in findings(genuine(side)).items():
        if code in DETECTORS:
            assert finding.outcome in (Outcome.NOT_DETECTED, Outcome.NOT_APPLICABLE), finding
            assert not finding.regions


@pytest.mark.parametrize("side", [PORTRAIT, EMBLEM])
def test_grey_copy_is_detected(side: Side) -> None:
    finding = findings(copied(side))[WarningCode.PRINTED_COPY]
    assert finding.outcome is Outcome.DETECTED
    assert finding.severity is Severity.ERROR
    assert "grey copy" in finding.reason.english()


@pytest.mark.parametrize("side", [PORTRAIT, EMBLEM])
def test_screen_is_detected(side: Side) -> None:
    finding = findings(recaptured(side))[WarningCode.SCREEN_RECAPTURE]
    assert finding.outcome is Outcome.DETECTED
    assert "across the card's edge" in finding.reason.english()


def test_retyped_field_is_detected_where_it_was_retyped() -> None:
    finding = findings(retyped())[WarningCode.DIGITAL_TAMPERING]
    assert finding.outcome is Outcome.DETECTED
    assert finding.regions[0].on == ("birth_date",)
    assert finding.severity is Severity.ERROR  # the pixels, and the number that still holds the old date


def test_glare_is_no_tampering() -> None:
    for seed in range(3):
        spoilt = photograph(shot().specimen, dataclasses.replace(CLEAR, glare=1.0), seed)
        finding = findings(as_capture(spoilt))[WarningCode.DIGITAL_TAMPERING]
        assert finding.outcome is not Outcome.DETECTED


@pytest.mark.parametrize("index", [0, 1])
def test_two_genuine_faces_in_one_picture_raise_nothing(index: int) -> None:
    faces = (shot(PORTRAIT).specimen, shot(EMBLEM).specimen)
    both = photograph(faces, dataclasses.replace(CLEAR, fill=0.92), 5, size=(1080, 1280))
    found = findings(as_capture(both, index))
    assert all(finding.outcome is not Outcome.DETECTED for finding in found.values())


def test_blur_is_detected_and_says_its_sense() -> None:
    finding = findings(blurred())[WarningCode.BLUR]
    assert finding.outcome is Outcome.DETECTED
    assert "100 minus the quality" in finding.reason.english()


def test_blur_score_rises_with_blur() -> None:
    scores = []
    for blur in (0.6, 2.0, 4.0, 6.0):
        settings = dataclasses.replace(CLEAR, blur=blur)
        finding = findings(as_capture(photograph(shot().specimen, settings, 11)))[WarningCode.BLUR]
        scores.append(finding.score)
    assert scores == sorted(scores)
    assert scores[0] < 50 < scores[-1]


def test_pattern_on_the_table_alone_is_no_screen() -> None:
    capture = genuine()
    rows, columns = np.mgrid[0 : capture.pixels.shape[0], 0 : capture.pixels.shape[1]]
    waves = 20 * np.sin(2 * np.pi * (columns * 0.21 + rows * 0.13))[..., None]
    card = np.zeros(capture.pixels.shape[:2], np.uint8)
    cv2.fillConvexPoly(card, np.asarray(capture.outline.points).astype(np.int32), 1)
    for where in (card == 0, card == 1):
        pixels = np.clip(capture.pixels + waves * where[..., None], 0, 255).astype(np.uint8)
        finding = findings(dataclasses.replace(capture, pixels=pixels))[WarningCode.SCREEN_RECAPTURE]
        assert finding.outcome is Outcome.NOT_DETECTED


def test_wrong_check_digit_is_detected_on_the_raw_reading() -> None:
    number = genuine().fields[-1].raw
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    finding = findings(with_field(genuine(), FieldName.CITIZEN_NUMBER, wrong))[WarningCode.CHECKSUM_FAILED]
    assert finding.outcome is Outcome.DETECTED
    assert "Divided by 11" in finding.reason.english()
    assert finding.regions[0].label == "citizen_number"


@pytest.mark.parametrize(("raw", "say"), [("1234", "is not seventeen"), ("110105194902310021", "no real date")])
def test_other_faults_of_the_number(raw: str, say: str) -> None:
    finding = findings(with_field(genuine(), FieldName.CITIZEN_NUMBER, raw))[WarningCode.CHECKSUM_FAILED]
    assert finding.outcome is Outcome.DETECTED
    assert say in finding.reason.english()


def test_unsure_reading_accuses_nobody() -> None:
    capture = with_field(genuine(), FieldName.CITIZEN_NUMBER, "110105194912310021", confidence=0.6)
    assert findings(capture)[WarningCode.CHECKSUM_FAILED].outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("start", "until"),
    [("2018.05.06", "2028.05.07"), ("2018.02.30", "2028.02.28"), ("2030.01.01", "2040.01.01"), ("2001.01.01", "长期")],
)
def test_impossible_validity_is_detected(start: str, until: str) -> None:
    capture = with_field(with_field(genuine(EMBLEM), FieldName.VALID_FROM, start), FieldName.VALID_TO, until)
    finding = findings(capture)[WarningCode.INVALID_DATE]
    assert finding.outcome is Outcome.DETECTED
    assert {region.label for region in finding.regions} == {"valid_from", "valid_to"}


def test_expired_is_not_invalid() -> None:
    capture = with_field(
        with_field(genuine(EMBLEM), FieldName.VALID_FROM, "2008.05.06"), FieldName.VALID_TO, "2018.05.06"
    )
    assert findings(capture)[WarningCode.INVALID_DATE].outcome is Outcome.NOT_DETECTED


def test_faces_without_the_field_are_not_judged_by_it() -> None:
    assert findings(genuine(EMBLEM))[WarningCode.CHECKSUM_FAILED].outcome is Outcome.NOT_APPLICABLE
    assert findings(genuine(PORTRAIT))[WarningCode.INVALID_DATE].outcome is Outcome.NOT_APPLICABLE


def test_unread_fields_are_inconclusive() -> None:
    portrait = findings(dataclasses.replace(genuine(PORTRAIT), fields=()))
    emblem = findings(dataclasses.replace(genuine(EMBLEM), fields=()))
    assert portrait[WarningCode.CHECKSUM_FAILED].outcome is Outcome.INCONCLUSIVE
    assert portrait[WarningCode.BLUR].outcome is Outcome.INCONCLUSIVE
    assert portrait[WarningCode.DIGITAL_TAMPERING].outcome is Outcome.INCONCLUSIVE
    assert emblem[WarningCode.INVALID_DATE].outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "code", [WarningCode.PRINTED_COPY, WarningCode.SCREEN_RECAPTURE, WarningCode.DIGITAL_TAMPERING]
)
def test_tiny_card_is_inconclusive_with_why(code: WarningCode) -> None:
    finding = findings(tiny())[code]
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.score is None
    assert "pixels wide" in finding.reason.english()


@pytest.mark.parametrize("code", [WarningCode.SCREEN_RECAPTURE, WarningCode.DIGITAL_TAMPERING])
def test_blurred_card_is_inconclusive_with_why(code: WarningCode) -> None:
    finding = findings(blurred())[code]
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "blurred" in finding.reason.english()


def test_card_that_fills_the_frame_gives_no_answer_about_screens() -> None:
    height, width = genuine().pixels.shape[:2]
    capture = dataclasses.replace(genuine(), outline=Quad.from_box(0, 0, width, height))
    assert findings(capture)[WarningCode.SCREEN_RECAPTURE].outcome is Outcome.INCONCLUSIVE


def test_editor_named_in_metadata_is_a_weaker_warning() -> None:
    finding = findings(dataclasses.replace(genuine(), software="Adobe Photoshop 25.0"))[WarningCode.DIGITAL_TAMPERING]
    assert finding.outcome is Outcome.DETECTED
    assert finding.severity is Severity.WARNING
    assert "Photoshop" in finding.reason.english()


def test_editor_named_in_the_file_alone() -> None:
    exif = Image.Exif()
    exif[0x0131] = "Snapseed 2.0"
    stored = io.BytesIO()
    Image.fromarray(genuine().pixels).save(stored, "JPEG", quality=90, exif=exif)
    capture = dataclasses.replace(genuine(), original=stored.getvalue())
    assert findings(capture)[WarningCode.DIGITAL_TAMPERING].outcome is Outcome.DETECTED


def test_camera_named_in_metadata_is_no_editor() -> None:
    finding = findings(dataclasses.replace(genuine(), software="HUAWEI P40 11.0"))[WarningCode.DIGITAL_TAMPERING]
    assert finding.outcome is Outcome.NOT_DETECTED


def test_every_warning_has_its_detector() -> None:
    assert set(DETECTORS) == set(WarningCode)


@pytest.mark.parametrize(
    ("kind", "code", "outcome"),
    [
        (DocumentKind.CN_TEMPORARY_ID_CARD, WarningCode.TEMPORARY_DOCUMENT, Outcome.DETECTED),
        (DocumentKind.CN_ID_CARD, WarningCode.TEMPORARY_DOCUMENT, Outcome.NOT_DETECTED),
        (DocumentKind.CN_VEHICLE_LICENCE, WarningCode.TEMPORARY_DOCUMENT, Outcome.NOT_APPLICABLE),
        (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, WarningCode.ELECTRONIC_DOCUMENT, Outcome.DETECTED),
        (DocumentKind.CN_DRIVING_LICENCE, WarningCode.ELECTRONIC_DOCUMENT, Outcome.NOT_DETECTED),
        (DocumentKind.KR_DRIVING_LICENCE, WarningCode.ELECTRONIC_DOCUMENT, Outcome.NOT_APPLICABLE),
    ],
)
def test_temporary_and_electronic_documents_are_told_by_their_kind(
    kind: DocumentKind, code: WarningCode, outcome: Outcome
) -> None:
    finding = findings(dataclasses.replace(genuine(), kind=kind))[code]
    assert finding.outcome is outcome
    assert finding.reason is not None or outcome is Outcome.NOT_DETECTED


@pytest.mark.parametrize("code", list(MEASURED_ON))
def test_what_was_never_measured_on_a_kind_does_not_judge_it(code: WarningCode) -> None:
    finding = findings(dataclasses.replace(copied(PORTRAIT), kind=DocumentKind.CN_VEHICLE_LICENCE))[code]
    assert (finding.outcome, finding.score) == (Outcome.NOT_RUN, None)
    assert finding.reason is not None
    assert "never measured" in finding.reason.english()


@pytest.mark.parametrize(("line", "outcome"), [(95.0, Outcome.NOT_DETECTED), (70.0, Outcome.DETECTED)])
def test_policy_line_replaces_the_default(monkeypatch: pytest.MonkeyPatch, line: float, outcome: Outcome) -> None:
    code = WarningCode.PRINTED_COPY
    judges = {**DETECTORS, code: ("other", lambda *_: Scored(80.0, Words("found")))}
    monkeypatch.setattr(examination, "DETECTORS", judges)
    moved = {finding.code: finding for finding in examine(genuine(), {code: line}, TODAY)}[code]
    assert (moved.score, moved.line, moved.outcome) == (80.0, line, outcome)
    shipped = {finding.code: finding for finding in examine(genuine(), {}, TODAY)}[code]
    assert (shipped.score, shipped.line) == (80.0, DEFAULT_LINES[code])


@pytest.mark.parametrize(
    "make",
    [
        lambda: copied(PORTRAIT),
        lambda: recaptured(EMBLEM),
        retyped,
        blurred,
        lambda: with_field(genuine(), FieldName.CITIZEN_NUMBER, "1"),
    ],
)
def test_findings_are_repeatable_and_their_regions_lie_in_the_picture(make) -> None:
    capture = make()
    first = examine(capture, {}, TODAY)
    assert first == examine(capture, {}, TODAY)
    height, width = capture.pixels.shape[:2]
    assert any(finding.regions for finding in first)
    for finding in first:
        assert finding.score is None or 0 <= finding.score <= 100
        assert finding.reason is not None or finding.outcome is Outcome.NOT_DETECTED
        for region in finding.regions:
            left, top, right, bottom = region.quad.bounds()
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height


@pytest.mark.parametrize(
    ("code", "subtype", "outcome"),
    [
        (WarningCode.PRINTED_COPY, "colour_copy", Outcome.INCONCLUSIVE),
        (WarningCode.PRINTED_COPY, "grey_copy", Outcome.DETECTED),
        (WarningCode.DIGITAL_TAMPERING, "swapped_portrait", Outcome.INCONCLUSIVE),
        (WarningCode.DIGITAL_TAMPERING, "contradiction", Outcome.DETECTED),
    ],
)
def test_what_fine_texture_says_is_not_believed_in_a_picture_of_a_screen(
    monkeypatch: pytest.MonkeyPatch, code: WarningCode, subtype: str, outcome: Outcome
) -> None:
    def found(*_: object) -> Scored:
        return Scored(90.0, Words("found"), subtype=subtype)

    judges = {**DETECTORS, WarningCode.SCREEN_RECAPTURE: ("screen", found), code: ("other", found)}
    monkeypatch.setattr(examination, "DETECTORS", judges)
    findings = {finding.code: finding for finding in examine(as_capture(shot()), {}, TODAY)}
    assert findings[WarningCode.SCREEN_RECAPTURE].outcome is Outcome.DETECTED
    assert findings[code].outcome is outcome
    assert bool(findings[code].subtype) == (outcome is Outcome.DETECTED)
