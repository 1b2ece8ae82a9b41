"""The older API: signatures against captured requests and printed vectors, bodies of every client, an example."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.protocols.tencent_legacy import licence, signing
from kyc.protocols.tencent_legacy.errors import IN_ARREARS, ApiError, Code
from kyc.protocols.wire import WireAnswer, WireRequest
from tests.protocols.capture_files import captured

SECRET_KEY = "dummyLegacyKey"
CAPTURES = dict(captured("tencent_legacy"))
EXAMPLE = json.loads((Path(__file__).parent / "examples" / "tencent_legacy.json").read_text(encoding="utf-8"))
URL_MODE = CAPTURES["drivinglicence url mode via SDK Http+Auth"]
MULTIPART = CAPTURES["drivinglicence image multipart via SDK Http+Auth"]


def code_of(call: Any, *arguments: Any) -> Code:
    with pytest.raises(ApiError) as refused:
        call(*arguments)
    return refused.value.code


def json_request(**parameters: Any) -> WireRequest:
    headers = (("Content-Type", "application/json"),)
    return WireRequest("POST", licence.PATH, "", headers, json.dumps(parameters).encode())


@pytest.mark.parametrize("label", list(CAPTURES))
def test_a_captured_signature_verifies_in_its_span_and_with_its_key_only(label: str) -> None:
    claim = signing.claim_of(CAPTURES[label].header("Authorization"))
    assert (claim.app_id, claim.bucket, claim.secret_id) == ("10000001", "test", "AKIDdummyLegacy")
    signing.verify(claim, SECRET_KEY, claim.expires)
    assert code_of(signing.verify, claim, SECRET_KEY, claim.expires + 1) is Code.SIGNATURE_EXPIRED
    assert code_of(signing.verify, claim, SECRET_KEY, claim.made_at - signing.SKEW - 1) is Code.SIGNATURE_EXPIRED
    assert code_of(signing.verify, claim, "other", claim.made_at) is Code.SIGNATURE_FAILURE


def test_the_printed_vector_of_a_signature() -> None:
    made = signing.signature(
        "10000001", "test", "AKIDdummyLegacy", SECRET_KEY, now=1795222345, expires=1795224937, random=123456
    )
    assert made == (
        "kqXIi68rlQfepok1krFMEqtgl7thPTEwMDAwMDAxJmI9dGVzdCZrPUFLSURkdW1teUxlZ2FjeSZlPTE3OTUyMjQ5MzcmdD0xNzk1MjIyMzQ1"
        "JnI9MTIzNDU2JnU9MCZmPQ=="
    )


def test_the_printed_vector_of_a_single_use() -> None:
    claim = signing.claim_of(
        "J4r+Ja7DRksyZoGxpSpSQEwfklxhPTEwMDAwMDAxJmI9dGVzdCZrPUFLSURkdW1teUxlZ2FjeSZlPTAmdD0xNzk1MjIyMzQ1JnI9MTIzNDU2"
        "JnU9MCZmPS8xMDAwMDAwMS90ZXN0L2EuanBn"
    )
    signing.verify(claim, SECRET_KEY, claim.made_at)
    assert claim.is_single_use
    assert claim.file == "/10000001/test/a.jpg"


@given(st.integers(0, 200), st.integers(1, 255))
def test_no_byte_of_a_signature_can_be_changed(place: int, by: int) -> None:
    changed = bytearray(base64.b64decode(URL_MODE.header("Authorization")))
    changed[place % len(changed)] = (changed[place % len(changed)] + by) % 256
    assert not _verifies(base64.b64encode(bytes(changed)).decode())


def _verifies(header: str) -> bool:
    try:
        signing.verify(signing.claim_of(header), SECRET_KEY, 1795222345)
    except ApiError:
        return False
    return True


def test_a_signature_covers_nothing_of_the_request() -> None:
    """As the module's docstring says: the same header goes with any body, any path and any other header."""
    other = licence.Request("10000001", licence.LicenceType.VEHICLE_SUB, b"another picture", bucket="other")
    headers, body = licence.encode_request(other)
    for captured_request in CAPTURES.values():
        signed = captured_request.with_headers({**headers, "Host": "elsewhere"})
        sent = replace(signed, body=body, path="/elsewhere", method="PUT")
        assert licence.decode_request(sent) == other
        claim = signing.claim_of(sent.header("Authorization"))
        signing.verify(claim, SECRET_KEY, claim.made_at)


