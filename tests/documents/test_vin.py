"""The vehicle identification number against printed examples, stdnum and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents import vin

FREE = st.text(alphabet=vin.ALPHABET, min_size=vin.LENGTH, max_size=vin.LENGTH)

#: Worked examples in wide use: of the US rule (49 CFR 565) and of its check digit; the ones.
PRINTED = ("1M8GDM9AXKP042788", "11111111111111111", "5GZCZ43D13S812715")


def with_check_digit(number: str) -> str:
    return number[:8] + vin.check_digit(number) + number[9:]


@pytest.mark.parametrize("number", PRINTED)
def test_printed_examples(number: str) -> None:
    assert vin.has_shape(number)
    assert vin.has_check_digit(number)
    assert vin.normalise(number) == vin.Normalised(number)


def test_the_figures_of_letters() -> None:
    assert {letter: vin.VALUES[letter] for letter in "AHJNPRSZ"} == dict(
        zip("AHJNPRSZ", (1, 8, 1, 5, 7, 9, 2, 9), strict=True)
    )
    assert set(vin.VALUES) == set(vin.ALPHABET)


@pytest.mark.parametrize(
    "bad", ["", "1M8GDM9AXKP04278", "1M8GDM9AXKP0427888", "1M8GDM9AXKPO42788", "1m8gdm9axkp042788"]
)
def test_other_shapes_are_refused(bad: str) -> None:
    assert not vin.has_shape(bad)
    assert not vin.has_check_digit(bad)
    assert vin.model_years(bad, 2030) == ()
    with pytest.raises(ValueError, match="vehicle identification number"):
        vin.worked_check_digit(bad)


@given(FREE, st.integers(0, 16), st.sampled_from(vin.ALPHABET))
def test_a_substitution_shows_unless_the_letters_stand_for_the_same_figure(number: str, place: int, char: str) -> None:
    number = with_check_digit(number)
    changed = number[:place] + char + number[place + 1 :]
    if place == vin.CHECK_PLACE:
        assert vin.has_check_digit(changed) == (char == number[place])
    else:
        assert vin.has_check_digit(changed) == (vin.VALUES[char] == vin.VALUES[number[place]])


def test_only_china_is_bound_to_the_check_digit() -> None:
    assert vin.needs_check_digit("LSVAA49J132047371")
    assert not vin.needs_check_digit("WBAAA1305H2328333")


@pytest.mark.parametrize(
    ("code", "years"),
    [("A", (1980, 2010)), ("Y", (2000,)), ("1", (2001,)), ("9", (2009,)), ("D", (1983, 2013)), ("T", (1996, 2026))],
)
def test_year_codes(code: str, years: tuple[int, ...]) -> None:
    assert vin.model_years("1M8GDM9AX" + code + "P042788", 2026) == years


@pytest.mark.parametrize("code", "0UZ")
def test_characters_that_stand_for_no_year(code: str) -> None:
    assert vin.model_years("1M8GDM9AX" + code + "P042788", 2026) == ()


def test_arithmetic_is_worked_out_in_words() -> None:
    words = vin.worked_check_digit(PRINTED[0])
    assert (words.params["total"], words.params["remainder"], words.params["expected"]) == (351, 10, "X")
    assert "1×8 + M(4)×7 + 8×6" in words.english()
    assert "as it should" in words.english()
    wrong = vin.worked_check_digit("1M8GDM9A1KP042788")
    assert "calls for X in the ninth place. 1 stands there instead" in wrong.english()


@given(FREE)
def test_the_printed_sum_is_the_sum(number: str) -> None:
    words = vin.worked_check_digit(number)
    total = 0
    for part in str(words.params["sum"]).split(" + "):
        char, weight = part.split("×")
        total += (int(char) if char.isdigit() else int(char[2:-1])) * int(weight)
    assert total == words.params["total"]


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("1M8GDM9AXKPO42788", "1M8GDM9AXKP042788"),
        ("IM8GDM9AXKPQ42788", "1M8GDM9AXKP042788"),
        ("1m8gdm9axkp042788", "1M8GDM9AXKP042788"),
        ("1M8GDM9A XKP0 42788", "1M8GDM9AXKP042788"),
        ("123456789ABCDEFGH", "123456789ABCDEFGH"),
        ("ABC", "ABC"),
        ("LO", "LO"),
    ],
)
def test_letters_that_no_number_has(read: str, value: str) -> None:
    assert vin.normalise(read).value == value


def test_digits_of_a_chinese_number_are_repaired_only_where_the_check_digit_agrees() -> None:
    right = with_check_digit("LSVAA49J032042858")
    assert vin.has_check_digit(right)
    assert vin.normalise(right[:-1] + "B").value == right
    explanation = vin.normalise(right[:-1] + "B").explanation
    assert explanation is not None
    assert explanation.params["changes"] == "B→8"
    wrong = right[:-2] + "6B"  # the seventeenth place alone cannot mend this
    assert vin.normalise(wrong).value == wrong
    foreign = "W" + right[1:-1] + "B"
    assert vin.normalise(foreign).value == foreign


@given(FREE)
def test_a_number_of_right_shape_is_changed_only_into_a_right_one(number: str) -> None:
    value = vin.normalise(number).value
    assert value == number or (vin.has_check_digit(value) and not vin.has_check_digit(number))


@given(st.text(max_size=20))
def test_any_text_is_normalised_once(text: str) -> None:
    value = vin.normalise(text).value
    assert vin.normalise(value).value == value
