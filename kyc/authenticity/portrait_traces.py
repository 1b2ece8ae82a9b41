"""The family *noise*, of the portrait: the wall behind a pasted head has another noise than the card beside it.

A face is never compared with text, and hair and clothes with nothing: only even patches of the wall, in the upper
corners of the portrait, with even patches of the card around it. The likest pair of a patch here and a patch there
counts, so that a shadow, a print's texture or a smoothing phone in some of them accuses nobody; where all of these
differ, the ground beside the values is asked as well, for a card may be printed otherwise around its portrait. Grain of
less than a quarter of the file's quantisation step is rounded away on a bare wall (19 of 20 coefficients) and kept on
printed paper: where the card has no more, a smoother wall says nothing. Where compression is coarse nothing is judged,
nor on a Chinese driving licence, which has a photograph of its own stuck on, with none of the page's print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.grain import grain, in_levels
from kyc.authenticity.stored_grid import coarseness
from kyc.authenticity.text_windows import ground_grain
from kyc.authenticity.traces import PORTRAIT, Family, Subtype, Trace
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import Values
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

#: Middles of patches in parts of the portrait's width and height: on the wall, and on the card.
_WALL: Final = ((0.12, 0.10), (0.88, 0.10), (0.12, 0.30), (0.88, 0.30))
_CARD: Final = ((-0.12, 0.2), (-0.12, 0.5), (-0.12, 0.8), (1.12, 0.3), (0.5, -0.06))
_STUCK_ON: Final = frozenset((DocumentKind.CN_DRIVING_LICENCE,))
#: Half a patch's side in parts of the portrait's width.
_REACH: Final = 0.07
_LEAST_SIDE: Final = 7
#: An even patch: standard deviation of luma, and its mean where nothing is burnt out or black.
_EVEN: Final = 14.0
_LIGHT: Final = (40.0, 236.0)


def portrait_traces(views: Views, values: Values) -> list[Trace]:
    """The trace of the portrait; none where it is not judged. ``values`` are those compared with each other."""
    portrait, step = views.capture.areas.get(PORTRAIT), coarseness(views.capture)
    if portrait is None or views.capture.kind in _STUCK_ON or step > lines.PORTRAIT_COARSEST:
        return []
    wall, card = list(_noises(views, portrait, _WALL)), list(_noises(views, portrait, _CARD))
    if not wall or not card:
        return []
    if abs(_difference(wall, card)) >= lines.PORTRAIT_NOISE_AT_LINE:
        card += _beside_values(views, values)
    difference = _difference(wall, card)
    if difference < 0 and in_levels(min(card)) < step / 4:
        difference = 0.0
    return [_trace(views, portrait, abs(difference))]


def _difference(wall: Sequence[float], card: Sequence[float]) -> float:
    """Of the likest pair; below 0 where the wall is the smoother."""
    return min((here - there for here in wall for there in card), key=abs)


def _beside_values(views: Views, values: Values) -> list[float]:
    boxes = (box for value in values for window in value for box in window.beside)
    return [level for box in boxes if (level := ground_grain(views, box)) is not None]


def _trace(views: Views, portrait: Quad, size: float) -> Trace:
    words = Words(
        N_("The wall behind the portrait is smoother or noisier than the card beside it: factor e^%(size)s."),
        {"size": round(size, 2)},
    )
    figure = Figure(N_("Difference of noise between the portrait's wall and the card, natural logarithm"),
                    round(size, 2), "", (0.0, lines.PORTRAIT_NOISE_AT_LINE))  # fmt: skip
    score = scaled(size, lines.PORTRAIT_NOISE_AT_LINE, lines.PORTRAIT_NOISE_AT_FULL)
    place = views.inside_picture(portrait)
    return Trace(Family.NOISE, Subtype.SWAPPED_PORTRAIT, PORTRAIT, score, words, (place,), (figure,))


def _noises(views: Views, portrait: Quad, middles: tuple[tuple[float, float], ...]) -> Iterator[float]:
    """The noise of each even patch of these, as a natural logarithm."""
    corner, right, _, below = (np.asarray(point) for point in portrait.points)
    across, down = right - corner, below - corner
    reach = int(_REACH * float(np.linalg.norm(across)))
    for x, y in middles:
        column, row = (int(value) for value in corner + x * across + y * down)
        luma = views.luma[max(row - reach, 0) : row + reach, max(column - reach, 0) : column + reach]
        if min(luma.shape) >= _LEAST_SIDE and _is_even(luma) and (level := grain(luma)) is not None:
            yield level


def _is_even(luma: NDArray[np.uint8]) -> bool:
    mean, deviation = cv2.meanStdDev(luma)
    return bool(_LIGHT[0] < mean[0, 0] < _LIGHT[1] and deviation[0, 0] < _EVEN)
