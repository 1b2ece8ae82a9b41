"""The citizen number against the standard's own example, stdnum, and properties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from kyc.documents import citizen_number as cn

FIRST17 = st.text(alphabet="0123456789", min_size=17, max_size=17)

#: GB 11643-1999 prints these two as its examples.
PRINTED = ("11010519491231002X", "440524188001010014")


@pytest.mark.parametrize("number", PRINTED)
def test_printed_examples_are_valid(number: str) -> None:
    assert cn.is_valid(number)
    assert cn.check_digit(number[:17]) == number[17]


def test_parts_of_a_printed_example() -> None:
    assert cn.birth_date(PRINTED[0]) == date(1949, 12, 31)
    assert cn.sex(PRINTED[0]) == "女"
    assert cn.sex(PRINTED[1]) == "男"


@given(FIRST17)
def test_check_digit_is_that_of_stdnum(first17: str) -> None:
    assert cn.check_digit(first17) == mod_11_2.calc_check_digit(first17)


@given(FIRST17, st.integers(0, 16), st.integers(1, 9))
def test_every_single_substitution_changes_the_check_digit(first17: str, place: int, shift: int) -> None:
    digit = str((int(first17[place]) + shift) % 10)
    assert cn.check_digit(first17[:place] + digit + first17[place + 1 :]) != cn.check_digit(first17)


@given(FIRST17, st.integers(0, 15))
def test_every_transposition_of_unequal_neighbours_changes_the_check_digit(first17: str, place: int) -> None:
    a, b = first17[place], first17[place + 1]
    swapped = first17[:place] + b + a + first17[place + 2 :]
    assert (cn.check_digit(swapped) == cn.check_digit(first17)) == (a == b)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.integers(0, 999999))
def test_a_built_number_gives_back_what_it_was_built_from(birth: date, sequence: int, area: int) -> None:
    first17 = f"{area:06d}{birth:%Y%m%d}{sequence:03d}"
    number = first17 + cn.check_digit(first17)
    assert cn.is_valid(number)  # whatever the area code: abolished counties stay in numbers
    assert cn.birth_date(number) == birth
    assert cn.sex(number) == ("男" if sequence % 2 else "女")


@given(st.text(max_size=25))
def test_any_text_is_judged_without_an_exception(text: str) -> None:
    assert cn.is_valid(text) in (True, False)
    assert cn.is_valid(cn.normalise(text)) in (True, False)


def test_an_unreal_date_makes_a_number_invalid() -> None:
    first17 = "11010519490231002"
    assert not cn.is_valid(first17 + cn.check_digit(first17))


@pytest.mark.parametrize("bad", ["", "1101051949123100", "1101051949123100AX", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"])
def test_other_shapes_are_refused(bad: str) -> None:
    assert not cn.is_valid(bad)
    assert cn.birth_date(bad) is None
    with pytest.raises(ValueError, match="citizen number"):
        cn.sex(bad)
    with pytest.raises(ValueError, match="citizen number"):
        cn.worked_check_digit(bad)


def test_normalise_changes_the_writing_only() -> None:
    assert cn.normalise("１１０１０５ 19491231 002x") == "11010519491231002X"
    assert cn.normalise("11O105") == "11O105"


def test_arithmetic_is_worked_out_in_words() -> None:
    words = cn.worked_check_digit(PRINTED[0])
    assert words.params["total"] == 167
    assert words.params["remainder"] == 2
    assert "1×7 + 1×9 + 0×10" in words.english()
    assert "= 167" in words.english()
    assert "as it should" in words.english()


def test_wrong_check_digit_is_said_in_words() -> None:
    words = cn.worked_check_digit("110105194912310021")
    assert "check digit X" in words.english()
    assert "ends in 1 instead" in words.english()


@given(FIRST17)
def test_the_printed_sum_is_the_sum(first17: str) -> None:
    words = cn.worked_check_digit(first17 + "0")
    products = [part.split("×") for part in str(words.params["sum"]).split(" + ")]
    assert sum(int(a) * int(b) for a, b in products) == words.params["total"]
