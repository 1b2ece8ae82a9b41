"""A piece of a Korean driving licence that may hold a field in Hangul, and the lines of one that holds several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.documents.kinds import FieldName
from kyc.recognition import hangul
from kyc.recognition.lines import Corners
from kyc.recognition.networks import Pixels, cut_line
from kyc.recognition.printed import Print

#: At which height in pixels lines are told apart, and how high one is at least, in card heights: classes are printed
#: 0.045 high, and half a tilted line is 0.025.
LINES_HEIGHT: Final = 96
LEAST_LINE: Final = 0.030
#: Between the letters of one line's syllables lies less than this, in card heights; between two lines, 0.009 and more.
LINE_GAP: Final = 0.004


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the card that may hold a field in Hangul: its corners in the capture, and what PP-OCR read there."""

    name: FieldName
    corners: Corners
    seen: Print = field(default_factory=Print)
    #: Those of the boxes that it was put together from.
    pieces: tuple[Corners, ...] = ()


#: Strips, each with what Tesseract read in it.
Seen = Sequence[tuple[Strip, Print]]
#: What Tesseract reads at places of the capture.
ReadAt = Callable[[Sequence[Corners]], list[Print]]


def lines_of(strip: Strip, pixels: Pixels, height: float) -> list[Strip]:
    """The lines of a strip, ``height`` card heights high, that text detection took for one: it is parted where rows of
    pixels show no ink."""
    ink = _ink_of_rows(cut_line(pixels, strip.corners))
    bands = _bands(ink, height / len(ink))
    if len(bands) < 2:
        return [strip]
    cuts = [0.0, *((one[1] + other[0]) / 2 / len(ink) for one, other in pairwise(bands)), 1.0]
    return [_between(strip, top, bottom) for top, bottom in pairwise(cuts)]


def _ink_of_rows(cut: Pixels) -> npt.NDArray[np.float64]:
    """How much of each row of pixels is ink."""
    picture = hangul.prepared(cut, LINES_HEIGHT)
    picture = picture[hangul.BORDER : -hangul.BORDER, hangul.BORDER : -hangul.BORDER]
    threshold, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray((picture < threshold).mean(axis=1), np.float64)


def _bands(ink: npt.NDArray[np.float64], step: float) -> list[tuple[int, int]]:
    """Rows of pixels, each ``step`` card heights high, that are high enough together for a line."""
    inked = ink > 0.25 * float(np.percentile(ink, 90))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    joint = _closed(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), LINE_GAP / step)
    return [(start, end) for start, end in joint if end - start > LEAST_LINE / step]


def _closed(bands: Iterable[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Bands with those put together that lie less than ``gap`` apart."""
    closed: list[tuple[int, int]] = []
    for start, end in bands:
        if closed and start - closed[-1][1] < gap:
            start = closed.pop()[0]
        closed.append((start, end))
    return closed


def _between(strip: Strip, top: float, bottom: float) -> Strip:
    """The part of a strip between two of its heights, of which PP-OCR has read nothing by itself."""
    first, second, third, fourth = strip.corners
    down_left, down_right = fourth - first, third - second
    corners = [
        first + down_left * top,
        second + down_right * top,
        second + down_right * bottom,
        first + down_left * bottom,
    ]
    return replace(strip, corners=np.array(corners, np.float32), seen=Print())
