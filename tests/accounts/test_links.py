"""One-time links: they work once, for the right account, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kyc.accounts import links, services
from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db

GOOD = {"password": PASSWORD, "again": PASSWORD}


def test_first_administrator_comes_to_be(client: Client) -> None:
    path = links.first_administrator_path()
    assert path is not None
    assert client.get(path).status_code == 200
    answer = client.post(path, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    user = User.objects.get(username=links.FIRST_ADMINISTRATOR)
    assert user.role == Role.ADMINISTRATOR
    assert client.login(username=user.username, password=PASSWORD)
    assert links.first_administrator_path() is None
    assert AuditEvent.objects.filter(action=Action.ACCOUNT_PASSWORD_CHANGED, actor_name="admin").count() == 1


def test_used_link_says_so(client: Client) -> None:
    path = links.first_administrator_path()
    client.post(path, GOOD)
    for answer in (client.get(path), client.post(path, {"password": "other words 1234", "again": "other words 1234"})):
        assert answer.status_code == 410
        assert "used already" in answer.content.decode()
    assert User.objects.get(username="admin").check_password(PASSWORD)


def test_asking_again_makes_no_second_account() -> None:
    links.first_administrator_path()
    links.first_administrator_path()
    assert User.objects.count() == 1


def test_expired_link(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = links.first_administrator_path()
    later = timezone.now().replace(tzinfo=None) + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60)
    monkeypatch.setattr(links._tokens, "_now", lambda: later)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("path", ["/accounts/first/MQ/nonsense/", "/accounts/first/!!/x/", "/accounts/first/4pyT/a-b/"])
def test_invented_links(client: Client, path: str) -> None:
    person("kim")
    assert client.get(path).status_code == 410


def test_link_of_one_account_opens_no_other(client: Client) -> None:
    boss, kim, lee = person("boss", Role.ADMINISTRATOR), person("kim"), person("lee")
    path = links.issue_link(actor=actor_for(boss), user=kim)
    stolen = path.replace(path.split("/")[3], links._path(lee).split("/")[3])
    assert client.post(stolen, GOOD).status_code == 410


def test_link_ends_with_the_account(client: Client) -> None:
    boss, kim = person("boss", Role.ADMINISTRATOR), person("kim")
    path = links.issue_link(actor=actor_for(boss), user=kim)
    services.deactivate(actor=actor_for(boss), user=kim)
    assert client.get(path).status_code == 410


def test_weak_and_differing_passwords_stay_on_the_page(client: Client) -> None:
    path = links.first_administrator_path()
    for data in ({"password": "short", "again": "short"}, {"password": PASSWORD, "again": PASSWORD + "x"}):
        assert client.post(path, data).status_code == 200
    assert not User.objects.get(username="admin").has_usable_password()
