"""Claims and decisions: the next case, who has it open, and what a person decides. Here only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kyc.accounts.models import User
from kyc.accounts.rights import Right, has_right
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.cases.errors import IllegalMove
from kyc.cases.models import Case, Document
from kyc.cases.services import move
from kyc.cases.states import OPEN_STATES, CaseState
from kyc.inspections.selectors import latest
from kyc.policy.content import PolicyContent, Reason
from kyc.policy.services import content_of
from kyc.review.errors import (
    AlreadyDecided,
    ClaimedByOther,
    KindNotAccepted,
    NotDecidable,
    NoteRequired,
    NoteTooLong,
    PicturesChanged,
    ReasonRequired,
    UnknownOutcome,
    UnknownReason,
)
from kyc.review.models import Claim, Decision, DecisionOutcome
from kyc.vault import services as vault

NOTE_LIMIT: Final = 2000

#: Where each outcome brings the case.
STATE_AFTER: Final = {
    DecisionOutcome.APPROVED: CaseState.DECIDED,
    DecisionOutcome.REJECTED: CaseState.DECIDED,
    DecisionOutcome.RESUBMISSION_REQUESTED: CaseState.AWAITING_APPLICANT,
}


def next_case(user: User, actor: Actor) -> Case | None:
    """The case to work on, claimed: the one that ``user`` has open, else the oldest that nobody has; None for none.

    Raises:
        PermissionDenied: ``user`` may not decide.
    """
    _demand(user)
    with transaction.atomic():
        own = _live_claims().filter(user=user, case__state__in=OPEN_STATES).select_related("case").first()
        case = own.case if own else _oldest_free()
        if case is not None:
            _take(case, user, actor)
    return case


def claim(case: Case, user: User, actor: Actor) -> Claim:
    """Open a case for ``user`` until the lease runs out. A person has one case open: the one before is released.

    Raises:
        PermissionDenied: ``user`` may not decide.
        NotDecidable: nothing is to be decided about it.
        ClaimedByOther: somebody else has it open.
    """
    _demand(user)
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        if held.state not in OPEN_STATES:
            raise NotDecidable(f"{held.number} is {held.state}")
        return _take(held, user, actor)


def release(case: Case, user: User, actor: Actor) -> bool:
    """Give a case back to the queue; False where ``user`` did not have it open."""
    with transaction.atomic():
        given_back, _ = Claim.objects.filter(case=case, user=user).delete()
        if given_back:
            record(Action.CASE_RELEASED, actor, case_number=case.number)
    return bool(given_back)


def live_claim(case: Case) -> Claim | None:
    """Who has a case open now."""
    return _live_claims().filter(case=case).select_related("user").first()


def decide(
    *,
    case: Case,
    user: User,
    actor: Actor,
    outcome: str,
    reason_codes: Sequence[str],
    note: str,
    round: int,  # noqa: A002 - the field's word
) -> Decision:
    """Decide about one round of a case's pictures. Right, state, decision and event stand or fall together.

    Of two people who decide at once the later finds the earlier's decision under the lock and changes nothing.

    Raises:
        PermissionDenied: ``user`` may not decide.
        UnknownOutcome, ReasonRequired, UnknownReason, NoteRequired, NoteTooLong, KindNotAccepted: the decision itself
            is incomplete or against the case's policy version.
        AlreadyDecided: somebody was there first.
        NotDecidable, PicturesChanged: the case has moved on.
    """
    _demand(user)
    wanted, note = _outcome(outcome), note.strip()
    policy = content_of(case.policy_version)
    reasons = _reasons(policy, wanted, reason_codes)
    _check_note(wanted, note)
    with transaction.atomic():
        document = _held_document(case)
        _check_round(document, round)
        _check_kind(document, wanted, policy)
        decision = _decision(document, user, wanted, reasons, note)
        before = document.case.state
        _move(document.case, STATE_AFTER[wanted])
        decision.save(force_insert=True)
        Claim.objects.filter(case=document.case).delete()
        _record_decision(decision, actor, before, note)
    return decision


def note_of(decision: Decision) -> str:
    """The decision's note, opened; empty for none."""
    if decision.note_sealed is None:
        return ""
    return vault.unseal(decision.case.key_id, decision.note_sealed, _note_context(decision)).decode()


def _demand(user: User) -> None:
    if not has_right(user, Right.DECIDE):
        raise PermissionDenied


# --- claims -----------------------------------------------------------------


def _live_claims() -> QuerySet[Claim]:
    return Claim.objects.filter(until__gt=timezone.now())


