"""Characters copied within one picture, found by what repeats too exactly: part of *texture*.

Two prints of one digit are never photographed alike: they lie at different fractions of a pixel and each has grain of
its own. A digit that an editing program copied lies exactly whole pixels from its original and differs from it by the
last compression alone. So windows along each number, as high as its ink, are paired with the likest other place of it
(normalised correlation of the straightened line), matched there by whole pixels, and what is left of a shift is
estimated from the gradients (Lucas and Kanade). A pair counts, together with a window beside it that moved alike, by
how near that is to none, and by how much less its pixels differ than those of the card's other repeated characters do
once they are aligned (copy-move detection with the card's own repeats as the control). What has
no grain, or is burnt out, says nothing: a program that draws a page repeats its digits exactly, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_windows import is_burnt_out
from kyc.authenticity.traces import Family, Subtype, Trace
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

Floats = NDArray[np.float32]
Point = NDArray[np.float64]

#: Its bars repeat, too.
_NOT_TYPED: Final = frozenset((FieldName.BARCODE_NUMBER,))
#: A number: digits and Latin letters at least, and their share of what was read.
_LEAST_LATIN: Final = 5
_LATIN_SHARE: Final = 0.6
#: Taller boxes, in card widths, hold several rows.
_ONE_ROW: Final = 0.085
#: A line's row of ink: rows in which luma changes along the line by more than this part of what it does in the middle
#: half, looked for from so far above the box to so far below it (in heights), in as many rows.
_INKED: Final = 0.3
_BEYOND: Final = 0.2
_ROWS: Final = 40
#: What is lower, in parts of the box, is no row of characters.
_LOWEST: Final = 0.3
#: Shorter boxes, in heights, hold no number.
_SHORTEST: Final = 2.0
#: A digit's pitch, at most, in parts of its height: numbers are spaced out, and dates hold words.
_WIDEST: Final = 0.8
#: Side of a window along the line, in parts of a character's pitch, and across it, in parts of the line's height.
_LONG: Final = 0.75
_HIGH: Final = 1.0
#: Windows are a quarter of this apart, and a pair's places at least so far (in pitches).
_STEPS: Final = 4
_APART: Final = 0.7
#: Height of the straightened line in which likest places are looked for, and how alike they are.
_COARSE: Final = 16
_ALIKE: Final = 0.85
#: So many of them are matched: where a digit is repeated, its copy need not be the likest.
_LIKEST: Final = 2
#: Pixels around the likest place in which the whole-pixel match lies.
_SEARCH: Final = 3
#: Standard deviation of the luma in a window that holds a stroke, and how alike its match is.
_LEAST_DEVIATION: Final = 15.0
_MATCH: Final = 0.9
#: Shift in pixels from which a repeat is a print of its own, and how many of them are enough to compare with.
_OWN_PRINT: Final = 0.1
_LEAST_PRINTS: Final = 6
_LEAST_OWN: Final = 4
#: Else: what such repeats differ by, on the careful side (72 genuine captures: median -1.08, a tenth below -1.46).
_USUAL: Final = -1.25
#: Added to shifts, in pixels: about what the compression leaves unsure.
_UNSURE: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Pair:
    """A window and its whole-pixel match: upper left corners; ``shift`` left over in pixels; logarithms of how much
    the two differ in parts of their gradients, as they lie (``plain``) and once aligned (``aligned``)."""

    corner: tuple[int, int]
    match: tuple[int, int]
    shift: float
    plain: float
    aligned: float

    @property
    def moved(self) -> tuple[int, int]:
        return self.match[0] - self.corner[0], self.match[1] - self.corner[1]


@dataclass(frozen=True, slots=True)
class _Line:
    """A number as it lies in the picture: ``start`` to ``end`` of its middle, its ``height`` and ``pitch``."""

    name: str
    start: Point
    end: Point
    height: float
    pitch: float

    @property
    def along(self) -> Point:
        return np.asarray((self.end - self.start) / max(self.length, 1.0))

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.end - self.start))


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the picture around a number, with its upper left corner at ``left``, ``top``: ``planes`` are its luma
    and what that changes by across and down, ``mask`` what is 1 in a window, ``box`` the width and height of the
    largest upright box about a window's middle that the window holds next to all of."""

    line: _Line
    mask: Floats
    box: tuple[int, int]
    left: int
    top: int
    luma: NDArray[np.uint8]
    planes: tuple[Floats, Floats, Floats]

    def cut(self, corner: tuple[int, int]) -> tuple[Floats, ...] | None:
        """The planes in the window at ``corner``; None where that is not all inside, clear of the rim."""
        (height, width), x, y = self.mask.shape, corner[0] - self.left, corner[1] - self.top
        if min(x, y) < 1 or y + height >= self.luma.shape[0] or x + width >= self.luma.shape[1]:
            return None
        return tuple(plane[y : y + height, x : x + width] for plane in self.planes)


