from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.validity import (
    LICENCE_TERMS_YEARS,
    Validity,
    age_on,
    has_lawful_term,
    has_licence_term,
    is_long_term,
    is_temporary_term,
    parse_bounds,
    parse_licence_bounds,
    parse_period,
    printed_years,
    term_for_age,
    term_years,
)


def test_printed_period() -> None:
    assert parse_period("2010.07.21-2020.07.21") == Validity(date(2010, 7, 21), date(2020, 7, 21))
    assert parse_period("2010.07.21 - 2020.07.21") == parse_period("2010.07.21—2020.07.21")


def test_long_term() -> None:
    period = parse_period("2010.07.21-长期")
    assert period == Validity(date(2010, 7, 21), None)
    assert period.long_term
    assert has_lawful_term(period)
    assert term_years(period) is None


@pytest.mark.parametrize("text", ["", "长期", "2010.07.21", "2010.02.30-2020.02.28", "2010.07.21-2020.06.31", "a-b"])
def test_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_bounds_of_two_readings() -> None:
    assert parse_bounds("2010.07.21", "长期") == Validity(date(2010, 7, 21), None)
    assert parse_bounds("2010.07.21", "") is None
    assert parse_bounds("", "长期") is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015.03.04-2020.03.04", 5),
        ("2015.03.04-2025.03.04", 10),
        ("2015.03.04-2035.03.04", 20),
        ("2015.03.04-2025.03.03", None),
        ("2015.03.04-2025.03.05", None),
        ("2015.03.04-2023.03.04", None),
        ("2015.03.04-2010.03.04", None),
        ("2016.02.29-2026.02.28", 10),
        ("2016.02.29-2026.03.01", 10),
        ("2016.02.29-2026.03.02", None),
        ("2016.02.29-2036.02.29", 20),
        ("2016.02.29-2036.02.28", None),
    ],
)
def test_terms_to_the_day(text: str, years: int | None) -> None:
    period = parse_period(text)
    assert period is not None
    assert term_years(period) == years
    assert has_lawful_term(period) == (years is not None)


def test_no_card_of_this_kind_is_older_than_its_generation() -> None:
    assert not has_lawful_term(Validity(date(2003, 12, 31), None))


@given(st.dates(date(2004, 1, 1), date(2080, 1, 1)), st.sampled_from([5, 10, 20]), st.integers(-400, 400))
def test_only_the_anniversary_is_lawful(start: date, years: int, shift: int) -> None:
    leap_day_lost = (start.month, start.day) == (2, 29) and not isleap(start.year + years)
    end = date(start.year + years, 2, 28) if leap_day_lost else start.replace(year=start.year + years)
    assert term_years(Validity(start, end)) == years
    if abs(shift) > 1 and abs(shift) not in (365, 366):
        assert term_years(Validity(start, end + timedelta(days=shift))) is None


def test_age_rule() -> None:
    assert [term_for_age(age) for age in (0, 15, 16, 25, 26, 45, 46, 100)] == [5, 5, 10, 10, 20, 20, None, None]


def test_age_is_counted_in_full_years() -> None:
    assert age_on(date(2000, 5, 2), date(2016, 5, 1)) == 15
    assert age_on(date(2000, 5, 2), date(2016, 5, 2)) == 16
    assert age_on(date(2000, 2, 29), date(2015, 2, 28)) == 14
    assert age_on(date(2000, 2, 29), date(2015, 3, 1)) == 15


@pytest.mark.parametrize("text", ["长期", "长 期", " 长期 ", "長期", "长期有效", "长斯", "长朗"])
def test_long_term_in_its_writings(text: str) -> None:
    assert is_long_term(text)
    assert parse_bounds("2010.07.21", text) == Validity(date(2010, 7, 21), None)


@pytest.mark.parametrize("text", ["", "期", "长", "2020.07.21", "长春", "不长期"])
def test_what_is_not_long_term(text: str) -> None:
    assert not is_long_term(text)


