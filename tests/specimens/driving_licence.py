"""Draws both pages of a fictional PRC driving licence, laid out like GA 482 (88 x 60 mm).

Two forms of the main page are in circulation: the newer prints its validity as "start 至 end", the older as a first day
and a number of years. Everything about a variant is a table (``Form``); positions are fractions of the page.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.closed_lists import LONG_TERM, PROVINCES, province_of, short_province
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.validity import age_on
from tests.specimens.drawings import guilloche
from tests.specimens.page import (
    DEJAVU,
    HEI,
    HEI_BOLD,
    PAGE_WIDTH,
    SONG,
    SONG_BOLD,
    Box,
    Colour,
    Page,
    Specimen,
    Style,
)
from tests.specimens.people import REFERENCE_DAY, Person, invent_person

Pixels = npt.NDArray[Any]
F = FieldName

PAGE_HEIGHT: Final = round(PAGE_WIDTH * 60.0 / 88.0)
CORNER: Final = round(PAGE_WIDTH * 4.0 / 88.0)
SEAL_RED: Final = (196, 28, 40)

# --- whose licence it is -------------------------------------------------------------------------------------------

CLASSES: Final = (
    *("C1",) * 12,
    *("C2",) * 4,
    *("A1", "A2", "A3", "B1", "B2", "C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P"),
    *("A1A2", "A2D", "A1D", "A1A2D", "B2D", "B1B2", "C1D", "C1E", "C2E", "C1M", "C1C6", "B2E", "A2E", "A3D", "C1DM"),
)
NATIONALITIES: Final = (
    *("中国香港", "中国澳门", "中国台湾", "美国", "韩国", "日本", "德国", "法国", "英国", "加拿大", "澳大利亚"),
    *("俄罗斯", "印度", "新加坡", "马来西亚", "巴基斯坦", "意大利", "荷兰", "瑞典", "印度尼西亚", "哈萨克斯坦"),
)
_FOREIGN_NAMES: Final = ("AUSTIN", "BELLAMY", "CORDOVA", "DUVALIER", "EKSTROM", "FARQUHAR", "GRAZIANI", "HOLLOWAY")
_FOREIGN_GIVEN: Final = ("MARIO", "PETRA", "SVEN", "OLGA", "RAVI", "JUNE", "PAUL", "MINA")
_POLICE: Final = {
    "北京市": "北京市公安局公安交通管理局",
    "上海市": "上海市公安局交通警察总队",
    "天津市": "天津市公安局交通管理局",
    "重庆市": "重庆市公安局交通管理局",
}
_STOPS: Final = ("。", "，")


@dataclass(frozen=True, slots=True)
class Licence:
    """A fictional licence: what both pages print. ``valid_to`` is ISO or 长期 on the newer form, a term (``6年``) or
    长期 on the older one."""

    person: Person
    name: str
    nationality: str
    number: str
    licence_class: str
    first_issue: date
    valid_from: date
    valid_to: str
    old_form: bool
    authority: str
    archive_number: str
    record: str


@lru_cache(maxsize=256)
def invent_licence(seed: int) -> Licence:
    """The licence of ``seed``."""
    person = _driver(seed)
    rng = random.Random(f"licence-{seed}")
    eighteenth = _anniversary(person.birth_date, 18)
    first = eighteenth + timedelta(days=rng.randrange(min(9000, (date(2025, 1, 1) - eighteenth).days)))
    first = max(first, date(1986, 1, 1) + timedelta(days=rng.randrange(900)))
    valid_from, term = _period(rng, first)
    old_form = valid_from < date(2016, 1, 1) and rng.random() < 0.8
    foreign = rng.random() < 0.10
    nationality = rng.choice(NATIONALITIES) if foreign else "中国"
    latin = foreign and not nationality.startswith("中国") and rng.random() < 0.6
    return Licence(
        person=person,
        name=f"{rng.choice(_FOREIGN_GIVEN)} {rng.choice(_FOREIGN_NAMES)}" if latin else person.name,
        nationality=nationality,
        number=_passport_like(rng) if latin else person.number,
        licence_class=rng.choice(CLASSES),
        first_issue=first,
        valid_from=valid_from,
        valid_to=_printed_end(valid_from, term, old_form),
        old_form=old_form,
        authority=_authority(person),
        archive_number=f"{person.number[:4]}{rng.randrange(10**8):08d}",
        record=_record(rng, valid_from, first),
    )


def _driver(seed: int) -> Person:
    """A grown-up: the first of a fixed row of invented people."""
    for step in range(100):
        person = invent_person(seed + step * 7_000_003)
        if age_on(person.birth_date, REFERENCE_DAY) >= 21:
            return replace(person, seed=seed)
    raise AssertionError(seed)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def _period(rng: random.Random, first: date) -> tuple[date, int | None]:
    """The licence in force: six years, then ten, then without end; None for that."""
    steps = [(first, 6), (_anniversary(first, 6), 10), (_anniversary(first, 16), None)]
    begun = [step for step in steps if date(2006, 1, 1) < step[0] < REFERENCE_DAY]
    return rng.choice(begun) if begun else (max(first, date(2010, 3, 1)), None)


def _printed_end(start: date, term: int | None, old_form: bool) -> str:
    if term is None:
        return LONG_TERM
    return f"{term}年" if old_form else _anniversary(start, term).isoformat()


def _passport_like(rng: random.Random) -> str:
    return rng.choice("EGKLP") + f"{rng.randrange(10**8):08d}"


def _authority(person: Person) -> str:
    """The traffic police of the place that the person's address begins with."""
    province = province_of(person.address) or PROVINCES["11"]
    if province in _POLICE:
        return _POLICE[province]
    city = re.search("..市", person.address[len(province) :])
    head = province if len(province) <= 4 else short_province(province)
    return f"{head}{city[0] if city else ''}公安局交通警察支队"


