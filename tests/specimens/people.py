"""Fictional holders of resident identity cards, each a pure function of a seed.

Nobody real can match: every citizen number carries a county code that GB/T 2260 never assigned (province, then 99).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kyc.documents.citizen_number import check_digit
from kyc.documents.closed_lists import ETHNICITIES, LONG_TERM, PROVINCES
from kyc.documents.validity import age_on, term_for_age

#: "Today" of the generator, fixed so that the same seed draws the same card on any day.
REFERENCE_DAY: Final = date(2026, 11, 1)

_SURNAMES: Final = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_RARE_SURNAMES: Final = (
    *("亓", "仉", "逄", "郄", "笪", "乜", "佴", "麴", "璩", "濮", "阚", "亢", "訾", "缪", "邝", "晁", "昝", "夔", "妫"),
    *("欧阳", "司徒", "上官", "诸葛", "尉迟", "皇甫", "令狐", "澹台", "万俟", "慕容", "长孙", "夏侯"),
)
_GIVEN: Final = tuple(
    "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建华国梅红玉春海燕宁晨宇轩雨欣怡佳琪子涵梓浩然思远清川若楠书瑶嘉睿博志鹏晓东立新凤仙云飞少锋启航景行知夏亦舟望舒"
)
_RARE_GIVEN: Final = tuple("昱昉翀翊旻昇玥珺琨瑄璟甯祎禛稷筠翾苡茜莘蕤赟邈鄞钰铉锜頔颀颢骁骞昶晟曦煜熠燊玮")
_MINORITY_NAMES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "维吾尔": (
        ("阿迪力", "古丽娜尔", "买买提", "帕提古丽", "艾力江", "热依扎"),
        ("吐尔逊", "阿布都拉", "艾合买提", "玉素甫"),
    ),
    "哈萨克": (("叶尔兰", "阿依努尔", "巴合提", "加娜尔"), ("哈力木", "托列根", "胡安德克")),
    "塔吉克": (("古丽夏提", "阿米尔"), ("买买提江", "夏木比")),
    "藏": (("扎西", "卓玛", "次仁", "央金", "丹增", "格桑"), ("平措", "旺堆", "拉姆", "多吉")),
    "蒙古": (("巴特尔", "乌云其其格", "苏日娜", "孟和"), ("",)),
}
#: Invented places, so that no address is anybody's.
_CITY_FIRST: Final = tuple("澄岚样汐曜翠桐霁沅棠栖蕴")
_CITY_LAST: Final = tuple("州阳川宁安原")
_COUNTY_FIRST: Final = (
    "云溪",
    "鹤鸣",
    "望江",
    "清岚",
    "松泉",
    "锦屏",
    "白鹭",
    "石桥",
    "丹枫",
    "临湖",
    "青禾",
    "玉泉",
    "桃源",
    "南浦",
)
_ROADS: Final = (
    "梧桐路",
    "建设东路",
    "人民北路",
    "滨河大道",
    "学府街",
    "胜利巷",
    "解放路",
    "银杏街",
    "望湖路",
    "长乐街",
)
_VILLAGES: Final = ("大榆树村", "下河沿村", "新兴村", "柳家湾村", "石门村", "东岗村", "杏花村")
_TOWNS: Final = ("双桥镇", "龙泉镇", "和平乡", "青石镇", "太平镇", "永兴镇")
_ESTATES: Final = ("丽景花园", "阳光新城", "翠湖苑", "金色家园", "和谐小区", "书香名邸")
_MUNICIPALITIES: Final = ("11", "12", "31", "50")
_ABROAD: Final = ("71", "81", "82")
_COMMON_ETHNICITIES: Final = ETHNICITIES[:56]


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional holder and what is printed for them. ``valid_to`` is None on a long-term card."""

    seed: int
    name: str
    sex: str
    ethnicity: str
    birth_date: date
    address: str
    number: str
    issuing_authority: str
    valid_from: date
    valid_to: date | None

    @property
    def valid_to_iso(self) -> str:
        return self.valid_to.isoformat() if self.valid_to else LONG_TERM


