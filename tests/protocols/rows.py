"""One row of the conformity table: a parameter, field, switch or warning of an API."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``part`` is a key of ``check``; ``name`` is spelt as in the seed, with full stops where it lies deeper."""

    api: str
    part: str
    name: str

    def __str__(self) -> str:
        return f"{self.api}-{self.part}-{self.name}"
