"""Simulated photographs: quads in the upright picture, orientation, both faces, and sets that share nothing."""

from __future__ import annotations

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from kyc.documents.kinds import FIELDS, FieldName
from tests.specimens.attacks import grey_copy, splice_field
from tests.specimens.difficulties import NAMES, Over
from tests.specimens.difficulties import TUNING as DIFFICULTIES
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.sets import TUNING

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


def test_a_retyped_field_changes_its_regions_and_little_else() -> None:
    settings = PhotoSettings(rotation=0, noise=1)
    genuine = photograph(FACES[0], settings, 7, SIZE)
    before = np.asarray(_upright(genuine.jpeg), int)
    shot = splice_field(genuine, 7)
    changed = abs(np.asarray(_upright(shot.jpeg), int) - before).max(axis=2)
    inside = np.zeros(changed.shape, bool)
    for _, quad in shot.regions:
        left, top, right, bottom = (int(side) for side in quad.bounds())
        inside[top - 6 : bottom + 6, left - 6 : right + 6] = True
    assert shot.regions
    assert changed[inside].max() > 60
    assert (changed[~inside] > 40).mean() < 0.001


def test_a_grey_copy_has_no_colour() -> None:
    shot = photograph(grey_copy(FACES[1], 8), PhotoSettings(), 8, SIZE)
    left, top, right, bottom = (int(side) for side in shot.quad.bounds())
    card = np.asarray(shot.image, int)[top:bottom, left:right]
    assert np.percentile(np.ptp(card, axis=2), 95) < 30


@pytest.mark.parametrize("difficulty", NAMES)
def test_every_page_of_the_set_can_be_taken_at_every_difficulty(difficulty: str) -> None:
    for place, page in enumerate(TUNING.pages):
        shot = TUNING.capture(page, difficulty, place)
        assert (shot.specimen.kind, shot.specimen.side) == page
        assert set(shot.truth) <= set(FIELDS[page])
        left, top, right, bottom = shot.quad.bounds()
        assert left > -20
        assert top > -20
        assert right < shot.image.width + 20
        assert bottom < shot.image.height + 20


def test_a_messenger_leaves_1280_pixels_and_no_orientation() -> None:
    shot = TUNING.capture(TUNING.pages[0], "messenger", 1)
    stored = Image.open(io.BytesIO(shot.jpeg))
    assert max(stored.size) == 1280
    assert not stored.getexif()


def test_a_flatbed_sees_a_page_square_on_at_its_resolution() -> None:
    for index in range(6):
        shot = TUNING.capture(TUNING.pages[0], "scan", index)
        (x0, y0), (x1, y1), *_ = shot.quad.points
        assert abs(np.degrees(np.arctan2(y1 - y0, x1 - x0))) < 2.1
        assert 195 <= np.hypot(x1 - x0, y1 - y0) / 3.4 <= 305
        assert 1200 <= shot.image.width <= 2000


def test_fingers_cover_something_but_no_value() -> None:
    plain = PhotoSettings(noise=0, glare=0)
    bare = np.asarray(photograph(FACES[0], plain, 9, SIZE).image, int)
    shot = photograph(FACES[0], replace(plain, fingers=2), 9, SIZE)
    changed = abs(np.asarray(shot.image, int) - bare).max(axis=2) > 40
    assert changed.mean() > 0.01
    for name in shot.specimen.boxes:
        left, top, right, bottom = (int(side) for side in shot.field_quad(name).bounds())
        assert changed[top:bottom, left:right].mean() < 0.02


@pytest.mark.parametrize("over", [{"hologram": 0.7}, {"sleeve": 0.9}, {"moire": 1.0}])
def test_films_leave_the_print_legible(over: dict[str, float]) -> None:
    """Ink under a film stays darker than its paper by a quarter of what it was."""
    for name in (FieldName.NAME, FieldName.CITIZEN_NUMBER):
        shots = [photograph(FACES[0], replace(PhotoSettings(noise=0), **kind), 4, SIZE) for kind in ({}, over)]
        contrasts = []
        for shot in shots:
            left, top, right, bottom = (int(side) for side in shot.field_quad(name).bounds())
            grey = np.asarray(shot.image.convert("L"), float)[top:bottom, left:right]
            contrasts.append(np.percentile(grey, 90) - np.percentile(grey, 3))
        assert contrasts[1] > 0.25 * contrasts[0]
        assert contrasts[1] != contrasts[0]


def test_glare_beside_values_burns_out_no_value() -> None:
    rng = np.random.default_rng(3)
    difficulty = replace(DIFFICULTIES["hard"], over=Over(glare_beside=1.0))
    for seed in range(4):
        laid, settings, _ = difficulty.take(FACES[0], rng, ("white_desk",))
        assert settings.glare_at is not None
        shining = replace(PhotoSettings(background="white_desk"), glare=1.0, glare_at=settings.glare_at)
        shot = photograph(laid, replace(shining, glare_size=settings.glare_size), seed, (1600, 1200))
        burnt = np.asarray(shot.image).min(axis=2) == 255
        assert burnt.sum() > 100
        for name in shot.specimen.boxes:
            left, top, right, bottom = (int(side) for side in shot.field_quad(name).bounds())
            assert burnt[top:bottom, left:right].mean() < 0.1


def test_a_hard_picture_still_shows_a_quarter_of_a_frame_of_card() -> None:
    shares = []
    for index in range(12):
        shot = TUNING.capture(TUNING.pages[0], "hard", index)
        if shot.specimen.corner:  # a copy's sheet is larger than the card
            area = cv2.contourArea(np.array(shot.quad.points, np.float32))
            shares.append(area / (shot.image.width * shot.image.height))
    assert min(shares) > 0.2
    assert max(shares) > 0.45
