"""Straightening a card and cutting pictures from it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kyc.imaging.sandbox import Pixels

#: Every rectified document is this many pixels wide.
RECTIFIED_WIDTH = 1000


def homography_to(outline: npt.NDArray[np.float64], width: int, height: int) -> npt.NDArray[np.float64]:
    """The 3x3 homography that takes the outline's corners (4x2, clockwise from the top-left) to a width x height
    picture."""
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(outline.astype(np.float32), target), np.float64)


def warp(
    pixels: Pixels, homography: npt.NDArray[np.float64], width: int, height: int, beyond: int | None = None
) -> Pixels:
    """``pixels`` seen through ``homography``, height x width (x 3); beyond the picture its border goes on, or
    ``beyond`` is the shade there."""
    mode = cv2.BORDER_REPLICATE if beyond is None else cv2.BORDER_CONSTANT
    seen = cv2.warpPerspective(
        pixels, homography, (width, height), flags=cv2.INTER_AREA, borderMode=mode, borderValue=beyond or 0
    )
    return np.asarray(seen, np.uint8)


def cut(pixels: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels:
    """A part of a picture; the bounds are parts of its width and height."""
    height, width = pixels.shape[:2]
    return pixels[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
