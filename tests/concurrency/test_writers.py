"""32 writers of audited actions at once: none lost, no gap, one chain; on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

WRITERS = 32
#: Actions of each writer; the short run is a twelfth of the long one.
ROUNDS, SHORT_ROUNDS = 72, 6
CASES = 200
#: What the desk answers to people who come second; anything else is a fault.
REFUSALS = {"already_decided", "claimed_by_other", "not_decidable", "nothing_to_do"}

pytestmark = pytest.mark.xdist_group("writers")


@dataclass(frozen=True)
class Desk:
    """A database with nothing running but what a test starts."""

    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.concurrency.writers", *arguments]
        return subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def call(self, *arguments: str) -> Any:
        return answer_of(self.start(*arguments))


def answer_of(process: subprocess.Popen[str]) -> Any:
    said, complained = process.communicate(timeout=1200)
    assert process.returncode == 0, complained[-4000:]
    return json.loads(said.splitlines()[-1]) if said.strip() else None


def desk(data_dir: Path, database_url: str = "") -> Desk:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KYC_", "DJANGO_"))}
    return Desk(
        {
            **kept,
            "DJANGO_SETTINGS_MODULE": "kyc.settings",
            "KYC_DATA_DIR": str(data_dir),
            "KYC_DATABASE_URL": database_url,
        }
    )


def write_at_once(desk: Desk, processes: int, rounds: int, get_ready_seconds: float) -> None:
    """``WRITERS`` writers in ``processes`` processes begin at one moment; what they say agrees with the database."""
    cases = CASES * rounds // ROUNDS
    desk.call("prepare", str(cases))
    start = time.time() + get_ready_seconds
    threads = WRITERS // processes
    running = [
        desk.start("write", f"writer-{number}", str(threads), str(rounds), str(start)) for number in range(processes)
    ]
    answers = [answer_of(process) for process in running]
    tally = desk.call("tally")
    assert [complaint for answer in answers for complaint in answer["untyped"]] == []
    outcomes: Counter[str] = Counter()
    for answer in answers:
        outcomes.update(answer["outcomes"])
    assert sum(outcomes.values()) == WRITERS * rounds
    agree(outcomes, tally, cases)
    seconds = max(answer["ended"] for answer in answers) - start
    print(f"{sum(tally['events'].values())} events by {WRITERS} writers, {outcomes.total() / seconds:.0f} actions/s")


def agree(outcomes: Counter[str], tally: dict[str, Any], cases: int) -> None:
    done = {action: outcomes[f"{action}:done"] for action in ("receive", "decide", "create_account", "draft_policy")}
    events = tally["events"]
    assert {outcome.split(":")[1] for outcome in outcomes} - {"done"} <= REFUSALS
    assert tally["cases"] == events["case.received"] == cases + done["receive"]
    assert tally["decisions"] == events["case.decided"] == done["decide"] > 0
    assert tally["accounts"] == events["account.created"] == 1 + WRITERS + done["create_account"]
    assert tally["drafts"] == events["policy.drafted"] == done["draft_policy"]
    assert tally["roles_follow"]
    assert 0 < events["role.changed"] <= outcomes["change_role:done"]
    assert outcomes["decide:already_decided"] + outcomes["decide:not_decidable"] > 0, "nobody met anybody"
    assert (tally["gaps"], tally["holds"], tally["missing_triggers"], tally["decided_twice"]) == (False, True, [], 0)


def test_on_sqlite_in_short(tmp_path: Path) -> None:
    write_at_once(desk(tmp_path), 4, SHORT_ROUNDS, 12)


@pytest.mark.postgres
def test_on_postgresql_in_short(tmp_path: Path, postgres_url: str) -> None:
    write_at_once(desk(tmp_path, postgres_url), 4, SHORT_ROUNDS, 12)


@pytest.mark.slow
def test_on_sqlite(tmp_path: Path) -> None:
    write_at_once(desk(tmp_path), WRITERS, ROUNDS, 90)


@pytest.mark.slow
@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    write_at_once(desk(tmp_path, postgres_url), WRITERS, ROUNDS, 90)
