"""Draws both faces of a fictional temporary resident identity card (85.6 x 54 mm, laminated paper).

Pale green running to pale yellow and back; the title face has the title in two lines over a brown Great Wall, the other
the personal items with validity, issuer and a black-and-white photograph. The form is printed beforehand, the values by
the office that issues it, so they lie off its labels as a whole. Positions are fractions of the card.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.drawings import draw_great_wall, guilloche
from tests.specimens.id_card import CARD_HEIGHT, CARD_WIDTH, CORNER_RADIUS, address_lines
from tests.specimens.page import DEJAVU, HEI, HEI_BOLD, SONG, SONG_BOLD, Box, Colour, Page, Pixels, Specimen, Style
from tests.specimens.people import Person, invent_person

KIND: Final = DocumentKind.CN_TEMPORARY_ID_CARD
BROWN: Final = (122, 84, 48)
#: How long it is valid (Measures on temporary resident identity cards, article 7).
MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A label, where it begins, where its value begins, and the middle of both."""

    label: str
    label_x: float
    value_x: float
    y: float


@dataclass(frozen=True, slots=True)
class Form:
    """One way of printing the card.

    ``birth_places`` has the left ends of each figure and its unit, ``period`` how two dates are joined and ``day`` how
    each is written; titles are left, right, y and size. ``overprint`` is how far the values may lie off the form (parts
    of width and height).
    """

    style: Style
    name: Row
    sex: Row
    ethnicity: Row
    birth: Row
    birth_places: tuple[tuple[float, float], ...]
    address: Row
    address_pitch: float
    address_width: float
    number: Row
    number_right: float
    authority: Row
    validity: Row
    portrait: Box
    mark: tuple[float, float, float]
    state: tuple[float, float, float, float]
    title: tuple[float, float, float, float]
    title_mark: tuple[float, float, float] = (0.060, 0.900, 0.330)
    label_size: float = 0.030
    label_gap: float = 0.06
    value_size: float = 0.0350
    period: str = "{}-{}"
    day: str = "%Y.%m.%d"
    overprint: tuple[float, float] = (0.010, 0.014)


def draw_data_face(person: Person, form: Form) -> Specimen:
    """The face with the holder's data."""
    page = _page(person, form, Side.PORTRAIT_FACE)
    for row in (form.name, form.sex, form.ethnicity, form.birth, form.address, form.number, form.authority):
        _label(page, form, row)
    _label(page, form, form.validity)
    for name, row, text in (
        (FieldName.NAME, form.name, person.name),
        (FieldName.SEX, form.sex, person.sex),
        (FieldName.ETHNICITY, form.ethnicity, person.ethnicity),
    ):
        page.value(name, text, row.value_x, row.y, form.value_size, right=0.60)
    _print_birth_date(page, form)
    _print_address(page, form)
    page.number(FieldName.CITIZEN_NUMBER, person.number, form.number.value_x, form.number.y, right=form.number_right)
    page.value(
        FieldName.ISSUING_AUTHORITY,
        person.issuing_authority,
        form.authority.value_x,
        form.authority.y,
        form.value_size,
        right=0.93,
    )
    _print_validity(page, form)
    page.portrait(form.portrait)
    _without_colour(page, page.areas["portrait"])
    left, y, right = form.mark
    page.mark("样本 SPECIMEN", left, y, right=right)
    return page.specimen(CORNER_RADIUS)


def draw_title_face(person: Person, form: Form) -> Specimen:
    """The face with the title and the Great Wall; it has no fields."""
    page = _page(person, form, Side.EMBLEM_FACE)
    page.replace_pixels(_brown_wall(np.asarray(page.image, np.float32)))
    for text, (left, right, y, size) in (("中华人民共和国", form.state), ("临时居民身份证", form.title)):
        page.title(text, left, y, right=right, size=size, colour=(40, 34, 26))
    left, y, right = form.title_mark
    page.mark("样本 SPECIMEN", left, y, right=right)
    return page.specimen(CORNER_RADIUS)


