"""``POST /v2/{project_id}/ocr/driver-license`` (seed 002)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.wire import WireAnswer

#: Largest picture after Base64 (the seed's "10MB"), and the limits of its sides in pixels.
LARGEST_BASE64: Final = 10 * 1024 * 1024
SHORTEST_SIDE: Final = 100
LONGEST_SIDE: Final = 8000
_HEADERS: Final = {"Content-Type": "application/json"}


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


class MalformedAnswer(ValueError):
    """What came back is no answer of this API."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as a vendor answered it."""

    code: str
    message: str


def decode_request(body: bytes) -> Request:
    """
    Raises:
        ApiError: BAD_JSON; INVALID_PARAMETER for both or neither of image and url, another side, or a switch that is no
            Boolean; FORMAT for what is no Base64; IMAGE_SIZE.
    """
    parameters = _json_object(body)
    encoded, url = _text(parameters, "image"), _text(parameters, "url").strip()
    if bool(encoded) == bool(url):
        raise ApiError(Code.INVALID_PARAMETER)
    return Request(
        image=_from_base64(encoded),
        url=url,
        side=_side(_text(parameters, "side")),
        return_issuing_authority=_flag(parameters, "return_issuing_authority"),
    )


def encode_request(request: Request) -> bytes:
    picture = {"url": request.url} if request.url else {"image": base64.b64encode(request.image).decode("ascii")}
    switches = {"side": request.side.value, "return_issuing_authority": request.return_issuing_authority}
    return json.dumps({**picture, **switches}).encode("ascii")


def encode_answer(answer: Answer) -> WireAnswer:
    result = {wire: getattr(answer, ours) for wire, ours in TEXTS[answer.side].items()}
    if answer.side is PageSide.FRONT and answer.issuing_authority is not None:
        result[_AUTHORITY] = answer.issuing_authority
    return _wire(200, {"result": result})


def encode_error(error: ApiError) -> WireAnswer:
    return _wire(error.status, {"error_code": error.code.value, "error_msg": error.message})


def decode_answer(answer: WireAnswer, side: PageSide) -> Answer | Failure:
    """The answer to a request for ``side``.

    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    try:
        parsed = json.loads(answer.body)
        if answer.status >= 400 or "error_code" in parsed:
            return Failure(str(parsed["error_code"]), str(parsed.get("error_msg", "")))
        result = parsed["result"]
        authority = result.get(_AUTHORITY) if side is PageSide.FRONT else None
        texts = {ours: str(result.get(wire) or "") for wire, ours in TEXTS[side].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem
    return Answer(side=side, issuing_authority=None if authority is None else str(authority), **texts)


def _side(given: str) -> PageSide:
    """Nothing stands for the main page."""
    try:
        return PageSide(given or PageSide.FRONT.value)
    except ValueError as error:
        raise ApiError(Code.INVALID_PARAMETER) from error


def _text(parameters: Mapping[str, Any], name: str) -> str:
    value = parameters.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(Code.INVALID_PARAMETER)
    return value


def _flag(parameters: Mapping[str, Any], name: str) -> bool:
    value = parameters.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ApiError(Code.INVALID_PARAMETER)
    return value


def _from_base64(encoded: str) -> bytes:
    if len(encoded) > LARGEST_BASE64:
        raise ApiError(Code.IMAGE_SIZE)
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(Code.FORMAT) from error


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ApiError(Code.BAD_JSON) from error
    if not isinstance(parsed, dict):
        raise ApiError(Code.BAD_JSON)
    return parsed


def _wire(status: int, content: Mapping[str, Any]) -> WireAnswer:
    return WireAnswer(status, json.dumps(content, ensure_ascii=False).encode("utf-8"), _HEADERS)
