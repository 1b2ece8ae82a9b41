"""Copies on paper: toner or ink in dots, on a sheet that lies on the table or is cut out along the card.

A card is 3.37 inches wide (ID-1), so that a raster's pixels to the inch follow from its width. Dots are laid plane by
plane: a *clustered* screen (rows of dots that grow), a *line* screen, or *stochastic* dots (blue noise), as laser and
inkjet printers make them. Inks multiply (Demichel and Neugebauer's model, with the dots' edges softened by the light
that spreads in the paper).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

import cv2
import numpy as np

from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.reporting.attacks.optics import (
    CARDS,
    ELECTRONIC,
    Generator,
    Pixels,
    as_filed,
    clouds,
    enlarged,
    seeded,
    to_bytes,
    width_of,
)
from tests.specimens.species import Family, PageKey, Species

Range = tuple[float, float]

_CARD_INCHES: Final = 3.37
#: Pixels a print is worked out in, to one of the picture: more cost time and are not seen.
_RASTER: Final = 1.05
#: Encoded reflectance (sRGB, parts of one) of full cyan, magenta, yellow and black on white paper.
_INKS: Final = np.array(((0.05, 0.60, 0.86), (0.85, 0.14, 0.50), (0.98, 0.90, 0.16), (0.13, 0.13, 0.14)), np.float32)
_TONER: Final = np.array((0.14, 0.14, 0.145), np.float32)
#: Angles in degrees of the screens of cyan, magenta, yellow and black: 30 degrees between the strong ones.
_ANGLES: Final = (15.0, 75.0, 0.0, 45.0)


@dataclass(frozen=True, slots=True)
class Press:
    """A printer or copier. ``lines`` is its screen in lines to the inch, ``spread`` the softness of a dot's edge in
    raster pixels, ``stray`` the planes' misregistration in raster pixels, ``toner`` how much is left of full density,
    ``levels`` of an inkjet's droplet sizes, ``colour`` the saturation it keeps."""

    screen: str
    lines: Range = (106, 106)
    spread: Range = (0.55, 0.85)
    stray: float = 0.0
    toner: Range = (0.9, 1.0)
    contrast: Range = (1.05, 1.35)
    levels: int = 1
    colour: Range = (0.75, 0.95)
    streaks: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the print is on. ``margin`` is the paper left around the card in card widths, ``tint`` the paper's colour,
    ``corner`` whether the corners are cut round, ``gloss`` the veil of a laminate."""

    margin: Range = (0.18, 0.40)
    tint: tuple[int, int, int] = (244, 244, 243)
    fibre: float = 1.3
    corner: bool = False
    gloss: float = 0.0
    folded: bool = False


_CUT_OUT: Final = Sheet(margin=(0.0, 0.012))
_WITH_SHEET: Final = Sheet()
_LAMINATED: Final = Sheet(margin=(0.0, 0.0), corner=True, gloss=0.06, fibre=0.5)
_GLOSSY: Final = Sheet(margin=(0.02, 0.08), tint=(250, 250, 249), fibre=0.4)


def printed(
    specimen: Specimen, press: Press, sheet: Sheet, rng: Generator, size: tuple[int, int], *, grey: bool
) -> Specimen:
    """``specimen`` as ``press`` prints it on ``sheet``, fine enough for a picture of ``size``."""
    factor = math.sqrt(_RASTER * size[0] * size[1] / (specimen.image.width * specimen.image.height))
    original = _as_scanned(specimen, factor, rng)
    density = width_of(specimen) * factor / _CARD_INCHES
    paper = np.array(sheet.tint, np.float32)
    laid = _grey(original, press, density, rng) if grey else _colour(original, press, density, rng)
    page = laid * paper
    margin = round(rng.uniform(*sheet.margin) * width_of(specimen) * factor)
    page = cv2.copyMakeBorder(page, *[margin] * 4, cv2.BORDER_CONSTANT, value=sheet.tint)
    page = _as_paper(page, sheet, rng)
    corner = round(specimen.corner * factor) if sheet.corner else 0
    return enlarged(specimen, to_bytes(page), factor, (margin, margin), corner)


def _as_scanned(specimen: Specimen, factor: float, rng: Generator) -> Pixels:
    """The original as a copier's line of sensors sees it, parts of one: soft, and white beyond the round corners."""
    size = (round(specimen.image.width * factor), round(specimen.image.height * factor))
    pixels = cv2.resize(np.asarray(specimen.image.convert("RGB")), size, interpolation=cv2.INTER_LINEAR)
    seen = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.7, 1.3))).astype(np.float32) / 255
    radius = round(specimen.corner * factor)
    if radius and specimen.kind is not DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        inside = np.zeros(seen.shape[:2], np.float32)
        cv2.rectangle(inside, (radius, radius), (size[0] - radius - 1, size[1] - radius - 1), 1.0, -1)
        inside = (cv2.distanceTransform((inside < 0.5).astype(np.uint8), cv2.DIST_L2, 3) <= radius).astype(np.float32)
        seen = 1 - (1 - seen) * inside[..., None]
    return _with_edge_shadow(seen, rng)


