"""Draws a fictional Korean driving licence (자동차운전면허증, ID-1), after published descriptions of its face.

There is one face and no standard that gives places: the portrait stands left, the values right of it from the number
down to the issuing authority with its red seal, a small second portrait with the security code lower right. Newer cards
print hardly a label; older ones put the holder's rows behind labels. Every variant is a ``Form``: a table of places.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.kr_licence import CLASS_SEPARATOR
from tests.specimens.drawings import draw_portrait, guilloche
from tests.specimens.kr_people import KoreanHolder, invent_holder
from tests.specimens.page import HEI, HEI_BOLD, PAGE_WIDTH, SONG, SONG_BOLD, Box, Colour, Page, Specimen, Style, around
from tests.specimens.security_print import Panel, Printed, lay, some_inks, some_print

HEIGHT: Final = round(PAGE_WIDTH * 53.98 / 85.6)
CORNER_RADIUS: Final = round(PAGE_WIDTH * 3.18 / 85.6)
SEAL_RED: Final = (208, 60, 62)

BAEKMUK: Final = "/usr/share/fonts/truetype/baekmuk/"

#: Numbers of their own for what lies on the paper.
_GROUND_STREAM: Final = 83

#: Left, middle height.
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Form:
    """How one printing of the licence looks: fonts and colours in ``style``, places in parts of width and height.

    ``labels`` are what stands before a value on cards that print labels, with their left end; ``rows`` the left end and
    middle of each value. ``period`` is ``one`` line or ``two`` (start above, ``~`` and end below); ``date_form`` a
    format of year, month and day. ``shift`` is by how much the overprint may lie off, in parts of width and height.
    ``inks`` are of values that are not printed in the form's own, ``ground`` is what lies over its wash and lines,
    ``wall`` the colour before which the holder was photographed (None: the ground shows through).
    """

    style: Style
    title: str
    title_spot: Spot
    title_size: float
    rows: Mapping[FieldName, Spot]
    sizes: Mapping[FieldName, float]
    portrait: Box
    ghost: Box
    seal: Box
    mark: Spot
    labels: Mapping[FieldName, tuple[str, float]] = field(default_factory=dict)
    title_colour: Colour = (24, 40, 96)
    number_colour: Colour = (20, 22, 30)
    class_pitch: float = 0.062
    address_right: float = 0.97
    address_pitch: float = 0.066
    period: str = "one"
    period_label: str = "적성검사기간 : "
    date_form: str = "{:04d}.{:02d}.{:02d}."
    between: str = "~"
    condition_label: str = "조건 : "
    band: Colour | None = None
    shift: tuple[float, float] = (0.006, 0.008)
    latin_gap: float = 0.04
    inks: Mapping[FieldName, Colour] = field(default_factory=dict)
    ground: tuple[Printed | Panel, ...] = ()
    wall: Colour | None = None


_F = FieldName

_ROWS_NEW: Final = {
    _F.LICENCE_CLASS: (0.060, 0.215),
    _F.LICENCE_NUMBER: (0.375, 0.205),
    _F.NAME: (0.375, 0.290),
    _F.RESIDENT_NUMBER: (0.375, 0.370),
    _F.ADDRESS: (0.375, 0.448),
    _F.RENEWAL_FROM: (0.375, 0.660),
    _F.CONDITIONS: (0.375, 0.728),
    _F.ISSUE_DATE: (0.375, 0.810),
    _F.ISSUING_AUTHORITY: (0.375, 0.898),
    _F.SECURITY_CODE: (0.838, 0.940),
}
_SIZES: Final = {
    _F.LICENCE_CLASS: 0.034,
    _F.LICENCE_NUMBER: 0.042,
    _F.NAME: 0.040,
    _F.RESIDENT_NUMBER: 0.036,
    _F.ADDRESS: 0.031,
    _F.RENEWAL_FROM: 0.029,
    _F.CONDITIONS: 0.029,
    _F.ISSUE_DATE: 0.032,
    _F.ISSUING_AUTHORITY: 0.037,
    _F.SECURITY_CODE: 0.025,
}

#: Since 2014: the region in digits, no labels but those of period and condition.
UNLABELLED: Final = Form(
    style=Style(
        "kr_unlabelled", text=HEI, labels=HEI, digits=HEI_BOLD, title=HEI_BOLD,
        palette=((226, 238, 226), (246, 240, 222), (226, 236, 244)), ink=(26, 26, 30), jitter=0.008,
    ),
    title="자동차운전면허증(Driver's License)",
    title_spot=(0.330, 0.095),
    title_size=0.036,
    rows=_ROWS_NEW,
    sizes=_SIZES,
    portrait=(0.050, 0.290, 0.315, 0.850),
    ghost=(0.845, 0.700, 0.945, 0.905),
    seal=(0.720, 0.830, 0.800, 0.960),
    mark=(0.045, 0.930),
)  # fmt: skip

#: The 2000s: every row behind its label, the region's name before the number, classes right of the title.
LABELLED: Final = Form(
    style=Style(
        "kr_labelled", text=SONG, labels=SONG_BOLD, digits=SONG_BOLD, title=SONG_BOLD, label_colour=(70, 60, 120),
        palette=((238, 226, 232), (240, 236, 226), (224, 234, 232)), ink=(34, 30, 40), jitter=0.012,
    ),
    title="자동차운전면허증",
    title_spot=(0.360, 0.090),
    title_size=0.050,
    rows={
        **_ROWS_NEW,
        _F.LICENCE_CLASS: (0.045, 0.120),
        _F.LICENCE_NUMBER: (0.540, 0.215),
        _F.NAME: (0.540, 0.300),
        _F.RESIDENT_NUMBER: (0.540, 0.380),
        _F.ADDRESS: (0.460, 0.455),
        _F.RENEWAL_FROM: (0.360, 0.655),
        _F.CONDITIONS: (0.360, 0.780),
        _F.ISSUE_DATE: (0.420, 0.850),
        _F.ISSUING_AUTHORITY: (0.360, 0.925),
        _F.SECURITY_CODE: (0.862, 0.945),
    },
    sizes={**_SIZES, _F.LICENCE_NUMBER: 0.034, _F.NAME: 0.035, _F.RESIDENT_NUMBER: 0.034},
    labels={
        _F.LICENCE_NUMBER: ("면허번호 : ", 0.360),
        _F.NAME: ("성     명 : ", 0.360),
        _F.RESIDENT_NUMBER: ("주민번호 : ", 0.360),
        _F.ADDRESS: ("주 소 : ", 0.360),
    },
    portrait=(0.045, 0.240, 0.325, 0.810),
    ghost=(0.860, 0.690, 0.950, 0.900),
    seal=(0.690, 0.860, 0.775, 0.990),
    mark=(0.050, 0.880),
    title_colour=(90, 40, 60),
    address_pitch=0.062,
    class_pitch=0.052,
    period="two",
    period_label="적성검사 : ",
    date_form="{:04d}.{:d}.{:d}.",
    shift=(0.010, 0.010),
)  # fmt: skip

#: Since 2020: a coloured band under the title, classes beside the number, a renewal period.
BANDED: Final = Form(
    style=Style(
        "kr_banded", text=BAEKMUK + "dotum.ttf", labels=BAEKMUK + "dotum.ttf", digits=BAEKMUK + "gulim.ttf",
        title=HEI_BOLD, palette=((218, 232, 246), (238, 232, 244), (246, 230, 226)), ink=(20, 24, 40), jitter=0.006,
    ),
    title="자동차운전면허증 (Driver's License)",
    title_spot=(0.345, 0.080),
    title_size=0.034,
    rows={
        **_ROWS_NEW,
        _F.LICENCE_CLASS: (0.042, 0.078),
        _F.LICENCE_NUMBER: (0.355, 0.225),
        _F.NAME: (0.355, 0.315),
        _F.RESIDENT_NUMBER: (0.355, 0.395),
        _F.ADDRESS: (0.355, 0.470),
        _F.RENEWAL_FROM: (0.355, 0.680),
        _F.CONDITIONS: (0.355, 0.745),
        _F.ISSUE_DATE: (0.440, 0.825),
        _F.ISSUING_AUTHORITY: (0.345, 0.915),
        _F.SECURITY_CODE: (0.815, 0.945),
    },
    sizes={**_SIZES, _F.LICENCE_NUMBER: 0.045, _F.NAME: 0.043, _F.SECURITY_CODE: 0.028},
    portrait=(0.042, 0.300, 0.310, 0.880),
    ghost=(0.825, 0.720, 0.930, 0.905),
    seal=(0.715, 0.850, 0.800, 0.980),
    mark=(0.045, 0.945),
    title_colour=(250, 250, 252),
    number_colour=(30, 60, 150),
    band=(70, 110, 176),
    class_pitch=0.043,
    period_label="갱신기간 : ",
    between=" ~ ",
    condition_label="조 건 : ",
    shift=(0.004, 0.006),
)  # fmt: skip

#: Drawn for tuning; the reporting variants are in ``tests.specimens.reporting``.
TUNING_FORMS: Final = {form.style.name: form for form in (UNLABELLED, LABELLED, BANDED)}


def draw(side: Side, seed: int, style_name: str) -> Specimen:
    """The licence of the holder of ``seed`` in one of the tuning forms; it has one side."""
    assert side is Side.MAIN_PAGE
    form = TUNING_FORMS[style_name]
    return draw_licence(invent_holder(seed, issued_from=_first_issued(form)), form)


def varied(specimen: Specimen, seed: int) -> Specimen:
    """The licence of ``specimen`` from another printer: its values in inks of their own, other security print behind
    some of them, its portrait before a wall. What is printed, and where, stays."""
    rng = np.random.default_rng((seed, _GROUND_STREAM))
    form = TUNING_FORMS[specimen.style.name]
    inks = zip(form.rows, some_inks(rng, len(form.rows)), strict=True)
    walls = (None, (232, 234, 236), (206, 220, 236), (244, 243, 240))
    other = replace(
        form,
        inks={name: ink for name, ink in inks if ink is not None},
        ground=tuple(some_print(rng, _areas(form, rng))),
        wall=walls[int(rng.integers(len(walls)))],
    )
    return draw_licence(invent_holder(specimen.person.seed, issued_from=_first_issued(form)), other)


def _areas(form: Form, rng: np.random.Generator) -> list[Box]:
    """Some rows, as a band from the portrait to the right edge, or the room around the portrait, or all of the left."""
    left, top, right, bottom = form.portrait
    rows = sorted(y for name, (x, y) in form.rows.items() if x >= right and name is not _F.SECURITY_CODE)
    areas: list[Box] = []
    for _ in range(int(rng.integers(1, 4))):
        first = int(rng.integers(len(rows)))
        last = min(len(rows) - 1, first + int(rng.integers(0, 3)))
        areas.append((right + 0.01, rows[first] - 0.045, float(rng.uniform(0.75, 1.0)), rows[last] + 0.045))
    if rng.random() < 0.5:
        areas.append((left - 0.04, top - 0.07, right + 0.04, bottom + 0.07))
    if rng.random() < 0.2:
        areas.append((0.0, 0.0, right + 0.02, 1.0))
    return areas


def _first_issued(form: Form) -> date:
    return date(2006, 1, 1) if form.labels else date(2014, 6, 1)


def draw_licence(holder: KoreanHolder, form: Form) -> Specimen:
    paper = guilloche(PAGE_WIDTH, HEIGHT, form.style.palette, form.style.name).copy()
    if form.ground:
        paper = lay(paper, form.ground, np.random.default_rng((holder.seed, _GROUND_STREAM)))
    if form.band is not None:
        paper[: round(0.15 * HEIGHT)] = form.band
    key = f"kr-{holder.seed}-{form.style.name}"
    page = Page(DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE, holder.as_person(), form.style, paper, key)
    page.shift = tuple(random.Random(key).uniform(-reach, reach) for reach in form.shift)  # type: ignore[assignment]
    x, y = form.title_spot
    page.text(form.title, x, y, form.style.title, form.title_size, form.title_colour, personal=False, right=0.97)
    _pictures(page, form)
    _labels(page, form)
    _numbers(page, holder, form)
    _classes(page, holder, form)
    _address(page, holder, form)
    _period(page, holder, form)
    _conditions(page, holder, form)
    _issue(page, holder, form)
    page.mark("SPECIMEN 견본", *form.mark, right=form.portrait[2])
    return page.specimen(CORNER_RADIUS)


def _pictures(page: Page, form: Form) -> None:
    """The small grey portrait first, so that ``areas`` keeps the large one."""
    _ghost(page, form.ghost)
    if form.wall is not None:
        left, top, right, bottom = form.portrait
        page.draw.rectangle(
            (left * page.width, top * page.height, right * page.width, bottom * page.height), fill=form.wall
        )
    page.portrait(form.portrait)


def _ghost(page: Page, place: Box) -> None:
    left, top, right, bottom = (round(part * (page.width, page.height)[index % 2]) for index, part in enumerate(place))
    drawn = draw_portrait(page.person.seed, page.person.sex, (right - left, bottom - top)).astype(np.float32)
    paper = np.asarray(page.image, np.float32).copy()
    grey = np.repeat(drawn[..., :3].mean(axis=2, keepdims=True), 3, axis=2)
    alpha = drawn[..., 3:] / 255 * 0.75
    paper[top:bottom, left:right] = paper[top:bottom, left:right] * (1 - alpha) + grey * alpha
    page.replace_pixels(paper)
    page.areas["ghost"] = (float(left), float(top), float(right), float(bottom))


def _labels(page: Page, form: Form) -> None:
    for name, (text, x) in form.labels.items():
        size = form.sizes[name]
        page.text(
            text, x, form.rows[name][1], form.style.labels, size * 0.92, form.style.label_colour, personal=False,
            right=form.rows[name][0] - 0.004,
        )  # fmt: skip


def _value(page: Page, form: Form, name: FieldName, text: str, *, font: str = "", colour: Colour | None = None) -> Box:
    x, y = form.rows[name]
    return page.text(
        text, x, y, font or form.style.text, form.sizes[name], form.inks.get(name) or colour or form.style.ink,
        right=0.985, gap=form.latin_gap,
    )  # fmt: skip


def _ink(form: Form, name: FieldName) -> Colour:
    return form.inks.get(name, form.style.ink)


def _numbers(page: Page, holder: KoreanHolder, form: Form) -> None:
    number = _value(
        page, form, _F.LICENCE_NUMBER, holder.licence_number, font=form.style.digits, colour=form.number_colour
    )
    page.record(_F.LICENCE_NUMBER, holder.licence_number, holder.licence_number, [number])
    page.record(_F.NAME, holder.name, holder.name, [_value(page, form, _F.NAME, holder.name)])
    resident = _value(page, form, _F.RESIDENT_NUMBER, holder.resident_number)
    page.record(_F.RESIDENT_NUMBER, holder.resident_number, holder.resident_number, [resident])
    # Not printed: the desk works them out of the resident number.
    page.record(_F.BIRTH_DATE, "", holder.birth_date.isoformat(), [resident])
    page.record(_F.SEX, "", holder.sex, [resident])
    code = _value(page, form, _F.SECURITY_CODE, holder.security_code, font=form.style.digits)
    page.record(_F.SECURITY_CODE, holder.security_code, holder.security_code, [code])


def _classes(page: Page, holder: KoreanHolder, form: Form) -> None:
    """One class a line, three at most; more lines are set smaller."""
    x, y = form.rows[_F.LICENCE_CLASS]
    room = form.portrait[2] if x < form.portrait[2] else 0.97
    size = form.sizes[_F.LICENCE_CLASS]
    if len(holder.classes) > 1:
        size = min(size, 0.88 * form.class_pitch * HEIGHT / PAGE_WIDTH)
    colour = form.title_colour if form.band is not None and y < 0.15 else _ink(form, _F.LICENCE_CLASS)
    boxes = []
    for line, text in enumerate(holder.classes):
        height = y + form.class_pitch * (line - (len(holder.classes) - 1) / 2)
        boxes.append(page.text(text, x, height, form.style.labels, size, colour, right=room))
    joined = CLASS_SEPARATOR.join(holder.classes)
    page.record(_F.LICENCE_CLASS, joined, joined, boxes)


def _address(page: Page, holder: KoreanHolder, form: Form) -> None:
    x, y = form.rows[_F.ADDRESS]
    size = form.sizes[_F.ADDRESS]
    boxes = []
    for line, text in enumerate(broken(page, holder.address, form.style.text, size, form.address_right - x)):
        height = y + form.address_pitch * line
        boxes.append(page.text(text, x, height, form.style.text, size, _ink(form, _F.ADDRESS), right=0.99))
    page.record(_F.ADDRESS, holder.address, holder.address, boxes)


def broken(page: Page, text: str, font: str, size: float, room: float) -> list[str]:
    """``text`` in lines of at most ``room`` (parts of the width), broken between words."""
    face = page.font(font, size)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        width = sum(face.getlength(letter) + 0.04 * size * page.width * page.style.spacing for letter in longer)
        if width > room * page.width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _period(page: Page, holder: KoreanHolder, form: Form) -> None:
    x, y = form.rows[_F.RENEWAL_FROM]
    size = form.sizes[_F.RENEWAL_FROM]
    start, end = _printed(holder.renewal_from, form), _printed(holder.renewal_to, form)
    ink = _ink(form, _F.RENEWAL_FROM)
    label = page.text(form.period_label, x, y, form.style.labels, size, form.style.ink, gap=0.02)
    left = x + (label[2] - label[0]) / page.width + 0.015
    if form.period == "one":
        first = page.text(f"{start}{form.between}{end}", left, y, form.style.text, size, ink, right=0.985)
        boxes = [first, first]
    else:
        first = page.text(f"{start}{form.between}", left, y, form.style.text, size, ink)
        page.text("기     간 : ", x, y + 0.060, form.style.labels, size, form.style.ink, gap=0.02)
        boxes = [first, page.text(end, left, y + 0.060, form.style.text, size, ink)]
    page.record(_F.RENEWAL_FROM, start.rstrip("."), holder.renewal_from.isoformat(), boxes[:1])
    page.record(_F.RENEWAL_TO, end.rstrip("."), holder.renewal_to.isoformat(), boxes[1:])


def _printed(day: date, form: Form) -> str:
    return form.date_form.format(day.year, day.month, day.day)


def _conditions(page: Page, holder: KoreanHolder, form: Form) -> None:
    x, y = form.rows[_F.CONDITIONS]
    text = ",".join(holder.conditions)
    box = page.text(
        form.condition_label + text, x, y, form.style.text, form.sizes[_F.CONDITIONS], _ink(form, _F.CONDITIONS)
    )
    page.record(_F.CONDITIONS, text, text, [box])


def _issue(page: Page, holder: KoreanHolder, form: Form) -> None:
    issued = _printed(holder.issued, form)
    page.record(
        _F.ISSUE_DATE, issued.rstrip("."), holder.issued.isoformat(), [_value(page, form, _F.ISSUE_DATE, issued)]
    )
    x, y = form.rows[_F.ISSUING_AUTHORITY]
    size = form.sizes[_F.ISSUING_AUTHORITY]
    box = page.text(
        holder.authority, x, y, form.style.title, size, _ink(form, _F.ISSUING_AUTHORITY), right=form.seal[0] - 0.008,
        gap=0.10,
    )  # fmt: skip
    page.record(_F.ISSUING_AUTHORITY, holder.authority, holder.authority, [box])
    _seal(page, form, holder.authority + "인")


def _seal(page: Page, form: Form, text: str) -> None:
    """A square red seal, its letters in columns."""
    left, top, right, bottom = (part * (page.width, page.height)[index % 2] for index, part in enumerate(form.seal))
    side = min(right - left, bottom - top)
    layer = Image.new("RGB", page.image.size, (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    pen.rectangle((left, top, left + side, top + side), outline=SEAL_RED, width=max(2, round(side * 0.05)))
    across = max(2, -(-len(text) // 4))
    step_x, step_y = side * 0.86 / across, side * 0.86 / 4
    font = page.font(form.style.title, min(step_x, step_y) / page.width)
    for index, letter in enumerate(text):
        column, row = divmod(index, 4)
        spot = (left + side * 0.07 + step_x * (column + 0.5), top + side * 0.07 + step_y * (row + 0.5))
        pen.text(spot, letter, font=font, fill=SEAL_RED, anchor="mm")
    soft = cv2.GaussianBlur(np.asarray(layer, np.float32), (0, 0), 0.8) / 255
    page.replace_pixels(np.asarray(page.image, np.float32) * (0.15 + 0.85 * soft))
    page.areas["seal"] = around([(left, top, left + side, top + side)])
