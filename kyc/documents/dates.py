"""Dates as documents print them. A date is read or refused, never shifted to become a real one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_PRINTED = re.compile(r"(\d{4})(?:年|[./\-·。])(\d{1,2})(?:月|[./\-·。])(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_date(text: str) -> date | None:
    """The date that ``text`` prints: ``1987年1月1日``, ``2010.07.21``, ``1987/1/1``, ``1987-01-01`` or ``19870101``.

    None where the text is no date or the calendar does not know it (31 June).
    """
    printed = "".join(unicodedata.normalize("NFKC", text).split())
    match = _PRINTED.fullmatch(printed) or _COMPACT.fullmatch(printed)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def to_iso(text: str) -> str:
    """``text`` as an ISO date, or an empty string where it is no real date."""
    parsed = parse_date(text)
    return parsed.isoformat() if parsed else ""
