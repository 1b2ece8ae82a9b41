"""API clients: made, changed and given new keys here only, each with its right and its event in the trail."""

from __future__ import annotations

import secrets
import string
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kyc.accounts.errors import ClientNameRefused, ClientNameTaken, UnknownService
from kyc.accounts.models import ApiClient, ApiService
from kyc.accounts.rights import Right
from kyc.accounts.services import demand
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.vault import services as vault

#: How long a former key is still taken after a rotation, so that systems can be changed over one by one.
OVERLAP: Final = timedelta(days=1)
#: What an administrator may change of a client.
CHANGEABLE: Final = ("is_enabled", "state", "quota", "services", "opens_cases", "buckets")
LONGEST_NAME: Final = 80
#: What a line of the trail has room for before and after a change.
_LONGEST_LINE: Final = 200
_LETTERS: Final = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Credentials:
    """Everything a client is given, shown once. One pair of id and key serves every scheme."""

    name: str
    app_id: str
    bucket: str
    secret_id: str
    secret_key: str
    project_id: str
    iam_domain: str
    iam_user: str
    iam_password: str

    def __repr__(self) -> str:
        return f"Credentials(name={self.name!r})"


def create_client(*, actor: Actor, name: str) -> tuple[ApiClient, Credentials]:
    """Make a client, everything opened, active and without a quota.

    Raises:
        PermissionDenied: the actor is no administrator.
        ClientNameRefused, ClientNameTaken: see their sentences.
        VaultUnavailable: the key store cannot be written.
    """
    demand(actor, Right.ADMINISTER)
    credentials = _invented(_checked_name(name))
    if _is_taken(credentials.name):
        raise ClientNameTaken
    client = _unsaved(credentials)
    vault.create_key(client.key_id)
    client.secret_sealed = _sealed(client, credentials.secret_key)
    with transaction.atomic():
        _insert(client)
        record(Action.API_CLIENT_CREATED, actor, subject=subject_of(client))
    return client, credentials


def change_client(*, actor: Actor, client: ApiClient, changes: Mapping[str, Any]) -> None:
    """Set any of ``CHANGEABLE``; nothing happens where nothing differs from what is kept now.

    Raises:
        PermissionDenied: the actor is no administrator.
        UnknownService: ``services`` names one that the desk does not have.
    """
    demand(actor, Right.ADMINISTER)
    wanted = _wanted(changes)
    with transaction.atomic():
        held = ApiClient.objects.select_for_update().get(pk=client.pk)
        old = {name: getattr(held, name) for name in wanted if getattr(held, name) != wanted[name]}
        if old:
            new = {name: wanted[name] for name in old}
            for name, value in new.items():
                setattr(held, name, value)
            held.save(update_fields=sorted(new))
            details = {"fields": sorted(new), "old": old, "new": new}
            record(
                Action.API_CLIENT_CHANGED,
                actor,
                subject=subject_of(held),
                old=_in_short(old),
                new=_in_short(new),
                details=details,
            )
    client.refresh_from_db()


def rotate(*, actor: Actor, client: ApiClient) -> tuple[str, str]:
    """A new secret key and a new password, shown once; the former key is taken for ``OVERLAP`` more, the former
    password and its tokens no longer.

    Raises:
        PermissionDenied: the actor is no administrator.
        VaultUnavailable, KeyMissing: the client's key cannot be had.
    """
    demand(actor, Right.ADMINISTER)
    secret_key, password = _random(32), _random(24)
    with transaction.atomic():
        held = ApiClient.objects.select_for_update().get(pk=client.pk)
        held.previous_sealed, held.previous_until = held.secret_sealed, timezone.now() + OVERLAP
        held.secret_sealed = _sealed(held, secret_key)
        held.iam_password = password_digest(password)
        held.rotated_at = timezone.now()
        held.save()
        record(Action.API_CLIENT_ROTATED, actor, subject=subject_of(client))
    client.refresh_from_db()
    return secret_key, password


