"""SIGKILL of a running desk's worker, or of the whole desk, while the real engine inspects.

The long counterpart of ``test_killed_worker``: supervisor, engine and lease are those of ``make run``.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kyc.documents.warnings import WarningCode
from kyc.supervisor import descendants
from tests.running.killing import (
    LIMIT_SECONDS,
    POINTS,
    demand_effects_once,
    held_at,
    wait_until_at,
    wait_until_inspected,
)
from tests.running.processes import Processes
from tests.running_desk import Desk, start, stop

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.running.gated_local_settings", "KYC_DEMO": "0"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed desk")]


@contextmanager
def running(data_dir: Path) -> Iterator[Desk]:
    desk = start(data_dir, **SETTINGS)
    try:
        yield desk
    finally:
        stop(desk.process)


def worker_of(desk: Desk) -> int:
    (pid,) = (pid for pid in descendants(desk.process.pid) if is_worker(pid))
    return pid


def is_worker(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def kill_everything(desk: Desk) -> None:
    """The supervisor first, so that it starts nothing again."""
    processes = [desk.process.pid, *descendants(desk.process.pid)]
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    desk.process.wait()


def processes_of(desk: Desk) -> Processes:
    return Processes(desk.data_dir, desk.environment)


def bring_to(point: str, desk: Desk) -> None:
    """Let a case come in and its inspection come to ``point``."""
    processes_of(desk).call("-m", "tests.running.receive_specimen")
    wait_until_at(point, processes_of(desk))


def demand_inspected(desk: Desk, since: float, what: str, tell: Callable[[str], None]) -> None:
    wait_until_inspected(processes_of(desk), LIMIT_SECONDS - (time.monotonic() - since))
    tell(f"{what}: inspected {time.monotonic() - since:.1f} s later")
    demand_effects_once(processes_of(desk), findings=2 * len(WarningCode))


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_comes_back_and_the_case_is_inspected_once(
    point: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    with running(tmp_path) as desk:
        with held_at(point, tmp_path):
            bring_to(point, desk)
            os.kill(worker_of(desk), signal.SIGKILL)
        demand_inspected(desk, time.monotonic(), f"worker killed {point}", tell)


@pytest.mark.parametrize("point", POINTS)
def test_a_desk_killed_as_a_whole_goes_on_when_it_is_started_again(
    point: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    with running(tmp_path) as desk, held_at(point, tmp_path):
        bring_to(point, desk)
        kill_everything(desk)
    begun = time.monotonic()
    with running(tmp_path) as desk:
        demand_inspected(desk, begun, f"desk killed {point}", tell)
