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
#: What was retyped is read as it is now; a lamp hides letters.
NOT_AS_PRINTED = ("DEMO-006", "DEMO-007")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    engine = LocalEngine(Path(tmp_path_factory.mktemp("models")))

    @cache
    def inspect(reference: str) -> InspectionResult:
        case = next(case for case in CASES if case.reference == reference)
        captures = tuple(CaptureInput(name, (FOLDER / name).read_bytes()) for name, _ in case.pictures)
        return engine.inspect(InspectionRequest(captures))

    return lambda case: inspect(case.reference)


def every_case(*without: str) -> pytest.MarkDecorator:
    cases = [case for case in CASES if case.reference not in without]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.reference)


@every_case()
def test_kinds_and_warnings_are_the_ones_meant(read: Read, case: DemoCase) -> None:
    result = read(case)
    assert result.kind is case.kind
    not_run = {finding.code for finding in result.findings if finding.outcome is Outcome.NOT_RUN}
    meant = {code for code in WarningCode if code.value in case.expected} - not_run
    assert {finding.code for finding in result.findings if finding.outcome is Outcome.DETECTED} == meant


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
