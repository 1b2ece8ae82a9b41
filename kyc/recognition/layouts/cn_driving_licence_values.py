"""What a PRC driving licence's values look like, and how they are stored: patterns, print less what is not the value's,
normalisers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents import archive_number, citizen_number, licence_class
from kyc.documents.closed_lists import LONG_TERM, SEXES, province_of
from kyc.documents.dates import to_iso
from kyc.documents.kinds import FieldName
from kyc.documents.words import N_, Words
from kyc.recognition.printed import Glyph, Print
from kyc.recognition.readings import (
    LOOK_ALIKES,
    READ_AS,
    Normalised,
    Normaliser,
    as_printed,
    one_of,
    until,
)
from kyc.recognition.seal import authority, with_province

F = FieldName

NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])(?=(?:[A-Z]*[0-9OoIl]){6})[0-9A-ZoIl]{7,17}[0-9A-Zx×](?![0-9A-Za-z])")
#: A dotted rule runs through many values: marks that are no letters may stand anywhere between the digits.
_MARK: Final = r"[^0-9A-Za-z\u3400-\u9fff]"
_DIGIT: Final = "[0-9OIl]"
_DAY: Final = rf"[12Il]{_DIGIT}{{3}}{_MARK}{{0,4}}[01OIl]{_MARK}?{_DIGIT}{_MARK}{{0,4}}[0-3OIl]{_MARK}?{_DIGIT}"
DATE: Final = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_HANZI: Final = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
#: Names of minorities have a dot between parts of two characters and more, however it was read.
NAME: Final = re.compile(rf"{_HANZI}{{2,}}(?:{_MARK}{{1,2}}{_HANZI}{{2,}})*|[A-Z][A-Z ,.'-]+[A-Z]")

#: Addresses begin with a place's name, and records sometimes with digits; what stands before is a scrap of a label.
SENTENCE: Final = re.compile(r"[0-9\u3400-\u9fff].*")
IN_ADDRESS: Final = re.compile(rf"[0-9A-Za-z()#\-,、]|{_HANZI}")
COUNTRY: Final = re.compile(r"[\u3400-\u9fff]{2,}")
SEX: Final = re.compile("[男女]")
CLASS: Final = re.compile(r"(?:[ABCc][1-6IlL|!ZS]|[ABCDEFMNP])+")
ARCHIVE: Final = re.compile(r"(?<![0-9])[0-9OIl]{12}(?![0-9])")
TERM: Final = re.compile(r"(?P<years>[0-9OIl]{1,2})[年牛午]|长期?")
END: Final = re.compile(f"{DATE.pattern}|{TERM.pattern}")
#: Both ends of validity, however they were read together.
PERIOD: Final = re.compile(rf"(?P<start>{_DAY})\D{{0,6}}?(?P<end>{_DAY}(?!\d)|{TERM.pattern})")
PERIOD_OR_DAY: Final = re.compile(f"{PERIOD.pattern}|{DATE.pattern}")

#: What parts names of minorities, and how much wider than other steps the step across it is.
DOT: Final = "·"
DOT_GAP: Final = 1.3
#: What stands farther than this above or below a name, in page heights, is no part of it.
ONE_ROW: Final = 0.035
#: A gap wider than this, in page widths, and than so many of its steps, ends a name.
NAME_GAP: Final = 0.095
NAME_STEPS: Final = 2.6
#: Names end left of this, where the label of the sex begins, on the sub page that of the archive number.
NAME_ENDS: Final = 0.445
NEXT_LABELS: Final = "性别档案编号"
#: Right of this nothing is a name's, whatever that label was read as.
LABEL_BEGINS: Final = 0.475
#: Lines of nothing but Latin letters, a barcode's number with whatever stands around it, marks of drawn samples.
NO_RECORD: Final = re.compile(r"[A-Za-z .]{2,}|[^\u3400-\u9fff]{8,}|.*(?:样本|SPECIMEN).*")
#: Below this, in page heights, a line of nothing but figures is a piece of the barcode's number.
FOOT: Final = 0.86
FIGURES: Final = re.compile(r"[0-9* ]+")
#: Characters of a name that stand farther apart than this, in page widths, are printed in double width.
WIDE_STEP: Final = 0.058


def tidied(name: FieldName, printed: Print) -> Print:
    """What stands in a field's slot less what is not the value's: labels glued to it, marks of a rule, other rows."""
    if name is F.NAME:
        return _name(printed.without_label("姓名"))
    if name is F.ADDRESS:
        kept = tuple(glyph for glyph in printed.glyphs if IN_ADDRESS.fullmatch(glyph.text))
        return _from_province(Print(kept).search(SENTENCE))
    if name is F.RECORD:
        return _record(printed)
    return _without_marks(printed) if name in DATES and DATE.fullmatch(printed.text) else printed


def _record(printed: Print) -> Print:
    """Running text without marks of a rule and scraps of other print: Chinese knows no full stop on the line."""
    kept = []
    for at, glyph in enumerate(printed.glyphs):
        around = printed.text[max(0, at - 1) : at + 2]
        if not is_no_record(glyph.line.text, glyph.y) and (glyph.text != "." or re.fullmatch(r"\d\.\d", around)):
            kept.append(glyph)
    return Print(tuple(kept)).search(SENTENCE)


def is_no_record(text: str, y: float) -> bool:
    """Whether a line of the sub page, ``y`` page heights down, is a translation, a mark or the barcode's number."""
    return bool(NO_RECORD.fullmatch(text) or (y > FOOT and FIGURES.fullmatch(text)))


