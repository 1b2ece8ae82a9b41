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
#: Tiles overlap by half or a little less: what the window of one darkens another sees.
_STRIDE: Final = 128
_MOST_ACROSS: Final = 9
_MOST_DOWN: Final = 6
#: Part of the card's width and height that is left out at its edges.
_RIM: Final = 0.03
#: Half widths in bins of what is left out along the axes of the sensor (its JPEG grid) and of the card (rows of type).
_SENSOR_AXIS: Final = 2.0
_CARD_AXIS: Final = 2.6
#: A point is compared with the square of this many bins around it, less the middle 5 that its own window blurs into.
_AROUND: Final = 13
_MIDDLE: Final = 5
#: Natural logarithm of power over its surroundings beyond which a tile's point counts no more: type is loud in single
#: tiles, a screen lies in all of them.
_LOUDEST_POINT: Final = 2.2
#: A print's screen covers all of it, where a field of dots or lines on a card ends. Mean root of power over level is
#: about 0.9 in noise; strength counts up to so much for what the weakest quarter of the card has beyond. Of 10 genuine
#: captures with a strength of 6 and more, dots behind some values among them, 8 have 1.49 or less in that quarter; of
#: 33 prints with 6.6 and more 29 have 1.6 or more.
_NO_EXCESS: Final = 0.9
_PER_EXCESS: Final = 11.0
#: Bins along a column or a row over which the pitch of type is told from a point.
_ALONG: Final = 61
#: Lowest frequency in bins, and highest as a part of the sampling rate: below lies type, above interpolation.
_LOWEST_BINS: Final = 8.0
_HIGHEST: Final = 0.47
#: Two screens, or the two axes of one, lie at least this far apart in degrees.
_APART: Final = 12.0
_STRONGEST: Final = 12
#: The weaker of two points counts for so much: one set of straight lines is no halftone, however strong.
_UNEQUAL: Final = 1.4
#: Dots have two axes at right angles and of one frequency. Chance seldom brings such a pair: in 125 genuine captures
#: the strongest has 4.7 where any two points have 5.9.
_SQUARE: Final = 1.25
#: Print is clipped to so many mean deviations; a lower limit would give a single wave harmonics at other angles.
_LOUDEST: Final = 4.0
_EVIDENT_TILES: Final = 4
#: A frequency that the sensor's axes hide in more tiles than the rest, in parts of all, is left out.
_LEAST_TILES: Final = 0.375

_window = np.hanning(TILE).astype(np.float32)
_WINDOW: Final = np.outer(_window, _window)
_V, _U = np.meshgrid(np.fft.fftfreq(TILE) * TILE, np.fft.rfftfreq(TILE) * TILE, indexing="ij")
_U32, _V32 = _U.astype(np.float32), _V.astype(np.float32)
_RADIUS: Final = np.hypot(_U32, _V32)
_ON_CARD_AXIS: Final = (np.abs(_U32) < _CARD_AXIS) | (np.abs(_V32) < _CARD_AXIS)
#: Where the half plane holds each frequency turned by 90 degrees: (u, v) to (v, -u), or what is the same, (-v, u).
_TURNED: Final = (np.where(_V >= 0, -_U, _U).astype(int) % TILE, np.abs(_V).astype(int))

