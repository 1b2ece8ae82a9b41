"""How calls are made, against a real HTTP server: connections, timeouts, tries, sizes, TLS, and what is never told."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import logging
import ssl
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kyc.documents import errors
from kyc.documents.errors import EngineAccountRefused, EngineNotConfigured, VendorUnavailable
from kyc.documents.kinds import DocumentKind, Side
from kyc.engines.cloud import connection
from kyc.engines.cloud.access import CloudProtocol
from kyc.engines.cloud.account import Account
from kyc.engines.cloud.assembling import OTHER_ORDER
from kyc.engines.cloud.breaker import Breaker
from kyc.engines.cloud.engine import CloudEngine
from kyc.engines.cloud.making import make_engine, try_access
from kyc.engines.cloud.pacing import Pacing
from kyc.engines.cloud.tencent_v3 import TencentV3
from kyc.engines.protocol import Engine
from kyc.imaging import sandbox
from kyc.imaging.sandbox import DecodedPage, decode
from tests.engines.cloud.examples import (
    HUAWEI_DRIVER,
    ID_CARD_BACK,
    ID_CARD_FRONT,
    LEGACY,
    PICTURE,
    QUICK,
    REQUEST_ID,
    SECRET,
    access,
    engine,
    request,
    response,
    v3_error,
)
from tests.engines.cloud.vendor_server import (
    Answer,
    VendorServer,
    answer,
    cut_short,
    dripping,
    endless,
    hung_up,
    late,
    vendor_server,
)

V3 = CloudProtocol.TENCENT_V3
GOOD = answer(response(ID_CARD_FRONT))
BUSY = answer(v3_error("RequestLimitExceeded"))
FRONT = request(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)


@pytest.fixture(autouse=True)
def opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one picture of these tests is decoded once: the sandbox has tests of its own."""
    monkeypatch.setattr(sandbox, "decode", cached_decode)


@pytest.fixture
def vendor() -> Iterator[VendorServer]:
    with vendor_server() as running:
        yield running


@cache
def cached_decode(data: bytes, **options: Any) -> tuple[DecodedPage, ...]:
    return decode(data, **options)


def refused_with(vendor: VendorServer, *script: Answer, **more: Any) -> VendorUnavailable:
    vendor.script = script
    with pytest.raises(VendorUnavailable) as refused:
        engine(access(V3, vendor.url, **more)).inspect(FRONT)
    return refused.value


def test_many_inspections_take_one_connection(vendor: VendorServer) -> None:
    vendor.script = [GOOD]
    asked = engine(access(V3, vendor.url))
    for _ in range(6):
        assert asked.inspect(FRONT).kind is DocumentKind.CN_ID_CARD
    assert len(vendor.received) == 6
    assert vendor.connections == 1
    asked.close()


def test_an_engine_is_one() -> None:
    made = make_engine(access(V3))
    assert isinstance(made, Engine)
    assert made.name == "tencent_v3"
    assert made.kinds == frozenset(DocumentKind)
    few = make_engine(access(CloudProtocol.TENCENT_LEGACY))
    assert few.kinds == {DocumentKind.CN_DRIVING_LICENCE, DocumentKind.CN_VEHICLE_LICENCE}


@pytest.mark.parametrize(
    "trouble",
    [
        BUSY,
        answer(v3_error("InternalError")),
        answer(v3_error("FailedOperation.UnKnowError")),
        answer({}, 500),
        answer(b"<html>bad gateway</html>", 502),
        answer(b"no JSON"),
        answer([]),
        hung_up,
        cut_short,
    ],
    ids=["busy", "internal", "unknown", "500", "502", "garbage", "another shape", "hung up", "half an answer"],
)
def test_what_can_pass_is_tried_again(vendor: VendorServer, trouble: Answer) -> None:
    vendor.script = [trouble, trouble, GOOD]
    assert engine(access(V3, vendor.url)).inspect(FRONT).fields[0].value == "李明"
    assert len(vendor.received) == 3


def test_each_try_is_signed_for_its_own_moment(vendor: VendorServer) -> None:
    vendor.script = [BUSY, GOOD]
    reached, moments = access(V3, vendor.url), iter([1_700_000_000.0, 1_700_000_004.0])
    spoken = TencentV3(reached, clock=lambda: next(moments))
    CloudEngine(reached, spoken, Account(reached, retrying=QUICK)).inspect(FRONT)
    assert [one.headers["X-TC-Timestamp"] for one in vendor.received] == ["1700000000", "1700000004"]
    assert len({one.headers["Authorization"] for one in vendor.received}) == 2


