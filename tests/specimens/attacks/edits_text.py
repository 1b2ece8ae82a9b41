"""Text changed after capture: wiped and typed anew, or put together from characters of the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.citizen_number import check_digit
from kyc.documents.dates import parse_date
from kyc.documents.kinds import FieldName
from tests.specimens.attacks.edits_canvas import CARELESS, Canvas, Care, Wipe
from tests.specimens.page import DEJAVU, HEI, HEI_BOLD, SONG, Box, Specimen, around
from tests.specimens.photograph import Photograph

Pixels = npt.NDArray[Any]
Generator = np.random.Generator

RETYPED: Final = "retyped_text"
MOVED: Final = "moved_text"
#: A line's height, at most, in parts of the specimen's width; taller boxes hold several lines.
_ONE_LINE: Final = 0.048
#: Darker than this is a value's ink; labels are lighter.
_INK: Final = 78
_MARGIN: Final = 5
_HAN: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_HANGUL: Final = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함"
#: Characters that belong to the form of a date or term.
_KEPT: Final = "年月日至长期-."
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
_OTHER_FONTS: Final = (SONG, HEI, HEI_BOLD, DEJAVU + "DejaVuSans.ttf", DEJAVU + "DejaVuSerif.ttf")
#: Never chosen: no value of a reader's, or one that others repeat.
_LEFT_ALONE: Final = frozenset((FieldName.BARCODE_NUMBER, FieldName.REMARKS, FieldName.CONDITIONS))


@dataclass(frozen=True, slots=True)
class Typing:
    """How a value is typed anew. ``other_font`` takes another face than the document's; ``baseline``, ``pitch`` and
    ``size`` are the errors of hand and eye: parts of the text's height, and of one; ``digits`` above 0 changes that
    many digits of a number, else the whole value is typed."""

    wipe: Wipe
    care: Care = CARELESS
    other_font: bool = False
    baseline: float = 0.0
    pitch: float = 0.0
    size: float = 0.0
    digits: int = 0
    messenger: bool = False


@dataclass(frozen=True, slots=True)
class Moving:
    """How characters are moved: how many, and with how much care; whole pixels, as copy and paste does."""

    digits: int
    care: Care = CARELESS
    messenger: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """A character of a value: its place in the value, and its ink's box."""

    name: FieldName
    place: int
    box: Box


def retype(shot: Photograph, typing: Typing, seed: int) -> Photograph:
    """``shot`` with one value, or some digits of one, wiped and typed anew."""
    rng = np.random.default_rng((seed, 11))
    canvas = Canvas(shot, rng)
    cells = _numbers(canvas.specimen) if typing.digits else []
    if cells:
        specimen = _retype_digits(canvas, cells[int(rng.integers(len(cells)))], typing)
    else:
        specimen = _retype_value(canvas, typing)
    return canvas.saved(_quality(rng), specimen, messenger=typing.messenger)


def move_text(shot: Photograph, moving: Moving, seed: int) -> Photograph:
    """``shot`` with digits of a number covered by other digits cut from the same picture."""
    rng = np.random.default_rng((seed, 12))
    canvas = Canvas(shot, rng)
    numbers = _numbers(canvas.specimen)
    cells = numbers[int(rng.integers(len(numbers)))]
    name, old = cells[0].name, canvas.specimen.truth[cells[0].name]
    original, text = canvas.pixels.copy(), list(old)
    places = rng.permutation(len(cells))[: moving.digits]
    for target in (cells[int(place)] for place in places):
        donors = [cell for cell in cells if old[cell.place] != old[target.place]]
        if not donors:
            continue
        donor = donors[int(rng.integers(len(donors)))]
        text[target.place] = old[donor.place]
        _copy(canvas, original, donor, target, moving.care)
    return canvas.saved(_quality(rng), _printing(canvas.specimen, name, "".join(text)), messenger=moving.messenger)


def one_line_fields(specimen: Specimen) -> list[FieldName]:
    """Values of two characters or more on a line of their own."""
    limit = _ONE_LINE * specimen.image.width
    return [
        name
        for name, (left, top, right, bottom) in specimen.boxes.items()
        if name not in _LEFT_ALONE and len(specimen.truth[name]) >= 2 and 12 < bottom - top < limit
        and right - left > 1.2 * (bottom - top) and not _holds_labels(specimen, name)
    ]  # fmt: skip


def _holds_labels(specimen: Specimen, name: FieldName) -> bool:
    return name is FieldName.BIRTH_DATE and "年" in specimen.truth[name]


def _numbers(specimen: Specimen) -> list[list[_Cell]]:
    """The digits of each number and date whose characters stand apart, at least six of them."""
    found = (_cells(specimen, name) for name in specimen.boxes if name not in _LEFT_ALONE)
    return [cells for cells in found if len(cells) >= 6]


