"""Rows of a Korean driving licence: what each is by its looks, and by the rows it stands between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kyc.recognition.layouts.layout import Face
from kyc.recognition.lines import TextLine
from kyc.recognition.placing import Placing
from kyc.recognition.printed import Print, glyphs_of

#: Rows of one line of type are this far apart at most, in card heights.
ROW: Final = 0.035
#: Where the values begin on most printings, and the middle heights of rows that were not read.
COLUMN: Final = 0.365
NUMBER_Y: Final = 0.220
RESIDENT_Y: Final = 0.385
PERIOD_Y: Final = 0.670
ISSUE_Y: Final = 0.820

#: No label before the renewal period is so long, in card widths; 적성검사기간 : takes about 0.21.
LONGEST_LABEL: Final = 0.30

_DASHES: Final = "-—–−ー一~"
_DASH: Final = f"[{_DASHES}]"
#: Either format; what stands before the older one is the region's name, which PP-OCR cannot read.
NUMBER: Final = re.compile(
    rf"(?<![0-9{_DASHES}])(?:([0-9]{{2}}){_DASH})?([0-9]{{2}}){_DASH}([0-9]{{6}}){_DASH}([0-9]{{2}})(?![0-9])"
)
RESIDENT: Final = re.compile(rf"(?<![0-9{_DASHES}])([0-9]{{6}}){_DASH}?([0-9]{{7}})(?![0-9])")
TITLE: Final = re.compile(r"[Dd]?river.{0,3}Li?cen[sc]e|Driver.?s", re.IGNORECASE)
#: With hyphens only in full, so that no part of a number is taken for one; likewise where its stops were lost, under a
#: wave of the paper.
DATE: Final = re.compile(
    r"(?<![0-9])(?:[0-9]{4}[^0-9\-]{1,2}[0-9]{1,2}[^0-9\-]{1,2}[0-9]{1,2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"|(?:19|20)[0-9]{2}[^0-9\-]?(?:0[1-9]|1[0-2])[^0-9\-]?(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
#: Between the year and the month, or the month and the day.
STOPLESS: Final = re.compile(r"[0-9]{5}")
#: Eight digits are a date only where each was read so surely: 년, 월 and 일 between them make the network lose some.
STOPLESS_SURE: Final = 0.80
WAVE: Final = re.compile(r"[~〜～∼\-—–一]")
CODE: Final = re.compile(r"[A-Za-z0-9]{6}")
CODE_ALONE: Final = re.compile(r"^[A-Za-z0-9]{6}$")
MARKS: Final = re.compile(r"SPECI|CIMEN|SAMPLE|견본", re.IGNORECASE)

Dated = tuple["Row", re.Match[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line on the card: its ends and its middle height there, and its print without spaces."""

    line: TextLine
    left: float
    right: float
    y: float
    print: Print

    @property
    def text(self) -> str:
        return self.print.text

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Rows:
    """What each row of a card is; rows that are nothing by their looks are in ``rest``, top to bottom."""

    rest: list[Row]
    number: Row | None = None
    resident: Row | None = None
    title: Row | None = None
    code: Row | None = None
    begins: Dated | None = None
    ends: Dated | None = None
    issue: Dated | None = None

    @property
    def column(self) -> float:
        """Where the values begin, in card widths."""
        lefts = [row.left for row in (self.number, self.resident) if row is not None]
        return min(lefts) if lefts else COLUMN

    @property
    def number_y(self) -> float:
        return self.number.y if self.number else NUMBER_Y

    @property
    def resident_y(self) -> float:
        return self.resident.y if self.resident else RESIDENT_Y

    @property
    def period_top(self) -> float:
        return min((dated[0].y for dated in (self.begins, self.ends) if dated), default=PERIOD_Y)

    @property
    def period_bottom(self) -> float:
        return max((dated[0].y for dated in (self.begins, self.ends) if dated), default=PERIOD_Y)

    @property
    def issue_y(self) -> float:
        return self.issue[0].y if self.issue else ISSUE_Y


def rows_of(face: Face) -> Rows:
    """What every line on the card is, as far as PP-OCR's reading tells."""
    rows = Rows(sorted(_on_card(face), key=lambda row: row.y))
    rows.number = _take(rows, NUMBER)
    rows.resident = _take(rows, RESIDENT)
    rows.title = _take(rows, TITLE)
    rows.rest = [row for row in rows.rest if not MARKS.search(row.text)]
    _take_dates(rows)
    codes = [row for row in rows.rest if CODE.fullmatch(row.text) and row.middle > 0.6 and row.y > 0.6]
    if codes:
        rows.code = max(codes, key=lambda row: row.y)
        rows.rest.remove(rows.code)
    return rows


