"""Signing in and out, its trail, and allauth's pages without the parts that the desk leaves out."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from kyc.accounts.models import User
from kyc.accounts.services import deactivate, remove_second_factor
from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": username, "password": password}).status_code


def test_signing_in_and_out_is_recorded(client: Client) -> None:
    person("kim")
    assert sign_in(client, "kim") == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert actions()[-2:] == [Action.LOGIN_SUCCEEDED, Action.LOGOUT]
    event = AuditEvent.objects.get(action=Action.LOGIN_SUCCEEDED)
    assert (event.actor_name, event.actor_role, event.ip) == ("kim", "reviewer", "127.0.0.1")


def test_wrong_password_names_the_account(client: Client) -> None:
    user = person("kim")
    assert sign_in(client, "kim", "wrong") == 200
    event = AuditEvent.objects.get(action=Action.LOGIN_FAILED)
    assert (event.subject, event.actor_name) == (f"user:{user.pk}", "")


def test_unknown_name_is_kept_as_a_digest_only(client: Client) -> None:
    secret = "my password by mistake"
    assert sign_in(client, secret, "x") == 200
    event = AuditEvent.objects.get(action=Action.LOGIN_FAILED)
    assert secret not in str(event.values_hashed())
    assert len(event.details["username_digest"]) == 64


def test_attempts_run_out(client: Client) -> None:
    person("kim")
    for _ in range(5):
        sign_in(client, "kim", "wrong")
    assert sign_in(client, "kim", PASSWORD) == 200
    assert Action.LOGIN_SUCCEEDED not in actions()


def test_closed_account_cannot_sign_in_and_loses_its_session(client: Client) -> None:
    user = person("kim")
    sign_in(client, "kim")
    deactivate(actor=SYSTEM, user=user)
    assert client.get("/accounts/password/").status_code == 302
    other = Client()
    assert sign_in(other, "kim") in {200, 302}
    assert "_auth_user_id" not in other.session


def test_changing_the_password_is_recorded(client: Client) -> None:
    person("kim")
    sign_in(client, "kim")
    new = "an entirely new one 99"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/", data).status_code == 302
    assert actions()[-1] == Action.ACCOUNT_PASSWORD_CHANGED


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def secret_of(user: User) -> str:
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(get_adapter().decrypt(factor.data["secret"]))


def test_second_factor_is_asked_for_and_recorded(client: Client) -> None:
    user = person("kim")
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.post(LOGIN, {"login": "kim", "password": PASSWORD})["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert actions()[-1] == Action.LOGIN_FAILED
    assert Action.LOGIN_SUCCEEDED not in actions()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret_of(user))}).status_code == 302
    assert actions()[-1] == Action.LOGIN_SUCCEEDED


def test_second_factor_can_be_set_up_from_the_page(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person("kim")
    sign_in(client, "kim")
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    changed = AuditEvent.objects.filter(action=Action.ACCOUNT_CHANGED).values_list("new", flat=True)
    assert set(changed) == {"totp added", "recovery_codes added"}
    for path in ("", "codes/", "totp/deactivate/"):
        assert client.get(f"/accounts/2fa/{path}").status_code == 200


def test_lost_device_can_be_taken_away() -> None:
    user = person("kim")
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert remove_second_factor(actor=SYSTEM, user=user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert not remove_second_factor(actor=SYSTEM, user=user)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "confirm-email/", "password/set/", "login/code/"]
)
def test_pages_the_desk_leaves_out_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_second_factor_is_sealed_in_the_database() -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    user = person("kim")
    TOTP.activate(user, secret)
    assert secret not in str(Authenticator.objects.get(user=user).data)
    assert secret_of(user) == secret
