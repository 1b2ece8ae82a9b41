"""Things that lie on a card: a finger, a sheet's corner, a coin, a sticker, tape.

Each is drawn in the card's own plane, lit as the picture is, with the soft shadow of a thing a millimetre thick.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from kyc.documents.geometry import Quad
from tests.specimens.photograph import Photograph
from tests.specimens.reporting.attacks.optics import Generator, Pixels, clouds, filled, scale_of

#: Lays something over a part of the card's area: pixels, the scene, numbers, that part; gives pixels and the place.
Lay = Callable[[Pixels, Photograph, Generator, float], tuple[Pixels, Quad]]

_SKINS: Final = ((232, 190, 164), (214, 168, 138), (188, 138, 108), (150, 104, 80), (240, 206, 186))
_METALS: Final = ((186, 186, 190), (196, 160, 88), (170, 116, 82))
_TAPES: Final = ((216, 176, 108), (40, 60, 150), (30, 30, 32), (190, 36, 40), (235, 226, 190))
_STICKERS: Final = ((250, 250, 248), (246, 214, 60), (232, 80, 90), (92, 170, 226), (120, 196, 120))


def _finger(pixels: Pixels, scene: Photograph, rng: Generator, part: float) -> tuple[Pixels, Quad]:
    """A fingertip with its nail that comes in over an edge."""
    width, height = _size(scene)
    half = rng.uniform(0.075, 0.095) * width * (0.75 if part < 0.015 else 1.0)
    # The tip is round: a half disc, and behind it a strip as wide as the finger.
    area = part * width * height
    deep = max(0.45 * half, area / (2 * half) + 0.22 * half)
    side, at, lean = int(rng.integers(4)), rng.uniform(0.2, 0.8), rng.uniform(-0.35, 0.35)
    outline = _tip(half, deep, 1.5 * width)
    nail = _tip(0.58 * half, deep - 0.22 * half, deep - 0.22 * half - 0.95 * half, square=True)
    place = [_onto_side(points, side, at, lean, width, height) for points in (outline, nail)]
    mask = _drawn(scene, place[0])
    skin = np.array(_SKINS[int(rng.integers(len(_SKINS)))], np.float32)
    tone = 0.92 + 0.05 * clouds(rng, pixels.shape[1::-1], (60, 45))[..., None]
    colour = skin * (0.60 + 0.40 * _rounded(mask)[..., None]) * tone
    nail_mask = cv2.GaussianBlur(_drawn(scene, place[1]), (0, 0), 1.2)[..., None].astype(np.float32) / 255
    colour = colour * (1 - 0.75 * nail_mask) + (skin * 0.45 + np.float32((140, 118, 116))) * 0.75 * nail_mask
    return _laid(pixels, scene, mask, colour, 0.35), _on_card(scene, mask)


def _tip(half: float, front: float, back: float, *, square: bool = False) -> Pixels:
    """Outline of a tip that points along x: its foremost point at ``front``; its root ``back`` behind the edge, or,
    for a nail, at ``back`` itself."""
    angles = np.linspace(-math.pi / 2, math.pi / 2, 30)
    tip = np.stack([front - half * 1.1 + 1.1 * half * np.cos(angles), half * np.sin(angles)], axis=1)
    root = back if square else -back
    return np.concatenate([tip, [(root, half * 1.05), (root, -half * 1.05)]])


def _onto_side(points: Pixels, side: int, at: float, lean: float, width: float, height: float) -> Pixels:
    turn = lean + (0.0, math.pi / 2, math.pi, -math.pi / 2)[side]
    spin = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    edge = ((0.0, at * height), (at * width, 0.0), (width, at * height), (at * width, height))[side]
    return points @ spin + np.array(edge)


def _sheet(pixels: Pixels, scene: Photograph, rng: Generator, part: float) -> tuple[Pixels, Quad]:
    """A sheet's corner that lies over an edge of the card."""
    width, height = _size(scene)
    side, at = int(rng.integers(4)), rng.uniform(0.15, 0.85)
    # A right angle whose point is d inside covers about d squared.
    deep = math.sqrt(part * width * height)
    lean = rng.uniform(-0.4, 0.4)
    far = 1.2 * width
    corner = np.array([(deep, 0), (deep - far, far), (deep - 2 * far, 0), (deep - far, -far)])
    mask = _drawn(scene, _onto_side(corner, side, at, lean, width, height))
    colour = np.float32(rng.uniform(232, 250)) + 1.5 * clouds(rng, pixels.shape[1::-1], (80, 60))[..., None]
    ruled = np.broadcast_to(colour, pixels.shape) * _ruling(pixels.shape, rng)
    return _laid(pixels, scene, mask, ruled, 0.30), _on_card(scene, mask)


