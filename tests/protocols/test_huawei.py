"""Huawei Cloud: signatures against the SDK's own requests, the seed's examples, tokens and projects."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.protocols.huawei import bodies, driver_licence, signing, tokens
from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.wire import WireAnswer, WireRequest
from tests.protocols.capture_files import captured

ACCESS_KEY = "DUMMYAK0000LOOPBACK1"
SECRET_KEY = "dummySkForLoopbackTestOnly0000000000001"
CAPTURES = dict(captured("huawei"))
#: Captured with schemes that are not accepted here, or with another header.
REFUSED = ("E2", "I_HMAC_SM3", "I_ECDSA_P256_SHA256", "I_SM2_SM3")
SIGNED = sorted(set(CAPTURES) - set(REFUSED))
PLAIN = CAPTURES["B"]
#: The seed's examples, the sub page's full-width colons and the error's last comma repaired.
MAIN_PAGE = {
    "result": {
        "number": "362XXXXXXXXXXXXXXXX",
        "name": "张三",
        "sex": "男",
        "nationality": "中国",
        "address": "XX省XX市XX区XX街道XX号",
        "birth": "2000-03-06",
        "issue_date": "2000-03-06",
        "class": "C1",
        "valid_from": "2004-08-26",
        "valid_to": "2034-08-26",
        "issuing_authority": "xxx交通管理局",
    }
}
SUB_PAGE_AS_PRINTED = """{
    "result":{
        "number":"362XXXXXXXXXXXXXXXX",
        "name":"张三",
        "file_number"："88000888XXXX",
        "record"："实习期至2005年08月26日。"
    }
}"""
ERROR_AS_PRINTED = """{
    "error_code": "AIS.0103",
    "error_msg": "The image size does not meet the requirements.",
}"""


def seconds(request: WireRequest) -> float:
    return datetime.strptime(request.header("X-Sdk-Date"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


def check(request: WireRequest, key: str = SECRET_KEY, later: float = 0) -> signing.Claim:
    claim = signing.claim_of(request)
    signing.verify(request, claim, key, seconds(request) + later)
    return claim


def refusal(call: Any, *arguments: Any) -> Code:
    with pytest.raises(ApiError) as refused:
        call(*arguments)
    return refused.value.code


@pytest.mark.parametrize("label", SIGNED)
def test_a_captured_request_verifies_at_its_time_and_with_its_key_only(label: str) -> None:
    request = CAPTURES[label]
    assert check(request, later=signing.SKEW).access_key == ACCESS_KEY
    assert refusal(check, request, SECRET_KEY, signing.SKEW + 1) is Code.NOT_AUTHENTICATED
    assert refusal(check, request, SECRET_KEY, -signing.SKEW - 1) is Code.NOT_AUTHENTICATED
    assert refusal(check, request, SECRET_KEY + "x") is Code.NOT_AUTHENTICATED


def test_captures_hold_both_schemes() -> None:
    assert {signing.claim_of(CAPTURES[label]).scheme for label in SIGNED} == set(signing.Scheme)


@pytest.mark.parametrize("label", REFUSED)
def test_another_scheme_is_refused(label: str) -> None:
    assert refusal(signing.claim_of, CAPTURES[label]) is Code.NOT_AUTHENTICATED


@pytest.mark.parametrize("label", ["B", "H"])
@given(place=st.integers(0, 10_000), by=st.integers(1, 255))
def test_no_byte_of_a_body_can_be_changed(label: str, place: int, by: int) -> None:
    request = CAPTURES[label]
    body = bytearray(request.body)
    body[place % len(body)] = (body[place % len(body)] + by) % 256
    assert refusal(check, replace(request, body=bytes(body))) is Code.NOT_AUTHENTICATED


@pytest.mark.parametrize("label", ["A2", "B", "D", "H"])
def test_no_signed_header_path_method_or_query_can_be_changed(label: str) -> None:
    request = CAPTURES[label]
    for name in signing.claim_of(request).signed_headers:
        if name != "x-sdk-date":
            changed = request.with_headers({name: request.header(name) + "x"})
            assert refusal(check, changed) is Code.NOT_AUTHENTICATED, name
    for changed in (
        replace(request, path=request.path + "x"),
        replace(request, method="PUT"),
        replace(request, query="a=1"),
        request.with_headers({"X-Sdk-Date": "20261121T004926Z"}),
    ):
        assert refusal(check, changed) is Code.NOT_AUTHENTICATED


def test_a_signature_does_not_cover_headers_it_does_not_name() -> None:
    check(PLAIN.with_headers({"Accept": "changed", "X-Auth-Token": "added"}))


def test_what_a_signature_does_not_cover() -> None:
    """The list in the module's docstring: whoever relies on these must not."""
    headers = (("Host", "ocr.example"), ("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"))
    unsigned = signing.signed(
        WireRequest("POST", "/v2/p/ocr/id-card", "a=1&b=2", headers, b"{}"), ACCESS_KEY, SECRET_KEY, 1_795_222_345
    )
    check(unsigned)
    check(replace(unsigned, body=b'{"image": "another"}'))
    check(replace(unsigned, path="/v2/%70/ocr/id-card"))
    check(replace(unsigned, path="/v2/p/ocr/id-card/"))
    check(replace(unsigned, query="b=2&a=1"))
    # The word is part of what is signed: nobody can add it on the way, nor take it away.
    plain = signing.signed(replace(unsigned, headers=headers[:1]), ACCESS_KEY, SECRET_KEY, 1_795_222_345)
    for changed in (plain.with_headers(dict(headers[1:])), unsigned.with_headers({"X-Sdk-Content-Sha256": ""})):
        assert refusal(check, changed) is Code.NOT_AUTHENTICATED


