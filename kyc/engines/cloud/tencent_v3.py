"""Tencent Cloud API 3.0, product OCR, from the client's side: signing, envelope, and which action reads what."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kyc.documents.kinds import SIDES, DocumentKind, Side
from kyc.engines.cloud import tencent_v3_id_card as id_card
from kyc.engines.cloud import tencent_v3_licences as licences
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.connection import checked_host
from kyc.engines.cloud.hearing import Heard, Question, well_formed
from kyc.engines.cloud.pictures import USUAL_FORMATS, Formats, Limits
from kyc.engines.cloud.vendor_errors import Refused, of_tencent_v3, refused_by_status
from kyc.imaging import formats
from kyc.protocols.tencent_v3 import answers, parameters, signing
from kyc.protocols.tencent_v3.pictures import LARGEST_BASE64
from kyc.protocols.wire import WireAnswer, WireRequest


@dataclass(frozen=True, slots=True)
class _Action:
    """``called`` is what findings call it, in few letters. ``needs_region`` is false where the vendor's document says
    that none is required."""

    name: str
    called: str
    parameters: Callable[[Question], dict[str, Any]]
    heard: Callable[[Mapping[str, Any], Question, str, str], Heard]
    needs_region: bool = True
    formats: Formats = USUAL_FORMATS


_ID_CARD: Final = _Action(id_card.ACTION, id_card.ACTION, id_card.parameters, id_card.heard)
_DRIVER: Final = _Action(licences.DRIVER, licences.DRIVER, licences.driver_parameters, licences.driver_heard)
_VEHICLE: Final = _Action(licences.VEHICLE, licences.VEHICLE, licences.vehicle_parameters, licences.vehicle_heard)
_KOREAN: Final = _Action(
    licences.KOREAN,
    "KoreanLicenseOCR",
    licences.korean_parameters,
    licences.korean_heard,
    needs_region=False,
    formats=frozenset({formats.JPEG, formats.PNG}),
)
_ACTIONS: Final[Mapping[DocumentKind, _Action]] = {
    DocumentKind.CN_ID_CARD: _ID_CARD,
    DocumentKind.CN_TEMPORARY_ID_CARD: _ID_CARD,
    DocumentKind.CN_DRIVING_LICENCE: _DRIVER,
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: _DRIVER,
    DocumentKind.CN_VEHICLE_LICENCE: _VEHICLE,
    DocumentKind.KR_DRIVING_LICENCE: _KOREAN,
}
SIDES_OF: Final = {kind: SIDES[kind] for kind in _ACTIONS}


class TencentV3:
    """As ``hearing.Vendor``. Pictures travel as Base64, never as addresses."""

    version = parameters.VERSION
    sides: Mapping[DocumentKind, tuple[Side, ...]] = SIDES_OF

    def __init__(self, access: CloudAccess, clock: Callable[[], float] = time.time) -> None:
        self._access, self._clock = access, clock
        self._host = checked_host(access)

    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in ("secret_id", "secret_key") if not getattr(self._access, name))

    def limits(self, kind: DocumentKind) -> Limits:
        """Base64 makes four characters of three bytes; of pixels the vendor states no limit."""
        return Limits(LARGEST_BASE64 // 4 * 3, _ACTIONS[kind].formats)

    def finds_side(self, kind: DocumentKind) -> bool:
        return True

    def request(self, question: Question) -> WireRequest:
        action = _ACTIONS[question.kind]
        headers = {
            "Host": self._host,
            "Content-Type": parameters.JSON,
            "X-TC-Action": action.name,
            "X-TC-Version": parameters.VERSION,
        }
        if action.needs_region and self._access.region:
            headers["X-TC-Region"] = self._access.region
        body = parameters.encoded(action.parameters(question))
        request = WireRequest("POST", "/", "", tuple(headers.items()), body)
        return signing.signed(request, self._access.secret_id, self._access.secret_key, int(self._clock()))

    def heard(self, answer: WireAnswer, question: Question) -> Heard:
        """Errors are answered with status 200 too; any other comes from something in between."""
        if answer.status != 200:
            raise refused_by_status(answer.status)
        action, request_id = _ACTIONS[question.kind], ""
        with well_formed(lambda: request_id):
            opened = answers.opened(answer)
            if isinstance(opened, answers.Failure):
                raise Refused(of_tencent_v3(opened.code), opened.code, opened.request_id)
            response, request_id = opened
            return action.heard(response, question, request_id, f"tencent_v3 {action.called} {self.version}")
