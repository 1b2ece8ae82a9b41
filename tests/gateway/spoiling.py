"""Good requests to every endpoint of the gateway, and what is done to them: each by its number, so that it can be made
again."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kyc.protocols.huawei import id_card, vehicle_licence
from kyc.protocols.huawei import signing as huawei_signing
from kyc.protocols.tencent_legacy import licence
from kyc.protocols.tencent_legacy import signing as legacy_signing
from kyc.protocols.tencent_v3 import signing as v3_signing
from kyc.protocols.wire import WireRequest
from tests.gateway.conftest import Credentials

Body = dict[str, Any]
#: Its head is a JPEG's, so that what is spoilt nowhere else gets as far as the decoder.
PICTURE: Final = base64.b64encode(b"\xff\xd8\xff no picture").decode("ascii")
_FIXED: Final = (("Host", "ocr.test"), ("Content-Type", "application/json"))
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 1e308, "", " ", "\x00", "a" * 5000, "😀", "true", "{}", "[]", [], {}, [None]),
    *({"a": {"b": []}}, "http://[", "http://127.0.0.1/", "file:///etc/passwd", "AAAA", "////"),
    *("data:image/png;base64,", "FRONT", "double_side", "back"),
)
_ADDED: Final = ("Unknown", "", "ImageUrl", "url", "__class__", "Config", "side", "TractorCardSide")


@dataclass(frozen=True)
class Endpoint:
    """``body`` is a good request's, ``make`` the request around a changed one, ``sign`` its signature; ``has_form``
    judges status and JSON of the answer. ``throttled`` are codes that ask to come again."""

    name: str
    body: Callable[[Credentials], Body]
    make: Callable[[bytes, Credentials], WireRequest]
    sign: Callable[[WireRequest, Credentials], WireRequest]
    has_form: Callable[[int, Body], bool]
    throttled: frozenset[str]


def malformed(endpoint: Endpoint, seed: int, number: int, keys: Credentials) -> WireRequest:
    """Request ``number`` of a run; but for keys and time the same one each time."""
    rng = random.Random(f"{seed} {endpoint.name} {number}")
    body = endpoint.body(keys)
    for _ in range(rng.randint(1, 3)):
        _spoil_parameters(body, rng)
    data = json.dumps(body).encode()
    if rng.random() < 0.3:
        data = _spoil_bytes(data, rng)
    request = endpoint.sign(endpoint.make(data, keys), keys)
    return request if rng.random() < 0.5 else _spoil_request(request, rng)


def _spoil_parameters(body: Body, rng: random.Random) -> None:
    name = rng.choice(list(body) or ["x"])
    kind = rng.random()
    if kind < 0.2:
        body.pop(name, None)
    elif kind < 0.3:
        body[rng.choice(_ADDED)] = rng.choice(_VALUES)
    else:
        body[name] = rng.choice(_VALUES)


def _spoil_bytes(data: bytes, rng: random.Random) -> bytes:
    kind = rng.random()
    if kind < 0.3:
        return data[: rng.randrange(len(data) + 1)]
    if kind < 0.5:
        return data * 2
    if kind < 0.6:
        return b"[" * rng.randint(1, 20_000)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _spoil_request(request: WireRequest, rng: random.Random) -> WireRequest:
    headers = list(request.headers)
    kind = rng.random()
    if kind < 0.3:
        headers.pop(rng.randrange(len(headers)))
    elif kind < 0.8:
        place = rng.randrange(len(headers))
        name, value = headers[place]
        headers[place] = (name, rng.choice(("", "x" * 3000, value[::-1], value[: len(value) // 2], "é", value + ",")))
    elif kind < 0.9:
        return replace(request, method=rng.choice(("PUT", "DELETE", "PATCH", "OPTIONS", "POST")))
    else:
        return replace(request, query=rng.choice(("a=%", "&&&", "a=1&a=2", "%ff=%fe", "Action=x")))
    return replace(request, headers=tuple(headers))


# --- Tencent Cloud v3 ------------------------------------------------------------------------------------------------


def _v3(action: str, body: Mapping[str, Any]) -> Endpoint:
    named = (("X-TC-Action", action), ("X-TC-Version", "2018-11-19"), ("X-TC-Region", "ap-guangzhou"))
    return Endpoint(
        action,
        lambda keys: {"ImageBase64": PICTURE, **body},
        lambda data, keys: WireRequest("POST", "/", "", (*_FIXED, *named), data),
        lambda request, keys: v3_signing.signed(request, keys.secret_id, keys.secret_key, int(time.time())),
        _is_v3_error,
        frozenset({"RequestLimitExceeded"}),
    )


def _is_v3_error(status: int, answer: Body) -> bool:
    response = answer.get("Response", {})
    return status == 200 and set(response) == {"Error", "RequestId"} and set(response["Error"]) == {"Code", "Message"}


# --- Tencent, older ------------------------------------------------------------------------------------------------


def _legacy_body(keys: Credentials) -> Body:
    return {"appid": keys.app_id, "bucket": keys.bucket, "type": 1, "image": PICTURE}


def _legacy_signed(request: WireRequest, keys: Credentials) -> WireRequest:
    now = int(time.time())
    signature = legacy_signing.signature(
        keys.app_id, keys.bucket, keys.secret_id, keys.secret_key, now=now, expires=now + 1000, random=7
    )
    return request.with_headers({"Authorization": signature})


def _is_legacy_error(status: int, answer: Body) -> bool:
    return status == 200 and set(answer) == {"code", "message"} and isinstance(answer["code"], int)


# --- Huawei Cloud ----------------------------------------------------------------------------------------------------


def _huawei(api: str, body: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        api,
        lambda keys: {"image": PICTURE, "side": "front", **body},
        lambda data, keys: WireRequest("POST", f"/v2/{keys.project_id}/ocr/{api}", "", _FIXED, data),
        lambda request, keys: huawei_signing.signed(request, keys.secret_id, keys.secret_key, time.time()),
        lambda status, answer: status >= 400 and set(answer) == {"error_code", "error_msg"},
        frozenset({"APIG.0308", "ModelArts.4401"}),
    )


def _sign_in(keys: Credentials) -> Body:
    user = {"name": keys.iam_user, "password": "wrong", "domain": {"name": keys.iam_domain}}
    return {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}, "scope": {}}


ENDPOINTS: Final = (
    _v3(
        "IDCardOCR",
        {
            "CardSide": "FRONT",
            "Config": '{"Quality":true}',
            "EnableRecognitionRectify": True,
            "EnableReflectDetail": False,
        },
    ),
    _v3("DriverLicenseOCR", {"CardSide": "DOUBLE"}),
    _v3("RecognizeKoreanDrivingLicenseOCR", {"ReturnHeadImage": "false"}),
    _v3("VehicleLicenseOCR", {"CardSide": "DOUBLE", "TractorCardSide": "FRONT"}),
    Endpoint(
        "drivinglicence",
        _legacy_body,
        lambda data, keys: WireRequest("POST", licence.PATH, "", _FIXED, data),
        _legacy_signed,
        _is_legacy_error,
        frozenset({"15"}),
    ),
    _huawei("driver-license", {"return_issuing_authority": True}),
    _huawei("id-card", {switch.value: True for switch in id_card.Switch}),
    _huawei("vehicle-license", {switch.value: True for switch in vehicle_licence.Switch}),
    Endpoint(
        "tokens",
        _sign_in,
        lambda data, keys: WireRequest("POST", "/v3/auth/tokens", "", _FIXED, data),
        lambda request, keys: request,
        lambda status, answer: status >= 400 and set(answer.get("error", ())) == {"code", "message", "title"},
        frozenset({"429"}),
    ),
)
