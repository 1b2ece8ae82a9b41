"""How far every frequency of a picture's tiles stands out of its surroundings: spectra in decibels, whitened.

Spectra of photographs fall with frequency and carry ridges; what stands out of them is narrow: a lattice or its moire.
Each tile is whitened by itself, so that a busy tile does not decide for the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Corners = NDArray[np.int64]

#: What no frequency is below: marks the ones that say nothing.
SILENT: Final = -20.0
#: Decibels of one natural logarithm of power.
_DECIBELS: Final = 10 / np.log(10)
#: Frequencies this near (in bins) to the axes or to a JPEG grid's are that grid's.
_LEAK: Final = 1.5


@dataclass(frozen=True)
class Band:
    """A range of periods and the plane it is looked for in.

    The plane is the picture reduced by ``scale``; a tile is ``tile`` pixels of it square, the next begins ``step``
    pixels on. Periods between ``shortest`` and ``longest`` native pixels count. ``grid`` is the period of the JPEG's
    blocks in native pixels. ``floor`` is the noise, in grey levels, that no plane is taken
    to be free of. ``detrend`` and ``around`` are the sides of the means that are taken off tile (pixels) and spectrum
    (bins).
    """

    name: str
    scale: int
    tile: int
    step: int
    shortest: float
    longest: float
    grid: int
    floor: float
    detrend: int
    around: int

    @cached_property
    def window(self) -> Floats:
        return np.outer(np.hanning(self.tile), np.hanning(self.tile)).astype(np.float32)

    @cached_property
    def usable(self) -> Bools:
        """Half plane, tile x (tile / 2 + 1): which frequencies count. On the axes lie the ridges of all that is upright
        and the combs that a messenger's scaling leaves of the old blocks: with one bin more, 4 of 9 screens missed are
        found, and 4 of 380 genuine captures with them, upright cards on upright stripes."""
        n = self.tile
        down, across = np.fft.fftfreq(n)[:, None], np.fft.rfftfreq(n)[None, :]
        radius = np.hypot(down, across) / self.scale
        leak = _LEAK / n
        usable = (radius >= 1 / self.longest) & (radius <= 1 / self.shortest)
        usable &= (np.abs(down) < 0.5 - leak) & (across < 0.5 - leak)
        off_axes = (np.abs(down) > leak) & (across > leak)
        on_grid = _near_multiple(down / self.scale, self.grid, leak) & _near_multiple(
            across / self.scale, self.grid, leak
        )
        return np.asarray(usable & off_axes & ~on_grid)

    @cached_property
    def rings(self) -> NDArray[np.int64]:
        """Whole radius of each frequency in bins, at most half a tile."""
        n = self.tile
        radius = np.hypot(np.fft.fftfreq(n)[:, None], np.fft.rfftfreq(n)[None, :]) * n
        return np.asarray(np.minimum(np.rint(radius).astype(np.int64), n // 2))

    @cached_property
    def ring_means(self) -> Floats:
        """Matrix from a spectrum's bins, in rows, to the mean of each ring."""
        flat = self.rings.ravel()
        members = np.zeros((flat.size, self.tile // 2 + 1), np.float32)
        members[np.arange(flat.size), flat] = 1
        return np.asarray(members / members.sum(axis=0), np.float32)


def _near_multiple(frequency: NDArray[np.float64], period: int, leak: float) -> Bools:
    turns = frequency * period
    return np.asarray(np.abs(turns - np.rint(turns)) / period <= leak / 2)


def reduced(picture: NDArray[Any], by: int) -> NDArray[Any]:
    """``picture`` reduced ``by`` whole pixels; what remains at its right and lower edges is left out."""
    width, height = (side // by for side in picture.shape[1::-1])
    whole = picture[: height * by, : width * by]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def corners(band: Band, shape: tuple[int, int]) -> Corners:
    """Top left corners (x, y) of tiles in pixels of the reduced plane of a picture of ``shape`` (height, width), row by
    row."""
    height, width = shape[0] // band.scale, shape[1] // band.scale
    return np.array([(x, y) for y in _starts(height, band) for x in _starts(width, band)], np.int64).reshape(-1, 2)


def _starts(length: int, band: Band) -> list[int]:
    if length < band.tile:
        return []
    count = 1 + int(np.ceil((length - band.tile) / band.step))
    return [int(value) for value in np.linspace(0, length - band.tile, count)]


def excess(planes: Sequence[NDArray[np.generic]], at: Corners, band: Band) -> Floats:
    """Decibels of every frequency of every tile over its surroundings: tiles x tile x (tile / 2 + 1).

    Of several planes the mean power counts, each against its own surroundings.
    """
    whole = _whitened(planes[0], at, band)
    if len(planes) > 1:
        np.exp(whole, out=whole)
        for plane in planes[1:]:
            whole += np.exp(_whitened(plane, at, band))
        np.log(whole / len(planes), out=whole)
    whole *= np.float32(_DECIBELS)
    np.copyto(whole, np.float32(SILENT), where=~band.usable)
    return whole


def _whitened(plane: NDArray[np.generic], at: Corners, band: Band) -> Floats:
    """Logarithm of each tile's power less that of its ring and then of its surroundings."""
    detrended = plane.astype(np.float32)
    detrended -= cv2.blur(detrended, (band.detrend, band.detrend))
    waves = np.empty((len(at), band.tile, band.tile), np.float32)
    for index, (x, y) in enumerate(at):
        waves[index] = _waves(detrended[y : y + band.tile, x : x + band.tile], band)
    levels = _power(waves)
    levels += np.float32(band.floor**2 * float((band.window**2).sum()))
    cv2.log(levels.reshape(-1, levels.shape[2]), levels.reshape(-1, levels.shape[2]))
    profile = levels.reshape(len(at), -1) @ band.ring_means
    levels -= profile[:, band.rings]
    levels -= _surroundings(levels, band.around)
    return levels


def _surroundings(levels: Floats, side: int) -> Floats:
    """The mean of ``side`` x ``side`` bins around each frequency; rows wrap round. All tiles lie in one sheet."""
    wrapped = np.concatenate([levels[:, -side:], levels, levels[:, :side]], axis=1)
    sheet = cv2.blur(wrapped.reshape(-1, levels.shape[2]), (side, side))
    return np.asarray(sheet.reshape(wrapped.shape)[:, side:-side])


def _waves(tile: Floats, band: Band) -> Floats:
    """A tile's spectrum, packed as ``cv2.dft`` does; print and edges are clipped to what a pattern could reach."""
    limit = 3.75 * float(cv2.norm(tile, cv2.NORM_L1)) / tile.size + 1e-3
    clipped = cv2.min(cv2.max(tile, -limit), limit)
    return np.asarray(cv2.dft(cv2.multiply(clipped, band.window)), np.float32)


def _power(waves: Floats) -> Floats:
    """Half planes, tiles x n x (n / 2 + 1), of packed spectra, tiles x n x n, which are squared in place.

    Packed, a row holds the real part of its first frequency, pairs of real and imaginary parts, and the real part of
    its last. The first and the last column are real signals' spectra themselves and packed in the same way, downwards.
    """
    n = waves.shape[1]
    squares = np.multiply(waves, waves, out=waves)
    power = np.empty((len(waves), n, n // 2 + 1), np.float32)
    np.add(squares[:, :, 1:-1:2], squares[:, :, 2:-1:2], out=power[:, :, 1:-1])
    for side in (0, -1):
        column, packed = power[:, :, side], squares[:, :, side]
        column[:, 0], column[:, n // 2] = packed[:, 0], packed[:, -1]
        column[:, 1 : n // 2] = packed[:, 1:-1:2] + packed[:, 2:-1:2]
        column[:, n // 2 + 1 :] = column[:, n // 2 - 1 : 0 : -1]
    return power