def revoke_former_key(*, actor: Actor, client: ApiClient) -> bool:
    """End a rotation's overlap now: the former key is taken no more. False where there was none.

    Raises PermissionDenied.
    """
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        held = ApiClient.objects.select_for_update().get(pk=client.pk)
        was_taken = _has_former_key(held)
        held.previous_sealed = held.previous_until = None
        held.save(update_fields=["previous_sealed", "previous_until"])
        if was_taken:
            record(Action.API_CLIENT_CHANGED, actor, subject=subject_of(held), old="former key", new="revoked")
    client.refresh_from_db()
    return was_taken


def secret_keys(client: ApiClient) -> Sequence[str]:
    """The keys that are taken, the present one first.

    Raises:
        VaultUnavailable, KeyMissing, SealBroken: the client's key cannot be had.
    """
    keys = [_opened(client, client.secret_sealed)]
    if _has_former_key(client) and client.previous_sealed:
        keys.append(_opened(client, client.previous_sealed))
    return keys


def password_digest(password: str) -> str:
    """How a password is kept. It is invented by the desk and as long as a key, so a keyed digest serves; a slow hash,
    made for what people think up, would only let anybody keep the desk's processors busy."""
    return vault.digest(password, "iam password")


def use_quota(client: ApiClient) -> bool:
    """Take one call off the quota; whether there was one left."""
    if client.quota is None:
        return True
    return bool(ApiClient.objects.filter(pk=client.pk, quota__gt=0).update(quota=F("quota") - 1))


def give_back(client: ApiClient) -> None:
    """A call that was refused for no fault of the client's takes nothing off its quota."""
    if client.quota is None:
        return
    ApiClient.objects.filter(pk=client.pk, quota__isnull=False).update(quota=F("quota") + 1)


def subject_of(client: ApiClient) -> str:
    """How the trail names a client that something is done to."""
    return f"api_client:{client.pk}"


def _invented(name: str) -> Credentials:
    return Credentials(
        name=name,
        app_id="1" + "".join(secrets.choice(string.digits) for _ in range(9)),
        bucket="kyc",
        secret_id="AKID" + _random(32),
        secret_key=_random(32),
        project_id=uuid.uuid4().hex,
        iam_domain=f"kyc-{secrets.token_hex(4)}",
        iam_user="robot",
        iam_password=_random(24),
    )


def _has_former_key(client: ApiClient) -> bool:
    """Whether a former key is still taken."""
    return bool(client.previous_sealed and client.previous_until and client.previous_until > timezone.now())


def _unsaved(credentials: Credentials) -> ApiClient:
    return ApiClient(
        name=credentials.name,
        app_id=credentials.app_id,
        buckets=[credentials.bucket],
        secret_id=credentials.secret_id,
        project_id=credentials.project_id,
        iam_domain=credentials.iam_domain,
        iam_user=credentials.iam_user,
        iam_password=password_digest(credentials.iam_password),
    )


def _checked_name(name: str) -> str:
    name = name.strip()
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise ClientNameRefused(limit=LONGEST_NAME)
    return name


def _is_taken(name: str) -> bool:
    return ApiClient.objects.filter(name=name).exists()


def _wanted(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Of ``changes`` what may be changed; services in one order, so that equal ones are equal."""
    wanted = {name: value for name, value in changes.items() if name in CHANGEABLE}
    if "services" in wanted:
        named = set(wanted["services"])
        if named - set(ApiService.values):
            raise UnknownService
        wanted["services"] = [service for service in ApiService.values if service in named]
    return wanted


def _in_short(values: Mapping[str, Any]) -> str:
    """As much as the trail's line has room for; the event's details hold all of it."""
    said = "; ".join(f"{name} {values[name]}" for name in sorted(values))
    return said if len(said) <= _LONGEST_LINE else said[: _LONGEST_LINE - 1] + "…"


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _insert(client: ApiClient) -> None:
    try:
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError as error:
        if _is_taken(client.name):
            raise ClientNameTaken from error
        raise


def _sealed(client: ApiClient, secret_key: str) -> bytes:
    return vault.seal(client.key_id, secret_key.encode(), _context(client))


def _opened(client: ApiClient, sealed: bytes | memoryview) -> str:
    return vault.unseal(client.key_id, sealed, _context(client)).decode()


def _context(client: ApiClient) -> str:
    return f"api_client:{client.secret_id}:secret"
