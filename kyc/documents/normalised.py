"""A value brought into the form its standard gives it, and what had to be changed beyond its writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kyc.documents.words import N_, Words

#: What is taken for another character of the same outline; the first is the one it differs from by the least.
LOOK_ALIKES: Final[dict[str, str]] = {
    "O": "0DQ",
    "0": "ODQ",
    "Q": "0OD",
    "D": "0OQ",
    "I": "1",
    "1": "I",
    "L": "1",
    "B": "8",
    "8": "B",
    "S": "5",
    "5": "S",
    "Z": "2",
    "2": "Z",
    "G": "6",
    "6": "G",
}

REPAIRED: Final = N_("Read as %(read)s; its places allow only %(value)s (%(changes)s).")


@dataclass(frozen=True, slots=True)
class Normalised:
    """``value`` in its standard's form; ``explanation`` where a character was changed, None where only the writing was
    (widths, spaces, separators, case)."""

    value: str
    explanation: Words | None = None


def compact(text: str, separators: str = "") -> str:
    """Half-width, upper case, without spaces and ``separators``. A small l among capitals is a misread I or 1."""
    written = "".join(unicodedata.normalize("NFKC", text).split())
    if any(char.isupper() for char in written):
        written = written.replace("l", "I")
    # Composed once more: an accent may now stand behind a letter that a space kept it from.
    return unicodedata.normalize("NFKC", written.upper().translate(dict.fromkeys(map(ord, separators))))


def repair(read: str, alphabets: Sequence[str], look_alikes: Mapping[str, str] = LOOK_ALIKES) -> str | None:
    """``read`` with each character replaced that its place does not allow; None where that cannot be done.

    ``alphabets`` gives the characters allowed in each place. A letter and the digit of its very outline (O and 0, I and
    1) stand for each other; any other replacement needs to be the only one that the place allows.
    """
    if len(read) != len(alphabets):
        return None
    repaired = [_repair(char, allowed, look_alikes) for char, allowed in zip(read, alphabets, strict=True)]
    return None if None in repaired else "".join(char for char in repaired if char)


def with_explanation(read: str, value: str) -> Normalised:
    """``value``, with the characters named that differ from ``read`` (of the same length)."""
    return Normalised(value, explain(read, value) if read != value else None)


def explain(read: str, value: str) -> Words:
    """What was changed, character by character: ``O→0``."""
    changes = dict.fromkeys(f"{old}→{new}" for old, new in zip(read, value, strict=True) if old != new)
    return Words(REPAIRED, {"read": read, "value": value, "changes": ", ".join(changes)})


def fewest_changes(read: str, candidates: Iterable[str | None]) -> str | None:
    """The candidate that differs from ``read`` in the fewest places; None where there is none, or not only one."""
    ranked = sorted((_changes(read, text), text) for text in dict.fromkeys(candidates) if text)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _changes(read: str, text: str) -> int:
    return sum(old != new for old, new in zip(read, text, strict=True))


def _repair(char: str, allowed: str, look_alikes: Mapping[str, str]) -> str | None:
    if char in allowed:
        return char
    possible = [other for other in look_alikes.get(char, "") if other in allowed]
    if possible and (len(possible) == 1 or {char, possible[0]} in ({"0", "O"}, {"1", "I"})):
        return possible[0]
    return None
