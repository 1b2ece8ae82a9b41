"""A square lattice on the card, whatever lies around it: a display's, or the dots of a print.

A display's pixels, and what a camera's pixels make of them, are two waves of one period at right angles, straight and
all over the card. Guilloche bends, and a raster ends where its field does; but a print's dots are such a lattice too.
They differ by light. A display shines through its lattice, whose waves grow with what it shows, while dots shrink to
nothing as paper turns white. The dots of several inks besides are several lattices at several angles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.grounds import Ground
from kyc.authenticity.lattices import Pattern
from kyc.authenticity.spectra import Corners, Floats
from kyc.authenticity.straightened import Peak, peak

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: How far one wave may lie from the other turned by 90 degrees, in wave lengths: a screen tipped by 25 degrees moves it
#: by 0.1, its moire by more.
_OFF_SQUARE: Final = 0.2
#: Another pair is another ink's if its period differs by this factor at most; a display's own others are shorter or
#: longer by the root of two.
_SAME_PERIOD: Final = 1.2
#: Side of the blocks whose light and waves are compared, in pixels, and how far they lie apart.
_BLOCK: Final = 32
_APART: Final = 32
#: Degrees from the lattice at which a block has its strokes and its noise but no waves; a block speaks where its waves
#: have this many times that power, or where it has less of it than half of the blocks.
_BESIDE: Final = (27.0, 45.0, 63.0)
_STANDS_OUT: Final = 4.0
#: Grey levels, and powers of them, that no logarithm is taken below.
_DARK: Final = 10.0
_FAINT: Final = 1e-6


@dataclass(frozen=True)
class Wave:
    """A pattern and its peak on the card; ``frequency`` is tiles x 2 (down, across), cycles per native pixel, on the
    card's tiles."""

    pattern: Pattern
    on_card: Peak
    frequency: Doubles

    @classmethod
    def of(cls, pattern: Pattern, on_card: Peak, card: Bools) -> Wave:
        bins = pattern.band.tile * pattern.band.scale
        return cls(pattern, on_card, pattern.frequency[card] + np.array([on_card.down, on_card.across]) / bins)

    @property
    def mean(self) -> complex:
        """Across and, imaginary, down."""
        down, across = self.frequency.mean(axis=0)
        return complex(across, down)


@dataclass(frozen=True)
class Square:
    """Two waves at right angles, the clearer one first. ``evenness`` is the part of its clearness that either keeps on
    the half of the card that shows it least, about 0.7 if it lies everywhere; ``growth`` the correlation of its power
    with the card's light, of their logarithms; ``inks`` counts the lattices of this period."""

    waves: tuple[Wave, Wave]
    evenness: float
    growth: float
    inks: int

    @property
    def pattern(self) -> Pattern:
        return self.waves[0].pattern

    @property
    def clearness(self) -> float:
        return self.waves[1].on_card.clearness

    @property
    def period(self) -> float:
        """Native pixels, the mean over the card."""
        return 1 / max(abs(self.waves[0].mean), 1e-3)


def square_on_card(
    waves: Sequence[Wave], ground: Ground, places: Doubles, at: Corners, luma: NDArray[np.uint8]
) -> Square | None:
    """The clearest square of ``waves``. ``places`` (tiles x 2) say where tiles lie on the card, from its middle along
    its sides; ``at`` are the tiles' corners in ``luma``."""
    order = sorted(waves, key=lambda wave: -wave.on_card.clearness)
    pairs = [pair for pair in combinations(order, 2) if _at_right_angles(*pair)]
    if not pairs:
        return None
    best = max(pairs, key=lambda pair: pair[1].on_card.clearness)
    evenness = min(_evenness(wave, ground, places) for wave in best)
    growth = _growth(best, at[ground.inside], luma)
    return Square(best, evenness, growth, 1 + sum(_is_another(pair, best) for pair in pairs))


def _at_right_angles(one: Wave, other: Wave) -> bool:
    turn = other.mean / one.mean
    return min(abs(turn - 1j), abs(turn + 1j)) <= _OFF_SQUARE


def _is_another(pair: Sequence[Wave], best: Sequence[Wave]) -> bool:
    """Whether ``pair`` is a lattice of nearly the period of ``best`` that has no wave of it."""
    if any(wave is held for wave in pair for held in best):
        return False
    return 1 / _SAME_PERIOD <= abs(pair[0].mean / best[0].mean) <= _SAME_PERIOD


def _evenness(wave: Wave, ground: Ground, places: Doubles) -> float:
    """The least clearness of the left, right, upper and lower half of the card, in parts of that of the whole."""
    halves = [side for place in places.T for side in (place < 0, place >= 0)]
    least = min(peak(wave.pattern, ground.inside & half, ground.weight).clearness for half in halves)
    return least / max(wave.on_card.clearness, 1e-3)


def _growth(pair: Sequence[Wave], corners: Corners, luma: NDArray[np.uint8]) -> float:
    """The correlation of the lattice's power with the light, over the blocks of the card's tiles that show it rather
    than type."""
    side = pair[0].pattern.band.tile
    windows = _windows(side)
    fields = [wave.frequency for wave in pair] + [_turned(pair[0].frequency, by) for by in _BESIDE]
    light, power = [], []
    for index, (x, y) in enumerate(corners):
        tile = luma[y : y + side, x : x + side].astype(np.float32)
        light.append((windows @ tile @ windows.T).ravel())
        power.append(_powers(tile, windows, [field[index] for field in fields]))
    return _correlation(np.concatenate(light), np.concatenate(power, axis=1))


def _correlation(light: Floats, power: Floats) -> float:
    """``power`` is waves x blocks: the lattice's two, then what lies beside it."""
    waves, beside = power[:2].mean(axis=0), np.median(power[2:], axis=0)
    speaks = (beside <= np.median(beside)) | (waves > _STANDS_OUT * beside)
    level, height = np.log(light[speaks] + _DARK), np.log(waves[speaks] + _FAINT)
    spread = float(level.std() * height.std())
    return float(((level - level.mean()) * (height - height.mean())).mean()) / max(spread, 1e-9)


def _turned(frequency: Doubles, degrees: float) -> Doubles:
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.asarray(frequency @ np.array([[cosine, -sine], [sine, cosine]]))


def _powers(tile: Floats, windows: Floats, frequencies: Sequence[Doubles]) -> Floats:
    """Waves x blocks: the power of each frequency (down, across) in the blocks of a tile."""
    turns = np.stack(frequencies)[..., None] * np.arange(tile.shape[0])
    waves = np.exp(-2j * np.pi * turns).astype(np.complex64)[:, :, None, :] * windows
    amplitudes = waves[:, 0] @ tile @ waves[:, 1].transpose(0, 2, 1)
    return np.asarray(np.abs(amplitudes).reshape(len(frequencies), -1) ** 2)


def _windows(side: int) -> Floats:
    """Blocks x ``side``: each block's window, of sum 1."""
    window: NDArray[Any] = np.hanning(_BLOCK + 2)[1:-1]
    rows = np.zeros((1 + (side - _BLOCK) // _APART, side), np.float32)
    for index, row in enumerate(rows):
        row[index * _APART : index * _APART + _BLOCK] = window / window.sum()
    return rows
