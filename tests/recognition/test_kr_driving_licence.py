"""The Korean driving licence: what rows are, from lines with known places, and fields of photographed specimens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition import hangul
from kyc.recognition.finding import find_documents
from kyc.recognition.hangul import HangulReader
from kyc.recognition.layouts import kr_driving_licence
from kyc.recognition.layouts.kr_driving_licence import LAYOUT, _is_codes_alone, find_faces, look_closer, read_face
from kyc.recognition.layouts.kr_hangul import read_hangul
from kyc.recognition.layouts.kr_rows import rows_of
from kyc.recognition.layouts.kr_strip import Strip, lines_of
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Reading, TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.printed import Glyph, Print
from kyc.recognition.reader import read_lines
from tests.recognition.printed_lines import HEIGHT, LEFT, TOP, WIDTH, line
from tests.specimens.kr_driving_licence import draw
from tests.specimens.photograph import PhotoSettings, photograph

F = FieldName
KEY = (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE)


def licence(angle: float = 0.0, **changed: str) -> list[TextLine]:
    """Lines as PP-OCR reads them, Hangul as whatever it makes of it; ``changed`` replaces texts, "" leaves one out."""
    printed = {
        "title": ("号是烈世叫(Driver'sLicense)", 0.330, 0.095, 0.620),
        "class": ("2否号", 0.060, 0.205, 0.130),
        "number": ("12-34-123456-78", 0.370, 0.215, 0.330),
        "name": ("啡合", 0.370, 0.300, 0.120),
        "resident": ("870713-5260590", 0.370, 0.380, 0.270),
        "address": ("舎822,", 0.370, 0.455, 0.500),
        "period": ("：2020.02.28.~2020.08.27.", 0.370, 0.665, 0.520),
        "period_2": ("", 0.370, 0.725, 0.300),
        "condition": ("圣召：A", 0.370, 0.740, 0.110),
        "issued": ("2011.02.28.", 0.370, 0.820, 0.170),
        "authority": ("誓咎", 0.370, 0.905, 0.330),
        "code": ("7043EX", 0.840, 0.935, 0.095),
        "mark": ("SPECIMEN", 0.050, 0.930, 0.250),
    }
    texts = {name: changed.get(name, value[0]) for name, value in printed.items()}
    return [line(texts[name], *place[1:], angle=angle) for name, place in printed.items() if texts[name]]


def only_face(lines: list[TextLine]) -> Face:
    (face,) = find_faces(lines)
    return face


def fields(lines: list[TextLine], **hangul_read: str) -> dict[FieldName, FieldReading]:
    """The fields of a face, Hangul given as Tesseract would have read it."""
    face = only_face(lines)
    read = {F(name): printed(text, lines[0]) for name, text in hangul_read.items()}
    return {field.name: field for field in read_face(replace(face, read=read), "c1")}


def printed(text: str, somewhere: TextLine) -> Print:
    return Print(tuple(Glyph(one, 0.98, 0.4, 0.4, somewhere, 0) for one in text))


def test_a_period_in_two_rows_and_with_hyphens_is_read() -> None:
    two_rows = fields(licence(period="：2020.02.28.", period_2="2020.08.27."))
    assert (two_rows[F.RENEWAL_FROM].value, two_rows[F.RENEWAL_TO].value) == ("2020-02-28", "2020-08-27")
    hyphens = fields(licence(period="2020-02-28~2020-08-27"))
    assert (hyphens[F.RENEWAL_FROM].value, hyphens[F.RENEWAL_TO].value) == ("2020-02-28", "2020-08-27")
    assert two_rows[F.ISSUE_DATE].value == hyphens[F.ISSUE_DATE].value == "2011-02-28"


def test_a_first_day_that_only_tesseract_read_leaves_the_last_day_its_name() -> None:
    found = fields(licence(period="20.0.2", period_2="2020.08.27."), renewal_from="2020.02.28")
    assert (found[F.RENEWAL_FROM].value, found[F.RENEWAL_TO].value) == ("2020-02-28", "2020-08-27")


def test_eight_digits_are_a_date_only_where_they_were_read_surely() -> None:
    doubtful = line("20111027", 0.42, 0.82, 0.26)
    characters = [replace(one, confidence=0.48 if at == 4 else 0.98) for at, one in enumerate(doubtful.characters)]
    lines = [*licence(issued=""), replace(doubtful, characters=tuple(characters))]
    assert fields(lines)[F.ISSUE_DATE].raw == ""


def test_a_date_of_other_writing_is_not_held_against_the_period() -> None:
    found = fields(licence(period="2020-02-28~2020-08-27", issued="2011.2.8."))
    assert found[F.ISSUE_DATE].value == "2011-02-08"
    assert fields(licence(issued="2011.2.8."))[F.ISSUE_DATE].value == ""


def test_a_condition_is_its_letter_and_what_it_means() -> None:
    found = fields(licence(condition="圣召A()"), conditions="ㅅ (자동변속기)")
    assert found[F.CONDITIONS].value == "A (자동변속기)"


# --- finding -----------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [0.0, 12.0, -33.0, 180.0])
def test_the_card_is_found_and_placed_by_its_values(angle: float) -> None:
    outline = only_face(licence(angle)).placing.outline()
    turn = np.deg2rad(angle)
    corners = np.array([[LEFT, TOP], [LEFT + WIDTH, TOP], [LEFT + WIDTH, TOP + HEIGHT], [LEFT, TOP + HEIGHT]])
    expected = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    assert np.abs(outline - expected).max() < 0.05 * WIDTH


def test_labels_found_apart_do_not_move_the_card() -> None:
    """On older cards the values begin far to the right of their labels."""
    lines = [one for one in licence(number="", resident="") if one.text]
    lines += [line("电立:", 0.365, 0.215, 0.12), line("04-726194-14", 0.51, 0.215, 0.28)]
    lines += [line("是电立:", 0.365, 0.380, 0.12), line("850626-2995151", 0.51, 0.380, 0.28)]
    outline = only_face(lines).placing.outline()
    assert np.abs(outline[0] - [LEFT, TOP]).max() < 0.06 * WIDTH


@pytest.mark.parametrize(
    "left_out",
    [
        {"resident": "", "title": ""},
        {"number": "", "period": "", "issued": ""},
        {"title": "", "period": "", "issued": ""},
    ],
)
def test_two_things_that_only_a_licence_prints_are_enough(left_out: dict[str, str]) -> None:
    assert len(find_faces(licence(**left_out))) == 1


def test_a_resident_card_is_no_licence() -> None:
    """It has a resident number and a date; the number of a licence it has not."""
    lines = [
        line("子足号昱否", 0.30, 0.12, 0.40),
        line("昱引", 0.08, 0.25, 0.20),
        line("830422-1185600", 0.08, 0.40, 0.35),
        line("早 412-3", 0.08, 0.52, 0.50),
        line("2003.4.22.", 0.35, 0.80, 0.25),
    ]
    assert find_faces(lines) == []


def test_an_account_number_alone_is_no_licence() -> None:
    assert find_faces([line("12-34-123456-78", 0.1, 0.2, 0.4), line("Total 12,000", 0.1, 0.4, 0.3)]) == []


def test_two_licences_in_one_picture_are_two_faces() -> None:
    below = [replace(one, corners=one.corners + np.float32([0, 900])) for one in licence(number="11-12-123456-01")]
    assert len(find_faces([*licence(), *below])) == 2


def test_the_kind_is_recognised_among_all_layouts() -> None:
    assert [face.kind for face in find_documents(licence())] == [DocumentKind.KR_DRIVING_LICENCE]


# --- fields from rows -----------------------------------------------------------------------------


def test_every_field_comes_in_order_with_its_print_and_value() -> None:
    read = fields(
        licence(),
        name="홍길동",
        licence_class="1종대형/2종보동",
        address="전북 전주 덕진 반월 763-1",
        issuing_authority="전복지방경찰청장",
    )
    assert list(read) == list(FIELDS[KEY])
    assert {name: (field.raw, field.value) for name, field in read.items()} == {
        F.LICENCE_NUMBER: ("12-34-123456-78", "12-34-123456-78"),
        F.NAME: ("홍길동", "홍길동"),
        F.RESIDENT_NUMBER: ("870713-5260590", "870713-5260590"),
        F.BIRTH_DATE: ("", "1987-07-13"),
        F.SEX: ("", "남"),
        F.LICENCE_CLASS: ("1종대형/2종보동", "1종대형/2종보통"),
        F.ADDRESS: ("전북 전주 덕진 반월 763-1", "전북 전주 덕진 반월 763-1"),
        F.RENEWAL_FROM: ("2020.02.28", "2020-02-28"),
        F.RENEWAL_TO: ("2020.08.27", "2020-08-27"),
        F.CONDITIONS: ("A", "A"),
        F.ISSUE_DATE: ("2011.02.28", "2011-02-28"),
        F.ISSUING_AUTHORITY: ("전복지방경찰청장", "전북지방경찰청장"),
        F.SECURITY_CODE: ("7043EX", "7043EX"),
    }
    for name in (F.LICENCE_CLASS, F.ISSUING_AUTHORITY):
        explanation = read[name].explanation
        assert explanation is not None
        assert read[name].raw in explanation.english()


def test_birth_date_and_sex_are_derived_and_say_so() -> None:
    read = fields(licence())
    for name in (F.BIRTH_DATE, F.SEX):
        assert read[name].normaliser == "derived_from_resident_number"
        assert read[name].raw == ""
        assert read[name].explanation is not None
        assert read[name].quad == read[F.RESIDENT_NUMBER].quad


def test_an_impossible_birth_date_derives_nothing() -> None:
    read = fields(licence(resident="471033-4425261"))
    assert read[F.RESIDENT_NUMBER].value == "471033-4425261"
    assert read[F.BIRTH_DATE].value == ""
    assert read[F.SEX].value == ""


@pytest.mark.parametrize(
    ("line_text", "region", "value"),
    [
        ("电立：98-800924-64", "경기", "경기 98-800924-64"),
        ("98-800924-64", "정기", "경기 98-800924-64"),
        ("11-12-123456-01", "", "11-12-123456-01"),
        ("11–12–123456–01", "", "11-12-123456-01"),
        ("98-800924-64", "", ""),
    ],
)
def test_both_formats_of_the_number(line_text: str, region: str, value: str) -> None:
    """Without its region an older number is not whole, and stays empty."""
    read = fields(licence(number=line_text), **({"licence_number": region} if region else {}))
    assert read[F.LICENCE_NUMBER].value == value


@pytest.mark.parametrize(
    ("period", "period_2", "issued", "expected"),
    [
        ("：2020.02.28.~2020.08.27.", "", "2011.02.28.", ("2020-02-28", "2020-08-27", "2011-02-28")),
        ("2020.1.1.~", "：2020.12.31.", "2011.2.8.", ("2020-01-01", "2020-12-31", "2011-02-08")),
        ("：2020.01.01.", "~2020.12.31.", "2011.02.28.", ("2020-01-01", "2020-12-31", "2011-02-28")),
        ("~2020.12.31.", "", "2011.02.28.", ("", "2020-12-31", "2011-02-28")),
        ("：2020.01.01.~", "", "2011.02.28.", ("2020-01-01", "", "2011-02-28")),
        ("", "", "2011.02.28.", ("", "", "2011-02-28")),
        ("：2020.02.28.~2020.08.27.", "", "", ("2020-02-28", "2020-08-27", "")),
        ("：2020.02.28.~2020.08.2", "", "2011.02.28.", ("2020-02-28", "", "2011-02-28")),
        ("：2020.02.30.~2020.08.27.", "", "2011.02.28.", ("", "2020-08-27", "2011-02-28")),
        ("：2020.02.28.~20200827", "", "2011.02.28.", ("2020-02-28", "2020-08-27", "2011-02-28")),
        ("：20200228~2020.0827.", "", "20110228", ("2020-02-28", "2020-08-27", "2011-02-28")),
        ("：2020.02.28.~20201327", "", "2011.02.28.", ("2020-02-28", "", "2011-02-28")),
        ("：2020年2月28日~2020年8月27日", "", "2011年2月28日", ("2020-02-28", "2020-08-27", "2011-02-28")),
    ],
)
def test_periods_in_one_line_and_in_two(period: str, period_2: str, issued: str, expected: tuple[str, ...]) -> None:
    read = fields(licence(period=period, period_2=period_2, condition="", issued=issued))
    assert tuple(read[name].value for name in (F.RENEWAL_FROM, F.RENEWAL_TO, F.ISSUE_DATE)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("圣召：A", "A"),
        ("圣召：A,C", "A,C"),
        ("召:1", "I"),
        ("圣召：", ""),
        ("圣召：Z", ""),
        ("1", ""),
        ("召 B", "B"),
        ("", ""),
    ],
)
def test_conditions_are_letters_from_a_to_j(text: str, value: str) -> None:
    assert fields(licence(condition=text))[F.CONDITIONS].value == value


@pytest.mark.parametrize("code", ["GB0FIM", "GBOFIM", "0O1I5S", "123456"])
def test_the_security_code_is_never_corrected(code: str) -> None:
    field = fields(licence(code=code))[F.SECURITY_CODE]
    assert (field.raw, field.value) == (code, code)


@pytest.mark.parametrize("code", ["GB0FI", "GB0FIMX", "GB0-IM"])
def test_a_code_of_another_length_is_none(code: str) -> None:
    assert fields(licence(code=code))[F.SECURITY_CODE].value == ""


def test_look_alikes_in_the_code_keep_it_from_being_sure() -> None:
    assert fields(licence(code="7O43EX"))[F.SECURITY_CODE].confidence < 0.95
    assert fields(licence(code="7243EX"))[F.SECURITY_CODE].confidence > 0.95


def test_a_code_told_apart_by_its_shapes_keeps_what_was_read_as_raw() -> None:
    face = only_face(licence(code="5UBU06"))
    told = {F.SECURITY_CODE: printed("5UBUO6", face.lines[0])}
    field = {one.name: one for one in read_face(replace(face, read=told), "c1")}[F.SECURITY_CODE]
    assert (field.raw, field.value, field.normaliser) == ("5UBU06", "5UBUO6", "shape")
    assert field.explanation is not None
    assert "5UBU06" in field.explanation.english()


def test_a_date_where_only_the_last_of_two_can_stand_is_no_first_day() -> None:
    lines = [*licence(period="", condition=""), line("2025.12.31", 0.73, 0.68, 0.20)]
    found = fields(lines)
    assert (found[F.RENEWAL_FROM].value, found[F.RENEWAL_TO].value) == ("", "2025-12-31")
    assert found[F.ISSUE_DATE].value == "2011-02-28"


def test_what_the_reader_always_confuses_is_put_right_and_said() -> None:
    read = fields(licence(), name="한빚나", address="졔주도 가온시 별빚로 12")
    assert (read[F.NAME].raw, read[F.NAME].value) == ("한빚나", "한빛나")
    assert read[F.ADDRESS].value == "제주도 가온시 별빛로 12"
    for name in (F.NAME, F.ADDRESS):
        explanation = read[name].explanation
        assert explanation is not None
        assert read[name].raw in explanation.english()


def test_a_class_that_is_near_none_takes_the_others_with_it() -> None:
    assert fields(licence(), licence_class="1종대형/1종뽀뽀")[F.LICENCE_CLASS].value == ""


@pytest.mark.parametrize(
    ("authority", "value"),
    [("대구광역시지방경찰청장", "대구광역시지방경찰청장"), ("서울특별시지빙경찰청장", "서울특별시지방경찰청장")],
)
def test_an_authority_keeps_every_word_that_it_prints(authority: str, value: str) -> None:
    field = fields(licence(), issuing_authority=authority)[F.ISSUING_AUTHORITY]
    assert field.value == value
    assert field.confidence > 0.95


def test_an_entry_of_a_list_several_syllables_off_is_doubtful() -> None:
    field = fields(licence(), issuing_authority="제주특벌저치도경찰청장")[F.ISSUING_AUTHORITY]
    assert field.value == "제주특별자치도경찰청장"
    assert field.confidence <= kr_driving_licence.SNAPPED_FAR


def test_what_no_list_has_is_left_empty_and_kept_raw() -> None:
    read = fields(licence(), licence_class="가나다라", issuing_authority="지방경찰청장")
    for name in (F.LICENCE_CLASS, F.ISSUING_AUTHORITY):
        assert read[name].value == ""
        assert read[name].raw


def test_nothing_is_invented_where_nothing_was_read() -> None:
    read = fields(licence(period="", condition="", issued="", code=""))
    for name in set(read) - {F.LICENCE_NUMBER, F.RESIDENT_NUMBER, F.BIRTH_DATE, F.SEX}:
        assert read[name].value == ""
        assert read[name].raw == ""


class Recorder:
    """Stands for Tesseract and reads nothing; ``cuts`` are the pictures of lines that it was given."""

    def __init__(self) -> None:
        self.cuts: list[np.ndarray] = []

    def read(self, cuts: Sequence[np.ndarray]) -> list[Reading]:
        self.cuts = list(cuts)
        return [Reading(())] * len(self.cuts)


def cuts_of(lines: list[TextLine], known: Collection[FieldName] = ()) -> list[np.ndarray]:
    face, recorder = only_face(lines), Recorder()
    read_hangul(face, rows_of(face), np.full((900, 1400, 3), 200, np.uint8), cast("HangulReader", recorder), known)
    return recorder.cuts


def test_a_seal_is_not_given_to_tesseract_and_a_syllable_beside_others_is() -> None:
    without = cuts_of(licence())
    with_seal = cuts_of([*licence(), line("", 0.72, 0.905, 0.045, height=0.12)])
    assert len(with_seal) == len(without)
    parted = cuts_of([*licence(name=""), line("啡合", 0.370, 0.300, 0.080), line("号", 0.460, 0.300, 0.036)])
    assert len(parted) == len(without)
    assert any(cut.shape[1] == round(0.126 * WIDTH) for cut in parted)


def test_rows_of_known_fields_are_not_given_to_tesseract() -> None:
    assert len(cuts_of(licence(), {F.NAME, F.CONDITIONS})) == len(cuts_of(licence())) - 2


def test_words_behind_a_letter_of_the_conditions_are_tesseracts() -> None:
    """Also where the network read none of them."""
    letter = licence(condition="圣召：A")
    words = licence(condition="圣召：A(世号)")
    unread = [*licence(condition=""), line("圣召：A" + " " * 6, 0.370, 0.740, 0.275)]
    unread[-1] = replace(unread[-1], characters=unread[-1].characters[:4])
    assert [_is_codes_alone(rows_of(only_face(lines))) for lines in (letter, words, unread)] == [True, False, False]


def tesseract(by_width: dict[float, str]) -> HangulReader:
    """Stands for Tesseract: reads cuts of lines by about their width in card widths, every other as nothing."""

    class Fake:
        def read(self, cuts: Sequence[np.ndarray]) -> list[Reading]:
            widths = {round(wide * WIDTH): text for wide, text in by_width.items()}
            texts = [next((t for w, t in widths.items() if abs(w - cut.shape[1]) < 12), "") for cut in cuts]
            return [reading_of(text) for text in texts]

    return cast("HangulReader", Fake())


def reading_of(text: str, reach: float = 1.0) -> Reading:
    return Reading(tuple(Character(one, 0.98, reach * (i + 0.5) / len(text)) for i, one in enumerate(text)))


def read_by(reader: HangulReader, lines: list[TextLine]) -> dict[FieldName, Print]:
    face = only_face(lines)
    return read_hangul(face, rows_of(face), np.full((900, 1400, 3), 200, np.uint8), reader)


@pytest.mark.parametrize(("seen", "surer"), [("2011027", True), ("20110", True), ("2119", False), ("", False)])
def test_a_date_of_issue_with_hangul_in_it_is_tesseracts(seen: str, surer: bool) -> None:
    lines = [*licence(issued="", condition=""), line(seen, 0.42, 0.845, 0.26)]
    read = read_by(tesseract({0.26: "2011년 10월 27일"}), lines)[F.ISSUE_DATE]
    assert read.text == "2011년 10월 27"
    assert (read.confidence > 0.95) is surer
    field = {one.name: one for one in read_face(replace(only_face(lines), read={F.ISSUE_DATE: read}), "c1")}
    assert field[F.ISSUE_DATE].value == "2011-10-27"


def test_a_date_of_issue_that_was_read_is_not_tesseracts() -> None:
    assert F.ISSUE_DATE not in read_by(tesseract({0.17: "2011년 10월 27일"}), licence())


def test_a_row_where_the_date_of_issue_may_be_that_is_none_stays_a_condition() -> None:
    lines = [*licence(issued="", condition=""), line("舎", 0.37, 0.800, 0.16)]
    read = read_by(tesseract({0.16: "자동변속기"}), lines)
    assert read[F.CONDITIONS].text == "자동변속기"


def test_an_address_that_begins_with_no_region_is_doubtful() -> None:
    sure = read_by(tesseract({0.50: "서울특별시 관악구 신림로 1"}), licence())[F.ADDRESS]
    headless = read_by(tesseract({0.50: "신림로 740-5, 109동 256호"}), licence())[F.ADDRESS]
    assert sure.confidence > 0.9
    assert headless.confidence <= 0.70


def test_the_first_row_of_an_address_is_sought_where_none_was_found() -> None:
    lines = [*licence(address=""), line("740-5", 0.370, 0.525, 0.30)]
    assert len(cuts_of(lines)) == len(cuts_of([*lines, line("舎", 0.370, 0.460, 0.45)]))
    reader = tesseract({0.93 - 0.36: "서울특별시 관악구 신림로", 0.30: "740-5"})
    assert read_by(reader, lines)[F.ADDRESS].text == "서울특별시 관악구 신림로 740-5"


def test_pieces_of_a_row_are_read_alone_where_nothing_was_read_of_them_together() -> None:
    lines = [*licence(address=""), line("本全", 0.370, 0.460, 0.07), line("舎", 0.460, 0.460, 0.41)]
    reader = tesseract({0.07: "주초", 0.41: "경기도 성남시 판교역로"})
    assert read_by(reader, lines)[F.ADDRESS].text == "경기도 성남시 판교역로"


@pytest.mark.parametrize("rest", ["신림로", ""])
def test_the_rest_of_a_row_is_read_or_leaves_a_doubt(rest: str) -> None:
    class Short:
        def read(self, cuts: Sequence[np.ndarray]) -> list[Reading]:
            whole = round(0.5 * WIDTH)
            return [reading_of("서울 관악구", 0.6) if abs(c.shape[1] - whole) < 2 else reading_of(rest) for c in cuts]

    read = read_by(cast("HangulReader", Short()), licence(name="", authority="", condition=""))[F.ADDRESS]
    assert read.text == f"서울 관악구 {rest}".strip()
    assert (read.confidence > 0.9) is bool(rest)


def test_labels_and_the_title_in_hangul_are_not_given_to_tesseract() -> None:
    lines = licence(period="", condition="", title="")
    lines += [line("(Driver'sLicense)", 0.67, 0.095, 0.25), line("：2020.02.28.~2020.08.27.", 0.48, 0.665, 0.41)]
    labels = [line("", 0.37, 0.650, 0.10), line("", 0.37, 0.705, 0.10), line("丕2:", 0.37, 0.745, 0.10)]
    title = [line("", 0.20, 0.092, 0.40)]
    assert len(cuts_of([*lines, *labels, *title])) == len(cuts_of(lines))
    class_beside_the_title = line("1否", 0.06, 0.092, 0.12)
    assert len(cuts_of([*lines, class_beside_the_title])) == len(cuts_of(lines)) + 1


def test_a_box_inside_another_does_not_cut_it() -> None:
    outer, inner = line("", 0.03, 0.20, 0.16, height=0.09), line("", 0.07, 0.20, 0.08, height=0.05)
    plain = licence(**{"class": ""})
    cuts = cuts_of([*plain, outer, inner])
    assert len(cuts) == len(cuts_of([*plain, outer]))
    assert any(abs(cut.shape[1] - round(0.16 * WIDTH)) < 2 for cut in cuts)


@pytest.mark.parametrize(("texts", "angle", "parts"), [(["2종보통"], 5, 1), (["1종보통", "2종소형"], 0, 2)])
def test_only_whole_lines_are_parted(texts: list[str], angle: float, parts: int) -> None:
    image = Image.new("RGB", (220, 130), (225, 225, 225))
    face = ImageFont.truetype("/usr/share/fonts/truetype/baekmuk/dotum.ttf", 38)
    for index, text in enumerate(texts):
        y = 65 + 44 * (index - (len(texts) - 1) / 2)
        ImageDraw.Draw(image).text((110, y), text, font=face, fill=(30, 30, 30), anchor="mm")
    pixels = np.asarray(image.rotate(angle, fillcolor=(225, 225, 225)))
    strip = Strip(F.LICENCE_CLASS, np.float32([[0, 0], [220, 0], [220, 130], [0, 130]]))
    assert len(lines_of(strip, pixels, 0.15)) == parts


# --- photographs -----------------------------------------------------------------------------


def looked_at(networks: TextNetworks, pixels: np.ndarray) -> dict[FieldName, FieldReading]:
    face = only_face(read_lines(networks, pixels))
    face = look_closer(replace(face, placing=outlined(face.placing, pixels)), Look(networks, pixels))
    return {field.name: field for field in read_face(face, "c1")}


@pytest.mark.parametrize(
    ("form", "seed", "rotation"),
    [("kr_unlabelled", 3, -2.0), ("kr_labelled", 4, 9.0), ("kr_banded", 5, -10.0), ("kr_banded", 8, 176.0)],
)
def test_photographed_specimens_are_read(networks: TextNetworks, form: str, seed: int, rotation: float) -> None:
    """Both formats of the number, Hangul and Latin names, every field."""
    specimen = draw(Side.MAIN_PAGE, seed, form)
    pixels = np.asarray(photograph(specimen, PhotoSettings(rotation=rotation, pitch=6, yaw=-8), seed).image)
    read = looked_at(networks, pixels)
    expected = {name: value for name, value in specimen.normalised.items() if name is not F.SECURITY_CODE}
    assert {name: read[name].value for name in expected} == expected
    for field in read.values():
        assert field.quad is not None or not field.value


def test_a_code_that_text_detection_passed_over_is_found_in_its_place(networks: TextNetworks) -> None:
    specimen = draw(Side.MAIN_PAGE, 3, "kr_unlabelled")
    pixels = np.asarray(photograph(specimen, PhotoSettings(), 3).image)
    lines = [one for one in read_lines(networks, pixels) if len(one.characters) != 6]
    face = only_face(lines)
    face = look_closer(replace(face, placing=outlined(face.placing, pixels)), Look(networks, pixels))
    code = {field.name: field for field in read_face(face, "c1")}[F.SECURITY_CODE]
    assert len(code.value) == 6
    assert code.value.translate(str.maketrans("O1", "0I")) == specimen.truth[F.SECURITY_CODE].translate(
        str.maketrans("O1", "0I")
    )


@pytest.mark.parametrize(
    ("seed", "form", "left_alone"),
    [(3, "kr_unlabelled", {F.CONDITIONS}), (8, "kr_labelled", {F.NAME})],
)
def test_tesseract_is_not_asked_for_what_the_networks_have_read(
    networks: TextNetworks, monkeypatch: pytest.MonkeyPatch, seed: int, form: str, left_alone: set[FieldName]
) -> None:
    """Letters of conditions and Latin names; their rows cost it most."""
    asked: list[set[FieldName]] = []
    read_hangul = kr_driving_licence.read_hangul

    def watched(*given: Any) -> dict[FieldName, Print]:
        asked.append(set(given[4]))
        return read_hangul(*given)

    monkeypatch.setattr(kr_driving_licence, "read_hangul", watched)
    specimen = draw(Side.MAIN_PAGE, seed, form)
    read = looked_at(networks, np.asarray(photograph(specimen, PhotoSettings(), seed).image))
    assert left_alone <= asked[0]
    assert {name: read[name].value for name in left_alone} == {name: specimen.normalised[name] for name in left_alone}


def test_without_korean_data_digits_are_read_and_hangul_says_why(
    networks: TextNetworks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable() -> hangul.HangulReader:
        raise hangul.HangulUnavailable("none here")

    monkeypatch.setattr(hangul, "shared_reader", unavailable)
    monkeypatch.setattr(hangul, "data_directory", lambda: None)
    specimen = draw(Side.MAIN_PAGE, 3, "kr_unlabelled")
    read = looked_at(networks, np.asarray(photograph(specimen, PhotoSettings(), 3).image))
    for name in (F.LICENCE_NUMBER, F.RESIDENT_NUMBER, F.RENEWAL_FROM, F.RENEWAL_TO, F.ISSUE_DATE, F.BIRTH_DATE):
        assert read[name].value == specimen.normalised[name]
    for name in (F.NAME, F.LICENCE_CLASS, F.ADDRESS, F.ISSUING_AUTHORITY):
        explanation = read[name].explanation
        assert read[name].value == ""
        assert explanation is not None
        assert "tesseract-ocr-kor" in explanation.english()


def test_a_grey_picture_of_no_document_has_no_face(networks: TextNetworks) -> None:
    assert find_faces(read_lines(networks, np.asarray(Image.new("RGB", (800, 600), (120, 120, 120))))) == []


def test_the_layout_is_complete() -> None:
    assert LAYOUT.kind is DocumentKind.KR_DRIVING_LICENCE
    assert set(kr_driving_licence.NORMALISERS) | {F.BIRTH_DATE, F.SEX} == set(FIELDS[KEY])
