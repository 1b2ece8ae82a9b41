"""Whether white paper goes on beyond a card's edges, as around a copy on its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.capture import ExaminedCapture

#: The card is looked at this many pixels wide; what follows is in parts of its width.
_WIDTH: Final = 320
_MARGIN: Final = 0.07
#: Where the strip beyond the edge begins and ends, and how deep the card's own paper is looked for inside it. An
#: outline that is a little off, and a card's shadow, lie before the strip.
_NEAR: Final = 0.012
_FAR: Final = 0.045
_DEEP: Final = 0.16
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
#: Rows and columns of the card with its margin.
Part = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Surround:
    """``share`` of the stretches of the card's edge beyond which paper goes on; ``unevenness`` is how far the light on
    that paper differs from place to place, in L (10th to 90th percentile): little under a scanner's lid and none where
    a program drew the page."""

    share: float
    unevenness: float


def find_surround(capture: ExaminedCapture) -> Surround:
    """Compare what lies just outside the card with the lightest just inside, stretch by stretch, so that a slope of
    the light does not matter."""
    lab, seen = _card_with_margin(capture)
    stretches = [_stretch(lab, outside, inside) for outside, inside in _parts(lab.shape) if seen[outside].all()]
    if len(stretches) < _LEAST_SEEN:
        return Surround(0.0, 0.0)
    paper = [level for level, is_paper in stretches if is_paper]
    unevenness = float(np.ptp(np.quantile(paper, (0.1, 0.9)))) if paper else 0.0
    return Surround(len(paper) / len(stretches), unevenness)


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


def _parts(shape: tuple[int, ...]) -> Iterator[tuple[Part, Part]]:
    """Outside and inside of each stretch of the four sides."""
    margin, near, far, deep = (round(part * _WIDTH) for part in (_MARGIN, _NEAR, _FAR, _DEEP))
    top, left, bottom, right = margin, margin, shape[0] - margin, shape[1] - margin
    for columns in _cut(left, right, _ALONG):
        yield (slice(top - far, top - near), columns), (slice(top + near, top + deep), columns)
        yield (slice(bottom + near, bottom + far), columns), (slice(bottom - deep, bottom - near), columns)
    for rows in _cut(top, bottom, _DOWN):
        yield (rows, slice(left - far, left - near)), (rows, slice(left + near, left + deep))
        yield (rows, slice(right + near, right + far)), (rows, slice(right - deep, right - near))


def _cut(start: int, end: int, count: int) -> list[slice]:
    marks = [round(float(mark)) for mark in np.linspace(start, end, count + 1)]
    return [slice(one, other) for one, other in pairwise(marks)]


def _stretch(lab: Floats, outside: Part, inside: Part) -> tuple[float, bool]:
    """The lightness beyond the edge, and whether it is the paper of the card."""
    beyond, within = lab[outside].reshape(-1, 3), lab[inside].reshape(-1, 3)
    lightest = within[within[:, 0] >= np.quantile(within[:, 0], _LIGHTEST)]
    level, *colour = np.median(beyond, axis=0) - np.median(lightest, axis=0)
    alike = -_DARKER < level < _LIGHTER and float(np.hypot(*colour)) < _OTHER_COLOUR
    return float(np.median(beyond[:, 0])), bool(alike and beyond[:, 0].std() < _TEXTURE)
