"""The demo's pictures are read right, and raise the warnings and fail the checks they were made for and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kyc.documents.checks import run_checks
from kyc.documents.results import CaptureInput, CheckOutcome, DeclaredData, InspectionRequest, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.local import LocalEngine
from tests.specimens.demo import FOLDER, DemoCase, demo_cases

CASES = demo_cases()
Read = Callable[[DemoCase], InspectionResult]
#: What was retyped is read as it is now; a lamp and a coin hide letters.
NOT_AS_PRINTED = ("DEMO-006", "DEMO-007", "DEMO-016")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    engine = LocalEngine(Path(tmp_path_factory.mktemp("models")))

    @cache
    def inspect(reference: str) -> InspectionResult:
        case = next(case for case in CASES if case.reference == reference)
        captures = tuple(CaptureInput(picture.name, (FOLDER / picture.name).read_bytes()) for picture in case.pictures)
        return engine.inspect(InspectionRequest(captures))

    return lambda case: inspect(case.reference)


def every_case(*without: str) -> pytest.MarkDecorator:
    cases = [case for case in CASES if case.reference not in without]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.reference)


@every_case()
def test_kinds_and_warnings_are_the_ones_meant(read: Read, case: DemoCase) -> None:
    result = read(case)
    assert result.kind is case.kind
    raised = {(finding.capture_id, finding.code) for finding in result.findings if finding.outcome is Outcome.DETECTED}
    assert raised == {(picture.name, code) for picture in case.pictures for code in picture.warnings}


@pytest.mark.parametrize(
    ("reference", "code", "subtype"),
    [
        ("DEMO-004", WarningCode.PRINTED_COPY, "grey_copy"),
        ("DEMO-015", WarningCode.PRINTED_COPY, "colour_copy"),
        ("DEMO-006", WarningCode.DIGITAL_TAMPERING, "retyped_text"),
        ("DEMO-019", WarningCode.DIGITAL_TAMPERING, "contradiction"),
    ],
)
def test_warnings_of_several_sorts_name_the_one_meant(
    read: Read, reference: str, code: WarningCode, subtype: str
) -> None:
    result = read(next(case for case in CASES if case.reference == reference))
    detected = [finding for finding in result.findings if finding.outcome is Outcome.DETECTED]
    assert {finding.subtype for finding in detected if finding.code is code} == {subtype}


def test_what_hides_values_is_found_on_them(read: Read) -> None:
    places = {
        (finding.code, place)
        for reference in ("DEMO-007", "DEMO-016")
        for finding in read(next(case for case in CASES if case.reference == reference)).findings
        for region in finding.regions
        for place in region.on
    }
    assert {(WarningCode.GLARE, "portrait"), (WarningCode.GLARE, "address")} <= places
    assert (WarningCode.COVERED, "address") in places


@every_case()
def test_failing_checks_are_the_ones_meant(read: Read, case: DemoCase) -> None:
    result = read(case)
    declared = DeclaredData(**case.to_json()["declared"])
    sides = [side.side for side in result.sides]
    checks = run_checks(result.kind, result.fields, declared, date.today(), sides)  # noqa: DTZ011
    failed = {check.code for check in checks if check.outcome is CheckOutcome.FAILED}
    assert failed == {code for code in case.expected if code not in set(WarningCode)}


@every_case(*NOT_AS_PRINTED)
def test_every_field_is_read_as_printed(read: Read, case: DemoCase) -> None:
    result = read(case)
    printed = {side.side: side.normalised for side in case.sides}
    wrong = {
        (field.side, field.name): (field.value, printed[field.side].get(field.name, ""))
        for field in result.fields
        if field.value != printed[field.side].get(field.name, "")
    }
    assert wrong == {}
