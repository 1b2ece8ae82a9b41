"""Drafts become numbered versions; who may, and what the trail says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent
from kyc.policy.content import InvalidPolicy, PolicyContent
from kyc.policy.difference import differences
from kyc.policy.models import PolicyState, PolicyVersion
from kyc.policy.services import (
    NotADraft,
    change_draft,
    content_of,
    create_draft,
    current,
    discard_draft,
    publish,
)
from tests.accounts.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return person("boss", Role.ADMINISTRATOR)


def with_line(score: float) -> PolicyContent:
    return replace(content_of(current()), lines={"BLUR": score})


def test_a_new_desk_has_version_1_in_force() -> None:
    assert (current().number, current().state, current().published_by) == (1, PolicyState.PUBLISHED, "system")


def test_publishing_puts_the_next_number_in_force(boss: User) -> None:
    actor = actor_for(boss)
    draft = create_draft(actor, with_line(40), "blur")
    assert current().number == 1
    published = publish(change_draft(draft, actor, with_line(45), "blur at 45"), actor)
    assert (published.number, published.published_by, current().pk) == (2, "boss", published.pk)
    assert content_of(current()).lines == {"BLUR": 45}
    events = AuditEvent.objects.filter(action__startswith="policy.").order_by("sequence")
    assert [(event.action, event.old, event.new) for event in events] == [
        (Action.POLICY_DRAFTED, "", "created"),
        (Action.POLICY_DRAFTED, "", "changed"),
        (Action.POLICY_PUBLISHED, "1", "2"),
    ]
    assert events[2].policy_version == 2


def test_published_versions_take_no_change(boss: User) -> None:
    actor = actor_for(boss)
    for attempt in (
        lambda: change_draft(current(), actor, with_line(1), ""),
        lambda: discard_draft(current(), actor),
        lambda: publish(current(), actor),
    ):
        with pytest.raises(NotADraft):
            attempt()


def test_draft_can_be_discarded(boss: User) -> None:
    draft = create_draft(actor_for(boss), with_line(1), "")
    discard_draft(draft, actor_for(boss))
    assert PolicyVersion.objects.count() == 1


def test_invalid_content_is_never_stored(boss: User) -> None:
    with pytest.raises(InvalidPolicy):
        create_draft(actor_for(boss), with_line(101), "")
    assert PolicyVersion.objects.count() == 1


def test_only_administrators(boss: User) -> None:
    draft = create_draft(actor_for(boss), with_line(1), "")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = actor_for(User(username="x", role=role))
        for attempt in (
            lambda actor=actor: create_draft(actor, with_line(1), ""),
            lambda actor=actor: change_draft(draft, actor, with_line(1), ""),
            lambda actor=actor: publish(draft, actor),
            lambda actor=actor: discard_draft(draft, actor),
        ):
            with pytest.raises(PermissionDenied):
                attempt()


def test_differences_name_what_changed() -> None:
    before = content_of(current())
    dropped, kept = before.reasons[0], before.reasons[1:]
    changed = replace(kept[0], label={"en": "New words", "zh-hans": kept[0].label["zh-hans"]})
    after = replace(before, reasons=(changed, *kept[1:]), lines={"BLUR": 40})
    found = {change.what: (change.before, change.after) for change in differences(before, after)}
    assert found["Line of Blur"] == ("shipped: 50", "40")
    assert found[f"{changed.code}: Label, English"] == (kept[0].label["en"], "New words")
    assert found[f"{dropped.code}: Type"] == ("RETRY", "")
    assert f"{changed.code}: Label, Chinese" not in found
    assert differences(before, before) == []
