"""The family *noise*, of the portrait: the card's print ends where a pasted picture begins.

Resident identity cards print their holder without a frame, on the form's own lines, which go on behind the head up to
its hair. Who lays a photograph over that covers them: in the wall left and right of the head the print is gone, from an
upright line on. A whole line counts, not how much print there is: lines fade over a card, and light, wear and
compression take them by and by. Both sides must have one, for a sleeve's edge or a finger may pass for one of them.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.traces import PORTRAIT
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind

Floats = NDArray[np.float32]

_WITHOUT_FRAME: Final = frozenset((DocumentKind.CN_ID_CARD, DocumentKind.CN_TEMPORARY_ID_CARD))
#: Rows of the portrait's place that have wall on both sides of the head, and how far beyond and within each side its
#: true border may lie, in parts of its height and width.
_ROWS: Final = (0.12, 0.55)
_BEYOND: Final = 0.05
_WITHIN: Final = 0.24
#: Standard deviations between which print lies, in pixels of the rectified card (0.09 mm each).
_FINER: Final = 0.8
_COARSER: Final = 4.0
#: Side of the neighbourhood whose print is averaged, and levels that are no print.
_NEAR: Final = (7, 7)
_NO_PRINT: Final = 0.7
#: How wide what lies on either side of a line is looked at, and the gap between them.
_WIDE: Final = 9
_GAP: Final = 3
#: A line's lean, in columns a row, and the pieces it is cut into; all but one on each end of the order must agree.
_LEANS: Final = (-0.016, 0.0, 0.016)
_PIECES: Final = 8
#: Luma of glare, and the part of a strip under which nothing is said of it.
_BURNT_OUT: Final = 252
_BURNT_OUT_SHARE: Final = 0.2


def print_that_ends(views: Views) -> float | None:
    """By how much there is less print within the portrait than beyond it, natural logarithm, at the sharper of upright
    lines of either side, on the side that shows less of it; None where the form has a frame or the place is not seen.
    """
    portrait = views.capture.areas.get(PORTRAIT)
    if portrait is None or views.capture.kind not in _WITHOUT_FRAME or not views.shows(portrait):
        return None
    corners = cv2.perspectiveTransform(np.asarray(portrait.points, np.float64)[None], views.capture.to_rectified)[0]
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    wide, high = right - left, bottom - top
    rows = int(top + _ROWS[0] * high), int(top + _ROWS[1] * high)
    sides = [
        _end_of_print(views.capture.rectified, rows, (left - _BEYOND * wide, left + _WITHIN * wide), inwards=1),
        _end_of_print(views.capture.rectified, rows, (right - _WITHIN * wide, right + _BEYOND * wide), inwards=-1),
    ]
    return None if None in sides else min(side for side in sides if side is not None)


def _end_of_print(
    card: NDArray[np.uint8], rows: tuple[int, int], columns: tuple[float, float], inwards: int
) -> float | None:
    """The clearest upright line beyond which (to the right where ``inwards`` is 1, else to the left) print is missing;
    None under glare or beyond the card."""
    room = _WIDE + _GAP
    left, right = max(int(columns[0]) - room, 0), min(int(columns[1]) + room, card.shape[1])
    strip = card[max(rows[0], 0) : rows[1], left:right]
    if strip.shape[0] < _PIECES or strip.shape[1] <= 2 * room:
        return None
    luma = np.asarray(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY))
    if np.count_nonzero(luma >= _BURNT_OUT) > _BURNT_OUT_SHARE * luma.size:
        return None
    print_here = _print(luma)[:, ::inwards]
    return max(_clearest(_leaning(print_here, lean)) for lean in _LEANS)


def _print(luma: NDArray[np.uint8]) -> Floats:
    """The natural logarithm of how much print there is about each pixel."""
    fine, coarse = (cv2.GaussianBlur(luma.astype(np.float32), (0, 0), sigma) for sigma in (_FINER, _COARSER))
    return np.asarray(np.log(cv2.boxFilter(np.abs(fine - coarse), -1, _NEAR) + _NO_PRINT), np.float32)


def _leaning(plane: Floats, lean: float) -> Floats:
    """``plane`` with its rows moved so that a line of this lean stands upright."""
    middle = plane.shape[0] / 2
    matrix = np.array([[1.0, lean, -lean * middle], [0.0, 1.0, 0.0]])
    size = (plane.shape[1], plane.shape[0])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _clearest(print_here: Floats) -> float:
    """The most that all but one piece of an upright line lose of their print; 0 where no line loses any."""
    pieces = np.stack([piece.mean(axis=0) for piece in np.array_split(print_here, _PIECES)])
    sums = np.cumsum(np.pad(pieces, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, _WIDE:] - sums[:, :-_WIDE]) / _WIDE
    lost = means[:, : -_WIDE - _GAP] - means[:, _WIDE + _GAP :]
    return max(float(np.sort(lost, axis=0)[1].max()), 0.0)
