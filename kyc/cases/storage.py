"""Pictures in Django's default storage. Only sealed bytes ever get there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from kyc.cases.models import Capture, Case
from kyc.vault import services as vault

#: Holds a mark ``<case>.<capture>`` of every capture whose pictures are written and not yet committed.
UNSAVED: Final = "unsaved"


def write(case: Case, name: str, data: bytes, context: str) -> str:
    """Seal ``data`` with the case's key and store it; gives its path. ``name`` must be new within the case.

    Raises:
        VaultUnavailable, KeyMissing: the case's key cannot be had.
    """
    sealed = vault.seal(case.key_id, data, context)
    return default_storage.save(f"{case.id}/{name}", ContentFile(sealed))


def read(key_id: UUID, path: str, context: str) -> bytes:
    """Open what ``write`` stored.

    Raises:
        VaultUnavailable, KeyMissing, SealBroken: it cannot be opened.
    """
    with default_storage.open(path, "rb") as file:
        return vault.unseal(key_id, file.read(), context)


def delete(paths: Iterable[str]) -> None:
    """Remove stored files; those that are gone already are no error."""
    for path in paths:
        default_storage.delete(path)


def names_in(case: Case) -> list[str]:
    """Names of everything stored of a case."""
    return default_storage.listdir(str(case.id))[1] if default_storage.exists(str(case.id)) else []


def write_capture(case: Case, capture: Capture, original: bytes, view: bytes) -> None:
    """Store both pictures of a capture and set its paths (the row is the caller's to save, in this transaction).

    Until the commit a mark says that they may be left behind (``kyc.cases.orphans``).
    """
    mark = default_storage.save(f"{UNSAVED}/{case.id}.{capture.id}", ContentFile(b""))
    transaction.on_commit(partial(default_storage.delete, mark), robust=True)
    original_name, view_name = picture_names(capture.id)
    capture.original_path = write(case, original_name, original, original_context(capture))
    capture.view_path = write(case, view_name, view, view_context(capture))


def picture_names(capture_id: UUID | str) -> tuple[str, str]:
    """How a capture's original and its view are called within their case."""
    return f"{capture_id}.original", f"{capture_id}.view"


def read_original(capture: Capture) -> bytes:
    """The bytes as they were uploaded."""
    return read(capture.document.case.key_id, capture.original_path, original_context(capture))


def read_view(capture: Capture) -> bytes:
    """Our upright JPEG of the capture."""
    return read(capture.document.case.key_id, capture.view_path, view_context(capture))


def original_context(capture: Capture) -> str:
    return f"capture:{capture.id}:original"


def view_context(capture: Capture) -> str:
    return f"capture:{capture.id}:view"
