"""Fictional holders of Korean driving licences, each a pure function of a seed.

Nobody real can match: resident numbers carry a region (99) that was never assigned, and no such town exists.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kyc.documents import resident_number
from kyc.documents.kr_licence import AUTHORITIES, CONDITIONS, PROVINCES, REGIONS
from tests.specimens.people import Person

#: Older cards have the region's name before the number; from this day on it is two digits.
REGION_IN_DIGITS_SINCE: Final = date(2014, 6, 1)
FULL_REGION_NAMES_SINCE: Final = date(2021, 1, 1)
NEVER_ASSIGNED: Final = "99"

_SURNAMES: Final = tuple(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국은편용예봉"
)
_RARE_SURNAMES: Final = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")
_GIVEN: Final = tuple(
    "민서준우지현수영진호경은정희성연주하윤재승혜미선아람찬별솔빈결온율겸담슬훈철숙순옥길규태환혁욱동석광복자말봄나라예원채린도건후시완범필흥"
)
_RARE_GIVEN: Final = tuple("휼령섭렬륜얼빛꽃샘힘늘밝굳례율겨뜰폴결엘")
_LATIN_SURNAMES: Final = (
    "HUANG",
    "NGUYEN",
    "SMITH",
    "LI",
    "TRAN",
    "GARCIA",
    "OKAFOR",
    "TANAKA",
    "KIM",
    "PETROVA",
    "SANTOS",
)
_LATIN_GIVEN: Final = (
    "BOWEN",
    "THI LAN",
    "JOHN MICHAEL",
    "WEI",
    "VAN DUC",
    "MARIA ELENA",
    "CHIDI",
    "YUKO",
    "SVETLANA",
    "JAMES",
    "ANA",
)
_CITIES: Final = ("가온", "새빛", "하람", "미르", "누리", "다솜", "아라", "한별", "초롱", "여울", "해솔", "나래")
_DISTRICTS: Final = ("달빛", "솔밭", "은하", "푸른", "청람", "샘골", "물빛", "도담", "한결", "바름")
_ROADS: Final = (
    "하늘로",
    "별빛로",
    "무지개길",
    "솔향기로",
    "중앙대로",
    "강변북로",
    "은행나무길",
    "학림로",
    "꽃마을길",
    "새터말길",
    "월드컵로",
)
_DONGS: Final = ("반월동", "상현동", "덕진동", "역말동", "신촌동", "송림동", "구암동", "평리동", "학하동")
_ESTATES: Final = (
    "하늘마을",
    "푸른숲아파트",
    "햇살빌라",
    "월드컵경기장28",
    "한빛오피스텔",
    "하늘캐슬",
    "마루아파트",
    "청솔연립",
)
_FIRST_CLASS: Final = (
    "1종대형",
    "1종보통",
    "1종소형",
    "1종특수",
    "1종특수(대형견인)",
    "1종특수(구난)",
    "1종특수(트레일러)",
)
_SECOND_CLASS: Final = ("2종보통", "2종소형", "2종원자")


@dataclass(frozen=True, slots=True)
class KoreanHolder:
    """A fictional holder and what is printed for them. ``address`` is one string; the form breaks it into lines."""

    seed: int
    name: str
    resident_number: str
    licence_number: str
    classes: tuple[str, ...]
    address: str
    renewal_from: date
    renewal_to: date
    conditions: tuple[str, ...]
    issued: date
    authority: str
    security_code: str

    @property
    def birth_date(self) -> date:
        born = resident_number.birth_date(self.resident_number)
        assert born is not None
        return born

    @property
    def sex(self) -> str:
        return resident_number.sex(self.resident_number)

    def as_person(self) -> Person:
        """The same as the sheet's type wants it; the portrait takes its sex from there."""
        drawn_sex = "男" if self.sex == resident_number.MALE else "女"
        return Person(
            self.seed, self.name, drawn_sex, "", self.birth_date, self.address, self.resident_number, self.authority,
            self.issued, self.renewal_to,
        )  # fmt: skip


def invent_holder(seed: int, *, issued_from: date = date(2006, 1, 1)) -> KoreanHolder:
    """The holder of ``seed``, whose licence was issued on ``issued_from`` or later."""
    rng = random.Random(f"korean-{seed}")
    issued = issued_from + timedelta(days=rng.randrange((date(2026, 9, 30) - issued_from).days))
    foreign = rng.random() < 0.14
    born = date(issued.year - rng.randrange(19, 74), 1, 1) + timedelta(days=rng.randrange(365))
    renewal_from = date(issued.year + rng.choice((5, 7, 9, 10)), 1, 1)
    renewal_to = date(renewal_from.year, 12, 31)
    if rng.random() < 0.35:
        renewal_from = renewal_from + timedelta(days=rng.randrange(180))
        renewal_to = renewal_from + timedelta(days=181)
    return KoreanHolder(
        seed=seed,
        name=_latin_name(rng) if foreign else _name(rng),
        resident_number=_resident_number(rng, born, foreign),
        licence_number=_licence_number(rng, born, issued),
        classes=_classes(rng),
        address=_address(rng),
        renewal_from=renewal_from,
        renewal_to=renewal_to,
        conditions=_conditions(rng),
        issued=issued,
        authority=_authority(rng, issued),
        security_code="".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") for _ in range(6)),
    )


