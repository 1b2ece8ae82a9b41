"""Periodic patterns that run on from tile to tile.

A screen's lattice is a plane's, seen in perspective, and its moire bends: the frequency changes from tile to tile, but
slowly. Peaks of neighbouring tiles that agree are linked, a phase is fitted to what they join whose gradient is their
frequency, and every tile is asked how far that frequency stands out in it, peak or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.spectra import SILENT, Band, Corners, Floats

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Peaks that may be linked of a tile by itself and of the mean of it and its neighbours, and the decibels they need.
#: In noise a tile's highest of 8,000 frequencies reaches about 10 dB, the highest of the mean of nine about 4.
_PEAKS: Final = 3
_LEAST: Final = 9.0
_MEAN_PEAKS: Final = 2
_LEAST_MEAN: Final = 5.5
#: Frequencies of neighbouring tiles may differ by this many bins, where tiles overlap by half so many.
_LINK: Final = 3.0
#: Linked peaks that a pattern must have, and the number of patterns that are followed up: of 353 screens one is found
#: by the fourth alone, none by the fifth or sixth.
_FEWEST: Final = 4
_FOLLOWED: Final = 4
#: The bins at which a peak counts half, round by round of a fit that forgets outliers; begun wide, so that a bend is
#: not taken for one.
_TOLERANCES: Final = (5.0, 3.0, 1.5, 1.5)
#: Pull on the coefficients that make the frequency change, and the peaks from which on it may do so unevenly: moire of
#: a screen seen at an angle bends by more bins than tiles may differ, and with even change alone lay in two places.
_RIDGE: Final = 0.3
_BENDS_FROM: Final = 12


@dataclass(frozen=True)
class Pattern:
    """``frequency`` is tiles x 2 (down, across) in cycles per native pixel as the fitted field has it, ``support`` the
    decibels that each tile has there, ``excess`` the tiles' spectra it was found in."""

    band: Band
    frequency: Doubles
    support: Floats
    excess: Floats

    @property
    def period(self) -> float:
        """Native pixels, at the tile that shows the pattern best."""
        return 1 / max(float(np.hypot(*self.frequency[int(np.argmax(self.support))])), 1e-3)


@dataclass(frozen=True)
class _Peaks:
    """``tile`` indices, ``frequency`` peaks x 2 (down, across) in bins, ``height`` in decibels."""

    tile: Ints
    frequency: Doubles
    height: Doubles


def follow(excess: Floats, at: Corners, band: Band) -> list[Pattern]:
    """The strongest patterns of a band; ``at`` are the tiles' corners in the band's plane."""
    if not len(at):
        return []
    peaks = _all_peaks(excess, at, band)
    centres = (at + band.tile / 2).astype(np.float64)
    centres = (centres - centres.mean(axis=0)) * band.scale / 1000
    groups = _linked(peaks, at, band)
    return [_pattern(group, signs, peaks, excess, centres, band) for group, signs in groups[:_FOLLOWED]]


def _all_peaks(excess: Floats, at: Corners, band: Band) -> _Peaks:
    """Peaks of every tile and of the means around it: a faint pattern stands out only of the latter."""
    own = _peaks(excess, _PEAKS, _LEAST, band)
    shared = _peaks(_mean_around(excess, at), _MEAN_PEAKS, _LEAST_MEAN, band)
    return _Peaks(
        np.concatenate([own.tile, shared.tile]),
        np.concatenate([own.frequency, shared.frequency]),
        np.concatenate([own.height, shared.height]),
    )