def _from_province(address: Print) -> Print:
    """Less a scrap of the label before a province's name."""
    starts = [at for at in range(3) if province_of(address.text[at:])]
    return Print(address.glyphs[starts[0] :]) if starts else address


def _without_marks(printed: Print) -> Print:
    """A date without the marks of a rule: digits, and one hyphen wherever something stood between year, month and
    day. How sure a separator is says nothing."""
    glyphs: list[Glyph] = []
    digits = 0
    for glyph in printed.glyphs:
        if re.fullmatch(_DIGIT, glyph.text):
            digits += 1
            glyphs.append(glyph)
        elif digits in (4, 6) and glyphs[-1].text != "-":
            glyphs.append(replace(glyph, text="-", confidence=glyphs[-1].confidence))
    return Print(tuple(glyphs))


def _name(printed: Print) -> Print:
    """A name without the label behind it, its dot written as names write it, the blanks of a Latin one put back."""
    row = float(np.median([glyph.y for glyph in printed.glyphs])) if printed.glyphs else 0.0
    glyphs = [
        glyph
        for glyph in printed.glyphs
        if glyph.x < (NAME_ENDS if glyph.text in NEXT_LABELS else LABEL_BEGINS) and abs(glyph.y - row) < ONE_ROW
    ]
    name = Print(tuple(_before_gap(glyphs))).search(NAME)
    if not name.glyphs or name.text[0].isascii():
        return _with_spaces(name)
    parts: list[Glyph] = []
    for glyph in name.glyphs:
        if re.match(_HANZI, glyph.text):
            parts.append(glyph)
        elif parts[-1].text != DOT:
            parts.append(replace(glyph, text=DOT, confidence=parts[-1].confidence))
    return Print(tuple(parts))


