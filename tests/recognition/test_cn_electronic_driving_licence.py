"""The app's page, on lines whose text and place are given, and on screenshots and photographs of drawn pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyc.documents.kinds import FieldName, Side
from kyc.recognition.layouts import cn_electronic_driving_licence as layout
from kyc.recognition.layouts import pairs
from kyc.recognition.layouts.layout import Look
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import TextNetworks
from kyc.recognition.reader import read_lines
from tests.recognition.printed_lines import HEIGHT as FRAME
from tests.recognition.printed_lines import line
from tests.specimens.electronic_licence import TUNING_SCREENS, draw, on_telephone
from tests.specimens.photograph import PhotoSettings, photograph

VALUES = {
    "证号": "11990119900124003X",
    "姓名": "王小明",
    "性别": "男",
    "国籍": "中国",
    "出生日期": "1990-01-24",
    "初次领证日期": "2012-02-19",
    "准驾车型": "C1D",
    "有效期限": "2018-02-19 至 2028-02-19",
    "档案编号": "110123405123",
    "状态": "逾期未换证",
    "累积记分": "1分",
    "当前时间": "2026-11-01 12:30:45",
    "生成时间": "2026-11-01 12:30:11",
}
READ = {
    "licence_number": "11990119900124003X",
    "name": "王小明",
    "sex": "男",
    "nationality": "中国",
    "birth_date": "1990-01-24",
    "first_issue_date": "2012-02-19",
    "licence_class": "C1D",
    "valid_from": "2018-02-19",
    "valid_to": "2028-02-19",
    "archive_number": "110123405123",
    "status": "逾期未换证",
    "accumulated_points": "1分",
    "current_time": "2026-11-01T12:30:45",
    "generation_time": "2026-11-01T12:30:11",
}
#: Width of a character and height of a line in parts of the drawn frame.
STEP, HEIGHT = 0.03, 0.06


def _line(text: str, x: float, y: float, angle: float = 0.0) -> TextLine:
    return line(text, x, y, STEP * len(text), height=HEIGHT, angle=angle)


def beside(angle: float = 0.0, values: dict[str, str] = VALUES) -> list[TextLine]:
    pairs = enumerate(values.items())
    return [
        one
        for row, (label, value) in pairs
        for one in (_line(label, 0.05, 0.1 * row, angle), _line(value, 0.35, 0.1 * row, angle))
        if one.text
    ]


def below(angle: float = 0.0, values: dict[str, str] = VALUES) -> list[TextLine]:
    return [
        one
        for place, (label, value) in enumerate(values.items())
        for one in (
            _line(label, 0.05 + 0.5 * (place % 2), 0.2 * (place // 2), angle),
            _line(value, 0.05 + 0.5 * (place % 2), 0.2 * (place // 2) + 0.075, angle),
        )
        if one.text
    ]


def flush(angle: float = 0.0, values: dict[str, str] = VALUES) -> list[TextLine]:
    return [
        one
        for row, (label, value) in enumerate(values.items())
        for one in (
            _line(label, 0.05, 0.1 * row, angle),
            _line(value, 0.95 - STEP * len(value), 0.1 * row, angle),
        )
        if one.text
    ]


def together(angle: float = 0.0, values: dict[str, str] = VALUES) -> list[TextLine]:
    """Label and value read as one line, a colon between."""
    return [_line(f"{label}:{value}", 0.05, 0.1 * row, angle) for row, (label, value) in enumerate(values.items())]


def values_of(lines: list[TextLine]) -> dict[str, str]:
    (face,) = layout.find_faces(lines)
    return {field.name.value: field.value for field in layout.read_face(face, "a")}


@pytest.mark.parametrize("page", [beside, below, flush, together])
def test_every_field_wherever_its_value_stands(page: object) -> None:
    assert values_of(page()) == READ  # type: ignore[operator]


@settings(max_examples=20, deadline=None)
@given(st.floats(-180, 180), st.sampled_from([beside, below, flush, together]))
def test_no_angle_changes_what_is_read(angle: float, page: object) -> None:
    assert values_of(page(angle)) == READ  # type: ignore[operator]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(beside()))))
def test_no_order_of_lines_changes_what_is_read(order: list[int]) -> None:
    lines = beside()
    assert values_of([lines[index] for index in order]) == READ


def mixed(values: dict[str, str] = VALUES) -> list[TextLine]:
    """Rows of pairs at the top, stacked pairs in two columns below them, rows again at the bottom."""
    shown = list(values.items())
    return [
        one
        for lines in (
            beside(values=dict(shown[:4])),
            [_moved(one, 0.4) for one in below(values=dict(shown[4:9]))],
            [_moved(one, 1.1) for one in beside(values=dict(shown[9:]))],
        )
        for one in lines
    ]


def _moved(one: TextLine, down: float) -> TextLine:
    return replace(one, corners=one.corners + np.array([0, down * FRAME], np.float32))


def test_rows_and_stacked_pairs_on_one_page() -> None:
    assert values_of(mixed()) == READ


def test_a_plain_label_looks_where_values_around_it_stand() -> None:
    misread = mixed(values={**VALUES, "性别": "别"})
    assert values_of(misread) == {**READ, "sex": ""}


def test_a_value_that_fits_outlives_a_look_that_loses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    doubted = [
        replace(one, characters=tuple(replace(char, confidence=0.85) for char in one.characters))
        if one.text == "男"
        else one
        for one in beside()
    ]
    monkeypatch.setattr(layout, "resolve_doubts", lambda networks, pixels, lines: (reread(lines[0], "别"),))
    (face,) = layout.find_faces(doubted)
    seen = layout._without_doubts(face, Look(None, np.zeros((1, 1, 3), np.uint8)))  # type: ignore[arg-type]
    assert {field.name.value: field.value for field in layout.read_face(seen, "a")} == READ


def reread(one: TextLine, text: str) -> TextLine:
    return replace(one, characters=tuple(replace(one.characters[0], text=char) for char in text))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([beside, below, together]),
    st.lists(st.booleans(), min_size=26, max_size=26),
    st.lists(st.integers(0, 5), min_size=26, max_size=26),
    st.booleans(),
)
def test_the_cheap_test_rules_out_no_page(page: object, kept: list[bool], wrong: list[int], titled: bool) -> None:
    """Pages with labels missing and misread are found as they are where every line is looked through."""
    lines = [
        _misread(one, at)
        for one, keep, at in zip(page(), kept, wrong, strict=False)
        if keep  # type: ignore[operator]
    ]
    lines += [_line("电子驾驶证", 0.3, -0.1)] if titled else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "may_hold", lambda text, label: True)
        patch.setattr(pairs, "may_hold", lambda text, label: True)
        whole = layout.find_faces(lines)
    assert [(face.lines, face.placing.fitted) for face in layout.find_faces(lines)] == [
        (face.lines, face.placing.fitted) for face in whole
    ]


def _misread(one: TextLine, at: int) -> TextLine:
    text = one.text if at >= len(one.text) or at > 3 else f"{one.text[:at]}口{one.text[at + 1 :]}"
    return replace(
        one, characters=tuple(replace(char, text=seen) for char, seen in zip(one.characters, text, strict=True))
    )


def test_two_dates_under_labels_of_their_own() -> None:
    values = {**VALUES, "有效期限": "", "有效起始日期": "2018-02-19", "失效日期": "长期"}
    del values["有效期限"]
    found = values_of(beside(values=values))
    assert (found["valid_from"], found["valid_to"]) == ("2018-02-19", "长期")


@pytest.mark.parametrize(
    ("label", "printed", "name", "value"),
    [
        ("有效期限", "2018-02-19至长期", "valid_to", "长期"),
        ("准驾车型", "Cl", "licence_class", "C1"),
        ("准驾车型", "A1A2", "licence_class", "A1A2"),
        ("状态", "正常", "status", "正常"),
        ("状态", "逾期末体检", "status", "逾期未体检"),
        ("状态", "协查", "status", "协查"),
        ("累积记分", "12分", "accumulated_points", "12分"),
        ("证号", "E00123456", "licence_number", "E00123456"),
        ("姓名", "HONG SAEBYEOK", "name", "HONG SAEBYEOK"),
        ("当前时间", "2026-13-01 12:30:45", "current_time", ""),
        ("出生日期", "1990-02-30", "birth_date", ""),
    ],
)
def test_one_value_printed_otherwise(label: str, printed: str, name: str, value: str) -> None:
    found = values_of(beside(values={**VALUES, label: printed}))
    assert found == {**READ, name: value}


@pytest.mark.parametrize("page", [beside, below, flush])
@pytest.mark.parametrize(
    ("label", "name"), [("姓名", "name"), ("性别", "sex"), ("状态", "status"), ("国籍", "nationality")]
)
def test_what_was_not_read_is_no_other_value(page: object, label: str, name: str) -> None:
    found = values_of(page(values={**VALUES, label: ""}))  # type: ignore[operator]
    assert found == {**READ, name: ""}


def test_a_sex_whose_label_was_not_read_is_told_by_its_look() -> None:
    lines = [one for one in beside() if one.text != "性别"]
    assert values_of(lines)["sex"] == "男"
    assert values_of([*lines, _line("女", 0.7, 0.35)])["sex"] == ""


@pytest.mark.parametrize("page", [beside, together])
def test_a_time_whose_label_was_misread_is_the_one_missing(page: object) -> None:
    shown = {("加时间" if label == "当前时间" else label): value for label, value in VALUES.items()}
    assert values_of(page(values=shown)) == READ  # type: ignore[operator]


def test_of_two_times_without_labels_the_earlier_is_that_of_generation() -> None:
    shown = {label.replace("当前时间", "加时间").replace("生成时间", "成"): one for label, one in VALUES.items()}
    assert values_of(beside(values=shown)) == READ
    one_of_them = {label: one for label, one in shown.items() if label != "成"}
    assert values_of(beside(values=one_of_them)) == {**READ, "current_time": "", "generation_time": ""}


def test_what_the_other_values_tell_is_never_sure() -> None:
    shown = {label.replace("当前时间", "加时间").replace("生成时间", "成"): one for label, one in VALUES.items()}
    (face,) = layout.find_faces(beside(values=shown))
    told = {one.name: one.confidence for one in layout.read_face(face, "a")}
    assert max(told[FieldName.CURRENT_TIME], told[FieldName.GENERATION_TIME]) <= 0.90


def test_dates_without_labels_are_told_by_the_number_and_by_each_other() -> None:
    lost = {"出生日期": "DEN", "初次领证日期": "1Y", "有效期限": "1YOR"}
    assert values_of(below(values={lost.get(label, label): one for label, one in VALUES.items()})) == READ


@pytest.mark.parametrize(("label", "seen"), [("姓名", "n名"), ("当前时间", "当RN间"), ("国籍", "国B")])
@pytest.mark.parametrize("sure", [0.5, 0.99])
def test_a_label_of_which_half_was_read_is_known_where_the_rest_is_doubtful(label: str, seen: str, sure: float) -> None:
    lines = [_with_text(one, seen, sure) if one.text == label else one for one in below()]
    pieces = layout._pieces(layout.find_faces(lines)[0])
    assert (label in {piece.label.text for piece in pieces if piece.label}) is (sure < 0.9)


def _with_text(one: TextLine, text: str, confidence: float) -> TextLine:
    first = one.characters[0]
    places = (np.arange(len(text)) + 0.5) / len(text)
    characters = (
        replace(first, text=char, confidence=confidence, place=at)
        for char, at in zip(text, places.tolist(), strict=True)
    )
    return replace(one, characters=tuple(characters))


def test_a_number_that_reaches_under_the_next_columns_label_is_not_parted() -> None:
    """Between two of its digits it has as much room as values have between them."""
    lines = [_spread(one, 16) if one.text == VALUES["证号"] else one for one in below()]
    assert values_of(lines) == READ


def _spread(one: TextLine, at: int) -> TextLine:
    """``one`` with half a step more room before character ``at``."""
    step = one.characters[1].place - one.characters[0].place
    before = tuple(replace(char, place=char.place - step / 2) for char in one.characters[:at])
    return replace(one, characters=(*before, *one.characters[at:]))


def test_an_archive_number_printed_twice_needs_no_label() -> None:
    lines = [one for one in beside() if one.text != "档案编号"]
    again = _line(VALUES["档案编号"], 0.3, 1.4)
    assert values_of([*lines, again])["archive_number"] == READ["archive_number"]
    assert values_of([*lines, _line("110123405124", 0.3, 1.4)])["archive_number"] == ""


def test_a_look_at_a_place_is_taken_only_where_it_tells_more(monkeypatch: pytest.MonkeyPatch) -> None:
    without = [one for one in beside() if one.text != "姓名"]
    (face,) = layout.find_faces(without)
    looks = iter(([], [*without, _line("姓名", 0.05, 0.1)]))
    monkeypatch.setattr(layout, "look_again", lambda *given: tuple(next(looks)))
    place = (0.0, 0.0, 0.1, 0.1)
    seen = layout._looked_again(face, Look(None, np.zeros((1, 1, 3), np.uint8)), [place, place])  # type: ignore[arg-type]
    assert {field.name.value: field.value for field in layout.read_face(seen, "a")} == READ


def test_a_name_whose_last_letter_reaches_the_next_column_keeps_it() -> None:
    lines = [one for one in below() if one.text not in ("姓名", "王小明", "性别", "男")]
    row = -0.2
    name = _line("姓名", 0.05, row)
    sex = _line("性别", 0.05 + 14 * STEP, row)
    together = line("ADAMS JUNIPER Q男", 0.05, row + 0.075, STEP * 16, height=HEIGHT)
    assert values_of([*lines, name, sex, together]) == {**READ, "name": "ADAMS JUNIPER Q"}


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_name_behind_which_print_goes_on_is_doubted(goes_on: bool) -> None:
    lines = beside(values={**VALUES, "姓名": "ADAMS JUNIPER"})
    name = next(one for one in lines if one.text == "ADAMS JUNIPER")
    pixels = np.full((1200, 1400, 3), 255, np.uint8)
    left, top, right, bottom = (round(float(side)) for side in (*name.corners[0], *name.corners[2]))
    high = bottom - top
    for x in range(left, right + (high if goes_on else 0) - high // 4, high // 2):
        pixels[top + high // 4 : bottom - high // 4, x : x + high // 6] = 20
    (face,) = layout.find_faces(lines)
    face = layout._with_doubted_name(face, Look(None, pixels))  # type: ignore[arg-type]
    (field,) = (one for one in layout.read_face(face, "a") if one.name is FieldName.NAME)
    assert field.value == "ADAMS JUNIPER"
    assert (field.confidence < 0.9) == goes_on


def test_print_is_kept_as_it_stands() -> None:
    (face,) = layout.find_faces(beside())
    fields = {field.name: field for field in layout.read_face(face, "a")}
    assert fields[FieldName.CURRENT_TIME].raw == "2026-11-01 12:30:45"
    assert fields[FieldName.VALID_TO].raw == "2028-02-19"


def test_a_paper_licence_is_not_the_page() -> None:
    paper = {
        label: VALUES[label]
        for label in ("证号", "姓名", "性别", "国籍", "出生日期", "初次领证日期", "准驾车型", "有效期限")
    }
    assert layout.find_faces(beside(values={**paper, "住址": "样例省样例市", "档案编号": "110123405123"})) == []


def _labels_lost(titled: bool) -> list[TextLine]:
    """The page on a photograph that is too coarse for its labels, small and grey as they are."""
    lines = [_line("口口", 0.05, 0.1 * row) for row in range(len(VALUES))]
    lines += [_line(value, 0.35, 0.1 * row) for row, value in enumerate(VALUES.values())]
    return lines + ([_line("电子驾驶证", 0.3, -0.1)] if titled else [])


def test_under_its_title_a_page_is_told_by_its_values_alone() -> None:
    read = values_of(_labels_lost(titled=True))
    assert read == {**READ, "name": ""}


@pytest.mark.parametrize("title", ["电予驾驶证", "电子驾驶让", "宙子驾驶证"])
def test_a_title_with_one_character_misread_is_the_title(title: str) -> None:
    untimed = [one for one in _labels_lost(titled=False) if ":" not in one.text]
    assert layout.find_faces([*untimed, _line(title, 0.3, -0.1)])
    assert layout.find_faces([*untimed, _line("机动车驾驶证", 0.3, -0.1)]) == []


def test_without_its_title_a_page_is_told_by_its_values_and_times() -> None:
    """No paper prints times of day; one alone may be a camera's stamp."""
    lines = _labels_lost(titled=False)
    assert layout.find_faces(lines)
    assert layout.find_faces([one for one in lines if one.text != VALUES["当前时间"]]) == []


