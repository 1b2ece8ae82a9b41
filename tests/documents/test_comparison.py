from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.comparison import DATE, EXPIRY, NAME, NUMBER


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("李 明", "李明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽・买买提"),
        ("Ｔｏｍ", "tom"),
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
    for comparison in (NAME, NUMBER, DATE, EXPIRY):
        assert comparison.agree(a, b) == comparison.agree(b, a)
