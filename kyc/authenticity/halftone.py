"""The lattice of a halftone: dots or lines of ink that repeat over the whole card at several angles.

Spectra are taken of tiles that are straightened at the capture's own scale: on the card's plane a screen has the same
frequency everywhere, however the camera stood, so that the tiles' spectra can be averaged. The fine lines of genuine
print (guilloche) bend, and their energy is spread over frequencies; a halftone's stands in single points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

TILE: Final = 256
_ACROSS: Final = 4
_DOWN: Final = 4
#: Part of the card's width and height that is left out at its edges.
_RIM: Final = 0.03
#: Half widths in bins of what is left out along the axes of the sensor (its JPEG grid) and of the card (rows of type).
_SENSOR_AXIS: Final = 2.0
_CARD_AXIS: Final = 2.6
#: A point is compared with the square of this many bins around it, less the middle 5 that its own window blurs into.
_AROUND: Final = 13
_MIDDLE: Final = 5
#: Lowest frequency in bins, and highest as a part of the sampling rate: below lies type, above interpolation.
_LOWEST_BINS: Final = 8.0
_HIGHEST: Final = 0.47
#: Two screens, or the two axes of one, lie at least this far apart in degrees.
_APART: Final = 12.0
_STRONGEST: Final = 12
#: The weaker of two points counts for so much: one set of straight lines is no halftone, however strong.
_UNEQUAL: Final = 1.4
#: Print is clipped to so many mean deviations; a lower limit would give a single wave harmonics at other angles.
_LOUDEST: Final = 4.0
_EVIDENT_TILES: Final = 4
#: A frequency that the sensor's axes hide in more tiles than the rest is left out.
_LEAST_TILES: Final = 6

_window = np.hanning(TILE).astype(np.float32)
_WINDOW: Final = np.outer(_window, _window)
_V, _U = np.meshgrid(np.fft.fftfreq(TILE) * TILE, np.fft.rfftfreq(TILE) * TILE, indexing="ij")
_U32, _V32 = _U.astype(np.float32), _V.astype(np.float32)
_RADIUS: Final = np.hypot(_U32, _V32)
_ON_CARD_AXIS: Final = (np.abs(_U32) < _CARD_AXIS) | (np.abs(_V32) < _CARD_AXIS)


@dataclass(frozen=True, slots=True)
class Halftone:
    """``strength`` is the mean, in standard deviations over their surroundings, of the two highest points at different
    angles, held down by the weaker; ``ruling`` the higher one's frequency in lines per millimetre. ``tiles`` are the
    places where both are clearest: left, top, right, bottom in parts of the card's width and height."""

    strength: float
    ruling: float
    tiles: tuple[tuple[float, float, float, float], ...]


def find_halftone(
    luma: NDArray[np.uint8],
    to_card: NDArray[np.float64],
    size: tuple[int, int],
    per_mm: float,
    rulings: tuple[float, float],
) -> Halftone:
    """Search ``luma`` (H x W) for a screen of ``rulings`` lines per millimetre. ``to_card`` maps it to the straightened
    card of ``size`` (width, height) pixels, at ``per_mm`` pixels per millimetre; both sides hold a tile."""
    corners = _corners(size)
    levels, hidden = zip(*(_tile(luma, to_card, corner) for corner in corners), strict=True)
    contrast = _contrast(np.stack(levels), np.stack(hidden))
    bins = TILE / per_mm
    outside = (max(rulings[0] * bins, _LOWEST_BINS) > _RADIUS) | (min(rulings[1] * bins, _HIGHEST * TILE) < _RADIUS)
    contrast[outside | _ON_CARD_AXIS] = 0
    pair = _strongest_pair(contrast)
    if pair is None:
        return Halftone(0.0, 0.0, ())
    first, second = pair
    weaker, mean = float(min(contrast[first], contrast[second])), float((contrast[first] + contrast[second]) / 2)
    places = [_places(level, pair) for level in levels]
    clearest = np.argsort(places)[::-1][:_EVIDENT_TILES]
    boxes = tuple(_part(corners[i], size) for i in clearest)
    return Halftone(min(mean, _UNEQUAL * weaker), float(_RADIUS[first] / bins), boxes)


def _corners(size: tuple[int, int]) -> list[tuple[float, float]]:
    xs = np.linspace(_RIM * size[0], max((1 - _RIM) * size[0] - TILE, _RIM * size[0]), _ACROSS)
    ys = np.linspace(_RIM * size[1], max((1 - _RIM) * size[1] - TILE, _RIM * size[1]), _DOWN)
    return [(float(x), float(y)) for y in ys for x in xs]


