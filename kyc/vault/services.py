"""Sealing and opening with a case's key, and keyed digests. What other rooms call."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from typing import Any
from uuid import UUID

from kyc.vault import keystore
from kyc.vault import seal as sealing
from kyc.vault.errors import VaultUnavailable
from kyc.vault.keystore import create_key

__all__ = ["check_vault", "create_key", "digest", "seal", "seal_json", "unseal", "unseal_json"]


def seal(key_id: UUID, data: bytes, context: str) -> bytes:
    """``data`` under the case's key; ``context`` says what it is (``"capture:<id>:original"``) and must be the same to
    open it. Raises KeyMissing or VaultUnavailable."""
    return sealing.seal(keystore.read_key(key_id), data, context)


def unseal(key_id: UUID, sealed: bytes | memoryview, context: str) -> bytes:
    """The data. Raises SealBroken, KeyMissing or VaultUnavailable."""
    return sealing.unseal(keystore.read_key(key_id), bytes(sealed), context)


def seal_json(key_id: UUID, value: Any, context: str) -> bytes:
    return seal(key_id, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), context)


def unseal_json(key_id: UUID, sealed: bytes | memoryview, context: str) -> Any:
    return json.loads(unseal(key_id, sealed, context))


def digest(value: str, purpose: str) -> str:
    """HMAC-SHA-256 of ``value`` in hex under a key for ``purpose``: equal values can be found, none can be guessed
    from the database alone."""
    return hmac.new(keystore.derived_key(f"digest:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def check_vault() -> None:
    """Make a key, seal, open, and remove the key again. Raises a DeskError where any of it fails."""
    key_id = uuid.uuid4()
    create_key(key_id)
    try:
        if unseal(key_id, seal(key_id, b"probe", "probe"), "probe") != b"probe":
            raise VaultUnavailable("probe did not open")
    finally:
        keystore.destroy_key(key_id)
