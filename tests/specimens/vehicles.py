"""Fictional vehicles and what their licences print, each a pure function of a seed; the holder is ``people``'s."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kyc.documents.closed_lists import PROVINCES, province_of
from tests.specimens.people import REFERENCE_DAY, Person, invent_person

#: Plates leave out I and O, vehicle identification numbers Q as well: they are mistaken for 0 and 1.
_PLATE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_VIN_CHARACTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_WORTH: Final = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", [*range(10), *range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)], strict=True
    )
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

#: The character that a province's plates begin with.
PLATE_CHARACTERS: Final = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑", "31": "沪",
    "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫", "42": "鄂", "43": "湘",
    "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川", "52": "贵", "53": "云", "54": "藏", "61": "陕",
    "62": "甘", "63": "青", "64": "宁", "65": "新",
}  # fmt: skip

_CARS: Final = ("小型轿车", "小型普通客车", "小型越野客车", "小型面包车", "微型轿车", "小型专用客车")
_BUSES: Final = ("大型普通客车", "中型普通客车", "大型双层客车", "大型卧铺客车")
_LORRIES: Final = ("重型自卸货车", "轻型厢式货车", "轻型普通货车", "中型栏板货车", "重型仓栅式货车", "轻型多用途货车")
_TRACTORS: Final = ("重型半挂牵引车", "中型全挂牵引车")
_TRAILERS: Final = ("重型平板自卸半挂车", "重型仓栅式半挂车", "中型厢式半挂车", "重型低平板半挂车")
_MOTORCYCLES: Final = ("普通二轮摩托车", "轻便二轮摩托车", "正三轮载客摩托车")
_PASSENGER_USES: Final = (
    *("非营运", "非营运", "非营运", "非营运", "租赁", "营转非", "出租转非", "预约出租客运", "出租客运"),
    *("教练", "警用", "旅游客运"),
)
_BUS_USES: Final = ("公路客运", "公交客运", "旅游客运", "幼儿校车", "小学生校车", "其他校车", "非营运")
_LOAD_USES: Final = ("货运", "货运", "非营运", "危化品运输", "工程救险", "消防", "救护")

_CAR_MODELS: Final = (
    *("大众汽车牌SVW7@@@@JM", "东风雪铁龙牌DC7@@@LYAA", "丰田牌GTM7@@@GB", "五菱牌LZW6@@@BVF", "桑塔纳牌SVW7@@@ARi"),
    *("北京现代牌BH7@@@MAY", "别克牌SGM7@@@ATA", "长安牌SC7@@@AAB", "宝马牌BMW7@@@RM(BMW525Li)", "奇瑞牌SQR7@@@A217T"),
    *(
        "梅赛德斯-奔驰牌BJ7@@@VXL",
        "东风日产牌DFL7@@@VBL3",
        "吉利美日牌MR7@@@B01",
        "福特牌CAF7@@@B5",
        "红旗牌CA7@@@HA6TD",
    ),
)
_ELECTRIC_MODELS: Final = (
    "比亚迪牌BYD7@@@WT6HEVC3",
    "特斯拉牌TSL6480BEVAR@",
    "埃安牌GAM7@@@BEVA0C",
    "蔚来牌HFC6@@@ECEV-W",
)
_HEAVY_MODELS: Final = (
    *("解放牌CA42@@P66K24T1E5", "东风牌DFL12@@A", "福田牌BJ10@@V8JDA-X", "江淮牌HFC10@@P73K1C3", "陕汽牌SX31@@6C4561"),
    *("宇通牌ZK61@@HNQ5E", "金龙牌XMQ61@@BGD4"),
)
_TRAILER_MODELS: Final = ("中集牌ZJV94@@CLXDY", "梁山东岳牌CSQ94@@ZZXP", "华骏牌ZCZ94@@XXYHJF")
_MOTORCYCLE_MODELS: Final = ("豪爵牌HJ150-@@A", "五羊-本田牌WH125-@@", "雅马哈牌ZY125T-@@")
_ENGINES: Final = (
    "@@@@@@",
    "@#@@@@@",
    "EA888@@@@@@",
    "4G18S4#@@@@@",
    "@##@@@@@@",
    "#@@@@@@@",
    "DAM15R-@@@@@@",
    "WP12@@@E50#@@@@@",
)
_MOTORS: Final = ("TZ220XS@@@@@@@", "YS135@@@@@@", "BYD-2217QA@@@@@")

_COMPANY_NAMES: Final = ("样远", "鸿途", "瑞祥达", "驰安", "汇通源", "启明星辰", "天平", "金轮", "众和盛")
_TRADES: Final = (
    *("商贸有限公司", "物流有限公司", "汽车租赁有限责任公司", "建筑工程有限公司", "公共交通集团有限公司第三分公司"),
    *("道路货物运输服务有限责任公司", "信息技术股份有限公司", "中心小学", "人民医院"),
)
_BUILDINGS: Final = (
    "科技创新产业园A区3号楼",
    "国际商务中心B座1208室",
    "物流园区内(双桥汽车配件市场东侧)",
    "软件大道88号附5号",
)
_REMARKS: Final = (
    *("", "", "", "强制报废期止:{end}", "转移登记:{day}", "补证", "变更车身颜色:白", "使用性质由出租客运变更为非营运"),
    *("强制报废期止:{end}该车不得驶入限行区域", "国五", "残疾人专用汽车", "车辆类型变更:{day}"),
)
_COUNTIES_OF_TRAFFIC: Final = ("公安局交通警察支队", "公安局交通警察大队", "公安局公安交通管理局", "公安局车辆管理所")


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What both pages print. Masses, dimensions and counts come with their units, ``--`` where there is none;
    ``inspections`` are the stamps from top to bottom, possibly none."""

    person: Person
    plate: str
    vehicle_type: str
    owner: str
    address: str
    use: str
    model: str
    vin: str
    engine: str
    registered: date
    issued: date
    authority: str
    archive: str
    passengers: str
    gross: str
    kerb: str
    load: str
    dimensions: str
    towing: str
    remarks: str
    inspections: tuple[str, ...]
    barcode: str


