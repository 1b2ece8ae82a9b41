"""Accounts change only through their services: right, rule and event each time."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kyc.accounts import services
from kyc.accounts.actors import actor_for
from kyc.accounts.errors import LastAdministrator, UnknownRole, UsernameTaken
from kyc.accounts.models import Role, User
from kyc.accounts.rights import RIGHTS, Right
from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-sequence")[0]


@pytest.fixture
def boss() -> User:
    return person("boss", Role.ADMINISTRATOR)


def test_creating_is_recorded_without_name_or_address(boss: User) -> None:
    made = services.create_user(
        actor=actor_for(boss),
        username="lin",
        role=Role.LEAD,
        first_name="Lin",
        last_name="Muster",
        email="l@example.org",
    )
    event = last_event()
    assert (event.action, event.actor_name, event.subject, event.new) == (
        Action.ACCOUNT_CREATED, "boss", f"user:{made.pk}", Role.LEAD,
    )  # fmt: skip
    written = " ".join(str(value) for value in event.values_hashed().values())
    assert not any(personal in written for personal in ("Lin", "Muster", "example.org"))


@pytest.mark.parametrize("role", [role for role in Role if Right.ADMINISTER not in RIGHTS[role]])
def test_no_other_role_may_touch_accounts(boss: User, role: str) -> None:
    actor, victim = actor_for(person("somebody", role)), person("victim")
    events = AuditEvent.objects.count()
    for attempt in (
        lambda: services.create_user(actor=actor, username="x", role=Role.REVIEWER),
        lambda: services.change_role(actor=actor, user=victim, role=Role.ADMINISTRATOR),
        lambda: services.deactivate(actor=actor, user=victim),
        lambda: services.reactivate(actor=actor, user=victim),
        lambda: services.set_password(actor=actor, user=victim, password=PASSWORD + "!"),
        lambda: services.change_details(actor=actor, user=victim, first_name="x", last_name="", email=""),
        lambda: services.remove_second_factor(actor=actor, user=victim),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert AuditEvent.objects.count() == events


def test_superuser_flag_adds_no_right() -> None:
    user = User(username="root", role=Role.REVIEWER, is_superuser=True, is_staff=True)
    with pytest.raises(PermissionDenied):
        services.create_user(actor=actor_for(user), username="x", role=Role.REVIEWER)


def test_changing_a_role_names_old_and_new(boss: User) -> None:
    user = person("kim")
    services.change_role(actor=actor_for(boss), user=user, role=Role.AUDITOR)
    user.refresh_from_db()
    event = last_event()
    assert user.role == Role.AUDITOR
    assert (event.action, event.old, event.new) == (Action.ROLE_CHANGED, Role.REVIEWER, Role.AUDITOR)


def test_no_change_leaves_no_event(boss: User) -> None:
    events = AuditEvent.objects.count()
    services.change_role(actor=actor_for(boss), user=boss, role=Role.ADMINISTRATOR)
    services.reactivate(actor=actor_for(boss), user=boss)
    assert AuditEvent.objects.count() == events


def test_last_administrator_stays(boss: User) -> None:
    person("waiting", Role.ADMINISTRATOR, password=None)
    closed = person("closed", Role.ADMINISTRATOR)
    services.deactivate(actor=actor_for(boss), user=closed)
    with pytest.raises(LastAdministrator):
        services.change_role(actor=actor_for(boss), user=boss, role=Role.REVIEWER)
    with pytest.raises(LastAdministrator):
        services.deactivate(actor=SYSTEM, user=boss)
    boss.refresh_from_db()
    assert boss.is_active
    assert boss.role == Role.ADMINISTRATOR


def test_an_administrator_can_go_while_another_stays(boss: User) -> None:
    person("second", Role.ADMINISTRATOR)
    services.deactivate(actor=actor_for(boss), user=boss)
    assert services.has_administrator()


def test_a_name_is_taken_once(boss: User) -> None:
    with pytest.raises(UsernameTaken):
        person("boss")
    assert User.objects.filter(username="boss").count() == 1


def test_unknown_role_is_refused() -> None:
    with pytest.raises(UnknownRole):
        person("x", "king")


def test_weak_password_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(ValidationError):
        person("x", password="short")
    assert not User.objects.filter(username="x").exists()


def test_own_password_can_be_set_and_is_recorded() -> None:
    user = person("kim")
    services.set_password(actor=actor_for(user), user=user, password="another long one 77")
    user.refresh_from_db()
    assert user.check_password("another long one 77")
    assert last_event().action == Action.ACCOUNT_PASSWORD_CHANGED


def test_the_trail_of_all_this_verifies(boss: User) -> None:
    user = person("kim")
    services.deactivate(actor=actor_for(boss), user=user)
    services.reactivate(actor=actor_for(boss), user=user)
    assert verify().ok
