"""The temporary card, on lines whose text and place are given and on photographs; never taken for the ordinary one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.recognition.finding import find_documents
from kyc.recognition.layouts import cn_id_card
from kyc.recognition.layouts import cn_temporary_id_card as layout
from kyc.recognition.layouts.layout import Look
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import TextNetworks
from kyc.recognition.reader import read_lines
from tests.recognition.printed_lines import emblem_face, line, portrait_face
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.temporary_id_card import TUNING_FORMS, draw

READ = {
    "name": "王小明",
    "sex": "男",
    "ethnicity": "汉",
    "birth_date": "1990-01-24",
    "address": "样例省样例市样例区一号院二号楼",
    "citizen_number": "11010119900124003X",
    "issuing_authority": "样例市公安局样例分局",
    "valid_from": "2026-01-15",
    "valid_to": "2026-04-15",
}
#: Heights of number, issuer and validity in the orders that offices print.
ORDERS = {"number_last": (0.90, 0.71, 0.80), "number_first": (0.68, 0.78, 0.88), "issuer_last": (0.67, 0.87, 0.77)}


def data_face(order: str = "number_last", angle: float = 0.0, lift: float = 0.0, **changed: str) -> list[TextLine]:
    """The lines of a data face, its overprint ``lift`` card heights above its labels; ``""`` leaves a line out."""
    number, authority, validity = ORDERS[order]
    printed = {
        "name_label": ("姓名", 0.062, 0.120, 0.068),
        "name": ("王小明", 0.165, 0.120 - lift, 0.110),
        "sex_label": ("性别", 0.062, 0.212, 0.068),
        "sex": ("男", 0.165, 0.212 - lift, 0.036),
        "ethnicity_label": ("民族", 0.287, 0.212, 0.068),
        "ethnicity": ("汉", 0.390, 0.212 - lift, 0.036),
        "birth_label": ("出生", 0.062, 0.305, 0.068),
        "birth": ("1990年1月24日", 0.165, 0.305 - lift, 0.310),
        "address_label": ("住址", 0.062, 0.400, 0.068),
        "address": ("样例省样例市样例区一号", 0.165, 0.400 - lift, 0.400),
        "address_2": ("院二号楼", 0.165, 0.472 - lift, 0.145),
        "authority_label": ("签发机关", 0.062, authority, 0.130),
        "authority": ("样例市公安局样例分局", 0.235, authority - lift, 0.350),
        "validity_label": ("有效期限", 0.062, validity, 0.130),
        "validity": ("2026.01.15-2026.04.15", 0.235, validity - lift, 0.420),
        "number_label": ("公民身份号码", 0.062, number, 0.196),
        "number": ("11010119900124003X", 0.320, number - lift, 0.560),
    }
    texts = {name: changed.get(name, value[0]) for name, value in printed.items()}
    return [line(texts[name], *place[1:], angle=angle) for name, place in printed.items() if texts[name]]


def title_face() -> list[TextLine]:
    return [line("中华人民共和国", 0.24, 0.15, 0.52), line("临时居民身份证", 0.19, 0.295, 0.62, height=0.10)]


def values(lines: list[TextLine]) -> dict[str, str]:
    (face,) = layout.find_faces(lines)
    return {field.name.value: field.value for field in layout.read_face(face, "a")}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("lift", [-0.025, 0.0, 0.025])
def test_every_field_in_any_order_and_off_the_labels(order: str, lift: float) -> None:
    assert values(data_face(order, lift=lift)) == READ


@settings(max_examples=25, deadline=None)
@given(st.floats(-180, 180), st.sampled_from(list(ORDERS)))
def test_no_angle_changes_what_is_read(angle: float, order: str) -> None:
    assert values(data_face(order, angle)) == READ


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(data_face()))))
def test_no_order_of_lines_changes_what_is_read(order: list[int]) -> None:
    lines = data_face()
    assert values([lines[index] for index in order]) == READ


@pytest.mark.parametrize(
    ("printed", "start", "until"),
    [
        ("2026.01.15-2026.04.15", "2026-01-15", "2026-04-15"),
        ("自2026年01月15日至2026年04月15日", "2026-01-15", "2026-04-15"),
        ("2026.01.15至2026.04.15", "2026-01-15", "2026-04-15"),
        ("2026.01.15-2026.02.31", "2026-01-15", ""),
    ],
)
def test_periods_as_offices_print_them(printed: str, start: str, until: str) -> None:
    found = values(data_face(validity=printed))
    assert (found["valid_from"], found["valid_to"]) == (start, until)


@pytest.mark.parametrize("missing", ["name", "sex", "ethnicity", "address", "authority", "validity", "number"])
def test_what_was_not_read_is_no_other_line(missing: str) -> None:
    left_out = {missing: "", **({"address_2": ""} if missing == "address" else {})}
    names = {"authority": ["issuing_authority"], "validity": ["valid_from", "valid_to"], "number": ["citizen_number"]}
    found = values(data_face(**left_out))
    assert found == {**READ, **dict.fromkeys(names.get(missing, [missing]), "")}


def test_an_issuer_without_its_label_is_told_by_its_look() -> None:
    assert values(data_face(authority_label=""))["issuing_authority"] == READ["issuing_authority"]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"authority_label": "", "authority": ""},
        {"validity_label": "", "validity": ""},
        {"authority_label": "发机关", "validity_label": "期限"},
        {"authority_label": "", "validity_label": ""},
    ],
)
@pytest.mark.parametrize("order", ORDERS)
def test_it_is_never_taken_for_an_ordinary_card(order: str, changed: dict[str, str]) -> None:
    lines = data_face(order, **changed)
    assert cn_id_card.find_faces(lines) == []
    assert [face.kind for face in find_documents(lines)] == [DocumentKind.CN_TEMPORARY_ID_CARD]


def test_the_title_face_is_told_by_its_title_and_has_no_fields() -> None:
    assert cn_id_card.find_faces(title_face()) == []
    (face,) = find_documents(title_face())
    assert (face.kind, face.side) == (DocumentKind.CN_TEMPORARY_ID_CARD, Side.EMBLEM_FACE)
    assert layout.read_face(face, "a") == []


@pytest.mark.parametrize("across", [0.0, 1100.0, -240.0])
@pytest.mark.parametrize("down", [0.0, 700.0, -700.0])
def test_an_ordinary_card_is_never_taken_for_it(across: float, down: float) -> None:
    """Alone or with its other face above, below or beside it."""
    assert layout.find_faces(portrait_face()) == []
    assert layout.find_faces(emblem_face()) == []
    if across == 1100.0 or down:
        moved = [replace(one, corners=one.corners + np.float32([across, down])) for one in emblem_face()]
        found = find_documents([*portrait_face(), *moved])
        assert {(face.kind, face.side) for face in found} == {
            (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE),
            (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE),
        }


@pytest.mark.parametrize("form", TUNING_FORMS)
def test_photographs_are_read_whole(networks: TextNetworks, form: str) -> None:
    drawn = draw(Side.PORTRAIT_FACE, 901, form)
    taken = photograph(drawn, PhotoSettings(rotation=-35.0, pitch=12, yaw=10), 901)
    pixels = np.asarray(taken.image)
    (face,) = find_documents(read_lines(networks, pixels))
    assert face.kind is DocumentKind.CN_TEMPORARY_ID_CARD
    face = layout.look_closer(face, Look(networks, pixels))
    assert {field.name: field.value for field in layout.read_face(face, "a")} == drawn.normalised


@pytest.mark.parametrize("form", TUNING_FORMS)
def test_photographs_of_the_title_face_are_told(networks: TextNetworks, form: str) -> None:
    taken = photograph(draw(Side.EMBLEM_FACE, 902, form), PhotoSettings(rotation=160.0, pitch=-8), 902)
    (face,) = find_documents(read_lines(networks, np.asarray(taken.image)))
    assert (face.kind, face.side) == (DocumentKind.CN_TEMPORARY_ID_CARD, Side.EMBLEM_FACE)


def test_a_number_that_passes_corrects_birth_and_sex_and_says_so() -> None:
    (face,) = layout.find_faces(data_face(sex=""))
    fields = {field.name: field for field in layout.LAYOUT.rectify(layout.read_face(face, "a"))}
    assert fields[FieldName.SEX].raw == ""
    assert fields[FieldName.SEX].value == "男"


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        *((order, (-0.030, 0.030)) for order in ORDERS),
        ("number_last", (-0.060, 0.0)),
        ("number_first", (-0.060, 0.0)),
        ("issuer_last", (0.0, 0.060)),
    ],
)
def test_an_authority_on_two_rows_is_read_whole(order: str, rows: tuple[float, float]) -> None:
    """The label between them, or beside the one away from the next label."""
    y = ORDERS[order][1]
    two = [line("样例自治州公安局样例", 0.235, y + rows[0], 0.350), line("分局", 0.235, y + rows[1], 0.070)]
    read = values([*data_face(order, authority=""), *two])
    assert read == READ | {"issuing_authority": "样例自治州公安局样例分局"}


@pytest.mark.parametrize("title", ["铁路乘车临时身份证明", "临时乘机身份证明", "乘坐铁路列车临时身份证明"])
def test_a_certificate_for_a_journey_is_no_temporary_card(title: str) -> None:
    """Railways and airports print one for whoever lost his card; it is another document, which no layout reads."""
    certificate = [
        line(title, 0.15, 0.10, 0.70, height=0.09),
        line("姓名：王小明", 0.10, 0.28, 0.30),
        line("性别：男", 0.55, 0.28, 0.20),
        line("出生日期：1990年1月24日", 0.10, 0.38, 0.55),
        line("身份证号码：11010119900124003X", 0.10, 0.48, 0.70),
        line("有效期限：2026.01.15-2026.01.16", 0.10, 0.58, 0.60),
        line("本证明仅限乘车使用，签发机关：样例市铁路公安局", 0.10, 0.72, 0.80),
    ]
    assert find_documents(certificate) == []
