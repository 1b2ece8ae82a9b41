"""Appending to the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.encoding import NOTHING_BEFORE, plain
from kyc.audit.errors import TrailBroken
from kyc.audit.models import AuditCaseHead, AuditEvent, AuditHead


def record(
    action: Action,
    actor: Actor,
    *,
    case_number: str = "",
    side: str = "",
    subject: str = "",
    old: str = "",
    new: str = "",
    reasons: Sequence[str] = (),
    note: str = "",
    policy_version: int | None = None,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Append one event; the last statement of the transaction that does what it says.

    The head row is locked from here to the commit, so whatever follows would hold up every other writer. Values are
    ids, codes, counts and keyed digests: never personal. ``case_number`` links the event into its case's own chain.

    Raises:
        TransactionManagementError: there is no transaction, so the event could outlive what it reports.
        TrailBroken: head and events disagree.
        TypeError: ``details`` holds a value the trail does not keep (a float, say).
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs to the transaction it reports")
    head = _locked_head()
    case_head = AuditCaseHead.objects.filter(case_number=case_number).first() if case_number else None
    event = AuditEvent(
        sequence=head.sequence + 1,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role,
        ip=actor.ip,
        user_agent=str(plain(actor.user_agent)),
        case_number=case_number,
        side=side,
        subject=subject,
        action=action.value,
        old=old,
        new=new,
        reasons=list(reasons),
        note=note,
        policy_version=policy_version,
        details=plain(details or {}),
        previous_hash=head.hash,
        previous_case_hash=_before_in_case(case_number, case_head),
    )
    event.hash = event.computed_hash()
    event.save()
    AuditHead.objects.filter(pk=head.pk).update(sequence=event.sequence, hash=event.hash)
    _move_case_head(event, case_head)
    return event


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is not None:
        return head
    if AuditEvent.objects.exists():
        raise TrailBroken("events without a head")
    return AuditHead.objects.get_or_create(pk=1)[0]


def _before_in_case(case_number: str, case_head: AuditCaseHead | None) -> str:
    if not case_number:
        return ""
    return case_head.hash if case_head else NOTHING_BEFORE


def _move_case_head(event: AuditEvent, case_head: AuditCaseHead | None) -> None:
    if not event.case_number:
        return
    if case_head is None:
        AuditCaseHead.objects.create(case_number=event.case_number, sequence=event.sequence, hash=event.hash)
    else:
        AuditCaseHead.objects.filter(pk=case_head.pk).update(sequence=event.sequence, hash=event.hash)