def _page(person: Person, form: Form, side: Side) -> Page:
    page = Page(
        KIND, side, person, form.style, _paper(form.style, side), f"temporary-{side}-{person.seed}-{form.style.name}"
    )
    page.shift = tuple(page.rng.uniform(-most, most) for most in form.overprint)  # type: ignore[assignment]
    return page


def _paper(style: Style, side: Side) -> Pixels:
    """Fine lines, darker than a wash of the style's three colours across the card."""
    white = ((255, 255, 255),) * 3
    lines = guilloche(CARD_WIDTH, CARD_HEIGHT, white, f"temporary-{side}").astype(np.float32)
    shade = 1 - (255 - lines.mean(axis=2, keepdims=True)) / 255 * 0.8
    across = np.linspace(0, 1, CARD_WIDTH)
    wash = np.stack([np.interp(across, (0, 0.5, 1), [c[band] for c in style.palette]) for band in range(3)], axis=1)
    return np.asarray(shade * wash[None], np.uint8)


def _brown_wall(paper: Pixels) -> Pixels:
    white = np.full(paper.shape, 255, np.float32)
    strength = np.clip((255 - draw_great_wall(white)[..., :1]) / 150, 0, 0.75)
    return paper * (1 - strength) + np.array(BROWN, np.float32) * strength


def _label(page: Page, form: Form, row: Row) -> None:
    page.text(
        row.label,
        row.label_x,
        row.y,
        form.style.labels,
        form.label_size,
        form.style.label_colour,
        gap=form.label_gap if len(row.label) > 2 else 3 * form.label_gap,
        personal=False,
    )


def _print_birth_date(page: Page, form: Form) -> None:
    birth, row = page.person.birth_date, form.birth
    parts = (f"{birth.year}", f"{birth.month}", f"{birth.day}")
    boxes = []
    for text, unit, (left, unit_left) in zip(parts, "年月日", form.birth_places, strict=True):
        boxes.append(page.text(text, left, row.y, form.style.text, form.value_size, form.style.ink, right=unit_left))
        boxes.append(
            page.text(
                unit, unit_left, row.y, form.style.labels, form.label_size, form.style.label_colour, personal=False
            )
        )
    page.record(FieldName.BIRTH_DATE, "{}年{}月{}日".format(*parts), birth.isoformat(), boxes)


def _print_address(page: Page, form: Form) -> None:
    boxes = [
        page.text(
            line,
            form.address.value_x,
            form.address.y + form.address_pitch * index,
            form.style.text,
            form.value_size,
            form.style.ink,
            right=form.portrait[0] - 0.015,
        )
        for index, line in enumerate(address_lines(page.person.address, form.address_width))
    ]
    page.record(FieldName.ADDRESS, page.person.address, page.person.address, boxes)


def _print_validity(page: Page, form: Form) -> None:
    start, until = page.person.valid_from, months_later(page.person.valid_from, MONTHS)
    printed = start.strftime(form.day), until.strftime(form.day)
    line = form.period.format(*printed)
    row = form.validity
    left, top, right, bottom = page.text(
        line, row.value_x, row.y, form.style.text, form.value_size, form.style.ink, gap=0.02, right=0.95
    )
    split = (left + right) / 2
    page.record(FieldName.VALID_FROM, printed[0], start.isoformat(), [(left, top, split, bottom)])
    page.record(FieldName.VALID_TO, printed[1], until.isoformat(), [(split, top, right, bottom)])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _without_colour(page: Page, box: Box) -> None:
    left, top, right, bottom = (round(side) for side in box)
    pixels = np.asarray(page.image).copy()
    part = pixels[top:bottom, left:right]
    part[:] = (part @ np.array([0.299, 0.587, 0.114]))[..., None].astype(np.uint8)
    page.replace_pixels(pixels)


_GREEN: Final[tuple[Colour, Colour, Colour]] = ((206, 232, 206), (246, 243, 208), (206, 232, 206))
_COLD: Final[tuple[Colour, Colour, Colour]] = ((198, 228, 212), (236, 242, 214), (200, 228, 210))
_PALE: Final[tuple[Colour, Colour, Colour]] = ((222, 238, 216), (248, 244, 222), (222, 238, 216))

