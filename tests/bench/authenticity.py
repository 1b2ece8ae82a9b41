"""False alarms and misses of every detector: ``python -m tests.bench.authenticity``, or ``make bench-authenticity``.

In the terms of ISO/IEC 30107-3, on the reporting set, whose cards, attacks and conditions no tuning has seen.

    BENCH_COUNT=20             genuine captures of each page, everyday and at each difficulty
    BENCH_CONDITION_COUNT=2    genuine captures of each page under each condition
    BENCH_ATTACK_COUNT=4       captures of each page and species of attack
    BENCH_ONLY=group/name/kind/side  a part of them (groups: genuine, condition, attack); ``*`` and leaving out the
                               end mean all, commas join several
    BENCH_JOBS=2               processes
    BENCH_QUICK=1              one capture of one page for each way of taking pictures, three minutes
    BENCH_SET=tuning           the other set, for whoever tunes
    BENCH_DRAWN=1              outlines and fields from the drawing, not from the engine: faster, and kinder
    BENCH_REPORT=1             take nothing, report what is there

Records are kept in ``$KYC_DATA_DIR/bench/authenticity/SET/``, those of captures that ``tests.bench.recognition`` read
(all of a difficulty that has no copies) among them; the report and the DET curves beside them cover every
record that is there, whichever run made it. Captures and what was read of them are kept beside the records (half a
megabyte each) as long as the sources that drew and read them stay the same: detectors are then judged anew in minutes.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.documents.warnings import WarningCode
from tests.bench import kept_captures
from tests.bench.authenticity_curves import det_curves
from tests.bench.authenticity_parts import SOURCES, measure, stored, tasks_for
from tests.bench.authenticity_rates import attack_scores, det_points, genuine_scores
from tests.bench.authenticity_sets import SAMPLES, Group, Variant, chosen, variants
from tests.bench.authenticity_tables import Measured, every, families, figures, report
from tests.bench.parts import fingerprint
from tests.bench.report import commit, quick
from tests.specimens.species import PageKey

COUNTS: Final = {Group.GENUINE: 20, Group.CONDITION: 2, Group.ATTACK: 4}
_VARIABLES: Final = {
    Group.GENUINE: "BENCH_COUNT",
    Group.CONDITION: "BENCH_CONDITION_COUNT",
    Group.ATTACK: "BENCH_ATTACK_COUNT",
}


def main() -> int:
    set_name = os.environ.get("BENCH_SET", "reporting")
    if set_name not in SAMPLES:
        print(f"BENCH_SET names no set; there are: {', '.join(SAMPLES)}")
        return 2
    wanted = chosen(set_name, os.environ.get("BENCH_ONLY", ""))
    if not wanted:
        print("BENCH_ONLY names nothing; there are:", *(one.key for one in variants(set_name)), sep="\n  ")
        return 2
    drawn = os.environ.get("BENCH_DRAWN") == "1"
    folder = _folder(set_name, drawn=drawn)
    if os.environ.get("BENCH_REPORT") != "1":
        head = {"fingerprint": fingerprint(SOURCES), "commit": commit()}
        tasks = tasks_for(set_name, one_page_each(wanted) if quick() else wanted, _counts(), drawn=drawn)
        captures = kept_captures.folder_for(fingerprint(kept_captures.SOURCES), folder / "captures")
        measure(tasks, folder, head, captures, int(os.environ.get("BENCH_JOBS", "2")))
    print(write_report(set_name, folder, drawn=drawn))
    return 0


def _folder(set_name: str, *, drawn: bool) -> Path:
    name = f"{set_name}-drawn" if drawn else set_name
    return Path(os.environ.get("KYC_DATA_DIR", "var")) / "bench" / "authenticity" / name


def _counts() -> dict[Group, int]:
    return {
        group: int(os.environ.get(variable) or (1 if quick() else COUNTS[group]))
        for group, variable in _VARIABLES.items()
    }


def one_page_each(wanted: Sequence[tuple[Variant, PageKey]]) -> list[tuple[Variant, PageKey]]:
    """One page of each condition and species, another for each; every other page of the set's own pictures."""
    pages: dict[str, list[tuple[Variant, PageKey]]] = {}
    for one, page in wanted:
        pages.setdefault(one.key, []).append((one, page))
    return [
        pair
        for place, pairs in enumerate(pages.values())
        for pair in (pairs[place % 2 :: 2] if pairs[0][0].group is Group.GENUINE else [pairs[place % len(pairs)]])
    ]


# --- the report ----------------------------------------------------------------------------------------------------


def write_report(set_name: str, folder: Path, *, drawn: bool) -> str:
    """The report of every record there is, as Markdown and JSON beside them, and the curves; the Markdown."""
    heads: dict[str, dict[str, str]] = {}
    measured: dict[Variant, Sequence] = {}
    for one in variants(set_name):
        head, records = stored(one.key, folder)
        if records:
            heads[one.key], measured[one] = head, records
    if not measured:
        return "Nothing has been measured yet."
    curves = write_curves(measured, folder)
    text = report(measured, _notes(set_name, heads, drawn=drawn), may_be_looked_at=set_name == "tuning")
    text += "\n## DET curves\n\n" + ("\n".join(f"- [{name}]({name})" for name in curves) or "None.") + "\n"
    (folder / "report.md").write_text(text, encoding="utf-8")
    kept = {"heads": heads, "figures": figures(measured)}
    (folder / "report.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return text


def write_curves(measured: Measured, folder: Path) -> list[str]:
    """One picture for each warning that has attacks and genuine scores; the files' names."""
    genuine = every(measured, Group.GENUINE, Group.CONDITION)
    names = []
    for code in WarningCode:
        scores = genuine_scores(genuine, code)
        members = {family: those for (other, family), those in families(measured).items() if other is code}
        if not scores or not members:
            continue
        of_family = {
            family.value: attack_scores((record for _, records in those for record in records), code)
            for family, those in members.items()
        }
        of_family = {family: those for family, those in of_family.items() if those}
        curves = {family: det_points(scores, those) for family, those in of_family.items()}
        shipped = {family: _at(DEFAULT_LINES[code], scores, those) for family, those in of_family.items()}
        name = f"det-{code.value.lower()}.svg"
        title = f"{code.value}: {len(scores)} genuine captures"
        (folder / name).write_text(det_curves(title, curves, shipped), encoding="utf-8")
        names.append(name)
    return names


def _at(line: float, genuine: Sequence[float], attacks: Sequence[float]) -> tuple[float, float]:
    return (
        sum(score >= line for score in genuine) / len(genuine),
        sum(score < line for score in attacks) / len(attacks),
    )


def _notes(set_name: str, heads: Mapping[str, Mapping[str, str]], *, drawn: bool) -> list[str]:
    places = "of the drawing, moved a little" if drawn else "as the engine found and read them"
    notes = [
        f"the {set_name} set; outlines and fields {places}",
        *(["BENCH_QUICK=1: a look, no measurement"] if quick() else []),
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    ]
    for mark in dict.fromkeys((head["fingerprint"], head["commit"]) for head in heads.values()):
        names = [name for name, head in heads.items() if (head["fingerprint"], head["commit"]) == mark]
        which = "all" if len(names) == len(heads) else ", ".join(names)
        notes.append(f"sources {mark[0]} (commit {mark[1][:12]} and what lay over it): {which}")
    return notes


if __name__ == "__main__":
    sys.exit(main())
