"""What a Korean driving licence prints: its number in both formats, classes, conditions, and who issues it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kyc.documents.hangul_words import FARTHEST, distance, letters, nearest

#: First two digits of a number and the region of first issue. Sources name 세종 under 27 or 29, hence both; no
#: number is at fault for a region outside this list.
REGIONS: Final[dict[str, str]] = {
    "11": "서울",
    "12": "부산",
    "13": "경기",
    "14": "강원",
    "15": "충북",
    "16": "충남",
    "17": "전북",
    "18": "전남",
    "19": "경북",
    "20": "경남",
    "21": "제주",
    "22": "대구",
    "23": "인천",
    "24": "광주",
    "25": "대전",
    "26": "울산",
    "27": "세종",
    "28": "경기북부",
    "29": "세종",
}
#: The names that stand before numbers of before June 2014.
REGION_NAMES: Final = tuple(dict.fromkeys(REGIONS.values()))

#: Each class as licences print it, and the longer words that some print for it. 1종특수 names its vehicle, since
#: 2016 in other words than before.
CLASSES: Final = (
    *("1종대형", "1종보통", "1종소형", "1종특수"),
    *("1종특수(대형견인)", "1종특수(소형견인)", "1종특수(구난)", "1종특수(트레일러)", "1종특수(레커)"),
    *(
        "1종대형견인",
        "1종소형견인",
        "1종구난",
        "1종트레일러",
        "1종레커",
        "특수(대형견인)",
        "특수(소형견인)",
        "특수(구난)",
    ),
    *("대형견인", "소형견인", "구난", "트레일러", "레커"),
    *("2종보통", "2종소형", "2종원자", "2종원동기", "2종원동기장치자전거", "원동기장치자전거"),
    *("연습면허", "1종보통연습", "2종보통연습", "1종연습면허", "2종연습면허", "연습면허(1종보통)", "연습면허(2종보통)"),
)
#: Between the classes of one licence; no class has this character in its name, as some have brackets and commas.
CLASS_SEPARATOR: Final = "/"

#: Codes under 조건 (Enforcement Rule of the Road Traffic Act) and what each asks for.
CONDITIONS: Final[dict[str, str]] = {
    "A": "자동변속기",
    "B": "의수",
    "C": "의족",
    "D": "보청기",
    "E": "청각장애인 표지 및 볼록거울",
    "F": "수동제동기·가속기",
    "G": "특수제작 및 승인차",
    "H": "우측 방향지시기",
    "I": "왼쪽 엑셀레이터",
    "J": "원격",
}

#: Provinces and cities of their own right, as addresses begin, long and short.
PROVINCES: Final[dict[str, str]] = {
    "서울특별시": "서울",
    "부산광역시": "부산",
    "대구광역시": "대구",
    "인천광역시": "인천",
    "광주광역시": "광주",
    "대전광역시": "대전",
    "울산광역시": "울산",
    "세종특별자치시": "세종",
    "경기도": "경기",
    "강원도": "강원",
    "강원특별자치도": "강원",
    "충청북도": "충북",
    "충청남도": "충남",
    "전라북도": "전북",
    "전북특별자치도": "전북",
    "전라남도": "전남",
    "경상북도": "경북",
    "경상남도": "경남",
    "제주도": "제주",
    "제주특별자치도": "제주",
}

#: Chiefs of police of a city or province: ...지방경찰청장 until 2020, under the region's full name since 2021 (경찰법,
#: in force 1 January 2021: https://www.kyeonggi.com/article/202101041151661; the part of 경기 since March 2016).
AUTHORITIES: Final = tuple(
    dict.fromkeys(
        [
            *(f"{name}지방경찰청장" for name in (*PROVINCES.values(), "경기남부", "경기북부")),
            *(f"{name}경찰청장" for name in PROVINCES if name != "경기도"),
            *("경기도남부경찰청장", "경기도북부경찰청장", "경기남부경찰청장", "경기북부경찰청장"),
            *(f"{name}경찰청장" for name in dict.fromkeys(PROVINCES.values())),
        ]
    )
)

#: And under the region's full name with 지방, as official papers of before 2021 print it too (부산광역시지방경찰청장).
LONG_AUTHORITIES: Final = (
    *(f"{name}지방경찰청장" for name in PROVINCES),
    *("경기도남부지방경찰청장", "경기도북부지방경찰청장"),
)
_ALL_AUTHORITIES: Final = (*AUTHORITIES, *LONG_AUTHORITIES)

_DIGITS_FORM = re.compile(r"(\d{2})-?(\d{2})-?(\d{6})-?(\d{2})")
_NAME_FORM = re.compile(r"([가-힣]{2,4})(\d{2})-?(\d{6})-?(\d{2})")
_CONFUSIONS = str.maketrans({"빚": "빛"})
_STOP = re.compile(r"\.(?= )")
_TOWN = re.compile(r"([군시] [가-힣]{1,3}(?<!마))[을음]( |$)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~～·", "-"))


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """``region`` as printed (two digits or a name), year of first issue (two digits), serial, and a check digit with
    the count of re-issues. How the check digit is worked out is not published, so it is not judged."""

    region: str
    year: str
    serial: str
    tail: str

    def __str__(self) -> str:
        between = "-" if self.region.isdigit() else " "
        return f"{self.region}{between}{self.year}-{self.serial}-{self.tail}"

    @property
    def region_known(self) -> bool:
        return self.region in REGIONS or self.region in REGION_NAMES

    @property
    def region_name(self) -> str:
        """The region's name; empty for a code that no list has."""
        return REGIONS.get(self.region, self.region if self.region in REGION_NAMES else "")


