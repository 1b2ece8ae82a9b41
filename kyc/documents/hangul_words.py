"""How far two Hangul texts are apart, letter by letter of which syllables are made, and the nearest word of a list.

A reader that takes 북 for 복 got one of three letters wrong; counted in syllables, it would be as far off as 남.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

#: A word is taken from a list only where at most this part of its letters was read otherwise.
FARTHEST: Final = 0.30
#: And only where the next best word misses at least this many letters more; a single wrong letter needs one.
LEAD: Final = 2

_SYLLABLES: Final = range(0xAC00, 0xD7A4)


def is_syllable(character: str) -> bool:
    """Whether ``character`` is one whole Hangul syllable."""
    return len(character) == 1 and ord(character) in _SYLLABLES


@lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """``text`` with every syllable taken apart into its letters, without spaces."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def distance(one: str, other: str) -> int:
    """The least number of letters to insert, drop or exchange; spaces do not count."""
    first, second = letters(one), letters(other)
    return _edits(first, second, max(len(first), len(second)))


def syllables_apart(one: str, other: str) -> int:
    """The least number of whole characters to insert, drop or exchange; spaces do not count."""
    first, second = "".join(one.split()), "".join(other.split())
    return _edits(first, second, max(len(first), len(second)))


def nearest(text: str, words: Sequence[str], farthest: float = FARTHEST) -> str:
    """The one of ``words`` that ``text`` must be; empty where none is near or two are."""
    read = letters(text)
    if not read or not words:
        return ""
    # What is farther off than this is neither near nor a rival of what is.
    most = int(farthest * max(len(letters(word)) for word in words)) + LEAD
    ranked = sorted((off, word) for word in dict.fromkeys(words) if (off := _edits(read, letters(word), most)) <= most)
    if not ranked:
        return ""
    off, word = ranked[0]
    if off > farthest * len(letters(word)):
        return ""
    if off and len(ranked) > 1 and ranked[1][0] - off < min(off, LEAD):
        return ""
    return word


def _edits(first: str, second: str, most: int) -> int:
    """The least number of edits between two texts, or ``most + 1`` where it takes more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    first, second = _without_common_ends(first, second)
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    """Both texts less the letters that they begin and end with alike, which need no edit."""
    front = _alike(first, second)
    first, second = first[front:], second[front:]
    back = _alike(first[::-1], second[::-1])
    return first[: len(first) - back], second[: len(second) - back]


def _alike(first: str, second: str) -> int:
    """How many letters the two texts begin with alike."""
    pairs = zip(first, second, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
