"""Two faces in one picture: front and back however they lie, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kyc.documents import errors
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.engines.local import LocalEngine
from tests.specimens import id_card, temporary_id_card
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

TALL, WIDE = (1200, 1600), (1600, 1200)
FRONT = id_card.draw(Side.PORTRAIT_FACE, 7301, "low_wide")
BACK = id_card.draw(Side.EMBLEM_FACE, 7301, "low_wide")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    return LocalEngine(Path(tmp_path_factory.mktemp("models")))


def together(
    cards: tuple[Specimen, ...], turns: tuple[float, ...], rotation: float = 0.0, *, beside: bool
) -> Photograph:
    settings = PhotoSettings(turns=turns, rotation=rotation, pitch=8, yaw=-6, fill=0.95, beside=beside)
    return photograph(cards, settings, 7301, WIDE if beside else TALL)


def inspect(engine: LocalEngine, taken: Photograph) -> InspectionResult:
    return engine.inspect(InspectionRequest((CaptureInput("a", taken.jpeg),), rectify=False))


def values(result: InspectionResult) -> dict[FieldName, str]:
    return {field.name: field.value for field in result.fields}


@pytest.mark.parametrize(
    ("turns", "rotation", "beside"),
    [
        ((0, 0), 0.0, False),
        ((0, 180), 6.0, False),
        ((180, 0), 95.0, False),
        ((0, 90), 0.0, False),
        ((0, 180), -10.0, True),
        ((-90, 0), 4.0, True),
    ],
)
def test_both_faces_are_read_however_they_lie(
    engine: LocalEngine, turns: tuple[float, ...], rotation: float, beside: bool
) -> None:
    taken = together((FRONT, BACK), turns, rotation, beside=beside)
    result = inspect(engine, taken)
    assert values(result) == taken.normalised
    assert [side.side for side in result.sides] == [Side.PORTRAIT_FACE, Side.EMBLEM_FACE]
    for side, quad in zip(result.sides, taken.quads, strict=True):
        wanted, found = quad.bounds(), side.outline.bounds()
        assert max(abs(a - b) for a, b in zip(wanted, found, strict=True)) < 0.06 * max(taken.image.size)


def test_fields_of_both_faces_lie_where_they_are_printed(engine: LocalEngine) -> None:
    taken = together((BACK, FRONT), (180, 0), beside=False)
    for field in inspect(engine, taken).fields:
        assert field.quad is not None
        left, top, right, bottom = field.quad.bounds()
        x0, y0, x1, y1 = taken.field_quad(field.name).bounds()
        assert left < (x0 + x1) / 2 < right
        assert top < (y0 + y1) / 2 < bottom


@pytest.mark.parametrize("turns", [(0, 0), (0, 180), (90, 0)])
@pytest.mark.parametrize("side", [Side.PORTRAIT_FACE, Side.EMBLEM_FACE])
def test_two_cards_of_one_face_are_refused(engine: LocalEngine, side: Side, turns: tuple[float, ...]) -> None:
    cards = id_card.draw(side, 7302, "high_tight"), id_card.draw(side, 7303, "low_wide")
    with pytest.raises(errors.SeveralDocumentsFound):
        inspect(engine, together(cards, turns, beside=False))


def test_a_temporary_card_beside_an_ordinary_one_is_not_its_other_face(engine: LocalEngine) -> None:
    temporary = temporary_id_card.draw(Side.PORTRAIT_FACE, 7304, "number_last")
    result = inspect(engine, together((temporary, BACK), (0, 180), beside=False))
    assert len({side.side for side in result.sides}) == 1


@pytest.mark.parametrize("turns", [(0, 0), (180, 0)])
def test_both_faces_of_a_temporary_card(engine: LocalEngine, turns: tuple[float, ...]) -> None:
    faces = tuple(
        temporary_id_card.draw(side, 7305, "number_middle") for side in (Side.PORTRAIT_FACE, Side.EMBLEM_FACE)
    )
    taken = together(faces, turns, beside=False)
    result = inspect(engine, taken)
    assert result.kind is DocumentKind.CN_TEMPORARY_ID_CARD
    assert values(result) == taken.normalised
    assert [side.side for side in result.sides] == [Side.PORTRAIT_FACE, Side.EMBLEM_FACE]
