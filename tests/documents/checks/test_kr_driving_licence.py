from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import DeclaredData
from tests.documents.checks.documents import checked, failing, passing, undecided

KIND = DocumentKind.KR_DRIVING_LICENCE
DECLARED = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}


def test_a_good_licence_fails_nothing() -> None:
    results = checked(KIND)
    assert failing(results) == set()
    assert undecided(results) == DECLARED


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (FieldName.LICENCE_NUMBER, "11-09-12345-71", {"kr_licence_number"}),
        (FieldName.RESIDENT_NUMBER, "900307-200000", {"resident_number"}),
        (FieldName.RESIDENT_NUMBER, "900231-2000006", {"resident_number", "resident_check_digit"}),
        (FieldName.RENEWAL_TO, "2027.12.31.", {"renewal_order"}),
        (FieldName.RENEWAL_TO, "2028.02.30.", {"renewal_order"}),
        (FieldName.ISSUE_DATE, "2026.01.16.", {"issued_by_today"}),
        (FieldName.ISSUE_DATE, "2019.02.29.", {"issued_by_today"}),
    ],
)
def test_each_fault_fails_its_check(field: FieldName, text: str, codes: set[str]) -> None:
    assert failing(checked(KIND, {field: text})) == codes


@pytest.mark.parametrize("number", ["서울 09-123456-71", "경기 98-800924-64", "28-20-000001-00"])
def test_both_formats_of_the_number(number: str) -> None:
    assert {"kr_licence_number", "kr_licence_region"} <= passing(checked(KIND, {FieldName.LICENCE_NUMBER: number}))


def test_an_unknown_region_is_no_fault() -> None:
    results = checked(KIND, {FieldName.LICENCE_NUMBER: "88-09-123456-71"})
    assert failing(results) == set()
    assert "kr_licence_region" in undecided(results)


def test_a_check_digit_fails_no_number_that_may_be_random() -> None:
    wrong = {FieldName.RESIDENT_NUMBER: "900307-2000002"}
    assert failing(checked(KIND, wrong)) == {"resident_check_digit"}  # printed in 2019, before numbers were random
    for issued in ("2020.10.05.", "2025.01.01."):
        results = checked(KIND, wrong | {FieldName.ISSUE_DATE: issued})
        assert failing(results) == set()
        assert "resident_check_digit" in undecided(results)
        assert "random" in results["resident_check_digit"].words.english()
    assert "resident_check_digit" in undecided(checked(KIND, wrong | {FieldName.ISSUE_DATE: ""}))


def test_the_foreign_number_of_the_vendors_example() -> None:
    results = checked(
        KIND,
        {
            FieldName.RESIDENT_NUMBER: "870713-5260590",
            FieldName.LICENCE_NUMBER: "전북 11-006760-90",
            FieldName.ISSUE_DATE: "2011.02.28.",
            FieldName.RENEWAL_FROM: "2020.02.28",
            FieldName.RENEWAL_TO: "2020.08.27",
        },
        DeclaredData("Hong Gildong", "17-11-006760-90", "1987-07-13", "2020-08-27"),
    )
    assert failing(results) == {"not_expired"}
    assert {"resident_number", "resident_check_digit", *DECLARED} <= passing(results)
    assert "born on 1987-07-13" in results["resident_number"].words.english()


def test_a_renewal_period_that_is_over() -> None:
    assert failing(checked(KIND, today=date(2028, 12, 31))) == set()
    assert failing(checked(KIND, today=date(2029, 1, 1))) == {"not_expired"}


def test_issued_before_birth_or_after_the_renewal_period() -> None:
    assert "issued_after_birth" in failing(checked(KIND, {FieldName.RESIDENT_NUMBER: "200307-4000000"}))
    changes = {FieldName.RENEWAL_FROM: "2018.01.01", FieldName.RENEWAL_TO: "2018.12.31"}
    assert failing(checked(KIND, changes)) == {"issued_before_renewal", "not_expired"}


def test_born_in_days_to_come() -> None:
    results = checked(KIND, {FieldName.RESIDENT_NUMBER: "900307-4000000"})
    assert "resident_number" in failing(results)


def test_the_renewal_period_in_one_reading() -> None:
    whole = "2028.01.01. ~ 2028.12.31."
    results = checked(KIND, {FieldName.RENEWAL_FROM: whole, FieldName.RENEWAL_TO: whole})
    assert failing(results) == set()
    assert "renewal_order" in passing(results)
