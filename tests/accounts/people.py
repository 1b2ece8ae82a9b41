"""Accounts for tests, made as the desk makes them."""

from __future__ import annotations

from kyc.accounts.models import Role, User
from kyc.accounts.services import create_user
from kyc.audit.actor import SYSTEM

PASSWORD = "long enough to pass 42"


def person(username: str, role: str = Role.REVIEWER, password: str | None = PASSWORD, **more: object) -> User:
    return create_user(actor=SYSTEM, username=username, role=role, password=password, **more)  # type: ignore[arg-type]


def one_of_each() -> dict[str, User]:
    """One signed-up person for each role."""
    return {role: person(f"the-{role}", role) for role in Role.values}
