"""Characters copied within one picture, found by what repeats too exactly: part of *texture*.

Two prints of one digit are never photographed alike: they lie at different fractions of a pixel and each has grain of
its own. A digit that an editing program copied lies exactly whole pixels from its original and differs from it by the
last compression alone. So windows along each number are paired with the likest other place of it (normalised
correlation of the straightened line), matched there by whole pixels, and what is left of a shift is estimated from the
gradients (Lucas and Kanade). A pair counts by how near that is to none, and by how much less its pixels differ than
those of the card's other repeated characters do once they are aligned (copy-move detection with the card's own repeats
as the control). What has no grain says nothing: a program that draws a page repeats its digits exactly, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_windows import typed_fields
from kyc.authenticity.traces import Family, Subtype, Trace
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import FieldReading, Figure
from kyc.documents.words import N_, Words

Floats = NDArray[np.float32]
Point = NDArray[np.float64]

#: A number: digits at least, and their share of what was read.
_LEAST_DIGITS: Final = 5
_DIGITS_SHARE: Final = 0.6
#: Taller boxes, in card widths, hold several rows.
_ONE_ROW: Final = 0.06
#: Side of a window along the line, in parts of a character's pitch, and across it, in parts of the line's height.
_LONG: Final = 0.75
_HIGH: Final = 0.85
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
#: Variance of the luma in a window that holds a stroke, and the part of it that a match may leave.
_LEAST_VARIANCE: Final = 225.0
_MOST_LEFT: Final = 0.2
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

    place: int
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


def cloned_traces(views: Views) -> list[Trace]:
    """The number with the pair that repeats most exactly."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return []
    found = [(line, _pairs(views.luma, line)) for line in _numbers(views)]
    usual = _usual([pair for _, pairs in found for pair in pairs])
    exact = [
        (value, line, clone) for line, pairs in found for value, clone in _clones(pairs, min(usual, _own(pairs, usual)))
    ]
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


def _clones(pairs: list[_Pair], usual: float) -> Iterator[tuple[float, _Pair]]:
    """How exact two overlapping windows are that moved alike, and the first of them."""
    known = {(pair.place, pair.moved): pair for pair in pairs}
    for one in pairs:
        other = known.get((one.place + 1, one.moved))
        if other is not None:
            yield (_exactness(one, usual) + _exactness(other, usual)) / 2, one


def _exactness(pair: _Pair, usual: float) -> float:
    return float(-np.log(pair.shift + _UNSURE) + 2 * (usual - pair.plain))


def _numbers(views: Views) -> Iterator[_Line]:
    for field in typed_fields(views):
        line = _line(field)
        if line is not None and 0 < line.height <= _ONE_ROW * views.card_width:
            yield line


def _line(field: FieldReading) -> _Line | None:
    text = "".join(field.raw.split())
    digits = sum(letter.isdigit() for letter in text)
    if field.quad is None or digits < max(_LEAST_DIGITS, _DIGITS_SHARE * len(text)):
        return None
    a, b, c, d = (np.asarray(point, np.float64) for point in field.quad.points)
    start, end = (a + d) / 2, (b + c) / 2
    height, length = float(np.linalg.norm(c + d - a - b) / 2), float(np.linalg.norm(end - start))
    return _Line(field.name.value, start, end, height, length / len(text)) if length > 3 * height else None


def _pairs(luma: NDArray[np.uint8], line: _Line) -> list[_Pair]:
    """Windows along ``line`` with their whole-pixel matches further on."""
    mask = _mask(line)
    size = np.array(mask.shape[::-1])
    found = []
    for place, here, there in _alike(luma, line):
        corner, near = (np.round(middle - size / 2).astype(int) for middle in (here, there))
        pair = _matched(luma, mask, place, corner, near)
        if pair is not None:
            found.append(pair)
    return found


def _mask(line: _Line) -> Floats:
    """1 inside a window as it lies along ``line``, 0 in the rest of its upright bounds."""
    along, long, high = line.along, max(_LONG * line.pitch, 8.0), max(_HIGH * line.height, 10.0)
    across = np.array((-along[1], along[0]))
    width, height = np.ceil(np.abs(along) * long + np.abs(across) * high).astype(int)
    x, y = np.meshgrid(np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2)
    inside = (np.abs(x * along[0] + y * along[1]) <= long / 2) & (np.abs(x * across[0] + y * across[1]) <= high / 2)
    return np.asarray(inside, np.float32)


