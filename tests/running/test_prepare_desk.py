from __future__ import annotations

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from pytest_django import Settings

from kyc.accounts.models import Role, User
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify
from kyc.cases.models import Case
from kyc.cases.services import reference_of
from kyc.inspections.models import Inspection
from kyc.intake import demo

ROLES = {
    "reviewer": "reviewer", "reviewer2": "reviewer", "senior": "senior_reviewer", "lead": "lead",
    "manager": "manager", "auditor": "auditor", "admin": "administrator", "admin2": "administrator",
}  # fmt: skip


@pytest.fixture
def prepared(db: None, settings: Settings, tmp_path: Path) -> StringIO:
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "demo-accounts.json"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DATA_DIR = tmp_path
    output = StringIO()
    call_command("prepare_desk", stdout=output)
    return output


@pytest.mark.usefixtures("prepared")
def test_the_first_start_loads_accounts_and_cases() -> None:
    assert dict(User.objects.values_list("username", "role")) == ROLES
    assert all(user.is_demo for user in User.objects.all())
    cases = json.loads((demo.PICTURES / "cases.json").read_text())["cases"]
    assert [reference_of(case) for case in Case.objects.order_by("number")] == [case["reference"] for case in cases]
    assert set(Inspection.objects.values_list("state", flat=True)) == {"queued"}
    assert AuditEvent.objects.order_by("sequence").last().action == "demo.loaded"
    assert verify().ok


@pytest.mark.usefixtures("prepared")
def test_the_passwords_are_in_a_private_file_and_open_the_accounts(settings: Settings) -> None:
    path = Path(settings.DEMO_ACCOUNTS_FILE)
    accounts = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(accounts) == set(ROLES)
    assert len({account["password"] for account in accounts.values()}) == len(ROLES)
    request = RequestFactory().post("/accounts/login/")
    user = authenticate(request, **accounts["senior"])
    assert user is not None
    assert user.username == "senior"


@pytest.mark.usefixtures("prepared")
def test_a_second_start_changes_nothing(settings: Settings) -> None:
    before = (Path(settings.DEMO_ACCOUNTS_FILE).read_text(), Case.objects.count(), AuditEvent.objects.count())
    output = StringIO()
    call_command("prepare_desk", stdout=output)
    assert (Path(settings.DEMO_ACCOUNTS_FILE).read_text(), Case.objects.count(), AuditEvent.objects.count()) == before
    assert output.getvalue() == ""


def test_without_demo_a_link_for_the_first_administrator_is_printed(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT, settings.DATA_DIR = tmp_path / "static", tmp_path
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "demo-accounts.json"
    monkeypatch.setenv("KYC_DEMO", "0")
    monkeypatch.setenv("PORT", "8123")
    output = StringIO()
    call_command("prepare_desk", stdout=output)
    assert "http://127.0.0.1:8123/accounts/first/" in output.getvalue()
    assert User.objects.get().role == Role.ADMINISTRATOR
    assert not User.objects.get().has_usable_password()
    assert not Case.objects.exists()
    assert not Path(settings.DEMO_ACCOUNTS_FILE).exists()


@pytest.mark.django_db
def test_a_demo_that_does_not_load_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "missing" / "demo-accounts.json"
    with pytest.raises(FileNotFoundError):
        demo.load()
    assert not User.objects.exists()
    assert not Case.objects.exists()
