"""What every check is made of: raw readings by name, and an outcome with its words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, FieldReading
from kyc.documents.validity import Validity, parse_bounds, parse_period
from kyc.documents.words import N_, Words

#: Below this confidence a reading that normalisation gave up on counts as unread rather than as wrongly printed.
READ_CONFIDENCE: Final = 0.5

UNREAD: Final = N_("This needs a field that was not read: %(field)s.")

Judgement = tuple[CheckOutcome, Words]
Bounds = Callable[[str, str], Validity | None]


class RawFields:
    """The raw readings of a document by name, as checks see them. ``sides`` were found even if no field was read."""

    def __init__(self, readings: Sequence[FieldReading], sides: Collection[Side] = ()) -> None:
        self._texts: dict[FieldName, str] = {}
        self._of_sides: dict[tuple[FieldName, Side], str] = {}
        self.sides = frozenset(sides) | {reading.side for reading in readings}
        for reading in readings:
            if _was_read(reading):
                self._texts.setdefault(reading.name, reading.raw.strip())
                self._of_sides.setdefault((reading.name, reading.side), reading.raw.strip())

    def text(self, name: FieldName, side: Side | None = None) -> str:
        """The text as printed, of any side or of ``side``; an empty string where it was not read."""
        return self._texts.get(name, "") if side is None else self._of_sides.get((name, side), "")

    def first_unread(self, names: Sequence[FieldName]) -> FieldName | None:
        return next((name for name in names if not self.text(name)), None)

    def period(
        self,
        bounds: Bounds = parse_bounds,
        first: FieldName = FieldName.VALID_FROM,
        last: FieldName = FieldName.VALID_TO,
    ) -> Validity | None:
        """The period between two fields; None where a date is not real. Either may hold the whole printed period."""
        start, until = self.text(first), self.text(last)
        return bounds(start, until) or parse_period(until) or parse_period(start)


def _was_read(reading: FieldReading) -> bool:
    return bool(reading.raw.strip()) and (bool(reading.value) or reading.confidence >= READ_CONFIDENCE)


def check(
    code: str, raw: RawFields, needed: tuple[FieldName, ...], judge: Callable[[RawFields], Judgement]
) -> CheckResult:
    """The outcome of ``judge``; not applicable where a field that it needs was not read."""
    unread = raw.first_unread(needed)
    if unread is not None:
        outcome, words = CheckOutcome.NOT_APPLICABLE, Words(UNREAD, {"field": unread.value})
    else:
        outcome, words = judge(raw)
    return CheckResult(code, outcome, words, needed)


def passed(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.PASSED, Words(message, params)


def failed(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.FAILED, Words(message, params)


def not_applicable(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.NOT_APPLICABLE, Words(message, params)
