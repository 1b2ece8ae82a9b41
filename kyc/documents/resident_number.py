"""The Korean resident registration number: six digits of birth, a hyphen, a digit of century and sex, six more.

Until October 2020 the last six were four of region, one of sequence and a check digit. Numbers given or changed since
5 October 2020 end in six random digits, so a check digit that fits supports a reading and one that does not fails no
number by itself. Foreign residents (fifth to eighth kind of seventh digit) have a check digit with another constant.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final

from kyc.documents.words import N_, Words

WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
#: What the weighted sum is taken from, modulo 11, before the last digit of the difference is the check digit.
CITIZEN_CONSTANT: Final = 11
FOREIGN_CONSTANT: Final = 13
#: From this day on numbers are given with six random digits.
RANDOM_SINCE: Final = date(2020, 10, 5)

MALE: Final = "남"
FEMALE: Final = "여"

_CENTURIES: Final = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
_FOREIGN: Final = "5678"
_SHAPE = re.compile(r"[0-9]{6}-[0-9]{7}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~～·.", "-"))


class Checksum(StrEnum):
    """What the check digit says of a number."""

    FITS = "fits"
    DIFFERS = "differs"
    #: The number ends in random digits, or may do so.
    DOES_NOT_APPLY = "does_not_apply"


def normalise(text: str) -> str:
    """Half-width, without spaces, with one hyphen after the sixth digit. Changes the writing only, never a digit."""
    compact = unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", text).split())).translate(_DASHES)
    digits = compact.replace("-", "")
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        return f"{digits[:6]}-{digits[6:]}"
    return compact


def has_shape(number: str) -> bool:
    """Whether ``number`` is written as six digits, a hyphen and seven digits."""
    return _SHAPE.fullmatch(number) is not None


def is_foreign(number: str) -> bool:
    """Whether the seventh digit is a foreign resident's; ``ValueError`` where the number has another shape."""
    return _digits(number)[6] in _FOREIGN


def birth_date(number: str) -> date | None:
    """The date of birth; None where the number has another shape or the calendar does not know the day."""
    if not has_shape(number):
        return None
    digits = _digits(number)
    try:
        return date(_CENTURIES[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def sex(number: str) -> str:
    """``남`` where the seventh digit is odd, else ``여``; ``ValueError`` where the number has another shape."""
    return MALE if int(_digits(number)[6]) % 2 else FEMALE


def check_digit(first12: str) -> str:
    """The check digit that follows twelve digits (no hyphen), by the rule of before October 2020.

    ``ValueError`` on other input.
    """
    if len(first12) != len(WEIGHTS) or not (first12.isascii() and first12.isdigit()):
        raise ValueError("the check digit is worked out from twelve digits")
    constant = FOREIGN_CONSTANT if first12[6] in _FOREIGN else CITIZEN_CONSTANT
    return str((constant - _weighted_sum(first12) % 11) % 10)


def checksum(number: str, known_by: date | None = None) -> Checksum:
    """What the check digit says; ``ValueError`` where the number has another shape.

    A holder born since October 2020 has a random number. Anybody else's may have been changed to one, or, a foreign
    resident's, given late; ``known_by`` is a day on which the number was already printed on a document (its day of
    issue), and before October 2020 no number was random.
    """
    digits = _digits(number)
    if digits[12] == check_digit(digits[:12]):
        return Checksum.FITS
    if known_by is not None and known_by < RANDOM_SINCE:
        return Checksum.DIFFERS
    born = birth_date(number)
    if is_foreign(number) or (born is not None and born >= RANDOM_SINCE):
        return Checksum.DOES_NOT_APPLY
    return Checksum.DIFFERS


def worked_check_digit(number: str, known_by: date | None = None) -> Words:
    """The arithmetic of the check digit in words, for a number of the right shape (``ValueError`` otherwise)."""
    digits = _digits(number)
    total = _weighted_sum(digits[:12])
    params: dict[str, str | int | float] = {
        "sum": " + ".join(f"{digit}×{weight}" for digit, weight in zip(digits[:12], WEIGHTS, strict=True)),
        "total": total,
        "remainder": total % 11,
        "constant": FOREIGN_CONSTANT if is_foreign(number) else CITIZEN_CONSTANT,
        "expected": check_digit(digits[:12]),
        "printed": digits[12],
    }
    return Words(_VERDICTS[checksum(number, known_by)], params)


_VERDICTS: Final = {
    Checksum.FITS: N_(
        "%(sum)s = %(total)s. Divided by 11 this leaves %(remainder)s; %(constant)s less that calls for the check digit"
        " %(expected)s. The number ends in %(printed)s, as it should."
    ),
    Checksum.DIFFERS: N_(
        "%(sum)s = %(total)s. Divided by 11 this leaves %(remainder)s; %(constant)s less that calls for the check digit"
        " %(expected)s. The number ends in %(printed)s instead. Numbers changed since October 2020 end in random"
        " digits, so this alone is no proof."
    ),
    Checksum.DOES_NOT_APPLY: N_(
        "%(sum)s = %(total)s. Divided by 11 this leaves %(remainder)s; the rule of before October 2020 calls for the"
        " check digit %(expected)s. The number ends in %(printed)s; numbers given since then end in random digits."
    ),
}


def _digits(number: str) -> str:
    if not has_shape(number):
        raise ValueError("not a resident number")
    return number.replace("-", "")


def _weighted_sum(first12: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(first12, WEIGHTS, strict=True))