def _ruling(shape: tuple[int, ...], rng: Generator) -> Pixels:
    """Pale lines of writing paper on half of the sheets."""
    if rng.random() < 0.5:
        return np.ones((1, 1, 1), np.float32)
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn = rng.uniform(0, math.pi)
    across = (rows * math.cos(turn) + columns * math.sin(turn)) % (shape[1] / 32)
    return 1 - 0.22 * (across < 1.5)[..., None].astype(np.float32)


def _coin(pixels: Pixels, scene: Photograph, rng: Generator, part: float) -> tuple[Pixels, Quad]:
    """Metal with a raised rim and a relief, brighter on the side of the lamp."""
    width, height = _size(scene)
    radius = math.sqrt(part * width * height / math.pi)
    x, y = _inside(rng, width, height, radius)
    mask = _drawn(scene, _circle(x, y, radius))
    metal = np.array(_METALS[int(rng.integers(len(_METALS)))], np.float32)
    inner = _drawn(scene, _circle(x, y, 0.86 * radius)).astype(np.float32)
    knobs = clouds(rng, pixels.shape[1::-1], (200, 150)) * (inner / 255)
    relief = cv2.GaussianBlur(mask.astype(np.float32) - 0.5 * inner, (0, 0), 1.5) + 40 * knobs.astype(np.float32)
    lamp = math.radians(rng.uniform(0, 360))
    slope = cv2.Sobel(relief, cv2.CV_32F, 1, 0) * math.cos(lamp) + cv2.Sobel(relief, cv2.CV_32F, 0, 1) * math.sin(lamp)
    colour = metal * np.clip(0.85 + 0.0035 * slope, 0.3, 1.5)[..., None]
    return _laid(pixels, scene, mask, colour, 0.45), _on_card(scene, mask)


def _sticker(pixels: Pixels, scene: Photograph, rng: Generator, part: float) -> tuple[Pixels, Quad]:
    """A round or oblong label in one colour, with a ring or lines of print."""
    width, height = _size(scene)
    area = part * width * height
    ground = np.array(_STICKERS[int(rng.integers(len(_STICKERS)))], np.float32)
    if rng.random() < 0.5:
        radius = math.sqrt(area / math.pi)
        x, y = _inside(rng, width, height, radius)
        outline = _circle(x, y, radius)
        marks = [_circle(x, y, 0.8 * radius), _circle(x, y, 0.72 * radius)]
    else:
        ratio = rng.uniform(1.5, 2.6)
        tall = math.sqrt(area / ratio)
        wide = ratio * tall
        x, y = _inside(rng, width, height, 0.6 * wide)
        turn = rng.uniform(-0.4, 0.4)
        outline = _oblong(x, y, wide, tall, turn)
        marks = [_oblong(x, y, 0.8 * wide, 0.44 * tall, turn), _oblong(x, y, 0.74 * wide, 0.34 * tall, turn)]
    mask = _drawn(scene, outline)
    print_mask = cv2.subtract(_drawn(scene, marks[0]), _drawn(scene, marks[1]))[..., None].astype(np.float32) / 255
    colour = ground * (1 - 0.65 * print_mask) + np.zeros((*pixels.shape[:2], 1), np.float32)
    return _laid(pixels, scene, mask, colour, 0.12), _on_card(scene, mask)


