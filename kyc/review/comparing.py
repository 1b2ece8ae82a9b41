"""Two readings of the same pictures, field by field: what is the same, what differs and in which characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final

from kyc.documents.warnings import Outcome
from kyc.inspections.models import Finding, Inspection, InspectionState
from kyc.inspections.selectors import OpenedField, opened_fields


class Difference(StrEnum):
    """What two readings of one field are to each other."""

    SAME = "same"
    DIFFERS = "differs"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    NEITHER = "neither"
    NOT_RETURNED_BY_FIRST = "not_returned_by_first"
    NOT_RETURNED_BY_SECOND = "not_returned_by_second"


#: What a reviewer has to look at.
TO_LOOK_AT: Final = frozenset({Difference.DIFFERS, Difference.ONLY_FIRST, Difference.ONLY_SECOND})
#: Numbers, dates and times, as values have them.
_NUMBER: Final = re.compile(r"[0-9X:T. -]+")
#: Which word counts where an engine looked at several pictures: the gravest.
_GRAVEST_FIRST: Final = (
    *(Outcome.DETECTED, Outcome.INCONCLUSIVE, Outcome.NOT_DETECTED, Outcome.NOT_APPLICABLE, Outcome.NOT_RUN),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some characters of a value; ``is_other`` where the other reading has others there."""

    text: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class ReadValue:
    """One engine's reading of a field. ``confidence`` is None where the engine gives none."""

    parts: tuple[Part, ...]
    confidence: float | None
    is_blank: bool


_NOTHING: Final = ReadValue((), None, is_blank=False)


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field of one side; a reading is None where its engine does not return the field."""

    name: str
    side: str
    difference: Difference
    first: ReadValue | None
    second: ReadValue | None

    @property
    def is_to_look_at(self) -> bool:
        return self.difference in TO_LOOK_AT


@dataclass(frozen=True, slots=True)
class ComparedWarning:
    """A warning that one of the two gave; an outcome is empty where its engine does not look for it."""

    code: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return (self.first == Outcome.DETECTED) != (self.second == Outcome.DETECTED)


@dataclass(frozen=True, slots=True)
class Comparison:
    fields: tuple[ComparedField, ...]
    warnings: tuple[ComparedWarning, ...]

    @property
    def to_look_at(self) -> int:
        """In how many fields the readings are not the same, leaving out those that one engine never returns."""
        return sum(field.is_to_look_at for field in self.fields)

    @property
    def same(self) -> int:
        return sum(field.difference is Difference.SAME for field in self.fields)

    @property
    def sides(self) -> list[tuple[str, list[ComparedField]]]:
        """The fields side by side, in reading order."""
        names = dict.fromkeys(field.side for field in self.fields)
        return [(side, [field for field in self.fields if field.side == side]) for side in names]


def compare(first: Inspection | None, second: Inspection) -> Comparison:
    """The two readings beside each other; ``first`` is None, or has no fields, where it came to nothing.

    Raises:
        VaultUnavailable, KeyMissing, SealBroken: the case's key cannot be had.
    """
    return Comparison(compared_fields(_fields(first), _fields(second) or ()), _compared_warnings(first, second))


def compared_fields(first: Sequence[OpenedField] | None, second: Sequence[OpenedField]) -> tuple[ComparedField, ...]:
    """Every field of either, in the first's order and then the second's; none that neither returns. ``first`` is None
    where that reading came to nothing."""
    if first is None:
        return tuple(_alone(field) for field in second if field.is_returned)
    ours, theirs = _by_place(first), _by_place(second)
    places = dict.fromkeys([*ours, *theirs])
    sides = list(dict.fromkeys(side for side, _ in places))
    in_order = sorted(places, key=lambda place: sides.index(place[0]))
    return tuple(_compared(place, ours.get(place), theirs.get(place)) for place in in_order)


def marked(text: str, other: str) -> tuple[Part, ...]:
    """``text`` in parts, marked where ``other`` has something else."""
    if len(text) == len(other) and _NUMBER.fullmatch(text):
        return _place_by_place(text, other)
    parts = [
        Part(text[start:end], tag != "equal")
        for tag, start, end, _, _ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
        if end > start
    ]
    return tuple(parts)


def _place_by_place(text: str, other: str) -> tuple[Part, ...]:
    """In numbers and dates each place counts by itself: 02 and 20 differ in both digits."""
    pairs = groupby(zip(text, other, strict=True), key=lambda pair: pair[0] != pair[1])
    return tuple(Part("".join(mine for mine, _ in run), is_other) for is_other, run in pairs)


def _fields(inspection: Inspection | None) -> list[OpenedField] | None:
    has_result = inspection is not None and inspection.state == InspectionState.SUCCEEDED
    return opened_fields(inspection) if inspection and has_result else None


def _alone(field: OpenedField) -> ComparedField:
    """A field beside a reading that came to nothing."""
    difference = Difference.ONLY_SECOND if field.is_read else Difference.NEITHER
    return ComparedField(field.name, field.side, difference, _NOTHING, _value(field, None))


def _by_place(fields: Iterable[OpenedField]) -> dict[tuple[str, str], OpenedField]:
    return {(field.side, field.name): field for field in fields if field.is_returned}


def _compared(place: tuple[str, str], first: OpenedField | None, second: OpenedField | None) -> ComparedField:
    difference = _difference(first, second)
    is_marked = difference is Difference.DIFFERS
    return ComparedField(
        name=place[1],
        side=place[0],
        difference=difference,
        first=_value(first, second if is_marked else None),
        second=_value(second, first if is_marked else None),
    )


def _difference(first: OpenedField | None, second: OpenedField | None) -> Difference:
    if first is None:
        return Difference.NOT_RETURNED_BY_FIRST
    if second is None:
        return Difference.NOT_RETURNED_BY_SECOND
    if first.is_read and second.is_read:
        return Difference.SAME if first.value == second.value else Difference.DIFFERS
    if first.is_read or second.is_read:
        return Difference.ONLY_FIRST if first.is_read else Difference.ONLY_SECOND
    return Difference.NEITHER


def _value(field: OpenedField | None, other: OpenedField | None) -> ReadValue | None:
    if field is None:
        return None
    parts = marked(field.value, other.value) if other else (Part(field.value, is_other=False),) if field.value else ()
    return ReadValue(parts, field.confidence if field.is_read and field.confidence > 0 else None, field.is_blank)


def _compared_warnings(first: Inspection | None, second: Inspection) -> tuple[ComparedWarning, ...]:
    ours, theirs = _outcomes(first), _outcomes(second)
    detected = [
        code for code in dict.fromkeys([*ours, *theirs]) if Outcome.DETECTED in (ours.get(code), theirs.get(code))
    ]
    return tuple(ComparedWarning(code, ours.get(code, ""), theirs.get(code, "")) for code in detected)


def _outcomes(inspection: Inspection | None) -> Mapping[str, str]:
    """The gravest word on each warning, over all pictures."""
    findings = Finding.objects.filter(inspection=inspection) if inspection else Finding.objects.none()
    said: dict[str, set[str]] = {}
    for code, outcome in findings.values_list("code", "outcome"):
        said.setdefault(code, set()).add(outcome)
    return {code: next(one.value for one in _GRAVEST_FIRST if one in outcomes) for code, outcomes in said.items()}
