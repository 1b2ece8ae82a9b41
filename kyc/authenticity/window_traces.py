"""The families *noise* and *colour*: values whose paper or ink is unlike that of the other values of the capture.

What was erased and typed anew has paper too smooth or too noisy, or ink of another colour (``text_windows``). Windows
are compared with windows, text with text: phones smooth faces and sharpen type. Forms print values on several grounds
and in several inks, so neither difference says much alone. But a form's ground goes on above and below its value, and a
patch ends there: paper counts only as far as it is unlike that of the other values and unlike the ground beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_windows import TextWindow, ground_grain, text_windows
from kyc.authenticity.traces import Family, Subtype, Trace
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

_LEAST_FIELDS: Final = 2
_LEAST_WINDOWS: Final = 6
#: A spread of the windows' noise that is usual: it keeps an even card from making small differences large.
_USUAL_SPREAD: Final = 0.2
#: So much of the ground beside a value may be like its paper, and it is no patch.
_LIKEST: Final = 0.25

Values = Sequence[Sequence[TextWindow]]


def comparable_values(views: Views) -> Values:
    """The windows of each value, labels and seals left out; empty where there are too few to compare, and on a page
    that an app draws: where nothing was printed, what is left of noise is the compression's."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return []
    lines_of_text = ([window for window in line if window.holds_value] for line in text_windows(views))
    values = [line for line in lines_of_text if line]
    return values if len(values) >= _LEAST_FIELDS and sum(map(len, values)) >= _LEAST_WINDOWS else []


def window_traces(views: Views, values: Values) -> list[Trace]:
    """The value most unlike the others in its paper's noise, and the one most unlike them in its ink."""
    if not values:
        return []
    return [_noise_trace(views, values), _ink_trace(values)]


def _noise_trace(views: Views, values: Values) -> Trace:
    levels = np.array([window.noise for value in values for window in value])
    middle = float(np.median(levels))
    spread = 1.4826 * float(np.median(np.abs(levels - middle)))
    size, value, first, last = _most_unlike_its_ground(views, values, middle)
    relative = size / (spread + _USUAL_SPREAD)
    smoother = value[first].noise < middle
    words = Words(
        N_("The paper behind %(field)s is smoother or noisier than elsewhere: factor e^%(size)s."),
        {"field": value[0].field, "size": round(size, 2)},
    )
    figure = Figure(N_("Difference of paper noise between values, over its usual spread"), round(relative, 2), "",
                    (0.0, round(lines.NOISE_AT_LINE, 1)))  # fmt: skip
    score = scaled(relative, lines.NOISE_AT_LINE, lines.NOISE_AT_FULL)
    subtype = Subtype.RETYPED_TEXT if smoother else Subtype.SPLICED_PATCH
    quads = tuple(window.quad() for window in value[first : last + 1])
    return Trace(Family.NOISE, subtype, value[0].field, score, words, quads, (figure,))


def _ink_trace(values: Values) -> Trace:
    size, value, first, last = _most_unlike(values, lambda window: window.own_ink)
    words = Words(
        N_("The ink of %(field)s has another colour than the other values: %(size)s levels of Cr, Cb."),
        {"field": value[0].field, "size": round(size, 1)},
    )
    figure = Figure(N_("Difference of ink colour between values"), round(size, 1), "", (0.0, lines.INK_AT_LINE))
    score = scaled(size, lines.INK_AT_LINE, lines.INK_AT_FULL)
    quads = tuple(window.quad() for window in value[first : last + 1])
    return Trace(Family.COLOUR, Subtype.RETYPED_TEXT, value[0].field, score, words, quads, (figure,))


def _most_unlike_its_ground(
    views: Views, values: Values, middle: float
) -> tuple[float, Sequence[TextWindow], int, int]:
    """As ``_most_unlike``, of the windows' noise as far as the ground beside them does not have it as well. That only
    makes a place less unlike, so that places are looked at from the most unlike on."""
    found: tuple[float, Sequence[TextWindow], int, int] = (0.0, values[0], 0, 0)
    own = cache(lambda window: _own_offset(views, window, middle))
    for size, value, first, last in sorted(_places(values, middle), key=lambda place: -place[0]):
        if size <= found[0]:
            break
        least = min(abs(own(window)) for window in value[first : last + 1])
        if least > found[0]:
            found = least, value, first, last
    return found


def _places(values: Values, middle: float) -> Iterator[tuple[float, Sequence[TextWindow], int, int]]:
    """Neighbouring windows of one value (one, in a value of one) whose noise stands on one side of ``middle``, and how
    far the nearer of them does."""
    for value in values:
        offsets = [window.noise - middle for window in value]
        for first, last in pairwise(range(len(value))) if len(value) > 1 else [(0, 0)]:
            if offsets[first] * offsets[last] > 0:
                yield min(abs(offsets[first]), abs(offsets[last])), value, first, last


def _own_offset(views: Views, window: TextWindow, middle: float) -> float:
    """How far a window's noise stands from the ``middle`` of all and, to the same side, from that of the ground above
    and below its line: the least of them; 0 where no ground is bare. A panel may end soon beyond its value, so that the
    likest part of the ground counts."""
    share = _LIKEST if window.noise < middle else 1 - _LIKEST
    grounds = [level for box in window.beside if (level := ground_grain(views, box, share)) is not None]
    offsets = [window.noise - level for level in (middle, *grounds)]
    one_side = len({offset > 0 for offset in offsets}) == 1
    return min(offsets, key=abs) if grounds and one_side else 0.0


def _most_unlike(
    values: Values, measure: Callable[[TextWindow], tuple[float, ...]]
) -> tuple[float, Sequence[TextWindow], int, int]:
    """How far the most unlike neighbouring windows of one value stand from the middle of all, and which they are."""
    middle = np.median([measure(window) for value in values for window in value], axis=0)
    found = [(_unlike(np.array([measure(w) for w in value]) - middle), value) for value in values]
    (size, first, last), value = max(found, key=lambda item: item[0][0])
    return size, value, first, last


def _unlike(offsets: NDArray[np.float64]) -> tuple[float, int, int]:
    """The largest offset that two neighbouring windows share in direction, and which two (one, in a value of one)."""
    if len(offsets) == 1:
        return float(np.linalg.norm(offsets[0])), 0, 0
    first, second = offsets[:-1], offsets[1:]
    shared = np.where(np.sign(first) == np.sign(second), np.minimum(np.abs(first), np.abs(second)), 0.0)
    sizes = np.linalg.norm(shared, axis=1)
    place = int(np.argmax(sizes))
    return float(sizes[place]), place, place + 1
