"""Which field a row in Hangul may be, by where it stands among the rows of a Korean driving licence."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import FieldName
from kyc.recognition.layouts.kr_rows import ROW, Row, Rows

_F = FieldName

#: No date of issue, condition or authority begins farther right, in card widths.
AUTHORITY_RIGHT: Final = 0.74
#: The date of issue stands so far above and below its place where it was not read, in card heights.
ISSUE_BAND: Final = (-ROW, 1.5 * ROW)


def may_be(row: Row, rows: Rows) -> FieldName | None:
    """What a row in Hangul can be, by where it stands; None for boxes of pictures, seals and the title."""
    in_column = row.right > rows.column + 0.03
    if _is_label_of_dates(row, rows) or (in_column and _is_beside_title(row, rows)):
        return None
    if rows.issue is None and in_column and _may_be_issue_date(row, rows):
        return _F.ISSUE_DATE
    if rows.resident_y + ROW / 2 < row.y < rows.period_top - ROW / 2:
        return _F.ADDRESS if in_column else None
    if row.y > rows.issue_y + ROW:
        return _F.ISSUING_AUTHORITY if in_column and row.left < AUTHORITY_RIGHT else None
    if rows.period_bottom + ROW / 2 < row.y < rows.issue_y + ROW / 2:
        return _F.CONDITIONS if in_column and row.left < AUTHORITY_RIGHT else None
    if rows.number_y + ROW / 2 < row.y < rows.resident_y - ROW / 2 and in_column:
        return _F.NAME
    above = row.y < rows.resident_y - ROW / 2
    return _F.LICENCE_CLASS if above or (row.y < rows.resident_y + ROW and not in_column) else None


def _is_label_of_dates(row: Row, rows: Rows) -> bool:
    """Whether a row beside the renewal period or below it ends before the period's first digit: 적성검사, 기간, or the
    label of conditions that are none. What the labels name stands to their right."""
    if rows.begins is None:
        return False
    period, match = rows.begins
    values = period.print.glyphs[match.start()].x
    return rows.period_top - ROW < row.y < rows.issue_y - ROW / 2 and row.right < values


def _is_beside_title(row: Row, rows: Rows) -> bool:
    """Whether a row is the title in Hangul, which stands level with that in English."""
    return rows.title is not None and abs(row.y - rows.title.y) < ROW / 2


def _may_be_issue_date(row: Row, rows: Rows) -> bool:
    """PP-OCR loses digits of a date that has 년, 월 and 일 between them, or reads none."""
    above, below = ISSUE_BAND
    in_its_place = rows.issue_y + above < row.y < rows.issue_y + below and row.left < AUTHORITY_RIGHT
    return in_its_place and row.y > rows.period_bottom + ROW
