"""Pictures on which something cannot be seen: glare, something over the card, an edge beyond the frame, blur.

All of it is laid on the scene before lens and sensor, but for mosaics and bars, which are put on the stored file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

from kyc.documents.geometry import Quad
from kyc.documents.warnings import WarningCode
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, encode_jpeg
from tests.specimens.reporting.attacks.objects import LAYS
from tests.specimens.reporting.attacks.optics import (
    CARDS,
    PAGES,
    Generator,
    Pixels,
    as_filed,
    before_lens,
    captured,
    decoded,
    disc,
    encoded,
    filled,
    finished,
    linear,
    lines_of_text,
    moved,
    resaved,
    scale_of,
    seeded,
    shake,
    through_lens,
    width_of,
)
from tests.specimens.species import Family, PageKey, Species

Range = tuple[float, float]


def _scene(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int], rng: Generator) -> Photograph:
    return before_lens(specimen, as_filed(settings, rng), seed, size)


def _through(scene: Photograph, pixels: Pixels, rng: Generator, **changes: Any) -> Photograph:
    return finished(scene, through_lens(pixels, scene.settings, rng), **changes)


# --- glare ---------------------------------------------------------------------------------------------------------


def _glare(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    lamp: Callable[[Photograph, Quad, Generator], Pixels],
    power: Range,
) -> Photograph:
    """Light mirrored by the laminate, added to the scene's before the sensor burns out; a field lies under it."""
    rng = seeded(seed, name)
    scene = _scene(specimen, settings, seed, size, rng)
    pixels = np.asarray(scene.image)
    names = lines_of_text(specimen)
    field = scene.field_quad(names[int(rng.integers(len(names)))])
    mirrored = lamp(scene, field, rng) * rng.uniform(*power)
    # What the lens scatters of so much light lies over a wider area as a veil.
    small = cv2.resize(mirrored, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    veil = cv2.resize(cv2.GaussianBlur(small, (0, 0), size[0] / 160), mirrored.shape[::-1])
    warm = np.array((1.0, rng.uniform(0.94, 1.0), rng.uniform(0.84, 1.05)), np.float32)
    seen = encoded(linear(pixels) + (mirrored + 0.12 * veil)[..., None] * warm)
    return _through(scene, seen, rng, regions=(("glare", _extent(mirrored, 0.5, scene)),))


def _extent(mirrored: Pixels, least: float, scene: Photograph) -> Quad:
    """The smallest rectangle around the card's pixels that are burnt out, or of its brightest where none is."""
    on_card = mirrored * (filled(mirrored.shape, [scene.quad]) > 0)
    level = min(least, 0.6 * float(on_card.max()))
    points = cv2.findNonZero((on_card > level).astype(np.uint8))
    return Quad.from_points(cv2.boxPoints(cv2.minAreaRect(points)).tolist())


def _flat(scene: Photograph) -> Pixels:
    return np.zeros((scene.image.height, scene.image.width), np.float32)


def _middle(quad: Quad) -> tuple[float, float]:
    x, y = np.mean(quad.points, axis=0)
    return float(x), float(y)


def _card_width(scene: Photograph) -> float:
    return scale_of(scene) * width_of(scene.specimen)


def _bulb(scene: Photograph, field: Quad, rng: Generator) -> Pixels:
    """A round lamp in a laminate that is a little wavy: a spot with ragged edges and a halo."""
    light, (x, y), wide = _flat(scene), _middle(field), _card_width(scene)
    radius = wide * rng.uniform(0.055, 0.10)
    angles = np.linspace(0, 2 * math.pi, 60, endpoint=False)
    ragged = 1 + 0.10 * np.sin(3 * angles + rng.uniform(0, 6)) + 0.05 * np.sin(7 * angles + rng.uniform(0, 6))
    outline = np.stack([x + radius * ragged * np.cos(angles), y + 0.8 * radius * ragged * np.sin(angles)], axis=1)
    cv2.fillPoly(light, [np.round(outline * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(light, (0, 0), 0.012 * wide) + 0.25 * _wide_blur(light, 0.05 * wide)


def _tube(scene: Photograph, field: Quad, rng: Generator) -> Pixels:
    """A ceiling's fluorescent tube: a bar across a third of the card or more."""
    light, (x, y), wide = _flat(scene), _middle(field), _card_width(scene)
    turn, half = math.radians(rng.uniform(0, 180)), wide * rng.uniform(0.18, 0.4)
    a = (round(x - half * math.cos(turn)), round(y - half * math.sin(turn)))
    b = (round(x + half * math.cos(turn)), round(y + half * math.sin(turn)))
    cv2.line(light, a, b, 1.0, max(3, round(wide * rng.uniform(0.05, 0.08))), cv2.LINE_AA)
    return cv2.GaussianBlur(light, (0, 0), 0.010 * wide)


def _window(scene: Photograph, field: Quad, rng: Generator) -> Pixels:
    """A window of four panes, skewed by the laminate."""
    light, (x, y), wide = _flat(scene), _middle(field), _card_width(scene)
    side, turn = wide * rng.uniform(0.10, 0.16), math.radians(rng.uniform(-30, 30))
    for row in (-1, 1):
        for column in (-1, 1):
            pane = np.array([(0.12, 0.12), (0.95, 0.12), (0.95, 1.2), (0.12, 1.2)]) * (column, row) * side
            spun = pane @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
            # One pane lies over the field.
            at = spun + np.array((x - 0.5 * side, y - 0.6 * side))
            cv2.fillPoly(light, [np.round(at).astype(np.int32)], 1.0, cv2.LINE_AA)
    return cv2.GaussianBlur(light, (0, 0), 0.008 * wide)


def _flash(scene: Photograph, field: Quad, rng: Generator) -> Pixels:
    """A telephone's own flash: a small core that burns out and a wide glow."""
    light, (x, y), wide = _flat(scene), _middle(field), _card_width(scene)
    cv2.circle(light, (round(x), round(y)), max(2, round(0.05 * wide)), 1.0, -1, cv2.LINE_AA)
    return 1.2 * cv2.GaussianBlur(light, (0, 0), 0.02 * wide) + 1.5 * _wide_blur(light, 0.07 * wide)


def _wide_blur(light: Pixels, sigma: float) -> Pixels:
    small = cv2.resize(light, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft: Pixels = cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), light.shape[::-1])
    return soft


# --- what lies over the card ---------------------------------------------------------------------------------------


def _covered(
    specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int], *, name: str, what: str, part: Range
) -> Photograph:
    """Something over ``part`` of the card's area, inside its border but for fingers and sheets, which reach in."""
    rng = seeded(seed, name)
    scene = _scene(specimen, settings, seed, size, rng)
    pixels, quad = LAYS[what](np.asarray(scene.image), scene, rng, float(rng.uniform(*part)))
    return _through(scene, pixels, rng, regions=(("covered", quad),))


def _masked(
    specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int], *, name: str, part: Range, bar: bool
) -> Photograph:
    """A mosaic or a bar that an app put over a line of text before the picture was sent."""
    rng = seeded(seed, name)
    shot = captured(specimen, settings, seed, size)
    names = lines_of_text(specimen, 2) or lines_of_text(specimen)
    left, top, right, bottom = specimen.boxes[names[int(rng.integers(len(names)))]]
    outline = specimen.outline
    area = rng.uniform(*part) * (outline[2] - outline[0]) * (outline[3] - outline[1])
    tall = max(1.3 * (bottom - top), area / max(right - left, 0.28 * width_of(specimen)))
    wide = area / tall
    x = min(max(outline[0] + 8, (left + right - wide) / 2), outline[2] - wide - 8)
    y = min(max(outline[1] + 8, (top + bottom - tall) / 2), outline[3] - tall - 8)
    quad = shot.place(0, (x, y, x + wide, y + tall))
    pixels = decoded(shot)
    mask = filled(pixels.shape[:2], [quad])[..., None].astype(np.float32) / 255
    over = np.full(pixels.shape, rng.choice((0, 12, 255)), np.uint8) if bar else _mosaic(pixels, scale_of(shot), rng)
    blended = np.clip(pixels * (1 - mask) + over * mask, 0, 255)
    return resaved(shot, blended, int(rng.integers(80, 95)), regions=(("covered", quad),))


def _mosaic(pixels: Pixels, scale: float, rng: Generator) -> Pixels:
    block = max(4, round(rng.uniform(20, 38) * scale))
    small = cv2.resize(pixels, None, fx=1 / block, fy=1 / block, interpolation=cv2.INTER_AREA)
    coarse: Pixels = cv2.resize(small, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    return coarse


# --- cuts ----------------------------------------------------------------------------------------------------------


def _cut(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    part: Range,
    corner: bool = False,
) -> Photograph:
    """The frame's edge lies ``part`` of the card's extent inside the card; ``corner`` turns the card so that a corner
    alone is lost."""
    rng = seeded(seed, name)
    turn = 90 * int(rng.integers(4)) + (rng.uniform(25, 60) if corner else rng.uniform(-3, 3))
    tilt = 10 if corner else 3
    turned = replace(
        as_filed(settings, rng), rotation=float(turn), fill=min(settings.fill, 0.9),
        pitch=float(rng.uniform(-tilt, tilt)), yaw=float(rng.uniform(-tilt, tilt)),
    )  # fmt: skip
    shot = before_lens(specimen, turned, seed, size)
    left, top, right, bottom = shot.quad.bounds()
    depth = rng.uniform(*part)
    window = [0, 0, size[0], size[1]]
    side = int(rng.integers(4))
    edge = (left + depth * (right - left), top + depth * (bottom - top),
            right - depth * (right - left), bottom - depth * (bottom - top))[side]  # fmt: skip
    window[side] = round(edge)
    pixels = np.asarray(shot.image)[window[1] : window[3], window[0] : window[2]]
    away = np.array([[1, 0, -window[0]], [0, 1, -window[1]], [0, 0, 1]], np.float64)
    cropped = replace(moved(shot, away), image=Image.fromarray(pixels))
    return _through(cropped, pixels, rng, regions=(("cut off", _along_edge(cropped.quad, pixels.shape, side)),))


def _along_edge(card: Quad, shape: tuple[int, ...], side: int) -> Quad:
    """The strip of picture at the frame's edge through which the card leaves it."""
    height, width = shape[:2]
    deep = 0.03 * max(height, width)
    strip = ((0, 0, deep, height), (0, 0, width, deep), (width - deep, 0, width, height),
             (0, height - deep, width, height))[side]  # fmt: skip
    inside = filled((height, width), [card])
    x0, y0, x1, y1 = (round(value) for value in strip)
    rows, columns = np.nonzero(inside[y0:y1, x0:x1])
    return Quad.from_box(
        float(x0 + columns.min()), float(y0 + rows.min()), float(x0 + columns.max() + 1), float(y0 + rows.max() + 1)
    )


# --- blur ----------------------------------------------------------------------------------------------------------


def _blurred(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    part: Range,
    way: str,
) -> Photograph:
    """``part`` is the disc's diameter, or the path's length, in heights of the card's type."""
    rng = seeded(seed, name)
    scene = _scene(specimen, settings, seed, size, rng)
    reach = rng.uniform(*part) * _type_height(scene)
    if way == "shake":
        kernel = shake(rng, reach, float(rng.uniform(0, 180)), float(rng.uniform(0, 0.5)))
    else:
        kernel = disc(reach / 2)
    pixels = np.asarray(scene.image)
    soft = cv2.filter2D(pixels, -1, kernel)
    quad = scene.quad
    if way == "partial":
        pixels, quad = _half(pixels, soft, scene, rng)
    else:
        pixels = soft
    sharp = replace(scene, settings=replace(scene.settings, blur=0.5, motion=0.0))
    return _through(sharp, pixels, rng, regions=(("blur", quad),))


def _type_height(scene: Photograph) -> float:
    specimen = scene.specimen
    tall = [box[3] - box[1] for box in (specimen.boxes[name] for name in lines_of_text(specimen))]
    return float(np.median(tall)) * scale_of(scene)


def _half(pixels: Pixels, soft: Pixels, scene: Photograph, rng: Generator) -> tuple[Pixels, Quad]:
    """Out of focus towards one end of the card, as from a lens held too near and askew."""
    left, top, right, bottom = scene.specimen.outline
    middle = (left + right) / 2
    half = (left, top, middle, bottom) if rng.random() < 0.5 else (middle, top, right, bottom)
    quad = scene.place(0, half)
    mask = cv2.GaussianBlur(filled(pixels.shape[:2], [quad])[::4, ::4], (0, 0), _card_width(scene) / 40)
    alpha = cv2.resize(mask, pixels.shape[1::-1]).astype(np.float32)[..., None] / 255
    return pixels * (1 - alpha) + soft * alpha, quad


def _small(
    specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int], *, name: str, width: Range
) -> Photograph:
    """Too few pixels: a thumbnail enlarged again. ``width`` is the thumbnail's across the card."""
    rng = seeded(seed, name)
    shot = captured(specimen, replace(settings, noise=min(settings.noise, 3.0)), seed, size)
    scale = rng.uniform(*width) / _card_width(shot)
    small = shot.image.resize(
        (max(8, round(shot.image.width * scale)), max(8, round(shot.image.height * scale))), Image.Resampling.BOX
    )
    large = small.resize(shot.image.size, Image.Resampling.BICUBIC)
    return replace(shot, image=large, jpeg=encode_jpeg(large, shot.settings), regions=(("blur", shot.quad),))


# --- species -------------------------------------------------------------------------------------------------------


def _species(
    name: str,
    family: Family,
    strength: str,
    maker: Callable[..., Photograph],
    *,
    aim: float | None = None,
    pages: tuple[PageKey, ...] = CARDS,
    **how: Any,
) -> Species:
    code = {
        Family.GLARE: WarningCode.GLARE,
        Family.COVER: WarningCode.COVERED,
        Family.CUT: WarningCode.CUT_OFF,
        Family.BLUR: WarningCode.BLUR,
    }[family]
    return Species(name, family, code, strength, partial(maker, name=name, **how), pages, aim)


_G, _C, _X, _B = Family.GLARE, Family.COVER, Family.CUT, Family.BLUR
_BLOWN: Final = (1.6, 3.0)
_LARGE: Final = (0.018, 0.06)

SPOILT: Final[tuple[Species, ...]] = (
    _species("glare_bulb", _G, "burnt-out spot 11-20 % of the card wide over a field", _glare, lamp=_bulb,
             power=_BLOWN, aim=0.02),
    _species("glare_tube", _G, "burnt-out bar 5-8 % of the card thick through a field", _glare, lamp=_tube,
             power=_BLOWN, aim=0.02),
    _species("glare_window", _G, "burnt-out window of four panes, one over a field", _glare, lamp=_window,
             power=_BLOWN, aim=0.02),
    _species("glare_flash", _G, "burnt-out core 10 % of the card wide, wide glow", _glare, lamp=_flash,
             power=(1.4, 2.2), aim=0.02),
    _species("glare_weak", _G, "a lamp's veil that leaves most of the text legible", _glare, lamp=_bulb,
             power=(0.18, 0.4)),
    _species("cover_finger", _C, "a finger over 1.8-6 % of the card", _covered, what="finger", part=_LARGE, aim=0.02),
    _species("cover_sheet", _C, "a white sheet's corner over 1.8-6 % of the card", _covered, what="sheet",
             part=_LARGE, aim=0.02),
    _species("cover_coin", _C, "a coin on 1.8-6 % of the card", _covered, what="coin", part=_LARGE, aim=0.02),
    _species("cover_sticker", _C, "a plain or printed sticker on 1.8-6 % of the card", _covered, what="sticker",
             part=_LARGE, aim=0.02),
    _species("cover_tape", _C, "coloured tape over 1.8-6 % of the card", _covered, what="tape", part=_LARGE, aim=0.02),
    _species("cover_mosaic", _C, "a mosaic over a line, 1.6-4 % of the card", _masked, part=(0.016, 0.04), bar=False,
             pages=PAGES, aim=0.02),
    _species("cover_bar", _C, "a black or white bar over a line, 1.6-4 % of the card", _masked, part=(0.016, 0.04),
             bar=True, pages=PAGES, aim=0.02),
    _species("cover_small_finger", _C, "a fingertip over 0.5-1.2 % of the card", _covered, what="finger",
             part=(0.005, 0.012)),
    _species("cover_small_sticker", _C, "a sticker on 0.5-1.2 % of the card", _covered, what="sticker",
             part=(0.005, 0.012)),
    _species("cut_side", _X, "4-18 % of the card beyond one edge of the frame", _cut, part=(0.04, 0.18), aim=0.02),
    _species("cut_corner", _X, "a corner beyond the frame, 8-18 % of the card's extent", _cut, part=(0.08, 0.18),
             corner=True, aim=0.02),
    _species("cut_slight", _X, "1-2.5 % of the card beyond one edge of the frame", _cut, part=(0.01, 0.025)),
    _species("blur_defocus", _B, "disc of 0.55-0.9 type heights: fields not legible", _blurred, part=(0.55, 0.9),
             way="defocus", aim=0.02),
    _species("blur_shake", _B, "path of 0.7-1.3 type heights: fields not legible", _blurred, part=(0.7, 1.3),
             way="shake", aim=0.02),
    _species("blur_small", _B, "a card 90-130 pixels wide enlarged: fields not legible", _small, width=(90, 130),
             aim=0.02),
    _species("blur_defocus_mild", _B, "disc of 0.2-0.35 type heights: hard to read", _blurred, part=(0.2, 0.35),
             way="defocus"),
    _species("blur_shake_mild", _B, "path of 0.25-0.45 type heights: hard to read", _blurred, part=(0.25, 0.45),
             way="shake"),
    _species("blur_partial", _B, "disc of 0.55-0.9 type heights over one half of the card", _blurred,
             part=(0.55, 0.9), way="partial"),
)  # fmt: skip
