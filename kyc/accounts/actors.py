"""Who acts, as the trail names them."""

from __future__ import annotations

from django.http import HttpRequest

from kyc.accounts.guards import current_user
from kyc.accounts.models import User
from kyc.audit.actor import Actor, ActorKind

USER_AGENT_LIMIT = 300


def actor_for(user: User, ip: str = "", user_agent: str = "") -> Actor:
    """The actor that stands for ``user``: account id, user name, role."""
    return Actor(
        ActorKind.USER, id=str(user.pk), name=user.get_username(), role=user.role, ip=ip, user_agent=user_agent
    )


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user of a request, with address and browser.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    return actor_for(current_user(request), *origin_of(request))


def nobody(request: HttpRequest | None) -> Actor:
    """Whoever tries to sign in, before the desk knows them."""
    ip, user_agent = origin_of(request) if request else ("", "")
    return Actor(ActorKind.USER, id="", name="", role="", ip=ip, user_agent=user_agent)


def origin_of(request: HttpRequest) -> tuple[str, str]:
    """Address and browser of a request."""
    return request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", "")[:USER_AGENT_LIMIT]
