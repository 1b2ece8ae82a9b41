"""SIGKILL of the worker at each point of an inspection: inspected all the same, once in its effects."""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kyc.documents.warnings import WarningCode
from tests.cases.pictures import DECLARED, REFERENCE
from tests.inspections.engines import NAME
from tests.running.processes import Processes, kill, processes, wait_for

POINTS = ("before", "during", "storing")
#: One of the points runs in every test run; which one is drawn from this seed, printed in the test's name.
SEED = int(os.environ.get("KYC_TEST_SEED", "20261"))


@dataclass(frozen=True)
class Engine:
    """What stops at the points: settings that name it, the module that brings its case in, what it finds."""

    settings: str
    receive: tuple[str, ...]
    findings_a_face: int


TEST_ENGINE = Engine("tests.running.gated_settings", ("tests.running.receive", "1"), 1)
LOCAL_ENGINE = Engine("tests.running.gated_local_settings", ("tests.running.receive_specimen",), len(WarningCode))
GATED = {"DJANGO_SETTINGS_MODULE": "tests.running.gated_settings"}
LIMIT_SECONDS = 45


def kill_at(point: str, desk: Processes, data_dir: Path, *receive: str) -> None:
    """Let a case come in, and kill its worker when it has come to ``point``."""
    (data_dir / f"hold-{point}").touch()
    worker = desk.start_worker()
    desk.call("-m", *receive)
    wait_for(f"the worker at {point}", (data_dir / f"here-{point}").exists)
    assert desk.query("SELECT state, attempts FROM inspections_inspection") == [("running", 1)]
    kill(worker)
    (data_dir / f"hold-{point}").unlink()


def demand_effects_once(desk: Processes, data_dir: Path, findings_a_face: int) -> None:
    assert desk.query("SELECT state, attempts FROM inspections_inspection") == [("succeeded", 2)]
    assert desk.query("SELECT state FROM cases_case") == [("waiting",)]
    assert desk.count("audit_auditevent WHERE action = 'inspection.finished'") == 1
    assert desk.count("inspections_field") == 9
    assert desk.count("inspections_finding") == 2 * findings_a_face
    crops = desk.count("inspections_crop")
    captures = [path for path in (data_dir / "captures").rglob("*") if path.is_file()]
    assert len(captures) == 2 * 2 + crops, "crops of the killed run are left"
    desk.call("manage.py", "verify_audit_trail")


def survive(point: str, data_dir: Path, engine: Engine, **more: str) -> None:
    with processes(data_dir, DJANGO_SETTINGS_MODULE=engine.settings, **more) as desk:
        desk.start_sweep()
        kill_at(point, desk, data_dir, *engine.receive)
        restarted = time.monotonic()
        desk.start_worker()
        wait_for("inspected", lambda: desk.count("inspections_inspection WHERE state = 'succeeded'"), LIMIT_SECONDS)
        print(f"killed {point}: inspected {time.monotonic() - restarted:.1f} s after the restart")
        assert time.monotonic() - restarted < LIMIT_SECONDS
        demand_effects_once(desk, data_dir, engine.findings_a_face)


@pytest.mark.parametrize("point", random.Random(SEED).sample(POINTS, 1))
def test_a_worker_killed_at_a_drawn_point_loses_nothing(point: str, tmp_path: Path) -> None:
    survive(point, tmp_path, TEST_ENGINE, KYC_INSPECTION_LEASE_SECONDS="5")


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_any_point_loses_nothing(point: str, tmp_path: Path) -> None:
    """With the engine and the lease a desk really has."""
    survive(point, tmp_path, LOCAL_ENGINE)


@pytest.mark.slow
def test_a_picture_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    with processes(tmp_path, **GATED, KYC_INSPECTION_LEASE_SECONDS="5") as desk:
        desk.start_sweep()
        (tmp_path / "hold-during").touch()
        desk.call("-m", "tests.running.receive", "1")
        for _ in range(3):
            worker = desk.start_worker()
            wait_for("taken", (tmp_path / "here-during").exists)
            kill(worker)
            (tmp_path / "here-during").unlink()
        wait_for("given up", lambda: desk.count("inspections_inspection WHERE state = 'failed'"))
        assert desk.query("SELECT failure_code, attempts FROM inspections_inspection") == [("engine_unavailable", 3)]
        assert desk.query("SELECT state FROM cases_case") == [("waiting",)]


@pytest.mark.slow
def test_two_workers_share_the_work_and_do_each_case_once(tmp_path: Path) -> None:
    with processes(tmp_path, **GATED) as desk:
        desk.start_sweep()
        desk.start_worker()
        desk.start_worker()
        desk.call("-m", "tests.running.receive", "12")
        wait_for("all inspected", lambda: desk.count("inspections_inspection WHERE state = 'succeeded'") == 12)
        assert desk.count("audit_auditevent WHERE action = 'inspection.finished'") == 12
        assert desk.count("inspections_field") == 12 * 9


def test_messages_name_rows_and_nothing_else(tmp_path: Path) -> None:
    """What an upload leaves in the broker's file and in the temporary folder."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    with processes(tmp_path / "data", **GATED, TMPDIR=str(scratch)) as desk:
        desk.call("-m", "tests.running.receive", "2")
        messages = desk.messages()
        assert len(messages) == 2
        ids = {str(row).replace("-", "") for (row,) in desk.query("SELECT id FROM inspections_inspection")}
        told = {json.loads(payload)["headers"]["argsrepr"].strip("[]'").replace("-", "") for payload in messages}
        assert told == ids
        raw = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
        for value in (REFERENCE, "CUSTOMER-0", NAME, DECLARED.number, DECLARED.birth_date, "original front"):
            assert value.encode() not in raw
        assert list(scratch.iterdir()) == []
