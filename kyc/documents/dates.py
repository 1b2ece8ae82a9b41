"""Dates, months and times as documents print them. One is read or refused, never shifted to become a real one."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from typing import Final

#: The electronic licence shows the time of China, which has one time zone and no summer time.
CHINA_TIME: Final = timezone(timedelta(hours=8), "UTC+8")

_MARK: Final = r"[./\-·。]"
_PRINTED: Final = re.compile(rf"(\d{{4}})(?:[年년]|{_MARK})(\d{{1,2}})(?:[月월]|{_MARK})(\d{{1,2}})[日일.]?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(rf"(\d{{4}})(?:[年년]|{_MARK})(\d{{1,2}})[月월]?")
_COMPACT_MONTH: Final = re.compile(r"(\d{4})(\d{2})月?")
_DAY_AND_TIME: Final = re.compile(r"(.*\S)[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?")
#: A reader may lose the space; then the hour must have its two digits.
_WITHOUT_SPACE: Final = re.compile(r"(.+?)T?(\d{2}):(\d{2})(?::(\d{2}))?")


def parse_date(text: str) -> date | None:
    """The date that ``text`` prints: ``1987年1月1日``, ``2010.07.21``, ``1987/1/1``, ``1987-01-01`` or ``19870101``;
    Korean documents print ``2011. 2. 28.`` or ``2011년 2월 28일``.

    None where the text is no date or the calendar does not know it (31 June).
    """
    printed = _compact(text)
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


def parse_time(text: str) -> datetime | None:
    """The time of China that ``text`` prints: ``2026-11-01 12:30:45``, also without the space or the seconds.

    None where date or time of day is not real.
    """
    printed = unicodedata.normalize("NFKC", text).strip()
    match = _DAY_AND_TIME.fullmatch(printed) or _WITHOUT_SPACE.fullmatch(_compact(printed))
    day = parse_date(match[1]) if match else None
    if match is None or day is None:
        return None
    try:
        return datetime(day.year, day.month, day.day, int(match[2]), int(match[3]), int(match[4] or 0), 0, CHINA_TIME)
    except ValueError:
        return None


def to_iso_time(text: str) -> str:
    """``text`` as ``2026-11-01T12:30:45``, or an empty string where it is no real time."""
    parsed = parse_time(text)
    return f"{parsed:%Y-%m-%dT%H:%M:%S}" if parsed else ""


def parse_month(text: str) -> date | None:
    """The last day of the month that ``text`` prints: ``2017年04月``, ``2017-04`` or ``2017.4``; None for none."""
    printed = _compact(text)
    match = _MONTH.fullmatch(printed) or _COMPACT_MONTH.fullmatch(printed)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, monthrange(year, month)[1]) if year >= 1 and 1 <= month <= 12 else None


def years_later(start: date, years: int) -> tuple[date, ...]:
    """The days that end a term of ``years`` from ``start``: one, or from 29 February into a common year the two that
    offices write, 28 February and 1 March. No day where the calendar ends before."""
    return months_later(start, 12 * years)


def months_later(start: date, months: int) -> tuple[date, ...]:
    """The days that end a term of ``months`` from ``start``: one, or where the last month is too short its last day
    and the first of the next. No day where the calendar ends before."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= date.max.year:
        return ()
    last = date(year, month + 1, monthrange(year, month + 1)[1])
    if start.day <= last.day:
        return (last.replace(day=start.day),)
    return last, last + timedelta(days=1)


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
