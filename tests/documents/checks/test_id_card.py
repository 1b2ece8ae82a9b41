from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.checks import run_checks
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData, FieldReading

NOTHING_DECLARED = DeclaredData()
KIND = DocumentKind.CN_ID_CARD
TODAY = date(2026, 1, 15)
SIDE_OF = {
    name: side for side in (Side.PORTRAIT_FACE, Side.EMBLEM_FACE) for name in FIELDS[DocumentKind.CN_ID_CARD, side]
}

#: A fictional card; area code 999999 belongs to no place.
GOOD = {
    FieldName.NAME: "样本·一",
    FieldName.SEX: "女",
    FieldName.ETHNICITY: "汉",
    FieldName.BIRTH_DATE: "1990年3月7日",
    FieldName.ADDRESS: "河北省样本市样本路1号",
    FieldName.CITIZEN_NUMBER: "999999199003070020",
    FieldName.ISSUING_AUTHORITY: "样本县公安局",
    FieldName.VALID_FROM: "2018.05.06",
    FieldName.VALID_TO: "2038.05.06",
}


def readings(changes: Mapping[FieldName, str] | None = None, **rectified: str) -> list[FieldReading]:
    raw = {**GOOD, **(changes or {})}
    return [
        FieldReading(name, SIDE_OF[name], "c1", text, rectified.get(name.value, text), 0.99)
        for name, text in raw.items()
    ]


def outcomes(
    changes: Mapping[FieldName, str] | None = None, declared: DeclaredData = NOTHING_DECLARED, **rectified: str
) -> dict[str, CheckResult]:
    results = run_checks(KIND, readings(changes, **rectified), declared, TODAY)
    assert len({result.code for result in results}) == len(results)
    return {result.code: result for result in results}


def test_a_good_card_fails_nothing() -> None:
    results = outcomes()
    assert {code for code, result in results.items() if result.outcome is CheckOutcome.FAILED} == set()
    passed = {code for code, result in results.items() if result.outcome is CheckOutcome.PASSED}
    assert passed == {
        *("both_faces", "number_check_digit", "number_birth_date", "number_sex", "validity_term", "not_expired"),
        *("already_valid", "issued_after_birth", "age_and_term"),
    }


@pytest.mark.parametrize(
    ("field", "text", "failing"),
    [
        (FieldName.CITIZEN_NUMBER, "999999199003070021", {"number_check_digit"}),
        (FieldName.CITIZEN_NUMBER, "99999919900307002", {"number_check_digit"}),
        (FieldName.BIRTH_DATE, "1990年3月8日", {"number_birth_date"}),
        (FieldName.BIRTH_DATE, "1990年2月31日", {"number_birth_date"}),
        (FieldName.SEX, "男", {"number_sex"}),
        (FieldName.SEX, "又", {"number_sex"}),
        (FieldName.VALID_TO, "2038.05.07", {"validity_term"}),
        (FieldName.VALID_TO, "2038.06.31", {"validity_term"}),
        (FieldName.VALID_TO, "长期", {"age_and_term"}),
        (FieldName.VALID_TO, "2023.05.06", {"not_expired", "age_and_term"}),
        (FieldName.VALID_FROM, "2003.05.06", {"validity_term"}),
    ],
)
def test_each_fault_fails_its_check(field: FieldName, text: str, failing: set[str]) -> None:
    results = outcomes({field: text})
    assert {code for code, result in results.items() if result.outcome is CheckOutcome.FAILED} == failing


def test_a_card_of_the_future() -> None:
    results = outcomes({FieldName.VALID_FROM: "2026.01.16", FieldName.VALID_TO: "2046.01.16"})
    assert results["already_valid"].outcome is CheckOutcome.FAILED
    assert "2026-01-16" in results["already_valid"].words.english()


def test_last_day_is_still_valid() -> None:
    results = outcomes({FieldName.VALID_FROM: "2006.01.15", FieldName.VALID_TO: "2026.01.15"})
    assert results["not_expired"].outcome is CheckOutcome.PASSED


