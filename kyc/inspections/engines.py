"""The engines this desk uses: this machine's own, as its settings name them, and those of its cloud accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from kyc.documents.errors import DeskError, EngineNotConfigured, EngineUnavailable
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.engines.chain import Answer, Chain
from kyc.engines.cloud import making
from kyc.inspections.cloud_accounts import access_of, may_read
from kyc.inspections.models import LOCAL, CloudAccount

if TYPE_CHECKING:
    from kyc.documents.kinds import DocumentKind
    from kyc.engines.cloud.engine import CloudEngine
    from kyc.engines.protocol import Engine

#: Engines of cloud accounts, each with the revision that it was made for: connections, rates and breakers live on.
_of_accounts: dict[int, tuple[int, CloudEngine]] = {}
_one_at_a_time = threading.Lock()


def inspect(request: InspectionRequest) -> InspectionResult:
    """As ``Chain.inspect``, over this machine's own engines (``INSPECTION_ENGINES``)."""
    return chain(tuple(settings.INSPECTION_ENGINES)).inspect(request)


def ask(request: InspectionRequest, engines: Sequence[CloudAccount | None]) -> Answer:
    """Ask ``engines`` in their order, None being this machine; an account that may not be sent such a document is one
    that does not work. The answer names accounts by name and this machine by ``LOCAL``."""
    makers: dict[str, Callable[[], Engine]] = {}
    for account in engines:
        makers |= {account.name: partial(_engine_for, account, request.kind_stated)} if account else _own()
    return Chain(makers).ask(request)


@cache
def chain(paths: tuple[str, ...]) -> Chain:
    """One chain a process: an engine holds its models for as long as the process lives."""
    return Chain({path: partial(_make, path) for path in paths})


def engine_of(account: CloudAccount) -> Engine:
    """The account's engine in this process, made anew when the account was changed.

    Raises:
        EngineNotConfigured: its credentials cannot be had.
    """
    with _one_at_a_time:
        revision, engine = _of_accounts.get(account.pk, (0, None))
        if engine is not None and revision == account.revision:
            return engine
        made = _made_for(account)
        _of_accounts[account.pk] = account.revision, made
    if engine is not None:
        engine.close()
    return made


def _own() -> dict[str, Callable[[], Engine]]:
    """This machine's engines; the only one is called by what it is."""
    paths = tuple(settings.INSPECTION_ENGINES)
    made = chain(paths).engine
    return {LOCAL if len(paths) == 1 else path: partial(made, path) for path in paths}


def _engine_for(account: CloudAccount, kind: DocumentKind | None) -> Engine:
    if not may_read(account, kind):
        raise EngineNotConfigured(f"account {account.pk}", engine=account.name)
    return engine_of(account)


def _made_for(account: CloudAccount) -> CloudEngine:
    try:
        return making.make_engine(access_of(account))
    except EngineUnavailable:
        raise
    except DeskError as error:
        raise EngineNotConfigured(f"account {account.pk}: {error.code}", engine=account.name) from error


def _make(path: str) -> Engine:
    """The engine of a dotted path: a class that takes the folder in which compiled models are kept and how many threads
    an inspection may use."""
    made: Engine = import_string(path)(cache_dir=settings.MODEL_CACHE_DIR, threads=settings.ENGINE_THREADS)
    return made
