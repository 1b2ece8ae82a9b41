"""Paper that was copied over a value, found because its grain lies on the card twice: part of *texture*.

Who takes a value away with a clone brush, or lays neighbouring paper over it, puts the grain of one place a whole
number of pixels away from itself. A camera never gives two places the same grain. What a form prints repeats as well,
but a lens spreads its lines over several pixels, so that they agree a pixel or two beside the best place nearly as well
as there; copied grain agrees there alone. So what is finer than type is taken from the picture, the ink left out, and
each piece of a row of type is laid on the paper around it. The best places are found at half size; at full size a place
counts by how far its correlation stands out from those of the places a few pixels beside it, in standard deviations of
those (copy-move detection in the noise).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_rows import TextRow, on_its_ink, row_of
from kyc.authenticity.traces import PORTRAIT, Family, Subtype, Trace, places
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

Floats = NDArray[np.float32]
Mask = NDArray[np.uint8]
Shift = tuple[int, int]

#: Taller boxes, in card widths, hold several rows; lower ones, in pixels, no paper between their strokes.
_ONE_ROW: Final = 0.085
_LOWEST: Final = 8
#: Length of a piece of a row, and paper around it that belongs to it, in heights of its characters.
_PIECE: Final = 6.0
_AROUND: Final = 0.25
#: Where its original is looked for: so many heights above and below, and before and behind, and this far at least.
_ACROSS: Final = 3.0
_ALONG: Final = 1.5
_LEAST_SHIFT: Final = 0.8
#: At half size a place stands out from what is so near on either side, and places are as high as the others in a window
#: so wide, but for this part of the usual. So many standard deviations of all places it has to have (pieces of copied
#: paper have 3.8 to 10), and so many places are looked at again.
_FLAT: Final = 5
_LOCAL: Final = 15
_USUAL: Final = 0.3
_LEAST_BEST: Final = 3.7
_BEST: Final = 5
#: Pixels around a place in whose shifts it has to stand out, from the place itself so far, and how far half size errs.
_BESIDE: Final = 7
_ITS_OWN: Final = 2
_HALF_ERRS: Final = 3
#: Fewer pixels of paper, at half and at full size, say nothing.
_LEAST_HALF: Final = 60
_LEAST_PAPER: Final = 400
#: Standard deviation in pixels of the blur that grain is finer than, levels by which ink is darker than paper, and the
#: most that one pixel counts, in standard deviations of those around it.
_FINE: Final = 1.0
_INK: Final = 25
_MOST: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Filters:
    """Sides in pixels: of the window in which grain is measured, of what closes a stroke, of the ink's rim."""

    window: int
    stroke: int
    rim: int


_FULL: Final = _Filters(19, 25, 5)
_HALF: Final = _Filters(11, 13, 3)


@dataclass(frozen=True, slots=True)
class _Patch:
    """The upright bounds of a piece of a row, their upper left corner at ``left``, ``top``: ``inside`` is 1 in it."""

    left: int
    top: int
    inside: Mask

    @property
    def width(self) -> int:
        return int(self.inside.shape[1])

    @property
    def height(self) -> int:
        return int(self.inside.shape[0])

    def cut(self, plane: Floats) -> Floats:
        return plane[self.top : self.top + self.height, self.left : self.left + self.width]


