"""The family *texture*: a value whose strokes are sharper than those of every other value of the capture.

One lens blurs everything on a card; what was typed into the picture afterwards it did not. The width of an edge is what
luma changes from one side of it to the other over its steepest slope on the way (of an edge blurred by ``s``, ``s``
times the root of 2 pi), whatever the contrast. Being less sharp than the others says nothing: a finger's grease, glare
or a bent card does that.

A value counts only as far as it surpasses the sharpest of the others, not their mean: fields differ in weight and size,
and each of them would be the sharpest of its card a little. Straight strokes look sharper than crowded ones, so that
one of the others must be written in the same kind of characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_windows import levels
from kyc.authenticity.traces import PORTRAIT, Family, Place, Subtype, Trace, places
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import Values
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

#: A value's height: in pixels at least, and in parts of the card's width at most, so that it is one row.
_LOWEST: Final = 10
_ONE_ROW: Final = 0.085
#: How far from a value's middle its edges lie, in parts of its height.
_HALF_HIGH: Final = 0.6
_MARGIN: Final = 10
_PRESMOOTH: Final = 0.5
#: How far from an edge its two sides are looked for, in pixels.
_REACH: Final = 5
#: Levels between ink and paper, and a pixel and part of them between neighbours, that an edge has at least.
_LEAST_CONTRAST: Final = 40
_LEAST_SLOPE: Final = 5.0
_LEAST_SLOPE_SHARE: Final = 0.08
#: An edge changes luma by so much of that contrast; less is a label, a seal or a holder's watermark.
_WHOLE_EDGE: Final = 0.6
#: Steep places of one value looked at, at most, and edges of one stretch, at least.
_MOST_STEEP: Final = 5000
_LEAST_EDGES: Final = 12
#: A digit or half a character, in parts of the card's width.
_STRETCH: Final = 0.02
_LEAST_STRETCHES: Final = 2
_LEAST_VALUES: Final = 4
_MOSTLY: Final = 0.6
#: Of the logarithm of the width: what differs between values of any length, and between the stretches of one.
_BETWEEN_VALUES: Final = 0.05
_BETWEEN_STRETCHES: Final = 0.2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Strokes:
    """``width`` is the natural logarithm of the width of a value's edges in pixels, ``stretches`` how many it was
    measured on."""

    place: Place
    latin: bool
    width: float
    stretches: int


def stroke_traces(views: Views, values: Values) -> list[Trace]:
    """The value that surpasses the sharpest of the others most clearly; ``values`` are those that can be compared."""
    strokes = list(_all_strokes(views)) if values else []
    comparable = [(one, others) for one in strokes if (others := _others(one, strokes))]
    if not comparable:
        return []
    one, others = max(comparable, key=lambda pair: _clearness(*pair))
    clearness, factor = _clearness(one, others), float(np.exp(max(_excess(one, others), 0.0)))
    words = Words(
        N_("The strokes of %(field)s are sharper than those of every other value: by the factor %(factor)s."),
        {"field": one.place.name, "factor": round(factor, 2)},
    )
    figure = Figure(N_("Sharpness of a value's strokes beyond all others, over its usual spread"), round(clearness, 2),
                    "", (0.0, lines.STROKES_AT_LINE))  # fmt: skip
    score = scaled(clearness, lines.STROKES_AT_LINE, lines.STROKES_AT_FULL)
    return [Trace(Family.TEXTURE, Subtype.RETYPED_TEXT, one.place.name, score, words, (one.place.quad,), (figure,))]


def _others(one: _Strokes, strokes: Sequence[_Strokes]) -> list[_Strokes]:
    """What ``one`` is compared with; nothing where that is too little."""
    others = [other for other in strokes if other is not one]
    alike = any(other.latin is one.latin for other in others)
    return others if alike and len(strokes) >= _LEAST_VALUES else []


def _excess(one: _Strokes, others: Sequence[_Strokes]) -> float:
    return min(other.width for other in others) - one.width


def _clearness(one: _Strokes, others: Sequence[_Strokes]) -> float:
    return _excess(one, others) / float(np.hypot(_BETWEEN_VALUES, _BETWEEN_STRETCHES / np.sqrt(one.stretches)))


def _all_strokes(views: Views) -> Iterator[_Strokes]:
    """Of every value read in one row."""
    texts = {field.name.value: "".join(field.raw.split()) for field in views.placed_fields}
    for place in places(views):
        text = texts.get(place.name, "")
        if place.name != PORTRAIT and text:
            widths = _widths(views, place)
            if len(widths) >= _LEAST_STRETCHES:
                latin = sum(letter.isascii() for letter in text) > _MOSTLY * len(text)
                yield _Strokes(place, latin, float(np.median(widths)), len(widths))


def _widths(views: Views, place: Place) -> list[float]:
    """Of each stretch of a value the median logarithm of its edges' widths."""
    a, b, c, d = (np.asarray(point, np.float64) for point in place.quad.points)
    start, along, down = (a + d) / 2, (b + c - a - d) / 2, (c + d - a - b) / 2
    length, height = float(np.linalg.norm(along)), float(np.linalg.norm(down))
    if height < _LOWEST or height > _ONE_ROW * views.card_width or length < _STRETCH * views.card_width:
        return []
    left, top, right, bottom = views.clipped(place.quad)
    left, top = max(left - _MARGIN, 0), max(top - _MARGIN, 0)
    points, widths = _edges(views.luma[top : bottom + _MARGIN, left : right + _MARGIN])
    offsets = points + np.array((left, top)) - start
    in_row = np.abs(offsets @ down) <= _HALF_HIGH * height**2
    count = max(1, round(length / (_STRETCH * views.card_width)))
    stretch = np.floor(offsets @ along / length**2 * count).astype(int)
    inside = in_row & (stretch >= 0) & (stretch < count)
    return _medians(widths[inside], stretch[inside], count)


