"""Secret files: mode 600, whole or not there at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from kyc.vault.errors import VaultUnavailable


def write_once(path: Path, data: bytes) -> bool:
    """Write ``data`` as ``path`` unless the file exists; whether this call made it.

    Two processes may race: the link into place succeeds for one, and the file is complete before it has its name.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _sync_directory(path.parent)
    return True


def read_private(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        VaultUnavailable: others than its owner may read it.
        FileNotFoundError: there is no such file.
    """
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise VaultUnavailable(f"{path} is open to other users; chmod 600 it")
    return path.read_bytes()


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
