"""The portrait: the wall behind a pasted head is not the card's, or the head is not that of its small twin.

The family *noise*: a face is never compared with text, and hair and clothes with nothing: only even patches of the
wall, beside the head, with even patches of the card around it. The likest pair of a patch here and a patch there
counts, so that a shadow, a print's texture or a smoothing phone in some of them accuses nobody; where all of these
differ, the ground beside the values is asked as well, for a card may be printed otherwise around its portrait. Grain of
less than a quarter of the file's quantisation step is rounded away on a bare wall (19 of 20 coefficients) and kept on
printed paper: where the card has no more, a smoother wall says nothing. Where compression is coarse nothing is judged,
nor on a Chinese driving licence, which has a photograph of its own stuck on, with none of the page's print.

What smooths a wall takes its print as well, so that ``portrait_print`` is of the same family: the clearer of the two is
the trace. ``portrait_twin`` is of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.grain import grain, in_levels
from kyc.authenticity.portrait_print import print_that_ends
from kyc.authenticity.portrait_twin import likeness_of_twin
from kyc.authenticity.stored_grid import coarseness
from kyc.authenticity.text_windows import Box, ground_grain
from kyc.authenticity.traces import PORTRAIT, Family, Subtype, Trace
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import Values
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

#: Middles of patches in parts of the place's width and height: on the wall, clear of hair and within the portrait's
#: border, which lies up to 0.15 within its place's; and on the card.
_WALL: Final = tuple((x, y) for x in (0.17, 0.21, 0.79, 0.83) for y in (0.14, 0.23, 0.32))
_CARD: Final = (
    *((-0.08, 0.2), (-0.08, 0.5), (-0.08, 0.8), (1.08, 0.2), (1.08, 0.5), (1.08, 0.8)),
    *((0.3, -0.06), (0.7, -0.06), (0.5, 1.08)),
)
_STUCK_ON: Final = frozenset((DocumentKind.CN_DRIVING_LICENCE,))
#: Half a patch's side in parts of the place's width, and in pixels.
_REACH: Final = 0.045
_LEAST_REACH: Final = 8
#: An even patch: standard deviation of luma, and its mean where nothing is burnt out or black.
_EVEN: Final = 14.0
_LIGHT: Final = (40.0, 236.0)


def portrait_traces(views: Views, values: Values) -> list[Trace]:
    """At most one trace of the portrait's wall and one of its twin; ``values`` are those compared with each other."""
    portrait = views.capture.areas.get(PORTRAIT)
    if portrait is None:
        return []
    wall = [*_noise_traces(views, portrait, values), *_print_traces(views, portrait)]
    return [*sorted(wall, key=lambda trace: -trace.score)[:1], *_twin_traces(views, portrait)]


def _noise_traces(views: Views, portrait: Quad, values: Values) -> list[Trace]:
    step = coarseness(views.capture)
    if views.capture.kind in _STUCK_ON or step > lines.PORTRAIT_COARSEST:
        return []
    wall, card = list(_noises(views, portrait, _WALL)), list(_noises(views, portrait, _CARD))
    if not wall or not card:
        return []
    if abs(_difference(wall, card)) >= _noise_line(views):
        card += _beside_values(views, portrait, values)
    difference = _difference(wall, card)
    if difference < 0 and in_levels(min(card)) < step / 4:
        difference = 0.0
    return [_noise_trace(views, portrait, abs(difference))]


def _noise_line(views: Views) -> float:
    """Licences may have a plain wall among fine print, whose edges are a little grain: more is asked of them."""
    if views.capture.kind is DocumentKind.KR_DRIVING_LICENCE:
        return lines.PORTRAIT_NOISE_BEFORE_WALL
    return lines.PORTRAIT_NOISE_AT_LINE


def _difference(wall: Sequence[float], card: Sequence[float]) -> float:
    """Of the likest pair; below 0 where the wall is the smoother."""
    return min((here - there for here in wall for there in card), key=abs)


def _beside_values(views: Views, portrait: Quad, values: Values) -> list[float]:
    """The noise of the ground beside the values, less what lies in the portrait's place: a value may stand above it."""
    boxes = (box for value in values for window in value for box in window.beside if not _touches(box, portrait))
    return [level for box in boxes if (level := ground_grain(views, box)) is not None]


def _touches(box: Box, portrait: Quad) -> bool:
    near_left, near_top, side = box
    left, top, right, bottom = portrait.bounds()
    return near_left < right and near_left + side > left and near_top < bottom and near_top + side > top


def _noise_trace(views: Views, portrait: Quad, size: float) -> Trace:
    words = Words(
        N_("The wall behind the portrait is smoother or noisier than the card beside it: factor e^%(size)s."),
        {"size": round(size, 2)},
    )
    figure = Figure(N_("Difference of noise between the portrait's wall and the card, natural logarithm"),
                    round(size, 2), "", (0.0, _noise_line(views)))  # fmt: skip
    score = scaled(size, _noise_line(views), lines.PORTRAIT_NOISE_AT_FULL)
    return _trace(views, portrait, Family.NOISE, score, words, figure)


def _print_traces(views: Views, portrait: Quad) -> list[Trace]:
    lost = print_that_ends(views)
    if lost is None:
        return []
    words = Words(N_("The card's fine lines end at the portrait, where they should go on behind the head."))
    figure = Figure(N_("Print missing behind the portrait, natural logarithm"), round(lost, 2), "",
                    (0.0, lines.PORTRAIT_PRINT_AT_LINE))  # fmt: skip
    score = scaled(lost, lines.PORTRAIT_PRINT_AT_LINE, lines.PORTRAIT_PRINT_AT_FULL)
    return [_trace(views, portrait, Family.NOISE, score, words, figure)]


def _twin_traces(views: Views, portrait: Quad) -> list[Trace]:
    likeness = likeness_of_twin(views)
    if likeness is None:
        return []
    words = Words(N_("The large portrait and the small one do not show the same head."))
    figure = Figure(N_("Likeness of the large portrait to the small one"), round(likeness, 2), "",
                    (lines.PORTRAIT_TWIN_AT_LINE, 1.0))  # fmt: skip
    score = scaled(likeness, lines.PORTRAIT_TWIN_AT_LINE, lines.PORTRAIT_TWIN_AT_FULL)
    return [_trace(views, portrait, Family.GEOMETRY, score, words, figure)]


def _trace(views: Views, portrait: Quad, family: Family, score: float, words: Words, figure: Figure) -> Trace:
    place = views.inside_picture(portrait)
    return Trace(family, Subtype.SWAPPED_PORTRAIT, PORTRAIT, score, words, (place,), (figure,))


def _noises(views: Views, portrait: Quad, middles: tuple[tuple[float, float], ...]) -> Iterator[float]:
    """The noise of each even patch of these, as a natural logarithm."""
    corner, right, _, below = (np.asarray(point) for point in portrait.points)
    across, down = right - corner, below - corner
    reach = max(int(_REACH * float(np.linalg.norm(across))), _LEAST_REACH)
    for x, y in middles:
        column, row = (int(value) for value in corner + x * across + y * down)
        luma = views.luma[max(row - reach, 0) : row + reach, max(column - reach, 0) : column + reach]
        if luma.shape == (2 * reach, 2 * reach) and _is_even(luma) and (level := grain(luma)) is not None:
            yield level


def _is_even(luma: NDArray[np.uint8]) -> bool:
    mean, deviation = cv2.meanStdDev(luma)
    return bool(_LIGHT[0] < mean[0, 0] < _LIGHT[1] and deviation[0, 0] < _EVEN)
