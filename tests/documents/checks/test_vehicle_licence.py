from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.checks.vehicle_licence import inspected_until
from kyc.documents.kinds import DocumentKind, FieldName, Side
from tests.documents.checks.documents import GOOD, by_code, checked, failing, passing, readings, undecided

KIND = DocumentKind.CN_VEHICLE_LICENCE
DECLARED = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}
VIN = GOOD[KIND][FieldName.VIN]


def test_a_good_licence_fails_nothing() -> None:
    results = checked(KIND)
    assert failing(results) == set()
    assert undecided(results) == DECLARED | {"load_and_mass"}


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (FieldName.PLATE_NUMBER, "粤BX12345", {"plate_form"}),
        (FieldName.PLATE_NUMBER, "12", {"plate_form"}),
        (FieldName.VIN, VIN[:-1], {"vin_form"}),
        (FieldName.VIN, VIN[:-1] + "9", {"vin_check_digit"}),
        (FieldName.REGISTRATION_DATE, "2018-03-06", {"registered_before_issue"}),
        (FieldName.REGISTRATION_DATE, "2018-02-30", {"registered_before_issue"}),
        (FieldName.ISSUE_DATE, "2026-01-16", {"issued_by_today"}),
        (FieldName.PASSENGERS, "0人", {"seats"}),
        (FieldName.PASSENGERS, "100人", {"seats"}),
        (FieldName.PASSENGERS, "人", {"seats"}),
        (FieldName.KERB_MASS, "1891kg", {"masses"}),
        (FieldName.GROSS_MASS, "样本", {"masses"}),
        (FieldName.LOAD_MASS, "456kg", {"load_and_mass"}),
        (FieldName.DIMENSIONS, "454×1710×1427mm", {"dimensions"}),
        (FieldName.DIMENSIONS, "4546×1710mm", {"dimensions"}),
        (FieldName.DIMENSIONS, "1710×4546×1427mm", {"dimensions"}),
        (FieldName.DIMENSIONS, "45460×1710×1427mm", {"dimensions"}),
        (FieldName.INSPECTION_RECORD, "检验有效期至2025年12月粤B(01)", {"inspection_valid"}),
    ],
)
def test_each_fault_fails_its_check(field: FieldName, text: str, codes: set[str]) -> None:
    assert failing(checked(KIND, {field: text})) == codes


def test_only_chinese_numbers_are_held_to_the_check_digit() -> None:
    results = checked(KIND, {FieldName.VIN: "WBAAA1301H2328333"})
    assert failing(results) == set()
    assert "vin_check_digit" in undecided(results)
    assert "makers of China" in results["vin_check_digit"].words.english()
    assert "vin_check_digit" in passing(checked(KIND, {FieldName.VIN: "1M8GDM9AXKP042788"}))


def test_the_arithmetic_is_in_words() -> None:
    assert "L(3)×8 + 9×7" in checked(KIND)["vin_check_digit"].words.english()
    load = checked(KIND, {FieldName.LOAD_MASS: "455kg"})["load_and_mass"]
    assert "1435 + 455 = 1890 kg" in load.words.english()


def test_repairs_that_the_check_digit_decides_hide_nothing() -> None:
    """The eighth digit read as a letter: normalisation may mend it by the check digit, the check may not."""
    results = checked(KIND, {FieldName.VIN: VIN[:-1] + "B"})
    assert VIN.endswith("8")
    assert failing(results) == {"vin_check_digit"}


def test_letters_that_no_plate_and_no_vin_has_are_misread_digits() -> None:
    changes = {FieldName.PLATE_NUMBER: "粤BOI234", FieldName.VIN: VIN.replace("0", "O")}
    assert failing(checked(KIND, changes)) == set()


def test_model_year_is_information() -> None:
    results = checked(KIND)
    assert results["vin_model_year"].words.params["year"] == "2018"
    late = checked(KIND, {FieldName.REGISTRATION_DATE: "2025-03-04", FieldName.ISSUE_DATE: "2025-03-04"})
    assert failing(late) == set()
    assert "vin_model_year" in undecided(late)


@pytest.mark.parametrize("printed", ["7人", "99人", "驾驶室前排共乘2人后排3人", "1"])
def test_persons(printed: str) -> None:
    assert "seats" in passing(checked(KIND, {FieldName.PASSENGERS: printed}))


def test_quantities_that_a_trailer_has_not() -> None:
    changes = {FieldName.PASSENGERS: "--", FieldName.LOAD_MASS: "31000kg", FieldName.GROSS_MASS: "38000kg"}
    results = checked(KIND, changes | {FieldName.KERB_MASS: "7000kg"})
    assert failing(results) == set()
    assert "seats" in undecided(results)
    assert "load_and_mass" in passing(results)


def test_an_inspection_lasts_to_the_end_of_its_month() -> None:
    assert inspected_until("检验有效期至2024年02月粤B(01)") == date(2024, 2, 29)
    assert inspected_until("检验有效期至2025年03月\n检验有效期至2023年03月") == date(2025, 3, 31)
    assert inspected_until("") is None
    changes = {FieldName.INSPECTION_RECORD: "检验有效期至2026年01月粤B(01)"}
    assert failing(checked(KIND, changes, today=date(2026, 1, 31))) == set()
    assert failing(checked(KIND, changes, today=date(2026, 2, 1))) == {"inspection_valid"}


def test_an_inspection_record_without_a_month_decides_nothing() -> None:
    assert "inspection_valid" in undecided(checked(KIND, {FieldName.INSPECTION_RECORD: "样本"}))


def test_an_unknown_use_is_no_fault() -> None:
    results = checked(KIND, {FieldName.USE_CHARACTER: "样本用途"})
    assert failing(results) == set()
    assert "use_character" in undecided(results)


def test_pages_of_two_vehicles() -> None:
    results = by_code(KIND, readings(KIND, sub={FieldName.PLATE_NUMBER: "粤BD12346"}))
    assert failing(results) == {"pages_plate"}
    assert failing(by_code(KIND, readings(KIND, sub={FieldName.PLATE_NUMBER: "粤B·D12345"}))) == set()


def test_a_missing_page_is_said() -> None:
    results = by_code(KIND, [field for field in readings(KIND) if field.side is Side.SUB_PAGE], sides=[])
    assert failing(results) == {"both_pages"}
    assert results["both_pages"].words.params["side"] == Side.MAIN_PAGE
    assert "plate_form" in passing(results)