#: Row and column of a frequency in the half plane of a tile's spectrum.
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Halftone:
    """``strength`` is the mean, in standard deviations over their surroundings, of the two highest points at different
    angles, more for a square pair, held down by the weaker and by the quarter of the card that shows least; ``ruling``
    the higher one's frequency in lines per millimetre. ``tiles`` are the places where both are clearest: left, top,
    right, bottom in parts of the card's width and height."""

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
    seen = cv2.warpPerspective(luma, to_card, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    fine = seen - cv2.blur(seen, (9, 9))
    corners = _corners(size)
    excess = np.stack([_excess(fine[y : y + TILE, x : x + TILE]) for x, y in corners])
    contrast = _contrast(excess, np.stack([_on_sensor_axis(to_card, corner) for corner in corners]))
    bins = TILE / per_mm
    outside = (max(rulings[0] * bins, _LOWEST_BINS) > _RADIUS) | (min(rulings[1] * bins, _HIGHEST * TILE) < _RADIUS)
    contrast[outside | _ON_CARD_AXIS] = 0
    strength, pair = max(_strongest_pair(contrast), _strongest_square(contrast))
    if not pair:
        return Halftone(0.0, 0.0, ())
    places = excess[:, [v for v, _ in pair], [u for _, u in pair]].mean(axis=1)
    clearest = np.argsort(places)[::-1][:_EVIDENT_TILES]
    boxes = tuple(_part(corners[i], size) for i in clearest)
    ruling = float(_RADIUS[max(pair, key=lambda at: contrast[at])] / bins)
    everywhere = _PER_EXCESS * max(_weakest_quarter(places, corners) - _NO_EXCESS, 0.0)
    return Halftone(min(strength, everywhere), ruling, boxes)


def _corners(size: tuple[int, int]) -> list[tuple[int, int]]:
    across, down = (_starts(side, most) for side, most in zip(size, (_MOST_ACROSS, _MOST_DOWN), strict=True))
    return [(x, y) for y in down for x in across]


def _starts(side: int, most: int) -> list[int]:
    first, last = round(_RIM * side), max(round((1 - _RIM) * side) - TILE, round(_RIM * side))
    count = min(max(int(np.ceil((last - first) / _STRIDE)) + 1, 2), most)
    return [round(start) for start in np.linspace(first, last, count)]


def _weakest_quarter(places: Floats, corners: list[tuple[int, int]]) -> float:
    """The mean of ``places`` in the quarter of the card where it is lowest."""
    xs, ys = np.transpose(corners)
    across, down = xs > np.median(xs), ys > np.median(ys)
    quarters = [places[(across == right) & (down == low)] for right in (False, True) for low in (False, True)]
    return float(min(quarter.mean() for quarter in quarters if quarter.size))


def _part(corner: tuple[int, int], size: tuple[int, int]) -> tuple[float, float, float, float]:
    (left, top), (width, height) = corner, size
    return left / width, top / height, min((left + TILE) / width, 1.0), min((top + TILE) / height, 1.0)


def _excess(fine: Floats) -> Floats:
    """The root of each frequency's power over the level around it, which a single loud tile raises only so far."""
    limit = _LOUDEST * float(cv2.norm(fine, cv2.NORM_L1)) / fine.size + 1e-3
    packed = cv2.dft(cv2.multiply(cv2.min(cv2.max(fine, -limit), limit), _WINDOW))
    # Real and imaginary parts lie side by side, but for the first and last columns, which are on the card's axis.
    power = np.full(_RADIUS.shape, 1e-3, np.float32)
    squares = cv2.multiply(packed, packed)
    power[:, 1:-1] += squares[:, 1:-1:2]
    power[:, 1:-1] += squares[:, 2::2]
    power[:, 0], power[:, -1] = power[:, 1], power[:, -2]
    level = cv2.log(power)
    over = cv2.min(level - cv2.blur(level, (_AROUND, _AROUND)), _LOUDEST_POINT)
    return np.asarray(cv2.exp(over * 0.5), np.float32)


def _on_sensor_axis(to_card: NDArray[np.float64], corner: tuple[int, int]) -> Mask:
    """Frequencies of a tile that lie along the sensor's rows or columns, as its middle sees them."""
    back = np.linalg.inv(to_card)
    middle = back @ np.array([corner[0] + TILE / 2, corner[1] + TILE / 2, 1.0])
    jacobian = (back[:2, :2] - np.outer(middle[:2] / middle[2], back[2, :2])) / middle[2]
    hidden = np.zeros(_RADIUS.shape, bool)
    for u, v in jacobian:
        length = float(np.hypot(u, v))
        hidden |= np.abs(_U32 * np.float32(v / length) - _V32 * np.float32(u / length)) < _SENSOR_AXIS
    return hidden


def _contrast(levels: Floats, hidden: Mask) -> Floats:
    """Each frequency's mean level over its surroundings, in their standard deviations."""
    count = (~hidden).sum(axis=0).astype(np.float32)
    seen = (count >= _LEAST_TILES * len(levels)).astype(np.float32)
    # The fewer tiles see a frequency, the more its mean scatters.
    mean = np.where(hidden, 0, levels - levels.mean(axis=(1, 2), keepdims=True)).sum(axis=0) / np.maximum(count, 1)
    weighted = _without_pitches(mean * np.sqrt(count / len(levels)) * seen) * seen
    number = np.maximum(_ring(seen), 1)
    middle = _ring(weighted) / number
    spread = np.sqrt(np.maximum(_ring(weighted**2) / number - middle**2, 1e-6))
    contrast = (weighted - middle) / spread
    contrast[(seen == 0) | (number < 0.4 * _AROUND**2)] = 0
    return np.asarray(contrast, np.float32)


def _without_pitches(plane: Floats) -> Floats:
    """``plane`` less the mean along its columns and rows: type set at one pitch stands out at one frequency across the
    lines and at many along them, where a screen's point stands alone."""
    level = plane - cv2.blur(plane, (1, _ALONG))
    return np.asarray(level - cv2.blur(level, (_ALONG, 1)), np.float32)


def _ring(plane: Floats) -> Floats:
    """The sum over the square around each bin less its middle."""
    whole = cv2.boxFilter(plane, cv2.CV_32F, (_AROUND, _AROUND), normalize=False, borderType=cv2.BORDER_REFLECT)
    inner = cv2.boxFilter(plane, cv2.CV_32F, (_MIDDLE, _MIDDLE), normalize=False, borderType=cv2.BORDER_REFLECT)
    return np.asarray(whole - inner, np.float32)


def _strongest_pair(contrast: Floats) -> tuple[float, tuple[Point, ...]]:
    """The two points at angles far enough apart that stand out most, and by how much."""
    pairs = [pair for pair in combinations(_tops(contrast), 2) if _apart(*pair) >= _APART]
    if not pairs:
        return 0.0, ()
    strongest = max(pairs, key=lambda pair: contrast[pair[0]] + contrast[pair[1]])
    return _both(*(float(contrast[at]) for at in strongest)), strongest


def _strongest_square(contrast: Floats) -> tuple[float, tuple[Point, ...]]:
    """The same of two points at right angles and of one frequency, to within a bin."""
    turned = cv2.dilate(contrast[_TURNED], np.ones((3, 3), np.uint8))
    both = np.minimum((contrast + turned) / 2, _UNEQUAL * np.minimum(contrast, turned))
    v, u = (int(at) for at in np.unravel_index(int(np.argmax(both)), both.shape))
    strength = float(both[v, u])
    across = int(_TURNED[0][v, u]), int(_TURNED[1][v, u])
    return (_SQUARE * strength, ((v, u), across)) if strength > 0 else (0.0, ())


def _tops(contrast: Floats) -> list[Point]:
    tops = np.argwhere((contrast >= cv2.dilate(contrast, np.ones((5, 5), np.uint8))) & (contrast > 3))
    return sorted(((int(v), int(u)) for v, u in tops), key=lambda at: -contrast[at])[:_STRONGEST]


def _both(one: float, other: float) -> float:
    return min((one + other) / 2, _UNEQUAL * min(one, other))


def _apart(one: Point, other: Point) -> float:
    angles = [np.degrees(np.arctan2(_V[at], _U[at])) for at in (one, other)]
    difference = abs(float(angles[0] - angles[1])) % 180
    return min(difference, 180 - difference)