def _tape(pixels: Pixels, scene: Photograph, rng: Generator, part: float) -> tuple[Pixels, Quad]:
    """A strip of coloured tape with a slight sheen along it."""
    width, height = _size(scene)
    tall = rng.uniform(0.07, 0.12) * height
    wide = min(0.85 * width, part * width * height / tall)
    tall = part * width * height / wide
    x, y = _inside(rng, width, height, max(0.5 * wide, 0.0) if wide < 0.8 * width else 0.45 * height)
    x = min(max(x, wide / 2 + 0.02 * width), width - wide / 2 - 0.02 * width)
    turn = rng.uniform(-0.08, 0.08)
    mask = _drawn(scene, _oblong(x, y, wide, tall, turn))
    tape = np.array(_TAPES[int(rng.integers(len(_TAPES)))], np.float32)
    sheen = 1 + 0.06 * clouds(rng, pixels.shape[1::-1], (90, 30))[..., None]
    return _laid(pixels, scene, mask, tape * sheen, 0.10), _on_card(scene, mask)


LAYS: Final[dict[str, Lay]] = {
    "finger": _finger,
    "sheet": _sheet,
    "coin": _coin,
    "sticker": _sticker,
    "tape": _tape,
}


# --- shapes, in the document's pixels from its corner --------------------------------------------------------------


def _size(scene: Photograph) -> tuple[float, float]:
    left, top, right, bottom = scene.specimen.outline
    return right - left, bottom - top


def _inside(rng: Generator, width: float, height: float, clear: float) -> tuple[float, float]:
    """A point from which ``clear`` in any direction stays within the card."""
    low_x, low_y = min(clear + 0.03 * width, width / 2), min(clear + 0.03 * width, height / 2)
    return float(rng.uniform(low_x, width - low_x)), float(rng.uniform(low_y, height - low_y))


def _circle(x: float, y: float, radius: float) -> Pixels:
    angles = np.linspace(0, 2 * math.pi, 72, endpoint=False)
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)


def _oblong(x: float, y: float, wide: float, tall: float, turn: float) -> Pixels:
    corners = np.array([(-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall)]) / 2
    spin = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    return corners @ spin + (x, y)


def _drawn(scene: Photograph, outline: Pixels) -> Pixels:
    """uint8 mask of the picture, 255 inside ``outline``."""
    shifted = (outline + np.array(scene.specimen.outline[:2]))[None].astype(np.float64)
    points = cv2.perspectiveTransform(shifted, scene.homographies[0])[0]
    mask = np.zeros((scene.image.height, scene.image.width), np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def _rounded(mask: Pixels) -> Pixels:
    """From 0 at a shape's edge to 1 along its middle."""
    depth = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    half = max(1.0, float(np.percentile(depth[depth > 0], 95))) if depth.any() else 1.0
    return np.sqrt(np.clip(depth / half, 0, 1))


def _laid(pixels: Pixels, scene: Photograph, mask: Pixels, colour: Pixels, shadow: float) -> Pixels:
    """``colour`` under the picture's light where ``mask`` is, and the shadow beside it."""
    settings = scene.settings
    lit = colour * (np.array(settings.tint, np.float32) * np.float32(settings.exposure))
    reach = max(1.0, 0.012 * _size(scene)[0] * scale_of(scene))
    dark = cv2.GaussianBlur(mask[::2, ::2], (0, 0), reach / 2)
    dark = cv2.resize(dark, mask.shape[::-1]).astype(np.float32)[..., None] / 255
    alpha = cv2.GaussianBlur(mask, (0, 0), 0.7).astype(np.float32)[..., None] / 255
    shaded = pixels * (1 - shadow * np.roll(dark, (round(0.5 * reach), round(0.35 * reach)), (0, 1)))
    return shaded * (1 - alpha) + lit * alpha


def _on_card(scene: Photograph, mask: Pixels) -> Quad:
    """The smallest rectangle around what lies over the card."""
    over = ((mask > 127) & (filled(mask.shape, [scene.quad]) > 127)).astype(np.uint8)
    points = cv2.findNonZero(over)
    return Quad.from_points(cv2.boxPoints(cv2.minAreaRect(points)).tolist())
