"""The parameters of a request, wherever they stand: a JSON body, a form, a query, or headers.

Source: the vendor's public request structure. POST with JSON and GET are signed with TC3; GET and POST with a form may
be signed with v1, whose common parameters stand among the action's own. On GET and in forms every value is text and
objects are flattened with full stops (``Config.CropIdCard=True``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.wire import WireRequest

VERSION: Final = "2018-11-19"
#: Largest requests, in bytes: GET, POST with a form (which is v1's), POST with JSON.
LARGEST_GET: Final = 32 * 1024
LARGEST_V1: Final = 1024 * 1024
LARGEST_TC3: Final = 10 * 1024 * 1024
#: More parameters than any action has, with every switch of its ``Config`` and the common ones.
MOST_PARAMETERS: Final = 64
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
#: Common parameters of v1, which stand among the action's own.
COMMON: Final = frozenset(
    {
        *("Action", "Version", "Region", "Timestamp", "Nonce", "SecretId", "Signature", "SignatureMethod", "Token"),
        *("Language", "RequestClient"),
    }
)

Parameters = Mapping[str, Any]
Member = TypeVar("Member", bound=Enum)


def names_an_action(request: WireRequest) -> bool:
    """Whether this is a call of the API and no visit of a page: ``GET /`` serves both."""
    if request.header("X-TC-Action"):
        return True
    try:
        return "Action" in flat(request)
    except ApiError:
        # Whoever answers it says what is wrong with it.
        return "Action=" in request.query


def flat(request: WireRequest) -> dict[str, str]:
    """Parameters of a query or a form, decoded; empty for another body. Whoever sent them is not known yet, so they are
    read once, and only as many as a call may have.

    Raises:
        ApiError: RequestSizeLimitExceeded, InvalidRequest for a form that is no UTF-8 or has too many parameters.
    """
    if "flat" not in request.read:
        request.read["flat"] = _flat(request)
    found: dict[str, str] = request.read["flat"]
    return found


def _flat(request: WireRequest) -> dict[str, str]:
    if request.method != "GET" and request.media_type != FORM:
        return {}
    _check_size(request)
    try:
        given = request.query if request.method == "GET" else request.body.decode("utf-8")
        return dict(parse_qsl(given, keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError as error:
        raise ApiError(Code.INVALID_REQUEST) from error


def of_action(request: WireRequest) -> dict[str, Any]:
    """The action's own parameters, nulls left out.

    Raises:
        ApiError: UnsupportedProtocol, RequestSizeLimitExceeded, InvalidRequest.
    """
    if request.method not in ("GET", "POST"):
        raise ApiError(Code.UNSUPPORTED_PROTOCOL)
    if request.method == "GET" or request.media_type == FORM:
        return _nested({name: value for name, value in flat(request).items() if name not in COMMON})
    _check_size(request)
    if request.media_type != JSON:
        raise ApiError(Code.INVALID_REQUEST, "Content-Type")
    return {name: value for name, value in _json_object(request.body).items() if value is not None}


def common(request: WireRequest, name: str) -> str:
    """A common parameter (``Action``, ``Version``, ``Region``, ``Language``): a header or, for v1, among the others."""
    return request.header(f"X-TC-{name}") or flat(request).get(name, "")


def flag(given: Any, name: str) -> bool:
    """A Boolean as clients send it: true, "true", "True", "false", "False".

    Raises:
        ApiError: InvalidParameterValue.InvalidParameterValueLimit for another text, InvalidParameter for no text.
    """
    if isinstance(given, bool):
        return given
    said = text(given, name).lower()
    if said not in ("true", "false"):
        raise ApiError(Code.VALUE_LIMIT, name)
    return said == "true"


def text(given: Any, name: str) -> str:
    """
    Raises:
        ApiError: InvalidParameter for what is no text.
    """
    if not isinstance(given, str):
        raise ApiError(Code.INVALID_PARAMETER, name)
    return given


def member(kind: type[Member], given: Any, name: str) -> Member:
    """
    Raises:
        ApiError: InvalidParameter for what is no text, InvalidParameterValue.InvalidParameterValueLimit for a text that
            ``kind`` does not hold.
    """
    try:
        return kind(text(given, name))
    except ValueError as error:
        raise ApiError(Code.VALUE_LIMIT, name) from error


def known(kind: type[Member], given: Iterable[Any]) -> tuple[Member, ...]:
    """The members of ``kind`` among what a vendor answered; what newer versions add is passed over."""
    members = {member.value: member for member in kind}
    return tuple(members[value] for value in given if isinstance(value, str | int) and value in members)


def encoded(parameters: Parameters) -> bytes:
    """The body of a POST with JSON, as the vendor's SDK writes it: ASCII with escapes."""
    return json.dumps(dict(parameters)).encode("ascii")


def encoded_query(parameters: Mapping[str, str]) -> str:
    return urlencode(parameters)


def _check_size(request: WireRequest) -> None:
    size = len(request.query) if request.method == "GET" else len(request.body)
    limit = LARGEST_GET if request.method == "GET" else LARGEST_V1 if request.media_type == FORM else LARGEST_TC3
    if size > limit:
        raise ApiError(Code.REQUEST_SIZE)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8")) if body.strip() else {}
    except (ValueError, RecursionError) as error:
        raise ApiError(Code.INVALID_REQUEST) from error
    if not isinstance(parsed, dict):
        raise ApiError(Code.INVALID_REQUEST)
    return parsed


def _nested(given: Mapping[str, str]) -> dict[str, Any]:
    """``Config.CropIdCard`` as ``{"Config": {"CropIdCard": ...}}``."""
    nested: dict[str, Any] = {}
    for name, value in given.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            nested[name] = value
            continue
        members = nested.setdefault(outer, {})
        if not isinstance(members, dict):
            raise ApiError(Code.INVALID_PARAMETER, outer)
        members[inner] = value
    return nested
