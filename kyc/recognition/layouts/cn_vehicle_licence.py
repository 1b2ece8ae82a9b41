"""The PRC vehicle licence, main page and sub page (GA 37-2008). Places are parts of the page's width and height.

A form is printed first and a needle or laser printer lays the values beside its labels later, seldom in line. The red
square seal is the issuing authority; the sub page ends with inspection stamps and a barcode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kyc.documents import plates, vin
from kyc.documents.kinds import CARD_ASPECT, FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.barcodes import read_number_below
from kyc.recognition.dashes import find_dashes
from kyc.recognition.layouts.cn_vehicle_parts import follows_label, read_parts
from kyc.recognition.layouts.cn_vehicle_values import BY, DIGITS, NORMALISERS, STAMP, USE, doubts, tidied
from kyc.recognition.layouts.form import Form, Slot, Values, cut_values, find_sides
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.layouts.value_look import Wanted, read_values, without_rule
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import cut_line
from kyc.recognition.placing import Anchor, Place
from kyc.recognition.printed import Glyph, Print, glyphs_of
from kyc.recognition.readings import reading
from kyc.recognition.seal import read_seal
from kyc.recognition.second_look import resolve_doubts

KIND: Final = DocumentKind.CN_VEHICLE_LICENCE
ASPECT: Final = CARD_ASPECT[KIND]
_F = FieldName

WHOLE_PLATE: Final = re.compile(f"[{plates.PROVINCES}][A-Z][A-Z0-9]{{4,6}}[{plates.SPECIAL_ENDINGS}]?")
#: A plate, or what is left of one that is masked or made up.
PLATE: Final = re.compile(f"{WHOLE_PLATE.pattern}|^[{plates.PROVINCES}]?[A-Z0-9]{{0,7}}$")
VIN: Final = re.compile(r"[A-Z0-9]{15,19}", re.IGNORECASE)
BARCODE_NUMBER: Final = re.compile(r"\*?[0-9]{8,16}\*?")
DATE: Final = re.compile(r"[12OIl][0-9OIl]{3}\D{1,2}[0-9OIl]{2}\D{1,2}[0-9OIl]{2}|[12]\d{3}\D?[01]\d\D?[0-3]\d")
ARCHIVE: Final = re.compile(r"[0-9OIl]{11,13}")
MASS: Final = re.compile(r"[0-9OIl]{2,6}[kK][gG9qa]|[0-9OIl]{3,6}$|^[-—–]{2}$")
PASSENGERS: Final = re.compile(r"[0-9OIl+/]{1,5}[人入八]|^[-—–]{2}$")
DIMENSIONS: Final = re.compile(rf"[0-9OIl]{{3,5}}{BY}[0-9OIl]{{3,4}}{BY}[0-9OIl]{{3,4}}\w{{0,2}}")
#: What inspection stamps are made of; a detector may break one in pieces.
INSPECTION: Final = re.compile(
    rf"^.*(?:检验|验有|有效期|\d年\d|年\d\d月|月[{plates.PROVINCES}]|^[{plates.PROVINCES}][A-Z](?:\(|$)).*$"
)

#: Dots of the rules under the values.
DOTS: Final = re.compile(r"[.,。、'`’‘_…]+")
NAME: Final = re.compile(r"[\u3400-\u9fff·]{2,}|[A-Z]{2,}.*")
#: English words under the labels and the title; the marks of drawn specimens.
BESIDES: Final = re.compile(r"[A-Za-zÀ-ÿ'’.]*[a-zà-ÿ]{3}[A-Za-zÀ-ÿ'’.]*|No\.|^VIN$|SPECIMEN|样本")

MAIN: Final = Form(
    anchors=(
        Anchor("中华人民共和国机动车行驶证", 0.182, 0.812, 0.086),
        Anchor("号牌号码", 0.030, 0.150, 0.203),
        Anchor("车辆类型", 0.438, 0.558, 0.203),
        Anchor("所有人", 0.030, 0.150, 0.325),
        Anchor("住址", 0.030, 0.150, 0.442),
        Anchor("使用性质", 0.030, 0.150, 0.559),
        Anchor("品牌型号", 0.368, 0.490, 0.559),
        Anchor("车辆识别代号", 0.270, 0.444, 0.680),
        Anchor("发动机号码", 0.270, 0.420, 0.795),
        Anchor("注册日期", 0.272, 0.388, 0.906),
        Anchor("发证日期", 0.635, 0.745, 0.906),
    ),
    slots=(
        Slot(_F.PLATE_NUMBER, (0.165, 0.175, 0.430, 0.255), "号牌号码", PLATE),
        Slot(_F.VEHICLE_TYPE, (0.575, 0.175, 0.985, 0.255), "车辆类型"),
        Slot(_F.OWNER, (0.165, 0.285, 0.985, 0.380), "所有人", lines=2),
        Slot(_F.ADDRESS, (0.165, 0.395, 0.985, 0.505), "住址", lines=3),
        Slot(_F.USE_CHARACTER, (0.165, 0.530, 0.355, 0.610), "使用性质"),
        Slot(_F.MODEL, (0.500, 0.530, 1.020, 0.610), "品牌型号"),
        Slot(_F.VIN, (0.455, 0.650, 0.985, 0.730), "车辆识别代号", VIN),
        Slot(_F.ENGINE_NUMBER, (0.430, 0.760, 0.985, 0.840), "发动机号码"),
        Slot(_F.REGISTRATION_DATE, (0.395, 0.880, 0.630, 0.960), "注册日期", DATE),
        Slot(_F.ISSUE_DATE, (0.755, 0.880, 0.990, 0.960), "发证日期", DATE),
    ),
    row=0.115,
    besides=BESIDES,
    looks_wrong=0.6,
)
SUB: Final = Form(
    anchors=(
        Anchor("号牌号码", 0.032, 0.151, 0.090),
        Anchor("档案编号", 0.450, 0.560, 0.090),
        Anchor("核定载人数", 0.032, 0.152, 0.205),
        Anchor("总质量", 0.608, 0.738, 0.206),
        Anchor("整备质量", 0.032, 0.152, 0.320),
        Anchor("核定载质量", 0.608, 0.744, 0.322),
        Anchor("外廓尺寸", 0.032, 0.152, 0.435),
        Anchor("准牵引总质量", 0.608, 0.746, 0.438),
        Anchor("备注", 0.034, 0.152, 0.550),
        Anchor("检验记录", 0.034, 0.152, 0.782),
    ),
    slots=(
        Slot(_F.PLATE_NUMBER, (0.165, 0.040, 0.430, 0.120), "号牌号码", PLATE),
        Slot(_F.ARCHIVE_NUMBER, (0.585, 0.040, 0.985, 0.120), "档案编号", ARCHIVE),
        Slot(_F.PASSENGERS, (0.165, 0.155, 0.590, 0.235), "核定载人数", PASSENGERS),
        Slot(_F.GROSS_MASS, (0.750, 0.155, 0.985, 0.235), "总质量", MASS),
        Slot(_F.KERB_MASS, (0.165, 0.270, 0.590, 0.350), "整备质量", MASS),
        Slot(_F.LOAD_MASS, (0.750, 0.270, 0.985, 0.350), "核定载质量", MASS),
        Slot(_F.DIMENSIONS, (0.165, 0.385, 0.600, 0.465), "外廓尺寸", DIMENSIONS),
        Slot(_F.TOWING_MASS, (0.750, 0.385, 0.985, 0.465), "准牵引总质量", MASS),
        Slot(_F.REMARKS, (0.165, 0.495, 0.985, 0.600), "备注", lines=2),
        Slot(_F.INSPECTION_RECORD, (0.165, 0.610, 0.985, 0.810), "检验记录", INSPECTION, lines=4),
    ),
    row=0.115,
    besides=BESIDES,
    looks_wrong=0.6,
)
FORMS: Final = {Side.MAIN_PAGE: MAIN, Side.SUB_PAGE: SUB}
#: What figures look like in the places that are theirs.
PATTERNS: Final = {slot.name: slot.pattern for slot in SUB.slots}
SEAL: Final[Place] = (0.030, 0.637, 0.262, 0.968)
#: The barcode stands in the sub page's lower right corner.
BARCODE: Final[Place] = (0.350, 0.745, 1.010, 1.000)
#: Fields that print two dashes where they do not apply, and how far around their place dashes are looked for.
MAY_BE_DASHES: Final = (_F.PASSENGERS, _F.LOAD_MASS, _F.TOWING_MASS)
DASHES_AROUND: Final[Place] = (-0.030, -0.012, 0.130, 0.012)
#: Values that may say anything are read again line by line, other values in their own places; both where a character
#: that no rule confirms is less sure than this. Free text whose looks still disagree by as much is read in its own
#: place, too.
SURE: Final = 0.90
#: Hanzi need less: of 72 tuning captures, looks with more room made two values wrong of those whose weakest character
#: was between these, and none right but a model's dash.
HANZI_SURE: Final = 0.70
FREE_SURE: Final = 0.80
FREE_TEXT: Final = (_F.VEHICLE_TYPE, _F.OWNER, _F.ADDRESS, _F.MODEL, _F.ENGINE_NUMBER, _F.REMARKS, _F.INSPECTION_RECORD)
#: Figures that stand below each other and begin in line. Behind a label that was read in one line with them the first
#: digit is sometimes lost, and what is left is sure and in order.
COLUMNS: Final = ((_F.PASSENGERS, _F.KERB_MASS, _F.DIMENSIONS), (_F.GROSS_MASS, _F.LOAD_MASS, _F.TOWING_MASS))
#: A value that begins so far behind the first of its column has lost a digit. Measured on 281 values of 84 tuning
#: captures: whole ones up to 0.0085, and both that had lost one 0.0176 and 0.0178.
LOST_DIGIT: Final = 0.012
#: No character's middle is farther right: what is read there is the page's edge, most often as a 1.
PAGE_END: Final = 0.985
#: Room behind the middle of a value's last character.
BEHIND: Final = 0.030
#: One or two characters below this are no print.
NO_PRINT: Final = 0.55
#: A label's characters end so much left of where the first character of a value is expected.
LABEL_BEFORE: Final = 0.008
#: What a detector may have missed in a place for several lines: what it looks like, and how far it reaches.
UNSEEN: Final = {
    _F.OWNER: (NAME, 0.560),
    _F.ADDRESS: (re.compile(r"[\u3400-\u9fff].{5,}"), 0.985),
    _F.INSPECTION_RECORD: (STAMP, 0.900),
}
#: Fewer characters than these are none of them.
SHORTEST: Final = 2
#: Half the height of a row that is looked at where a place for several lines seems empty.
ROW_HALF_HEIGHT: Final = 0.042


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """Every page of a vehicle licence among the lines of a picture."""
    return [face for side, form in FORMS.items() for face in find_sides(KIND, side, form, ASPECT, lines)]


def look_closer(face: Face, look: Look) -> Face:
    """``face`` with its seal, dashes and barcode, and read again what is doubtful or missing among the values."""
    on_page = tuple(line for line in face.lines if line.characters and face.placing.holds(line.centre))
    seen = _with_free_text_resolved(replace(face, lines=on_page), look)
    values = _cut(seen)
    read = _read_otherwise(seen, values, look)
    doubted = {**_late_beginnings(values, read), **_doubted(seen, values), **_unseen(seen, values, look)}
    wanted = {name: one for name, one in doubted.items() if name not in read}
    again = read_values(look, face.placing, wanted)
    # Long free text seldom comes out the same six times: it is as sure as before where it comes out the same at all.
    found = {name: one for name, one in again.items() if name not in FREE_TEXT or one.text != wanted[name].before.text}
    parts = read_parts(look, face.placing, _with_read(values, {**read, **found}))
    return replace(seen, read={**face.read, **read, **found, **parts})


def _with_read(values: Values, read: Mapping[FieldName, Print]) -> Values:
    return replace(values, prints={**values.prints, **read})


def _with_free_text_resolved(face: Face, look: Look) -> Face:
    """``face``, the doubtful lines of values that may say anything as several looks at them vote."""
    prints = _cut(face).prints
    open_still = {
        id(printed.glyphs[at].line)
        for name, printed in prints.items()
        if name in FREE_TEXT
        for at in doubts(name, printed, SURE if name is _F.MODEL else HANZI_SURE)
    }
    doubtful = [line for line in face.lines if id(line) in open_still]
    others = [line for line in face.lines if id(line) not in open_still]
    return replace(face, lines=(*others, *resolve_doubts(look.networks, look.pixels, doubtful)))


def _doubted(face: Face, values: Values) -> dict[FieldName, Wanted]:
    """Values of one line to be read in their own places: such as were not read, make no sense or have a doubtful
    character."""
    doubted = {}
    for slot in FORMS[face.side].slots:
        printed, sense = values.prints[slot.name], _sense_of(slot.name)
        if slot.lines == 1 and not _is_sure(slot, printed, sense):
            left, top, right, bottom = values.places[slot.name]
            place = (left, top, min(right, PAGE_END), bottom)
            doubted[slot.name] = Wanted(place, sense, _pattern(slot), slot.pattern is None, printed)
    return doubted


def _is_sure(slot: Slot, printed: Print, sense: Callable[[str], str]) -> bool:
    if not printed.glyphs:
        return False
    in_doubt = doubts(slot.name, printed, SURE)
    if slot.name in FREE_TEXT:
        return not in_doubt or printed.confidence >= FREE_SURE
    return not in_doubt and bool(sense(printed.text))


def _unseen(face: Face, values: Values, look: Look) -> dict[FieldName, Wanted]:
    """Rows in empty places for several lines, where a glance at them says that something is printed."""
    missing = [name for name in UNSEEN if name in values.prints and not values.prints[name].glyphs]
    places = {name: _middle_row(values.places[name], UNSEEN[name][1]) for name in missing}
    cuts = [cut_line(look.pixels, face.placing.corners_at(place)) for place in places.values()]
    glances = look.networks.recognise([without_rule(cut) for cut in cuts])
    return {
        name: Wanted(place, _sense_of(name), UNSEEN[name][0], free=UNSEEN[name][0] is not STAMP)
        for (name, place), glance in zip(places.items(), glances, strict=True)
        if len(DOTS.sub("", glance.text)) >= SHORTEST
    }


def _middle_row(several: Place, right: float) -> Place:
    """Where a value stands that fills one line of a place for several."""
    left, top, _, bottom = several
    middle = (top + bottom) / 2
    return left, middle - ROW_HALF_HEIGHT, right, middle + ROW_HALF_HEIGHT


def _late_beginnings(values: Values, read: Mapping[FieldName, Print]) -> dict[FieldName, Wanted]:
    """Figures that begin behind the others of their column, or behind a label and in no column: a digit may be lost."""
    late = {}
    for column in COLUMNS:
        prints = {name: read.get(name, values.prints[name]) for name in column if name in values.prints}
        firsts = {name: printed.glyphs[0] for name, printed in prints.items() if printed.glyphs}
        begins = min((first.x for first in firsts.values()), default=0.0)
        for name, first in firsts.items():
            if first.x - begins > LOST_DIGIT or (len(firsts) == 1 and follows_label(first)):
                left, top, right, bottom = values.places[name]
                place = (left, top, min(right, prints[name].glyphs[-1].x + BEHIND), bottom)
                late[name] = Wanted(place, _sense_of(name), PATTERNS[name], before=prints[name])
    return late


def _pattern(slot: Slot) -> re.Pattern[str] | None:
    return {_F.USE_CHARACTER: USE, _F.PLATE_NUMBER: WHOLE_PLATE}.get(slot.name, slot.pattern)


def _valid_plate(text: str) -> str:
    value = plates.normalise(text).value
    return value if plates.is_valid(value) else ""


def _whole_vin(text: str) -> str:
    value = vin.normalise(text).value
    return value if vin.has_shape(value) else ""


#: What a reading must be to vote, where a field stores more than that.
SENSE: Final[dict[FieldName, Callable[[str], str]]] = {_F.PLATE_NUMBER: _valid_plate, _F.VIN: _whole_vin}


def _sense_of(name: FieldName) -> Callable[[str], str]:
    return SENSE.get(name) or (lambda text: NORMALISERS[name](text).value)


def _read_otherwise(face: Face, values: Values, look: Look) -> dict[FieldName, Print]:
    """What is read in other ways than as a line of text."""
    if face.side is Side.MAIN_PAGE:
        return {_F.ISSUING_AUTHORITY: read_seal(look.networks, look.pixels, face.placing, SEAL, _seal_lines(face))}
    dashes = {
        name: find_dashes(look.pixels, face.placing, _around(values.places[name]))
        for name in MAY_BE_DASHES
        if not values.prints[name].search(DIGITS).glyphs
    }
    found = {name: printed for name, printed in dashes.items() if printed.glyphs}
    return found | {_F.BARCODE_NUMBER: _barcode_number(face, look)}


def _seal_lines(face: Face) -> list[TextLine]:
    """Lines that lie where the seal is stamped; the label above it is not the seal's."""
    middles = face.placing.on_card([line.centre for line in face.lines])
    return [line for line, (_, y) in zip(face.lines, middles, strict=True) if y > SEAL[1]]


