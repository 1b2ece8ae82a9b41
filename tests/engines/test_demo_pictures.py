"""The demo's pictures raise the warnings they were made for and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.local import LocalEngine
from tests.specimens.demo import FOLDER

CASES = json.loads((FOLDER / "cases.json").read_text())["cases"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    return LocalEngine(Path(tmp_path_factory.mktemp("models")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["reference"])
def test_warnings_are_the_ones_meant(engine: LocalEngine, case: dict[str, Any]) -> None:
    captures = tuple(CaptureInput(name, (FOLDER / name).read_bytes()) for name in case["files"])
    findings = engine.inspect(InspectionRequest(captures)).findings
    not_run = {finding.code for finding in findings if finding.outcome is Outcome.NOT_RUN}
    meant = {code for code in WarningCode if code.value in case["expected"]} - not_run
    assert {finding.code for finding in findings if finding.outcome is Outcome.DETECTED} == meant
