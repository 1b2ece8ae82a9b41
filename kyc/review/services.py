"""Claims, answers to warnings and decisions: who has a case open, and what a person says of it. Here only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
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
from kyc.inspections.models import Finding, Inspection
from kyc.inspections.second_opinions import queue_second_opinion
from kyc.inspections.selectors import latest
from kyc.policy.content import PolicyContent, Reason
from kyc.policy.services import content_of
from kyc.review.answers import asked_of, unanswered
from kyc.review.claims import live_claim, live_claims, oldest_free, take
from kyc.review.errors import (
    AlreadyDecided,
    AnswerChanged,
    KindNotAccepted,
    NotDecidable,
    NoteRequired,
    NoteTooLong,
    PicturesChanged,
    ReasonRequired,
    UnknownAnswer,
    UnknownOutcome,
    UnknownReason,
    WarningGone,
    WarningsUnanswered,
)
from kyc.review.models import AGREED, DISAGREED, Claim, Decision, DecisionOutcome, WarningAnswer
from kyc.vault import services as vault

__all__ = ["answer", "ask_second_opinion", "claim", "decide", "live_claim", "next_case", "note_of", "release"]

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
        own = live_claims().filter(user=user, case__state__in=OPEN_STATES).select_related("case").first()
        case = own.case if own else oldest_free()
        if case is not None:
            take(case, user, actor)
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
        return take(held, user, actor)


def release(case: Case, user: User, actor: Actor) -> bool:
    """Give a case back to the queue; False where ``user`` did not have it open."""
    with transaction.atomic():
        given_back, _ = Claim.objects.filter(case=case, user=user).delete()
        if given_back:
            record(Action.CASE_RELEASED, actor, case_number=case.number)
    return bool(given_back)


def answer(
    *,
    case: Case,
    user: User,
    actor: Actor,
    finding_id: int,
    word: str,
    seen: str,
    round: int,  # noqa: A002 - the field's word
) -> WarningAnswer:
    """Agree or disagree with one warning of high severity, until the decision. The same answer again is no event.

    It belongs to who has the case open, and extends that lease. ``seen`` is the answer that the page showed (empty for
    none): one that was given elsewhere meanwhile is never overwritten unread.

    Raises:
        PermissionDenied: ``user`` may not decide.
        UnknownAnswer: ``word`` is neither ``AGREED`` nor ``DISAGREED``.
        ClaimedByOther: somebody else has the case open.
        AlreadyDecided, NotDecidable, PicturesChanged, WarningGone, AnswerChanged: the case has moved on.
    """
    _demand(user)
    if word not in (AGREED, DISAGREED):
        raise UnknownAnswer
    with transaction.atomic():
        document = _held_document(case)
        _check_round(document, round)
        take(document.case, user, actor)
        finding = asked_of(document).filter(pk=finding_id).first()
        if finding is None:
            raise WarningGone(f"finding {finding_id}")
        return _answer(document, finding, user, actor, word, seen)


def ask_second_opinion(
    *,
    case: Case,
    user: User,
    actor: Actor,
    engine: str,
    round: int,  # noqa: A002 - the field's word
) -> Inspection:
    """Ask another engine about one round of a case's pictures. Neither the main reading nor the case changes by it.

    It belongs to who has the case open, and extends that lease.

    Raises:
        PermissionDenied: ``user`` may not decide.
        ClaimedByOther: somebody else has the case open.
        AlreadyDecided, NotDecidable, PicturesChanged: the case has moved on.
        EngineNotOffered, SecondOpinionUnderWay: see their sentences.
    """
    _demand(user)
    with transaction.atomic():
        document = _held_document(case)
        _check_round(document, round)
        take(document.case, user, actor)
        return queue_second_opinion(document=document, user=user, actor=actor, engine=engine)


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
        UnknownOutcome, ReasonRequired, UnknownReason, NoteRequired, NoteTooLong, KindNotAccepted, WarningsUnanswered:
            the decision itself is incomplete or against the case's policy version.
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
        _check_answers(document, wanted)
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


# --- answers ----------------------------------------------------------------


def _answer(document: Document, finding: Finding, user: User, actor: Actor, word: str, seen: str) -> WarningAnswer:
    before = WarningAnswer.objects.filter(finding=finding).select_related("answered_by").first()
    given = before.word if before else ""
    if before is not None and given == word:
        return before
    if given != seen:
        raise AnswerChanged(f"finding {finding.pk}: {given}")
    values = {"agrees": word == AGREED, "answered_by": user, "answered_at": timezone.now()}
    answered, _ = WarningAnswer.objects.update_or_create(finding=finding, defaults=values)
    record(
        Action.WARNING_ANSWERED,
        actor,
        case_number=document.case.number,
        side=finding.side,
        subject=f"finding:{finding.pk}",
        old=given,
        new=word,
        policy_version=document.case.policy_version.number,
        details={
            "round": document.round,
            "warning": finding.code,
            "subtype": finding.subtype,
            "detector": finding.detector_version,
        },
    )
    return answered


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


def _check_answers(document: Document, outcome: DecisionOutcome) -> None:
    """Asking for new pictures needs no answers: it judges the pictures and not the document."""
    if outcome is DecisionOutcome.RESUBMISSION_REQUESTED:
        return
    missing = unanswered(document)
    if missing:
        raise WarningsUnanswered(count=missing)


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
