"""The family *logic*: a number that contradicts itself, the printed date of birth or the printed sex.

The arithmetic is that of ``kyc.documents.checks``, on the raw readings. It survives printing and photographing, but so
does a misreading: every reading that takes part must be sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kyc.authenticity import lines
from kyc.authenticity.traces import Family, Subtype, Trace
from kyc.authenticity.views import Views
from kyc.documents.checks import run_checks
from kyc.documents.citizen_number import has_shape, normalise
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData

#: Checks that no genuine document fails: what is printed once contradicts what is printed twice.
_CONTRADICTIONS: Final = frozenset(("number_check_digit", "number_birth_date", "number_sex"))
_NUMBERS: Final = frozenset((FieldName.CITIZEN_NUMBER, FieldName.LICENCE_NUMBER))


def contradiction_traces(views: Views, today: date) -> list[Trace]:
    capture = views.capture
    results = run_checks(capture.kind, capture.fields, DeclaredData(), today, (capture.side,))
    failed = (result for result in results if result.code in _CONTRADICTIONS and result.outcome is CheckOutcome.FAILED)
    return [trace for result in failed for trace in _traces(views, result)]


def _traces(views: Views, result: CheckResult) -> Iterator[Trace]:
    """One for each value that takes part: any of them may be the false one."""
    readings = [field for field in views.capture.fields if field.name in result.fields and field.raw.strip()]
    # A number of another shape is read wrongly or in part; it contradicts nothing.
    shapeless = any(not has_shape(normalise(field.raw)) for field in readings if field.name in _NUMBERS)
    if shapeless or any(field.confidence < lines.TAMPERING_CONFIDENCE for field in readings):
        return
    for field in readings:
        quads = (views.inside_picture(field.quad),) if field.quad else ()
        place, score = field.name.value, lines.CONTRADICTION_SCORE
        yield Trace(Family.LOGIC, Subtype.CONTRADICTION, place, score, result.words, quads)