def _before_gap(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """A name's characters up to a gap that no dot explains."""
    steps = [after.x - before.x for before, after in itertools.pairwise(glyphs)]
    widest = max(NAME_GAP, NAME_STEPS * float(np.median(steps))) if steps else NAME_GAP
    ends = next((at + 1 for at, step in enumerate(steps) if step > widest), len(glyphs))
    return glyphs[:ends]


def lacks_dot(name: Print) -> bool:
    """Whether a long name has a gap between its parts where its dot was not read."""
    steps = [after.x - before.x for before, after in itertools.pairwise(name.glyphs)]
    return len(steps) >= 3 and DOT not in name.text and max(steps) > DOT_GAP * float(np.median(steps))


def _with_spaces(printed: Print) -> Print:
    """The blanks between the words of a Latin name put back."""
    glyphs: list[Glyph] = []
    for glyph in printed.glyphs:
        before = glyphs[-1] if glyphs else None
        if before is not None and before.text.isascii() and glyph.text.isascii() and _parted(before, glyph):
            glyphs.append(replace(before, text=" "))
        glyphs.append(glyph)
    return Print(tuple(glyphs))


def _parted(one: Glyph, other: Glyph) -> bool:
    """Whether a blank was read between two glyphs, or they come from two lines."""
    if one.line is not other.line:
        return True
    between = one.line.characters[one.index + 1 : other.index]
    return any(not character.text.strip() for character in between)


def one_dot(text: str) -> str:
    """A name with whatever its dot was read as written one way, so that looks agree."""
    return re.sub(f"{_MARK}{{1,2}}", DOT, text) if not text.isascii() else text


#: A dot between the parts of a name, whatever mark it was taken for.
NAME_DOT: Final = re.compile(rf"{_HANZI}{_MARK}{_HANZI}")


def width_of(name: Print) -> float:
    """How wide a name's characters are printed; offices print short names in double width, which reads badly."""
    steps = [after.x - before.x for before, after in itertools.pairwise(name.glyphs)]
    return 2.0 if steps and name.text[0] >= "\u3400" and float(np.median(steps)) > WIDE_STEP else 1.0


def _number(text: str) -> Normalised:
    """Half-width and upper case; in a citizen number letters that only look like digits become digits."""
    if not NUMBER.fullmatch(text) or (text.isdigit() and len(text) not in ALL_DIGITS):
        return Normalised("", "licence_number")
    upper = text.upper()
    value = citizen_number.normalise(text.translate(LOOK_ALIKES)) if is_citizen_number(text) else upper
    return Normalised(value, "licence_number", None if value == upper else Words(READ_AS, {"raw": text}))


#: How long numbers of nothing but digits are: citizens' of either generation, and foreigners' passports.
ALL_DIGITS: Final = (8, 9, 10, 15, 18)


def is_citizen_number(text: str) -> bool:
    """Whether a number has a citizen number's length and digits, whatever its check digit says."""
    return len(text) == citizen_number.LENGTH and text.translate(LOOK_ALIKES)[:-1].isdigit()


def _country(text: str) -> Normalised:
    """Two characters at least: the last of 中国 alone is no country."""
    return Normalised(text if COUNTRY.fullmatch(text) else "", "country", listed=text == HOME)


HOME: Final = "中国"


def _address(text: str) -> Normalised:
    value = with_province(text)
    return Normalised(value, "address", None if value == text else Words(PROVINCE_WORDS, {"raw": text}))


PROVINCE_WORDS: Final = N_("Read as %(raw)s; the only province one character away is taken.")


def _archive(text: str) -> Normalised:
    found = archive_number.normalise(text)
    value = found.value if archive_number.has_shape(found.value) else ""
    return Normalised(value, "archive_number", found.explanation if value else None)


def _class(text: str) -> Normalised:
    found = licence_class.normalise(text)
    value = found.value if licence_class.is_valid(found.value) else ""
    return Normalised(value, "licence_class", found.explanation if value else None, listed=value == text != "")


def _date(text: str) -> Normalised:
    """An ISO date; letters that only look like digits are taken for them."""
    found = DATE.search(text)
    if found is None:
        return Normalised("", "date")
    digits = re.sub(r"\D", "", found[0].translate(LOOK_ALIKES))
    value = to_iso(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    return Normalised(value, "date", None if value == text or not value else Words(READ_AS, {"raw": text}))


DATES: Final = frozenset({F.BIRTH_DATE, F.FIRST_ISSUE_DATE, F.VALID_FROM, F.VALID_TO})


def _valid_to(text: str) -> Normalised:
    """A day, 长期, or the number of years that the older form prints."""
    if text.startswith(LONG_TERM[0]):
        return until(text)
    term = TERM.fullmatch(text)
    if term is None:
        return replace(_date(text), how="validity")
    value = f"{int(term['years'].translate(LOOK_ALIKES))}年"
    if value not in TERMS:
        return Normalised("", "licence_term")
    return Normalised(value, "licence_term", None if value == text else Words(READ_AS, {"raw": text}))


TERMS: Final = ("6年", "10年")

NORMALISERS: Final[dict[FieldName, Normaliser]] = {
    F.LICENCE_NUMBER: _number,
    F.NAME: as_printed,
    F.SEX: one_of(SEXES),
    F.NATIONALITY: _country,
    F.ADDRESS: _address,
    F.BIRTH_DATE: _date,
    F.FIRST_ISSUE_DATE: _date,
    F.LICENCE_CLASS: _class,
    F.VALID_FROM: _date,
    F.VALID_TO: _valid_to,
    F.ISSUING_AUTHORITY: authority,
    F.ARCHIVE_NUMBER: _archive,
}