def _with_edge_shadow(seen: Pixels, rng: Generator) -> Pixels:
    """The thickness of a card throws a thin shadow on one or two sides under a copier's lamp."""
    deep = int(rng.integers(2, 6))
    dark = float(rng.uniform(0.45, 0.85))
    seen[-deep:] *= dark
    if rng.random() < 0.5:
        seen[:, -deep:] *= dark
    return seen


# --- dots ----------------------------------------------------------------------------------------------------------


def _grey(original: Pixels, press: Press, density: float, rng: Generator) -> Pixels:
    weights = np.array(((0.30, 0.59, 0.11), (0.15, 0.75, 0.10), (0.45, 0.45, 0.10))[int(rng.integers(3))], np.float32)
    value = original @ weights
    tone = np.clip((value - 0.5) * rng.uniform(*press.contrast) + 0.5 + rng.uniform(0.02, 0.10), 0, 1)
    dots = _dots(1 - tone, press, density, 45.0, rng)
    cover = _softened(dots, press, rng) * rng.uniform(*press.toner)
    if press.streaks:
        cover = cover * _streaks(cover.shape, rng)
    return 1 - cover[..., None] * (1 - _TONER)


def _colour(original: Pixels, press: Press, density: float, rng: Generator) -> Pixels:
    """Separated into four inks with the grey part carried mostly by black, screened, and laid one over another."""
    keep = np.float32(rng.uniform(*press.colour))
    middle = original.mean(axis=2, keepdims=True)
    # A driver asks for less ink than the tone, because dots grow in the paper.
    asked = np.float32(0.84) * (1 - np.clip(middle + (original - middle) * keep, 0, 1))
    under = asked.min(axis=2)
    black = np.clip((under - 0.35) / 0.65, 0, 1) ** 1.4
    planes = [np.clip(asked[..., ink] - 0.8 * black, 0, 1) for ink in range(3)] + [black]
    paper = np.ones((*original.shape[:2], 3), np.float32)
    for ink, plane in enumerate(planes):
        dots = _softened(_dots(plane, press, density, _ANGLES[ink], rng), press, rng)
        cover = _strayed(dots, press.stray, rng) * np.float32(rng.uniform(*press.toner))
        for channel in range(3):
            paper[..., channel] *= 1 - cover * (1 - _INKS[ink, channel])
    return paper


def _dots(value: Pixels, press: Press, density: float, angle: float, rng: Generator) -> Pixels:
    """Ink from 0 to 1 a raster pixel, for the ``value`` asked; ``density`` is raster pixels to the inch."""
    if press.screen == "continuous":
        return value
    if press.screen == "bilevel":
        return (value > 0.42).astype(np.float32)
    if press.screen == "stochastic":
        return _droplets(value, press.levels, rng)
    pitch = density / rng.uniform(*press.lines)
    threshold = _screen(value.shape, pitch, angle + rng.uniform(-1, 1), line=press.screen == "line")
    # A dot's edge lies within a raster pixel: printers place it finer than this raster.
    return np.clip((value - threshold) * np.float32(1.6 * pitch) + 0.5, 0, 1)


