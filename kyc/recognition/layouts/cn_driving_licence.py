"""The PRC driving licence, main page and sub page (GA 482). Places are parts of the page's width and height.

Two main pages are in use: the newer prints its validity as ``start 至 end``, the older as a first day (有效起始日期)
and a number of years (有效期限).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kyc.documents import citizen_number
from kyc.documents.kinds import CARD_ASPECT, FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.layouts.cn_driving_licence_values import (
    ARCHIVE,
    CLASS,
    COUNTRY,
    DATE,
    END,
    NAME,
    NAME_DOT,
    NORMALISERS,
    NUMBER,
    ONE_ROW,
    PERIOD,
    PERIOD_OR_DAY,
    SENTENCE,
    SEX,
    is_citizen_number,
    is_no_record,
    lacks_dot,
    one_dot,
    tidied,
    width_of,
)
from kyc.recognition.layouts.cn_driving_records import UNREAD_MARK, backed, record_of
from kyc.recognition.layouts.form import REACH, Form, Slot, Values, cut_values
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.layouts.value_look import (
    CUT_SHORT,
    STOP_BEYOND,
    STOPS,
    Wanted,
    has_unread_print,
    read_on_white,
    read_sentences,
    read_values,
)
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.placing import Anchor, Match, Place, find_anchors, place_card
from kyc.recognition.printed import Glyph, Print, glyphs_of
from kyc.recognition.readings import (
    reading,
)
from kyc.recognition.seal import read_seal
from kyc.recognition.second_look import resolve_doubts

F = FieldName
KIND: Final = DocumentKind.CN_DRIVING_LICENCE
ASPECT: Final = CARD_ASPECT[KIND]

#: What stands between the two dates of a period, however it was read.
BETWEEN: Final = r"(?<=-\d\d)[^\d\-.,年长]{1,2}(?=[12]\d{3}|长)|(?<=\d)至(?=[\d长])|^至|至$"
#: Dotted rules, as far as they were taken for print.
DOTS: Final = re.compile(r"[.…_ˉ]{2,}|[…_]")
#: Letters of translations under the labels; the marks of drawn samples.
BESIDES: Final = re.compile(r"(?=[A-Za-z'’.]*[a-z])[A-Za-z'’.]{3,}|SPECIMEN|样本")

TITLE: Final = "中华人民共和国机动车驾驶证"
SEAL_PLACE: Final = (0.045, 0.532, 0.266, 0.855)
MAIN: Final = Form(
    anchors=(
        Anchor(TITLE, 0.193, 0.812, 0.083),
        Anchor("证号", 0.289, 0.356, 0.195),
        Anchor("姓名", 0.053, 0.112, 0.270),
        Anchor("性别", 0.472, 0.532, 0.272),
        Anchor("国籍", 0.641, 0.701, 0.272),
        Anchor("住址", 0.053, 0.112, 0.372),
        Anchor("出生日期", 0.271, 0.390, 0.568),
        Anchor("初次领证日期", 0.270, 0.446, 0.667),
        Anchor("准驾车型", 0.271, 0.390, 0.772),
    ),
    slots=(
        Slot(F.LICENCE_NUMBER, (0.400, 0.155, 0.850, 0.250), "证号", NUMBER),
        Slot(F.NAME, (0.130, 0.245, 0.460, 0.345), "姓名"),
        Slot(F.SEX, (0.545, 0.245, 0.610, 0.345), "性别", SEX),
        Slot(F.NATIONALITY, (0.745, 0.245, 0.970, 0.345), "国籍"),
        Slot(F.ADDRESS, (0.130, 0.345, 0.960, 0.535), "住址", lines=2),
        Slot(F.BIRTH_DATE, (0.425, 0.535, 0.740, 0.630), "出生日期", DATE),
        Slot(F.FIRST_ISSUE_DATE, (0.460, 0.630, 0.740, 0.730), "初次领证日期", DATE),
        Slot(F.LICENCE_CLASS, (0.480, 0.740, 0.700, 0.850), "准驾车型", CLASS),
    ),
    row=0.09,
    besides=re.compile(f"{BESIDES.pattern}|{BETWEEN}"),
)
NEW_FORM: Final = replace(
    MAIN,
    anchors=(*MAIN.anchors, Anchor("有效期限", 0.055, 0.174, 0.880)),
    slots=(
        *MAIN.slots,
        Slot(F.VALID_FROM, (0.205, 0.850, 0.460, 0.945), "有效期限", PERIOD_OR_DAY),
        Slot(F.VALID_TO, (0.500, 0.850, 0.750, 0.945), "有效期限", END),
    ),
)
OLD_FORM: Final = replace(
    MAIN,
    anchors=(*MAIN.anchors, Anchor("有效起始日期", 0.053, 0.230, 0.880), Anchor("有效期限", 0.478, 0.596, 0.880)),
    slots=(
        *MAIN.slots,
        Slot(F.VALID_FROM, (0.245, 0.850, 0.480, 0.945), "有效起始日期", DATE),
        Slot(F.VALID_TO, (0.610, 0.850, 0.750, 0.945), "有效期限", END),
    ),
)
SUB: Final = Form(
    anchors=(
        Anchor(TITLE + "副页", 0.140, 0.860, 0.087),
        Anchor("证号", 0.284, 0.350, 0.189),
        Anchor("姓名", 0.058, 0.120, 0.291),
        Anchor("档案编号", 0.485, 0.606, 0.291),
        Anchor("记录", 0.058, 0.120, 0.432),
    ),
    slots=(
        Slot(F.LICENCE_NUMBER, (0.395, 0.145, 0.860, 0.240), "证号", NUMBER),
        Slot(F.NAME, (0.140, 0.245, 0.470, 0.345), "姓名"),
        Slot(F.ARCHIVE_NUMBER, (0.620, 0.245, 0.960, 0.345), "档案编号", ARCHIVE),
        Slot(F.RECORD, (0.140, 0.395, 0.970, 0.900), "记录", lines=5),
    ),
    row=0.10,
    besides=re.compile(BESIDES.pattern + r"|\*?\d{13,}\*"),
)


@dataclass(frozen=True, slots=True)
class ValueAnchor:
    """A value whose print is large and stands at much the same place on every licence; None for an end that moves."""

    pattern: re.Pattern[str]
    left: float | None
    right: float | None
    y: float


_CITIZEN: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CLEAR_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MAIN_VALUES: Final = (
    ValueAnchor(_CITIZEN, 0.402, 0.800, 0.215),
    ValueAnchor(_CLEAR_DAY, 0.440, None, 0.588),
    ValueAnchor(_CLEAR_DAY, 0.470, None, 0.688),
    ValueAnchor(_CLEAR_DAY, 0.215, None, 0.900),
)
SUB_VALUES: Final = (
    ValueAnchor(_CITIZEN, 0.400, 0.800, 0.198),
    ValueAnchor(ARCHIVE, 0.625, 0.890, 0.298),
)
#: Ends of words that must agree on where a page lies.
LEAST: Final = 6
#: A page's labels that say which of the two forms of validity is printed.
OLD_FORM_SIGNS: Final = re.compile(r"起始|^\d{1,2}年$|Valid F")
#: Lines of an address, as far as their text tells.
IN_ADDRESSES: Final = re.compile(r"[省市区县旗镇乡村路街道幢栋楼室组]|[0-9]号")
#: Lines of an address lie between these, in page heights: the rows of the name and of the birth date begin beyond.
ADDRESS_ROWS: Final = (0.335, 0.545)
#: The record stands below this, in page heights.
RECORD_TOP: Final = 0.375
#: Characters in the first line of an address, at the least.
SHORTEST_ADDRESS: Final = 4
#: A torn piece of a label lies at most this far from the label's place, in page widths, twice that in heights.
SCRAP: Final = 0.040
#: A value whose weakest character is at least this sure is not read again; this sure where a rule vouches for it.
SURE: Final = 0.90
VOUCHED: Final = 0.60
#: What a name is worth of which print was left unread.
TORN_NAME: Final = 0.70
#: What of its confidence a name keeps that two looks read differently, and what it is worth at the most.
DISPUTE: Final = 0.90
DISPUTED_NAME: Final = 0.80
#: So many of its steps, each at least so wide in page widths, a name is cut behind the middle of its last character.
NAME_ROOM: Final = 0.8
LEAST_STEP: Final = 0.030
#: A character whose middle lies so far before a name's place is the label's.
NAME_LABEL: Final = 0.020
#: Print between the label's end and a name's place, in page widths from the place, is the name's.
NAME_BEGINS: Final = 0.008


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every page of a driving licence among the lines of a picture."""
    old = any(OLD_FORM_SIGNS.search(line.text) for line in lines)
    main = _find_pages(Side.MAIN_PAGE, OLD_FORM if old else NEW_FORM, MAIN_VALUES, lines)
    sub = _find_pages(Side.SUB_PAGE, SUB, SUB_VALUES, lines)
    return [face for face in main if not any(_is_rather(face, other) for other in sub)] + [
        face for face in sub if not any(_is_rather(face, other) for other in main)
    ]