def _record(rng: random.Random, start: date, first: date) -> str:
    """One to three notes, or none."""
    day = f"{_anniversary(start, rng.choice((1, 6, 10))):%Y年%m月%d日}"
    notes = [
        f"自{first:%Y年%m月%d日}至有效起始日期有效。",
        f"请于{day}前九十日内申请换领新驾驶证。",
        f"请于{day}后三十日内提交身体条件证明。",
        "请于每个记分周期结束后三十日内接受审验。无记分的，免予本次审验。",
        f"增加准驾车型{rng.choice('DEF')}，实习期至{day}。",
        f"实习期至{day}。",
        f"{day}换证。",
    ]
    if rng.random() < 0.25:
        return ""
    return "".join(rng.sample(notes, rng.choice((1, 1, 2, 3))))


# --- what the form looks like --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Words spread from ``x`` to ``right``, centred on ``y``; ``size`` is the em in page widths."""

    text: str
    x: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its translation ``drop`` page heights below; ``boxed`` is white on a coloured ground."""

    text: str
    x: float
    y: float
    english: str = ""
    drop: float = 0.044
    size: float = 0.0285
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value begins and must end; ``stretch`` is how many times its characters are as wide as designed."""

    x: float
    y: float
    right: float
    size: float = 0.038
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Places of one page's print. ``rows`` are the lines of a long value; ``rules`` dotted lines (x, right, y)."""

    titles: tuple[Line, ...]
    labels: tuple[Label, ...]
    slots: dict[FieldName, Slot]
    rows: tuple[Slot, ...]
    rules: tuple[tuple[float, float, float], ...] = ()
    frame: Box | None = None
    seal: Box | None = None
    portrait: Box | None = None
    barcode: Box | None = None
    mark: tuple[float, float, float] = (0.05, 0.20, 0.27)


@dataclass(frozen=True, slots=True)
class Form:
    """A variant: ``style`` names fonts and colours, the tables the places. ``period_new`` and ``period_old`` are the
    labels and slots of the validity on either form. ``seal_face`` is the seal's font."""

    style: Style
    main: Table
    sub: Table
    period_new: tuple[tuple[Label, ...], tuple[Slot, Slot]]
    period_old: tuple[tuple[Label, ...], tuple[Slot, Slot]]
    seal_face: str = SONG_BOLD
    english: str = DEJAVU + "DejaVuSerif.ttf"
    label_box: Colour = (150, 104, 190)
    between: str = "至"
    dots: bool = False


_TITLE: Final = "中华人民共和国机动车驾驶证"
_ENGLISH: Final = "Driving License of the People's Republic of China"

_GREEN = ((186, 224, 196), (206, 232, 206), (180, 222, 190))
_MINT = ((206, 230, 222), (222, 234, 216), (198, 228, 220))
_OLIVE = ((202, 222, 190), (226, 228, 200), (204, 224, 196))