def _name(rng: random.Random) -> str:
    surname = rng.choice(_RARE_SURNAMES) if rng.random() < 0.08 else rng.choice(_SURNAMES)
    letters = _RARE_GIVEN if rng.random() < 0.08 else _GIVEN
    return surname + "".join(rng.choice(letters) for _ in range(rng.choice((1, 2, 2, 2, 2, 2, 3))))


def _latin_name(rng: random.Random) -> str:
    return f"{rng.choice(_LATIN_SURNAMES)} {rng.choice(_LATIN_GIVEN)}"


def _resident_number(rng: random.Random, born: date, foreign: bool) -> str:
    male = rng.random() < 0.5
    first = (1 if male else 2) + (2 if born.year >= 2000 else 0) + (4 if foreign else 0)
    first12 = f"{born:%y%m%d}{first}{NEVER_ASSIGNED}{rng.randrange(1000):03d}"
    fits = resident_number.check_digit(first12)
    # One in ten was changed after October 2020 and ends in random digits.
    last = fits if rng.random() < 0.9 else str((int(fits) + rng.randrange(1, 10)) % 10)
    return f"{first12[:6]}-{first12[6:]}{last}"


def _licence_number(rng: random.Random, born: date, issued: date) -> str:
    first_issue = rng.randrange(max(born.year + 18, 1970), issued.year + 1)
    rest = f"{first_issue % 100:02d}-{rng.randrange(1_000_000):06d}-{rng.randrange(100):02d}"
    code = rng.choice(list(REGIONS))
    if issued >= REGION_IN_DIGITS_SINCE:
        return f"{code}-{rest}"
    return f"{rng.choice([name for name in REGIONS.values() if len(name) == 2])} {rest}"


def _classes(rng: random.Random) -> tuple[str, ...]:
    roll = rng.random()
    if roll < 0.06:
        return (rng.choice(("연습면허", "1종보통연습", "2종보통연습")),)
    if roll < 0.40:
        return (rng.choice(_SECOND_CLASS),)
    if roll < 0.70:
        return (rng.choice(_FIRST_CLASS),)
    first = rng.choice(_FIRST_CLASS)
    if roll < 0.88:
        return (first, rng.choice(_SECOND_CLASS))
    return ("1종대형", rng.choice(_FIRST_CLASS[3:]), rng.choice(_SECOND_CLASS))


def _conditions(rng: random.Random) -> tuple[str, ...]:
    if rng.random() < 0.45:
        return ()
    if rng.random() < 0.55:
        return ("A",)
    return tuple(sorted(rng.sample(list(CONDITIONS), 1 if rng.random() < 0.7 else 2)))


def _authority(rng: random.Random, issued: date) -> str:
    old = [name for name in AUTHORITIES if name.endswith("지방경찰청장")]
    new = [name for name in AUTHORITIES if name not in old and name.removesuffix("경찰청장") not in PROVINCES.values()]
    return rng.choice(new if issued >= FULL_REGION_NAMES_SINCE else old)


def _address(rng: random.Random) -> str:
    province = rng.choice(list(PROVINCES))
    short = rng.random() < 0.25
    city = rng.choice(_CITIES)
    if short:
        head = f"{PROVINCES[province]} {city} {rng.choice(_DISTRICTS)}"
    elif province.endswith("시"):
        head = f"{province} {city}구"
    else:
        head = (
            f"{province} {city}시 {rng.choice(_DISTRICTS)}구"
            if rng.random() < 0.5
            else f"{province} {city}군 {rng.choice(_DISTRICTS)}읍"
        )
    return f"{head} {_street(rng)}"


def _street(rng: random.Random) -> str:
    form = rng.randrange(4)
    if form == 0:
        return f"{rng.choice(_DONGS)[:-1]} {rng.randrange(1, 1200)}-{rng.randrange(1, 60)}"
    road = f"{rng.choice(_ROADS)} {rng.randrange(1, 900)}"
    if form == 1:
        return road
    flat = f"{rng.randrange(101, 130)}동 {rng.randrange(1, 26)}{rng.randrange(1, 9):02d}호"
    if form == 2:
        return f"{road}, {flat}"
    return f"{road}, {flat} ({rng.choice(_DONGS)}, {rng.choice(_ESTATES)})"
