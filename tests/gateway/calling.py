"""Calls of the gateway inside the test's own process: signed as vendors' clients sign, through the real middleware."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.test import Client
from PIL import Image

from kyc.accounts.clients import Credentials, create_client
from kyc.accounts.models import ApiClient
from kyc.audit.actor import SYSTEM
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.gateway import limits, rows
from kyc.protocols.huawei import signing as huawei_signing
from kyc.protocols.tencent_legacy import licence
from kyc.protocols.tencent_legacy import signing as legacy_signing
from kyc.protocols.tencent_v3 import parameters
from kyc.protocols.tencent_v3 import signing as v3_signing
from kyc.protocols.wire import WireRequest

HOST = "ocr.test"


@contextmanager
def full_queue() -> Iterator[None]:
    """As many calls are in the engine as may wait for it."""
    with ExitStack() as places:
        for _ in range(limits.MOST_WAITING):
            places.enter_context(limits.queue.place())
        yield


@dataclass(frozen=True)
class Caller:
    """A client of the desk with its credentials."""

    client: ApiClient
    credentials: Credentials

    def v3(self, action: str, given: dict[str, Any], *, at: float | None = None, **headers: str) -> dict[str, Any]:
        """The ``Response`` of a call with JSON; ``headers`` replace common ones (``Version``, ``Region``, ...)."""
        request = self.v3_request(action, given, at=at, **headers)
        return send(request)[1]["Response"]

    def v3_request(self, action: str, given: dict[str, Any], *, at: float | None = None, **headers: str) -> WireRequest:
        common = {"Action": action, "Version": "2018-11-19", "Region": "ap-guangzhou"} | headers
        named = {f"X-TC-{name}": value for name, value in common.items() if value}
        fixed = {"Host": HOST, "Content-Type": "application/json"}
        request = WireRequest("POST", "/", "", tuple({**fixed, **named}.items()), parameters.encoded(given))
        moment = int(time.time() if at is None else at)
        return v3_signing.signed(request, self.credentials.secret_id, self.credentials.secret_key, moment)

    def code(self, action: str, given: dict[str, Any], **options: Any) -> str:
        """The error code of a v3 call; empty for an answer."""
        return str(self.v3(action, given, **options).get("Error", {}).get("Code", ""))

    def legacy(self, given: dict[str, Any], **options: Any) -> dict[str, Any]:
        return send(self.legacy_request(given, **options))[1]

    def legacy_request(self, given: dict[str, Any], **options: Any) -> WireRequest:
        headers = {"Host": HOST, "Content-Type": "application/json", "Authorization": self.legacy_signature(**options)}
        body = json.dumps({"appid": self.credentials.app_id, "bucket": self.credentials.bucket} | given).encode()
        return WireRequest("POST", licence.PATH, "", tuple(headers.items()), body)

    def legacy_signature(self, **changed: Any) -> str:
        now = int(time.time())
        options = {
            "app_id": self.credentials.app_id,
            "bucket": self.credentials.bucket,
            "secret_id": self.credentials.secret_id,
            "secret_key": self.credentials.secret_key,
            "now": now,
            "expires": now + 1000,
            "random": 7,
        } | changed
        return legacy_signing.signature(**options)

    def huawei(
        self, given: dict[str, Any], *, api: str = "driver-license", project: str = "", key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        return send(self.huawei_request(given, api=api, project=project, key=key))

    def huawei_request(
        self, given: dict[str, Any], *, api: str = "driver-license", project: str = "", key: str = ""
    ) -> WireRequest:
        path = f"/v2/{project or self.credentials.project_id}/ocr/{api}"
        headers = (("Host", HOST), ("Content-Type", "application/json"))
        request = WireRequest("POST", path, "", headers, json.dumps(given).encode())
        secret = key or self.credentials.secret_key
        return huawei_signing.signed(request, self.credentials.secret_id, secret, time.time())


def new_caller(name: str = "caller", **state: Any) -> Caller:
    """A client in a state of its account, with its rate unused."""
    limits.rates.forget()
    rows.anonymous.forget()
    client, credentials = create_client(actor=SYSTEM, name=name)
    ApiClient.objects.filter(pk=client.pk).update(**state)
    client.refresh_from_db()
    return Caller(client, credentials)


def send(request: WireRequest) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer."""
    response = response_to(request)
    return response.status_code, json.loads(response.content)


def response_to(request: WireRequest) -> Any:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers}
    content_type = headers.pop("HTTP_CONTENT_TYPE", "")
    target = request.path + (f"?{request.query}" if request.query else "")
    client = Client(raise_request_exception=True)
    return client.generic(request.method, target, request.body, content_type=content_type, **headers)


class StandIn:
    """An engine that says what it is told to, or fails with it."""

    def __init__(self, says: InspectionResult | Exception) -> None:
        self.says = says
        self.asked = 0

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self.asked += 1
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


def nothing_read(kind: DocumentKind) -> InspectionResult:
    return InspectionResult("local", "1", kind, (), (), (), ())


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def file_of(image: Image.Image, kind: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()