#: As a licence of 2015 prints it.
_MAIN_2015 = Table(
    titles=(Line(_TITLE, 0.195, 0.810, 0.085, 0.043), Line(_ENGLISH, 0.198, 0.806, 0.146, 0.0235)),
    labels=(
        Label("证号", 0.292, 0.200, size=0.034, boxed=True),
        Label("姓名", 0.060, 0.275, "Name", 0.040),
        Label("性别", 0.473, 0.280, "Sex", 0.040),
        Label("国籍", 0.640, 0.280, "Nationality", 0.040),
        Label("住址", 0.060, 0.378, "Address", 0.038),
        Label("出生日期", 0.275, 0.570, "Date of Birth", 0.042),
        Label("初次领证日期", 0.275, 0.672, "Date of First Issue", 0.042),
        Label("准驾车型", 0.275, 0.775, "Class", 0.042),
    ),
    slots={
        F.LICENCE_NUMBER: Slot(0.405, 0.225, 0.84),
        F.NAME: Slot(0.135, 0.310, 0.45, stretch=2.0),
        F.SEX: Slot(0.565, 0.310, 0.63),
        F.NATIONALITY: Slot(0.762, 0.310, 0.97),
        F.BIRTH_DATE: Slot(0.420, 0.595, 0.71),
        F.FIRST_ISSUE_DATE: Slot(0.470, 0.690, 0.71),
        F.LICENCE_CLASS: Slot(0.500, 0.803, 0.69, 0.036, 1.8),
    },
    rows=(Slot(0.155, 0.400, 0.945), Slot(0.085, 0.492, 0.72)),
    rules=(
        (0.13, 0.46, 0.330),
        (0.54, 0.63, 0.330),
        (0.75, 0.94, 0.330),
        (0.155, 0.945, 0.428),
        (0.06, 0.71, 0.520),
        (0.40, 0.71, 0.615),
        (0.46, 0.71, 0.712),
        (0.19, 0.74, 0.932),
    ),
    frame=(0.405, 0.755, 0.705, 0.845),
    seal=(0.048, 0.545, 0.268, 0.865),
    portrait=(0.752, 0.480, 0.995, 0.985),
)
_PERIOD_NEW_2015 = (
    (Label("有效期限", 0.062, 0.885, "Valid Period", 0.038),),
    (Slot(0.215, 0.905, 0.43), Slot(0.515, 0.905, 0.74)),
)
_PERIOD_OLD_2015 = (
    (Label("有效起始日期", 0.062, 0.885, "Valid From", 0.038), Label("有效期限", 0.475, 0.885, "Valid For", 0.038)),
    (Slot(0.255, 0.905, 0.46), Slot(0.625, 0.905, 0.74)),
)
_SUB_2015 = Table(
    titles=(Line(_TITLE + "副页", 0.140, 0.860, 0.085, 0.041),),
    labels=(
        Label("证号", 0.285, 0.190, size=0.034, boxed=True),
        Label("姓名", 0.060, 0.292, "Name", 0.042),
        Label("档案编号", 0.485, 0.292, "File No.", 0.042),
        Label("记录", 0.060, 0.432, "Record", 0.042),
    ),
    slots={
        F.LICENCE_NUMBER: Slot(0.400, 0.200, 0.86),
        F.NAME: Slot(0.140, 0.305, 0.47),
        F.ARCHIVE_NUMBER: Slot(0.622, 0.300, 0.95),
    },
    rows=tuple(Slot(0.155, 0.440 + 0.100 * row, 0.955, 0.036) for row in range(5)),
    rules=(
        *((0.13, 0.47, 0.330), (0.62, 0.95, 0.330)),
        *((0.15, 0.96, 0.470 + 0.100 * row) for row in range(5)),
    ),
    barcode=(0.45, 0.885, 0.95, 0.955),
    mark=(0.06, 0.925, 0.32),
)

