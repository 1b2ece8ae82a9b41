"""Tables as CSV that no spreadsheet misreads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

#: What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"); such cells get an apostrophe in front.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
#: Spreadsheets take UTF-8 for something else without it.
BOM: Final = "\ufeff"


def csv_line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_MINIMAL).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def safe_cell(value: object) -> str:
    """``value`` as text that no spreadsheet runs."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