def cloned_traces(views: Views) -> list[Trace]:
    """The number with the pair that repeats most exactly."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return []
    parts = [_part(views.luma, line) for line in _numbers(views)]
    found = [(part, _pairs(part, views.luma)) for part in parts]
    usual = _usual([pair for _, pairs in found for pair in pairs])
    exact = [(value, part.line, clone) for part, pairs in found for value, clone in _clones(part, pairs, usual)]
    if not exact:
        return []
    value, line, _ = max(exact, key=lambda item: item[0])
    if value >= lines.CLONE_AT_LINE and views.share(views.grainless, _place(line)) > lines.CLONE_GRAINLESS:
        return []
    shown = [clone for other, its_line, clone in exact if its_line is line and other >= min(value, lines.CLONE_AT_LINE)]
    return [_trace(value, line, shown)]


def _usual(pairs: list[_Pair]) -> float:
    """How much the card's repeats differ once they are aligned."""
    prints = [pair.aligned for pair in pairs if pair.shift > _OWN_PRINT]
    return float(np.quantile(prints, 0.25)) if len(prints) >= _LEAST_PRINTS else _USUAL


def _own(pairs: list[_Pair], usual: float) -> float:
    """How little those of one number differ: numbers in strong type on bare paper differ less than others."""
    prints = [pair.aligned for pair in pairs if pair.shift > _OWN_PRINT]
    return float(np.quantile(prints, 0.1)) if len(prints) >= _LEAST_OWN else usual


def _trace(value: float, line: _Line, clones: list[_Pair]) -> Trace:
    words = Words(
        N_("Characters of %(field)s repeat to the pixel, as copied ones do: exactness %(value)s."),
        {"field": line.name, "value": round(value, 1)},
    )
    figure = Figure(N_("How exactly characters repeat"), round(value, 2), "", (0.0, lines.CLONE_AT_LINE))
    score = scaled(value, lines.CLONE_AT_LINE, lines.CLONE_AT_FULL)
    corners = dict.fromkeys(corner for clone in clones for corner in (clone.corner, clone.match))
    quads = tuple(_quad(line, corner) for corner in corners)
    return Trace(Family.TEXTURE, Subtype.SPLICED_PATCH, line.name, score, words, quads, (figure,))


def _place(line: _Line) -> Quad:
    half = np.array((-line.along[1], line.along[0])) * line.height / 2
    corners = (line.start - half, line.end - half, line.end + half, line.start + half)
    return Quad.from_points([tuple(corner) for corner in corners])


def _quad(line: _Line, corner: tuple[int, int]) -> Quad:
    left, top = corner
    height, width = _mask(line).shape
    return Quad.from_points([(left, top), (left + width, top), (left + width, top + height), (left, top + height)])


def _clones(part: _Part, pairs: list[_Pair], usual: float) -> Iterator[tuple[float, _Pair]]:
    """How exact a window is together with one beside it that moved alike, for what is no print of its own."""
    usual = min(usual, _own(pairs, usual))
    across, down = np.round(part.line.along * part.line.pitch * _LONG / _STEPS).astype(int).tolist()
    exact = (pair for pair in pairs if pair.shift <= _OWN_PRINT)
    for one, sign in product(exact, (-1, 1)):
        x, y = one.corner[0] + sign * across, one.corner[1] + sign * down
        other = _compared(part, (x, y), (x + one.moved[0], y + one.moved[1]))
        if other is not None:
            yield (_exactness(one, usual) + _exactness(other, usual)) / 2, one


def _exactness(pair: _Pair, usual: float) -> float:
    return float(-np.log(pair.shift + _UNSURE) + 2 * (usual - pair.plain))


def _numbers(views: Views) -> Iterator[_Line]:
    """What was read as a number, and what should be read and was not: an edit may leave nothing that can be read."""
    for name, quad, characters in (*_read(views), *_unread(views)):
        line = _line(name, quad, characters)
        if 0 < line.height <= _ONE_ROW * views.card_width and line.length > _SHORTEST * line.height:
            yield _on_its_ink(views.luma, line)


