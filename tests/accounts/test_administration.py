"""The administration as a browser meets it: what it changes goes through the services, the rest is to read."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client

from kyc.accounts.models import Role, User
from kyc.accounts.site import ReadOnlyAdmin
from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> User:
    user = person("boss", Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def form_of(user: User, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {"role": user.role, "first_name": "", "last_name": "", "email": "", "is_active": "on"}
    values.update(changes)
    return {name: value for name, value in values.items() if value is not None}


def test_adding_a_user_gives_a_working_link(client: Client, boss: User) -> None:
    data = {"username": "lin", "role": Role.AUDITOR, "first_name": "", "last_name": "", "email": ""}
    page = client.post("/admin/accounts/user/add/", data)
    made = User.objects.get(username="lin")
    assert (made.role, made.has_usable_password()) == (Role.AUDITOR, False)
    assert AuditEvent.objects.filter(action=Action.ACCOUNT_CREATED, actor_name="boss").count() == 1
    link = re.search(r"/accounts/first/[\w-]+/[\w-]+/", page.content.decode())
    assert link is not None
    # In the answer itself, not on its way to another page.
    assert "no-store" in page["Cache-Control"]
    assert "accounts/first" not in client.cookies.output()
    assert Client().post(link[0], {"password": PASSWORD, "again": PASSWORD}).status_code == 302


def test_changing_a_role_is_one_event(client: Client, boss: User) -> None:
    user = person("kim")
    url = f"/admin/accounts/user/{user.pk}/change/"
    assert client.post(url, form_of(user, role=Role.LEAD, first_name="Kim")).status_code == 302
    user.refresh_from_db()
    assert (user.role, user.first_name) == (Role.LEAD, "Kim")
    events = AuditEvent.objects.filter(subject=f"user:{user.pk}").order_by("sequence").values_list("action", flat=True)
    assert list(events)[-2:] == [Action.ACCOUNT_CHANGED, Action.ROLE_CHANGED]
    assert not LogEntry.objects.exists()


def test_refusal_is_a_sentence_and_changes_nothing(client: Client, boss: User) -> None:
    url = f"/admin/accounts/user/{boss.pk}/change/"
    page = client.post(url, form_of(boss, role=Role.REVIEWER, first_name="Bo"), follow=True)
    boss.refresh_from_db()
    assert (boss.role, boss.first_name) == (Role.ADMINISTRATOR, "")
    assert "This is the last administrator who can sign in." in page.content.decode()


def test_password_hash_and_flags_cannot_be_posted(client: Client, boss: User) -> None:
    user = person("kim")
    before = user.password
    extra = {"is_superuser": "on", "is_staff": "on", "password": "x", "username": "other", "is_demo": "on"}
    client.post(f"/admin/accounts/user/{user.pk}/change/", form_of(user) | extra)
    user.refresh_from_db()
    assert (user.username, user.password, user.is_superuser, user.is_staff, user.is_demo) == (
        "kim", before, False, False, False,
    )  # fmt: skip


@pytest.mark.parametrize("action", ["issue_links", "remove_second_factors"])
def test_actions_run_through_services(client: Client, boss: User, action: str) -> None:
    user = person("kim")
    page = client.post("/admin/accounts/user/", {"action": action, "_selected_action": [user.pk]}, follow=True)
    assert page.status_code == 200
    assert "messagelist" in page.content.decode()


def test_users_cannot_be_deleted(client: Client, boss: User) -> None:
    user = person("kim")
    assert client.post(f"/admin/accounts/user/{user.pk}/delete/", {"post": "yes"}).status_code == 404
    client.post("/admin/accounts/user/", {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_trail_can_be_read_and_not_written(client: Client, boss: User) -> None:
    event = AuditEvent.objects.order_by("sequence")[0]
    page = client.get(f"/admin/audit/auditevent/{event.pk}/change/")
    assert event.hash in page.content.decode()
    assert '<input type="text"' not in page.content.decode()
    assert client.post(f"/admin/audit/auditevent/{event.pk}/change/", {"actor_name": "x"}).status_code == 403
    for view in ("add/", f"{event.pk}/delete/", f"{event.pk}/history/"):
        assert client.get(f"/admin/audit/auditevent/{view}").status_code == 404


def test_only_our_own_pages_are_registered() -> None:
    registered = admin.site._registry
    assert Group not in registered
    assert {model._meta.app_label for model in registered} == {
        "accounts", "audit", "policy", "cases", "inspections", "review", "gateway",
    }  # fmt: skip
    assert all(isinstance(found, ReadOnlyAdmin) for found in registered.values())


PERSONAL = (
    "sealed",
    "path",
    "quad",
    "note",
    "regions",
    "outline",
    "reference",
    "password",
    "key_id",
    "digest",
    "words",
)


def test_nothing_personal_is_a_column() -> None:
    for model, found in admin.site._registry.items():
        if model._meta.app_label in {"accounts", "policy"}:
            continue
        shown = [*found.list_display, *found.fields, *(name for inline in found.inlines for name in inline.fields)]
        assert not [name for name in shown if any(word in str(name) for word in PERSONAL)], model


def test_anonymous_is_sent_to_the_desks_own_sign_in(client: Client) -> None:
    assert client.get("/admin/")["Location"] == "/accounts/login/?next=/admin/"


def test_wrong_role_is_refused_even_as_superuser(client: Client) -> None:
    user = person("kim")
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
    user.refresh_from_db()
    client.force_login(user)
    for path in ("/admin/", "/admin/accounts/user/", "/admin/jsi18n/", "/admin/nonsense/"):
        assert client.get(path).status_code == 403


def test_pages_carry_nothing_inline(client: Client, boss: User) -> None:
    paths = ("/admin/", "/admin/accounts/user/", f"/admin/accounts/user/{boss.pk}/change/", "/admin/audit/auditevent/")
    for path in paths:
        html = client.get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html), path
