"""Drop random fields from encoders and see their rows fail: ``python -m tests.protocols.drop_fields [COUNT]``."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from kyc.protocols.wire import WireAnswer
from tests.protocols.rows import Row
from tests.protocols.seed_rows import CODECS, ROWS, check


def is_noticed(row: Row) -> bool:
    """Whether the row fails once its encoder leaves the field out."""
    codec = CODECS[row.api]
    name = "encode_request" if row.part == "request" else "encode_answer"
    with patch.object(codec, name, _without(row.name, getattr(codec, name))):
        try:
            check(row)
        except (AssertionError, KeyError, IndexError, ValueError, TypeError):
            return True
        except Exception as error:  # noqa: BLE001 - a codec's own refusal is as good
            return type(error).__name__ == "ApiError"
    return False


def _without(name: str, encode: Callable[..., Any]) -> Callable[..., Any]:
    def encoded(*arguments: Any) -> Any:
        made = encode(*arguments)
        if isinstance(made, WireAnswer):
            return replace(made, body=_dropped_json(made.body, name))
        if isinstance(made, tuple):
            return made[0], _dropped_json(made[1], name)
        return _dropped_json(made, name) if isinstance(made, bytes) else _dropped(made, name)

    return encoded


def _dropped_json(body: bytes, name: str) -> bytes:
    return json.dumps(_dropped(json.loads(body), name)).encode()


def _dropped(value: Any, name: str) -> Any:
    """``value`` without the member, at any depth, also in JSON within a string. A full stop in the name leads into what
    bears the name before it."""
    outer, _, inner_name = name.partition(".")
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key != name}
        return {
            key: _dropped(inner, inner_name if inner_name and key == outer else name) for key, inner in kept.items()
        }
    if isinstance(value, list):
        return [_dropped(inner, name) for inner in value]
    if isinstance(value, str) and value.startswith("{"):
        return json.dumps(_dropped(json.loads(value), name))
    return value


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    droppable = [row for row in ROWS if row.part in ("response", "request", "advanced")]
    missed = 0
    for row in random.sample(droppable, min(count, len(droppable))):
        noticed = is_noticed(row)
        missed += not noticed
        print(f"{'noticed' if noticed else 'MISSED ':8} {row}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
