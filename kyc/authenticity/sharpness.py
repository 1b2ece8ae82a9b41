"""How blurred printed text is, whatever its contrast: the re-blur measure.

Where an edge already blurred by ``s`` is blurred again by ``r``, its steepest gradient falls by ``s / sqrt(s^2+r^2)``.
The fall, measured on the steepest edges of a text box, gives ``s`` without knowing the contrast; noise hardly counts,
because the edges are chosen after the second blur. Across and down are measured apart and the worse one is taken.

Motion leaves edges along its own direction sharp, and the ends of smeared strokes as well, so it is told otherwise: it
takes away gradients in its direction. Print of any script has about as many in one as in another.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.quantiles import quantile

#: Height of the values' type, 9 pt = 3.18 mm, on a card 85.6 mm wide (GA 448-2013).
TEXT_HEIGHT: Final = 3.18 / 85.6
_PRESMOOTH: Final = 0.8
#: Finer gradients than these (in text heights) are the sensor's.
_FINEST: Final = 0.03
_EDGE_SHARE: Final = 0.05


def text_blur(luma: NDArray[np.uint8], card_width: float) -> float:
    """Standard deviation of the blur of the text in ``luma`` (H x W), in text heights.

    ``card_width`` is the width of the card in the same pixels. About 0.02 for sharp type.
    """
    text_height = max(card_width * TEXT_HEIGHT, 1.0)
    smooth = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), _PRESMOOTH)
    reblur = max(0.06 * text_height, 1.0)
    again = cv2.GaussianBlur(smooth, (0, 0), reblur)
    worse = max(_edge_sigma(smooth, again, reblur, axis) for axis in (0, 1))
    return float(np.sqrt(max(worse**2 - _PRESMOOTH**2, 0.0)) / text_height)


def evenness(luma: NDArray[np.uint8], card_width: float) -> float:
    """The gradients' energy in the direction that has least, as a part of that in the direction that has most (0-1):
    the ratio of the structure tensor's eigenvalues. Print has 0.5 to 0.9."""
    smooth = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), max(_PRESMOOTH, _FINEST * card_width * TEXT_HEIGHT))
    x, y = np.diff(smooth, axis=1)[:-1], np.diff(smooth, axis=0)[:, :-1]
    across, down, both = float(np.mean(x * x)), float(np.mean(y * y)), float(np.mean(x * y))
    weaker, stronger = np.linalg.eigvalsh([[across, both], [both, down]])
    return float(weaker / max(stronger, 1e-6))


def _edge_sigma(smooth: NDArray[np.float32], again: NDArray[np.float32], reblur: float, axis: int) -> float:
    """Blur of ``smooth`` along ``axis``, in pixels."""
    after = np.abs(np.diff(again, axis=axis))
    before = np.abs(np.diff(smooth, axis=axis))
    strong = after >= quantile(after, 1 - _EDGE_SHARE)
    ratio = float(after[strong].mean() / max(before[strong].mean(), 1e-3))
    ratio = min(ratio, 0.995)
    return float(reblur * ratio / np.sqrt(1 - ratio**2))
