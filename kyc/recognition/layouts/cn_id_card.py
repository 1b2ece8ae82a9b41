"""The PRC resident identity card, both faces (GA 448-2013). Places are parts of the card's width and height."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents import citizen_number
from kyc.documents.kinds import CARD_ASPECT, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.layouts.name_row import with_whole_name
from kyc.recognition.layouts.personal_rows import (
    MARKS,
    NORMALISERS,
    NUMBER,
    ROW_GAP,
    cut_person,
    find_number,
    has_lower_rows,
    name_row,
    open_address_rows,
    with_whole_number,
    with_whole_rows,
    without_doubts,
)
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.placing import Anchor, Match, Place, find_anchors, place_card
from kyc.recognition.printed import Glyph, Print, glyphs_of, row_y, rows
from kyc.recognition.readings import reading
from kyc.recognition.rectification import agreeing
from kyc.recognition.second_look import look_again

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
#: Where the number is looked for: below this; and where the rows above it end, before it.
NUMBER_BELOW: Final = 0.70
ABOVE_NUMBER: Final = 0.06
#: A temporary card's rows are closer together: placed by them as an ordinary card, its last rows lie above this.
LOWEST: Final = 1.35
#: Where the emblem face's two rows are looked for, from its left and top.
LOWER_PART: Final = (0.15, 0.62)
#: Labels of the portrait face, and what the title of a temporary card has more.
PERSONAL_LABELS: Final = re.compile("姓名|性别|出生|住址|公民身份号码")
TEMPORARY: Final = "临时"
#: Lines of the same face are at most this many of the number's heights below its middle.
BELOW_NUMBER: Final = 2.0
#: How high a line's box is, in card widths.
LINE_HEIGHT: Final = 0.052

#: A second row of the issuing authority: how far it is from the first, where it begins, and how surely it is read
#: (a second script is read as nonsense).
NEXT_ROW, VALUES_COLUMN, CLEAR = 0.090, 0.36, 0.80
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
PERIOD: Final = re.compile(r"(\d{4}[.·。,]?\d{2}[.·。,]?\d{2})[^0-9长]{0,3}(长.?|\d{4}[.·。,]?\d{2}[.·。,]?\d{2})")


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every face of an ID card among the lines of a picture. Several of one kind are several cards."""
    faces = [face for number in _number_lines(lines) if (face := _portrait_face(lines, number))]
    if not faces and (face := _portrait_face(lines, None)):
        faces = [face]
    for title in (line for line in lines if "居民身份证" in line.text or "有效期限" in line.text):
        face = _emblem_face(lines, title)
        if face and not any(face.overlaps(other) for other in faces if other.side is Side.EMBLEM_FACE):
            faces.append(face)
    return faces


def _number_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if NUMBER.search(line.text.replace(" ", ""))]


def _portrait_face(lines: Sequence[TextLine], number: TextLine | None) -> Face | None:
    around = _on_same_card(lines, number) if number is not None else list(lines)
    near = _not_below(around, number) if number is not None else around
    matches = find_anchors(near, PORTRAIT_ANCHORS)
    if number is not None:
        matches += _number_ends(number)
    face = _placed(Side.PORTRAIT_FACE, near, matches, least=4)
    # Issuer and validity stand beside personal data on a temporary card only.
    return None if face and has_lower_rows(around, face.placing, LOWEST) else face


def _emblem_face(lines: Sequence[TextLine], title: TextLine) -> Face | None:
    if TEMPORARY in title.text:
        return None
    near = [line for line in _on_same_card(lines, title) if TEMPORARY not in line.text]
    face = _placed(Side.EMBLEM_FACE, near, find_anchors(near, EMBLEM_ANCHORS), least=4)
    on_card = [line for line in near if face and face.placing.holds(line.centre)]
    personal = sum(PERSONAL_LABELS.match(line.text) is not None for line in on_card)
    return None if personal > 1 else face


def _placed(side: Side, lines: Sequence[TextLine], matches: Sequence[Match], least: int) -> Face | None:
    placing = place_card(matches, ASPECT)
    if placing is None or placing.matches < least:
        return None
    return Face(DocumentKind.CN_ID_CARD, side, placing, tuple(lines))


def _on_same_card(lines: Sequence[TextLine], origin: TextLine) -> list[TextLine]:
    """Lines within reach, the nearest first: of two cards in one picture the other's words come later."""
    near = within_reach(lines, origin, 1.1 * origin.height / LINE_HEIGHT)
    return sorted(near, key=lambda line: float(np.hypot(*(line.centre - origin.centre))))


def _not_below(lines: Sequence[TextLine], number: TextLine) -> list[TextLine]:
    """Less what lies below a citizen number, the last row of its face."""
    down = number.corners[3] - number.corners[0]
    unit = down / max(float(np.hypot(*down)), 1.0)
    return [line for line in lines if float((line.centre - number.centre) @ unit) < BELOW_NUMBER * number.height]


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
    glyphs = _glyphs(face)
    cut = _cut_portrait(glyphs) if face.side is Side.PORTRAIT_FACE else _cut_emblem(glyphs)
    return [reading(name, printed, face.side, capture_id, NORMALISERS[name]) for name, printed in cut.items()]