def _mean_around(excess: Floats, at: Corners) -> Floats:
    """The mean over each tile and its up to eight neighbours. Tiles come row by row."""
    across = len(np.unique(at[:, 0]))
    grid = excess.reshape(len(at) // across, across, -1)
    for axis in (0, 1):
        parts, count = np.moveaxis(grid, axis, 0), grid.shape[axis]
        total = parts.copy()
        total[1:] += parts[:-1]
        total[:-1] += parts[1:]
        total[1:-1] /= 3
        total[[0, -1]] /= min(count, 2)
        grid = np.moveaxis(total, 0, axis)
    return np.asarray(grid.reshape(excess.shape), np.float32)


def _peaks(excess: Floats, most: int, least: float, band: Band) -> _Peaks:
    """The highest local maxima of each tile. All tiles lie in one sheet: what they border on there is silent."""
    highest = cv2.dilate(excess.reshape(-1, excess.shape[2]), np.ones((5, 5), np.uint8)).reshape(excess.shape)
    high = np.flatnonzero(excess > least)
    high = high[excess.ravel()[high] == highest.ravel()[high]]
    tile, down, across = np.unravel_index(high, excess.shape)
    height = excess[tile, down, across].astype(np.float64)
    order = np.lexsort((-height, tile))
    tile, down, across, height = tile[order], down[order], across[order], height[order]
    rank = np.arange(len(tile)) - np.searchsorted(tile, tile)
    kept = rank < most
    signed = np.where(down < band.tile / 2, down, down - band.tile)
    frequency = np.stack([signed, across], axis=1).astype(np.float64)
    return _Peaks(tile[kept].astype(np.int64), frequency[kept], height[kept])


def _linked(peaks: _Peaks, at: Corners, band: Band) -> list[tuple[Ints, Doubles]]:
    """Groups of peaks joined from neighbour to neighbour, strongest first: their indices, and the sign that turns each
    into the half plane of the first."""
    if not len(peaks.tile):
        return []
    one, other = _neighbours(peaks.tile, at, band)
    wave, near = peaks.frequency[one], peaks.frequency[other]
    alike, mirrored = (np.hypot(*difference.T) for difference in (wave - near, wave + near))
    linked = np.minimum(alike, mirrored) <= _LINK * band.step / band.tile
    turned = np.where(mirrored < alike, -1, 1)
    groups = _components(one[linked], other[linked], turned[linked], peaks.height)
    return sorted(groups, key=lambda group: -float(peaks.height[group[0]].sum()))


def _neighbours(tile: Ints, at: Corners, band: Band) -> tuple[Ints, Ints]:
    """Every pair of peaks of neighbouring tiles, both ways about, in the order of the first and then of the second;
    ``tile`` are the peaks' tiles."""
    apart = np.abs(at[:, None] - at[None]).max(axis=2)
    beside = (apart > 0) & (apart <= 1.5 * band.step)
    held = [np.nonzero(near)[0] for near in beside[:, tile]]
    others = [held[place] for place in tile]
    one = np.repeat(np.arange(len(tile)), [len(other) for other in others])
    return one, np.concatenate(others)


def _components(one: Ints, other: Ints, turned: Ints, height: Doubles) -> list[tuple[Ints, Doubles]]:
    """Links lead from ``one`` (ascending) to ``other``; ``turned`` is 1 where both lie in one half plane, else -1."""
    first = np.searchsorted(one, np.arange(len(height) + 1)).tolist()
    links = list(zip(other.tolist(), turned.tolist(), strict=True))
    sign = [0] * len(height)
    groups = []
    for start in np.argsort(-height).tolist():
        if sign[start]:
            continue
        sign[start] = 1
        members = [start]
        for member in members:
            for near, turn in links[first[member] : first[member + 1]]:
                if not sign[near]:
                    sign[near] = sign[member] * turn
                    members.append(near)
        if len(members) >= _FEWEST:
            groups.append((np.array(members, np.int64), np.array([sign[member] for member in members], np.float64)))
    return groups


def _pattern(group: Ints, signs: Doubles, peaks: _Peaks, excess: Floats, centres: Doubles, band: Band) -> Pattern:
    waves = peaks.frequency[group] * signs[:, None]
    bends = len(group) >= _BENDS_FROM
    field = _fitted(_design(centres[peaks.tile[group]], bends=bends), waves)
    bins = np.einsum("tcp,p->tc", _design(centres, bends=bends), field)
    return Pattern(band, bins / (band.tile * band.scale), _support(excess, bins, band), excess)


def _design(centres: Doubles, *, bends: bool) -> Doubles:
    """Places x 2 x coefficients of a phase's polynomial: its gradient, which is the frequency down and across."""
    (y, x), none, one = centres[:, ::-1].T, np.zeros(len(centres)), np.ones(len(centres))
    down = [one, none, 2 * y, x, none]
    across = [none, one, none, y, 2 * x]
    if bends:
        down += [3 * y**2, 2 * y * x, x**2, none]
        across += [none, y**2, 2 * y * x, 3 * x**2]
    return np.stack([np.stack(down, axis=1), np.stack(across, axis=1)], axis=1)


def _fitted(design: Doubles, waves: Doubles) -> Doubles:
    """Coefficients of the phase; peaks off it count less and less. The ridge keeps few peaks level."""
    weights = np.ones(len(waves))
    ridge = np.diag([1e-6] * 2 + [_RIDGE] * (design.shape[2] - 2))
    field = np.zeros(design.shape[2])
    for tolerance in _TOLERANCES:
        weighted = design * weights[:, None, None]
        field = np.linalg.solve(
            np.einsum("tcp,tcq->pq", weighted, design) + ridge, np.einsum("tcp,tc->p", weighted, waves)
        )
        off = np.hypot(*(waves - np.einsum("tcp,p->tc", design, field)).T)
        weights = 1 / (1 + (off / tolerance) ** 2) ** 2
    return np.asarray(field)


def _support(excess: Floats, bins: Doubles, band: Band) -> Floats:
    """The most that each tile has within one bin of its frequency (``bins``: down, across)."""
    n = band.tile
    rows, columns = np.rint(bins).astype(np.int64).T
    best = np.full(len(excess), SILENT, np.float32)
    tiles = np.arange(len(excess))
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            row, column = rows + down, columns + across
            row = np.where(column < 0, -row, row)
            column = np.abs(column)
            held = (column <= n // 2) & (np.abs(row) < n // 2)
            found = excess[tiles, row % n, np.minimum(column, n // 2)]
            best = np.where(held, np.maximum(best, found), best)
    return np.asarray(best, np.float32)
