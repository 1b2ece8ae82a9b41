"""Draws both faces of a fictional PRC resident identity card, laid out like GA 448-2013 (85.6 x 54.0 mm).

Positions are fractions of the card, read off published specimens. Everything is drawn here: the guilloche, the
simplified emblem and the portrait copy no file.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.drawings import draw_emblem, draw_great_wall, draw_portrait, guilloche
from tests.specimens.people import Person

#: Left, top, right, bottom in pixels of the specimen's image.
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

CARD_WIDTH: Final = 1400
CARD_HEIGHT: Final = round(CARD_WIDTH * 54.0 / 85.6)
#: Corner radius of ID-1 cards (ISO/IEC 7810): 3.18 mm.
CORNER_RADIUS: Final = round(CARD_WIDTH * 3.18 / 85.6)
#: Full-width characters the card prints on one address line; digits and letters take about half of one.
ADDRESS_LINE: Final = 11.0
_HALF_WIDTH: Final = 0.58
#: Half a digit of the birth date: months and days of one digit are printed centred.
_HALF_DIGIT: Final = 0.011

_CJK: Final = "/usr/share/fonts/opentype/noto/"
_DEJAVU: Final = "/usr/share/fonts/truetype/dejavu/"
HEI: Final = _CJK + "NotoSansCJK-Regular.ttc"
HEI_BOLD: Final = _CJK + "NotoSansCJK-Bold.ttc"
SONG: Final = _CJK + "NotoSerifCJK-Regular.ttc"
SONG_BOLD: Final = _CJK + "NotoSerifCJK-Bold.ttc"
#: Position of the simplified Chinese face in the collections above.
_SC_FACE: Final = 2


@dataclass(frozen=True, slots=True)
class Style:
    """How a card is printed. ``digits`` is the font of the citizen number, ``spacing`` scales the gaps between
    characters, ``palette`` holds the paper's left, middle and right colours."""

    name: str
    text: str = HEI
    labels: str = HEI
    digits: str = _DEJAVU + "DejaVuSansMono-Bold.ttf"
    title: str = SONG_BOLD
    label_colour: Colour = (38, 108, 170)
    ink: Colour = (28, 28, 32)
    palette: tuple[Colour, Colour, Colour] = ((203, 226, 238), (236, 222, 233), (205, 228, 240))
    spacing: float = 1.0
    jitter: float = 0.02
    scale: float = 1.0


_PALE = ((214, 232, 236), (240, 230, 234), (212, 232, 238))
_WARM = ((222, 230, 226), (240, 228, 222), (218, 230, 230))
_STRONG = ((186, 216, 236), (230, 210, 230), (188, 220, 240))

STYLES: Final[dict[str, Style]] = {
    style.name: style
    for style in (
        Style("plain"),
        Style("song", text=SONG, digits=_DEJAVU + "DejaVuSansMono.ttf", palette=_PALE, spacing=0.9),
        Style("bold_labels", labels=HEI_BOLD, digits=HEI_BOLD, palette=_WARM, spacing=1.1, scale=1.03),
        Style("classic", labels=HEI_BOLD, digits=_DEJAVU + "DejaVuSans-Bold.ttf", palette=_STRONG, spacing=1.05),
        Style("faded", digits=HEI, ink=(62, 60, 66), label_colour=(84, 140, 188), palette=_PALE, scale=0.97),
        Style("late", labels=SONG_BOLD, digits=_DEJAVU + "DejaVuSansMono-Bold.ttf", palette=_WARM, spacing=0.95),
        Style("dense", digits=_DEJAVU + "DejaVuSansMono.ttf", spacing=0.75, scale=1.05, palette=_STRONG),
    )
}


@dataclass(frozen=True, slots=True)
class Specimen:
    """A drawn face and what is true of it.

    ``truth`` holds what is printed, ``normalised`` the ISO dates and the rest as they are. ``boxes`` and ``areas``
    (``mark``, ``portrait``, ``emblem``) are pixels of ``image``; ``outline`` is the card within ``image`` (all of it
    unless the card is copied onto a sheet).
    """

    image: Image.Image
    kind: DocumentKind
    side: Side
    person: Person
    style: Style
    truth: dict[FieldName, str]
    normalised: dict[FieldName, str]
    boxes: dict[FieldName, Box]
    areas: dict[str, Box] = field(default_factory=dict)
    outline: Box = (0.0, 0.0, float(CARD_WIDTH), float(CARD_HEIGHT))
    rounded: bool = True

    def with_image(self, image: Image.Image) -> Specimen:
        return replace(self, image=image)


def draw_portrait_face(person: Person, style: Style) -> Specimen:
    """The face with portrait and number."""
    page = _Page(person, style, "portrait")
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
    page.number(person.number, 0.345, 0.868, right=0.905)
    page.portrait((0.632, 0.125, 0.925, 0.735))
    page.mark("样本 SPECIMEN", 0.645, 0.080, right=0.915)
    return page.specimen(Side.PORTRAIT_FACE)


