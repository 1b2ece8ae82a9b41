"""Cloud accounts and the orders of engines: made, changed and tried here only, each with its right and its event.

Nothing leaves this machine unless somebody made an account, allowed it a kind of document, and either set it in that
kind's order or lets reviewers ask it for second opinions.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kyc.accounts.rights import Right
from kyc.accounts.services import demand
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.documents.errors import DeskError
from kyc.documents.kinds import DocumentKind
from kyc.engines.cloud import making
from kyc.engines.cloud.access import CloudAccess, CloudProtocol
from kyc.inspections.errors import (
    AccountNameMissing,
    AccountNameTaken,
    CredentialsMissing,
    CredentialsUnreadable,
    DetailMissing,
    EndpointRefused,
    EngineOfOtherKinds,
    EngineTwice,
    FigureOutOfRange,
    KindNotServed,
    OnlyThisMachineRecognises,
    OrderEmpty,
    UnknownOrderKind,
    UnknownProtocol,
)
from kyc.inspections.models import LOCAL, NOT_STATED, CloudAccount, EngineOrder, OrderedEngine
from kyc.vault import services as vault
from kyc.vault.errors import KeyMissing, SealBroken

#: What an administrator may change of an account; its name and protocol stay, for readings name them.
CHANGEABLE: Final = (
    *("endpoint", "region", "app_id", "bucket", "project_id", "connect_seconds", "answer_seconds"),
    *("calls_per_second", "kinds", "is_enabled"),
)
#: What each protocol cannot do without, besides the credentials.
NEEDED: Final[Mapping[CloudProtocol, tuple[str, ...]]] = {
    CloudProtocol.TENCENT_V3: ("region",),
    CloudProtocol.TENCENT_LEGACY: ("app_id", "bucket"),
    CloudProtocol.HUAWEI: ("project_id",),
}
_FIGURES: Final = ("connect_seconds", "answer_seconds", "calls_per_second")
_LOWEST, _HIGHEST = 0.1, 30.0


def create_account(
    *, actor: Actor, name: str, protocol: str, endpoint: str, secret_id: str, secret_key: str, **details: Any
) -> CloudAccount:
    """Make an account; ``details`` are any others of ``CHANGEABLE``. It may be sent no document but those of ``kinds``.

    Raises:
        PermissionDenied: the actor is no administrator.
        AccountNameMissing, AccountNameTaken, UnknownProtocol, EndpointRefused, CredentialsMissing, DetailMissing,
        FigureOutOfRange, KindNotServed: see their sentences.
        VaultUnavailable: the key store cannot be written.
    """
    demand(actor, Right.ADMINISTER)
    account = CloudAccount(name=_free_name(name), protocol=_known_protocol(protocol), endpoint=endpoint)
    _set(account, details)
    vault.create_key(account.key_id)
    account.credentials_sealed = _sealed(account, secret_id, secret_key)
    with transaction.atomic():
        _insert(account)
        details = {"protocol": account.protocol, "host": _host(account), "kinds": account.kinds}
        record(Action.CLOUD_ACCOUNT_CREATED, actor, subject=subject_of(account), new=account.name, details=details)
    return account


def change_account(*, actor: Actor, account: CloudAccount, changes: Mapping[str, Any]) -> None:
    """Set any of ``CHANGEABLE``; nothing happens where nothing differs.

    Raises:
        PermissionDenied: the actor is no administrator.
        EndpointRefused, DetailMissing, FigureOutOfRange, KindNotServed: see their sentences.
    """
    demand(actor, Right.ADMINISTER)
    with transaction.atomic():
        held = CloudAccount.objects.select_for_update().get(pk=account.pk)
        before = {name: getattr(held, name) for name in CHANGEABLE}
        _set(held, changes)
        changed = sorted(name for name in CHANGEABLE if getattr(held, name) != before[name])
        if changed:
            held.revision += 1
            held.save()
            details = {"changed": changed, "host": _host(held), "kinds": held.kinds, "enabled": held.is_enabled}
            record(Action.CLOUD_ACCOUNT_CHANGED, actor, subject=subject_of(held), new=held.name, details=details)
    account.refresh_from_db()


def enable(*, actor: Actor, account: CloudAccount, is_enabled: bool) -> None:
    """Let the account be sent documents, or stop that at once. Raises as ``change_account``."""
    change_account(actor=actor, account=account, changes={"is_enabled": is_enabled})


def rotate_credentials(*, actor: Actor, account: CloudAccount, secret_id: str, secret_key: str) -> None:
    """Put other credentials in place of the present ones, which are gone then.

    Raises:
        PermissionDenied: the actor is no administrator.
        CredentialsMissing: one of the two is empty.
        VaultUnavailable, KeyMissing: the account's key cannot be had.
    """
    demand(actor, Right.ADMINISTER)
    sealed = _sealed(account, secret_id, secret_key)
    with transaction.atomic():
        CloudAccount.objects.filter(pk=account.pk).update(
            credentials_sealed=sealed, rotated_at=timezone.now(), revision=F("revision") + 1
        )
        record(Action.CLOUD_ACCOUNT_ROTATED, actor, subject=subject_of(account), new=account.name)
    account.refresh_from_db()


def try_account(*, actor: Actor, account: CloudAccount) -> DeskError | None:
    """Call the vendor once, with an empty picture; None where the account works, else what is wrong. The vendor may
    charge it.

    Raises:
        PermissionDenied: the actor is no administrator.
    """
    demand(actor, Right.ADMINISTER)
    wrong = _tried(account)
    with transaction.atomic():
        new = wrong.code if wrong else "works"
        details = {"vendor_code": str(wrong.params.get("vendor_code", "")) if wrong else ""}
        record(Action.CLOUD_ACCOUNT_TESTED, actor, subject=subject_of(account), new=new, details=details)
    return wrong


def set_order(*, actor: Actor, kind: str, engines: Sequence[CloudAccount | None]) -> EngineOrder:
    """Set which engines read documents stated to be of ``kind`` (or ``NOT_STATED``), first to last; None is this
    machine.

    Raises:
        PermissionDenied: the actor is no administrator.
        UnknownOrderKind, OrderEmpty, EngineTwice, OnlyThisMachineRecognises, EngineOfOtherKinds: see their sentences.
    """
    demand(actor, Right.ADMINISTER)
    check_order(kind, engines)
    with transaction.atomic():
        order, _ = EngineOrder.objects.select_for_update().get_or_create(kind=kind)
        before = _names(order)
        order.engines.all().delete()
        OrderedEngine.objects.bulk_create(
            OrderedEngine(order=order, position=position, account=account) for position, account in enumerate(engines)
        )
        order.save()
        details = {"engines": _names(order), "before": before}
        record(Action.ENGINE_ORDER_CHANGED, actor, subject=f"engine_order:{kind}", details=details)
    return order


def check(protocol: str, details: Mapping[str, Any]) -> None:
    """That an account can be made with ``details``. Raises as ``create_account``."""
    _set(CloudAccount(protocol=_known_protocol(protocol)), details)


def check_order(kind: str, engines: Sequence[CloudAccount | None]) -> None:
    """That ``engines`` may stand in the order of ``kind``. Raises as ``set_order``."""
    if kind != NOT_STATED and kind not in set(DocumentKind):
        raise UnknownOrderKind
    if not engines:
        raise OrderEmpty
    if len({account.pk if account else 0 for account in engines}) < len(engines):
        raise EngineTwice
    accounts = [account for account in engines if account is not None]
    if accounts and kind == NOT_STATED:
        raise OnlyThisMachineRecognises
    for account in accounts:
        if kind not in account.kinds:
            raise EngineOfOtherKinds(account=account.name)


def order_of(kind: DocumentKind | None) -> tuple[CloudAccount | None, ...]:
    """The engines that read documents stated to be of ``kind``, first to last; None is this machine, alone where
    nothing is set."""
    places = OrderedEngine.objects.filter(order__kind=kind.value if kind else NOT_STATED).select_related("account")
    return tuple(place.account for place in places) or (None,)


def may_read(account: CloudAccount, kind: DocumentKind | None) -> bool:
    """Whether documents of ``kind`` may be sent to ``account`` now."""
    return account.is_enabled and kind is not None and kind.value in account.kinds


def accounts_for(kind: DocumentKind | None) -> list[CloudAccount]:
    """Every account that documents of ``kind`` may be sent to."""
    return [account for account in CloudAccount.objects.all() if may_read(account, kind)]


def access_of(account: CloudAccount) -> CloudAccess:
    """What an engine needs to reach the account, its credentials opened.

    Raises:
        CredentialsUnreadable: they no longer open.
        VaultUnavailable: the key store cannot be reached.
    """
    credentials = _opened(account)
    return CloudAccess(
        protocol=CloudProtocol(account.protocol),
        name=account.name,
        endpoint=account.endpoint,
        secret_id=credentials["secret_id"],
        secret_key=credentials["secret_key"],
        region=account.region,
        app_id=account.app_id,
        bucket=account.bucket,
        project_id=account.project_id,
        connect_seconds=account.connect_seconds,
        answer_seconds=account.answer_seconds,
        calls_per_second=account.calls_per_second,
        kinds=frozenset(DocumentKind(kind) for kind in account.kinds),
    )


def kinds_of(protocol: str) -> tuple[DocumentKind, ...]:
    """The documents that a protocol can read, in the desk's order."""
    served = making.KINDS_OF[CloudProtocol(protocol)]
    return tuple(kind for kind in DocumentKind if kind in served)


