"""``POST /v2/{project_id}/ocr/vehicle-license``: the vehicle licence of the PRC, main page and sub page.

Source: models of the vendor's SDK (huaweicloudsdkocr 3.1.219); the seeds do not hold this one. A single page lies flat
in ``result``, two pages in ``result.front`` and ``result.back``. What a switch asks for is absent while it is off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kyc.protocols.huawei import bodies
from kyc.protocols.huawei.bodies import Alarm, Corners, Failure, MalformedAnswer
from kyc.protocols.wire import WireAnswer

#: Limits of a picture's sides in pixels.
SHORTEST_SIDE: Final = 100
LONGEST_SIDE: Final = 8192


class PageSide(StrEnum):
    FRONT = "front"
    BACK = "back"
    DOUBLE = "double_side"


class Switch(StrEnum):
    """All off unless given. ``ALARM`` concerns paper only."""

    ISSUING_AUTHORITY = "return_issuing_authority"
    TEXT_LOCATION = "return_text_location"
    ELECTRONIC = "recognize_electronic_license"
    ALARM = "alarm"


class LicenceType(StrEnum):
    NORMAL = "normal"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class Request:
    """Either the picture's bytes or its address, never both."""

    image: bytes = b""
    url: str = ""
    side: PageSide = PageSide.FRONT
    switches: frozenset[Switch] = frozenset()


@dataclass(frozen=True, slots=True)
class Alarms:
    """Something lies over the page; its border is incomplete."""

    covered: Alarm
    cut_off: Alarm


@dataclass(frozen=True, slots=True)
class Page:
    """Values as the wire has them: dates ``YYYY-MM-DD``, empty where nothing was read. A page has its own texts
    (``TEXTS``). ``issuing_authority`` is the main page's and None unless asked for, as are ``locations`` (by our names)
    and ``alarms``."""

    side: PageSide = PageSide.FRONT
    plate_number: str = ""
    vehicle_type: str = ""
    owner: str = ""
    address: str = ""
    use_character: str = ""
    model: str = ""
    engine_number: str = ""
    vin: str = ""
    registration_date: str = ""
    issue_date: str = ""
    issuing_authority: str | None = None
    archive_number: str = ""
    passengers: str = ""
    gross_mass: str = ""
    kerb_mass: str = ""
    load_mass: str = ""
    dimensions: str = ""
    towing_mass: str = ""
    remarks: str = ""
    inspection_record: str = ""
    barcode_number: str = ""
    energy_type: str = ""
    locations: Mapping[str, Corners] | None = None
    alarms: Alarms | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``is_double`` says that the pages lie apart; otherwise there is exactly one. ``licence_type`` is None where an
    older version does not tell; ``colour``, ``scrapping_date`` and ``status`` are the electronic licence's."""

    front: Page | None = None
    back: Page | None = None
    is_double: bool = False
    licence_type: LicenceType | None = None
    colour: str = ""
    scrapping_date: str = ""
    status: tuple[str, ...] = ()


#: Texts of each page: the wire's name, and ours.
TEXTS: Final[Mapping[PageSide, Mapping[str, str]]] = {
    PageSide.FRONT: {
        "number": "plate_number",
        "vehicle_type": "vehicle_type",
        "name": "owner",
        "address": "address",
        "use_character": "use_character",
        "model": "model",
        "engine_no": "engine_number",
        "vin": "vin",
        "register_date": "registration_date",
        "issue_date": "issue_date",
    },
    PageSide.BACK: {
        "number": "plate_number",
        "file_no": "archive_number",
        "approved_passengers": "passengers",
        "gross_mass": "gross_mass",
        "unladen_mass": "kerb_mass",
        "approved_load": "load_mass",
        "dimension": "dimensions",
        "traction_mass": "towing_mass",
        "remarks": "remarks",
        "inspection_record": "inspection_record",
        "code_number": "barcode_number",
        "energy_type": "energy_type",
    },
}
_AUTHORITY: Final = "issuing_authority"
#: The wire's names with a place, and ours.
_LOCATION_NAMES: Final[Mapping[PageSide, Mapping[str, str]]] = {
    PageSide.FRONT: {**TEXTS[PageSide.FRONT], _AUTHORITY: _AUTHORITY},
    PageSide.BACK: TEXTS[PageSide.BACK],
}
#: Of each alarm our name, its result's and its score's. True is bad in both: ``border_integrity`` says incomplete.
_ALARMS: Final = (
    ("covered", "detect_blocking_within_border_result", "blocking_within_border_score"),
    ("cut_off", "detect_border_integrity_result", "border_integrity_score"),
)
#: Texts of an electronic licence, which it has once: the wire's name, and ours.
_ELECTRONIC: Final = {"color": "colour", "mandatory_scrapping_date": "scrapping_date"}


