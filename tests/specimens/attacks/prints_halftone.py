"""How a printer lays ink: clustered dots and lines at an angle, or dots strewn by a noise mask.

Planes are float32, height x width; coverage runs from 0 (bare paper) to 1 (solid).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]

#: Side of the noise mask in printer dots; it repeats beyond.
_MASK_SIDE: Final = 192


class Shape(StrEnum):
    ROUND = "round"
    LINE = "line"
    STREWN = "strewn"


@dataclass(frozen=True, slots=True)
class Screen:
    """``ruling`` is in lines per millimetre; for ``STREWN``, the printer's dots per millimetre. ``steepness`` is how
    hard a dot's edge is: a laser's toner scatters, an imagesetter's film does not."""

    shape: Shape
    ruling: float
    steepness: float = 8.0


def halftone(coverage: Pixels, screen: Screen, angle: float, scale: float, seed: int = 0) -> Pixels:
    """Where ink lies: ``coverage`` through ``screen`` at ``angle`` degrees; ``scale`` is in pixels per millimetre."""
    if screen.shape is Shape.STREWN:
        threshold = _strewn(coverage.shape, screen.ruling / scale, seed)
    else:
        threshold = _clustered(coverage.shape, screen.shape, 2 * math.pi * screen.ruling / scale, math.radians(angle))
    return np.asarray(np.clip((coverage * 1.04 - 0.02 - threshold) * screen.steepness + 0.5, 0, 1), np.float32)


def _clustered(shape: tuple[int, ...], form: Shape, step: float, angle: float) -> Pixels:
    """Thresholds from 0 to 1, spread evenly, whose cells are dots or lines ``2 pi / step`` pixels apart."""
    along = _wave(shape, step * math.cos(angle), step * math.sin(angle))
    if form is Shape.LINE:
        return np.asarray(0.5 - np.arcsin(np.clip(along, -1, 1)) / math.pi, np.float32)
    across = _wave(shape, -step * math.sin(angle), step * math.cos(angle))
    return np.asarray(0.5 - 0.25 * (along + across), np.float32)


def _wave(shape: tuple[int, ...], across: float, down: float) -> Pixels:
    """The cosine of ``across * x + down * y``, from outer products: far cheaper than a cosine for each pixel."""
    columns = np.arange(shape[1], dtype=np.float32) * np.float32(across)
    rows = np.arange(shape[0], dtype=np.float32)[:, None] * np.float32(down)
    return np.asarray(np.cos(rows) * np.cos(columns) - np.sin(rows) * np.sin(columns), np.float32)


def _strewn(shape: tuple[int, ...], dots_per_pixel: float, seed: int) -> Pixels:
    """The noise mask, one value for each printer dot, each ink's at a place of its own."""
    rng = np.random.default_rng(seed)
    mask = np.roll(_noise_mask(), tuple(rng.integers(0, _MASK_SIDE, 2)), (0, 1))
    rows = (np.arange(shape[0]) * dots_per_pixel).astype(int) % _MASK_SIDE
    columns = (np.arange(shape[1]) * dots_per_pixel).astype(int) % _MASK_SIDE
    return np.asarray(mask[rows[:, None], columns[None, :]], np.float32)


@lru_cache(maxsize=1)
def _noise_mask() -> Pixels:
    """Even thresholds without slow variation: noise, its slow part taken off and its values ranked, again and again."""
    values = np.random.default_rng(0).random((_MASK_SIDE, _MASK_SIDE)).astype(np.float32)
    for _ in range(6):
        tiled = np.tile(values, (3, 3))
        quick = (tiled - cv2.GaussianBlur(tiled, (0, 0), 1.5))[_MASK_SIDE : 2 * _MASK_SIDE, _MASK_SIDE : 2 * _MASK_SIDE]
        order = np.empty(quick.size, np.float32)
        order[np.argsort(quick, axis=None)] = np.arange(quick.size, dtype=np.float32)
        values = (order / quick.size).reshape(quick.shape)
    return values
