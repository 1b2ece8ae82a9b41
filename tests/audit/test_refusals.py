"""Both databases refuse to change the trail, whatever the statement, and migrations leave no gap in that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.other_processes import call, environment

REBUILT = {"DJANGO_SETTINGS_MODULE": "tests.audit.rebuilt_settings"}


def test_sqlite_refuses_every_change(tmp_path: Path) -> None:
    assert call(environment(tmp_path), "tests.audit.refusals") == []


@pytest.mark.postgres
def test_postgresql_refuses_every_change(tmp_path: Path, postgres_url: str) -> None:
    assert call(environment(tmp_path, postgres_url), "tests.audit.refusals") == []


def test_triggers_outlive_migrations_on_sqlite(tmp_path: Path) -> None:
    triggers_outlive_migrations(tmp_path)


@pytest.mark.slow
@pytest.mark.postgres
def test_triggers_outlive_migrations_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    triggers_outlive_migrations(tmp_path, postgres_url)


def triggers_outlive_migrations(data_dir: Path, database_url: str = "") -> None:
    wrong = call({**environment(data_dir, database_url), **REBUILT}, "tests.audit.rebuilding")
    assert "audit zero" in wrong
    assert {step: found for step, found in wrong.items() if found} == {}
