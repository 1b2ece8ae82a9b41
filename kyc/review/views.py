"""The reviewer's pages: where work begins, the list, a case, answers to its warnings, the decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from kyc.accounts.actors import actor_of
from kyc.accounts.guards import current_user, require
from kyc.accounts.models import User
from kyc.accounts.rights import Right, has_right
from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent
from kyc.audit.services import record
from kyc.cases.models import Case
from kyc.cases.states import OPEN_STATES, CaseState
from kyc.documents.errors import DeskError
from kyc.review import queue, services
from kyc.review.answers import answer_to, unanswered
from kyc.review.case_page import case_page, choices_of, document_of
from kyc.review.errors import (
    AlreadyDecided,
    ClaimedByOther,
    NotDecidable,
    NoteRequired,
    NoteTooLong,
    ReasonRequired,
    UnknownAnswer,
    UnknownReason,
)
from kyc.review.history import in_words
from kyc.review.models import Claim, DecisionOutcome
from kyc.review.picture_views import private
from kyc.review.second_opinion_views import panel_context
from kyc.web.fragments import redirect_whole_page, render, wants_fragment
from kyc.web.labels import KINDS
from kyc.web.words import say_error

CASE_PAGE: Final = "review/case.html"
LIST_PAGE: Final = "review/case_list.html"

#: Where each right begins, the first that a person has.
START_PAGES: Final = (
    (Right.DECIDE, "case_list"),
    (Right.EXPORT_DECISIONS, "reports"),
    (Right.READ_TRAIL, "trail"),
    (Right.ADMINISTER, "admin:index"),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where the work of the reader's role begins; anybody else signs in."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    user = current_user(request)
    begin = next((page for right, page in START_PAGES if has_right(user, right)), "account_change_password")
    return redirect(begin)


# --- the list ---------------------------------------------------------------


@require(Right.READ_CASE)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases oldest first, for finding; the work itself comes by *Next case*."""
    filters = queue.Filters.read(request.GET)
    page, rows = queue.page_of_cases(filters, request.GET.get("page", "1"))
    context = {
        "filters": filters,
        "page": page,
        "rows": rows,
        "states": [(queue.OPEN, gettext("Open")), (queue.ALL, gettext("All")), *CaseState.choices],
        "kinds": [("", gettext("All")), *KINDS.items()],
        "standing": queue.standing(current_user(request)),
    }
    return render(request, LIST_PAGE, context, fragment="list")


@require(Right.READ_CASE)
@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    """Find by exact case number or applicant reference. Sent by POST: a reference has no business in an address."""
    text = request.POST.get("q", "")
    found = queue.find(text) if text.strip() else None
    if isinstance(found, Case):
        return redirect("case", found.pk)
    if found is not None:
        return redirect(f"{reverse('case_list')}?applicant={found.pk}")
    if text.strip():
        messages.info(request, gettext("No case has exactly this number, and no applicant this reference."))
    return redirect("case_list")


@require(Right.DECIDE)
@require_POST
def next_case(request: HttpRequest) -> HttpResponse:
    """Claim the next case and open it."""
    return redirect_whole_page(request, _url_of_next(request))


@require(Right.DECIDE)
@require_GET
def queue_empty(request: HttpRequest) -> HttpResponse:
    """Nothing waits."""
    return render(request, "review/queue_empty.html", {"standing": queue.standing(current_user(request))})


def _url_of_next(request: HttpRequest) -> str:
    case = services.next_case(current_user(request), actor_of(request))
    return reverse("case", args=[case.pk]) if case else reverse("queue_empty")


# --- a case -----------------------------------------------------------------


@require(Right.READ_CASE)
@require_GET
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Pictures and fields side by side, what was found, and the decision. Opening a free case claims it."""
    found = _case(case_id)
    claim = _open(request, found)
    return _show(request, found, _decision_context(request, found, claim))


@require(Right.DECIDE)
@require_POST
def decide(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take a decision and go on to the next case; 409 says who was there first, 422 what is missing."""
    found = _case(case_id)
    try:
        decision = services.decide(
            case=found,
            user=current_user(request),
            actor=actor_of(request),
            outcome=request.POST.get("outcome", ""),
            reason_codes=request.POST.getlist(f"reasons-{request.POST.get('outcome', '')}"),
            note=request.POST.get("note", ""),
            round=_number(request.POST.get("round", "")),
        )
    except (AlreadyDecided, NotDecidable) as error:
        return _refused(request, found, error, status=409)
    except DeskError as error:
        if error.retryable:
            raise
        return _refused(request, found, error, status=422)
    said = gettext("Case %(number)s: %(outcome)s.")
    outcome = DecisionOutcome(decision.outcome).label
    messages.success(request, said % {"number": found.number, "outcome": outcome})
    return redirect_whole_page(request, _url_of_next(request))


