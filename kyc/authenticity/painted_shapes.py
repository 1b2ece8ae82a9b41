"""Plain shapes of any outline that an app painted over a finished picture: turned bars, strokes with round ends, dots.

As a painted box (``painted_boxes``) such a shape has neither grain nor an edge that a lens has spread. Its sides need
not lie along the picture's pixels, so that it is known by its whole outline: it bulges nowhere inwards, fills a good
part of the turned box around it, and most stretches of it end at once. Folds of dark clothes are as plain, but have
corners, and light ends softly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import Mask
from kyc.authenticity.painted_boxes import BESIDE, QUARTER, RINGING, Box, card_without_grain
from kyc.authenticity.views import Views

Floats = NDArray[np.float64]
Outline = NDArray[np.int32]

#: Pixels around a piece without grain in which its edge is looked for.
_AROUND: Final = 16
#: How much less solid than a shape its middle, seen at a quarter of the size, may be.
_COARSER: Final = 0.22
#: Stretches into which an outline is cut, pixels over which it is smoothed, and how far beyond it must have ended.
_STRETCHES: Final = 16
_SMOOTHED: Final = 11
_ENDED: Final = 3
#: Narrower necks between a shape and its like do not join them.
_NECK: Final = np.ones((3, 3), np.uint8)
_EDGE: Final = np.ones((5, 5), np.uint8)


def painted_shapes(views: Views) -> list[Mask]:
    """What of the card each shape covers, in pixels of the reduced card."""
    flat = card_without_grain(views)
    if flat is None:
        return []
    left, top, right, bottom = views.clipped(views.capture.outline)
    luma = views.luma[top:bottom, left:right]
    found = (_around(luma, middle, views.card_width) for middle in _middles(flat, views.card_width))
    return [_on_card(views, np.add(outline, (left, top))) for outline in found if outline is not None]


def _on_card(views: Views, outline: Outline) -> Mask:
    placed = cv2.perspectiveTransform(outline[None].astype(np.float64), views.card.matrix)[0]
    mask = np.zeros(views.card.pixels.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(placed).astype(np.int32)], 255)
    return mask


def _middles(flat: Mask, card_width: float) -> Iterator[tuple[Box, NDArray[np.bool_]]]:
    """Bounds of the pieces without grain that may be the middle of a shape, and which of their pixels are; looked for
    at a quarter of the size."""
    reduced = cv2.resize(flat, None, fx=1 / QUARTER, fy=1 / QUARTER, interpolation=cv2.INTER_AREA)
    _, whole = cv2.threshold(reduced, 254, 255, cv2.THRESH_BINARY)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    least = max(lines.SHAPE_SIDE * card_width / QUARTER - 2, 2)
    broad = (stats[:, 2:4].min(axis=1) >= least) & (stats[:, 4] >= least * least)
    for index in np.flatnonzero(broad[1:]) + 1:
        x, y, wide, high, _ = stats[index].tolist()
        piece = labels[y : y + high, x : x + wide] == index
        if _is_shape(_outline(piece.astype(np.uint8)), _COARSER):
            box = QUARTER * x, QUARTER * y, QUARTER * wide, QUARTER * high
            yield box, piece.repeat(QUARTER, axis=0).repeat(QUARTER, axis=1)


def _around(luma: NDArray[np.uint8], middle: tuple[Box, NDArray[np.bool_]], card_width: float) -> Outline | None:
    """The outline of the painted shape around ``middle``, if there is one."""
    (x, y, wide, high), piece = middle
    inside = luma[y : y + high, x : x + wide]
    level = float(np.median(inside[piece[: inside.shape[0], : inside.shape[1]]]))
    left, top = max(x - _AROUND, 0), max(y - _AROUND, 0)
    near = luma[top : y + high + _AROUND, left : x + wide + _AROUND]
    for ringing in RINGING:
        body = _body(near, level, ringing, (x - left, y - top, wide, high), piece)
        if body is not None and _is_painted(near, body, level, card_width):
            return np.add(_outline(body), (left, top))
    return None


def _body(near: NDArray[np.uint8], level: float, ringing: int, box: Box, piece: NDArray[np.bool_]) -> Mask | None:
    """1 where ``near`` is of the piece's colour, give or take ``ringing`` levels, and hangs on to it."""
    like = cv2.inRange(near, np.array(level - ringing), np.array(level + ringing))
    _, labels = cv2.connectedComponents(cv2.morphologyEx(like, cv2.MORPH_OPEN, _NECK), connectivity=4)
    x, y, wide, high = box
    here = labels[y : y + high, x : x + wide]
    marked = here[piece[: here.shape[0], : here.shape[1]]]
    marked = marked[marked > 0]
    return np.asarray(labels == np.bincount(marked).argmax(), np.uint8) if marked.size else None


