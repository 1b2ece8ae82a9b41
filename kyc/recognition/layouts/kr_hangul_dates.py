"""Dates of a Korean driving licence with Hangul before or in them, which PP-OCR seldom reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kyc.recognition.layouts.kr_prints import less_sure, reading_order
from kyc.recognition.layouts.kr_rows import DATE, Rows
from kyc.recognition.layouts.kr_strip import Seen, Strip
from kyc.recognition.printed import Print

#: The renewal period's label, in one row with its first date or above it.
PERIOD_LABEL: Final = re.compile(r"적\s*성\s*[검겸건]\s*사|[검겸건]\s*사\s*기\s*간|갱\s*신|^\W*기\s*간")


def parted_from_period(seen: Seen) -> tuple[list[tuple[Strip, Print]], list[Print]]:
    """Rows of the address, and rows below that begin the renewal period: PP-OCR seldom reads a date behind Hangul."""
    rows = sorted(seen, key=lambda item: reading_order(item[1]))
    is_period = [bool(PERIOD_LABEL.search(printed.text) or DATE.search(printed.text)) for _, printed in rows]
    first = is_period.index(True) if any(is_period) else len(rows)
    return rows[:first], [printed for _, printed in rows[first:]]


def first_date(rows: Sequence[Print]) -> Print:
    return next((found for row in rows if (found := row.search(DATE)).glyphs), Print())


def parted_from_date(seen: Seen, rows: Rows) -> tuple[Print, list[tuple[Strip, Print]]]:
    """The date of issue that PP-OCR could not read, and the other rows below the renewal period.

    It keeps its confidence where PP-OCR saw the same digits, though it lost some of them."""
    if rows.issue is not None:
        return Print(), list(seen)
    dated = [(strip, found) for strip, printed in seen if (found := printed.search(DATE)).glyphs]
    others = [item for item in seen if not DATE.search(item[1].text)]
    if not dated:
        return Print(), others
    strip, found = dated[-1]
    return found if _are_among(_digits(strip.seen), _digits(found)) else less_sure(found), others


def _digits(printed: Print) -> str:
    return "".join(glyph.text for glyph in printed.glyphs if glyph.text.isascii() and glyph.text.isdigit())


def _are_among(some: str, digits: str) -> bool:
    """Whether ``some``, which are at least half of ``digits``, stand among them in the same order."""
    following = iter(digits)
    return 2 * len(some) >= len(digits) and all(one in following for one in some)
