"""Whether white paper goes on beyond a card's edges, as around a copy on its sheet, and whether an edge lies between.

Whatever has a thickness casts a shadow where it lies on something, which a photograph shows as a line darker than both
sides; print ends on its own sheet without one. Under a scanner's lid cards have none either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.quantiles import quantile

#: The card is looked at this many pixels wide; what follows is in parts of its width.
_WIDTH: Final = 320
_MARGIN: Final = 0.07
#: Where the strip beyond the edge begins and ends, and how deep the card's own paper is looked for inside it. An
#: outline that is a little off, and a card's shadow, lie before the strip.
_NEAR: Final = 0.012
_FAR: Final = 0.045
_DEEP: Final = 0.16
#: How far a shadow reaches outwards and inwards from an edge that is a little off, and how far inside it print is
#: compared.
_SHADOW_OUT: Final = 0.025
_SHADOW_IN: Final = 0.016
#: Where a faint shadow shows on the paper alone.
_SHADOW_NEAR: Final = 0.019
_SHADOW_CLEAR: Final = 0.006
_BESIDE: Final = 0.038
#: Of the stretches with paper outside, the part that has less of a shadow: sides that face the light have least.
_SHADED: Final = 0.75
#: Stretches along the long sides and the short ones.
_ALONG: Final = 8
_DOWN: Final = 5
_LEAST_SEEN: Final = 8
#: Paper inside a stretch: its lightest fifth.
_LIGHTEST: Final = 0.8
#: What may lie between paper inside and outside, in L and in (a, b): what is printed inside tints it. Beyond that a
#: sheet has no texture.
_DARKER: Final = 5.0
_LIGHTER: Final = 14.0
_OTHER_COLOUR: Final = 8.0
_TEXTURE: Final = 2.5

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Surround:
    """``share`` of the stretches of the card's edge beyond which paper goes on; ``unevenness`` is how far the light on
    that paper differs from place to place, in L (10th to 90th percentile): little under a scanner's lid and none where
    a program drew the page. ``shadow`` is how much of one lies along most edges with paper beyond them, in L (75th
    percentile)."""

    share: float
    unevenness: float
    shadow: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the edge: the lightness beyond it, whether that is the paper of the card, and its shadow in L."""

    level: float
    is_paper: bool
    shadow: float


def find_surround(capture: ExaminedCapture) -> Surround:
    """Compare what lies just outside the card with the lightest just inside, stretch by stretch, so that a slope of
    the light does not matter."""
    lab, seen = _card_with_margin(capture)
    stretches = [_stretch(strip) for strip, shown in _strips(lab, seen) if shown[_rows(-_FAR, -_NEAR)].all()]
    if len(stretches) < _LEAST_SEEN:
        return Surround(0.0, 0.0)
    paper = [stretch for stretch in stretches if stretch.is_paper]
    if not paper:
        return Surround(0.0, 0.0)
    unevenness = float(np.ptp(np.quantile([stretch.level for stretch in paper], (0.1, 0.9))))
    shadow = float(np.quantile([stretch.shadow for stretch in paper], _SHADED))
    return Surround(len(paper) / len(stretches), unevenness, shadow)


def _card_with_margin(capture: ExaminedCapture) -> tuple[Floats, NDArray[np.bool_]]:
    """The straightened card and what is around it in Lab, and where the picture shows it."""
    rows, columns = capture.rectified.shape[:2]
    scale, margin = _WIDTH / columns, round(_MARGIN * _WIDTH)
    left, top, right, bottom = capture.outline.bounds()
    reduced = max(int(min(right - left, bottom - top) / _WIDTH), 1)
    small = cv2.resize(capture.pixels, None, fx=1 / reduced, fy=1 / reduced, interpolation=cv2.INTER_AREA)
    to_small = np.diag([capture.pixels.shape[1] / small.shape[1], capture.pixels.shape[0] / small.shape[0], 1.0])
    placed = np.array([[scale, 0, margin], [0, scale, margin], [0, 0, 1]]) @ capture.to_rectified @ to_small
    size = (_WIDTH + 2 * margin, round(rows * scale) + 2 * margin)
    card = cv2.GaussianBlur(cv2.warpPerspective(small, placed, size), (0, 0), 1.0)
    seen = cv2.warpPerspective(np.ones(small.shape[:2], np.uint8), placed, size, flags=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(card.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)), seen > 0


def _strips(lab: Floats, seen: NDArray[np.bool_]) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """What lies across each stretch of the four sides, turned so that the outside is on top."""
    margin = round(_MARGIN * _WIDTH)
    for quarter in range(4):
        turned, shown = np.rot90(lab, quarter), np.rot90(seen, quarter)
        for columns in _cut(margin, turned.shape[1] - margin, _DOWN if quarter % 2 else _ALONG):
            yield turned[:, columns], shown[:, columns]


def _rows(start: float, end: float) -> slice:
    """Rows of a strip between two distances from the edge, in card widths; what is outside is below 0."""
    edge = round(_MARGIN * _WIDTH)
    return slice(edge + round(start * _WIDTH), edge + round(end * _WIDTH))


def _cut(start: int, end: int, count: int) -> list[slice]:
    marks = [round(float(mark)) for mark in np.linspace(start, end, count + 1)]
    return [slice(one, other) for one, other in pairwise(marks)]


def _stretch(strip: Floats) -> _Stretch:
    """Compare the two sides of the edge."""
    beyond, within = strip[_rows(-_FAR, -_NEAR)].reshape(-1, 3), strip[_rows(_NEAR, _DEEP)].reshape(-1, 3)
    lightest = within[within[:, 0] >= quantile(within[:, 0], _LIGHTEST)]
    level, *colour = np.median(beyond, axis=0) - np.median(lightest, axis=0)
    alike = -_DARKER < level < _LIGHTER and float(np.hypot(*colour)) < _OTHER_COLOUR
    is_paper = bool(alike and beyond[:, 0].std() < _TEXTURE)
    return _Stretch(float(np.median(beyond[:, 0])), is_paper, _shadow(strip[..., 0]) if is_paper else 0.0)


def _shadow(level: Floats) -> float:
    """How much darker the edge is than either side of it, or the paper near it than farther off."""
    outside, near, edge, inside = (
        np.median(level[rows], axis=1)
        for rows in (
            _rows(-_FAR, -_SHADOW_OUT),
            _rows(-_SHADOW_NEAR, -_SHADOW_CLEAR),
            _rows(-_SHADOW_OUT, _SHADOW_IN),
            _rows(_SHADOW_IN, _BESIDE),
        )
    )
    paper = float(np.median(outside))
    return max(min(paper, float(np.median(inside))) - float(edge.min()), paper - float(near.min()))
