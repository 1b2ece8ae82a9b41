"""What a Korean driving licence prints in Hangul, read by Tesseract, and Latin names with their spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from kyc.documents import kr_licence
from kyc.documents.hangul_words import is_syllable
from kyc.documents.kinds import FieldName
from kyc.recognition import hangul
from kyc.recognition.layouts.kr_rows import DATE, NUMBER, ROW, Row, Rows
from kyc.recognition.layouts.layout import Face
from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Pixels, Reading, cut_line
from kyc.recognition.placing import Placing
from kyc.recognition.printed import Glyph, Print

_F = FieldName

LATIN_NAME: Final = re.compile(r"[A-Z][A-Z,.'\-]{2,}$")
LATIN_SURE: Final = 0.85
#: A gap between Latin letters of this part of the line's height, and this many times the usual gap, is a space.
SPACE: Final = (0.20, 2.0)

#: 종, and what small print of it is taken for.
JONG: Final = "종송총층중"
CLASS_WORD: Final = re.compile(r"[12]\s*종|연\s*습|대\s*형|소\s*형|보\s*통|특\s*수|원\s*[자동]|견인|구난|트레|레커")
#: What stands before a value in its own row: a known label, or anything up to a colon that something follows.
LABELS: Final[Mapping[FieldName, re.Pattern[str]]] = {
    _F.NAME: re.compile(r"^.*(?:성\W*명|이\s*름)\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)"),
    _F.ADDRESS: re.compile(r"^\W*주\s*[소초]\s*[:：;.]*\s*|^[^:：;]{0,8}[:：;]\s*(?=\S)"),
    _F.LICENCE_CLASS: re.compile(r"^.*(?:면\s*허\s*[종번]\s*[류별호]|종\s*[류별])\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)"),
    _F.CONDITIONS: re.compile(r"^\W*(?:면\s*허)?\s*조\s*건\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)"),
}

#: The renewal period's label, in one row with its first date or above it.
PERIOD_LABEL: Final = re.compile(r"적\s*성\s*[검겸건]\s*사|[검겸건]\s*사\s*기\s*간|갱\s*신|^\W*기\s*간")
#: The strip in which a name or authority is sought that no row was found for, in card widths and heights.
NAME_HALF_HEIGHT: Final = 0.045
NAME_WIDTH: Final = 0.34
AUTHORITY_BELOW: Final = 0.090
AUTHORITY_RIGHT: Final = 0.74
#: The first row of an address stands so far below the resident number, and each next so far below the one before.
ADDRESS_BELOW: Final = 0.080
ADDRESS_PITCH: Final = 0.065
ADDRESS_RIGHT: Final = 0.93
#: The date of issue stands so far above and below its place where it was not read, in card heights.
ISSUE_BAND: Final = (-ROW, 1.5 * ROW)
#: So much of a line, in its heights, that nothing was read of may hold a word; such a line, and an address that
#: begins with no region, are no surer than this.
LEFT_UNREAD: Final = 1.5
DOUBTFUL: Final = 0.70
#: A region's name and its space are this many digits wide.
REGION_STEPS: Final = 5.5
#: What Tesseract's confidence is worth where no list backs what it read.
TRUST: Final = 0.94
#: Pieces of one row lie no farther apart, in card widths; beside classes stands the title, by an authority its seal.
WORD_GAP: Final = 0.06
WORD_GAPS: Final[Mapping[FieldName, float]] = {_F.LICENCE_CLASS: 0.02, _F.ISSUING_AUTHORITY: -1.0}
#: Two syllables are wider than they are high, and their box too; seals and pieces of pictures are not.
LEAST_ASPECT: Final = 1.15
#: A box inside another reaches no farther beyond it, in card widths and heights.
NESTED: Final = 0.01
#: A strip this high, in card heights, may hold several lines. At which height in pixels they are told apart, and how
#: high a line is at least, in card heights: classes are printed 0.045 high, and half a tilted line is 0.025.
TALL: Final = 0.095
LINES_HEIGHT: Final = 96
LEAST_LINE: Final = 0.030
#: Between the letters of one line's syllables lies less than this, in card heights; between two lines, 0.009 and more.
LINE_GAP: Final = 0.004


@dataclass(frozen=True, slots=True)
class _Strip:
    """A piece of the card that may hold a field in Hangul: its corners in the capture, and what PP-OCR read there."""

    name: FieldName
    corners: Corners
    seen: Print = field(default_factory=Print)
    #: Those of the boxes that it was put together from.
    pieces: tuple[Corners, ...] = ()


def read_hangul(
    face: Face, rows: Rows, pixels: Pixels, reader: hangul.HangulReader, known: Collection[FieldName] = ()
) -> dict[FieldName, Print]:
    """The fields in Hangul that were found, and under the licence number its region's name.

    Rows of ``known`` fields are left alone: PP-OCR has read them, and Tesseract takes longest over what is no Hangul.
    """
    strips = [strip for strip in _strips(face, rows, pixels) if strip.name not in known]
    read_at = partial(_read_at, pixels=pixels, placing=face.placing, reader=reader)
    found: dict[FieldName, list[tuple[_Strip, Print]]] = {}
    for strip, printed in zip(strips, read_at([strip.corners for strip in strips]), strict=True):
        found.setdefault(strip.name, []).append((strip, printed))
    address, period = _parted_from_period(_with_what_was_left(found.get(_F.ADDRESS, []), read_at))
    issued, conditions = _parted_from_date([*found.get(_F.ISSUE_DATE, []), *found.get(_F.CONDITIONS, [])], rows)
    free = {_F.NAME: _name(found.get(_F.NAME, [])), _F.ADDRESS: _address(address)}
    read = {name: _less_sure(printed) for name, printed in free.items()} | {
        _F.LICENCE_NUMBER: _region(found.get(_F.LICENCE_NUMBER, [])),
        _F.LICENCE_CLASS: _classes(found.get(_F.LICENCE_CLASS, [])),
        _F.ISSUING_AUTHORITY: _authority(found.get(_F.ISSUING_AUTHORITY, [])),
        _F.CONDITIONS: _condition_words(conditions),
        _F.RENEWAL_FROM: _first_date(period),
        _F.ISSUE_DATE: issued,
    }
    return {name: printed for name, printed in read.items() if printed.glyphs}


def _less_sure(printed: Print) -> Print:
    """Tesseract is as sure of 빚 for 빛 as of what it reads rightly; no list backs a name or an address."""
    return Print(tuple(replace(glyph, confidence=glyph.confidence * TRUST) for glyph in printed.glyphs))


def _read_at(places: Sequence[Corners], pixels: Pixels, placing: Placing, reader: hangul.HangulReader) -> list[Print]:
    """What Tesseract reads at places of the capture."""
    readings = reader.read([cut_line(pixels, corners) for corners in places])
    return [_printed(corners, seen, placing) for corners, seen in zip(places, readings, strict=True)]


def _printed(corners: Corners, seen: Reading, placing: Placing) -> Print:
    """What Tesseract read, with its spaces."""
    line = TextLine(corners, seen.characters)
    if not line.characters:
        return Print()
    points = placing.on_card([line.at(character.place) for character in line.characters])
    return Print(
        tuple(
            Glyph(character.text, character.confidence, float(x), float(y), line, index)
            for index, (character, (x, y)) in enumerate(zip(line.characters, points, strict=True))
        )
    )


def _strips(face: Face, rows: Rows, pixels: Pixels) -> Iterator[_Strip]:
    """Every place worth a look, by the rows it lies between."""
    if rows.number is not None:
        yield from _before_number(face, rows.number)
    by_field: dict[FieldName, list[Row]] = {}
    for row in rows.rest:
        name = _may_be(row, rows)
        if name is not None:
            by_field.setdefault(name, []).append(row)
    for name, found in by_field.items():
        outer = _outermost(found, face.placing)
        for run in filter(_is_wide, _runs(outer, WORD_GAPS.get(name, WORD_GAP))):
            seen = Print(tuple(glyph for row in run for glyph in row.print.glyphs))
            strip = _Strip(name, _around(run), seen, tuple(row.line.corners for row in run))
            height = max(_height(row, face.placing) for row in run)
            tall = name is _F.LICENCE_CLASS and height > TALL
            yield from _lines_of(strip, pixels, height) if tall else [strip]
    yield from _where_no_row_was_found(face, rows, by_field.get(_F.ADDRESS, []))


def _outermost(rows: Sequence[Row], placing: Placing) -> list[Row]:
    """Rows less those inside another: text detection finds some print both by itself and with what stands around it."""
    heights = {id(row): _height(row, placing) for row in rows}

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


def _lines_of(strip: _Strip, pixels: Pixels, height: float) -> list[_Strip]:
    """The lines of a strip, ``height`` card heights high, that text detection took for one: it is parted where rows of
    pixels show no ink."""
    picture = hangul.prepared(cut_line(pixels, strip.corners), LINES_HEIGHT)
    picture = picture[hangul.BORDER : -hangul.BORDER, hangul.BORDER : -hangul.BORDER]
    threshold, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (picture < threshold).mean(axis=1)
    inked = ink > 0.25 * float(np.percentile(ink, 90))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    step = height / len(ink)
    joint = _closed(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), LINE_GAP / step)
    bands = [(start, end) for start, end in joint if end - start > LEAST_LINE / step]
    if len(bands) < 2:
        return [strip]
    cuts = [0.0, *((one[1] + other[0]) / 2 / len(ink) for one, other in pairwise(bands)), 1.0]
    down_left, down_right = strip.corners[3] - strip.corners[0], strip.corners[2] - strip.corners[1]
    return [
        replace(
            strip,
            corners=np.array(
                [
                    strip.corners[0] + down_left * top,
                    strip.corners[1] + down_right * top,
                    strip.corners[1] + down_right * bottom,
                    strip.corners[0] + down_left * bottom,
                ],
                np.float32,
            ),
            seen=Print(),
        )
        for top, bottom in pairwise(cuts)
    ]


def _closed(bands: Iterable[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Bands with those put together that lie less than ``gap`` apart."""
    closed: list[tuple[int, int]] = []
    for start, end in bands:
        if closed and start - closed[-1][1] < gap:
            start = closed.pop()[0]
        closed.append((start, end))
    return closed


