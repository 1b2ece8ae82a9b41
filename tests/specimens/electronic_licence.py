"""Draws the page on which the traffic police's telephone app shows a fictional electronic driving licence.

The app prints no form of fixed size: screens differ in width and height, and its versions put labels left of their
values, above them or in columns. So a version is a table (``Screen``) of items. Positions are fractions of the screen.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.page import HEI_BOLD, SONG, SONG_BOLD, Box, Colour, Page, Specimen, Style
from tests.specimens.people import REFERENCE_DAY, Person, invent_person

KIND: Final = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
CLASSES: Final = (
    *("C1", "C1", "C1", "C2", "C1D", "C1E", "A2", "A1A2", "B2", "B1", "A3", "A2D", "C3", "C4", "C5", "C6", "D", "E"),
    *("F", "M", "N", "P", "C1C6", "A1A2D", "B2E"),
)
#: States of a licence; several may hold at once.
STATES: Final = (
    *("正常", "正常", "正常", "逾期未换证", "未处理", "违法未处理", "超分", "扣押", "暂扣", "停止使用", "注销可恢复"),
    *("逾期未审验", "逾期未体检", "转出", "延期换证"),
)
_FOREIGN: Final = (
    ("韩国", "HONG SAEBYEOK"),
    ("美国", "ADAMS JUNIPER Q"),
    ("日本", "KUROGANE MIO"),
    ("德国", "VOSS TILDA"),
)
_FOREIGN_SHARE: Final = 0.06
_TERMS: Final = (6, 6, 10, None)

F = FieldName


@dataclass(frozen=True, slots=True)
class Item:
    """A label and its value: left end and middle of the label, left end (right end where ``flush``) and middle of the
    value. Of two fields the values are joined as the app joins a period."""

    fields: tuple[FieldName, ...]
    label: str
    at: tuple[float, float]
    value_at: tuple[float, float]
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Other print: text, left end, middle, size and colour."""

    text: str
    x: float
    y: float
    size: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Screen:
    """One version of the page on one telephone; ``size`` in pixels, ``bar`` the height and colour of its head."""

    style: Style
    size: tuple[int, int]
    bar: tuple[float, Colour]
    cards: tuple[tuple[Box, Colour], ...]
    items: tuple[Item, ...]
    notes: tuple[Note, ...]
    portrait: Box
    mark: tuple[float, float, float]
    code: Box | None = None
    bars: Box | None = None
    background: Colour = (242, 244, 248)
    label_size: float = 0.036
    value_size: float = 0.040
    rules: bool = False


@dataclass(frozen=True, slots=True)
class Licence:
    """What the app knows of a licence."""

    person: Person
    number: str
    name: str
    nationality: str
    first_issue: date
    classes: str
    valid_from: date
    valid_to: date | None
    archive: str
    state: str
    points: int
    generated: datetime
    shown: datetime


def invent_licence(seed: int) -> Licence:
    """The licence of the person of ``seed``."""
    rng = random.Random(f"electronic-{seed}")
    person = _of_age(seed)
    adult = _years_later(person.birth_date, 18)
    days = max(200, (REFERENCE_DAY - adult).days)
    first = max(adult, date(1985, 1, 1)) + timedelta(days=rng.randrange(max(100, min(days, 14000))))
    first = min(first, REFERENCE_DAY - timedelta(days=30))
    term = rng.choice(_TERMS)
    start = max(first, _years_later(first, 6 * rng.randrange(0, 4)))
    start = first if start > REFERENCE_DAY else start
    # The app prints the clock of its own place and no zone.
    generated = datetime(2026, 1, 1) + timedelta(seconds=rng.randrange(300 * 24 * 3600))  # noqa: DTZ001
    foreign = rng.choice(_FOREIGN) if rng.random() < _FOREIGN_SHARE else None
    return Licence(
        person=person,
        number=f"{rng.choice('EGKMP')}{rng.randrange(10**8):08d}" if foreign else person.number,
        name=foreign[1] if foreign else person.name,
        nationality=foreign[0] if foreign else "中国",
        first_issue=first,
        classes=rng.choice(CLASSES),
        valid_from=start,
        valid_to=_years_later(start, term) if term else None,
        archive=f"{person.number[:2]}{rng.randrange(10**10):010d}",
        state=rng.choice(STATES),
        points=rng.choice((0, 0, 0, 1, 2, 3, 6, 9, 11, 12)),
        generated=generated,
        shown=generated + timedelta(seconds=rng.randrange(1, 300)),
    )


