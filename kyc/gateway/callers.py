"""Who calls: the client that a request names, and its keys, one of which must have signed it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from kyc.accounts.clients import secret_keys
from kyc.accounts.models import ApiClient

#: Letters that ids and names of clients are made of. Anything else names nobody, and never reaches the database: not
#: every one takes a NUL, and half a surrogate pair has no bytes.
_NAMES: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
Error = TypeVar("Error", bound=Exception)


def enabled_client(**by: str) -> ApiClient | None:
    """The client that has these ids; None where there is none, or where it is disabled."""
    if not all(_NAMES.fullmatch(value) for value in by.values()):
        return None
    return ApiClient.objects.filter(is_enabled=True, **by).first()


def check_keys(client: ApiClient, verify: Callable[[str], None], error: type[Error], mismatch: object) -> None:
    """Let the request go on if ``verify`` takes it with one of the client's keys; after a rotation there are two.

    Raises:
        Error: as the key that matched said (its span is over, say), else ``mismatch``, the code for none that matches.
        VaultUnavailable, KeyMissing, SealBroken: the client's keys cannot be had.
    """
    refused: list[Error] = []
    for key in secret_keys(client):
        try:
            verify(key)
        except error as refusal:
            refused.append(refusal)
        else:
            return
    raise next((one for one in refused if getattr(one, "code", None) is not mismatch), refused[0])
