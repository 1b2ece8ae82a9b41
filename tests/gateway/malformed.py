"""Malformed requests by the thousand: ``python -m tests.gateway.malformed``, or ``make check-gateway``.

Every endpoint of the gateway is sent requests that began as good ones: parts taken out, doubled, cut, turned into other
types, bytes changed, headers broken, some signed anew so that they get past the signature. Each answer must have the
vendor's error form (or its form of success), never a page, a stack trace or a foreign exception's text.
``GATEWAY_COUNT`` is the number for each endpoint, 10,000 unless said.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import django

COUNT = int(os.environ.get("GATEWAY_COUNT", "10000"))
#: No answer to a malformed request may take longer, in seconds.
SLOWEST = 2.0
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, "", " ", "\x00", "a" * 5000, "😀", "true", "{}", "[]", [], {}, [None]),
    *(
        {"a": {"b": []}},
        "http://[",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "AAAA",
        "////",
        "data:image/png;base64,",
    ),
)


@dataclass(frozen=True)
class Endpoint:
    """``good`` makes a good request and ``sign`` signs a changed one; ``has_form`` judges the answer."""

    name: str
    body: dict[str, Any]
    sign: Callable[[Any], Any]
    make: Callable[[bytes], Any]
    has_form: Callable[[int, dict[str, Any]], bool]


def main() -> int:
    django.setup()
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return 1 if sum(_run(endpoint) for endpoint in _endpoints()) else 0
    finally:
        runner.teardown_databases(databases)


def _run(endpoint: Endpoint) -> int:
    from kyc.gateway.limits import rates
    from tests.gateway.calling import send

    rng = random.Random(endpoint.name)
    codes: Counter[str] = Counter()
    wrong, slowest = 0, 0.0
    send(endpoint.make(b"{}"))  # what is loaded with the first call is no slow answer
    for number in range(COUNT):
        rates.forget()
        request = _malformed(endpoint, rng)
        start = time.perf_counter()
        try:
            status, answer = send(request)
            fits = endpoint.has_form(status, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
            fits, answer = False, {"raised": repr(error)}
        spent = time.perf_counter() - start
        slowest = max(slowest, spent)
        if not fits or spent > SLOWEST:
            wrong += 1
            print(f"{endpoint.name} {number}: {answer!r:.300} after {spent:.2f} s for {request!r:.600}")
        codes[_code(answer)] += 1
    shown = ", ".join(f"{code} {count}" for code, count in codes.most_common(8))
    print(f"{endpoint.name:34} {COUNT} sent, {wrong} wrong, slowest {slowest:.2f} s; {shown}", flush=True)
    return wrong


def _malformed(endpoint: Endpoint, rng: random.Random) -> Any:
    body = dict(endpoint.body)
    for _ in range(rng.randint(1, 3)):
        _spoil_parameters(body, rng)
    data = json.dumps(body).encode()
    if rng.random() < 0.3:
        data = _spoil_bytes(data, rng)
    request = endpoint.make(data)
    if rng.random() < 0.5:
        return endpoint.sign(request)
    return _spoil_request(endpoint.sign(request), rng)


def _spoil_parameters(body: dict[str, Any], rng: random.Random) -> None:
    names = list(body) or ["x"]
    name = rng.choice(names)
    kind = rng.random()
    if kind < 0.2:
        body.pop(name, None)
    elif kind < 0.3:
        body[rng.choice(("Unknown", "", "ImageUrl", "url", "__class__", "Config"))] = rng.choice(VALUES)
    else:
        body[name] = rng.choice(VALUES)


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


def _spoil_request(request: Any, rng: random.Random) -> Any:
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


def _code(answer: dict[str, Any]) -> str:
    response = answer.get("Response", answer)
    if not isinstance(response, dict):
        return "?"
    error = response.get("Error") or response.get("error") or {}
    return str(error.get("Code") or error.get("code") or response.get("error_code") or response.get("code", "answered"))


def _endpoints() -> Iterator[Endpoint]:
    from kyc.protocols.huawei import signing as huawei_signing
    from kyc.protocols.tencent_v3 import signing as v3_signing
    from kyc.protocols.wire import WireRequest
    from tests.gateway.calling import HOST, Caller, base64_of, new_caller

    caller: Caller = new_caller("malformed")
    keys = caller.credentials
    picture = base64_of(b"\xff\xd8\xff no picture")
    fixed = (("Host", HOST), ("Content-Type", "application/json"))

    def v3(action: str) -> Callable[[bytes], WireRequest]:
        named = (("X-TC-Action", action), ("X-TC-Version", "2018-11-19"), ("X-TC-Region", "ap-guangzhou"))
        return lambda body: WireRequest("POST", "/", "", (*fixed, *named), body)

    def sign_v3(request: WireRequest) -> WireRequest:
        return v3_signing.signed(request, keys.secret_id, keys.secret_key, int(time.time()))

    bodies: dict[str, dict[str, Any]] = {
        "IDCardOCR": {"ImageBase64": picture, "CardSide": "FRONT", "Config": '{"Quality":true}'}
        | {"EnableRecognitionRectify": True, "EnableReflectDetail": False},
        "DriverLicenseOCR": {"ImageBase64": picture, "CardSide": "DOUBLE"},
        "RecognizeKoreanDrivingLicenseOCR": {"ImageBase64": picture, "ReturnHeadImage": "false"},
    }
    for action, body in bodies.items():
        yield Endpoint(action, body, sign_v3, v3(action), _is_v3)
    yield Endpoint(
        "drivinglicence",
        {"appid": keys.app_id, "bucket": keys.bucket, "type": 1, "image": picture},
        lambda request: request.with_headers({"Authorization": caller.legacy_signature()}),
        lambda body: WireRequest("POST", "/ocr/drivinglicence", "", fixed, body),
        lambda status, answer: status == 200 and set(answer) == {"code", "message"} and isinstance(answer["code"], int),
    )
    yield Endpoint(
        "driver-license",
        {"image": picture, "side": "front", "return_issuing_authority": True},
        lambda request: huawei_signing.signed(request, keys.secret_id, keys.secret_key, time.time()),
        lambda body: WireRequest("POST", f"/v2/{keys.project_id}/ocr/driver-license", "", fixed, body),
        lambda status, answer: status >= 400 and set(answer) == {"error_code", "error_msg"},
    )
    user = {"name": keys.iam_user, "password": "wrong", "domain": {"name": keys.iam_domain}}
    yield Endpoint(
        "tokens",
        {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}, "scope": {}},
        lambda request: request,
        lambda body: WireRequest("POST", "/v3/auth/tokens", "", fixed, body),
        lambda status, answer: status >= 400 and set(answer.get("error", ())) == {"code", "message", "title"},
    )


def _is_v3(status: int, answer: dict[str, Any]) -> bool:
    response = answer.get("Response", {})
    return status == 200 and set(response) == {"Error", "RequestId"} and set(response["Error"]) == {"Code", "Message"}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyc.settings")
    sys.exit(main())
