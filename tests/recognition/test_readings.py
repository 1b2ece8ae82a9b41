"""Rules that several documents normalise by."""

from __future__ import annotations

import pytest

from kyc.recognition.readings import chinese_sentences, date, differences, until
from kyc.recognition.seal import authority


@pytest.mark.parametrize(
    ("read", "stored"),
    [
        ("无记分的,免予本次审验。", "无记分的，免予本次审验。"),
        ("增加准驾车型D,实习期至2026年", "增加准驾车型D，实习期至2026年"),
        ("1,200", "1,200"),
        ("A,B", "A,B"),
        ("请于本日;逾期", "请于本日；逾期"),
        ("换证日期:2021年10月12日", "换证日期：2021年10月12日"),
        ("10:30", "10:30"),
    ],
)
def test_commas_of_chinese_are_as_printed(read: str, stored: str) -> None:
    assert chinese_sentences(read).value == stored


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2015-01-02", "2015-01-02"),
        ("2015.1.2", "2015-01-02"),
        ("2015年1月2日", "2015-01-02"),
        ("20150102", "2015-01-02"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", ""),
        ("2015-13-01", ""),
        ("长期", ""),
    ],
)
def test_dates_with_any_separators_are_iso_and_no_day_is_invented(printed: str, iso: str) -> None:
    assert date(printed).value == iso


@pytest.mark.parametrize(
    ("printed", "stored", "is_explained"),
    [
        ("2030.01.24", "2030-01-24", False),
        ("长期", "长期", False),
        ("长斯", "长期", True),
        ("长", "长期", True),
        ("长期有效", "长期", True),
        ("长安街一号", "", False),
    ],
)
def test_an_end_is_a_day_or_long_term(printed: str, stored: str, is_explained: bool) -> None:
    found = until(printed)
    assert (found.value, found.words is not None) == (stored, is_explained)


def test_differences_are_counted_between_texts_of_one_length() -> None:
    assert (differences("公安局", "公安厅"), differences("公安", "公安局"), differences("", "")) == (1, 3, 0)


@pytest.mark.parametrize("read", ["样例省样例市公安局交通警察", "样例省样例市公安局交通", "样例市公安局交警"])
def test_a_seal_that_breaks_off_is_no_authority(read: str) -> None:
    found = authority(read)
    assert found.value == ""
    assert found.words is not None
    assert "breaks off" in found.words.english()


@pytest.mark.parametrize("read", ["样例省样例市公安局交通警察支队", "样例市公安局交警大队", "样例市公安局"])
def test_a_whole_seal_is_an_authority(read: str) -> None:
    assert authority(read).value == read
