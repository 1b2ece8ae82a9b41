"""The local engine on drawn cards in simulated photographs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, CropKind, InspectionRequest, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.local import LocalEngine
from kyc.engines.protocol import Engine
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

PERSON = invent_person(4100)
STYLE = next(iter(STYLES.values()))
TRUTH = ("name", "sex", "ethnicity", "birth_date", "address", "citizen_number")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    return LocalEngine(Path(tmp_path_factory.mktemp("models")))


def portrait(**settings: float) -> Photograph:
    return photograph(draw_portrait_face(PERSON, STYLE), replace(PhotoSettings(), **settings), 1)


def emblem(**settings: float) -> Photograph:
    return photograph(draw_emblem_face(PERSON, STYLE), replace(PhotoSettings(), **settings), 2)


def inspect(engine: LocalEngine, *captures: CaptureInput) -> InspectionResult:
    return engine.inspect(InspectionRequest(captures))


def values(result: InspectionResult) -> dict[FieldName, str]:
    return {field.name: field.value for field in result.fields}


def test_it_is_an_engine(engine: LocalEngine) -> None:
    assert isinstance(engine, Engine)


@pytest.mark.parametrize("rotation", [0.0, 33.0, 90.0, 180.0, 250.0])
def test_both_faces_are_read_at_any_rotation(engine: LocalEngine, rotation: float) -> None:
    front, back = portrait(rotation=rotation), emblem(rotation=rotation)
    result = inspect(engine, CaptureInput("a", front.jpeg), CaptureInput("b", back.jpeg))
    assert values(result) == {**front.normalised, **back.normalised}
    assert [side.side for side in result.sides] == [Side.PORTRAIT_FACE, Side.EMBLEM_FACE]


def test_every_capture_has_a_finding_for_every_warning(engine: LocalEngine) -> None:
    result = inspect(engine, CaptureInput("a", portrait().jpeg))
    assert [finding.code for finding in result.findings] == list(WarningCode)
    for finding in result.findings:
        assert finding.outcome is Outcome.NOT_DETECTED or finding.reason is not None


def test_fields_lie_where_they_are_printed(engine: LocalEngine) -> None:
    taken = portrait(rotation=20.0)
    for field in inspect(engine, CaptureInput("a", taken.jpeg)).fields:
        assert field.quad is not None
        left, top, right, bottom = field.quad.bounds()
        true_left, true_top, true_right, true_bottom = taken.field_quad(field.name).bounds()
        assert left < (true_left + true_right) / 2 < right
        assert top < (true_top + true_bottom) / 2 < bottom


def test_the_other_order_is_put_right_and_said(engine: LocalEngine) -> None:
    result = inspect(
        engine,
        CaptureInput("a", emblem().jpeg, side_stated=Side.PORTRAIT_FACE),
        CaptureInput("b", portrait().jpeg, side_stated=Side.EMBLEM_FACE),
    )
    assert {field.capture_id for field in result.fields if field.side is Side.PORTRAIT_FACE} == {"b"}
    assert any("other order" in note.english() for note in result.notes)


def test_crops_are_the_card_and_the_portrait(engine: LocalEngine) -> None:
    result = inspect(engine, CaptureInput("a", portrait().jpeg), CaptureInput("b", emblem().jpeg))
    assert [crop.kind for crop in result.crops] == [CropKind.RECTIFIED, CropKind.PORTRAIT, CropKind.RECTIFIED]


def test_the_same_capture_gives_the_same_result(engine: LocalEngine) -> None:
    capture = CaptureInput("a", portrait(rotation=12.0).jpeg)
    one, other = inspect(engine, capture), inspect(engine, capture)
    assert (one.fields, one.findings, one.crops) == (other.fields, other.findings, other.crops)


def test_the_same_face_twice_is_refused(engine: LocalEngine) -> None:
    with pytest.raises(errors.SameSideTwice) as refused:
        inspect(engine, CaptureInput("a", portrait().jpeg), CaptureInput("b", portrait(rotation=9.0).jpeg))
    assert refused.value.capture_id == "b"


def written(*lines: str) -> bytes:
    """A white page with a few lines of large type."""
    page = np.full((600, 900, 3), 235, np.uint8)
    for row, line in enumerate(lines):
        cv2.putText(page, line, (40, 80 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 20), 3, cv2.LINE_AA)
    return cv2.imencode(".png", page)[1].tobytes()


@pytest.mark.parametrize(
    ("picture", "failure"),
    [
        (written(), errors.NoTextFound),
        (written("INVOICE 2291"), errors.UnreadableDocument),
        (written(*["twelve parcels delivered to the door"] * 6), errors.NoDocumentFound),
    ],
    ids=["blank", "a few words", "a letter"],
)
def test_a_picture_without_a_document_says_why(engine: LocalEngine, picture: bytes, failure: type[Exception]) -> None:
    with pytest.raises(failure) as refused:
        inspect(engine, CaptureInput("a", picture))
    assert isinstance(refused.value, errors.InspectionError)
    assert refused.value.capture_id == "a"


@pytest.mark.parametrize(
    ("changes", "failure"),
    [({"blur": 8.0}, errors.TooBlurred), ({"fill": 0.14}, errors.DocumentTooSmall)],
    ids=["out of focus", "far away"],
)
def test_a_picture_that_cannot_be_read_says_why(
    engine: LocalEngine, changes: dict[str, float], failure: type[Exception]
) -> None:
    with pytest.raises(failure):
        inspect(engine, CaptureInput("a", portrait(**changes).jpeg))


def test_another_kind_than_stated_is_named(engine: LocalEngine) -> None:
    request = InspectionRequest((CaptureInput("a", portrait().jpeg),), kind_stated=DocumentKind.CN_VEHICLE_LICENCE)
    with pytest.raises(errors.OtherDocument) as refused:
        engine.inspect(request)
    assert refused.value.params == {"kind": "cn_id_card"}


def test_another_side_than_stated_is_named(engine: LocalEngine) -> None:
    with pytest.raises(errors.WrongSide) as refused:
        inspect(engine, CaptureInput("a", emblem().jpeg, side_stated=Side.PORTRAIT_FACE))
    assert (refused.value.capture_id, refused.value.params) == ("a", {"side": "emblem_face"})


def test_a_damaged_file_is_named(engine: LocalEngine) -> None:
    taken = portrait().jpeg
    with pytest.raises(errors.DamagedFile) as refused:
        inspect(engine, CaptureInput("a", taken), CaptureInput("b", taken[: len(taken) // 2]))
    assert refused.value.capture_id == "b"


def test_a_broken_engine_says_so_and_can_be_tried_again(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("of a library")

    monkeypatch.setattr("kyc.engines.local.read_lines", broken)
    with pytest.raises(errors.EngineUnavailable) as refused:
        inspect(engine, CaptureInput("a", portrait().jpeg))
    assert refused.value.retryable
    assert "of a library" not in str(refused.value.sentence.english())
