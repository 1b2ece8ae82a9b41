"""Rows of type as they lie in a picture, as high as their ink."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.documents.geometry import Quad

Point = NDArray[np.float64]

#: A row of ink: rows of pixels in which luma changes along the line by more than this part of what it does in the
#: middle half, looked for from so far above the box to so far below it (in heights), in as many rows.
_INKED: Final = 0.3
_BEYOND: Final = 0.2
_ROWS: Final = 40
#: What is lower, in parts of the box, is no row of characters.
_LOWEST: Final = 0.3
#: A digit's pitch, at most, in parts of its height: numbers are spaced out, and dates hold words.
_WIDEST: Final = 0.8


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of type as it lies in the picture: ``start`` to ``end`` of its middle, its ``height`` and ``pitch``."""

    name: str
    start: Point
    end: Point
    height: float
    pitch: float

    @property
    def along(self) -> Point:
        return np.asarray((self.end - self.start) / max(self.length, 1.0))

    @property
    def across(self) -> Point:
        """Down the characters."""
        along = self.along
        return np.array((-along[1], along[0]))

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.end - self.start))

    def quad(self, beyond: float = 0.0) -> Quad:
        """Where it lies, and so much around it (in heights)."""
        half, more = self.across * self.height * (0.5 + beyond), self.along * self.height * beyond
        start, end = self.start - more, self.end + more
        return Quad.from_points([tuple(corner) for corner in (start - half, end - half, end + half, start + half)])


def row_of(name: str, quad: Quad, characters: int) -> TextRow:
    """The box ``quad`` of so many characters."""
    a, b, c, d = (np.asarray(point, np.float64) for point in quad.points)
    start, end = (a + d) / 2, (b + c) / 2
    height, length = float(np.linalg.norm(c + d - a - b) / 2), float(np.linalg.norm(end - start))
    return TextRow(name, start, end, height, length / characters)


def on_its_ink(luma: NDArray[np.uint8], row: TextRow) -> TextRow:
    """``row`` as high as its characters are: a text detector's box is higher, and reaches into other rows."""
    scale = _ROWS / ((1 + 2 * _BEYOND) * row.height)
    columns = int(row.length * scale)
    if columns < _ROWS:
        return row
    origin = row.start - row.across * (0.5 + _BEYOND) * row.height
    straight = straightened(luma, row.along, origin, scale, (columns, _ROWS))
    changes = cv2.blur(cv2.absdiff(straight[:, 2:], straight[:, :-2]).mean(axis=1, dtype=np.float32), (1, 3)).ravel()
    first, last = _inked(changes)
    shift = origin + row.across * ((first + last + 1) / 2 / scale) - row.start
    height = (last - first - 1) / scale
    if height < _LOWEST * row.height:
        return row
    pitch = min(row.pitch, _WIDEST * height)
    return replace(row, start=row.start + shift, end=row.end + shift, height=height, pitch=pitch)


def straightened(
    luma: NDArray[np.uint8], along: Point, origin: Point, scale: float, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The part of ``luma`` that has its upper left corner at ``origin`` and its rows ``along``, ``size`` pixels (width,
    height) of 1 / ``scale``."""
    across = np.array((-along[1], along[0]))
    to_picture = np.column_stack((along / scale, across / scale, origin))
    return np.asarray(cv2.warpAffine(luma, to_picture, size, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP))


def _inked(changes: NDArray[Any]) -> tuple[int, int]:
    """The rows next to those of the ink, above and below it, around the one that changes most."""
    middle_half = changes[_ROWS // 4 : -_ROWS // 4]
    inked = changes >= changes.min() + _INKED * (middle_half.max() - changes.min())
    middle = _ROWS // 4 + int(middle_half.argmax())
    first = middle - int(np.argmin(np.append(inked[middle::-1], False)))
    last = middle + int(np.argmin(np.append(inked[middle:], False)))
    return first, last
