from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.dates import (
    CHINA_TIME,
    months_later,
    parse_date,
    parse_month,
    parse_time,
    to_iso,
    to_iso_time,
    years_later,
)


@pytest.mark.parametrize(
    "text",
    [
        *("1987年1月1日", "1987 年 1 月 1 日", "1987.01.01", "1987/1/1", "1987-01-01", "19870101"),
        *("１９８７．０１．０１", "1987. 1. 1.", "1987.01.01.", "1987년 1월 1일"),
    ],
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


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01 12:30:45",
        "2026-11-0112:30:45",
        "2026-11-01T12:30:45",
        "2026年11月1日 12:30:45",
        "2026/11/01  12：30：45",
        "20261101 12:30:45",
        " 2026.11.1 12:30:45 ",
    ],
)
def test_times_as_the_electronic_licence_shows_them(text: str) -> None:
    assert parse_time(text) == datetime(2026, 11, 1, 12, 30, 45, tzinfo=CHINA_TIME)
    assert to_iso_time(text) == "2026-11-01T12:30:45"


def test_a_time_without_seconds_or_with_one_digit_of_the_hour() -> None:
    assert to_iso_time("2026-11-01 12:30") == "2026-11-01T12:30:00"
    assert to_iso_time("2026-11-1 9:05") == "2026-11-01T09:05:00"


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-01", "12:30:45", "2026-02-29 12:30:45", "2026-11-01 24:00:00", "2026-11-01 12:60", "2026-11-01 1230"],
)
def test_no_real_time(text: str) -> None:
    assert parse_time(text) is None
    assert to_iso_time(text) == ""


@given(st.dates(), st.times(), st.sampled_from([" ", "", "  "]))
def test_a_printed_time_is_read(day: date, hour: time, space: str) -> None:
    parsed = parse_time(f"{day.isoformat()}{space}{hour:%H:%M:%S}")
    assert parsed == datetime.combine(day, hour.replace(microsecond=0), CHINA_TIME)


@pytest.mark.parametrize("text", ["2017年04月", "2017年4月", "2017-04", "2017.04", "201704", "2017 年 04 月"])
def test_a_month_ends_on_its_last_day(text: str) -> None:
    assert parse_month(text) == date(2017, 4, 30)


def test_february_ends_later_in_leap_years() -> None:
    assert [parse_month(f"{year}年02月") for year in (2023, 2024, 2100)] == [
        date(2023, 2, 28),
        date(2024, 2, 29),
        date(2100, 2, 28),
    ]


@pytest.mark.parametrize("text", ["", "2017", "2017年13月", "2017年0月", "0000年01月", "2017年04月30日", "04月"])
def test_no_month(text: str) -> None:
    assert parse_month(text) is None


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        (date(2026, 1, 15), 3, [date(2026, 4, 15)]),
        (date(2026, 11, 15), 3, [date(2027, 2, 15)]),
        (date(2026, 11, 30), 3, [date(2027, 2, 28), date(2027, 3, 1)]),
        (date(2027, 11, 30), 3, [date(2028, 2, 29), date(2028, 3, 1)]),
        (date(2026, 1, 31), 3, [date(2026, 4, 30), date(2026, 5, 1)]),
        (date(9999, 11, 1), 3, []),
    ],
)
def test_terms_of_months(start: date, months: int, ends: list[date]) -> None:
    assert list(months_later(start, months)) == ends


def test_terms_of_years_from_a_leap_day() -> None:
    assert years_later(date(2024, 2, 29), 6) == (date(2030, 2, 28), date(2030, 3, 1))
    assert years_later(date(2024, 2, 29), 4) == (date(2028, 2, 29),)
    assert years_later(date(2023, 2, 28), 6) == (date(2029, 2, 28),)


@given(st.dates(), st.integers(0, 1200))
def test_a_term_ends_in_its_month_or_on_the_first_of_the_next(start: date, months: int) -> None:
    for end in months_later(start, months):
        passed = (end.year - start.year) * 12 + end.month - start.month
        assert (passed == months and end.day <= start.day) or (end - timedelta(days=1)).month != end.month


@given(st.text(max_size=24))
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert parse_time(text) is None or parse_time(to_iso_time(text)) == parse_time(text)
    assert parse_month(text) is None or isinstance(parse_month(text), date)
