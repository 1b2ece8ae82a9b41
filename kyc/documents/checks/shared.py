"""What every check is made of: raw readings by name, and an outcome with its words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final, TypeVar

from kyc.documents.dates import parse_date
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, FieldReading
from kyc.documents.validity import Validity, parse_bounds, parse_period
from kyc.documents.words import N_, Words

#: Below this confidence a reading that normalisation gave up on counts as unread rather than as wrongly printed.
READ_CONFIDENCE: Final = 0.5

UNREAD: Final = N_("This needs a field that was not read: %(field)s.")

#: Fields that rectification changes; nothing but their raw reading is judged.
RECTIFIED: Final = frozenset((FieldName.CITIZEN_NUMBER, FieldName.LICENCE_NUMBER, FieldName.BIRTH_DATE, FieldName.SEX))

#: Letters read where only digits stand. No document prints them there, so nothing is hidden by taking them for digits.
_FIGURES: Final = str.maketrans("OoQIl|BSZ", "000111852")

Parsed = TypeVar("Parsed")
Judgement = tuple[CheckOutcome, Words]
Bounds = Callable[[str, str], Validity | None]


class RawFields:
    """The raw readings of a document by name, as checks see them. ``sides`` were found even if no field was read."""

    def __init__(self, readings: Sequence[FieldReading], sides: Collection[Side] = ()) -> None:
        self._texts: dict[FieldName, str] = {}
        self._of_sides: dict[tuple[FieldName, Side], str] = {}
        self._values: dict[FieldName, str] = {}
        self.sides = frozenset(sides) | {reading.side for reading in readings}
        for reading in readings:
            if _was_read(reading):
                self._texts.setdefault(reading.name, reading.raw.strip())
                self._values.setdefault(reading.name, reading.value)
                self._of_sides.setdefault((reading.name, reading.side), reading.raw.strip())

    def text(self, name: FieldName, side: Side | None = None) -> str:
        """The text as printed, of any side or of ``side``; an empty string where it was not read."""
        return self._texts.get(name, "") if side is None else self._of_sides.get((name, side), "")

    def first_unread(self, names: Sequence[FieldName]) -> FieldName | None:
        return next((name for name in names if not self.text(name)), None)

    def figures(self, name: FieldName) -> str:
        """The text as printed, with letters that stand for digits taken for them."""
        return self.text(name).translate(_FIGURES)

    def parsed(self, name: FieldName, parse: Callable[[str], Parsed | None]) -> Parsed | None:
        """What ``parse`` makes of the text as printed, or of its figures, or else of what normalisation made of it.

        Normalisation sees one field only; what rectification drew from other fields is never looked at.
        """
        found = (parse(text) for text in self._writings(name))
        return next((value for value in found if value is not None), None)

    def day(self, name: FieldName) -> date | None:
        """The printed date; None where it is no real one."""
        return self.parsed(name, parse_date)

    def period(
        self,
        bounds: Bounds = parse_bounds,
        first: FieldName = FieldName.VALID_FROM,
        last: FieldName = FieldName.VALID_TO,
    ) -> Validity | None:
        """The period between two fields; None where a date is not real. Either may hold the whole printed period."""
        for start in self._writings(first):
            for until in self._writings(last):
                found = bounds(start, until) or parse_period(until) or parse_period(start)
                if found:
                    return found
        return None

    def _writings(self, name: FieldName) -> tuple[str, ...]:
        value = "" if name in RECTIFIED else self._values.get(name, "")
        return tuple(dict.fromkeys((self.text(name), self.figures(name), value)))


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
