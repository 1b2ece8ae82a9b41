"""Upload, progress, and the two ways on from a failed inspection."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kyc.accounts.actors import actor_of
from kyc.accounts.guards import current_user, require
from kyc.accounts.rights import Right
from kyc.cases.errors import PicturesReplaced
from kyc.cases.models import Case, Document
from kyc.documents.errors import DeskError
from kyc.inspections import selectors
from kyc.inspections.models import Inspection, InspectionState
from kyc.intake import services
from kyc.intake.forms import KindForm, UploadForm
from kyc.intake.models import Submission
from kyc.intake.pictures import Pictures, read_pictures, stated_sides
from kyc.intake.slots import slots
from kyc.policy.services import content_of, current
from kyc.review.failures import shown_failure
from kyc.web.fragments import redirect_whole_page, render, wants_fragment
from kyc.web.words import say_error

UPLOAD_PAGE = "intake/upload.html"
REPLACE_PAGE = "intake/replace.html"
PROGRESS_PAGE = "intake/progress.html"


@require(Right.UPLOAD)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page; a good upload becomes a case and goes on to its progress."""
    accepted = content_of(current()).accepted_kinds
    if request.method != "POST":
        form = UploadForm(initial={"token": uuid.uuid4()}, accepted_kinds=accepted)
        return render(request, UPLOAD_PAGE, {"form": form, "slots": slots(accepted, {})})
    form = UploadForm(request.POST, accepted_kinds=accepted)
    form_is_valid, pictures = form.is_valid(), _pictures_of(request, accepted)
    if not form_is_valid or pictures.errors:
        return _refused(request, UPLOAD_PAGE, {"form": form, "slots": slots(accepted, pictures.errors)}, pictures)
    case = _receive_once(request, form, pictures, accepted)
    return redirect_whole_page(request, reverse("case_progress", args=[case.id]))


def _receive_once(request: HttpRequest, form: UploadForm, pictures: Pictures, accepted: tuple[str, ...]) -> Case:
    """The form's case: made now, or made already by the same form sent twice."""
    user, token, kind = current_user(request), form.cleaned_data["token"], form.cleaned_data["kind"]
    try:
        with transaction.atomic():
            submission = Submission.objects.create(token=token, user=user)
            submission.case = services.receive(
                actor=actor_of(request),
                user=user,
                reference=form.cleaned_data["reference"],
                pages=pictures.in_order(stated_sides(kind, accepted)),
                declared=form.declared(),
                kind_stated=kind,
            )
            submission.save(update_fields=["case"])
            return submission.case
    except IntegrityError:
        earlier = Submission.objects.filter(token=token).select_related("case").first()
        if earlier is None or earlier.case is None:
            raise
        if earlier.user_id != user.pk:
            raise PermissionDenied from None
        return earlier.case


@require(Right.UPLOAD)
@require_GET
def case_progress(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """How far the inspection is, from the database. htmx asks with the state ``seen`` and gets 204 while it lasts."""
    document = _document_of(case_id)
    inspection = selectors.latest(document)
    state = inspection.state if inspection else InspectionState.QUEUED
    if state == InspectionState.SUCCEEDED:
        return redirect_whole_page(request, reverse("case", args=[case_id]))
    if request.GET.get("seen") == state:
        return HttpResponse(status=204)
    context = {
        "case": document.case,
        "inspection": inspection,
        "state": state,
        "failure": shown_failure(inspection) if inspection else None,
        "slot": _slot_at_fault(inspection),
    }
    return render(request, PROGRESS_PAGE, context, fragment="progress")


@require(Right.UPLOAD)
@require_POST
def inspect_again(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Queue another run over the same pictures."""
    try:
        services.inspect_again(actor=actor_of(request), document=_document_of(case_id))
    except DeskError as error:
        return _not_now(request, case_id, error)
    return redirect("case_progress", case_id)


@require(Right.UPLOAD)
@require_http_methods(["GET", "POST"])
def replace_pictures(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new round of pictures for a case; the earlier ones stay."""
    document = _document_of(case_id)
    kinds = _kinds_for(document)
    context = {"case": document.case, "round": document.round}
    if request.method != "POST":
        form = KindForm(initial={"kind": document.kind_stated}, accepted_kinds=kinds)
        return render(request, REPLACE_PAGE, {**context, "form": form, "slots": slots(kinds, {})})
    if request.POST.get("round") != str(document.round):
        return _not_now(request, case_id, PicturesReplaced())
    form = KindForm(request.POST, accepted_kinds=kinds)
    form_is_valid, pictures = form.is_valid(), _pictures_of(request, kinds)
    if not form_is_valid or pictures.errors:
        context |= {"form": form, "slots": slots(kinds, pictures.errors)}
        return _refused(request, REPLACE_PAGE, context, pictures)
    kind = form.cleaned_data["kind"]
    try:
        services.replace_pictures(
            actor=actor_of(request),
            user=current_user(request),
            document=document,
            pages=pictures.in_order(stated_sides(kind, kinds)),
            kind_stated=kind,
        )
    except DeskError as error:
        return _not_now(request, case_id, error)
    return redirect_whole_page(request, reverse("case_progress", args=[case_id]))


def _document_of(case_id: uuid.UUID) -> Document:
    documents = Document.objects.select_related("case__policy_version").order_by("created_at")
    return get_object_or_404(documents.filter(case_id=case_id)[:1])


def _slot_at_fault(inspection: Inspection | None) -> int:
    """The number (from 1) of the picture that a failure is about; 0 for none in particular."""
    capture = inspection.failure_capture if inspection else None
    return capture.position + 1 if capture else 0


def _kinds_for(document: Document) -> tuple[str, ...]:
    """The kinds that new pictures may be said to show: those of the case's policy, and the one stated so far."""
    accepted = content_of(document.case.policy_version).accepted_kinds
    return tuple(dict.fromkeys([*accepted, document.kind_stated])) if document.kind_stated else accepted


def _pictures_of(request: HttpRequest, kinds: Sequence[str]) -> Pictures:
    return read_pictures(request, stated_sides(request.POST.get("kind", ""), kinds))


def _refused(request: HttpRequest, page: str, context: Mapping[str, Any], pictures: Pictures) -> HttpResponse:
    """The form's sentences. htmx gets those alone, so that the browser keeps the files that were chosen; with 200,
    because browsers report other statuses as failures of the page."""
    if wants_fragment(request):
        return render(request, page, context, fragment="messages")
    return render(request, page, context, status=413 if pictures.over_total else 422)


def _not_now(request: HttpRequest, case_id: uuid.UUID, error: DeskError) -> HttpResponse:
    """The case is in no state for that (decided meanwhile, say): say so where the case stands now."""
    say = messages.info if isinstance(error, PicturesReplaced) else messages.error  # sent twice is no fault
    say(request, say_error(error))
    return redirect_whole_page(request, reverse("case_progress", args=[case_id]))
