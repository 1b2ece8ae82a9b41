"""What every page is given."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from kyc.web.theme import Theme, theme_of


def desk(request: HttpRequest) -> dict[str, object]:
    """``theme``, the themes to choose from, and whether demo accounts exist (the banner says so while they do)."""
    return {"theme": theme_of(request), "themes": list(Theme), "has_demo_accounts": has_demo_accounts}


def has_demo_accounts() -> bool:
    """Asked anew for each page, and only by pages that show the banner: an account can go at any time."""
    return bool(get_user_model()._default_manager.filter(is_demo=True).exists())
