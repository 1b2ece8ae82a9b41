"""From print to a field's reading: normalisation, floors of confidence, and what changed in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.dates import to_iso
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import FieldReading
from kyc.documents.validity import is_long_term
from kyc.documents.words import N_, Words
from kyc.recognition.printed import Print

#: Below this a field stays empty.
FLOOR: Final = 0.60
#: A word of a closed list that was read letter by letter is backed by the list as well.
LISTED_FLOOR: Final = 0.45

_COMMA: Final = re.compile(r"(?<=[\u3400-\u9fff])[,;:]|[,;:](?=[\u3400-\u9fff])")
_WIDE: Final = str.maketrans(",;:", "，；：")

#: Letters that look like digits, where only digits can stand.
LOOK_ALIKES: Final = str.maketrans("OoIl", "0011")
READ_AS: Final = N_("Read as %(raw)s.")
#: With separators, whatever they were read as, or in eight digits.
_DATE: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})|(\d{4})\D?(\d{2})\D?(\d{2})")


@dataclass(frozen=True, slots=True)
class Normalised:
    """``value`` is what is stored, ``how`` names the rule, ``words`` say what it changed, where it changed much.
    ``listed`` is true where a closed list holds the text letter by letter."""

    value: str
    how: str = ""
    words: Words | None = None
    listed: bool = False


Normaliser = Callable[[str], Normalised]


def as_printed(text: str) -> Normalised:
    return Normalised(text)


def chinese_sentences(text: str) -> Normalised:
    """Running Chinese text as printed: its commas, semicolons and colons are full-width; reading makes them half."""
    value = _COMMA.sub(lambda found: found[0].translate(_WIDE), text)
    return Normalised(value, "" if value == text else "punctuation")


def one_of(entries: Collection[str], name: str = "closed_list") -> Normaliser:
    """An entry of a closed list, letter by letter; whoever may be one letter off decides so for his own list."""

    def normalise(text: str) -> Normalised:
        return Normalised(text if text in entries else "", name, listed=text in entries)

    return normalise


def date(text: str) -> Normalised:
    """An ISO date of print with any separators; empty where the calendar does not know it."""
    found = _DATE.search(text)
    parts = [part for part in found.groups() if part] if found else []
    return Normalised(to_iso("{}年{}月{}日".format(*parts)) if parts else "", "date")


def until(text: str) -> Normalised:
    """The end of a validity: a day, or 长期; nothing else that stands there begins with 长, so 长 alone is enough."""
    if not text.startswith(LONG_TERM[0]):
        return replace(date(text), how="validity")
    known = len(text) <= len(LONG_TERM) or is_long_term(text)
    words = Words(READ_AS, {"raw": text}) if known and text != LONG_TERM else None
    return Normalised(LONG_TERM if known else "", "validity", words)


def differences(one: str, other: str) -> int:
    """How many characters differ between texts of one length; of other lengths, all."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else max(len(one), len(other))


def reading(name: FieldName, printed: Print, side: Side, capture_id: str, normalise: Normaliser) -> FieldReading:
    """The field as it is stored; empty below its floor, and then nothing is invented."""
    normalised = normalise(printed.text)
    confidence = round(printed.confidence, 4)
    if confidence < (LISTED_FLOOR if normalised.listed else FLOOR):
        normalised = Normalised("", "below_floor" if printed.text else "")
    return FieldReading(
        name=name,
        side=side,
        capture_id=capture_id,
        raw=printed.text,
        value=normalised.value,
        confidence=confidence,
        quad=printed.quad(),
        normaliser=normalised.how,
        explanation=normalised.words,
    )
