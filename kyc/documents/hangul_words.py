"""How far two Hangul texts are apart, letter by letter of which syllables are made, and the nearest word of a list.

A reader that takes 북 for 복 got one of three letters wrong; counted in syllables, it would be as far off as 남.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

#: A word is taken from a list only where at most this part of its letters was read otherwise.
FARTHEST: Final = 0.30
#: And only where the next best word misses at least this many letters more; a single wrong letter needs one.
LEAD: Final = 2

_SYLLABLES: Final = range(0xAC00, 0xD7A4)


def is_syllable(character: str) -> bool:
    """Whether ``character`` is one whole Hangul syllable."""
    return len(character) == 1 and ord(character) in _SYLLABLES


def letters(text: str) -> str:
    """``text`` with every syllable taken apart into its letters, without spaces."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def distance(one: str, other: str) -> int:
    """The least number of letters to insert, drop or exchange; spaces do not count."""
    first, second = letters(one), letters(other)
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def nearest(text: str, words: Sequence[str], farthest: float = FARTHEST) -> str:
    """The one of ``words`` that ``text`` must be; empty where none is near or two are."""
    if not "".join(text.split()):
        return ""
    ranked = sorted((distance(text, word), word) for word in dict.fromkeys(words))
    if not ranked:
        return ""
    off, word = ranked[0]
    if off > farthest * len(letters(word)):
        return ""
    if off and len(ranked) > 1 and ranked[1][0] - off < min(off, LEAD):
        return ""
    return word
