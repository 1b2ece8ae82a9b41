"""The periods that documents are valid for, and the terms that the law gives them, to the day.

Resident identity card: 5, 10 or 20 years by age, or long-term (Resident Identity Card Law, article 5: under 16 5 years,
16 to 25 10, 26 to 45 20, 46 and over long-term). Temporary identity card: three months (Measures for Temporary Resident
Identity Cards, article 7). Driving licence: 6 years, 10 years or long-term (regulations of the Road Traffic Safety Law,
article 26); its older form prints the day it begins and how many years it lasts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kyc.documents.dates import months_later, parse_date, years_later

TERMS_YEARS: Final = (5, 10, 20)
LICENCE_TERMS_YEARS: Final = (6, 10)
TEMPORARY_MONTHS: Final = 3
#: The second generation of the card, the one with this face, was first issued in this year.
FIRST_YEAR: Final = 2004

#: How 长期 is printed, and what a reader makes of it where nothing else can stand.
_LONG_TERM: Final = frozenset(("长期", "長期", "长期有效", "长斯", "长朗", "长其"))
_DATE: Final = r"\d{4}[.·。/\-年]\d{1,2}[.·。/\-月]\d{1,2}[日.]?"
_PERIOD: Final = re.compile(rf"({_DATE})(?:[-—–~至]|to)({_DATE}|长.{{1,3}}|長期)")
_YEARS: Final = re.compile(r"(\d{1,2})年")


@dataclass(frozen=True, slots=True)
class Validity:
    """A period as printed; ``until`` is None for long-term."""

    start: date
    until: date | None

    @property
    def long_term(self) -> bool:
        return self.until is None


def is_long_term(text: str) -> bool:
    """Whether ``text`` prints 长期, in any writing; also where one of its two characters was misread."""
    return _compact(text) in _LONG_TERM


def parse_period(text: str) -> Validity | None:
    """``2010.07.21-2020.07.21``, ``2010-07-21 至 2020-07-21`` or ``2010.07.21-长期``; None for anything else.

    None also where a date is not real.
    """
    match = _PERIOD.fullmatch(_compact(text))
    return parse_bounds(match[1], match[2]) if match else None


def parse_bounds(start: str, until: str) -> Validity | None:
    """The period of two readings, each a date as printed or ``长期`` for the end; None where one is not real."""
    first = parse_date(start)
    if first is None:
        return None
    if is_long_term(until):
        return Validity(first, None)
    last = parse_date(until)
    return Validity(first, last) if last else None


def parse_licence_bounds(start: str, until: str) -> Validity | None:
    """As ``parse_bounds``, and for the older form, whose end is printed as a number of years: ``6年``."""
    first, years = parse_date(start), printed_years(until)
    if first is None or years is None:
        return parse_bounds(start, until)
    ends = years_later(first, years)
    return Validity(first, ends[0]) if ends else None


def printed_years(text: str) -> int | None:
    """The years of a term printed as ``6年``; None where it is printed otherwise."""
    match = _YEARS.fullmatch(_compact(text))
    return int(match[1]) if match else None


def term_years(period: Validity, terms: tuple[int, ...] = TERMS_YEARS) -> int | None:
    """The one of ``terms`` that the period lasts exactly; None for any other length and for long-term.

    A period from 29 February may end on 28 February or 1 March of a common year.
    """
    return next((years for years in terms if period.until in years_later(period.start, years)), None)


def is_temporary_term(period: Validity) -> bool:
    """Three months, ending on the day of the same number or, as some offices count, the day before."""
    ends = months_later(period.start, TEMPORARY_MONTHS)
    return period.until is not None and period.until in (*ends, *(end - timedelta(days=1) for end in ends))


def has_licence_term(period: Validity) -> bool:
    """Long-term, or 6 or 10 years to the day."""
    return period.long_term or term_years(period, LICENCE_TERMS_YEARS) is not None


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


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