def _of_age(seed: int) -> Person:
    """The first person from ``seed`` on, in long strides, who can have held a licence for some months."""
    person = invent_person(seed)
    while _years_later(person.birth_date, 19) > REFERENCE_DAY:
        seed += 10_000_019
        person = invent_person(seed)
    return person


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _values(licence: Licence) -> dict[FieldName, tuple[str, str]]:
    """Print and normalised value of every field."""

    def same(text: str) -> tuple[str, str]:
        return text, text

    until = licence.valid_to.isoformat() if licence.valid_to else LONG_TERM
    return {
        F.LICENCE_NUMBER: same(licence.number),
        F.NAME: same(licence.name),
        F.SEX: same(licence.person.sex),
        F.NATIONALITY: same(licence.nationality),
        F.BIRTH_DATE: same(licence.person.birth_date.isoformat()),
        F.FIRST_ISSUE_DATE: same(licence.first_issue.isoformat()),
        F.LICENCE_CLASS: same(licence.classes),
        F.VALID_FROM: same(licence.valid_from.isoformat()),
        F.VALID_TO: same(until),
        F.ARCHIVE_NUMBER: same(licence.archive),
        F.STATUS: same(licence.state),
        F.ACCUMULATED_POINTS: same(f"{licence.points}分"),
        F.CURRENT_TIME: (f"{licence.shown:%Y-%m-%d %H:%M:%S}", f"{licence.shown:%Y-%m-%dT%H:%M:%S}"),
        F.GENERATION_TIME: (f"{licence.generated:%Y-%m-%d %H:%M:%S}", f"{licence.generated:%Y-%m-%dT%H:%M:%S}"),
    }


def draw_screen(licence: Licence, screen: Screen) -> Specimen:
    """The page as a screenshot."""
    width, height = screen.size
    paper = np.full((height, width, 3), screen.background, np.uint8)
    style = replace(screen.style, jitter=0.0)
    page = Page(KIND, Side.MAIN_PAGE, licence.person, style, paper, f"electronic-{licence.person.seed}-{style.name}")
    page.shift = (0.0, 0.0)
    _furniture(page, screen)
    values = _values(licence)
    for item in screen.items:
        page.text(item.label, *item.at, style.labels, screen.label_size, style.label_colour, gap=0.0)
        _print_values(page, screen, item, values)
    page.portrait(screen.portrait)
    left, y, right = screen.mark
    page.mark("样本 SPECIMEN", left, y, right=right)
    if screen.bars:
        _draw_bars(page, screen.bars, licence.archive)
    # A screenshot has not been through a laminate.
    return replace(page.specimen(), image=page.image)


def _furniture(page: Page, screen: Screen) -> None:
    """The head with the clock, the cards the items lie on, notes and the code."""
    width, height = screen.size
    bar_height, bar_colour = screen.bar
    page.draw.rectangle((0, 0, width, round(bar_height * height)), fill=bar_colour)
    ink = (255, 255, 255) if sum(bar_colour) < 500 else (20, 20, 24)
    clock = f"{page.rng.randrange(24)}:{page.rng.randrange(60):02d}"
    page.text(clock, 0.06, 0.018, HEI_BOLD, 0.034, ink, gap=0.0)
    page.draw.rounded_rectangle((0.87 * width, 0.012 * height, 0.94 * width, 0.024 * height), 8, outline=ink, width=3)
    for box, colour in screen.cards:
        page.draw.rounded_rectangle(_pixels(page, box), round(0.02 * width), fill=colour)
    for note in screen.notes:
        page.text(note.text, note.x, note.y, page.style.labels, note.size, note.colour, gap=0.0)
    if screen.code:
        _draw_code(page, screen.code)


