"""Boxes that an app painted over a finished picture: one colour, no grain, straight along the picture's pixels.

A sensor gives every surface grain and a lens spreads every edge; a box that was painted afterwards has neither. So a
box is a whole upright rectangle of the picture in which luma varies by no more than compression lets it, and which
ends within two pixels. It is looked for on all of the card, also on portraits, bands and single characters, where
colour tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import Mask
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad

#: Pixels beside a box that are looked at, and within how many of them its side must have ended; boxes are looked for at
#: a quarter of the size.
BESIDE: Final = 7
_ENDED: Final = 2
QUARTER: Final = 4
#: Levels by which compression moves a painted colour beside an edge; less where what lies beside is nearly as light.
RINGING: Final = (8, 4, 2)


def painted_boxes(views: Views) -> list[Quad]:
    """Upright boxes of the capture."""
    flat = card_without_grain(views)
    if flat is None:
        return []
    left, top, right, bottom = views.clipped(views.capture.outline)
    luma = views.luma[top:bottom, left:right]
    width = views.card_width
    found = dict.fromkeys(box for seed in _seeds(flat, width) if (box := _around(luma, seed, width)))
    return [Quad.from_box(left + x, top + y, left + x + wide, top + y + high) for x, y, wide, high in found]


Box = tuple[int, int, int, int]


def card_without_grain(views: Views) -> Mask | None:
    """255 where the card has no grain, within the bounds of its outline; None where it has none as a whole."""
    left, top, right, bottom = views.clipped(views.capture.outline)
    card = views.card_mask[top:bottom, left:right]
    if not card.size:
        return None
    flat = np.asarray(cv2.bitwise_and(views.grainless[top:bottom, left:right], card), np.uint8)
    return flat if _has_grain(flat, card) else None


def _has_grain(flat: Mask, card: Mask) -> bool:
    """Whether the card as a whole has the grain that a painted box lacks."""
    return cv2.countNonZero(flat) < lines.BOX_PICTURE * max(cv2.countNonZero(card), 1)


def _seeds(flat: Mask, card_width: float) -> Iterator[Box]:
    """Bounds of the pieces without grain that may be the middle of a box, looked for at a quarter of the size."""
    least = max(lines.BOX_SIDE * card_width / QUARTER - 1, 2)
    reduced = cv2.resize(flat, None, fx=1 / QUARTER, fy=1 / QUARTER, interpolation=cv2.INTER_AREA)
    _, whole = cv2.threshold(reduced, 254, 255, cv2.THRESH_BINARY)
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    pieces = stats[1:]
    sides, bounds = pieces[:, 2:4].min(axis=1), pieces[:, 2] * pieces[:, 3]
    for x, y, wide, high, _ in pieces[(sides >= least) & (pieces[:, 4] >= lines.BOX_SEED * bounds)].tolist():
        yield QUARTER * x, QUARTER * y, QUARTER * wide, QUARTER * high


def _around(luma: NDArray[np.uint8], seed: Box, card_width: float) -> Box | None:
    """The painted box around ``seed``, if there is one."""
    boxes = (_whole(luma, seed, ringing) for ringing in RINGING)
    return next((box for box in boxes if box and _is_painted(luma, box, card_width)), None)


def _whole(luma: NDArray[np.uint8], seed: Box, ringing: int) -> Box | None:
    """The box around ``seed`` that is of its colour, give or take ``ringing`` levels; None where that is no box."""
    x, y, wide, high = seed
    near = slice(max(y - 16, 0), y + high + 16), slice(max(x - 16, 0), x + wide + 16)
    level = float(np.median(luma[y : y + high, x : x + wide]))
    like = np.asarray((cv2.absdiff(luma[near], np.full_like(luma[near], round(level))) <= ringing), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(like, connectivity=4)
    middle = labels[y + high // 2 - near[0].start, x + wide // 2 - near[1].start]
    if middle == 0:
        return None
    column, row, across, down, area = stats[middle].tolist()
    if area < lines.BOX_FILLED * across * down:
        return None
    return near[1].start + column, near[0].start + row, across, down


def _is_painted(luma: NDArray[np.uint8], box: Box, card_width: float) -> bool:
    """Whether a box is of one colour and ends at once on all sides but one, which may lie on its own colour."""
    x, y, wide, high = box
    if min(wide, high) < lines.BOX_SIDE * card_width:
        return False
    inside = luma[y : y + high, x : x + wide]
    if float(np.std(inside[2:-2, 2:-2])) > lines.BOX_EVEN:
        return False
    level = float(np.median(inside))
    sides = (
        luma[y : y + high, max(x - BESIDE, 0) : x][:, ::-1],
        luma[y : y + high, x + wide : x + wide + BESIDE],
        luma[max(y - BESIDE, 0) : y, x : x + wide].T[:, ::-1],
        luma[y + high : y + high + BESIDE, x : x + wide].T,
    )
    return sum(_ends_at_once(side, level) for side in sides) >= lines.BOX_SIDES


def _ends_at_once(side: NDArray[np.uint8], level: float) -> bool:
    """Whether what lies beside a box, its columns counted from the box, is of another level from the second on."""
    if side.shape[1] < BESIDE:
        return False
    step = np.abs(np.asarray(side, np.float32) - level)
    near, far = float(np.median(step[:, _ENDED])), float(np.median(step[:, -1]))
    return far >= lines.BOX_STEP and near >= lines.PAINTED_STEP * far
