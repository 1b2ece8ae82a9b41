"""The theme switch, and the icon where browsers look for it by themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kyc.web.theme import COOKIE, COOKIE_AGE_SECONDS, Theme


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme and go back to the page it was chosen on. Without JavaScript this is the whole switch."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme.values:
        return HttpResponseBadRequest()
    response = HttpResponseRedirect(_safe_next(request), status=303)
    response.set_cookie(COOKIE, chosen, COOKIE_AGE_SECONDS, secure=settings.HTTPS, samesite="Lax")
    return response


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return reverse("home")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages without our frame (the admin's, a plain text) name no icon, and browsers then ask for this address."""
    return HttpResponsePermanentRedirect(static("web/favicon.svg"))
