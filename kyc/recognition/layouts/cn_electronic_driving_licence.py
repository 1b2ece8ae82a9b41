"""The PRC electronic driving licence: the page of the traffic police's app (12123), as screenshot or photographed.

The page has no places of its own: versions of the app and telephones differ. It is found by its labels, of which some
(status, points, times) are printed on no paper licence, and read in pairs of label and value.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents import archive_number, citizen_number, licence_class
from kyc.documents.closed_lists import NATIONALITIES, SEXES, STATUSES
from kyc.documents.dates import to_iso_time
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.documents.words import Words
from kyc.recognition.layouts.layout import Face, Layout, Look
from kyc.recognition.layouts.pairs import (
    Label,
    Piece,
    held_by,
    left_over,
    may_hold,
    pairs_of,
    pieces_of,
    places_to_look_again,
    spaced,
    straightened,
    told_by_look,
    values_of,
)
from kyc.recognition.layouts.value_look import CUT_SHORT, has_unread_print
from kyc.recognition.lines import TextLine, direction
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Print, glyphs_of
from kyc.recognition.readings import (
    READ_AS,
    Normalised,
    Normaliser,
    as_printed,
    date,
    differences,
    one_of,
    reading,
    until,
)
from kyc.recognition.rectification import agreeing
from kyc.recognition.second_look import DOUBT, look_again, resolve_doubts

KIND: Final = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE

_DATE: Final = r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?"
_HAN: Final = r"\u3400-\u9fff\U00020000-\U0003ffff"
_LATIN_NAME: Final = r"[A-Za-z][A-Za-z ,.'-]+[A-Za-z.]"
_NUMBER: Final = re.compile(r"([0-9A-Z*]{8,20})", re.IGNORECASE)
_NAME: Final = re.compile(rf"^:?\s*([{_HAN}][{_HAN}·*]{{1,14}}|{_LATIN_NAME})$")
_ONE_DATE: Final = re.compile(rf"({_DATE})")
_UNTIL: Final = re.compile(rf"({_DATE}|长.{{1,3}})")
_PERIOD: Final = re.compile(rf"({_DATE})\s*[^\d]{{1,3}}?\s*({_DATE}|长.{{1,3}}$)")
_TIME: Final = re.compile(rf"({_DATE}\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)")
_CLASS: Final = re.compile(r"^:?\s*([A-Z][A-Z0-9l|,、/ ]{0,14})$")
_STATE: Final = re.compile(rf"^:?\s*([{_HAN}][{_HAN},、; ]{{1,20}})$")
_COUNTRY: Final = re.compile(rf"^:?\s*([{_HAN}]{{2,12}})$")

F = FieldName


def _labels(
    pattern: re.Pattern[str], names: tuple[FieldName, ...], *texts: str, plain: bool = False
) -> tuple[Label, ...]:
    return tuple(Label(text, names, pattern, plain) for text in texts)


#: The app's words, older and newer.
LABELS: Final = (
    *_labels(_NUMBER, (F.LICENCE_NUMBER,), "证号", "驾驶证号", "证件号码", "身份证号", "身份证号码"),
    *_labels(_NAME, (F.NAME,), "姓名", plain=True),
    *_labels(re.compile("([男女])"), (F.SEX,), "性别"),
    *_labels(_COUNTRY, (F.NATIONALITY,), "国籍", plain=True),
    *_labels(_ONE_DATE, (F.BIRTH_DATE,), "出生日期", "出生年月日"),
    *_labels(_ONE_DATE, (F.FIRST_ISSUE_DATE,), "初次领证日期", "初次领证", "初领日期"),
    *_labels(_CLASS, (F.LICENCE_CLASS,), "准驾车型"),
    *_labels(_PERIOD, (F.VALID_FROM, F.VALID_TO), "有效期限", "有效期"),
    *_labels(_ONE_DATE, (F.VALID_FROM,), "有效起始日期", "有效期始", "起始日期"),
    *_labels(_UNTIL, (F.VALID_TO,), "失效日期", "有效期止", "有效期至", "截止日期"),
    *_labels(re.compile(r"([0-9OoIl]{10,14})"), (F.ARCHIVE_NUMBER,), "档案编号"),
    *_labels(_STATE, (F.STATUS,), "状态", "驾驶证状态", "证件状态", plain=True),
    *_labels(re.compile(r"(\d{1,2}\s*分?)"), (F.ACCUMULATED_POINTS,), "累积记分", "累计记分", "累积积分"),
    *_labels(_TIME, (F.CURRENT_TIME,), "当前时间"),
    *_labels(_TIME, (F.GENERATION_TIME,), "生成时间"),
)
#: What tells without its label.
TELLING: Final = {
    F.SEX: re.compile("[男女]"),
    F.LICENCE_NUMBER: re.compile(r"[1-9]\d{16}[0-9Xx]"),
    F.NATIONALITY: re.compile("|".join(NATIONALITIES)),
    F.LICENCE_CLASS: re.compile(f"(?:{'|'.join(licence_class.CLASSES)})+"),
    F.STATUS: re.compile("|".join(STATUSES)),
    F.ACCUMULATED_POINTS: re.compile(r"\d{1,2}\s*分"),
    F.ARCHIVE_NUMBER: re.compile(r"\d{12}"),
}
#: The page shows two times; with one of them known, the other is told as well, whatever was made of its label.
TIMES: Final = frozenset((F.CURRENT_TIME, F.GENERATION_TIME))
TELLING_TIME: Final = re.compile(rf"\D{{0,6}}{_TIME.pattern}")
#: What a value is worth that others tell.
BY_RULE: Final = 0.90
#: Printed by the app and by no paper licence; and printed by licences.
APP_ONLY: Final = frozenset((F.STATUS, F.ACCUMULATED_POINTS, F.CURRENT_TIME, F.GENERATION_TIME))
LICENCE_ONLY: Final = frozenset((F.LICENCE_CLASS, F.FIRST_ISSUE_DATE, F.ARCHIVE_NUMBER, F.LICENCE_NUMBER))
#: Labels of both kinds it takes, and with the app's title one less of its own.
LEAST_APP, LEAST_LICENCE, LEAST_LABELS = 2, 2, 6
TITLE: Final = re.compile("电子驾驶证|.子驾驶证|电.驾驶证|电子.驶证|电子驾.证|电子驾驶.")
#: Under the app's title so many values that look like nothing else make the page, one of its numbers among them: its
#: labels are small and grey, and are lost before its values are.
LEAST_VALUES: Final = 3
#: Without the title, which is on the photograph's edge or under glare, it takes so many, and two times of day: no paper
#: prints any.
LEAST_UNTITLED: Final = 5
NUMBERS: Final = frozenset((F.LICENCE_NUMBER, F.ARCHIVE_NUMBER))
MARKS: Final = re.compile(r"SPECIMEN|样本|样张", re.IGNORECASE)
#: Height over width of a picture that can be a telephone's screenshot, and how level its lines then are, in degrees.
SCREEN_SHAPES: Final = (1.45, 2.6)
LEVEL: Final = 1.0


def find_faces(lines: Sequence[TextLine]) -> list[Face]:
    """The app's page, once at most: it fills its screen."""
    titled = any(TITLE.search(line.text) for line in lines)
    told = _is_told(lines, titled=titled)
    if not told and not _is_the_page(_labels_at_most(lines), titled=titled):
        return []
    placing = straightened(lines)
    if placing is None:
        return []
    face = Face(KIND, Side.MAIN_PAGE, placing, tuple(lines))
    labels = [piece for piece in _pieces(face) if piece.label is not None]
    if not told and not _is_the_page([piece.label for piece in labels if piece.label], titled=titled):
        return []
    return [replace(face, placing=held_by(placing, labels or _pieces(face)))]


