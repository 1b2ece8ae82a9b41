"""What each role may do. The one table that every page, call and admin action asks."""

from __future__ import annotations

from enum import StrEnum

from kyc.accounts.models import Role, User


class Right(StrEnum):
    UPLOAD = "upload"
    READ_CASE = "read_case"  # fields and images
    DECIDE = "decide"
    READ_TRAIL = "read_trail"  # the whole trail, without personal values
    EXPORT_DECISIONS = "export_decisions"
    ADMINISTER = "administer"


_REVIEWING = frozenset({Right.UPLOAD, Right.READ_CASE, Right.DECIDE})

RIGHTS: dict[str, frozenset[Right]] = {
    Role.REVIEWER: _REVIEWING,
    Role.SENIOR_REVIEWER: _REVIEWING,
    Role.LEAD: _REVIEWING | {Right.EXPORT_DECISIONS},
    Role.MANAGER: frozenset({Right.EXPORT_DECISIONS}),
    Role.AUDITOR: frozenset({Right.READ_TRAIL}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER}),
}


def has_right(user: User, right: Right) -> bool:
    """Whether ``user`` is active and its role carries ``right``. Django's superuser flag adds nothing."""
    return user.is_active and right in RIGHTS.get(user.role, frozenset())
