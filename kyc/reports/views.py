"""Managers' numbers and export, the auditor's trail. Nothing here changes a case."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kyc.accounts.actors import actor_of
from kyc.accounts.guards import require
from kyc.accounts.rights import Right
from kyc.audit.actions import Action
from kyc.audit.errors import TrailBroken
from kyc.audit.models import AuditEvent
from kyc.audit.services import record
from kyc.audit.verifier import Verdict, verify
from kyc.reports.decisions import DecisionFilters, by_kind, by_reviewer, csv_lines, totals
from kyc.reports.periods import PeriodFilters, default_period
from kyc.reports.precision import PrecisionRow, chart, precision_rows
from kyc.reports.precision import csv_lines as precision_csv_lines
from kyc.reports.trail import TrailFilters, page_of_events
from kyc.review.history import in_words
from kyc.review.models import DecisionOutcome
from kyc.web.fragments import render


@require(Right.EXPORT_DECISIONS)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Decisions of a period by reviewer and outcome, and their download."""
    form = DecisionFilters(request.GET or default_period())
    rows = by_reviewer(form.decisions()) if form.is_valid() else []
    kinds = by_kind(form.decisions()) if rows else []
    context = {"form": form, "rows": rows, "kinds": kinds, "totals": totals(rows), "outcomes": DecisionOutcome.labels}
    return render(request, "reports/decisions.html", context, status=200 if form.is_valid() else 422)


@require(Right.EXPORT_DECISIONS)
@require_GET
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """The decisions that the filters name, as CSV. The event says which filters and how many rows went out."""
    form = DecisionFilters(request.GET)
    if not form.is_valid():
        context = {"form": form, "rows": [], "totals": totals([]), "outcomes": DecisionOutcome.labels}
        return render(request, "reports/decisions.html", context, status=422)
    with transaction.atomic():
        decision_ids = list(form.decisions().values_list("pk", flat=True))
        details = {"rows": len(decision_ids), "filters": form.for_trail()}
        record(Action.DECISIONS_EXPORTED, actor_of(request), details=details)
    return _download("decisions", csv_lines(decision_ids))


@require(Right.EXPORT_DECISIONS)
@require_GET
def detectors(request: HttpRequest) -> HttpResponse:
    """Each detector's precision, from the answers of decided cases."""
    form = PeriodFilters(request.GET or default_period())
    rows = precision_rows(form.decisions()) if form.is_valid() else []
    return _detectors_page(request, form, rows)


@require(Right.EXPORT_DECISIONS)
@require_GET
def detectors_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV. The event says which filters and how many rows went out."""
    form = PeriodFilters(request.GET)
    if not form.is_valid():
        return _detectors_page(request, form, [])
    with transaction.atomic():
        rows = precision_rows(form.decisions())
        details = {"rows": len(rows), "filters": form.for_trail()}
        record(Action.ANSWERS_EXPORTED, actor_of(request), details=details)
    return _download("detectors", precision_csv_lines(rows))


def _detectors_page(request: HttpRequest, form: PeriodFilters, rows: list[PrecisionRow]) -> HttpResponse:
    context = {"form": form, "rows": rows, "chart": chart(rows)}
    return render(request, "reports/detectors.html", context, status=200 if form.is_valid() else 422)


def _download(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{timezone.localtime():%Y%m%d-%H%M%S}.csv"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require(Right.READ_TRAIL)
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The whole trail, newest first, in pages."""
    filters = TrailFilters(request.GET)
    page, rows = page_of_events(filters, request.GET.get("page", "1"))
    _record_look(request, page=page.number, **filters.for_trail())
    return render(request, "audit/trail.html", {"form": filters, "page": page, "rows": rows})


@require(Right.READ_TRAIL)
@require_POST
def verify_trail(request: HttpRequest) -> HttpResponse:
    """Walk the whole trail and say whether it holds."""
    verdict = verify()
    context = {"verdict": verdict, "is_recorded": _record_verdict(request, verdict), "at": timezone.now()}
    return render(request, "audit/verified.html", context, fragment="verdict")


@require(Right.READ_TRAIL)
@require_GET
def case_trail(request: HttpRequest, number: str) -> HttpResponse:
    """Every event of one case, oldest first."""
    events = list(AuditEvent.objects.of_case(number).order_by("sequence"))
    if not events:
        raise Http404
    _record_look(request, case_number=number)
    return render(request, "audit/case_trail.html", {"number": number, "rows": in_words(events)})


def _record_verdict(request: HttpRequest, verdict: Verdict) -> bool:
    """Whether the event could be appended: a trail can be too damaged for that, and the verdict is still to be seen."""
    try:
        with transaction.atomic():
            record(
                Action.TRAIL_VERIFIED,
                actor_of(request),
                new="holds" if verdict.ok else "broken",
                details={"events": verdict.events, "first_broken": verdict.first_broken, "head": verdict.head},
            )
    except (TrailBroken, DatabaseError):
        return False
    return True


def _record_look(request: HttpRequest, case_number: str = "", **details: object) -> None:
    with transaction.atomic():
        record(Action.TRAIL_VIEWED, actor_of(request), case_number=case_number, details=details)