def parse_number(text: str) -> LicenceNumber | None:
    """``12-34-123456-78`` or ``경기 98-800924-64``, in any width and spacing; None for anything else."""
    compact = "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES)
    match = _DIGITS_FORM.fullmatch(compact) or _NAME_FORM.fullmatch(compact)
    return LicenceNumber(*match.groups()) if match and _ascii_digits(compact) else None


def snap_class(text: str) -> str:
    """The class that ``text`` must be, as printed; empty where it is near none or near two."""
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    if compact in CLASSES:
        return compact
    # 1종 and 2종 differ in a digit that Hangul readers confuse with strokes; never decide it by distance.
    alike = [word for word in CLASSES if word[:1] == compact[:1] or not word[0].isdigit()]
    word = nearest(compact, alike)
    return word if _begin_alike(compact, word) else ""


def snap_authority(text: str) -> str:
    """The authority that ``text`` must be; empty where it is near none or near two."""
    return _entry(text, _ALL_AUTHORITIES)


def snap_condition(text: str) -> str:
    """The condition in words that ``text`` must be; empty where it is near none or near two."""
    return _entry(text, tuple(CONDITIONS.values()))


def snap_region(text: str) -> str:
    """The name before a number of the older format; empty where ``text`` is near none or near two."""
    return _entry(text, REGION_NAMES, farthest=0.4)


def snap_province(text: str) -> str:
    """The province, long or short, that the first word of an address must be; empty where it is near none."""
    return _entry(text, (*PROVINCES, *PROVINCES.values()), farthest=0.2)


def begins_with_region(address: str) -> bool:
    """Whether an address begins with its province or city, long, short or as 서울시."""
    first = address.partition(" ")[0]
    return first.startswith(tuple(PROVINCES.values())) or bool(snap_province(first))


def without_confusions(text: str) -> str:
    """``text`` with syllables that no name has put right: 빚 (debt) is what Hangul readers make of 빛 (light)."""
    return text.translate(_CONFUSIONS)


def address_without_confusions(text: str) -> str:
    """An address with syllables, endings and commas as addresses have them.

    A word after a county's or city's that ends in 을 or 음 is a town, 읍; a full stop before a space is a comma.
    """
    return _TOWN.sub(r"\1읍\2", _STOP.sub(",", without_confusions(text)))


def _begin_alike(read: str, word: str) -> bool:
    """Whether what stands before a bracket is near too: where that was lost, what is in the bracket still matches."""
    front, bracket, _ = read.partition("(")
    wanted, other_bracket, _ = word.partition("(")
    if bracket != other_bracket:
        return False
    return not bracket or distance(front, wanted) <= FARTHEST * len(letters(wanted))


def _entry(text: str, words: Sequence[str], farthest: float = FARTHEST) -> str:
    """``text`` where the list has it, which most are read as: measuring how far it is from every other takes long."""
    return text if text in words else nearest(text, words, farthest)


def _ascii_digits(text: str) -> bool:
    return all(character.isascii() or not character.isdigit() for character in text)