#: For tuning; the reporting family is in ``tests.specimens.reporting``.
TUNING_FORMS: Final[dict[str, Form]] = {
    "number_last": Form(
        style=Style("number_last", labels=HEI, label_colour=(48, 104, 70), palette=_GREEN),
        name=Row("姓名", 0.060, 0.165, 0.115), sex=Row("性别", 0.060, 0.165, 0.215),
        ethnicity=Row("民族", 0.290, 0.390, 0.215), birth=Row("出生", 0.060, 0.165, 0.315),
        birth_places=((0.165, 0.262), (0.302, 0.358), (0.398, 0.455)), address=Row("住址", 0.060, 0.165, 0.415),
        address_pitch=0.075, address_width=11.5, authority=Row("签发机关", 0.060, 0.235, 0.700),
        validity=Row("有效期限", 0.060, 0.235, 0.790), number=Row("公民身份号码", 0.060, 0.320, 0.895),
        number_right=0.880, portrait=(0.650, 0.130, 0.920, 0.650), mark=(0.660, 0.070, 0.910),
        state=(0.235, 0.765, 0.150, 0.058), title=(0.190, 0.810, 0.300, 0.072),
    ),
    "number_middle": Form(
        style=Style(
            "number_middle", text=SONG, labels=SONG_BOLD, title=HEI_BOLD, digits=DEJAVU + "DejaVuSansMono.ttf",
            label_colour=(30, 30, 34), palette=_COLD, spacing=1.1,
        ),
        name=Row("姓名", 0.075, 0.190, 0.130), sex=Row("性别", 0.075, 0.190, 0.220),
        ethnicity=Row("民族", 0.305, 0.405, 0.220), birth=Row("出生", 0.075, 0.190, 0.310),
        birth_places=((0.190, 0.285), (0.325, 0.380), (0.420, 0.475)), address=Row("住址", 0.075, 0.190, 0.400),
        address_pitch=0.070, address_width=10.0, number=Row("公民身份号码", 0.075, 0.310, 0.690), number_right=0.820,
        authority=Row("签发机关", 0.075, 0.240, 0.790), validity=Row("有效期限", 0.075, 0.240, 0.885),
        portrait=(0.640, 0.100, 0.900, 0.600), mark=(0.700, 0.945, 0.930), state=(0.260, 0.740, 0.180, 0.052),
        title=(0.215, 0.785, 0.320, 0.066), label_gap=0.12, overprint=(0.015, 0.020),
    ),
    "spelled_out": Form(
        style=Style(
            "spelled_out", text=HEI_BOLD, labels=HEI_BOLD, title=SONG, digits=HEI_BOLD, label_colour=(70, 84, 60),
            ink=(52, 50, 56), palette=_PALE, spacing=0.9, scale=0.95,
        ),
        name=Row("姓名", 0.050, 0.150, 0.105), sex=Row("性别", 0.050, 0.150, 0.195),
        ethnicity=Row("民族", 0.265, 0.360, 0.195), birth=Row("出生", 0.050, 0.150, 0.285),
        birth_places=((0.150, 0.245), (0.285, 0.340), (0.380, 0.435)), address=Row("住址", 0.050, 0.150, 0.375),
        address_pitch=0.068, address_width=12.0, number=Row("公民身份号码", 0.050, 0.285, 0.660), number_right=0.800,
        validity=Row("有效期限", 0.050, 0.215, 0.760), authority=Row("签发机关", 0.050, 0.215, 0.865),
        portrait=(0.670, 0.090, 0.935, 0.590), mark=(0.690, 0.050, 0.930), state=(0.220, 0.780, 0.120, 0.062),
        title=(0.170, 0.830, 0.265, 0.078), title_mark=(0.640, 0.930, 0.930), label_size=0.0285,
        period="自{}至{}", day="%Y年%m月%d日",
    ),
}  # fmt: skip


def draw(side: Side, seed: int, form: str) -> Specimen:
    """The ``side`` of the person of ``seed`` on ``TUNING_FORMS[form]``."""
    return draw_form(side, seed, TUNING_FORMS[form])


def draw_form(side: Side, seed: int, form: Form) -> Specimen:
    face = draw_data_face if side is Side.PORTRAIT_FACE else draw_title_face
    return face(invent_person(seed), form)