@pytest.mark.parametrize(
    ("script", "error", "code"),
    [
        (answer(v3_error("FailedOperation.ImageBlur")), errors.TooBlurred, "FailedOperation.ImageBlur"),
        (answer(v3_error("AuthFailure.SignatureFailure")), EngineAccountRefused, "AuthFailure.SignatureFailure"),
        (answer(v3_error("ResourceUnavailable.InArrears")), EngineAccountRefused, "ResourceUnavailable.InArrears"),
        (answer(v3_error("InvalidParameter")), VendorUnavailable, "InvalidParameter"),
        (answer(v3_error("NeverHeardOf")), VendorUnavailable, "NeverHeardOf"),
        (answer({}, 302, Location="http://127.0.0.1:9/"), VendorUnavailable, "HTTP.302"),
        (endless, VendorUnavailable, "ANSWER_TOO_LARGE"),
    ],
)
def test_what_cannot_be_helped_is_asked_once(
    vendor: VendorServer, script: Answer, error: type[errors.InspectionError], code: str
) -> None:
    vendor.script = [script]
    with pytest.raises(error) as refused:
        engine(access(V3, vendor.url)).inspect(FRONT)
    assert len(vendor.received) == 1
    assert refused.value.params["vendor_code"] == code


def test_tries_end(vendor: VendorServer) -> None:
    refused = refused_with(vendor, BUSY)
    assert len(vendor.received) == 3
    assert refused.params == {
        "engine": "An account",
        "vendor_code": "RequestLimitExceeded",
        "request_id": REQUEST_ID,
    }
    assert REQUEST_ID in refused.details
    assert refused.retryable


def test_a_slow_answer_is_not_waited_for(vendor: VendorServer) -> None:
    begun = time.monotonic()
    refused = refused_with(vendor, late(8, GOOD), answer_seconds=0.15)
    assert refused.params["vendor_code"] == "TIMEOUT"
    assert time.monotonic() - begun < 6


def test_neither_is_one_that_comes_in_drops(vendor: VendorServer) -> None:
    begun = time.monotonic()
    refused = refused_with(vendor, dripping(0.05), answer_seconds=0.3)
    assert refused.params["vendor_code"] == "TIMEOUT"
    assert time.monotonic() - begun < 15


def test_nobody_listens() -> None:
    with pytest.raises(VendorUnavailable) as refused:
        engine(access(V3, "http://127.0.0.1:9")).inspect(FRONT)
    assert refused.value.params["vendor_code"] == "NO_CONNECTION"


