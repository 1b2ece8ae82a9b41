"""The list of cases: filters that stay in the address, what each row says, and where the desk stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from kyc.accounts.models import User
from kyc.cases.models import Applicant, Case, Document
from kyc.cases.querysets import CaseQuerySet
from kyc.cases.services import digest_of_reference
from kyc.cases.states import OPEN_STATES, CaseState
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import CheckOutcome
from kyc.documents.warnings import Outcome, Severity
from kyc.inspections.models import Check, Finding, Inspection, InspectionState, Purpose
from kyc.review.models import Claim, Decision

PAGE_SIZE: Final = 25

#: What the list can be narrowed to; the first is what it shows unasked.
OPEN: Final = "open"
ALL: Final = "all"
BEFORE_REVIEW: Final = (CaseState.RECEIVED, CaseState.INSPECTING)

#: How many different warnings an inspection raised, by severity.
Warnings = dict[uuid.UUID, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for. ``applicant`` is our own random id: a customer's reference has no place there."""

    state: str = OPEN
    applicant: uuid.UUID | None = None
    kind: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """Filters of a query string; what it names wrongly counts as not asked."""
        state = query.get("state", OPEN)
        applicant = _uuid(query.get("applicant", ""))
        if state not in (OPEN, ALL, *CaseState.values):
            state = OPEN
        kind = query.get("kind", "")
        return cls(
            state=ALL if applicant and "state" not in query else state,
            applicant=applicant,
            kind=kind if kind in set(DocumentKind) else "",
        )

    def cases(self) -> CaseQuerySet:
        found: CaseQuerySet = Case.objects.oldest_first()
        if self.state == OPEN:
            found = found.in_state(*BEFORE_REVIEW, *OPEN_STATES)
        elif self.state != ALL:
            found = found.in_state(CaseState(self.state))
        if self.kind:
            stated = Q(documents__kind="", documents__kind_stated=self.kind)
            found = found.filter(Q(documents__kind=self.kind) | stated)
        return found.filter(applicant=self.applicant) if self.applicant else found


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it. ``warnings`` counts different detected warnings by severity, gravest first."""

    case: Case
    kind: str
    warnings: tuple[tuple[str, int], ...]
    failed_checks: int
    was_read: bool
    failed: bool
    claimed_by: str
    round: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the desk stands, in cases."""

    waiting: int
    before_review: int
    awaiting_applicant: int
    decided_today: int
    decided_today_by_me: int


def page_of_cases(filters: Filters, number: str) -> tuple[Page[Case], list[Row]]:
    """One page of the list and its rows, oldest first. A page that is not there gives the nearest."""
    cases = filters.cases().select_related("applicant")
    page = Paginator(cases, PAGE_SIZE).get_page(number)
    return page, rows_of(page.object_list)


def rows_of(cases: Iterable[Case]) -> list[Row]:
    """The rows of a page, in a fixed number of queries."""
    listed = list(cases)
    documents = {document.case_id: document for document in Document.objects.filter(case__in=listed).order_by("-round")}
    inspections = _latest_inspections(documents.values())
    warnings, failed_checks = _warnings(inspections.values()), _failed_checks(inspections.values())
    claims = Claim.objects.filter(case__in=listed, until__gt=timezone.now()).select_related("user")
    holders = {claim.case_id: claim.user.get_username() for claim in claims}
    rows = []
    for case in listed:
        document = documents[case.pk]
        inspection = inspections.get(document.pk)
        rows.append(_row(case, document, inspection, warnings, failed_checks, holders.get(case.pk, "")))
    return rows


def standing(user: User) -> Standing:
    """Counts for the head of the list; "today" is the day in the desk's time zone."""
    counts = {row["state"]: row["count"] for row in Case.objects.order_by().values("state").annotate(count=Count("pk"))}
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Decision.objects.filter(decided_at__gte=midnight)
    decided = today.aggregate(all=Count("pk"), mine=Count("pk", filter=Q(decided_by=user)))
    return Standing(
        waiting=sum(counts.get(state, 0) for state in OPEN_STATES),
        before_review=sum(counts.get(state, 0) for state in BEFORE_REVIEW),
        awaiting_applicant=counts.get(CaseState.AWAITING_APPLICANT, 0),
        decided_today=decided["all"],
        decided_today_by_me=decided["mine"],
    )


def find(text: str) -> Case | Applicant | None:
    """The case with exactly this number, else the applicant with exactly this reference."""
    wanted = text.strip()
    case = Case.objects.filter(number__iexact=wanted).first()
    if case is not None:
        return case
    return Applicant.objects.filter(reference_digest=digest_of_reference(wanted)).first()


def _latest_inspections(documents: Iterable[Document]) -> dict[uuid.UUID, Inspection]:
    """The last main reading of each document's current pictures, by document."""
    newest = Inspection.objects.filter(
        document=OuterRef("document"), round=OuterRef("document__round"), purpose=Purpose.MAIN
    )
    found = Inspection.objects.filter(document__in=list(documents)).filter(
        pk=Subquery(newest.order_by("-queued_at").values("pk")[:1])
    )
    return {inspection.document_id: inspection for inspection in found}


def _warnings(inspections: Iterable[Inspection]) -> Warnings:
    detected = Finding.objects.filter(inspection__in=list(inspections), outcome=Outcome.DETECTED.value).order_by()
    counted: Warnings = {}
    for row in detected.values("inspection_id", "severity").annotate(count=Count("code", distinct=True)):
        counted.setdefault(row["inspection_id"], {})[row["severity"]] = row["count"]
    return counted


def _failed_checks(inspections: Iterable[Inspection]) -> dict[uuid.UUID, int]:
    failed = Check.objects.filter(inspection__in=list(inspections), outcome=CheckOutcome.FAILED.value).order_by()
    return {row["inspection_id"]: row["count"] for row in failed.values("inspection_id").annotate(count=Count("pk"))}


def _row(
    case: Case,
    document: Document,
    inspection: Inspection | None,
    warnings: Warnings,
    failed_checks: Mapping[uuid.UUID, int],
    holder: str,
) -> Row:
    counts = warnings.get(inspection.pk, {}) if inspection else {}
    gravest_first = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
    return Row(
        case=case,
        kind=document.kind or document.kind_stated,
        warnings=tuple((severity.value, counts[severity]) for severity in gravest_first if severity in counts),
        failed_checks=failed_checks.get(inspection.pk, 0) if inspection else 0,
        was_read=inspection is not None and inspection.state == InspectionState.SUCCEEDED,
        failed=inspection is not None and inspection.state == InspectionState.FAILED,
        claimed_by=holder,
        round=document.round,
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
