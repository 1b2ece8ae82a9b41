"""The reviewer's pages: where work begins, the list, a case, its pictures, the decision."""

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
from kyc.cases.models import Capture, Case
from kyc.cases.states import OPEN_STATES, CaseState
from kyc.cases.storage import read_view
from kyc.documents.errors import DeskError
from kyc.inspections.models import Crop
from kyc.inspections.selectors import read_crop
from kyc.review import queue, services
from kyc.review.case_page import case_page, choices_of, document_of
from kyc.review.errors import (
    AlreadyDecided,
    ClaimedByOther,
    NotDecidable,
    NoteRequired,
    NoteTooLong,
    ReasonRequired,
    UnknownReason,
)
from kyc.review.history import in_words
from kyc.review.models import Claim, DecisionOutcome
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

#: Pictures and pages with personal values are for this reader and for now.
PRIVATE: Final = "private, no-store"


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
    context = {**context, "page": page, "events": events_of(found)}
    return _private(render(request, CASE_PAGE, context, status=status))


def _decision_context(request: HttpRequest, found: Case, claim: Claim | None) -> dict[str, Any]:
    found.refresh_from_db(fields=["state"])
    return {
        "case": found,
        "claim": claim,
        "claimed_by_other": claim is not None and claim.user_id != current_user(request).pk,
        "can_decide": found.state in OPEN_STATES,
        "choices": choices_of(found),
        "round": document_of(found).round,
        "note_limit": services.NOTE_LIMIT,
    }


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
    return _private(render(request, "review/refused.html", context, fragment="decision", status=shown))


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


# --- pictures ---------------------------------------------------------------


@require(Right.READ_CASE)
@require_GET
def case_image(request: HttpRequest, case_id: uuid.UUID, capture_id: uuid.UUID) -> HttpResponse:
    """A capture's view as JPEG. Every look is an event."""
    captures = Capture.objects.select_related("document__case")
    capture = get_object_or_404(captures, pk=capture_id, document__case_id=case_id)
    return _picture(
        request,
        read_view(capture),
        case_number=capture.document.case.number,
        side=capture.side_stated,
        subject=f"capture:{capture.pk}",
        round=capture.round,
    )


@require(Right.READ_CASE)
@require_GET
def case_crop(request: HttpRequest, case_id: uuid.UUID, crop_id: int) -> HttpResponse:
    """A crop (the rectified card, the portrait) as JPEG. Every look is an event."""
    crops = Crop.objects.select_related("inspection__document__case")
    crop = get_object_or_404(crops, pk=crop_id, inspection__document__case_id=case_id)
    return _picture(
        request,
        read_crop(crop),
        case_number=crop.inspection.document.case.number,
        side=crop.side,
        subject=f"crop:{crop.pk}",
        round=crop.inspection.round,
    )


def _picture(
    request: HttpRequest, jpeg: bytes, *, case_number: str, side: str, subject: str, **details: int
) -> HttpResponse:
    with transaction.atomic():
        record(
            Action.IMAGE_VIEWED,
            actor_of(request),
            case_number=case_number,
            side=side,
            subject=subject,
            details=details,
        )
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response["Content-Length"] = str(len(jpeg))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return _private(response)


# --- small ------------------------------------------------------------------


def _case(case_id: uuid.UUID) -> Case:
    return get_object_or_404(Case.objects.select_related("policy_version", "applicant"), pk=case_id)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = PRIVATE
    return response


def _number(text: str) -> int:
    """A round's number; 0, which is none, for what is not one."""
    return int(text) if text.isascii() and text.isdigit() else 0
