"""One-time links: how a person whom an administrator invited sets the password, and how the first one begins.

The link is Django's password-reset token: a keyed digest over account, password and time. It is stored nowhere, and
the password that it sets is what uses it up.
"""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from kyc.accounts.models import Role, User
from kyc.accounts.rights import Right
from kyc.accounts.services import create_user, demand, has_administrator, subject_of
from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM, Actor
from kyc.audit.services import record

FIRST_ADMINISTRATOR = "admin"


class _OneTimeTokens(PasswordResetTokenGenerator):
    """Tokens for these links only; a change of role or closing the account ends them too."""

    key_salt = "kyc.accounts.links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.role}{user.is_active}"


_tokens = _OneTimeTokens()


def first_administrator_path() -> str | None:
    """The path of a link that makes the first administrator; None once an administrator can sign in.

    Each call gives a link of its own; the first one used ends the others.
    """
    if has_administrator():
        return None
    waiting = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if waiting is None:
        waiting = create_user(actor=SYSTEM, username=_free_name(), role=Role.ADMINISTRATOR)
    return _path(waiting)


def issue_link(*, actor: Actor, user: User) -> str:
    """The path of a one-time link with which ``user`` sets a password; the administrator hands it over.

    Raises:
        PermissionDenied: the actor is no administrator.
    """
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        path = _path(User.objects.get(pk=user.pk))
        record(Action.ACCOUNT_CHANGED, actor, subject=subject_of(user), new="link issued")
    return path


def user_of(uidb64: str, token: str) -> User | None:
    """The account that a link belongs to; None where the link is wrong, expired or used."""
    try:
        user = User.objects.filter(pk=int(force_str(urlsafe_base64_decode(uidb64))), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user is not None and _tokens.check_token(user, token) else None


def _path(user: User) -> str:
    return reverse("first_password", args=[urlsafe_base64_encode(force_bytes(user.pk)), _tokens.make_token(user)])


def _free_name() -> str:
    taken = User.objects.filter(username__startswith=FIRST_ADMINISTRATOR).values_list("username", flat=True)
    names = [FIRST_ADMINISTRATOR, *(f"{FIRST_ADMINISTRATOR}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in set(taken))
