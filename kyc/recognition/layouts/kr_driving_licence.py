"""The Korean driving licence. No standard gives places, so its values are the anchors.

PP-OCR reads digits, dates, Latin and codes, and finds the boxes of Hangul, which Tesseract then reads. What a row is
follows from what it looks like and which rows it stands between: number, name, resident number, address, renewal
period, conditions, date of issue, issuing authority, from top to bottom; classes above, the security code lower right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from kyc.documents import kr_licence, resident_number
from kyc.documents.hangul_words import syllables_apart
from kyc.documents.kinds import CARD_ASPECT, FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.documents.words import N_, Words
from kyc.recognition import hangul
from kyc.recognition.homography_fit import Floats, project
from kyc.recognition.layouts.kr_hangul import read_hangul
from kyc.recognition.layouts.kr_look_alikes import LOOK_ALIKES, UNDECIDED, is_undecided, told_apart
from kyc.recognition.layouts.kr_name import read_latin_name
from kyc.recognition.layouts.kr_prints import joined
from kyc.recognition.layouts.kr_rows import (
    CODE,
    CODE_ALONE,
    COLUMN,
    DATE,
    ISSUE_Y,
    NUMBER,
    NUMBER_Y,
    PERIOD_Y,
    RESIDENT,
    RESIDENT_Y,
    ROW,
    TITLE,
    Dated,
    Rows,
    part_of,
    rows_of,
    solid,
)
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.networks import Pixels, cut_line
from kyc.recognition.placing import Match, Place, Placing
from kyc.recognition.printed import Print
from kyc.recognition.readings import READ_AS, Normalised, Normaliser, date, reading
from kyc.recognition.second_look import DOUBT, resolve_doubts

_F = FieldName
KIND: Final = DocumentKind.KR_DRIVING_LICENCE
ASPECT: Final = CARD_ASPECT[KIND]
SIDE: Final = Side.MAIN_PAGE

#: Rows stray this far from the places below between printings, in card widths.
SPREAD: Final = 0.05
#: The licence number's digits span about this part of the card's width; no line lies farther from it than ``REACH``.
NUMBER_WIDTH: Final = 0.34
REACH: Final = 1.15
#: A label lies this close before its value, in heights of its line.
LABEL_GAP: Final = 1.5
#: Middle height of the title, and the middle of the security code.
TITLE_Y: Final = 0.090
CODE_SPOT: Final = (0.885, 0.940)
CODE_PLACES: Final[tuple[Place, ...]] = tuple((0.775, y - 0.036, 0.975, y + 0.036) for y in (0.915, 0.935, 0.955))
CODE_SURE: Final = 0.85
WHOLE_DATE: Final = re.compile(r"\d{4}\D*\d{2}\D*\d{2}$")
#: So many syllables that a list puts right are a word, which may have been printed otherwise; how sure that may be.
FAR_FROM_LIST: Final = 2
SNAPPED_FAR: Final = 0.70
PORTRAIT: Final[Place] = (0.035, 0.250, 0.335, 0.890)
#: After a colon, after a label in letters that PP-OCR has not, or before its meaning in brackets.
CONDITION: Final = re.compile(
    r"[:：;]([A-J1l|](?:[,，.·/、]?[A-J1l|]){0,9})$|[^A-Z0-9]{1,4}([A-J](?:[,，.·/、]?[A-J]){0,9})$"
    r"|(?:^|[^A-Z0-9])([A-J])(?=[(（])"
)
#: A letter and what it means.
EXPLAINED: Final = re.compile(r"([A-J])\s*\((.+?)\)?")


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every Korean driving licence among the lines of a picture.

    A licence number alone could be an account's, and a resident number stands on resident cards too: a licence has two
    of number, resident number, English title and renewal period, and never without its number or title.
    """
    faces: list[Face] = []
    for origin in [*_matching(lines, NUMBER), *_matching(lines, RESIDENT)]:
        if any(face.placing.holds(origin.centre) for face in faces):
            continue
        near = within_reach(lines, origin, REACH * _card_width(origin))
        if _is_licence(near):
            placing = _place(near)
            if placing is not None:
                faces.append(Face(KIND, SIDE, placing, tuple(near)))
    return faces


def _matching(lines: Sequence[TextLine], pattern: re.Pattern[str]) -> list[TextLine]:
    return [line for line in lines if pattern.search(solid(line))]


