from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome
from tests.documents.checks.documents import by_code, checked, failing, passing, readings, undecided

KIND = DocumentKind.CN_TEMPORARY_ID_CARD
DECLARED = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}


def test_a_good_card_fails_nothing() -> None:
    results = checked(KIND)
    assert failing(results) == set()
    assert undecided(results) == DECLARED


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (FieldName.CITIZEN_NUMBER, "999999199003070021", {"number_check_digit"}),
        (FieldName.BIRTH_DATE, "1990年3月8日", {"number_birth_date"}),
        (FieldName.SEX, "男", {"number_sex"}),
        (FieldName.VALID_TO, "2026.03.21", {"temporary_term"}),
        (FieldName.VALID_TO, "2026.06.20", {"temporary_term"}),
        (FieldName.VALID_TO, "2035.12.20", {"temporary_term"}),
        (FieldName.VALID_TO, "长期", {"temporary_term"}),
        (FieldName.VALID_TO, "2026.02.30", {"temporary_term"}),
        (FieldName.VALID_FROM, "2026.01.16", {"temporary_term", "already_valid"}),
    ],
)
def test_each_fault_fails_its_check(field: FieldName, text: str, codes: set[str]) -> None:
    assert failing(checked(KIND, {field: text})) == codes


def test_three_months_are_over_soon() -> None:
    results = checked(KIND, today=date(2026, 3, 21))
    assert failing(results) == {"not_expired"}
    assert "2026-03-20" in results["not_expired"].words.english()
    assert failing(checked(KIND, today=date(2026, 3, 20))) == set()


def test_the_lawful_end_is_said() -> None:
    results = checked(KIND, {FieldName.VALID_TO: "2026.06.20"})
    assert "would end on 2026-03-20" in results["temporary_term"].words.english()


def test_the_face_without_fields_counts_where_it_was_seen_and_may_be_left_out() -> None:
    missing = by_code(KIND, readings(KIND), sides=[])["both_faces"]
    assert missing.outcome is CheckOutcome.NOT_APPLICABLE
    assert missing.words.params["side"] == Side.EMBLEM_FACE
    assert passing(by_code(KIND, readings(KIND), sides=[Side.EMBLEM_FACE])) >= {"both_faces"}


def test_the_face_without_fields_alone_is_not_enough() -> None:
    missing = by_code(KIND, [], sides=[Side.EMBLEM_FACE])["both_faces"]
    assert missing.outcome is CheckOutcome.FAILED
    assert missing.words.params["side"] == Side.PORTRAIT_FACE
