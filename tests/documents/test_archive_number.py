from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents import archive_number


@pytest.mark.parametrize("number", ["530300188888", "130123421234"])
def test_twelve_digits(number: str) -> None:
    assert archive_number.has_shape(number)
    assert archive_number.normalise(number) == archive_number.Normalised(number)


@pytest.mark.parametrize("bad", ["", "53030018888", "5303001888888", "53030018888A", "٥٣٠٣٠٠١٨٨٨٨٨"])
def test_other_shapes(bad: str) -> None:
    assert not archive_number.has_shape(bad)


def test_letters_among_twelve_digits_are_explained() -> None:
    normalised = archive_number.normalise("53O3 0018 888B")
    assert normalised.value == "530300188888"
    assert normalised.explanation is not None
    assert normalised.explanation.params["changes"] == "O→0, B→8"


@pytest.mark.parametrize("read", ["53O300", "53A300188888"])
def test_what_is_no_number_stays_as_read(read: str) -> None:
    assert archive_number.normalise(read) == archive_number.Normalised(read)


@given(st.text(max_size=14))
def test_any_text_is_normalised_once(text: str) -> None:
    value = archive_number.normalise(text).value
    assert archive_number.normalise(value).value == value
