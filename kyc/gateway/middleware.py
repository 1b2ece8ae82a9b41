"""Calls of the vendors' APIs are answered here, before sessions, CSRF and sign-in; all else goes on to the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from kyc.gateway import huawei, tencent_legacy, tencent_v3
from kyc.protocols.wire import WireAnswer, WireRequest

#: No API takes a larger body; of what is larger nothing is read.
LARGEST_BODY: Final = 14 * 1024 * 1024

Answer = Callable[[WireRequest], WireAnswer]
_APIS: Final[tuple[tuple[Callable[[WireRequest], bool], Answer], ...]] = (
    (tencent_v3.serves, tencent_v3.answer),
    (tencent_legacy.serves, tencent_legacy.answer),
    (huawei.serves, huawei.answer),
)


class GatewayMiddleware:
    """``GET /`` serves both: it is a call where it names an action, and a page where it does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        head = _without_body(request)
        answer = _endpoint(head)
        if answer is None:
            return self._get_response(request)
        return _response(answer(_with_body(head, request)))


def _endpoint(request: WireRequest) -> Answer | None:
    """Who answers a request by its path; None for a page's."""
    return next((answer for serves, answer in _APIS if serves(request)), None)


def _without_body(request: HttpRequest) -> WireRequest:
    target = str(request.META.get("RAW_URI") or quote(request.path, safe="/~%"))
    path = target.partition("?")[0]
    return WireRequest(
        method=request.method or "",
        # A proxy's form of the request line names the host as well.
        path="/" + path.split("/", 3)[-1] if "://" in path else path,
        query=request.META.get("QUERY_STRING", ""),
        headers=tuple(request.headers.items()),
    )


def _with_body(head: WireRequest, request: HttpRequest) -> WireRequest:
    """The whole request; a body beyond ``LARGEST_BODY`` is cut there, which every API's own limit then refuses."""
    return WireRequest(head.method, head.path, head.query, head.headers, request.read(LARGEST_BODY))


def _response(answer: WireAnswer) -> HttpResponse:
    headers = dict(answer.headers)
    response = HttpResponse(answer.body, status=answer.status, content_type=headers.pop("Content-Type"))
    for name, value in headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    # Each call has its own row; Django's warning about every refused one would only fill the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