def _where_no_row_was_found(face: Face, rows: Rows, address: Sequence[Row]) -> Iterator[_Strip]:
    """The places of the name, the address's first row and the authority, where text detection passed them over."""
    in_column = [row for row in rows.rest if row.right > rows.column]
    between = [row for row in in_column if rows.number_y + ROW / 2 < row.y < rows.resident_y - ROW / 2]
    if not between and rows.resident_y - rows.number_y > 2 * ROW:
        y = (rows.number_y + rows.resident_y) / 2
        place = (rows.column - 0.01, y - NAME_HALF_HEIGHT, rows.column + NAME_WIDTH, y + NAME_HALF_HEIGHT)
        yield _Strip(_F.NAME, face.placing.corners_at(place))
    begins = min((row.y for row in address), default=rows.period_top)
    if begins - rows.resident_y > ADDRESS_BELOW + ADDRESS_PITCH / 2:
        y = rows.resident_y + ADDRESS_BELOW
        left = min((row.left for row in address), default=rows.column) - 0.01
        place = (left, y - NAME_HALF_HEIGHT, ADDRESS_RIGHT, y + NAME_HALF_HEIGHT)
        yield _Strip(_F.ADDRESS, face.placing.corners_at(place))
    if not any(row.y > rows.issue_y + ROW and row.left < 0.6 for row in in_column):
        y = rows.issue_y + AUTHORITY_BELOW
        place = (rows.column - 0.02, y - NAME_HALF_HEIGHT, AUTHORITY_RIGHT, y + NAME_HALF_HEIGHT)
        yield _Strip(_F.ISSUING_AUTHORITY, face.placing.corners_at(place))