def _is_told(lines: Sequence[TextLine], *, titled: bool) -> bool:
    """Whether values of the page stand alone on lines of their own, under its title or beside its times."""
    texts = ["".join(unicodedata.normalize("NFKC", line.text).split()) for line in lines]
    if not titled and len({text for text in texts if _TIME.fullmatch(text)}) < len(TIMES):
        return False
    names = {name for name, look in TELLING.items() if any(look.fullmatch(text) for text in texts)}
    return len(names) >= (LEAST_VALUES if titled else LEAST_UNTITLED) and not names.isdisjoint(NUMBERS)


def _labels_at_most(lines: Sequence[TextLine]) -> list[Label]:
    """Every label that can be among ``lines``, and some that are not: told without placing anything, as pictures of
    every kind are asked."""
    texts = [unicodedata.normalize("NFKC", line.text) for line in lines]
    texts = ["".join(text.split()) for text in texts]
    return [label for label in LABELS if any(may_hold(text, label) for text in texts)]


def _is_the_page(labels: Sequence[Label], *, titled: bool) -> bool:
    names = {name for label in labels for name in label.names}
    return (
        len(names & APP_ONLY) >= LEAST_APP - titled
        and len(names & LICENCE_ONLY) >= LEAST_LICENCE
        and len(names) >= LEAST_LABELS
    )


def _pieces(face: Face) -> list[Piece]:
    glyphs = [glyph for glyph in glyphs_of(face.lines, face.placing) if not MARKS.search(glyph.line.text)]
    return pieces_of(glyphs, face.placing.aspect, LABELS)


