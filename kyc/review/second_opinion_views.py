"""Asking another engine about a case's pictures, and its reading beside the main one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kyc.accounts.actors import actor_of
from kyc.accounts.guards import current_user, require
from kyc.accounts.rights import Right, has_right
from kyc.audit.actions import Action
from kyc.audit.services import record
from kyc.cases.models import Case
from kyc.cases.states import OPEN_STATES
from kyc.documents.errors import DeskError
from kyc.inspections.models import Inspection, Purpose
from kyc.inspections.selectors import latest_of_round
from kyc.review import services
from kyc.review.case_page import document_of, language_of
from kyc.review.comparing import compare
from kyc.review.failures import shown_failure
from kyc.review.picture_views import private
from kyc.review.second_opinions import second_opinions_of
from kyc.web.fragments import render, wants_fragment
from kyc.web.words import say_error

PANEL_PAGE = "review/second_opinions.html"
OPINION_PAGE = "review/second_opinion.html"


@require(Right.READ_CASE)
@require_http_methods(["GET", "POST"])
def second_opinions(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """POST asks an engine. Both answer with the case page's panel: alone for htmx, which asks with what it has
    ``seen`` and gets 204 while that lasts, else on the case's page."""
    found = get_object_or_404(Case.objects.select_related("policy_version"), pk=case_id)
    error = _ask(request, found) if request.method == "POST" else None
    if not wants_fragment(request):
        if error:
            messages.error(request, say_error(error))
        return redirect(f"{reverse('case', args=[case_id])}#second-opinions")
    context = panel_context(request, found)
    if request.GET.get("seen") == context["second_opinions"].seen:
        return HttpResponse(status=204)
    shown = {**context, "error": say_error(error) if error else ""}
    return private(render(request, PANEL_PAGE, shown, fragment="panel", status=409 if error else 200))


@require(Right.READ_CASE)
@require_GET
def second_opinion(request: HttpRequest, case_id: uuid.UUID, inspection_id: uuid.UUID) -> HttpResponse:
    """One engine's reading beside the main one, or how far it is. Every look at values is an event."""
    asked = Inspection.objects.filter(purpose=Purpose.SECOND_OPINION, document__case=case_id)
    inspection = get_object_or_404(asked.select_related("document__case", "asked_by"), pk=inspection_id)
    if inspection.is_open and request.GET.get("seen") == inspection.state:
        return HttpResponse(status=204)
    context = _opinion_context(inspection)
    if not inspection.is_open:
        _record_view(request, inspection)
    return private(render(request, OPINION_PAGE, context, fragment="opinion"))


def panel_context(request: HttpRequest, found: Case) -> dict[str, Any]:
    """What the panel shows; the case page shows it too."""
    document, claim = document_of(found), services.live_claim(found)
    is_others = claim is not None and claim.user_id != current_user(request).pk
    may_ask = found.state in OPEN_STATES and has_right(current_user(request), Right.DECIDE)
    return {
        "case": found,
        "round": document.round,
        "second_opinions": second_opinions_of(document),
        "can_ask": may_ask and not is_others,
        "is_claimed_by_other": may_ask and is_others,
    }


def _ask(request: HttpRequest, found: Case) -> DeskError | None:
    """Ask; what was refused."""
    number = request.POST.get("round", "")
    try:
        services.ask_second_opinion(
            case=found,
            user=current_user(request),
            actor=actor_of(request),
            engine=request.POST.get("engine", ""),
            round=int(number) if number.isascii() and number.isdigit() else 0,
        )
    except DeskError as error:
        if error.retryable:
            raise
        return error
    return None


def _opinion_context(inspection: Inspection) -> dict[str, Any]:
    document = inspection.document
    main = latest_of_round(document, inspection.round)
    return {
        "case": document.case,
        "inspection": inspection,
        "main": main,
        "is_earlier_round": inspection.round != document.round,
        "language": language_of(document.kind or document.kind_stated),
        "failure": shown_failure(inspection),
        "main_failure": shown_failure(main) if main else None,
        "comparison": None if inspection.is_open or inspection.failure_words else compare(main, inspection),
    }


def _record_view(request: HttpRequest, inspection: Inspection) -> None:
    with transaction.atomic():
        record(
            Action.SECOND_OPINION_VIEWED,
            actor_of(request),
            case_number=inspection.document.case.number,
            subject=f"inspection:{inspection.pk}",
            details={"round": inspection.round, "asked": inspection.asked},
        )
