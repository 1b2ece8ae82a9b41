"""Checks of the resident identity card (GA 448-2013, Resident Identity Card Law)."""

from __future__ import annotations

from datetime import date

from kyc.documents.checks import declared as stated
from kyc.documents.checks.period import (
    PERIOD,
    UNREAL_PERIOD,
    already_valid,
    issued_after_birth,
    not_expired,
    with_birth,
    with_period,
)
from kyc.documents.checks.person import number_checks
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.checks.sides import both_faces
from kyc.documents.closed_lists import LONG_TERM, province_of
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import CheckResult, DeclaredData
from kyc.documents.validity import FIRST_YEAR, Validity, age_on, has_lawful_term, term_for_age, term_years
from kyc.documents.words import N_


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    period = raw.period()
    return (
        both_faces(raw, DocumentKind.CN_ID_CARD),
        *number_checks(raw),
        check("validity_term", raw, PERIOD, _judge_term),
        not_expired(raw, period, today),
        already_valid(raw, period, today),
        issued_after_birth(raw, period.start if period else None, PERIOD),
        check("age_and_term", raw, (FieldName.BIRTH_DATE, *PERIOD), _judge_age_and_term),
        check("authority_region", raw, (FieldName.ISSUING_AUTHORITY, FieldName.ADDRESS), _judge_region),
        *stated.declared_checks(raw, declared, expiry=stated.expiry(FieldName.VALID_TO, period)),
    )


def judge_validity_term(start: str, until: str, period: Validity | None) -> Judgement:
    """The term of a period as printed: 5, 10, 20 years or long-term. ``start`` and ``until`` are the raw texts."""
    if period is None:
        return failed(UNREAL_PERIOD, start=start, until=until)
    first = period.start.isoformat()
    if period.start.year < FIRST_YEAR:
        return failed(
            N_("The validity begins on %(start)s, but this card was first issued in %(year)s."),
            start=first,
            year=str(FIRST_YEAR),
        )
    if period.until is None:
        return passed(N_("From %(start)s, long-term."), start=first)
    last = period.until.isoformat()
    if not has_lawful_term(period):
        return failed(
            N_("From %(start)s to %(until)s is neither 5, 10 nor 20 years to the day."), start=first, until=last
        )
    return passed(
        N_("From %(start)s to %(until)s is %(years)s years to the day."),
        start=first,
        until=last,
        years=term_years(period) or 0,
    )


def _judge_term(raw: RawFields) -> Judgement:
    return judge_validity_term(raw.text(FieldName.VALID_FROM), raw.text(FieldName.VALID_TO), raw.period())


def _judge_age_and_term(raw: RawFields) -> Judgement:
    return with_birth(raw, lambda birth: with_period(raw.period(), lambda period: _judge_term_at(birth, period)))


def _judge_term_at(birth: date, period: Validity) -> Judgement:
    age = age_on(birth, period.start)
    if age < 0:
        return not_applicable(N_("The card is dated before the date of birth."))
    given = LONG_TERM if period.long_term else str(term_years(period) or "?")
    lawful = str(term_for_age(age) or LONG_TERM)
    params: dict[str, str | int] = {"age": age, "given": given, "lawful": lawful}
    if given == "?":
        return not_applicable(N_("The period is none of the terms of the law, so no age goes with it."))
    if given != lawful:
        return failed(
            N_(
                "At the age of %(age)s a card is given for %(lawful)s (years or 长期); this one has %(given)s."
                " A suspicion only: replacements and days near a birthday can differ."
            ),
            **params,
        )
    return passed(N_("At the age of %(age)s a card is given for %(lawful)s (years or 长期), as here."), **params)


def _judge_region(raw: RawFields) -> Judgement:
    """Information only: people move, and most authorities print no province."""
    authority = province_of(raw.text(FieldName.ISSUING_AUTHORITY))
    address = province_of(raw.text(FieldName.ADDRESS))
    if not authority or not address:
        return not_applicable(N_("The issuing authority or the address names no province."))
    if authority != address:
        return not_applicable(
            N_("The authority is of %(authority)s, the address in %(address)s. People move, so this decides nothing."),
            authority=authority,
            address=address,
        )
    return passed(N_("Authority and address are both of %(authority)s."), authority=authority)