def _is_painted(near: NDArray[np.uint8], body: Mask, level: float, card_width: float) -> bool:
    """Whether a body has a shape's outline, is of one colour and ends at once."""
    outline = _outline(body)
    if not _is_shape(outline) or min(cv2.minAreaRect(outline)[1]) < lines.SHAPE_SIDE * card_width:
        return False
    if cv2.countNonZero(body) < lines.SHAPE_FILLED * cv2.contourArea(outline):
        return False
    _, deviation = cv2.meanStdDev(near, mask=cv2.erode(body, _EDGE))
    return float(deviation[0, 0]) <= lines.SHAPE_EVEN and _part_that_ends(near, outline, level) >= lines.SHAPE_ENDS


def _outline(body: Mask) -> Outline:
    """The longest outline in ``body``, n x 2."""
    outlines, _ = cv2.findContours(body, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(outlines, key=len)[:, 0], np.int32)


def _is_shape(outline: Outline, spare: float = 0.0) -> bool:
    """Whether an outline bulges nowhere inwards and fills its turned box as an oval does at least."""
    area = cv2.contourArea(outline)
    _, (long, high), _ = cv2.minAreaRect(outline)
    is_solid = area >= (lines.SHAPE_SOLID - spare) * cv2.contourArea(cv2.convexHull(outline))
    return area > 0 and is_solid and area >= (lines.SHAPE_IN_BOX - spare) * long * high


def _part_that_ends(near: NDArray[np.uint8], outline: Outline, level: float) -> float:
    """The part of an outline's stretches beyond which the picture is of another level at once."""
    away = _outwards(outline)
    close, far = (_steps(near, outline + distance * away, level) for distance in (_ENDED, BESIDE + 1))
    stretches = zip(np.array_split(close, _STRETCHES), np.array_split(far, _STRETCHES), strict=True)
    return sum(_ends_at_once(*steps) for steps in stretches) / _STRETCHES


def _ends_at_once(close: Floats, far: Floats) -> bool:
    if not close.size or np.isnan(far).all() or np.isnan(close).all():
        return False
    step = float(np.nanmedian(far))
    return step >= lines.BOX_STEP and float(np.nanmedian(close)) >= lines.PAINTED_STEP * step


def _steps(near: NDArray[np.uint8], points: Floats, level: float) -> Floats:
    """Levels by which the picture differs from ``level`` at each point; none beyond it."""
    columns, rows = np.rint(points).astype(int).T
    inside = (columns >= 0) & (rows >= 0) & (columns < near.shape[1]) & (rows < near.shape[0])
    steps = np.full(len(points), np.nan)
    steps[inside] = np.abs(near[rows[inside], columns[inside]] - level)
    return steps


def _outwards(outline: Outline) -> Floats:
    """Unit vectors across a smoothed outline, away from what it holds."""
    half = _SMOOTHED // 2
    turns = (outline.astype(np.float64) - outline.mean(axis=0)).take(range(-half, len(outline) + half), 0, mode="wrap")
    smooth = np.stack([np.convolve(turns[:, axis], np.ones(_SMOOTHED) / _SMOOTHED, "valid") for axis in (0, 1)], axis=1)
    along = np.roll(smooth, -2, axis=0) - np.roll(smooth, 2, axis=0)
    across = np.stack([along[:, 1], -along[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-3)
    return across if cv2.contourArea(outline, oriented=True) > 0 else -across
