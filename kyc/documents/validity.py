"""The period a resident identity card is valid for: 5, 10 or 20 years to the day, or long-term.

Terms by age: Resident Identity Card Law, article 5 (under 16: 5 years; 16 to 25: 10; 26 to 45: 20; 46 and over:
long-term).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.dates import parse_date

TERMS_YEARS: Final = (5, 10, 20)
#: The second generation of the card, the one with this face, was first issued in this year.
FIRST_YEAR: Final = 2004

_PERIOD = re.compile(r"(\d{4}[.·。]\d{1,2}[.·。]\d{1,2})[-—–~至](长期|\d{4}[.·。]\d{1,2}[.·。]\d{1,2})")


@dataclass(frozen=True, slots=True)
class Validity:
    """A period as printed; ``until`` is None for long-term."""

    start: date
    until: date | None

    @property
    def long_term(self) -> bool:
        return self.until is None


def parse_period(text: str) -> Validity | None:
    """``2010.07.21-2020.07.21`` or ``2010.07.21-长期``; None where it is neither or a date is not real."""
    match = _PERIOD.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    return parse_bounds(match[1], match[2]) if match else None


def parse_bounds(start: str, until: str) -> Validity | None:
    """The period of two readings, each a date as printed or ``长期`` for the end; None where one is not real."""
    first = parse_date(start)
    if first is None:
        return None
    if "".join(until.split()) == LONG_TERM:
        return Validity(first, None)
    last = parse_date(until)
    return Validity(first, last) if last else None


def term_years(period: Validity) -> int | None:
    """5, 10 or 20 where the period has exactly that many years; None for any other length and for long-term.

    A period from 29 February may end on 28 February or 1 March of a common year.
    """
    if period.until is None:
        return None
    for years in TERMS_YEARS:
        if period.until in _anniversaries(period.start, years):
            return years
    return None


def has_lawful_term(period: Validity) -> bool:
    """Long-term, or 5, 10 or 20 years to the day, and begun when the card already existed."""
    return period.start.year >= FIRST_YEAR and (period.long_term or term_years(period) is not None)


def age_on(birth: date, day: date) -> int:
    """Full years of age; who is born on 29 February comes of age on 1 March in a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def term_for_age(age: int) -> int | None:
    """Years of validity that the law gives at ``age``; None for long-term."""
    if age < 16:
        return 5
    if age < 26:
        return 10
    return 20 if age < 46 else None


def _anniversaries(start: date, years: int) -> tuple[date, ...]:
    try:
        return (start.replace(year=start.year + years),)
    except ValueError:  # 29 February into a common year
        return date(start.year + years, 2, 28), date(start.year + years, 3, 1)
