"""Ink and paper: how much darker print is than what it is printed on, whatever the light on it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from kyc.recognition.networks import Floats, Pixels, cut_line
from kyc.recognition.placing import Place, Placing

#: Ink on white paper: how light paper and how dark ink become, and from which part of the darkest ink on it is ink.
PAPER: Final = 235.0
PRINTED: Final = 35.0
FAINT: Final = 0.15
#: A place is printed where this part of it is at least half as dark as print beside it. First characters of rows have
#: 0.15 and more of it in 43 tuning captures, paper below the last row nothing.
PRINTED_PART: Final = 0.08


def darkness(cut: Pixels) -> Floats:
    """How much darker than the paper around it each pixel is, 0 to 255."""
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY).astype(np.float32)
    side = max(5, round(cut.shape[0] * 0.25) | 1)
    paper = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((side, side), np.uint8)), (side, side))
    return np.asarray(np.clip(paper - grey, 0, None), np.float32)


def ink_on_white(cut: Pixels) -> Pixels:
    """The ink of a row on even paper: without the pattern, light and shade under it."""
    dark = darkness(cut)
    ink = np.clip(dark / max(float(np.quantile(dark, 0.97)), 1.0), 0, 1.1)
    shade = PAPER - (PAPER - PRINTED) * np.clip((ink - FAINT) / (1 - FAINT), 0, 1.1)
    return np.asarray(cv2.merge([np.clip(shade, 0, 255).astype(np.uint8)] * 3), np.uint8)


def is_printed(pixels: Pixels, placing: Placing, place: Place, like: Place) -> bool:
    """Whether something is printed at ``place`` as dark as at ``like``, where print was read."""
    seen, read = (darkness(cut_line(pixels, placing.corners_at(one))) for one in (place, like))
    level = float(np.quantile(read, 0.95))
    return bool((seen > 0.5 * level).mean() > PRINTED_PART)
