"""Pictures whose upload was rolled back or killed after they had been written.

Each capture is marked before its pictures are written, and the mark goes with the commit. Only what is still marked
can be an orphan: files without a row are never searched for, so that a desk started on an empty or restored database
does not clear away the pictures of another.
"""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from kyc.cases import storage
from kyc.cases.models import Capture
from kyc.cases.storage import UNSAVED

#: No upload's transaction lasts that long.
KEEP: Final = timedelta(hours=1)


def remove_orphans() -> int:
    """Delete pictures that were marked over an hour ago and have no row; of how many captures."""
    return sum(_settle(name) for name in _old_marks())


def _old_marks() -> list[str]:
    if not default_storage.exists(UNSAVED):
        return []
    before = timezone.now() - KEEP
    names = default_storage.listdir(UNSAVED)[1]
    return [name for name in names if default_storage.get_modified_time(f"{UNSAVED}/{name}") < before]


def _settle(name: str) -> bool:
    """Whether the marked pictures were orphans; pictures of a saved capture stay and lose their mark only."""
    case_id, _, capture_id = name.partition(".")
    is_orphan = not Capture.objects.filter(pk=capture_id).exists()
    if is_orphan:
        _delete_pictures(case_id, capture_id)
    default_storage.delete(f"{UNSAVED}/{name}")
    return is_orphan


def _delete_pictures(case_id: str, capture_id: str) -> None:
    storage.delete(f"{case_id}/{name}" for name in storage.picture_names(capture_id))
    with contextlib.suppress(OSError):  # not empty: other pictures of the case are there
        default_storage.delete(case_id)
