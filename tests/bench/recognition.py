"""Accuracy of reading: ``python -m tests.bench.recognition``, or ``make bench-recognition``.

Counted on the reporting set, whose seeds, forms, fonts, tables and difficulties no tuning has used.

    BENCH_COUNT=200            captures of each page and difficulty
    BENCH_ONLY=kind/side/level a part of them; ``*`` and leaving out the end mean all, commas join several
    BENCH_JUDGED=40            of which so many are judged by the detectors as well (all)
    BENCH_JOBS=2               processes
    BENCH_QUICK=1              six captures each, for a look
    BENCH_SET=tuning           the other set, for whoever tunes
    BENCH_REPORT=1             read nothing, report what is there

Records are kept in ``$KYC_DATA_DIR/bench/SET/``; the report beside them covers every part that is there, whichever run
read it. What the detectors said of captures that are all genuine is kept for ``tests.bench.authenticity``. With
``KYC_SAMPLES_DIR`` the published pictures are read too.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kyc.documents.kinds import FIELDS
from tests.bench import published, scores, tables
from tests.bench.authenticity_parts import SOURCES, GenuineCaptures
from tests.bench.parts import SETS, Part, fingerprint, measure, parts_of, stored
from tests.bench.report import commit, quick
from tests.bench.scores import Record

QUICK_COUNT = 6
COUNT = 200


def main() -> int:
    set_name = os.environ.get("BENCH_SET", "reporting")
    parts = parts_of(set_name, os.environ.get("BENCH_ONLY", ""))
    if not parts:
        print("BENCH_ONLY names no part; there are:", *(part.name for part in parts_of(set_name, "")), sep="\n  ")
        return 2
    count = int(os.environ.get("BENCH_COUNT") or (QUICK_COUNT if quick() else COUNT))
    folder = Path(os.environ.get("KYC_DATA_DIR", "var")) / "bench" / set_name
    head = {"fingerprint": fingerprint(), "commit": commit()}
    if os.environ.get("BENCH_REPORT") != "1":
        judged = {"fingerprint": fingerprint(SOURCES), "commit": commit()}
        genuine = GenuineCaptures(set_name, folder.parent / "authenticity" / set_name, judged)
        jobs = int(os.environ.get("BENCH_JOBS", "2"))
        measure(parts, count, folder, head, jobs, int(os.environ.get("BENCH_JUDGED", count)), genuine)
        published.main()
    print(write_report(set_name, folder))
    return 0


def write_report(set_name: str, folder: Path) -> str:
    """The report of every part there is, written beside them as Markdown and JSON; the Markdown."""
    chosen = SETS[set_name]
    every = [Part(set_name, page, difficulty) for page in chosen.pages for difficulty in chosen.difficulties]
    heads, records = {}, {}
    for part in every:
        head, found = stored(part, folder)
        if found:
            heads[part.name] = head
            records[part.page, part.difficulty] = found
    text = tables.report(records, _notes(set_name, heads))
    if set_name != "reporting":  # whose misses nobody may tune to
        text += f"\n## Misses\n\n{tables.misses(records)}\n"
    (folder / "report.md").write_text(text, encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(_figures(records, heads), indent=1), encoding="utf-8")
    return text


def _notes(set_name: str, heads: dict[str, dict[str, str]]) -> list[str]:
    notes = [
        f"the {set_name} set of drawn documents in simulated pictures; no promise about real ones",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    ]
    for mark in dict.fromkeys((head["fingerprint"], head["commit"]) for head in heads.values()):
        names = [name for name, head in heads.items() if (head["fingerprint"], head["commit"]) == mark]
        which = "all parts" if len(names) == len(heads) else ", ".join(names)
        notes.append(f"sources {mark[0]} (commit {mark[1][:12]} and what lay over it): {which}")
    return notes


def _figures(records: dict[tuple[tuple, str], Sequence[Record]], heads: dict[str, dict[str, str]]) -> dict:
    """Every figure of the report, for whoever compares runs."""
    figures = {}
    for (page, difficulty), found in records.items():
        name = f"{page[0].value}/{page[1].value}/{difficulty}"
        total, sure = scores.tally(found), scores.sureness(found)
        figures[name] = heads[name] | {
            "captures": len(found),
            "exact": total.exact,
            "all_fields": scores.whole(found),
            "character_errors": total.character_errors,
            "sure": sure.sure,
            "wrong_when_sure": sure.wrong,
            "failures": scores.failures(found),
            "confidence": list(sure.rows()),
            "fields": {field.value: _field_figures(found, page, difficulty, field) for field in FIELDS[page]},
        }
    return figures


def _field_figures(found: Sequence[Record], page: tuple, difficulty: str, field: scores.FieldName) -> dict:
    total = scores.tally(found, lambda name: name is field)
    rectified = scores.tally(found, lambda name: name is field, lambda read: read.rectified)
    return asdict(total) | {
        "exact": total.exact,
        "rectified": rectified.exact,
        "aim": scores.aim_of(page, difficulty, field),
    }


if __name__ == "__main__":
    sys.exit(main())
