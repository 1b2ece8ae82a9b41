"""Two decisions at once: one decision, one refusal that names who decided, one event, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.other_processes import call, environment

ROUNDS = 50
SHORT = 5

pytestmark = pytest.mark.xdist_group("race")


def race(rounds: int, data_dir: Path, database_url: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call(environment(data_dir, database_url), "tests.review.race", str(rounds))
    return found


def check(rounds: list[dict[str, Any]], expected: int) -> None:
    assert len(rounds) == expected
    for found in rounds:
        assert found["answers"] == ["already_decided", "decided"]
        assert found["winner"] == found["named_to_the_later"] == found["decided_by"] == found["events_by"]
        assert found["state"] == "decided"
        assert found["trail_holds"]


def test_on_sqlite_in_short(tmp_path: Path) -> None:
    check(race(SHORT, tmp_path), SHORT)


@pytest.mark.postgres
def test_on_postgresql_in_short(tmp_path: Path, postgres_url: str) -> None:
    check(race(SHORT, tmp_path, postgres_url), SHORT)


@pytest.mark.slow
def test_on_sqlite(tmp_path: Path) -> None:
    check(race(ROUNDS, tmp_path), ROUNDS)


@pytest.mark.slow
@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(race(ROUNDS, tmp_path, postgres_url), ROUNDS)
