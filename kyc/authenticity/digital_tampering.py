"""DIGITAL_TAMPERING: a value that does not belong to its card, or a file that an editing program wrote.

Two traces in pixels, each of a value against the other values of the same capture
(``text_windows``): paper too smooth or too noisy, ink of another colour. They show what was changed after the picture
was taken, not what was changed on the card and then photographed. The portrait is not compared with the text: phones
smooth faces and sharpen type, so a swapped portrait is not seen by this version.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.metadata import editing_program
from kyc.authenticity.text_windows import TextWindow, text_windows
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.results import Region
from kyc.documents.warnings import Severity
from kyc.documents.words import N_, Words

VERSION: Final = "digital_tampering 1"

_LEAST_FIELDS: Final = 2
_LEAST_WINDOWS: Final = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """How far the most unlike neighbouring windows of a value stand from the rest of the card, by one measure."""

    message: str
    size: float
    score: float
    windows: tuple[TextWindow, ...]


def judge(views: Views, today: date) -> Verdict:
    """The strongest trace decides; the traces are correlated, so they are not added up."""
    traces = _pixel_traces(views)
    strongest = max(traces, key=lambda trace: trace.score, default=None)
    if strongest is not None and strongest.score >= lines.EDITOR_SCORE:
        return _from_trace(views, strongest)
    program = editing_program(views.capture.software, views.capture.original)
    if program:
        words = Words(
            N_("The file says that %(program)s wrote it. Cropping alone does that too."), {"program": program}
        )
        return Scored(lines.EDITOR_SCORE, words, severity=Severity.WARNING)
    if strongest is None:
        return Abstained(_why_not(views))
    return _from_trace(views, strongest)


def _from_trace(views: Views, trace: Trace) -> Scored:
    field = trace.windows[0].field
    words = Words(trace.message, {"field": field, "size": round(trace.size, 2)})
    return Scored(trace.score, words, tuple(Region(window.quad(), field) for window in trace.windows))


def _pixel_traces(views: Views) -> list[Trace]:
    """The strongest trace of each kind; empty where the picture is too small or blurred, or has too little text."""
    if views.card_width < lines.TAMPERING_CARD_WIDTH or _blurred(views):
        return []
    lines_of_text = ([window for window in line if not window.holds_label] for line in text_windows(views))
    values = [line for line in lines_of_text if line]
    if len(values) < _LEAST_FIELDS or sum(map(len, values)) < _LEAST_WINDOWS:
        return []
    return [
        _trace(values, N_("The paper behind %(field)s is smoother or noisier than elsewhere: factor e^%(size)s."),
               lambda window: (window.noise,), lines.NOISE_AT_LINE, lines.NOISE_AT_FULL),
        _trace(values, N_("The ink of %(field)s has another colour than the other values: %(size)s in Lab a, b."),
               lambda window: window.own_ink, lines.INK_AT_LINE, lines.INK_AT_FULL),
    ]  # fmt: skip


def _blurred(views: Views) -> bool:
    return bool(views.blur) and float(np.median(list(views.blur.values()))) >= lines.TAMPERING_BLUR


def _why_not(views: Views) -> Words:
    if views.card_width < lines.TAMPERING_CARD_WIDTH:
        return Words(
            N_("The card is %(width)s pixels wide; traces of editing need %(needed)s."),
            {"width": round(views.card_width), "needed": lines.TAMPERING_CARD_WIDTH},
        )
    if _blurred(views):
        return Words(N_("The picture is too blurred to compare the values with each other."))
    return Words(N_("Too little text was read to compare the values with each other."))


def _trace(
    values: Sequence[Sequence[TextWindow]],
    message: str,
    measure: Callable[[TextWindow], tuple[float, ...]],
    at_line: float,
    at_full: float,
) -> Trace:
    middle = np.median([measure(window) for value in values for window in value], axis=0)
    found = [(_unlike(np.array([measure(w) for w in value]) - middle), value) for value in values]
    (size, first, last), value = max(found, key=lambda item: item[0][0])
    return Trace(message, size, scaled(size, at_line, at_full), tuple(value[first : last + 1]))


def _unlike(offsets: NDArray[np.float64]) -> tuple[float, int, int]:
    """The largest offset that two neighbouring windows share in direction, and which two (one, in a value of one)."""
    if len(offsets) == 1:
        return float(np.linalg.norm(offsets[0])), 0, 0
    first, second = offsets[:-1], offsets[1:]
    shared = np.where(np.sign(first) == np.sign(second), np.minimum(np.abs(first), np.abs(second)), 0.0)
    sizes = np.linalg.norm(shared, axis=1)
    place = int(np.argmax(sizes))
    return float(sizes[place]), place, place + 1
