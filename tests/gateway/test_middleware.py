"""Bodies and paths as servers hand them over, whichever server it is."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kyc.gateway.middleware import GatewayMiddleware
from kyc.gateway.models import ApiCall
from kyc.protocols.huawei import tokens

pytestmark = pytest.mark.django_db

CODES = {
    "/": "InvalidRequest",
    "/ocr/drivinglicence": 3,
    "/v2/p/ocr/id-card": "ModelArts.4105",
    "/v3/auth/tokens": 400,
}
TOKEN = tokens.encode_token_request(tokens.TokenRequest("user", "wrong", "domain"))


def code(path: str, body: bytes, **environ: Any) -> str | int:
    """The code of the answer; "page" where it is none of the gateway's."""
    request = RequestFactory().generic("POST", path, content_type="application/json")
    request.META |= {"wsgi.input": io.BytesIO(body), **environ}
    content = GatewayMiddleware(lambda _: HttpResponse('{"code": "page"}'))(request)
    answer = json.loads(content.content)
    error = answer.get("Response", answer)
    error = error.get("Error") or error.get("error") or error
    return error.get("Code") or error.get("error_code") or error["code"]


@pytest.mark.parametrize("path", list(CODES))
def test_a_body_in_chunks_that_the_server_does_not_undo_is_the_vendor_s_error(path: str) -> None:
    assert code(path, TOKEN, HTTP_TRANSFER_ENCODING="chunked") == CODES[path]
    assert ApiCall.objects.get().code == str(CODES[path])


@pytest.mark.parametrize("path", list(CODES))
def test_a_body_that_broke_off_is_the_vendor_s_error(path: str) -> None:
    assert code(path, TOKEN, CONTENT_LENGTH=str(len(TOKEN) + 1)) == CODES[path]


def test_a_body_without_a_length_is_read_where_the_server_ends_it() -> None:
    terminated = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    assert code("/v3/auth/tokens", TOKEN, **terminated) == 401
    assert code("/v3/auth/tokens", TOKEN) == 400


@pytest.mark.parametrize(
    ("target", "is_call"),
    [
        ("/v2/p/ocr/passport", True),
        ("http://ocr.test/v2/p/ocr/passport?a=b", True),
        ("/x://v2/p/ocr/passport", False),
        ("/x://y/v2/p/ocr/passport", False),
        ("http://ocr.test", True),
    ],
)
def test_a_target_names_a_host_where_it_begins_with_none_of_the_path(target: str, is_call: bool) -> None:
    assert (code("/elsewhere", b"", RAW_URI=target) != "page") is is_call
