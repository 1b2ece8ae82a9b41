"""Seals drawn on security paper, under and over black print, read as a whole."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from kyc.recognition.lines import TextLine
from kyc.recognition.networks import TextNetworks
from kyc.recognition.placing import Placing
from kyc.recognition.seal import _cut, _imprint, authority, read_seal, with_province
from tests.recognition.printed_lines import line
from tests.specimens.drawings import guilloche
from tests.specimens.driving_licence import draw_seal, seal_rows
from tests.specimens.page import SONG, SONG_BOLD

WIDTH, HEIGHT = 1000, 682
PLACE = (0.05, 0.53, 0.27, 0.86)
RED = (196, 28, 40)
PALE = ((206, 230, 222), (222, 234, 216), (198, 228, 220))
Pixels = npt.NDArray[np.uint8]


def flat(width: int = WIDTH, height: int = HEIGHT) -> Placing:
    """A page that fills the picture."""
    matrix = np.diag([1 / width, 1 / width, 1.0])
    return Placing(matrix, width / height, (), matrix)


def paper() -> npt.NDArray[Any]:
    return guilloche(WIDTH, HEIGHT, PALE, "seal").copy()


def stamped(page: npt.NDArray[Any], ink: npt.NDArray[Any], left: int, top: int) -> Pixels:
    """Ink over whatever is there: it darkens, and nothing shines through black."""
    region = page[top : top + ink.shape[0], left : left + ink.shape[1]].astype(np.float32)
    alpha = 0.85 * ink[..., None]
    inked = region * (1 - alpha) + np.minimum(region, np.array(RED, np.float32)) * alpha
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = inked.astype(np.uint8)
    return np.asarray(page, np.uint8)


def print_over(page: npt.NDArray[Any], text: str, x: int, y: int, size: int) -> npt.NDArray[Any]:
    image = Image.fromarray(page)
    font = ImageFont.truetype(SONG, size, index=2)
    ImageDraw.Draw(image).text((x, y), text, font=font, fill=(24, 24, 28))
    return np.array(image)


def square_seal(text: str, page: npt.NDArray[Any], left: int = 52, top: int = 366) -> Pixels:
    return stamped(page, draw_seal(text, (216, 220), SONG_BOLD, random.Random(text)), left, top)


def round_seal(text: str, side: int) -> npt.NDArray[Any]:
    """Characters around a rim that is open at the bottom, a star in the middle."""
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    pen.ellipse((3, 3, side - 4, side - 4), outline=255, width=5)
    pen.regular_polygon((side / 2, side / 2, side * 0.12), 5, fill=255)
    font = ImageFont.truetype(SONG_BOLD, round(side * 0.13), index=2)
    for place, letter in enumerate(text):
        turn = 232 - place * 284 / (len(text) - 1)
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text((side / 2, side * 0.135), letter, font=font, fill=255, anchor="mm")
        layer.paste(255, mask=glyph.rotate(turn - 90, resample=Image.Resampling.BICUBIC))
    return np.asarray(layer, np.float32) / 255


@pytest.mark.parametrize(
    "text",
    [
        "上海市公安局交通警察总队",
        "广东省深圳市公安局交通警察支队",
        "北京市公安局公安交通管理局",
        "黑龙江省大庆市公安局交通警察支队",
        "广西南宁市公安局交通警察支队",
    ],
)
def test_rows_of_every_length(networks: TextNetworks, text: str) -> None:
    seal = read_seal(networks, square_seal(text, paper()), flat(), PLACE)
    assert seal.text == text
    assert seal.confidence > 0.8
    quad = seal.quad()
    assert quad is not None
    xs, ys = zip(*quad.points, strict=True)
    assert 40 < min(xs) < 75
    assert 250 < max(xs) < 285
    assert 360 < min(ys) < 400
    assert 560 < max(ys) < 600


def test_black_print_across_the_seal_is_taken_out(networks: TextNetworks) -> None:
    printed = print_over(paper(), "有效期限2015-01-01", 60, 470, 26)
    text = "广东省深圳市公安局交通警察支队"
    assert read_seal(networks, square_seal(text, printed), flat(), PLACE).text[:5] == text[:5]


def test_a_seal_stamped_beside_its_place_is_found(networks: TextNetworks) -> None:
    text = "天津市公安局交通管理局"
    assert read_seal(networks, square_seal(text, paper(), left=26, top=340), flat(), PLACE).text == text


def test_a_red_table_beside_the_page_is_no_ink() -> None:
    """A seal's place has room around it, which ends where the page does."""
    table = np.full((HEIGHT, 100, 3), (200, 20, 20), np.uint8)
    pixels = np.hstack([table, np.full((HEIGHT, WIDTH, 3), 230, np.uint8), table])
    matrix = np.diag([1 / WIDTH, 1 / WIDTH, 1.0]) @ np.array([[1, 0, -100], [0, 1, 0], [0, 0, 1.0]])
    page = Placing(matrix, WIDTH / HEIGHT, (), matrix)
    for place in ((0.015, 0.55, 0.24, 0.86), (0.78, 0.55, 0.99, 0.86)):
        assert _cut(pixels, page, place).pixels[2:-2, 2:-2].min() > 200