def decode_request(body: bytes) -> Request:
    """
    Raises:
        ApiError: BAD_JSON; INVALID_PARAMETER for both or neither of image and url, another side, or a switch that is no
            Boolean; FORMAT for what is no Base64; IMAGE_SIZE.
    """
    parameters = bodies.json_object(body)
    image, url = bodies.decode_picture(parameters)
    side = bodies.decode_side(parameters, PageSide, PageSide.FRONT)
    return Request(image, url, side, bodies.decode_switches(parameters, Switch))


def encode_request(request: Request) -> bytes:
    picture = bodies.encode_picture(request.image, request.url)
    return bodies.encoded(picture | {"side": request.side.value} | bodies.encode_switches(request.switches))


def encode_answer(answer: Answer) -> WireAnswer:
    pages = {"front": answer.front, "back": answer.back}
    if answer.is_double:
        apart = {name: _encoded_page(page) for name, page in pages.items() if page}
        return bodies.encode_result(_encoded_whole(answer) | apart)
    return bodies.encode_result(_encoded_whole(answer) | _encoded_page(next(page for page in pages.values() if page)))


def decode_answer(answer: WireAnswer, side: PageSide) -> Answer | Failure:
    """The answer to a request for ``side``.

    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    result = bodies.decode_result(answer)
    if isinstance(result, Failure):
        return result
    try:
        return Answer(**_decoded_pages(result, side), **_decoded_whole(result))
    except (ValueError, TypeError, AttributeError, OverflowError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem


def _decoded_pages(result: Mapping[str, Any], side: PageSide) -> dict[str, Any]:
    if side is not PageSide.DOUBLE:
        return {side.value: _decoded_page(result, side)}
    apart = {side.value: result.get(side.value) for side in TEXTS}
    pages = {name: _decoded_page(page, PageSide(name)) for name, page in apart.items() if page}
    return {**pages, "is_double": True}


def _encoded_whole(answer: Answer) -> dict[str, Any]:
    """What concerns the licence and no page of it."""
    parts = {
        "type": answer.licence_type.value if answer.licence_type else "",
        **{wire: getattr(answer, ours) for wire, ours in _ELECTRONIC.items()},
        "status": list(answer.status),
    }
    return {name: part for name, part in parts.items() if part}


def _decoded_whole(result: Mapping[str, Any]) -> dict[str, Any]:
    named = {member.value: member for member in LicenceType}
    return {
        "licence_type": named.get(str(result.get("type"))),
        **{ours: str(result.get(wire) or "") for wire, ours in _ELECTRONIC.items()},
        "status": tuple(str(entry) for entry in result.get("status") or []),
    }


def _encoded_page(page: Page) -> dict[str, Any]:
    texts = {wire: getattr(page, ours) for wire, ours in TEXTS[page.side].items()}
    if page.side is PageSide.FRONT and page.issuing_authority is not None:
        texts[_AUTHORITY] = page.issuing_authority
    return texts | bodies.encode_locations(page.locations, _LOCATION_NAMES[page.side]) | _encoded_alarms(page.alarms)


def _decoded_page(result: Mapping[str, Any], side: PageSide) -> Page:
    authority = result.get(_AUTHORITY) if side is PageSide.FRONT else None
    return Page(
        side=side,
        **{ours: str(result.get(wire) or "") for wire, ours in TEXTS[side].items()},
        issuing_authority=None if authority is None else str(authority),
        locations=bodies.decode_locations(result, _LOCATION_NAMES[side]),
        alarms=_decoded_alarms(result),
    )


def _encoded_alarms(alarms: Alarms | None) -> dict[str, Any]:
    if alarms is None:
        return {}
    named: list[tuple[Alarm, str, str]] = [(getattr(alarms, ours), said, score) for ours, said, score in _ALARMS]
    return {
        "alarm_result": {said: alarm.is_raised for alarm, said, _ in named},
        "alarm_confidence": {score: alarm.score for alarm, _, score in named},
    }


def _decoded_alarms(result: Mapping[str, Any]) -> Alarms | None:
    results, scores = result.get("alarm_result"), result.get("alarm_confidence") or {}
    if results is None:
        return None
    return Alarms(
        **{
            ours: Alarm(bodies.truth(results.get(said)), bodies.number(scores.get(score)))
            for ours, said, score in _ALARMS
        }
    )
