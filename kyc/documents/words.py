"""Sentences that a pure room writes and a page translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark an English sentence for translation without translating it (pure rooms know no language)."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """A translatable sentence: the English message with ``%(name)s`` places, and what goes into them.

    Parameters may hold personal values (an identity number in a worked check digit), so stored words are sealed
    with the case's key and never logged.
    """

    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def english(self) -> str:
        """The sentence in English."""
        return self.message % self.params if self.params else self.message

    def to_json(self) -> dict[str, object]:
        return {"message": self.message, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Words:
        params = data.get("params") or {}
        if not isinstance(params, Mapping):
            raise TypeError("params must be a mapping")
        return cls(str(data["message"]), dict(params))
