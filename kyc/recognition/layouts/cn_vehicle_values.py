"""What is stored of the values of a PRC vehicle licence, and how each tells that it was read whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kyc.documents import archive_number, plates, vin
from kyc.documents.closed_lists import USE_CHARACTERS, VEHICLE_TYPES
from kyc.documents.kinds import FieldName
from kyc.documents.normalised import explain, repair
from kyc.documents.words import N_, Words
from kyc.recognition.printed import Print
from kyc.recognition.readings import LOOK_ALIKES, READ_AS, Normalised, Normaliser, as_printed, date
from kyc.recognition.seal import authority

_F = FieldName

DIGITS: Final = re.compile(r"\d")
BY: Final = "[×xX*✕✖]"
DASHES: Final = "--"
STAMP: Final = re.compile(
    rf"[检捡]?[验险]?有?效期至\d{{4}}年\d{{1,2}}月(?:[{plates.PROVINCES}](?:[^检捡验(](?:\(?\d{{1,3}}\)?)?)?)?"
)
#: Words of the title above may end up before a vehicle type.
FROM_HANZI: Final = re.compile(r"[\u3400-\u9fff].*")
#: A use between its own label and the next one.
USE: Final = re.compile(r"[^使用性质A-Za-z\W].*?(?=[品牌型号]*$)")
STAMP_WORDS: Final = re.compile("[检捡]?[验险]?有?效期至")
OFFICE_NUMBER: Final = re.compile(f"(月[{plates.PROVINCES}].)\\(?(\\d{{1,3}})\\)?")
#: Punctuation that is printed in half or full width and stored in half.
TWO_WIDTHS: Final = frozenset(":;,()")
LISTS: Final = {_F.VEHICLE_TYPE: frozenset(VEHICLE_TYPES), _F.USE_CHARACTER: frozenset(USE_CHARACTERS)}
COMPLETED: Final = N_(
    "Read as %(raw)s; every inspection stamp begins with the same words and has its number in brackets."
)
#: The office after a stamp's month: a province's character and a plate's letter.
OFFICE: Final = re.compile(f"(月[{plates.PROVINCES}])(.)")
LETTER_SHAPES: Final = {"×": "X", "✕": "X", "丫": "Y", "了": "J"}
UNIT_WORDS: Final = N_("Read as %(raw)s; the form prints no other unit here.")
NEAREST_USE: Final = N_("Read as %(raw)s; the only use of the list one character away is taken.")
NEAREST_TYPE: Final = N_("Read as %(raw)s; the only vehicle type of the list one character away is taken.")


def _plate(text: str) -> Normalised:
    found = plates.normalise(text)
    return Normalised(found.value, "plate_number", found.explanation)


def _vin(text: str) -> Normalised:
    found = vin.normalise(text)
    return Normalised(found.value, "vin", found.explanation)


def _archive(text: str) -> Normalised:
    found = archive_number.normalise(text)
    value = found.value if archive_number.has_shape(found.value) else ""
    return Normalised(value, "archive_number", found.explanation if value else None)


def _date(text: str) -> Normalised:
    found = date(text.translate(LOOK_ALIKES))
    changed = found.value and re.search("[OoIl]", text)
    return replace(found, words=Words(READ_AS, {"raw": text})) if changed else found


def _upper(text: str) -> Normalised:
    return Normalised(text.upper(), "upper_case")


def _nearest_of(entries: Sequence[str], words: str) -> Normaliser:
    """An entry of a list, or the only one that differs in one character; what is not on the list stays as printed."""

    def normalise(text: str) -> Normalised:
        if text in entries:
            return Normalised(text, "closed_list", listed=True)
        near = [entry for entry in entries if len(text) > 2 and _is_one_off(entry, text)]
        if len(near) == 1:
            return Normalised(near[0], "closed_list", Words(words, {"raw": text}))
        return Normalised(text)

    return normalise


def _is_one_off(entry: str, text: str) -> bool:
    """Whether ``text`` is ``entry`` with one character misread or lost."""
    if len(entry) == len(text):
        return sum(a != b for a, b in zip(entry, text, strict=True)) == 1
    return any(text == entry[:at] + entry[at + 1 :] for at in range(len(entry)))


def _with_unit(shape: re.Pattern[str], unit: str) -> Normaliser:
    """Figures with the form's only unit after them, or two dashes; anything else is no such value."""

    def normalise(text: str) -> Normalised:
        if text and not text.strip("-—–_"):
            return Normalised(DASHES, "dashes", listed=text == DASHES)
        found = shape.match(text.translate(LOOK_ALIKES))
        if found is None:
            return Normalised("", "unit")
        value = "×".join(part for part in found.groups() if part) + unit
        return Normalised(value, "unit", None if value == text else Words(UNIT_WORDS, {"raw": text}))

    return normalise