def _alike(luma: NDArray[np.uint8], line: _Line) -> Iterator[tuple[int, Point, Point]]:
    """The middles of windows, and of the likest place further on in the line, found in the straightened line."""
    scale = _COARSE / line.height
    columns, wide = int(line.length * scale), max(int(line.pitch * scale), 4)
    if columns < 3 * wide:
        return
    along = line.along
    across = np.array((-along[1], along[0]))
    origin = line.start - across * line.height / 2
    to_picture = np.column_stack((along / scale, across / scale, origin))
    straight = cv2.warpAffine(luma, to_picture, (columns, _COARSE), flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP)
    windows = np.lib.stride_tricks.sliding_window_view(straight.astype(np.float32), wide, axis=1)
    flat = windows.transpose(1, 0, 2).reshape(windows.shape[1], -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-3
    heres = np.arange(0, columns - wide, line.pitch * _LONG / _STEPS * scale).round().astype(int)
    likeness = flat[heres] @ flat.T
    apart = int(np.ceil(_APART * line.pitch * scale))
    for place, (here, row) in enumerate(zip(heres.tolist(), likeness, strict=True)):
        row[: here + apart] = -1.0
        for _ in range(_LIKEST):
            best = int(row.argmax())
            if row[best] < _ALIKE:
                break
            middles = [line.start + along * ((column + wide / 2) / scale) for column in (here, best)]
            yield place, middles[0], middles[1]
            row[max(best - wide // 2, 0) : best + wide // 2 + 1] = -1.0


def _matched(
    luma: NDArray[np.uint8], mask: Floats, place: int, corner: NDArray[np.int_], near: NDArray[np.int_]
) -> _Pair | None:
    """The window at ``corner`` and its best match by whole pixels around ``near``; None where there is none."""
    height, width = mask.shape
    (x, y), (left, top) = corner.tolist(), (near - _SEARCH).tolist()
    around = luma[max(top, 0) : top + height + 2 * _SEARCH, max(left, 0) : left + width + 2 * _SEARCH]
    if min(x, y, left, top) < 1 or around.shape != (height + 2 * _SEARCH, width + 2 * _SEARCH):
        return None
    if y + height >= luma.shape[0] or x + width >= luma.shape[1]:
        return None
    size = float(mask.sum())
    window = luma[y : y + height, x : x + width].astype(np.float32)
    centred = (window - float((window * mask).sum()) / size) * mask
    variance = float((centred * centred).sum()) / size
    if variance < _LEAST_VARIANCE:
        return None
    inside = mask > 0
    others = np.lib.stride_tricks.sliding_window_view(around, mask.shape)[:, :, inside].astype(np.float32)
    mean = others.mean(axis=2)
    spread = np.einsum("ijk,ijk->ij", others, others) / size - mean * mean
    left_over = variance + spread - 2 * (others @ centred[inside]) / size
    down, right = np.unravel_index(int(np.argmin(left_over)), left_over.shape)
    if left_over[down, right] > _MOST_LEFT * variance:
        return None
    match = (left + int(right), top + int(down))
    return _compared(luma, mask, place, (x, y), match)


def _compared(
    luma: NDArray[np.uint8], mask: Floats, place: int, corner: tuple[int, int], match: tuple[int, int]
) -> _Pair:
    height, width = mask.shape
    one, other = (luma[y - 1 : y + height + 1, x - 1 : x + width + 1].astype(np.float32) for x, y in (corner, match))
    inside = mask > 0
    mean = (one + other) / 2
    across, down = (cv2.Sobel(mean, cv2.CV_32F, 1 - axis, axis, scale=1 / 8)[1:-1, 1:-1][inside] for axis in (0, 1))
    difference = (one - other)[1:-1, 1:-1][inside]
    difference = difference - difference.mean()
    xx, xy, yy = float(across @ across), float(across @ down), float(down @ down)
    x, y = float(across @ difference), float(down @ difference)
    determinant = max(xx * yy - xy * xy, 1e-6)
    shift = ((yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant)
    aligned = difference - shift[0] * across - shift[1] * down
    gradients = max(xx + yy, 1e-6)
    return _Pair(
        place,
        corner,
        match,
        float(np.hypot(*shift)),
        float(np.log((float(difference @ difference) + 1.0) / gradients)) / 2,
        float(np.log((float(aligned @ aligned) + 1.0) / gradients)) / 2,
    )
