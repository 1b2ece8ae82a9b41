"""Who did something, as plain values: the trail outlives accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    API_CLIENT = "api_client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    id: str
    name: str
    role: str
    ip: str = ""
    user_agent: str = ""


SYSTEM = Actor(ActorKind.SYSTEM, "", "desk", "system")
