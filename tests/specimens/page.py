"""The sheet every specimen is printed on: letters with a printer's jitter, pictures, and what is true of them.

Positions and sizes are fractions of the document's width (x, and the size of type) and height (y). Everything is drawn
here: the guilloche, the simplified emblem and the portrait copy no file.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.specimens.drawings import draw_emblem, draw_great_wall, draw_portrait
from tests.specimens.people import Person

#: Left, top, right, bottom in pixels of the specimen's image.
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

#: Pixels across every drawn document.
PAGE_WIDTH: Final = 1400

_CJK: Final = "/usr/share/fonts/opentype/noto/"
DEJAVU: Final = "/usr/share/fonts/truetype/dejavu/"
HEI: Final = _CJK + "NotoSansCJK-Regular.ttc"
HEI_BOLD: Final = _CJK + "NotoSansCJK-Bold.ttc"
SONG: Final = _CJK + "NotoSerifCJK-Regular.ttc"
SONG_BOLD: Final = _CJK + "NotoSerifCJK-Bold.ttc"
#: Position of the simplified Chinese face in the collections above; others have it first.
_SC_FACE: Final = 2
MARK_COLOUR: Final = (206, 52, 60)
Pixels = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is printed. ``digits`` is the font of its number, ``spacing`` scales the gaps between characters,
    ``palette`` holds the paper's left, middle and right colours."""

    name: str
    text: str = HEI
    labels: str = HEI
    digits: str = DEJAVU + "DejaVuSansMono-Bold.ttf"
    title: str = SONG_BOLD
    label_colour: Colour = (38, 108, 170)
    ink: Colour = (28, 28, 32)
    palette: tuple[Colour, Colour, Colour] = ((203, 226, 238), (236, 222, 233), (205, 228, 240))
    spacing: float = 1.0
    jitter: float = 0.02
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Specimen:
    """A drawn side and what is true of it.

    ``truth`` holds what is printed, ``normalised`` the ISO dates and the rest as they are. ``boxes`` and ``areas``
    (``mark``, ``portrait``, ``emblem``, ``seal``) are pixels of ``image``; ``outline`` is the document within ``image``
    (all of it unless it is copied onto a sheet). ``corner`` is the radius of its round corners in pixels, 0 for none.
    """

    image: Image.Image
    kind: DocumentKind
    side: Side
    person: Person
    style: Style
    truth: dict[FieldName, str]
    normalised: dict[FieldName, str]
    boxes: dict[FieldName, Box]
    areas: dict[str, Box]
    outline: Box
    corner: int = 0

    def with_image(self, image: Image.Image) -> Specimen:
        return replace(self, image=image)


class Page:
    """One side while it is printed."""

    def __init__(self, kind: DocumentKind, side: Side, person: Person, style: Style, paper: Pixels, key: str) -> None:
        """``paper`` is height x ``PAGE_WIDTH`` RGB; ``key`` seeds the jitter."""
        self.kind, self.side, self.person, self.style = kind, side, person, style
        self.width, self.height = paper.shape[1], paper.shape[0]
        self.rng = random.Random(key)
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

    def title(self, text: str, x: float, y: float, right: float, size: float, colour: Colour = (18, 18, 20)) -> None:
        """Spread evenly from ``x`` to ``right``."""
        step = (right - x - size) / (len(text) - 1)
        for place, letter in enumerate(text):
            self.text(letter, x + step * place, y, self.style.title, size, colour, personal=False)

    def value(self, name: FieldName, text: str, x: float, y: float, size: float = 0.0370, right: float = 1.0) -> None:
        box = self.text(text, x, y, self.style.text, size, self.style.ink, right=right, personal=True)
        self.record(name, text, text, [box])

    def number(self, name: FieldName, text: str, x: float, y: float, right: float, size: float = 0.0410) -> None:
        """A number at equal pitch, as fixed-width type has it."""
        step = (right - x) / len(text) * self.width
        font = self.font(self.style.digits, size * self.style.scale)
        left, middle = (x + self.shift[0]) * self.width, (y + self.shift[1]) * self.height
        boxes = []
        for place, digit in enumerate(text):
            spot = (left + step * place, middle)
            self.draw.text(spot, digit, font=font, fill=self.style.ink, anchor="lm")
            boxes.append(self.draw.textbbox(spot, digit, font=font, anchor="lm"))
        self.record(name, text, text, boxes)

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
        left, middle = (x + shift_x) * self.width, (y + shift_y) * self.height
        font = self.font(font_path, size)
        space = gap * size * self.width * self.style.spacing
        natural = sum(font.getlength(letter) + space for letter in text) - space
        room = (right + shift_x) * self.width - left
        if natural > room:
            font, space = self.font(font_path, size * room / natural), space * room / natural
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
        return around(boxes)

    def record(self, name: FieldName, printed: str, normalised: str, boxes: Sequence[Box]) -> None:
        self.truth[name] = printed
        self.normalised[name] = normalised
        self.boxes[name] = around(boxes)

    def mark(self, text: str, x: float, y: float, right: float) -> None:
        """The SPECIMEN mark, where it covers no value."""
        shift, self.shift = self.shift, (0.0, 0.0)
        self.areas["mark"] = self.text(text, x, y, HEI_BOLD, 0.036, MARK_COLOUR, right=right, gap=0.02, personal=False)
        self.shift = shift

    def portrait(self, place: Box) -> None:
        box = self._pixels(place)
        drawn = draw_portrait(self.person.seed, self.person.sex, (box[2] - box[0], box[3] - box[1]))
        paper = np.asarray(self.image, np.float32)
        pixels, alpha = drawn[..., :3].astype(np.float32), drawn[..., 3:].astype(np.float32) / 255.0
        region = paper[box[1] : box[3], box[0] : box[2]]
        blended = paper.copy()
        blended[box[1] : box[3], box[0] : box[2]] = region * (1 - alpha) + pixels * alpha
        self.replace_pixels(blended)
        self.areas["portrait"] = tuple(float(side) for side in box)  # type: ignore[assignment]

    def emblem(self, place: Box) -> None:
        box = self._pixels(place)
        draw_emblem(self.image, box)
        self.areas["emblem"] = tuple(float(side) for side in box)  # type: ignore[assignment]

    def great_wall(self) -> None:
        self.replace_pixels(draw_great_wall(np.asarray(self.image, np.float32)))

    def replace_pixels(self, pixels: Pixels) -> None:
        self.image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        self.draw = ImageDraw.Draw(self.image)

    def specimen(self, corner: int = 0) -> Specimen:
        # The laminate softens the print a little; a drawing with perfect edges would be no likeness.
        soft = cv2.GaussianBlur(np.asarray(self.image), (0, 0), 0.7)
        return Specimen(
            Image.fromarray(soft),
            self.kind,
            self.side,
            self.person,
            self.style,
            self.truth,
            self.normalised,
            self.boxes,
            self.areas,
            (0.0, 0.0, float(self.width), float(self.height)),
            corner,
        )

    def font(self, path: str, size: float) -> ImageFont.FreeTypeFont:
        """``size`` is the em in parts of the document's width."""
        return _font_at(path, max(8, round(size * self.width)))

    def _pixels(self, place: Box) -> tuple[int, int, int, int]:
        left, top, right, bottom = place
        return (
            round(left * self.width),
            round(top * self.height),
            round(right * self.width),
            round(bottom * self.height),
        )


@lru_cache(maxsize=256)
def _font_at(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels, index=_SC_FACE if path.startswith(_CJK) else 0)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
