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


def test_triggers_outlive_a_rebuild_on_sqlite(tmp_path: Path) -> None:
    triggers_outlive(tmp_path)


@pytest.mark.slow
def test_triggers_outlive_every_rooms_migrations_on_sqlite(tmp_path: Path) -> None:
    assert "audit zero" in triggers_outlive(tmp_path, "", "rooms")


@pytest.mark.slow
@pytest.mark.postgres
def test_triggers_outlive_every_rooms_migrations_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    assert "audit zero" in triggers_outlive(tmp_path, postgres_url, "rooms")


def triggers_outlive(data_dir: Path, database_url: str = "", *part: str) -> set[str]:
    """The steps after which everything was as it should be: all that were done."""
    wrong = call({**environment(data_dir, database_url), **REBUILT}, "tests.audit.rebuilding", *part)
    assert {step: found for step, found in wrong.items() if found} == {}
    return set(wrong)
