"""A whole desk, started as ``make run`` starts it, in a data directory and on a port of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class Desk:
    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def password(self, account: str) -> str:
        accounts = json.loads((self.data_dir / "demo-accounts.json").read_text())
        return str(accounts[account]["password"])

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``manage.py`` against this desk's data."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


def wait_until_well(url: str, process: subprocess.Popen[bytes], within: float = READY_WITHIN_SECONDS) -> float:
    """Seconds until ``/healthz`` said 200.

    Raises:
        RuntimeError: the desk ended, or was not well in time; with its last answer.
    """
    start, answer = time.monotonic(), "no answer"
    while time.monotonic() - start < within:
        if process.poll() is not None:
            raise RuntimeError(f"the desk ended with {process.returncode}")
        try:
            response = httpx.get(f"{url}/healthz", timeout=2)
            if response.status_code == 200:
                return time.monotonic() - start
            answer = response.text
        except httpx.HTTPError as error:
            answer = type(error).__name__
        time.sleep(0.1)
    raise RuntimeError(f"not well after {within} s: {answer}")


def environment_of(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KYC_", "DJANGO_", "PYTEST_"))}
    return {**kept, "KYC_DATA_DIR": str(data_dir), "PORT": str(port), **more}


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start(data_dir: Path, **more: str) -> Desk:
    """Start a desk on its data as ``make run`` does, on a port of its own, and wait until it is well."""
    port = free_port()
    environment = environment_of(data_dir, port, **more)
    subprocess.run([sys.executable, "manage.py", "prepare_desk"], cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen([sys.executable, "-m", "kyc.supervisor"], cwd=ROOT, env=environment)
    started = Desk(f"http://127.0.0.1:{port}", data_dir, process, environment)
    try:
        wait_until_well(started.url, process)
    except BaseException:
        stop(process)
        raise
    return started


@contextmanager
def desk(**more: str) -> Iterator[Desk]:
    """Start a desk; ``more`` are environment variables such as ``KYC_DEMO="0"``."""
    with tempfile.TemporaryDirectory(prefix="kyc-desk-") as folder:
        running = start(Path(folder), **more)
        try:
            yield running
        finally:
            stop(running.process)