#: An earlier printing: smaller labels, everything a little higher, the number's label in plain letters.
_MAIN_2009 = Table(
    titles=(Line(_TITLE, 0.180, 0.830, 0.078, 0.041), Line(_ENGLISH, 0.185, 0.825, 0.132, 0.0225)),
    labels=(
        Label("证号", 0.288, 0.186, size=0.033),
        Label("姓名", 0.045, 0.262, "Name", 0.044),
        Label("性别", 0.470, 0.262, "Sex", 0.044),
        Label("国籍", 0.645, 0.262, "Nationality", 0.044),
        Label("住址", 0.045, 0.362, "Address", 0.044),
        Label("出生日期", 0.266, 0.560, "Birthday", 0.044),
        Label("初次领证日期", 0.263, 0.655, "Issue Date", 0.044),
        Label("准驾车型", 0.265, 0.760, "Class", 0.044),
    ),
    slots={
        F.LICENCE_NUMBER: Slot(0.402, 0.188, 0.84, 0.036),
        F.NAME: Slot(0.145, 0.268, 0.45, 0.040),
        F.SEX: Slot(0.550, 0.268, 0.63),
        F.NATIONALITY: Slot(0.745, 0.268, 0.97),
        F.BIRTH_DATE: Slot(0.455, 0.565, 0.73),
        F.FIRST_ISSUE_DATE: Slot(0.455, 0.663, 0.73),
        F.LICENCE_CLASS: Slot(0.490, 0.782, 0.69),
    },
    rows=(Slot(0.140, 0.372, 0.945, 0.036), Slot(0.140, 0.462, 0.74, 0.036)),
    frame=(0.41, 0.735, 0.705, 0.830),
    seal=(0.040, 0.518, 0.255, 0.835),
    portrait=(0.755, 0.460, 0.992, 0.975),
    mark=(0.045, 0.190, 0.265),
)
_PERIOD_NEW_2009 = (
    (Label("有效期限", 0.043, 0.868, "Valid Period", 0.044),),
    (Slot(0.200, 0.878, 0.42), Slot(0.510, 0.878, 0.735)),
)
_PERIOD_OLD_2009 = (
    (
        Label("有效起始日期", 0.043, 0.868, "Valid From", 0.044),
        Label("有效期限", 0.480, 0.868, "Valid For", 0.044),
    ),
    (Slot(0.245, 0.875, 0.47), Slot(0.630, 0.875, 0.74)),
)
_SUB_2009 = Table(
    titles=(Line(_TITLE + "副页", 0.136, 0.860, 0.088, 0.040),),
    labels=(
        Label("证号", 0.282, 0.188, size=0.033),
        Label("姓名", 0.058, 0.290, size=0.030),
        Label("档案编号", 0.484, 0.290, size=0.030),
        Label("记录", 0.058, 0.432, size=0.030),
    ),
    slots={
        F.LICENCE_NUMBER: Slot(0.398, 0.190, 0.86, 0.036),
        F.NAME: Slot(0.150, 0.285, 0.47),
        F.ARCHIVE_NUMBER: Slot(0.625, 0.283, 0.95, 0.036),
    },
    rows=tuple(Slot(0.154, 0.430 + 0.120 * row, 0.955, 0.036) for row in range(4)),
    rules=tuple((0.15, 0.96, 0.465 + 0.120 * row) for row in range(4)),
    mark=(0.60, 0.930, 0.90),
)

