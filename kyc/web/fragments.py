"""One template, two answers: the whole page, or the part that htmx asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx swaps the answer into a page that is already there."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or its partial named ``fragment`` (``{% partialdef NAME %}``) where htmx asks for it.

    Both say ``Vary: HX-Request``, so that no cache gives the one in place of the other.
    """
    name = f"{template}#{fragment}" if fragment and wants_fragment(request) else template
    response = HttpResponse(render_to_string(name, dict(context or {}), request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def redirect_whole_page(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to ``url``, also out of an htmx request (which would swap the target into a fragment)."""
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url, "Vary": "HX-Request"})
    return HttpResponseRedirect(url, headers={"Vary": "HX-Request"})


class SignInAgainMiddleware:
    """Who was signed out while a page was open is asked to sign in on a whole page and comes back to where they were.

    A browser follows a redirect inside an htmx request by itself, and the sign-in page would end up in a fragment.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        leads_to_sign_in = response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
        if not (leads_to_sign_in and wants_fragment(request)):
            return response
        here = HtmxDetails(request).current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
        return redirect_whole_page(request, redirect_to_login(here)["Location"])
