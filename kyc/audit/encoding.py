"""The canonical form of an event and its hash.

SHA-256 over the line ``kyc-audit-event/1``, a newline, and the event's values as one JSON object in UTF-8 with sorted
keys and no spaces. Numbers are whole, times are ISO 8601 in UTC with microseconds: two events with any different value
have different forms, on every database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

VERSION: Final = b"kyc-audit-event/1\n"
#: What the first event, and the first event of a case, is linked to.
NOTHING_BEFORE: Final = "0" * 64


def plain(value: object) -> object:
    """``value`` in JSON's terms.

    Raises:
        TypeError: a kind of value the trail does not keep; a float among them, since databases print them differently.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return value.replace("\x00", "")
        case UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case list() | tuple():
            return [plain(item) for item in value]
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"the trail keeps no {type(value).__name__}")


def canonical(values: Mapping[str, object]) -> bytes:
    """The canonical form. Raises TypeError as ``plain`` does."""
    text = json.dumps(plain(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return VERSION + text.encode("utf-8", "surrogatepass")


def hash_of(values: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(values)).hexdigest()
