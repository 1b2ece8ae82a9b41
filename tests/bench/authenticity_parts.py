"""Taking and judging the captures of a set, in processes of their own, and keeping what each gave.

Records of a variant lie in one file under a fingerprint of the sources, as in ``parts``: a long run can be done in
pieces; captures are kept too (``kept_captures``). They go through the real engine, whose outlines and fields err as
they do in the desk; ``drawn`` takes both from the drawing instead, which is several times as fast.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kyc.authenticity import ExaminedCapture, examine
from kyc.documents.results import Finding, InspectionResult
from kyc.documents.warnings import WarningCode
from tests.authenticity.captures import as_capture
from tests.bench import inspecting
from tests.bench.authenticity_evidence import Overlap, overlap
from tests.bench.authenticity_records import Record, answers_of
from tests.bench.authenticity_sets import (
    Group,
    Variant,
    capture,
    difficulty_variant,
    excused,
    free_of_copies,
    variant,
)
from tests.bench.kept_captures import CaptureStore, KeptCapture, Truth
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import Photograph
from tests.specimens.species import PageKey, Species

#: Sources on which an answer depends.
SOURCES: Final = (
    *("kyc/documents", "kyc/imaging", "kyc/recognition", "kyc/authenticity", "kyc/engines"),
    *("tests/specimens", "tests/authenticity/captures.py"),
)
_SAID_EVERY: Final = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to be taken and judged; names only, so that it travels to another process."""

    set_name: str
    variant: str
    page: PageKey
    index: int
    drawn: bool

    @property
    def name(self) -> str:
        return "/".join((self.variant, *(part.value for part in self.page), str(self.index)))


def tasks_for(
    set_name: str, wanted: Sequence[tuple[Variant, PageKey]], counts: Mapping[Group, int], *, drawn: bool
) -> list[Task]:
    """``counts`` are captures of each page in a variant of that group. All firsts come before all seconds, so that a
    run which is ended has something of everything."""
    most = max(counts.values())
    return [
        Task(set_name, one.key, page, index, drawn)
        for index in range(most)
        for one, page in wanted
        if index < counts[one.group]
    ]


def file_of(key: str, folder: Path) -> Path:
    return folder / f"{key.replace('/', '.')}.jsonl"


def stored(key: str, folder: Path) -> tuple[dict[str, str], list[Record]]:
    """Head and records of a variant's file; both empty where there is none. Half a line, as a run that was ended
    leaves it, does not count."""
    file = file_of(key, folder)
    if not file.exists():
        return {}, []
    head, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return json.loads(head), [Record.from_json(json.loads(line)) for line in lines if line.endswith("\n")]


def missing(tasks: Sequence[Task], folder: Path, head: Mapping[str, str]) -> list[Task]:
    """Those of ``tasks`` that have no record yet; a file of other sources is begun anew."""
    done = {key: _kept(key, folder, head) for key in dict.fromkeys(task.variant for task in tasks)}
    return [task for task in tasks if (task.page, task.index) not in done[task.variant]]