def _print_values(page: Page, screen: Screen, item: Item, values: dict[FieldName, tuple[str, str]]) -> None:
    style, (x, y) = page.style, item.value_at
    texts = [values[name][0] for name in item.fields]
    joined = " 至 ".join(texts)
    font = page.font(style.text, screen.value_size * style.scale)
    gap = 0.02 * screen.value_size * style.spacing
    if item.flush:
        x -= (sum(font.getlength(letter) for letter in joined)) / page.width + gap * (len(joined) - 1)
    left, top, right, bottom = page.text(joined, x, y, style.text, screen.value_size, style.ink, gap=0.02)
    start = 0
    for name, text in zip(item.fields, texts, strict=True):
        ends = (start / len(joined), (start + len(text)) / len(joined))
        page.record(name, *values[name], [(*_between(left, right, ends, top), bottom)])
        start += len(text) + 3
    if screen.rules:
        rule = round((max(y, item.at[1]) + 0.5 * 0.058) * page.height)
        page.draw.line((0.05 * page.width, rule, 0.95 * page.width, rule), fill=(226, 228, 234), width=2)


def _between(left: float, right: float, ends: tuple[float, float], top: float) -> tuple[float, float, float]:
    return left + (right - left) * ends[0], top, left + (right - left) * ends[1]


def _pixels(page: Page, box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left * page.width), round(top * page.height), round(right * page.width), round(bottom * page.height)


def _draw_code(page: Page, box: Box) -> None:
    """Black and white squares that look like a code and say nothing."""
    left, top, right, _ = _pixels(page, box)
    cells = 41
    module = (right - left) // cells
    for row in range(cells):
        for column in range(cells):
            corner = _in_corner(row, column, cells)
            dark = corner if corner is not None else page.rng.random() < 0.5
            spot = left + column * module, top + row * module
            colour = (0, 0, 0) if dark else (255, 255, 255)
            page.draw.rectangle((*spot, spot[0] + module - 1, spot[1] + module - 1), fill=colour)


def _in_corner(row: int, column: int, cells: int) -> bool | None:
    """Whether a cell of one of the three corner squares is dark; None outside them."""
    for top, left in ((0, 0), (0, cells - 7), (cells - 7, 0)):
        y, x = row - top, column - left
        if 0 <= y < 7 and 0 <= x < 7:
            ring = max(abs(y - 3), abs(x - 3))
            return ring != 2
    return None


def _draw_bars(page: Page, box: Box, number: str) -> None:
    """A bar code that says nothing, with a number under it."""
    left, top, right, bottom = _pixels(page, box)
    page.draw.rectangle((left - 20, top - 20, right + 20, bottom + 20), fill=(255, 255, 255))
    x = left
    while x < right:
        wide = page.rng.choice((2, 2, 4, 6))
        page.draw.rectangle((x, top, x + wide - 1, bottom), fill=(0, 0, 0))
        x += wide + page.rng.choice((2, 4, 6))
    y = bottom / page.height + 0.022
    page.text(number, (left / page.width) + 0.12, y, page.style.digits, 0.034, (20, 20, 20), gap=0.15)