def _around(place: Place) -> Place:
    left, top, _, bottom = place
    return (left + DASHES_AROUND[0], top + DASHES_AROUND[1], left + DASHES_AROUND[2], bottom + DASHES_AROUND[3])


def _barcode_number(face: Face, look: Look) -> Print:
    """The number below the bars, or else a line of digits anywhere beside them."""
    below = read_number_below(look.networks, look.pixels, face.placing, BARCODE).search(BARCODE_NUMBER)
    if below.glyphs:
        return below
    glyphs = [glyph for glyph in glyphs_of(face.lines, face.placing) if glyph.y > BARCODE[1]]
    lines = dict.fromkeys(id(glyph.line) for glyph in glyphs)
    printed = [Print(tuple(glyph for glyph in glyphs if id(glyph.line) == line)) for line in lines]
    return max((one.search(BARCODE_NUMBER) for one in printed), key=lambda one: one.confidence, default=Print())


def _cut(face: Face) -> Values:
    form = FORMS[face.side]
    values = cut_values(form, _value_glyphs(face))
    prints = {slot.name: _less_label(slot, values) for slot in form.slots}
    return Values(prints, values.places)


def _less_label(slot: Slot, values: Values) -> Print:
    """A value less the end of its label, where the label's beginning was misread."""
    printed, begins = values.prints[slot.name], values.places[slot.name][0] - LABEL_BEFORE
    kept = list(printed.glyphs)
    while kept and kept[0].text in slot.label and kept[0].x < begins:
        kept.pop(0)
    return Print(tuple(kept))