def test_issued_before_birth() -> None:
    results = outcomes({FieldName.BIRTH_DATE: "2019年3月7日"})
    assert results["issued_after_birth"].outcome is CheckOutcome.FAILED


def test_rectification_hides_nothing() -> None:
    """The values agree because they were made to; the raw readings do not, and they are what is judged."""
    results = outcomes(
        {FieldName.SEX: "男", FieldName.BIRTH_DATE: "1991年3月7日", FieldName.CITIZEN_NUMBER: "999999199003070021"},
        sex="女",
        birth_date="1990-03-07",
        citizen_number="999999199003070020",
    )
    for code in ("number_sex", "number_birth_date", "number_check_digit"):
        assert results[code].outcome is CheckOutcome.FAILED


def test_check_digit_shows_its_arithmetic() -> None:
    english = outcomes()["number_check_digit"].words.english()
    assert "9×7 + 9×9" in english
    assert "Divided by 11" in english


def test_missing_face_is_said() -> None:
    front = [reading for reading in readings() if reading.side is Side.PORTRAIT_FACE]
    results = {result.code: result for result in run_checks(KIND, front, DeclaredData(), TODAY)}
    assert results["both_faces"].outcome is CheckOutcome.FAILED
    assert results["both_faces"].words.params["side"] == "emblem_face"
    assert results["validity_term"].outcome is CheckOutcome.NOT_APPLICABLE
    assert results["validity_term"].words.params["field"] == "valid_from"
    assert results["number_sex"].outcome is CheckOutcome.PASSED


def test_nothing_read_passes_nothing() -> None:
    results = run_checks(KIND, [], DeclaredData(name="样本"), TODAY)
    assert all(result.outcome is not CheckOutcome.PASSED for result in results)
    assert all(result.words.english() for result in results)


def test_doubtful_reading_counts_as_unread() -> None:
    fields = [FieldReading(FieldName.SEX, Side.PORTRAIT_FACE, "c1", "又", "", 0.3)]
    fields += [reading for reading in readings() if reading.name is not FieldName.SEX]
    results = {result.code: result for result in run_checks(KIND, fields, DeclaredData(), TODAY)}
    assert results["number_sex"].outcome is CheckOutcome.NOT_APPLICABLE


def test_whole_period_in_one_reading() -> None:
    whole = "2018.05.06-2038.05.06"
    results = outcomes({FieldName.VALID_FROM: whole, FieldName.VALID_TO: whole}, DeclaredData(expiry="2038-05-06"))
    assert results["validity_term"].outcome is CheckOutcome.PASSED
    assert results["declared_expiry"].outcome is CheckOutcome.PASSED


def test_region_is_information_only() -> None:
    same = outcomes({FieldName.ISSUING_AUTHORITY: "河北省样本市公安局"})["authority_region"]
    other = outcomes({FieldName.ISSUING_AUTHORITY: "北京市公安局样本分局"})["authority_region"]
    assert same.outcome is CheckOutcome.PASSED
    assert other.outcome is CheckOutcome.NOT_APPLICABLE
    assert "People move" in other.words.english()


def test_declared_data() -> None:
    results = outcomes(
        declared=DeclaredData("样本•一", "99999919900307002 0", birth_date="1990-03-08", expiry="2038-05-06")
    )
    assert results["declared_name"].outcome is CheckOutcome.PASSED
    assert results["declared_number"].outcome is CheckOutcome.PASSED
    assert results["declared_birth_date"].outcome is CheckOutcome.FAILED
    assert "1990-03-08" in results["declared_birth_date"].words.english()
    assert results["declared_expiry"].outcome is CheckOutcome.PASSED


@given(st.dictionaries(st.sampled_from(list(GOOD)), st.text(max_size=20)), st.text(max_size=10))
def test_any_text_is_judged_in_words(changes: dict[FieldName, str], stated: str) -> None:
    declared = DeclaredData(stated, stated, stated, stated)
    for result in run_checks(KIND, readings(changes), declared, TODAY):
        assert result.words.english()
