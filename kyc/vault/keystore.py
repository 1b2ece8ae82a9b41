"""One data key a case, wrapped by the master key, in files outside the database.

A copy of the database without this folder and the master key opens nothing; deleting a case's file shreds the case.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kyc.vault import files, seal
from kyc.vault.errors import KeyMissing, VaultUnavailable

_CACHED_KEYS = 512


def master_key() -> bytes:
    """32 bytes, from ``KYC_MASTER_KEY`` or the master key file, which the first start makes.

    Raises:
        VaultUnavailable: it is not base64 of 32 bytes, or its file is open to others.
    """
    if settings.MASTER_KEY:
        return _decoded(settings.MASTER_KEY, "KYC_MASTER_KEY")
    path = Path(settings.MASTER_KEY_FILE)
    if not path.exists():
        files.write_once(path, base64.b64encode(seal.new_key()))
    return _decoded(files.read_private(path).decode("ascii", "replace"), str(path))


def _decoded(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise VaultUnavailable(f"{source} is not base64") from error
    if len(key) != seal.KEY_BYTES:
        raise VaultUnavailable(f"{source} must hold {seal.KEY_BYTES} bytes in base64")
    return key


def derived_key(purpose: str) -> bytes:
    """A key for another purpose than wrapping (RFC 5869), so that no two uses share one."""
    return HKDF(SHA256(), seal.KEY_BYTES, salt=None, info=f"kyc:{purpose}".encode()).derive(master_key())


def create_key(key_id: UUID) -> None:
    """Make the data key of a case. The file is on disk before this returns.

    Raises:
        VaultUnavailable: the key store cannot be written, or the key exists.
    """
    path = _path(key_id)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = files.write_once(path, seal.seal(master_key(), seal.new_key(), _context(key_id)))
    except OSError as error:
        raise VaultUnavailable(f"key store: {type(error).__name__}") from error
    if not made:
        raise VaultUnavailable(f"key {key_id} exists")


def read_key(key_id: UUID) -> bytes:
    """The unwrapped data key.

    Raises:
        KeyMissing: there is no such key.
        VaultUnavailable: the key store cannot be read.
    """
    return _read_key(_path(key_id), key_id)


@lru_cache(maxsize=_CACHED_KEYS)
def _read_key(path: Path, key_id: UUID) -> bytes:
    try:
        return seal.unseal(master_key(), files.read_private(path), _context(key_id))
    except FileNotFoundError as error:
        raise KeyMissing(f"key {key_id}") from error
    except OSError as error:
        raise VaultUnavailable(f"key store: {type(error).__name__}") from error


def destroy_key(key_id: UUID) -> None:
    """Remove the case's key for good: everything sealed with it is lost (crypto-shredding)."""
    _path(key_id).unlink(missing_ok=True)
    forget_cached_keys()


def forget_cached_keys() -> None:
    _read_key.cache_clear()


def _path(key_id: UUID) -> Path:
    name = key_id.hex
    return Path(settings.KEY_DIR) / name[:2] / f"{name}.key"


def _context(key_id: UUID) -> str:
    return f"case key {key_id}"
