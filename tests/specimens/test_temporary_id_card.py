"""Drawn temporary cards: fields where the truth says, marked as specimens, the same for the same seed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kyc.documents.kinds import FIELDS, FieldName, Side
from tests.specimens.page import Specimen
from tests.specimens.temporary_id_card import KIND, TUNING_FORMS, draw, months_later

DATA_FACES = [draw(Side.PORTRAIT_FACE, 30 + seed, form) for seed, form in enumerate(TUNING_FORMS)]
TITLE_FACES = [draw(Side.EMBLEM_FACE, 30, form) for form in TUNING_FORMS]


@pytest.fixture(params=DATA_FACES, ids=lambda specimen: specimen.style.name)
def specimen(request: pytest.FixtureRequest) -> Specimen:
    drawn: Specimen = request.param
    return drawn


def test_every_field_has_a_truth_and_a_box_with_ink(specimen: Specimen) -> None:
    assert set(specimen.truth) == set(specimen.boxes) == set(FIELDS[KIND, Side.PORTRAIT_FACE])
    grey = np.asarray(specimen.image.convert("L"))
    for left, top, right, bottom in specimen.boxes.values():
        assert 0 <= left < right <= specimen.image.width
        assert 0 <= top < bottom <= specimen.image.height
        assert grey[int(top) : int(bottom) + 1, int(left) : int(right) + 1].min() < 110


def test_the_mark_covers_no_value(specimen: Specimen) -> None:
    left, top, right, bottom = specimen.areas["mark"]
    for box in specimen.boxes.values():
        assert box[2] <= left or box[0] >= right or box[3] <= top or box[1] >= bottom


def test_the_photograph_is_black_and_white(specimen: Specimen) -> None:
    left, top, right, bottom = (int(side) + 6 for side in specimen.areas["portrait"])
    face = np.asarray(specimen.image)[top : bottom - 12, left : right - 12].astype(int)
    assert (face.max(axis=2) - face.min(axis=2)).mean() < 3


def test_it_is_valid_for_three_months(specimen: Specimen) -> None:
    start, until = (
        date.fromisoformat(specimen.normalised[name]) for name in (FieldName.VALID_FROM, FieldName.VALID_TO)
    )
    assert months_later(start, 3) == until


@pytest.mark.parametrize(
    ("start", "until"),
    [((2024, 11, 30), (2025, 2, 28)), ((2023, 11, 30), (2024, 2, 29)), ((2024, 10, 5), (2025, 1, 5))],
)
def test_three_months_end_on_a_day_that_exists(start: tuple[int, int, int], until: tuple[int, int, int]) -> None:
    assert months_later(date(*start), 3) == date(*until)


@pytest.mark.parametrize("face", TITLE_FACES, ids=lambda specimen: specimen.style.name)
def test_the_title_face_has_no_fields(face: Specimen) -> None:
    assert face.truth == {}
    assert "mark" in face.areas


def test_a_seed_always_draws_the_same_card() -> None:
    first, second = (draw(Side.PORTRAIT_FACE, 3, "number_last") for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
