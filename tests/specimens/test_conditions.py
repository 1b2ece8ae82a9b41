"""Difficult genuine pictures: each is the document it says, where it says, and is not just an everyday picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.specimens.attacks.conditions import TUNING_CONDITIONS
from tests.specimens.photograph import Photograph
from tests.specimens.sets import TUNING
from tests.specimens.species import Condition

SIZE = (480, 360)


def _upright(shot: Photograph) -> Image.Image:
    with Image.open(io.BytesIO(shot.jpeg)) as stored:
        return ImageOps.exif_transpose(stored).convert("RGB")


def test_names_are_told_apart() -> None:
    names = [condition.name for condition in TUNING_CONDITIONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("condition", TUNING_CONDITIONS, ids=lambda condition: condition.name)
def test_a_condition_gives_a_genuine_picture_of_its_own(condition: Condition) -> None:
    page = condition.pages[len(condition.name) % len(condition.pages)]
    shot = TUNING.taken(page, condition.take, 3, SIZE)
    image = _upright(shot)
    assert shot.jpeg == TUNING.taken(page, condition.take, 3, SIZE).jpeg
    assert (shot.specimen.kind, shot.specimen.side) == page
    assert shot.specimen.truth == TUNING.specimen(page, 3).truth
    assert image.size == shot.image.size
    assert not shot.regions
    left, top, right, bottom = shot.quad.bounds()
    assert min(left, top) > -2
    assert right < image.width + 2
    assert bottom < image.height + 2
    everyday = TUNING.everyday(page, 3, SIZE)
    if image.size == everyday.image.size:
        assert abs(np.asarray(image, int) - np.asarray(_upright(everyday), int)).max() > 20


def test_a_turned_picture_still_says_where_its_values_are() -> None:
    condition = next(one for one in TUNING_CONDITIONS if one.name == "rotated_resave")
    shot = TUNING.taken(condition.pages[0], condition.take, 1)
    for name in shot.specimen.boxes:
        left, top, right, bottom = (round(side) for side in shot.field_quad(name).bounds())
        inside = np.asarray(_upright(shot).convert("L"))[top:bottom, left:right]
        assert np.ptp(inside) > 60, name
