"""Whether a card's corners are square, as scissors leave them, where a card's are round (ISO/IEC 7810: 3.18 mm).

At each corner the two edges are found beside it, where they are straight, and prolonged until they meet. What lies in
the wedge between that point and the arc is the table under a card and paper on a print that was cut out. A corner is
judged only where card and table differ clearly on both edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.capture import ExaminedCapture
from kyc.documents.kinds import card_width_mm

#: Pixels to the millimetre that corners are looked at with; what follows is in millimetres.
_PER_MM: Final = 7.5
_RADIUS: Final = 3.18
#: How far an outline may lie off the edge, and how much of the card is seen along it.
_OFF: Final = 1.7
_ALONG: Final = 14.0
#: Where an edge is straight: the round part and a little more is left out.
_STRAIGHT: Final = 4.6
#: The two sides of an edge are compared from here to there.
_NEAR: Final = 0.25
_FAR: Final = 0.9
#: What is left out of the wedge along its rims, which the lens blurs.
_RIM: Final = 0.2
#: Levels of RGB that card and table differ by at least.
_CONTRAST: Final = 25.0
#: In parts of that: what may lie between the two edges' colours on one side, and the unevenness along one.
_ALIKE: Final = 0.35
_EVEN: Final = 0.3

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Corner:
    """How much of a corner's wedge is card, about 0 where it is round and 1 where it is square, and the box of its
    round part: left, top, right, bottom in parts of the card's width and height."""

    filled: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Edge:
    """``at`` pixels from the first row; the colours inside and outside, and how uneven those are along the edge."""

    at: int
    inside: Floats
    outside: Floats
    unevenness: float

    @property
    def contrast(self) -> float:
        return float(np.linalg.norm(self.inside - self.outside))


def find_corners(capture: ExaminedCapture) -> tuple[Corner, ...]:
    """The corners that can be judged. ``capture`` shows a card with the corners of ISO/IEC 7810."""
    rows, columns = capture.rectified.shape[:2]
    width = card_width_mm(capture.kind)
    size = np.array([width, width * rows / columns])
    corners = []
    for right, low in ((False, False), (True, False), (True, True), (False, True)):
        patch = _patch(capture, size, right=right, low=low)
        filled = _filled(patch) if patch is not None else None
        if filled is not None:
            across, down = _RADIUS / size
            left, top = (1 - across if right else 0.0), (1 - down if low else 0.0)
            corners.append(Corner(filled, (left, top, left + across, top + down)))
    return tuple(corners)


def _patch(capture: ExaminedCapture, size: NDArray[np.float64], *, right: bool, low: bool) -> Floats | None:
    """One corner of a card of ``size`` millimetres, mirrored so that the card lies to the right of it and below; None
    where the picture does not show it."""
    rows, columns = capture.rectified.shape[:2]
    to_mm = np.diag([size[0] / columns, size[1] / rows, 1.0])
    mirror = np.array([[-1 if right else 1, 0, right * size[0]], [0, -1 if low else 1, low * size[1]], [0, 0, 1]])
    to_patch = np.array([[_PER_MM, 0, _OFF * _PER_MM], [0, _PER_MM, _OFF * _PER_MM], [0, 0, 1]])
    placed, side = to_patch @ mirror @ to_mm @ capture.to_rectified, round((_OFF + _ALONG) * _PER_MM)
    box = np.array([[[0, 0], [side, 0], [side, side], [0, side]]], np.float64)
    x, y = cv2.perspectiveTransform(box, np.linalg.inv(placed))[0].T
    picture_rows, picture_columns = capture.pixels.shape[:2]
    if min(x.min(), y.min()) < 0 or x.max() > picture_columns or y.max() > picture_rows:
        return None
    return np.asarray(cv2.warpPerspective(capture.pixels, placed, (side, side)), np.float32)


def _filled(patch: Floats) -> float | None:
    """The part of the way from the table's colour to the card's that the wedge's has; None where that cannot be told,
    or where the wedge has a colour of neither."""
    top, left = _edge(patch), _edge(patch.transpose(1, 0, 2))
    if top is None or left is None:
        return None
    inside, outside = (top.inside + left.inside) / 2, (top.outside + left.outside) / 2
    contrast = float(np.linalg.norm(inside - outside))
    if contrast < _CONTRAST or any(
        float(np.linalg.norm(one - other)) > _ALIKE * contrast
        for one, other in ((top.inside, left.inside), (top.outside, left.outside))
    ):
        return None
    wedge = patch[_wedge(patch.shape[0], left.at, top.at)].mean(axis=0)
    part = float((wedge - outside) @ (inside - outside)) / contrast**2
    apart = float(np.linalg.norm(wedge - outside - part * (inside - outside)))
    return part if apart < _ALIKE * contrast else None


def _edge(patch: Floats) -> _Edge | None:
    """The upper edge of the card, beside its round corner."""
    near, far = round(_NEAR * _PER_MM), round(_FAR * _PER_MM)
    straight = patch[: round(2 * _OFF * _PER_MM) + far, round((_OFF + _STRAIGHT) * _PER_MM) :]
    rows = straight.mean(axis=1)
    sums = np.concatenate([np.zeros((1, 3), np.float32), rows.cumsum(axis=0)])
    at = np.arange(far, rows.shape[0] - far + 1)
    within = (sums[at + far] - sums[at + near]) / (far - near)
    beyond = (sums[at - near] - sums[at - far]) / (far - near)
    best = int(np.argmax(np.linalg.norm(within - beyond, axis=1)))
    edge = int(at[best])
    sides = straight[edge + near : edge + far], straight[edge - far : edge - near]
    uneven = max(float(np.linalg.norm(side.mean(axis=0).std(axis=0))) for side in sides)
    found = _Edge(edge, within[best], beyond[best], uneven)
    return found if found.contrast >= _CONTRAST and uneven < _EVEN * found.contrast else None


def _wedge(side: int, left: int, top: int) -> NDArray[np.bool_]:
    """Where a square corner at ``left``, ``top`` lies beyond a round one's arc, without its rims."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / np.float32(_PER_MM)
    x, y = x - (left - 0.5) / _PER_MM, y - (top - 0.5) / _PER_MM
    beyond = np.hypot(x - _RADIUS, y - _RADIUS) > _RADIUS + _RIM
    return np.asarray((x > _RIM) & (y > _RIM) & (x < _RADIUS) & (y < _RADIUS) & beyond)
