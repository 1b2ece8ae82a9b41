"""What a forger types in place of what a field says: another name, a later date, another number that adds up."""

from __future__ import annotations

import random
import re
from typing import Final

from kyc.documents.kinds import FieldName
from tests.specimens.page import Specimen
from tests.specimens.reporting.attacks.optics import Generator, lines_of_text

_NAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文"
_HANGUL: Final = "김이박최정강조윤장임민서준우지현도영수진하은"
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXY"
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: Characters that say what a line is; another in their place would make no sense.
_FIXED: Final = frozenset(
    "年月日号省市县区公安局分交通警察支大队管理所至长期有限责任公司运输营非中国청장종보통대형소특수"
)
_CHINESE_CLASSES: Final = ("A1", "A2", "A3", "B1", "B2", "C1", "C2", "D", "E")
_KOREAN_CLASSES: Final = ("1종보통", "1종대형", "2종보통", "2종소형")
_DATE: Final = re.compile(r"(\d{4})([.\-年])( ?)(\d{1,2})([.\-月])( ?)(\d{1,2})")
#: The Korean resident number: birth date, then sex and sequence.
_RESIDENT: Final = re.compile(r"\d{6}-\d{7}")
#: Fields that forgers care for, most wanted first; a page without any gives another line.
_WANTED: Final = (
    FieldName.NAME, FieldName.CITIZEN_NUMBER, FieldName.BIRTH_DATE, FieldName.VALID_TO, FieldName.LICENCE_NUMBER,
    FieldName.RESIDENT_NUMBER, FieldName.LICENCE_CLASS, FieldName.VALID_FROM, FieldName.PLATE_NUMBER, FieldName.OWNER,
    FieldName.VIN, FieldName.REGISTRATION_DATE, FieldName.ARCHIVE_NUMBER, FieldName.ISSUING_AUTHORITY,
    FieldName.ACCUMULATED_POINTS, FieldName.STATUS, FieldName.GROSS_MASS, FieldName.RENEWAL_TO,
)  # fmt: skip
#: Weights of GB 11643's check character and what its remainders stand for.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


def other_text(name: FieldName, text: str, rng: Generator, *, whole: bool) -> str:
    """Another value for field ``name``; with ``whole`` false, one to three characters of ``text`` differ."""
    pick = random.Random(int(rng.integers(1 << 30)))
    if whole:
        if name is FieldName.LICENCE_CLASS:
            classes = _CHINESE_CLASSES if text.isascii() else _KOREAN_CLASSES
            return pick.choice([other for other in classes if other != text])
        if _DATE.search(text):
            return _DATE.sub(lambda found: _other_date(found, pick), text)
        if len(text) == 18 and text[:17].isdigit():
            return _other_number(text, pick)
        if _RESIDENT.fullmatch(text):
            birth = f"{pick.randint(55, 99)}{pick.randint(1, 12):02d}{pick.randint(1, 28):02d}"
            return f"{birth}-{pick.randint(1, 2)}{pick.randint(0, 999999):06d}"
    return _other_letters(text, pick, None if whole else pick.randint(1, 3))


def can_be_retyped(text: str) -> bool:
    return any(_others(text, at) for at in range(len(text)))


def _other_date(found: re.Match[str], pick: random.Random) -> str:
    """Some years earlier or later, written in the same way."""
    year, month, day = int(found[1]) + pick.choice((-7, -4, -2, 2, 3, 5, 10)), pick.randint(1, 12), pick.randint(1, 28)
    month_text = f"{month:02d}" if len(found[4]) == 2 else str(month)
    day_text = f"{day:02d}" if len(found[7]) == 2 else str(day)
    return f"{year}{found[2]}{found[3]}{month_text}{found[5]}{found[6]}{day_text}"


def _other_number(text: str, pick: random.Random) -> str:
    """Another birth date and sequence; the check character adds up in most, as forgers look it up."""
    body = f"{text[:6]}{pick.randint(1955, 2004)}{pick.randint(1, 12):02d}{pick.randint(1, 28):02d}"
    body += f"{pick.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + (_CHECKS[total % 11] if pick.random() < 0.7 else pick.choice("0123456789"))


def _other_letters(text: str, pick: random.Random, count: int | None) -> str:
    places = [at for at in range(len(text)) if _others(text, at)]
    if count is not None:
        places = pick.sample(places, min(count, len(places)))
    letters = list(text)
    for at in places:
        letters[at] = pick.choice([other for other in _others(text, at) if other != text[at]])
    return "".join(letters)


def _others(text: str, at: int) -> str:
    """What may stand in place of a character: its like, or nothing where it has to stay."""
    letter = text[at]
    if letter in _FIXED:
        return ""
    if letter.isdigit() and letter.isascii():
        return "0123456789"
    if letter in _LETTERS:
        return _LETTERS
    if letter in "男女":
        return "男女"
    if letter in _PROVINCES and text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalpha():
        return _PROVINCES
    if "\uac00" <= letter <= "\ud7a3":
        return _HANGUL
    return _NAMES if "\u4e00" <= letter <= "\u9fff" else ""


def some_fields(specimen: Specimen, count: int, rng: Generator) -> list[FieldName]:
    lines = [name for name in lines_of_text(specimen) if can_be_retyped(specimen.truth[name])]
    wanted = [name for name in lines if name in _WANTED] or lines
    picked = rng.choice(len(wanted), min(count, len(wanted)), replace=False)
    return [wanted[int(place)] for place in picked]
