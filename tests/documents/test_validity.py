from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.validity import (
    Validity,
    age_on,
    has_lawful_term,
    parse_bounds,
    parse_period,
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
