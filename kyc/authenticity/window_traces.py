"""The families *noise* and *colour*: values whose paper or ink is unlike that of the other values of the capture.

What was erased and typed anew has paper too smooth or too noisy, or ink of another colour (``text_windows``). Windows
are compared with windows, text with text: phones smooth faces and sharpen type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.text_windows import TextWindow, text_windows
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

Values = Sequence[Sequence[TextWindow]]


def comparable_values(views: Views) -> Values:
    """The windows of each value, labels and seals left out; empty where there are too few to compare, and on a page
    that an app draws: where nothing was printed, what is left of noise is the compression's."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return []
    lines_of_text = ([window for window in line if window.holds_value] for line in text_windows(views))
    values = [line for line in lines_of_text if line]
    return values if len(values) >= _LEAST_FIELDS and sum(map(len, values)) >= _LEAST_WINDOWS else []


def window_traces(values: Values) -> list[Trace]:
    """The value most unlike the others in its paper's noise, and the one most unlike them in its ink."""
    if not values:
        return []
    return [_noise_trace(values), _ink_trace(values)]


def _noise_trace(values: Values) -> Trace:
    levels = np.array([window.noise for value in values for window in value])
    spread = 1.4826 * float(np.median(np.abs(levels - np.median(levels))))
    size, value, first, last = _most_unlike(values, lambda window: (window.noise,))
    relative = size / (spread + _USUAL_SPREAD)
    smoother = value[first].noise < float(np.median(levels))
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