def _glyphs(face: Face) -> list[Glyph]:
    return [glyph for glyph in glyphs_of(face.lines, face.placing) if not MARKS.search(glyph.line.text)]


def look_closer(face: Face, look: Look) -> Face:
    """``face`` after a second look at what was read with doubt, where nothing was read, and where a part is missing."""
    face = without_doubts(face, look)
    places: list[Place] = []
    if face.side is Side.PORTRAIT_FACE:
        cut = _cut_portrait(_glyphs(face))
        face = with_whole_number(face, look, cut[FieldName.CITIZEN_NUMBER])
        face = with_whole_name(face, look, cut[FieldName.NAME], name_row(face, cut))
        places += open_address_rows(cut[FieldName.ADDRESS], face, look)
        running = cut[FieldName.ADDRESS]
    else:
        running = _cut_emblem(_glyphs(face))[FieldName.ISSUING_AUTHORITY]
    fields = read_face(face, "")
    places += places_to_look_again(fields)
    if face.side is Side.PORTRAIT_FACE:
        places = _sex_again(fields, _cut_portrait(_glyphs(face)), places)
    face = with_whole_rows(face, look, running)
    if not places:
        return face
    return replace(face, lines=look_again(look.networks, look.pixels, face.lines, face.placing, places))


def places_to_look_again(fields: Sequence[FieldReading]) -> list[Place]:
    """Where fields must be printed of which nothing was read."""
    return list(dict.fromkeys(PLACES[field.name] for field in fields if not field.raw and field.name in PLACES))


def _sex_again(fields: Sequence[FieldReading], cut: Mapping[FieldName, Print], places: Sequence[Place]) -> list[Place]:
    """``places`` with that of a sex that is not known, on the row of the ethnicity: a box around two rows, one of them
    a second script's, makes 女 doubtful."""
    if not cut[FieldName.ETHNICITY].glyphs or any(field.name is FieldName.SEX and field.value for field in fields):
        return list(places)
    usual = PLACES[FieldName.SEX]
    left, top, right, bottom = usual
    y, half = row_y(cut[FieldName.ETHNICITY]), (bottom - top) / 2
    return [*(place for place in places if place != usual), (left, y - half, right, y + half)]


def _cut_portrait(glyphs: Sequence[Glyph]) -> dict[FieldName, Print]:
    number = find_number(glyphs, NUMBER_BELOW)
    number_lines = {id(glyph.line) for glyph in number.glyphs}
    bottom = row_y(number) if number.glyphs else NUMBER_Y
    person = [glyph for glyph in glyphs if id(glyph.line) not in number_lines]
    return {**cut_person(person, bottom - ABOVE_NUMBER), FieldName.CITIZEN_NUMBER: number}


def _cut_emblem(glyphs: Sequence[Glyph]) -> dict[FieldName, Print]:
    left, top = LOWER_PART
    lower = rows([glyph for glyph in glyphs if glyph.y > top and glyph.x > left], ROW_GAP)
    period_index = next((i for i, row in enumerate(lower) if PERIOD.search(row.text)), None)
    period = lower[period_index] if period_index is not None else Print()
    before = lower[:period_index] if period_index is not None else lower
    return {
        FieldName.ISSUING_AUTHORITY: _authority(before),
        FieldName.VALID_FROM: period.search(PERIOD, 1),
        FieldName.VALID_TO: period.search(PERIOD, 2),
    }


def _authority(printed: Sequence[Print]) -> Print:
    """The row with the label, or the last one, and what adjoins it: a long name takes two rows, the label before the
    first, the second or between."""
    if not printed:
        return Print()
    labelled = next((index for index, row in enumerate(printed) if "签发" in row.text or "机关" in row.text), None)
    index = labelled if labelled is not None else len(printed) - 1
    values = [row.without_label("签发机关") if at == index else row for at, row in enumerate(printed)]
    parts = [values[index]] if values[index].glyphs else []
    for neighbour, first in ((index - 1, True), (index + 1, False)):
        if 0 <= neighbour < len(values) and _continues(values[neighbour], row_y(printed[index])):
            parts.insert(0 if first else len(parts), values[neighbour])
    return Print(tuple(glyph for part in parts for glyph in part.glyphs))


def _continues(row: Print, y: float) -> bool:
    """Whether a row is clear Chinese in the values' column, right above or below the height ``y``."""
    clear = [glyph for glyph in row.glyphs if CHINESE.match(glyph.text) and glyph.confidence > CLEAR]
    return len(clear) == len(row.glyphs) > 1 and abs(row_y(row) - y) < NEXT_ROW and row.glyphs[0].x > VALUES_COLUMN


LAYOUT: Final = Layout(
    kind=DocumentKind.CN_ID_CARD,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    rectify=agreeing,
    portraits={Side.PORTRAIT_FACE: (0.60, 0.10, 0.94, 0.76)},
    marks={Side.EMBLEM_FACE: {"emblem": (0.062, 0.090, 0.238, 0.438)}},
    labels={Side.PORTRAIT_FACE: PORTRAIT_ANCHORS, Side.EMBLEM_FACE: EMBLEM_ANCHORS},
    places=dict.fromkeys((Side.PORTRAIT_FACE, Side.EMBLEM_FACE), PLACES),
)
