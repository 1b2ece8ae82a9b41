"""The driving licence's pages, on lines whose text and place are given and on photographed specimens."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.finding import find_documents
from kyc.recognition.layouts import cn_driving_licence
from kyc.recognition.layouts.cn_driving_licence import LAYOUT
from kyc.recognition.layouts.cn_driving_licence_values import NORMALISERS
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.printed import Glyph, Print
from kyc.recognition.reader import read_lines
from tests.recognition.printed_lines import HEIGHT, WIDTH, line
from tests.specimens.driving_licence import TUNING_STYLES, draw
from tests.specimens.page import Specimen
from tests.specimens.photograph import PhotoSettings, photograph

#: A licence's page is higher than an ID card of the same width.
STRETCH = WIDTH * 60 / 88 / HEIGHT
Printed = dict[str, tuple[str, float, float, float]]

MAIN: Printed = {
    "title": ("中华人民共和国机动车驾驶证", 0.193, 0.083, 0.619),
    "number_label": ("证号", 0.289, 0.195, 0.067),
    "number": ("440524198701010014", 0.405, 0.215, 0.390),
    "name_label": ("姓名", 0.053, 0.270, 0.059),
    "name": ("王小明", 0.145, 0.300, 0.115),
    "sex_label": ("性别", 0.472, 0.272, 0.060),
    "sex": ("男", 0.560, 0.300, 0.036),
    "nationality_label": ("国籍", 0.641, 0.272, 0.060),
    "nationality": ("中国", 0.755, 0.300, 0.076),
    "address_label": ("住址", 0.053, 0.372, 0.059),
    "address": ("样例省样例市样例区一号", 0.150, 0.395, 0.420),
    "address_2": ("院二号楼", 0.100, 0.480, 0.160),
    "birth_label": ("出生日期", 0.271, 0.568, 0.119),
    "birth": ("1987-01-01", 0.435, 0.590, 0.215),
    "first_issue_label": ("初次领证日期", 0.270, 0.667, 0.176),
    "first_issue": ("2011-10-01", 0.470, 0.690, 0.215),
    "class_label": ("准驾车型", 0.271, 0.772, 0.119),
    "class": ("C1", 0.510, 0.800, 0.050),
}
NEW: Printed = {
    "period_label": ("有效期限", 0.055, 0.880, 0.119),
    "period": ("2011-10-01至2017-10-01", 0.212, 0.902, 0.500),
}
OLD: Printed = {
    "start_label": ("有效起始日期", 0.053, 0.880, 0.177),
    "start": ("2011-10-01", 0.250, 0.900, 0.215),
    "term_label": ("有效期限", 0.478, 0.880, 0.118),
    "term": ("6年", 0.630, 0.900, 0.060),
}
SUB: Printed = {
    "title": ("中华人民共和国机动车驾驶证副页", 0.140, 0.087, 0.720),
    "number_label": ("证号", 0.284, 0.189, 0.066),
    "number": ("440524198701010014", 0.400, 0.198, 0.390),
    "name_label": ("姓名", 0.058, 0.291, 0.062),
    "name": ("王小明", 0.145, 0.300, 0.115),
    "archive_label": ("档案编号", 0.485, 0.291, 0.121),
    "archive": ("440512345678", 0.625, 0.300, 0.250),
    "record_label": ("记录", 0.058, 0.432, 0.062),
    "record": ("自2011年10月01日至有效起始日期有效。请于2017", 0.155, 0.440, 0.790),
    "record_2": ("年10月01日前九十日内申请换领新驾驶证。", 0.155, 0.540, 0.700),
}


def page(
    printed: Printed, angle: float = 0.0, shift: tuple[float, float] = (0.0, 0.0), **changed: str
) -> list[TextLine]:
    """The lines of a page; ``changed`` replaces texts, "" leaves a line out; ``shift`` moves what is no label."""
    lines = []
    for name, (text, x, y, width) in printed.items():
        text = changed.get(name, text)
        dx, dy = shift if not name.endswith("label") and name != "title" else (0.0, 0.0)
        if text:
            high = 0.055 * STRETCH
            lines.append(line(text, x + dx, (y + dy) * STRETCH, width, height=high, angle=angle))
    return lines


def fields_of(lines: list[TextLine]) -> dict[FieldName, FieldReading]:
    (face,) = LAYOUT.find_faces(lines)
    return {field.name: field for field in LAYOUT.read_face(face, "a")}


def values(lines: list[TextLine]) -> dict[str, str]:
    return {
        name.value: field.value for name, field in fields_of(lines).items() if name is not FieldName.ISSUING_AUTHORITY
    }


MAIN_VALUES = {
    "licence_number": "440524198701010014",
    "name": "王小明",
    "sex": "男",
    "nationality": "中国",
    "address": "样例省样例市样例区一号院二号楼",
    "birth_date": "1987-01-01",
    "first_issue_date": "2011-10-01",
    "licence_class": "C1",
    "valid_from": "2011-10-01",
    "valid_to": "2017-10-01",
}


def test_the_main_page_with_its_period_from_one_day_to_another() -> None:
    assert values(page(MAIN | NEW)) == MAIN_VALUES


def test_the_older_main_page_with_a_first_day_and_a_term() -> None:
    assert values(page(MAIN | OLD)) == MAIN_VALUES | {"valid_to": "6年"}


def test_the_sub_page() -> None:
    assert values(page(SUB)) == {
        "licence_number": "440524198701010014",
        "name": "王小明",
        "archive_number": "440512345678",
        "record": "自2011年10月01日至有效起始日期有效。请于2017年10月01日前九十日内申请换领新驾驶证。",
    }


def test_a_sub_page_without_a_record_has_none() -> None:
    assert values(page(SUB, record="", record_2=""))["record"] == ""


@settings(deadline=None, max_examples=25)
@given(st.floats(-180, 180))
def test_no_angle_changes_what_is_read(angle: float) -> None:
    assert values(page(MAIN | OLD, angle)) == values(page(MAIN | OLD))


@settings(deadline=None, max_examples=40)
@given(st.floats(-0.02, 0.02), st.floats(-0.03, 0.03))
def test_values_printed_beside_their_lines_are_still_the_same(dx: float, dy: float) -> None:
    assert values(page(MAIN | NEW, shift=(dx, dy))) == MAIN_VALUES
    assert values(page(SUB, shift=(dx, dy))) == values(page(SUB))


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2019-03-04至长期", "2019-03-04", "长期"),
        ("2019-03-04 至 2029-03-04", "2019-03-04", "2029-03-04"),
        ("2019-03-04..至.2029~.03.-.04", "2019-03-04", "2029-03-04"),
        ("2019-03-04王2029-03-04", "2019-03-04", "2029-03-04"),
        ("2O19-03-04至2029-O3-04", "2019-03-04", "2029-03-04"),
        ("2019-03-04至2029-02-30", "2019-03-04", ""),
    ],
)
def test_periods(printed: str, start: str, end: str) -> None:
    found = values(page(MAIN | NEW, period=printed))
    assert (found["valid_from"], found["valid_to"]) == (start, end)


@pytest.mark.parametrize(("printed", "value"), [("6年", "6年"), ("10年", "10年"), ("1O年", "10年"), ("长期", "长期")])
def test_terms_of_the_older_form(printed: str, value: str) -> None:
    assert values(page(MAIN | OLD, term=printed))["valid_to"] == value


@pytest.mark.parametrize("printed", ["7年", "60年"])
def test_no_licence_has_another_term(printed: str) -> None:
    field = fields_of(page(MAIN | OLD, term=printed))[FieldName.VALID_TO]
    assert (field.value, field.raw) == ("", printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("C1", "C1"), ("CI", "C1"), ("Cl", "C1"), ("A1A2", "A1A2"), ("C1E", "C1E"), ("B2D", "B2D"), ("A1A2D", "A1A2D")],
)
def test_classes(printed: str, value: str) -> None:
    field = fields_of(page(MAIN | NEW, **{"class": printed}))[FieldName.LICENCE_CLASS]
    assert field.value == value
    assert field.raw == printed
    assert (field.explanation is not None) == (printed != value)


@pytest.mark.parametrize("printed", ["610333199012213125", "E12345678", "11010119491231002X", "110101194912310021"])
def test_numbers_are_returned_as_printed_valid_or_not(printed: str) -> None:
    field = fields_of(page(MAIN | NEW, number=printed))[FieldName.LICENCE_NUMBER]
    assert (field.value, field.raw, field.explanation) == (printed, printed, None)


def test_look_alikes_in_a_citizen_number_become_digits_and_it_says_so() -> None:
    field = fields_of(page(MAIN | NEW, number="44O5241987O1010014"))[FieldName.LICENCE_NUMBER]
    assert (field.value, field.raw) == ("440524198701010014", "44O5241987O1010014")
    assert field.explanation is not None


@pytest.mark.parametrize(("printed", "value"), [("MARIO CORDOVA", "MARIO CORDOVA"), ("阿迪力·买买提", "阿迪力·买买提")])
def test_names_of_other_scripts_keep_their_parts(printed: str, value: str) -> None:
    assert values(page(MAIN | NEW, name=printed))["name"] == value


@pytest.mark.parametrize("country", ["韩国", "中国香港", "俄罗斯"])
def test_other_nationalities(country: str) -> None:
    assert values(page(MAIN | NEW, nationality=country))["nationality"] == country


def test_half_a_country_is_none() -> None:
    assert values(page(MAIN | NEW, nationality="国"))["nationality"] == ""


def test_labels_that_were_lost_leave_the_page_to_its_title_number_and_dates() -> None:
    torn = {name: "" for name in MAIN if name.endswith("label")}
    found = values(page(MAIN | NEW, **torn))
    assert {name: found[name] for name in ("licence_number", "birth_date", "first_issue_date", "valid_to")} == {
        name: MAIN_VALUES[name] for name in ("licence_number", "birth_date", "first_issue_date", "valid_to")
    }


@pytest.mark.parametrize("piece", ["5", "78681", "678681*"])
def test_a_piece_of_the_barcodes_number_is_none_of_the_record(piece: str) -> None:
    at_the_foot = line(piece, 0.750, 0.915 * STRETCH, 0.150)
    assert values([*page(SUB), at_the_foot])["record"] == values(page(SUB))["record"]


def test_a_scrap_of_a_label_is_no_value() -> None:
    scrap = line("出", 0.271, 0.568 * STRETCH, 0.030)
    assert values([*page(MAIN | NEW, birth_label=""), scrap]) == MAIN_VALUES


def test_what_was_hardly_read_stays_empty_and_keeps_its_print() -> None:
    faint = line("王小明", 0.145, 0.300 * STRETCH, 0.115, confidence=0.4)
    field = fields_of([*page(MAIN | NEW, name=""), faint])[FieldName.NAME]
    assert (field.value, field.raw, field.normaliser) == ("", "王小明", "below_floor")


def test_every_field_of_both_pages_is_named_and_normalised() -> None:
    for side in (Side.MAIN_PAGE, Side.SUB_PAGE):
        # A record's sentences are known by how surely their characters were read, not by their text alone.
        assert set(FIELDS[DocumentKind.CN_DRIVING_LICENCE, side]) - {FieldName.RECORD} <= set(NORMALISERS)


def test_both_pages_side_by_side_or_one_above_the_other() -> None:
    for away in ((1040.0, 0.0), (0.0, 720.0)):
        beside = [TextLine(one.corners + np.float32(away), one.characters) for one in page(SUB)]
        faces = LAYOUT.find_faces([*page(MAIN | NEW), *beside])
        assert sorted(face.side for face in faces) == [Side.MAIN_PAGE, Side.SUB_PAGE]
        read = {face.side: {f.name: f.value for f in LAYOUT.read_face(face, "a")} for face in faces}
        assert read[Side.MAIN_PAGE][FieldName.NAME] == read[Side.SUB_PAGE][FieldName.NAME] == "王小明"
        assert read[Side.SUB_PAGE][FieldName.ARCHIVE_NUMBER] == "440512345678"


def test_two_main_pages_are_two() -> None:
    again = [TextLine(one.corners + np.float32([0, 760]), one.characters) for one in page(MAIN | NEW)]
    assert [face.side for face in LAYOUT.find_faces([*page(MAIN | NEW), *again])] == [Side.MAIN_PAGE] * 2


def test_other_text_is_no_licence() -> None:
    assert LAYOUT.find_faces([line("会议纪要", 0.2, 0.2, 0.3), line("2020-01-15", 0.2, 0.4, 0.3)]) == []


class _OneLook:
    """Reads every line as ``text``, and one at the most."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = 1

    def recognise(self, lines: list[np.ndarray]) -> list[TextLine]:
        self.left -= len(lines)
        assert self.left >= 0, "read again"
        return [line(self.text, 0.2, 0.2, 0.2)] * len(lines)


