"""The system check of the trail's triggers (``manage.py check --database default``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from kyc.audit.triggers import EVENTS, missing_triggers


def triggers_are_there(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for using in databases or ():
        if EVENTS not in connections[using].introspection.table_names():
            continue
        found += [
            Error(f"The audit trail's trigger {name} is missing.", hint="Run migrate.", id="kyc.audit.E001")
            for name in missing_triggers(using)
        ]
    return found
