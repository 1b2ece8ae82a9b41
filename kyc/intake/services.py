"""What comes in: checked files become a case, new pictures a new round. Pages, calls and the demo come this way."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kyc.accounts.models import User
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.cases import services as cases
from kyc.cases.errors import IllegalMove
from kyc.cases.models import Case, Document
from kyc.cases.services import UploadedPage
from kyc.cases.states import SETTLED_STATES, CaseState
from kyc.documents.results import DeclaredData
from kyc.imaging.sandbox import DecodedPage, decode
from kyc.imaging.views import make_view
from kyc.inspections import services as inspections


def check_file(data: bytes) -> tuple[UploadedPage, ...]:
    """Open an uploaded file in its sandbox; one entry a page, each with the JPEG that pages show.

    Raises:
        DecodeError: with the sentence that belongs beside this file.
    """
    return tuple(_checked_page(data, page) for page in decode(data))


def _checked_page(data: bytes, page: DecodedPage) -> UploadedPage:
    view = make_view(page.pixels)
    return UploadedPage(
        data=data,
        page=page.page,
        format=page.format,
        width=page.width,
        height=page.height,
        view_jpeg=view.jpeg,
        view_width=view.width,
        view_height=view.height,
    )


def receive(
    *,
    actor: Actor,
    user: User | None,
    reference: str,
    pages: Sequence[UploadedPage],
    declared: DeclaredData,
    kind_stated: str,
) -> Case:
    """Make a case, queue its inspection, record it. All or nothing.

    Raises:
        VaultUnavailable: the key store cannot be written.
    """
    with transaction.atomic():
        document = cases.create_case(
            user=user, reference=reference, pages=pages, declared=declared, kind_stated=kind_stated
        )
        inspections.queue(document)
        _record(Action.CASE_RECEIVED, actor, document, {"pictures": len(pages)})
    return document.case


def replace_pictures(
    *,
    actor: Actor,
    user: User | None,
    document: Document,
    pages: Sequence[UploadedPage],
    kind_stated: str | None = None,
) -> Document:
    """Give the document another round of pictures and queue its inspection; ``kind_stated`` is what they are said to
    show, None for what the earlier ones were.

    Raises:
        PicturesReplaced: it has newer ones than when ``document`` was read.
        IllegalMove: the case is decided, or on hold.
    """
    with transaction.atomic():
        held = cases.add_round(document, pages, kind_stated=kind_stated)
        inspections.queue(held)
        details: dict[str, object] = {"pictures": len(pages), "round": held.round}
        if held.kind_stated != document.kind_stated:
            details["kind_stated"] = held.kind_stated
        _record(Action.PICTURES_REPLACED, actor, held, details)
    return held


def inspect_again(*, actor: Actor, document: Document) -> None:
    """Queue another run over the same pictures; nothing happens while one is under way.

    Raises:
        IllegalMove: these pictures are decided about, or the case is on hold.
    """
    with transaction.atomic():
        held = Document.objects.select_for_update(of=("self", "case")).select_related("case").get(pk=document.pk)
        if inspections.unfinished(held) is not None:
            return
        if held.case.state in SETTLED_STATES:
            raise IllegalMove(f"{held.case.number} is settled")
        cases.move(held.case, CaseState.RECEIVED)
        inspections.queue(held)
        _record(Action.INSPECTION_REQUESTED, actor, held, {"round": held.round})


def _record(action: Action, actor: Actor, document: Document, details: dict[str, object]) -> None:
    record(
        action,
        actor,
        case_number=document.case.number,
        subject=f"document:{document.pk}",
        policy_version=document.case.policy_version.number,
        details=details,
    )
