"""The citizen identity number, GB 11643-1999: six digits of area, eight of birth, three of sequence, one check digit.

python-stdnum knows this number too, but takes an area code outside its table for a fault; codes of abolished counties
stay in numbers for life, so the arithmetic is our own and the tests hold it against stdnum's.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from kyc.documents.dates import parse_date
from kyc.documents.words import N_, Words

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"
LENGTH: Final = 18

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")


def normalise(text: str) -> str:
    """Half-width, without spaces, X in upper case. Changes the writing only, never a digit."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper().replace("×", "X")


def has_shape(number: str) -> bool:
    """Whether ``number`` is written as seventeen digits and a digit or X."""
    return _SHAPE.fullmatch(number) is not None


def check_digit(first17: str) -> str:
    """The check digit, ``0`` to ``9`` or ``X``, of seventeen digits; ``ValueError`` on other input."""
    return CHECK_DIGITS[_weighted_sum(first17) % 11]


def is_valid(number: str) -> bool:
    """Right shape, a real date of birth and the right check digit. The area code is not judged."""
    return has_shape(number) and birth_date(number) is not None and check_digit(number[:17]) == number[17]


def birth_date(number: str) -> date | None:
    """Digits 7 to 14 as a date; None where the number has another shape or they are no real date."""
    return parse_date(number[6:14]) if has_shape(number) else None


def sex(number: str) -> str:
    """``男`` where digit 17 is odd, else ``女``; ``ValueError`` where the number has another shape."""
    if not has_shape(number):
        raise ValueError("not a citizen number")
    return "男" if int(number[16]) % 2 else "女"


def worked_check_digit(number: str) -> Words:
    """The arithmetic of the check digit in words, for a number of the right shape (``ValueError`` otherwise)."""
    if not has_shape(number):
        raise ValueError("not a citizen number")
    total = _weighted_sum(number[:17])
    remainder = total % 11
    params: dict[str, str | int | float] = {
        "sum": " + ".join(f"{digit}×{weight}" for digit, weight in zip(number[:17], WEIGHTS, strict=True)),
        "total": total,
        "remainder": remainder,
        "expected": CHECK_DIGITS[remainder],
        "printed": number[17],
    }
    if number[17] == CHECK_DIGITS[remainder]:
        return Words(
            N_(
                "%(sum)s = %(total)s. Divided by 11 this leaves %(remainder)s, which calls for the check digit"
                " %(expected)s. The number ends in %(printed)s, as it should."
            ),
            params,
        )
    return Words(
        N_(
            "%(sum)s = %(total)s. Divided by 11 this leaves %(remainder)s, which calls for the check digit"
            " %(expected)s. The number ends in %(printed)s instead."
        ),
        params,
    )


def _weighted_sum(first17: str) -> int:
    if len(first17) != len(WEIGHTS) or not (first17.isascii() and first17.isdigit()):
        raise ValueError("the check digit is worked out from seventeen digits")
    return sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