def test_a_grey_copy_has_its_seal_read_in_grey(networks: TextNetworks) -> None:
    text = "上海市公安局交通警察总队"
    grey = cv2.cvtColor(square_seal(text, paper()), cv2.COLOR_RGB2GRAY)
    under_a_lamp = np.clip(grey[..., None] * np.array([1.05, 0.98, 0.80]), 0, 255).astype(np.uint8)
    assert read_seal(networks, np.repeat(grey[..., None], 3, axis=2), flat(), PLACE).text == text
    assert read_seal(networks, under_a_lamp, flat(), PLACE).text == text


def test_a_label_under_a_grey_seal_is_no_row_of_it(networks: TextNetworks) -> None:
    text = "黑龙江省大庆市公安局交通警察支队"
    pixels = print_over(np.array(square_seal(text, paper())), "有效起始日期", 66, 590, 30)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    assert read_seal(networks, np.repeat(grey[..., None], 3, axis=2), flat(), PLACE).text == text


def test_a_round_seal_is_read_around_its_rim(networks: TextNetworks) -> None:
    text = "样州市公安局车辆管理所"
    pixels = stamped(paper(), round_seal(text, 230), 48, 362)
    assert read_seal(networks, pixels, flat(), PLACE).text == text


def test_paper_without_a_seal_says_nothing(networks: TextNetworks) -> None:
    assert read_seal(networks, np.asarray(paper(), np.uint8), flat(), PLACE).text == ""


class _NoNetworks:
    """Stands where nothing may be read."""

    def recognise(self, lines: list[Pixels]) -> list[Any]:
        raise AssertionError("read again")


def test_what_the_lines_say_without_doubt_is_not_read_again() -> None:
    rows = seal_rows("上海市公安局交通警察总队")
    pixels = square_seal("".join(rows), paper())
    lines = [_row(row, at, len(rows)) for at, row in enumerate(rows)]
    seal = read_seal(_NoNetworks(), pixels, flat(), PLACE, lines)  # type: ignore[arg-type]
    assert seal.text == "上海市公安局交通警察总队"


def test_black_lines_in_the_seals_place_are_no_seal(networks: TextNetworks) -> None:
    printed = print_over(print_over(paper(), "使用性质", 66, 400, 36), "非营运", 66, 500, 36)
    lines = [_row("使用性质", 0, 2), _row("非营运", 1, 2)]
    assert read_seal(networks, np.asarray(printed, np.uint8), flat(), PLACE, lines).text == ""


def test_a_row_narrower_than_the_others_lost_a_character_and_is_read_again(networks: TextNetworks) -> None:
    text = "吉林省长春市公安局交通警察支队"
    rows = seal_rows(text)
    lines = [_row(row, at, len(rows)) for at, row in enumerate(rows)]
    lines[0] = _row(rows[0][:-1], 0, len(rows), right=217)
    assert read_seal(networks, square_seal(text, paper()), flat(), PLACE, lines).text == text


def test_a_row_between_two_red_ones_is_of_the_seal_though_its_ink_is_faint() -> None:
    rows = seal_rows("陕西省宝鸡市公安局交通警察支队")
    assert len(rows) == 3
    pixels = square_seal("".join(rows), paper())
    lines = [_row(row, at, len(rows)) for at, row in enumerate(rows)]
    top, bottom = int(lines[1].corners[:, 1].min()), int(lines[1].corners[:, 1].max())
    grey = cv2.cvtColor(pixels[top:bottom, 60:260], cv2.COLOR_RGB2GRAY)
    pixels[top:bottom, 60:260] = grey[..., None]
    assert read_seal(_NoNetworks(), pixels, flat(), PLACE, lines).text == "".join(rows)  # type: ignore[arg-type]