def _on_card(face: Face) -> Iterator[Row]:
    for line in face.lines:
        if face.placing.holds(line.centre):
            (left, _), (right, _), (_, y) = face.placing.on_card([line.left, line.right, line.centre])
            yield Row(line, float(left), float(right), float(y), _print(line, face.placing))


def _print(line: TextLine, placing: Placing) -> Print:
    """One letter a glyph: half-width forms of some symbols are several letters long."""
    return Print(tuple(replace(glyph, text=glyph.text[0]) for glyph in glyphs_of([line], placing)))


def _take(rows: Rows, pattern: re.Pattern[str]) -> Row | None:
    found = next((row for row in rows.rest if pattern.search(row.text)), None)
    if found is not None:
        rows.rest.remove(found)
    return found


def height_of(row: Row, placing: Placing) -> float:
    """A row's height in the middle, in card heights."""
    (_, top), (_, bottom) = placing.on_card([row.line.corners[:2].mean(axis=0), row.line.corners[2:].mean(axis=0)])
    return float(bottom - top)


def solid(line: TextLine) -> str:
    """The line's text without spaces."""
    return "".join(line.text.split())


def part_of(line: TextLine, start: int, stop: int) -> TextLine:
    """The characters from ``start`` up to ``stop`` as a line of their own, half a character wider on both sides."""
    places = [character.place for character in line.characters]
    half = (places[stop - 1] - places[start]) / max(stop - 1 - start, 1) / 2
    left, right = max(places[start] - 1.4 * half, 0.0), min(places[stop - 1] + 1.4 * half, 1.0)
    top, bottom = line.corners[1] - line.corners[0], line.corners[2] - line.corners[3]
    corners = np.array(
        [
            line.corners[0] + top * left,
            line.corners[0] + top * right,
            line.corners[3] + bottom * right,
            line.corners[3] + bottom * left,
        ],
        np.float32,
    )
    wide = max(right - left, 1e-6)
    characters = [replace(one, place=(one.place - left) / wide) for one in line.characters[start:stop]]
    return TextLine(corners, tuple(characters))


def _take_dates(rows: Rows) -> None:
    """The renewal period and the date of issue: dates below the resident number, from the top."""
    top = rows.resident.y if rows.resident else 0.45
    dated = [(row, match) for row in rows.rest if row.y > top for match in DATE.finditer(row.text)]
    dated = [item for item in dated if _is_surely_one(item)]
    dated = [item for level in _levels(dated) for item in sorted(level, key=lambda one: (one[0].left, one[1].start()))]
    if len(dated) >= 2 and (_is_period(*dated[:2]) or (len(dated) == 3 and _are_close(*dated[:2]))):
        rows.begins, rows.ends, dated = dated[0], dated[1], dated[2:]
    elif dated and (_begins_with_wave(dated[0]) or (len(dated) > 1 and _begins_far_right(dated[0], rows))):
        rows.ends, dated = dated[0], dated[1:]
    elif dated and (len(dated) > 1 or _has_wave(dated[0])):
        rows.begins, dated = dated[0], dated[1:]
    rows.issue = dated[-1] if dated else None
    used = {id(item[0]) for item in (rows.begins, rows.ends, rows.issue) if item}
    rows.rest = [row for row in rows.rest if id(row) not in used]


def _is_surely_one(dated: Dated) -> bool:
    row, match = dated
    glyphs = row.print.glyphs[match.start() : match.end()]
    return not STOPLESS.search(match[0]) or min(glyph.confidence for glyph in glyphs) >= STOPLESS_SURE


def _levels(dated: list[Dated]) -> Iterator[list[Dated]]:
    """Dates at one height together, from the top."""
    level: list[Dated] = []
    for item in sorted(dated, key=lambda one: one[0].y):
        if level and item[0].y - level[0][0].y > ROW:
            yield level
            level = []
        level.append(item)
    if level:
        yield level


def _is_period(first: Dated, second: Dated) -> bool:
    if abs(first[0].y - second[0].y) < ROW:
        return True
    return _are_close(first, second) and (_has_wave(first) or _begins_with_wave(second))


def _are_close(first: Dated, second: Dated) -> bool:
    """Whether two dates stand in neighbouring rows, as the two ends of a period may."""
    return second[0].y - first[0].y < 3 * ROW


def _has_wave(dated: Dated) -> bool:
    """Whether a date is followed by the period's wave, or comes after one."""
    return bool(WAVE.search(dated[0].text[dated[1].end() :])) or _begins_with_wave(dated)


def _begins_far_right(dated: Dated, rows: Rows) -> bool:
    """Whether a date stands where only the last of two in one row can: a period's label is shorter."""
    row, match = dated
    begins = row.print.glyphs[match.start()].x
    return begins > rows.column + LONGEST_LABEL


def _begins_with_wave(dated: Dated) -> bool:
    return bool(WAVE.search(dated[0].text[max(dated[1].start() - 2, 0) : dated[1].start()]))
