"""Requests and answers of the seeds' three actions: the seeds' examples, and decode(encode(x)) = x."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.protocols.tencent_v3 import driver_licence, id_card, korean_licence
from kyc.protocols.tencent_v3.answers import Failure, MalformedAnswer, failure, opened, success
from kyc.protocols.tencent_v3.errors import BUSINESS_CODES, COMMON_CODES, Action, ApiError, Code
from kyc.protocols.tencent_v3.parameters import encoded, of_action
from kyc.protocols.tencent_v3.pictures import LARGEST_BASE64, Picture
from kyc.protocols.wire import WireAnswer, WireRequest
from tests.protocols.capture_files import captured

EXAMPLES = json.loads((Path(__file__).parent / "examples" / "tencent_v3.json").read_text(encoding="utf-8"))
CODECS: dict[str, Any] = {
    Action.DRIVER_LICENCE: driver_licence,
    Action.ID_CARD: id_card,
    Action.KOREAN_LICENCE: korean_licence,
}
EVERY_EXAMPLE = [(action, number) for action, examples in EXAMPLES.items() for number in range(len(examples))]
#: The seed cuts crops short, so that they are no Base64.
CUT_SHORT = {("IDCardOCR", 3): '{"IdCard":"/9j/4AAA","Portrait":"/9j/4AAQSkZJRBA="}'}

pictures = st.one_of(
    st.builds(Picture, st.binary(min_size=1, max_size=30)), st.builds(Picture, url=st.just("http://a/b"))
)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@pytest.mark.parametrize(("action", "number"), EVERY_EXAMPLE)
def test_an_example_decodes_and_encodes_to_the_same_json(action: str, number: int) -> None:
    response = dict(EXAMPLES[action][number]["Response"])
    response.update({"AdvancedInfo": CUT_SHORT[action, number]} if (action, number) in CUT_SHORT else {})
    codec = CODECS[action]
    again, request_id = opened(success(codec.encode_answer(codec.decode_answer(response)), response["RequestId"]))
    assert {**again, "RequestId": request_id} == response
    assert {name: type(value) for name, value in again.items()} == {
        name: type(value) for name, value in response.items() if name != "RequestId"
    }


@pytest.mark.parametrize("action", list(CODECS))
def test_each_text_of_an_answer_travels_under_its_own_name(action: str) -> None:
    codec = CODECS[action]
    assert set(codec.TEXTS) <= set(EXAMPLES[action][0]["Response"])
    for wire, ours in codec.TEXTS.items():
        answer = codec.Answer(**{ours: "值"})
        assert codec.encode_answer(answer)[wire] == "值"
        assert codec.decode_answer({wire: "值"}) == answer


@given(st.builds(driver_licence.Request, pictures, st.sampled_from(driver_licence.CardSide)))
def test_a_driving_licence_request_comes_through(request: driver_licence.Request) -> None:
    assert driver_licence.decode_request(driver_licence.encode_request(request)) == request


@given(
    st.builds(
        id_card.Request,
        pictures,
        st.sampled_from(id_card.CardSide),
        st.frozensets(st.sampled_from(id_card.Switch)),
        st.booleans(),
        st.booleans(),
    )
)
def test_an_id_card_request_comes_through(request: id_card.Request) -> None:
    assert id_card.decode_request(id_card.encode_request(request)) == request


@given(st.builds(korean_licence.Request, pictures, st.booleans()))
def test_a_korean_request_comes_through(request: korean_licence.Request) -> None:
    assert korean_licence.decode_request(korean_licence.encode_request(request)) == request


@given(
    st.builds(
        id_card.Answer,
        *[texts] * 8,
        st.builds(
            id_card.AdvancedInfo,
            st.none() | st.binary(max_size=20),
            st.none() | st.binary(max_size=20),
            st.none() | st.integers(0, 100),
            st.none() | st.integers(0, 100),
            st.none() | st.lists(st.sampled_from(id_card.Warn), unique=True).map(tuple),
        ),
        st.lists(st.sampled_from(id_card.Position)).map(tuple),
    )
)
def test_an_id_card_answer_comes_through(answer: id_card.Answer) -> None:
    assert id_card.decode_answer(id_card.encode_answer(answer)) == answer


@given(
    st.builds(
        driver_licence.Answer,
        *[texts] * 19,
        st.lists(st.sampled_from(driver_licence.Warn), unique=True).map(tuple),
    )
)
def test_a_driving_licence_answer_comes_through(answer: driver_licence.Answer) -> None:
    assert driver_licence.decode_answer(driver_licence.encode_answer(answer)) == answer


@given(st.builds(korean_licence.Answer, *[texts] * 8, st.binary(max_size=20), texts, texts))
def test_a_korean_answer_comes_through(answer: korean_licence.Answer) -> None:
    assert korean_licence.decode_answer(korean_licence.encode_answer(answer)) == answer


@pytest.mark.parametrize("code", list(Code))
def test_an_error_comes_through(code: Code) -> None:
    answer = failure(ApiError(code, "CardSide"), "id-1")
    assert answer.status == 200
    assert answer.headers == {"Content-Type": "application/json"}
    assert opened(answer) == Failure(code.value, ApiError(code, "CardSide").message, "id-1")


def test_every_code_is_a_business_code_or_a_common_one() -> None:
    business = frozenset().union(*BUSINESS_CODES.values())
    assert business | COMMON_CODES == frozenset(Code)
    assert not any(code in COMMON_CODES for code in business)


@pytest.mark.parametrize(
    "answer",
    [
        WireAnswer(500, b'{"Response":{"RequestId":"1"}}'),
        WireAnswer(200, b"<html>"),
        WireAnswer(200, b"[]"),
        WireAnswer(200, b'{"Response":{}}'),
        WireAnswer(200, b'{"Response":{"RequestId":"1","Error":"no"}}'),
    ],
)
def test_what_is_no_answer(answer: WireAnswer) -> None:
    with pytest.raises(MalformedAnswer):
        opened(answer)


def _refused(codec: Any, parameters: dict[str, Any]) -> Code:
    with pytest.raises(ApiError) as refused:
        codec.decode_request(parameters)
    return refused.value.code


@pytest.mark.parametrize("codec", CODECS.values(), ids=str)
def test_pictures_that_are_none(codec: Any) -> None:
    assert _refused(codec, {}) is Code.MISSING_PARAMETER
    assert _refused(codec, {"ImageBase64": ""}) is Code.EMPTY_IMAGE
    assert _refused(codec, {"ImageBase64": " \n"}) is Code.EMPTY_IMAGE
    assert _refused(codec, {"ImageBase64": "data:image/png;base64,AAAA"}) is Code.IMAGE_DECODE_FAILED
    assert _refused(codec, {"ImageBase64": "A" * (LARGEST_BASE64 + 1)}) is Code.FILE_TOO_LARGE
    assert _refused(codec, {"ImageBase64": 1}) is Code.INVALID_PARAMETER
    assert _refused(codec, {"ImageUrl": ["http://a"]}) is Code.INVALID_PARAMETER


@pytest.mark.parametrize("codec", CODECS.values(), ids=str)
def test_the_address_wins_over_the_bytes(codec: Any) -> None:
    request = codec.decode_request({"ImageBase64": "not Base64 at all", "ImageUrl": "http://a/b.jpg"})
    assert request.picture == Picture(url="http://a/b.jpg")


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("", driver_licence.CardSide.FRONT),
        ("BACK", driver_licence.CardSide.BACK),
        ("DOUBLE", driver_licence.CardSide.DOUBLE),
    ],
)
def test_card_side_of_a_driving_licence(given_: str, expected: driver_licence.CardSide) -> None:
    assert driver_licence.decode_request({"ImageUrl": "http://a", "CardSide": given_}).card_side is expected


def test_other_card_sides() -> None:
    assert _refused(driver_licence, {"ImageUrl": "http://a", "CardSide": "front"}) is Code.VALUE_LIMIT
    assert _refused(id_card, {"ImageUrl": "http://a", "CardSide": "DOUBLE"}) is Code.VALUE_LIMIT
    assert id_card.decode_request({"ImageUrl": "http://a"}).card_side is id_card.CardSide.EITHER


@pytest.mark.parametrize("config", ["{", "[]", "1", "CropIdCard"])
def test_a_config_that_is_no_json_object(config: str) -> None:
    assert _refused(id_card, {"ImageUrl": "http://a", "Config": config}) is Code.CONFIG_FORMAT


def test_configs_in_every_way_clients_send_them() -> None:
    for config in ('{"Quality":true,"CopyWarn":false}', {"Quality": "True", "CopyWarn": "False"}, {"Quality": True}):
        request = id_card.decode_request({"ImageUrl": "http://a", "Config": config})
        assert request.switches == {id_card.Switch.QUALITY}
    assert _refused(id_card, {"ImageUrl": "http://a", "Config": '{"Sharpen":true}'}) is Code.VALUE_LIMIT
    assert _refused(id_card, {"ImageUrl": "http://a", "Config": '{"Quality":1}'}) is Code.INVALID_PARAMETER


@pytest.mark.parametrize(("given_", "expected"), [(True, True), ("true", True), ("false", False), ("False", False)])
def test_return_head_image_also_as_a_string(given_: Any, expected: bool) -> None:
    request = korean_licence.decode_request({"ImageUrl": "http://a", "ReturnHeadImage": given_})
    assert request.return_head_image is expected


def test_parameters_of_captured_requests() -> None:
    requests = {label: request for name in ("tencent", "tencent_korean") for label, request in captured(name)}
    for label in ("A", "B", "C", "D", "P", "P2", "P3"):
        decoded = id_card.decode_request(of_action(requests[label]))
        assert id_card.Switch.COPY_WARN in decoded.switches, label
        assert decoded.reflect_detail, label
    assert korean_licence.decode_request(of_action(requests["KR2"])).return_head_image is False


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b"1", b'{"a":' * 5000])
def test_a_body_that_is_no_json_object(body: bytes) -> None:
    with pytest.raises(ApiError, match="InvalidRequest"):
        of_action(WireRequest("POST", "/", "", (("Content-Type", "application/json"),), body))


def test_a_null_is_as_good_as_nothing() -> None:
    body = encoded({"ImageUrl": "http://a", "CardSide": None})
    assert of_action(WireRequest("POST", "/", "", (("Content-Type", "application/json"),), body)) == {
        "ImageUrl": "http://a"
    }