def test_a_signature_for_one_use_ends_after_a_day() -> None:
    """Else the used ones would have to be kept for ever."""
    made = signing.signature("1", "", "K", SECRET_KEY, now=1000, expires=0, random=1)
    claim = signing.claim_of(made)
    assert claim.is_single_use
    signing.verify(claim, SECRET_KEY, 1000 + signing.LONGEST_SINGLE_USE)
    for late in (1000 + signing.LONGEST_SINGLE_USE + 1, 1795222345):
        assert code_of(signing.verify, claim, SECRET_KEY, late) is Code.SIGNATURE_EXPIRED


def test_parts_in_any_order_left_out_or_with_fractions() -> None:
    for plain in (b"k=AK&a=1&t=10.5&e=20.25", b"a=1&b=&k=AK&t=10&e=20&r=1", b"a=1&k=AK&e=20&t=10&r=1&u=0&f="):
        claim = signing.claim_of(base64.b64encode(bytes(20) + plain).decode())
        assert (claim.app_id, claim.secret_id, claim.bucket) == ("1", "AK", "")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", Code.NO_SIGNATURE),
        ("  ", Code.NO_SIGNATURE),
        ("not base64!", Code.BAD_SIGNATURE_STRING),
        (base64.b64encode(bytes(20)).decode(), Code.BAD_SIGNATURE_STRING),
        (base64.b64encode(bytes(20) + b"a=1&e=2&t=1").decode(), Code.BAD_SIGNATURE_STRING),
        (base64.b64encode(bytes(20) + b"a=1&k=K&e=x&t=1").decode(), Code.BAD_SIGNATURE_STRING),
        (base64.b64encode(bytes(20) + b"a=1&k=K&e=1&t=-1").decode(), Code.BAD_SIGNATURE_STRING),
        (base64.b64encode(bytes(20) + "a=一&k=K&e=1&t=1".encode()).decode(), Code.BAD_SIGNATURE_STRING),
    ],
)
def test_headers_that_cannot_be_read(header: str, code: Code) -> None:
    assert code_of(signing.claim_of, header) is code


def test_a_span_of_more_than_ninety_days() -> None:
    made = signing.signature("1", "", "K", SECRET_KEY, now=0, expires=signing.LONGEST + 1, random=1)
    assert code_of(signing.verify, signing.claim_of(made), SECRET_KEY, 1) is Code.BAD_SIGNATURE_STRING


def test_bodies_of_the_official_client() -> None:
    by_url = licence.decode_request(URL_MODE)
    assert by_url.url.startswith("http")
    assert by_url.bucket == "test"
    in_parts = licence.decode_request(MULTIPART)
    assert in_parts.image
    in_json = licence.decode_request(CAPTURES["drivinglicence base64 json via SDK Http+Auth"])
    assert {by_url.app_id, in_parts.app_id, in_json.app_id} == {"10000001"}


