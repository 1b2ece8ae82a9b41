"""Drafts and published versions. What is published never changes; a change is a new version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kyc.accounts.rights import Right
from kyc.accounts.services import demand
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.documents.errors import DeskError
from kyc.documents.words import N_
from kyc.policy.content import PolicyContent, parse
from kyc.policy.models import PolicyState, PolicyVersion


class NotADraft(DeskError):
    code = "not_a_draft"
    message = N_("This version is published and no longer changes. Begin a new draft.")


def current() -> PolicyVersion:
    """The version in force: the last one published."""
    return PolicyVersion.objects.filter(state=PolicyState.PUBLISHED).latest("number")


def content_of(version: PolicyVersion) -> PolicyContent:
    """What a version says.

    Raises:
        InvalidPolicy: a draft that does not keep the rules.
    """
    return parse(version.content)


def create_draft(actor: Actor, content: PolicyContent, note: str) -> PolicyVersion:
    """Begin a new version.

    Raises:
        PermissionDenied: the actor is no administrator.
        InvalidPolicy: the content breaks its rules.
    """
    demand(actor, Right.ADMINISTER)
    draft = PolicyVersion(content=_checked(content), note=note, created_by=actor.name)
    with transaction.atomic():
        draft.save()
        record(Action.POLICY_DRAFTED, actor, subject=subject_of(draft), new="created")
    return draft


def change_draft(draft: PolicyVersion, actor: Actor, content: PolicyContent, note: str) -> PolicyVersion:
    """Change a version that is not published yet.

    Raises:
        PermissionDenied, InvalidPolicy: as in ``create_draft``.
        NotADraft: it was published meanwhile.
    """
    demand(actor, Right.ADMINISTER)
    checked = _checked(content)
    with transaction.atomic():
        held = _held_draft(draft)
        held.content, held.note = checked, note
        held.save(update_fields=["content", "note"])
        record(Action.POLICY_DRAFTED, actor, subject=subject_of(held), new="changed")
    return held


def discard_draft(draft: PolicyVersion, actor: Actor) -> None:
    """Throw a draft away. Raises PermissionDenied, NotADraft."""
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        held = _held_draft(draft)
        subject = subject_of(held)
        held.delete()
        record(Action.POLICY_DRAFTED, actor, subject=subject, new="discarded")


def publish(draft: PolicyVersion, actor: Actor) -> PolicyVersion:
    """Put a draft in force under the next number; every case received from now on names it.

    Raises:
        PermissionDenied: the actor is no administrator.
        InvalidPolicy: the draft breaks rules that were made stricter since.
        NotADraft: it was published meanwhile.
    """
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        last = _hold_numbers()
        held = _held_draft(draft)
        parse(held.content)
        held.number, held.state = last + 1, PolicyState.PUBLISHED
        held.published_by, held.published_at = actor.name, timezone.now()
        held.save()
        record(
            Action.POLICY_PUBLISHED,
            actor,
            subject=subject_of(held),
            old=str(last),
            new=str(held.number),
            policy_version=held.number,
        )
    return held


def subject_of(version: PolicyVersion) -> str:
    """How the trail names a version, also while it has no number."""
    return f"policy:{version.pk}"


def _checked(content: PolicyContent) -> dict[str, object]:
    data = content.to_json()
    parse(data)
    return data


def _held_draft(draft: PolicyVersion) -> PolicyVersion:
    held = PolicyVersion.objects.select_for_update().filter(pk=draft.pk, state=PolicyState.DRAFT).first()
    if held is None:
        raise NotADraft
    return held


def _hold_numbers() -> int:
    """The last number given out. Whoever publishes holds version 1, so that two never take the same number."""
    published = PolicyVersion.objects.filter(state=PolicyState.PUBLISHED)
    list(published.select_for_update().filter(number=1))
    return int(published.aggregate(last=Max("number"))["last"] or 0)
