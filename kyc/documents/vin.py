"""The vehicle identification number, GB 16735-2019 and ISO 3779: 17 characters, of which the ninth is a check digit.

China and North America require the check digit; makers elsewhere put what they like in the ninth place, so that only a
number that begins with L (China) is at fault for it.
"""

from __future__ import annotations

import re
import string
from typing import Final

from kyc.documents.normalised import Normalised, compact, repair, with_explanation
from kyc.documents.words import N_, Words

LENGTH: Final = 17
#: I, O and Q stand nowhere in the number.
ALPHABET: Final = "".join(letter for letter in string.ascii_uppercase if letter not in "IOQ") + string.digits
#: ISO 3779: the figure that each letter stands for.
VALUES: Final[dict[str, int]] = {
    **{digit: int(digit) for digit in string.digits},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
CHECK_DIGITS: Final = "0123456789X"
CHECK_PLACE: Final = 8
CHINA: Final = "L"
#: Model years repeat after thirty years; I, O, Q, U, Z and 0 stand for none.
YEAR_CODES: Final = "ABCDEFGHJKLMNPRSTVWXY123456789"
YEAR_PLACE: Final = 9
FIRST_MODEL_YEAR: Final = 1980
SEPARATORS: Final = "-*. "

_SHAPE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def normalise(text: str) -> Normalised:
    """Half-width, upper case, without spaces; I, O and Q become 1 and 0, and letters of a Chinese number become digits
    where only digits stand (the check digit, the last four places) if the check digit comes right by that.

    A number of another length stays as it is read.
    """
    read, number = compact(text, SEPARATORS), written(text)
    return with_explanation(read, _with_digits_where_only_they_stand(number) if has_shape(number) else number)


def written(text: str) -> str:
    """As ``normalise``, but only I, O and Q of a number of 17 places are changed: nothing that a check digit decides,
    so that it can be judged."""
    read = compact(text, SEPARATORS)
    return repair(read, [ALPHABET] * LENGTH, {"I": "1", "O": "0", "Q": "0"}) or read


def has_shape(number: str) -> bool:
    """Whether ``number`` is written as 17 digits and capital letters without I, O and Q."""
    return _SHAPE.fullmatch(number) is not None


def check_digit(number: str) -> str:
    """The check digit, ``0`` to ``9`` or ``X``, that the other 16 places call for; ``ValueError`` on another shape."""
    return CHECK_DIGITS[_weighted_sum(number) % 11]


def has_check_digit(number: str) -> bool:
    """Whether ``number`` has the shape and the ninth place is the check digit."""
    return has_shape(number) and number[CHECK_PLACE] == check_digit(number)


def needs_check_digit(number: str) -> bool:
    """Whether the maker is bound to the check digit: numbers of China begin with L."""
    return number.startswith(CHINA)


def model_years(number: str, until: int) -> tuple[int, ...]:
    """The model years up to ``until`` that the tenth place may stand for, earliest first; none where it is no code."""
    place = YEAR_CODES.find(number[YEAR_PLACE]) if has_shape(number) else -1
    return tuple(range(FIRST_MODEL_YEAR + place, until + 1, len(YEAR_CODES))) if place >= 0 else ()


def worked_check_digit(number: str) -> Words:
    """The arithmetic of the check digit in words, for a number of the right shape (``ValueError`` otherwise)."""
    total = _weighted_sum(number)
    remainder = total % 11
    params: dict[str, str | int | float] = {
        "sum": " + ".join(_worked(char, weight) for char, weight in zip(number, WEIGHTS, strict=True) if weight),
        "total": total,
        "remainder": remainder,
        "expected": CHECK_DIGITS[remainder],
        "printed": number[CHECK_PLACE],
    }
    if number[CHECK_PLACE] == CHECK_DIGITS[remainder]:
        return Words(
            N_(
                "%(sum)s = %(total)s, letters taken as figures. Divided by 11 this leaves %(remainder)s, which calls"
                " for %(expected)s in the ninth place. %(printed)s stands there, as it should."
            ),
            params,
        )
    return Words(
        N_(
            "%(sum)s = %(total)s, letters taken as figures. Divided by 11 this leaves %(remainder)s, which calls"
            " for %(expected)s in the ninth place. %(printed)s stands there instead."
        ),
        params,
    )


def _worked(char: str, weight: int) -> str:
    return f"{char}×{weight}" if char.isdigit() else f"{char}({VALUES[char]})×{weight}"


def _weighted_sum(number: str) -> int:
    if not has_shape(number):
        raise ValueError("not a vehicle identification number")
    return sum(VALUES[char] * weight for char, weight in zip(number, WEIGHTS, strict=True))


def _with_digits_where_only_they_stand(number: str) -> str:
    if not needs_check_digit(number) or has_check_digit(number):
        return number
    places = [ALPHABET] * CHECK_PLACE + [CHECK_DIGITS] + [ALPHABET] * 4 + [string.digits] * 4
    repaired = repair(number, places)
    return repaired if repaired and has_check_digit(repaired) else number
