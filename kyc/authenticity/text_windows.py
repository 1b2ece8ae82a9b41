"""Square windows along each field's line of text, and what the paper and the ink look like in them, in native pixels.

What was pasted, erased or typed anew differs from the other values of the same card in one capture: its paper is too
smooth or too noisy, its ink of another colour. Windows are compared with windows, text with text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

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
_LABEL_BLUE: Final = 6.0


@dataclass(frozen=True, slots=True)
class TextWindow:
    """``noise`` is the natural logarithm of the median absolute residual on bare paper, one pixel wide; ``ink`` and
    ``paper`` are median (a, b) of CIE Lab."""

    field: str
    left: int
    top: int
    side: int
    noise: float
    ink: tuple[float, float]
    paper: tuple[float, float]

    @property
    def own_ink(self) -> tuple[float, float]:
        """The ink's (a, b) less what the paper's tint, by light and lens, lends to it."""
        return self.ink[0] - _PAPER_IN_INK * self.paper[0], self.ink[1] - _PAPER_IN_INK * self.paper[1]

    @property
    def holds_label(self) -> bool:
        """Whether the darkest strokes are blue: a printed label (年, 月, 日), not a value."""
        return self.ink[1] < self.paper[1] - _LABEL_BLUE

    def quad(self) -> Quad:
        return Quad.from_box(self.left, self.top, self.left + self.side, self.top + self.side)


def text_windows(views: Views) -> list[list[TextWindow]]:
    """The readable windows of each placed field, in reading order; fields without any are left out."""
    lines = (_line_windows(views, field) for field in _lines(views))
    return [line for line in lines if line]


def _line_windows(views: Views, field: FieldReading) -> list[TextWindow]:
    boxes = list(_boxes(views, field))
    if not boxes:
        return []
    strip = _Strip.around(views, boxes)
    return [window for box in boxes if (window := strip.window(field.name.value, box))]


@dataclass(frozen=True, slots=True)
class _Strip:
    """The part of the capture that a line's windows lie in: its place, luma, fine residual, and Lab."""

    left: int
    top: int
    luma: NDArray[np.float32]
    residual: NDArray[np.float32]
    lab: NDArray[np.float32]

    @classmethod
    def around(cls, views: Views, boxes: Sequence[tuple[int, int, int]]) -> _Strip:
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[2] for box in boxes)
        here = np.s_[top:bottom, left:right]
        luma = views.luma[here].astype(np.float32)
        fine = cv2.GaussianBlur(luma, (0, 0), 1.0)
        pixels = views.capture.pixels[here].astype(np.float32) / 255
        return cls(
            left,
            top,
            luma,
            np.abs(luma - fine),
            np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab)),
        )

    def window(self, field: str, box: tuple[int, int, int]) -> TextWindow | None:
        """The window at ``box`` (left, top, side); None without enough ink, paper or contrast, or in glare."""
        left, top, side = box
        here = np.s_[top - self.top : top - self.top + side, left - self.left : left - self.left + side]
        ink, paper = _ink_and_paper(self.luma[here])
        if int(paper.sum()) < _LEAST_PAPER or int(ink.sum()) < _LEAST_INK or self._burnt_out(here):
            return None
        a, b = self.lab[here][..., 1], self.lab[here][..., 2]
        return TextWindow(
            field,
            left,
            top,
            side,
            float(np.log(np.median(self.residual[here][paper]) + 0.05)),
            (float(np.median(a[ink])), float(np.median(b[ink]))),
            (float(np.median(a[paper])), float(np.median(b[paper]))),
        )

    def _burnt_out(self, here: tuple[slice, slice]) -> bool:
        """Whether a mirrored lamp blots out paper here: where the sensor is full there is no noise to compare."""
        return float(np.mean(self.luma[here] >= _BURNT_OUT)) > _BURNT_OUT_SHARE


def _ink_and_paper(luma: NDArray[np.float32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Masks of the darkest strokes and of paper clear of all strokes; both empty where the contrast is too low."""
    if luma.size == 0:
        return np.zeros((0, 0), bool), np.zeros((0, 0), bool)
    bright, dark = np.quantile(luma, 0.90), np.quantile(luma, 0.03)
    if bright - dark < _LEAST_CONTRAST:
        return np.zeros(luma.shape, bool), np.zeros(luma.shape, bool)
    strokes = (luma < bright - 0.35 * (bright - dark)).astype(np.uint8)
    paper = cv2.dilate(strokes, np.ones((5, 5), np.uint8)) == 0
    # The darkest parts only: printed labels between the values (年, 月, 日) are blue and lighter than what is written.
    return np.asarray(luma < bright - 0.75 * (bright - dark)), np.asarray(paper)


def _lines(views: Views) -> Iterator[FieldReading]:
    """Placed fields, each place once: two fields may share the box of one printed line."""
    seen: set[tuple[int, int, int, int]] = set()
    for field in views.placed_fields:
        if field.quad and (bounds := views.clipped(field.quad)) not in seen:
            seen.add(bounds)
            yield field


def _boxes(views: Views, field: FieldReading) -> Iterator[tuple[int, int, int]]:
    """Half-overlapping squares along the middle of the field's line, whole inside the picture."""
    if field.quad is None:
        return
    corners = np.asarray(field.quad.points)
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    side = max(int(SIDE * views.card_width), 8)
    length = float(np.linalg.norm(end - start))
    count = max(1, round((length - side) / (side / 2)) + 1)
    margin = min(0.5, side / 2 / max(length, 1.0))
    height, width = views.luma.shape
    for share in np.linspace(margin, 1 - margin, count) if count > 1 else (0.5,):
        left, top = (int(value - side / 2) for value in start + (end - start) * share)
        if left >= 0 and top >= 0 and left + side <= width and top + side <= height:
            yield left, top, side
