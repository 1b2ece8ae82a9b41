"""The PRC temporary identity card: a title face without fields, and a face with all data, validity and issuer.

No standard gives the places of its print. The rows of personal data stand in the order of the ordinary card; number,
issuer and validity follow in any order, so they are told by what they look like and by their labels. The ordinary card
never prints validity and issuer beside personal data, and its title lacks 临时.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kyc.documents.kinds import CARD_ASPECT, FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.layouts.name_row import with_whole_name
from kyc.recognition.layouts.personal_rows import (
    LOWER_LABEL,
    MARKS,
    NORMALISERS,
    NUMBER,
    PERIOD,
    ROW_GAP,
    cut_person,
    find_number,
    has_lower_rows,
    open_address_rows,
    with_whole_number,
    with_whole_rows,
    without_doubts,
)
from kyc.recognition.layouts.value_look import HANZI
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.placing import Anchor, Place, Placing, find_anchors, place_card
from kyc.recognition.printed import Glyph, Print, by_line, glyphs_of, row_y, rows
from kyc.recognition.readings import reading
from kyc.recognition.rectification import agreeing
from kyc.recognition.second_look import look_again

KIND: Final = DocumentKind.CN_TEMPORARY_ID_CARD
ASPECT: Final = CARD_ASPECT[KIND]

PERSONAL: Final = (
    Anchor("姓名", 0.062, 0.130, 0.120),
    Anchor("性别", 0.062, 0.130, 0.212),
    Anchor("民族", 0.287, 0.355, 0.212),
    Anchor("出生", 0.062, 0.130, 0.305),
    Anchor("住址", 0.062, 0.130, 0.400),
)


def _lower(number: float, authority: float, validity: float) -> tuple[Anchor, ...]:
    return (
        Anchor("公民身份号码", 0.062, 0.258, number),
        Anchor("签发机关", 0.062, 0.192, authority),
        Anchor("有效期限", 0.062, 0.192, validity),
        # Without their first characters, where a thumb or a lamp's reflection lies on those.
        Anchor("发机关", 0.0945, 0.192, authority),
        Anchor("期限", 0.127, 0.192, validity),
    )


#: Orders in which offices print the lower rows.
ARRANGEMENTS: Final = (
    _lower(number=0.895, authority=0.705, validity=0.795),
    _lower(number=0.675, authority=0.780, validity=0.880),
    _lower(number=0.665, authority=0.865, validity=0.765),
    _lower(number=0.890, authority=0.790, validity=0.700),
)
TITLES: Final = (
    Anchor("中华人民共和国", 0.240, 0.760, 0.150),
    Anchor("临时居民身份证", 0.190, 0.810, 0.295),
)
#: So many labels of the personal data hold the card in place at least.
LEAST_PERSONAL: Final = 2
#: How high a line's box is, in card widths; the farthest of a card's lines is nearer than a width and a bit.
LINE_HEIGHT: Final = 0.052
REACH: Final = 1.15
#: The personal rows end this far above the first of the lower ones, in card heights.
ABOVE_LOWER: Final = 0.045
#: Lower rows are below this and above that.
LOWER_TOP: Final = 0.55
LOWEST: Final = 1.03
#: A value may stand this far off its label's row, in card heights: form and overprint are two prints.
OVERPRINT: Final = 0.045

#: The other row of an authority is nearer than this, in card heights, and begins within this of it, in card widths.
NEXT_ROW: Final = 0.085
COLUMN: Final = 0.035

OFFICE: Final = re.compile(r"[\u3400-\u9fff]{2,}(?:公安局|分局|派出所)")
LABELS: Final = re.compile("公民身份号码|发机关|期限")
TEMPORARY_TITLE: Final = re.compile("临时.{0,2}民身份|时居民身份证|临.居民身份证|临时居.身份证|临时居民.份证")
#: Stands on the ordinary card's other face, which may lie below its personal data in one picture.
ORDINARY_TITLE: Final = re.compile("^居民身份证$")

#: Where fields of one line stand on most cards, to be looked at again where nothing was found.
PLACES: Final[dict[FieldName, Place]] = {
    FieldName.NAME: (0.150, 0.075, 0.600, 0.160),
    FieldName.SEX: (0.140, 0.170, 0.270, 0.250),
    FieldName.ETHNICITY: (0.365, 0.170, 0.600, 0.250),
    FieldName.BIRTH_DATE: (0.150, 0.262, 0.560, 0.345),
}


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every face of a temporary card among the lines of a picture."""
    faces: list[Face] = []
    for origin in (line for line in lines if LOWER_LABEL.match(line.text) or NUMBER.search(line.text)):
        face = _data_face(lines, origin)
        if face and not any(face.overlaps(other) for other in faces):
            faces.append(face)
    for title in (line for line in lines if TEMPORARY_TITLE.search(line.text)):
        face = _title_face(lines, title)
        if face and not any(face.overlaps(other) for other in faces):
            faces.append(face)
    return faces


