"""What a worker process takes: its first result from a cold start, its memory over many inspections, and what a second
worker adds.

Each figure comes from processes of their own, started as the desk starts its workers (spawned, never forked).
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kyc.documents.errors import EngineUnavailable, InspectionError
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.local import LocalEngine
from kyc.recognition.finding import LAYOUTS
from kyc.supervisor import worker_environment
from tests.bench.parts import SETS
from tests.bench.report import Result

FIRST_RESULT_AIM, MEMORY_AIM, GROWTH_AIM, SECOND_WORKER_AIM = 3.0, 900.0, 5.0, 1.8
INSPECTIONS, SHORT_INSPECTIONS = 500, 60
#: Until every kind and most widths of lines have been seen, memory grows: compiled shapes.
SETTLED = 0.4
QUEUE, SHORT_QUEUE = 24, 6
TURNS = 3
STARTS, SHORT_STARTS = 5, 2

_FIRST_RESULT = """
import sys
from pathlib import Path
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.local import LocalEngine
engine = LocalEngine(Path(sys.argv[1]))
result = engine.inspect(InspectionRequest((CaptureInput("a", Path(sys.argv[2]).read_bytes()),)))
print(len(result.fields))
"""


def results(*, short: bool) -> list[Result]:
    """All of them; ``short`` for a look."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = _pictures(folder, 1 if short else 3)
        return [
            *_cold_starts(folder, pictures[0], SHORT_STARTS if short else STARTS),
            *_memory(folder, pictures, SHORT_INSPECTIONS if short else INSPECTIONS),
            *_second_worker(folder, pictures, SHORT_QUEUE if short else QUEUE),
        ]


def _pictures(folder: Path, each: int) -> list[Path]:
    """Phone pictures of every page that is read, as files."""
    held = SETS["reporting"]
    places = []
    for page in held.pages:
        for index, shot in enumerate(held.captures(page, "phone", each) if page[0] in LAYOUTS else ()):
            place = folder / f"{page[0].value}-{page[1].value}-{index}.jpg"
            place.write_bytes(shot.jpeg)
            places.append(place)
    return places


def _inspect(engine: LocalEngine, picture: Path) -> None:
    try:
        engine.inspect(InspectionRequest((CaptureInput("a", picture.read_bytes()),)))
    except EngineUnavailable:
        raise
    except InspectionError as failure:
        print(f"  {picture.name}: {failure.code}", file=sys.stderr)


# --- cold starts ---------------------------------------------------------------------------------------------------


def _cold_starts(folder: Path, picture: Path, starts: int) -> list[Result]:
    """From starting Python to the fields of one capture, with and without compiled networks on the disk."""
    without = [_first_result(folder / f"models-{index}", picture) for index in range(starts)]
    present = [_first_result(folder / "models-0", picture) for _ in range(starts)]
    return [
        Result("first result, cold process", statistics.median(present), "s", FIRST_RESULT_AIM, "lower"),
        Result(
            "first result, cold process, nothing compiled", statistics.median(without), "s", FIRST_RESULT_AIM, "lower"
        ),
    ]


def _first_result(models: Path, picture: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_RESULT, str(models), str(picture)], capture_output=True, text=True, check=True
    )
    if int(done.stdout) == 0:
        raise RuntimeError("a first result without fields")
    return time.perf_counter() - start


# --- memory --------------------------------------------------------------------------------------------------------


def _memory(folder: Path, pictures: list[Path], inspections: int) -> list[Result]:
    """Resident memory of a process with the whole desk loaded, after each of many inspections."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    worker = context.Process(target=_inspect_many, args=(folder, pictures, inspections, send))
    worker.start()
    send.close()
    try:
        sizes: list[float] = receive.recv()
    finally:
        worker.join(60)
        worker.kill()
    settled = sizes[int(SETTLED * len(sizes)) :]
    tenth = max(1, len(settled) // 10)
    growth = 100 * (statistics.median(settled[-tenth:]) / statistics.median(settled[:tenth]) - 1)
    return [
        Result(f"worker's memory, most in {inspections} inspections", max(sizes), "MB", MEMORY_AIM, "lower"),
        Result("worker's memory, growth once settled", growth, "%", GROWTH_AIM, "lower"),
    ]


def _inspect_many(folder: Path, pictures: list[Path], inspections: int, send: Any) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kyc.settings", "KYC_DATA_DIR": str(folder / "data")}
    import django

    django.setup()
    engine = LocalEngine(folder / "models")
    sizes = []
    for index in range(inspections):
        _inspect(engine, pictures[index % len(pictures)])
        sizes.append(_resident())
    send.send(sizes)


def _resident() -> float:
    """Megabytes (10^6 bytes) of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# --- a second worker -----------------------------------------------------------------------------------------------


def _second_worker(folder: Path, pictures: list[Path], length: int) -> list[Result]:
    """Two workers against one that is held to one core, on a queue that is full when they begin; in turns, as the
    machine's own speed may change from minute to minute."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return []
    queue = [pictures[index % len(pictures)] for index in range(length)]
    held, free = [cores[:1], cores[1:2]], [cores[:2], cores[:2]]
    turns = [[_drained(folder, queue, workers) for workers in (held[:1], held, free)] for _ in range(TURNS)]
    return [
        Result(
            "two workers / one on one core",
            statistics.median(one / two for one, two, _ in turns),
            "times",
            SECOND_WORKER_AIM,
        ),
        Result(
            "two workers not held to cores / one on one core",
            statistics.median(one / two for one, _, two in turns),
            "times",
            None,
        ),
        Result("two workers", statistics.median(length / two for _, two, _ in turns), "inspections/s", None),
    ]


def _drained(folder: Path, pictures: list[Path], cores: list[list[int]]) -> float:
    """Seconds that workers on these cores need for the whole queue, once all of them are warm."""
    context = multiprocessing.get_context("spawn")
    queue, ready = context.Queue(), context.Barrier(len(cores) + 1)
    for index in [*range(len(pictures)), *[None] * len(cores)]:
        queue.put(index)
    environment = worker_environment(len(cores), len({core for held in cores for core in held}))
    workers = [context.Process(target=_drain, args=(folder, pictures, queue, ready)) for _ in cores]
    for worker, held in zip(workers, cores, strict=True):
        with _born_on(held), patch.dict(os.environ, environment):
            worker.start()
    ready.wait(300)
    start = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


@contextmanager
def _born_on(cores: list[int]) -> Iterator[None]:
    """Processes begun in here run on these cores from their first moment: threads that a library starts while it is
    imported would stay behind when a process is held to a core later."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _drain(folder: Path, pictures: list[Path], queue: Any, ready: Barrier) -> None:
    engine = LocalEngine(folder / "models", int(os.environ["KYC_ENGINE_THREADS"]))
    for picture in dict.fromkeys(pictures[: min(len(pictures), 6)]):
        _inspect(engine, picture)
    ready.wait(300)
    while (index := queue.get()) is not None:
        _inspect(engine, pictures[index])