class GenuineCaptures:
    """Where a run that reads a set's captures for another reason leaves what the detectors said of them, so that they
    need not be taken twice."""

    def __init__(self, set_name: str, folder: Path, head: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._done = {
            name: _kept(difficulty_variant(set_name, name).key, folder, head) for name in free_of_copies(set_name)
        }

    def add(self, taken: Variant, record: Record) -> None:
        """Keep the record of a difficulty's capture, if it is a genuine one and not there yet."""
        done = self._done.get(taken.name)
        if done is not None and (record.page, record.index) not in done:
            _keep(taken.key, record, self._folder)


def _kept(key: str, folder: Path, head: Mapping[str, str]) -> set[tuple[PageKey, int]]:
    before, records = stored(key, folder)
    if before.get("fingerprint") != head["fingerprint"]:
        before, records = dict(head), []
    lines = [json.dumps(before), *(json.dumps(record.to_json()) for record in records)]
    file_of(key, folder).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {(record.page, record.index) for record in records}


# --- judging -------------------------------------------------------------------------------------------------------


_store: CaptureStore | None = None


def start(cache_dir: str, captures: Path) -> None:
    """Make this process one that takes captures, or finds them among those kept, and judges them."""
    global _store
    inspecting.start(cache_dir)
    _store = CaptureStore(captures)


def judged(task: Task) -> Record:
    """The capture of ``task``, judged without telling what it shows."""
    kept = kept_capture(task)
    findings, seconds = _examined(kept.sides())
    return record_of(task.page, task.index, kept.truth, kept.failure, findings, seconds, _code(task))


def kept_capture(task: Task) -> KeptCapture:
    """The capture of ``task`` as it was taken and read before, or else now."""
    assert _store is not None
    if task.name not in _store:
        _store.save(task.name, take(task))
    return _store.load(task.name)


def take(task: Task) -> KeptCapture:
    """The capture of ``task``, drawn and read."""
    source = variant(task.set_name, task.variant)
    shot = capture(task.set_name, source, task.page, task.index)
    failure, sides = ("", [as_capture(shot)]) if task.drawn else inspecting.examined(shot.jpeg, task.page)
    return KeptCapture.of(shot.jpeg, truth_of(source, task.page, shot), failure, sides)


def truth_of(source: Variant, page: PageKey, shot: Photograph) -> Truth:
    """What is known of ``shot``, which was taken of ``page`` in a variant."""
    known = excused(source, page, shot) if source.is_genuine else ()
    return Truth(known, tuple(quad for _, quad in shot.regions), shot.quad, shot.image.size)


def findings_of(result: InspectionResult | None) -> tuple[Sequence[Finding], float]:
    """What the detectors said, and the seconds they took."""
    return (result.findings, result.seconds.get("authenticity", 0.0)) if result else ((), 0.0)


def record_of(
    page: PageKey,
    index: int,
    truth: Truth,
    failure: str,
    findings: Sequence[Finding],
    seconds: float,
    code: WarningCode | None = None,
) -> Record:
    """What is kept of picture ``index`` of ``page``. ``code`` is the warning that an attack should raise."""
    return Record(
        page=page,
        index=index,
        failure=failure,
        excused=truth.excused,
        answers=answers_of(findings),
        evidence=_evidence(truth, code, findings),
        seconds=seconds,
    )


def _code(task: Task) -> WarningCode | None:
    source = variant(task.set_name, task.variant).source
    return source.code if isinstance(source, Species) else None


def _examined(sides: Sequence[ExaminedCapture]) -> tuple[Sequence[Finding], float]:
    start = time.perf_counter()
    findings = [finding for side in sides for finding in examine(side, {}, REFERENCE_DAY)]
    return findings, time.perf_counter() - start


def _evidence(truth: Truth, code: WarningCode | None, findings: Sequence[Finding]) -> Overlap | None:
    found = next((one for one in findings if one.code is code), None)
    if found is None or not found.regions or not truth.altered:
        return None
    return overlap(found.regions, truth.altered, truth.card, truth.size)


def measure(tasks: Sequence[Task], folder: Path, head: Mapping[str, str], captures: Path, jobs: int) -> None:
    """Take and judge what is missing, and store it record by record. Captures are kept in ``captures``."""
    folder.mkdir(parents=True, exist_ok=True)
    left = missing(tasks, folder, head)
    if not left:
        return
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as cache,
        ProcessPoolExecutor(jobs, mp_context=context, initializer=start, initargs=(cache, captures)) as pool,
    ):
        for task, record in zip(left, _with_progress(pool.map(judged, left), left), strict=True):
            _keep(task.variant, record, folder)


def _keep(key: str, record: Record, folder: Path) -> None:
    with file_of(key, folder).open("a", encoding="utf-8") as file:
        file.write(json.dumps(record.to_json()) + "\n")


def _with_progress(records: Iterator[Record], tasks: Sequence[Task]) -> Iterator[Record]:
    start = time.monotonic()
    for done, record in enumerate(records, 1):
        if done % _SAID_EVERY == 0 or done == len(tasks):
            left = (time.monotonic() - start) / done * (len(tasks) - done) / 60
            print(f"  {tasks[done - 1].name}; {done} of {len(tasks)}, {left:.0f} min left", file=sys.stderr)
        yield record
