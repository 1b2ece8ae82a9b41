"""Sign-ins and what people change about their own account, written into the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from kyc.accounts.actors import actor_for, nobody, origin_of
from kyc.accounts.models import User
from kyc.accounts.services import subject_of
from kyc.audit.actions import Action
from kyc.audit.services import record
from kyc.vault.services import digest

UNKNOWN_ACCOUNT = "unknown account"


@receiver(user_logged_in)
def note_login(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    _note_own(Action.LOGIN_SUCCEEDED, request, user)


@receiver(user_logged_out)
def note_logout(sender: object, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _note_own(Action.LOGOUT, request, user)


@receiver(user_login_failed)
def note_failed_login(
    sender: object, credentials: Mapping[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """A wrong user name is kept as a keyed digest: people type their password into that field."""
    username = str(credentials.get("username") or "")
    user = User.objects.filter(username=username).first()
    with transaction.atomic():
        if user is None:
            details = {"username_digest": digest(username, "username")}
            record(Action.LOGIN_FAILED, nobody(request), subject=UNKNOWN_ACCOUNT, details=details)
        else:
            record(Action.LOGIN_FAILED, nobody(request), subject=subject_of(user))


@receiver(authentication_failed)
def note_failed_second_factor(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    with transaction.atomic():
        record(Action.LOGIN_FAILED, nobody(request), subject=subject_of(user), details={"step": "second factor"})


@receiver(password_changed)
def note_password_change(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    _note_own(Action.ACCOUNT_PASSWORD_CHANGED, request, user)


@receiver(authenticator_added)
def note_added_factor(sender: object, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    _note_own(Action.ACCOUNT_CHANGED, request, user, new=f"{authenticator.type} added")


@receiver(authenticator_removed)
def note_removed_factor(sender: object, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    _note_own(Action.ACCOUNT_CHANGED, request, user, new=f"{authenticator.type} removed")


@receiver(authenticator_reset)
def note_reset_factor(sender: object, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    _note_own(Action.ACCOUNT_CHANGED, request, user, new=f"{authenticator.type} made anew")


def _note_own(action: Action, request: HttpRequest | None, user: User, new: str = "") -> None:
    """``user`` did something to the own account. Without a request (a test's client, say) the origin is empty."""
    ip, user_agent = origin_of(request) if request else ("", "")
    with transaction.atomic():
        record(action, actor_for(user, ip, user_agent), subject=subject_of(user), new=new)
