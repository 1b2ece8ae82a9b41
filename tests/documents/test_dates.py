from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.dates import parse_date, to_iso


@pytest.mark.parametrize(
    "text",
    ["1987年1月1日", "1987 年 1 月 1 日", "1987.01.01", "1987/1/1", "1987-01-01", "19870101", "１９８７．０１．０１"],
)
def test_printed_forms(text: str) -> None:
    assert parse_date(text) == date(1987, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["", "1987", "1987年13月1日", "2021.02.29", "2021.06.31", "87.1.1", "1987.1.1x", "长期", "0000.01.01", "1987年1月"],
)
def test_what_is_no_real_date_is_refused_not_shifted(text: str) -> None:
    assert parse_date(text) is None
    assert to_iso(text) == ""


@given(st.dates(date(1, 1, 1)), st.sampled_from(["{y:04d}年{m}月{d}日", "{y:04d}.{m:02d}.{d:02d}", "{y:04d}/{m}/{d}"]))
def test_what_is_printed_is_read(day: date, form: str) -> None:
    assert parse_date(form.format(y=day.year, m=day.month, d=day.day)) == day
    assert to_iso(form.format(y=day.year, m=day.month, d=day.day)) == day.isoformat()


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert parse_date(text) is None or parse_date(to_iso(text)) == parse_date(text)
