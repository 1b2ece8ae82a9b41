"""Forms and queries of Tencent Cloud API 3.0, which are read before anybody is known to have sent them."""

from __future__ import annotations

import time
from unittest import mock
from urllib.parse import parse_qsl, urlencode

import pytest

from kyc.protocols.tencent_v3 import parameters
from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.id_card import Switch
from kyc.protocols.tencent_v3.parameters import common, flat, names_an_action, of_action
from kyc.protocols.wire import WireRequest


def form(body: bytes) -> WireRequest:
    return WireRequest("POST", "/", "", (("Content-Type", parameters.FORM),), body)


def refusal(request: WireRequest) -> Code:
    with pytest.raises(ApiError) as refused:
        flat(request)
    return refused.value.code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"Action=x" + b"&a" * 7_000_000, Code.REQUEST_SIZE),
        (b"Action=" + b"%41" * 4_000_000, Code.REQUEST_SIZE),
        (b"Action=x" + b"&a" * 400_000, Code.INVALID_REQUEST),
        (b"Action=\xff", Code.INVALID_REQUEST),
    ],
)
def test_a_stranger_s_form_costs_nothing(body: bytes, code: Code) -> None:
    start = time.process_time()
    assert refusal(form(body)) is code
    assert time.process_time() - start < 0.2


def test_a_form_with_everything_that_a_call_may_have_is_taken() -> None:
    given = dict.fromkeys(parameters.COMMON, "1")
    given |= {"ImageBase64": "A" * 1_000_000, "CardSide": "FRONT", "EnableRecognitionRectify": "true"}
    given |= {f"Config.{switch.value}": "True" for switch in Switch}
    assert of_action(form(urlencode(given).encode()))["Config"] == {switch.value: "True" for switch in Switch}
    assert flat(form(urlencode(dict.fromkeys(map(str, range(parameters.MOST_PARAMETERS)), "1")).encode()))
    one_more = dict.fromkeys(map(str, range(parameters.MOST_PARAMETERS + 1)), "1")
    assert refusal(form(urlencode(one_more).encode())) is Code.INVALID_REQUEST


def test_a_request_is_read_once() -> None:
    with mock.patch.object(parameters, "parse_qsl", wraps=parse_qsl) as parse:
        for request in (form(b"Action=x&Version=y"), WireRequest("GET", "/", "Action=x&Version=y")):
            assert names_an_action(request)
            assert (common(request, "Action"), common(request, "Version")) == ("x", "y")
            assert of_action(request) == {}
    assert parse.call_count == 2


@pytest.mark.parametrize(("query", "is_call"), [("Action=x" + "&a" * 100, True), ("a=1" + "&a" * 100, False)])
def test_a_query_of_too_many_parameters_is_a_call_if_it_names_an_action(query: str, is_call: bool) -> None:
    assert names_an_action(WireRequest("GET", "/", query)) is is_call