class _Differing:
    """Reads every other picture as something else."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def recognise(self, pictures: list[Pixels]) -> list[TextLine]:
        return [_row(self.texts[at % len(self.texts)], 0, 3) for at, _ in enumerate(pictures)]


def test_a_character_that_two_looks_read_differently_is_doubted() -> None:
    pixels = square_seal("陕西省宝鸡市公安局交通警察支队", paper())
    seal = read_seal(_Differing("霁州局", "天州局"), pixels, flat(), PLACE)  # type: ignore[arg-type]
    assert {glyph.text: glyph.confidence < 0.95 for glyph in seal.glyphs} == {"霁": True, "州": False, "局": False}


@pytest.mark.parametrize(("row", "sure"), [("辽宁省公安", False), ("省公安厅", True)])
def test_a_seal_that_ends_as_no_authority_does_is_never_sure(row: str, sure: bool) -> None:
    pixels = square_seal("陕西省宝鸡市公安局交通警察支队", paper())
    seal = read_seal(_Differing(row), pixels, flat(), PLACE)  # type: ignore[arg-type]
    assert (seal.confidence >= 0.95) is sure


def test_a_seal_in_parts_is_one_square() -> None:
    """A light spot on its lower left took the frame and parted the rows."""
    red = np.zeros((400, 360), np.float32)
    cv2.fillPoly(red, [np.array([[60, 60], [300, 60], [300, 190], [160, 190]])], 1.0)
    cv2.rectangle(red, (60, 230), (300, 300), 1.0, cv2.FILLED)
    imprint = _imprint(red)
    assert imprint is not None
    corners, is_round = imprint
    assert not is_round
    assert np.allclose(corners, [[60, 60], [300, 60], [300, 300], [60, 300]], atol=4)


def test_half_of_a_square_is_no_circle() -> None:
    red = np.zeros((400, 360), np.float32)
    cv2.fillPoly(red, [np.array([[60, 60], [300, 60], [300, 190], [180, 190]])], 1.0)
    imprint = _imprint(red)
    assert imprint is not None
    assert not imprint[1]


def test_a_seal_without_colour_that_the_lines_say_is_not_read_again() -> None:
    """What stands above and below it in the same column, an address' end and a label, is none of it."""
    text = "黑龙江省大庆市公安局交通警察支队"
    grey = cv2.cvtColor(square_seal(text, paper()), cv2.COLOR_RGB2GRAY)
    rows = ["109号", *seal_rows(text), "有效期限"]
    lines = [_row(row, at, len(rows)) for at, row in enumerate(rows)]
    seal = read_seal(_NoNetworks(), np.repeat(grey[..., None], 3, axis=2), flat(), PLACE, lines)  # type: ignore[arg-type]
    assert seal.text == text


def test_a_narrow_last_row_of_a_known_ending_lost_nothing() -> None:
    rows = ("北京市公安", "局公安交通", "管理局")
    lines = [_row(row, at, 3, right=254 if at < 2 else 190) for at, row in enumerate(rows)]
    pixels = square_seal("".join(rows), paper())
    assert read_seal(_NoNetworks(), pixels, flat(), PLACE, lines).text == "".join(rows)  # type: ignore[arg-type]


def test_a_first_reading_that_names_an_authority_stands_against_one_that_does_not() -> None:
    """One doubtful character made it be read again."""
    rows = ("陕西省宝鸡", "市公安局交", "通警察支队")
    lines = [_row(row, at, 3) for at, row in enumerate(rows)]
    doubtful = (replace(lines[0].characters[3], confidence=0.7), *lines[0].characters[4:])
    lines[0] = replace(lines[0], characters=(*lines[0].characters[:3], *doubtful))
    grey = cv2.cvtColor(square_seal("".join(rows), paper()), cv2.COLOR_RGB2GRAY)
    nonsense: Any = _Differing("公公回警", "大队有效")
    seal = read_seal(nonsense, np.repeat(grey[..., None], 3, axis=2), flat(), PLACE, lines)
    assert seal.text == "".join(rows)
    assert seal.confidence < 0.9


def _row(text: str, at: int, count: int, right: float = 254) -> TextLine:
    top, high = 376 + at * 200 / count, 200 / count
    corners = np.array([[66, top], [right, top], [right, top + high], [66, top + high]], np.float32)
    return TextLine(corners, line(text, 0, 0, 1).characters)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("广东省深圳市公安局交通警察支队", "广东省深圳市公安局交通警察支队"),
        ("广东省深圳市公安局交通警祭支队", "广东省深圳市公安局交通警察支队"),
        ("广东省深圳市公安局交通察支队", "广东省深圳市公安局交通警察支队"),
        ("内蒙占包头市公安局交通警察支队", "内蒙古包头市公安局交通警察支队"),
        ("黑龙汀省大庆市公安局交通警察支队", "黑龙江省大庆市公安局交通警察支队"),
        ("宁夏回族白治区银川市公安局交通警察支队", "宁夏回族自治区银川市公安局交通警察支队"),
        ("广东省深圳市公安局交通警察队", "广东省深圳市公安局交通警察队"),
        ("某某管理处", "某某管理处"),
    ],
)
def test_known_endings_and_provinces_are_put_right_and_it_says_so(raw: str, value: str) -> None:
    found = authority(raw)
    assert found.value == value
    assert (found.words is not None) == (raw != value)


@pytest.mark.parametrize(
    "text", ["上饶市信州区", "北流市民安镇", "大庆市公安局", "沪南省某市", "吉林市船营区", "宁夏银川市"]
)
def test_a_city_is_no_province_misread(text: str) -> None:
    assert with_province(text) == text
