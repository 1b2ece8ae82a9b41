"""One engine asked twice at once: one run is queued and in the trail, the other is refused, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.other_processes import call, environment

ROUNDS = 5

pytestmark = pytest.mark.xdist_group("race")


def race(data_dir: Path, database_url: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call(
        environment(data_dir, database_url), "tests.review.second_opinion_race", str(ROUNDS)
    )
    return found


def check(rounds: list[dict[str, Any]]) -> None:
    assert len(rounds) == ROUNDS
    for found in rounds:
        assert found["said"] == ["asked", "second_opinion_under_way"]
        assert found["rows"] == found["events"] == 1
        assert found["trail_holds"]


def test_on_sqlite(tmp_path: Path) -> None:
    check(race(tmp_path))


@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(race(tmp_path, postgres_url))
