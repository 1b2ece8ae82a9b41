"""What the bodies of all OCR calls have in common: the picture, the switches, the result, the error, and places."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.wire import WireAnswer

#: Largest picture after Base64 (the seed's "10MB").
LARGEST_BASE64: Final = 10 * 1024 * 1024
_HEADERS: Final = {"Content-Type": "application/json"}

#: Left top, right top, right bottom, left bottom, in pixels of the picture.
Corners = tuple[tuple[int, int], ...]
Member = TypeVar("Member", bound=StrEnum)


class MalformedAnswer(ValueError):
    """What came back is no answer of this API."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as a vendor answered it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a detector says of one page or face. None is null on the wire: it could not tell."""

    is_raised: bool | None = None
    score: int | None = None


# --- requests ------------------------------------------------------------------------------------------------------


def json_object(body: bytes) -> dict[str, Any]:
    """
    Raises:
        ApiError: BAD_JSON.
    """
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ApiError(Code.BAD_JSON) from error
    if not isinstance(parsed, dict):
        raise ApiError(Code.BAD_JSON)
    return parsed


def decode_picture(parameters: Mapping[str, Any]) -> tuple[bytes, str]:
    """The picture's bytes and its address, of which one is empty.

    Raises:
        ApiError: INVALID_PARAMETER for both or neither, FORMAT for what is no Base64, IMAGE_SIZE.
    """
    encoded, url = text(parameters, "image"), text(parameters, "url").strip()
    if bool(encoded) == bool(url):
        raise ApiError(Code.INVALID_PARAMETER)
    return _from_base64(encoded), url


def encode_picture(image: bytes, url: str) -> dict[str, Any]:
    return {"url": url} if url else {"image": to_base64(image)}


def text(parameters: Mapping[str, Any], name: str) -> str:
    """
    Raises:
        ApiError: INVALID_PARAMETER for what is no text; null is as good as nothing.
    """
    value = parameters.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(Code.INVALID_PARAMETER)
    return value


def flag(parameters: Mapping[str, Any], name: str) -> bool:
    """
    Raises:
        ApiError: INVALID_PARAMETER for what is no Boolean; null is as good as nothing.
    """
    value = parameters.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ApiError(Code.INVALID_PARAMETER)
    return value


def decode_side(parameters: Mapping[str, Any], kind: type[Member], otherwise: Member) -> Member:
    """``side``; ``otherwise`` stands for nothing.

    Raises:
        ApiError: INVALID_PARAMETER.
    """
    try:
        return kind(text(parameters, "side") or otherwise.value)
    except ValueError as error:
        raise ApiError(Code.INVALID_PARAMETER) from error


def decode_switches(parameters: Mapping[str, Any], kind: type[Member]) -> frozenset[Member]:
    """The switches that are on.

    Raises:
        ApiError: as ``flag``.
    """
    return frozenset(switch for switch in kind if flag(parameters, switch.value))


def encode_switches(switches: frozenset[Member]) -> dict[str, Any]:
    """Those that are on, always in one order."""
    return {switch.value: True for switch in sorted(switches)}


def encoded(parameters: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(parameters)).encode("ascii")


# --- answers -------------------------------------------------------------------------------------------------------


def encode_result(result: Mapping[str, Any]) -> WireAnswer:
    return _wire(200, {"result": dict(result)})


def encode_error(error: ApiError) -> WireAnswer:
    return _wire(error.status, {"error_code": error.code.value, "error_msg": error.message})


def decode_result(answer: WireAnswer) -> dict[str, Any] | Failure:
    """
    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    try:
        parsed = json.loads(answer.body)
        if answer.status >= 400 or "error_code" in parsed:
            return Failure(str(parsed["error_code"]), str(parsed.get("error_msg", "")))
        result = parsed["result"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem
    if not isinstance(result, dict):
        raise MalformedAnswer("result")
    return result


def decode_corners(given: Any) -> Corners:
    """
    Raises:
        TypeError, ValueError: no list of points.
    """
    return tuple((int(x), int(y)) for x, y in given)


def encode_locations(locations: Mapping[str, Corners] | None, names: Mapping[str, str]) -> dict[str, Any]:
    """``text_location`` where it was asked for; ``names`` are the wire's, and ours."""
    if locations is None:
        return {}
    placed = {wire: _points(locations[ours]) for wire, ours in names.items() if ours in locations}
    return {"text_location": placed}


def decode_locations(result: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Corners] | None:
    """By our names; None where the answer has none. Places of nothing, and of what newer versions add, are passed over.

    Raises:
        TypeError, ValueError, AttributeError: another shape.
    """
    given = result.get("text_location")
    if given is None:
        return None
    return {names[wire]: decode_corners(points) for wire, points in given.items() if wire in names and points}


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def decoded_image(given: Any) -> bytes | None:
    """A crop that is no Base64 is no crop; the rest is worth having without it."""
    try:
        return None if given is None else base64.b64decode(str(given), validate=True)
    except (binascii.Error, ValueError):
        return None


def number(given: Any) -> int | None:
    return None if given is None else round(float(given))


def truth(given: Any) -> bool | None:
    return None if given is None else bool(given)


def _points(corners: Corners) -> list[list[int]]:
    return [[x, y] for x, y in corners]


def _from_base64(encoded: str) -> bytes:
    if len(encoded) > LARGEST_BASE64:
        raise ApiError(Code.IMAGE_SIZE)
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(Code.FORMAT) from error


def _wire(status: int, content: Mapping[str, Any]) -> WireAnswer:
    return WireAnswer(status, json.dumps(content, ensure_ascii=False).encode("utf-8"), _HEADERS)
