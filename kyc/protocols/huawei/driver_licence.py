"""``POST /v2/{project_id}/ocr/driver-license`` (seed 002)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kyc.protocols.huawei import bodies
from kyc.protocols.huawei.bodies import Failure
from kyc.protocols.wire import WireAnswer

#: Limits of a picture's sides in pixels.
SHORTEST_SIDE: Final = 100
LONGEST_SIDE: Final = 8000


class PageSide(StrEnum):
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Request:
    """Either the picture's bytes or its address, never both."""

    image: bytes = b""
    url: str = ""
    side: PageSide = PageSide.FRONT
    return_issuing_authority: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Values as the wire has them: dates ``YYYY-MM-DD``, empty where nothing was read. ``issuing_authority`` is None
    unless asked for. A main page answers without ``file_number`` and ``record``, a sub page with those, number and name
    only."""

    side: PageSide = PageSide.FRONT
    number: str = ""
    name: str = ""
    sex: str = ""
    nationality: str = ""
    address: str = ""
    birth: str = ""
    issue_date: str = ""
    licence_class: str = ""
    valid_from: str = ""
    valid_to: str = ""
    issuing_authority: str | None = None
    file_number: str = ""
    record: str = ""


#: Texts of each side's answer, in the examples' order: the wire's name, and ours.
TEXTS: Final[Mapping[PageSide, Mapping[str, str]]] = {
    PageSide.FRONT: {
        "number": "number",
        "name": "name",
        "sex": "sex",
        "nationality": "nationality",
        "address": "address",
        "birth": "birth",
        "issue_date": "issue_date",
        "class": "licence_class",
        "valid_from": "valid_from",
        "valid_to": "valid_to",
    },
    PageSide.BACK: {"number": "number", "name": "name", "file_number": "file_number", "record": "record"},
}
_AUTHORITY: Final = "issuing_authority"


def decode_request(body: bytes) -> Request:
    """
    Raises:
        ApiError: BAD_JSON; INVALID_PARAMETER for both or neither of image and url, another side, or a switch that is no
            Boolean; FORMAT for what is no Base64; IMAGE_SIZE.
    """
    parameters = bodies.json_object(body)
    image, url = bodies.decode_picture(parameters)
    return Request(
        image=image,
        url=url,
        side=bodies.decode_side(parameters, PageSide, PageSide.FRONT),
        return_issuing_authority=bodies.flag(parameters, "return_issuing_authority"),
    )


def encode_request(request: Request) -> bytes:
    switches = {"side": request.side.value, "return_issuing_authority": request.return_issuing_authority}
    return bodies.encoded(bodies.encode_picture(request.image, request.url) | switches)


def encode_answer(answer: Answer) -> WireAnswer:
    result = {wire: getattr(answer, ours) for wire, ours in TEXTS[answer.side].items()}
    if answer.side is PageSide.FRONT and answer.issuing_authority is not None:
        result[_AUTHORITY] = answer.issuing_authority
    return bodies.encode_result(result)


def decode_answer(answer: WireAnswer, side: PageSide) -> Answer | Failure:
    """The answer to a request for ``side``.

    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    result = bodies.decode_result(answer)
    if isinstance(result, Failure):
        return result
    authority = result.get(_AUTHORITY) if side is PageSide.FRONT else None
    texts = {ours: str(result.get(wire) or "") for wire, ours in TEXTS[side].items()}
    return Answer(side=side, issuing_authority=None if authority is None else str(authority), **texts)
