"""Calls that come at the same moment, on SQLite and on PostgreSQL: nothing is used twice, and no more than may wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.at_once import CROWD
from tests.other_processes import call, environment

ROUNDS = 4
WAITING = 4


def check(data_dir: Path, database_url: str = "") -> None:
    found = call(environment(data_dir, database_url), "tests.gateway.at_once", str(ROUNDS))
    used_up = "ResourceUnavailable.ResourcePackageRunOut"
    assert found["one call left"] == [{"codes": ["", used_up], "quota": 0}] * ROUNDS
    assert found["one signature"] == [{"codes": [0, 13], "read": 1}] * ROUNDS
    refused = ["RequestLimitExceeded"] * (CROWD - WAITING)
    # Two more came afterwards, so no place was lost.
    assert found["crowd"] == {"codes": [""] * WAITING + refused, "after": ["", ""], "quota": CROWD - WAITING - 2}
    assert found["ids with a NUL"] == ["AuthFailure.SecretIdNotFound", 10]


def test_sqlite(tmp_path: Path) -> None:
    check(tmp_path)


@pytest.mark.postgres
def test_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(tmp_path, postgres_url)
