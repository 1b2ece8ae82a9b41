"""Both pages of the PRC vehicle licence, from lines and from photographs of drawn ones."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageOps

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.finding import find_documents
from kyc.recognition.layouts import cn_vehicle_licence as layout
from kyc.recognition.layouts.cn_vehicle_values import doubts
from kyc.recognition.layouts.layout import Look
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Pixels, Reading, TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.printed import Glyph, Print
from kyc.recognition.reader import read_lines
from tests.recognition import printed_lines
from tests.specimens.page import Specimen
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.vehicle_licence import draw

F = FieldName
KIND = DocumentKind.CN_VEHICLE_LICENCE
#: The lines' page is as wide as their card, and higher.
TALLER = printed_lines.WIDTH / layout.ASPECT / printed_lines.HEIGHT

MAIN_LABELS = [(anchor.text, anchor.left, anchor.y, anchor.right - anchor.left) for anchor in layout.MAIN.anchors]
SUB_LABELS = [(anchor.text, anchor.left, anchor.y, anchor.right - anchor.left) for anchor in layout.SUB.anchors]
MAIN_VALUES = {
    F.PLATE_NUMBER: ("粤AD12345", 0.175, 0.215, 0.180),
    F.VEHICLE_TYPE: ("小型轿车", 0.590, 0.215, 0.140),
    F.OWNER: ("王小明", 0.175, 0.330, 0.105),
    F.ADDRESS: ("样例省样例市样例区样例路一号", 0.175, 0.448, 0.490),
    F.USE_CHARACTER: ("非营运", 0.175, 0.570, 0.105),
    F.MODEL: ("样例牌YLP7183LYAA", 0.518, 0.570, 0.350),
    F.VIN: ("1M8GDM9AXKP042788", 0.465, 0.695, 0.340),
    F.ENGINE_NUMBER: ("8B12345", 0.445, 0.797, 0.140),
    F.REGISTRATION_DATE: ("2015-04-11", 0.415, 0.922, 0.200),
    F.ISSUE_DATE: ("2015-04-12", 0.770, 0.922, 0.200),
}
SUB_VALUES = {
    F.PLATE_NUMBER: ("粤AD12345", 0.175, 0.080, 0.180),
    F.ARCHIVE_NUMBER: ("440300188888", 0.610, 0.080, 0.240),
    F.PASSENGERS: ("5人", 0.175, 0.195, 0.055),
    F.GROSS_MASS: ("2170kg", 0.766, 0.195, 0.120),
    F.KERB_MASS: ("1750kg", 0.175, 0.310, 0.120),
    F.LOAD_MASS: ("400kg", 0.766, 0.310, 0.100),
    F.DIMENSIONS: ("5000×1858×1493mm", 0.175, 0.425, 0.330),
    F.TOWING_MASS: ("37000kg", 0.766, 0.425, 0.140),
    F.REMARKS: ("强制报废期止:2030-04-11", 0.175, 0.540, 0.420),
    F.INSPECTION_RECORD: ("检验有效期至2017年04月粤A(01)", 0.180, 0.715, 0.560),
}


def at(text: str, x: float, y: float, width: float, height: float = 0.06) -> TextLine:
    return printed_lines.line(text, x, y * TALLER, width, height=height)


def page(side: Side, right: float = 0.0, down: float = 0.0, **changed: str) -> list[TextLine]:
    """The lines of a page, its values off by so much; ``changed`` replaces values by name, "" leaves one out."""
    labels, values = (MAIN_LABELS, MAIN_VALUES) if side is Side.MAIN_PAGE else (SUB_LABELS, SUB_VALUES)
    texts = {name: changed.get(name.value, value[0]) for name, value in values.items()}
    printed = [
        at(texts[name], x + right, y + down, width * len(texts[name]) / len(text))
        for name, (text, x, y, width) in values.items()
        if texts[name]
    ]
    return [*(at(*label) for label in labels), *printed]


def read(lines: list[TextLine]) -> dict[FieldName, FieldReading]:
    (face,) = layout.find_faces(lines)
    return {field.name: field for field in layout.read_face(face, "c")}


def values(lines: list[TextLine]) -> dict[FieldName, str]:
    return {name: field.value for name, field in read(lines).items()}


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (-0.02, -0.03), (0.02, 0.03), (0.0, -0.03), (-0.01, 0.02)])
@pytest.mark.parametrize("side", [Side.MAIN_PAGE, Side.SUB_PAGE])
def test_every_field_is_read_wherever_the_second_printer_laid_it(side: Side, right: float, down: float) -> None:
    expected = MAIN_VALUES if side is Side.MAIN_PAGE else SUB_VALUES
    read_values = values(page(side, right, down))
    assert list(read_values) == list(FIELDS[KIND, side])
    assert {name: read_values[name] for name in expected} == {name: text for name, (text, *_) in expected.items()}


@pytest.mark.parametrize("name", list(MAIN_VALUES))
def test_a_value_of_the_main_page_that_is_missing_is_no_other_value(name: FieldName) -> None:
    read_values = values(page(Side.MAIN_PAGE, **{name.value: ""}))
    assert read_values[name] == ""
    assert all(read_values[other] == text for other, (text, *_) in MAIN_VALUES.items() if other is not name)


@pytest.mark.parametrize("name", list(SUB_VALUES))
def test_a_value_of_the_sub_page_that_is_missing_is_no_other_value(name: FieldName) -> None:
    read_values = values(page(Side.SUB_PAGE, **{name.value: ""}))
    assert read_values[name] == ""
    assert all(read_values[other] == text for other, (text, *_) in SUB_VALUES.items() if other is not name)


def test_long_owner_and_address_are_joined_line_by_line() -> None:
    lines = page(Side.MAIN_PAGE, owner="", address="")
    lines += [
        at("样例省样例市样例区某某汽车租赁服务有限", 0.175, 0.312, 0.55, 0.04),
        at("责任公司第三分公司", 0.175, 0.352, 0.27, 0.04),
        at("样例省样例市样例区样例路一号物流园区内双桥", 0.175, 0.412, 0.55, 0.035),
        at("汽车配件市场东侧", 0.175, 0.447, 0.25, 0.035),
        at("二号楼", 0.175, 0.482, 0.10, 0.035),
    ]
    read_values = values(lines)
    assert read_values[F.OWNER] == "样例省样例市样例区某某汽车租赁服务有限责任公司第三分公司"
    assert read_values[F.ADDRESS] == "样例省样例市样例区样例路一号物流园区内双桥汽车配件市场东侧二号楼"


def test_english_labels_title_and_seal_are_no_values() -> None:
    english = [
        at("Vehicle License of the People's", 0.18, 0.137, 0.36, 0.03),
        at("Republic of China", 0.56, 0.137, 0.25, 0.03),
        at("Plate No.", 0.03, 0.247, 0.10, 0.03),
        at("Vehäcle Type", 0.438, 0.247, 0.12, 0.03),
        at("RegnerDate", 0.275, 0.95, 0.10, 0.03),
        at("VIN", 0.272, 0.722, 0.04, 0.03),
        at("广东省样例", 0.035, 0.690, 0.22),
        at("市公安局交", 0.035, 0.800, 0.22),
        at("通警察支队", 0.035, 0.910, 0.22),
    ]
    assert values([*page(Side.MAIN_PAGE), *english]) == values(page(Side.MAIN_PAGE))


def test_a_label_and_its_value_in_one_line_are_parted() -> None:
    lines = [line for line in page(Side.MAIN_PAGE, use_character="") if line.text != "使用性质"]
    assert values([*lines, at("使用性质非营运", 0.030, 0.562, 0.250)])[F.USE_CHARACTER] == "非营运"


def test_a_label_whose_beginning_was_misread_is_no_part_of_the_value() -> None:
    lines = [line for line in page(Side.MAIN_PAGE, owner="") if line.text != "所有人"]
    lines += [at("医", 0.030, 0.325, 0.026), at("人", 0.128, 0.325, 0.026), at("王小明", 0.175, 0.330, 0.105)]
    assert values(lines)[F.OWNER] == "王小明"


def test_what_is_left_of_title_and_label_before_a_type_is_no_part_of_it() -> None:
    assert values(page(Side.MAIN_PAGE, vehicle_type="本轻型普通货车"))[F.VEHICLE_TYPE] == "轻型普通货车"
    assert values(page(Side.MAIN_PAGE, vehicle_type="侧三轮摩托车"))[F.VEHICLE_TYPE] == "侧三轮摩托车"
    assert values(page(Side.MAIN_PAGE, vehicle_type="普遍侧三轮摩托车"))[F.VEHICLE_TYPE] == "普通侧三轮摩托车"


def test_a_long_use_is_not_taken_for_a_shorter_one() -> None:
    lines = page(Side.MAIN_PAGE, use_character="")
    assert values([*lines, at("预约出租客运", 0.170, 0.570, 0.180)])[F.USE_CHARACTER] == "预约出租客运"
    in_two = [at("预约出租", 0.170, 0.550, 0.110, 0.04), at("客运", 0.170, 0.590, 0.055, 0.04)]
    assert values([*lines, *in_two])[F.USE_CHARACTER] == "预约出租客运"


def test_two_stamps_are_joined_from_the_top_whatever_pieces_they_were_read_in() -> None:
    lines = page(Side.SUB_PAGE, inspection_record="")
    lines += [
        at("检验有效期至2019", 0.180, 0.745, 0.30, 0.05),
        at("年04月", 0.500, 0.747, 0.11, 0.05),
        at("粤A(01)", 0.640, 0.749, 0.12, 0.05),
        at("检验有效期至2017年04月粤A(01)", 0.180, 0.685, 0.56, 0.05),
    ]
    assert values(lines)[F.INSPECTION_RECORD] == "检验有效期至2017年04月粤A(01)检验有效期至2019年04月粤A(01)"


def test_a_decimal_point_is_kept_and_a_dotted_rule_is_not() -> None:
    assert values(page(Side.SUB_PAGE, remarks="柴油油耗34.5L...载货"))[F.REMARKS] == "柴油油耗34.5L载货"


def test_blank_lines_of_the_form_stay_blank() -> None:
    read_values = values(page(Side.SUB_PAGE, remarks="", inspection_record=""))
    assert read_values[F.REMARKS] == read_values[F.INSPECTION_RECORD] == ""


@pytest.mark.parametrize(
    ("name", "printed", "value", "explained"),
    [
        (F.PLATE_NUMBER, "粤BB4321", "粤BB4321", False),
        (F.PLATE_NUMBER, "粤B12345D", "粤B12345D", False),
        (F.PLATE_NUMBER, "粤BI234学", "粤B1234学", True),
        (F.PLATE_NUMBER, "12", "12", False),
        (F.VIN, "123456789ABCDEFGH", "123456789ABCDEFGH", False),
        (F.VIN, "SNK12345677654321", "SNK12345677654321", False),
        (F.VIN, "1M8GDM9AXKPO42788", "1M8GDM9AXKP042788", True),
        (F.USE_CHARACTER, "非菅运", "非营运", True),
        (F.USE_CHARACTER, "公路客", "公路客运", True),
        (F.USE_CHARACTER, "客运", "客运", False),
        (F.VEHICLE_TYPE, "小型桥车", "小型轿车", True),
        (F.VEHICLE_TYPE, "型轿车", "型轿车", False),
        (F.REGISTRATION_DATE, "2O15-04-11", "2015-04-11", True),
        (F.ISSUE_DATE, "20150412", "2015-04-12", False),
    ],
)
def test_what_the_main_page_stores(name: FieldName, printed: str, value: str, explained: bool) -> None:
    field = read(page(Side.MAIN_PAGE, **{name.value: printed}))[name]
    assert (field.raw, field.value, field.explanation is not None) == (printed, value, explained)


@pytest.mark.parametrize(
    ("name", "printed", "value", "explained"),
    [
        (F.GROSS_MASS, "1499k9", "1499kg", True),
        (F.KERB_MASS, "17O0kg", "1700kg", True),
        (F.LOAD_MASS, "--", "--", False),
        (F.PASSENGERS, "45入", "45人", True),
        (F.DIMENSIONS, "4546x1710*1427mm", "4546×1710×1427mm", True),
        (F.DIMENSIONS, "5000×1858×1493m", "5000×1858×1493mm", True),
        (F.ARCHIVE_NUMBER, "4403O0188888", "440300188888", True),
        (F.INSPECTION_RECORD, "检验有效期至2017年04月鲁R(01)", "检验有效期至2017年04月鲁R(01)", False),
        (F.INSPECTION_RECORD, "验有效期至2017年04月鲁5(01", "检验有效期至2017年04月鲁S(01)", True),
    ],
)
def test_what_the_sub_page_stores(name: FieldName, printed: str, value: str, explained: bool) -> None:
    field = read(page(Side.SUB_PAGE, **{name.value: printed}))[name]
    assert (field.raw, field.value, field.explanation is not None) == (printed, value, explained)


def test_a_value_read_with_doubt_is_empty_and_says_so() -> None:
    lines = [line for line in page(Side.MAIN_PAGE) if line.text != "8B12345"]
    doubtful = printed_lines.line("8B12345", 0.445, 0.797 * TALLER, 0.14, confidence=0.4)
    field = read([*lines, doubtful])[F.ENGINE_NUMBER]
    assert (field.raw, field.value, field.normaliser) == ("8B12345", "", "below_floor")


def test_a_driving_licence_is_no_vehicle_licence() -> None:
    labels = [("中华人民共和国机动车驾驶证", 0.19, 0.08, 0.62), ("证号", 0.29, 0.19, 0.07), ("姓名", 0.05, 0.27, 0.06)]
    assert layout.find_faces([at(*label) for label in labels]) == []


# What is looked at again.


class Blind:
    """Networks that read nothing and count what they are shown."""

    def __init__(self) -> None:
        self.shown = 0

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        self.shown += len(lines)
        return [Reading(()) for _ in lines]


class Saying:
    """Networks that read the same in every picture, its characters between the given parts of the width."""

    def __init__(self, text: str, first: float, last: float) -> None:
        places = np.linspace(first, last, len(text))
        self.reading = Reading(tuple(Character(c, 0.97, float(at)) for c, at in zip(text, places, strict=True)))

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        return [self.reading for _ in lines]


def shown(lines: list[TextLine]) -> int:
    """How many pictures of lines a closer look takes on blank paper."""
    blind = Blind()
    look_with(blind, lines)
    return blind.shown


def look_with(networks: Blind | Saying, lines: list[TextLine]) -> dict[FieldName, FieldReading]:
    """What is stored after a closer look at blank paper."""
    (face,) = layout.find_faces(lines)
    paper = np.full((1000, 1400, 3), 230, np.uint8)
    seen = layout.look_closer(face, Look(networks, paper))  # type: ignore[arg-type]
    return {field.name: field for field in layout.read_face(seen, "a")}


@pytest.mark.parametrize("side", [Side.MAIN_PAGE, Side.SUB_PAGE])
def test_a_page_that_was_read_without_doubt_is_not_read_again(side: Side) -> None:
    assert shown(page(side)) == 0


def test_figures_that_begin_behind_their_column_are_read_again() -> None:
    late = [*page(Side.SUB_PAGE, kerb_mass=""), at("750kg", 0.195, 0.310, 0.100)]
    assert shown(late) > 0


@pytest.mark.parametrize(("confidence", "again"), [(0.65, True), (0.8, False)])
def test_names_are_read_again_only_where_they_are_rather_wrong(confidence: float, again: bool) -> None:
    rare = printed_lines.line("麴小明", 0.175, 0.330 * TALLER, 0.105, confidence=confidence)
    assert (shown([*page(Side.MAIN_PAGE, owner=""), rare]) > 0) is again


def test_a_glance_at_an_empty_place_for_stamps_is_enough_where_nothing_is_printed() -> None:
    assert shown(page(Side.SUB_PAGE, inspection_record="")) == 1


FIRST_ROW_LOST = [*page(Side.MAIN_PAGE, address=""), at("2单元319室", 0.175, 0.485, 0.160)]
FIRST_HANZI_LOST = [*page(Side.MAIN_PAGE, owner=""), at("所有人   小明", 0.030, 0.325, 0.250)]
OFFICE_LOST = page(Side.SUB_PAGE, inspection_record="检验有效期至2017年04月")
OFFICE_HALF_LOST = page(Side.SUB_PAGE, inspection_record="检验有效期至2017年04月粤")


@pytest.mark.parametrize(
    ("lines", "name", "seen", "value"),
    [
        (FIRST_ROW_LOST, F.ADDRESS, ("样例区样例路一号样例小区", 0.05, 0.7), "样例区样例路一号样例小区2单元319室"),
        (FIRST_HANZI_LOST, F.OWNER, ("王小明", 0.2, 0.8), "王小明"),
        (
            OFFICE_LOST,
            F.INSPECTION_RECORD,
            ("检验有效期至2017年04月粤A(01)", 0.0, 0.9),
            "检验有效期至2017年04月粤A(01)",
        ),
        (OFFICE_HALF_LOST, F.INSPECTION_RECORD, ("检验有效期至2017年04月粤A", 0.0, 0.9), "检验有效期至2017年04月粤A"),
    ],
)
def test_a_part_that_was_not_detected_is_looked_for_and_else_the_rest_is_doubted(
    lines: list[TextLine], name: FieldName, seen: tuple[str, float, float], value: str
) -> None:
    found = look_with(Saying(*seen), lines)[name]
    assert (found.value, found.confidence > 0.9) == (value, True)
    missed, before = look_with(Blind(), lines)[name], read(lines)[name]
    assert missed.value == before.value
    assert missed.confidence < 0.9 < before.confidence


def test_looks_that_read_two_offices_leave_the_record_in_doubt() -> None:
    class Undecided(Saying):
        def recognise(self, lines: list[Pixels]) -> list[Reading]:
            other = Saying("检验有效期至2017年04月琼A(01)", 0.0, 0.9)
            return [(self if at % 2 else other).reading for at in range(len(lines))]

    found = look_with(Undecided("检验有效期至2017年04月粤A(01)", 0.0, 0.9), OFFICE_LOST)[F.INSPECTION_RECORD]
    assert 0 < found.confidence < 0.9


@pytest.mark.parametrize(
    ("name", "text", "doubtful", "left"),
    [
        (F.VEHICLE_TYPE, "小型轿车", 0, []),
        (F.VEHICLE_TYPE, "小型桥车", 2, [2]),
        (F.USE_CHARACTER, "救护", 0, []),
        (F.VIN, "LZZG2ZVU520KZ4370", 3, [3]),
        (F.VIN, "LZZG4P184ZHGG3066", 3, []),
        (F.VIN, "1M8GDM9AXKP042788", 3, [3]),
        (F.REMARKS, "强制报废期止:2030-04-11", 6, []),
        (F.REMARKS, "强制报废期止:2030-04-11", 7, [7]),
        (F.INSPECTION_RECORD, "检验有效期至2017年04月琼J", 15, []),
        (F.INSPECTION_RECORD, "检验有效期至2017年04月琼5", 15, [15]),
        (F.INSPECTION_RECORD, "检验有效期至2017年04月琼J", 14, [14]),
    ],
)
def test_a_doubtful_character_is_one_that_no_rule_confirms(
    name: FieldName, text: str, doubtful: int, left: list[int]
) -> None:
    line = printed_lines.line(text, 0.1, 0.1, 0.5)
    glyphs = tuple(
        Glyph(char, 0.6 if index == doubtful else 0.99, 0.1, 0.1, line, index) for index, char in enumerate(text)
    )
    assert doubts(name, Print(glyphs), 0.9) == left


# From pictures.


def pixels_of(jpeg: bytes) -> Pixels:
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(jpeg))).convert("RGB"))


def read_picture(networks: TextNetworks, pixels: Pixels) -> dict[Side, dict[FieldName, str]]:
    found = {}
    for face in find_documents(read_lines(networks, pixels)):
        assert face.kind is KIND
        face = replace(face, placing=outlined(face.placing, pixels))
        face = layout.look_closer(face, Look(networks, pixels))
        found[face.side] = {field.name: field.value for field in layout.read_face(face, "c")}
    return found


@pytest.mark.parametrize("form", ["crisp", "needles", "bold"])
@pytest.mark.parametrize("side", [Side.MAIN_PAGE, Side.SUB_PAGE])
def test_a_photographed_page_is_read_whole(networks: TextNetworks, side: Side, form: str) -> None:
    specimen = draw(side, 41, form)
    settings = PhotoSettings(background="oak", rotation=8, pitch=7, yaw=-9, blur=0.8, jpeg_quality=75)
    shot = photograph(specimen, settings, 41)
    assert read_picture(networks, pixels_of(shot.jpeg)) == {side: specimen.normalised}


def test_both_pages_in_one_picture_one_of_them_upside_down(networks: TextNetworks) -> None:
    main, sub = draw(Side.MAIN_PAGE, 42, "crisp"), draw(Side.SUB_PAGE, 42, "bold")
    shot = photograph([main, _upside_down(sub)], PhotoSettings(background="oak", rotation=3), 42, (1600, 1600))
    found = read_picture(networks, pixels_of(shot.jpeg))
    assert found == {Side.MAIN_PAGE: main.normalised, Side.SUB_PAGE: sub.normalised}


def _upside_down(specimen: Specimen) -> Specimen:
    return specimen.with_image(specimen.image.rotate(180))