def _find_pages(side: Side, form: Form, values: Sequence[ValueAnchor], lines: Sequence[TextLine]) -> list[Face]:
    """Pages whose labels were read, and those of which little but the title and the larger print of the values was."""
    found: list[Face] = []
    for origin, anchor in _origins(form, lines):
        if any(face.placing.holds(origin.centre) for face in found):
            continue
        first, last = _ends_of(origin, anchor)
        width = float(np.hypot(*np.subtract(last.seen, first.seen))) / (anchor.right - anchor.left)
        near = within_reach(lines, origin, REACH * width)
        placing = place_card([*_label_matches(near, form), *_value_matches(near, values)], ASPECT)
        if placing is not None and placing.matches >= LEAST and first in placing.fitted:
            found.append(Face(KIND, side, placing, tuple(near)))
    found.sort(key=lambda face: -face.placing.matches)
    return [face for at, face in enumerate(found) if not any(face.overlaps(other) for other in found[:at])]


def _origins(form: Form, lines: Sequence[TextLine]) -> list[tuple[TextLine, Anchor]]:
    """Lines that hold a label of three characters or more, the longest label first: each may belong to another page."""
    pairs = [(line, part) for line in lines for anchor in form.anchors for part in _read_part(line, anchor)]
    return sorted((pair for pair in pairs if len(pair[1].text) >= 3), key=lambda pair: -len(pair[1].text))