#: A late printing: wide label column, translations on none of the data rows but the period's.
_MAIN_2019 = Table(
    titles=(Line(_TITLE, 0.205, 0.800, 0.095, 0.042), Line(_ENGLISH, 0.205, 0.800, 0.155, 0.0230)),
    labels=(
        Label("证号", 0.300, 0.222, size=0.034, boxed=True),
        Label("姓名", 0.070, 0.300, "Name", 0.042),
        Label("性别", 0.480, 0.300, "Sex", 0.042),
        Label("国籍", 0.630, 0.300, "Nationality", 0.042),
        Label("住址", 0.070, 0.398, "Address", 0.042),
        Label("出生日期", 0.285, 0.580, "Date of Birth", 0.042),
        Label("初次领证日期", 0.285, 0.680, "Date of First Issue", 0.042),
        Label("准驾车型", 0.285, 0.782, "Class", 0.042),
    ),
    slots={
        F.LICENCE_NUMBER: Slot(0.410, 0.228, 0.86, 0.037),
        F.NAME: Slot(0.160, 0.312, 0.46, 0.038, 1.4),
        F.SEX: Slot(0.568, 0.312, 0.62),
        F.NATIONALITY: Slot(0.770, 0.312, 0.97),
        F.BIRTH_DATE: Slot(0.450, 0.590, 0.73),
        F.FIRST_ISSUE_DATE: Slot(0.500, 0.690, 0.73),
        F.LICENCE_CLASS: Slot(0.510, 0.802, 0.69, 0.038, 1.3),
    },
    rows=(Slot(0.165, 0.408, 0.945, 0.035), Slot(0.165, 0.490, 0.74, 0.035)),
    rules=(
        (0.14, 0.46, 0.342),
        (0.54, 0.62, 0.342),
        (0.75, 0.95, 0.342),
        (0.15, 0.95, 0.436),
        (0.06, 0.72, 0.520),
        (0.43, 0.73, 0.620),
        (0.48, 0.73, 0.720),
    ),
    frame=(0.43, 0.760, 0.72, 0.845),
    seal=(0.052, 0.560, 0.276, 0.870),
    portrait=(0.760, 0.490, 0.985, 0.970),
    mark=(0.055, 0.215, 0.275),
)
_PERIOD_NEW_2019 = (
    (Label("有效期限", 0.070, 0.895, "Valid Period", 0.040),),
    (Slot(0.225, 0.905, 0.44), Slot(0.525, 0.905, 0.75)),
)
_PERIOD_OLD_2019 = (
    (
        Label("有效起始日期", 0.070, 0.895, "Valid From", 0.040),
        Label("有效期限", 0.490, 0.895, "Valid For", 0.040),
    ),
    (Slot(0.275, 0.905, 0.485), Slot(0.640, 0.905, 0.75)),
)
_SUB_2019 = replace(
    _SUB_2015,
    titles=(Line(_TITLE + "副页", 0.150, 0.850, 0.095, 0.040),),
    slots={
        F.LICENCE_NUMBER: Slot(0.410, 0.205, 0.86, 0.037),
        F.NAME: Slot(0.155, 0.302, 0.47, 0.038, 1.4),
        F.ARCHIVE_NUMBER: Slot(0.632, 0.300, 0.95, 0.036),
    },
    rows=tuple(Slot(0.160, 0.436 + 0.092 * row, 0.955, 0.0345) for row in range(5)),
)

TUNING_FORMS: Final[dict[str, Form]] = {
    form.style.name: form
    for form in (
        Form(
            Style(
                "licence_2015", text=SONG, labels=SONG_BOLD, title=HEI_BOLD, palette=_GREEN,
                digits=DEJAVU + "DejaVuSansMono-Oblique.ttf", label_colour=(40, 52, 44), ink=(34, 40, 38),
            ),
            _MAIN_2015, _SUB_2015, _PERIOD_NEW_2015, _PERIOD_OLD_2015,
        ),
        Form(
            Style(
                "licence_2009", text=HEI, labels=HEI, title=HEI, palette=_OLIVE,
                digits=DEJAVU + "DejaVuSansMono.ttf", label_colour=(58, 66, 58), ink=(24, 24, 30), spacing=0.96,
            ),
            _MAIN_2009, _SUB_2009, _PERIOD_NEW_2009, _PERIOD_OLD_2009, seal_face=HEI_BOLD, dots=True,
            english=DEJAVU + "DejaVuSans.ttf",
        ),
        Form(
            Style(
                "licence_2019", text=SONG, labels=HEI, title=SONG_BOLD, palette=_MINT,
                digits=DEJAVU + "DejaVuSansMono-Bold.ttf", label_colour=(70, 78, 74), ink=(52, 54, 58), spacing=1.04,
            ),
            _MAIN_2019, _SUB_2019, _PERIOD_NEW_2019, _PERIOD_OLD_2019,
        ),
    )
}  # fmt: skip
TUNING_STYLES: Final = tuple(TUNING_FORMS)


# --- printing ------------------------------------------------------------------------------------------------------


def draw(side: Side, seed: int, style_name: str) -> Specimen:
    """``side`` of the licence of ``seed`` on the tuning form ``style_name``."""
    return draw_on(TUNING_FORMS[style_name], side, seed)


def draw_on(form: Form, side: Side, seed: int) -> Specimen:
    """``side`` of the licence of ``seed`` printed on ``form``."""
    licence = invent_licence(seed)
    printer = _Printer(form, licence, side)
    printer.form_print()
    if side is Side.MAIN_PAGE:
        printer.main_page()
    else:
        printer.sub_page()
    return printer.page.specimen(CORNER)