@pytest.mark.parametrize("printed", [MAIN | NEW, SUB])
def test_of_what_was_read_without_doubt_the_name_alone_is_read_again(printed: Printed) -> None:
    (face,) = LAYOUT.find_faces(page(printed))
    paper = np.full((1000, 1400, 3), 230, np.uint8)
    seen = LAYOUT.look_closer(face, Look(cast(TextNetworks, _OneLook(values(page(printed))["name"])), paper))
    assert {one.name: one.value for one in LAYOUT.read_face(seen, "a")} == {
        one.name: one.value for one in LAYOUT.read_face(face, "a")
    }


@pytest.mark.parametrize(("other", "is_sure"), [("", True), ("逢", False)])
def test_a_name_that_two_looks_read_differently_is_doubted(other: str, is_sure: bool) -> None:
    (face,) = LAYOUT.find_faces(page(SUB))
    name = values(page(SUB))["name"]
    networks = cast(TextNetworks, _OneLook(other + name[len(other) :]))
    seen = LAYOUT.look_closer(face, Look(networks, np.full((1000, 1400, 3), 230, np.uint8)))
    (found,) = (one for one in LAYOUT.read_face(seen, "a") if one.name is FieldName.NAME)
    assert (found.value, found.confidence > 0.8) == (name, is_sure)


