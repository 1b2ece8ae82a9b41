"""Requests captured on a loopback from the vendors' own SDKs, signed with dummy keys; see captures/README.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from kyc.protocols.wire import WireRequest

_FOLDER = Path(__file__).parent / "captures"


def captured(name: str) -> Iterator[tuple[str, WireRequest]]:
    """Every request of a capture file under its label; a label with several requests numbers them."""
    for label, exchanges in json.loads((_FOLDER / f"{name}_requests.json").read_text(encoding="utf-8")).items():
        for number, exchange in enumerate(exchanges):
            if "line" in exchange:
                yield (f"{label}-{number}" if len(exchanges) > 1 else label), _request(exchange)


def _request(exchange: dict) -> WireRequest:
    method, target, _ = exchange["line"].split(" ", 2)
    parts = urlsplit(target)
    headers = tuple((name, value) for name, value in exchange["headers"])
    return WireRequest(method, parts.path, parts.query, headers, exchange["body"].encode("utf-8"))
