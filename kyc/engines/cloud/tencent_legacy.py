"""Tencent's older licence API from the client's side (seed 001): the vehicle licence's pages, and the driving licence's
main page. It alone says of each value how sure it is and where it stands; of warnings it knows none."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final

from kyc.documents.geometry import Point
from kyc.documents.kinds import DocumentKind, Side
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.connection import checked_host
from kyc.engines.cloud.hearing import Heard, Page, Question, Value, texts_of, well_formed
from kyc.engines.cloud.pictures import Limits
from kyc.engines.cloud.vendor_errors import UNREADABLE, Refused, of_tencent_legacy, refused_by_status
from kyc.protocols.tencent_legacy import licence, signing
from kyc.protocols.tencent_legacy.labels import LABELS
from kyc.protocols.tencent_legacy.licence import Item, LicenceType, Request
from kyc.protocols.wire import WireAnswer, WireRequest

API: Final = "drivinglicence"
#: Seconds that a signature is good for. It covers nothing of the request, so whoever sees one may use it that long.
_SIGNATURE_SECONDS: Final = 300
#: What the body holds besides the picture, in bytes, at most.
_REST_OF_BODY: Final = 4096
_TYPES: Final[Mapping[tuple[DocumentKind, Side], LicenceType]] = {
    (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE): LicenceType.VEHICLE_MAIN,
    (DocumentKind.CN_VEHICLE_LICENCE, Side.SUB_PAGE): LicenceType.VEHICLE_SUB,
    (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE): LicenceType.DRIVING,
}
SIDES_OF: Final[Mapping[DocumentKind, tuple[Side, ...]]] = {
    DocumentKind.CN_VEHICLE_LICENCE: (Side.MAIN_PAGE, Side.SUB_PAGE),
    DocumentKind.CN_DRIVING_LICENCE: (Side.MAIN_PAGE,),
}


class TencentLegacy:
    """As ``hearing.Vendor``. Its answers carry no request id."""

    version = API
    sides: Mapping[DocumentKind, tuple[Side, ...]] = SIDES_OF

    def __init__(self, access: CloudAccess, clock: Callable[[], float] = time.time) -> None:
        self._access, self._clock = access, clock
        self._host = checked_host(access)

    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in ("secret_id", "secret_key", "app_id") if not getattr(self._access, name))

    def limits(self, kind: DocumentKind) -> Limits:
        return Limits((licence.LARGEST_BODY - _REST_OF_BODY) // 4 * 3)

    def finds_side(self, kind: DocumentKind) -> bool:
        return False

    def request(self, question: Question) -> WireRequest:
        access, now = self._access, int(self._clock())
        headers, body = licence.encode_request(
            Request(access.app_id, _type(question), image=question.picture, bucket=access.bucket)
        )
        authorization = signing.signature(
            access.app_id,
            access.bucket,
            access.secret_id,
            access.secret_key,
            now=now,
            expires=now + _SIGNATURE_SECONDS,
            random=secrets.randbelow(10**10),
        )
        named = {"Host": self._host, **headers, "Authorization": authorization}
        return WireRequest("POST", licence.PATH, "", tuple(named.items()), body)

    def heard(self, answer: WireAnswer, question: Question) -> Heard:
        """Errors come with status 200, and perhaps with others; a code counts more than a status."""
        licence_type = _type(question)
        with well_formed():
            try:
                opened = licence.decode_answer(answer)
            except licence.MalformedAnswer:
                if answer.status != 200:
                    raise refused_by_status(answer.status) from None
                raise
            if isinstance(opened, licence.Failure):
                raise Refused(of_tencent_legacy(opened.code, opened.message), str(opened.code))
            return Heard((_page(opened.items, licence_type, question),), f"tencent_legacy {API} {int(licence_type)}")


def _type(question: Question) -> LicenceType:
    return _TYPES[question.kind, question.side or Side.MAIN_PAGE]


def _page(items: tuple[Item, ...], licence_type: LicenceType, question: Question) -> Page:
    labels = LABELS[licence_type]
    values = {name: Value("") for name in labels.values()}
    values |= {labels[item.label]: _value(item) for item in items if item.label in labels}
    page = Page(question.kind, question.side or Side.MAIN_PAGE, values)
    if not page.is_read:
        raise Refused(UNREADABLE, "NOTHING_READ")
    return page


def _value(item: Item) -> Value:
    text = texts_of({"itemstring": item.text}, {"itemstring": "text"})["text"]
    return Value(text, _confidence(item.confidence), _corners(item.box))


def _confidence(given: float) -> float:
    """0-1 as in every example, though the seed's text says 0-100; what is no number is no confidence."""
    if not 0 <= given <= 100:
        return 0.0
    return given / 100 if given > 1 else given


def _corners(box: tuple[int, int, int, int]) -> tuple[Point, ...]:
    left, top, width, height = box
    if width <= 0 or height <= 0:
        return ()
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))
