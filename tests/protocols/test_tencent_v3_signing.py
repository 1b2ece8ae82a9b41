"""Signatures of Tencent Cloud API 3.0 against requests that the vendor's own SDKs signed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.parameters import flat
from kyc.protocols.tencent_v3.signing import SKEW, Scheme, claim_of, signed, verify
from kyc.protocols.wire import WireRequest
from tests.protocols.capture_files import captured

SECRET_ID = "AKIDdummySecretIdForLoopbackTest0001"
SECRET_KEY = "dummySecretKeyForLoopbackTest001"
CAPTURES = {label: request for name in ("tencent", "tencent_korean") for label, request in captured(name)}
#: The SDK was told to skip signing.
UNSIGNED = ("M",)
SIGNED = sorted(set(CAPTURES) - set(UNSIGNED))
PLAIN = CAPTURES["A"]


def check(request: WireRequest, key: str = SECRET_KEY, later: float = 0) -> Scheme:
    claim = claim_of(request, flat(request))
    verify(request, flat(request), claim, key, claim.timestamp + later)
    return claim.scheme


def refusal(request: WireRequest, key: str = SECRET_KEY, later: float = 0) -> Code:
    with pytest.raises(ApiError) as refused:
        check(request, key, later)
    return refused.value.code


def test_captures_hold_every_scheme() -> None:
    assert {claim_of(CAPTURES[label], flat(CAPTURES[label])).scheme for label in SIGNED} == set(Scheme)
    assert len(SIGNED) == 23


@pytest.mark.parametrize("label", SIGNED)
def test_a_captured_request_verifies_at_its_time_and_with_its_key_only(label: str) -> None:
    request = CAPTURES[label]
    assert claim_of(request, flat(request)).secret_id == SECRET_ID
    check(request, later=SKEW)
    assert refusal(request, later=SKEW + 1) is Code.SIGNATURE_EXPIRE
    assert refusal(request, later=-SKEW - 1) is Code.SIGNATURE_EXPIRE
    assert refusal(request, key=SECRET_KEY + "x") is Code.SIGNATURE_FAILURE


@pytest.mark.parametrize("label", UNSIGNED)
def test_a_request_without_a_signature_is_refused(label: str) -> None:
    assert refusal(CAPTURES[label]) is Code.INVALID_AUTHORIZATION


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAIN, body=PLAIN.body.replace(b"FRONT", b"FRONt")),
        replace(PLAIN, method="GET"),
        PLAIN.with_headers({"Content-Type": "application/jsom"}),
        PLAIN.with_headers({"Host": "127.0.0.1:42544"}),
        PLAIN.with_headers({"X-TC-Timestamp": str(int(PLAIN.header("X-TC-Timestamp")) + 1)}),
        PLAIN.with_headers({"X-TC-Timestamp": str(int(PLAIN.header("X-TC-Timestamp")) + 86_400)}),
    ],
)
def test_what_tc3_covers_cannot_be_changed(changed: WireRequest) -> None:
    check(PLAIN)
    assert refusal(changed) is Code.SIGNATURE_FAILURE


@given(st.integers(0, len(PLAIN.body) - 1), st.integers(1, 255))
def test_no_byte_of_a_signed_body_can_be_changed(place: int, by: int) -> None:
    body = bytearray(PLAIN.body)
    body[place] = (body[place] + by) % 256
    assert refusal(replace(PLAIN, body=bytes(body))) is Code.SIGNATURE_FAILURE


@pytest.mark.parametrize("label", ["C", "D", "P3"])
def test_no_parameter_of_v1_can_be_changed(label: str) -> None:
    request = CAPTURES[label]
    named = flat(request)
    for name in set(named) - {"Signature", "SecretId", "Timestamp", "Nonce", "SignatureMethod"}:
        changed = named | {name: named[name] + "1"}
        claim = claim_of(request, changed)
        with pytest.raises(ApiError, match="SignatureFailure"):
            verify(request, changed, claim, SECRET_KEY, claim.timestamp)


def test_what_tc3_does_not_cover() -> None:
    """The list in the module's docstring, as the SDK signs: whoever relies on these must not."""
    for name in ("X-TC-Action", "X-TC-Region", "X-TC-Version", "X-TC-Language", "User-Agent"):
        check(PLAIN.with_headers({name: "changed"}))
    check(replace(PLAIN, path="/elsewhere"))
    check(replace(PLAIN, query="added=1"))
    unsigned_payload = next(
        request for request in CAPTURES.values() if request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD"
    )
    check(replace(unsigned_payload, body=b"{}"))


def test_what_v1_does_not_cover() -> None:
    """Where one parameter ends and the next begins, and every header but the host (the module's docstring)."""
    request = CAPTURES["C"]
    named = flat(request)
    first, second = sorted(set(named) - {"Signature"})[:2]
    joined = {name: value for name, value in named.items() if name != second}
    joined[first] = f"{named[first]}&{second}={named[second]}"
    claim = claim_of(request, named)
    for given_ in (named, joined):
        verify(
            request.with_headers({"Content-Type": "changed", "User-Agent": "x"}),
            given_,
            claim,
            SECRET_KEY,
            claim.timestamp,
        )


@pytest.mark.parametrize("value", ["", "SKIP", "Bearer x", PLAIN.header("Authorization")[:-1], "TC3-HMAC-SHA256"])
def test_an_authorization_of_another_form(value: str) -> None:
    assert refusal(PLAIN.with_headers({"Authorization": value})) is Code.INVALID_AUTHORIZATION


def test_host_and_content_type_must_be_signed() -> None:
    authorization = PLAIN.header("Authorization").replace("content-type;host", "host")
    assert refusal(PLAIN.with_headers({"Authorization": authorization})) is Code.INVALID_AUTHORIZATION


@pytest.mark.parametrize("timestamp", ["", "-1", "1.5", "９", "9" * 21])
def test_a_timestamp_that_is_none(timestamp: str) -> None:
    assert refusal(PLAIN.with_headers({"X-TC-Timestamp": timestamp})) in (
        Code.MISSING_PARAMETER,
        Code.INVALID_PARAMETER,
    )


@given(st.binary(max_size=200), st.integers(0, 4_000_000_000))
def test_what_we_sign_verifies(body: bytes, timestamp: int) -> None:
    request = WireRequest("POST", "/", "", (("Host", "ocr.example"), ("Content-Type", "application/json")), body)
    assert check(signed(request, SECRET_ID, SECRET_KEY, timestamp)) is Scheme.TC3


def test_we_sign_as_the_sdk_does() -> None:
    again = signed(PLAIN, SECRET_ID, SECRET_KEY, int(PLAIN.header("X-TC-Timestamp")))
    assert again.header("Authorization") == PLAIN.header("Authorization")
