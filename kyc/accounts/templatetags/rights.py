"""``{% load rights %}``: pages show only what the reader may do. The views decide it again."""

from __future__ import annotations

from django import template

from kyc.accounts.models import User
from kyc.accounts.rights import Right, has_right

register = template.Library()


@register.filter
def may(user: object, right: str) -> bool:
    """``{% if user|may:"upload" %}``; False for anybody who is not signed in."""
    return isinstance(user, User) and has_right(user, Right(right))
