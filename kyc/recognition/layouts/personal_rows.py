"""The rows of personal data that both PRC identity cards print: name, sex and ethnicity, birth, address.

Cards of some regions print a second script above each Chinese row. The networks read nothing, Latin letters or nonsense
there, so rows are told by their Chinese labels, and what stands where labels stand without being one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from kyc.documents import citizen_number
from kyc.documents.closed_lists import ETHNICITIES, SEXES
from kyc.documents.kinds import FieldName
from kyc.documents.words import N_, Words
from kyc.recognition.ink import is_printed
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.layouts.name_row import OTHER_ROW, Expected, letters_of
from kyc.recognition.layouts.value_look import HANZI, has_unread_print, read_sentences
from kyc.recognition.lines import TextLine
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Glyph, Print, by_line, glyphs_of, row_y, rows
from kyc.recognition.readings import (
    LOOK_ALIKES,
    READ_AS,
    Normalised,
    Normaliser,
    as_printed,
    date,
    differences,
    one_of,
    until,
)
from kyc.recognition.second_look import look_again, resolve_doubts

#: Lines of one row lie closer together than this, in card heights; a second script is farther away.
ROW_GAP: Final = 0.040
#: Lines of the person's data begin left of this and end left of the portrait, give or take a misplaced card.
DATA_BEGINS_BEFORE: Final = 0.50
PORTRAIT_LEFT: Final = 0.68
#: Where values begin if no birth date tells, and how much farther left something is a label.
VALUES_LEFT: Final = 0.190
LABEL_MARGIN: Final = 0.020
#: An address begins at least this far below the birth date, in card heights; a second script is nearer.
ADDRESS_BELOW: Final = 0.075
#: Half the height of a number's row, and how much wider it is shown where digits are missing.
NUMBER_HALF: Final = 0.045
NUMBER_STRETCHES: Final = (1.3, 1.6)
#: A row that is followed by another ends right of this; it is looked for up to the portrait, this far around its
#: middle and before its first character.
ADDRESS_SHORT, ADDRESS_RIGHT, ADDRESS_HALF, ADDRESS_SPARE = 0.545, 0.615, 0.036, 0.020
#: The last row found may be followed by another where it ends right of this; rows are this far apart, in card heights.
ADDRESS_FULL, ADDRESS_STEP = 0.50, 0.076
#: Usual heights of birth date and address where the birth date was not read.
BIRTH_Y, ADDRESS_Y = 0.36, 0.47

#: Mostly digits; single ones may have been taken for letters.
NUMBER: Final = re.compile(r"(?=(?:[OoIl]*[0-9]){12})[0-9OoIl]{14,17}[0-9XxOoIl×]{1,4}")
NAME_LABEL: Final = re.compile(r"姓\s*名")
#: A label's box is less high than this (card heights) where it is around one row; half a digit's width.
ONE_ROW: Final = 0.095
HALF_DIGIT: Final = 0.011
NUMBER_LABEL: Final = re.compile("公民身份|身份证?号码")
BIRTH: Final = re.compile(r"(\d{4})年?(\d{1,2})月?(\d{1,2})日?")
BIRTH_STRICT: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}")
SEX: Final = re.compile(r"性?别?([男女])")
ETHNICITY: Final = re.compile(r"(?:民族|民|族)([^民族]+)$")
PERSON: Final = re.compile(r"[男女]|民族|性别")
LABELS: Final = frozenset("姓名性别民族出生住址")
ONLY_LABEL: Final = re.compile(r"\s*(?:姓\s*名|性\s*别|民\s*族|出\s*生|住\s*址|公民身份号码|签发机关|有效期限)\s*")
PRINTED: Final = re.compile(r"[0-9\u3400-\u9fff\U00020000-\U0003ffff]")
NOT_A_NAME: Final = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff·]")
#: Traditional forms that the networks know as well; cards print the simplified ones.
TRADITIONAL: Final = str.maketrans(
    "漢滿壯錫鮮爾達龍門東維吾蘭羅諾納陽倫賓寶鄂", "汉满壮锡鲜尔达龙门东维吾兰罗诺纳阳伦宾宝鄂"
)
#: Marks of specimens are on no document and part of no value.
MARKS: Final = re.compile(r"SPECIMEN|样本|样張|样张", re.IGNORECASE)

#: What only a temporary card prints on the face with personal data: the labels of issuer and validity, perhaps without
#: their first characters, and a period between two dates.
LOWER_LABEL: Final = re.compile("签?发?机关|有?效?期限")
_DAY: Final = r"\d{4}[.·。,年/-]?\d{1,2}[.·。,月/-]?\d{1,2}日?"
PERIOD: Final = re.compile(rf"({_DAY})[^0-9]{{1,3}}({_DAY})")
#: Where those lines begin on such a card, in card widths and heights: right of, below and left of these.
LOWER_LEFT, LOWER_TOP, LOWER_RIGHT = -0.03, 0.50, 0.40


def without_doubts(face: Face, look: Look) -> Face:
    """``face`` less what lies beside the card, doubtful lines read again.

    A label that was read whole is known, whatever its confidence; more room around it would only let its neighbour in.
    """
    on_card = [line for line in face.lines if face.placing.holds(line.centre)]
    known = [line for line in on_card if ONLY_LABEL.fullmatch(line.text)]
    others = [line for line in on_card if not ONLY_LABEL.fullmatch(line.text)]
    return replace(face, lines=(*resolve_doubts(look.networks, look.pixels, others), *known))


def with_whole_number(face: Face, look: Look, number: Print) -> Face:
    """``face`` with a number that lacks digits read wider; as it was where that gives no number of eighteen."""
    if not number.glyphs or len(number.glyphs) == citizen_number.LENGTH:
        return face
    xs = [glyph.x for glyph in number.glyphs]
    step, y = (xs[-1] - xs[0]) / max(len(xs) - 1, 1), row_y(number)
    place = (xs[0] - 1.2 * step, y - NUMBER_HALF, xs[-1] + 1.2 * step, y + NUMBER_HALF)
    for stretch in NUMBER_STRETCHES:
        lines = look_again(look.networks, look.pixels, face.lines, face.placing, [place], stretch)
        wider = replace(face, lines=lines)
        again = find_number(glyphs_of(wider.lines, wider.placing), y - NUMBER_HALF)
        if citizen_number.has_shape(citizen_number.normalise(again.text)):
            return wider
    return face


def name_row(face: Face, cut: Mapping[FieldName, Print]) -> Expected | None:
    """Where the name stands by its own label, or as far above the row of the sex as that is above the birth date; None
    where neither tells."""
    birth = cut[FieldName.BIRTH_DATE]
    if not birth.glyphs:
        return None
    label = [line for line in face.lines if NAME_LABEL.fullmatch(line.text)]
    person = [glyph.line for glyph in cut[FieldName.SEX].glyphs + cut[FieldName.ETHNICITY].glyphs]
    by_label, by_person, by_birth = (_row_of(row, face.placing) for row in (label, person, [birth.glyphs[0].line]))
    if by_label is None and by_person is not None and by_birth is not None:
        by_label = 2 * by_person - by_birth
    return Expected(by_label, birth.glyphs[0].x - HALF_DIGIT) if by_label is not None else None


def _row_of(lines: Sequence[TextLine], placing: Placing) -> float | None:
    """The middle of a row (card heights) by those boxes of it that are around one row only."""
    middles = []
    for line in lines:
        top, bottom = (line.corners[0] + line.corners[1]) / 2, (line.corners[2] + line.corners[3]) / 2
        (_, first), (_, last) = placing.on_card([top, bottom])
        if last - first < ONE_ROW:
            middles.append(float(first + last) / 2)
    return float(np.median(middles)) if middles else None


def with_whole_rows(face: Face, look: Look, printed: Print) -> Face:
    """``face`` with the rows of an address or of an authority read again where print goes on behind them; the last
    character of a row that still does not hold all of it is doubted."""
    running = list({id(glyph.line): glyph.line for glyph in printed.glyphs}.values())
    running = [line for line in running if has_unread_print(look.pixels, line, at_end=True)]
    again = {id(line): seen for line, seen in zip(running, read_sentences(look, running), strict=True)}
    return replace(face, lines=tuple(again.get(id(line), line) for line in face.lines))


def has_lower_rows(lines: Sequence[TextLine], placing: Placing, bottom: float) -> bool:
    """Whether issuer or validity stand below the personal data of the face at ``placing``, above ``bottom``."""
    ends = [line.left for line in lines if LOWER_LABEL.match(line.text) or PERIOD.search(line.text)]
    places = placing.on_card(ends) if ends else ()
    return any(LOWER_LEFT < x < LOWER_RIGHT and LOWER_TOP < y < bottom for x, y in places)


def find_number(glyphs: Sequence[Glyph], below: float) -> Print:
    """The lowest citizen number below ``below`` (card heights)."""
    for row in reversed(rows([glyph for glyph in glyphs if glyph.y > below], ROW_GAP)):
        found = _number_in(row)
        if found.glyphs:
            return found
    return Print()


def _number_in(row: Print) -> Print:
    """The number of one line or of the whole row: one of eighteen digits before others, and then the longest line's.
    Digits of a stamp across the row belong to another line."""
    lines = [Print(tuple(line)) for line in by_line(row.glyphs)]
    found = [number for part in (*lines, row) if (number := part.search(NUMBER)).glyphs]
    whole = [number for number in found if len(number.glyphs) == citizen_number.LENGTH]
    shorter = [number for number in found if len(number.glyphs) < citizen_number.LENGTH]
    return max(whole or shorter or found, key=lambda number: len(number.glyphs), default=Print())


def cut_person(glyphs: Sequence[Glyph], bottom: float) -> dict[FieldName, Print]:
    """Name, sex, ethnicity, birth date and address among the glyphs above ``bottom`` (card heights)."""
    data = _data(glyphs, bottom)
    values_left = _values_left(rows(data, ROW_GAP))
    printed = rows(_without_second_script(data, values_left), ROW_GAP)
    index = next((i for i, row in enumerate(printed) if BIRTH_STRICT.search(row.text)), None)
    above, below = _around_birth(printed, index, values_left)
    person = next((row for row in reversed(above) if PERSON.search(row.text)), Print())
    birth = printed[index] if index is not None else Print()
    sex, ethnicity = person.search(SEX, 1), _cut_ethnicity(person)
    y = _name_y((*sex.glyphs, *ethnicity.glyphs), birth)
    over = [row for row in above if row is not person and (not person.glyphs or row_y(row) < row_y(person))]
    name = _name(over, values_left, y)
    return {
        FieldName.NAME: letters_of(name.glyphs),
        FieldName.SEX: sex,
        FieldName.ETHNICITY: ethnicity,
        FieldName.BIRTH_DATE: birth.without_label("出生").search(BIRTH),
        FieldName.ADDRESS: _address(below, birth, values_left),
    }


def _data(glyphs: Sequence[Glyph], bottom: float) -> list[Glyph]:
    """Print of the data's column above ``bottom``, lines without any digit or Chinese character left out."""
    lines = [line for line in by_line(glyphs) if row_y(Print(tuple(line))) < bottom]
    above = [glyph for line in lines for glyph in line if not NUMBER_LABEL.search(glyph.line.text)]
    begins = {id(glyph.line): glyph.x for glyph in reversed(above)}
    return [
        glyph
        for glyph in above
        if begins[id(glyph.line)] < DATA_BEGINS_BEFORE and glyph.x < PORTRAIT_LEFT and PRINTED.search(glyph.line.text)
    ]