def _screen(shape: tuple[int, ...], pitch: float, angle: float, *, line: bool) -> Pixels:
    """Thresholds, evenly spread over 0 to 1, of dots or lines every ``pitch`` pixels along ``angle`` degrees."""
    turn = math.radians(angle)
    step = 2 * math.pi / pitch
    rows = np.arange(shape[0], dtype=np.float32)[:, None] * np.float32(step)
    columns = np.arange(shape[1], dtype=np.float32)[None, :] * np.float32(step)
    one = np.cos(columns * np.float32(math.cos(turn)) + rows * np.float32(math.sin(turn)))
    if line:
        return _levelled(one, line=True)
    other = np.cos(rows * np.float32(math.cos(turn)) - columns * np.float32(math.sin(turn)))
    return _levelled((one + other) / 2, line=False)


def _levelled(wave: Pixels, *, line: bool) -> Pixels:
    places = np.clip(wave * 127.5 + 128, 0, 255).astype(np.uint8)
    levels: Pixels = _ranks(line)[places]
    return levels


@lru_cache(maxsize=2)
def _ranks(line: bool) -> Pixels:
    """For 256 heights of the wave the share of the plane that lies lower."""
    phase = np.cos(np.linspace(0, 2 * math.pi, 1024, endpoint=False))
    heights = phase if line else ((phase[:, None] + phase[None, :]) / 2).ravel()
    share = np.searchsorted(np.sort(heights), np.linspace(-1, 1, 256)) / heights.size
    return share.astype(np.float32)