def _value_glyphs(face: Face) -> list[Glyph]:
    """Characters that may be values: seal and barcode are read by themselves."""
    lines = [line for line in face.lines if len(line.characters) > 2 or line.confidence > NO_PRINT]
    glyphs = [glyph for glyph in glyphs_of(lines, face.placing) if not _is_dotted_rule(glyph)]
    if face.side is Side.SUB_PAGE:
        return [glyph for glyph in glyphs if not (glyph.x > BARCODE[0] and glyph.y > 0.82)]
    return [glyph for glyph in glyphs if not (glyph.x < SEAL[2] - 0.01 and glyph.y > SEAL[1])]


def _is_dotted_rule(glyph: Glyph) -> bool:
    """Whether a dot is of a dotted rule: one between two digits is a decimal point."""
    if not DOTS.fullmatch(glyph.text):
        return False
    around = glyph.line.characters[max(glyph.index - 1, 0) : glyph.index + 2]
    return not (glyph.text == "." and len(around) == 3 and around[0].text.isdigit() and around[2].text.isdigit())


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the page in printed order, read or not."""
    prints = {**_cut(face).prints, **face.read}
    return [
        reading(name, tidied(name, prints.get(name, Print())), face.side, capture_id, NORMALISERS[name])
        for name in FIELDS[KIND, face.side]
    ]


LAYOUT: Final = Layout(
    kind=KIND,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    marks={Side.MAIN_PAGE: {"seal": SEAL}},
    labels={side: form.anchors for side, form in FORMS.items()},
    places={side: form.places for side, form in FORMS.items()},
)