DERIVED = CAPTURES["H"]


def derived(info: str) -> WireRequest:
    """A request truly signed with a key that is derived for ``info``."""
    claim = replace(signing.claim_of(DERIVED), info=info)
    signature = signing._signature(next(signing._canonical_requests(DERIVED, claim)), claim, SECRET_KEY)
    names = ";".join(claim.signed_headers)
    header = f"V11-HMAC-SHA256 Credential={ACCESS_KEY}/{info}, SignedHeaders={names}, Signature={signature}"
    return DERIVED.with_headers({"Authorization": header})


@pytest.mark.parametrize("info", ["20261121/cn-north-4/ocr", "20261121/eu-west-101/ocr"])
def test_a_derived_key_of_the_day_and_service(info: str) -> None:
    assert check(derived(info)).info == info


@pytest.mark.parametrize(
    "info",
    ["20261120/cn-north-4/ocr", "20261121/cn-north-4/obs", "20261121/CN north/ocr", "20261121/-/ocr", "00000000/a/ocr"],
)
def test_a_derived_key_of_another_day_or_service(info: str) -> None:
    assert refusal(check, derived(info)) is Code.NOT_AUTHENTICATED


@given(st.binary(max_size=100), st.integers(0, 4_000_000_000))
def test_what_we_sign_verifies(body: bytes, now: int) -> None:
    request = WireRequest("POST", "/v2/p/ocr/driver-license", "a=1&b=%20", (("Host", "ocr.example"),), body)
    check(signing.signed(request, ACCESS_KEY, SECRET_KEY, now))


def test_host_and_date_must_be_signed() -> None:
    header = PLAIN.header("Authorization").replace("host;", "")
    assert refusal(signing.claim_of, PLAIN.with_headers({"Authorization": header})) is Code.NOT_AUTHENTICATED


def test_a_newer_sdk_s_side_is_none_of_the_seed_s() -> None:
    assert json.loads(PLAIN.body)["side"] == "double_side"
    assert refusal(driver_licence.decode_request, PLAIN.body) is Code.INVALID_PARAMETER


def test_the_main_page_s_example_decodes_and_encodes_to_the_same_json() -> None:
    decoded = driver_licence.decode_answer(
        WireAnswer(200, json.dumps(MAIN_PAGE).encode()), driver_licence.PageSide.FRONT
    )
    assert isinstance(decoded, driver_licence.Answer)
    again = json.loads(driver_licence.encode_answer(decoded).body)
    assert again == MAIN_PAGE
    assert list(again["result"]) == list(MAIN_PAGE["result"])


def test_the_sub_page_s_example_after_its_repair() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(SUB_PAGE_AS_PRINTED)
    repaired = SUB_PAGE_AS_PRINTED.replace("：", ":").encode()
    decoded = driver_licence.decode_answer(WireAnswer(200, repaired), driver_licence.PageSide.BACK)
    assert isinstance(decoded, driver_licence.Answer)
    assert decoded.record == "实习期至2005年08月26日。"
    assert json.loads(driver_licence.encode_answer(decoded).body) == json.loads(repaired)


def test_the_error_s_example_after_its_repair() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(ERROR_AS_PRINTED)
    repaired = ERROR_AS_PRINTED.replace('.",', '."')
    answer = bodies.encode_error(ApiError(Code.IMAGE_SIZE))
    assert (answer.status, json.loads(answer.body)) == (400, json.loads(repaired))
    assert driver_licence.decode_answer(answer, driver_licence.PageSide.FRONT) == bodies.Failure(
        "AIS.0103", "The image size does not meet the requirements."
    )


