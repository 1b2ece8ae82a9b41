"""A name's row, on drawn rows: where its ink is, and whether all of it was read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.kinds import CARD_ASPECT, DocumentKind, Side
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.layouts.name_row import Expected, find_row, letters_of, with_whole_name
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Pixels, TextNetworks
from kyc.recognition.placing import Placing
from kyc.recognition.printed import Print, glyphs_of

ASPECT = CARD_ASPECT[DocumentKind.CN_ID_CARD]
WIDTH = 1000
HEIGHT = round(WIDTH / ASPECT)
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SIZE = 40
LEFT, MIDDLE = 200, 110
#: The card fills the picture.
_MATRIX = np.diag([1 / WIDTH, 1 / WIDTH, 1.0])
PLACING = Placing(_MATRIX, ASPECT, (), _MATRIX)


def draw_row(name: str, second: str = "", blur: float = 0.8) -> Pixels:
    page = Image.new("RGB", (WIDTH, HEIGHT), (222, 228, 232))
    draw = ImageDraw.Draw(page)
    draw.text((LEFT, MIDDLE), name, font=ImageFont.truetype(SANS, SIZE), fill=(40, 40, 46), anchor="lm")
    if second:
        font = ImageFont.truetype(LATIN, 22)
        draw.text((LEFT, MIDDLE - 38), second, font=font, fill=(40, 40, 46), anchor="lm")
    return np.asarray(cv2.GaussianBlur(np.asarray(page), (0, 0), blur), np.uint8)


def read_as(text: str, printed: str, top: int = MIDDLE - 26, bottom: int = MIDDLE + 26, sure: float = 0.99) -> TextLine:
    """``text`` as if read of the row that prints ``printed``, each character where the row has it."""
    right = LEFT + SIZE * len(printed)
    characters = tuple(
        Character(char, sure, (index + 0.5) / len(printed)) for index, char in enumerate(printed) if char in text
    )
    corners = np.array([[LEFT, top], [right, top], [right, bottom], [LEFT, bottom]], np.float32)
    return TextLine(corners, characters)


def name_in(line: TextLine) -> Print:
    return letters_of(glyphs_of([line], PLACING))


@pytest.mark.parametrize(("printed", "read"), [("莫翾", "莫"), ("訾梅趔", "訾梅"), ("孔翾稷", "孔稷")])
def test_a_character_read_as_nothing_is_noticed(printed: str, read: str) -> None:
    row = find_row(draw_row(printed), PLACING, name_in(read_as(read, printed)))
    assert row is not None
    assert row.has_more


@pytest.mark.parametrize("name", ["王小明", "欧阳一丁", "丁一", "田三土川"])
def test_a_name_that_was_read_whole_has_no_more(name: str) -> None:
    row = find_row(draw_row(name), PLACING, name_in(read_as(name, name)))
    assert row is not None
    assert not row.has_more


@pytest.mark.parametrize("name", ["王小明", "莫翾"])
def test_a_second_script_above_is_not_in_the_row(name: str) -> None:
    """One box was drawn around both; its middle lies between them."""
    line = read_as(name, name, top=MIDDLE - 52)
    row = find_row(draw_row(name, "Vuengz Daiq"), PLACING, name_in(line))
    assert row is not None
    _, top, _, bottom = row.place
    assert (MIDDLE - 28) / HEIGHT < top < (MIDDLE - 14) / HEIGHT
    assert (MIDDLE + 14) / HEIGHT < bottom < (MIDDLE + 28) / HEIGHT


def test_lines_that_go_on_above_and_below_are_no_character() -> None:
    """A watermark's strokes, or a thumb's edge, beside the name."""
    pixels = draw_row("王小明").copy()
    for x in (345, 375, 405):
        cv2.line(pixels, (x - 40, 200), (x + 40, 20), (90, 90, 96), 7, cv2.LINE_AA)
    row = find_row(pixels, PLACING, name_in(read_as("王小明", "王小明")))
    assert row is not None
    assert not row.has_more


def test_nothing_read_has_no_row() -> None:
    assert find_row(draw_row("王小明"), PLACING, Print()) is None


def test_the_whole_name_is_read_in_its_row(networks: TextNetworks) -> None:
    pixels = draw_row("莫翾")
    line = read_as("莫", "莫翾")
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, (line,))
    read = with_whole_name(face, Look(networks, pixels), name_in(line))
    assert [line.text for line in read.lines] == ["莫翾"]


def test_what_cannot_be_read_whole_is_not_known(networks: TextNetworks) -> None:
    """The second sign is none that any network reads; the first alone is not the name."""
    pixels = draw_row("莫　").copy()
    cv2.circle(pixels, (LEFT + 60, MIDDLE), 13, (40, 40, 46), 5, cv2.LINE_AA)
    cv2.circle(pixels, (LEFT + 60, MIDDLE), 4, (40, 40, 46), 4, cv2.LINE_AA)
    line = read_as("莫", "莫圆")
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, (line,))
    (read,) = with_whole_name(face, Look(networks, pixels), name_in(line)).lines
    assert name_in(read).text != "莫" or name_in(read).confidence == 0.0


def test_a_sure_name_is_not_read_again(networks: TextNetworks) -> None:
    line = read_as("王小明", "王小明")
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, (line,))
    assert with_whole_name(face, Look(networks, draw_row("王小明")), name_in(line)) is face


#: Where the other rows tell that the name stands.
EXPECTED = Expected(MIDDLE / HEIGHT, LEFT / WIDTH)


def test_a_first_character_read_as_nothing_is_noticed_where_values_begin() -> None:
    line = read_as("娟国", "石娟国")
    row = find_row(draw_row("石娟国"), PLACING, name_in(line), EXPECTED)
    assert row is not None
    assert row.has_more
    assert row.place[0] == pytest.approx(LEFT / WIDTH, abs=0.01)


def test_a_name_is_read_where_it_is_expected(networks: TextNetworks) -> None:
    """No box, or one around two rows, of which nothing was read; the longer name must not lose its end."""
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, ())
    look = Look(networks, draw_row("钱鹏建国", "Vuengz Daiq"))
    (line,) = with_whole_name(face, look, Print(), EXPECTED).lines
    assert line.text == "钱鹏建国"


def test_nonsense_from_the_script_above_is_not_the_name(networks: TextNetworks) -> None:
    """A second script can be read as Chinese with every confidence; the name stands on its own row."""
    nonsense = read_as("平文", "平文", top=MIDDLE - 58, bottom=MIDDLE - 18)
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, (nonsense,))
    look = Look(networks, draw_row("石娟国", "Vuengz Daiq"))
    (line,) = with_whole_name(face, look, name_in(nonsense), EXPECTED).lines
    assert line.text == "石娟国"


def test_a_script_that_touches_the_name_is_not_read_with_it(networks: TextNetworks) -> None:
    page = Image.fromarray(draw_row("石娟国"))
    ink, font = (40, 40, 46), ImageFont.truetype("/usr/share/fonts/truetype/baekmuk/batang.ttf", 26)
    ImageDraw.Draw(page).text((LEFT, MIDDLE - 33), "순희 정은", font=font, fill=ink, anchor="lm")
    box = read_as("娟獨", "石娟獨", top=MIDDLE - 56, sure=0.5)
    face = Face(DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE, PLACING, (box,))
    pixels = np.asarray(page, np.uint8)
    (line,) = with_whole_name(face, Look(networks, pixels), name_in(box), EXPECTED).lines
    assert name_in(line).text == "石娟国"


@pytest.mark.parametrize("mark", ["·", ".", "。", "・"])
def test_the_one_mark_inside_a_name_is_its_dot(mark: str) -> None:
    printed = f"古丽{mark}夏木比"
    assert name_in(read_as(printed, printed)).text == "古丽·夏木比"


def test_a_mark_before_or_behind_a_name_is_none_of_it() -> None:
    assert name_in(read_as(".王小明、", ".王小明、")).text == "王小明"