def test_print_that_runs_another_way_is_not_on_the_page() -> None:
    crossing = [_line("姓名李小红", 0.1, 0.2, 90.0), _line("机动车驾驶证副页", 0.1, 0.4, 90.0)]
    assert values_of([*crossing, *beside()]) == READ


def test_other_text_is_no_page() -> None:
    assert layout.find_faces([_line("报纸", 0.1, 0.1), _line("报纸", 0.4, 0.1, 90.0)]) == []
    assert layout.find_faces([]) == []
    assert layout.find_faces([_line("当前时间", 0.1, 0.1), _line("2026-11-01 12:30:45", 0.4, 0.1)]) == []


@pytest.mark.parametrize("screen", TUNING_SCREENS)
def test_screenshots_are_read_whole_and_are_their_own_outline(networks: TextNetworks, screen: str) -> None:
    drawn = draw(Side.MAIN_PAGE, 811, screen)
    pixels = np.asarray(drawn.image)
    (face,) = layout.find_faces(read_lines(networks, pixels))
    face = layout.look_closer(face, Look(networks, pixels))
    assert {field.name: field.value for field in layout.read_face(face, "a")} == drawn.normalised
    height, width = pixels.shape[:2]
    assert np.allclose(face.placing.outline(), [[0, 0], [width, 0], [width, height], [0, height]], atol=1)


@pytest.mark.parametrize("rotation", [0.0, 70.0, 190.0])
def test_a_telephone_is_read_off_a_photograph(networks: TextNetworks, rotation: float) -> None:
    drawn = on_telephone(draw(Side.MAIN_PAGE, 812, "card"))
    taken = photograph(drawn, PhotoSettings(rotation=rotation, pitch=12, yaw=-10), 812, (1500, 1500))
    pixels = np.asarray(taken.image)
    (face,) = layout.find_faces(read_lines(networks, pixels))
    face = layout.look_closer(face, Look(networks, pixels))
    assert {field.name: field.value for field in layout.read_face(face, "a")} == drawn.normalised
