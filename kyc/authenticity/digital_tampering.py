"""DIGITAL_TAMPERING: a value or a portrait that does not belong to its card, or a file that an editing program wrote.

Traces of seven families, each in a module of its own: how often a place was saved (``compression``), its noise and the
colour of its ink (``window_traces``, ``portrait_traces``), how sharp its strokes are (``stroke_edges``), digits that
repeat to the pixel (``cloned_characters``), a portrait unlike its twin (``portrait_twin``), numbers that contradict
themselves (``contradictions``), and what the file says of the program that wrote it (``metadata``). They show what was
changed after the picture was taken, not what was changed on the card and then photographed; a contradiction shows
either.

The score is that of the strongest trace: traces of one place are correlated, so they are not added up. One exception:
where two families point at one place and both come near their lines (``AGREEING``), the place is over the line. Only
where two families agree is the warning an error; one alone is a weaker warning. The colour of ink never decides alone:
forms print their values in several inks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.cloned_characters import cloned_traces
from kyc.authenticity.compression import compression_traces
from kyc.authenticity.contradictions import contradiction_traces
from kyc.authenticity.metadata import editing_program
from kyc.authenticity.portrait_traces import portrait_traces
from kyc.authenticity.stroke_edges import stroke_traces
from kyc.authenticity.traces import Family, Subtype, Trace
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import comparable_values, window_traces
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure, Region
from kyc.documents.warnings import Severity
from kyc.documents.words import N_, Words

VERSION: Final = "digital_tampering 6"

_LINE: Final = 50.0
_AGREED: Final = 55.0
#: What only speaks where another family does.
_NEVER_ALONE: Final = frozenset((Family.COLOUR,))
#: What does not confirm a colour: a printer gives a value its own ink and its own ground together, and whoever crops a
#: picture changes neither.
_OF_ITSELF: Final = frozenset((Family.NOISE, Family.METADATA))


def judge(views: Views, today: date) -> Verdict:
    """The strongest trace decides, or the place on which two families agree."""
    sharp = _is_sharp(views)
    values = comparable_values(views) if sharp else []
    traces = [
        *compression_traces(views),
        *window_traces(views, values),
        *(cloned_traces(views) if sharp else ()),
        *stroke_traces(views, values),
        *(portrait_traces(views, values) if sharp else ()),
        *contradiction_traces(views, today),
        *_metadata_traces(views),
    ]
    alone = _deciding(traces)
    # Values that were not compared are not known to be untouched, whatever else was looked at.
    if not alone or (not values and not any(trace.score >= _LINE for trace in alone)):
        return Abstained(_why_not(views))
    return _verdict(traces)


def _deciding(traces: Sequence[Trace]) -> list[Trace]:
    """Those that may decide by themselves."""
    return [trace for trace in traces if trace.family not in _NEVER_ALONE]


def _verdict(traces: Sequence[Trace]) -> Verdict:
    alone = _deciding(traces)
    strongest = max(alone, key=lambda trace: trace.score)
    agreeing = max(_agreements(traces), key=lambda pair: pair[0].score, default=())
    if agreeing:
        strongest = agreeing[0]
    score = max(strongest.score, _AGREED) if agreeing else strongest.score
    shown = [trace for trace in alone if trace.score >= _LINE]
    regions = tuple(_regions([*(agreeing or (strongest,)), *shown]))
    return Scored(
        score,
        strongest.words,
        regions,
        severity=None if agreeing else Severity.WARNING,
        subtype=strongest.subtype.value,
        figures=_figures(traces),
    )


def _agreements(traces: Sequence[Trace]) -> list[tuple[Trace, Trace]]:
    """Pairs of traces of different families, the stronger first, that point at one place and come near their lines.

    What the file says of its program points at every place.
    """
    near = sorted((trace for trace in traces if trace.score >= lines.AGREEING), key=lambda trace: -trace.score)
    return [
        (one, other)
        for place, one in enumerate(near)
        for other in near[place + 1 :]
        if one.family is not other.family and _meet(one, other)
    ]


def _meet(one: Trace, other: Trace) -> bool:
    families = {one.family, other.family}
    if Family.COLOUR in families and families & _OF_ITSELF:
        return False
    return one.place == other.place or Family.METADATA in families


def _regions(traces: Sequence[Trace]) -> list[Region]:
    """Where the traces show, each place once."""
    found: dict[tuple[float, ...], Region] = {}
    for trace in traces:
        for quad in trace.quads:
            found.setdefault(quad.bounds(), Region(quad, trace.subtype.value, (trace.place,) if trace.place else ()))
    return list(found.values())


def _figures(traces: Sequence[Trace]) -> tuple[Figure, ...]:
    """One figure of each name, the strongest trace's."""
    found: dict[str, Figure] = {}
    for trace in sorted(traces, key=lambda trace: -trace.score):
        for figure in trace.figures:
            found.setdefault(figure.name, figure)
    return tuple(found.values())


def _metadata_traces(views: Views) -> list[Trace]:
    program = editing_program(views.capture.software, views.capture.original)
    if not program:
        return []
    words = Words(N_("The file says that %(program)s wrote it. Cropping alone does that too."), {"program": program})
    return [Trace(Family.METADATA, Subtype.EDITOR_METADATA, "", lines.EDITOR_SCORE, words, ())]


def _is_sharp(views: Views) -> bool:
    return views.card_width >= lines.TAMPERING_CARD_WIDTH and not _blurred(views)


def _blurred(views: Views) -> bool:
    return bool(views.blur) and float(np.median(list(views.blur.values()))) >= lines.TAMPERING_BLUR


def _why_not(views: Views) -> Words:
    if views.card_width < lines.TAMPERING_CARD_WIDTH:
        return Words(
            N_("The card is %(width)s pixels wide; traces of editing need %(needed)s."),
            {"width": round(views.card_width), "needed": lines.TAMPERING_CARD_WIDTH},
        )
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return Words(
            N_("An app's page has no paper to compare, and its file was not saved twice as far as can be told.")
        )
    if _blurred(views):
        return Words(N_("The picture is too blurred to compare the values with each other."))
    return Words(N_("Too little text was read to compare the values with each other."))