def _oldest_free() -> Case | None:
    """The oldest open case that nobody has, its row held. Rows that others hold are just being taken: skip them."""
    passed: list[UUID] = []
    while True:
        free = Case.objects.open_oldest_first().exclude(claim__until__gt=timezone.now()).exclude(pk__in=passed)
        case = free.select_for_update(skip_locked=True, of=("self",)).first()
        if case is None or live_claim(case) is None:
            return case
        passed.append(case.pk)  # taken between the search and the lock


def _take(case: Case, user: User, actor: Actor) -> Claim:
    """Give ``user`` the claim of a case whose row is held. Extending one's own is no event."""
    found = Claim.objects.filter(case=case).select_related("user").first()
    is_live = found is not None and found.until > timezone.now()
    if found is not None and is_live and found.user_id != user.pk:
        raise ClaimedByOther(found)
    until = timezone.now() + timedelta(seconds=settings.CLAIM_LEASE_SECONDS)
    taken, _ = Claim.objects.update_or_create(case=case, defaults={"user": user, "until": until})
    left = _leave_others(case, user)
    for number in left:
        record(Action.CASE_RELEASED, actor, case_number=number)
    if not is_live:
        record(Action.CASE_CLAIMED, actor, case_number=case.number)
    return taken


def _leave_others(case: Case, user: User) -> list[str]:
    """Numbers of the cases that ``user`` had open besides this one."""
    others = Claim.objects.filter(user=user).exclude(case=case)
    live = others.filter(until__gt=timezone.now())
    numbers = sorted(live.values_list("case__number", flat=True))
    others.delete()
    return numbers


# --- decisions --------------------------------------------------------------


def _outcome(text: str) -> DecisionOutcome:
    if text not in DecisionOutcome.values:
        raise UnknownOutcome
    return DecisionOutcome(text)


def _reasons(policy: PolicyContent, outcome: DecisionOutcome, codes: Sequence[str]) -> tuple[Reason, ...]:
    """The chosen reasons in the policy's order; an approval has none."""
    offered = policy.reasons_for(outcome.value)
    if set(codes) - {reason.code for reason in offered}:
        raise UnknownReason
    chosen = tuple(reason for reason in offered if reason.code in codes)
    if not chosen and outcome is not DecisionOutcome.APPROVED:
        raise ReasonRequired
    return chosen


def _check_note(outcome: DecisionOutcome, note: str) -> None:
    if outcome is DecisionOutcome.REJECTED and not note:
        raise NoteRequired
    if len(note) > NOTE_LIMIT:
        raise NoteTooLong(limit=NOTE_LIMIT)


def _held_document(case: Case) -> Document:
    """The case's document, both rows held until the transaction ends."""
    documents = Document.objects.select_for_update(of=("self", "case")).select_related("case__policy_version")
    return documents.filter(case=case).earliest("created_at")


def _check_round(document: Document, round: int) -> None:  # noqa: A002
    earlier = Decision.objects.filter(document=document, round=round).select_related("decided_by").first()
    if earlier is not None:
        raise AlreadyDecided(earlier)
    if document.round != round:
        raise PicturesChanged(f"round {round} of {document.round}")
    if document.case.state not in OPEN_STATES:
        raise NotDecidable(f"{document.case.number} is {document.case.state}")


def _check_kind(document: Document, outcome: DecisionOutcome, policy: PolicyContent) -> None:
    kind = document.kind or document.kind_stated
    if outcome is DecisionOutcome.APPROVED and kind and kind not in policy.accepted_kinds:
        raise KindNotAccepted(kind)


def _decision(
    document: Document, user: User, outcome: DecisionOutcome, reasons: Sequence[Reason], note: str
) -> Decision:
    case = document.case
    decision = Decision(
        case=case,
        document=document,
        round=document.round,
        inspection=latest(document),
        outcome=outcome,
        reasons=[{"code": reason.code, "type": reason.type.value} for reason in reasons],
        decided_by=user,
        policy_version=case.policy_version,
    )
    if note:
        decision.note_sealed = vault.seal(case.key_id, note.encode(), _note_context(decision))
    return decision


def _move(case: Case, to: CaseState) -> None:
    try:
        move(case, to)
    except IllegalMove as error:
        raise NotDecidable(error.details) from error


def _record_decision(decision: Decision, actor: Actor, before: str, note: str) -> None:
    record(
        Action.CASE_DECIDED,
        actor,
        case_number=decision.case.number,
        subject=f"decision:{decision.pk}",
        old=before,
        new=str(decision.outcome),
        reasons=[reason["code"] for reason in decision.reasons],
        note=vault.digest(note, "decision note") if note else "",
        policy_version=decision.policy_version.number,
        details={"round": decision.round, "inspection": decision.inspection_id},
    )


def _note_context(decision: Decision) -> str:
    return f"decision:{decision.pk}:note"
