"""Where fields in Hangul are sought on a Korean driving licence: in rows that text detection found, put together, and
where it must have passed one over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from kyc.documents.kinds import FieldName
from kyc.recognition.layouts.kr_region import before_number
from kyc.recognition.layouts.kr_row_fields import AUTHORITY_RIGHT, may_be
from kyc.recognition.layouts.kr_rows import ROW, Row, Rows, height_of
from kyc.recognition.layouts.kr_strip import Strip, lines_of
from kyc.recognition.layouts.layout import Face
from kyc.recognition.lines import Corners
from kyc.recognition.networks import Pixels
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Print

_F = FieldName

#: The strip in which a name or authority is sought that no row was found for, in card widths and heights; the
#: authority's ends at ``AUTHORITY_RIGHT``.
NAME_HALF_HEIGHT: Final = 0.045
NAME_WIDTH: Final = 0.34
AUTHORITY_BELOW: Final = 0.090
#: The first row of an address stands so far below the resident number, and each next so far below the one before.
ADDRESS_BELOW: Final = 0.080
ADDRESS_PITCH: Final = 0.065
ADDRESS_RIGHT: Final = 0.93
#: Pieces of one row lie no farther apart, in card widths; beside classes stands the title, by an authority its seal.
WORD_GAP: Final = 0.06
WORD_GAPS: Final[Mapping[FieldName, float]] = {_F.LICENCE_CLASS: 0.02, _F.ISSUING_AUTHORITY: -1.0}
#: Two syllables are wider than they are high, and their box too; seals and pieces of pictures are not.
LEAST_ASPECT: Final = 1.15
#: A box inside another reaches no farther beyond it, in card widths and heights.
NESTED: Final = 0.01
#: A strip this high, in card heights, may hold several lines.
TALL: Final = 0.095


def strips_of(face: Face, rows: Rows, pixels: Pixels) -> Iterator[Strip]:
    """Every place worth a look, by the rows it lies between."""
    if rows.number is not None:
        yield from before_number(face, rows.number)
    by_field = _by_field(rows)
    for name, found in by_field.items():
        outer = _outermost(found, face.placing)
        for run in filter(_is_wide, _runs(outer, WORD_GAPS.get(name, WORD_GAP))):
            yield from _strips_of_run(name, run, face.placing, pixels)
    yield from _where_no_row_was_found(face, rows, by_field.get(_F.ADDRESS, []))


def _by_field(rows: Rows) -> dict[FieldName, list[Row]]:
    """Rows by the field that each may be."""
    by_field: dict[FieldName, list[Row]] = {}
    for row in rows.rest:
        name = may_be(row, rows)
        if name is not None:
            by_field.setdefault(name, []).append(row)
    return by_field


def _outermost(rows: Sequence[Row], placing: Placing) -> list[Row]:
    """Rows less those inside another: text detection finds some print both by itself and with what stands around it."""
    heights = {id(row): height_of(row, placing) for row in rows}

    def is_inside(row: Row, other: Row) -> bool:
        room = (heights[id(other)] - heights[id(row)]) / 2
        across = other.left - NESTED < row.left and row.right < other.right + NESTED
        return other is not row and room > 0 and across and abs(row.y - other.y) < room + NESTED

    return [row for row in rows if not any(is_inside(row, other) for other in rows)]


def _runs(rows: Sequence[Row], gap: float) -> Iterator[list[Row]]:
    """Rows at one height that text detection parted at less than ``gap``, from left to right."""
    run: list[Row] = []
    for row in sorted(rows, key=lambda row: (round(row.y / ROW), row.left)):
        if run and (abs(row.y - run[-1].y) > ROW / 2 or row.left - run[-1].right > gap):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _is_wide(run: Sequence[Row]) -> bool:
    corners = _around(run)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    return float(np.hypot(*across)) > LEAST_ASPECT * float(np.hypot(*down))


def _around(run: Sequence[Row]) -> Corners:
    first, last = run[0].line.corners, run[-1].line.corners
    return np.array([first[0], last[1], last[2], first[3]], np.float32)


def _strips_of_run(name: FieldName, run: Sequence[Row], placing: Placing, pixels: Pixels) -> list[Strip]:
    """The strip around a run of rows, or each of its lines where it holds classes and may hold several."""
    seen = Print(tuple(glyph for row in run for glyph in row.print.glyphs))
    strip = Strip(name, _around(run), seen, tuple(row.line.corners for row in run))
    height = max(height_of(row, placing) for row in run)
    tall = name is _F.LICENCE_CLASS and height > TALL
    return lines_of(strip, pixels, height) if tall else [strip]


def _where_no_row_was_found(face: Face, rows: Rows, address: Sequence[Row]) -> Iterator[Strip]:
    """The name, the address's first row and the authority in their places, where text detection passed them over."""
    in_column = [row for row in rows.rest if row.right > rows.column]
    places = {
        _F.NAME: _place_of_name(rows, in_column),
        _F.ADDRESS: _place_of_address(rows, address),
        _F.ISSUING_AUTHORITY: _place_of_authority(rows, in_column),
    }
    for name, place in places.items():
        if place is not None:
            yield Strip(name, face.placing.corners_at(place))


def _place_of_name(rows: Rows, in_column: Sequence[Row]) -> Place | None:
    between = [row for row in in_column if rows.number_y + ROW / 2 < row.y < rows.resident_y - ROW / 2]
    if not between and rows.resident_y - rows.number_y > 2 * ROW:
        y = (rows.number_y + rows.resident_y) / 2
        return rows.column - 0.01, y - NAME_HALF_HEIGHT, rows.column + NAME_WIDTH, y + NAME_HALF_HEIGHT
    return None


def _place_of_address(rows: Rows, address: Sequence[Row]) -> Place | None:
    begins = min((row.y for row in address), default=rows.period_top)
    if begins - rows.resident_y > ADDRESS_BELOW + ADDRESS_PITCH / 2:
        y = rows.resident_y + ADDRESS_BELOW
        left = min((row.left for row in address), default=rows.column) - 0.01
        return left, y - NAME_HALF_HEIGHT, ADDRESS_RIGHT, y + NAME_HALF_HEIGHT
    return None


def _place_of_authority(rows: Rows, in_column: Sequence[Row]) -> Place | None:
    if any(row.y > rows.issue_y + ROW and row.left < 0.6 for row in in_column):
        return None
    y = rows.issue_y + AUTHORITY_BELOW
    return rows.column - 0.02, y - NAME_HALF_HEIGHT, AUTHORITY_RIGHT, y + NAME_HALF_HEIGHT
