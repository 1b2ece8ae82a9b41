"""The sub-pixel lattices of screens, and how a camera's pixel takes the mean of one.

A lattice is a periodic table of how much each colour shines at a place within its cell (mean 1, so that the picture
keeps its brightness). What a camera's pixel sees of it is the table filtered by lens and pixel aperture; sampled
coarser than its period, it aliases by itself into moire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]

#: Table entries a screen pixel.
_GRAIN: Final = 48


@dataclass(frozen=True, slots=True)
class Lattice:
    """``table`` is 3 x (rows * grain) x (columns * grain) float32, R, G, B; the cell spans ``columns`` x ``rows``
    screen pixels."""

    name: str
    table: Pixels
    columns: int
    rows: int

    def seen(self, screen_per_pixel: Pixels, blur: float) -> Pixels:
        """The table as a square sensor pixel behind a lens of ``blur`` (standard deviation, sensor pixels) sees it.
        ``screen_per_pixel`` is the 2x2 Jacobian from sensor pixels to screen pixels."""
        across = np.fft.fftfreq(self.table.shape[2]) * _GRAIN
        down = np.fft.fftfreq(self.table.shape[1]) * _GRAIN
        waves = np.stack(np.meshgrid(across, down), axis=-1) @ screen_per_pixel  # cycles per sensor pixel
        lens = np.exp(-2 * (np.pi * blur) ** 2 * (waves**2).sum(axis=-1))
        aperture = np.sinc(waves[..., 0]) * np.sinc(waves[..., 1])
        filtered = np.fft.ifft2(np.fft.fft2(self.table) * (lens * aperture)).real
        return np.asarray(filtered, np.float32)

    def sampled(self, seen: Pixels, u: Pixels, v: Pixels) -> Pixels:
        """One colour's ``seen`` table at screen places ``u``, ``v`` (float32 screen pixels)."""
        padded = np.pad(seen, ((0, 1), (0, 1)), mode="wrap")
        x = np.mod(u, np.float32(self.columns)) * np.float32(_GRAIN)
        y = np.mod(v, np.float32(self.rows)) * np.float32(_GRAIN)
        return np.asarray(cv2.remap(padded, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _lattice(name: str, columns: int, rows: int, shine: Callable[[Pixels, Pixels], tuple[Pixels, ...]]) -> Lattice:
    v, u = np.mgrid[0 : rows * _GRAIN, 0 : columns * _GRAIN].astype(np.float32)
    table = np.stack([part.astype(np.float32) for part in shine((u + 0.5) / _GRAIN, (v + 0.5) / _GRAIN)])
    return Lattice(name, table / table.mean(axis=(1, 2), keepdims=True), columns, rows)


def _stripes(order: tuple[int, int, int], lean: float = 0.0) -> Callable[[Pixels, Pixels], tuple[Pixels, ...]]:
    """Three upright stripes a pixel with a black matrix between them; ``lean`` slants them, to and fro row by row."""

    def shine(u: Pixels, v: Pixels) -> tuple[Pixels, ...]:
        slant = lean * (np.mod(v, 1) - 0.5) * np.where(np.mod(v, 2) < 1, 1, -1)
        place = np.mod(u + slant, 1)
        open_rows = np.abs(np.mod(v, 1) - 0.5) < 0.42
        return tuple((np.abs(place - (order[colour] + 0.5) / 3) < 0.125) & open_rows for colour in range(3))

    return shine


def _diamonds(u: Pixels, v: Pixels) -> tuple[Pixels, ...]:
    """Small greens on every pixel; reds and blues by turns between them, each on every other pixel."""
    green = np.abs(np.mod(u, 1) - 0.5) + np.abs(np.mod(v, 1) - 0.5) < 0.26
    between_u, between_v = np.mod(u + 0.5, 2), np.mod(v + 0.5, 2)
    corner = np.abs(np.mod(between_u, 1) - 0.5) + np.abs(np.mod(between_v, 1) - 0.5)
    is_red = (between_u < 1) == (between_v < 1)
    return (corner < 0.33) & is_red, green, (corner < 0.37) & ~is_red


def _dots(u: Pixels, v: Pixels) -> tuple[Pixels, ...]:
    """As diamonds, but round and smaller, as on finer telephones."""
    green = np.hypot(np.mod(u, 1) - 0.5, np.mod(v, 1) - 0.5) < 0.21
    between_u, between_v = np.mod(u + 0.5, 2), np.mod(v + 0.5, 2)
    corner = np.hypot(np.mod(between_u, 1) - 0.5, np.mod(between_v, 1) - 0.5)
    is_red = (between_u < 1) == (between_v < 1)
    return (corner < 0.25) & is_red, green, (corner < 0.30) & ~is_red


def _tall_blues(u: Pixels, v: Pixels) -> tuple[Pixels, ...]:
    """Red over green beside a tall blue, as on OLED tablets."""
    across, down = np.mod(u, 1), np.mod(v, 1)
    left = np.abs(across - 0.27) < 0.19
    blue = (np.abs(across - 0.75) < 0.17) & (np.abs(down - 0.5) < 0.42)
    return left & (np.abs(down - 0.25) < 0.18), left & (np.abs(down - 0.75) < 0.18), blue


RGB_STRIPE: Final = _lattice("RGB stripe", 1, 1, _stripes((0, 1, 2)))
BGR_STRIPE: Final = _lattice("BGR stripe", 1, 1, _stripes((2, 1, 0)))
CHEVRON: Final = _lattice("dual-domain chevron", 1, 2, _stripes((0, 1, 2), lean=0.22))
PENTILE: Final = _lattice("PenTile diamond", 2, 2, _diamonds)
PENTILE_DOTS: Final = _lattice("PenTile dots", 2, 2, _dots)
S_STRIPE: Final = _lattice("S stripe", 1, 1, _tall_blues)
