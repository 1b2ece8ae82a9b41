"""Request and answer of ``POST /ocr/drivinglicence`` (seed 001): a vehicle licence's page or a driving licence."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from kyc.protocols.tencent_legacy.errors import ApiError, Code
from kyc.protocols.tencent_legacy.multipart import parts_of
from kyc.protocols.wire import WireAnswer, WireRequest

PATH: Final = "/ocr/drivinglicence"
#: The seed's "6MB" for a whole body, in bytes.
LARGEST_BODY: Final = 6 * 1024 * 1024
#: Identifiers and addresses longer than this are no such things.
LONGEST_PARAMETER: Final = 2048
#: The table names the picture ``image``; one sentence of the seed calls it ``base64`` in JSON.
_IMAGE_NAMES: Final = ("image", "base64")
_HEADERS: Final = {"Content-Type": "application/json"}


class LicenceType(IntEnum):
    VEHICLE_MAIN = 0
    DRIVING = 1
    VEHICLE_SUB = 2


@dataclass(frozen=True, slots=True)
class Request:
    """``url`` wins over ``image`` where both are given. ``bucket`` may be empty."""

    app_id: str
    licence_type: LicenceType
    image: bytes = b""
    url: str = ""
    bucket: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A field under its printed name; ``box`` is left, top, width, height in pixels, ``confidence`` 0-1 as in every
    example (the text says 0-100)."""

    label: str
    text: str
    confidence: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    session_id: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as a vendor answered it."""

    code: int
    message: str


class MalformedAnswer(ValueError):
    """What came back is no answer of this API."""


def decode_request(request: WireRequest) -> Request:
    """
    Raises:
        ApiError: BODY_TOO_LARGE, BAD_REQUEST for another content type or no JSON, EMPTY_PARAMETER, PARAMETER_TOO_LONG,
            INVALID_PARAMETER, WRONG_TYPE, EMPTY_IMAGE, DECODE_FAILED for what is no Base64.
    """
    if len(request.body) > LARGEST_BODY:
        raise ApiError(Code.BODY_TOO_LARGE)
    if request.media_type == "multipart/form-data":
        return _from_parts(parts_of(request.header("Content-Type"), request.body))
    if request.media_type == "application/json":
        return _from_json(_json_object(request.body))
    raise ApiError(Code.BAD_REQUEST)


def encode_request(request: Request) -> tuple[Mapping[str, str], bytes]:
    """Headers and body of a request with JSON."""
    parameters: dict[str, Any] = {"appid": request.app_id, "type": int(request.licence_type)}
    if request.bucket:
        parameters["bucket"] = request.bucket
    if request.url:
        parameters["url"] = request.url
    else:
        parameters["image"] = base64.b64encode(request.image).decode("ascii")
    return _HEADERS, json.dumps(parameters).encode("ascii")


def encode_answer(answer: Answer) -> WireAnswer:
    items = [
        {
            "item": item.label,
            "itemcoord": dict(zip(("x", "y", "width", "height"), item.box, strict=True)),
            "itemconf": item.confidence,
            "itemstring": item.text,
        }
        for item in answer.items
    ]
    return _wire({"code": 0, "message": "OK", "data": {"session_id": answer.session_id, "items": items}})


def encode_error(error: ApiError) -> WireAnswer:
    return _wire({"code": int(error.code), "message": error.message})


def decode_answer(answer: WireAnswer) -> Answer | Failure:
    """
    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    try:
        parsed = json.loads(answer.body)
        if int(parsed["code"]) != Code.OK:
            return Failure(int(parsed["code"]), str(parsed.get("message", "")))
        data = parsed["data"]
        return Answer(str(data["session_id"]), tuple(_item(item) for item in data["items"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem


def _item(item: Mapping[str, Any]) -> Item:
    place = item["itemcoord"]
    box = (int(place["x"]), int(place["y"]), int(place["width"]), int(place["height"]))
    return Item(_scalar(item["item"]), _scalar(item["itemstring"]), float(item["itemconf"]), box)


def _scalar(given: Any) -> str:
    """A text, or a number for one; null is as good as nothing.

    Raises:
        TypeError: a list or an object.
    """
    if isinstance(given, list | dict):
        raise TypeError("no text")
    return "" if given is None else str(given)


def _from_parts(parts: Mapping[str, bytes]) -> Request:
    texts = {name: _text(data) for name, data in parts.items() if name not in _IMAGE_NAMES}
    image = next((parts[name] for name in _IMAGE_NAMES if name in parts), None)
    return _request(texts, image)


def _from_json(parameters: Mapping[str, Any]) -> Request:
    encoded = next((parameters[name] for name in _IMAGE_NAMES if parameters.get(name) is not None), None)
    has_url = bool(parameters.get("url"))
    return _request(parameters, None if encoded is None or has_url else _from_base64(encoded))


def _request(parameters: Mapping[str, Any], image: bytes | None) -> Request:
    app_id, bucket = _named(parameters, "appid"), _named(parameters, "bucket")
    if not app_id:
        raise ApiError(Code.EMPTY_PARAMETER, "appid is empty")
    kind = _licence_type(parameters.get("type"))
    url = _named(parameters, "url").strip()
    if url:
        return Request(app_id, kind, url=url, bucket=bucket)
    if image is None:
        raise ApiError(Code.EMPTY_PARAMETER, "neither image nor url is given")
    if not image:
        raise ApiError(Code.EMPTY_IMAGE)
    return Request(app_id, kind, image=image, bucket=bucket)


def _named(parameters: Mapping[str, Any], name: str) -> str:
    value = parameters.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ApiError(Code.INVALID_PARAMETER, f"{name} is no text")
    if len(str(value)) > LONGEST_PARAMETER:
        raise ApiError(Code.PARAMETER_TOO_LONG, f"{name} is too long")
    return str(value)


def _licence_type(given: Any) -> LicenceType:
    """An integer, which forms and some clients send as text."""
    if given is None or given == "":
        raise ApiError(Code.EMPTY_PARAMETER, "type is empty")
    allowed = {str(int(kind)): kind for kind in LicenceType}
    if isinstance(given, bool) or not isinstance(given, str | int) or str(given).strip() not in allowed:
        raise ApiError(Code.WRONG_TYPE)
    return allowed[str(given).strip()]


def _from_base64(encoded: Any) -> bytes:
    if not isinstance(encoded, str):
        raise ApiError(Code.INVALID_PARAMETER, "image is no text")
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(Code.DECODE_FAILED) from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise ApiError(Code.INVALID_PARAMETER) from error


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ApiError(Code.BAD_REQUEST) from error
    if not isinstance(parsed, dict):
        raise ApiError(Code.BAD_REQUEST)
    return parsed


def _wire(content: Mapping[str, Any]) -> WireAnswer:
    return WireAnswer(200, json.dumps(content, ensure_ascii=False).encode("utf-8"), _HEADERS)
