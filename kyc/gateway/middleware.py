"""Calls of the vendors' APIs are answered here, before sessions, CSRF and sign-in; all else goes on to the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from kyc.gateway import huawei, incomplete, tencent_legacy, tencent_v3
from kyc.protocols.wire import WireAnswer, WireRequest

#: No API takes a larger body; of what is larger nothing is read.
LARGEST_BODY: Final = 14 * 1024 * 1024

Answer = Callable[[WireRequest], WireAnswer]
#: Who answers what; and who answers it where its body did not come.
_APIS: Final[tuple[tuple[Callable[[WireRequest], bool], Answer, Answer], ...]] = (
    (tencent_v3.serves, tencent_v3.answer, incomplete.tencent_v3_answer),
    (tencent_legacy.serves, tencent_legacy.answer, incomplete.tencent_legacy_answer),
    (huawei.serves, huawei.answer, incomplete.huawei_answer),
)


class _Incomplete(Exception):
    """The body broke off, came too slowly, or has no length that this server knows."""


class GatewayMiddleware:
    """``GET /`` serves both: it is a call where it names an action, and a page where it does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        head = _without_body(request)
        for serves, answer, answer_incomplete in _APIS:
            if serves(head):
                return _response(_answered(head, request, answer, answer_incomplete))
        return self._get_response(request)


def _answered(head: WireRequest, request: HttpRequest, answer: Answer, answer_incomplete: Answer) -> WireAnswer:
    try:
        body = _body(request)
    except _Incomplete:
        return answer_incomplete(head)
    return answer(replace(head, body=body) if body else head)


def _without_body(request: HttpRequest) -> WireRequest:
    target = str(request.META.get("RAW_URI") or quote(request.path, safe="/~%"))
    path = target.partition("?")[0]
    return WireRequest(
        method=request.method or "",
        # A proxy's form of the request line names the host as well.
        path=path if path.startswith("/") else "/" + "/".join(path.split("/")[3:]),
        query=request.META.get("QUERY_STRING", ""),
        headers=tuple(request.headers.items()),
    )


def _body(request: HttpRequest) -> bytes:
    """What came; cut at ``LARGEST_BODY``, which every API's own limit then refuses. Read past Django, for which a body
    in chunks is none. The server's worker has received it, or has given it up (``kyc.web_worker``).

    Raises:
        _Incomplete
    """
    stated = str(request.META.get("CONTENT_LENGTH") or "")
    if not stated and not request.META.get("wsgi.input_terminated"):
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            raise _Incomplete
        return b""
    size = min(int(stated), LARGEST_BODY) if stated.isdecimal() else LARGEST_BODY
    try:
        body: bytes = request.META["wsgi.input"].read(size)
    except Exception as error:
        # Each server has its own for chunks that are none, and for a line that broke.
        raise _Incomplete from error
    if stated and len(body) < size:
        raise _Incomplete
    return body


def _response(answer: WireAnswer) -> HttpResponse:
    headers = dict(answer.headers)
    response = HttpResponse(answer.body, status=answer.status, content_type=headers.pop("Content-Type"))
    for name, value in headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    # Each call has its own row; Django's warning about every refused one would only fill the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
