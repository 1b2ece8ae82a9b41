"""How a label and a reading are compared."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import FieldReading
from tests.bench.published import _answer, _legible, _refused


def reading(name: FieldName, raw: str, value: str, confidence: float = 0.9) -> FieldReading:
    return FieldReading(name, Side.MAIN_PAGE, "a", raw, value, confidence)


@pytest.mark.parametrize(
    ("label", "wanted", "raw", "value", "why"),
    [
        ("name", "艾米", "艾米", "艾米", ""),
        ("name", "艾米", "艾未", "艾未", "read otherwise"),
        ("name", "艾米", "艾米", "", "below its floor (0.90)"),
        ("name", "艾米", "", "", "nothing read"),
        ("birth", "1990年12月22日", "1990年12月22日", "1990-12-22", ""),
        ("register_date", "2013-06-17", "2013.06.17", "2013-06-17", ""),
        ("vin_visible", "LF*3343", "LFXX113343", "", ""),
        ("vin_visible", "LF*3343", "LFXX113344", "LFXX113344", "read otherwise"),
        ("plate_visible", "鄂*", "", "", "nothing read"),
        ("remarks", "", "", "", ""),
        ("barcode_number", "*0123456789888*", "0123456789888", "0123456789888", ""),
    ],
)
def test_a_reading_agrees_with_what_a_person_sees(label: str, wanted: str, raw: str, value: str, why: str) -> None:
    names = {
        "birth": FieldName.BIRTH_DATE,
        "register_date": FieldName.REGISTRATION_DATE,
        "vin_visible": FieldName.VIN,
        "plate_visible": FieldName.PLATE_NUMBER,
    }
    name = names.get(label) or FieldName(label)
    assert _answer("f", label, None, wanted, (reading(name, raw, value),), "").why == why


def test_a_period_is_two_fields() -> None:
    fields = (
        reading(FieldName.VALID_FROM, "2015.09.18", "2015-09-18"),
        reading(FieldName.VALID_TO, "2025.09.18", "2025-09-18"),
    )
    assert _answer("f", "valid_period", None, "2015.09.18-2025.09.18", fields, "").right
    assert not _answer("f", "valid_period", None, "2015.09.18-2025.09.19", fields, "").right


def test_a_failure_is_the_reason() -> None:
    assert _answer("f", "name", Side.MAIN_PAGE, "艾米", (), "no_document").why == "no_document"


def test_sides_are_told_apart_and_what_is_only_inferred_is_not_asked() -> None:
    labels = {"front": {"sex": "女", "birth_day_inferred": "24"}, "back": {"valid_period": "a-b"}}
    assert list(_legible(labels, None)) == [
        ("sex", Side.PORTRAIT_FACE, "女"),
        ("valid_period", Side.EMBLEM_FACE, "a-b"),
    ]


def test_another_document_must_be_refused() -> None:
    sample = {"file": "p", "fields": {"subtype": "passport"}}
    assert _refused(sample, (), "other_document").right
    assert not _refused(sample, (reading(FieldName.NAME, "x", "x"),), "").right
    assert not _refused(sample, (), "engine_unavailable").right
