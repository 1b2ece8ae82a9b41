"""Number, birth date and sex made to agree, and what was printed kept."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.rectification import agreeing

NUMBER = "11010119900124003X"  # valid: born 1990-01-24, male


def fields(number: str = NUMBER, birth: str = "1990-01-24", sex: str = "男") -> list[FieldReading]:
    texts = {FieldName.CITIZEN_NUMBER: number, FieldName.BIRTH_DATE: birth, FieldName.SEX: sex}
    return [
        FieldReading(name, Side.PORTRAIT_FACE, "a", text, text, 0.9 if text else 0.0) for name, text in texts.items()
    ]


def by_name(readings: list[FieldReading]) -> dict[FieldName, FieldReading]:
    return {field.name: field for field in readings}


def test_what_agrees_is_left_alone() -> None:
    assert agreeing(fields()) == fields()


@pytest.mark.parametrize(
    ("name", "changed", "wanted"),
    [(FieldName.SEX, {"sex": ""}, "男"), (FieldName.BIRTH_DATE, {"birth": ""}, "1990-01-24")],
)
def test_the_unread_is_filled(name: FieldName, changed: dict[str, str], wanted: str) -> None:
    field = by_name(agreeing(fields(**changed)))[name]
    assert (field.value, field.raw, field.normaliser) == (wanted, "", "rectified_from_number")
    assert field.explanation is not None


@pytest.mark.parametrize(
    ("name", "changed", "printed", "wanted"),
    [
        (FieldName.SEX, {"sex": "女"}, "女", "男"),
        (FieldName.BIRTH_DATE, {"birth": "1991-01-24"}, "1991-01-24", "1990-01-24"),
    ],
)
def test_the_contradicting_is_made_to_agree_and_its_print_kept(
    name: FieldName, changed: dict[str, str], printed: str, wanted: str
) -> None:
    field = by_name(agreeing(fields(**changed)))[name]
    assert (field.value, field.raw, field.normaliser) == (wanted, printed, "rectified_to_number")
    assert field.explanation is not None
    assert printed in field.explanation.english()


@pytest.mark.parametrize("number", ["110101199001240030", "11010119901324003X", "1101011990012400", ""])
def test_a_number_that_fails_decides_nothing(number: str) -> None:
    assert agreeing(fields(number, birth="1991-01-24", sex="")) == fields(number, birth="1991-01-24", sex="")