def _is_licence(lines: Sequence[TextLine]) -> bool:
    number, resident, title = (bool(_matching(lines, pattern)) for pattern in (NUMBER, RESIDENT, TITLE))
    period = any(len(DATE.findall(solid(line))) == 2 for line in lines)
    return (number and (resident or title or period)) or (title and resident)


def _card_width(origin: TextLine) -> float:
    """Of the card, in pixels, from the digits of a licence or resident number."""
    text = origin.text
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    span = origin.characters[digits[-1]].place - origin.characters[digits[0]].place
    return span * origin.length / NUMBER_WIDTH * 15 / max(len(digits) + 2, 12)


def _place(lines: Sequence[TextLine]) -> Placing | None:
    """Where the card lies, without perspective: its edges must tell the rest."""
    seen, nominal = _observations(lines)
    if len(seen) < 2:
        return None
    upright = _similarity(seen, nominal, _direction(lines))
    frame = project(upright, seen)
    known = np.where(np.isnan(nominal), frame, nominal)
    matches = tuple(
        Match((float(x), float(y)), (float(u), float(v * ASPECT))) for (x, y), (u, v) in zip(seen, known, strict=True)
    )
    return Placing(upright, ASPECT, matches, upright, SPREAD)


def _observations(lines: Sequence[TextLine]) -> tuple[Floats, Floats]:
    """Points of the capture, and where they nominally are in card widths (n x 2 each); unknown where not a number."""
    seen: list[tuple[float, float]] = []
    nominal: list[tuple[float, float]] = []

    def observe(point: npt.ArrayLike, x: float, y: float) -> None:
        px, py = np.asarray(point, np.float64).tolist()
        seen.append((px, py))
        nominal.append((x, y / ASPECT))

    for pattern, y in ((NUMBER, NUMBER_Y), (RESIDENT, RESIDENT_Y)):
        for line in _matching(lines, pattern)[:1]:
            observe(_row_begins(line, lines), COLUMN, y)
            # Its right end lies at the same height, wherever it ends.
            observe(line.right, np.nan, y)
    for line in _matching(lines, TITLE)[:1]:
        observe(line.centre, np.nan, TITLE_Y)
    dated = [line for line in lines if DATE.search(solid(line))]
    for line in dated:
        if len(DATE.findall(solid(line))) == 2:
            observe(line.left, COLUMN, PERIOD_Y)
        elif len(dated) == 2:
            observe(line.left, np.nan, ISSUE_Y)
    for line in lines:
        if CODE.fullmatch(solid(line)):
            observe(line.centre, *CODE_SPOT)
    return np.array(seen, np.float64).reshape(-1, 2), np.array(nominal, np.float64).reshape(-1, 2)


def _row_begins(line: TextLine, lines: Sequence[TextLine]) -> npt.ArrayLike:
    """The left end of a row, its label included where text detection parted them."""
    along = (line.right - line.left) / max(line.length, 1.0)
    across = np.array([-along[1], along[0]])
    begins = line.left
    for other in sorted(lines, key=lambda one: -float(one.right @ along)):
        gap, off = float((begins - other.right) @ along), float((other.centre - line.left) @ across)
        if abs(off) < line.height / 2 and -line.height / 2 < gap < LABEL_GAP * line.height:
            begins = other.left
    return begins


def _direction(lines: Sequence[TextLine]) -> Floats:
    """The unit vector along the rows, longer ones counting more."""
    total = np.sum([line.right - line.left for line in lines], axis=0, dtype=np.float64)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float64)


def _similarity(seen: Floats, nominal: Floats, along: Floats) -> Floats:
    """Scale and shift after turning the rows level, by least squares that mind strays less and less (3 x 3)."""
    level = np.array([[along[0], along[1]], [-along[1], along[0]]])
    points = seen @ level.T
    ones, zeros = np.ones(len(points)), np.zeros(len(points))
    across = np.column_stack([points[:, 0], ones, zeros])
    down = np.column_stack([points[:, 1], zeros, ones])
    system, wanted = np.vstack([across, down]), np.concatenate([nominal[:, 0], nominal[:, 1]])
    system, wanted = system[~np.isnan(wanted)], wanted[~np.isnan(wanted)]
    weights: Floats = np.ones(len(wanted))
    scale, x, y = 1.0, 0.0, 0.0
    for _ in range(8):
        solution = np.linalg.lstsq(system * weights[:, None], wanted * weights, rcond=None)[0]
        scale, x, y = (float(value) for value in solution)
        weights = np.asarray(1 / np.sqrt(1 + ((system @ solution - wanted) / SPREAD) ** 2), np.float64)
    turned = scale * level
    return np.array([[turned[0, 0], turned[0, 1], x], [turned[1, 0], turned[1, 1], y], [0, 0, 1]], np.float64)