def subject_of(account: CloudAccount) -> str:
    """How the trail names an account that something is done to."""
    return f"cloud_account:{account.pk}"


# --- accounts ---------------------------------------------------------------


def _free_name(text: str) -> str:
    name = text.strip()
    if not name or name.lower() == LOCAL:
        raise AccountNameMissing
    if CloudAccount.objects.filter(name=name).exists():
        raise AccountNameTaken
    return name


def _known_protocol(text: str) -> str:
    if text not in set(CloudProtocol):
        raise UnknownProtocol
    return text


def _set(account: CloudAccount, changes: Mapping[str, Any]) -> None:
    """Take over ``changes`` and see that the account is sound with them."""
    for name in CHANGEABLE:
        if name in changes:
            setattr(account, name, changes[name])
    account.endpoint = _checked_endpoint(account.endpoint)
    missing = [name for name in NEEDED[CloudProtocol(account.protocol)] if not getattr(account, name)]
    if missing:
        raise DetailMissing(names=", ".join(missing))
    for name in _FIGURES:
        if not _LOWEST <= getattr(account, name) <= _HIGHEST:
            raise FigureOutOfRange(figure=name, low=_LOWEST, high=_HIGHEST)
    account.kinds = _served(account, account.kinds)


def _served(account: CloudAccount, kinds: Iterable[str]) -> list[str]:
    """``kinds`` in the desk's order, each once."""
    wanted = set(kinds)
    served = [kind.value for kind in kinds_of(account.protocol)]
    for kind in sorted(wanted - set(served)):
        raise KindNotServed(kind=kind)
    return [kind for kind in served if kind in wanted]