@require(Right.DECIDE)
@require_POST
def answer(request: HttpRequest, case_id: uuid.UUID, finding_id: int) -> HttpResponse:
    """Agree or disagree with a warning. htmx gets the answer and what is left; 409 says what changed meanwhile."""
    found = _case(case_id)
    try:
        services.answer(
            case=found,
            user=current_user(request),
            actor=actor_of(request),
            finding_id=finding_id,
            word=request.POST.get("answer", ""),
            seen=request.POST.get("seen", ""),
            round=_number(request.POST.get("round", "")),
        )
    except (AlreadyDecided, NotDecidable, ClaimedByOther) as error:
        return _answered(request, found, finding_id, error=error, status=409)
    except UnknownAnswer as error:
        return _answered(request, found, finding_id, error=error, status=422)
    if not wants_fragment(request):
        return redirect(f"{reverse('case', args=[found.pk])}#finding-{finding_id}")
    return _answered(request, found, finding_id)


@require(Right.DECIDE)
@require_POST
def release(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case back to the queue and go to the list."""
    services.release(_case(case_id), current_user(request), actor_of(request))
    return redirect_whole_page(request, reverse("case_list"))


def _open(request: HttpRequest, found: Case) -> Claim | None:
    """Claim the case for the reader where that is possible; whose claim it is now."""
    if not has_right(current_user(request), Right.DECIDE):
        return services.live_claim(found)
    try:
        return services.claim(found, current_user(request), actor_of(request))
    except ClaimedByOther as error:
        return error.claim
    except NotDecidable:
        return None


def _show(request: HttpRequest, found: Case, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """The case's whole page. Every look is an event."""
    page = case_page(found)
    with transaction.atomic():
        record(Action.CASE_VIEWED, actor_of(request), case_number=found.number)
    context = {**panel_context(request, found), **context, "page": page, "events": events_of(found)}
    return private(render(request, CASE_PAGE, context, status=status))


def _decision_context(request: HttpRequest, found: Case, claim: Claim | None) -> dict[str, Any]:
    found.refresh_from_db(fields=["state"])
    document, can_decide = document_of(found), found.state in OPEN_STATES
    claimed_by_other = claim is not None and claim.user_id != current_user(request).pk
    return {
        "case": found,
        "claim": claim,
        "claimed_by_other": claimed_by_other,
        "can_decide": can_decide,
        "can_answer": can_decide and not claimed_by_other and has_right(current_user(request), Right.DECIDE),
        "left_to_answer": unanswered(document) if can_decide else 0,
        "choices": choices_of(found),
        "round": document.round,
        "note_limit": services.NOTE_LIMIT,
    }


def _answered(
    request: HttpRequest, found: Case, finding_id: int, *, error: DeskError | None = None, status: int = 200
) -> HttpResponse:
    """A warning's answer as it stands, with what went wrong beside it; without htmx on a page of its own."""
    context = {
        **_decision_context(request, found, services.live_claim(found)),
        "finding_id": finding_id,
        "answer": answer_to(found, finding_id),
        "error": say_error(error) if error else "",
    }
    return private(render(request, "review/answered.html", context, fragment="answer", status=status))


def _refused(request: HttpRequest, found: Case, error: DeskError, *, status: int) -> HttpResponse:
    """What is wrong, all input kept: in the decision panel for htmx, else on the case's page or, where that is stale,
    on a page of its own.

    What is merely missing is no failed request to htmx: browsers would report it as a failure of the page.
    """
    context = {
        **_decision_context(request, found, services.live_claim(found)),
        "error": say_error(error),
        "error_place": _place_of(error),
        "earlier": error.decision if isinstance(error, AlreadyDecided) else None,
        "is_stale": status == 409,
        "chosen": _chosen(request.POST.get("outcome", ""), request),
        "status": status,
    }
    if status == 422 and not wants_fragment(request):
        return _show(request, found, context, status=status)
    shown = 200 if status == 422 else status
    return private(render(request, "review/refused.html", context, fragment="decision", status=shown))


def _chosen(outcome: str, request: HttpRequest) -> Mapping[str, object]:
    return {"outcome": outcome, "reasons": request.POST.getlist(f"reasons-{outcome}"), "note": request.POST.get("note")}


def _place_of(error: DeskError) -> str:
    """Beside which part of the form the sentence stands."""
    if isinstance(error, ReasonRequired | UnknownReason):
        return "reasons"
    return "note" if isinstance(error, NoteRequired | NoteTooLong) else "outcome"


def events_of(found: Case) -> list[dict[str, Any]]:
    """The case's trail in words, newest first."""
    return in_words(AuditEvent.objects.of_case(found.number).order_by("-sequence"))


# --- small ------------------------------------------------------------------


def _case(case_id: uuid.UUID) -> Case:
    return get_object_or_404(Case.objects.select_related("policy_version", "applicant"), pk=case_id)


def _number(text: str) -> int:
    """A round's number; 0, which is none, for what is not one."""
    return int(text) if text.isascii() and text.isdigit() else 0
