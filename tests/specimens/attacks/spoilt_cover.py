"""Documents with something over them: fingers, coins, paper, stickers, and what an app paints over a value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from PIL import Image

from kyc.documents.geometry import Quad
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.spoilt_places import (
    CARDS,
    around_points,
    centre_of,
    clear_spot,
    field_box,
    filled,
    size_of,
)
from tests.specimens.page import Specimen
from tests.specimens.photograph import (
    Generator,
    Photograph,
    PhotoSettings,
    Pixels,
    photograph,
    recompressed,
    sent,
)
from tests.specimens.species import Family, PageKey, Species, Take

#: What lies on the card: its outline and its colours, both in pixels of the specimen's image.
Thing = tuple[Pixels, Pixels]
Lay = Callable[[Specimen, Generator], Thing]

_SKINS: Final = ((226, 188, 164), (208, 164, 136), (188, 142, 112), (238, 204, 184), (128, 88, 66), (96, 64, 48))
_STICKERS: Final = ((244, 222, 92), (240, 120, 150), (120, 196, 110), (70, 130, 210), (250, 250, 248), (226, 60, 52))
_PAPERS: Final = ((246, 245, 240), (238, 236, 228), (214, 190, 150), (226, 232, 240))
_METALS: Final = ((196, 196, 192), (206, 176, 110), (176, 128, 92))


def _with_thing(label: str, lay: Lay) -> Take:
    """Something that lies on the document while its picture is taken, and the shadow it casts."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        outline, colours = lay(specimen, np.random.default_rng((seed, 24)))

        def cover(scene: Pixels, card: Specimen, homography: Pixels, _: Generator) -> Pixels:
            alpha = filled(outline, homography, scene)[..., None]
            left, top = outline.min(axis=0)
            beyond = homography @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
            seen = cv2.warpPerspective(colours, beyond, scene.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
            dark = cv2.GaussianBlur(alpha[..., 0], (0, 0), scene.shape[1] / 250)
            dark = np.roll(dark, (scene.shape[0] // 300, scene.shape[1] // 350), (0, 1))[..., None]
            return scene * (1 - 0.25 * dark) * (1 - alpha) + seen * alpha

        shot = photograph(specimen, replace(settings, fingers=0, cover=cover), seed, size)
        return replace(shot, regions=((label, shot.place(0, around_points(_on_card(outline, specimen), specimen))),))

    return take


def _on_card(outline: Pixels, specimen: Specimen) -> Pixels:
    """What of a convex ``outline`` lies on the document."""
    left, top, right, bottom = specimen.outline
    card = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    _, common = cv2.intersectConvexConvex(outline.astype(np.float32), card)
    return common[:, 0] if common is not None else outline


# --- things --------------------------------------------------------------------------------------------------------


def _finger(*, over_text: bool) -> Lay:
    """A finger that comes over a side: onto a value, or no farther than the margin and a little more."""

    def lay(specimen: Specimen, rng: Generator) -> Thing:
        width, height = size_of(specimen)
        radius = width * float(rng.uniform(0.075, 0.105))
        tip = centre_of(field_box(specimen, rng)) if over_text else clear_spot(specimen, 2 * radius, rng)
        x, y = tip[0] - specimen.outline[0], tip[1] - specimen.outline[1]
        side = int(np.argmin([x, y, width - x, height - y]))
        depth = (x, y, width - x, height - y)[side] + 0.5 * radius
        if not over_text:
            depth = width * float(rng.uniform(0.10, 0.16))
        turn = (0.0, math.pi / 2, math.pi, -math.pi / 2)[side] + float(rng.uniform(-0.4, 0.4))
        edge = ((0.0, y), (x, 0.0), (width, y), (x, height))[side]
        angles = np.linspace(-math.pi / 2, math.pi / 2, 32)
        tip_ = np.stack([1.2 * radius * np.cos(angles) + depth - 1.2 * radius, radius * np.sin(angles)], axis=1)
        root = np.array([[-width, 1.15 * radius], [-width, -1.15 * radius]])
        cosine, sine = math.cos(turn), math.sin(turn)
        outline = np.concatenate([tip_, root]) @ np.array([[cosine, sine], [-sine, cosine]])
        outline = outline + np.array(edge) + np.array(specimen.outline[:2])
        return outline, _rounded(outline, _SKINS[int(rng.integers(len(_SKINS)))], rng)

    return lay


def _coin(specimen: Specimen, rng: Generator) -> Thing:
    """19 to 25 mm across, with a rim and a worn relief."""
    width, _ = size_of(specimen)
    radius = width * float(rng.uniform(0.11, 0.145))
    middle = _anywhere(specimen, rng)
    angles = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    outline = np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1) + np.array(middle)
    side = int(2 * radius) + 1
    rows, columns = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)  # type: ignore[misc]
    away = np.hypot(rows, columns)
    shine = 1 + 0.22 * np.cos(np.arctan2(rows, columns) * 2 - float(rng.uniform(0, 6)))
    relief = 0.10 * cv2.resize(
        rng.normal(0, 1, (14, 14)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC
    )
    metal = shine + relief * (away < 0.72) + 0.25 * (np.abs(away - 0.9) < 0.04)
    return outline, (metal[..., None] * _METALS[int(rng.integers(len(_METALS)))]).astype(np.float32)


def _strip(specimen: Specimen, rng: Generator) -> Thing:
    """A strip of paper or tape over a value."""
    left, top, right, bottom = field_box(specimen, rng)
    width, _ = size_of(specimen)
    long = max((right - left) / 2, 0.06 * width) * float(rng.uniform(1.0, 1.25))
    high = max(bottom - top, 0.03 * width) * float(rng.uniform(0.65, 0.95))
    return _sheet((left + right) / 2, (top + bottom) / 2, long, high, _PAPERS, rng)


def _sheet_from_outside(specimen: Specimen, rng: Generator) -> Thing:
    """The corner of a large sheet that lies half beside the card, over 2 to 6 % of it."""
    width, height = size_of(specimen)
    left, top, _, _ = specimen.outline
    card = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    while True:
        tip, turn = rng.uniform(0, 1, 2) * (width, height), float(rng.uniform(0, 2 * math.pi))
        along = np.array([math.cos(turn), math.sin(turn)])
        across = np.array([-along[1], along[0]])
        sheet = np.stack(
            [tip, tip + 0.8 * width * along, tip + 0.8 * width * (along + across), tip + 0.6 * width * across]
        )
        covered, _ = cv2.intersectConvexConvex(sheet.astype(np.float32), card)
        if 0.02 <= covered / (width * height) <= 0.06:
            break
    outline = sheet + np.array([left, top])
    low, far = outline.min(axis=0), outline.max(axis=0)
    grain = rng.normal(0, 2, (int(far[1] - low[1]) + 1, int(far[0] - low[0]) + 1, 1)).astype(np.float32)
    return outline, np.array(_PAPERS[int(rng.integers(len(_PAPERS)))], np.float32) * float(
        rng.uniform(0.9, 1.0)
    ) + grain


def _sticker(part: float, *, over_text: bool = True) -> Lay:
    """A sticker that takes ``part`` of the card's area."""

    def lay(specimen: Specimen, rng: Generator) -> Thing:
        width, height = size_of(specimen)
        shape = float(rng.uniform(0.8, 1.6))
        long = math.sqrt(part * width * height * shape) / 2
        x, y = _anywhere(specimen, rng) if over_text else clear_spot(specimen, 2 * long, rng)
        return _sheet(x, y, long, long / shape, _STICKERS, rng)

    return lay


def _sheet(
    x: float, y: float, long: float, high: float, colours: tuple[tuple[int, int, int], ...], rng: Generator
) -> Thing:
    turn = float(rng.uniform(-0.12, 0.12))
    corners = np.array([[-long, -high], [long, -high], [long, high], [-long, high]])
    cosine, sine = math.cos(turn), math.sin(turn)
    outline = corners @ np.array([[cosine, sine], [-sine, cosine]]) + np.array([x, y])
    low, far = outline.min(axis=0), outline.max(axis=0)
    shape = (int(far[1] - low[1]) + 1, int(far[0] - low[0]) + 1)
    grain = cv2.GaussianBlur(rng.normal(0, 3, shape).astype(np.float32), (0, 0), 1.5)
    colour = np.array(colours[int(rng.integers(len(colours)))], np.float32)
    return outline, colour * float(rng.uniform(0.9, 1.0)) + grain[..., None]


def _rounded(outline: Pixels, colour: tuple[int, int, int], rng: Generator) -> Pixels:
    """Skin: dark towards its edges, with creases too soft for print. Drawn at a quarter and enlarged."""
    low, far = outline.min(axis=0), outline.max(axis=0)
    shape = (int(far[1] - low[1]) + 1, int(far[0] - low[0]) + 1)
    mask = np.zeros((shape[0] // 4 + 3, shape[1] // 4 + 3), np.uint8)
    cv2.fillPoly(mask, [np.round((outline - low) / 4 + 1).astype(np.int32)], 1)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    shade = 0.62 + 0.42 * np.clip(depth / max(1.0, float(depth.max())) * 2.2, 0, 1) ** 0.6
    creases = cv2.GaussianBlur(rng.normal(0, 1, mask.shape).astype(np.float32), (0, 0), 3.0) * 0.15
    small = cv2.resize((shade + creases)[1:-1, 1:-1], shape[::-1])
    return (small[..., None] * np.array(colour, np.float32)).astype(np.float32)


def _anywhere(specimen: Specimen, rng: Generator) -> tuple[float, float]:
    """On a value as often as not."""
    if rng.random() < 0.6:
        return centre_of(field_box(specimen, rng))
    left, top, right, bottom = specimen.outline
    x, y = rng.uniform(0.15, 0.85, 2)
    return left + float(x) * (right - left), top + float(y) * (bottom - top)


# --- what an app paints over ---------------------------------------------------------------------------------------


def _painted(label: str, paint: Callable[[Pixels, int, Generator], Pixels]) -> Take:
    """A value that an app hid in the finished picture, saved again."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        rng = np.random.default_rng((seed, 25))
        shot = photograph(specimen, replace(settings, messenger_side=0), seed, size)
        place = shot.place(0, field_box(specimen, rng))
        left, top, right, bottom = _whole(place, shot.image.size)
        pixels = np.asarray(shot.image).copy()
        high = int(min(np.hypot(*np.subtract(place.points[3], place.points[0])), bottom - top))
        pixels[top:bottom, left:right] = paint(pixels[top:bottom, left:right], high, rng)
        done = replace(recompressed(shot, Image.fromarray(pixels)), settings=settings)
        done = sent(done) if settings.messenger_side else done
        scale = done.image.width / shot.image.width
        box = Quad.from_box(left * scale, top * scale, right * scale, bottom * scale)
        return replace(done, regions=((label, box),))

    return take


def _mosaic(pixels: Pixels, high: int, rng: Generator) -> Pixels:
    cell = max(4, int(high * float(rng.uniform(0.28, 0.6))))
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (max(1, width // cell), max(1, height // cell)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)


def _black(pixels: Pixels, high: int, rng: Generator) -> Pixels:
    colour = ((0, 0, 0), (24, 24, 26), (255, 255, 255), (210, 30, 30))[int(rng.integers(4))]
    return np.full_like(pixels, colour)


def _smeared(pixels: Pixels, high: int, rng: Generator) -> Pixels:
    return cv2.GaussianBlur(pixels, (0, 0), high * float(rng.uniform(0.35, 0.6)))


def _whole(place: Quad, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = place.bounds()
    return max(int(left) - 3, 0), max(int(top) - 3, 0), min(int(right) + 4, size[0]), min(int(bottom) + 4, size[1])


def _species(name: str, strength: str, take: Take, pages: tuple[PageKey, ...], aim: float | None) -> Species:
    return Species(f"cover_{name}", Family.COVER, WarningCode.COVERED, strength, take, pages, aim)


COVER_SPECIES: Final[tuple[Species, ...]] = (
    _species("finger_text", "a finger over a value", _with_thing("covering", _finger(over_text=True)), CARDS, 0.02),
    _species("finger_edge", "a finger 0.10 to 0.16 widths deep over the margin",
             _with_thing("covering", _finger(over_text=False)), CARDS, 0.02),
    _species("coin", "a coin of 19 to 25 mm", _with_thing("covering", _coin), CARDS, 0.02),
    _species("paper_strip", "paper over a value", _with_thing("covering", _strip), CARDS, 0.02),
    _species("sheet_corner", "a sheet's corner from outside over 2 to 6 % of the card",
             _with_thing("covering", _sheet_from_outside), CARDS, 0.02),
    _species("sticker", "a sticker of 3 % of the card", _with_thing("covering", _sticker(0.03)), CARDS, 0.02),
    _species("sticker_small", "a sticker of 1 % of the card, beside values",
             _with_thing("covering", _sticker(0.01, over_text=False)), CARDS, None),
    _species("mosaic", "a value in cells of 0.3 to 0.6 of its height", _painted("covering", _mosaic), CARDS, 0.02),
    _species("box", "a value under a plain box", _painted("covering", _black), CARDS, 0.02),
    _species("smear", "a value blurred by an app", _painted("covering", _smeared), CARDS, None),
)  # fmt: skip
