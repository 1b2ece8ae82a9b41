"""The PRC resident identity card, both faces (GA 448-2013). Places are parts of the card's width and height."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kyc.documents import citizen_number
from kyc.documents.closed_lists import ETHNICITIES, LONG_TERM, SEXES
from kyc.documents.kinds import CARD_ASPECT, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.documents.words import N_, Words
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.placing import Anchor, Match, Place, find_anchors, place_card
from kyc.recognition.printed import Glyph, Print, glyphs_of, row_y, rows
from kyc.recognition.readings import READ_AS, Normalised, Normaliser, as_printed, date, one_of, reading
from kyc.recognition.rectification import agreeing
from kyc.recognition.second_look import look_again, resolve_doubts

ASPECT: Final = CARD_ASPECT[DocumentKind.CN_ID_CARD]

PORTRAIT_ANCHORS: Final = (
    Anchor("姓名", 0.070, 0.150, 0.155),
    Anchor("性别", 0.070, 0.150, 0.280),
    Anchor("民族", 0.297, 0.375, 0.280),
    Anchor("出生", 0.070, 0.150, 0.405),
    Anchor("住址", 0.070, 0.150, 0.532),
    Anchor("公民身份号码", 0.072, 0.305, 0.862),
)
EMBLEM_ANCHORS: Final = (
    Anchor("中华人民共和国", 0.330, 0.872, 0.158),
    Anchor("居民身份证", 0.293, 0.918, 0.356),
    Anchor("签发机关", 0.240, 0.370, 0.758),
    Anchor("有效期限", 0.240, 0.370, 0.877),
)
#: Where fields of one line stand, labels left out: left, top, right, bottom in card widths and heights.
PLACES: Final[dict[FieldName, Place]] = {
    FieldName.NAME: (0.165, 0.105, 0.600, 0.205),
    FieldName.SEX: (0.155, 0.235, 0.285, 0.325),
    FieldName.ETHNICITY: (0.382, 0.235, 0.600, 0.325),
    FieldName.BIRTH_DATE: (0.165, 0.360, 0.600, 0.450),
    FieldName.CITIZEN_NUMBER: (0.320, 0.815, 0.910, 0.910),
    FieldName.ISSUING_AUTHORITY: (0.380, 0.710, 0.960, 0.806),
    FieldName.VALID_FROM: (0.380, 0.830, 0.960, 0.924),
    FieldName.VALID_TO: (0.380, 0.830, 0.960, 0.924),
}
#: The first and last digit's outer ends.
NUMBER_LEFT, NUMBER_RIGHT, NUMBER_Y = 0.343, 0.885, 0.862
#: Lines of the person's data begin left of this and end left of the portrait, give or take a misplaced card.
DATA_BEGINS_BEFORE: Final = 0.50
PORTRAIT_LEFT: Final = 0.68
NUMBER_LABEL: Final = re.compile("公民身份|身份证?号码")
ROW_GAP: Final = 0.05
#: How high a line's box is, in card widths.
LINE_HEIGHT: Final = 0.052

#: Mostly digits; single ones may have been taken for letters.
NUMBER: Final = re.compile(r"(?=(?:[OoIl]*[0-9]){12})[0-9OoIl]{14,17}[0-9XxOoIl×]{1,4}")
BIRTH: Final = re.compile(r"(\d{4})年?(\d{1,2})月?(\d{1,2})日?")
BIRTH_STRICT: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}")
SEX: Final = re.compile(r"性?别?([男女])")
ETHNICITY: Final = re.compile(r"(?:民族|民|族)([^民族]+)$")
PERIOD: Final = re.compile(r"(\d{4}[.·。,]?\d{2}[.·。,]?\d{2})[^0-9长]{0,3}(长.?|\d{4}[.·。,]?\d{2}[.·。,]?\d{2})")
NOT_A_NAME: Final = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff·]")
MARKS: Final = re.compile(r"SPECIMEN|样本|样張|样张", re.IGNORECASE)

LOOK_ALIKES: Final = str.maketrans("OoIl", "0011")


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every face of an ID card among the lines of a picture. Several of one kind are several cards."""
    faces = [face for number in _number_lines(lines) if (face := _portrait_face(lines, number))]
    if not faces and (face := _portrait_face(lines, None)):
        faces = [face]
    emblem_titles = [line for line in lines if "居民身份证" in line.text or "有效期限" in line.text]
    for title in emblem_titles:
        near = _on_same_card(lines, title)
        face = _placed(Side.EMBLEM_FACE, near, find_anchors(near, EMBLEM_ANCHORS), least=4)
        if face and not any(face.overlaps(other) for other in faces if other.side is Side.EMBLEM_FACE):
            faces.append(face)
    return faces


