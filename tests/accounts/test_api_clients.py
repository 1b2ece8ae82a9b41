"""API clients in the administration and by command: made, changed, given new keys; what is shown once."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client

from kyc.accounts import clients
from kyc.accounts.errors import ClientNameRefused, ClientNameTaken
from kyc.accounts.models import ApiClient, ApiService, ClientState, Role
from kyc.audit.actor import SYSTEM, Actor
from kyc.audit.models import AuditEvent
from kyc.vault.errors import VaultUnavailable
from tests.accounts.people import one_of_each

pytestmark = pytest.mark.django_db
FIELDS = ["name", "app_id", "bucket", "secret_id", "secret_key", "project_id", "iam_domain", "iam_user", "iam_password"]


def administrator() -> Client:
    browser = Client()
    browser.force_login(one_of_each()[Role.ADMINISTRATOR])
    return browser


def made_by_command(name: str) -> dict[str, str]:
    said = StringIO()
    call_command("create_api_client", name, "--json", stdout=said)
    return dict(json.loads(said.getvalue()))


def test_the_command_prints_one_pair_for_all_schemes_once() -> None:
    printed = made_by_command("bank")
    assert list(printed) == FIELDS
    assert all(printed.values())
    client = ApiClient.objects.get()
    assert clients.secret_keys(client) == [printed["secret_key"]]
    assert client.iam_password == clients.password_digest(printed["iam_password"])
    with pytest.raises(CommandError, match="exists already"):
        made_by_command("bank")


def test_the_command_without_json_names_every_value() -> None:
    said = StringIO()
    call_command("create_api_client", "bank", stdout=said)
    assert [line.split()[0] for line in said.getvalue().splitlines()] == FIELDS


def kept_anywhere() -> str:
    """The rows of every table, the sessions' opened."""
    rows = [str(list(model.objects.values_list())) for model in apps.get_models() if model is not ApiClient]
    return " ".join([*rows, *(str(session.get_decoded()) for session in Session.objects.all())])


def check_shown_once(browser: Client, answer: HttpResponse, *secrets: str) -> None:
    """In the answer itself, which nobody keeps; in no cookie, session or table, and on no later page."""
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert all(secret in answer.content.decode() for secret in secrets)
    elsewhere = [kept_anywhere(), browser.cookies.output(), browser.get("/admin/accounts/apiclient/").content.decode()]
    assert not [secret for secret in secrets for place in elsewhere if secret in place]


def test_a_client_is_made_in_the_administration_and_its_key_shown_once() -> None:
    browser = administrator()
    answer = browser.post("/admin/accounts/apiclient/add/", {"name": "bank"})
    client = ApiClient.objects.get()
    key = clients.secret_keys(client)[0]
    password = re.search(r"iam_password</code></th><td><code>(\w{24})<", answer.content.decode())
    assert password
    assert clients.password_digest(password[1]) == client.iam_password
    check_shown_once(browser, answer, key, password[1])
    again = browser.get(f"/admin/accounts/apiclient/{client.pk}/change/").content.decode()
    assert key not in again
    assert client.secret_id in again


def test_a_client_is_changed_in_the_administration() -> None:
    made_by_command("bank")
    client = ApiClient.objects.get()
    form = {
        "is_enabled": "on",
        "state": ClientState.SUSPENDED,
        "quota": "12",
        "services": [ApiService.ID_CARD],
        "buckets": "one two",
    }
    administrator().post(f"/admin/accounts/apiclient/{client.pk}/change/", form)
    client.refresh_from_db()
    assert (client.state, client.quota) == (ClientState.SUSPENDED, 12)
    assert (client.services, client.buckets) == ([ApiService.ID_CARD], ["one", "two"])
    event = AuditEvent.objects.get(action="api_client.changed", subject=f"api_client:{client.pk}")
    old = {"state": "active", "quota": None, "services": list(ApiService.values), "buckets": ["kyc"]}
    new = {"state": "suspended", "quota": 12, "services": [ApiService.ID_CARD], "buckets": ["one", "two"]}
    assert event.details == {"fields": sorted(old), "old": old, "new": new}
    assert event.new == "buckets ['one', 'two']; quota 12; services ['IDCardOCR']; state suspended"
    assert len(event.old) == 200


def as_shown(browser: Client, client: ApiClient) -> dict[str, Any]:
    """What the page of a client would post if nothing were changed, what it showed included."""
    page = browser.get(f"/admin/accounts/apiclient/{client.pk}/change/")
    form = page.context["adminform"].form
    assert 'name="initial-quota"' in page.content.decode()
    shown = {bound.name: "" if bound.value() is None else bound.value() for bound in form}
    initial = {f"initial-{name}": value for name, value in shown.items()}
    return {name: value for name, value in (shown | initial).items() if value is not False}


