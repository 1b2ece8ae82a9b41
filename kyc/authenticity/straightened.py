"""Spectra of many tiles with a pattern's own field of frequency taken off, and their mean.

What bends over the picture stands still there. A single tile's level at one frequency spreads by 5.6 decibels by
chance; the mean over the tiles of a card spreads far less, so that a lattice too faint for any tile stands out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.lattices import Pattern
from kyc.authenticity.spectra import SILENT, Floats

Bools = NDArray[np.bool_]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Bins to each side of the pattern's frequency that are looked at; up to where a peak is the pattern's, and from where
#: on there are its surroundings.
_REACH: Final = 8
_NEAR: Final = 1.5
_FAR: Final = 3.5
#: Bins that the peaks on the card and around it may lie apart. With 1.5, two cloths of 20 came within 8 % of the line,
#: with 1 one; screens lie together.
_APART: Final = 1.0
#: The part of the tiles that a bin must have a say of, and the bins that make surroundings.
_SAID: Final = 0.25
_FEWEST_BINS: Final = 20
#: Tiles that make a mean at all.
_FEWEST: Final = 3
#: Standard deviation of the level of noise at one frequency of one tile: 10 lg of an exponential distribution.
_CHANCE: Final = 5.57
#: Decibels of spread at most: surroundings that spread more hold the lattice's other waves and mirror images.
_MOST_SPREAD: Final = 1.9
#: Standard deviations of a normal distribution in its median absolute one.
_NORMAL: Final = 1.4826

_OFFSETS: Final = np.arange(-_REACH, _REACH + 1)
_AWAY: Final = np.hypot(_OFFSETS[:, None], _OFFSETS[None, :])


@dataclass(frozen=True)
class Peak:
    """``decibels`` of the mean over its surroundings, that in standard deviations (``clearness``), and where it lies:
    bins down and across from the pattern's frequency."""

    decibels: float = 0.0
    clearness: float = 0.0
    down: int = 0
    across: int = 0

    def lies_with(self, other: Peak) -> bool:
        """Whether both may be one wave's."""
        return float(np.hypot(self.down - other.down, self.across - other.across)) <= _APART


def peak(pattern: Pattern, where: Bools, weight: Doubles) -> Peak:
    """The highest peak at the pattern's frequency in the mean over the tiles ``where``."""
    tiles = np.nonzero(where)[0]
    if len(tiles) < _FEWEST:
        return Peak()
    mean, said = _mean(_around_frequency(pattern, tiles), weight[tiles])
    far = said & (_AWAY > _FAR)
    near = said & (_AWAY <= _NEAR)
    if np.count_nonzero(far) < _FEWEST_BINS or not near.any():
        return Peak()
    level = float(np.median(mean[far]))
    spread = min(_NORMAL * float(np.median(np.abs(mean[far] - level))), _MOST_SPREAD)
    spread = max(spread, _CHANCE / float(np.sqrt(len(tiles))))
    down, across = np.unravel_index(int(np.argmax(np.where(near, mean, -np.inf))), mean.shape)
    above = float(mean[down, across]) - level
    return Peak(above, above / spread, int(_OFFSETS[down]), int(_OFFSETS[across]))


def _around_frequency(pattern: Pattern, tiles: Ints) -> Floats:
    """The levels of ``tiles`` about the frequency that each should have: tiles x down x across."""
    n = pattern.band.tile
    bins = np.rint(pattern.frequency[tiles] * (n * pattern.band.scale)).astype(np.int64)
    down = bins[:, 0, None, None] + _OFFSETS[None, :, None]
    across = bins[:, 1, None, None] + _OFFSETS[None, None, :]
    down, across = np.where(across < 0, -down, down), np.abs(across)
    held = (across <= n // 2) & (np.abs(down) < n // 2)
    columns = n // 2 + 1
    places = (tiles[:, None, None] * n + down % n) * columns + np.minimum(across, n // 2)
    levels = pattern.excess.ravel()[places]
    return np.where(held, levels, np.float32(SILENT))


def _mean(levels: Floats, weight: Doubles) -> tuple[Doubles, Bools]:
    """The mean over the tiles, and which of its bins enough of them have a say of."""
    speaks = levels > SILENT
    count = np.count_nonzero(speaks, axis=0)
    counted = weight[:, None, None] * speaks
    total = np.maximum(counted.sum(axis=0), 1e-9)
    return (counted * levels).sum(axis=0) / total, count >= max(_FEWEST, _SAID * len(levels))
