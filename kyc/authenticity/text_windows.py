"""Square windows along each field's line of text, and what the paper and the ink look like in them, in native pixels.

What was pasted, erased or typed anew differs from the other values of the same card in one capture: its paper is too
smooth or too noisy, its ink of another colour. Windows are compared with windows, text with text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.grain import grain
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.results import FieldReading

#: Side of a window as a share of the card's width: a character and its margin.
SIDE: Final = 0.045
#: Luma next to full, and the share of such pixels above which a window is left out.
_BURNT_OUT: Final = 248
_BURNT_OUT_SHARE: Final = 0.02
_LEAST_CONTRAST: Final = 40
_LEAST_PAPER: Final = 60
_LEAST_INK: Final = 10
#: How much of the paper's colour shows in thin strokes (slope over 40 genuine captures of the simulator: 0.6 to 0.8).
_PAPER_IN_INK: Final = 0.7
#: Levels of blue (a label) and of red (a seal) by which ink differs from its paper.
_LABEL_BLUE: Final = 7.0
_SEAL_RED: Final = 14.0
#: Rows of type are lower than this, in parts of the card's width.
_ONE_ROW: Final = 0.055
#: Windows of one line, at most: a long line is as well known from fewer.
_MOST: Final = 9
#: Ground above and below a line: how far from the text it begins, and its side, in parts of the card's width.
_BESIDE: Final = 0.006
_BESIDE_SIDE: Final = 0.024

#: Left, top, side.
Box = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class TextWindow:
    """``noise`` is the grain of its bare paper (``grain``); ``ink`` and ``paper`` are mean Cr and Cb of YCrCb;
    ``beside`` are squares of ground above and below its line."""

    field: str
    left: int
    top: int
    side: int
    noise: float
    ink: tuple[float, float]
    paper: tuple[float, float]
    beside: tuple[Box, ...]

    @property
    def own_ink(self) -> tuple[float, float]:
        """The ink's (Cr, Cb) less what the paper's tint, by light and lens, lends to it."""
        return self.ink[0] - _PAPER_IN_INK * self.paper[0], self.ink[1] - _PAPER_IN_INK * self.paper[1]

    @property
    def holds_value(self) -> bool:
        """False where the darkest strokes are blue or red: a printed label (年, 月, 日), a seal."""
        return self.ink[1] - self.paper[1] < _LABEL_BLUE and self.ink[0] - self.paper[0] < _SEAL_RED

    def quad(self) -> Quad:
        return Quad.from_box(self.left, self.top, self.left + self.side, self.top + self.side)


def text_windows(views: Views) -> list[list[TextWindow]]:
    """The readable windows of each placed field, in reading order; fields without any are left out."""
    lines = (_line_windows(views, field) for field in views.typed_fields)
    return [line for line in lines if line]


def ground_grain(views: Views, box: Box, share: float = 0.5) -> float | None:
    """The grain of the ground in ``box``, between what is printed there (``grain``); None where it is not bare enough,
    or lies beyond the card."""
    here = _square(box)
    luma, height, width = views.luma[here], *views.luma.shape
    left, top, side = box
    if left < 0 or top < 0 or left + side > width or top + side > height or not views.card_mask[here].all():
        return None
    dark, bright = levels(luma)
    if bright >= _BURNT_OUT:
        return None
    return grain(luma, _clear_paper(luma, bright, dark) if bright - dark >= _LEAST_CONTRAST else None, share)


def _line_windows(views: Views, field: FieldReading) -> list[TextWindow]:
    found = [window for box in _boxes(views, field) if (window := _window(views, field, box))]
    return found if len(found) > 1 or _is_one_row(views, field) else []


def _is_one_row(views: Views, field: FieldReading) -> bool:
    """Whether a value is no higher than a row: between two rows a window sees the edges of both."""
    return field.quad is not None and float(np.linalg.norm(_down(field.quad))) <= _ONE_ROW * views.card_width


def _window(views: Views, field: FieldReading, box: Box) -> TextWindow | None:
    """The window at ``box``; None without enough ink, paper or contrast, or in glare."""
    here = _square(box)
    luma = views.luma[here]
    dark, bright = levels(luma)
    if bright - dark < _LEAST_CONTRAST or is_burnt_out(luma):
        return None
    ink, paper = _ink(luma, bright, dark), _clear_paper(luma, bright, dark)
    noise = grain(luma, paper)
    if noise is None or cv2.countNonZero(paper) < _LEAST_PAPER or cv2.countNonZero(ink) < _LEAST_INK:
        return None
    colours = _colour(views.ycrcb[here], ink), _colour(views.ycrcb[here], paper)
    return TextWindow(field.name.value, *box, noise, *colours, _beside(views, field, box))


def _square(box: Box) -> tuple[slice, slice]:
    left, top, side = box
    return np.s_[top : top + side, left : left + side]


def is_burnt_out(luma: NDArray[np.uint8]) -> bool:
    """Whether paper is clipped, so that no grain is left on it."""
    return cv2.countNonZero(cv2.compare(luma, _BURNT_OUT, cv2.CMP_GE)) > _BURNT_OUT_SHARE * luma.size


def levels(luma: NDArray[np.uint8]) -> tuple[int, int]:
    """Luma of the darkest strokes and of the paper."""
    below = np.cumsum(np.bincount(luma.ravel(), minlength=256)) / luma.size
    dark, bright = np.searchsorted(below, (0.03, 0.90))
    return int(dark), int(bright)


def _down(quad: Quad) -> NDArray[np.float64]:
    """From a line's upper edge to its lower one."""
    a, b, c, d = (np.asarray(point) for point in quad.points)
    return np.asarray((c + d - a - b) / 2)