def test_a_quota_that_was_not_changed_stays_what_calls_have_left_of_it() -> None:
    made_by_command("bank")
    ApiClient.objects.update(quota=100)
    client, browser = ApiClient.objects.get(), administrator()
    form = as_shown(browser, client)
    ApiClient.objects.update(quota=60)
    browser.post(f"/admin/accounts/apiclient/{client.pk}/change/", form | {"buckets": "other"})
    client.refresh_from_db()
    assert (client.quota, client.buckets) == (60, ["other"])
    assert AuditEvent.objects.get(action="api_client.changed").details["fields"] == ["buckets"]
    browser.post(f"/admin/accounts/apiclient/{client.pk}/change/", form | {"quota": "200"})
    client.refresh_from_db()
    assert client.quota == 200
    assert AuditEvent.objects.filter(action="api_client.changed").latest("sequence").old == "quota 60"


def test_a_change_to_what_is_there_already_is_none() -> None:
    made_by_command("bank")
    client, browser = ApiClient.objects.get(), administrator()
    browser.post(f"/admin/accounts/apiclient/{client.pk}/change/", as_shown(browser, client))
    backwards = {"services": list(reversed(client.services)), "is_enabled": True, "quota": None}
    clients.change_client(actor=SYSTEM, client=client, changes=backwards)
    assert not AuditEvent.objects.filter(action="api_client.changed").exists()


def test_a_change_is_held_against_what_is_kept_by_then() -> None:
    made_by_command("bank")
    late = ApiClient.objects.get()
    ApiClient.objects.update(opens_cases=True, quota=7)
    clients.change_client(actor=SYSTEM, client=late, changes={"opens_cases": True, "state": "suspended"})
    event = AuditEvent.objects.get(action="api_client.changed")
    assert (event.old, event.new) == ("state active", "state suspended")
    assert (late.quota, late.opens_cases) == (7, True)


def test_a_former_key_is_revoked() -> None:
    made_by_command("bank")
    client = ApiClient.objects.get()
    clients.rotate(actor=SYSTEM, client=client)
    data = {"action": "revoke_former_keys", "_selected_action": [client.pk]}
    browser = administrator()
    for said in ("The former key of 1 client was revoked.", "The former keys of 0 clients were revoked."):
        assert said in browser.post("/admin/accounts/apiclient/", data, follow=True).content.decode()
    client.refresh_from_db()
    assert len(clients.secret_keys(client)) == 1
    assert client.previous_sealed is None
    event = AuditEvent.objects.get(action="api_client.changed")
    assert (event.old, event.new) == ("former key", "revoked")


def test_of_several_rotations_one_that_fails_hides_no_new_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("first", "second"):
        made_by_command(name)

    def rotate(*, actor: Actor, client: ApiClient) -> tuple[str, str]:
        if client.name == "second":
            raise VaultUnavailable
        return "the-new-key", "the-new-password"

    monkeypatch.setattr(clients, "rotate", rotate)
    data = {"action": "rotate_keys", "_selected_action": [client.pk for client in ApiClient.objects.all()]}
    page = administrator().post("/admin/accounts/apiclient/", data).content.decode()
    assert "the-new-key" in page
    assert "Second: The key store cannot be reached at the moment." in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\nb"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(ClientNameRefused):
        clients.create_client(actor=SYSTEM, name=name)
    assert not ApiClient.objects.exists()


def test_only_a_name_that_is_taken_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    made_by_command("bank")
    first = ApiClient.objects.get()
    monkeypatch.setattr(clients, "_random", lambda length: first.secret_id[4 : 4 + length])
    with pytest.raises(IntegrityError):
        clients.create_client(actor=SYSTEM, name="another")
    # Of two that come at once, the second finds the name taken only when it is written.
    monkeypatch.undo()
    seen = iter([False, True])
    monkeypatch.setattr(clients, "_is_taken", lambda _: next(seen))
    with pytest.raises(ClientNameTaken):
        clients.create_client(actor=SYSTEM, name="bank")


def test_new_keys_are_shown_once_and_recorded_without_them() -> None:
    printed = made_by_command("bank")
    client = ApiClient.objects.get()
    data = {"action": "rotate_keys", "_selected_action": [client.pk]}
    browser = administrator()
    answer = browser.post("/admin/accounts/apiclient/", data)
    client.refresh_from_db()
    new, former = clients.secret_keys(client)
    assert former == printed["secret_key"] != new
    check_shown_once(browser, answer, new)
    events = json.dumps(list(AuditEvent.objects.values()), default=str)
    assert "api_client.rotated" in events
    assert new not in events
    assert former not in events


def test_a_name_that_is_taken_says_so() -> None:
    made_by_command("bank")
    page = administrator().post("/admin/accounts/apiclient/add/", {"name": "bank"}, follow=True).content.decode()
    assert "already exists" in page or "exists already" in page
    assert ApiClient.objects.count() == 1
