"""Two decisions at once: one decision, one refusal that names who decided, one event, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROUNDS = 50
SHORT = 5

pytestmark = pytest.mark.xdist_group("race")


def race(rounds: int, data_dir: Path, database_url: str = "") -> list[dict[str, Any]]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KYC_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "kyc.settings",
        "KYC_DATA_DIR": str(data_dir),
        "KYC_DATABASE_URL": database_url,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.review.race", str(rounds)],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
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
