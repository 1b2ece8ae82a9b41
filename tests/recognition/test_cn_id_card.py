"""The layouts of both faces, on lines whose text and place are given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.layouts import cn_id_card
from kyc.recognition.lines import TextLine
from tests.recognition.printed_lines import HEIGHT, LEFT, TOP, WIDTH, emblem_face, line, portrait_face


def fields_of(lines: list[TextLine]) -> dict[FieldName, FieldReading]:
    (face,) = cn_id_card.find_faces(lines)
    return {field.name: field for field in cn_id_card.read_face(face, "a")}


def values(lines: list[TextLine]) -> dict[str, str]:
    return {name.value: field.value for name, field in fields_of(lines).items()}


def test_every_field_of_the_portrait_face() -> None:
    assert values(portrait_face()) == {
        "name": "王小明",
        "sex": "男",
        "ethnicity": "汉",
        "birth_date": "1990-01-24",
        "address": "样例省样例市样例区一号院二号楼",
        "citizen_number": "11010119900124003X",
    }


def test_every_field_of_the_emblem_face() -> None:
    assert values(emblem_face()) == {
        "issuing_authority": "样例市公安局",
        "valid_from": "2020-01-15",
        "valid_to": "2040-01-15",
    }


@settings(deadline=None)
@given(st.floats(-180, 180))
def test_no_angle_changes_what_is_read(angle: float) -> None:
    assert values(portrait_face(angle)) == values(portrait_face())


@settings(deadline=None)
@given(st.permutations(range(len(portrait_face()))))
def test_no_order_of_lines_changes_what_is_read(order: list[int]) -> None:
    lines = portrait_face()
    assert values([lines[index] for index in order]) == values(lines)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("有效期限2020.01.15-长期", "长期"),
        ("有效期限2020.01.15-长", "长期"),
        ("有效期限20200115-20400115", "2040-01-15"),
        ("有效期限2020.01.15-2040.13.15", ""),
    ],
)
def test_the_end_of_validity(printed: str, value: str) -> None:
    assert values(emblem_face(period=printed))["valid_to"] == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [("民族汉", "汉"), ("民族维吾尔", "维吾尔"), ("民族维吾儿", "维吾尔"), ("民族仂佬", ""), ("民族火星", "")],
)
def test_ethnicity_comes_from_the_list_or_not_at_all(printed: str, value: str) -> None:
    field = fields_of(portrait_face(ethnicity=printed))[FieldName.ETHNICITY]
    assert field.value == value
    assert field.raw == printed.removeprefix("民族")
    assert (field.explanation is not None) == (value not in ("", field.raw))


def test_look_alikes_in_a_number_become_digits_and_it_says_so() -> None:
    field = fields_of(portrait_face(number="11O1O119900124003×"))[FieldName.CITIZEN_NUMBER]
    assert field.value == "11010119900124003X"
    assert field.raw == "11O1O119900124003×"
    assert field.explanation is not None


def test_what_was_hardly_read_stays_empty_and_keeps_its_print() -> None:
    lines = [line("王小明", 0.175, 0.155, 0.130, confidence=0.4), *portrait_face(name="")]
    field = fields_of(lines)[FieldName.NAME]
    assert (field.value, field.raw, field.normaliser) == ("", "王小明", "below_floor")


def test_a_missing_name_is_no_other_line() -> None:
    assert values(portrait_face(name=""))["name"] == ""


def test_a_missing_birth_date_leaves_the_rest_in_place() -> None:
    found = values(portrait_face(birth=""))
    assert (found["birth_date"], found["name"], found["address"]) == ("", "王小明", "样例省样例市样例区一号院二号楼")


def test_text_beside_the_card_is_not_the_persons() -> None:
    around = [line("报纸标题", 0.2, -0.3, 0.3), line("第二版", 1.4, 0.53, 0.2)]
    assert values([*portrait_face(), *around]) == values(portrait_face())


def test_both_faces_of_one_picture_and_two_of_one_kind() -> None:
    below = [TextLine(one.corners + np.float32([0, 800]), one.characters) for one in emblem_face()]
    assert [face.side for face in cn_id_card.find_faces([*portrait_face(), *below])] == [
        Side.PORTRAIT_FACE,
        Side.EMBLEM_FACE,
    ]
    again = [TextLine(one.corners + np.float32([0, 800]), one.characters) for one in portrait_face()]
    assert [face.side for face in cn_id_card.find_faces([*portrait_face(), *again])] == [Side.PORTRAIT_FACE] * 2


def test_other_text_is_no_card() -> None:
    assert cn_id_card.find_faces([line("会议纪要", 0.2, 0.2, 0.3), line("2020.01.15", 0.2, 0.4, 0.3)]) == []


def test_the_outline_is_where_the_words_put_it() -> None:
    (face,) = cn_id_card.find_faces(portrait_face())
    wanted = [[LEFT, TOP], [LEFT + WIDTH, TOP], [LEFT + WIDTH, TOP + HEIGHT], [LEFT, TOP + HEIGHT]]
    assert np.abs(face.placing.outline() - wanted).max() < 0.03 * WIDTH


def test_nothing_read_is_looked_for_again_and_only_that() -> None:
    (face,) = cn_id_card.find_faces(portrait_face(sex=""))
    fields = cn_id_card.read_face(face, "a")
    assert cn_id_card.places_to_look_again(fields) == [cn_id_card.PLACES[FieldName.SEX]]


def test_a_second_script_above_the_rows_is_no_value() -> None:
    """Whatever the networks make of it: Latin letters, or Chinese characters that stand where labels do."""
    second = [
        line("공민", 0.070, 0.100, 0.070, height=0.035),
        line("가람나래", 0.175, 0.100, 0.120, height=0.035),
        line("Singqbied", 0.070, 0.225, 0.100, height=0.035),
        line("早昌", 0.070, 0.350, 0.060, height=0.035),
        line("卒仝", 0.070, 0.478, 0.060, height=0.035),
        line("吾己", 0.070, 0.805, 0.120, height=0.035),
    ]
    assert values([*portrait_face(), *second]) == values(portrait_face())
    longer = line("53oy a 131,5", 0.067, 0.799, 0.270, height=0.035)
    assert values([*portrait_face(), longer]) == values(portrait_face())
    above = [line("公卫", 0.240, 0.700, 0.100, height=0.035), line("早昌斗", 0.420, 0.700, 0.200, height=0.035)]
    assert values([*emblem_face(), *above]) == values(emblem_face())


def test_an_address_of_four_rows_is_joined_from_the_top() -> None:
    more = [line("样例村三组一百", 0.175, 0.678, 0.250), line("二十号", 0.175, 0.750, 0.110)]
    assert values([*portrait_face(), *more])["address"] == "样例省样例市样例区一号院二号楼样例村三组一百二十号"


def test_a_misread_label_is_no_part_of_the_value() -> None:
    found = values(portrait_face(name_label="生名", address_label="生址安"))
    assert (found["name"], found["address"]) == ("王小明", "样例省样例市样例区一号院二号楼")


def test_digits_of_a_stamp_across_the_number_are_not_the_numbers() -> None:
    stamp = line("1复193", 0.60, 0.862, 0.35, height=0.12)
    assert values([*portrait_face(), stamp])["citizen_number"] == "11010119900124003X"


@pytest.mark.parametrize("read", ["セ川", "C川", "王8明"])
def test_a_name_with_a_character_of_no_name_is_not_shortened_but_left_empty(read: str) -> None:
    field = fields_of(portrait_face(name=read))[FieldName.NAME]
    assert (field.raw, field.value) == (read, "")


@pytest.mark.parametrize("label_at", [0.735, 0.758, 0.785])
def test_an_authority_in_two_rows_is_read_whole(label_at: float) -> None:
    lines = [
        line("中华人民共和国", 0.330, 0.158, 0.542),
        line("居民身份证", 0.293, 0.356, 0.625),
        line("签发机关", 0.240, label_at, 0.130),
        line("样例山样例族样例族自治", 0.405, 0.730, 0.450),
        line("县公安局", 0.405, 0.795, 0.160),
        line("有效期限2020.01.15-2040.01.15", 0.240, 0.877, 0.640),
    ]
    assert values(lines)["issuing_authority"] == "样例山样例族样例族自治县公安局"


def test_a_second_script_is_no_part_of_the_authority() -> None:
    lines = [*emblem_face(), line("youxnn 兰lz", 0.420, 0.700, 0.300, confidence=0.5)]
    assert values(lines)["issuing_authority"] == "样例市公安局"


def test_a_traditional_form_is_the_simplified_one_of_the_list() -> None:
    (face,) = cn_id_card.find_faces(portrait_face(ethnicity="民族漢"))
    field = next(field for field in cn_id_card.read_face(face, "a") if field.name is FieldName.ETHNICITY)
    assert (field.value, field.raw) == ("汉", "漢")


def test_a_second_scripts_label_read_as_half_of_the_names_is_not_the_names() -> None:
    """성별 above 性别, read as 名."""
    (face,) = cn_id_card.LAYOUT.find_faces([*portrait_face(), line("名", 0.066, 0.225, 0.065, confidence=0.13)])
    read = {field.name: field.value for field in cn_id_card.LAYOUT.read_face(face, "a")}
    assert read[FieldName.NAME] == "王小明"
