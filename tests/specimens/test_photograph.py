"""Simulated photographs: quads in the upright picture, orientation, both faces, and sets that share nothing."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from kyc.documents.kinds import FieldName, Side
from tests.specimens.attacks import ATTACKS, attacked
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.sets import SETS, capture

FACES = draw_faces(invent_person(11), STYLES["plain"])
SIZE = (800, 600)


def _upright(jpeg: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(jpeg))).convert("RGB")


@pytest.mark.parametrize("rotation", [0, 30, 90, 180, -120])
def test_the_card_lies_whole_in_the_frame_and_starts_at_its_own_top_left(rotation: float) -> None:
    shot = photograph(FACES[0], PhotoSettings(rotation=rotation, pitch=10, yaw=-8), 1, SIZE)
    left, top, right, bottom = shot.quad.bounds()
    assert 0 <= left < right <= SIZE[0]
    assert 0 <= top < bottom <= SIZE[1]
    (x0, y0), (x1, y1), *_ = shot.quad.points
    direction = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    assert abs((direction - rotation + 180) % 360 - 180) < 8


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_exif_orientation_turns_the_stored_picture_upright(orientation: int) -> None:
    shot = photograph(FACES[0], PhotoSettings(exif_orientation=orientation), 2, SIZE)
    stored = Image.open(io.BytesIO(shot.jpeg))
    assert stored.size == (SIZE if orientation in (1, 3) else SIZE[::-1])
    difference = np.asarray(_upright(shot.jpeg), int) - np.asarray(shot.image, int)
    assert abs(difference).mean() < 6


def test_both_faces_lie_apart_in_one_picture() -> None:
    shot = photograph(FACES, PhotoSettings(rotation=10), 3, SIZE)
    assert len(shot.quads) == 2
    assert shot.quads[0].bounds()[3] < shot.quads[1].bounds()[3]
    assert {FieldName.NAME, FieldName.VALID_TO} <= set(shot.truth)


def test_the_same_seed_takes_the_same_picture() -> None:
    settings = PhotoSettings(rotation=20)
    assert photograph(FACES[0], settings, 5, SIZE).jpeg == photograph(FACES[0], settings, 5, SIZE).jpeg
    assert photograph(FACES[0], settings, 5, SIZE).jpeg != photograph(FACES[0], settings, 6, SIZE).jpeg


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_gives_a_picture_with_the_card_where_it_says(attack: str) -> None:
    shot = attacked(attack, FACES[0], PhotoSettings(rotation=5), 7, SIZE)
    assert _upright(shot.jpeg).size == SIZE
    left, top, right, bottom = shot.quad.bounds()
    assert left > -40
    assert top > -40
    assert right < SIZE[0] + 40
    assert bottom < SIZE[1] + 40


@pytest.mark.parametrize("attack", ["splice_number", "splice_name", "portrait"])
def test_an_edit_changes_its_regions_and_little_else(attack: str) -> None:
    settings = PhotoSettings(rotation=0, noise=1)
    before = np.asarray(_upright(photograph(FACES[0], settings, 7, SIZE).jpeg), int)
    shot = attacked(attack, FACES[0], settings, 7, SIZE)
    changed = abs(np.asarray(_upright(shot.jpeg), int) - before).max(axis=2)
    inside = np.zeros(changed.shape, bool)
    for _, quad in shot.regions:
        left, top, right, bottom = (int(side) for side in quad.bounds())
        inside[top - 6 : bottom + 6, left - 6 : right + 6] = True
    assert shot.regions
    assert changed[inside].max() > 60
    assert (changed[~inside] > 40).mean() < 0.001


def test_a_grey_copy_has_no_colour() -> None:
    shot = attacked("grey_copy", FACES[1], PhotoSettings(), 8, SIZE)
    left, top, right, bottom = (int(side) for side in shot.quad.bounds())
    card = np.asarray(shot.image, int)[top:bottom, left:right]
    assert np.percentile(np.ptp(card, axis=2), 95) < 30


def test_tuning_and_reporting_share_nothing() -> None:
    tuning, reporting = SETS["tuning"], SETS["reporting"]
    assert not set(tuning.styles) & set(reporting.styles)
    assert not set(tuning.backgrounds) & set(reporting.backgrounds)
    assert reporting.first_seed - tuning.first_seed >= 1_000_000


@pytest.mark.parametrize("face", list(Side)[:2])
def test_every_other_picture_of_a_set_is_tilted_and_reporting_is_coarse(face: Side) -> None:
    shots = [capture("reporting", face, index, SIZE) for index in range(4)]
    assert all(shot.specimen.side is face for shot in shots)
    assert [abs(shot.settings.rotation) >= 15 for shot in shots] == [True, False, True, False]
    assert all(shot.settings.jpeg_quality <= 70 and shot.settings.blur > 0 for shot in shots)
    assert len({shot.truth.get(FieldName.NAME, shot.seed) for shot in shots}) == 4
