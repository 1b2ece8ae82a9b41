"""The envelope of every answer. HTTP is 200 for errors too, and the content type exactly ``application/json``: with
anything more the vendor's SDK looks past the error and returns an object without values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kyc.protocols.tencent_v3.errors import ApiError
from kyc.protocols.wire import WireAnswer

_HEADERS: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as a vendor answered it. ``code`` may be one that this desk does not know."""

    code: str
    message: str
    request_id: str


class MalformedAnswer(ValueError):
    """What came back is no answer of this API."""


def success(response: Mapping[str, Any], request_id: str) -> WireAnswer:
    return _answer({**response, "RequestId": request_id})


def failure(error: ApiError, request_id: str) -> WireAnswer:
    return _answer({"Error": {"Code": error.code.value, "Message": error.message}, "RequestId": request_id})


def opened(answer: WireAnswer) -> tuple[dict[str, Any], str] | Failure:
    """The response without its envelope, and the request's id; or the failure.

    Raises:
        MalformedAnswer: another status, no JSON, or another shape.
    """
    if answer.status != 200:
        raise MalformedAnswer(f"status {answer.status}")
    try:
        response = dict(json.loads(answer.body)["Response"])
        request_id = str(response.pop("RequestId"))
        error = response.get("Error")
        if error is not None:
            return Failure(str(error["Code"]), str(error.get("Message", "")), request_id)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem
    return response, request_id


def _answer(response: Mapping[str, Any]) -> WireAnswer:
    body = json.dumps({"Response": response}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return WireAnswer(200, body, _HEADERS)
