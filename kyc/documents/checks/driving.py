"""Rules that the paper and the electronic driving licence of China share (Orders 139 and 162)."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.documents import archive_number, citizen_number, licence_class
from kyc.documents.checks.period import PERIOD, UNREAL_PERIOD, with_birth, with_period
from kyc.documents.checks.person import number_checks, written_number
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckResult
from kyc.documents.validity import (
    LICENCE_TERMS_YEARS,
    Validity,
    age_on,
    has_licence_term,
    parse_licence_bounds,
    printed_years,
    term_years,
)
from kyc.documents.words import N_

HOME: Final = "中国"
#: Youngest age of a first licence (C1 and C2, Order 162, article 14; other classes ask for more).
FIRST_LICENCE_AGE: Final = 18


def period_of(raw: RawFields) -> Validity | None:
    """The validity of either form; None where a date is not real."""
    return raw.period(parse_licence_bounds)


def holder_number_checks(raw: RawFields) -> tuple[CheckResult, ...]:
    """Check digit, date of birth and sex of the licence number, which is a resident's citizen number."""
    results = number_checks(raw, FieldName.LICENCE_NUMBER)
    if not _is_of_another_document(raw):
        return results
    judgement = not_applicable(N_("The number is that of another document of the holder, not a citizen number."))
    return tuple(CheckResult(result.code, *judgement, result.fields) for result in results)


def _is_of_another_document(raw: RawFields) -> bool:
    """Holders from abroad, Hong Kong, Macao and Taiwan have the number of their passport or permit on the licence."""
    number = written_number(raw, FieldName.LICENCE_NUMBER)
    if not number or citizen_number.has_shape(number):
        return False
    nationality = raw.text(FieldName.NATIONALITY)
    return (number[0].isascii() and number[0].isalpha()) or (bool(nationality) and nationality != HOME)


def class_check(raw: RawFields) -> CheckResult:
    return check("licence_class", raw, (FieldName.LICENCE_CLASS,), _judge_class)


def _judge_class(raw: RawFields) -> Judgement:
    printed = licence_class.normalise(raw.text(FieldName.LICENCE_CLASS)).value
    classes = licence_class.parse(printed)
    if not classes:
        return failed(N_("%(printed)s is not made of classes from A1 to P."), printed=printed)
    if not licence_class.is_valid(printed):
        return failed(N_("%(printed)s names a class twice."), printed=printed)
    twice = licence_class.included_twice(classes)
    if twice:
        return not_applicable(
            N_("%(wide)s includes %(narrow)s, so the two are not printed together. It may be a misreading."),
            wide=twice[0],
            narrow=twice[1],
        )
    permitted = licence_class.permitted(classes)
    every = ", ".join(name for name in licence_class.CLASSES if name in permitted)
    return passed(N_("%(printed)s permits to drive: %(permitted)s."), printed=printed, permitted=every)


def term_check(raw: RawFields) -> CheckResult:
    return check("licence_term", raw, PERIOD, _judge_term)


def _judge_term(raw: RawFields) -> Judgement:
    start, until = raw.text(FieldName.VALID_FROM), raw.text(FieldName.VALID_TO)
    period = period_of(raw)
    if period is None:
        return failed(UNREAL_PERIOD, start=start, until=until)
    first = period.start.isoformat()
    if period.until is None:
        return passed(N_("From %(start)s, long-term."), start=first)
    last = period.until.isoformat()
    if not has_licence_term(period):
        return failed(N_("From %(start)s to %(until)s is neither 6 nor 10 years to the day."), start=first, until=last)
    years = term_years(period, LICENCE_TERMS_YEARS) or 0
    if raw.parsed(FieldName.VALID_TO, printed_years):
        return passed(
            N_("%(years)s years are printed; from %(start)s they end on %(until)s."),
            start=first,
            until=last,
            years=years,
        )
    return passed(
        N_("From %(start)s to %(until)s is %(years)s years to the day."), start=first, until=last, years=years
    )


def first_issue_order(raw: RawFields) -> CheckResult:
    """The validity begins with the first issue or, after a renewal, later."""
    needed = (FieldName.FIRST_ISSUE_DATE, *PERIOD)
    return check("first_issue_order", raw, needed, lambda raw: with_period(period_of(raw), lambda p: _order(raw, p)))


def _order(raw: RawFields, period: Validity) -> Judgement:
    issued = first_issue_of(raw)
    if issued is None:
        return failed(
            N_("The first issue is printed as %(printed)s, which is no real date."),
            printed=raw.text(FieldName.FIRST_ISSUE_DATE),
        )
    params = {"issued": issued.isoformat(), "start": period.start.isoformat()}
    if period.start < issued:
        return failed(N_("Valid from %(start)s, but first issued on %(issued)s only."), **params)
    if period.start == issued:
        return passed(N_("Valid from the day of the first issue, %(issued)s."), **params)
    return passed(N_("First issued on %(issued)s, renewed on %(start)s."), **params)


def first_issue_age(raw: RawFields) -> CheckResult:
    """Information only: licences of other states and of the army are exchanged, and the first issue is theirs then."""
    needed = (FieldName.BIRTH_DATE, FieldName.FIRST_ISSUE_DATE)
    return check("first_issue_age", raw, needed, lambda raw: with_birth(raw, lambda birth: _judge_age(raw, birth)))


def _judge_age(raw: RawFields, birth: date) -> Judgement:
    issued = first_issue_of(raw)
    if issued is None:
        return not_applicable(N_("The day of issue is not printed as a real date."))
    params: dict[str, str | int] = {"age": age_on(birth, issued), "issued": issued.isoformat()}
    params["least"] = FIRST_LICENCE_AGE
    if age_on(birth, issued) < FIRST_LICENCE_AGE:
        return not_applicable(
            N_(
                "First issued on %(issued)s at the age of %(age)s; the law asks for %(least)s. Exchanged licences can"
                " differ, so this decides nothing."
            ),
            **params,
        )
    return passed(N_("First issued on %(issued)s at the age of %(age)s; the law asks for %(least)s."), **params)


def archive_check(raw: RawFields) -> CheckResult:
    return check("archive_number", raw, (FieldName.ARCHIVE_NUMBER,), _judge_archive)


def _judge_archive(raw: RawFields) -> Judgement:
    number = archive_number.normalise(raw.text(FieldName.ARCHIVE_NUMBER)).value
    if not archive_number.has_shape(number):
        return failed(N_("%(number)s is not written as twelve digits."), number=number)
    return passed(N_("%(number)s has twelve digits."), number=number)


def first_issue_of(raw: RawFields) -> date | None:
    return raw.day(FieldName.FIRST_ISSUE_DATE)
