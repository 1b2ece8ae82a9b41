"""What the customer declared against what is printed, by named comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kyc.documents import comparison
from kyc.documents.checks.shared import UNREAD, Judgement, RawFields, failed, not_applicable, passed
from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.comparison import Comparison
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckResult, DeclaredData
from kyc.documents.validity import Validity
from kyc.documents.words import N_

NOT_DECLARED: Final = N_("The customer declared nothing to compare with.")
NOT_PRINTED: Final = N_("This document prints nothing to compare with.")


@dataclass(frozen=True, slots=True)
class Printed:
    """A field that something declared may be compared with; ``read`` takes the text to compare from its raw text."""

    name: FieldName
    compared: Comparison
    read: Callable[[str], str] = str


NAME: Final = (Printed(FieldName.NAME, comparison.NAME),)
CITIZEN_NUMBER: Final = (Printed(FieldName.CITIZEN_NUMBER, comparison.NUMBER),)
LICENCE_NUMBER: Final = (Printed(FieldName.LICENCE_NUMBER, comparison.NUMBER),)
BIRTH_DATE: Final = (Printed(FieldName.BIRTH_DATE, comparison.DATE),)


def expiry(name: FieldName, period: Validity | None) -> tuple[Printed, ...]:
    """The field that prints the end of ``period``, also where it holds the whole period or a number of years."""
    if period is None:
        return (Printed(name, comparison.EXPIRY),)
    end = period.until.isoformat() if period.until else LONG_TERM
    return (Printed(name, comparison.EXPIRY, lambda _: end),)


def declared_checks(
    raw: RawFields,
    declared: DeclaredData,
    *,
    name: tuple[Printed, ...] = NAME,
    number: tuple[Printed, ...] = CITIZEN_NUMBER,
    birth_date: tuple[Printed, ...] = BIRTH_DATE,
    expiry: tuple[Printed, ...] = (),
) -> tuple[CheckResult, ...]:
    """Name, number, date of birth and end of validity; each may stand in any of the fields given, or in none."""
    stated: Mapping[str, tuple[str, tuple[Printed, ...]]] = {
        "declared_name": (declared.name, name),
        "declared_number": (declared.number, number),
        "declared_birth_date": (declared.birth_date, birth_date),
        "declared_expiry": (declared.expiry, expiry),
    }
    return tuple(
        CheckResult(code, *_judge(raw, text.strip(), fields), tuple(field.name for field in fields))
        for code, (text, fields) in stated.items()
    )


def _judge(raw: RawFields, stated: str, fields: tuple[Printed, ...]) -> Judgement:
    if not stated:
        return not_applicable(NOT_DECLARED)
    if not fields:
        return not_applicable(NOT_PRINTED)
    texts = {field: field.read(raw.text(field.name)) if raw.text(field.name) else "" for field in fields}
    for field, text in texts.items():
        if field.compared.agree(stated, text):
            return passed(
                N_("Declared %(declared)s, printed %(printed)s: the same (%(comparison)s)."),
                **_params(stated, text, field),
            )
    unread = next((field.name for field, text in texts.items() if not text), None)
    if unread is not None:
        return not_applicable(UNREAD, field=unread.value)
    return failed(
        N_("Declared %(declared)s, but printed %(printed)s (%(comparison)s)."),
        **_params(stated, " / ".join(texts.values()), fields[0]),
    )


def _params(stated: str, printed: str, field: Printed) -> dict[str, str]:
    return {"declared": stated, "printed": printed, "comparison": field.compared.code}