def draw_emblem_face(person: Person, style: Style) -> Specimen:
    """The face with emblem, issuing authority and validity."""
    page = _Page(person, style, "emblem")
    start = f"{person.valid_from:%Y.%m.%d}"
    until = f"{person.valid_to:%Y.%m.%d}" if person.valid_to else LONG_TERM
    page.great_wall()
    page.emblem((0.062, 0.095, 0.240, 0.435))
    page.title("中华人民共和国", 0.345, 0.163, right=0.870, size=0.058)
    page.title("居民身份证", 0.308, 0.355, right=0.915, size=0.082)
    page.mark("样本 SPECIMEN", 0.060, 0.560, right=0.330)
    page.dark_label("签发机关", 0.245, 0.757)
    page.value(FieldName.ISSUING_AUTHORITY, person.issuing_authority, 0.415, 0.757, right=0.94)
    page.dark_label("有效期限", 0.245, 0.880)
    _print_validity(page, start, until)
    return page.specimen(Side.EMBLEM_FACE)


def draw_faces(person: Person, style: Style) -> tuple[Specimen, Specimen]:
    """Portrait face, then emblem face."""
    return draw_portrait_face(person, style), draw_emblem_face(person, style)


def _print_birth_date(page: _Page, parts: Sequence[str]) -> None:
    """``1990 年 12 月 22 日``: digits in ink, units in the labels' blue, at the card's fixed places."""
    boxes = []
    places = ((0.200, 0.298), (0.338, 0.398), (0.438, 0.498))
    for text, unit, (left, unit_left) in zip(parts, "年月日", places, strict=True):
        left += _HALF_DIGIT if len(text) == 1 else 0.0
        boxes.append(page.text(text, left, 0.417, page.style.text, 0.0370, page.style.ink, right=unit_left - 0.003))
        boxes.append(page.text(unit, unit_left, 0.417, page.style.labels, 0.031, page.style.label_colour))
    page.record(FieldName.BIRTH_DATE, "{}年{}月{}日".format(*parts), page.person.birth_date.isoformat(), boxes)


def _print_address(page: _Page, address: str) -> None:
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


def _print_validity(page: _Page, start: str, until: str) -> None:
    """One printed line, ``2015.09.18-2025.09.18``, and a box for each of its two dates."""
    line = f"{start}-{until}"
    box = page.text(line, 0.415, 0.880, page.style.text, 0.0370, page.style.ink, gap=0.02)
    split = box[0] + (box[2] - box[0]) * (0.475 if until != LONG_TERM else 0.66)
    page.record(FieldName.VALID_FROM, start, page.person.valid_from.isoformat(), [(*box[:2], split, box[3])])
    page.record(FieldName.VALID_TO, until, page.person.valid_to_iso, [(split, *box[1:])])