def read_face(face: Face, capture_id: str) -> list[FieldReading]:
    """Every field of the page, read or not."""
    found = _values(_pieces(face))
    return [
        reading(name, found.get(name, Print()), face.side, capture_id, NORMALISERS[name])
        for name in FIELDS[KIND, Side.MAIN_PAGE]
    ]


def _values(pieces: Sequence[Piece]) -> dict[FieldName, Print]:
    pairs = pairs_of(pieces)
    found = values_of(pairs)
    missing = {name: look for name, look in TELLING.items() if name not in found}
    times = TIMES - found.keys()
    if len(times) == 1:
        missing |= dict.fromkeys(times, TELLING_TIME)
    rest = left_over(pieces, pairs)
    found = {**told_by_look(rest, missing), **found}
    return {**_told_by_each_other(rest, found), **found}


def _told_by_each_other(rest: Sequence[Piece], found: Mapping[FieldName, Print]) -> dict[FieldName, Print]:
    """Values without a label that read, told by the others: the one period; the earlier of two times, which is that of
    generation; the date that the number holds, and the one date that is left."""
    told: dict[FieldName, Print] = {}
    if not {F.VALID_FROM, F.VALID_TO} & found.keys():
        told |= _only(rest, _PERIOD, (F.VALID_FROM, F.VALID_TO))
    if not TIMES & found.keys():
        times = sorted(_all_like(rest, _TIME).items())
        if len(times) == len(TIMES):
            told |= zip((F.GENERATION_TIME, F.CURRENT_TIME), (_less_sure(printed) for _, printed in times), strict=True)
    dates = _all_like(rest, _ONE_DATE)
    number = citizen_number.normalise(found.get(F.LICENCE_NUMBER, Print()).text)
    born = next((text for text in dates if date(text).value.replace("-", "") == number[6:14]), None)
    if born is not None and F.BIRTH_DATE not in found:
        told[F.BIRTH_DATE] = dates.pop(born)
    if len(dates) == 1 and F.FIRST_ISSUE_DATE not in found and F.BIRTH_DATE in {**found, **told}:
        told[F.FIRST_ISSUE_DATE] = _less_sure(next(iter(dates.values())))
    return told


def _only(rest: Sequence[Piece], look: re.Pattern[str], names: Sequence[FieldName]) -> dict[FieldName, Print]:
    """The groups of the only print that looks as ``look`` wants, under ``names``."""
    held = _all_like(rest, look)
    if len(held) != 1:
        return {}
    (printed,) = held.values()
    return {name: printed.search(look, group) for group, name in enumerate(names, start=1)}


def _all_like(rest: Sequence[Piece], look: re.Pattern[str]) -> dict[str, Print]:
    """Every print that looks as ``look`` wants, the same text once."""
    prints = [spaced(piece.print) for piece in rest]
    return {printed.text: printed for printed in prints if look.fullmatch(printed.text)}


def _less_sure(printed: Print) -> Print:
    """What a rule names and no label is never sure."""
    return Print(tuple(replace(glyph, confidence=min(glyph.confidence, BY_RULE)) for glyph in printed.glyphs))


def look_closer(face: Face, look: Look) -> Face:
    """``face`` after a second look at doubtful print and beside labels without a value; a screenshot's outline is the
    whole picture."""
    face = _without_doubts(face, look)
    pieces = _pieces(face)
    if set(_values(pieces)) < set(FIELDS[KIND, Side.MAIN_PAGE]):
        places = places_to_look_again(pieces, pairs_of(pieces), face.placing.aspect)
        face = _looked_again(face, look, places)
    face = _with_doubted_name(face, look)
    height, width = look.pixels.shape[:2]
    return replace(face, placing=_whole_picture(face, width, height) or face.placing)


def _without_doubts(face: Face, look: Look) -> Face:
    """``face`` with doubtful values read again. Labels are known words, and values that make sense look as they must: a
    look that loses one is worse."""
    doubtful = {
        id(glyph.line)
        for piece in _pieces(face)
        if piece.label is None
        for glyph in piece.print.glyphs
        if glyph.confidence < DOUBT
    }
    for line in face.lines:
        if id(line) not in doubtful:
            continue
        again = resolve_doubts(look.networks, look.pixels, [line])
        resolved = replace(face, lines=tuple(one for old in face.lines for one in (again if old is line else (old,))))
        if _told(face) <= _told(resolved):
            face = resolved
    return face


def _looked_again(face: Face, look: Look, places: Iterable[Place]) -> Face:
    """``face`` with what is read at ``places`` that tells more than was known, and loses nothing known."""
    for place in places:
        seen = replace(face, lines=look_again(look.networks, look.pixels, face.lines, face.placing, [place]))
        if _told(face) < _told(seen):
            face = seen
    return face