def on_telephone(specimen: Specimen) -> Specimen:
    """The screenshot on a telephone with a black rim, to be photographed; boxes move along."""
    width, height = specimen.image.size
    rim, chin = round(0.035 * width), round(0.05 * width)
    body = Image.new("RGB", (width + 2 * rim, height + 2 * chin), (18, 18, 20))
    body.paste(specimen.image, (rim, chin))
    ImageDraw.Draw(body).rounded_rectangle((0.42 * width, chin // 4, 0.62 * width, chin // 2), 8, fill=(40, 40, 44))

    def moved(box: Box) -> Box:
        return box[0] + rim, box[1] + chin, box[2] + rim, box[3] + chin

    return replace(
        specimen,
        image=body,
        boxes={name: moved(box) for name, box in specimen.boxes.items()},
        areas={name: moved(box) for name, box in specimen.areas.items()},
        outline=(0.0, 0.0, float(body.width), float(body.height)),
        corner=round(0.09 * width),
    )


def as_png(specimen: Specimen) -> bytes:
    target = io.BytesIO()
    specimen.image.save(target, "PNG")
    return target.getvalue()


def as_jpeg(specimen: Specimen, quality: int = 80, width: int | None = None) -> bytes:
    """The screenshot as a messenger passes it on, ``width`` pixels wide."""
    image = specimen.image
    if width is not None:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.BILINEAR)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()


def rows(
    entries: Sequence[tuple[tuple[FieldName, ...], str]],
    x: float,
    value_x: float,
    top: float,
    pitch: float,
    *,
    drop: float = 0.0,
    flush: bool = False,
) -> tuple[Item, ...]:
    """One item a row, the value ``drop`` below its label."""
    return tuple(
        Item(fields, label, (x, top + pitch * index), (value_x, top + pitch * index + drop), flush)
        for index, (fields, label) in enumerate(entries)
    )


_GREY: Final = (120, 124, 134)
_WHITE: Final = (255, 255, 255)

#: For tuning; the reporting family is in ``tests.specimens.reporting``.
TUNING_SCREENS: Final[dict[str, Screen]] = {
    # Like the paper licence on top, the app's own items below, times under the code.
    "card": Screen(
        style=Style("card", label_colour=(84, 96, 116), ink=(24, 26, 32)),
        size=(1080, 2340),
        bar=(0.085, (38, 104, 226)),
        cards=(((0.035, 0.105, 0.965, 0.520), (226, 238, 252)), ((0.035, 0.540, 0.965, 0.950), _WHITE)),
        items=(
            Item((F.LICENCE_NUMBER,), "证号", (0.080, 0.205), (0.225, 0.205)),
            Item((F.NAME,), "姓名", (0.080, 0.245), (0.225, 0.245)),
            Item((F.SEX,), "性别", (0.080, 0.285), (0.225, 0.285)),
            Item((F.NATIONALITY,), "国籍", (0.340, 0.285), (0.465, 0.285)),
            *rows(
                (
                    ((F.BIRTH_DATE,), "出生日期"),
                    ((F.FIRST_ISSUE_DATE,), "初次领证日期"),
                    ((F.LICENCE_CLASS,), "准驾车型"),
                    ((F.VALID_FROM, F.VALID_TO), "有效期限"),
                    ((F.ARCHIVE_NUMBER,), "档案编号"),
                ),
                0.080, 0.345, 0.325, 0.040,
            ),
            Item((F.STATUS,), "状态", (0.080, 0.570), (0.195, 0.570)),
            Item((F.ACCUMULATED_POINTS,), "累积记分", (0.560, 0.570), (0.760, 0.570)),
            Item((F.CURRENT_TIME,), "当前时间", (0.150, 0.905), (0.345, 0.905)),
            Item((F.GENERATION_TIME,), "生成时间", (0.150, 0.930), (0.345, 0.930)),
        ),
        notes=(
            Note("电子驾驶证", 0.385, 0.060, 0.046, _WHITE),
            Note("中华人民共和国机动车驾驶证", 0.150, 0.140, 0.050, (30, 40, 60)),
            Note("Driving License of the People's Republic of China", 0.130, 0.168, 0.026, (30, 40, 60)),
            Note("请向执法人员出示", 0.350, 0.620, 0.036, _GREY),
        ),
        portrait=(0.730, 0.225, 0.925, 0.345),
        mark=(0.620, 0.400, 0.930),
        code=(0.255, 0.650, 0.745, 0.880),
    ),
    # Labels left in grey, values flush right, a rule under each.
    "list": Screen(
        style=Style("list", text=SONG, labels=HEI_BOLD, label_colour=(128, 130, 138), ink=(30, 30, 30), spacing=1.1),
        size=(1125, 2436),
        bar=(0.075, _WHITE),
        cards=(((0.0, 0.200, 1.0, 0.985), _WHITE),),
        items=rows(
            (
                ((F.NAME,), "姓名"),
                ((F.SEX,), "性别"),
                ((F.NATIONALITY,), "国籍"),
                ((F.BIRTH_DATE,), "出生日期"),
                ((F.LICENCE_NUMBER,), "证号"),
                ((F.FIRST_ISSUE_DATE,), "初次领证日期"),
                ((F.LICENCE_CLASS,), "准驾车型"),
                ((F.VALID_FROM,), "有效起始日期"),
                ((F.VALID_TO,), "失效日期"),
                ((F.ARCHIVE_NUMBER,), "档案编号"),
                ((F.STATUS,), "状态"),
                ((F.ACCUMULATED_POINTS,), "累积记分"),
                ((F.GENERATION_TIME,), "生成时间"),
                ((F.CURRENT_TIME,), "当前时间"),
            ),
            0.055, 0.945, 0.235, 0.0525, flush=True,
        ),
        notes=(
            Note("驾驶证", 0.435, 0.052, 0.044, (20, 20, 24)),
            Note("机动车驾驶证电子版", 0.300, 0.130, 0.044, (40, 44, 60)),
            Note("本页内容以公安交管部门记录为准", 0.300, 0.980, 0.026, _GREY),
        ),
        portrait=(0.060, 0.085, 0.200, 0.175),
        mark=(0.640, 0.100, 0.950),
        label_size=0.036,
        value_size=0.038,
        rules=True,
    ),
    # Two columns, labels small above their values, a bar code with the archive number under it.
    "grid": Screen(
        style=Style("grid", text=HEI_BOLD, labels=SONG_BOLD, label_colour=(140, 146, 160), scale=0.95),
        size=(1080, 1920),
        bar=(0.095, (22, 58, 150)),
        cards=(((0.030, 0.115, 0.970, 0.640), (248, 250, 255)), ((0.030, 0.655, 0.970, 0.970), _WHITE)),
        items=(
            Item((F.NAME,), "姓名", (0.300, 0.175), (0.300, 0.200)),
            Item((F.SEX,), "性别", (0.640, 0.175), (0.640, 0.200)),
            Item((F.LICENCE_NUMBER,), "证号", (0.300, 0.240), (0.300, 0.265)),
            Item((F.NATIONALITY,), "国籍", (0.075, 0.335), (0.075, 0.360)),
            Item((F.BIRTH_DATE,), "出生日期", (0.540, 0.335), (0.540, 0.360)),
            Item((F.FIRST_ISSUE_DATE,), "初次领证日期", (0.075, 0.405), (0.075, 0.430)),
            Item((F.LICENCE_CLASS,), "准驾车型", (0.540, 0.405), (0.540, 0.430)),
            Item((F.VALID_FROM, F.VALID_TO), "有效期限", (0.075, 0.475), (0.075, 0.500)),
            Item((F.ARCHIVE_NUMBER,), "档案编号", (0.075, 0.545), (0.075, 0.570)),
            Item((F.STATUS,), "状态", (0.540, 0.545), (0.540, 0.570)),
            Item((F.ACCUMULATED_POINTS,), "累积记分", (0.075, 0.690), (0.075, 0.715)),
            Item((F.CURRENT_TIME,), "当前时间", (0.075, 0.760), (0.075, 0.785)),
            Item((F.GENERATION_TIME,), "生成时间", (0.540, 0.760), (0.540, 0.785)),
        ),
        notes=(
            Note("电子驾驶证", 0.370, 0.070, 0.048, _WHITE),
            Note("公安部交通管理局", 0.075, 0.615, 0.030, (60, 90, 170)),
        ),
        portrait=(0.075, 0.150, 0.255, 0.300),
        mark=(0.600, 0.690, 0.920),
        bars=(0.200, 0.845, 0.800, 0.915),
        label_size=0.031,
        value_size=0.040,
    ),
}  # fmt: skip


def draw(side: Side, seed: int, screen: str) -> Specimen:
    """The page of the licence of ``seed`` on ``TUNING_SCREENS[screen]``; ``side`` is the main page, the only one."""
    return draw_on(side, seed, TUNING_SCREENS[screen])


def draw_on(side: Side, seed: int, screen: Screen) -> Specimen:
    if side is not Side.MAIN_PAGE:
        raise ValueError(f"an electronic licence has no {side}")
    return draw_screen(invent_licence(seed), screen)
