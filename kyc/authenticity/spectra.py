"""Periodic patterns in native pixels: averaged spectra of tiles inside the card and outside it, and their peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

TILE: Final = 192
#: Enough tiles on each side for a steady average; more cost time and add little.
MOST_TILES: Final = 10
#: Frequencies below this share of the sampling rate belong to content: glyph strokes, table texture.
_LOWEST: Final = 0.055
#: On the axes lie the edges of everything upright and, after a messenger scaled a JPEG down, the comb of its old grid.
_LOWEST_ON_AXIS: Final = 0.2
_AXIS_BINS: Final = 2
_WHITENING: Final = 15


@dataclass(frozen=True, slots=True)
class Tiles:
    """Top-left corners (x, y) of square tiles of ``TILE`` pixels."""

    inside: tuple[tuple[int, int], ...]
    outside: tuple[tuple[int, int], ...]


def place_tiles(card_mask: NDArray[np.uint8]) -> Tiles:
    """Tiles on a half-overlapping grid: inside where 95 % of a tile lies on the card, outside where 85 % lies off it.

    ``card_mask`` is 255 on the card, H x W. At most ``MOST_TILES`` of each, spread evenly over the grid.
    """
    share = cv2.boxFilter(card_mask, cv2.CV_32F, (TILE, TILE), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT) / 255
    height, width = card_mask.shape
    corners = [(x, y) for y in _steps(height) for x in _steps(width)]
    inside = [corner for corner in corners if share[corner[1], corner[0]] >= 0.95]
    outside = [corner for corner in corners if share[corner[1], corner[0]] <= 0.15]
    return Tiles(_spread(inside), _spread(outside))


def _steps(length: int) -> list[int]:
    if length < TILE:
        return []
    count = max(2, 1 + round(2 * (length - TILE) / TILE)) if length > TILE else 1
    return [int(value) for value in np.linspace(0, length - TILE, count)]


def _spread(corners: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    if len(corners) <= MOST_TILES:
        return tuple(corners)
    return tuple(corners[int(i)] for i in np.linspace(0, len(corners) - 1, MOST_TILES))


def peak_map(plane: NDArray[np.uint8], corners: tuple[tuple[int, int], ...]) -> Floats:
    """Standard score of every frequency of ``plane`` over its surroundings, averaged over the tiles.

    Half plane, TILE x (TILE/2 + 1). Each tile's spectrum is scaled to its own mean first, so that one busy tile does
    not decide. Frequencies that say nothing (low ones, the axes, the JPEG grid's) are 0.
    """
    total = np.zeros((TILE, TILE // 2 + 1), np.float32)
    for x, y in corners:
        tile = plane[y : y + TILE, x : x + TILE].astype(np.float32)
        tile -= cv2.blur(tile, (15, 15))
        limit = 3 * float(tile.std()) + 1e-3
        power = np.abs(np.fft.rfft2(np.clip(tile, -limit, limit) * _WINDOW)) ** 2
        total += (power / max(float(power[_USABLE].mean()), 1e-6)).astype(np.float32)
    level = np.log(total / max(len(corners), 1) + 1e-6)
    rest = level - _surroundings(level)
    spread = 1.4826 * float(np.median(np.abs(rest[_USABLE] - np.median(rest[_USABLE])))) + 1e-6
    scores = rest / spread
    scores[~_USABLE] = 0
    return np.asarray(scores, np.float32)


def _surroundings(level: Floats) -> Floats:
    """The mean level around each frequency; on an axis, where straight edges raise a ridge, the mean of the ridge."""
    padded = cv2.copyMakeBorder(level, _WHITENING, _WHITENING, 0, 0, cv2.BORDER_WRAP)
    around = cv2.blur(padded, (_WHITENING, _WHITENING))[_WHITENING:-_WHITENING]
    along_x = cv2.blur(padded, (_WHITENING, 1))[_WHITENING:-_WHITENING]
    along_y = cv2.blur(padded, (1, _WHITENING))[_WHITENING:-_WHITENING]
    around[_NEAR_X_AXIS] = along_x[_NEAR_X_AXIS]
    around[_NEAR_Y_AXIS] = along_y[_NEAR_Y_AXIS]
    return np.asarray(around)


def shared_peak(inside: Floats, outside: Floats) -> tuple[float, float]:
    """The strongest peak at the same frequency in both maps: its lesser score, and its frequency in cycles per pixel.

    One bin of play in each direction lets the perspective shift it.
    """
    kernel = np.ones((3, 3), np.uint8)
    both = np.minimum(cv2.dilate(inside, kernel), cv2.dilate(outside, kernel))
    row, column = np.unravel_index(int(np.argmax(both)), both.shape)
    return float(both[row, column]), float(_RADIUS[row, column])


def _usable() -> NDArray[np.bool_]:
    fy = np.rint(np.fft.fftfreq(TILE) * TILE).astype(int)[:, None]
    fx = np.arange(TILE // 2 + 1)[None, :]
    usable = _radius() >= _LOWEST
    usable &= (_radius() >= _LOWEST_ON_AXIS) | ((np.abs(fy) > _AXIS_BINS) & (fx > _AXIS_BINS))
    grid = TILE // 16  # blocks of 8 pixels, of 16 where chroma is halved
    near_y = np.minimum(np.abs(fy) % grid, grid - np.abs(fy) % grid) <= 1
    near_x = np.minimum(fx % grid, grid - fx % grid) <= 1
    return np.asarray(usable & ~(near_y & near_x))


def _radius() -> NDArray[np.float64]:
    return np.asarray(np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :]))


_WINDOW: Final = np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)
_RADIUS: Final = _radius()
_USABLE: Final = _usable()
_NEAR_X_AXIS: Final = np.abs(np.fft.fftfreq(TILE) * TILE) <= _AXIS_BINS
_NEAR_Y_AXIS: Final = np.s_[:, : _AXIS_BINS + 1]
