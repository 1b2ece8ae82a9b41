"""AES-256-GCM (NIST SP 800-38D) in one stored form: version byte, 12-byte nonce, ciphertext with its 16-byte tag.

The context (what the data is and whose) is authenticated with it, so sealed data moved to another row does not open.
"""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kyc.vault.errors import SealBroken

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
_HEADER_BYTES: Final = len(VERSION) + NONCE_BYTES


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, data: bytes, context: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, data, VERSION + context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """The data.

    Raises:
        SealBroken: another key, another context, or changed bytes.
    """
    if len(sealed) <= _HEADER_BYTES or sealed[:1] != VERSION:
        raise SealBroken(f"not a sealed value: {context}")
    try:
        return AESGCM(key).decrypt(sealed[1:_HEADER_BYTES], sealed[_HEADER_BYTES:], VERSION + context.encode())
    except InvalidTag as error:
        raise SealBroken(f"authentication failed: {context}") from error