@dataclass(frozen=True, slots=True)
class _Build:
    """A class of vehicles: ranges of kilograms and millimetres, None where the licence prints ``--``."""

    types: tuple[str, ...]
    uses: tuple[str, ...]
    models: tuple[str, ...]
    seats: tuple[int, int] | None
    kerb: tuple[int, int]
    load: tuple[int, int] | None
    towing: tuple[int, int] | None
    length: tuple[int, int]


_BUILDS: Final = {
    "car": _Build(_CARS, _PASSENGER_USES, _CAR_MODELS, (4, 9), (880, 2400), None, None, (3400, 5300)),
    "electric": _Build(_CARS, _PASSENGER_USES, _ELECTRIC_MODELS, (4, 7), (1200, 2600), None, None, (3600, 5200)),
    "bus": _Build(_BUSES, _BUS_USES, _HEAVY_MODELS, (15, 71), (5200, 14000), None, None, (6900, 12000)),
    "lorry": _Build(_LORRIES, _LOAD_USES, _HEAVY_MODELS, (2, 3), (1900, 15500), (900, 16200), None, (4900, 11990)),
    "tractor": _Build(_TRACTORS, _LOAD_USES, _HEAVY_MODELS, (2, 3), (7800, 9600), None, (33000, 40000), (6100, 7500)),
    "trailer": _Build(_TRAILERS, ("货运",), _TRAILER_MODELS, None, (5600, 9000), (28000, 34000), None, (8600, 13750)),
    "motorcycle": _Build(_MOTORCYCLES, ("非营运",), _MOTORCYCLE_MODELS, (1, 2), (88, 190), None, None, (1700, 2200)),
}  # fmt: skip
_BUILD_WEIGHTS: Final = {"car": 46, "electric": 18, "bus": 8, "lorry": 12, "tractor": 5, "trailer": 5, "motorcycle": 6}


def invent_vehicle(seed: int) -> Vehicle:
    """The vehicle of ``seed``."""
    rng = random.Random(f"vehicle-{seed}")
    person = invent_person(seed)
    kind = rng.choices(list(_BUILD_WEIGHTS), list(_BUILD_WEIGHTS.values()))[0]
    build = _BUILDS[kind]
    province = person.number[:2]
    use = rng.choice(build.uses)
    registered = date(2008, 10, 1) + timedelta(days=rng.randrange((REFERENCE_DAY - date(2008, 10, 1)).days))
    issued = registered if rng.random() < 0.5 else min(registered + timedelta(days=rng.randrange(3000)), REFERENCE_DAY)
    plate = _plate(rng, PLATE_CHARACTERS[province], kind, use)
    company = rng.random() < (0.15 if kind in ("car", "electric", "motorcycle") else 0.75)
    gross, kerb, load, towing = _masses(rng, build)
    return Vehicle(
        person=person,
        plate=plate,
        vehicle_type=rng.choice(build.types),
        owner=_company(rng, person) if company else person.name,
        address=person.address + (rng.choice(_BUILDINGS) if company else ""),
        use=use,
        model=_filled(rng, rng.choice(build.models)),
        vin=_vin(rng),
        engine="无" if kind == "trailer" else _filled(rng, rng.choice(_MOTORS if kind == "electric" else _ENGINES)),
        registered=registered,
        issued=issued,
        authority=_authority(rng, person, province),
        archive=f"{province}{rng.randrange(100):02d}{rng.randrange(10**8):08d}",
        passengers=f"{rng.randint(*build.seats)}人" if build.seats else "--",
        gross=gross,
        kerb=kerb,
        load=load,
        dimensions=_dimensions(rng, build),
        towing=towing,
        remarks=_remarks(rng, registered, issued),
        inspections=_inspections(rng, registered, plate),
        barcode=f"{province}{rng.randrange(10**11):011d}",
    )


