"""Draws both faces of a fictional PRC resident identity card, laid out like GA 448-2013 (85.6 x 54.0 mm).

Positions are fractions of the card, read off published specimens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.drawings import guilloche
from tests.specimens.page import DEJAVU, HEI, HEI_BOLD, PAGE_WIDTH, SONG, SONG_BOLD, Page, Specimen, Style
from tests.specimens.people import Person

CARD_WIDTH: Final = PAGE_WIDTH
CARD_HEIGHT: Final = round(CARD_WIDTH * 54.0 / 85.6)
#: Corner radius of ID-1 cards (ISO/IEC 7810): 3.18 mm.
CORNER_RADIUS: Final = round(CARD_WIDTH * 3.18 / 85.6)
#: Full-width characters the card prints on one address line; digits and letters take about half of one.
ADDRESS_LINE: Final = 11.0
_HALF_WIDTH: Final = 0.58
#: Half a digit of the birth date: months and days of one digit are printed centred.
_HALF_DIGIT: Final = 0.011

_PALE = ((214, 232, 236), (240, 230, 234), (212, 232, 238))
_WARM = ((222, 230, 226), (240, 228, 222), (218, 230, 230))
_STRONG = ((186, 216, 236), (230, 210, 230), (188, 220, 240))

STYLES: Final[dict[str, Style]] = {
    style.name: style
    for style in (
        Style("plain"),
        Style("song", text=SONG, digits=DEJAVU + "DejaVuSansMono.ttf", palette=_PALE, spacing=0.9),
        Style("bold_labels", labels=HEI_BOLD, digits=HEI_BOLD, palette=_WARM, spacing=1.1, scale=1.03),
        Style("classic", labels=HEI_BOLD, digits=DEJAVU + "DejaVuSans-Bold.ttf", palette=_STRONG, spacing=1.05),
        Style("faded", digits=HEI, ink=(62, 60, 66), label_colour=(84, 140, 188), palette=_PALE, scale=0.97),
        Style("late", labels=SONG_BOLD, digits=DEJAVU + "DejaVuSansMono-Bold.ttf", palette=_WARM, spacing=0.95),
        Style("dense", digits=DEJAVU + "DejaVuSansMono.ttf", spacing=0.75, scale=1.05, palette=_STRONG),
    )
}


def draw_portrait_face(person: Person, style: Style) -> Specimen:
    """The face with portrait and number."""
    page = _page(person, style, Side.PORTRAIT_FACE, "portrait")
    birth = person.birth_date
    page.label("姓名", 0.076, 0.165, gap=1.25)
    page.value(FieldName.NAME, person.name, 0.200, 0.163, size=0.0405, right=0.60)
    page.label("性别", 0.076, 0.290, gap=1.25)
    page.value(FieldName.SEX, person.sex, 0.200, 0.290)
    page.label("民族", 0.302, 0.290, gap=1.25)
    page.value(FieldName.ETHNICITY, person.ethnicity, 0.405, 0.290)
    page.label("出生", 0.076, 0.417, gap=1.25)
    _print_birth_date(page, (f"{birth.year}", f"{birth.month}", f"{birth.day}"))
    page.label("住址", 0.076, 0.545, gap=1.25)
    _print_address(page, person.address)
    page.label("公民身份号码", 0.076, 0.868, size=0.0325)
    page.number(FieldName.CITIZEN_NUMBER, person.number, 0.345, 0.868, right=0.905)
    page.portrait((0.632, 0.125, 0.925, 0.735))
    page.mark("样本 SPECIMEN", 0.645, 0.080, right=0.915)
    return page.specimen(CORNER_RADIUS)


def draw_emblem_face(person: Person, style: Style) -> Specimen:
    """The face with emblem, issuing authority and validity."""
    page = _page(person, style, Side.EMBLEM_FACE, "emblem")
    start = f"{person.valid_from:%Y.%m.%d}"
    until = f"{person.valid_to:%Y.%m.%d}" if person.valid_to else LONG_TERM
    page.great_wall()
    page.emblem((0.062, 0.095, 0.240, 0.435))
    page.title("中华人民共和国", 0.345, 0.163, right=0.870, size=0.058)
    page.title("居民身份证", 0.308, 0.355, right=0.915, size=0.082)
    page.mark("样本 SPECIMEN", 0.060, 0.560, right=0.330)
    _dark_label(page, "签发机关", 0.245, 0.757)
    page.value(FieldName.ISSUING_AUTHORITY, person.issuing_authority, 0.415, 0.757, right=0.94)
    _dark_label(page, "有效期限", 0.245, 0.880)
    _print_validity(page, start, until)
    return page.specimen(CORNER_RADIUS)


def _page(person: Person, style: Style, side: Side, face: str) -> Page:
    paper = guilloche(CARD_WIDTH, CARD_HEIGHT, style.palette, face)
    return Page(DocumentKind.CN_ID_CARD, side, person, style, paper, f"{face}-{person.seed}-{style.name}")


def _dark_label(page: Page, text: str, x: float, y: float) -> None:
    page.text(text, x, y, HEI_BOLD, 0.0315, page.style.ink, gap=0.06)


def draw_faces(person: Person, style: Style) -> tuple[Specimen, Specimen]:
    """Portrait face, then emblem face."""
    return draw_portrait_face(person, style), draw_emblem_face(person, style)


def _print_birth_date(page: Page, parts: Sequence[str]) -> None:
    """``1990 年 12 月 22 日``: digits in ink, units in the labels' blue, at the card's fixed places."""
    boxes = []
    places = ((0.200, 0.298), (0.338, 0.398), (0.438, 0.498))
    for text, unit, (left, unit_left) in zip(parts, "年月日", places, strict=True):
        left += _HALF_DIGIT if len(text) == 1 else 0.0
        boxes.append(page.text(text, left, 0.417, page.style.text, 0.0370, page.style.ink, right=unit_left - 0.003))
        boxes.append(page.text(unit, unit_left, 0.417, page.style.labels, 0.031, page.style.label_colour))
    page.record(FieldName.BIRTH_DATE, "{}年{}月{}日".format(*parts), page.person.birth_date.isoformat(), boxes)


def _print_address(page: Page, address: str) -> None:
    boxes = [
        page.text(line, 0.200, 0.545 + 0.0800 * row, page.style.text, 0.0355, page.style.ink, right=0.612)
        for row, line in enumerate(address_lines(address))
    ]
    page.record(FieldName.ADDRESS, address, address, boxes)


def address_lines(address: str) -> list[str]:
    """``address`` broken wherever a line is full, in the middle of a number too, as the card does."""
    lines, line, width = [], "", 0.0
    for letter in address:
        width += _HALF_WIDTH if letter.isascii() else 1.0
        if width > ADDRESS_LINE:
            lines.append(line)
            line, width = "", _HALF_WIDTH if letter.isascii() else 1.0
        line += letter
    return [*lines, line]


def _print_validity(page: Page, start: str, until: str) -> None:
    """One printed line, ``2015.09.18-2025.09.18``, and a box for each of its two dates."""
    line = f"{start}-{until}"
    box = page.text(line, 0.415, 0.880, page.style.text, 0.0370, page.style.ink, gap=0.02)
    split = box[0] + (box[2] - box[0]) * (0.475 if until != LONG_TERM else 0.66)
    page.record(FieldName.VALID_FROM, start, page.person.valid_from.isoformat(), [(*box[:2], split, box[3])])
    page.record(FieldName.VALID_TO, until, page.person.valid_to_iso, [(split, *box[1:])])
