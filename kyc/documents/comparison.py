"""Named comparisons of what the customer declared with what the document prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kyc.documents import kr_licence
from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.dates import to_iso
from kyc.documents.validity import is_long_term
from kyc.documents.words import N_

#: Characters in use for the dot between the parts of a name; documents print U+00B7.
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●˙.．。", "·"))

#: Printed or typed between the parts of a number or a plate.
_SEPARATORS = str.maketrans(dict.fromkeys("-‐‑‒–—―−·•.", ""))


@dataclass(frozen=True, slots=True)
class Comparison:
    """``code`` is stable; ``label`` says for a person what is made equal first; ``normal`` does it.

    ``normal`` gives an empty string for what it cannot read as its type, and nothing equals that.
    """

    code: str
    label: str
    normal: Callable[[str], str]

    def agree(self, declared: str, printed: str) -> bool:
        wanted = self.normal(declared)
        return bool(wanted) and wanted == self.normal(printed)


def _normal_name(text: str) -> str:
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    return compact.translate(_MIDDLE_DOTS).casefold()


def _normal_number(text: str) -> str:
    compact = "".join(unicodedata.normalize("NFKC", text).split()).upper().replace("×", "X")
    return compact.translate(_SEPARATORS)


def _normal_kr_licence_number(text: str) -> str:
    """The region by its name, which the older format prints and the newer has a code for."""
    number = kr_licence.parse_number(text)
    if number is None:
        return _normal_number(text)
    return (number.region_name or number.region) + number.year + number.serial + number.tail


def _normal_expiry(text: str) -> str:
    return LONG_TERM if is_long_term(text) else to_iso(text)


NAME: Final = Comparison("name_exact", N_("letter by letter; widths, spaces and forms of the middle dot"), _normal_name)
NUMBER: Final = Comparison("number_exact", N_("digit by digit; widths, spaces, hyphens and dots"), _normal_number)
KR_LICENCE_NUMBER: Final = Comparison(
    "kr_licence_number_exact", N_("digit by digit; the region by its code or its name"), _normal_kr_licence_number
)
DATE: Final = Comparison("date_exact", N_("the same day; the way of writing it"), to_iso)
EXPIRY: Final = Comparison("expiry_exact", N_("the same day or long-term; the way of writing it"), _normal_expiry)
