"""The Korean resident number: printed examples, and properties of every number that can be printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.kr import rrn

from kyc.documents import resident_number
from kyc.documents.resident_number import Checksum

#: Seed 004's foreign resident; the card of a cartoon character; a number with random digits.
FOREIGN = "870713-5260590"
CARTOON = "830422-1185600"
digits12 = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        (FOREIGN, date(1987, 7, 13), "남"),
        (CARTOON, date(1983, 4, 22), "남"),
        ("001231-4999999", date(2000, 12, 31), "여"),
        ("010101-7999999", date(2001, 1, 1), "남"),
        ("991231-9999999", date(1899, 12, 31), "남"),
        ("991231-0999999", date(1899, 12, 31), "여"),
        ("960229-2999999", date(1996, 2, 29), "여"),
        ("000229-3999999", date(2000, 2, 29), "남"),
    ],
)
def test_birth_date_and_sex_by_the_seventh_digit(number: str, born: date, sex: str) -> None:
    assert resident_number.birth_date(number) == born
    assert resident_number.sex(number) == sex


@pytest.mark.parametrize("number", ["970229-2999999", "000229-1999999", "471033-4425261", "990231-1999999"])
def test_a_day_that_the_calendar_does_not_know_is_no_birth_date(number: str) -> None:
    """1997 and 1900 had no 29 February; the third is printed on a generated card of the samples."""
    assert resident_number.birth_date(number) is None


def test_the_seeds_foreign_number_fits_with_the_foreigners_constant() -> None:
    assert resident_number.is_foreign(FOREIGN)
    assert resident_number.checksum(FOREIGN) is Checksum.FITS
    assert resident_number.worked_check_digit(FOREIGN).params["constant"] == resident_number.FOREIGN_CONSTANT
    assert "as it should" in resident_number.worked_check_digit(FOREIGN).english()


def test_a_citizens_number_has_another_constant() -> None:
    """2·8+3·3+4·0+5·4+6·2+7·2+8·1+9·1+2·8+3·5+4·6+5·0 = 143; 143 mod 11 = 0; 11 - 0 ends in 1."""
    assert resident_number.check_digit("830422118560") == "1"
    assert resident_number.checksum("830422-1185601") is Checksum.FITS
    assert resident_number.checksum(CARTOON) is Checksum.DIFFERS
    assert "no proof" in resident_number.worked_check_digit(CARTOON).english()


def test_before_and_after_october_2020() -> None:
    """Who was born since then has random digits; whoever was born before may have been given new ones."""
    assert resident_number.checksum("201004-3999990") is Checksum.DIFFERS
    assert resident_number.checksum("201005-3999990") is Checksum.DOES_NOT_APPLY
    assert resident_number.checksum("870713-5260591") is Checksum.DOES_NOT_APPLY


def test_a_number_that_was_printed_before_october_2020_was_not_random() -> None:
    assert resident_number.checksum("870713-5260591", known_by=date(2011, 2, 28)) is Checksum.DIFFERS
    assert resident_number.checksum("870713-5260591", known_by=date(2020, 10, 5)) is Checksum.DOES_NOT_APPLY
    assert "random digits" in resident_number.worked_check_digit("870713-5260591").english()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("870713-5260590", FOREIGN),
        ("8707135260590", FOREIGN),
        ("８７０７１３－５２６０５９０", FOREIGN),
        ("870713 – 5260590", FOREIGN),
        ("870713-526059", "870713-526059"),
        ("", ""),
    ],
)
def test_normalising_changes_the_writing_only(text: str, number: str) -> None:
    assert resident_number.normalise(text) == number


@given(st.text(max_size=30))
def test_any_text_is_normalised_and_judged_without_an_error(text: str) -> None:
    number = resident_number.normalise(text)
    assert resident_number.normalise(number) == number
    if not resident_number.has_shape(number):
        assert resident_number.birth_date(number) is None
        with pytest.raises(ValueError, match="resident number"):
            resident_number.sex(number)


@given(digits12)
def test_the_worked_out_digit_always_fits_and_another_never(first12: str) -> None:
    fitting = resident_number.check_digit(first12)
    for last in "0123456789":
        number = f"{first12[:6]}-{first12[6:]}{last}"
        assert (resident_number.checksum(number) is Checksum.FITS) == (last == fitting)
        assert resident_number.worked_check_digit(number).english()


@given(digits12.filter(lambda digits: digits[6] not in "5678"))
def test_a_citizens_check_digit_is_that_of_stdnum(first12: str) -> None:
    assert resident_number.check_digit(first12) == rrn.calc_check_digit(first12)


@given(digits12, st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_is_noticed_but_where_two_remainders_share_a_check_digit(
    first12: str, place: int, step: int
) -> None:
    """Eleven remainders, ten digits: 0 and 10 (citizens) give the same last digit, so that pair goes unnoticed."""
    wrong = first12[:place] + str((int(first12[place]) + step) % 10) + first12[place + 1 :]
    if place == 6 or resident_number.check_digit(wrong) != resident_number.check_digit(first12):
        return

    def remainder(digits: str) -> int:
        weighted = zip(digits, resident_number.WEIGHTS, strict=True)
        return sum(int(digit) * weight for digit, weight in weighted) % 11

    assert abs(remainder(wrong) - remainder(first12)) == 10


@given(st.dates(date(1800, 1, 1), date(2099, 12, 31)), st.booleans())
def test_every_day_of_the_years_that_numbers_cover_comes_back(born: date, male: bool) -> None:
    seventh = {1800: "90", 1900: "12", 2000: "34"}[born.year // 100 * 100][0 if male else 1]
    number = f"{born:%y%m%d}-{seventh}999999"
    assert resident_number.birth_date(number) == born
    assert resident_number.sex(number) == ("남" if male else "여")


def test_the_check_digit_wants_twelve_digits() -> None:
    with pytest.raises(ValueError, match="twelve"):
        resident_number.check_digit("1234")
