"""Cases: made, given new pictures, and moved from state to state. Here only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from kyc.accounts.models import User
from kyc.cases import storage
from kyc.cases.errors import IllegalMove, PicturesReplaced
from kyc.cases.models import Applicant, Capture, Case, Document
from kyc.cases.numbers import next_number
from kyc.cases.states import SETTLED_STATES, CaseState, sources_of
from kyc.documents.results import DeclaredData
from kyc.policy.services import current
from kyc.vault import services as vault


@dataclass(frozen=True, slots=True)
class UploadedPage:
    """One page of an uploaded file, already checked: the file's bytes, and an upright JPEG to show.

    ``width`` and ``height`` are the upright page's pixels, those of the view may be fewer. A PDF of two pages is two
    of these with the same ``data``.
    """

    data: bytes
    page: int
    format: str
    width: int
    height: int
    view_jpeg: bytes
    view_width: int
    view_height: int
    side_stated: str = ""


def create_case(
    *, user: User | None, reference: str, pages: Sequence[UploadedPage], declared: DeclaredData, kind_stated: str
) -> Document:
    """Make a case with one document and its first round of pictures. The caller records it.

    Raises:
        VaultUnavailable: the key store cannot be written.
    """
    with transaction.atomic():
        case = _new_case(user, reference)
        document = Document(case=case, kind_stated=kind_stated)
        document.declared_sealed = vault.seal_json(case.key_id, asdict(declared), _declared_context(document))
        document.save(force_insert=True)
        _add_captures(document, pages)
    return document


def add_round(document: Document, pages: Sequence[UploadedPage], kind_stated: str | None = None) -> Document:
    """Give a document new pictures in place of those it had when ``document`` was read; the earlier rounds stay as
    they are. What the new ones show is recognised anew, and stated anew where ``kind_stated`` says so. The caller
    records it.

    Raises:
        PicturesReplaced: it has newer ones by now.
        IllegalMove: the case is in no state for new pictures.
    """
    with transaction.atomic():
        held = Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)
        if held.round != document.round:
            raise PicturesReplaced(f"round {held.round}, not {document.round}")
        move(held.case, CaseState.RECEIVED)
        held.round += 1
        held.kind = ""
        if kind_stated is not None:
            held.kind_stated = kind_stated
        held.save(update_fields=["round", "kind", "kind_stated"])
        _add_captures(held, pages)
    return held


def move(case: Case, to: CaseState) -> None:
    """Bring a case to another state, if it still stands where that is allowed.

    One conditional UPDATE: of two that would exclude each other, the later is refused.

    Raises:
        IllegalMove: the case stands somewhere else by now.
    """
    decided_at = timezone.now() if to in SETTLED_STATES else None
    moved = Case.objects.filter(pk=case.pk, state__in=sources_of(to)).update(state=to, decided_at=decided_at)
    if not moved:
        raise IllegalMove(f"{case.number} to {to}")
    case.state, case.decided_at = to, decided_at


def reference_of(case: Case) -> str:
    """The customer's own reference for the applicant."""
    return vault.unseal(case.key_id, case.reference_sealed, _reference_context(case)).decode()


def declared_of(document: Document) -> DeclaredData:
    """What the customer stated."""
    return DeclaredData(
        **vault.unseal_json(document.case.key_id, document.declared_sealed, _declared_context(document))
    )


def digest_of_reference(reference: str) -> str:
    """What an applicant is found by without its reference being readable."""
    return vault.digest(reference.strip(), "applicant reference")


def _new_case(user: User | None, reference: str) -> Case:
    applicant, _ = Applicant.objects.get_or_create(reference_digest=digest_of_reference(reference))
    case = Case(applicant=applicant, policy_version=current(), created_by=user, number=next_number())
    vault.create_key(case.key_id)
    case.reference_sealed = vault.seal(case.key_id, reference.strip().encode(), _reference_context(case))
    case.save(force_insert=True)
    return case


def _add_captures(document: Document, pages: Sequence[UploadedPage]) -> None:
    if not pages:
        raise ValueError("a round has at least one picture")
    for position, page in enumerate(pages):
        _add_capture(document, position, page)


def _add_capture(document: Document, position: int, page: UploadedPage) -> None:
    capture = Capture(
        document=document,
        round=document.round,
        position=position,
        page=page.page,
        side_stated=page.side_stated,
        sha256=hashlib.sha256(page.data).hexdigest(),
        byte_size=len(page.data),
        format=page.format,
        width=page.width,
        height=page.height,
        view_width=page.view_width,
        view_height=page.view_height,
    )
    storage.write_capture(document.case, capture, page.data, page.view_jpeg)
    capture.save(force_insert=True)


def _reference_context(case: Case) -> str:
    return f"case:{case.id}:reference"


def _declared_context(document: Document) -> str:
    return f"document:{document.id}:declared"
