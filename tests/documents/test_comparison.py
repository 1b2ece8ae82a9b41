from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.comparison import DATE, EXPIRY, KR_LICENCE_NUMBER, NAME, NUMBER


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("李 明", "李明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽・买买提"),
        ("Ｔｏｍ", "tom"),
        ("Hong Gildong", "HONG GILDONG"),
        ("홍 길동", "홍길동"),
        (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
    ],
)
def test_same_name(declared: str, printed: str) -> None:
    assert NAME.agree(declared, printed)


@pytest.mark.parametrize(
    ("declared", "printed"), [("李明", "李朋"), ("", ""), (" ", "李明"), ("阿依古丽", "阿依·古丽")]
)
def test_other_name(declared: str, printed: str) -> None:
    assert not NAME.agree(declared, printed)


def test_number() -> None:
    assert NUMBER.agree("110105-19491231-002x", "11010519491231002X")
    assert not NUMBER.agree("110105194912310021", "11010519491231002X")


def test_numbers_in_other_ways_of_writing() -> None:
    assert NUMBER.agree("粤b·12345", "粤B12345")
    assert NUMBER.agree("8707135260590", "870713－5260590")
    assert not NUMBER.agree("-", "·")


@pytest.mark.parametrize("declared", ["전북 11-006760-90", "17-11-006760-90", "171100676090", "전북11-006760-90"])
def test_a_korean_licence_names_its_region_or_has_its_code(declared: str) -> None:
    assert KR_LICENCE_NUMBER.agree(declared, "전북 11-006760-90")
    assert KR_LICENCE_NUMBER.agree(declared, "17-11-006760-90")
    assert not KR_LICENCE_NUMBER.agree(declared, "18-11-006760-90")
    assert not KR_LICENCE_NUMBER.agree(declared, "17-11-006760-91")


def test_date() -> None:
    assert DATE.agree("1949-12-31", "1949年12月31日")
    assert not DATE.agree("1949-12-30", "1949年12月31日")
    assert not DATE.agree("soon", "soon")


def test_expiry() -> None:
    assert EXPIRY.agree("长期", "长期")
    assert EXPIRY.agree("2020-07-21", "2020.07.21")
    assert not EXPIRY.agree("长期", "2020.07.21")


@given(st.text(max_size=12), st.text(max_size=12))
def test_comparisons_are_symmetric(a: str, b: str) -> None:
    for comparison in (NAME, NUMBER, KR_LICENCE_NUMBER, DATE, EXPIRY):
        assert comparison.agree(a, b) == comparison.agree(b, a)