def _read_part(line: TextLine, anchor: Anchor) -> tuple[Anchor, ...]:
    """The label, or as much of it as a line holds; nothing where it holds neither."""
    if anchor.text == TITLE and TITLE + "副" in line.text:
        return ()
    return next(((part,) for part in (anchor, *_parts(anchor)) if part.text in line.text), ())


def _label_matches(lines: Sequence[TextLine], form: Form) -> list[Match]:
    """Ends of every label on every line: those of another page agree on no place together with the rest."""
    parts = [(line, part) for anchor in form.anchors for line in lines for part in _read_part(line, anchor)]
    return [match for line, part in parts for match in _ends_of(line, part)]


def _ends_of(line: TextLine, anchor: Anchor) -> list[Match]:
    return find_anchors([line], [anchor])


def _parts(anchor: Anchor) -> tuple[Anchor, ...]:
    """A label of four characters or more without its first, and without its last."""
    if len(anchor.text) < 4:
        return ()
    step = (anchor.right - anchor.left) / len(anchor.text)
    return (
        replace(anchor, text=anchor.text[1:], left=anchor.left + step),
        replace(anchor, text=anchor.text[:-1], right=anchor.right - step),
    )


def _value_matches(lines: Sequence[TextLine], values: Sequence[ValueAnchor]) -> list[Match]:
    """Ends of every value that looks like one of ``values``, for each place where it may stand: of several places, all
    but one lie far off, and are no match."""
    matches: list[Match] = []
    for value in values:
        for line in lines:
            found = value.pattern.search(line.text)
            if found is None:
                continue
            first, last = (line.characters[at].place for at in (found.start(), found.end() - 1))
            half = (last - first) / max(1, len(found[0]) - 1) / 2
            ends = ((first - half, value.left), (last + half, value.right))
            matches += [_match(line, place, x, value.y) for place, x in ends if x is not None]
    return matches


def _match(line: TextLine, place: float, x: float, y: float) -> Match:
    seen = line.at(place)
    return Match((float(seen[0]), float(seen[1])), (x, y))