def look_closer(face: Face, look: Look) -> Face:
    """``face`` with doubtful digits read again, look-alikes in its code told apart, and its Hangul as Tesseract reads
    it."""
    on_card = [line for line in face.lines if face.placing.holds(line.centre)]
    face = replace(face, lines=tuple(_looked_again(line, look) for line in on_card))
    rows = rows_of(face)
    if rows.code is None and (found := _code_where_it_must_be(face.placing, look)):
        face = replace(face, lines=(*face.lines, *found))
        rows = rows_of(face)
    read = _read_by_networks(rows, look.pixels)
    try:
        reader = hangul.shared_reader()
    except hangul.HangulUnavailable:
        return replace(face, read=read)
    known = {*read, _F.CONDITIONS} if _is_codes_alone(rows) else set(read)
    return replace(face, read=read_hangul(face, rows, look.pixels, reader, known) | read)


def _read_by_networks(rows: Rows, pixels: Pixels) -> dict[FieldName, Print]:
    """A name in Latin letters, and a code whose look-alikes had to be told apart."""
    read: dict[FieldName, Print] = {}
    latin = read_latin_name(rows, pixels)
    if latin.glyphs:
        read[_F.NAME] = latin
    if rows.code is not None and LOOK_ALIKES & set(rows.code.text):
        read[_F.SECURITY_CODE] = told_apart(rows.code.print, rows.code.line, pixels)
    return read


def _code_where_it_must_be(placing: Placing, look: Look) -> list[TextLine]:
    """The security code's line, sought under the small portrait where text detection passed it over."""
    corners = [placing.corners_at(place) for place in CODE_PLACES]
    readings = look.networks.recognise([cut_line(look.pixels, quad) for quad in corners])
    lines = [TextLine(quad, reading.characters) for quad, reading in zip(corners, readings, strict=True)]
    found = [line for line in lines if CODE_ALONE.match(solid(line)) and line.confidence > CODE_SURE]
    return [max(found, key=lambda line: line.confidence)] if found else []