def test_a_blank_that_one_look_alone_saw_parts_a_latin_name_and_is_never_sure() -> None:
    lines = page(SUB | {"name": ("MARIOAUSTIN", 0.145, 0.300, 0.250)})
    (face,) = LAYOUT.find_faces(lines)
    networks = cast(TextNetworks, _OneLook(" MARIO AUSTIN "))
    seen = LAYOUT.look_closer(face, Look(networks, np.full((1000, 1400, 3), 230, np.uint8)))
    (found,) = (one for one in LAYOUT.read_face(seen, "a") if one.name is FieldName.NAME)
    assert found.value == "MARIO AUSTIN"
    assert found.confidence < 0.95


@pytest.mark.parametrize("scrap", ["档", "售"])
def test_a_part_of_the_next_label_is_none_of_the_name(scrap: str) -> None:
    printed = SUB | {"name": ("赵翀", 0.380, 0.300, 0.076), "archive_label": ("案编号", 0.515, 0.291, 0.091)}
    torn = line(scrap, 0.485, 0.300 * STRETCH, 0.030)
    assert values([*page(printed), torn])["name"] == "赵翀"


# --- photographed specimens ----------------------------------------------------------------------------------------


def _read(networks: TextNetworks, pixels: np.ndarray) -> dict[Side, dict[FieldName, str]]:
    read = {}
    for face in find_documents(read_lines(networks, pixels)):
        assert face.kind is cn_driving_licence.KIND
        seen: Face = replace(face, placing=outlined(face.placing, pixels))
        seen = LAYOUT.look_closer(seen, Look(networks, pixels))
        read[face.side] = {field.name: field.value for field in LAYOUT.read_face(seen, "a")}
    return read


