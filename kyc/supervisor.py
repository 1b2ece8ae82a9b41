"""``python -m kyc.supervisor``: web server, workers and sweep as one tree of processes that starts and ends as one.

Each child leads a process group of its own and dies with this process (``PR_SET_PDEATHSIG``). One that ends is started
again, with growing pauses while it keeps ending. Knows no Django: it must be there before the rest is loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Final

from kyc import env

ROOT: Final = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG: Final = 1
PR_SET_CHILD_SUBREAPER: Final = 36

#: Children get this long to end by themselves, then they are killed; together under ten seconds.
GRACE_SECONDS: Final = 7.0
TICK_SECONDS: Final = 0.1
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
#: Who ran this long had started well; its next failure begins with the first pause again.
GOOD_RUN_SECONDS: Final = 60.0
#: glibc keeps a heap for each of a process's threads, and each heap keeps the most that its thread ever held: with
#: sixteen threads that take pictures the web server grew to 1.15 to 1.37 of its memory, with two heaps to 1.03 to 1.10,
#: at the same throughput (``make bench-gateway``). What the desk's own environment says goes first.
WEB_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "2"}
#: An inspection uses no more threads than these: lines are read side by side, and more of them take memory, each.
MOST_THREADS: Final = 2

_libc = ctypes.CDLL(None, use_errno=True)


class CannotStart(Exception):
    """Why there is nothing to supervise, as a sentence."""


@dataclass
class Child:
    """One process that has to run."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    start_at: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**self.environment, **os.environ},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started_at = time.monotonic()

    def ended(self, status: int) -> None:
        """Plan the next start."""
        self.process = None
        if time.monotonic() - self.started_at > GOOD_RUN_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        self.start_at = time.monotonic() + self.pause
        say(f"{self.name} ended ({status}); starting it again in {self.pause:.1f} s")
        self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    def kill_group(self) -> None:
        """Also what the child itself had started. The group's number is the child's, also once it has ended."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Keeps children running until a signal ends it."""

    def __init__(self, children: list[Child], address: str, accounts_file: Path) -> None:
        self._children = children
        self._address = address
        self._accounts_file = accounts_file
        self._stop = False
        self._announced = False
        self._next_look = 0.0

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
        try:
            while not self._stop:
                self._start_due()
                self._reap()
                self._announce()
                time.sleep(TICK_SECONDS)
        finally:
            self._end_all()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop = True

    def _start_due(self) -> None:
        for child in self._children:
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _reap(self) -> None:
        """Collect every process that ended, also grandchildren that were left to us."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._collected(pid, os.waitstatus_to_exitcode(status))

    def _collected(self, pid: int, status: int) -> None:
        for child in self._children:
            if child.process is not None and child.process.pid == pid:
                child.kill_group()
                child.process.returncode = status
                if self._stop:
                    child.process = None
                else:
                    child.ended(status)

    def _announce(self) -> None:
        """Say once that the desk is ready."""
        if self._announced or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + 0.25
        if is_well(self._address):
            self._announced = True
            say(f"The desk is ready: {self._address}")
            for line in account_lines(self._accounts_file):
                say(line)

    def _end_all(self) -> None:
        """Ask, wait, then kill what is left, grandchildren too."""
        self._stop = True
        say("Ending …")
        for child in self._children:
            child.signal(signal.SIGTERM)
        self._wait_for_end(GRACE_SECONDS)
        for child in self._children:
            child.kill_group()
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._wait_for_end(1.0)

    def _wait_for_end(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(child.process for child in self._children):
            self._reap()
            time.sleep(TICK_SECONDS / 2)
        self._reap()


def is_well(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError, ValueError):
        return False


def account_lines(path: Path) -> Iterator[str]:
    """The demo accounts to print; none without a demo."""
    try:
        accounts: dict[str, dict[str, str]] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return
    yield f"Demonstration accounts (also in {path}):"
    for account in accounts.values():
        yield f"  {account['username']:<10} {account['password']}"


def descendants(pid: int) -> list[int]:
    """Every process below ``pid``, read from /proc."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *descendants(child)]
    return found


def bind_address() -> tuple[str, int]:
    """Host and port to listen on: ``KYC_BIND`` (``host:port``), or ``PORT`` on this machine only."""
    bind = env.read_text("KYC_BIND") or f"127.0.0.1:{env.read_int('PORT', 8000)}"
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdigit():
        raise CannotStart(f"KYC_BIND must be host:port, not {bind!r}.")
    return host.strip("[]"), int(port)


def demand_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"{host}:{port} cannot be used ({error.strerror}). Choose another: PORT=8001.") from error


def hold_lock(data_dir: Path) -> IO[str]:
    """The lock of a data directory, held until this process ends."""
    lock = (data_dir / "desk.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotStart(f"Another desk runs on {data_dir}. End it first, or set KYC_DATA_DIR.") from error
    return lock


def web_command(host: str, port: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # Threads: the gateway takes eight for fetching and four for the engine at most, the rest are the pages'. The worker
    # bounds a request's line, together with its headers; gunicorn would at 8,190 bytes, and a vendor's GET has 32 KB.
    # Without sendfile: once a client does not read, Python's waits for it without end, whatever the socket's patience.
    return [
        sys.executable, "-m", "gunicorn", "kyc.wsgi:application", "--bind", bind,
        "--worker-class", "kyc.web_worker.WholeRequestWorker", "--workers", "1", "--threads", "16",
        "--limit-request-line", "0", "--no-sendfile", "--timeout", "60", "--graceful-timeout", "5",
        "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning",  # noqa: S108
    ]  # fmt: skip


def worker_command(number: int) -> list[str]:
    return [
        sys.executable, "-m", "celery", "-A", "kyc", "-q", "worker", "--pool", "solo", "-n", f"worker{number}@%h",
        "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
    ]  # fmt: skip


def worker_environment(workers: int, cores: int) -> dict[str, str]:
    """A worker's share of the cores. Two workers of two threads each, held to the same two cores, did 1.6 times as much
    as one on one core; of a thread each, held to none (``TextNetworks``), 1.89 to 1.96 times (``make bench-speed``).
    What the desk's own environment says goes first."""
    threads = str(max(1, min(MOST_THREADS, cores // workers)))
    return dict.fromkeys(("KYC_ENGINE_THREADS", "OPENCV_FOR_THREADS_NUM", "OPENBLAS_NUM_THREADS"), threads)


def sweep_command() -> list[str]:
    return [sys.executable, "manage.py", "sweep"]


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is what the program has to say


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> int:
    try:
        data_dir = env.private_directory(Path(env.read_text("KYC_DATA_DIR", str(ROOT / "var"))).resolve())
        lock = hold_lock(data_dir)
        host, port = bind_address()
        demand_free(host, port)
        workers = env.read_int("KYC_WORKERS", 1, minimum=1)
    except (CannotStart, env.ConfigurationError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    share = worker_environment(workers, len(os.sched_getaffinity(0)))
    children = [
        Child("web", web_command(host, port), WEB_ENVIRONMENT),
        *(Child(f"worker {number}", worker_command(number), share) for number in range(1, workers + 1)),
        Child("sweep", sweep_command()),
    ]
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    address = f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
    with lock:
        Supervisor(children, address, data_dir / "demo-accounts.json").run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