def _may_be(row: Row, rows: Rows) -> FieldName | None:
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


def _before_number(face: Face, row: Row) -> Iterator[_Strip]:
    """The region's name before a number of the older format: the line up to the first two digits, from where it begins
    or, where the name was found apart from it, from as far left as a name is long."""
    found = NUMBER.search(row.text)
    if found is None or found[1]:
        return
    first, last = row.print.glyphs[found.start()], row.print.glyphs[found.end() - 1]
    step = (last.x - first.x) / max(len(found[0]) - 1, 1)
    begins = min(row.left, first.x - REGION_STEPS * step)
    half = _height(row, face.placing) / 2
    yield _Strip(_F.LICENCE_NUMBER, face.placing.corners_at((begins, row.y - half, first.x + 1.6 * step, row.y + half)))


def _height(row: Row, placing: Placing) -> float:
    (_, top), (_, bottom) = placing.on_card([row.line.corners[:2].mean(axis=0), row.line.corners[2:].mean(axis=0)])
    return float(bottom - top)


_Seen = Sequence[tuple[_Strip, Print]]


def _region(seen: _Seen) -> Print:
    """The last word of syllables that is a region's name."""
    for _, printed in seen:
        syllables = Print(tuple(glyph for glyph in printed.glyphs if is_syllable(glyph.text)))
        for size in (4, 2):
            last = Print(syllables.glyphs[-size:])
            if kr_licence.snap_region(last.text):
                return last
    return Print()


