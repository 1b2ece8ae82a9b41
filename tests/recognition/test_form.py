"""Values of a printed form: found by their labels, by what they look like, and by how far they are off together."""

from __future__ import annotations

import re

import pytest

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.recognition.layouts.form import Form, Slot, cut_values, find_sides
from kyc.recognition.lines import TextLine
from kyc.recognition.placing import Anchor
from kyc.recognition.printed import glyphs_of
from tests.recognition.printed_lines import HEIGHT, WIDTH, line

ASPECT = WIDTH / HEIGHT
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FORM = Form(
    anchors=(
        Anchor("登记证书", 0.30, 0.70, 0.10),
        Anchor("姓名", 0.06, 0.14, 0.25),
        Anchor("国籍", 0.60, 0.68, 0.25),
        Anchor("住址", 0.06, 0.14, 0.40),
        Anchor("登记日期", 0.06, 0.22, 0.70),
        Anchor("终止日期", 0.55, 0.71, 0.70),
    ),
    slots=(
        Slot(FieldName.NAME, (0.17, 0.20, 0.55, 0.30), "姓名"),
        Slot(FieldName.NATIONALITY, (0.71, 0.20, 0.95, 0.30), "国籍"),
        Slot(FieldName.ADDRESS, (0.17, 0.35, 0.95, 0.57), "住址", lines=2),
        Slot(FieldName.VALID_FROM, (0.25, 0.65, 0.50, 0.75), "登记日期", DATE),
        Slot(FieldName.VALID_TO, (0.74, 0.65, 0.97, 0.75), "终止日期", DATE),
    ),
    besides=re.compile("(?i)name|nationality"),
)
LABELS = [
    line(anchor.text, anchor.left, anchor.y, anchor.right - anchor.left) for anchor in FORM.anchors
]  # as they are printed
VALUES = {
    FieldName.NAME: ("艾米", 0.17, 0.25, 0.09),
    FieldName.NATIONALITY: ("中国", 0.71, 0.25, 0.09),
    FieldName.VALID_FROM: ("2015-01-01", 0.25, 0.70, 0.20),
    FieldName.VALID_TO: ("2021-01-01", 0.74, 0.70, 0.20),
}
ADDRESS = (("样例市样例区样例路一号样例", 0.17, 0.41, 0.50), ("大厦六层", 0.17, 0.51, 0.16))
WANTED = {name: text for name, (text, *_) in VALUES.items()} | {FieldName.ADDRESS: "样例市样例区样例路一号样例大厦六层"}


def printed(right: float = 0.0, down: float = 0.0, without: FieldName | None = None) -> list[TextLine]:
    """The form's lines, its values as a whole off by so much of the card."""
    values = [place for name, place in VALUES.items() if name is not without]
    values += [] if without is FieldName.ADDRESS else list(ADDRESS)
    return [*LABELS, *(line(text, x + right, y + down, width) for text, x, y, width in values)]


def cut(lines: list[TextLine]) -> dict[FieldName, str]:
    (face,) = find_sides(DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE, FORM, ASPECT, lines)
    values = cut_values(FORM, glyphs_of(face.lines, face.placing))
    return {name: piece.text for name, piece in values.prints.items()}


@pytest.mark.parametrize("right", [-0.02, 0.0, 0.03])
@pytest.mark.parametrize("down", [-0.045, 0.0, 0.045])
def test_values_that_are_off_together_are_found(right: float, down: float) -> None:
    assert cut(printed(right, down)) == WANTED


@pytest.mark.parametrize("name", list(WANTED))
def test_a_missing_value_is_no_other_value(name: FieldName) -> None:
    assert cut(printed(without=name)) == WANTED | {name: ""}


def test_a_label_and_its_value_in_one_line_are_parted() -> None:
    rest = [one for one in printed(without=FieldName.NAME) if one.text not in ("姓名", "国籍", "中国")]
    assert cut([*rest, line("姓名艾米Name国籍中国", 0.06, 0.25, 0.74)])[FieldName.NAME] == "艾米"


def test_a_label_that_was_misread_is_no_value() -> None:
    lines = [one for one in printed() if one.text != "姓名"]
    assert cut([*lines, line("娃名", 0.06, 0.25, 0.08)]) == WANTED


def test_text_of_another_form_finds_nothing() -> None:
    assert (
        find_sides(DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE, FORM, ASPECT, [line("登记证书", 0.3, 0.1, 0.4)])
        == []
    )


def test_places_of_what_was_not_read_move_with_the_values() -> None:
    (face,) = find_sides(
        DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE, FORM, ASPECT, printed(0.02, 0.03, FieldName.NAME)
    )
    values = cut_values(FORM, glyphs_of(face.lines, face.placing))
    (place,) = values.unread_places([FieldName.NAME, FieldName.NATIONALITY])
    assert place == pytest.approx((0.19, 0.23, 0.57, 0.33), abs=0.012)


def test_a_character_on_which_two_boxes_overlap_is_printed_once() -> None:
    """A long record is found in pieces: 前九十 and 十日内, of one 十."""
    step = 0.04
    whole = "请于前九十日内申请换领"
    pieces = [(whole[:5], 0.17, 0.99), (whole[4:], 0.17 + 4 * step - 0.004, 0.97)]
    lines = [line(text, x, 0.41, step * len(text), confidence=sure) for text, x, sure in pieces]
    assert cut([*printed(without=FieldName.ADDRESS), *lines])[FieldName.ADDRESS] == whole


def test_two_equal_characters_beside_each_other_are_two() -> None:
    lines = [line("样例路三十", 0.17, 0.41, 0.20), line("十里铺", 0.37, 0.41, 0.12)]
    assert cut([*printed(without=FieldName.ADDRESS), *lines])[FieldName.ADDRESS] == "样例路三十十里铺"


def test_two_lines_of_small_type_are_read_one_after_the_other() -> None:
    small = [
        line("样例市样例区样例路一号样例", 0.17, 0.385, 0.40, height=0.05),
        line("大厦六层", 0.17, 0.425, 0.13, height=0.05),
    ]
    assert cut([*printed(without=FieldName.ADDRESS), *small]) == WANTED
