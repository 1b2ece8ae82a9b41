"""Checks of the temporary resident identity card: those of the person, and three months of validity."""

from __future__ import annotations

from datetime import date

from kyc.documents.checks import declared as stated
from kyc.documents.checks.period import PERIOD, UNREAL_PERIOD, already_valid, issued_after_birth, not_expired
from kyc.documents.checks.person import number_checks
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, passed
from kyc.documents.checks.sides import both_faces
from kyc.documents.dates import months_later
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import CheckResult, DeclaredData
from kyc.documents.validity import TEMPORARY_MONTHS, is_temporary_term
from kyc.documents.words import N_


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    period = raw.period()
    return (
        both_faces(raw, DocumentKind.CN_TEMPORARY_ID_CARD),
        *number_checks(raw),
        check("temporary_term", raw, PERIOD, _judge_term),
        not_expired(raw, period, today),
        already_valid(raw, period, today),
        issued_after_birth(raw, period.start if period else None, PERIOD),
        *stated.declared_checks(raw, declared, expiry=stated.expiry(FieldName.VALID_TO, period)),
    )


def _judge_term(raw: RawFields) -> Judgement:
    period = raw.period()
    if period is None:
        return failed(UNREAL_PERIOD, start=raw.text(FieldName.VALID_FROM), until=raw.text(FieldName.VALID_TO))
    start = period.start.isoformat()
    if period.until is None:
        return failed(N_("From %(start)s, long-term; a temporary card is valid for three months."), start=start)
    lawful = next((day.isoformat() for day in months_later(period.start, TEMPORARY_MONTHS)), "")
    params = {"start": start, "until": period.until.isoformat(), "lawful": lawful}
    if not is_temporary_term(period):
        return failed(N_("From %(start)s to %(until)s is not three months, which would end on %(lawful)s."), **params)
    return passed(N_("From %(start)s to %(until)s is three months."), **params)
