"""A Celery worker's life: it says that it is there, and reads the built-in specimen before its first case.

Reading it for real proves that the engine works, and loads the models that the first case would have waited for.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from kyc.documents.errors import DeskError, EngineUnavailable
from kyc.documents.kinds import Side
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.inspections import engines
from kyc.inspections.models import Worker

logger = logging.getLogger(__name__)

SPECIMENS = Path(__file__).resolve().parent.parent / "demo_pictures"
#: A worker whose engine does not work tries the specimen again this often.
RETRY_SECONDS = 60
_stopping = threading.Event()


def own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@worker_ready.connect  # type: ignore[untyped-decorator]  # celery is untyped
def start(**_: Any) -> None:
    """Begin the heartbeat, then read the specimen; messages wait until that is done."""
    _register()
    threading.Thread(target=_beat, name="heartbeat", daemon=True).start()
    if not _read_specimen():
        threading.Thread(target=_retry_specimen, name="specimen", daemon=True).start()


@worker_shutdown.connect  # type: ignore[untyped-decorator]  # celery is untyped
def stop(**_: Any) -> None:
    """An orderly end leaves no row; a killed worker's row grows old."""
    _stopping.set()
    Worker.objects.filter(name=own_name()).delete()


def well_workers() -> list[Worker]:
    """Workers with a fresh heartbeat that have read the specimen since their start."""
    fresh = timezone.now() - timedelta(seconds=settings.HEARTBEAT_LIMIT_SECONDS)
    beating = Worker.objects.filter(beat_at__gt=fresh, specimen_read_at__isnull=False)
    return [worker for worker in beating if not _is_known_dead(worker)]


def forget_dead_workers() -> None:
    """Remove rows of workers that were killed."""
    long_ago = timezone.now() - timedelta(seconds=4 * settings.HEARTBEAT_LIMIT_SECONDS)
    Worker.objects.filter(beat_at__lt=long_ago).delete()


def specimen_request() -> InspectionRequest:
    """The built-in specimen, as a case would be inspected."""
    faces: dict[str, str] = json.loads((SPECIMENS / "cases.json").read_text("utf-8"))["health_check"]
    return InspectionRequest(
        captures=tuple(
            CaptureInput(side, (SPECIMENS / file).read_bytes(), side_stated=Side(side)) for side, file in faces.items()
        ),
        today=timezone.localdate(),
    )


def _register() -> None:
    now = timezone.now()
    Worker.objects.update_or_create(
        name=own_name(), defaults={"started_at": now, "beat_at": now, "specimen_read_at": None}
    )


def _beat() -> None:
    while not _stopping.wait(settings.HEARTBEAT_SECONDS):
        _update(beat_at=timezone.now())
    connection.close()


def _retry_specimen() -> None:
    while not _stopping.wait(RETRY_SECONDS):
        if _read_specimen():
            break
    connection.close()


def _read_specimen() -> bool:
    begun = time.perf_counter()
    try:
        _demand_reading(engines.inspect(specimen_request()))
    except DeskError as error:
        logger.error("the built-in specimen was not read: %s (%s)", error.code, error.details)
        return False
    logger.info("the built-in specimen was read in %.1f s", time.perf_counter() - begun)
    return _update(specimen_read_at=timezone.now())


def _demand_reading(result: InspectionResult) -> None:
    """An engine that finds the faces and reads nothing is not well."""
    if not any(field.value for field in result.fields):
        raise EngineUnavailable("nothing was read on the built-in specimen")


def _update(**values: Any) -> bool:
    try:
        close_old_connections()
        return bool(Worker.objects.filter(name=own_name()).update(**values))
    except DatabaseError as error:  # the next beat tries again; healthz tells
        logger.warning("heartbeat not stored: %s", type(error).__name__)
        return False


def _is_known_dead(worker: Worker) -> bool:
    """Whether the worker ran on this machine and its process is gone, whatever its last heartbeat says."""
    host, _, pid = worker.name.rpartition(":")
    return host == socket.gethostname() and not Path(f"/proc/{pid}").exists()
