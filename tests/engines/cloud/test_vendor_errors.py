"""Every error code that the vendors list means something here, and the right thing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kyc.documents import errors
from kyc.documents.errors import DeskError, EngineAccountRefused, EngineUnavailable, VendorUnavailable
from kyc.engines.cloud import vendor_errors
from kyc.engines.cloud.access import CloudProtocol
from kyc.engines.cloud.engine import told
from kyc.engines.cloud.pictures import Limits
from kyc.engines.cloud.vendor_errors import Fault, Meaning, Refused
from kyc.protocols.huawei.errors import Code as HuaweiCode
from kyc.protocols.tencent_legacy.errors import IN_ARREARS
from kyc.protocols.tencent_legacy.errors import Code as LegacyCode
from kyc.protocols.tencent_v3.errors import Code as V3Code
from tests.engines.cloud.examples import access

#: Code, HTTP status, whose fault and whether asking again can help, from the seeds and the vendors' public tables.
CODES = list(csv.DictReader((Path(__file__).parent / "vendor_codes.csv").open(encoding="utf-8")))
TABLES = {
    "tencent_v3": vendor_errors.TENCENT_V3,
    "tencent_legacy": vendor_errors.TENCENT_LEGACY,
    "huawei": vendor_errors.HUAWEI,
}


def meaning(row: dict[str, str]) -> Meaning:
    match row["api"]:
        case "tencent_v3":
            return vendor_errors.of_tencent_v3(row["code"])
        case "tencent_legacy":
            return vendor_errors.of_tencent_legacy(int(row["code"]), "")
    return vendor_errors.of_huawei(row["code"], int(row["status"]))


def named(row: dict[str, str]) -> str:
    return f"{row['api']} {row['code']} {row['status']}"


def fits(row: dict[str, str], found: Meaning) -> bool:
    """Whether ``found`` blames whom the table blames, and is tried again where that can help."""
    again = row["again"] == "again"
    faults = {
        "image": {Fault.PICTURE},
        "server": {Fault.VENDOR, Fault.OPEN},
        "account": {Fault.BUSY if again else Fault.ACCOUNT},
        "client": set(Fault) - {Fault.VENDOR, Fault.OPEN},
    }[row["fault"]]
    is_tried = found.again is again if row["fault"] == "server" else found.again is (found.fault is Fault.BUSY)
    return found.fault in faults and is_tried


def test_every_listed_code_stands_in_a_table() -> None:
    listed = [row for row in CODES if row["api"] in TABLES]
    assert len(listed) == 190
    assert [named(row) for row in listed if row["code"] not in TABLES[row["api"]]] == []


def test_every_listed_code_blames_whom_it_should() -> None:
    assert [named(row) for row in CODES if not fits(row, meaning(row))] == []


def test_what_a_person_is_told_of_every_listed_code() -> None:
    reached, limits = access(CloudProtocol.TENCENT_V3), Limits(7 << 20)
    for row in CODES:
        found = meaning(row)
        error = told(Refused(found, row["code"], "an-id"), reached, limits, "capture", "sub_page")
        sentence = error.sentence.english()
        assert isinstance(error, DeskError)
        assert "%(" not in sentence
        assert (error.params["vendor_code"], error.params["request_id"]) == (row["code"], "an-id")
        assert row["code"] in error.details
        if found.fault is Fault.PICTURE:
            assert not isinstance(error, EngineUnavailable)
            assert error.capture_id == "capture"
        else:
            assert type(error) is (EngineAccountRefused if found.fault is Fault.ACCOUNT else VendorUnavailable)
            assert row["code"] in sentence
            assert "An account" in sentence


def test_every_code_that_the_desk_answers_itself_stands_in_a_table() -> None:
    assert {code.value for code in V3Code} <= set(vendor_errors.TENCENT_V3)
    assert {str(int(code)) for code in LegacyCode} - {"0"} <= set(vendor_errors.TENCENT_LEGACY)
    assert {code.value for code in HuaweiCode} <= set(vendor_errors.HUAWEI)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (vendor_errors.of_tencent_v3("NeverHeardOf"), vendor_errors.FAILED_FOR_GOOD),
        (vendor_errors.of_tencent_v3("AuthFailure.New"), vendor_errors.ACCOUNT),
        (vendor_errors.of_tencent_v3("RequestLimitExceeded.New"), vendor_errors.BUSY),
        (vendor_errors.of_tencent_v3("FailedOperation.New"), vendor_errors.OPEN),
        (vendor_errors.of_tencent_legacy(-424242, ""), vendor_errors.FAILED_FOR_GOOD),
        (vendor_errors.of_huawei("AIS.9999", 400), vendor_errors.REQUEST),
        (vendor_errors.of_huawei("New.1", 401), vendor_errors.ACCOUNT),
        (vendor_errors.of_huawei("New.1", 429), vendor_errors.BUSY),
        (vendor_errors.of_huawei("New.1", 503), vendor_errors.FAILED),
    ],
)
def test_a_code_that_no_table_knows_is_taken_for_its_family_or_status(found: Meaning, expected: Meaning) -> None:
    assert found == expected


def test_arrears_share_a_code_with_bad_requests() -> None:
    assert vendor_errors.of_tencent_legacy(3, IN_ARREARS).fault is Fault.ACCOUNT
    assert vendor_errors.of_tencent_legacy(3, "bad request").fault is Fault.REQUEST


def test_a_vendors_sentence_in_the_place_of_a_code_or_an_id_is_cut_to_what_these_are_made_of() -> None:
    refused = Refused(vendor_errors.FAILED, "Oops <b>张三</b> 440524198701010014 and more", "x" * 500)
    assert "张" not in refused.code
    assert "<" not in refused.code
    assert len(refused.request_id) == 80


def test_every_error_of_a_picture_is_one_that_the_desk_knows() -> None:
    told_as = {found.error for table in TABLES.values() for found in table.values() if found.fault is Fault.PICTURE}
    assert {errors.WrongSide, errors.TooBlurred, errors.NoTextFound, errors.SeveralDocumentsFound} <= told_as
