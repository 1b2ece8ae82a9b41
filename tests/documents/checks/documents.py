"""A good document of every kind as readings, to be changed field by field, and its checks by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kyc.documents.checks import run_checks
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData, FieldReading

TODAY = date(2026, 1, 15)
NOTHING_DECLARED = DeclaredData()

#: A fictional holder; area code 999999 belongs to no place.
_PERSON = {
    FieldName.NAME: "样本·一",
    FieldName.SEX: "女",
    FieldName.ETHNICITY: "汉",
    FieldName.BIRTH_DATE: "1990年3月7日",
    FieldName.ADDRESS: "河北省样本市样本路1号",
    FieldName.CITIZEN_NUMBER: "999999199003070020",
    FieldName.ISSUING_AUTHORITY: "样本县公安局",
}
_LICENCE = {
    FieldName.LICENCE_NUMBER: "999999199003070020",
    FieldName.NAME: "样本·一",
    FieldName.SEX: "女",
    FieldName.NATIONALITY: "中国",
    FieldName.BIRTH_DATE: "1990-03-07",
    FieldName.FIRST_ISSUE_DATE: "2012-06-01",
    FieldName.LICENCE_CLASS: "C1D",
    FieldName.VALID_FROM: "2018-06-01",
    FieldName.VALID_TO: "2028-06-01",
    FieldName.ARCHIVE_NUMBER: "999900123456",
}

GOOD: Mapping[DocumentKind, Mapping[FieldName, str]] = {
    DocumentKind.CN_ID_CARD: _PERSON | {FieldName.VALID_FROM: "2018.05.06", FieldName.VALID_TO: "2038.05.06"},
    DocumentKind.CN_TEMPORARY_ID_CARD: _PERSON | {FieldName.VALID_FROM: "2025.12.20", FieldName.VALID_TO: "2026.03.20"},
    DocumentKind.CN_DRIVING_LICENCE: _LICENCE
    | {FieldName.ADDRESS: "河北省样本市样本路1号", FieldName.ISSUING_AUTHORITY: "样本县公安局", FieldName.RECORD: "无"},
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: _LICENCE
    | {
        FieldName.STATUS: "正常",
        FieldName.ACCUMULATED_POINTS: "3分",
        FieldName.CURRENT_TIME: "2026-01-15 09:31:00",
        FieldName.GENERATION_TIME: "2026-01-15 09:30:12",
    },
    DocumentKind.CN_VEHICLE_LICENCE: {
        FieldName.PLATE_NUMBER: "粤BD12345",
        FieldName.VEHICLE_TYPE: "小型轿车",
        FieldName.OWNER: "样本一",
        FieldName.ADDRESS: "广东省样本市样本路1号",
        FieldName.USE_CHARACTER: "非营运",
        FieldName.MODEL: "样本牌YB1234",
        FieldName.VIN: "L99AA49J4J2042858",
        FieldName.ENGINE_NUMBER: "YB123456",
        FieldName.REGISTRATION_DATE: "2018-03-04",
        FieldName.ISSUE_DATE: "2018-03-05",
        FieldName.ISSUING_AUTHORITY: "样本市公安局交通警察支队",
        FieldName.ARCHIVE_NUMBER: "999900123456",
        FieldName.PASSENGERS: "5人",
        FieldName.GROSS_MASS: "1890kg",
        FieldName.KERB_MASS: "1435kg",
        FieldName.LOAD_MASS: "--",
        FieldName.DIMENSIONS: "4546×1710×1427mm",
        FieldName.TOWING_MASS: "--",
        FieldName.INSPECTION_RECORD: "检验有效期至2024年03月粤B(01)\n检验有效期至2026年03月粤B(01)",
        FieldName.BARCODE_NUMBER: "*9999123456789*",
    },
    DocumentKind.KR_DRIVING_LICENCE: {
        FieldName.LICENCE_NUMBER: "11-09-123456-71",
        FieldName.NAME: "HONG GILDONG",
        FieldName.RESIDENT_NUMBER: "900307-2000001",
        FieldName.LICENCE_CLASS: "2종보통",
        FieldName.ADDRESS: "서울특별시 견본구 견본로 1",
        FieldName.RENEWAL_FROM: "2028.01.01.",
        FieldName.RENEWAL_TO: "2028.12.31.",
        FieldName.ISSUE_DATE: "2019.05.02.",
        FieldName.ISSUING_AUTHORITY: "서울특별시경찰청장",
        FieldName.SECURITY_CODE: "AB12C3",
    },
}


def sides_of(kind: DocumentKind, name: FieldName) -> list[Side]:
    return [side for side in SIDES[kind] if name in FIELDS[kind, side]]


def readings(
    kind: DocumentKind, changes: Mapping[FieldName, str] | None = None, sub: Mapping[FieldName, str] | None = None
) -> list[FieldReading]:
    """The good document with ``changes`` on every side, and ``sub`` on the sub page only."""
    raw = {**GOOD[kind], **(changes or {})}
    return [
        FieldReading(name, side, "c1", text, text, 0.99)
        for name in raw
        for side in sides_of(kind, name)
        for text in [(sub or {}).get(name, raw[name]) if side is Side.SUB_PAGE else raw[name]]
    ]


def by_code(
    kind: DocumentKind,
    fields: Sequence[FieldReading],
    declared: DeclaredData = NOTHING_DECLARED,
    today: date = TODAY,
    sides: Sequence[Side] | None = None,
) -> dict[str, CheckResult]:
    results = run_checks(kind, fields, declared, today, SIDES[kind] if sides is None else sides)
    assert len({result.code for result in results}) == len(results)
    return {result.code: result for result in results}


def checked(
    kind: DocumentKind,
    changes: Mapping[FieldName, str] | None = None,
    declared: DeclaredData = NOTHING_DECLARED,
    today: date = TODAY,
) -> dict[str, CheckResult]:
    return by_code(kind, readings(kind, changes), declared, today)


def failing(results: Mapping[str, CheckResult]) -> set[str]:
    return {code for code, result in results.items() if result.outcome is CheckOutcome.FAILED}


def passing(results: Mapping[str, CheckResult]) -> set[str]:
    return {code for code, result in results.items() if result.outcome is CheckOutcome.PASSED}


def undecided(results: Mapping[str, CheckResult]) -> set[str]:
    return {code for code, result in results.items() if result.outcome is CheckOutcome.NOT_APPLICABLE}