def _values_left(printed: Sequence[Print]) -> float:
    """Where values begin: the birth date's year, if it was read and stands where it can."""
    birth = next((found for row in printed if (found := row.search(BIRTH_STRICT)).glyphs), Print())
    x = birth.glyphs[0].x if birth.glyphs else VALUES_LEFT
    return x if 0.10 < x < 0.30 else VALUES_LEFT


def _without_second_script(data: Sequence[Glyph], values_left: float) -> list[Glyph]:
    """Less the lines that begin where labels do and have no character of one, if they end there or have no Chinese."""
    labelled = {id(glyph.line) for glyph in data if glyph.text in LABELS and _is_left(glyph, values_left)}
    begin_left = {id(glyph.line) for glyph in data if _is_left(glyph, values_left)}
    reach_values = {id(glyph.line) for glyph in data if glyph.x > values_left + LABEL_MARGIN}
    chinese = {id(glyph.line) for glyph in data if HANZI.search(glyph.line.text)}
    second = begin_left - labelled - (reach_values & chinese)
    return [glyph for glyph in data if id(glyph.line) not in second]


def _is_left(glyph: Glyph, values_left: float) -> bool:
    return glyph.x < values_left - LABEL_MARGIN


def _around_birth(printed: list[Print], index: int | None, values_left: float) -> tuple[list[Print], list[Print]]:
    """Rows above and below the birth date; where it was not read, above the address' label and from there on, or above
    and below the usual heights."""
    if index is not None:
        return printed[:index], printed[index + 1 :]
    address = next((at for at, row in enumerate(printed) if _has_label(row, "住址", values_left)), None)
    if address is not None:
        return printed[:address], printed[address:]
    return [row for row in printed if row_y(row) < BIRTH_Y], [row for row in printed if row_y(row) > ADDRESS_Y]


