"""How much colour a card has once the colour of the light is taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 320
_SIGMA: Final = 1.0
#: Wear, film, sleeves and exposure take colour and contrast alike, so colours are given as they would be where the
#: darkest print lies this much below the paper in L; a contrast below the least is all noise.
_CONTRAST: Final = 80.0
_LEAST_CONTRAST: Final = 20.0
_PAPER: Final = 0.90
_DARKEST: Final = 0.003
#: The part of each side within which the table may show past an outline that is a little off.
_RIM: Final = 0.04
#: What remains of colour is shown this much stronger in a colour map, at this lightness.
_MAP_GAIN: Final = 3.0
_MAP_LIGHTNESS: Final = 72.0

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Chroma:
    """The card's colour after the slow gradient of the light is removed.

    ``own`` is the root mean square of (a, b) that lightness does not explain, without the farthest 1 % of pixels: in a
    grey picture under coloured light a and b follow L, in print they do not. It is given as for full contrast.
    ``paper`` is the 90th percentile of L. ``rest`` is what remained, H x WIDTH x 2.
    """

    own: float
    paper: float
    rest: Floats

    def colour_map(self) -> NDArray[np.uint8]:
        """The remaining colours at one lightness and stronger than they are; H x WIDTH x 3 RGB."""
        lab = np.dstack([np.full(self.rest.shape[:2], _MAP_LIGHTNESS, np.float32), self.rest * _MAP_GAIN])
        return np.asarray(np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB) * 255, 0, 255), np.uint8)


def card_chroma(rectified: NDArray[np.uint8]) -> Chroma:
    """Measure the rectified card (H x W x 3 RGB)."""
    lab = _lab(rectified)
    level = lab[..., 0]
    usable = (level > 15) & (level < 97)
    if int(usable.sum()) < usable.size // 10:
        usable = np.ones_like(usable)
    rest = np.dstack([_own(lab[..., channel], level, usable) for channel in (1, 2)])
    size = np.hypot(rest[..., 0], rest[..., 1])[usable]
    kept = size[size <= np.quantile(size, 0.99)]
    paper, darkest = (float(value) for value in np.quantile(_inner(level), (_PAPER, _DARKEST)))
    contrast = max(paper - darkest, _LEAST_CONTRAST)
    return Chroma(float(np.sqrt(np.mean(kept**2))) * _CONTRAST / contrast, paper, rest)


def is_grey_picture(pixels: NDArray[np.uint8], most: float) -> bool:
    """Whether a whole picture (H x W x 3 RGB), what lies around the card included, has no colour: in 99 % of its
    pixels the channels differ by less than ``most``."""
    sample = pixels[::8, ::8].astype(np.int16)
    return bool(np.quantile(sample.max(axis=2) - sample.min(axis=2), 0.99) < most)


def _inner(level: Floats) -> Floats:
    rows, columns = (round(_RIM * side) for side in level.shape)
    return level[rows:-rows, columns:-columns]


def _lab(rectified: NDArray[np.uint8]) -> Floats:
    height = max(round(rectified.shape[0] * WIDTH / rectified.shape[1]), 1)
    small = cv2.resize(rectified, (WIDTH, height), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), _SIGMA)
    return np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))


def _own(plane: Floats, level: Floats, usable: NDArray[np.bool_]) -> Floats:
    """``plane`` (a or b) less what light and lightness explain; both are fitted to the usable pixels."""
    flat = _without_light(plane)
    flat -= np.median(flat[usable])
    return _without_lightness(flat, level, usable)


def _without_light(plane: Floats) -> Floats:
    """``plane`` less a plane fitted to block means: two lamps of unlike colour make a slope."""
    blocks = cv2.resize(plane, (16, 10), interpolation=cv2.INTER_AREA)
    y, x = np.mgrid[0:10, 0:16]
    basis = np.stack([np.ones(160), (x.ravel() - 7.5) / 8, (y.ravel() - 4.5) / 5], axis=1)
    slope = np.linalg.lstsq(basis, blocks.ravel().astype(np.float64), rcond=None)[0]
    height, width = plane.shape
    across = (np.linspace(-7.5, 7.5, width) / 8 * slope[1]).astype(np.float32)
    down = (np.linspace(-4.5, 4.5, height) / 5 * slope[2]).astype(np.float32)
    return np.asarray(plane - across[None, :] - down[:, None])


def _without_lightness(plane: Floats, level: Floats, usable: NDArray[np.bool_]) -> Floats:
    """``plane`` less the parabola in L that fits its usable pixels best."""
    scaled = level[usable] / 50 - 1
    basis = np.stack([np.ones_like(scaled), scaled, scaled**2], axis=1)
    normal = basis.T @ basis + 1e-3 * np.eye(3, dtype=np.float32)
    constant, slope, bend = np.linalg.solve(normal, basis.T @ plane[usable])
    every = level / 50 - 1
    return np.asarray(plane - constant - slope * every - bend * every**2, np.float32)