def _cells(specimen: Specimen, name: FieldName) -> list[_Cell]:
    text, (left, top, right, bottom) = specimen.truth[name], specimen.boxes[name]
    if bottom - top > _ONE_LINE * specimen.image.width:
        return []
    crop = np.asarray(specimen.image.convert("L"))[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
    runs = _runs((crop < _INK).any(axis=0))
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    if len(runs) not in (len(text), len(digits)) and text.isascii():
        runs = _advances(specimen, text, right - left)
    if len(runs) == len(text):
        runs = [runs[place] for place in digits]
    if len(runs) != len(digits):
        return []
    return [
        _Cell(name, place, (left + first, top, left + last, bottom))
        for place, (first, last) in zip(digits, runs, strict=True)
    ]


def _advances(specimen: Specimen, text: str, width: float) -> list[tuple[int, int]]:
    """Where the characters of ``text`` stand in ``width`` by their type's own advances: for type that leans over."""
    font = ImageFont.truetype(specimen.style.digits, 100, _face_index(specimen.style.digits))
    ends = np.cumsum([0.0, *(font.getlength(letter) for letter in text)])
    return [(round(first), round(last)) for first, last in zip(
        ends[:-1] / ends[-1] * width, ends[1:] / ends[-1] * width, strict=True)]  # fmt: skip


def _runs(filled: Pixels) -> list[tuple[int, int]]:
    """First and last column (exclusive) of each stretch of ink."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], filled.astype(np.int8), [0]])))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2) if last - first >= 2]


# --- typing anew ---------------------------------------------------------------------------------------------------


def _retype_value(canvas: Canvas, typing: Typing) -> Specimen:
    specimen, rng = canvas.specimen, canvas.rng
    names = one_line_fields(specimen)
    name = names[int(rng.integers(len(names)))]
    box, old = specimen.boxes[name], specimen.truth[name]
    new = altered(old, [place for place, letter in enumerate(old) if letter.isalnum()], rng)
    font = _font(specimen, old, box, typing, rng)
    advance = [font.getlength(letter) for letter in new]
    pitch = (box[2] - box[0]) / sum(advance) * (1 + rng.normal(0, typing.pitch))
    starts = box[0] + np.concatenate([[0], np.cumsum(advance[:-1])]) * pitch
    middles = [start + step * pitch / 2 for start, step in zip(starts, advance, strict=True)]
    _type(canvas, list(new), middles, _grown(box, _MARGIN), font, typing, baseline=(box[1] + box[3]) / 2)
    canvas.changed(RETYPED, box)
    return _printing(specimen, name, new)


def _retype_digits(canvas: Canvas, cells: Sequence[_Cell], typing: Typing) -> Specimen:
    """Neighbouring digits, as who changes a year or a sequence number does."""
    specimen, rng, name = canvas.specimen, canvas.rng, cells[0].name
    if parse_date(specimen.truth[name]) is not None:
        cells = cells[2:]
    count = min(typing.digits, len(cells))
    first = int(rng.integers(len(cells) - count + 1))
    chosen = list(cells[first : first + count])
    old = specimen.truth[name]
    new = altered(old, [cell.place for cell in chosen], rng)
    whole = specimen.boxes[name]
    font = _font(specimen, old, whole, typing, rng)
    slips = rng.normal(0, typing.pitch, len(chosen)) * (whole[3] - whole[1])
    middles = [(cell.box[0] + cell.box[2]) / 2 + slip for cell, slip in zip(chosen, slips, strict=True)]
    box = _to_neighbours(around([cell.box for cell in chosen]), cells)
    letters = [new[cell.place] for cell in chosen]
    _type(canvas, letters, middles, box, font, typing, baseline=(whole[1] + whole[3]) / 2, like=whole)
    canvas.changed(RETYPED, box)
    return _printing(specimen, name, new)


def _to_neighbours(box: Box, cells: Sequence[_Cell]) -> Box:
    """``box`` widened to the middle of the gaps beside it, so that nothing of the digits left there is touched."""
    left = max((cell.box[2] for cell in cells if cell.box[2] <= box[0]), default=box[0] - 2 * _MARGIN)
    right = min((cell.box[0] for cell in cells if cell.box[0] >= box[2]), default=box[2] + 2 * _MARGIN)
    return (left + box[0]) / 2, box[1] - _MARGIN, (right + box[2]) / 2, box[3] + _MARGIN


def _type(
    canvas: Canvas,
    letters: Sequence[str],
    middles: Sequence[float],
    box: Box,
    font: ImageFont.FreeTypeFont,
    typing: Typing,
    baseline: float,
    like: Box | None = None,
) -> None:
    """``letters`` centred at ``middles`` on what was wiped in ``box``; ``like`` is where grain is taken from."""
    care, height = typing.care, box[3] - box[1]
    own = canvas.ink(box) if care.own_ink else np.array(canvas.specimen.style.ink, np.float32)
    with canvas.with_grain(box, care, like):
        canvas.wipe(box, typing.wipe, care.feather)
        sheet = Image.new("L", canvas.specimen.image.size, 0)
        draw = ImageDraw.Draw(sheet)
        middle = baseline + canvas.rng.normal(0, typing.baseline) * height
        for letter, x in zip(letters, middles, strict=True):
            draw.text((x, middle), letter, font=font, fill=255, anchor="mm")
        part, homography = canvas.around(box)
        alpha = np.asarray(sheet, np.float32) / 255
        colours = np.broadcast_to(own, (*alpha.shape, 3)).astype(np.float32)
        canvas.lay(colours, alpha, homography, part, canvas.lens_blur() if care.soft_type else 0.0)


def _font(specimen: Specimen, old: str, box: Box, typing: Typing, rng: Generator) -> ImageFont.FreeTypeFont:
    """The face that ``old`` is printed in, or another, in the size at which ``old`` fills its box."""
    latin = all(letter.isascii() for letter in old)
    wide, high = box[2] - box[0], box[3] - box[1]
    own = min(
        (specimen.style.text, specimen.style.digits) if latin else (specimen.style.text,),
        key=lambda face: abs(np.log(np.divide(*_extent(face, old)) * high / wide)),
    )
    if typing.other_font:
        faces = [face for face in _OTHER_FONTS if face != own and (latin or not face.startswith(DEJAVU))]
        own = faces[int(rng.integers(len(faces)))]
    across, down = _extent(own, old)
    wanted = high / down if latin else min(wide / across, high / down)
    return ImageFont.truetype(own, max(8, round(100 * wanted * (1 + rng.normal(0, typing.size)))), _face_index(own))


def _extent(face: str, text: str) -> tuple[float, float]:
    """Width and height of ``text`` in a type of 100 pixels."""
    left, top, right, bottom = ImageFont.truetype(face, 100, _face_index(face)).getbbox(text)
    return right - left, bottom - top


def _face_index(path: str) -> int:
    """The simplified Chinese face of a collection, as ``tests.specimens.page`` has it."""
    return 2 if path.endswith(".ttc") else 0


def altered(text: str, places: Sequence[int], rng: Generator) -> str:
    """``text`` with other characters of the same script at ``places``. A date stays one of its century, and a citizen
    number that is changed in its last four places keeps its check."""
    is_date = parse_date(text) is not None
    for _ in range(200):
        letters = list(text)
        for place in places:
            if not (is_date and place < 2):
                letters[place] = _another(letters[place], rng)
        new = "".join(letters)
        if not is_date or parse_date(new) is not None:
            break
    if len(text) == 18 and text[:17].isdigit() and 17 in places:
        new = new[:17] + check_digit(new[:17])
    return new


def _another(letter: str, rng: Generator) -> str:
    if letter in _KEPT:
        return letter
    pool = next((pool for pool in ("0123456789", _LETTERS, _HANGUL) if letter in pool), _HAN)
    return str(rng.choice([other for other in pool if other != letter]))


# --- moving --------------------------------------------------------------------------------------------------------


def _copy(canvas: Canvas, original: Pixels, donor: _Cell, target: _Cell, care: Care) -> None:
    """The pixels of ``donor`` over ``target``, moved by whole pixels, in the tone of the paper there if careful."""
    box = _grown(target.box, _MARGIN - 1)
    middle = (target.box[0] + target.box[2]) / 2 - (donor.box[0] + donor.box[2]) / 2
    down = target.box[1] - donor.box[1]
    here = np.asarray(canvas.shot.place(canvas.index, box).points).mean(axis=0)
    source = (box[0] - middle, box[1] - down, box[2] - middle, box[3] - down)
    there = np.asarray(canvas.shot.place(canvas.index, source).points).mean(axis=0)
    across, along = (round(float(value)) for value in there - here)
    moved = np.roll(original, (-along, -across), (0, 1))
    part, _ = canvas.around(box)
    cover = canvas.cover(box, care.feather)
    patch = moved[part]
    if care.own_ink:
        inside = cover[..., 0] > 0.5
        patch = patch + np.quantile(canvas.pixels[part][inside], 0.8, axis=0) - np.quantile(patch[inside], 0.8, axis=0)
    canvas.pixels[part] = canvas.pixels[part] * (1 - cover) + patch * cover
    canvas.changed(MOVED, box)


# --- shared --------------------------------------------------------------------------------------------------------


def _printing(specimen: Specimen, name: FieldName, text: str) -> Specimen:
    """``specimen`` as it reads after the edit; its drawn image stays what it was."""
    day = parse_date(text)
    value = day.isoformat() if day is not None else text
    return replace(specimen, truth={**specimen.truth, name: text}, normalised={**specimen.normalised, name: value})


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _quality(rng: Generator) -> int:
    """What editing programs save at."""
    return int(rng.integers(75, 96))
