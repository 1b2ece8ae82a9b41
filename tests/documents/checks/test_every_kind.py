"""What holds for the checks of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.documents.checks import run_checks
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, DeclaredData, FieldReading
from kyc.web.labels import label
from tests.documents.checks.documents import GOOD, TODAY, by_code, checked, failing, readings

KINDS = st.sampled_from(list(DocumentKind))
#: Digits, marks and words that documents print, mixed so that parsers see what nearly fits.
TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789-. 年月日:至长期XOIl×kgm人분粤BD", max_size=22),
    st.sampled_from(["9999-12-31", "0001-01-01", "2024-02-29", "9999年12月", "6年", "99年", "999999999912310011"]),
)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_the_good_document_is_complete_and_good(kind: DocumentKind) -> None:
    printed = {name for side in SIDES[kind] for name in FIELDS[kind, side]}
    derived = {FieldName.BIRTH_DATE, FieldName.SEX} if kind is DocumentKind.KR_DRIVING_LICENCE else set()
    assert set(GOOD[kind]) >= printed - derived - {FieldName.REMARKS, FieldName.CONDITIONS}
    assert failing(checked(kind)) == set()


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_check_has_its_name(kind: DocumentKind) -> None:
    for result in checked(kind).values():
        assert label(result.code, "check") != result.code


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_nothing_read_passes_nothing(kind: DocumentKind) -> None:
    results = run_checks(kind, [], DeclaredData("样本", "1", "2000-01-01", "长期"), TODAY)
    assert all(result.outcome is not CheckOutcome.PASSED for result in results)
    assert failing({result.code: result for result in results}) <= {"both_faces", "both_pages"}


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_doubtful_readings_count_as_unread(kind: DocumentKind) -> None:
    fields = [FieldReading(field.name, field.side, "c1", "?", "", 0.3) for field in readings(kind)]
    assert failing(by_code(kind, fields)) == set()


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if len(SIDES[kind]) == 2])
def test_a_document_with_neither_side_says_so(kind: DocumentKind) -> None:
    assert failing(by_code(kind, [], sides=[]))


@given(KINDS, st.dictionaries(st.sampled_from(list(FieldName)), TEXTS, max_size=8), TEXTS)
def test_any_text_is_judged_in_words(kind: DocumentKind, changes: dict[FieldName, str], stated: str) -> None:
    of_kind = {name: text for name, text in changes.items() if name in GOOD[kind]}
    declared = DeclaredData(stated, stated, stated, stated)
    for result in by_code(kind, readings(kind, of_kind), declared).values():
        assert result.words.english()


@given(KINDS, st.data())
def test_a_value_that_was_rectified_changes_no_outcome(kind: DocumentKind, data: st.DataObject) -> None:
    """Number, date of birth and sex: whatever their values were made, the raw readings decide."""
    rectified = data.draw(
        st.dictionaries(
            st.sampled_from([FieldName.CITIZEN_NUMBER, FieldName.LICENCE_NUMBER, FieldName.BIRTH_DATE, FieldName.SEX]),
            TEXTS.filter(bool),
        )
    )
    fields = readings(kind)
    changed = [
        FieldReading(field.name, field.side, "c1", field.raw, rectified.get(field.name, field.value), 0.99)
        for field in fields
    ]
    assert by_code(kind, changed) == by_code(kind, fields)


@given(KINDS, st.permutations(list(Side)))
def test_the_order_of_readings_is_no_matter(kind: DocumentKind, order: list[Side]) -> None:
    fields = readings(kind)
    shuffled = sorted(fields, key=lambda field: order.index(field.side))
    assert by_code(kind, shuffled) == by_code(kind, fields)