def _looked_again(line: TextLine, look: Look) -> TextLine:
    """``line``, or what several looks at its digits or code agree on, where one of those was read with doubt.

    Labels in Hangul are left out of the looks: what is read of them is another thing each time.
    """
    for pattern in (NUMBER, RESIDENT, DATE, CODE_ALONE):
        found = list(pattern.finditer(line.text))
        if not found:
            continue
        span = slice(found[0].start(), found[-1].end())
        if min(character.confidence for character in line.characters[span]) >= DOUBT:
            return line
        again = resolve_doubts(look.networks, look.pixels, [part_of(line, span.start, span.stop)])
        agrees = len(again) == 1 and len(pattern.findall(solid(again[0]))) == len(found)
        return again[0] if agrees else line
    return line


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the licence in printed order, read or not."""
    rows = rows_of(face)
    prints = _cut(rows, face)
    fields = {
        name: reading(name, prints.get(name, Print()), SIDE, capture_id, NORMALISERS[name])
        for name in FIELDS[KIND, SIDE]
        if name in NORMALISERS
    }
    fields |= {name: _far_from_list(fields[name]) for name in (_F.LICENCE_CLASS, _F.ISSUING_AUTHORITY)}
    fields[_F.LICENCE_CLASS] = _listed(fields[_F.LICENCE_CLASS])
    fields[_F.SECURITY_CODE] = _look_alikes(fields[_F.SECURITY_CODE], rows, face.read.get(_F.SECURITY_CODE))
    fields.update(_derived(fields[_F.RESIDENT_NUMBER]))
    return [_explained(fields[name]) for name in FIELDS[KIND, SIDE]]


def _cut(rows: Rows, face: Face) -> dict[FieldName, Print]:
    prints = dict(face.read)
    prints[_F.LICENCE_NUMBER] = _number(rows, face.read.get(_F.LICENCE_NUMBER, Print()))
    if rows.resident is not None:
        prints[_F.RESIDENT_NUMBER] = rows.resident.print.search(RESIDENT)
    dates = {_F.RENEWAL_FROM: rows.begins, _F.RENEWAL_TO: rows.ends, _F.ISSUE_DATE: rows.issue}
    if _F.RENEWAL_FROM in face.read and rows.ends is None:
        # The row above was read with its label: the one that PP-OCR found alone is the last day.
        dates = {_F.RENEWAL_TO: rows.begins, _F.ISSUE_DATE: rows.issue}
    prints |= _whole_dates({name: _part(dated) for name, dated in dates.items() if dated is not None})
    if rows.code is not None:
        prints.setdefault(_F.SECURITY_CODE, rows.code.print)
    prints[_F.CONDITIONS] = _conditions_print(_condition_codes(rows), face.read.get(_F.CONDITIONS, Print()))
    return prints


def _conditions_print(codes: Print, words: Print) -> Print:
    """Letters, which PP-OCR reads; words, which Tesseract does; or a letter and what it means in brackets."""
    bracket = words.text.find("(")
    if codes.glyphs and bracket >= 0:
        return joined([codes, Print(words.glyphs[bracket:])], " ")
    return codes if codes.glyphs else words


def _whole_dates(prints: Mapping[FieldName, Print]) -> dict[FieldName, Print]:
    """Where one date of a card has its months and days in two digits, all of the same writing have; a date with fewer
    has lost some."""
    padded = {printed.text[4:5] for printed in prints.values() if re.search(r"\D0\d", printed.text)}
    return {
        name: printed if WHOLE_DATE.match(printed.text) or printed.text[4:5] not in padded else _doubted(printed)
        for name, printed in prints.items()
    }


def _doubted(printed: Print) -> Print:
    return Print(tuple(replace(glyph, confidence=glyph.confidence * 0.4) for glyph in printed.glyphs))


def _part(dated: Dated) -> Print:
    row, match = dated
    return Print(row.print.glyphs[match.start() : match.end()])


def _number(rows: Rows, region: Print) -> Print:
    if rows.number is None:
        return Print()
    found = NUMBER.search(rows.number.text)
    if found is None:
        return Print()
    digits = _part((rows.number, found))
    return digits if found[1] else joined([region, digits], " ") if region.glyphs else digits


def _condition_codes(rows: Rows) -> Print:
    """The letters between the renewal period and the date of issue, behind their label."""
    for row in rows.rest:
        between = rows.period_bottom + ROW / 2 < row.y < rows.issue_y + ROW / 2
        found = CONDITION.search(row.text) if between and row.left < rows.column + 0.15 else None
        if found is not None:
            return row.print.search(CONDITION, next(group for group in (1, 2, 3) if found[group]))
    return Print()


def _is_codes_alone(rows: Rows) -> bool:
    """Whether letters that are surely read end the row of the conditions: no words follow them, of which the network
    may have read nothing."""
    codes = _condition_codes(rows)
    if not codes.glyphs or codes.confidence < DOUBT:
        return False
    last = codes.glyphs[-1]
    rest = (1 - last.line.characters[last.index].place) * last.line.length
    return last.index == len(last.line.characters) - 1 and rest < last.line.height


def _licence_number(text: str) -> Normalised:
    number = kr_licence.parse_number(text)
    if number is None:
        return Normalised("", "kr_licence_number")
    if not number.region.isdigit():
        region = kr_licence.snap_region(number.region)
        number = replace(number, region=region or number.region)
    value = str(number)
    return Normalised(value, "kr_licence_number", None if value == text else Words(READ_AS, {"raw": text}))


def _resident_number(text: str) -> Normalised:
    value = resident_number.normalise(text)
    if not resident_number.has_shape(value):
        return Normalised("", "kr_resident_number")
    return Normalised(value, "kr_resident_number", None if value == text else Words(READ_AS, {"raw": text}))


def _snapped(snap: Callable[[str], str]) -> Normaliser:
    def normalise(text: str) -> Normalised:
        value = snap(text)
        words = Words(N_("Read as %(raw)s; the nearest entry of the list is taken."), {"raw": text})
        return Normalised(value, "closed_list", None if value in ("", text) else words, listed=bool(value))

    return normalise


def _classes_snapped(text: str) -> str:
    """Every class or none: what is left of a list would pass for the whole."""
    classes = [kr_licence.snap_class(piece) for piece in text.split(kr_licence.CLASS_SEPARATOR)]
    return kr_licence.CLASS_SEPARATOR.join(classes) if all(classes) else ""


def _name_value(text: str) -> Normalised:
    value = kr_licence.without_confusions(text)
    return Normalised(value) if value == text else Normalised(value, "confusion", Words(READ_AS, {"raw": text}))


def _address_value(text: str) -> Normalised:
    first, _, rest = kr_licence.address_without_confusions(text).partition(" ")
    value = f"{kr_licence.snap_province(first) or first} {rest}".strip()
    if value == text:
        return Normalised(text)
    words = Words(N_("Read as %(raw)s; the province, endings and syllables are as addresses have them."), {"raw": text})
    return Normalised(value, "korean_address", words)


def _conditions(text: str) -> Normalised:
    explained = EXPLAINED.fullmatch(text)
    if explained:
        words = kr_licence.snap_condition(explained[2])
        return Normalised(f"{explained[1]} ({words})" if words else explained[1], "closed_list", listed=bool(words))
    # No condition is a digit: a bare stroke can only be I.
    letters = re.sub(r"[^A-J]", "", re.sub("[1l|]", "I", text)) if re.search("[A-J1l|]", text) else ""
    value = ",".join(letters) if letters else kr_licence.snap_condition(text)
    return Normalised(value, "closed_list", listed=bool(value))


def _code(text: str) -> Normalised:
    """Never corrected by a rule: only their shapes tell 0 from O and 1 from I."""
    value = text.upper()
    return Normalised(value if CODE.fullmatch(value) else "", "upper_case" if value != text else "")


NORMALISERS: Final[Mapping[FieldName, Normaliser]] = {
    _F.LICENCE_NUMBER: _licence_number,
    _F.NAME: _name_value,
    _F.RESIDENT_NUMBER: _resident_number,
    _F.LICENCE_CLASS: _snapped(_classes_snapped),
    _F.ADDRESS: _address_value,
    _F.RENEWAL_FROM: date,
    _F.RENEWAL_TO: date,
    _F.CONDITIONS: _conditions,
    _F.ISSUE_DATE: date,
    _F.ISSUING_AUTHORITY: _snapped(kr_licence.snap_authority),
    _F.SECURITY_CODE: _code,
}
#: Fields that only Tesseract can read.
IN_HANGUL: Final = frozenset({_F.NAME, _F.LICENCE_CLASS, _F.ADDRESS, _F.ISSUING_AUTHORITY})


def _far_from_list(field: FieldReading) -> FieldReading:
    """An entry of a list that differs from what was read by several syllables, as by a word, is never sure."""
    far = bool(field.value) and syllables_apart(field.raw, field.value) >= FAR_FROM_LIST
    return replace(field, confidence=min(field.confidence, SNAPPED_FAR)) if far else field


def _listed(field: FieldReading) -> FieldReading:
    """Why the separator: a class's own name may hold brackets and commas, never a slash."""
    if kr_licence.CLASS_SEPARATOR not in field.value or field.explanation is not None:
        return field
    return replace(field, explanation=Words(N_("One class a line; the lines are joined by a slash.")))


