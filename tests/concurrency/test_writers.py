"""32 writers of audited actions at once: none lost, no gap, one chain; on SQLite and on PostgreSQL."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from tests.concurrency.writers import SEED
from tests.other_processes import answer_of, call, environment, start

Tell = Callable[[str], None]
PROGRAM = "tests.concurrency.writers"
WRITERS = 32
#: Actions of each writer; the short run does a ninth of the long one's.
ROUNDS, SHORT_ROUNDS = 72, 8
#: Cases that wait when the long run begins.
CASES = 450
#: What the desk answers to people who come second; anything else is a fault.
REFUSALS = {"already_decided", "claimed_by_other", "not_decidable", "nothing_to_do"}

pytestmark = pytest.mark.xdist_group("writers")


def write_at_once(desk: dict[str, str], processes: int, rounds: int, tell: Tell) -> None:
    """``WRITERS`` writers in ``processes`` processes begin at one moment; what they say agrees with the database."""
    cases = CASES * rounds // ROUNDS
    call(desk, PROGRAM, "prepare", str(cases))
    before = sum(call(desk, PROGRAM, "tally")["events"].values())
    threads = WRITERS // processes
    writing = [start(desk, PROGRAM, "write", f"writer-{n}", str(threads), str(rounds)) for n in range(processes)]
    begun = begin(writing)
    answers = [answer_of(process) for process in writing]
    tally = call(desk, PROGRAM, "tally")
    outcomes = sum((Counter(answer["outcomes"]) for answer in answers), Counter[str]())
    events = sum(tally["events"].values())
    seconds = max(answer["ended"] for answer in answers) - begun
    written = events - before - WRITERS
    tell(f"seed {SEED}: {written} events in {seconds:.1f} s, {written / seconds:.0f} a second, of {dict(outcomes)}")
    assert [complaint for answer in answers for complaint in answer["untyped"]] == []
    assert outcomes.total() == WRITERS * rounds
    agree(outcomes, tally, cases)
    verdict = call(desk, "manage", "verify_audit_trail", "--json")
    assert (verdict["ok"], verdict["events"]) == (True, events)


def begin(writing: list[Popen[str]]) -> float:
    """Let everybody go once everybody is ready; the moment."""
    for process in writing:
        if process.stdout.readline() != "ready\n":
            pytest.fail(f"a writer did not get ready: {process.communicate()[1][-4000:]}")
    begun = time.time()
    for process in writing:
        process.stdin.write("go\n")
        process.stdin.flush()
    return begun


def agree(outcomes: Counter[str], tally: dict[str, Any], cases: int) -> None:
    """What was done, what is there, and what the trail tells are the same."""
    done = {action: outcomes[f"{action}:done"] for action in ("receive", "decide", "create_account", "draft_policy")}
    events = tally["events"]
    assert {outcome.split(":")[1] for outcome in outcomes} - {"done"} <= REFUSALS
    assert tally["cases"] == tally["numbers"] == tally["inspections"] == events["case.received"]
    assert tally["cases"] == cases + done["receive"]
    assert tally["decisions"] == tally["decided_cases"] == events["case.decided"] == done["decide"] > 0
    assert tally["accounts"] == events["account.created"] == 1 + WRITERS + done["create_account"]
    assert tally["drafts"] == events["policy.drafted"] == done["draft_policy"] > 0
    assert tally["claims"] == tally["claims_told"]
    assert 0 < events["case.claimed"] <= outcomes["next_case:done"] + outcomes["claim:done"]
    assert events["case.released"] >= outcomes["release:done"] > 0
    assert tally["roles_follow"]
    assert 0 < events["role.changed"] <= outcomes["change_role:done"]
    assert outcomes["decide:already_decided"] + outcomes["decide:not_decidable"] > 0, "nobody met anybody"
    assert not tally["has_gaps"]


def test_on_sqlite_in_short(tmp_path: Path, tell: Tell) -> None:
    write_at_once(environment(tmp_path), 4, SHORT_ROUNDS, tell)


@pytest.mark.postgres
def test_on_postgresql_in_short(tmp_path: Path, postgres_url: str, tell: Tell) -> None:
    write_at_once(environment(tmp_path, postgres_url), 4, SHORT_ROUNDS, tell)


@pytest.mark.slow
def test_on_sqlite(tmp_path: Path, tell: Tell) -> None:
    write_at_once(environment(tmp_path), WRITERS, ROUNDS, tell)


@pytest.mark.slow
@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path, postgres_url: str, tell: Tell) -> None:
    write_at_once(environment(tmp_path, postgres_url), WRITERS, ROUNDS, tell)