class _Printer:
    """One page: the form's own print, then the overprint, which sits where the office's printer put it."""

    def __init__(self, form: Form, licence: Licence, side: Side) -> None:
        self.form, self.licence, self.side = form, licence, side
        self.table = form.main if side is Side.MAIN_PAGE else form.sub
        style = form.style
        paper = guilloche(PAGE_WIDTH, PAGE_HEIGHT, style.palette, f"{side}-{style.name}").copy()
        key = f"{side}-{licence.person.seed}-{style.name}"
        self.page = Page(DocumentKind.CN_DRIVING_LICENCE, side, licence.person, style, paper, key)
        rng = self.page.rng
        self.page.shift = (rng.uniform(-0.012, 0.015), rng.uniform(-0.020, 0.022))
        self.rng = rng

    # the form

    def form_print(self) -> None:
        self._underprint()
        for rule in self.table.rules:
            self._dotted(*rule)
        for title in self.table.titles:
            self._spread(title)
        for label in self.table.labels:
            self._label(label)
        if self.table.frame:
            self.page.draw.rectangle(self._box(self.table.frame), outline=self.form.style.label_colour, width=3)
        x, y, right = self.table.mark
        self.page.mark("样本 SPECIMEN", x, y, right=right)

    def _underprint(self) -> None:
        """The broad waves and the pale emblem-like star field that the paper shows behind the data."""
        pixels = np.asarray(self.page.image, np.float32)
        rows, columns = np.mgrid[0:PAGE_HEIGHT, 0:PAGE_WIDTH].astype(np.float32)
        wave = np.sin(columns / 34 + 3.2 * np.sin(rows / 120) + 2 * np.sin(columns / 260)) * 5
        self.page.replace_pixels(pixels + wave[..., None] * np.array((1.0, 0.4, 0.9), np.float32))

    def _dotted(self, x: float, right: float, y: float) -> None:
        for left in np.arange(x * PAGE_WIDTH, right * PAGE_WIDTH, 9):
            spot = (left, y * PAGE_HEIGHT, left + 3, y * PAGE_HEIGHT + 2)
            self.page.draw.rectangle(spot, fill=self.form.style.label_colour)

    def _spread(self, line: Line) -> None:
        page = self.page
        if line.text.isascii():
            font = self.form.english
            page.text(line.text, line.x, line.y, font, line.size, (30, 34, 32), right=line.right, personal=False, gap=0)
        else:
            page.title(line.text, line.x, line.y, line.right, line.size, (30, 34, 32))

    def _label(self, label: Label) -> None:
        page, style = self.page, self.form.style
        colour = style.label_colour
        if label.boxed:
            wide = (label.size * 1.12 * len(label.text)) * PAGE_WIDTH
            left, middle = label.x * PAGE_WIDTH - 8, label.y * PAGE_HEIGHT
            high = label.size * PAGE_WIDTH * 0.72
            page.draw.rectangle((left, middle - high, left + wide + 16, middle + high), fill=self.form.label_box)
            colour = (244, 240, 248)
        page.text(label.text, label.x, label.y, style.labels, label.size, colour, gap=0.06, personal=False)
        if label.english:
            page.text(
                label.english, label.x, label.y + label.drop, self.form.english, 0.0185, style.label_colour,
                gap=0, personal=False,
            )  # fmt: skip

    # the overprint

    def main_page(self) -> None:
        licence, page = self.licence, self.page
        page.portrait(self._framed_portrait())
        self._value(F.LICENCE_NUMBER, licence.number)
        self._value(F.NAME, licence.name)
        self._value(F.SEX, licence.person.sex)
        self._value(F.NATIONALITY, licence.nationality)
        self._rows(F.ADDRESS, licence.person.address)
        self._value(F.BIRTH_DATE, licence.person.birth_date.isoformat())
        self._value(F.FIRST_ISSUE_DATE, licence.first_issue.isoformat())
        self._value(F.LICENCE_CLASS, licence.licence_class)
        self._period()
        self._seal()

    def sub_page(self) -> None:
        self._value(F.LICENCE_NUMBER, self.licence.number)
        self._value(F.NAME, self.licence.name)
        self._value(F.ARCHIVE_NUMBER, self.licence.archive_number)
        self._rows(F.RECORD, self.licence.record)
        if self.table.barcode and self.rng.random() < 0.6:
            self._barcode(self.table.barcode)

    def _period(self) -> None:
        labels, (start, end) = self.form.period_old if self.licence.old_form else self.form.period_new
        for label in labels:
            self._label(label)
        self._put(F.VALID_FROM, self.licence.valid_from.isoformat(), start)
        self._put(F.VALID_TO, self.licence.valid_to, end)
        if not self.licence.old_form:
            x = (start.right + end.x) / 2 - 0.02
            self._overprint(self.form.between, Slot(x, start.y, end.x, start.size))

    def _value(self, name: FieldName, text: str) -> None:
        self._put(name, text, self.table.slots[name])

    def _put(self, name: FieldName, text: str, slot: Slot) -> None:
        if not text.isascii() or name is not F.NAME:
            stretched = slot
        else:
            stretched = replace(slot, stretch=1.0, size=slot.size * 0.9)
        self.page.record(name, text, _stored(text), [self._overprint(text, stretched)])

    def _rows(self, name: FieldName, text: str) -> None:
        boxes = []
        for line, slot in zip(self._broken(text), self.table.rows, strict=False):
            boxes.append(self._overprint(line, slot))
        if boxes:
            self.page.record(name, text, _stored(text), boxes)
        else:
            self.page.truth[name] = self.page.normalised[name] = ""

    def _broken(self, text: str) -> list[str]:
        """``text`` in lines as long as their rows are, in the middle of a number too."""
        lines, left = [], text
        for slot in self.table.rows:
            room, taken = slot.right - slot.x, 0
            while taken < len(left) and room >= self._advance(left[taken]) * slot.size:
                room -= self._advance(left[taken]) * slot.size
                taken += 1
            # A stop hangs over the end of its line, and stands on none by itself.
            taken += left[taken : taken + 1] in _STOPS
            lines.append(left[:taken])
            left = left[taken:]
        if left:
            raise ValueError(f"no room for {left!r} of {text!r}")
        return [line for line in lines if line]

    def _advance(self, letter: str) -> float:
        """Width of a printed character in ems."""
        return (0.56 if letter.isascii() else 1.0) * self.form.style.spacing

    def _overprint(self, text: str, slot: Slot) -> Box:
        """Prints ``text`` with the office's ribbon and returns its box in pixels."""
        style = self.form.style
        size = slot.size * style.scale
        natural = sum(self._advance(letter) for letter in text) * size * slot.stretch
        stretch = slot.stretch * min(1.0, (slot.right - slot.x) / natural)
        em = round(size * PAGE_WIDTH)
        mask = Image.new("L", (round(sum(self._advance(one) for one in text) * em) + em, 2 * em), 0)
        pen, x = ImageDraw.Draw(mask), em / 3
        for letter in text:
            path = style.digits if letter.isascii() else style.text
            drift = self.rng.uniform(-0.02, 0.02) * em
            pen.text((x, em + drift), letter, font=_font(path, em), fill=255, anchor="lm")
            x += self._advance(letter) * em
        wide = mask.resize((max(1, round(mask.width * stretch)), mask.height), Image.Resampling.BICUBIC)
        left = (slot.x + self.page.shift[0]) * PAGE_WIDTH - em / 3 * stretch
        top = (slot.y + self.page.shift[1]) * PAGE_HEIGHT - em
        return self._inked(np.asarray(wide, np.float32) / 255, round(left), round(top))

    def _inked(self, mask: Pixels, left: int, top: int) -> Box:
        if self.form.dots:
            mask = mask * _needle_pattern(mask.shape)
        ribbon = 0.90 + 0.08 * np.random.default_rng(self.rng.randrange(2**32)).random(mask.shape, np.float32)
        self._blend(mask * ribbon, left, top, self.form.style.ink)
        ys, xs = np.nonzero(mask > 0.3)
        return (left + float(xs.min()), top + float(ys.min()), left + float(xs.max()), top + float(ys.max()))

    def _blend(self, alpha: Pixels, left: int, top: int, colour: Colour) -> None:
        pixels = np.asarray(self.page.image, np.float32).copy()
        x0, y0 = max(left, 0), max(top, 0)
        alpha = alpha[y0 - top :, x0 - left :][: PAGE_HEIGHT - y0, : PAGE_WIDTH - x0, None]
        region = pixels[y0 : y0 + alpha.shape[0], x0 : x0 + alpha.shape[1]]
        region[:] = region * (1 - alpha) + np.minimum(region, np.array(colour, np.float32)) * alpha
        self.page.replace_pixels(pixels)

    def _framed_portrait(self) -> Box:
        """The portrait on its white ground, cut square."""
        place = self.table.portrait
        assert place is not None
        self.page.draw.rectangle(self._box(place), fill=(238, 240, 242))
        return place

    def _seal(self) -> None:
        place = self.table.seal
        assert place is not None
        left, top, right, bottom = self._box(place)
        width, height = round(right - left), round(bottom - top)
        drawn = draw_seal(self.licence.authority, (width, height), self.form.seal_face, self.rng)
        jitter = [round(self.rng.uniform(-0.012, 0.012) * PAGE_WIDTH) for _ in range(2)]
        x, y = round(left) + jitter[0], round(top) + jitter[1]
        self._blend(drawn * self.rng.uniform(0.72, 0.95), x, y, SEAL_RED)
        box = (float(x), float(y), float(x + width), float(y + height))
        self.page.record(F.ISSUING_AUTHORITY, self.licence.authority, self.licence.authority, [box])
        self.page.areas["seal"] = box

    def _barcode(self, place: Box) -> None:
        left, top, right, bottom = self._box(place)
        x = left
        while x < right:
            width = self.rng.choice((3, 3, 5, 8))
            self.page.draw.rectangle((x, top, x + width, bottom), fill=(30, 30, 34))
            x += width + self.rng.choice((3, 5, 8))
        number = "*" + "".join(str(self.rng.randrange(10)) for _ in range(13)) + "*"
        self.page.text(
            number, place[0] + 0.1, place[3] + 0.02, self.form.style.digits, 0.02, (40, 40, 44), personal=False
        )

    def _box(self, place: Box) -> Box:
        return (place[0] * PAGE_WIDTH, place[1] * PAGE_HEIGHT, place[2] * PAGE_WIDTH, place[3] * PAGE_HEIGHT)


