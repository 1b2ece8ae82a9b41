"""The demonstration: accounts with passwords made on this machine, and cases from pictures that the engine reads."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.accounts.services import create_user
from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM
from kyc.audit.services import record
from kyc.documents.results import DeclaredData
from kyc.intake.services import check_file, receive

PICTURES: Final = Path(__file__).resolve().parent.parent / "demo_pictures"

ACCOUNTS: Final = {
    "reviewer": Role.REVIEWER,
    "reviewer2": Role.REVIEWER,
    "senior": Role.SENIOR_REVIEWER,
    "lead": Role.LEAD,
    "manager": Role.MANAGER,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
    "admin2": Role.ADMINISTRATOR,
}


def load() -> int:
    """Make the demo's accounts and cases, all or nothing; how many cases. The worker reads the pictures afterwards."""
    passwords = {name: secrets.token_urlsafe(12) for name in ACCOUNTS}
    with transaction.atomic():
        users = {name: _account(name, password) for name, password in passwords.items()}
        cases: list[dict[str, Any]] = json.loads((PICTURES / "cases.json").read_text("utf-8"))["cases"]
        for case in cases:
            _receive(case, users["reviewer"])
        _write_accounts(passwords)
        record(Action.DEMO_LOADED, SYSTEM, details={"accounts": len(users), "cases": len(cases)})
    return len(cases)


def _account(name: str, password: str) -> User:
    return create_user(
        actor=SYSTEM, username=name, role=ACCOUNTS[name], password=password, first_name="Demo", is_demo=True
    )


def _receive(case: dict[str, Any], user: User) -> None:
    pages = [page for file in case["files"] for page in check_file((PICTURES / file).read_bytes())]
    receive(
        actor=actor_for(user),
        user=user,
        reference=case["reference"],
        pages=pages,
        declared=DeclaredData(**case["declared"]),
        kind_stated="",
    )


def _write_accounts(passwords: dict[str, str]) -> None:
    """The accounts' file, for its owner only, whole or not at all."""
    path = Path(settings.DEMO_ACCOUNTS_FILE)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    accounts = {name: {"username": name, "password": password} for name, password in passwords.items()}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(accounts, file, indent=2)
    draft.replace(path)
