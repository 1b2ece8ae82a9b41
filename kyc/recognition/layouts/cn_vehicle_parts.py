"""Owners, addresses and inspection stamps of a PRC vehicle licence of which a part was not read.

What is left of them is sure and in order; only where it stands, or a stamp's own pattern, tells that something is
missing. It is read again, and doubted where nothing more is found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents import plates
from kyc.documents.kinds import FieldName
from kyc.recognition.layouts.cn_vehicle_values import STAMP
from kyc.recognition.layouts.form import Values
from kyc.recognition.layouts.layout import Look
from kyc.recognition.layouts.value_look import CUT_SHORT, Wanted, read_values
from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import cut_line
from kyc.recognition.placing import Placing
from kyc.recognition.printed import Glyph, Print, glyphs_of

_F = FieldName
#: Values whose first characters stand below each other.
COLUMN: Final = (_F.PLATE_NUMBER, _F.OWNER, _F.ADDRESS)
#: Free text of that column that may fill several rows.
ROWS: Final = (_F.OWNER, _F.ADDRESS)
#: A row that begins so far behind its column, behind a label in the same line, has lost a character. Of 84 tuning
#: captures whole ones begin up to 0.0124 behind; one that had lost its first character began 0.041 behind.
LOST_HANZI: Final = 0.016
#: The first row of a value lies no farther below the middle of its place: of 84 tuning captures up to 0.003, while a
#: second row whose first was not detected lay 0.037 below.
FIRST_ROW: Final = 0.020
#: From one row to the next, half the height that is looked at, and where rows end.
ROW: Final = 0.065
ROW_HALF_HEIGHT: Final = 0.042
ROW_END: Final = 0.985
#: Room behind the middle of a row's last character.
BEHIND: Final = 0.030
#: A row begins with the name of a place or of somebody.
ROW_TEXT: Final = re.compile(r"[\u3400-\u9fff].{2,}")
#: A stamp with its office: a province's character and a letter.
WHOLE_STAMP: Final = re.compile(f"月[{plates.PROVINCES}][^检捡验(]")
#: Room that a stamp's line is given at its end, which the office with its number fills, and at top and bottom, in
#: heights of the line.
STAMP_ROOMS: Final = ((4.0, 0.10), (4.0, 0.25))


def follows_label(first: Glyph) -> bool:
    """Whether a value and what stands before it were read in one line."""
    return any(character.text.strip() for character in first.line.characters[: first.index])


def read_parts(look: Look, placing: Placing, values: Values) -> dict[FieldName, Print]:
    """Values of which a part was not read, with that part, or doubted where it was not found."""
    prints = {name: values.prints[name] for name in ROWS if name in values.prints}
    return {
        **_with_beginnings(look, placing, values, prints),
        **_with_rows_above(look, placing, values, prints),
        **_with_offices(look, placing, values),
    }


def _with_beginnings(
    look: Look, placing: Placing, values: Values, prints: Mapping[FieldName, Print]
) -> dict[FieldName, Print]:
    begins = min((values.prints[name].glyphs[0].x for name in COLUMN if _begins_column(values, name)), default=0.0)
    late = {
        name: _first_row(printed)
        for name, printed in prints.items()
        if printed.glyphs and _is_late(printed, begins) and follows_label(printed.glyphs[0])
    }
    wanted = {name: _row_again(row, begins) for name, row in late.items()}
    again = read_values(look, placing, wanted)
    whole = {}
    for name, row in late.items():
        first = again.get(name, row)
        read = Print((*first.glyphs, *prints[name].glyphs[len(row.glyphs) :]))
        whole[name] = doubted_at(read, 0) if _is_late(read, begins) else read
    return whole


def _begins_column(values: Values, name: FieldName) -> bool:
    """Whether a value was read whose first row was not lost: small second rows begin before the others."""
    return name in values.prints and bool(values.prints[name].glyphs) and not _is_low(values, name)


def _is_late(printed: Print, begins: float) -> bool:
    return printed.glyphs[0].x - begins > LOST_HANZI


def _first_row(printed: Print) -> Print:
    line = printed.glyphs[0].line
    return Print(tuple(glyph for glyph in printed.glyphs if glyph.line is line))


def _row_again(row: Print, begins: float) -> Wanted:
    y = _middle(row)
    place = (begins, y - ROW_HALF_HEIGHT, row.glyphs[-1].x + BEHIND, y + ROW_HALF_HEIGHT)
    return Wanted(place, str, free=True, before=row, loses=True)


def _middle(row: Print) -> float:
    return float(np.mean([glyph.y for glyph in row.glyphs]))


def _with_rows_above(
    look: Look, placing: Placing, values: Values, prints: Mapping[FieldName, Print]
) -> dict[FieldName, Print]:
    low = {name: printed for name, printed in prints.items() if printed.glyphs and _is_low(values, name)}
    wanted = {}
    for name, printed in low.items():
        y = _middle(_first_row(printed)) - ROW
        place = (values.places[name][0], y - ROW_HALF_HEIGHT, ROW_END, y + ROW_HALF_HEIGHT)
        wanted[name] = Wanted(place, str, ROW_TEXT, free=True, loses=True)
    found = read_values(look, placing, wanted)
    return {
        name: Print((*found[name].glyphs, *printed.glyphs)) if name in found else doubted_at(printed, 0)
        for name, printed in low.items()
    }


def _is_low(values: Values, name: FieldName) -> bool:
    _, top, _, bottom = values.places[name]
    return values.prints[name].glyphs[0].y - (top + bottom) / 2 > FIRST_ROW


def _with_offices(look: Look, placing: Placing, values: Values) -> dict[FieldName, Print]:
    printed = values.prints.get(_F.INSPECTION_RECORD, Print())
    text = printed.text
    stamps = [Print(printed.glyphs[slice(*found.span())]) for found in STAMP.finditer(text)]
    if all(WHOLE_STAMP.search(stamp.text) for stamp in stamps):
        return {}
    whole = [stamp if WHOLE_STAMP.search(stamp.text) else _with_office(look, placing, stamp) for stamp in stamps]
    return {_F.INSPECTION_RECORD: Print(tuple(glyph for stamp in whole for glyph in stamp.glyphs))}


def _with_office(look: Look, placing: Placing, stamp: Print) -> Print:
    """The surest look at a stamp that reads its office; the stamp itself, doubted at its end, where none does."""
    quads = [_lengthened(stamp, *rooms) for rooms in STAMP_ROOMS]
    readings = look.networks.recognise([cut_line(look.pixels, quad) for quad in quads])
    lines = [TextLine(quad, one.characters) for quad, one in zip(quads, readings, strict=True)]
    looks = [Print(tuple(glyphs_of([line], placing))).search(STAMP) for line in lines]
    whole = [one for one in looks if WHOLE_STAMP.search(one.text)]
    if not whole:
        return doubted_at(stamp, -1)
    best = max(whole, key=lambda one: one.confidence)
    return best if all(one.text == best.text for one in whole) else doubted_at(best, -1)


def _lengthened(stamp: Print, at_end: float, down: float) -> Corners:
    """The box around a stamp's pieces, as it was stamped, with room at its end, top and bottom in heights."""
    first, last = stamp.glyphs[0].line.corners, stamp.glyphs[-1].line.corners
    box = np.array([first[0], last[1], last[2], first[3]], np.float32)
    along = (box[1] - box[0]) / max(float(np.hypot(*(box[1] - box[0]))), 1.0)
    step_down = box[3] - box[0]
    step = along * at_end * float(np.hypot(*step_down))
    moves = [-down * step_down, step - down * step_down, step + down * step_down, down * step_down]
    return np.asarray(box + np.array(moves), np.float32)


def doubted_at(printed: Print, at: int) -> Print:
    """``printed``, one of its characters worth no more than one that stands where print goes on unread."""
    glyphs = list(printed.glyphs)
    glyphs[at] = replace(glyphs[at], confidence=min(glyphs[at].confidence, CUT_SHORT))
    return Print(tuple(glyphs))
