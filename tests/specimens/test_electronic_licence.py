"""Drawn pages of the app: fields where the truth says, phone shaped, marked, the same for the same seed."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from kyc.documents.kinds import FIELDS, FieldName, Side
from tests.specimens.electronic_licence import KIND, TUNING_SCREENS, as_jpeg, as_png, draw, invent_licence, on_telephone
from tests.specimens.page import Box, Specimen

DRAWN = [draw(Side.MAIN_PAGE, 40 + seed, screen) for seed, screen in enumerate(TUNING_SCREENS)]


@pytest.fixture(params=DRAWN, ids=lambda specimen: specimen.style.name)
def specimen(request: pytest.FixtureRequest) -> Specimen:
    drawn: Specimen = request.param
    return drawn


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_field_has_a_truth_and_a_box_with_ink(specimen: Specimen) -> None:
    assert set(specimen.truth) == set(specimen.boxes) == set(FIELDS[KIND, Side.MAIN_PAGE])
    grey = np.asarray(specimen.image.convert("L"))
    for left, top, right, bottom in specimen.boxes.values():
        assert 0 <= left < right <= specimen.image.width
        assert grey[int(top) : int(bottom) + 1, int(left) : int(right) + 1].min() < 110


def test_nothing_covers_a_value(specimen: Specimen) -> None:
    boxes = [*specimen.boxes.items(), ("mark", specimen.areas["mark"]), ("portrait", specimen.areas["portrait"])]
    for at, (name, box) in enumerate(boxes):
        for other_name, other in boxes[at + 1 :]:
            assert not _overlap(box, other), (name, other_name)


def test_the_picture_has_the_shape_of_a_telephone(specimen: Specimen) -> None:
    assert 16 / 9 <= specimen.image.height / specimen.image.width <= 21 / 9
    assert Image.open(io.BytesIO(as_png(specimen))).size == specimen.image.size
    assert Image.open(io.BytesIO(as_jpeg(specimen, 70, 720))).width == 720


def test_boxes_move_with_the_telephone(specimen: Specimen) -> None:
    held = on_telephone(specimen)
    for name, (left, top, right, bottom) in specimen.boxes.items():
        there = np.asarray(held.image.crop(tuple(round(side) for side in held.boxes[name])))
        here = np.asarray(specimen.image.crop((round(left), round(top), round(right), round(bottom))))
        assert there.shape == here.shape
        assert (there == here).all()


@pytest.mark.parametrize("seed", range(60))
def test_a_licence_is_possible(seed: int) -> None:
    licence = invent_licence(seed)
    assert licence.first_issue.year - licence.person.birth_date.year >= 18
    assert licence.valid_from >= licence.first_issue
    assert licence.valid_to is None or licence.valid_to > licence.valid_from
    assert licence.generated < licence.shown
    assert len(licence.archive) == 12


def test_times_are_normalised_to_iso(specimen: Specimen) -> None:
    for name in (FieldName.CURRENT_TIME, FieldName.GENERATION_TIME):
        assert datetime.fromisoformat(specimen.normalised[name]) == datetime.fromisoformat(specimen.truth[name])


def test_a_seed_always_draws_the_same_page() -> None:
    first, second = (draw(Side.MAIN_PAGE, 3, "list") for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
