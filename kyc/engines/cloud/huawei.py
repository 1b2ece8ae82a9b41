"""Huawei Cloud OCR from the client's side: signing with AK and SK, envelope, and which API reads what.

Signing needs no token, so nothing has to be fetched, kept and renewed; the identity service is not called.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from kyc.documents.kinds import SIDES, DocumentKind, Side
from kyc.engines.cloud import huawei_documents as documents
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.connection import checked_host
from kyc.engines.cloud.hearing import Heard, Question, texts_of, well_formed
from kyc.engines.cloud.pictures import USUAL_FORMATS, Limits
from kyc.engines.cloud.vendor_errors import Refused, malformed, refused_by_status
from kyc.imaging import formats
from kyc.protocols.huawei import driver_licence, id_card, signing, vehicle_licence
from kyc.protocols.huawei.bodies import LARGEST_BASE64, MalformedAnswer
from kyc.protocols.wire import WireAnswer, WireRequest

_REQUEST_ID: Final = "x-request-id"
_FORMATS: Final = USUAL_FORMATS | {formats.TIFF}


@dataclass(frozen=True, slots=True)
class _Api:
    """``texts`` are the names on the wire of what must be text."""

    name: str
    body: Callable[[Question], bytes]
    heard: Callable[[WireAnswer, Question, str], Heard]
    texts: frozenset[str]
    sides: tuple[int, int]
    finds_side: bool = False


def _names(texts: Mapping[Any, Any]) -> frozenset[str]:
    return frozenset(name for names in texts.values() for name in names) | {"issuing_authority"}


_DRIVER: Final = _Api(
    documents.DRIVER,
    documents.driver_body,
    documents.driver_heard,
    _names(driver_licence.TEXTS),
    (driver_licence.SHORTEST_SIDE, driver_licence.LONGEST_SIDE),
)
_ID_CARD: Final = _Api(
    documents.ID_CARD,
    documents.id_card_body,
    documents.id_card_heard,
    _names(id_card.TEXTS),
    (id_card.SHORTEST_SIDE, id_card.LONGEST_SIDE),
    finds_side=True,
)
_VEHICLE: Final = _Api(
    documents.VEHICLE,
    documents.vehicle_body,
    documents.vehicle_heard,
    _names(vehicle_licence.TEXTS),
    (vehicle_licence.SHORTEST_SIDE, vehicle_licence.LONGEST_SIDE),
)
_APIS: Final[Mapping[DocumentKind, _Api]] = {
    DocumentKind.CN_ID_CARD: _ID_CARD,
    DocumentKind.CN_TEMPORARY_ID_CARD: _ID_CARD,
    DocumentKind.CN_DRIVING_LICENCE: _DRIVER,
    DocumentKind.CN_VEHICLE_LICENCE: _VEHICLE,
}

SIDES_OF: Final = {kind: SIDES[kind] for kind in _APIS}


class Huawei:
    """As ``hearing.Vendor``. Pictures travel as Base64, never as addresses."""

    version = "v2"
    sides: Mapping[DocumentKind, tuple[Side, ...]] = SIDES_OF

    def __init__(self, access: CloudAccess, clock: Callable[[], float] = time.time) -> None:
        self._access, self._clock = access, clock
        self._host = checked_host(access)

    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in ("secret_id", "secret_key", "project_id") if not getattr(self._access, name))

    def limits(self, kind: DocumentKind) -> Limits:
        shortest, longest = _APIS[kind].sides
        return Limits(LARGEST_BASE64 // 4 * 3, _FORMATS, shortest, longest)

    def finds_side(self, kind: DocumentKind) -> bool:
        return _APIS[kind].finds_side

    def request(self, question: Question) -> WireRequest:
        api = _APIS[question.kind]
        path = f"/v2/{quote(self._access.project_id, safe='')}/ocr/{api.name}"
        headers = {
            "Host": self._host,
            "Content-Type": "application/json",
            "X-Project-Id": self._access.project_id,
        }
        request = WireRequest("POST", path, "", tuple(headers.items()), api.body(question))
        return signing.signed(request, self._access.secret_id, self._access.secret_key, self._clock())

    def heard(self, answer: WireAnswer, question: Question) -> Heard:
        """The request's id stands in a header; the vendor's own error in the body counts more than the status."""
        api, request_id = _APIS[question.kind], answer.headers.get(_REQUEST_ID, "")
        with well_formed(lambda: request_id):
            try:
                if answer.status < 300:
                    _check_texts(answer.body, api.texts, request_id)
                return api.heard(answer, question, f"huawei {api.name} {self.version}")
            except MalformedAnswer:
                if answer.status != 200:
                    raise refused_by_status(answer.status, request_id) from None
                raise
            except Refused as refused:
                raise Refused(refused.meaning, refused.code, refused.request_id or request_id) from None


def _check_texts(body: bytes, names: frozenset[str], request_id: str) -> None:
    """
    Raises:
        Refused: a text of the result, or of one of its two sides, is none.
    """
    parsed = json.loads(body)
    result = parsed.get("result") if isinstance(parsed, dict) else None
    if not isinstance(result, dict):
        if isinstance(parsed, dict) and "error_code" in parsed:
            return
        raise malformed(request_id)
    for part in (result, result.get("front"), result.get("back")):
        if isinstance(part, dict):
            texts_of(part, {name: name for name in names}, request_id)
