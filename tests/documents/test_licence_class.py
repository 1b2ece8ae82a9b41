from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents import licence_class as classes

COMBINATIONS = st.lists(st.sampled_from(classes.CLASSES), min_size=1, max_size=4, unique=True)


@pytest.mark.parametrize(
    ("printed", "parsed"),
    [
        ("C1", ("C1",)),
        ("A1A2", ("A1", "A2")),
        ("A2D", ("A2", "D")),
        ("C1E", ("C1", "E")),
        ("B1B2D", ("B1", "B2", "D")),
        ("C6", ("C6",)),
        ("M", ("M",)),
        ("NP", ("N", "P")),
    ],
)
def test_printed_forms(printed: str, parsed: tuple[str, ...]) -> None:
    assert classes.parse(printed) == parsed
    assert classes.is_valid(printed)


@pytest.mark.parametrize("printed", ["", "C", "C7", "A4", "B3", "G", "C1X", "XC1", "1", "C0", "中国"])
def test_no_class(printed: str) -> None:
    assert classes.parse(printed) == ()
    assert not classes.is_valid(printed)


def test_no_class_twice() -> None:
    assert classes.parse("C1C1") == ("C1", "C1")
    assert not classes.is_valid("C1C1")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("Cl", "C1"),
        ("CI", "C1"),
        ("C|", "C1"),
        ("AIA2", "A1A2"),
        ("CZ", "C2"),
        ("C S", "C5"),
        ("c1", "C1"),
        ("C1,D", "C1D"),
    ],
)
def test_safe_repairs(read: str, value: str) -> None:
    assert classes.normalise(read).value == value


def test_a_repair_is_explained_and_writing_is_not() -> None:
    explanation = classes.normalise("CI").explanation
    assert explanation is not None
    assert explanation.params["changes"] == "I→1"
    assert classes.normalise("Ｃ１ Ｄ") == classes.Normalised("C1D")


@pytest.mark.parametrize("read", ["CIX", "G1", "", "CO", "DI"])
def test_what_stays_no_class_stays_as_read(read: str) -> None:
    assert classes.normalise(read) == classes.Normalised(read)


def test_implied_classes() -> None:
    assert classes.permitted(("C1",)) == {"C1", "C2", "C3", "C4"}
    assert classes.permitted(("A1",)) >= {"A3", "B1", "B2", "C1", "C4", "M"}
    assert "A2" not in classes.permitted(("A1",))
    assert classes.permitted(("D",)) == {"D", "E", "F"}
    assert classes.permitted(("C2",)) == {"C2"}


def test_implication_is_closed() -> None:
    for name in classes.CLASSES:
        assert classes.permitted(tuple(classes.permitted((name,)))) == classes.permitted((name,))


def test_a_class_printed_beside_one_that_includes_it() -> None:
    assert classes.included_twice(("C1", "C2")) == ("C1", "C2")
    assert classes.included_twice(("C2", "C1")) == ("C1", "C2")
    assert classes.included_twice(("A1", "A2")) is None
    assert classes.included_twice(("A2", "D")) is None


@given(COMBINATIONS)
def test_what_is_printed_is_parsed(printed: list[str]) -> None:
    assert classes.parse("".join(printed)) == tuple(printed)
    assert classes.normalise("".join(printed)) == classes.Normalised("".join(printed))


@given(COMBINATIONS, st.sampled_from("Il|"))
def test_every_misread_one_comes_back(printed: list[str], misread: str) -> None:
    assert classes.normalise("".join(printed).replace("1", misread)).value == "".join(printed)


@given(st.text(max_size=12))
def test_any_text_is_normalised_once(text: str) -> None:
    value = classes.normalise(text).value
    assert classes.normalise(value).value == value
