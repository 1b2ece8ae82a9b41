"""From a call's picture to a result: the local engine, loaded with the first call, behind a bounded queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import timezone

from kyc.documents import errors
from kyc.documents.errors import DecodeError, EngineUnavailable, InspectionError
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.documents.warnings import WarningCode
from kyc.engines.local import LocalEngine
from kyc.gateway.calls import Call
from kyc.gateway.cases import open_case
from kyc.gateway.fetching import fetch
from kyc.gateway.limits import decoding, queue
from kyc.imaging import formats
from kyc.policy.services import content_of, current


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call wants read: a picture, or where to fetch one of ``largest`` bytes at most. ``max_side`` is the API's
    own limit in pixels."""

    data: bytes
    url: str
    kind: DocumentKind
    side: Side | None
    formats: frozenset[str]
    largest: int
    rectify: bool = True
    max_side: int = 0


def _nothing() -> None:
    """Nothing is to be done."""


def read(call: Call, asked: Asked, begin: Callable[[], None] = _nothing) -> InspectionResult:
    """What the picture shows. ``begin`` is called once nothing but the picture can be refused any more, and may refuse
    the call itself.

    A case is opened for clients that are set so, from the same bytes, whether the picture could be read or not: a
    reviewer may see what the engine did not.

    Raises:
        CannotFetch: as ``fetch``.
        Busy: too many calls wait.
        InspectionError: as ``LocalEngine.inspect``.
    """
    data = fetch(asked.url, asked.largest, client=call.client) if asked.url else asked.data
    if formats.sniff(data) not in asked.formats:
        raise errors.UnsupportedFormat if data else errors.EmptyFile
    with queue.place():
        begin()
        try:
            result = recognise(data, asked.kind, asked.side, rectify=asked.rectify, max_side=asked.max_side)
        except InspectionError as error:
            if not isinstance(error, DecodeError | EngineUnavailable):
                open_case(call, data, asked.kind)
            raise
        open_case(call, data, asked.kind)
    call.kind = result.kind.value
    return result


def recognise(
    data: bytes, kind: DocumentKind, side: Side | None, *, rectify: bool = True, max_side: int = 0
) -> InspectionResult:
    """What the picture shows, held against the present policy's lines.

    Raises:
        InspectionError: as ``LocalEngine.inspect``.
    """
    request = InspectionRequest(
        captures=(CaptureInput("picture", data, side_stated=side),),
        kind_stated=kind,
        lines={WarningCode(code): line for code, line in content_of(current()).lines.items()},
        rectify=rectify,
        today=timezone.localdate(),
        max_side=max_side,
    )
    with decoding:
        return _engine().inspect(request)


@cache
def _engine() -> LocalEngine:
    return LocalEngine(cache_dir=settings.MODEL_CACHE_DIR, threads=settings.ENGINE_THREADS)
