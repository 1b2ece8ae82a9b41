"""Draws both pages of a fictional PRC vehicle licence, laid out like GA 37-2008 (88 x 60 mm).

The form (labels, English labels, dotted rules, holographic strip) is printed first; the values come later from a needle
or laser printer and lie off the form as a whole, by up to 2 % of the width and 3 % of the height. Where everything
stands is data (``Form``), so that a variant is a table. Positions are fractions of the page, read off published
specimens.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.kinds import DocumentKind, FieldName, Side
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
    Pixels,
    Specimen,
    Style,
    around,
)
from tests.specimens.vehicles import Vehicle, invent_vehicle

PAGE_HEIGHT: Final = round(PAGE_WIDTH * 60.0 / 88.0)
CORNER_RADIUS: Final = round(PAGE_WIDTH * 4.0 / 88.0)
#: How far the values may lie off the form, in page widths and heights.
OFFSET: Final = (0.020, 0.030)

_F = FieldName
SEAL_RED: Final = (206, 44, 50)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file; ``index`` is its face in a collection."""

    path: str
    index: int = 0


NOTO_HEI: Final = Typeface(HEI, 2)
NOTO_HEI_BOLD: Final = Typeface(HEI_BOLD, 2)
NOTO_SONG: Final = Typeface(SONG, 2)
NOTO_SONG_BOLD: Final = Typeface(SONG_BOLD, 2)


@dataclass(frozen=True, slots=True)
class Overprint:
    """How values are printed. ``needles`` is how many dots make up an em (0: no dots), ``narrow`` scales the width of
    Latin letters and digits, ``slant`` leans them (tangent), ``pitch`` sets them at an equal step in ems (0: as the
    font does)."""

    hanzi: Typeface
    latin: Typeface
    ink: Colour = (40, 40, 46)
    needles: int = 0
    narrow: float = 1.0
    slant: float = 0.0
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's label from ``left`` to ``right`` and where its value begins; ``y`` are middles. The rule under the
    value runs from the label to ``end``."""

    label: str
    left: float
    right: float
    y: float
    value_x: float
    value_y: float
    end: float
    english: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One variant of the licence: both pages' tables, typefaces and paper."""

    name: str
    main: dict[FieldName, Cell]
    sub: dict[FieldName, Cell]
    #: Left, middle, right of the title.
    title: Box
    english_title: Box
    seal: Box
    barcode: Box
    labels: Typeface
    titles: Typeface
    english: Typeface
    overprint: Overprint
    palette: tuple[Colour, Colour, Colour]
    label_size: float = 0.0270
    sub_label_size: float = 0.0270
    english_size: float = 0.0165
    english_drop: float = 0.043
    value_size: float = 0.0350
    rule_drop: float = 0.056
    label_colour: Colour = (44, 46, 52)
    strip: float = 0.092
    strip_strength: float = 0.55
    seal_columns: int = 5
    #: Middle of the first inspection stamp and the step to the next one.
    stamps: tuple[float, float] = (0.715, 0.062)
    boxed_stamps: bool = True
    stamp_x: float = 0.180
    digits_drop: float = 0.026
    asterisks: bool = True
    marks: dict[Side, Box] = field(default_factory=dict)


def draw_main_page(vehicle: Vehicle, form: Form) -> Specimen:
    """Plate, owner, vehicle, dates and the red seal."""
    page = _page(vehicle, form, Side.MAIN_PAGE)
    _spread(page, "中华人民共和国机动车行驶证", form.title, form.titles, form.label_colour)
    _spread(
        page, "Vehicle License of the People's Republic of China", form.english_title, form.english, form.label_colour
    )
    _print_form(page, form, form.main, form.label_size)
    values = {
        _F.PLATE_NUMBER: vehicle.plate,
        _F.VEHICLE_TYPE: vehicle.vehicle_type,
        _F.OWNER: vehicle.owner,
        _F.ADDRESS: vehicle.address,
        _F.USE_CHARACTER: vehicle.use,
        _F.MODEL: vehicle.model,
        _F.VIN: vehicle.vin,
        _F.ENGINE_NUMBER: vehicle.engine,
        _F.REGISTRATION_DATE: vehicle.registered.isoformat(),
        _F.ISSUE_DATE: vehicle.issued.isoformat(),
    }
    _print_values(page, form, form.main, values)
    _print_seal(page, form, vehicle.authority)
    return _finished(page, form)


