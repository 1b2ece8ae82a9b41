"""Processes of a desk one by one, and what its database and broker say from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kyc.supervisor import sweep_command, worker_command
from tests.running_desk import ROOT, environment_of


def wait_for(what: str, is_so: Callable[[], Any], seconds: float = 45.0) -> float:
    """Seconds until ``is_so`` held. Raises AssertionError when it did not in time."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if is_so():
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s still not: {what}")


@dataclass
class Processes:
    """Worker and sweep over one data directory, without a supervisor that would restart them."""

    data_dir: Path
    environment: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start(worker_command(1))

    def start_sweep(self) -> subprocess.Popen[bytes]:
        return self.start(sweep_command())

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        self.running.append(process)
        return process

    def call(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill_all(self) -> None:
        for process in self.running:
            kill(process)
        self.running.clear()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the desk's database, read beside it."""
        with sqlite3.connect(self.data_dir / "desk.sqlite3", timeout=20) as rows:
            return rows.execute(statement).fetchall()

    def count(self, statement: str) -> int:
        return int(self.query(f"SELECT COUNT(*) FROM {statement}")[0][0])

    def messages(self) -> list[str]:
        with sqlite3.connect(self.data_dir / "broker.sqlite3", timeout=20) as rows:
            return [payload for (payload,) in rows.execute("SELECT payload FROM kombu_message")]


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL, to the process and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def processes(data_dir: Path, **more: str) -> Iterator[Processes]:
    made = Processes(data_dir, environment_of(data_dir, 0, **more))
    made.call("manage.py", "migrate", "--verbosity", "0")
    try:
        yield made
    finally:
        made.kill_all()
