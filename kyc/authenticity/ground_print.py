"""How clearly a card's ground is printed: the lines and tints of 1 to 4 mm between its type.

A copy keeps dark type and loses the pale ground: copiers and drivers brighten what is nearly white, printers lay no
dots below a few per cent of ink, and what they lay spreads over the lines. Wear and fading take type and ground alike,
so that the ground is measured in parts of the contrast of the type. Blur that leaves type sharp leaves most of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

#: The band lies between these two blurs, in pixels of the reduced card: waves of 7 to 25 pixels.
_FINE: Final = 1.5
_COARSE: Final = 3.0
#: Side and stride of the windows in which it is measured, and the part of the card left out at its edges.
_WINDOW: Final = 17
_STRIDE: Final = 8
_RIM: Final = 0.05
#: Windows without type: colour is measured in so many of the flattest, relief in those that are flatter than all but
#: these.
_FLATTEST: Final = 0.3
_RELIEF: Final = 0.1
_PAPER: Final = 0.9
_DARKEST: Final = 0.003
_LEAST_CONTRAST: Final = 30.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GroundPrint:
    """Standard deviations of luma (``relief``) and of Cr (``colour``, red against green) in the ground, in parts of the
    contrast of paper and type; ``paper`` is the 90th percentile of luma (0-255)."""

    relief: float
    colour: float
    paper: float


def ground_print(card: NDArray[np.uint8]) -> GroundPrint:
    """Measure the reduced card (``CardView.pixels``: H x 500 x 3 RGB)."""
    planes = cv2.cvtColor(card, cv2.COLOR_RGB2YCrCb)[..., :2].astype(np.float32)
    fine = cv2.GaussianBlur(planes, (0, 0), _FINE)
    band = fine - cv2.GaussianBlur(planes, (0, 0), _COARSE)
    power = _inner(cv2.blur(band * band, (_WINDOW, _WINDOW)))[::_STRIDE, ::_STRIDE]
    luma = power[..., 0]
    paper, darkest = (float(value) for value in np.quantile(_inner(fine)[..., 0], (_PAPER, _DARKEST)))
    contrast = max(paper - darkest, _LEAST_CONTRAST)
    flattest = power[..., 1][luma <= np.quantile(luma, _FLATTEST)]
    relief, colour = float(np.sqrt(np.quantile(luma, _RELIEF))), float(np.sqrt(flattest.mean()))
    return GroundPrint(relief / contrast, colour / contrast, paper)


def _inner(planes: Floats) -> Floats:
    rows, columns = (round(_RIM * side) for side in planes.shape[:2])
    return planes[rows:-rows, columns:-columns]