def copied_ground_traces(views: Views) -> list[Trace]:
    """The piece of a value whose paper repeats most clearly."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return []
    left, top, right, bottom = views.clipped(views.capture.outline)
    card = views.luma[top:bottom, left:right]
    pieces = [_moved(piece, -left, -top) for piece in _pieces(views)]
    found = [(_clearness(card, piece, shift), piece) for piece, shift in _places(card, pieces)]
    if not found:
        return []
    value, piece = max(found, key=lambda one: one[0])
    return [_trace(value, _moved(piece, left, top))]


def _trace(value: float, piece: TextRow) -> Trace:
    words = Words(
        N_("The paper behind %(field)s has the very grain of paper beside it, as a copy has: clearness %(value)s."),
        {"field": piece.name, "value": round(value, 1)},
    )
    figure = Figure(N_("How clearly the paper behind a value repeats"), round(value, 2), "",
                    (0.0, lines.COPIED_GROUND_AT_LINE))  # fmt: skip
    score = scaled(value, lines.COPIED_GROUND_AT_LINE, lines.COPIED_GROUND_AT_FULL)
    return Trace(Family.TEXTURE, Subtype.RETYPED_TEXT, piece.name, score, words, (piece.quad(_AROUND),), (figure,))


# --- pieces of rows --------------------------------------------------------------------------------------------------


def _pieces(views: Views) -> Iterator[TextRow]:
    for place in places(views):
        row = row_of(place.name, place.quad, 1)
        if place.name != PORTRAIT and _LOWEST <= row.height <= _ONE_ROW * views.card_width and views.shows(place.quad):
            yield from _divided(on_its_ink(views.luma, row))


def _divided(row: TextRow) -> Iterator[TextRow]:
    count = max(1, round(row.length / (_PIECE * row.height)))
    for place in range(count):
        start, end = (row.start + (row.end - row.start) * share / count for share in (place, place + 1))
        yield replace(row, start=start, end=end)


def _moved(row: TextRow, across: float, down: float) -> TextRow:
    by = np.array((across, down))
    return replace(row, start=row.start + by, end=row.end + by)


def _patch(piece: TextRow, shape: tuple[int, ...], scale: float) -> _Patch:
    """The ``piece`` in a picture of that ``shape``, whose pixels are as much larger as ``scale`` says."""
    corners = np.asarray(piece.quad(_AROUND).points) * scale
    size = np.array(shape[1::-1])
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, size).astype(int).tolist()
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + 1, 0, size).astype(int).tolist()
    inside = np.zeros((bottom - top, right - left), np.uint8)
    if inside.size:
        cv2.fillConvexPoly(inside, np.round(corners - (left, top)).astype(np.int32), 1)
    return _Patch(left, top, inside)


# --- where the paper lies again --------------------------------------------------------------------------------------


def _places(card: Mask, pieces: list[TextRow]) -> list[tuple[TextRow, Shift]]:
    """The pieces and shifts, in pixels of the card, that are most alike at half size."""
    if not pieces or min(card.shape) < 2:
        return []
    grain = _grain(cv2.resize(card, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), _HALF)
    best = [(*_best_shift(grain, piece), piece) for piece in pieces]
    found = sorted((one for one in best if one[0] >= _LEAST_BEST), key=lambda one: -one[0])
    return [(piece, shift) for _, shift, piece in found[:_BEST]]


def _best_shift(grain: Floats, piece: TextRow) -> tuple[float, Shift]:
    """How many standard deviations the half-size ``grain`` around ``piece`` is like that in it where it is most, and
    where that is."""
    patch = _patch(piece, grain.shape, 0.5)
    window = patch.cut(grain) * patch.inside
    if np.count_nonzero(window) < _LEAST_HALF:
        return 0.0, (0, 0)
    half = piece.height / 2
    reach = np.abs(piece.across) * half * _ACROSS + np.abs(piece.along) * half * _ALONG
    across, down = (int(value) + 1 for value in reach)
    left, top = max(patch.left - across, 0), max(patch.top - down, 0)
    around = grain[top : patch.top + patch.height + down, left : patch.left + patch.width + across]
    x, y, near = patch.left - left, patch.top - top, int(_LEAST_SHIFT * half)
    alike = _in_local_parts(cv2.matchTemplate(around, window, cv2.TM_CCORR))
    alike[max(y - near, 0) : y + near + 1, max(x - near, 0) : x + near + 1] = 0
    usual = float(np.sqrt(np.mean(alike[::2, ::2] ** 2))) + 1e-6
    _, best, _, (column, row) = cv2.minMaxLoc(alike)
    return best / usual, (2 * (column - x), 2 * (row - y))


def _in_local_parts(alike: Floats) -> Floats:
    """How far each value stands out from those beside it, in parts of what the others around it do: what is printed
    again and again is like itself in many places."""
    sharp = alike - cv2.blur(alike, (_FLAT, _FLAT))
    strength = np.sqrt(cv2.blur(sharp * sharp, (_LOCAL, _LOCAL)))
    return np.asarray(sharp / (strength + _USUAL * float(strength.mean()) + 1e-6), np.float32)


def _clearness(card: Mask, piece: TextRow, shift: Shift) -> float:
    """How clearly the paper of ``piece`` lies again near ``shift``; 0 where too little of it is bare."""
    patch = _patch(piece, card.shape, 1.0)
    here = _fine(patch, card, (0, 0), 0)
    around = _fine(patch, card, shift, _BESIDE)
    if here is None or around is None:
        return 0.0
    window = here * patch.inside
    bare = np.count_nonzero(window * around[_BESIDE:-_BESIDE, _BESIDE:-_BESIDE])
    if bare < _LEAST_PAPER:
        return 0.0
    return _standing_out(cv2.matchTemplate(around, window, cv2.TM_CCORR))


def _standing_out(alike: Floats) -> float:
    """How far the highest value near the middle lies above those further than ``_ITS_OWN`` from it, in their standard
    deviations."""
    first, last = _BESIDE - _HALF_ERRS, _BESIDE + _HALF_ERRS + 1
    _, best, _, (column, row) = cv2.minMaxLoc(alike[first:last, first:last])
    column, row = column + first, row + first
    beside = np.ones(alike.shape, bool)
    beside[row - _ITS_OWN : row + _ITS_OWN + 1, column - _ITS_OWN : column + _ITS_OWN + 1] = False
    others = alike[beside]
    return (best - float(others.mean())) / (float(others.std()) + 1e-6)


def _fine(patch: _Patch, card: Mask, shift: Shift, beyond: int) -> Floats | None:
    """The grain of ``card`` at the patch moved by ``shift`` and so much around it; None beyond the card's bounds."""
    margin = _FULL.window
    left, top = patch.left + shift[0] - beyond, patch.top + shift[1] - beyond
    right, bottom = left + patch.width + 2 * beyond, top + patch.height + 2 * beyond
    if left < 0 or top < 0 or right > card.shape[1] or bottom > card.shape[0]:
        return None
    x, y = max(left - margin, 0), max(top - margin, 0)
    grain = _grain(card[y : bottom + margin, x : right + margin], _FULL)
    return grain[top - y : bottom - y, left - x : right - x]


def _grain(luma: Mask, filters: _Filters) -> Floats:
    """What is finer than type, in parts of how strong that is around it; 0 on ink."""
    levels = luma.astype(np.float32)
    fine = levels - cv2.GaussianBlur(levels, (5, 5), _FINE)
    smooth = cv2.blur(luma, (3, 3))
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((filters.stroke, filters.stroke), np.uint8))
    bare = cv2.compare(cv2.subtract(paper, smooth), _INK, cv2.CMP_LE)
    bare = cv2.erode(bare, np.ones((filters.rim, filters.rim), np.uint8))
    fine[bare == 0] = 0
    window = (filters.window, filters.window)
    share = cv2.blur(bare, window).astype(np.float32) / 255
    strength = np.sqrt(cv2.blur(fine * fine, window) / np.maximum(share, 0.05) + 0.5)
    return np.asarray(np.clip(fine / strength, -_MOST, _MOST), np.float32)