@given(st.binary(min_size=1, max_size=400))
def test_a_part_keeps_every_byte(image: bytes) -> None:
    boundary = b"acebdf13572468"
    fields = b"".join(
        b"--" + boundary + b'\r\nContent-Disposition: form-data; name="' + name + b'";\r\n\r\n' + value + b"\r\n"
        for name, value in ((b"appid", b"1"), (b"type", b"1"))
    )
    part = b'Content-Disposition: form-data; name="image"; filename="t.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + image
    body = fields + b"--" + boundary + b"\r\n" + part + b"\r\n--" + boundary + b"--\r\n"
    headers = (("Content-Type", f"multipart/form-data;boundary={boundary.decode()}"),)
    request = WireRequest("POST", licence.PATH, "", headers, body)
    assert licence.decode_request(request) == licence.Request("1", licence.LicenceType.DRIVING, image)


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"\xff" * 40])
def test_parts_that_are_none(body: bytes) -> None:
    headers = (("Content-Type", "multipart/form-data; boundary=x"),)
    assert code_of(licence.decode_request, WireRequest("POST", licence.PATH, "", headers, body)) is Code.BAD_REQUEST


def multipart(body: bytes, content_type: str = "multipart/form-data; boundary=x") -> WireRequest:
    return WireRequest("POST", licence.PATH, "", (("Content-Type", content_type),), body)


def field(name: str, value: bytes, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


NAMED = field("appid", b"1") + field("type", b"1")


def test_parts_as_clients_write_them() -> None:
    """Boundaries in quotes and with spaces after them, text before and after all parts, a boundary's like in a part."""
    picture = b"\r\n--xy\r\n-- x\r\n--"
    body = b"before\r\n" + NAMED.replace(b"--x\r\n", b"--x  \r\n") + field("image", picture) + b"--x-- \r\nafter--x"
    decoded = licence.decode_request(multipart(body, 'Multipart/Form-Data; charset=utf-8; boundary="x"'))
    assert decoded == licence.Request("1", licence.LicenceType.DRIVING, picture)
    # What a part says of its type or coding changes none of its bytes.
    nested = "\r\nContent-Type: multipart/mixed; boundary=x2\r\nContent-Transfer-Encoding: base64"
    body = NAMED + field("image", b"--x2\r\n\r\nAAAA\r\n--x2--", nested) + b"--x--"
    assert licence.decode_request(multipart(body)).image == b"--x2\r\n\r\nAAAA\r\n--x2--"


def test_more_parts_than_the_api_has() -> None:
    many = b"".join(field(f"n{number}", b"") for number in range(7))
    assert licence.decode_request(multipart(NAMED + many + field("image", b"1") + b"--x--")).image == b"1"
    body = NAMED + many + field("n", b"") + field("image", b"1") + b"--x--"
    assert code_of(licence.decode_request, multipart(body)) is Code.BAD_REQUEST


def _levels(count: int) -> bytes:
    opened = (
        f'--b{level}\r\nContent-Disposition: form-data; name="image"\r\n'
        f"Content-Type: multipart/mixed; boundary=b{level + 1}\r\n\r\n"
        for level in range(count)
    )
    return "".join(opened).encode()


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (_levels(2000), "b0"),
        (_levels(90) + b"\r\n" * 1_000_000, "b0"),
        (b"\r\n--x" * 600_000, "x"),
        (b"--x\r\n" * 600_000, "x"),
        (b"--x" + b" " * 5_000_000, "x"),
        (b"--x\r\n" + b"a: b\r\n" * 500_000 + b"--x--", "x"),
        (b"\r\n" + b"-" * 5_000_000, "-" * 70),
    ],
)
def test_time_grows_with_the_length_of_parts_alone(body: bytes, boundary: str) -> None:
    start = time.process_time()
    assert code_of(licence.decode_request, multipart(body, f"multipart/form-data; boundary={boundary}")) in (
        Code.BAD_REQUEST,
        Code.EMPTY_PARAMETER,
    )
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"type": 1, "url": "http://a"}, Code.EMPTY_PARAMETER),
        ({"appid": "1", "url": "http://a"}, Code.EMPTY_PARAMETER),
        ({"appid": "1", "type": 1}, Code.EMPTY_PARAMETER),
        ({"appid": "1", "type": 3, "url": "http://a"}, Code.WRONG_TYPE),
        ({"appid": "1", "type": True, "url": "http://a"}, Code.WRONG_TYPE),
        ({"appid": "1", "type": "x", "url": "http://a"}, Code.WRONG_TYPE),
        ({"appid": "1", "type": 1, "image": ""}, Code.EMPTY_IMAGE),
        ({"appid": "1", "type": 1, "image": "%%"}, Code.DECODE_FAILED),
        ({"appid": "1", "type": 1, "image": 5}, Code.INVALID_PARAMETER),
        ({"appid": ["1"], "type": 1, "url": "http://a"}, Code.INVALID_PARAMETER),
        ({"appid": "1", "type": 1, "url": "http://a/" + "x" * 3000}, Code.PARAMETER_TOO_LONG),
    ],
)
def test_parameters_that_are_refused(parameters: dict[str, Any], code: Code) -> None:
    assert code_of(licence.decode_request, json_request(**parameters)) is code