@pytest.mark.parametrize("code", list(Code))
def test_every_error_has_a_status_that_the_sdk_raises_on(code: Code) -> None:
    answer = bodies.encode_error(ApiError(code))
    assert answer.status >= 400
    failure = driver_licence.decode_answer(answer, driver_licence.PageSide.BACK)
    assert isinstance(failure, bodies.Failure)
    assert failure.code == code


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)


@given(
    st.one_of(
        st.builds(
            driver_licence.Answer,
            st.just(driver_licence.PageSide.FRONT),
            *[texts] * 10,
            issuing_authority=st.none() | texts,
        ),
        st.builds(
            driver_licence.Answer,
            st.just(driver_licence.PageSide.BACK),
            texts,
            texts,
            file_number=texts,
            record=texts,
        ),
    )
)
def test_an_answer_comes_through(answer: driver_licence.Answer) -> None:
    assert driver_licence.decode_answer(driver_licence.encode_answer(answer), answer.side) == answer


@given(
    st.one_of(
        st.builds(
            driver_licence.Request,
            st.binary(min_size=1, max_size=20),
            st.just(""),
            st.sampled_from(driver_licence.PageSide),
            st.booleans(),
        ),
        st.builds(driver_licence.Request, url=st.just("http://a/b")),
    )
)
def test_a_request_comes_through(request: driver_licence.Request) -> None:
    assert driver_licence.decode_request(driver_licence.encode_request(request)) == request


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, Code.INVALID_PARAMETER),
        ({"image": "", "url": ""}, Code.INVALID_PARAMETER),
        ({"image": "AAAA", "url": "http://a"}, Code.INVALID_PARAMETER),
        ({"image": 1}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "side": "FRONT"}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "return_issuing_authority": "true"}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "return_issuing_authority": 1}, Code.INVALID_PARAMETER),
        ({"image": "data:image/png;base64,AAAA"}, Code.FORMAT),
        ({"image": "A" * (bodies.LARGEST_BASE64 + 1)}, Code.IMAGE_SIZE),
    ],
)
def test_parameters_that_are_refused(parameters: dict[str, Any], code: Code) -> None:
    assert refusal(driver_licence.decode_request, json.dumps(parameters).encode()) is code


def test_an_empty_side_is_the_main_page() -> None:
    for given_ in ("", None):
        request = driver_licence.decode_request(json.dumps({"url": "http://a", "side": given_}).encode())
        assert request.side is driver_licence.PageSide.FRONT


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"a":' * 5000])
def test_a_body_that_is_no_json_object(body: bytes) -> None:
    assert refusal(driver_licence.decode_request, body) is Code.BAD_JSON


def test_a_token_request_comes_through_and_keeps_its_password_to_itself() -> None:
    request = tokens.TokenRequest("robot", "s3cret", "account", "cn-north-4")
    assert tokens.decode_token_request(tokens.encode_token_request(request)) == request
    assert "s3cret" not in repr(request)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"auth":{}}',
        b'{"auth":{"identity":{"methods":["token"],"password":{"user":{"name":"a","password":"b","domain":{"name":"c"}}}}}}',
        b'{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":1,"password":"b","domain":{"name":"c"}}}}}}',
    ],
)
def test_token_requests_of_another_shape(body: bytes) -> None:
    with pytest.raises(tokens.IamError) as refused:
        tokens.decode_token_request(body)
    answer = tokens.encode_error(refused.value)
    assert json.loads(answer.body)["error"] == {
        "code": 400,
        "message": "The request body is invalid.",
        "title": "Bad Request",
    }


def test_a_token_travels_in_its_header_only() -> None:
    holder = tokens.Holder("robot", "u1", "account", "d1", "cn-north-4", "p1")
    issued, expires = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    answer = tokens.encode_token("secret-token", holder, issued, expires)
    assert answer.status == 201
    assert answer.headers["X-Subject-Token"] == "secret-token"
    assert b"secret-token" not in answer.body
    assert tokens.decode_expiry(answer) == expires
    assert json.loads(answer.body)["token"]["project"]["id"] == "p1"


def test_projects_as_the_sdk_looks_them_up() -> None:
    content = json.loads(tokens.encode_projects({"p1": "cn-north-4"}, "d1").body)
    assert [(entry["id"], entry["name"]) for entry in content["projects"]] == [("p1", "cn-north-4")]
