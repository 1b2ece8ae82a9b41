from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.kinds import DocumentKind, FieldName
from tests.documents.checks.documents import checked, failing, passing, undecided

KIND = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
DECLARED = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}


def test_a_good_licence_fails_nothing() -> None:
    results = checked(KIND)
    assert failing(results) == set()
    assert undecided(results) == DECLARED


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("正常", passing),
        ("逾期未换证", failing),
        ("注销", failing),
        ("超分、违法未处理", failing),
        ("违法未处理", undecided),
        ("样本状态", undecided),
    ],
)
def test_status_as_printed(printed: str, codes: object) -> None:
    results = checked(KIND, {FieldName.STATUS: printed})
    assert callable(codes)
    assert "licence_status" in codes(results)
    assert printed in results["licence_status"].words.english()


@pytest.mark.parametrize(
    ("printed", "right"), [("0分", True), ("0", True), ("11 分", True), ("12分", False), ("18", False)]
)
def test_points_as_printed(printed: str, right: bool) -> None:
    results = checked(KIND, {FieldName.ACCUMULATED_POINTS: printed})
    assert "accumulated_points" in (passing(results) if right else failing(results))


def test_points_that_are_no_number_decide_nothing() -> None:
    assert "accumulated_points" in undecided(checked(KIND, {FieldName.ACCUMULATED_POINTS: "--"}))


def test_generated_after_it_was_shown() -> None:
    results = checked(KIND, {FieldName.GENERATION_TIME: "2026-01-15 09:31:01"})
    assert failing(results) == {"generated_before_shown"}
    assert "shown_soon" in undecided(results)


def test_times_that_are_not_real() -> None:
    results = checked(KIND, {FieldName.GENERATION_TIME: "2026-01-15 25:31:01"})
    assert failing(results) == {"generated_before_shown"}


@pytest.mark.parametrize(
    ("generated", "minutes", "soon"), [("09:30:59", 0, True), ("09:21:00", 10, True), ("08:31:00", 60, False)]
)
def test_shown_within_minutes_is_information(generated: str, minutes: int, soon: bool) -> None:
    results = checked(KIND, {FieldName.GENERATION_TIME: f"2026-01-15 {generated}"})
    assert failing(results) == set()
    assert results["shown_soon"].words.params["minutes"] == minutes
    assert "shown_soon" in (passing(results) if soon else undecided(results))


def test_shown_in_days_to_come() -> None:
    changes = {FieldName.CURRENT_TIME: "2026-01-17 09:31:00"}
    assert failing(checked(KIND, changes)) == {"shown_by_today"}
    # China's day begins before the desk's.
    assert failing(checked(KIND, changes, today=date(2026, 1, 16))) == set()