def test_the_picture_s_other_name_and_the_address_that_wins() -> None:
    assert licence.decode_request(json_request(appid="1", type="2", base64="AAAA")).image == bytes(3)
    both = licence.decode_request(json_request(appid=1, type=0, image="%%", url="http://a"))
    assert (both.url, both.image, both.app_id) == ("http://a", b"", "1")


def test_bodies_too_large_or_of_another_kind() -> None:
    large = replace(json_request(), body=b" " * (licence.LARGEST_BODY + 1))
    assert code_of(licence.decode_request, large) is Code.BODY_TOO_LARGE
    for body in (b"[]", b"{", b"\xff"):
        assert code_of(licence.decode_request, replace(json_request(), body=body)) is Code.BAD_REQUEST
    plain = replace(json_request(), headers=(("Content-Type", "text/plain"),))
    assert code_of(licence.decode_request, plain) is Code.BAD_REQUEST


def test_the_example_decodes_and_encodes_to_the_same_json() -> None:
    decoded = licence.decode_answer(WireAnswer(200, json.dumps(EXAMPLE).encode()))
    assert isinstance(decoded, licence.Answer)
    again = json.loads(licence.encode_answer(decoded).body)
    assert again == EXAMPLE
    assert list(again["data"]["items"][0]) == ["item", "itemcoord", "itemconf", "itemstring"]


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
boxes = st.tuples(*[st.integers(0, 9000)] * 4)


@given(
    st.builds(licence.Answer, texts, st.lists(st.builds(licence.Item, texts, texts, st.floats(0, 1), boxes)).map(tuple))
)
def test_an_answer_comes_through(answer: licence.Answer) -> None:
    assert licence.decode_answer(licence.encode_answer(answer)) == answer


@given(
    st.one_of(
        st.builds(
            licence.Request, st.just("1"), st.sampled_from(licence.LicenceType), st.binary(min_size=1, max_size=9)
        ),
        st.builds(licence.Request, st.just("1"), st.sampled_from(licence.LicenceType), url=st.just("http://a/b")),
    )
)
def test_a_request_comes_through(request: licence.Request) -> None:
    headers, body = licence.encode_request(request)
    assert licence.decode_request(WireRequest("POST", licence.PATH, "", tuple(headers.items()), body)) == request


@pytest.mark.parametrize("code", [code for code in Code if code is not Code.OK])
def test_an_error_comes_through(code: Code) -> None:
    error = ApiError(code)
    answer = licence.encode_error(error)
    assert answer.status == 200
    assert licence.decode_answer(answer) == licence.Failure(int(code), error.message)


def test_an_account_in_arrears_says_so_in_the_message() -> None:
    assert json.loads(licence.encode_error(ApiError(Code.BAD_REQUEST, IN_ARREARS)).body) == {
        "code": 3,
        "message": "account abnormal,errorno is:2",
    }


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"code":0}', b'{"code":0,"data":{"items":[1],"session_id":""}}']
)
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(licence.MalformedAnswer):
        licence.decode_answer(WireAnswer(200, body))
