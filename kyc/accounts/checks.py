"""What must not go live: ``manage.py check --deploy`` fails while demonstration accounts can sign in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from kyc.accounts.models import User

DEMO_ACCOUNTS = "accounts.E001"


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """An error while active demonstration accounts exist. An empty database has none."""
    try:
        names = list(
            User.objects.filter(is_demo=True, is_active=True).order_by("username").values_list("username", flat=True)
        )
    except DatabaseError:
        return []
    if not names:
        return []
    return [
        Error(
            f"Demonstration accounts with generated passwords can sign in: {', '.join(names)}.",
            hint="Deactivate them in the administration, or start with KYC_DEMO=0 on an empty data directory.",
            id=DEMO_ACCOUNTS,
        )
    ]
