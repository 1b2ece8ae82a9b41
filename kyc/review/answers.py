"""Answers to warnings of high severity: which are asked for, which are given. They are given in ``services.answer``."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from kyc.cases.models import Case, Document
from kyc.documents.warnings import Outcome, Severity
from kyc.inspections.models import Finding, Inspection
from kyc.inspections.selectors import latest
from kyc.review.models import WarningAnswer

#: The severity whose warnings a reviewer agrees or disagrees with before deciding.
ASKED_SEVERITY: Final = Severity.ERROR


def is_to_be_answered(outcome: str, severity: str) -> bool:
    """Whether a finding asks for an answer."""
    return outcome == Outcome.DETECTED and severity == ASKED_SEVERITY


def asked(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that ask for an answer."""
    return findings.filter(outcome=Outcome.DETECTED.value, severity=ASKED_SEVERITY.value)


def asked_of(document: Document) -> QuerySet[Finding]:
    """The findings of the current pictures' last inspection that ask for an answer."""
    return asked(Finding.objects.filter(inspection=latest(document)))


def unanswered(document: Document) -> int:
    """How many of the current pictures' warnings still wait for an answer."""
    return asked_of(document).filter(answer=None).count()


def answer_to(case: Case, finding_id: int) -> WarningAnswer | None:
    """The answer to one of a case's warnings."""
    answers = WarningAnswer.objects.filter(finding=finding_id, finding__inspection__document__case=case)
    return answers.select_related("answered_by").first()


def answers_about(inspection: Inspection) -> dict[int, WarningAnswer]:
    """The answers given to an inspection's warnings, by finding."""
    answers = WarningAnswer.objects.filter(finding__inspection=inspection).select_related("answered_by")
    return {answer.finding_id: answer for answer in answers}