def _medians(widths: NDArray[Any], stretch: NDArray[Any], count: int) -> list[float]:
    """The middle width of each of ``count`` stretches that has enough of them."""
    widths = widths[np.lexsort((widths, stretch))]
    many = np.bincount(stretch, minlength=count)
    middles = (np.cumsum(many) - many + many // 2)[many >= _LEAST_EDGES]
    return [float(width) for width in widths[middles]]


def _edges(luma: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where the edges of strokes are (n x 2), and the natural logarithms of their widths in pixels."""
    if min(luma.shape) <= 2 * _REACH + 1:
        return np.zeros((0, 2)), np.zeros(0)
    dark, bright = levels(luma)
    contrast = float(bright - dark)
    if contrast < _LEAST_CONTRAST:
        return np.zeros((0, 2)), np.zeros(0)
    smooth = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), _PRESMOOTH)
    points, normals, slopes = _crests(smooth, max(_LEAST_SLOPE_SHARE * contrast, _LEAST_SLOPE))
    change = _change_across(luma, points, normals)
    whole = change > _WHOLE_EDGE * contrast
    return points[whole], np.log(change[whole] / slopes[whole])


def _crests(smooth: Floats, least: float) -> tuple[Floats, Floats, Floats]:
    """Points where luma is steeper than on either side of them and than ``least``, the directions in which it rises
    there, and how steeply."""
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, 1 - axis, axis, scale=1 / 8) for axis in (0, 1))
    slope = cv2.magnitude(across, down)
    inner = slope[_REACH:-_REACH, _REACH:-_REACH]
    y, x = (place + _REACH for place in np.divmod(np.flatnonzero(inner > least), inner.shape[1]))
    y, x = (place[:: len(place) // _MOST_STEEP + 1] for place in (y, x))
    steep = slope[y, x]
    normals = np.stack((across[y, x], down[y, x]), axis=1) / steep[:, None]
    right, below = np.rint(normals).astype(int).T
    crest = np.flatnonzero((steep >= slope[y - below, x - right]) & (steep > slope[y + below, x + right]))
    return np.stack((x, y), axis=1)[crest].astype(np.float32), normals[crest], steep[crest]


def _change_across(luma: NDArray[np.uint8], points: Floats, normals: Floats) -> Floats:
    """From the darkest pixel before each point to the brightest one behind it."""
    if not len(points):
        return np.zeros(0, np.float32)
    steps = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
    x, y = (points[:, axis, None] + normals[:, axis, None] * steps for axis in (0, 1))
    levels = cv2.remap(luma.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(levels[:, _REACH:].max(axis=1) - levels[:, : _REACH + 1].min(axis=1), np.float32)
