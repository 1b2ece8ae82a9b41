"""Checks of the paper licence; those that the electronic one shares are run on both."""

from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from tests.documents.checks.documents import by_code, checked, failing, passing, readings, undecided

KIND = DocumentKind.CN_DRIVING_LICENCE
BOTH = pytest.mark.parametrize("kind", [KIND, DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE])
DECLARED = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}


def test_a_good_licence_fails_nothing() -> None:
    results = checked(KIND)
    assert failing(results) == set()
    assert undecided(results) == DECLARED


@BOTH
@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (FieldName.LICENCE_NUMBER, "999999199003070021", {"number_check_digit"}),
        (FieldName.LICENCE_NUMBER, "99999919900307002", {"number_check_digit"}),
        (FieldName.BIRTH_DATE, "1990-03-08", {"number_birth_date"}),
        (FieldName.SEX, "男", {"number_sex"}),
        (FieldName.LICENCE_CLASS, "C7", {"licence_class"}),
        (FieldName.LICENCE_CLASS, "C1C1", {"licence_class"}),
        (FieldName.VALID_TO, "2028-06-02", {"licence_term"}),
        (FieldName.VALID_TO, "2038-06-01", {"licence_term"}),
        (FieldName.VALID_TO, "2028-06-31", {"licence_term"}),
        (FieldName.VALID_TO, "2024-06-01", {"not_expired"}),
        (FieldName.VALID_FROM, "2010-06-01", {"licence_term", "first_issue_order"}),
        (FieldName.FIRST_ISSUE_DATE, "2018-06-02", {"first_issue_order"}),
        (FieldName.FIRST_ISSUE_DATE, "2012-06-31", {"first_issue_order"}),
        (FieldName.FIRST_ISSUE_DATE, "1989-06-01", {"issued_after_birth"}),
        (FieldName.ARCHIVE_NUMBER, "99990012345", {"archive_number"}),
    ],
)
def test_each_fault_fails_its_check(kind: DocumentKind, field: FieldName, text: str, codes: set[str]) -> None:
    assert failing(checked(kind, {field: text})) == codes


@BOTH
@pytest.mark.parametrize(
    ("start", "until", "years"),
    [("2018-06-01", "2024-06-01", 6), ("2018-06-01", "2028-06-01", 10), ("2020-02-29", "2026-02-28", 6)],
)
def test_terms_to_the_day(kind: DocumentKind, start: str, until: str, years: int) -> None:
    term = checked(kind, {FieldName.VALID_FROM: start, FieldName.VALID_TO: until})["licence_term"]
    assert passing({"": term})
    assert term.words.params["years"] == years


@BOTH
def test_long_term(kind: DocumentKind) -> None:
    results = checked(kind, {FieldName.VALID_TO: "长期"}, today=date(2099, 1, 1))
    assert {"licence_term", "not_expired"} <= passing(results)


def test_the_older_form_prints_years() -> None:
    results = checked(KIND, {FieldName.VALID_FROM: "2018-06-01", FieldName.VALID_TO: "10年"}, today=date(2028, 6, 1))
    assert {"licence_term", "not_expired", "already_valid", "first_issue_order"} <= passing(results)
    assert "they end on 2028-06-01" in results["licence_term"].words.english()
    assert "not_expired" in failing(checked(KIND, {FieldName.VALID_TO: "10年"}, today=date(2028, 6, 2)))
    assert failing(checked(KIND, {FieldName.VALID_TO: "8年"}, today=date(2020, 1, 1))) == {"licence_term"}


def test_a_letter_among_digits_is_no_fault_of_the_document() -> None:
    results = checked(KIND, {FieldName.VALID_FROM: "2O18-06-0l", FieldName.LICENCE_NUMBER: "99999919900307OO20"})
    assert failing(results) == set()


def test_what_normalisation_made_of_one_field_counts_but_not_what_rectification_drew_from_others() -> None:
    fields = [field for field in readings(KIND) if field.name not in (FieldName.VALID_TO, FieldName.BIRTH_DATE)]
    fields.append(FieldReading(FieldName.VALID_TO, Side.MAIN_PAGE, "c1", "10牛", "10年", 0.9))
    fields.append(FieldReading(FieldName.BIRTH_DATE, Side.MAIN_PAGE, "c1", "1990-03-0?", "1990-03-07", 0.9))
    results = by_code(KIND, fields)
    assert "licence_term" in passing(results)
    assert failing(results) == {"number_birth_date"}


@BOTH
def test_what_the_class_permits_is_said(kind: DocumentKind) -> None:
    assert "C1, C2, C3, C4, D, E, F" in checked(kind)["licence_class"].words.english()
    assert "licence_class" in passing(checked(kind, {FieldName.LICENCE_CLASS: "Cl"}))


def test_a_class_within_another_is_a_suspicion_of_misreading() -> None:
    results = checked(KIND, {FieldName.LICENCE_CLASS: "C1C2"})
    assert "licence_class" in undecided(results)
    assert "misreading" in results["licence_class"].words.english()


@pytest.mark.parametrize("number", ["H1234567800", "G12345678", "E98765432"])
def test_holders_from_abroad_have_another_number(number: str) -> None:
    results = checked(KIND, {FieldName.LICENCE_NUMBER: number, FieldName.NATIONALITY: "美国"})
    assert failing(results) == set()
    assert {"number_check_digit", "number_birth_date", "number_sex"} <= undecided(results)


def test_a_foreign_number_of_digits_only() -> None:
    changes = {FieldName.LICENCE_NUMBER: "123456789", FieldName.NATIONALITY: "美国"}
    assert "number_check_digit" in undecided(checked(KIND, changes))
    assert "number_check_digit" in failing(checked(KIND, changes | {FieldName.NATIONALITY: "中国"}))


def test_first_issue_before_the_eighteenth_birthday_is_information() -> None:
    results = checked(KIND, {FieldName.FIRST_ISSUE_DATE: "2008-03-06"})
    assert "first_issue_age" in undecided(results)
    assert "at the age of 17" in results["first_issue_age"].words.english()
    results = checked(KIND, {FieldName.FIRST_ISSUE_DATE: "2008-03-07"})
    assert "first_issue_age" in passing(results)


def test_pages_that_disagree() -> None:
    results = by_code(KIND, readings(KIND, sub={FieldName.LICENCE_NUMBER: "999999199003070021"}))
    assert failing(results) == {"pages_number"}
    results = by_code(KIND, readings(KIND, sub={FieldName.NAME: "样本·二"}))
    assert failing(results) == {"pages_name"}
    assert "样本·二" in results["pages_name"].words.english()
    assert failing(by_code(KIND, readings(KIND, sub={FieldName.NAME: "样本•一"}))) == set()


@pytest.mark.parametrize(("left", "missing"), [(Side.MAIN_PAGE, Side.SUB_PAGE), (Side.SUB_PAGE, Side.MAIN_PAGE)])
def test_a_missing_page_is_said(left: Side, missing: Side) -> None:
    fields = [field for field in readings(KIND) if field.side is left]
    results = by_code(KIND, fields, sides=[])
    assert failing(results) == {"both_pages"}
    assert results["both_pages"].words.params["side"] == missing
    assert {"pages_number", "pages_name"} <= undecided(results)


def test_an_electronic_licence_has_one_page() -> None:
    results = checked(DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE)
    assert not {"both_pages", "both_faces", "pages_number"} & set(results)