def _part(corner: tuple[float, float], size: tuple[int, int]) -> tuple[float, float, float, float]:
    (left, top), (width, height) = corner, size
    return left / width, top / height, min((left + TILE) / width, 1.0), min((top + TILE) / height, 1.0)


def _tile(luma: NDArray[np.uint8], to_card: NDArray[np.float64], corner: tuple[float, float]) -> tuple[Floats, Mask]:
    """The logarithm of a tile's power, and which frequencies lie on the sensor's own axes."""
    move = np.array([[1, 0, -corner[0]], [0, 1, -corner[1]], [0, 0, 1]], np.float64) @ to_card
    seen = cv2.warpPerspective(luma, move, (TILE, TILE), flags=cv2.INTER_LINEAR).astype(np.float32)
    fine = seen - cv2.blur(seen, (9, 9))
    limit = _LOUDEST * float(np.abs(fine).mean()) + 1e-3
    transformed = np.fft.rfft2(np.clip(fine, -limit, limit) * _WINDOW).astype(np.complex64)
    power = transformed.real**2 + transformed.imag**2
    return np.asarray(np.log(power + 1e-3), np.float32), _on_sensor_axis(move)


def _on_sensor_axis(move: NDArray[np.float64]) -> Mask:
    """Frequencies of the tile that lie along the sensor's rows or columns, as its middle sees them."""
    back = np.linalg.inv(move)
    middle = back @ np.array([TILE / 2, TILE / 2, 1.0])
    jacobian = (back[:2, :2] - np.outer(middle[:2] / middle[2], back[2, :2])) / middle[2]
    hidden = np.zeros(_RADIUS.shape, bool)
    for u, v in jacobian:
        length = float(np.hypot(u, v))
        hidden |= np.abs(_U32 * np.float32(v / length) - _V32 * np.float32(u / length)) < _SENSOR_AXIS
    return hidden


def _contrast(levels: Floats, hidden: Mask) -> Floats:
    """Each frequency's mean level over its surroundings, in their standard deviations."""
    count = (~hidden).sum(axis=0).astype(np.float32)
    seen = (count >= _LEAST_TILES).astype(np.float32)
    # The fewer tiles see a frequency, the more its mean scatters.
    mean = np.where(hidden, 0, levels - levels.mean(axis=(1, 2), keepdims=True)).sum(axis=0) / np.maximum(count, 1)
    weighted = mean * np.sqrt(count / len(levels)) * seen
    number = np.maximum(_ring(seen), 1)
    middle = _ring(weighted) / number
    spread = np.sqrt(np.maximum(_ring(weighted**2) / number - middle**2, 1e-3))
    contrast = (weighted - middle) / spread
    contrast[(seen == 0) | (number < 0.4 * _AROUND**2)] = 0
    return np.asarray(contrast, np.float32)


def _ring(plane: Floats) -> Floats:
    """The sum over the square around each bin less its middle."""
    whole = cv2.boxFilter(plane, cv2.CV_32F, (_AROUND, _AROUND), normalize=False, borderType=cv2.BORDER_REFLECT)
    inner = cv2.boxFilter(plane, cv2.CV_32F, (_MIDDLE, _MIDDLE), normalize=False, borderType=cv2.BORDER_REFLECT)
    return np.asarray(whole - inner, np.float32)


def _strongest_pair(contrast: Floats) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The two points at angles far enough apart whose contrasts sum highest."""
    tops = np.argwhere((contrast >= cv2.dilate(contrast, np.ones((5, 5), np.uint8))) & (contrast > 3))
    ranked = sorted(((int(v), int(u)) for v, u in tops), key=lambda at: -contrast[at])[:_STRONGEST]
    pairs = [pair for pair in combinations(ranked, 2) if _apart(*pair) >= _APART]
    return max(pairs, key=lambda pair: contrast[pair[0]] + contrast[pair[1]], default=None)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    angles = [np.degrees(np.arctan2(_V[at], _U[at])) for at in (one, other)]
    difference = abs(float(angles[0] - angles[1])) % 180
    return min(difference, 180 - difference)


def _places(level: Floats, pair: tuple[tuple[int, int], tuple[int, int]]) -> float:
    """How clearly one tile shows both points: their levels over the medians beside them."""
    total = 0.0
    for v, u in pair:
        beside = level.take(range(v - 6, v + 7), axis=0, mode="wrap")[:, max(0, u - 6) : u + 7]
        total += float(level[v, u] - np.median(beside))
    return total