def _is_rather(face: Face, other: Face) -> bool:
    """Whether the place of ``face`` is better explained by the other page: they share title, number and name."""
    return face.overlaps(other) and other.placing.matches > face.placing.matches


def look_closer(face: Face, look: Look) -> Face:
    """``face`` with its seal read, and read again what is doubtful or missing among the values."""
    on_page = [line for line in face.lines if line.characters and face.placing.holds(line.centre)]
    if face.side is Side.SUB_PAGE:
        running = [line for line in on_page if _is_of_record(line, face)]
        again = _with_closing_mark(look, read_sentences(look, running, _last_of(running, face)), face)
    else:
        running = [line for line in on_page if _is_of_address(line, face)]
        again = list(resolve_doubts(look.networks, look.pixels, read_sentences(look, running)))
    taken = {id(line) for line in running}
    lines = (*(line for line in on_page if id(line) not in taken), *again)
    seen = replace(face, lines=lines)
    read = read_values(look, face.placing, _doubted(seen, look))
    place = _form_values(seen).places[F.NAME]
    name = _less_label(read.get(F.NAME, _cut(seen)[F.NAME]), place)
    if tidied(F.NAME, name).glyphs:
        read[F.NAME] = _confirmed(name, place, seen, look)
    if F.NAME in read and _is_cut_short(read[F.NAME], _form_values(seen).places[F.NAME], seen, look):
        read[F.NAME] = _cut_short(read[F.NAME])
    if F.ADDRESS in read:
        read[F.ADDRESS] = Print((*read[F.ADDRESS].glyphs, *_form_values(seen).prints[F.ADDRESS].glyphs))
    if face.side is Side.MAIN_PAGE:
        read[F.ISSUING_AUTHORITY] = read_seal(look.networks, look.pixels, face.placing, SEAL_PLACE, lines)
    return replace(seen, read={**face.read, **read})


def _is_of_record(line: TextLine, face: Face) -> bool:
    """Whether a line of the sub page is one of the record's: below the rows of labels, and no label or mark."""
    y = face.placing.on_card([line.left])[0][1]
    labels = any(anchor.text in line.text and len(line.text) <= len(anchor.text) + 1 for anchor in SUB.anchors)
    return bool(y > RECORD_TOP and not labels and not is_no_record(line.text, y))


def _with_closing_mark(look: Look, record: Sequence[TextLine], face: Face) -> list[TextLine]:
    """``record``, its last line with a mark that no look could name where only ink was seen behind it."""
    closing = _last_of(record, face)
    if closing is None or not has_unread_print(look.pixels, closing, at_end=True, beyond=STOP_BEYOND):
        return list(record)
    last = closing.characters[-1]
    if STOPS.match(last.text):
        return list(record)
    mark = replace(last, text=UNREAD_MARK, confidence=min(last.confidence, CUT_SHORT))
    marked = replace(closing, characters=(*closing.characters, mark))
    return [marked if line is closing else line for line in record]


def _is_of_address(line: TextLine, face: Face) -> bool:
    """Whether a line stands where addresses do and has words that addresses have: seals name places as well."""
    y = face.placing.on_card([line.centre])[0][1]
    return bool(ADDRESS_ROWS[0] < y < ADDRESS_ROWS[1] and IN_ADDRESSES.search(line.text))


def _last_of(record: Sequence[TextLine], face: Face) -> TextLine | None:
    """The line that ends a record: the rightmost of the lowest row."""
    ends = face.placing.on_card([line.right for line in record]).tolist() if record else []
    lowest = max((y for _, y in ends), default=0.0)
    in_row = [(x, at) for at, (x, y) in enumerate(ends) if y > lowest - ONE_ROW]
    return record[max(in_row)[1]] if in_row else None


def _form_values(face: Face) -> Values:
    return cut_values(_form(face), _glyphs(face))


def _doubted(face: Face, look: Look) -> dict[FieldName, Wanted]:
    """Values of one line that were not read, make no sense, or have a doubtful character."""
    values = _form_values(face)
    prints = _cut(face)
    doubted = {}
    for slot in _form(face).slots:
        place, printed = values.places[slot.name], prints[slot.name]
        if slot.name is F.NAME:
            name = tidied(F.NAME, _less_label(printed, place))
            if _is_doubtful_name(name) or _is_cut_short(name, place, face, look):
                doubted[F.NAME] = _wanted_name(name, place)
        elif slot.lines == 1 and not _is_settled(slot.name, printed):
            pattern = PATTERNS.get(slot.name, slot.pattern)
            doubted[slot.name] = Wanted(place, _value_of(slot.name), pattern, slot.pattern is None, printed)
    if face.side is Side.MAIN_PAGE and (missing := _missing_first_row(values)):
        doubted[F.ADDRESS] = missing
    return doubted