def _look_alikes(code: FieldReading, rows: Rows, told: Print | None) -> FieldReading:
    """``raw`` as the network read it. In a random code neither a list nor its neighbours tell 0 from O or 1 from I:
    where ``told``, which their shapes tell, does not decide either, such a reading is never sure."""
    if not code.value or not LOOK_ALIKES & set(code.value):
        return code
    if told is None or is_undecided(told):
        words = Words(N_("0 and O, and 1 and I, look alike on the card: compare with the picture."))
        code = replace(code, confidence=min(code.confidence, UNDECIDED), explanation=words)
    if rows.code is None or rows.code.text == code.raw:
        return code
    explanation = code.explanation or Words(READ_AS, {"raw": rows.code.text})
    return replace(code, raw=rows.code.text, normaliser="shape", explanation=explanation)


def _derived(resident: FieldReading) -> dict[FieldName, FieldReading]:
    """Birth date and sex, which the card does not print."""
    born = resident_number.birth_date(resident.value)
    values = {
        _F.BIRTH_DATE: born.isoformat() if born else "",
        _F.SEX: resident_number.sex(resident.value) if born else "",
    }
    words = Words(N_("Not printed on the card; worked out from the resident number."))
    return {
        name: FieldReading(
            name,
            SIDE,
            resident.capture_id,
            "",
            value,
            resident.confidence if value else 0.0,
            resident.quad,
            "derived_from_resident_number",
            words,
        )
        for name, value in values.items()
    }


def _explained(field: FieldReading) -> FieldReading:
    """An empty Hangul field says so where this machine has nothing that reads Hangul."""
    if field.name not in IN_HANGUL or field.value or hangul.data_directory() is not None:
        return field
    return replace(field, normaliser="unavailable", explanation=Words(hangul.UNAVAILABLE))


LAYOUT: Final = Layout(KIND, find_faces, read_face, look_closer=look_closer, portraits={SIDE: PORTRAIT}, has_bands=True)