def _data_face(lines: Sequence[TextLine], origin: TextLine) -> Face | None:
    """The face around a line of its lower rows, by the arrangement that fits most labels."""
    near = within_reach(lines, origin, REACH * origin.height / LINE_HEIGHT)
    fits = [(placing, lower) for lower in ARRANGEMENTS if (placing := _placed(near, (*PERSONAL, *lower)))]
    fits = [(placing, lower) for placing, lower in fits if _is_held(placing, lower, near)]
    if not fits:
        return None
    placing, _ = max(fits, key=lambda fit: fit[0].matches)
    return Face(KIND, Side.PORTRAIT_FACE, placing, tuple(near))


def _placed(lines: Sequence[TextLine], anchors: Sequence[Anchor]) -> Placing | None:
    return place_card(find_anchors(lines, anchors), ASPECT)


def _is_held(placing: Placing, lower: Sequence[Anchor], lines: Sequence[TextLine]) -> bool:
    """Whether enough labels of the personal data fit, and issuer or validity stand below them: number and personal data
    alone are an ordinary card's, and what has that card's title within its outline is two of its faces."""
    if any(ORDINARY_TITLE.match(line.text) and placing.holds(line.centre) for line in lines):
        return False
    held = {match.card for match in placing.fitted}
    telling = [anchor for anchor in lower if LOWER_LABEL.match(anchor.text)]
    return sum((anchor.left, anchor.y) in held for anchor in PERSONAL) >= LEAST_PERSONAL and (
        any((anchor.left, anchor.y) in held for anchor in telling) or has_lower_rows(lines, placing, LOWEST)
    )


