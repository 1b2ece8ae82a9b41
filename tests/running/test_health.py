from __future__ import annotations

import json
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from kyc.audit.triggers import expected_names
from kyc.health import healthz
from kyc.inspections import engines, worker
from kyc.inspections.models import Worker

pytestmark = pytest.mark.django_db

HERE = "tests.inspections.engines"


def ask() -> tuple[int, dict[str, Any]]:
    response = healthz(RequestFactory().get("/healthz"))
    return response.status_code, json.loads(response.content)


def stored_files() -> set[Path]:
    folders = (django_settings.CAPTURE_DIR, django_settings.KEY_DIR)
    return {path for folder in folders for path in Path(folder).rglob("*") if path.is_file()}


def beat(name: str = "elsewhere:1", age: float = 1.0, read: bool = True) -> Worker:
    now = timezone.now()
    return Worker.objects.create(
        name=name,
        started_at=now - timedelta(minutes=5),
        beat_at=now - timedelta(seconds=age),
        specimen_read_at=now if read else None,
    )


def test_everything_well() -> None:
    beat()
    status, body = ask()
    assert (status, body["status"], body["not_well"]) == (200, "well", [])


def test_an_optional_part_is_named_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr("kyc.health.HANGUL_DATA", ("nowhere/*",))
    status, body = ask()
    assert (status, body["optional"]) == (200, {"hangul_data": "missing"})


def test_without_a_worker() -> None:
    status, body = ask()
    assert (status, body["not_well"]) == (503, ["worker"])


@pytest.mark.parametrize(("age", "read", "well"), [(14, True, True), (16, True, False), (1, False, False)])
def test_a_worker_has_to_beat_and_to_have_read_the_specimen(age: float, read: bool, well: bool) -> None:
    beat(age=age, read=read)
    assert (ask()[0] == 200) is well


def test_a_worker_of_this_machine_that_is_gone_is_not_trusted_for_its_last_beat() -> None:
    beat(name=f"{socket.gethostname()}:{2**22 + 1}")
    assert ask()[1]["not_well"] == ["worker"]
    beat(name=f"{socket.gethostname()}:{os.getpid()}")
    assert ask()[0] == 200


@pytest.mark.parametrize("name", sorted(expected_names("sqlite")))
def test_a_dropped_trigger_is_told_and_the_log_names_it(name: str, caplog: pytest.LogCaptureFixture) -> None:
    beat()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
    status, body = ask()
    assert (status, body["not_well"]) == (503, ["triggers"])
    assert name in caplog.text


def test_storage_that_cannot_be_written_is_named_without_its_reason(settings: Settings, tmp_path: Path) -> None:
    beat()
    (tmp_path / "file").touch()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "file"},
        },
    }
    status, body = ask()
    assert (status, body["not_well"]) == (503, ["storage"])
    assert str(tmp_path) not in json.dumps(body)


def test_a_probe_leaves_nothing_behind() -> None:
    before = sorted(Path(django_settings.DATA_DIR).rglob("*.key")) + sorted(
        Path(django_settings.CAPTURE_DIR).rglob("*")
    )
    beat()
    ask()
    files = [path for path in Path(django_settings.CAPTURE_DIR).rglob("*") if path.is_file() and path not in before]
    assert files == []
    assert [path for path in Path(django_settings.KEY_DIR).rglob("*.key") if path not in before] == []


@pytest.fixture
def fresh_engines() -> None:
    engines.chain.cache_clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_engines")
def test_a_worker_that_starts_reads_the_specimen_and_one_that_ends_leaves_no_row(settings: Settings) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.CertainEngine"]
    worker._register()
    assert worker.well_workers() == []
    assert worker._read_specimen()
    assert [found.name for found in worker.well_workers()] == [worker.own_name()]
    worker.stop()
    worker._stopping.clear()
    assert not Worker.objects.exists()


@pytest.mark.usefixtures("fresh_engines")
@pytest.mark.parametrize("engine", ["AbsentEngine", "BrokenEngine", "BlindEngine"])
def test_a_worker_whose_engine_does_not_work_is_not_well(engine: str, settings: Settings) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.{engine}"]
    worker._register()
    assert not worker._read_specimen()
    assert worker.well_workers() == []


def test_rows_of_killed_workers_are_forgotten() -> None:
    beat(age=300)
    worker.forget_dead_workers()
    assert not Worker.objects.exists()
