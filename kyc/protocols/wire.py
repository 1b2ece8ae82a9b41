"""A request and an answer of HTTP as they lie on the wire, whichever program carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class WireRequest:
    """``path`` and ``query`` are as sent, percent-encoding and order included: signatures cover them so. ``headers``
    are in the order sent; their names compare without case. ``read`` keeps what was once read from it, so that it is
    not read for every question; a changed copy begins with none of it."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    read: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def header(self, name: str) -> str:
        """The first header of that name; empty where there is none."""
        return next((value for other, value in self.headers if other.lower() == name.lower()), "")

    def with_headers(self, more: Mapping[str, str]) -> WireRequest:
        """The same request with ``more`` headers after its own, of which namesakes are dropped."""
        names = {name.lower() for name in more}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in names)
        return replace(self, headers=(*kept, *more.items()))

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """What a server answers. ``headers`` hold the content type that the vendor's own clients insist on."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
