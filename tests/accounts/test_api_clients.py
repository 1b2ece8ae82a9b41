"""API clients in the administration and by command: made, changed, given new keys; what is shown once."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kyc.accounts import clients
from kyc.accounts.models import ApiClient, ApiService, ClientState, Role
from kyc.audit.models import AuditEvent
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


def test_a_client_is_made_in_the_administration_and_its_key_shown_once() -> None:
    browser = administrator()
    page = browser.post("/admin/accounts/apiclient/add/", {"name": "bank"}, follow=True).content.decode()
    client = ApiClient.objects.get()
    key = clients.secret_keys(client)[0]
    assert key in page
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
    assert AuditEvent.objects.filter(action="api_client.changed", subject=f"api_client:{client.pk}").count() == 1


def test_new_keys_are_shown_once_and_recorded_without_them() -> None:
    printed = made_by_command("bank")
    client = ApiClient.objects.get()
    data = {"action": "rotate_keys", "_selected_action": [client.pk]}
    page = administrator().post("/admin/accounts/apiclient/", data, follow=True).content.decode()
    client.refresh_from_db()
    new, former = clients.secret_keys(client)
    assert former == printed["secret_key"] != new
    assert new in page
    events = json.dumps(list(AuditEvent.objects.values()), default=str)
    assert "api_client.rotated" in events
    assert new not in events
    assert former not in events


def test_a_name_that_is_taken_says_so() -> None:
    made_by_command("bank")
    page = administrator().post("/admin/accounts/apiclient/add/", {"name": "bank"}, follow=True).content.decode()
    assert "already exists" in page or "exists already" in page
    assert ApiClient.objects.count() == 1