def _checked_endpoint(text: str) -> str:
    """``https://host`` or, for this very machine, ``http://host``; a closing slash is taken off."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_bare = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
        is_allowed = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
        if not (is_bare and is_allowed and parts.hostname) or parts.port == 0:
            raise EndpointRefused
    except ValueError as error:
        raise EndpointRefused from error
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(account: CloudAccount) -> str:
    return urlsplit(account.endpoint).netloc


def _insert(account: CloudAccount) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AccountNameTaken from error


def _tried(account: CloudAccount) -> DeskError | None:
    try:
        making.try_access(access_of(account))
    except DeskError as error:
        return error
    return None


def _sealed(account: CloudAccount, secret_id: str, secret_key: str) -> bytes:
    pair = {"secret_id": secret_id.strip(), "secret_key": secret_key.strip()}
    if not all(pair.values()):
        raise CredentialsMissing
    return vault.seal_json(account.key_id, pair, _context(account))


def _opened(account: CloudAccount) -> Mapping[str, str]:
    try:
        opened: Mapping[str, str] = vault.unseal_json(account.key_id, account.credentials_sealed, _context(account))
    except (KeyMissing, SealBroken) as error:
        raise CredentialsUnreadable(error.code) from error
    return opened


def _context(account: CloudAccount) -> str:
    return f"cloud_account:{account.key_id}:credentials"


# --- orders -----------------------------------------------------------------


def _names(order: EngineOrder) -> list[str]:
    return [place.account.name if place.account else LOCAL for place in order.engines.select_related("account")]