def draw_sub_page(vehicle: Vehicle, form: Form) -> Specimen:
    """Archive number, masses and dimensions, remarks, inspection stamps and the barcode."""
    page = _page(vehicle, form, Side.SUB_PAGE)
    _print_form(page, form, form.sub, form.sub_label_size)
    values = {
        _F.PLATE_NUMBER: vehicle.plate,
        _F.ARCHIVE_NUMBER: vehicle.archive,
        _F.PASSENGERS: vehicle.passengers,
        _F.GROSS_MASS: vehicle.gross,
        _F.KERB_MASS: vehicle.kerb,
        _F.LOAD_MASS: vehicle.load,
        _F.DIMENSIONS: vehicle.dimensions,
        _F.TOWING_MASS: vehicle.towing,
        _F.REMARKS: vehicle.remarks,
    }
    _print_values(page, form, form.sub, values)
    _print_stamps(page, form, vehicle.inspections)
    _print_barcode(page, form, vehicle.barcode)
    return _finished(page, form)


def _page(vehicle: Vehicle, form: Form, side: Side) -> Page:
    key = f"{side}-{vehicle.person.seed}-{form.name}"
    paper = guilloche(PAGE_WIDTH, PAGE_HEIGHT, form.palette, f"vehicle-{form.name}").copy()
    style = Style(f"vehicle_{form.name}", ink=form.overprint.ink, palette=form.palette, jitter=0.015)
    page = Page(DocumentKind.CN_VEHICLE_LICENCE, side, vehicle.person, style, paper, key)
    page.shift = (page.rng.uniform(-OFFSET[0], OFFSET[0]), page.rng.uniform(-OFFSET[1], OFFSET[1]))
    return page


def _finished(page: Page, form: Form) -> Specimen:
    _draw_strip(page, form)
    left, middle, right, _ = form.marks[page.side]
    page.mark("样本 SPECIMEN", left, middle, right)
    return page.specimen(CORNER_RADIUS)


# The form.


def _print_form(page: Page, form: Form, cells: dict[FieldName, Cell], size: float) -> None:
    for cell in cells.values():
        _spread(page, cell.label, (cell.left, cell.y, cell.right, size), form.labels, form.label_colour)
        if cell.english:
            _print_english(page, form, cell)
        _draw_rule(page, form, cell.right + 0.008, cell.end, cell.y + form.rule_drop)


def _spread(page: Page, text: str, place: Box, face: Typeface, colour: Colour) -> None:
    """``place`` is left, middle, right and the size of type; the letters fill it from end to end, smaller where it is
    short."""
    left, middle, right, size = place
    crowded = _font(face, size * page.width).getlength(text) / page.width / (right - left)
    font = _font(face, size * page.width / max(1.0, crowded / 1.12))
    natural = [font.getlength(letter) for letter in text]
    gap = ((right - left) * page.width - sum(natural)) / max(1, len(text) - 1)
    x = left * page.width
    for letter, width in zip(text, natural, strict=True):
        page.draw.text((x, middle * page.height), letter, font=font, fill=colour, anchor="lm")
        x += width + gap


def _print_english(page: Page, form: Form, cell: Cell) -> None:
    font = _font(form.english, form.english_size * page.width)
    width = font.getlength(cell.english) / page.width
    place = (cell.left, cell.y + form.english_drop, cell.left + min(width, cell.right - cell.left), form.english_size)
    _spread(page, cell.english, place, form.english, form.label_colour)