@pytest.mark.parametrize("style", TUNING_STYLES)
@pytest.mark.parametrize("side", [Side.MAIN_PAGE, Side.SUB_PAGE])
def test_photographs_of_every_form(networks: TextNetworks, style: str, side: Side) -> None:
    """Everything but free text to the letter; of free text, at most one character may differ."""
    specimen = draw(side, 61, style)
    taken = photograph(specimen, PhotoSettings(rotation=9, pitch=8, yaw=-6), 5)
    read = _read(networks, np.asarray(taken.image))[side]
    for name, value in taken.normalised.items():
        free = name in (FieldName.NAME, FieldName.ADDRESS, FieldName.RECORD, FieldName.ISSUING_AUTHORITY)
        assert len(read[name]) == len(value), name
        assert sum(a != b for a, b in zip(read[name], value, strict=True)) <= int(free), name


def test_the_unfolded_licence_with_one_page_upside_down(networks: TextNetworks) -> None:
    main, sub = (draw(side, 64, TUNING_STYLES[1]) for side in (Side.MAIN_PAGE, Side.SUB_PAGE))
    turned: Specimen = sub.with_image(sub.image.transpose(Image.Transpose.ROTATE_180))
    taken = photograph([main, turned], PhotoSettings(rotation=-4), 6)
    read = _read(networks, np.asarray(taken.image))
    assert set(read) == {Side.MAIN_PAGE, Side.SUB_PAGE}
    for specimen in (main, sub):
        number = specimen.normalised[FieldName.LICENCE_NUMBER]
        assert read[specimen.side][FieldName.LICENCE_NUMBER] == number
    assert read[Side.SUB_PAGE][FieldName.ARCHIVE_NUMBER] == sub.normalised[FieldName.ARCHIVE_NUMBER]
    assert read[Side.MAIN_PAGE][FieldName.BIRTH_DATE] == main.normalised[FieldName.BIRTH_DATE]


def test_a_misread_label_is_no_part_of_a_name() -> None:
    """姓名 read as 絲名 in one line with the name, as on a published picture."""
    read = line("絲名艾米", 0.07, 0.3, 0.22)
    places = (0.089, 0.110, 0.178, 0.258)
    glyphs = tuple(Glyph(read.text[at], 0.9, x, 0.3, read, at) for at, x in enumerate(places))
    assert cn_driving_licence._less_label(Print(glyphs), (0.143, 0.25, 0.47, 0.35)).text == "艾米"
    assert cn_driving_licence._less_label(Print(glyphs[2:]), (0.190, 0.25, 0.47, 0.35)).text == "艾米"