def _number_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if NUMBER.search(line.text.replace(" ", ""))]


def _portrait_face(lines: Sequence[TextLine], number: TextLine | None) -> Face | None:
    near = _on_same_card(lines, number) if number is not None else list(lines)
    matches = find_anchors(near, PORTRAIT_ANCHORS)
    if number is not None:
        matches += _number_ends(number)
    return _placed(Side.PORTRAIT_FACE, near, matches, least=4)


def _placed(side: Side, lines: Sequence[TextLine], matches: Sequence[Match], least: int) -> Face | None:
    placing = place_card(matches, ASPECT)
    if placing is None or placing.matches < least:
        return None
    return Face(DocumentKind.CN_ID_CARD, side, placing, tuple(lines))


def _on_same_card(lines: Sequence[TextLine], origin: TextLine) -> list[TextLine]:
    return within_reach(lines, origin, 1.1 * origin.height / LINE_HEIGHT)


def _number_ends(line: TextLine) -> list[Match]:
    found = NUMBER.search(line.text)
    if found is None or found.end() - found.start() != citizen_number.LENGTH:
        return []
    first, last = line.characters[found.start()].place, line.characters[found.end() - 1].place
    step = (last - first) / (citizen_number.LENGTH - 1) / 2
    left, right = line.at(first - step), line.at(last + step)
    return [
        Match((float(left[0]), float(left[1])), (NUMBER_LEFT, NUMBER_Y)),
        Match((float(right[0]), float(right[1])), (NUMBER_RIGHT, NUMBER_Y)),
    ]


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the face in printed order, read or not."""
    glyphs = [glyph for glyph in glyphs_of(face.lines, face.placing) if not MARKS.search(glyph.line.text)]
    cut = _cut_portrait(glyphs) if face.side is Side.PORTRAIT_FACE else _cut_emblem(glyphs)
    return [reading(name, printed, face.side, capture_id, NORMALISERS[name]) for name, printed in cut.items()]


def look_closer(face: Face, look: Look) -> Face:
    """``face`` after a second look at what was read with doubt and where nothing was read."""
    on_card = [line for line in face.lines if face.placing.holds(line.centre)]
    face = replace(face, lines=resolve_doubts(look.networks, look.pixels, on_card))
    places = places_to_look_again(read_face(face, ""))
    if not places:
        return face
    return replace(face, lines=look_again(look.networks, look.pixels, face.lines, face.placing, places))


def places_to_look_again(fields: Sequence[FieldReading]) -> list[Place]:
    """Where fields must be printed of which nothing was read."""
    return list(dict.fromkeys(PLACES[field.name] for field in fields if not field.raw and field.name in PLACES))


def _cut_portrait(glyphs: Sequence[Glyph]) -> dict[FieldName, Print]:
    number = _find_number(glyphs)
    number_lines = {id(glyph.line) for glyph in number.glyphs}
    bottom = row_y(number) if number.glyphs else 0.86
    above_number = [
        glyph
        for glyph in glyphs
        if glyph.y < bottom - 0.06 and id(glyph.line) not in number_lines and not NUMBER_LABEL.search(glyph.line.text)
    ]
    begins = {id(glyph.line): glyph.x for glyph in reversed(above_number)}
    left = [glyph for glyph in above_number if begins[id(glyph.line)] < DATA_BEGINS_BEFORE and glyph.x < PORTRAIT_LEFT]
    printed_rows = rows(left, ROW_GAP)
    birth_index = next((i for i, row in enumerate(printed_rows) if BIRTH_STRICT.search(row.text)), None)
    above, below = _around_birth(printed_rows, birth_index)
    person = next((row for row in reversed(above) if re.search(r"[男女]|民族|性别", row.text)), Print())
    names = [row for row in above if row is not person and (not person.glyphs or row_y(row) < row_y(person))]
    birth = printed_rows[birth_index] if birth_index is not None else Print()
    name = names[-1].without_label("姓名") if names else Print()
    address = Print(tuple(glyph for row in below for glyph in row.without_label("住址").glyphs))
    return {
        FieldName.NAME: Print(tuple(glyph for glyph in name.glyphs if not NOT_A_NAME.match(glyph.text))),
        FieldName.SEX: person.search(SEX, 1),
        FieldName.ETHNICITY: _cut_ethnicity(person),
        FieldName.BIRTH_DATE: birth.without_label("出生").search(BIRTH),
        FieldName.ADDRESS: address,
        FieldName.CITIZEN_NUMBER: number,
    }


def _around_birth(printed: list[Print], index: int | None) -> tuple[list[Print], list[Print]]:
    """Rows above and below the birth date, or above and below its usual height where it was not read."""
    if index is not None:
        return printed[:index], printed[index + 1 :]
    return [row for row in printed if row_y(row) < 0.36], [row for row in printed if row_y(row) > 0.47]


def _find_number(glyphs: Sequence[Glyph]) -> Print:
    for row in reversed(rows([glyph for glyph in glyphs if glyph.y > 0.7], ROW_GAP)):
        found = row.search(NUMBER)
        if found.glyphs:
            return found
    return Print()


def _cut_ethnicity(row: Print) -> Print:
    found = row.search(ETHNICITY, 1)
    if found.glyphs:
        return found
    return Print(tuple(glyph for glyph in row.glyphs if glyph.x > 0.385 and glyph.text not in "民族男女"))


def _cut_emblem(glyphs: Sequence[Glyph]) -> dict[FieldName, Print]:
    lower = rows([glyph for glyph in glyphs if glyph.y > 0.62 and glyph.x > 0.15], ROW_GAP)
    period_index = next((i for i, row in enumerate(lower) if PERIOD.search(row.text)), None)
    period = lower[period_index] if period_index is not None else Print()
    before = lower[:period_index] if period_index is not None else lower
    authority = next(
        (row for row in before if "签发" in row.text or "机关" in row.text), before[-1] if before else Print()
    )
    return {
        FieldName.ISSUING_AUTHORITY: authority.without_label("签发机关"),
        FieldName.VALID_FROM: period.search(PERIOD, 1),
        FieldName.VALID_TO: period.search(PERIOD, 2),
    }


def _ethnicity(text: str) -> Normalised:
    if text in ETHNICITIES:
        return Normalised(text, "closed_list", listed=True)
    near = [entry for entry in ETHNICITIES if len(entry) == len(text) > 1 and _differences(entry, text) == 1]
    if len(near) == 1:
        words = Words(N_("Read as %(raw)s; the only ethnicity one character away is taken."), {"raw": text})
        return Normalised(near[0], "closed_list", words)
    return Normalised("", "closed_list")


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _number(text: str) -> Normalised:
    """Letters that only look like digits become digits; anything more would be guessing."""
    value = citizen_number.normalise(text.translate(LOOK_ALIKES))
    if value == text:
        return Normalised(value, "citizen_number")
    words = Words(N_("Written in half-width digits; read as %(raw)s."), {"raw": text})
    return Normalised(value, "citizen_number", words)


def _valid_date(text: str) -> Normalised:
    if text.startswith("长"):
        return Normalised(LONG_TERM, "validity", None if text == LONG_TERM else Words(READ_AS, {"raw": text}))
    return replace(date(text), how="validity")


NORMALISERS: Final[dict[FieldName, Normaliser]] = {
    FieldName.NAME: as_printed,
    FieldName.SEX: one_of(SEXES),
    FieldName.ETHNICITY: _ethnicity,
    FieldName.BIRTH_DATE: date,
    FieldName.ADDRESS: as_printed,
    FieldName.CITIZEN_NUMBER: _number,
    FieldName.ISSUING_AUTHORITY: as_printed,
    FieldName.VALID_FROM: _valid_date,
    FieldName.VALID_TO: _valid_date,
}


LAYOUT: Final = Layout(
    kind=DocumentKind.CN_ID_CARD,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    rectify=agreeing,
    portraits={Side.PORTRAIT_FACE: (0.60, 0.10, 0.94, 0.76)},
)