def _stored(text: str) -> str:
    """As the desk stores it: half-width but for the stops of Chinese, spaces between words kept."""
    return "".join(letter if letter in _STOPS else unicodedata.normalize("NFKC", letter) for letter in text)


@lru_cache(maxsize=8)
def _needle_pattern(shape: tuple[int, ...]) -> Pixels:
    """The grid of a dot-matrix printer's needles, overlapping as ribbons let them."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return np.clip(0.80 + 0.35 * np.cos(rows * 2 * np.pi / 5) * np.cos(columns * 2 * np.pi / 5), 0, 1)


@lru_cache(maxsize=128)
def _font(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    index = 2 if Path(path).name.startswith("Noto") and path.endswith(".ttc") else 0
    return ImageFont.truetype(path, pixels, index=index)


# --- the seal ------------------------------------------------------------------------------------------------------


def seal_rows(text: str) -> tuple[str, ...]:
    """``text`` in rows of a square: as many characters in each as divide it best, the last row maybe shorter."""
    across = min((3, 4, 5), key=lambda count: (-(-len(text) // count) * count - len(text), abs(count * 0.72 - 3)))
    if len(text) > 15:
        across = 4 if len(text) <= 16 else 5
    return tuple(text[at : at + across] for at in range(0, len(text), across))


def draw_seal(text: str, size: tuple[int, int], face: str, rng: random.Random) -> Pixels:
    """A square seal's ink (0 to 1, height x width): frame and rows of characters, unevenly inked, a degree askew."""
    width, height = size
    rows = seal_rows(text)
    layer = Image.new("L", size, 0)
    pen = ImageDraw.Draw(layer)
    line = max(2, round(width * 0.018))
    pen.rounded_rectangle(
        (line, line, width - 1 - line, height - 1 - line), round(width * 0.03), outline=255, width=line
    )
    inside = (width * 0.075, height * 0.07, width * 0.925, height * 0.93)
    pitch_y = (inside[3] - inside[1]) / len(rows)
    across = max(len(row) for row in rows)
    pitch_x = (inside[2] - inside[0]) / across
    font = _font(face, round(min(pitch_x * 0.98, pitch_y * 0.86)))
    for at, row in enumerate(rows):
        step = pitch_x if len(row) < across - 1 else (inside[2] - inside[0]) / len(row)
        for place, letter in enumerate(row):
            spot = (inside[0] + (place + 0.5) * step, inside[1] + (at + 0.5) * pitch_y)
            pen.text(spot, letter, font=font, fill=255, anchor="mm")
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-2.0, 2.0), 1.0)
    ink = cv2.warpAffine(np.asarray(layer, np.float32) / 255, turn, size)
    grain = np.random.default_rng(rng.randrange(2**32)).random((height // 6 + 1, width // 6 + 1), np.float32)
    worn = cv2.resize(0.72 + 0.34 * grain, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(cv2.GaussianBlur(ink, (0, 0), 1.1) * worn, 0, 1)