def _name(seen: _Seen) -> Print:
    """Syllables only: the name's row holds nothing else but a label."""
    for _, printed in sorted(seen, key=lambda item: -item[1].confidence):
        value = _without_label(printed, _F.NAME)
        syllables = Print(tuple(glyph for glyph in value.glyphs if is_syllable(glyph.text)))
        if 2 <= len(syllables.glyphs) <= 8:
            return syllables
    return Print()


def _without_label(printed: Print, name: FieldName) -> Print:
    found = LABELS[name].match(printed.text)
    return Print(printed.glyphs[found.end() :]) if found else printed


def _classes(seen: _Seen) -> Print:
    """Each class in its line, top to bottom and left to right, with the separator between."""
    pieces: list[Print] = []
    for strip, printed in sorted(seen, key=lambda item: _reading_order(item[1])):
        value = _without_label(printed, _F.LICENCE_CLASS)
        for piece in _class_words(_with_first_digit(value, strip)):
            # One that is near no class keeps its place: the rest would pass for all of them.
            if kr_licence.snap_class(piece.text) or CLASS_WORD.search(piece.text):
                pieces.append(piece)
    return joined(pieces, kr_licence.CLASS_SEPARATOR)


def _reading_order(printed: Print) -> tuple[int, float]:
    if not printed.glyphs:
        return (0, 0.0)
    return round(float(np.mean([glyph.y for glyph in printed.glyphs])) / ROW), printed.glyphs[0].x


def _class_words(printed: Print) -> Iterator[Print]:
    """A line's classes: each begins with 1종 or 2종, or is a word of its own."""
    solid = Print(tuple(glyph for glyph in printed.glyphs if glyph.text.strip()))
    starts = [found.start() for found in re.finditer(f"[12][{JONG}]", solid.text)] or [0]
    if starts[0] and CLASS_WORD.search(solid.text[: starts[0]]):
        starts.insert(0, 0)
    for start, end in pairwise([*starts, len(solid.glyphs)]):
        glyphs = solid.glyphs[start:end]
        while glyphs and not (is_syllable(glyphs[-1].text) or glyphs[-1].text in "()"):
            glyphs = glyphs[:-1]
        if glyphs:
            yield Print(glyphs)


def _with_first_digit(printed: Print, strip: _Strip) -> Print:
    """PP-OCR is surer of 1 and 2 than Tesseract: a line of one class begins with what it read."""
    found = list(re.finditer(f".?[{JONG}]", printed.text))
    if not strip.seen.glyphs or strip.seen.text[0] not in "12" or len(found) != 1 or found[0].start() > 1:
        return printed
    digit, at = strip.seen.glyphs[0], found[0].end() - 1
    first = replace(printed.glyphs[max(at - 1, 0)], text=digit.text, confidence=digit.confidence)
    return Print((first, *printed.glyphs[at:]))


def joined(pieces: Sequence[Print], between: str) -> Print:
    """Pieces one after the other, a character between them that takes its place from the one before."""
    glyphs: list[Glyph] = []
    for piece in pieces:
        if glyphs and piece.glyphs:
            glyphs.append(replace(glyphs[-1], text=between))
        glyphs += piece.glyphs
    return Print(tuple(glyphs))


def _parted_from_period(seen: _Seen) -> tuple[list[tuple[_Strip, Print]], list[Print]]:
    """Rows of the address, and rows below that begin the renewal period: PP-OCR seldom reads a date behind Hangul."""
    rows = sorted(seen, key=lambda item: _reading_order(item[1]))
    is_period = [bool(PERIOD_LABEL.search(printed.text) or DATE.search(printed.text)) for _, printed in rows]
    first = is_period.index(True) if any(is_period) else len(rows)
    return rows[:first], [printed for _, printed in rows[first:]]