def _inspections(text: str) -> Normalised:
    """As stamped, the stamp's own words completed; where a plate's letter must stand, what only looks like one letter
    becomes that letter."""
    completed = OFFICE_NUMBER.sub(r"\1(\2)", STAMP_WORDS.sub("检验有效期至", text))
    value = OFFICE.sub(lambda office: office[1] + _as_letter(office[2]), completed)
    if completed != text:
        return Normalised(value, "inspection_record", Words(COMPLETED, {"raw": text}))
    return Normalised(value, "inspection_record", explain(text, value) if value != text else None)


def _as_letter(char: str) -> str:
    return repair(LETTER_SHAPES.get(char, char), [plates.LETTERS]) or char


def _barcode(text: str) -> Normalised:
    return Normalised("".join(DIGITS.findall(text)), "barcode_number")


NORMALISERS: Final[dict[FieldName, Normaliser]] = {
    _F.PLATE_NUMBER: _plate,
    _F.VEHICLE_TYPE: _nearest_of(VEHICLE_TYPES, NEAREST_TYPE),
    _F.OWNER: as_printed,
    _F.ADDRESS: as_printed,
    _F.USE_CHARACTER: _nearest_of(USE_CHARACTERS, NEAREST_USE),
    _F.MODEL: as_printed,
    _F.VIN: _vin,
    _F.ENGINE_NUMBER: _upper,
    _F.REGISTRATION_DATE: _date,
    _F.ISSUE_DATE: _date,
    _F.ISSUING_AUTHORITY: authority,
    _F.ARCHIVE_NUMBER: _archive,
    _F.PASSENGERS: _with_unit(re.compile(r"([0-9+/]{1,5})"), "人"),
    _F.GROSS_MASS: _with_unit(re.compile(r"(\d{2,6})"), "kg"),
    _F.KERB_MASS: _with_unit(re.compile(r"(\d{2,6})"), "kg"),
    _F.LOAD_MASS: _with_unit(re.compile(r"(\d{2,6})"), "kg"),
    _F.TOWING_MASS: _with_unit(re.compile(r"(\d{2,6})"), "kg"),
    _F.DIMENSIONS: _with_unit(re.compile(rf"(\d{{3,5}}){BY}(\d{{3,4}}){BY}(\d{{3,4}})"), "mm"),
    _F.REMARKS: as_printed,
    _F.INSPECTION_RECORD: _inspections,
    _F.BARCODE_NUMBER: _barcode,
}


def tidied(name: FieldName, printed: Print) -> Print:
    """A value without what was read beside it of labels, and stamps without what was read between and behind them."""
    if name is _F.USE_CHARACTER:
        return printed.search(USE)
    if name is _F.VEHICLE_TYPE:
        return _vehicle_type(printed)
    if name is not _F.INSPECTION_RECORD:
        return printed
    stamps = [found.span() for found in STAMP.finditer(printed.text)]
    glyphs = [glyph for start, end in stamps for glyph in printed.glyphs[start:end]]
    return Print(tuple(glyphs)) if glyphs else printed


def _vehicle_type(printed: Print) -> Print:
    """The type of the list that ends a value which is no type itself: before it stands what is left of the title and
    of its own label."""
    if NORMALISERS[_F.VEHICLE_TYPE](printed.text).value in VEHICLE_TYPES:
        return printed
    listed = max((entry for entry in VEHICLE_TYPES if printed.text.endswith(entry)), key=len, default="")
    if listed:
        return Print(printed.glyphs[-len(listed) :])
    return printed.search(FROM_HANZI) if FROM_HANZI.search(printed.text) else printed


def doubts(name: FieldName, printed: Print, sure: float) -> list[int]:
    """Which characters of a value are read less surely than ``sure``, where no rule of the value confirms them.

    A type or a use of the list and a number with its check digit are confirmed whole. A colon or bracket is printed
    in one of two widths that are stored as one, so that half of the confidence belongs to the other; what stands where
    a plate's letter must is confirmed by being one.
    """
    if _holds(name, tidied(name, printed).text):
        return []
    letters = {found.start(2) for found in OFFICE.finditer(printed.text) if found[2] in plates.LETTERS}
    confirmed = letters if name is _F.INSPECTION_RECORD else set()
    return [
        at
        for at, glyph in enumerate(printed.glyphs)
        if glyph.confidence < sure and glyph.text not in TWO_WIDTHS and at not in confirmed
    ]


def _holds(name: FieldName, text: str) -> bool:
    """Whether a rule of the value leaves no doubt about it."""
    if name in LISTS:
        return text in LISTS[name]
    return name is _F.VIN and vin.needs_check_digit(text) and vin.has_check_digit(text)