def _read(views: Views) -> Iterator[tuple[FieldName, Quad, int]]:
    for field in views.typed_fields:
        text = "".join(field.raw.split())
        latin = sum(letter.isascii() and letter.isalnum() for letter in text)
        if field.quad is not None and latin >= max(_LEAST_LATIN, _LATIN_SHARE * len(text)):
            yield field.name, field.quad, len(text)


def _unread(views: Views) -> Iterator[tuple[FieldName, Quad, int]]:
    placed = {field.name for field in views.placed_fields}
    for name, quad in views.capture.places.items():
        if name not in placed and name not in _NOT_TYPED and views.shows(quad):
            yield name, quad, 1


def _line(name: FieldName, quad: Quad, characters: int) -> _Line:
    a, b, c, d = (np.asarray(point, np.float64) for point in quad.points)
    start, end = (a + d) / 2, (b + c) / 2
    height, length = float(np.linalg.norm(c + d - a - b) / 2), float(np.linalg.norm(end - start))
    return _Line(name.value, start, end, height, length / characters)


def _on_its_ink(luma: NDArray[np.uint8], line: _Line) -> _Line:
    """``line`` as high as its characters are: a text detector's box is higher, and reaches into other rows."""
    scale = _ROWS / ((1 + 2 * _BEYOND) * line.height)
    columns = int(line.length * scale)
    if columns < _ROWS:
        return line
    across = np.array((-line.along[1], line.along[0]))
    origin = line.start - across * (0.5 + _BEYOND) * line.height
    straight = _straightened(luma, line.along, origin, scale, (columns, _ROWS))
    changes = cv2.blur(cv2.absdiff(straight[:, 2:], straight[:, :-2]).mean(axis=1, dtype=np.float32), (1, 3)).ravel()
    inked = changes >= changes.min() + _INKED * (changes[_ROWS // 4 : -_ROWS // 4].max() - changes.min())
    middle = _ROWS // 4 + int(changes[_ROWS // 4 : -_ROWS // 4].argmax())
    first = middle - int(np.argmin(np.append(inked[middle::-1], False)))
    last = middle + int(np.argmin(np.append(inked[middle:], False)))
    shift = origin + across * ((first + last + 1) / 2 / scale) - line.start
    height = (last - first - 1) / scale
    if height < _LOWEST * line.height:
        return line
    pitch = min(line.pitch, _WIDEST * height)
    return replace(line, start=line.start + shift, end=line.end + shift, height=height, pitch=pitch)


def _straightened(
    luma: NDArray[np.uint8], along: Point, origin: Point, scale: float, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The part of ``luma`` that has its upper left corner at ``origin`` and its rows ``along``, ``size`` pixels (width,
    height) of 1 / ``scale``."""
    across = np.array((-along[1], along[0]))
    to_picture = np.column_stack((along / scale, across / scale, origin))
    return np.asarray(cv2.warpAffine(luma, to_picture, size, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP))


def _part(luma: NDArray[np.uint8], line: _Line) -> _Part:
    mask, along = _mask(line), np.abs(line.along)
    width, height = np.ceil(np.maximum(along * _long(line), along[::-1] * _high(line))).astype(int).tolist()
    room = np.array(mask.shape[::-1]) / 2 + _SEARCH + 2
    ends = np.stack((line.start, line.end))
    left, top = (max(int(value), 0) for value in ends.min(axis=0) - room)
    right, bottom = (int(value) + 1 for value in ends.max(axis=0) + room)
    crop = luma[top:bottom, left:right]
    across, down = (cv2.Sobel(crop, cv2.CV_32F, 1 - axis, axis, scale=1 / 8) for axis in (0, 1))
    return _Part(line, mask, (width, height), left, top, crop, (crop.astype(np.float32), across, down))


def _pairs(part: _Part, luma: NDArray[np.uint8]) -> list[_Pair]:
    """Windows along the line with their whole-pixel matches further on."""
    matched = (_matched(part, here, there) for here, there in _alike(luma, part.line))
    return [pair for pair in matched if pair is not None]


def _long(line: _Line) -> float:
    return max(_LONG * line.pitch, 8.0)


def _high(line: _Line) -> float:
    return max(_HIGH * line.height, 10.0)


def _mask(line: _Line) -> Floats:
    """1 inside a window as it lies along ``line``, 0 in the rest of its upright bounds."""
    along, long, high = line.along, _long(line), _high(line)
    across = np.array((-along[1], along[0]))
    width, height = np.ceil(np.abs(along) * long + np.abs(across) * high).astype(int)
    x, y = np.meshgrid(np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2)
    inside = (np.abs(x * along[0] + y * along[1]) <= long / 2) & (np.abs(x * across[0] + y * across[1]) <= high / 2)
    return np.asarray(inside, np.float32)


def _alike(luma: NDArray[np.uint8], line: _Line) -> Iterator[tuple[Point, Point]]:
    """The middles of windows, and of the likest place further on in the line, found in the straightened line."""
    scale = _COARSE / line.height
    columns, wide = int(line.length * scale), max(int(line.pitch * scale), 4)
    if columns < 3 * wide:
        return
    along = line.along
    across = np.array((-along[1], along[0]))
    origin = line.start - across * line.height / 2
    straight = _straightened(luma, along, origin, scale, (columns, _COARSE))
    windows = np.lib.stride_tricks.sliding_window_view(straight.astype(np.float32), wide, axis=1)
    flat = windows.transpose(1, 0, 2).reshape(windows.shape[1], -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-3
    heres = np.arange(0, columns - wide, line.pitch * _LONG / _STEPS * scale).round().astype(int)
    likeness = flat[heres] @ flat.T
    apart = int(np.ceil(_APART * line.pitch * scale))
    for here, row in zip(heres.tolist(), likeness, strict=True):
        row[: here + apart] = -1.0
        for _ in range(_LIKEST):
            best = int(row.argmax())
            if row[best] < _ALIKE:
                break
            middles = [line.start + along * ((column + wide / 2) / scale) for column in (here, best)]
            yield middles[0], middles[1]
            row[max(best - wide // 2, 0) : best + wide // 2 + 1] = -1.0


def _matched(part: _Part, here: Point, there: Point) -> _Pair | None:
    """The window around ``here`` and its best match by whole pixels near ``there``; None where there is none."""
    (width, height), reach = part.box, 2 * _SEARCH
    x, y = round(float(here[0]) - width / 2) - part.left, round(float(here[1]) - height / 2) - part.top
    left, top = round(float(there[0]) - width / 2) - part.left, round(float(there[1]) - height / 2) - part.top
    left, top = left - _SEARCH, top - _SEARCH
    window = part.luma[max(y, 0) : y + height, max(x, 0) : x + width]
    around = part.luma[max(top, 0) : top + height + reach, max(left, 0) : left + width + reach]
    if window.shape != (height, width) or around.shape != (height + reach, width + reach):
        return None
    if float(cv2.meanStdDev(window)[1][0, 0]) < _LEAST_DEVIATION or is_burnt_out(window):
        return None
    alike = cv2.matchTemplate(around, window, cv2.TM_CCOEFF_NORMED)
    row, column = divmod(int(alike.argmax()), alike.shape[1])
    if alike[row, column] < _MATCH:
        return None
    high, wide = part.mask.shape
    corner = round(float(here[0]) - wide / 2), round(float(here[1]) - high / 2)
    return _compared(part, corner, (corner[0] + left + column - x, corner[1] + top + row - y))


def _compared(part: _Part, corner: tuple[int, int], match: tuple[int, int]) -> _Pair | None:
    """Two windows of one part; None where one of them lies beyond it."""
    mask, size = part.mask, float(part.mask.sum())
    one, other = (part.cut(place) for place in (corner, match))
    if one is None or other is None:
        return None
    difference = (one[0] - other[0]) * mask
    difference = (difference - mask * (float(difference.sum()) / size)).ravel()
    across, down = (((first + second) * mask / 2).ravel() for first, second in zip(one[1:], other[1:], strict=True))
    xx, xy, yy = float(across @ across), float(across @ down), float(down @ down)
    x, y = float(across @ difference), float(down @ difference)
    determinant = max(xx * yy - xy * xy, 1e-6)
    shift = ((yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant)
    aligned = difference - shift[0] * across - shift[1] * down
    gradients = max(xx + yy, 1e-6)
    return _Pair(
        corner,
        match,
        float(np.hypot(*shift)),
        float(np.log((float(difference @ difference) + 1.0) / gradients)) / 2,
        float(np.log((float(aligned @ aligned) + 1.0) / gradients)) / 2,
    )
