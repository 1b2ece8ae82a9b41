"""How grainy paper is, whatever is printed on it.

A sensor's grain varies in every direction, a printed line or a stroke's edge only across itself. So grain is the change
of luma along the direction in which it changes least: guilloche, fine lines and tints add next to nothing to it.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.quantiles import quantile

#: Side of the neighbourhoods that have a direction, in pixels: small enough that printed lines hardly bend in them.
_NEAR: Final = (7, 7)
#: How far what is left out reaches into what is not.
_CLEAR: Final = np.ones((3, 3), np.uint8)
#: Pixels that a neighbourhood must have, and neighbourhoods that a place must have.
_LEAST_PIXELS: Final = 20
_LEAST_PLACES: Final = 40
#: Added to what is measured in levels a pixel, so that what has no grain at all has a logarithm.
_FLOOR: Final = 0.03
#: Of white noise with a standard deviation of one level.
_OF_WHITE: Final = 0.38


def grain(luma: NDArray[np.uint8], where: NDArray[np.uint8] | None = None, share: float = 0.5) -> float | None:
    """The natural logarithm of the grain of ``luma`` where ``where`` is not 0, than which ``share`` of the place has
    less; None where that is too little."""
    known = np.ones(luma.shape, np.float32)
    if where is not None:
        known = (cv2.erode(where, _CLEAR) > 0).astype(np.float32)
    across, down = (cv2.Sobel(luma, cv2.CV_32F, 1 - axis, axis, scale=1 / 8) * known for axis in (0, 1))
    count = _near(known)
    enough = count >= _LEAST_PIXELS
    if np.count_nonzero(enough) < _LEAST_PLACES:
        return None
    xx, xy, yy = (_near(product)[enough] for product in (across * across, across * down, down * down))
    least = ((xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy * xy)) / count[enough]
    return float(np.log(np.sqrt(max(quantile(least, share), 0.0)) + _FLOOR))


def _near(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sum of each pixel's neighbourhood."""
    return np.asarray(cv2.boxFilter(plane, -1, _NEAR, normalize=False, borderType=cv2.BORDER_CONSTANT), np.float32)


def in_levels(logarithm: float) -> float:
    """The standard deviation of white noise that has such a grain."""
    return float(np.exp(logarithm)) / _OF_WHITE
