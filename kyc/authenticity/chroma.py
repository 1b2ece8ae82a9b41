"""How much colour a card has once the colour of the light is taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 320
_SIGMA: Final = 1.0


@dataclass(frozen=True, slots=True)
class Chroma:
    """The card's colour after the slow gradient of the light is removed.

    ``own`` is the root mean square of (a, b) that lightness does not explain, without the farthest 1 % of pixels: in a
    grey picture under coloured light a and b follow L, in print they do not. ``paper`` is the 90th percentile of L.
    """

    own: float
    paper: float


def card_chroma(rectified: NDArray[np.uint8]) -> Chroma:
    """Measure the rectified card (H x W x 3 RGB)."""
    lab = _lab(rectified)
    level = lab[..., 0]
    usable = (level > 15) & (level < 97)
    if int(usable.sum()) < usable.size // 10:
        usable = np.ones_like(usable)
    a = _without_light(lab[..., 1], usable)
    b = _without_light(lab[..., 2], usable)
    rest = np.hypot(_without_lightness(a, level[usable]), _without_lightness(b, level[usable]))
    kept = rest[rest <= np.quantile(rest, 0.99)]
    return Chroma(own=float(np.sqrt(np.mean(kept**2))), paper=float(np.quantile(level, 0.90)))


def _lab(rectified: NDArray[np.uint8]) -> NDArray[np.float32]:
    height = max(round(rectified.shape[0] * WIDTH / rectified.shape[1]), 1)
    small = cv2.resize(rectified, (WIDTH, height), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), _SIGMA)
    return np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))


def _without_light(plane: NDArray[np.float32], usable: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The usable pixels of ``plane`` less a plane fitted to block medians: two lamps of unlike colour make a slope."""
    blocks = cv2.resize(plane, (16, 10), interpolation=cv2.INTER_AREA)
    y, x = np.mgrid[0:10, 0:16]
    basis = np.stack([np.ones(160), (x.ravel() - 7.5) / 8, (y.ravel() - 4.5) / 5], axis=1)
    slope = np.linalg.lstsq(basis, blocks.ravel().astype(np.float64), rcond=None)[0]
    height, width = plane.shape
    across = (np.linspace(-7.5, 7.5, width) / 8 * slope[1]).astype(np.float32)
    down = (np.linspace(-4.5, 4.5, height) / 5 * slope[2]).astype(np.float32)
    flat = (plane - across[None, :] - down[:, None])[usable]
    return np.asarray(flat - np.median(flat))


def _without_lightness(plane: NDArray[np.float32], level: NDArray[np.float32]) -> NDArray[np.float32]:
    """``plane`` less the parabola in L that fits it best."""
    basis = np.stack([np.ones_like(level), level / 50 - 1, (level / 50 - 1) ** 2], axis=1)
    normal = basis.T @ basis + 1e-3 * np.eye(3, dtype=np.float32)
    return np.asarray(plane - basis @ np.linalg.solve(normal, basis.T @ plane), np.float32)
