"""Number plates: the forms of GA 36-2018, the repairs that its alphabets allow, and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents import plates

SERIALS = st.text(alphabet=plates.SERIAL, min_size=5, max_size=5)


@st.composite
def any_plate(draw: st.DrawFn) -> str:
    pattern = draw(st.sampled_from(list(plates.PATTERNS.values())))
    return "".join(draw(st.sampled_from(allowed)) for allowed in pattern)


@pytest.mark.parametrize(
    ("plate", "form"),
    [
        ("粤B12345", "general"),
        ("京A0B1C2", "general"),
        ("新Q99999", "general"),
        ("京A1234学", "special"),
        ("川O1234警", ""),
        ("川A0001警", "special"),
        ("鲁B12K4挂", "special"),
        ("粤Z1234港", "special"),
        ("粤Z12A4澳", "special"),
        ("沪A0023领", "special"),
        ("京A0012使", "special"),
        ("使014578", "embassy"),
        ("粤BD12345", "new_energy_small"),
        ("京AF0A123", ""),
        ("京AFA0123", "new_energy_small"),
        ("沪AK00001", "new_energy_small"),
        ("沪A12345D", "new_energy_large"),
        ("沪A12345F", "new_energy_large"),
        ("沪A12345L", ""),
        ("沪AL12345", ""),
        ("渝X0001应急", "rescue"),
        ("粤BI2345", ""),
        ("粤BO2345", ""),
        ("粤I12345", ""),
        ("B12345", ""),
        ("粤B1234", ""),
        ("粤B123456", ""),
        ("", ""),
    ],
)
def test_forms(plate: str, form: str) -> None:
    assert plates.form_of(plate) == form
    assert plates.is_valid(plate) == bool(form)


def test_every_province_is_there_once() -> None:
    assert len(set(plates.PROVINCES)) == len(plates.PROVINCES) == 31


@pytest.mark.parametrize(
    ("read", "value", "changes"),
    [
        ("粤BO1234", "粤B01234", "O→0"),
        ("粤BI2345", "粤B12345", "I→1"),
        ("粤B2l345", "粤B21345", "I→1"),
        ("京8A1234", "京BA1234", "8→B"),
        ("粤B012345", "粤BD12345", "0→D"),
        ("粤BD1234S", "粤BD12345", "S→5"),
        ("粤B1234SD", "粤B12345D", "S→5"),
        ("粤BD1Z3O5", "粤BD12305", "Z→2, O→0"),
        ("使O14578", "使014578", "O→0"),
    ],
)
def test_repairs_where_the_alphabet_leaves_one_choice(read: str, value: str, changes: str) -> None:
    normalised = plates.normalise(read)
    assert normalised.value == value
    assert normalised.explanation is not None
    assert normalised.explanation.params["changes"] == changes
    assert value in normalised.explanation.english()


@pytest.mark.parametrize("read", ["京0A1234", "京112345", "12", "粤", "", "粤BX12345", "某B12345"])
def test_what_leaves_a_choice_stays_as_read(read: str) -> None:
    assert plates.normalise(read).value == read
    assert plates.normalise(read).explanation is None


@pytest.mark.parametrize("read", ["粤B·12345", "粤 B 12345", "粤B•12345", "粤Ｂ１２３４５", "粤b12345", "粤B-12345"])
def test_writing_needs_no_explanation(read: str) -> None:
    assert plates.normalise(read) == plates.Normalised("粤B12345")


@given(any_plate())
def test_a_plate_of_the_standard_stays_itself(plate: str) -> None:
    assert plates.is_valid(plate)
    assert plates.normalise(plate) == plates.Normalised(plate)


@given(st.sampled_from(plates.PROVINCES), st.sampled_from(plates.LETTERS), SERIALS, st.data())
def test_a_misread_one_or_nought_of_a_serial_comes_back(
    province: str, letter: str, serial: str, data: st.DataObject
) -> None:
    plate = province + letter + serial
    places = [place for place, char in enumerate(serial) if char in "01"]
    misread = list(plate)
    for place in data.draw(st.sets(st.sampled_from(places))) if places else ():
        misread[place + 2] = {"0": "O", "1": "I"}[serial[place]]
    assert plates.normalise("".join(misread)).value == plate


@given(st.text(max_size=12))
def test_any_text_is_normalised_once(text: str) -> None:
    value = plates.normalise(text).value
    assert plates.normalise(value).value == value
