"""Propose detector lines from a folder of genuine captures; nothing is written and no file is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kyc.authenticity.proposing import ALARM_SHARE, LEAST_CAPTURES, SURE_CAPTURES, NoLine, ProposedLine
from kyc.engines.local import LocalEngine
from kyc.inspections.genuine_scores import Gathered, gather

_SAID_EVERY: Final = 10
_ROW: Final = "{:<19}{:>8}{:>10}{:>9}{:>16}{:>10}{:>17}  {}"
_WHY_NOT: Final = {
    NoLine.TOO_FEW: f"none: fewer than {LEAST_CAPTURES} scores",
    NoLine.ALL_AT_ZERO: "none: all scores are 0, the shipped line may stay",
    NoLine.NONE_KEEPS_TO_IT: f"none: more than {ALARM_SHARE:.0%} score 100",
}


class Command(BaseCommand):
    help = (
        "Read every picture below FOLDER, genuine captures of your own, on this machine and propose a line for each"
        " detector: the score that one in a hundred of them may reach. Nothing is stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="genuine captures only, of any kinds")
        parser.add_argument("--json", action="store_true", help="print the proposal as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError("FOLDER is no folder.")
        gathered = gather(folder, LocalEngine(settings.MODEL_CACHE_DIR, settings.ENGINE_THREADS), self._said)
        if not gathered.files:
            raise CommandError("There is no file below FOLDER.")
        self.stdout.write(json.dumps(_as_json(gathered), indent=1) if options["json"] else "\n".join(_table(gathered)))

    def _said(self, done: int, count: int) -> None:
        if done % _SAID_EVERY == 0 or done == count:
            self.stderr.write(f"{done} of {count} files")


def _table(gathered: Gathered) -> Iterator[str]:
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(gathered.kinds.items()))
    yield f"{gathered.files} files; {gathered.sides} sides judged ({kinds or 'none'})"
    for code, count in gathered.refused.most_common():
        yield f"no result from {count}: {code}"
    yield ""
    yield _ROW.format(
        "warning", "scores", "unscored", "shipped", "raised, at most", "proposed", "raised, at most", "detector"
    )
    for code, one in gathered.proposals().items():
        yield _ROW.format(
            code.value,
            one.captures,
            gathered.unscored[code],
            f"{one.shipped:g}",
            _raised(one.raised, one.most) if one.captures else "",
            f"{one.line:g}" if one.line is not None else "",
            _raised(one.raised_proposed, one.most_proposed) if one.line is not None else "",
            gathered.versions.get(code, ""),
        )
        if one.why_not is not None:
            yield f"  {_WHY_NOT[one.why_not]}"
    yield ""
    yield from _advice(max(one.captures for one in gathered.proposals().values()))


def _raised(count: int, most: float) -> str:
    return f"{count}, {100 * most:.1f} %"


def _advice(captures: int) -> Iterator[str]:
    yield (
        f"A proposed line is the lowest score that at most {ALARM_SHARE:.0%} of these captures reach (their 99th"
        " percentile). “At most” is the upper bound of the rate of false alarms, one-sided, 95 %; by the rule of three,"
        f" no alarm in n independent captures bounds it at 3/n, so 1 % takes {SURE_CAPTURES}."
    )
    if captures < LEAST_CAPTURES:
        yield f"{captures} scores are too few for any line: keep the shipped ones."
    elif captures < SURE_CAPTURES:
        yield f"{captures} scores are too few to bound the rate at 1 %: take the proposals for a direction."
    yield (
        "Several captures of one document, or of one device and table, count as less than their number. A lower line"
        " finds more and accuses more; lines are set in the policy, which keeps every version."
    )


def _as_json(gathered: Gathered) -> dict[str, Any]:
    return {
        "files": gathered.files,
        "sides": gathered.sides,
        "kinds": dict(sorted(gathered.kinds.items())),
        "refused": dict(sorted(gathered.refused.items())),
        "share": ALARM_SHARE,
        "captures_for_any_line": LEAST_CAPTURES,
        "captures_to_bound_the_rate_at_one_per_cent": SURE_CAPTURES,
        "detectors": {
            code.value: _line_as_json(one)
            | {"unscored": gathered.unscored[code], "version": gathered.versions.get(code, "")}
            for code, one in gathered.proposals().items()
        },
    }


def _line_as_json(one: ProposedLine) -> dict[str, Any]:
    return {
        "scores": one.captures,
        "shipped": one.shipped,
        "raised": one.raised,
        "raised_at_most": round(one.most, 5),
        "proposed": one.line,
        "raised_by_proposed": one.raised_proposed if one.line is not None else None,
        "raised_by_proposed_at_most": round(one.most_proposed, 5) if one.line is not None else None,
        "why_not": one.why_not.value if one.why_not is not None else None,
        "is_sure": one.is_sure,
    }