def _filled(rng: random.Random, pattern: str) -> str:
    """``@`` becomes a digit and ``#`` a letter that no digit is mistaken for."""
    digits = pattern.replace("@", "{}").format(*(rng.randrange(10) for _ in range(pattern.count("@"))))
    return digits.replace("#", "{}").format(*(rng.choice("ABCDEFGHJKLMNPRTUVWXY") for _ in range(digits.count("#"))))


def _plate(rng: random.Random, province: str, kind: str, use: str) -> str:
    head = province + rng.choice(_PLATE_LETTERS)
    if kind == "electric":
        if rng.random() < 0.85:
            return head + rng.choice("DDDDFFABCEGHJK") + rng.choice("0123456789" + _PLATE_LETTERS) + _digits(rng, 4)
        return head + _digits(rng, 5) + rng.choice("DF")
    if kind == "trailer":
        return head + _digits(rng, 4) + "挂"
    if use in ("教练", "警用"):
        return head + _digits(rng, 4) + {"教练": "学", "警用": "警"}[use]
    letters = rng.choice((0, 0, 1, 1, 2))
    tail = [*(rng.choice(_PLATE_LETTERS) for _ in range(letters)), *_digits(rng, 5 - letters)]
    if rng.random() < 0.5:
        rng.shuffle(tail)
    return head + "".join(tail)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _vin(rng: random.Random) -> str:
    """A Chinese number whose check digit is right, now and then a foreign one where it is not."""
    head = "LZZ" if rng.random() < 0.85 else rng.choice(("WZZ", "JZZ", "3ZZ"))
    body = [*head, *(rng.choice(_VIN_CHARACTERS) for _ in range(8)), *(rng.choice(_VIN_CHARACTERS[:23]) for _ in "ab")]
    number = [*body[:13], *_digits(rng, 4)]
    if head == "LZZ":
        rest = sum(_VIN_WORTH[one] * weight for one, weight in zip(number, _VIN_WEIGHTS, strict=True)) % 11
        number[8] = "X" if rest == 10 else str(rest)
    return "".join(number)


def _company(rng: random.Random, person: Person) -> str:
    """A name of about 10 to 34 characters: place, invented word, trade."""
    place = person.address[: person.address.find("市") + 1] if rng.random() < 0.7 else ""
    return place + rng.choice(_COMPANY_NAMES) + rng.choice(_TRADES)


def _authority(rng: random.Random, person: Person, province: str) -> str:
    full = PROVINCES[province]
    place = person.address
    city = place[: place.find("市") + 1] if "市" in place else full
    if not province_of(city):
        city = full + city
    return city + rng.choice(_COUNTIES_OF_TRAFFIC)


def _masses(rng: random.Random, build: _Build) -> tuple[str, str, str, str]:
    """Gross, kerb, load and towing mass as printed."""
    kerb = rng.randint(*build.kerb)
    load = rng.randint(*build.load) if build.load else 0
    gross = kerb + load + (rng.randint(150, 2000) if not load else 195)
    towing = f"{rng.randint(*build.towing)}kg" if build.towing else "--"
    return f"{gross}kg", f"{kerb}kg", f"{load}kg" if load else "--", towing


def _dimensions(rng: random.Random, build: _Build) -> str:
    length = rng.randint(*build.length)
    narrow = length < 2300
    width, height = (rng.randint(680, 990), rng.randint(990, 1300)) if narrow else (
        rng.randint(1500, 2550), rng.randint(1420, 3990)
    )  # fmt: skip
    return f"{length}×{width}×{height}mm"


def _remarks(rng: random.Random, registered: date, issued: date) -> str:
    end = date(registered.year + rng.choice((10, 13, 15)), registered.month, min(registered.day, 28))
    return rng.choice(_REMARKS).format(end=end.isoformat(), day=issued.isoformat())


def _inspections(rng: random.Random, registered: date, plate: str) -> tuple[str, ...]:
    count = rng.choices((0, 1, 2, 3), (8, 62, 22, 8))[0]
    first = registered.year + rng.choice((1, 2))
    office = f"{plate[:2]}({rng.randrange(1, 30):02d})" if rng.random() < 0.6 else plate[:2]
    return tuple(f"检验有效期至{first + 2 * place}年{registered.month:02d}月{office}" for place in range(count))
