"""What a Korean driving licence prints: numbers of both formats, and words snapped to closed lists only where safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents import kr_licence
from kyc.documents.hangul_words import LEAD, distance, letters, nearest, syllables_apart
from kyc.documents.kr_licence import AUTHORITIES, CLASSES, LONG_AUTHORITIES, REGIONS, LicenceNumber

digits = st.text("0123456789", min_size=1)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("12-34-123456-78", "12-34-123456-78"),
        ("11-12-123456-01", "11-12-123456-01"),
        ("111212345601", "11-12-123456-01"),
        ("１１－１２－１２３４５６－０１", "11-12-123456-01"),
        ("경기 98-800924-64", "경기 98-800924-64"),
        ("경기98-800924-64", "경기 98-800924-64"),
        ("전북 11-006760-90", "전북 11-006760-90"),
        ("경기북부 14-006760-90", "경기북부 14-006760-90"),
    ],
)
def test_both_formats(text: str, printed: str) -> None:
    number = kr_licence.parse_number(text)
    assert number is not None
    assert str(number) == printed
    assert str(kr_licence.parse_number(printed)) == printed


@pytest.mark.parametrize(
    "text",
    ["", "98-800924-64", "12-34-12345-78", "870713-5260590", "경 98-800924-64", "12-34-123456-7", "가나다라마 1"],
)
def test_other_numbers_are_none(text: str) -> None:
    assert kr_licence.parse_number(text) is None


def test_every_region_from_11_to_29_is_known_and_others_are_no_fault_of_the_number() -> None:
    assert [int(code) for code in REGIONS] == list(range(11, 30))
    assert LicenceNumber("11", "12", "123456", "01").region_name == "서울"
    assert LicenceNumber("경기", "98", "800924", "64").region_name == "경기"
    stranger = kr_licence.parse_number("30-12-123456-01")
    assert stranger is not None
    assert not stranger.region_known
    assert stranger.region_name == ""


@given(
    st.one_of(st.sampled_from(list(REGIONS)), st.sampled_from(kr_licence.REGION_NAMES)),
    st.integers(0, 99),
    st.integers(0, 999_999),
    st.integers(0, 99),
)
def test_every_number_comes_back_as_printed(region: str, year: int, serial: int, tail: int) -> None:
    number = LicenceNumber(region, f"{year:02d}", f"{serial:06d}", f"{tail:02d}")
    assert kr_licence.parse_number(str(number)) == number
    assert number.region_known


@given(st.text(max_size=40))
def test_any_text_is_parsed_and_snapped_without_an_error(text: str) -> None:
    number = kr_licence.parse_number(text)
    if number is not None:
        assert kr_licence.parse_number(str(number)) == number
    assert kr_licence.snap_class(text) in ("", *CLASSES)
    assert kr_licence.snap_authority(text) in ("", *AUTHORITIES, *LONG_AUTHORITIES)
    assert kr_licence.snap_region(text) in ("", *kr_licence.REGION_NAMES)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_itself(name: str) -> None:
    assert kr_licence.snap_class(name) == name


@pytest.mark.parametrize("name", [*AUTHORITIES, *LONG_AUTHORITIES])
def test_every_authority_is_itself(name: str) -> None:
    assert kr_licence.snap_authority(name) == name


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2종보동", "2종보통"),
        ("1종 보퉁", "1종보통"),
        ("1종대헝", "1종대형"),
        ("2종소혜", "2종소형"),
        ("연습먼허", "연습면허"),
    ],
)
def test_a_class_misread_by_a_letter_is_taken(read: str, meant: str) -> None:
    """The first is how seed 004 prints it."""
    assert kr_licence.snap_class(read) == meant


@pytest.mark.parametrize(
    "read",
    [
        "",
        "!(대형견인)",
        "(대형견인)",
        "1종보통(대형견인)",
        "종보통",
        "3종보통",
        "보통",
        "1종",
        "2종대형이륜",
        "자동차운전면허증",
        "서울특별시",
    ],
)
def test_what_could_be_two_classes_or_none_stays_out(read: str) -> None:
    assert kr_licence.snap_class(read) == ""


def test_the_first_digit_of_a_class_is_never_decided_by_distance() -> None:
    for name in CLASSES:
        if name[0].isdigit():
            snapped = kr_licence.snap_class(("2" if name[0] == "1" else "1") + name[1:])
            assert snapped == "" or snapped[0] != name[0]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("전복지방경찰청장", "전북지방경찰청장"),
        ("서울특별시경찰쳥장", "서울특별시경찰청장"),
        ("지방경찰청장", ""),
        ("층남", ""),
        ("대구광역시지방경찰청장", "대구광역시지방경찰청장"),
        ("충청북도지방경찰청장", "충청북도지방경찰청장"),
        ("중청북도지방경찰청장", "충청북도지방경찰청장"),
        ("경기도지방경찰청장", "경기도지방경찰청장"),
    ],
)
def test_authorities_are_snapped_only_to_one(read: str, meant: str) -> None:
    assert kr_licence.snap_authority(read) == meant


def test_the_provinces_of_addresses() -> None:
    assert kr_licence.snap_province("전북") == "전북"
    assert kr_licence.snap_province("계주특별자치도") == "제주특별자치도"
    assert kr_licence.snap_province("가온시") == ""


@pytest.mark.parametrize(
    ("address", "does"),
    [
        ("서울특별시 관악구 신림로 1", True),
        ("서울시 관악구", True),
        ("전복 전주", True),
        ("관악구 신림로", False),
        ("366-22, 104동", False),
        ("", False),
    ],
)
def test_addresses_begin_with_a_region(address: str, does: bool) -> None:
    assert kr_licence.begins_with_region(address) is does


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("충청북도 아라군 청람을 별빚로 7", "충청북도 아라군 청람읍 별빛로 7"),
        ("경상남도 초롱군 솔밭음 학림로 640", "경상남도 초롱군 솔밭읍 학림로 640"),
        ("경기도 가온시 하늘마을 3", "경기도 가온시 하늘마을 3"),
        ("울산 초롱 달빛 476, (송림동. 한빛빌라)", "울산 초롱 달빛 476, (송림동, 한빛빌라)"),
        ("서울 을지로 12", "서울 을지로 12"),
    ],
)
def test_addresses_have_their_own_endings(read: str, meant: str) -> None:
    assert kr_licence.address_without_confusions(read) == meant


def test_distance_counts_letters_not_syllables() -> None:
    assert distance("북", "복") == 1
    assert distance("북", "남") == 3
    assert distance("전 북", "전북") == 0
    assert len(letters("한글")) == 6


@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert distance(one, one) == 0
    assert distance(one, other) <= max(len(letters(one)), len(letters(other)))


def test_syllables_apart_counts_whole_characters() -> None:
    assert syllables_apart("대구광역시지방경찰청장", "대구광역시경찰청장") == 2
    assert syllables_apart("전복 경찰청장", "전북경찰청장") == 1


hangul_texts = st.text("서울부산지방경찰청장도", max_size=9)


@given(hangul_texts, st.lists(hangul_texts, max_size=6), st.sampled_from([0.2, 0.3, 0.5]))
def test_the_bounds_of_nearest_change_no_answer(text: str, words: list[str], farthest: float) -> None:
    ranked = sorted((distance(text, word), word) for word in set(words))
    off, word = ranked[0] if ranked and text else (99, "")
    rival = len(ranked) > 1 and off and ranked[1][0] - off < min(off, LEAD)
    expected = "" if rival or off > farthest * len(letters(word)) else word
    assert nearest(text, words, farthest) == expected


@given(st.text(max_size=12), st.lists(st.text(max_size=8), max_size=6))
def test_the_nearest_is_one_of_the_words_or_none(text: str, words: list[str]) -> None:
    assert nearest(text, words) in ("", *words)
