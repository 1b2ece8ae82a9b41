"""BLUR: a quality that falls with defocus and movement, and is not deceived by grain and sharpening."""

from __future__ import annotations

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from kyc.authenticity import ExaminedCapture
from kyc.authenticity.blur import judge
from kyc.authenticity.sharpness import TEXT_HEIGHT
from kyc.authenticity.verdict import Abstained, Scored
from kyc.authenticity.views import Views
from kyc.documents.results import EvidenceKind
from tests.authenticity.spoilt_pictures import EMBLEM, KOREAN, LICENCE, PORTRAIT, TODAY, VEHICLE, spoilt, taken
from tests.specimens.species import PageKey


def blur(capture: ExaminedCapture) -> Scored:
    found = judge(Views(capture), TODAY)
    assert isinstance(found, Scored)
    return found


def quality(found: Scored) -> float:
    return next(figure.value for figure in found.figures if figure.name == "quality")


@pytest.mark.parametrize("page", [PORTRAIT, EMBLEM, LICENCE, VEHICLE, KOREAN])
def test_a_clear_picture_has_a_high_quality(page: PageKey) -> None:
    found = blur(taken(page))
    assert quality(found) >= 70
    assert not found.regions


def test_quality_falls_with_defocus_through_fifty() -> None:
    type_height = TEXT_HEIGHT * 0.88 * 1000
    qualities = [quality(blur(taken(PORTRAIT, blur=part * type_height))) for part in (0.02, 0.05, 0.09, 0.14)]
    assert qualities == sorted(qualities, reverse=True)
    assert qualities[1] > 50 > qualities[-1]


def test_blurred_values_are_shown_with_a_map_over_the_card() -> None:
    capture = spoilt("blur_defocus", LICENCE)
    found = blur(capture)
    assert found.score >= 50
    assert "blurred over" in found.reason.english()
    assert {region.label for region in found.regions} == {"blurred_text"}
    (picture,) = found.pictures
    assert picture.kind is EvidenceKind.SHARPNESS_MAP
    assert picture.quad == capture.outline
    with Image.open(io.BytesIO(picture.png)) as stored:
        assert stored.size == (picture.width, picture.height)
        red, green, _, opaque = (np.asarray(band, int) for band in stored.convert("RGBA").split())
    assert np.median((red - green)[opaque > 0]) > 0


@pytest.mark.parametrize("page", [PORTRAIT, VEHICLE])
def test_movement_is_told_from_defocus(page: PageKey) -> None:
    found = blur(spoilt("blur_moved", page))
    assert found.score >= 50
    assert "moved" in found.reason.english()
    assert len(found.regions) == len([field for field in taken(page).fields if field.quad])


def test_sharpening_and_grain_do_not_make_a_blurred_picture_sharp() -> None:
    capture = spoilt("blur_defocus", PORTRAIT)
    soft = capture.pixels.astype(np.float32)
    halos = soft + 1.5 * (soft - cv2.GaussianBlur(soft, (0, 0), 2))
    grain = soft + np.random.default_rng(5).normal(0, 6, soft.shape[:2])[..., None]
    for changed in (halos, grain):
        pixels = np.clip(changed, 0, 255).astype(np.uint8)
        assert blur(replace(capture, pixels=pixels)).score >= 50


@pytest.mark.parametrize("period", [2.6, 5.0, 8.0])
def test_a_lattice_over_a_blurred_picture_does_not_make_it_sharp(period: float) -> None:
    """A screen's or a print's: fine, even energy that is no stroke's edge."""
    capture = spoilt("blur_defocus", PORTRAIT)
    rows, columns = np.indices(capture.pixels.shape[:2])
    waves = [np.cos(2 * np.pi * (across + tilted) / period) for across, tilted in
             ((columns, 0.3 * rows), (rows, -0.3 * columns))]  # fmt: skip
    pixels = np.clip(capture.pixels + 4 * sum(waves)[..., None], 0, 255).astype(np.uint8)
    assert blur(replace(capture, pixels=pixels)).score >= 50


def test_one_blurred_value_is_pointed_at() -> None:
    capture = taken(VEHICLE)
    quad = next(field.quad for field in capture.fields if field.name.value == "vin")
    assert quad is not None
    left, top, right, bottom = (round(side) for side in quad.bounds())
    pixels = capture.pixels.copy()
    pixels[top:bottom, left:right] = cv2.GaussianBlur(pixels[top:bottom, left:right], (0, 0), 6)
    found = blur(replace(capture, pixels=pixels))
    assert [region.on for region in found.regions] == [("vin",)]


def test_a_card_without_placed_text_has_no_quality() -> None:
    found = judge(Views(replace(taken(PORTRAIT), fields=())), TODAY)
    assert isinstance(found, Abstained)
