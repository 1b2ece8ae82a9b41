"""From the detector's map of probabilities to boxes around lines: differentiable binarization (Liao et al., Real-time
Scene Text Detection with Differentiable Binarization, AAAI 2020).

The detector is trained on shrunken lines. A rectangle around such a core grows back by its area times ``GROWTH`` over
its perimeter on every side; with rectangles, the offset polygon's own rectangle is just that, and needs no clipping
library.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Corners

Floats = npt.NDArray[np.float32]

#: A pixel is text from this probability, and a box from this mean over its core. PP-OCR's 0.5 drops long rows whose box
#: holds a label, its translation and the value: such a box is half paper.
TEXT: Final = 0.3
SURE: Final = 0.4
GROWTH: Final = 1.6
MOST_BOXES: Final = 300
#: Cores and boxes with a shorter side (pixels of the map) are specks; so are boxes of so few pixels of the picture.
THINNEST_CORE: Final = 3.0
THINNEST_BOX: Final = 5.0
THINNEST_SEEN: Final = 4.0


def find_boxes(probabilities: Floats, height: int, width: int) -> list[Corners]:
    """Corners (4x2, clockwise from one of them) of every line in a picture of ``height`` x ``width`` pixels.

    Args:
        probabilities: rows x columns, 0 to 1, of the whole picture at any size.
    """
    text = cv2.dilate((probabilities > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array([width / probabilities.shape[1], height / probabilities.shape[0]])
    boxes = []
    for contour in contours[:MOST_BOXES]:
        middle, size, angle = cv2.minAreaRect(contour)
        if min(size) < THINNEST_CORE or _mean_within(probabilities, cv2.boxPoints((middle, size, angle))) < SURE:
            continue
        grown = _grown(size)
        if min(grown) < THINNEST_BOX:
            continue
        box = cv2.boxPoints((middle, grown, angle)) * scale
        box = np.clip(box, 0, [width - 1, height - 1]).astype(np.float32)
        if min(np.hypot(*(box[1] - box[0])), np.hypot(*(box[2] - box[1]))) >= THINNEST_SEEN:
            boxes.append(_clockwise(box))
    return boxes


def _grown(size: tuple[float, float]) -> tuple[float, float]:
    distance = size[0] * size[1] * GROWTH / (2 * (size[0] + size[1]))
    return size[0] + 2 * distance, size[1] + 2 * distance


def _mean_within(probabilities: Floats, box: Corners) -> float:
    rows, columns = probabilities.shape
    left, top = np.clip(np.floor(box.min(axis=0)).astype(int), 0, [columns - 1, rows - 1])
    right, bottom = np.clip(np.ceil(box.max(axis=0)).astype(int), 0, [columns - 1, rows - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(box - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(probabilities[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(box: Corners) -> Corners:
    """From the corner that is nearest to the top-left one."""
    crossed = np.cross(np.append(box[1] - box[0], 0), np.append(box[2] - box[1], 0))[2]
    ordered = box if crossed > 0 else box[::-1]
    return np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0)
