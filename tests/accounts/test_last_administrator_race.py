"""Two administrators who lower each other at the same moment: one of them stays, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.other_processes import call, environment

ROUNDS = 8


def race(data_dir: Path, database_url: str = "") -> None:
    found = call(environment(data_dir, database_url), "tests.accounts.lowering", str(ROUNDS))
    assert found["rounds"] == [{"answers": ["done", "last_administrator"], "somebody_administers": True}] * ROUNDS
    assert found["lowered"] == ROUNDS
    assert found["trail_holds"]


def test_sqlite(tmp_path: Path) -> None:
    race(tmp_path)


@pytest.mark.postgres
def test_postgresql(tmp_path: Path, postgres_url: str) -> None:
    race(tmp_path, postgres_url)
