"""``/healthz``: whether the desk can do its work, part by part."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kyc.audit.triggers import missing_triggers
from kyc.documents.errors import DeskError
from kyc.inspections.worker import well_workers
from kyc.vault import services as vault

logger = logging.getLogger(__name__)

HANGUL_DATA: Final = ("usr/share/tesseract-ocr/*/tessdata/kor.traineddata", "usr/share/tessdata/kor.traineddata")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, 503 naming what is not. Optional parts are named and change nothing.

    Says which part, never why: the reason is in the log.
    """
    parts = {name: _is_well(name, check) for name, check in PARTS.items()}
    body = {
        "status": "well" if all(parts.values()) else "not well",
        "parts": {name: "well" if well else "not well" for name, well in parts.items()},
        "not_well": [name for name, well in parts.items() if not well],
        "optional": {name: "there" if there() else "missing" for name, there in OPTIONAL.items()},
    }
    response = JsonResponse(body, status=200 if all(parts.values()) else 503)
    # Django would log every 503 as an error of its own; this one is asked for many times while a desk starts.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def _is_well(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, DeskError, OSError) as error:
        logger.warning("healthz: %s: %s", name, type(error).__name__)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _triggers() -> bool:
    missing = missing_triggers()
    if missing:
        logger.warning("healthz: triggers of the audit trail are missing: %s", ", ".join(missing))
    return not missing


def _storage() -> bool:
    """Write, read and delete a probe beside the captures."""
    probe = uuid.uuid4().bytes
    path = default_storage.save(f"probes/{uuid.uuid4()}", ContentFile(probe))
    try:
        with default_storage.open(path, "rb") as file:
            return bool(file.read() == probe)
    finally:
        default_storage.delete(path)


def _vault() -> bool:
    """Make a key, seal with it, open, and remove it again."""
    vault.check_vault()
    return True


def _worker() -> bool:
    return bool(well_workers())


def _hangul_data() -> bool:
    return any(True for pattern in HANGUL_DATA for _ in Path("/").glob(pattern))


PARTS: Final[dict[str, Callable[[], bool]]] = {
    "database": _database,
    "triggers": _triggers,
    "storage": _storage,
    "vault": _vault,
    "worker": _worker,
}
OPTIONAL: Final[dict[str, Callable[[], bool]]] = {"hangul_data": _hangul_data}
