"""Checks of the Korean driving licence. Of its numbers only the form can be judged: the licence number's check digit is
not published, and resident numbers given or changed since October 2020 have none."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.documents import comparison, kr_licence, resident_number
from kyc.documents.checks import declared as stated
from kyc.documents.checks.declared import Printed
from kyc.documents.checks.period import after, not_expired, with_period
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.kinds import FieldName
from kyc.documents.resident_number import RANDOM_SINCE, Checksum
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData
from kyc.documents.validity import Validity
from kyc.documents.words import N_

RENEWAL: Final = (FieldName.RENEWAL_FROM, FieldName.RENEWAL_TO)
NUMBER: Final = (FieldName.RESIDENT_NUMBER,)
ISSUE: Final = (FieldName.ISSUE_DATE,)


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    renewal = raw.period(first=FieldName.RENEWAL_FROM, last=FieldName.RENEWAL_TO)
    return (
        check("kr_licence_number", raw, (FieldName.LICENCE_NUMBER,), _judge_licence_number),
        check("kr_licence_region", raw, (FieldName.LICENCE_NUMBER,), _judge_region),
        check("resident_number", raw, NUMBER, lambda fields: _judge_resident_number(fields, today)),
        check("resident_check_digit", raw, NUMBER, _judge_check_digit),
        check("issued_after_birth", raw, (*NUMBER, *ISSUE), _judge_issued_after_birth),
        check("issued_by_today", raw, ISSUE, lambda fields: _judge_issue(fields, today)),
        check("renewal_order", raw, RENEWAL, lambda fields: _judge_renewal(fields, renewal)),
        check("issued_before_renewal", raw, (*ISSUE, *RENEWAL), lambda fields: _judge_order(fields, renewal)),
        not_expired(raw, renewal, today, RENEWAL),
        *stated.declared_checks(
            raw,
            declared,
            number=(
                Printed(FieldName.RESIDENT_NUMBER, comparison.NUMBER),
                Printed(FieldName.LICENCE_NUMBER, comparison.KR_LICENCE_NUMBER),
            ),
            birth_date=(Printed(FieldName.RESIDENT_NUMBER, comparison.DATE, _birth_date_iso),),
            expiry=stated.expiry(FieldName.RENEWAL_TO, renewal),
        ),
    )


def _judge_licence_number(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.LICENCE_NUMBER)
    number = kr_licence.parse_number(printed)
    if number is None:
        return failed(
            N_("%(printed)s is written neither as 00-00-000000-00 nor with the name of a region."), printed=printed
        )
    return passed(
        N_(
            "%(number)s: region, year of the first issue %(year)s, serial %(serial)s. Its check digit is not published."
        ),
        number=str(number),
        year=number.year,
        serial=number.serial,
    )


def _judge_region(raw: RawFields) -> Judgement:
    """Information only: sources name the newest regions differently."""
    number = kr_licence.parse_number(raw.text(FieldName.LICENCE_NUMBER))
    if number is None:
        return not_applicable(N_("The number has no place for a region."))
    if not number.region_known:
        return not_applicable(
            N_("%(region)s is not among the known regions. This decides nothing."), region=number.region
        )
    return passed(N_("%(region)s stands for %(name)s."), region=number.region, name=number.region_name)


def _judge_resident_number(raw: RawFields, today: date) -> Judgement:
    number = resident_number.normalise(raw.figures(FieldName.RESIDENT_NUMBER))
    if not resident_number.has_shape(number):
        return failed(N_("%(number)s is not written as six digits and seven."), number=number)
    birth = resident_number.birth_date(number)
    if birth is None:
        return failed(
            N_("The first six digits %(digits)s with the seventh %(seventh)s are no real date of birth."),
            digits=number[:6],
            seventh=number[7],
        )
    params = {
        "digits": number[:6],
        "seventh": number[7],
        "birth": birth.isoformat(),
        "sex": resident_number.sex(number),
        "today": today.isoformat(),
    }
    if birth > today:
        return failed(N_("Born on %(birth)s by the number, which is still to come; today is %(today)s."), **params)
    return passed(
        N_("The first six digits %(digits)s and the seventh %(seventh)s: born on %(birth)s, sex %(sex)s."), **params
    )


def _judge_check_digit(raw: RawFields) -> Judgement:
    """It can support a number. It fails one only on a card of before October 2020, when every number had its digit."""
    number = resident_number.normalise(raw.figures(FieldName.RESIDENT_NUMBER))
    if not resident_number.has_shape(number):
        return not_applicable(N_("The number has no thirteen digits to work out a check digit from."))
    issued = raw.day(FieldName.ISSUE_DATE)
    verdict = resident_number.checksum(number, issued)
    words = resident_number.worked_check_digit(number, issued)
    if verdict is Checksum.FITS:
        return CheckOutcome.PASSED, words
    had_its_digit = verdict is Checksum.DIFFERS and issued is not None and issued < RANDOM_SINCE
    return (CheckOutcome.FAILED if had_its_digit else CheckOutcome.NOT_APPLICABLE), words


def _judge_issued_after_birth(raw: RawFields) -> Judgement:
    birth = resident_number.birth_date(resident_number.normalise(raw.figures(FieldName.RESIDENT_NUMBER)))
    if birth is None:
        return not_applicable(N_("The number gives no date of birth."))
    return after(birth, raw.day(FieldName.ISSUE_DATE))


def _judge_issue(raw: RawFields, today: date) -> Judgement:
    printed = raw.text(FieldName.ISSUE_DATE)
    issued = raw.day(FieldName.ISSUE_DATE)
    if issued is None:
        return failed(N_("%(printed)s is no real date."), printed=printed)
    params = {"issued": issued.isoformat(), "today": today.isoformat()}
    if issued > today:
        return failed(N_("Issued on %(issued)s, which is still to come; today is %(today)s."), **params)
    return passed(N_("Issued on %(issued)s; today is %(today)s."), **params)


def _judge_renewal(raw: RawFields, renewal: Validity | None) -> Judgement:
    start, until = (raw.text(name) for name in RENEWAL)
    if renewal is None or renewal.until is None:
        return failed(
            N_("The renewal period is printed as %(start)s to %(until)s; a date in it is not real."),
            start=start,
            until=until,
        )
    params = {"start": renewal.start.isoformat(), "until": renewal.until.isoformat()}
    if renewal.until <= renewal.start:
        return failed(N_("The renewal period ends on %(until)s, before it begins on %(start)s."), **params)
    return passed(N_("The renewal period runs from %(start)s to %(until)s."), **params)


def _judge_order(raw: RawFields, renewal: Validity | None) -> Judgement:
    issued = raw.day(FieldName.ISSUE_DATE)
    if issued is None:
        return not_applicable(N_("The day of issue is not printed as a real date."))

    def judge(period: Validity) -> Judgement:
        until = period.until or date.max
        params = {"issued": issued.isoformat(), "until": until.isoformat()}
        if issued > until:
            return failed(N_("Issued on %(issued)s, after the renewal period ended on %(until)s."), **params)
        return passed(N_("Issued on %(issued)s, before the renewal period ends on %(until)s."), **params)

    return with_period(renewal, judge)


def _birth_date_iso(number: str) -> str:
    birth = resident_number.birth_date(resident_number.normalise(number))
    return birth.isoformat() if birth else ""
