"""A period of validity against today and against the holder's date of birth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckResult
from kyc.documents.validity import Validity
from kyc.documents.words import N_

PERIOD: Final = (FieldName.VALID_FROM, FieldName.VALID_TO)

#: The validity as printed, to say which date in it is not real.
UNREAL_PERIOD: Final = N_("The validity is printed as %(start)s to %(until)s; a date in it is not real.")
NO_PERIOD: Final = N_("The validity is not printed as two real dates.")


def not_expired(
    raw: RawFields, period: Validity | None, today: date, names: tuple[FieldName, ...] = PERIOD
) -> CheckResult:
    return check("not_expired", raw, names, lambda _: with_period(period, lambda real: _judge_end(real, today)))


def already_valid(raw: RawFields, period: Validity | None, today: date) -> CheckResult:
    return check("already_valid", raw, PERIOD, lambda _: with_period(period, lambda real: _judge_start(real, today)))


def issued_after_birth(raw: RawFields, issued: date | None, names: tuple[FieldName, ...]) -> CheckResult:
    """Whether the day of issue, printed in ``names``, comes after the printed date of birth."""
    needed = (FieldName.BIRTH_DATE, *names)
    return check("issued_after_birth", raw, needed, lambda raw: with_birth(raw, lambda birth: after(birth, issued)))


def with_period(period: Validity | None, judge: Callable[[Validity], Judgement]) -> Judgement:
    """``judge`` on the printed period; not applicable where a date is not real (the check of the term fails)."""
    return judge(period) if period else not_applicable(NO_PERIOD)


def with_birth(raw: RawFields, judge: Callable[[date], Judgement]) -> Judgement:
    """``judge`` on the printed date of birth; not applicable where it is no real date."""
    birth = raw.day(FieldName.BIRTH_DATE)
    return judge(birth) if birth else not_applicable(N_("The printed date of birth is no real date."))


def after(birth: date, issued: date | None) -> Judgement:
    """Whether a day of issue comes after a date of birth."""
    if issued is None:
        return not_applicable(N_("The day of issue is not printed as a real date."))
    params = {"birth": birth.isoformat(), "start": issued.isoformat()}
    if issued < birth:
        return failed(N_("Issued on %(start)s to a person born on %(birth)s."), **params)
    return passed(N_("Issued on %(start)s, after the date of birth %(birth)s."), **params)


def _judge_end(period: Validity, today: date) -> Judgement:
    if period.until is None:
        return passed(N_("A long-term document does not expire."))
    params = {"until": period.until.isoformat(), "today": today.isoformat()}
    if period.until < today:
        return failed(N_("The document expired on %(until)s; today is %(today)s."), **params)
    return passed(N_("The document is valid until %(until)s; today is %(today)s."), **params)


def _judge_start(period: Validity, today: date) -> Judgement:
    params = {"start": period.start.isoformat(), "today": today.isoformat()}
    if period.start > today:
        return failed(N_("The document is valid from %(start)s only; today is %(today)s."), **params)
    return passed(N_("The document has been valid since %(start)s; today is %(today)s."), **params)