def _is_settled(name: FieldName, printed: Print) -> bool:
    """Whether a value makes sense and every character of it was surely read. How sure the marks between a date's
    digits are says nothing; a valid check digit and a closed list vouch for more than the network does."""
    normalised = NORMALISERS[name](printed.text)
    if not normalised.value or _fails(name, printed):
        return False
    vouched = normalised.listed or (name is F.LICENCE_NUMBER and citizen_number.is_valid(normalised.value))
    weakest = min(glyph.confidence for glyph in tidied(name, printed).glyphs)
    return weakest >= (VOUCHED if vouched else SURE)


def _is_doubtful_name(name: Print) -> bool:
    return not name.glyphs or min(glyph.confidence for glyph in name.glyphs) < SURE or lacks_dot(name)


def _is_cut_short(name: Print, place: Place, face: Face, look: Look) -> bool:
    """Whether print goes on before or behind a name: a detector's box often begins behind its first character, and
    what is left is read without doubt."""
    if not name.glyphs:
        return False
    line = name.glyphs[0].line
    (left, _), (right, _) = face.placing.on_card([line.left, line.right])
    own = tuple(glyph.index for glyph in name.glyphs if glyph.line is line)
    part = replace(line, characters=line.characters[own[0] : own[-1] + 1])
    bounds = [(x - left) / max(right - left, 1e-6) for x in (place[0] - NAME_BEGINS, place[2])]
    return any(
        has_unread_print(look.pixels, part, at_end=at_end, farthest=bound)
        for at_end, bound in zip((False, True), bounds, strict=True)
    )


def _less_label(name: Print, place: Place) -> Print:
    """A name without what stands where its label does, however the label was read."""
    return Print(tuple(glyph for glyph in name.glyphs if glyph.x > place[0] - NAME_LABEL))


def _confirmed(printed: Print, place: Place, face: Face, look: Look) -> Print:
    """A name that a look on white paper reads as well; of two that differ the surer, with doubt: no rule and no list
    tells which, and the network is as sure of a rare character's commoner look-alike as of anything."""
    name = tidied(F.NAME, printed)
    steps = [after.x - before.x for before, after in itertools.pairwise(name.glyphs)]
    room = NAME_ROOM * max(LEAST_STEP, float(np.median(steps)) if steps else 0.0)
    left, top, right, bottom = place
    end = min(right, name.glyphs[-1].x + room)
    seen = read_on_white(look, face.placing, _wanted_name(name, (left, top, end, bottom)))
    other = tidied(F.NAME, seen)
    if other.text.replace(" ", "") == name.text.replace(" ", ""):
        # Looks lose the blank between two words more often than they make one up.
        return _weakened(seen) if other.text.count(" ") > name.text.count(" ") else printed
    is_better = other.confidence > name.confidence and len(other.text) >= len(name.text)
    return _capped(_weakened(seen if is_better else printed), DISPUTED_NAME)


def _weakened(name: Print) -> Print:
    return Print(tuple(replace(glyph, confidence=glyph.confidence * DISPUTE) for glyph in name.glyphs))


def _capped(name: Print, most: float) -> Print:
    return Print(tuple(replace(glyph, confidence=min(glyph.confidence, most)) for glyph in name.glyphs))


def _cut_short(name: Print) -> Print:
    """A name of which no look read all: whatever it says, it is not sure."""
    return _capped(name, TORN_NAME)


def _wanted_name(name: Print, place: Place) -> Wanted:
    """How a name is read again: squeezed where it is printed wide, and with its dot where it has a gap for one."""
    parted = lacks_dot(name)

    def value_of(text: str) -> str:
        return one_dot(text) if NAME_DOT.search(text) or not parted else ""

    return Wanted(place, value_of, NAME, free=True, before=name, width=width_of(name), loses=True)