def _beside_labels(value: Print, values_left: float) -> Print:
    """Less what stands where labels do, however it was read."""
    return Print(tuple(glyph for glyph in value.glyphs if not _is_left(glyph, values_left)))


def _name(above: Sequence[Print], values_left: float, y: float | None) -> Print:
    """The row with the name's label, or the one nearest to ``y`` (card heights), or the last one."""
    # A second script's label below the name may be read as half of its label (성별 as 名).
    labelled = [row for row in above if "姓名" in row.text] or [row for row in above if row.text[:1] in ("姓", "名")]
    near = [row for row in above if y is not None and abs(row_y(row) - y) < OTHER_ROW and HANZI.search(row.text)]
    row = (labelled or sorted(near, key=lambda one: -abs(row_y(one) - (y or 0.0))) or list(above) or [Print()])[-1]
    return _beside_labels(row.without_label("姓名"), values_left) if row.glyphs else row


def _name_y(person: Sequence[Glyph], birth: Print) -> float | None:
    """A name stands as far above sex and ethnicity as those stand above the birth date."""
    return 2 * row_y(Print(tuple(person))) - row_y(birth) if person and birth.glyphs else None


def _address(below: Sequence[Print], birth: Print, values_left: float) -> Print:
    """All rows from the one with the address' label on, or from where an address can begin."""
    first = next((index for index, row in enumerate(below) if _has_label(row, "住址", values_left)), None)
    if first is None:
        least = row_y(birth) + ADDRESS_BELOW if birth.glyphs else 0.0
        wanted = [row for row in below if row_y(row) > least]
    else:
        wanted = list(below[first:])
    return Print(
        tuple(glyph for row in wanted for glyph in _beside_labels(row.without_label("住址"), values_left).glyphs)
    )