def _draw_rule(page: Page, form: Form, left: float, right: float, y: float) -> None:
    for x in np.arange(left * page.width, right * page.width, 7.0):
        page.draw.line([(x, y * page.height), (x + 3, y * page.height)], fill=form.label_colour, width=2)


def _draw_strip(page: Page, form: Form) -> None:
    """The holographic strip: dark and bright patches of changing colour on a vertical thread, over label and paper."""
    left, right = round((form.strip - 0.008) * page.width), round((form.strip + 0.008) * page.width)
    pixels = np.asarray(page.image, np.float32).copy()
    y = 0
    while y < page.height:
        tall = page.rng.randrange(30, 110)
        colour = np.array(
            [page.rng.choice(((40, 92, 120), (120, 200, 220), (60, 130, 180), (190, 220, 230)))], np.float32
        )
        strength = page.rng.choice((0.2, 0.3, 0.5, 1.0)) * form.strip_strength
        part = pixels[y : y + tall, left:right]
        pixels[y : y + tall, left:right] = part * (1 - strength) + colour * strength
        y += tall
    page.replace_pixels(pixels)


# The values.


def _print_values(page: Page, form: Form, cells: dict[FieldName, Cell], values: dict[FieldName, str]) -> None:
    for name, text in values.items():
        cell = cells[name]
        boxes = _print_value(page, form, name, text, cell)
        printed = unicodedata.normalize("NFKC", text)
        if boxes:
            page.record(name, printed, printed, boxes)
        else:
            page.truth[name] = page.normalised[name] = ""


def _print_value(page: Page, form: Form, name: FieldName, text: str, cell: Cell) -> list[Box]:
    """On one line, or on two or three of smaller type where the text is longer than its rule."""
    if not text:
        return []
    size, room = form.value_size, cell.end - cell.value_x + 0.012
    if name is _F.MODEL:
        # The model runs past its rule rather than getting smaller.
        room = 0.995 - cell.value_x - OFFSET[0]
    natural = _natural_width(text, form.overprint, size * page.width) / page.width
    rows = 1 if natural <= room else 2 if natural <= 2.2 * room else 3
    if rows == 1 or name is _F.MODEL:
        scale = min(1.0, room / natural)
        return [_overprint(page, form.overprint, text, cell.value_x, cell.value_y, size * scale)]
    size *= {2: 0.80, 3: 0.66}[rows]
    step = size * 1.12 * page.width / page.height
    top = cell.value_y - step * (rows - 1) / 2
    lines = _wrapped(text, form.overprint, size * page.width, room * page.width)
    return [
        _overprint(page, form.overprint, line, cell.value_x, top + number * step, size)
        for number, line in enumerate(lines)
    ]


def _wrapped(text: str, overprint: Overprint, size: float, room: float) -> list[str]:
    lines, line = [], ""
    for letter in text:
        if _natural_width(line + letter, overprint, size) > room:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def _advance(letter: str, overprint: Overprint, size: float) -> float:
    """Pixels from one character to the next."""
    if not letter.isascii() and letter != "×":
        return size * 1.02
    if overprint.pitch:
        return size * overprint.pitch
    return float(_font(overprint.latin, size).getlength(letter)) * overprint.narrow + size * 0.03


def _natural_width(text: str, overprint: Overprint, size: float) -> float:
    return sum(_advance(letter, overprint, size) for letter in text)


def _overprint(page: Page, overprint: Overprint, text: str, x: float, y: float, size: float) -> Box:
    """Prints ``text`` from ``x``, centred on ``y``, off the form by the page's shift; its box in pixels."""
    pixels = size * page.width
    left, middle = (x + page.shift[0]) * page.width, (y + page.shift[1]) * page.height
    boxes = []
    for letter in text:
        spot = (left + page.rng.uniform(-0.01, 0.01) * pixels, middle + page.rng.uniform(-0.01, 0.01) * pixels)
        boxes.append(_stamp_glyph(page, overprint, letter, spot, pixels))
        left += _advance(letter, overprint, pixels)
    return around(boxes)


