"""The same capture gives the same result, alone or among others: field for field, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kyc.documents.kinds import Side
from kyc.documents.results import CaptureInput, FieldReading, InspectionRequest
from kyc.engines.local import LocalEngine
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph

PERSON = invent_person(77)
STYLE = STYLES["plain"]
PORTRAIT = photograph(draw_portrait_face(PERSON, STYLE), PhotoSettings(rotation=20.0, noise=6.0), 11).jpeg
EMBLEM = photograph(draw_emblem_face(PERSON, STYLE), PhotoSettings(rotation=195.0), 12).jpeg


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    return LocalEngine(Path(tmp_path_factory.mktemp("models")))


def fields(engine: LocalEngine, side: Side, *captures: CaptureInput) -> list[FieldReading]:
    result = engine.inspect(InspectionRequest(captures, rectify=False))
    return [field for field in result.fields if field.side is side]


def test_a_capture_reads_alone_as_among_others(engine: LocalEngine) -> None:
    front, back = CaptureInput("front", PORTRAIT), CaptureInput("back", EMBLEM)
    portrait, emblem = fields(engine, Side.PORTRAIT_FACE, front), fields(engine, Side.EMBLEM_FACE, back)
    assert all(field.value for field in [*portrait, *emblem])
    for captures in ((front, back), (back, front)):
        assert fields(engine, Side.PORTRAIT_FACE, *captures) == portrait
        assert fields(engine, Side.EMBLEM_FACE, *captures) == emblem


def test_a_process_of_its_own_reads_the_same(engine: LocalEngine, tmp_path: Path) -> None:
    """Another load of the networks, and nothing read before."""
    front = CaptureInput("front", PORTRAIT)
    fresh = LocalEngine(tmp_path)
    assert fields(fresh, Side.PORTRAIT_FACE, front) == fields(engine, Side.PORTRAIT_FACE, front)


def test_one_thread_reads_as_two_do(engine: LocalEngine, tmp_path: Path) -> None:
    """Workers that share two cores read on one thread each."""
    front, alone = CaptureInput("front", PORTRAIT), LocalEngine(tmp_path, threads=1)
    assert fields(alone, Side.PORTRAIT_FACE, front) == fields(engine, Side.PORTRAIT_FACE, front)
