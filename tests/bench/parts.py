"""Reading the captures of a set part by part, in processes of their own, and keeping what was read.

A part is a page at a difficulty. Its records lie in a file of their own with a fingerprint of the sources that gave
them, so that a long run can be done in pieces: what is already there under the same fingerprint is not read again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from kyc.documents.kinds import FieldName
from kyc.documents.results import InspectionResult
from kyc.recognition.finding import LAYOUTS
from tests.bench import authenticity_parts, inspecting
from tests.bench.authenticity_sets import difficulty_variant
from tests.bench.inspecting import inspected
from tests.bench.scores import Read, Record, unread
from tests.specimens.photograph import Photograph
from tests.specimens.reporting.sets import REPORTING
from tests.specimens.sets import TUNING, PageKey, SpecimenSet

ROOT: Final = Path(__file__).resolve().parents[2]
SETS: Final[dict[str, SpecimenSet]] = {"reporting": REPORTING, "tuning": TUNING}
#: Sources on which a reading depends.
_SOURCES: Final = ("kyc/documents", "kyc/imaging", "kyc/recognition", "kyc/engines/local.py", "tests/specimens")
_SAID_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Captures of one page at one difficulty."""

    set_name: str
    page: PageKey
    difficulty: str

    @property
    def name(self) -> str:
        return f"{self.page[0].value}/{self.page[1].value}/{self.difficulty}"

    def file(self, folder: Path) -> Path:
        return folder / f"{self.name.replace('/', '.')}.jsonl"


def parts_of(set_name: str, only: str) -> list[Part]:
    """The parts whose names match one of the patterns in ``only`` (``kind/side/difficulty``, comma-separated; what is
    left out at the end, or is ``*``, matches all)."""
    chosen = SETS[set_name]
    every = [Part(set_name, page, difficulty) for page in chosen.pages for difficulty in chosen.difficulties]
    patterns = [pattern.strip().rstrip("/") for pattern in only.split(",") if pattern.strip()] or ["*"]
    return [part for part in every if any(_matches(part.name, pattern) for pattern in patterns)]


def _matches(name: str, pattern: str) -> bool:
    given = pattern.split("/")
    return all(fnmatch(word, wanted) for word, wanted in zip(name.split("/"), given, strict=False))


def fingerprint(sources: Sequence[str] = _SOURCES) -> str:
    """A digest of every source that a reading, or another answer, depends on."""
    digest = hashlib.sha256()
    for source in sources:
        place = ROOT / source
        for module in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if not module.name.startswith("test_"):
                digest.update(module.relative_to(ROOT).as_posix().encode() + module.read_bytes())
    return digest.hexdigest()[:16]


# --- what is kept --------------------------------------------------------------------------------------------------


def stored(part: Part, folder: Path) -> tuple[dict[str, str], list[Record]]:
    """Head and records of a part's file; both empty where there is none. A run that was ended may have left half a
    line, which does not count."""
    file = part.file(folder)
    if not file.exists():
        return {}, []
    head, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return json.loads(head), [Record.from_json(json.loads(line)) for line in lines if line.endswith("\n")]


def _kept(part: Part, folder: Path, head: dict[str, str]) -> int:
    """How many records of a part stand; a file of other sources is begun anew."""
    before, records = stored(part, folder)
    if before.get("fingerprint") != head["fingerprint"]:
        before, records = head, []
    lines = [json.dumps(before), *(_line(record) for record in records)]
    part.file(folder).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(records)


def _line(record: Record) -> str:
    return json.dumps(record.to_json(), ensure_ascii=False)


# --- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was read of a capture, and what the detectors said of it, if they were asked."""

    reading: Record
    judgement: authenticity_parts.Record | None


def inspect_capture(part: Part, index: int, judged: bool) -> Inspected:
    """Capture ``index`` of ``part``, drawn and inspected without being told what it shows."""
    held = SETS[part.set_name]
    taken = held.capture(part.page, part.difficulty, index)
    failure, result = inspected(taken.jpeg, part.page, judged=judged)
    form = held.form(part.page, index)
    reading = Record(part.page, part.difficulty, index, form, failure, _reads(part, taken, result))
    if not judged:
        return Inspected(reading, None)
    genuine = difficulty_variant(part.set_name, part.difficulty)
    truth, findings = authenticity_parts.truth_of(genuine, part.page, taken), authenticity_parts.findings_of(result)
    return Inspected(reading, authenticity_parts.record_of(part.page, index, truth, failure, *findings))


def _reads(part: Part, taken: Photograph, result: InspectionResult | None) -> dict[FieldName, Read]:
    reads = unread(part.page, taken.normalised)
    if result is None:
        return reads
    rectified = {field.name: field.value for field in LAYOUTS[result.kind].rectify(result.fields)}
    for field in result.fields:
        if field.name in reads:
            wanted = reads[field.name].wanted
            reads[field.name] = Read(wanted, field.value, rectified[field.name], field.confidence)
    return reads


def measure(
    parts: Sequence[Part],
    count: int,
    folder: Path,
    head: dict[str, str],
    jobs: int,
    judged: int,
    genuine: authenticity_parts.GenuineCaptures,
) -> None:
    """Read what is missing of the first ``count`` captures of every part, and store it record by record; what the
    detectors said of the first ``judged`` goes to ``genuine``."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {part: _kept(part, folder, head) for part in parts}
    # All firsts come before all seconds: a run which is ended has something of everything.
    tasks = [(part, index) for index in range(count) for part in parts if index >= kept[part]]
    if not tasks:
        return
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as cache,
        ProcessPoolExecutor(jobs, mp_context=context, initializer=inspecting.start, initargs=(cache,)) as pool,
    ):
        found = pool.map(inspect_capture, *zip(*tasks, strict=True), [index < judged for _, index in tasks])
        for (part, _), one in zip(tasks, _with_progress(found, tasks), strict=True):
            with part.file(folder).open("a", encoding="utf-8") as file:
                file.write(_line(one.reading) + "\n")
            if one.judgement:
                genuine.add(difficulty_variant(part.set_name, part.difficulty), one.judgement)


def _with_progress(found: Iterator[Inspected], tasks: Sequence[tuple[Part, int]]) -> Iterator[Inspected]:
    start = time.monotonic()
    for done, one in enumerate(found, 1):
        if done % _SAID_EVERY == 0 or done == len(tasks):
            left = (time.monotonic() - start) / done * (len(tasks) - done) / 60
            part, index = tasks[done - 1]
            print(f"  {part.name} {index + 1}; {done} of {len(tasks)}, {left:.0f} min left", file=sys.stderr)
        yield one