def _droplets(value: Pixels, levels: int, rng: Generator) -> Pixels:
    """Ink in ``levels`` sizes of droplet, scattered by blue noise."""
    tile = _blue_noise()
    first = rng.integers(0, tile.shape[0], 2)
    repeats = (value.shape[0] // tile.shape[0] + 2, value.shape[1] // tile.shape[1] + 2)
    noise = np.tile(tile, repeats)[first[0] :, first[1] :][: value.shape[0], : value.shape[1]]
    sizes: Pixels = np.clip(np.floor(value * np.float32(levels) + noise), 0, levels) / np.float32(levels)
    return sizes


@lru_cache(maxsize=1)
def _blue_noise() -> Pixels:
    """Thresholds without coarse lumps: white noise, high-passed and ranked again and again."""
    noise = np.random.default_rng(71).standard_normal((256, 256)).astype(np.float32)
    for _ in range(8):
        wrapped = cv2.copyMakeBorder(noise, 16, 16, 16, 16, cv2.BORDER_WRAP)
        fine = noise - cv2.GaussianBlur(wrapped, (0, 0), 1.5)[16:-16, 16:-16]
        noise = fine.ravel().argsort().argsort().reshape(fine.shape).astype(np.float32) / fine.size - 0.5
    return noise + 0.5


def _softened(dots: Pixels, press: Press, rng: Generator) -> Pixels:
    if press.screen == "continuous":
        return dots
    soft: Pixels = cv2.GaussianBlur(dots, (0, 0), float(rng.uniform(*press.spread)))
    return soft


def _strayed(plane: Pixels, most: float, rng: Generator) -> Pixels:
    if not most:
        return plane
    shift = np.array([[1, 0, rng.uniform(-most, most)], [0, 1, rng.uniform(-most, most)]], np.float32)
    return cv2.warpAffine(plane, shift, plane.shape[1::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _streaks(shape: tuple[int, ...], rng: Generator) -> Pixels:
    """An empty cartridge: pale bands along the way of the paper."""
    bands = cv2.resize(rng.uniform(0.45, 1.0, (1, 24)).astype(np.float32), (shape[1], 1), interpolation=cv2.INTER_CUBIC)
    return np.clip(bands, 0.3, 1.0)


# --- paper ---------------------------------------------------------------------------------------------------------


def _as_paper(page: Pixels, sheet: Sheet, rng: Generator) -> Pixels:
    """Fibre, specks of toner, and a fold where it was in a pocket."""
    fibre = rng.standard_normal(page.shape[:2], dtype=np.float32) * np.float32(2 * sheet.fibre)
    page = page + cv2.blur(fibre, (3, 2))[..., None]
    for _ in range(int(rng.integers(0, 40))):
        at = (int(rng.integers(page.shape[1])), int(rng.integers(page.shape[0])))
        cv2.circle(page, at, 1, (70, 70, 70), -1)
    if sheet.folded:
        page = page * _fold(page.shape, rng)
    if sheet.gloss:
        veil = 0.5 + 0.5 * np.clip(clouds(rng, page.shape[1::-1], (6, 4)), -1, 1)[..., None]
        page = page * (1 - sheet.gloss * veil) + 255 * sheet.gloss * veil
    return page


def _fold(shape: tuple[int, ...], rng: Generator) -> Pixels:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    at = rows - shape[0] * rng.uniform(0.3, 0.7) + 0.02 * columns
    relief: Pixels = 1 + 0.05 * np.tanh(at / 40) * np.exp(-np.abs(at) / 300) - 0.10 * np.exp(-((at / 2.5) ** 2))
    return relief[..., None]


# --- species -------------------------------------------------------------------------------------------------------


def _take(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    press: Press,
    sheets: tuple[Sheet, ...],
    grey: bool,
) -> Photograph:
    rng = seeded(seed, name)
    sheet = sheets[int(rng.integers(len(sheets)))]
    copy = printed(specimen, press, sheet, rng, size, grey=grey)
    flat = settings if sheet.corner else replace(settings, shadow=0.5 * settings.shadow)
    return _of_card(photograph(copy, as_filed(flat, rng), seed, size))


def _of_a_photograph(
    specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int], *, name: str, press: Press
) -> Photograph:
    """The print of a picture that somebody took of a card lying on a table, table and all."""
    rng = seeded(seed, name)
    square = replace(settings, rotation=0.0, pitch=0.0, yaw=0.0, fill=float(rng.uniform(0.7, 0.85)), messenger_side=0)
    inner = photograph(specimen, square, seed, (3 * size[0] // 4, 3 * size[1] // 4))
    factor = inner.homographies[0][0, 0] / inner.homographies[0][2, 2]
    corner = inner.homographies[0][:2, 2] / inner.homographies[0][2, 2]
    laid = enlarged(specimen, np.asarray(inner.image), factor, (corner[0], corner[1]), 0)
    copy = printed(laid, press, _WITH_SHEET, rng, size, grey=False)
    return _of_card(photograph(copy, as_filed(settings, rng), seed, size))


def _of_card(shot: Photograph) -> Photograph:
    return replace(shot, regions=(("printed copy", shot.quad),))


Maker = Callable[..., Photograph]


def _species(
    name: str, strength: str, aim: float | None, maker: Maker, *, grey: bool, pages: tuple[PageKey, ...]
) -> Species:
    family = Family.GREY_PRINT if grey else Family.COLOUR_PRINT
    return Species(name, family, WarningCode.PRINTED_COPY, strength, partial(maker, name=name), pages, aim)


def _print(
    name: str,
    strength: str,
    press: Press,
    sheets: tuple[Sheet, ...] = (_WITH_SHEET,),
    *,
    grey: bool,
    aim: float | None = None,
    pages: tuple[PageKey, ...] = CARDS,
) -> Species:
    maker = partial(_take, press=press, sheets=sheets, grey=grey)
    return _species(name, strength, aim, maker, grey=grey, pages=pages)


_LASER: Final = Press("clustered", lines=(130, 152), stray=0.4)
_INKJET: Final = Press("stochastic", spread=(0.7, 1.1), levels=3, colour=(0.7, 0.9), stray=0.3)
_GREY_LASER: Final = Press("clustered", lines=(98, 120))
_GREY_INKJET: Final = Press("stochastic", spread=(0.6, 1.0), levels=2)
_FOLDED: Final = replace(_WITH_SHEET, folded=True)

PRINTS: Final[tuple[Species, ...]] = (
    _print("grey_laser", "clustered dots, 98-120 lines to the inch, sheet visible", _GREY_LASER,
           (_WITH_SHEET, _FOLDED), grey=True, aim=0.02),
    _print("grey_laser_coarse", "clustered dots, 70-85 lines to the inch, sheet visible",
           Press("clustered", lines=(70, 85)), grey=True, aim=0.02),
    _print("grey_laser_fine", "clustered dots, 140-160 lines to the inch, sheet visible",
           Press("clustered", lines=(140, 160)), grey=True, aim=0.02),
    _print("grey_line_screen", "line screen, 100-140 lines to the inch, sheet visible",
           Press("line", lines=(100, 140)), grey=True, aim=0.02),
    _print("grey_inkjet", "scattered droplets of two sizes, sheet visible", _GREY_INKJET, grey=True, aim=0.02),
    _print("grey_cut_out", "clustered dots or droplets, cut out along the card", _GREY_LASER, (_CUT_OUT,),
           grey=True, aim=0.02),
    _print("grey_inkjet_cut_out", "scattered droplets, cut out along the card", _GREY_INKJET, (_CUT_OUT,),
           grey=True, aim=0.02),
    _print("grey_low_toner", "pale copy with streaks, 98-120 lines to the inch",
           replace(_GREY_LASER, toner=(0.45, 0.65), streaks=True), (_WITH_SHEET, _CUT_OUT), grey=True, aim=0.02),
    _print("grey_bilevel", "black and white only, as a facsimile", Press("bilevel", spread=(0.8, 1.2)),
           (_WITH_SHEET, _CUT_OUT), grey=True, aim=0.02),
    _print("grey_photo_paper", "no dots: a black-and-white print on photo paper", Press("continuous"), (_GLOSSY,),
           grey=True),
    _print("grey_tinted_paper", "clustered dots on yellowish recycled paper", _GREY_LASER,
           (replace(_WITH_SHEET, tint=(236, 228, 206), fibre=2.2),), grey=True),
    _print("grey_print_of_screenshot", "an electronic page on paper, 98-120 lines to the inch", _GREY_LASER,
           grey=True, pages=ELECTRONIC),
    _print("colour_laser", "four clustered screens, 130-152 lines to the inch, sheet visible", _LASER,
           (_WITH_SHEET, _FOLDED), grey=False, aim=0.10),
    _print("colour_laser_line", "four line screens, 120-150 lines to the inch, sheet visible",
           Press("line", lines=(120, 150), stray=0.3), grey=False, aim=0.10),
    _print("colour_copier", "coarse clustered screens, 95-115 lines to the inch, colours off and astray",
           Press("clustered", lines=(95, 115), stray=1.2, colour=(0.55, 0.75)), grey=False, aim=0.10),
    _print("colour_inkjet", "scattered droplets of three sizes, sheet visible", _INKJET, grey=False, aim=0.10),
    _print("colour_laser_cut_out", "130-152 lines to the inch, cut out along the card", _LASER, (_CUT_OUT,),
           grey=False, aim=0.10),
    _print("colour_inkjet_cut_out", "scattered droplets, cut out along the card", _INKJET, (_CUT_OUT,),
           grey=False, aim=0.10),
    _print("colour_laser_fine", "four clustered screens, 175-200 lines to the inch, finer than a picture resolves",
           Press("clustered", lines=(175, 200), stray=0.3), grey=False),
    _print("colour_laminated", "130-152 lines to the inch, cut out with round corners, laminated", _LASER,
           (_LAMINATED,), grey=False),
    _print("colour_photo_paper", "no dots: a print on photo paper", Press("continuous", colour=(0.85, 1.0)),
           (_GLOSSY,), grey=False),
    _print("colour_print_of_screenshot", "an electronic page on paper, 130-152 lines to the inch", _LASER,
           grey=False, pages=ELECTRONIC),
    _species("colour_of_photograph", "inkjet print of a picture of the card on a table", None,
             partial(_of_a_photograph, press=_INKJET), grey=False, pages=CARDS),
)  # fmt: skip