def invent_person(seed: int, *, expired: bool = False) -> Person:
    """The person of ``seed``; with ``expired``, one whose card ran out before ``REFERENCE_DAY``."""
    rng = random.Random(f"person-{seed}")
    birth, issued, until = _dates(rng, expired=expired)
    sex = rng.choice("男女")
    ethnicity = "汉" if rng.random() < 0.6 else rng.choice(_COMMON_ETHNICITIES)
    province = rng.choice([code for code in PROVINCES if code not in _ABROAD])
    address, authority = _place(rng, province)
    return Person(
        seed=seed,
        name=_name(rng, ethnicity),
        sex=sex,
        ethnicity=ethnicity,
        birth_date=birth,
        address=address,
        number=_number(rng, province, birth, sex),
        issuing_authority=authority,
        valid_from=issued,
        valid_to=until,
    )


def _dates(rng: random.Random, *, expired: bool) -> tuple[date, date, date | None]:
    """Birth, issue and end of a card that the law would issue at that age."""
    while True:
        birth = date(1936, 1, 1) + timedelta(days=rng.randrange(80 * 365))
        first_day = date(2005, 1, 1) if expired else date(2012, 1, 1)
        issued = first_day + timedelta(days=rng.randrange((date(2026, 9, 30) - first_day).days))
        age = age_on(birth, issued)
        if age < 1 or (issued.month, issued.day) == (2, 29):
            continue
        term = term_for_age(age)
        until = issued.replace(year=issued.year + term) if term else None
        if expired == (until is not None and until < REFERENCE_DAY):
            return birth, issued, until


def _name(rng: random.Random, ethnicity: str) -> str:
    if ethnicity in _MINORITY_NAMES:
        firsts, lasts = _MINORITY_NAMES[ethnicity]
        last = rng.choice(lasts)
        separator = "·" if ethnicity in ("维吾尔", "哈萨克", "塔吉克") else ""
        return rng.choice(firsts) + separator + last
    surname = rng.choice(_RARE_SURNAMES) if rng.random() < 0.12 else rng.choice(_SURNAMES)
    letters = _RARE_GIVEN if rng.random() < 0.15 else _GIVEN
    count = 1 if rng.random() < 0.25 else 2
    return surname + "".join(rng.choice(letters) for _ in range(count))


def _number(rng: random.Random, province: str, birth: date, sex: str) -> str:
    sequence = rng.randrange(0, 100) * 10 + rng.choice((1, 3, 5, 7, 9) if sex == "男" else (0, 2, 4, 6, 8))
    first17 = f"{province}99{rng.randrange(1, 99):02d}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def _place(rng: random.Random, province: str) -> tuple[str, str]:
    """An address of up to 33 characters (three printed lines) and the authority that issues cards there."""
    county = rng.choice(_COUNTY_FIRST)
    if province in _MUNICIPALITIES:
        head, authority = f"{PROVINCES[province]}{county}区", f"{PROVINCES[province]}公安局{county}分局"
    else:
        city = rng.choice(_CITY_FIRST) + rng.choice(_CITY_LAST) + "市"
        rural = rng.random() < 0.4
        head = f"{PROVINCES[province]}{city}{county}{'县' if rural else '区'}"
        authority = f"{county}县公安局" if rural else f"{city}公安局{county}分局"
    tail = _street(rng)
    return (head + tail)[:33], authority


def _street(rng: random.Random) -> str:
    form = rng.randrange(4)
    if form == 0:
        return f"{rng.choice(_TOWNS)}{rng.choice(_VILLAGES)}{rng.randrange(1, 15)}组{rng.randrange(1, 200)}号"
    if form == 1:
        return f"{rng.choice(_ROADS)}{rng.randrange(1, 900)}号"
    flat = f"{rng.randrange(1, 30)}幢{rng.randrange(1, 5)}单元{rng.randrange(1, 28)}{rng.randrange(1, 9):02d}室"
    if form == 2:
        return f"{rng.choice(_ROADS)}{rng.randrange(1, 900)}号{flat}"
    return f"{rng.choice(_ROADS)}{rng.randrange(1, 400)}号{rng.choice(_ESTATES)}{flat}"
