"""Who may open what: decided here, on the server, for every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from kyc.accounts.models import User
from kyc.accounts.rights import Right, has_right

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def current_user(request: HttpRequest) -> User:
    """The signed-in user.

    Raises:
        PermissionDenied: nobody is signed in (a view that forgot its guard).
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(right: Right) -> Callable[[View[P]], View[P]]:
    """Let a view run for those whose role carries ``right``; others get the login page or a 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_right(current_user(request), right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
