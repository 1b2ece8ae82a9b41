"""Checks of the driving licence of China, main page and sub page (GA 482-2012)."""

from __future__ import annotations

from datetime import date

from kyc.documents import comparison
from kyc.documents.checks import declared as stated
from kyc.documents.checks import driving
from kyc.documents.checks.period import already_valid, issued_after_birth, not_expired
from kyc.documents.checks.shared import RawFields
from kyc.documents.checks.sides import both_pages, pages_agree
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import CheckResult, DeclaredData


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    period = driving.period_of(raw)
    return (
        both_pages(raw, DocumentKind.CN_DRIVING_LICENCE),
        pages_agree("pages_number", raw, FieldName.LICENCE_NUMBER, comparison.NUMBER),
        pages_agree("pages_name", raw, FieldName.NAME, comparison.NAME),
        *driving.holder_number_checks(raw),
        driving.class_check(raw),
        driving.term_check(raw),
        not_expired(raw, period, today),
        already_valid(raw, period, today),
        driving.first_issue_order(raw),
        issued_after_birth(raw, driving.first_issue_of(raw), (FieldName.FIRST_ISSUE_DATE,)),
        driving.first_issue_age(raw),
        driving.archive_check(raw),
        *stated.declared_checks(
            raw, declared, number=stated.LICENCE_NUMBER, expiry=stated.expiry(FieldName.VALID_TO, period)
        ),
    )
