"""The page behind a one-time link."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kyc.accounts.actors import actor_for, origin_of
from kyc.accounts.forms import FirstPasswordForm
from kyc.accounts.links import user_of
from kyc.accounts.models import User
from kyc.accounts.services import set_password
from kyc.web.errors import error_page


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Set the password once; the link is used up by that, and the sign-in page follows."""
    user = user_of(uidb64, token)
    if user is None:
        return _used_up(request)
    form = FirstPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        return _set_once(request, uidb64, token, form.cleaned_data["password"])
    return render(request, "accounts/first_password.html", {"form": form, "account": user})


def _set_once(request: HttpRequest, uidb64: str, token: str, password: str) -> HttpResponse:
    """Check the link again with the account held: of two who use it at the same time the second is refused."""
    with transaction.atomic():
        seen = user_of(uidb64, token)
        if seen is not None:
            User.objects.select_for_update().get(pk=seen.pk)
        user = user_of(uidb64, token)
        if user is not None:
            set_password(actor=actor_for(user, *origin_of(request)), user=user, password=password)
    if user is None:
        return _used_up(request)
    messages.success(request, gettext("The password is set. Sign in with it."))
    return redirect("account_login")


def _used_up(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        status=410,
        title=gettext("This link no longer works"),
        sentence=gettext("It was used already, or its time ran out. Ask an administrator of the desk for a new one."),
    )
