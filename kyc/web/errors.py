"""Pages that say what went wrong, in the desk's own words. No foreign exception's text reaches them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from kyc.documents.errors import DeskError
from kyc.web.words import say_error

logger = logging.getLogger(__name__)


def error_page(request: HttpRequest, *, status: int, title: str, sentence: str) -> HttpResponse:
    """The page for a failure that a view expected. ``title`` and ``sentence`` are translated already."""
    return render(request, "error.html", {"status": status, "title": title, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``; what was merely too large says 413."""
    status = 413 if isinstance(exception, RequestDataTooBig | TooManyFilesSent) else 400
    return render(request, f"{status}.html", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``."""
    try:
        return render(request, "500.html", status=500)
    except Exception:  # what broke the page (a database that is away, say) can break its frame too
        logger.exception("the page for a server error could not be drawn with its request")
        return HttpResponse(render_to_string("500.html"), status=500)


class DeskErrorMiddleware:
    """An expected failure that no view caught (a vault that is away, say) becomes its sentence, not a stack trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DeskError):
            return None
        logger.error("%s: %s", exception.code, exception.details)
        return error_page(
            request,
            status=503 if exception.retryable else 500,
            title=gettext("That did not work"),
            sentence=say_error(exception),
        )
