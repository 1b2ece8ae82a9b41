"""Name, number, date of birth and end of validity as declared, for every kind."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import DeclaredData, FieldReading
from tests.documents.checks.documents import by_code, checked, failing, passing, readings, undecided

CODES = {"declared_name", "declared_number", "declared_birth_date", "declared_expiry"}
TRUE = {
    DocumentKind.CN_ID_CARD: DeclaredData("样本•一", "99999919900307002 0", "1990-03-07", "2038-05-06"),
    DocumentKind.CN_TEMPORARY_ID_CARD: DeclaredData("样本·一", "999999199003070020", "1990-03-07", "2026-03-20"),
    DocumentKind.CN_DRIVING_LICENCE: DeclaredData("样本 · 一", "999999199003070020", "1990/3/7", "2028-06-01"),
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: DeclaredData("样本·一", "999999199003070020", "19900307", "2028.06.01"),
    DocumentKind.KR_DRIVING_LICENCE: DeclaredData("hong gil dong", "9003072000001", "1990-03-07", "2028-12-31"),
}
FALSE = DeclaredData("样本·二", "999999199003070039", "1990-03-08", "2038-05-07")


@pytest.mark.parametrize("kind", TRUE)
def test_what_is_true_passes_and_what_is_not_fails(kind: DocumentKind) -> None:
    assert passing(checked(kind, declared=TRUE[kind])) >= CODES
    assert failing(checked(kind, declared=FALSE)) == CODES


def test_a_vehicle_has_an_owner_and_no_date_of_birth() -> None:
    kind = DocumentKind.CN_VEHICLE_LICENCE
    results = checked(kind, declared=DeclaredData("样本一", "粤B·D12345", "1990-03-07", "2026-03-31"))
    assert passing(results) >= CODES - {"declared_birth_date"}
    assert "declared_birth_date" in undecided(results)
    assert "prints nothing" in results["declared_birth_date"].words.english()
    assert failing(checked(kind, declared=FALSE)) == CODES - {"declared_birth_date"}


def test_a_vehicle_is_also_declared_by_its_identification_number() -> None:
    kind = DocumentKind.CN_VEHICLE_LICENCE
    number = next(field.raw for field in readings(kind) if field.name is FieldName.VIN)
    assert "declared_number" in passing(checked(kind, declared=DeclaredData(number=number)))


@pytest.mark.parametrize("number", ["900307-2000001", "11-09-123456-71", "서울 09-123456-71", "110912345671"])
def test_a_korean_holder_is_declared_by_either_number(number: str) -> None:
    assert "declared_number" in passing(checked(DocumentKind.KR_DRIVING_LICENCE, declared=DeclaredData(number=number)))


def test_another_number_is_not_wrong_while_one_is_unread() -> None:
    kind = DocumentKind.KR_DRIVING_LICENCE
    fields = [field for field in readings(kind) if field.name is not FieldName.LICENCE_NUMBER]
    results = by_code(kind, fields, DeclaredData(number="11-09-123456-71"))
    assert "declared_number" in undecided(results)
    assert results["declared_number"].words.params["field"] == "licence_number"


@pytest.mark.parametrize(
    ("declared", "printed"),
    [("Hong Gildong", "HONG GILDONG"), ("honggildong", "HONG GILDONG"), ("홍 길동", "홍길동"), ("홍길동", "홍길동")],
)
def test_names_in_hangul_and_latin(declared: str, printed: str) -> None:
    results = checked(DocumentKind.KR_DRIVING_LICENCE, {FieldName.NAME: printed}, DeclaredData(name=declared))
    assert "declared_name" in passing(results)


@pytest.mark.parametrize("kind", [DocumentKind.CN_ID_CARD, DocumentKind.CN_DRIVING_LICENCE])
def test_long_term_is_declared_as_such(kind: DocumentKind) -> None:
    changes = {FieldName.VALID_TO: "长期"}
    assert "declared_expiry" in passing(checked(kind, changes, DeclaredData(expiry="长期")))
    assert "declared_expiry" in failing(checked(kind, changes, DeclaredData(expiry="2038-05-06")))


def test_the_end_of_an_older_licence_is_worked_out() -> None:
    results = checked(DocumentKind.CN_DRIVING_LICENCE, {FieldName.VALID_TO: "10年"}, DeclaredData(expiry="2028-06-01"))
    assert "declared_expiry" in passing(results)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_nothing_declared_or_nothing_read_decides_nothing(kind: DocumentKind) -> None:
    assert undecided(checked(kind)) >= CODES
    assert undecided(by_code(kind, [], FALSE)) >= CODES


def test_a_rectified_date_is_not_what_is_compared() -> None:
    fields = [field for field in readings(DocumentKind.CN_ID_CARD) if field.name is not FieldName.BIRTH_DATE]
    fields.append(FieldReading(FieldName.BIRTH_DATE, Side.PORTRAIT_FACE, "c1", "1990年3月8日", "1990-03-07", 0.9))
    results = by_code(DocumentKind.CN_ID_CARD, fields, DeclaredData(birth_date="1990-03-07"))
    assert "declared_birth_date" in failing(results)
