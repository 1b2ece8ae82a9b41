"""Named comparisons of what the customer declared with what the document prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kyc.documents import citizen_number
from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.dates import to_iso
from kyc.documents.words import N_

#: Characters in use for the dot between the parts of a name; documents print U+00B7.
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●˙.．。", "·"))


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
    return citizen_number.normalise(text).replace("-", "")


def _normal_expiry(text: str) -> str:
    compact = "".join(text.split())
    return LONG_TERM if compact == LONG_TERM else to_iso(compact)


NAME: Final = Comparison("name_exact", N_("letter by letter; widths, spaces and forms of the middle dot"), _normal_name)
NUMBER: Final = Comparison("number_exact", N_("digit by digit; widths, spaces and hyphens"), _normal_number)
DATE: Final = Comparison("date_exact", N_("the same day; the way of writing it"), to_iso)
EXPIRY: Final = Comparison("expiry_exact", N_("the same day or long-term; the way of writing it"), _normal_expiry)