def _parted_from_date(seen: _Seen, rows: Rows) -> tuple[Print, list[tuple[_Strip, Print]]]:
    """The date of issue that PP-OCR could not read, and the other rows below the renewal period.

    It keeps its confidence where PP-OCR saw the same digits, though it lost some of them."""
    if rows.issue is not None:
        return Print(), list(seen)
    dated = [(strip, found) for strip, printed in seen if (found := printed.search(DATE)).glyphs]
    others = [item for item in seen if not DATE.search(item[1].text)]
    if not dated:
        return Print(), others
    strip, found = dated[-1]
    return found if _are_among(_digits(strip.seen), _digits(found)) else _less_sure(found), others


def _digits(printed: Print) -> str:
    return "".join(glyph.text for glyph in printed.glyphs if glyph.text.isascii() and glyph.text.isdigit())


def _are_among(some: str, digits: str) -> bool:
    """Whether ``some``, which are at least half of ``digits``, stand among them in the same order."""
    following = iter(digits)
    return 2 * len(some) >= len(digits) and all(one in following for one in some)


def _with_what_was_left(seen: _Seen, read_at: Callable[[Sequence[Corners]], list[Print]]) -> list[tuple[_Strip, Print]]:
    """Lines with what Tesseract reads in the parts of them that it passed over at first, which it does with words far
    apart. A line is doubtful where it reads nothing there again."""
    return [
        (strip, _completed(printed, left, read_at)) for strip, printed in seen for left in [_unread(strip, printed)]
    ]


def _completed(printed: Print, left: Sequence[Corners], read_at: Callable[[Sequence[Corners]], list[Print]]) -> Print:
    if not left:
        return printed
    again = [one for one in read_at(left) if any(is_syllable(glyph.text) for glyph in one.glyphs)]
    return joined([printed, *again], " ") if again else _at_most(printed, DOUBTFUL)


def _unread(strip: _Strip, printed: Print) -> tuple[Corners, ...]:
    """The parts of a strip of which nothing was read: what follows its last character, or all its pieces."""
    if not printed.glyphs:
        return strip.pieces if len(strip.pieces) > 1 else ()
    last = printed.glyphs[-1]
    line, place = last.line, last.line.characters[last.index].place
    begins = place + 0.6 * line.height / max(line.length, 1.0)
    if (1 - place) * line.length < LEFT_UNREAD * line.height or begins >= 1:
        return ()
    top, bottom = strip.corners[1] - strip.corners[0], strip.corners[2] - strip.corners[3]
    first, _, third, fourth = strip.corners
    return (np.array([first + top * begins, first + top, third, fourth + bottom * begins], np.float32),)


def _at_most(printed: Print, confidence: float) -> Print:
    return Print(tuple(replace(glyph, confidence=min(glyph.confidence, confidence)) for glyph in printed.glyphs))


def _first_date(rows: Sequence[Print]) -> Print:
    return next((found for row in rows if (found := row.search(DATE)).glyphs), Print())


def _address(seen: _Seen) -> Print:
    """Lines joined by a space, top to bottom; digits as PP-OCR read them where both agree how many there are. Every
    address begins with its region: where none is read, the row above is missing."""
    lines: list[Print] = []
    for strip, printed in sorted(seen, key=lambda item: _reading_order(item[1])):
        value = _without_label(printed, _F.ADDRESS)
        value = _trimmed(_with_digits(value, strip))
        if any(is_syllable(glyph.text) for glyph in value.glyphs) or any(
            glyph.text.isdigit() for glyph in value.glyphs
        ):
            lines.append(value)
    address = joined(lines, " ")
    return address if kr_licence.begins_with_region(address.text) else _at_most(address, DOUBTFUL)


def _trimmed(printed: Print) -> Print:
    """Less what stands at its ends and is no part of an address."""
    glyphs = list(printed.glyphs)
    while glyphs and not (is_syllable(glyphs[0].text) or glyphs[0].text.isalnum() or glyphs[0].text == "("):
        glyphs.pop(0)
    while glyphs and not (is_syllable(glyphs[-1].text) or glyphs[-1].text.isalnum() or glyphs[-1].text in "),"):
        glyphs.pop()
    return Print(tuple(glyphs))