def _beside(views: Views, field: FieldReading, box: Box) -> tuple[Box, ...]:
    """Squares of ground above and below the line, at the window in ``box``."""
    if field.quad is None:
        return ()
    down, (left, top, half) = _down(field.quad), (box[0], box[1], box[2] / 2)
    height, side = float(np.linalg.norm(down)), int(_BESIDE_SIDE * views.card_width)
    away = down / max(height, 1.0) * (height / 2 + _BESIDE * views.card_width + side / 2)
    middles = (np.array((left + half, top + half)) + sign * away for sign in (-1, 1))
    return tuple((int(x - side / 2), int(y - side / 2), side) for x, y in middles)


def _colour(ycrcb: NDArray[np.uint8], where: NDArray[np.uint8]) -> tuple[float, float]:
    _, red, blue, _ = cv2.mean(ycrcb, where)
    return float(red), float(blue)


def _ink(luma: NDArray[np.uint8], bright: int, dark: int) -> NDArray[np.uint8]:
    """A mask of the darkest strokes: printed labels between the values (年, 月, 日) are blue and lighter."""
    return np.asarray(cv2.compare(luma, bright - 0.75 * (bright - dark), cv2.CMP_LT))


def _clear_paper(luma: NDArray[np.uint8], bright: int, dark: int) -> NDArray[np.uint8]:
    """A mask of paper clear of all strokes."""
    light = cv2.compare(luma, bright - 0.35 * (bright - dark), cv2.CMP_GE)
    return np.asarray(cv2.erode(light, np.ones((5, 5), np.uint8)))


def _boxes(views: Views, field: FieldReading) -> Iterator[Box]:
    """Overlapping squares along the middle of the field's line, whole inside the picture."""
    if field.quad is None:
        return
    corners = np.asarray(field.quad.points)
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    side = max(int(SIDE * views.card_width), 8)
    length = float(np.linalg.norm(end - start))
    count = min(max(1, round((length - side) / (0.6 * side)) + 1), _MOST)
    margin = min(0.5, side / 2 / max(length, 1.0))
    height, width = views.luma.shape
    for share in np.linspace(margin, 1 - margin, count) if count > 1 else (0.5,):
        left, top = (int(value - side / 2) for value in start + (end - start) * share)
        if left >= 0 and top >= 0 and left + side <= width and top + side <= height:
            yield left, top, side
