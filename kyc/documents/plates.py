"""PRC number plates, GA 36-2018: province, letter of the issuing office, serial; new-energy and special plates.

The serial knows no I and no O, because they look like 1 and 0; so the one can only be a misreading of the other.
"""

from __future__ import annotations

import string
from typing import Final

from kyc.documents.normalised import Normalised, compact, fewest_changes, repair, with_explanation

PROVINCES: Final = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"
LETTERS: Final = "".join(letter for letter in string.ascii_uppercase if letter not in "IO")
DIGITS: Final = string.digits
SERIAL: Final = LETTERS + DIGITS
#: Last characters of plates for driving schools, police, trailers, cars of Hong Kong and Macao, consulates, embassies.
SPECIAL_ENDINGS: Final = "学警挂港澳领使"
#: The letter of a new-energy plate: battery-driven, and any other new energy.
BATTERY: Final = "DABCE"
OTHER_NEW_ENERGY: Final = "FGHJK"
NEW_ENERGY: Final = BATTERY + OTHER_NEW_ENERGY
EMBASSY: Final = "使"
#: Fire and forest-fire brigades carry this ending since 2019, and one of these letters.
RESCUE_ENDING: Final = "应急"
RESCUE_LETTERS: Final = "XS"
#: Printed or read between the letter and the serial.
SEPARATORS: Final = "·•‧∙⋅・･●.-—_ "

Pattern = tuple[str, ...]

#: Every form of a plate, as the characters that each place allows.
PATTERNS: Final[dict[str, Pattern]] = {
    "general": (PROVINCES, LETTERS, *[SERIAL] * 5),
    "special": (PROVINCES, LETTERS, *[SERIAL] * 4, SPECIAL_ENDINGS),
    "new_energy_small": (PROVINCES, LETTERS, NEW_ENERGY, SERIAL, *[DIGITS] * 4),
    "new_energy_large": (PROVINCES, LETTERS, *[DIGITS] * 5, NEW_ENERGY),
    "rescue": (PROVINCES, RESCUE_LETTERS, *[SERIAL] * 4, *RESCUE_ENDING),
    "consulate": (PROVINCES, *[DIGITS] * 5, "领"),
    "embassy": (EMBASSY, *[DIGITS] * 6),
}


def normalise(text: str) -> Normalised:
    """Half-width, upper case, without spaces and dots; a character that its place forbids is replaced where only one
    that looks like it is allowed there. What fits no plate stays as it is read."""
    written = compact(text, SEPARATORS)
    if is_valid(written):
        return Normalised(written)
    repaired = fewest_changes(written, [repair(written, pattern) for pattern in PATTERNS.values()])
    return with_explanation(written, repaired) if repaired else Normalised(written)


def form_of(plate: str) -> str:
    """The name of the form that a normalised plate has, one of ``PATTERNS``; empty where it has none."""
    return next((name for name, pattern in PATTERNS.items() if _fits(plate, pattern)), "")


def is_valid(plate: str) -> bool:
    """Whether a normalised plate has a form of the standard. Nothing says whether it was ever issued."""
    return bool(form_of(plate))


def _fits(plate: str, pattern: Pattern) -> bool:
    return len(plate) == len(pattern) and all(char in allowed for char, allowed in zip(plate, pattern, strict=True))