def _with_doubted_name(face: Face, look: Look) -> Face:
    """``face``, a name doubted behind which print goes on that no line holds: its last letter alone was read as
    nothing, all others with every confidence."""
    name = _values(_pieces(face)).get(F.NAME, Print())
    last = name.glyphs[-1] if name.glyphs else None
    if last is None or last.line.text[last.index + 1 :].strip():
        return face
    line = replace(last.line, characters=last.line.characters[: last.index + 1])
    if not has_unread_print(look.pixels, line, at_end=True, farthest=_next_print(line, face.lines)):
        return face
    doubted = replace(line.characters[-1], confidence=min(line.characters[-1].confidence, CUT_SHORT))
    line = replace(line, characters=(*line.characters[:-1], doubted))
    return replace(face, lines=tuple(line if one is last.line else one for one in face.lines))


def _next_print(line: TextLine, lines: Iterable[TextLine]) -> float:
    """Where along ``line`` the next line of its row begins, in parts of its length; infinite where none does."""
    along = (line.right - line.left) / max(line.length, 1.0)
    across = np.array([-along[1], along[0]])
    starts = [
        float((other.left - line.left) @ along) / max(line.length, 1.0)
        for other in lines
        if abs(float((other.left - line.left) @ across)) < line.height / 2
    ]
    return min((start for start in starts if start > 0.5), default=float("inf"))


def _told(face: Face) -> Counter[str]:
    """The labels of the page, and the fields whose value makes sense."""
    pieces = _pieces(face)
    labels = [piece.label.text for piece in pieces if piece.label]
    values = [name for name, value in _values(pieces).items() if NORMALISERS[name](value.text).value]
    return Counter([*labels, *values])


def _whole_picture(face: Face, width: int, height: int) -> Placing | None:
    """The picture as the page, where it has a screen's shape and its lines run level; None otherwise."""
    low, high = SCREEN_SHAPES
    tilts = [abs(direction(line.corners)) for line in face.lines if line.length > 3 * line.height]
    if not low < height / width < high or not tilts or float(np.median(tilts)) > LEVEL:
        return None
    scale = np.diag([1 / width, 1 / width, 1.0])
    return replace(face.placing, matrix=scale, upright=scale, aspect=width / height)


def _number(text: str) -> Normalised:
    """As printed; a citizen number's digits that were read as letters are put right, other numbers have letters."""
    value = citizen_number.normalise(text)
    if len(value) == citizen_number.LENGTH and sum(char.isdigit() for char in value) > citizen_number.LENGTH // 2:
        value = value.translate(str.maketrans("OIL", "011"))
    return Normalised(value, "licence_number", None if value == text else Words(READ_AS, {"raw": text}))


def _classes(text: str) -> Normalised:
    normalised = licence_class.normalise(text)
    return Normalised(
        normalised.value, "licence_class", normalised.explanation, listed=licence_class.is_valid(normalised.value)
    )


def _archive(text: str) -> Normalised:
    normalised = archive_number.normalise(text)
    return Normalised(normalised.value, "archive_number", normalised.explanation)


def _time(text: str) -> Normalised:
    return Normalised(to_iso_time(text), "time")


def _listed(entries: Sequence[str]) -> Normaliser:
    """As printed, backed by a list that need not be complete."""

    def normalise(text: str) -> Normalised:
        return Normalised(text, listed=text in entries)

    return normalise


def _status(text: str) -> Normalised:
    """As printed; a long status that differs from just one known by one character (未 and 末) is that one."""
    near = [entry for entry in STATUSES if len(entry) == len(text) > 3 and differences(entry, text) == 1]
    if text in STATUSES or len(near) != 1:
        return Normalised(text, listed=text in STATUSES)
    return Normalised(near[0], "closed_list", Words(READ_AS, {"raw": text}))


NORMALISERS: Final[dict[FieldName, Normaliser]] = {
    F.LICENCE_NUMBER: _number,
    F.NAME: as_printed,
    F.SEX: one_of(SEXES),
    F.NATIONALITY: _listed(NATIONALITIES),
    F.BIRTH_DATE: date,
    F.FIRST_ISSUE_DATE: date,
    F.LICENCE_CLASS: _classes,
    F.VALID_FROM: lambda text: replace(date(text), how="validity"),
    F.VALID_TO: until,
    F.ARCHIVE_NUMBER: _archive,
    F.STATUS: _status,
    F.ACCUMULATED_POINTS: lambda text: Normalised("".join(text.split())),
    F.CURRENT_TIME: _time,
    F.GENERATION_TIME: _time,
}

LAYOUT: Final = Layout(
    kind=KIND,
    find_faces=find_faces,
    read_face=read_face,
    look_closer=look_closer,
    rectify=lambda fields: agreeing(fields, F.LICENCE_NUMBER),
    has_edges=False,
)