#: What values look like that no slot's pattern tells apart, once they are cut out alone.
PATTERNS: Final = {F.NATIONALITY: COUNTRY, F.VALID_FROM: DATE, F.VALID_TO: END}


def _missing_first_row(values: Values) -> Wanted | None:
    """The first line of the address, where nothing was read in it: no address is without one."""
    left, top, right, bottom = values.places[F.ADDRESS]
    middle = (top + bottom) / 2
    if any(glyph.y < middle for glyph in values.prints[F.ADDRESS].glyphs):
        return None
    return Wanted((left, top, right, middle), lambda text: text if len(text) >= SHORTEST_ADDRESS else "", SENTENCE)


def _fails(name: FieldName, printed: Print) -> bool:
    """Whether a number has a citizen number's length and not its check digit: printed so, or misread."""
    number = NORMALISERS[name](printed.text).value if name is F.LICENCE_NUMBER else ""
    return is_citizen_number(number) and not citizen_number.is_valid(number)


def _value_of(name: FieldName) -> Callable[[str], str]:
    return lambda text: NORMALISERS[name](text).value


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the page in printed order, read or not."""
    prints = {**_cut(face), **face.read}
    return [_field(name, tidied(name, prints.get(name, Print())), face, capture_id) for name in FIELDS[KIND, face.side]]


def _field(name: FieldName, printed: Print, face: Face, capture_id: str) -> FieldReading:
    if name is F.RECORD:
        return reading(name, backed(printed), face.side, capture_id, lambda _: record_of(printed))
    return reading(name, printed, face.side, capture_id, NORMALISERS[name])


def _cut(face: Face) -> dict[FieldName, Print]:
    """What stands in every slot; a period that was read in one piece is parted."""
    prints = dict(cut_values(_form(face), _glyphs(face)).prints)
    if face.side is Side.SUB_PAGE:
        return prints
    both = Print(tuple(sorted((*prints[F.VALID_FROM].glyphs, *prints[F.VALID_TO].glyphs), key=lambda glyph: glyph.x)))
    if PERIOD.search(both.text):
        prints[F.VALID_FROM], prints[F.VALID_TO] = both.search(PERIOD, "start"), both.search(PERIOD, "end")
    return prints


def _form(face: Face) -> Form:
    if face.side is Side.SUB_PAGE:
        return SUB
    return OLD_FORM if any(OLD_FORM_SIGNS.search(line.text) for line in face.lines) else NEW_FORM


def _glyphs(face: Face) -> list[Glyph]:
    """Characters on the page, less those of the seal."""
    anchors = _form(face).anchors
    lines = [line for line in face.lines if not any(_is_scrap(line, face, anchor) for anchor in anchors)]
    glyphs = [glyph for glyph in glyphs_of(lines, face.placing) if not DOTS.fullmatch(glyph.text)]
    if face.side is Side.SUB_PAGE:
        return glyphs
    left, top, right, bottom = SEAL_PLACE
    return [
        glyph
        for glyph in glyphs
        if not (left < glyph.x < right and top < glyph.y < bottom and "\u3400" <= glyph.text <= "\u9fff")
    ]


def _is_scrap(line: TextLine, face: Face, anchor: Anchor) -> bool:
    """Whether a line is a torn piece of a label."""
    if not 0 < len(line.text) < len(anchor.text) or not _is_left_of(line.text, anchor.text):
        return False
    (x, y), *_ = face.placing.on_card([line.centre])
    return bool(anchor.left - SCRAP < x < anchor.right + SCRAP and abs(y - anchor.y) < 2 * SCRAP)


def _is_left_of(text: str, word: str) -> bool:
    """Whether ``text`` is what is left of ``word`` when characters of it are lost."""
    rest = iter(word)
    return all(character in rest for character in text)


LAYOUT: Final = Layout(
    kind=KIND,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    portraits={Side.MAIN_PAGE: (0.745, 0.450, 0.998, 0.990)},
    marks={Side.MAIN_PAGE: {"seal": SEAL_PLACE}},
    labels={Side.MAIN_PAGE: MAIN.anchors, Side.SUB_PAGE: SUB.anchors},
    places={Side.MAIN_PAGE: MAIN.places, Side.SUB_PAGE: SUB.places},
)