def _stamp_glyph(page: Page, overprint: Overprint, letter: str, spot: tuple[float, float], size: float) -> Box:
    mask, ink = _glyph(letter, overprint, round(size))
    corner = (round(spot[0] - mask.width / 4), round(spot[1] - mask.height / 2))
    page.image.paste(overprint.ink, (*corner, corner[0] + mask.width, corner[1] + mask.height), mask)
    return (corner[0] + ink[0], corner[1] + ink[1], corner[0] + ink[2], corner[1] + ink[3])


@lru_cache(maxsize=4096)
def _glyph(letter: str, overprint: Overprint, size: int) -> tuple[Image.Image, Box]:
    """The mask of one character, twice as wide and high as its em, the character a quarter in, and its ink's box."""
    hanzi = not letter.isascii() and letter != "×"
    dots = overprint.needles or size
    face = overprint.hanzi if hanzi else overprint.latin
    mask = Image.new("L", (2 * dots, 2 * dots), 0)
    draw = ImageDraw.Draw(mask)
    draw.text((dots / 2, dots), letter, font=_font(face, dots), fill=255, anchor="lm")
    pixels = np.asarray(mask)
    if overprint.needles:
        pixels = _needled(pixels, size)
    if not hanzi:
        pixels = _leaned(pixels, overprint)
    found = np.argwhere(pixels > 60)
    top, left = found.min(axis=0) if len(found) else (size, size // 2)
    bottom, right = found.max(axis=0) if len(found) else (size, size // 2)
    return Image.fromarray(pixels), (float(left), float(top), float(right), float(bottom))


def _needled(pixels: Pixels, size: int) -> Pixels:
    """Every dark pixel of a coarse glyph as a round dot that touches its neighbours."""
    factor = 6
    dark = (pixels > 110).astype(np.uint8)
    large = np.zeros((pixels.shape[0] * factor, pixels.shape[1] * factor), np.uint8)
    for row, column in np.argwhere(dark):
        cv2.circle(
            large, (int(column) * factor + factor // 2, int(row) * factor + factor // 2), 4, 255, -1, cv2.LINE_AA
        )
    return cv2.resize(large, (2 * size, 2 * size), interpolation=cv2.INTER_AREA)


def _leaned(pixels: Pixels, overprint: Overprint) -> Pixels:
    """Narrower and slanted about the middle line."""
    height, width = pixels.shape
    matrix = np.array(
        [
            [overprint.narrow, -overprint.slant, width / 4 * (1 - overprint.narrow) + overprint.slant * height / 2],
            [0, 1, 0],
        ],
        np.float32,
    )
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_AREA)


@lru_cache(maxsize=512)
def _font_at(face: Typeface, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, pixels, index=face.index)


def _font(face: Typeface, pixels: float) -> ImageFont.FreeTypeFont:
    return _font_at(face, max(8, round(pixels)))


# Seal, stamps, barcode.


def _print_seal(page: Page, form: Form, authority: str) -> None:
    """A red square with the authority in rows from left to right; it stands on the form, not with the values."""
    left, top, right, bottom = (
        side * extent for side, extent in zip(form.seal, (page.width, page.height) * 2, strict=True)
    )
    layer = Image.new("L", page.image.size, 0)
    draw = ImageDraw.Draw(layer)
    draw.rectangle((left, top, right, bottom), outline=255, width=5)
    rows = _seal_rows(authority, form.seal_columns)
    step = (bottom - top) / len(rows)
    pitch = (right - left - 16) / max(len(row) for row in rows)
    font = _font(form.titles, min(pitch * 0.98, step * 0.80))
    for number, row in enumerate(rows):
        spread = (right - left - 16) / len(row)
        for place, letter in enumerate(row):
            spot = (left + 8 + spread * (place + 0.5), top + step * (number + 0.5))
            draw.text(spot, letter, font=font, fill=255, anchor="mm")
    _ink(page, layer, SEAL_RED, 0.92)
    page.record(_F.ISSUING_AUTHORITY, authority, authority, [(left, top, right, bottom)])
    page.areas["seal"] = (left, top, right, bottom)


def _seal_rows(authority: str, columns: int) -> list[str]:
    """As even as they can be, up to four of them as long as they hold ``columns`` characters."""
    count = min(4, -(-len(authority) // columns))
    ends = [round(len(authority) * (number + 1) / count) for number in range(count)]
    return [authority[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _ink(page: Page, layer: Image.Image, colour: Colour, strength: float) -> None:
    """Ink through ``layer`` that comes out uneven, as a hand stamp's does."""
    rng = np.random.default_rng(page.rng.randrange(2**31))
    coarse = rng.uniform(0.80, 1.0, (24, 32)).astype(np.float32)
    uneven = cv2.resize(coarse, (page.width, page.height), interpolation=cv2.INTER_LINEAR)
    alpha = (np.asarray(layer, np.float32) / 255 * uneven * strength)[..., None]
    page.replace_pixels(np.asarray(page.image, np.float32) * (1 - alpha) + np.array(colour, np.float32) * alpha)


def _print_stamps(page: Page, form: Form, stamps: Sequence[str]) -> None:
    """One under the other, each turned a little where it is stamped by hand."""
    if not stamps:
        page.truth[_F.INSPECTION_RECORD] = page.normalised[_F.INSPECTION_RECORD] = ""
        return
    first, step = form.stamps
    middle = first - step * (len(stamps) - 1) / 2
    boxes = [_stamp(page, form, text, middle + step * number) for number, text in enumerate(stamps)]
    page.record(_F.INSPECTION_RECORD, "".join(stamps), "".join(stamps), boxes)


def _stamp(page: Page, form: Form, text: str, y: float) -> Box:
    """The stamp's words in its own type, year, month and office in the overprint's."""
    size = form.value_size * (1.0 if form.stamps[1] > 0.058 else 0.9)
    words = replace(form.overprint, hanzi=form.labels, needles=0)
    layer = Page(
        page.kind, page.side, page.person, page.style, np.full((page.height, page.width, 3), 255, np.uint8), ""
    )
    layer.rng = page.rng
    x, boxes = form.stamp_x, []
    for letter in text:
        printed = words if letter in "检验有效期至年月" else form.overprint
        boxes.append(_overprint(layer, replace(printed, ink=(0, 0, 0)), letter, x, y, size))
        x += _advance(letter, printed, size * page.width) / page.width + 0.002
    box = around(boxes)
    if form.boxed_stamps:
        layer.draw = ImageDraw.Draw(layer.image)
        layer.draw.rectangle((box[0] - 12, box[1] - 6, box[2] + 14, box[3] + 6), outline=(0, 0, 0), width=3)
    angle = page.rng.uniform(-1.0, 1.0) if form.boxed_stamps else 0.0
    turned = layer.image.rotate(angle, center=((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), fillcolor=(255, 255, 255))
    mask = Image.fromarray(255 - np.asarray(turned.convert("L")))
    _ink(page, mask, (52, 56, 112) if form.boxed_stamps else form.overprint.ink, 0.95)
    return box


#: Code 39, nine elements a character, bar first; 1 is wide.
_CODE_39: Final = {
    "0": "000110100", "1": "100100001", "2": "001100001", "3": "101100000", "4": "000110001", "5": "100110000",
    "6": "001110000", "7": "000100101", "8": "100100100", "9": "001100100", "*": "010010100",
}  # fmt: skip


def _print_barcode(page: Page, form: Form, number: str) -> None:
    left, top, right, bottom = (
        side * extent for side, extent in zip(form.barcode, (page.width, page.height) * 2, strict=True)
    )
    elements = [int(one) * 1.5 + 1 for letter in f"*{number}*" for one in _CODE_39[letter] + "0"]
    unit = (right - left) / sum(elements)
    x = left
    for place, element in enumerate(elements):
        # Ten elements a character, the tenth the gap: bars stand at even places.
        if place % 10 % 2 == 0:
            page.draw.rectangle((x, top, x + element * unit - 1, bottom), fill=(36, 36, 40))
        x += element * unit
    printed = f"*{number}*" if form.asterisks else number
    step = (right - left) / len(printed)
    font = _font(form.overprint.latin, 0.0225 * page.width)
    boxes = []
    for place, letter in enumerate(printed):
        spot = (left + step * (place + 0.5), bottom + form.digits_drop * page.height)
        page.draw.text(spot, letter, font=font, fill=(40, 40, 46), anchor="mm")
        boxes.append(page.draw.textbbox(spot, letter, font=font, anchor="mm"))
    page.record(_F.BARCODE_NUMBER, printed, number, boxes)
    page.areas["barcode"] = (left, top, right, bottom)


# The tuning family: Noto and DejaVu.

_MAIN: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.027, 0.146, 0.204, 0.173, 0.214, 0.435, "Plate No."),
    _F.VEHICLE_TYPE: Cell("车辆类型", 0.438, 0.556, 0.204, 0.590, 0.214, 0.975, "Vehicle Type"),
    _F.OWNER: Cell("所有人", 0.027, 0.146, 0.327, 0.172, 0.330, 0.975, "Owner"),
    _F.ADDRESS: Cell("住址", 0.027, 0.150, 0.445, 0.172, 0.447, 0.975, "Address"),
    _F.USE_CHARACTER: Cell("使用性质", 0.027, 0.148, 0.560, 0.178, 0.572, 0.345, "Use Character"),
    _F.MODEL: Cell("品牌型号", 0.370, 0.490, 0.560, 0.518, 0.568, 0.975, "Model"),
    _F.VIN: Cell("车辆识别代号", 0.272, 0.443, 0.680, 0.462, 0.697, 0.975, "VIN"),
    _F.ENGINE_NUMBER: Cell("发动机号码", 0.274, 0.420, 0.795, 0.445, 0.797, 0.975, "Engine No."),
    _F.REGISTRATION_DATE: Cell("注册日期", 0.275, 0.387, 0.908, 0.415, 0.925, 0.630, "Register Date"),
    _F.ISSUE_DATE: Cell("发证日期", 0.638, 0.742, 0.908, 0.770, 0.925, 0.975, "Issue Date"),
}
_SUB: Final = {
    _F.PLATE_NUMBER: Cell("号牌号码", 0.031, 0.150, 0.090, 0.175, 0.070, 0.430),
    _F.ARCHIVE_NUMBER: Cell("档案编号", 0.452, 0.560, 0.088, 0.610, 0.072, 0.975),
    _F.PASSENGERS: Cell("核定载人数", 0.031, 0.150, 0.205, 0.175, 0.187, 0.600),
    _F.GROSS_MASS: Cell("总质量", 0.611, 0.738, 0.207, 0.766, 0.188, 0.975),
    _F.KERB_MASS: Cell("整备质量", 0.033, 0.152, 0.320, 0.175, 0.302, 0.600),
    _F.LOAD_MASS: Cell("核定载质量", 0.611, 0.745, 0.322, 0.766, 0.302, 0.975),
    _F.DIMENSIONS: Cell("外廓尺寸", 0.033, 0.152, 0.435, 0.175, 0.417, 0.600),
    _F.TOWING_MASS: Cell("准牵引总质量", 0.613, 0.745, 0.440, 0.766, 0.417, 0.975),
    _F.REMARKS: Cell("备注", 0.035, 0.152, 0.550, 0.175, 0.535, 0.975),
    _F.INSPECTION_RECORD: Cell("检验记录", 0.036, 0.152, 0.785, 0.180, 0.715, 0.975),
}
_MARKS: Final = {Side.MAIN_PAGE: (0.830, 0.055, 0.985, 0.0), Side.SUB_PAGE: (0.150, 0.905, 0.400, 0.0)}


def moved(
    cells: dict[FieldName, Cell], labels: tuple[float, float], values: tuple[float, float]
) -> dict[FieldName, Cell]:
    """The table with labels and values moved by parts of the page."""
    return {
        name: replace(
            cell,
            left=cell.left + labels[0],
            right=cell.right + labels[0],
            y=cell.y + labels[1],
            value_x=cell.value_x + values[0],
            value_y=cell.value_y + values[1],
        )
        for name, cell in cells.items()
    }


_PALE_BLUE: Final = ((206, 226, 236), (234, 218, 232), (208, 230, 240))
_GREENISH: Final = ((212, 226, 222), (236, 214, 222), (214, 228, 226))
_DEEP: Final = ((178, 210, 232), (226, 204, 226), (182, 216, 236))

_CRISP: Final = Form(
    name="crisp",
    main=_MAIN,
    sub=_SUB,
    title=(0.178, 0.088, 0.815, 0.0470),
    english_title=(0.178, 0.138, 0.815, 0.0205),
    seal=(0.027, 0.640, 0.259, 0.970),
    barcode=(0.425, 0.826, 0.955, 0.922),
    labels=NOTO_SONG_BOLD,
    titles=NOTO_HEI,
    english=Typeface(DEJAVU + "DejaVuSerif.ttf"),
    overprint=Overprint(NOTO_HEI, Typeface(DEJAVU + "DejaVuSansMono.ttf"), pitch=0.56),
    palette=_PALE_BLUE,
    marks=_MARKS,
)

#: Three variants: laser print, needle print on the lines, needle print that leans over the rules.
TUNING_VARIANTS: Final[dict[str, Form]] = {
    form.name: form
    for form in (
        _CRISP,
        replace(
            _CRISP,
            name="needles",
            main=moved(_MAIN, (0.012, -0.004), (0.004, 0.010)),
            sub=moved(_SUB, (0.004, -0.004), (-0.010, 0.018)),
            title=(0.196, 0.080, 0.800, 0.0450),
            english_title=(0.196, 0.128, 0.800, 0.0190),
            seal=(0.040, 0.636, 0.268, 0.962),
            barcode=(0.445, 0.832, 0.965, 0.926),
            overprint=Overprint(
                NOTO_SONG, Typeface(DEJAVU + "DejaVuSansMono.ttf"), ink=(58, 60, 70), needles=24, pitch=0.53, slant=0.10
            ),
            palette=_GREENISH,
            label_colour=(66, 74, 80),
            value_size=0.0360,
            english_drop=0.040,
            asterisks=False,
            boxed_stamps=False,
            strip_strength=0.40,
        ),
        replace(
            _CRISP,
            name="bold",
            main=moved(_MAIN, (-0.004, 0.004), (0.010, -0.004)),
            sub=moved(_SUB, (-0.002, 0.003), (0.006, 0.008)),
            seal=(0.030, 0.646, 0.254, 0.972),
            labels=NOTO_SONG,
            titles=NOTO_HEI_BOLD,
            english=Typeface(DEJAVU + "DejaVuSerifCondensed.ttf"),
            overprint=Overprint(
                NOTO_SONG_BOLD, Typeface(DEJAVU + "DejaVuSansCondensed.ttf"), ink=(24, 24, 28), narrow=0.86, slant=0.04
            ),
            palette=_DEEP,
            label_size=0.0280,
            value_size=0.0335,
            strip=0.098,
            strip_strength=0.65,
            seal_columns=4,
        ),
    )
}

_DRAW: Final = {Side.MAIN_PAGE: draw_main_page, Side.SUB_PAGE: draw_sub_page}


def draw(side: Side, seed: int, style_name: str, forms: dict[str, Form] = TUNING_VARIANTS) -> Specimen:
    """``side`` of the licence of the vehicle of ``seed`` on the form called ``style_name``."""
    return _DRAW[side](invent_vehicle(seed), forms[style_name])