@pytest.mark.parametrize(
    "text", ["2015-01-01 至 2021-01-01", "2015-01-01至2021-01-01", "2015-01-01 to 2021-01-01", "2015-01-01-2021-01-01"]
)
def test_the_period_of_a_licence(text: str) -> None:
    assert parse_period(text) == Validity(date(2015, 1, 1), date(2021, 1, 1))


def test_the_long_term_of_a_licence() -> None:
    assert parse_period("2015-01-01至长期") == Validity(date(2015, 1, 1), None)


@pytest.mark.parametrize(
    ("start", "until", "end"),
    [
        ("2008-05-12", "6年", date(2014, 5, 12)),
        ("2008-05-12", "10 年", date(2018, 5, 12)),
        ("2008-02-29", "6年", date(2014, 2, 28)),
        ("2008-02-29", "10年", date(2018, 2, 28)),
        ("2008-05-12", "2014-05-12", date(2014, 5, 12)),
        ("2008-05-12", "长期", None),
    ],
)
def test_the_older_form_prints_how_many_years(start: str, until: str, end: date | None) -> None:
    period = parse_licence_bounds(start, until)
    assert period is not None
    assert period.until == end
    assert has_licence_term(period)


@pytest.mark.parametrize(
    ("start", "until"), [("2008-02-30", "6年"), ("", "6年"), ("2008-05-12", "年"), ("9999-01-01", "6年")]
)
def test_no_period_of_years(start: str, until: str) -> None:
    assert parse_licence_bounds(start, until) is None


def test_an_identity_card_prints_no_number_of_years() -> None:
    assert parse_bounds("2008-05-12", "10年") is None


@pytest.mark.parametrize(("text", "years"), [("6年", 6), ("１０年", 10), ("6", None), ("六年", None), ("2026年", None)])
def test_printed_years(text: str, years: int | None) -> None:
    assert printed_years(text) == years


@pytest.mark.parametrize(
    ("start", "until", "years"),
    [
        (date(2015, 1, 1), date(2021, 1, 1), 6),
        (date(2015, 1, 1), date(2025, 1, 1), 10),
        (date(2015, 1, 1), date(2020, 1, 1), None),
        (date(2015, 1, 1), date(2035, 1, 1), None),
        (date(2015, 1, 1), date(2020, 12, 31), None),
        (date(2024, 2, 29), date(2030, 2, 28), 6),
        (date(2024, 2, 29), date(2030, 3, 1), 6),
        (date(2024, 2, 29), date(2030, 3, 2), None),
    ],
)
def test_terms_of_a_licence(start: date, until: date, years: int | None) -> None:
    assert term_years(Validity(start, until), LICENCE_TERMS_YEARS) == years
    assert has_licence_term(Validity(start, until)) == (years is not None)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026.01.15-2026.04.15", True),
        ("2026.01.15-2026.04.14", True),
        ("2026.01.15-2026.04.16", False),
        ("2026.01.15-2026.07.15", False),
        ("2026.11.30-2027.02.28", True),
        ("2026.11.30-2027.03.01", True),
        ("2027.11.29-2028.02.29", True),
        ("2026.01.15-长期", False),
        ("2026.01.15-2036.01.15", False),
    ],
)
def test_three_months_of_a_temporary_card(text: str, right: bool) -> None:
    period = parse_period(text)
    assert period is not None
    assert is_temporary_term(period) == right


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.sampled_from(LICENCE_TERMS_YEARS))
def test_both_forms_of_a_licence_give_the_same_period(start: date, years: int) -> None:
    older = parse_licence_bounds(start.isoformat(), f"{years}年")
    assert older is not None
    assert older.until is not None
    assert term_years(older, LICENCE_TERMS_YEARS) == years
    assert parse_period(f"{start.isoformat()}至{older.until.isoformat()}") == older


@given(st.text(max_size=24), st.text(max_size=12))
def test_any_text_is_a_period_or_none(start: str, until: str) -> None:
    for period in (parse_period(start), parse_bounds(start, until), parse_licence_bounds(start, until)):
        assert period is None or isinstance(period, Validity)
