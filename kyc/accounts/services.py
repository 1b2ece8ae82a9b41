"""Accounts: made, changed and closed here only, each with its right and its event in the trail."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q

from kyc.accounts.errors import LastAdministrator, UnknownRole, UsernameTaken
from kyc.accounts.models import Role, User
from kyc.accounts.rights import RIGHTS, Right
from kyc.audit.actions import Action
from kyc.audit.actor import Actor, ActorKind
from kyc.audit.services import record


def subject_of(user: User) -> str:
    """How the trail names an account that something is done to."""
    return f"user:{user.pk}"


def demand(actor: Actor, right: Right) -> None:
    """Let ``actor`` go on when it may.

    Raises:
        PermissionDenied: the actor's role does not carry ``right`` (the desk itself may do everything).
    """
    if actor.kind is not ActorKind.SYSTEM and right not in RIGHTS.get(actor.role, frozenset()):
        raise PermissionDenied


def create_user(
    *,
    actor: Actor,
    username: str,
    role: str,
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    is_demo: bool = False,
) -> User:
    """Create an account; without ``password`` it waits for its one-time link (``kyc.accounts.links``).

    Raises:
        PermissionDenied: the actor is no administrator.
        UnknownRole, UsernameTaken: see their sentences.
        ValidationError: the password is too weak.
    """
    demand(actor, Right.ADMINISTER)
    user = User(username=username, first_name=first_name, last_name=last_name, email=email, is_demo=is_demo)
    user.role = _known(role)
    if password is None:
        user.set_unusable_password()
    else:
        _set_checked_password(user, password)
    with transaction.atomic():
        _insert(user)
        record(Action.ACCOUNT_CREATED, actor, subject=subject_of(user), new=user.role)
    return user


def change_role(*, actor: Actor, user: User, role: str) -> User:
    """Give ``user`` another role.

    Raises:
        PermissionDenied, UnknownRole: as in ``create_user``.
        LastAdministrator: nobody else could administer the desk.
    """
    demand(actor, Right.ADMINISTER)
    new = _known(role)
    with transaction.atomic():
        locked, other_administrators = _hold(user)
        old = locked.role
        if old == new:
            return locked
        if old == Role.ADMINISTRATOR and not other_administrators:
            raise LastAdministrator
        locked.role = new
        locked.save(update_fields=["role"])
        record(Action.ROLE_CHANGED, actor, subject=subject_of(locked), old=old, new=new)
    return locked


def deactivate(*, actor: Actor, user: User) -> User:
    """Close an account: from the next request on its sessions open nothing. Raises as ``change_role`` does."""
    return _set_active(actor, user, active=False)


def reactivate(*, actor: Actor, user: User) -> User:
    """Open a closed account again. Raises PermissionDenied."""
    return _set_active(actor, user, active=True)


def change_details(*, actor: Actor, user: User, first_name: str, last_name: str, email: str) -> User:
    """Change how an account's person is named. Raises PermissionDenied."""
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        locked, _ = _hold(user)
        wanted = {"first_name": first_name, "last_name": last_name, "email": email}
        changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
        if not changed:
            return locked
        for name in changed:
            setattr(locked, name, wanted[name])
        locked.save(update_fields=changed)
        record(Action.ACCOUNT_CHANGED, actor, subject=subject_of(locked), details={"fields": changed})
    return locked


def set_password(*, actor: Actor, user: User, password: str) -> User:
    """Set the password of the actor's own account, or as an administrator that of any other.

    Raises:
        PermissionDenied: somebody else's account, and no administrator.
        ValidationError: the password is too weak.
    """
    if not (actor.kind is ActorKind.USER and actor.id == str(user.pk)):
        demand(actor, Right.ADMINISTER)
    _set_checked_password(user, password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        record(Action.ACCOUNT_PASSWORD_CHANGED, actor, subject=subject_of(user))
    return user


def remove_second_factor(*, actor: Actor, user: User) -> bool:
    """Take away a second factor whose device was lost, recovery codes included; False where there was none.

    Raises PermissionDenied.
    """
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        factors = list(Authenticator.objects.select_for_update().filter(user_id=user.pk))
        if not factors:
            return False
        types = ",".join(sorted(factor.type for factor in factors))
        Authenticator.objects.filter(pk__in=[factor.pk for factor in factors]).delete()
        record(Action.ACCOUNT_CHANGED, actor, subject=subject_of(user), old=types, new="second factor removed")
    return True


def has_administrator() -> bool:
    """Whether an administrator can sign in."""
    return any(_can_administer(user) for user in User.objects.filter(role=Role.ADMINISTRATOR))


def _set_active(actor: Actor, user: User, *, active: bool) -> User:
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        locked, other_administrators = _hold(user)
        if locked.is_active == active:
            return locked
        if not active and locked.role == Role.ADMINISTRATOR and not other_administrators:
            raise LastAdministrator
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        old, new = ("inactive", "active") if active else ("active", "inactive")
        record(Action.ACCOUNT_CHANGED, actor, subject=subject_of(locked), old=old, new=new)
    return locked


def _hold(user: User) -> tuple[User, list[User]]:
    """The account as it is now, and the other administrators who can sign in, all held until the transaction ends.

    One statement in one order, so that two administrators who lower each other at the same time neither both succeed
    nor wait for each other for ever.
    """
    concerned = User.objects.select_for_update().filter(Q(pk=user.pk) | Q(role=Role.ADMINISTRATOR)).order_by("pk")
    held = {found.pk: found for found in concerned}
    account = held.pop(user.pk)
    return account, [other for other in held.values() if _can_administer(other)]


def _can_administer(user: User) -> bool:
    return user.is_active and user.role == Role.ADMINISTRATOR and user.has_usable_password()


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken from error


def _known(role: str) -> str:
    if role not in Role.values:
        raise UnknownRole
    return str(role)


def _set_checked_password(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
