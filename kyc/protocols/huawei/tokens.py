"""The identity service as OCR's clients use it: ``POST /v3/auth/tokens`` and ``GET /v3/projects``.

Source: the vendor's public text and requests captured from its SDK. A token travels only in the header
``X-Subject-Token``; errors have the shape of Keystone, with a number for a code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from kyc.protocols.wire import WireAnswer

#: A token lasts 24 hours.
LIFETIME_SECONDS: Final = 24 * 3600
SUBJECT_TOKEN: Final = "X-Subject-Token"  # noqa: S105
AUTH_TOKEN: Final = "X-Auth-Token"  # noqa: S105
_HEADERS: Final = {"Content-Type": "application/json"}
_TIME: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


class IamError(Exception):
    """An answer of the identity service's error form."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(f"{status.value} {message}")
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A password's login. ``project`` is the scope's project by name or id; empty for a scope without one."""

    user: str
    password: str
    domain: str
    project: str = ""

    def __repr__(self) -> str:
        return f"TokenRequest(user={self.user!r}, domain={self.domain!r}, project={self.project!r})"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token is for."""

    user: str
    user_id: str
    domain: str
    domain_id: str
    project: str
    project_id: str


def decode_token_request(body: bytes) -> TokenRequest:
    """
    Raises:
        IamError: 400 for another shape or another method than a password.
    """
    try:
        auth = json.loads(body)["auth"]
        identity = auth["identity"]
        user = identity["password"]["user"]
        if identity["methods"] != ["password"]:
            raise ValueError("methods")
        project = (auth.get("scope") or {}).get("project") or {}
        scope = project.get("name") or project.get("id") or ""
        parts = (user["name"], user["password"], user["domain"]["name"], scope)
        if not all(isinstance(part, str) for part in parts):
            raise TypeError("no text")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IamError(HTTPStatus.BAD_REQUEST, "The request body is invalid.") from error
    return TokenRequest(*parts)


def encode_token_request(request: TokenRequest) -> bytes:
    user = {"name": request.user, "password": request.password, "domain": {"name": request.domain}}
    auth: dict[str, Any] = {"identity": {"methods": ["password"], "password": {"user": user}}}
    if request.project:
        auth["scope"] = {"project": {"name": request.project}}
    return json.dumps({"auth": auth}).encode("ascii")


def encode_token(token: str, holder: Holder, issued: datetime, expires: datetime) -> WireAnswer:
    """``issued`` and ``expires`` are times of UTC."""
    domain = {"id": holder.domain_id, "name": holder.domain}
    content = {
        "expires_at": expires.strftime(_TIME),
        "issued_at": issued.strftime(_TIME),
        "methods": ["password"],
        "catalog": [],
        "project": {"id": holder.project_id, "name": holder.project, "domain": domain},
        "roles": [],
        "user": {"id": holder.user_id, "name": holder.user, "domain": domain},
    }
    return _wire(HTTPStatus.CREATED, {"token": content}, {SUBJECT_TOKEN: token})


def encode_projects(projects: Mapping[str, str], domain_id: str) -> WireAnswer:
    """``projects`` maps ids to names."""
    entries = [
        {
            "id": project_id,
            "name": name,
            "domain_id": domain_id,
            "parent_id": domain_id,
            "is_domain": False,
            "enabled": True,
            "description": "",
            "links": {"self": f"/v3/projects/{project_id}"},
        }
        for project_id, name in projects.items()
    ]
    links = {"self": "/v3/projects", "previous": None, "next": None}
    return _wire(HTTPStatus.OK, {"projects": entries, "links": links}, {})


def encode_error(error: IamError) -> WireAnswer:
    content = {"code": error.status.value, "message": error.message, "title": error.status.phrase}
    return _wire(error.status, {"error": content}, {})


def decode_expiry(answer: WireAnswer) -> datetime:
    """When the token of an answer expires (UTC).

    Raises:
        IamError: the identity service refused.
        ValueError: the answer has another shape.
    """
    if answer.status != HTTPStatus.CREATED:
        raise IamError(HTTPStatus(answer.status), "no token was given")
    try:
        return datetime.strptime(json.loads(answer.body)["token"]["expires_at"], _TIME).replace(tzinfo=UTC)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no token") from error


def _wire(status: HTTPStatus, content: Mapping[str, Any], headers: Mapping[str, str]) -> WireAnswer:
    return WireAnswer(status, json.dumps(content, ensure_ascii=False).encode("utf-8"), {**_HEADERS, **headers})
