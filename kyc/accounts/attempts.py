"""Where sign-in attempts are counted: private files that every process of the desk shares, and that outlive a restart.

Files and not Django's cache in a database: both kinds unpickle what they read, and whoever can write to the database
must not thereby run code where the master key is. A desk whose web processes run on several machines needs a cache
they share.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

from kyc.env import private_directory
from kyc.vault.services import digest


class AttemptsCache(FileBasedCache):
    """Django's cache in files, with an ``add`` that lets one of several through.

    allauth counts under a lock made of ``add``; Django's own looks and then writes, and attempts made at the same
    moment would count as one.
    """

    def __init__(self, folder: Path, params: dict[str, Any]) -> None:
        super().__init__(str(folder), params)
        self._folder = folder

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with (private_directory(self._folder) / "add.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return super().add(key, value, timeout, version)


def keyed(key: str, key_prefix: str, version: int) -> str:
    """A cache key in which nobody reads or guesses the address or user name that allauth puts there."""
    return digest(f"{key_prefix}:{version}:{key}", "cache key")
