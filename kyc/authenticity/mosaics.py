"""Squares of one colour laid over a value to keep it private: an open change, of which ``covered`` speaks."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

#: Of a mosaic's steps of luma, nearly all lie on the borders of its cells: in these parts of its columns and its rows.
_BORDERS: Final = 0.25
#: Share of the steps that lie there. Values have at most 0.57 in the weaker direction (24 retyped captures), mosaics of
#: 14 pixels 0.68 or more (n = 8).
_SHARE: Final = 0.62
_LEAST_SIDE: Final = 10


def is_mosaic(luma: NDArray[np.uint8]) -> bool:
    """Whether ``luma``, the upright bounds of a value, is cells of one colour."""
    if min(luma.shape) < _LEAST_SIDE:
        return False
    return min(border_share(luma, 0), border_share(luma, 1)) >= _SHARE


def border_share(luma: NDArray[np.uint8], axis: int) -> float:
    """The share of all steps along ``axis`` that the fullest part of the rows (0) or columns (1) holds."""
    one, next_one = (luma[1:], luma[:-1]) if axis == 0 else (luma[:, 1:], luma[:, :-1])
    steps = cv2.reduce(cv2.absdiff(one, next_one), 1 - axis, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    most = np.sort(steps)[::-1]
    return float(most[: max(1, round(_BORDERS * len(most)))].sum() / max(float(most.sum()), 1e-6))