def _with_digits(printed: Print, strip: _Strip) -> Print:
    """Digits, and the hyphens and commas behind them, as PP-OCR read them, where both saw as many digits."""
    own = [index for index, glyph in enumerate(printed.glyphs) if glyph.text.isdigit()]
    seen = strip.seen.glyphs
    other = [index for index, glyph in enumerate(seen) if glyph.text.isascii() and glyph.text.isdigit()]
    if not own or len(own) != len(other):
        return printed
    glyphs: list[Glyph] = []
    taken = dict(zip(own, other, strict=True))
    for index, glyph in enumerate(printed.glyphs):
        if index not in taken:
            glyphs.append(glyph)
            continue
        digit = seen[taken[index]]
        glyphs.append(replace(glyph, text=digit.text, confidence=max(digit.confidence, glyph.confidence)))
        sign = _sign_after(seen, taken[index])
        follows = printed.glyphs[index + 1].text if index + 1 < len(printed.glyphs) else ""
        if (sign == "-" and follows.isdigit()) or (sign == "," and follows in ("", " ")):
            glyphs.append(replace(glyphs[-1], text=sign))
    return Print(tuple(glyphs))


def _sign_after(seen: Sequence[Glyph], index: int) -> str:
    """A hyphen between two digits, or a comma, behind the glyph at ``index``; else nothing."""
    following = "".join(glyph.text for glyph in seen[index + 1 : index + 3])
    if re.match("-[0-9]", following):
        return "-"
    return "," if following[:1] in (",", "，") else ""


def _authority(seen: _Seen) -> Print:
    """The row, or the pieces of a row together, that must be a known authority; else what ends like one."""
    printed = [item[1] for item in sorted(seen, key=lambda item: _reading_order(item[1]))]
    together = Print(tuple(glyph for one in printed for glyph in one.glyphs))
    candidates = [_to_its_end(one) for one in (*printed, together)]
    for wanted in (kr_licence.snap_authority, lambda text: "경찰" in text or "청장" in text):
        found = next((one for one in candidates if wanted(one.text)), None)
        if found is not None:
            return found
    return Print()


def _to_its_end(printed: Print) -> Print:
    """The syllables up to 청장, where the seal's would follow."""
    syllables = Print(tuple(glyph for glyph in printed.glyphs if is_syllable(glyph.text)))
    end = syllables.text.find("청장")
    return Print(syllables.glyphs[: end + 2]) if end > 0 else syllables


def _condition_words(seen: _Seen) -> Print:
    """Conditions that are printed in words; the codes are letters, which PP-OCR reads."""
    for _, printed in seen:
        value = _trimmed(_without_label(printed, _F.CONDITIONS))
        if kr_licence.snap_condition(value.text):
            return value
    return Print()


def read_latin_name(rows: Rows, pixels: Pixels) -> Print:
    """A name in Latin capitals between the two numbers, with the spaces that its print shows."""
    for row in rows.rest:
        if not rows.number_y + ROW / 2 < row.y < rows.resident_y - ROW / 2:
            continue
        value = row.print
        colon = max(value.text.rfind(":"), value.text.rfind("："))
        value = Print(value.glyphs[colon + 1 :])
        if LATIN_NAME.match(value.text) and np.mean([glyph.confidence for glyph in value.glyphs]) > LATIN_SURE:
            return _spaced(value, row, pixels)
    return Print()


def _spaced(printed: Print, row: Row, pixels: Pixels) -> Print:
    """``printed`` with a space wherever its line shows a wide gap, or the network saw one."""
    gaps = _wide_gaps(cut_line(pixels, row.line.corners))
    glyphs = [printed.glyphs[0]]
    for glyph in printed.glyphs[1:]:
        before, after = row.line.characters[glyphs[-1].index].place, row.line.characters[glyph.index].place
        seen = any(not row.line.characters[index].text.strip() for index in range(glyphs[-1].index + 1, glyph.index))
        if seen or any(before < gap < after for gap in gaps):
            glyphs.append(replace(glyphs[-1], text=" "))
        glyphs.append(glyph)
    return Print(tuple(glyphs))


def _wide_gaps(cut: Pixels) -> list[float]:
    """Middles of the gaps between words, in parts of the line's length."""
    picture = hangul.prepared(cut, 48)[hangul.BORDER : -hangul.BORDER, hangul.BORDER : -hangul.BORDER]
    threshold, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (picture[8:-8] < threshold).sum(axis=0) > 1
    edges = np.flatnonzero(np.diff(np.concatenate([[True], ink, [True]]).astype(np.int8)))
    gaps = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    inner = [(start, end) for start, end in gaps if start > 0 and end < len(ink)]
    usual = float(np.median([end - start for start, end in inner])) if inner else 0.0
    least = max(SPACE[0] * 48, SPACE[1] * usual)
    return [(start + end) / 2 / len(ink) for start, end in inner if end - start >= least]
