from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.quantities import (
    Dimensions,
    is_none_given,
    parse_dimensions,
    parse_kilograms,
    parse_persons,
)


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("5人", 5),
        ("5", 5),
        ("１２ 人", 12),
        ("前排2人后排3人", 5),
        ("驾驶室共乘3人", 3),
        ("--", None),
        ("人", None),
        ("", None),
    ],
)
def test_persons(text: str, persons: int | None) -> None:
    assert parse_persons(text) == persons


@pytest.mark.parametrize(
    ("text", "mass"), [("1435kg", 1435), ("1435 KG", 1435), ("1435公斤", 1435), ("0", 0), ("--", None), ("1.4t", None)]
)
def test_kilograms(text: str, mass: int | None) -> None:
    assert parse_kilograms(text) == mass


@pytest.mark.parametrize("text", ["4546×1710×1427mm", "4546x1710x1427", "4546 X 1710 X 1427 mm", "4546*1710*1427毫米"])
def test_dimensions(text: str) -> None:
    assert parse_dimensions(text) == Dimensions(4546, 1710, 1427)


@pytest.mark.parametrize("text", ["", "--", "4546×1710", "4546×1710×14", "4546×1710×1427×1", "4546-1710-1427mm"])
def test_no_dimensions(text: str) -> None:
    assert parse_dimensions(text) is None


@pytest.mark.parametrize(
    ("text", "none"), [("--", True), ("-", True), ("——", True), ("无", True), ("", True), ("0kg", False)]
)
def test_dashes_stand_for_none(text: str, none: bool) -> None:
    assert is_none_given(text) == none


@given(st.integers(100, 99999), st.integers(100, 99999), st.integers(100, 99999), st.sampled_from("x×X*"))
def test_printed_dimensions_are_parsed(length: int, width: int, height: int, times: str) -> None:
    assert parse_dimensions(f"{length}{times}{width}{times}{height}mm") == (length, width, height)


@given(st.text(max_size=20))
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    for parse in (parse_persons, parse_kilograms):
        assert parse(text) is None or parse(text) >= 0  # type: ignore[operator]
    assert parse_dimensions(text) is None or len(parse_dimensions(text) or ()) == 3