def test_proxies_of_the_environment_are_not_used(vendor: VendorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    vendor.script = [GOOD]
    assert engine(access(V3, vendor.url)).inspect(FRONT).fields


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with vendor_server(own_certificate(tmp_path)) as secret:
        secret.script = [GOOD]
        refused = refused_with(secret, GOOD)
        assert refused.params["vendor_code"] == "TLS"
        assert secret.received == []


def test_an_open_breaker_leaves_the_vendor_alone_until_one_trial_works(vendor: VendorServer) -> None:
    clock = [0.0]
    asked = engine(access(V3, vendor.url), breaker=Breaker(3, 30, lambda: clock[0]))
    vendor.script = [answer({}, 500), answer({}, 500), answer({}, 500), GOOD]
    with pytest.raises(VendorUnavailable):
        asked.inspect(FRONT)
    with pytest.raises(VendorUnavailable) as left_alone:
        asked.inspect(FRONT)
    assert left_alone.value.params["vendor_code"] == "CIRCUIT_OPEN"
    assert len(vendor.received) == 3
    clock[0] = 31
    assert asked.inspect(FRONT).fields
    assert asked.inspect(FRONT).fields


@pytest.mark.parametrize("code", ["FailedOperation.ImageBlur", "AuthFailure.SecretIdNotFound", "RequestLimitExceeded"])
def test_pictures_accounts_and_haste_open_no_breaker(vendor: VendorServer, code: str) -> None:
    asked = engine(access(V3, vendor.url), breaker=Breaker(2, 30))
    vendor.script = [answer(v3_error(code))]
    for _ in range(3):
        with pytest.raises(errors.InspectionError) as refused:
            asked.inspect(FRONT)
        assert refused.value.params["vendor_code"] == code


def test_calls_over_the_rate_wait_and_then_are_refused(vendor: VendorServer) -> None:
    vendor.script = [GOOD]
    asked = engine(access(V3, vendor.url), pacing=Pacing(4, longest_wait=0.3))
    begun = time.monotonic()
    asked.inspect(FRONT)
    asked.inspect(FRONT)
    assert time.monotonic() - begun >= 0.25
    slow = engine(access(V3, vendor.url), pacing=Pacing(0.02, longest_wait=0.3))
    slow.inspect(FRONT)
    with pytest.raises(VendorUnavailable) as refused:
        slow.inspect(FRONT)
    assert refused.value.params["vendor_code"] == "OWN_RATE_LIMIT"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://ocr.tencentcloudapi.com",
        "http://10.0.0.7",
        "https://host/path",
        "https://host?query=1",
        "https://user:password@host",
        "https://host:port",
        "ftp://127.0.0.1",
        "https://",
        "ocr.tencentcloudapi.com",
        "",
        "http://[::1",
    ],
)
def test_an_endpoint_that_is_none(endpoint: str) -> None:
    for protocol in CloudProtocol:
        with pytest.raises(EngineNotConfigured):
            make_engine(access(protocol, endpoint))


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://ocr.tencentcloudapi.com", "ocr.tencentcloudapi.com"),
        ("https://ocr.tencentcloudapi.com:443/", "ocr.tencentcloudapi.com"),
        ("https://ocr.test:8443", "ocr.test:8443"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://localhost:8000", "localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_an_endpoint_and_its_host(endpoint: str, host: str) -> None:
    assert connection.checked_host(access(V3, endpoint)) == host


@pytest.mark.parametrize(
    ("protocol", "name"),
    [
        *((protocol, name) for protocol in CloudProtocol for name in ("secret_id", "secret_key")),
        (CloudProtocol.TENCENT_LEGACY, "app_id"),
        (CloudProtocol.HUAWEI, "project_id"),
    ],
)
def test_a_missing_credential_is_no_empty_result(protocol: CloudProtocol, name: str) -> None:
    reached = access(protocol, **{name: ""})
    for ask in (
        lambda: make_engine(reached).inspect(request(DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE)),
        lambda: try_access(reached),
    ):
        with pytest.raises(EngineNotConfigured) as refused:
            ask()
        assert name in refused.value.details


@pytest.mark.parametrize("protocol", CloudProtocol)
def test_an_account_whose_values_cannot_be_sent(protocol: CloudProtocol, vendor: VendorServer) -> None:
    vendor.script = [answer({"code": 5}, 401)]
    for changed in ({"secret_id": "密钥"}, {"secret_id": "a\nb"}, {"project_id": "项目", "region": "广州"}):
        reached = access(protocol, vendor.url, **changed)
        with pytest.raises((EngineAccountRefused, VendorUnavailable)):
            try_access(reached)
    for ask in (make_engine, try_access):
        with pytest.raises(EngineNotConfigured):
            ask(access(protocol, vendor.url, calls_per_second=0.0))


@pytest.mark.parametrize("protocol", CloudProtocol)
def test_a_kind_that_is_not_stated_or_not_allowed(protocol: CloudProtocol, vendor: VendorServer) -> None:
    reached = access(protocol, vendor.url, kinds=frozenset({DocumentKind.CN_VEHICLE_LICENCE}))
    for kind in (None, *DocumentKind):
        if kind is DocumentKind.CN_VEHICLE_LICENCE:
            continue
        with pytest.raises(EngineNotConfigured) as refused:
            engine(reached).inspect(request(kind, Side.MAIN_PAGE))
        assert not refused.value.retryable
    assert vendor.received == []
    with pytest.raises(EngineNotConfigured):
        try_access(access(protocol, vendor.url, kinds=frozenset()))


def test_faces_given_in_the_other_order_are_put_right(vendor: VendorServer) -> None:
    other = answer(v3_error("FailedOperation.CardSideError"))
    vendor.script = [other, answer(response(ID_CARD_BACK)), GOOD]
    asked = engine(access(V3, vendor.url))
    result = asked.inspect(request(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, Side.EMBLEM_FACE))
    assert [one.json()["CardSide"] for one in vendor.received] == ["FRONT", "BACK", "FRONT"]
    assert [(side.side, side.capture_id) for side in result.sides] == [
        (Side.PORTRAIT_FACE, "capture 1"),
        (Side.EMBLEM_FACE, "capture 0"),
    ]
    assert OTHER_ORDER in [words.message for words in result.notes]
    vendor.script = [other]
    with pytest.raises(errors.WrongSide) as refused:
        asked.inspect(FRONT)
    assert refused.value.params["side"] == Side.EMBLEM_FACE


def test_a_picture_of_which_nobody_said_what_it_shows_is_asked_about_side_by_side(vendor: VendorServer) -> None:
    nothing, both = {"error_code": "AIS.0104"}, {"result": {"number": "440524198701010014", "name": "张三"}}
    sub = {"result": {**both["result"], "file_number": "130123421234"}}
    vendor.script = [answer(nothing, 400), answer(sub), answer(both), answer(nothing, 400), answer(nothing, 400)]
    asked = engine(access(CloudProtocol.HUAWEI, vendor.url))
    result = asked.inspect(request(DocumentKind.CN_DRIVING_LICENCE, None))
    assert [side.side for side in result.sides] == [Side.SUB_PAGE]
    assert [one.json()["side"] for one in vendor.received] == ["front", "back"]
    # Name and number alone stand on either page, and tell none.
    with pytest.raises(errors.NoDocumentFound):
        asked.inspect(request(DocumentKind.CN_DRIVING_LICENCE, None))


def test_the_older_api_reads_no_sub_page_of_a_driving_licence(vendor: VendorServer) -> None:
    asked = engine(access(CloudProtocol.TENCENT_LEGACY, vendor.url))
    with pytest.raises(EngineNotConfigured):
        asked.inspect(request(DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE, Side.SUB_PAGE))
    vendor.script = [answer({"code": -9005, "message": "no"})]
    with pytest.raises(EngineNotConfigured):
        asked.inspect(request(DocumentKind.CN_DRIVING_LICENCE, None))


@pytest.mark.parametrize(
    ("protocol", "nothing_there", "wrong_key"),
    [
        (V3, v3_error("FailedOperation.ImageNoIdCard"), v3_error("AuthFailure.SignatureFailure")),
        (V3, v3_error("FailedOperation.OcrFailed"), v3_error("FailedOperation.UnOpenError")),
        (CloudProtocol.TENCENT_LEGACY, {"code": -9005, "message": ""}, {"code": 14, "message": ""}),
        (CloudProtocol.HUAWEI, {"error_code": "AIS.0104"}, {"error_code": "APIG.0301"}),
    ],
)
def test_an_administrators_test_of_an_account(
    vendor: VendorServer, protocol: CloudProtocol, nothing_there: dict[str, Any], wrong_key: dict[str, Any]
) -> None:
    status = 400 if protocol is CloudProtocol.HUAWEI else 200
    vendor.script = [answer(nothing_there, status), answer(wrong_key, status), answer({}, 503)]
    try_access(access(protocol, vendor.url))
    with pytest.raises(EngineAccountRefused):
        try_access(access(protocol, vendor.url))
    with pytest.raises(VendorUnavailable):
        try_access(access(protocol, vendor.url))
    assert len(vendor.received) == 3


@pytest.mark.parametrize(
    ("protocol", "good", "kind"),
    [
        (V3, response(ID_CARD_FRONT), DocumentKind.CN_ID_CARD),
        (CloudProtocol.TENCENT_LEGACY, LEGACY, DocumentKind.CN_DRIVING_LICENCE),
        (CloudProtocol.HUAWEI, HUAWEI_DRIVER, DocumentKind.CN_DRIVING_LICENCE),
    ],
)
def test_no_value_and_no_key_is_logged(
    vendor: VendorServer,
    caplog: pytest.LogCaptureFixture,
    protocol: CloudProtocol,
    good: dict[str, Any],
    kind: DocumentKind,
) -> None:
    caplog.set_level(logging.DEBUG)
    quoting = "号码 440524198701010014 of 李明 is wrong"
    bad = {
        V3: v3_error("InvalidParameter", quoting),
        CloudProtocol.TENCENT_LEGACY: {"code": 21, "message": quoting},
        CloudProtocol.HUAWEI: {"error_code": "AIS.0101", "error_msg": quoting},
    }[protocol]
    vendor.script = [answer(good), answer(bad)]
    side = Side.PORTRAIT_FACE if kind is DocumentKind.CN_ID_CARD else Side.MAIN_PAGE
    asked = engine(access(protocol, vendor.url))
    asked.inspect(request(kind, side))
    with pytest.raises(VendorUnavailable) as refused:
        asked.inspect(request(kind, side))
    told = caplog.text + repr(refused.value) + refused.value.details + refused.value.sentence.english()
    for personal in ("440524198701010014", "342221199005033256", "李明", "张三", SECRET):
        assert personal not in told


def test_originals_travel_untouched(vendor: VendorServer) -> None:
    vendor.script = [GOOD]
    engine(access(V3, vendor.url)).inspect(FRONT)
    assert base64.b64decode(vendor.received[0].json()["ImageBase64"]) == PICTURE


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Of a server that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