def _title_face(lines: Sequence[TextLine], title: TextLine) -> Face | None:
    near = within_reach(lines, title, title.length)
    placing = _placed(near, TITLES)
    return Face(KIND, Side.EMBLEM_FACE, placing, tuple(near)) if placing else None


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the data face, read or not; the title face has none."""
    if face.side is Side.EMBLEM_FACE:
        return []
    found = _cut(_glyphs(face))
    return [
        reading(name, found.get(name, Print()), face.side, capture_id, NORMALISERS[name])
        for name in FIELDS[KIND, Side.PORTRAIT_FACE]
    ]


def _glyphs(face: Face) -> list[Glyph]:
    return [glyph for glyph in glyphs_of(face.lines, face.placing) if not MARKS.search(glyph.line.text)]


def look_closer(face: Face, look: Look) -> Face:
    """``face`` after a second look at what was read with doubt, where nothing was read, and where a part is missing."""
    face = without_doubts(face, look)
    if face.side is Side.EMBLEM_FACE:
        return face
    cut = _cut(_glyphs(face))
    face = with_whole_number(face, look, cut[FieldName.CITIZEN_NUMBER])
    face = with_whole_name(face, look, cut[FieldName.NAME])
    places = [place for name, place in PLACES.items() if not cut[name].glyphs]
    places += open_address_rows(cut[FieldName.ADDRESS], face, look)
    face = with_whole_rows(face, look, Print(cut[FieldName.ADDRESS].glyphs + cut[FieldName.ISSUING_AUTHORITY].glyphs))
    if not places:
        return face
    return replace(face, lines=look_again(look.networks, look.pixels, face.lines, face.placing, places))


def _cut(glyphs: Sequence[Glyph]) -> dict[FieldName, Print]:
    number = find_number(glyphs, LOWER_TOP)
    period = _period(glyphs)
    authority = _authority(glyphs, number, period)
    taken = {id(glyph.line) for printed in (number, period, authority) for glyph in printed.glyphs}
    tops = [row_y(printed) for printed in (number, period, authority) if printed.glyphs]
    tops += [glyph.y for glyph in glyphs if glyph.y > LOWER_TOP and LABELS.search(glyph.line.text)]
    bottom = min(tops, default=1.0) - ABOVE_LOWER
    person = [glyph for glyph in glyphs if id(glyph.line) not in taken]
    return {
        **cut_person(person, bottom),
        FieldName.CITIZEN_NUMBER: number,
        FieldName.ISSUING_AUTHORITY: authority,
        FieldName.VALID_FROM: period.search(PERIOD, 1),
        FieldName.VALID_TO: period.search(PERIOD, 2),
    }


def _period(glyphs: Sequence[Glyph]) -> Print:
    lower = rows([glyph for glyph in glyphs if glyph.y > LOWER_TOP], ROW_GAP)
    return next((row.search(PERIOD) for row in lower if PERIOD.search(row.text)), Print())


def _authority(glyphs: Sequence[Glyph], *told: Print) -> Print:
    """What stands beside the issuer's label, or else what looks like an office, number and period left out."""
    others = {id(glyph) for printed in told for glyph in printed.glyphs}
    lower = [glyph for glyph in glyphs if glyph.y > LOWER_TOP and id(glyph) not in others]
    lines = [Print(tuple(line)) for line in by_line(lower)]
    beside = [_beside_label(line, lines) for line in lines if "签发" in line.text or "机关" in line.text]
    offices = [line.search(OFFICE) for line in lines if OFFICE.search(line.text) and not LABELS.search(line.text)]
    return next((printed for printed in (*beside, *offices) if printed.glyphs), Print())


def _beside_label(labelled: Print, lines: Sequence[Print]) -> Print:
    """The rest of the label's own line, or the nearest line beside it that is no label; a long name takes two rows."""
    others = [line for line in lines if line is not labelled and not LABELS.search(line.text)]
    rest = labelled.without_label("签发机关")
    if not rest.glyphs:
        beside = [line for line in others if _stands_beside(line, labelled)]
        rest = min(beside, key=lambda line: abs(row_y(line) - row_y(labelled)), default=Print())
    parts = [rest, *(line for line in others if line is not rest and _continues(line, rest))] if rest.glyphs else []
    return Print(tuple(glyph for part in sorted(parts, key=row_y) for glyph in part.glyphs))


def _stands_beside(line: Print, labelled: Print) -> bool:
    return line.glyphs[0].x > labelled.glyphs[-1].x and abs(row_y(line) - row_y(labelled)) < OVERPRINT


def _continues(line: Print, row: Print) -> bool:
    """Whether a line is Chinese right above or below ``row`` and begins where that does: the other row of its value."""
    begins = abs(line.glyphs[0].x - row.glyphs[0].x) < COLUMN
    near = ROW_GAP < abs(row_y(line) - row_y(row)) < NEXT_ROW
    return begins and near and all(HANZI.match(glyph.text) for glyph in line.glyphs)


LAYOUT: Final = Layout(
    kind=KIND,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    rectify=agreeing,
    portraits={Side.PORTRAIT_FACE: (0.62, 0.08, 0.95, 0.67)},
    labels={Side.PORTRAIT_FACE: PERSONAL, Side.EMBLEM_FACE: TITLES},
    words={Side.PORTRAIT_FACE: tuple(anchor.text for anchor in ARRANGEMENTS[0][:3])},
    places={Side.PORTRAIT_FACE: PLACES},
)
