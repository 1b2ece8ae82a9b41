"""The desk's worker with less patience and room, so that tests need not have more."""

from __future__ import annotations

from kyc.web_worker import WholeRequestWorker


class HastyWorker(WholeRequestWorker):
    head_seconds = 1.0
    body_seconds = 1.5
    unread_seconds = 1
    most_held = 3_000_000
