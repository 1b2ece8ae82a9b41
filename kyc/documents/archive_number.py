"""The archive number of PRC licences: twelve digits, of which the first four name the office's region."""

from __future__ import annotations

import re
import string
from typing import Final

from kyc.documents.normalised import Normalised, compact, repair, with_explanation

LENGTH: Final = 12

_SHAPE: Final = re.compile(r"[0-9]{12}")


def normalise(text: str) -> Normalised:
    """Half-width, without spaces; letters become the digits they look like where all twelve places are digits then."""
    written = compact(text)
    repaired = repair(written, [string.digits] * LENGTH)
    return with_explanation(written, repaired) if repaired else Normalised(written)


def has_shape(number: str) -> bool:
    return _SHAPE.fullmatch(number) is not None