class _Page:
    """One face while it is printed; positions and sizes are fractions of the card's width (x) and height (y)."""

    def __init__(self, person: Person, style: Style, face: str) -> None:
        self.person = person
        self.style = style
        self.rng = random.Random(f"{face}-{person.seed}-{style.name}")
        paper = guilloche(CARD_WIDTH, CARD_HEIGHT, style.palette, face)
        self.image = Image.fromarray(paper)
        self.draw = ImageDraw.Draw(self.image)
        self.truth: dict[FieldName, str] = {}
        self.normalised: dict[FieldName, str] = {}
        self.boxes: dict[FieldName, Box] = {}
        self.areas: dict[str, Box] = {}
        # A real printer lays the personal data a fraction of a millimetre off.
        self.shift = (self.rng.uniform(-0.003, 0.003), self.rng.uniform(-0.004, 0.004))

    def label(self, text: str, x: float, y: float, size: float = 0.031, gap: float = 0.06) -> None:
        self.text(text, x, y, self.style.labels, size, self.style.label_colour, gap=gap * 0.35 if gap > 1 else gap)

    def dark_label(self, text: str, x: float, y: float) -> None:
        self.text(text, x, y, HEI_BOLD, 0.0315, self.style.ink, gap=0.06)

    def title(self, text: str, x: float, y: float, right: float, size: float) -> None:
        """Spread evenly from ``x`` to ``right``."""
        step = (right - x - size) / (len(text) - 1)
        for place, letter in enumerate(text):
            self.text(letter, x + step * place, y, self.style.title, size, (18, 18, 20), personal=False)

    def value(self, name: FieldName, text: str, x: float, y: float, size: float = 0.0370, right: float = 1.0) -> None:
        box = self.text(text, x, y, self.style.text, size, self.style.ink, right=right, personal=True)
        self.record(name, text, text, [box])

    def number(self, text: str, x: float, y: float, right: float) -> None:
        """The number at equal pitch, as the card's fixed-width type has it."""
        step = (right - x) / len(text) * CARD_WIDTH
        font = _font(self.style.digits, 0.0410 * self.style.scale)
        left, middle = (x + self.shift[0]) * CARD_WIDTH, (y + self.shift[1]) * CARD_HEIGHT
        boxes = []
        for place, digit in enumerate(text):
            spot = (left + step * place, middle)
            self.draw.text(spot, digit, font=font, fill=self.style.ink, anchor="lm")
            boxes.append(self.draw.textbbox(spot, digit, font=font, anchor="lm"))
        self.record(FieldName.CITIZEN_NUMBER, text, text, boxes)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        font_path: str,
        size: float,
        colour: Colour,
        *,
        gap: float = 0.04,
        right: float = 1.0,
        personal: bool = True,
    ) -> Box:
        """Prints ``text`` from ``x``, centred on ``y``, narrower where ``right`` would be passed; its box in pixels.

        ``gap`` is the space after a character in parts of ``size``.
        """
        shift_x, shift_y = self.shift if personal else (0.0, 0.0)
        size *= self.style.scale if personal else 1.0
        left, middle = (x + shift_x) * CARD_WIDTH, (y + shift_y) * CARD_HEIGHT
        font = _font(font_path, size)
        space = gap * size * CARD_WIDTH * self.style.spacing
        natural = sum(font.getlength(letter) + space for letter in text) - space
        room = (right + shift_x) * CARD_WIDTH - left
        if natural > room:
            font, space = _font(font_path, size * room / natural), space * room / natural
        return self._letters(text, left, middle, font, space, colour)

    def _letters(
        self, text: str, left: float, middle: float, font: ImageFont.FreeTypeFont, space: float, colour: Colour
    ) -> Box:
        boxes = []
        jitter = self.style.jitter * font.size
        for letter in text:
            spot = (left + self.rng.uniform(-jitter, jitter) / 2, middle + self.rng.uniform(-jitter, jitter) / 2)
            self.draw.text(spot, letter, font=font, fill=colour, anchor="lm")
            boxes.append(self.draw.textbbox(spot, letter, font=font, anchor="lm"))
            left += font.getlength(letter) + space
        return _around(boxes)

    def record(self, name: FieldName, printed: str, normalised: str, boxes: Sequence[Box]) -> None:
        self.truth[name] = printed
        self.normalised[name] = normalised
        self.boxes[name] = _around(boxes)

    def mark(self, text: str, x: float, y: float, right: float) -> None:
        """The SPECIMEN mark, where it covers no value."""
        shift, self.shift = self.shift, (0.0, 0.0)
        self.areas["mark"] = self.text(
            text, x, y, HEI_BOLD, 0.036, (206, 52, 60), right=right, gap=0.02, personal=False
        )
        self.shift = shift

    def portrait(self, place: Box) -> None:
        box = _pixels(place)
        drawn = draw_portrait(self.person.seed, self.person.sex, (box[2] - box[0], box[3] - box[1]))
        paper = np.asarray(self.image, np.float32)
        pixels, alpha = drawn[..., :3].astype(np.float32), drawn[..., 3:].astype(np.float32) / 255.0
        region = paper[box[1] : box[3], box[0] : box[2]]
        blended = paper.copy()
        blended[box[1] : box[3], box[0] : box[2]] = region * (1 - alpha) + pixels * alpha
        self._replace(blended)
        self.areas["portrait"] = tuple(float(side) for side in box)  # type: ignore[assignment]

    def emblem(self, place: Box) -> None:
        box = _pixels(place)
        draw_emblem(self.image, box)
        self.areas["emblem"] = tuple(float(side) for side in box)  # type: ignore[assignment]

    def great_wall(self) -> None:
        self._replace(draw_great_wall(np.asarray(self.image, np.float32)))

    def _replace(self, pixels: np.ndarray) -> None:
        self.image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        self.draw = ImageDraw.Draw(self.image)

    def specimen(self, side: Side) -> Specimen:
        # The laminate softens the print a little; a drawing with perfect edges would be no likeness.
        soft = cv2.GaussianBlur(np.asarray(self.image), (0, 0), 0.7)
        return Specimen(
            Image.fromarray(soft),
            DocumentKind.CN_ID_CARD,
            side,
            self.person,
            self.style,
            self.truth,
            self.normalised,
            self.boxes,
            self.areas,
        )


@lru_cache(maxsize=256)
def _font_at(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels, index=_SC_FACE if path.endswith(".ttc") else 0)


def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    """``size`` is the em in parts of the card's width."""
    return _font_at(path, max(8, round(size * CARD_WIDTH)))


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _pixels(place: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = place
    return (
        round(left * CARD_WIDTH),
        round(top * CARD_HEIGHT),
        round(right * CARD_WIDTH),
        round(bottom * CARD_HEIGHT),
    )