def open_address_rows(address: Print, face: Face, look: Look) -> list[Place]:
    """Where to read an address row of which only a part was found, all but the last being full, and one below a full
    last row, where a single character is easily missed."""
    lines = [Print(tuple(line)) for line in by_line(address.glyphs)]
    left = min((line.glyphs[0].x for line in lines), default=0.0) - ADDRESS_SPARE
    short = [
        (left, row_y(line) - ADDRESS_HALF, ADDRESS_RIGHT, row_y(line) + ADDRESS_HALF)
        for line, after in pairwise(lines)
        if line.glyphs[-1].x < ADDRESS_SHORT and row_y(after) - row_y(line) > ROW_GAP
    ]
    return short + _below_full_row(lines, left, face, look)


def _below_full_row(lines: Sequence[Print], left: float, face: Face, look: Look) -> list[Place]:
    """The row below the last one, where that one is full and something is printed at the beginning of the next."""
    if not lines or lines[-1].glyphs[-1].x < ADDRESS_FULL:
        return []
    steps = [step for one, other in pairwise(lines) if (step := row_y(other) - row_y(one)) > ROW_GAP]
    y, step = row_y(lines[-1]), min(steps, default=ADDRESS_STEP)
    first = (left, y - ADDRESS_HALF, left + 2 * ADDRESS_SPARE, y + ADDRESS_HALF)
    below = (left, first[1] + step, first[2], first[3] + step)
    if not is_printed(look.pixels, face.placing, below, first):
        return []
    return [(left, below[1], ADDRESS_SHORT, below[3])]


def _has_label(row: Print, label: str, values_left: float) -> bool:
    return any(glyph.text in label and _is_left(glyph, values_left) for glyph in row.glyphs)


def _cut_ethnicity(row: Print) -> Print:
    found = row.search(ETHNICITY, 1)
    if found.glyphs:
        return found
    return Print(tuple(glyph for glyph in row.glyphs if glyph.x > 0.385 and glyph.text not in "民族男女"))


def _whole_name(text: str) -> Normalised:
    """As printed; nothing where a character is none of a name's, for it stands for one that was misread."""
    return Normalised("" if NOT_A_NAME.search(text) else text, "name" if NOT_A_NAME.search(text) else "")


def _ethnicity(text: str) -> Normalised:
    if text in ETHNICITIES:
        return Normalised(text, "closed_list", listed=True)
    simplified = text.translate(TRADITIONAL)
    if simplified in ETHNICITIES:
        return Normalised(simplified, "closed_list", Words(READ_AS, {"raw": text}), listed=True)
    near = [entry for entry in ETHNICITIES if len(entry) == len(text) > 1 and differences(entry, text) == 1]
    if len(near) == 1:
        words = Words(N_("Read as %(raw)s; the only ethnicity one character away is taken."), {"raw": text})
        return Normalised(near[0], "closed_list", words)
    return Normalised("", "closed_list")


def _number(text: str) -> Normalised:
    """Letters that only look like digits become digits; anything more would be guessing."""
    value = citizen_number.normalise(text.translate(LOOK_ALIKES))
    if value == text:
        return Normalised(value, "citizen_number")
    words = Words(N_("Written in half-width digits; read as %(raw)s."), {"raw": text})
    return Normalised(value, "citizen_number", words)


#: Of every field of both cards.
NORMALISERS: Final[dict[FieldName, Normaliser]] = {
    FieldName.NAME: _whole_name,
    FieldName.SEX: one_of(SEXES),
    FieldName.ETHNICITY: _ethnicity,
    FieldName.BIRTH_DATE: date,
    FieldName.ADDRESS: as_printed,
    FieldName.CITIZEN_NUMBER: _number,
    FieldName.ISSUING_AUTHORITY: as_printed,
    FieldName.VALID_FROM: until,
    FieldName.VALID_TO: until,
}
