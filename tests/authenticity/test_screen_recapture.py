"""SCREEN_RECAPTURE: screens of several lattices, and what is periodic without being a screen."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image

from kyc.authenticity import screen_recapture
from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.verdict import Abstained, Scored
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import EvidenceKind
from kyc.documents.warnings import Outcome
from tests.authenticity.captures import as_capture
from tests.specimens.attacks import PRINT_SPECIES, SCREEN_SPECIES, TUNING_CONDITIONS
from tests.specimens.attacks.screens_camera import Camera, Shown, linear, take
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import PhotoSettings, photograph, recompressed
from tests.specimens.sets import TUNING
from tests.specimens.species import Family

SIZE = (1000, 750)
SETTINGS = PhotoSettings(background="white_desk", rotation=7, pitch=6, yaw=-5, fill=0.86, jpeg_quality=86)
CARD = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)
LICENCE = (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE)
APP = (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE)
SPECIES = {species.name: species for species in SCREEN_SPECIES}
CONDITIONS = {condition.name: condition for condition in TUNING_CONDITIONS}


@lru_cache(maxsize=8)
def recaptured(name: str, page=CARD, seed: int = 3):
    shot = SPECIES[name].take(TUNING.specimen(page, 1), SETTINGS, seed, SIZE)
    return shot, as_capture(shot)


def judged(capture: ExaminedCapture) -> Scored | Abstained:
    return screen_recapture.judge(Views(capture), REFERENCE_DAY)


def detected(capture: ExaminedCapture) -> bool:
    verdict = judged(capture)
    return isinstance(verdict, Scored) and verdict.score >= 50


@pytest.mark.parametrize("name", ["screen_monitor_near", "screen_monitor", "screen_turned", "screen_resaved"])
def test_screen_is_detected(name: str) -> None:
    assert detected(recaptured(name)[1])


@pytest.mark.parametrize(
    ("name", "page", "index"),
    [
        ("screen_dim", (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE), 30200),
        ("screen_resaved", (DocumentKind.CN_DRIVING_LICENCE, Side.SUB_PAGE), 14700),
    ],
)
def test_lattice_too_faint_for_any_tile_of_a_dark_table_is_found_in_their_mean(name: str, page, index: int) -> None:
    assert detected(as_capture(TUNING.taken(page, SPECIES[name].take, index)))


def test_cloth_in_step_with_the_lines_of_text_is_no_screen() -> None:
    assert not detected(as_capture(TUNING.taken(LICENCE, CONDITIONS["woven_cloth"].take, 19200)))


def test_screen_shows_its_pattern() -> None:
    capture = recaptured("screen_monitor_near")[1]
    verdict = judged(capture)
    assert isinstance(verdict, Scored)
    assert verdict.subtype in {"luma", "colour", "slow_colour"}
    assert {region.label for region in verdict.regions} == {"periodic_pattern"}
    shown = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    for region in verdict.regions:
        cv2.fillConvexPoly(shown, np.asarray(region.quad.points).astype(np.int32), 1)
    assert shown.mean() > 0.5
    (picture,) = verdict.pictures
    assert picture.kind is EvidenceKind.SPECTRUM
    drawn = cv2.imdecode(np.frombuffer(picture.png, np.uint8), cv2.IMREAD_COLOR)
    assert drawn.shape == (picture.height, picture.width, 3)
    assert {figure.unit for figure in verdict.figures} == {"px", "σ"}


def test_period_is_the_lattice_s_own() -> None:
    """A grating of known period over card and table."""
    capture = as_capture(TUNING.everyday(CARD, 4, SIZE))
    rows, columns = np.mgrid[0 : capture.pixels.shape[0], 0 : capture.pixels.shape[1]]
    waves = 9 * np.sin(2 * np.pi * (columns * 0.12 + rows * 0.05))[..., None]
    pixels = np.clip(capture.pixels + waves, 0, 255).astype(np.uint8)
    verdict = judged(dataclasses.replace(capture, pixels=pixels))
    assert verdict.figures[0].value == pytest.approx(1 / np.hypot(0.12, 0.05), rel=0.06)


def with_wave(capture: ExaminedCapture, wave, on_card: float, around: float) -> ExaminedCapture:
    """A wave (rows, columns to phase in turns) added over card and surroundings, in grey levels, with noise that lets
    fractions of a level through."""
    rows, columns = np.mgrid[0 : capture.pixels.shape[0], 0 : capture.pixels.shape[1]].astype(np.float64)
    level = np.where(Views(capture).card_mask > 0, on_card, around)
    added = (level * np.sin(2 * np.pi * wave(rows, columns)))[..., None]
    noise = np.random.default_rng(4).random(added.shape)
    return dataclasses.replace(capture, pixels=np.clip(capture.pixels + added + noise, 0, 255).astype(np.uint8))


def even(rows, columns):
    return columns * 0.14 + rows * 0.09


def test_moire_that_bends_is_followed_across_the_card_s_edge() -> None:
    """The frequency changes by ten bins over the picture, and not evenly, as of a screen seen at an angle."""

    def bent(rows, columns):
        x, y = columns / SIZE[0] - 0.5, rows / SIZE[1] - 0.5
        return even(rows, columns) + 60 * x**3 + 40 * x * y**2

    assert detected(with_wave(as_capture(TUNING.everyday(CARD, 4, SIZE)), bent, 7, 7))


def test_lattice_clear_on_the_card_may_be_faint_around_it() -> None:
    assert detected(with_wave(as_capture(TUNING.everyday(CARD, 4, SIZE)), even, 9, 0.18))


def test_pattern_clear_around_the_card_may_not_be_faint_on_it() -> None:
    assert not detected(with_wave(as_capture(TUNING.everyday(CARD, 4, SIZE)), even, 0.4, 9))


def test_what_crosses_the_card_s_edge_is_no_screen_s_where_a_louder_halftone_does_not() -> None:
    """As of a print on a sheet that the same dots tint."""

    def across(rows, columns):
        return columns * 0.05 - rows * 0.18

    crossing = with_wave(as_capture(TUNING.everyday(CARD, 4, SIZE)), across, 3, 3)
    assert detected(crossing)
    assert not detected(with_wave(crossing, even, 20, 0))


def with_lattice(strength, *turns: tuple[float, float]) -> ExaminedCapture:
    """A card on a table with waves (cycles a pixel across and down) on the card alone. ``strength`` says from the
    light, 0 to 255, and the place across the card, 0 to 1, how many grey levels they have."""
    capture = as_capture(TUNING.everyday(CARD, 4, SIZE))
    height, width = capture.pixels.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float64)
    left, _, right, _ = capture.outline.bounds()
    level = strength(capture.pixels.mean(axis=2), (columns - left) / (right - left)) * (Views(capture).card_mask > 0)
    added = level * sum(np.cos(2 * np.pi * (columns * across + rows * down)) for across, down in turns)
    noise = np.random.default_rng(4).random((height, width, 1))
    pixels = np.clip(capture.pixels + added[..., None] + noise, 0, 255).astype(np.uint8)
    return dataclasses.replace(capture, pixels=pixels)


def glowing(light, _place):
    return 0.03 * light


ACROSS, DOWN = (0.27, 0.09), (-0.09, 0.27)


def test_display_s_lattice_on_the_card_alone_is_a_screen_s() -> None:
    """Its waves are as strong as the card is bright."""
    verdict = judged(with_lattice(glowing, ACROSS, DOWN))
    assert isinstance(verdict, Scored)
    assert verdict.score >= 50
    assert verdict.subtype == "luma"
    assert verdict.figures[0].value == pytest.approx(1 / np.hypot(*ACROSS), rel=0.06)


def test_display_s_lattice_counts_where_the_card_fills_the_picture() -> None:
    capture = with_lattice(glowing, ACROSS, DOWN)
    left, top, right, bottom = (round(side) for side in capture.outline.bounds())
    cut = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
    outline = Quad.from_points((np.asarray(capture.outline.points) - [left, top]).tolist())
    pixels = np.ascontiguousarray(capture.pixels[top:bottom, left:right])
    assert detected(
        dataclasses.replace(capture, pixels=pixels, outline=outline, to_rectified=capture.to_rectified @ cut, fields=())
    )


@pytest.mark.parametrize(
    ("strength", "turns"),
    [
        pytest.param(lambda light, _: 0.05 * (255 - light), (ACROSS, DOWN), id="dots that white paper has none of"),
        pytest.param(glowing, (ACROSS,), id="lines of one direction"),
        pytest.param(glowing, (ACROSS, (0.02, 0.28)), id="lines that do not cross at right angles"),
        pytest.param(glowing, (ACROSS, (-0.05, 0.15)), id="lines of two periods"),
        pytest.param(lambda light, place: glowing(light, place) * (place < 0.6), (ACROSS, DOWN), id="a field of dots"),
        pytest.param(glowing, (ACROSS, DOWN, (0.19, 0.21), (-0.21, 0.19)), id="dots of two inks"),
    ],
)
def test_what_a_card_can_have_printed_is_no_screen_s(strength, turns) -> None:
    assert not detected(with_lattice(strength, *turns))


def test_lattice_as_fine_as_a_licence_s_offset_may_be_that() -> None:
    """The same lattice on a card of so many pixels that it has 3.4 and 5.7 lines a millimetre."""
    capture = with_lattice(glowing, ACROSS, DOWN)
    views = Views(capture)
    assert judged_at(views, 1020).score >= 50
    assert judged_at(views, 1720).score < 50


def judged_at(views: Views, card_width: float) -> Scored:
    views.__dict__["card_width"] = card_width
    verdict = screen_recapture.judge(views, REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    return verdict


def test_photograph_of_a_phone_that_shows_the_app_is_a_recapture() -> None:
    assert detected(recaptured("screen_monitor_near", APP)[1])


def test_screenshot_of_the_app_is_none() -> None:
    verdict = judged(as_capture(TUNING.capture(APP, "scan", 0)))
    assert isinstance(verdict, Abstained)
    assert verdict.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("name", "page"),
    [("guilloche_fine", CARD), ("guilloche_middle", LICENCE), ("guilloche_coarse", CARD)],
)
def test_guilloche_is_no_screen(name: str, page) -> None:
    assert not detected(as_capture(CONDITIONS[name].take(TUNING.specimen(page, 2), SETTINGS, 5, SIZE)))


@pytest.mark.parametrize(
    "name",
    [
        "striped_shirt",
        "blinds",
        "striped_table",
        "woven_cloth",
        "perforated",
        "keyboard",
        "hologram",
        "flatbed",
        "messenger",
        "messenger_twice",
        "rotated_resave",
        "sharpened",
        "offset_print",
    ],
)
def test_what_is_periodic_and_genuine_is_no_screen(name: str) -> None:
    condition = CONDITIONS[name]
    page = CARD if CARD in condition.pages else condition.pages[0]
    assert not detected(as_capture(condition.take(TUNING.specimen(page, 2), SETTINGS, 6, SIZE)))


def test_demosaicing_moire_on_fine_lines_is_no_screen() -> None:
    sharp = dataclasses.replace(SETTINGS, blur=0.2)
    shot = CONDITIONS["guilloche_fine"].take(TUNING.specimen(LICENCE, 3), sharp, 7, SIZE)
    light = linear(np.asarray(shot.image).astype(np.float32))
    camera = Camera(oversampling=1.0, blur=0.3, sharpening=0.6, colour_blur=0.0, noise=1.5, exposure=1.0)
    shown = Shown(light, np.zeros((2, 2, 3), np.float32), None, np.eye(3))
    pixels = take(shown, camera, shot.image.size, np.random.default_rng(8))
    assert not detected(as_capture(recompressed(shot, Image.fromarray(pixels))))


@pytest.mark.parametrize("family", [Family.GREY_PRINT, Family.COLOUR_PRINT])
def test_halftone_is_a_print_and_no_screen(family: Family) -> None:
    species = next(one for one in PRINT_SPECIES if one.family is family)
    assert not detected(as_capture(species.take(TUNING.specimen(CARD, 2), SETTINGS, 9, SIZE)))


def test_card_that_fills_the_picture_is_judged_only_by_a_pattern_that_no_print_makes() -> None:
    whole = Quad.from_box(0, 0, *SIZE)
    genuine = dataclasses.replace(as_capture(TUNING.everyday(CARD, 4, SIZE)), outline=whole)
    verdict = judged(genuine)
    assert isinstance(verdict, Abstained)
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_even_lines_printed_on_the_card_are_the_card_s_own() -> None:
    """Coloured lines in the card's perspective, all over the card, as strong as a screen's."""
    shot = TUNING.everyday(CARD, 6, SIZE)
    capture = as_capture(shot)
    height, width = capture.pixels.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    placed = cv2.perspectiveTransform(np.stack([columns, rows], axis=-1), capture.to_rectified)
    phase = 2 * np.pi * (placed[..., 0] * 0.09 + placed[..., 1] * 0.05)
    lines = np.stack([12 * np.sin(phase + shift) for shift in (0, 2.1, 4.2)], axis=-1)
    inside = (Views(capture).card_mask > 0)[..., None]
    pixels = np.clip(capture.pixels + lines * inside, 0, 255).astype(np.uint8)
    assert not detected(dataclasses.replace(capture, pixels=pixels))


def test_two_pages_with_one_guilloche_are_no_screen() -> None:
    """The other page's lines are no surroundings, sharp and in low noise as they are."""
    pages = [TUNING.specimen((LICENCE[0], side), 1) for side in (Side.MAIN_PAGE, Side.SUB_PAGE)]
    table = dataclasses.replace(SETTINGS, background="oak", noise=0.8, blur=0.5, fill=0.94)
    capture = as_capture(photograph(pages, table, 15, (960, 1140)))
    unaware = dataclasses.replace(capture, others=())
    assert not detected(capture)
    assert judged(capture).score < judged(unaware).score - 5
