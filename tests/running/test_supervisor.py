"""One tree of processes that starts and ends as one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kyc import supervisor
from tests.postgres import free_port
from tests.running.processes import wait_for
from tests.running_desk import ROOT, environment_of, wait_until_well

GATED = {"DJANGO_SETTINGS_MODULE": "tests.running.gated_settings"}
STOP_SECONDS = 10


@dataclass
class Started:
    process: subprocess.Popen[bytes]
    url: str
    data_dir: Path
    environment: dict[str, str]

    def pids(self) -> list[int]:
        return supervisor.descendants(self.process.pid)


def start(data_dir: Path, **more: str) -> Started:
    environment = environment_of(data_dir, free_port(), **GATED, **more)
    subprocess.run([sys.executable, "manage.py", "prepare_desk"], cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen([sys.executable, "-m", "kyc.supervisor"], cwd=ROOT, env=environment)
    return Started(process, f"http://127.0.0.1:{environment['PORT']}", data_dir, environment)


def end(started: Started) -> None:
    for pid in started.pids():
        os.kill(pid, signal.SIGKILL)
    kill_one(started.process)


def kill_one(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    started = start(tmp_path_factory.mktemp("desk"), KYC_DEMO="0")
    try:
        wait_until_well(started.url, started.process)
        yield started
    finally:
        end(started)


def command_lines(pids: list[int]) -> str:
    return " | ".join(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in pids)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("workers", "cores", "threads"), [(1, 1, "1"), (1, 2, "2"), (2, 2, "1"), (3, 2, "1"), (1, 16, "2"), (4, 16, "2")]
)
def test_workers_share_the_cores(workers: int, cores: int, threads: str) -> None:
    assert set(supervisor.worker_environment(workers, cores).values()) == {threads}


@pytest.mark.xdist_group("supervisor")
class TestSupervisor:
    """In order: the last of them ends the desk."""

    def test_health_names_every_part(self, desk: Started) -> None:
        answer = httpx.get(f"{desk.url}/healthz").json()
        assert answer["status"] == "well"
        assert set(answer["parts"]) == {"database", "triggers", "storage", "vault", "worker"}
        assert answer["optional"]["hangul_data"] in {"there", "missing"}

    def test_health_is_for_looking_only(self, desk: Started) -> None:
        assert httpx.options(f"{desk.url}/healthz").status_code == 405
        assert httpx.head(f"{desk.url}/healthz").status_code == 200

    def test_web_worker_and_sweep_run(self, desk: Started) -> None:
        lines = command_lines(desk.pids())
        assert all(part in lines for part in ("gunicorn", "celery", "manage.py sweep"))

    def test_the_web_server_s_threads_share_heaps(self, desk: Started) -> None:
        web = [pid for pid in desk.pids() if "gunicorn" in command_lines([pid])]
        assert web
        assert all(b"MALLOC_ARENA_MAX=2" in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") for pid in web)

    def test_a_worker_knows_its_share_of_the_cores(self, desk: Started) -> None:
        worker = [pid for pid in desk.pids() if "celery" in command_lines([pid])]
        share = supervisor.worker_environment(1, len(os.sched_getaffinity(0)))
        share |= {name: desk.environment[name] for name in share if name in desk.environment}
        for pid in worker:
            there = Path(f"/proc/{pid}/environ").read_text().split("\0")
            assert {f"{name}={value}" for name, value in share.items()} <= set(there)
        assert worker

    def test_a_second_desk_on_the_same_data_refuses_with_a_sentence(self, desk: Started) -> None:
        second = self._second(desk, PORT=str(free_port()))
        assert second.returncode == 1
        assert "Another desk runs on" in second.stderr

    def test_a_port_in_use_is_said_in_a_sentence(self, desk: Started, tmp_path: Path) -> None:
        second = self._second(desk, KYC_DATA_DIR=str(tmp_path))
        assert second.returncode == 1
        assert "cannot be used" in second.stderr
        assert "Traceback" not in second.stderr

    def _second(self, desk: Started, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kyc.supervisor"],
            cwd=ROOT, env={**desk.environment, **more}, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip

    def test_a_worker_that_dies_is_missed_and_started_again(self, desk: Started) -> None:
        worker = next(pid for pid in desk.pids() if "celery" in command_lines([pid]))
        os.kill(worker, signal.SIGKILL)
        wait_for("the dead worker missed", lambda: httpx.get(f"{desk.url}/healthz").json()["not_well"] == ["worker"], 5)
        wait_until_well(desk.url, desk.process, 20)

    def test_sigterm_ends_every_process_and_a_second_start_is_quick(self, desk: Started) -> None:
        pids = desk.pids()
        begun = time.monotonic()
        desk.process.send_signal(signal.SIGTERM)
        desk.process.wait(STOP_SECONDS)
        assert time.monotonic() - begun < STOP_SECONDS
        assert not [pid for pid in pids if is_alive(pid)]
        again = start(desk.data_dir, KYC_DEMO="0")
        try:
            assert (
                wait_until_well(again.url, again.process, 30) < 15
            )  # of its own: six seconds; machines of tests share
        finally:
            end(again)


@pytest.mark.slow
def test_a_killed_supervisor_takes_its_children_with_it(tmp_path: Path) -> None:
    started = start(tmp_path, KYC_DEMO="0")
    try:
        wait_until_well(started.url, started.process)
        pids = started.pids()
        kill_one(started.process)
        wait_for("all gone", lambda: not [pid for pid in pids if is_alive(pid)], 10)
    finally:
        end(started)


@pytest.mark.slow
def test_sigint_does_the_same(tmp_path: Path) -> None:
    started = start(tmp_path, KYC_DEMO="0")
    try:
        wait_until_well(started.url, started.process)
        pids = started.pids()
        started.process.send_signal(signal.SIGINT)
        assert started.process.wait(STOP_SECONDS) == 0
        assert not [pid for pid in pids if is_alive(pid)]
    finally:
        end(started)
