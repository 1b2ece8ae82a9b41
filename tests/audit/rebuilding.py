"""Whether the triggers outlive whatever migrations do to the tables: ``python -m tests.audit.rebuilding [rooms]``.

Runs with ``tests.audit.rebuilt_settings`` against the database that the environment names, and prints as JSON what is
wrong after each step: an empty list, each time. With ``rooms``, each room also goes back to zero and forward again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import django


def steps() -> Iterator[tuple[str, ...]]:
    """Arguments of ``migrate``, one after the other."""
    yield ("audit", "0001")
    yield ()
    yield ("audit", "0001")
    yield ()
    yield ()


def rooms() -> list[str]:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    migrated = MigrationLoader(None).migrated_apps
    return [app.label for app in apps.get_app_configs() if app.name.startswith("kyc.") and app.label in migrated]


def unnoticed() -> list[str]:
    """Triggers that can be taken away without ``/healthz`` saying so, or that migrating does not bring back."""
    from django.core.management import call_command
    from django.db import connection

    from kyc.audit.triggers import expected_names, missing_triggers

    found: list[str] = []
    gone: list[str] = []
    for name in sorted(expected_names(connection.vendor)):
        _take_away(name)
        gone.append(name)
        if missing_triggers() != gone or "triggers" not in _not_well():
            found.append(f"{name} is not missed")
    call_command("migrate", verbosity=0)
    return [*found, *(f"{name} does not come back" for name in missing_triggers())]


def _take_away(name: str) -> None:
    """Dropped on SQLite; on PostgreSQL disabled, which leaves it in the catalogue."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            return
        cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = %s", [name])
        cursor.execute(f"ALTER TABLE {cursor.fetchone()[0]} DISABLE TRIGGER {name}")


def _not_well() -> list[str]:
    from django.test import RequestFactory

    from kyc.health import healthz

    answer: list[str] = json.loads(healthz(RequestFactory().get("/healthz")).content)["not_well"]
    return answer


def main(*part: str) -> None:
    django.setup()
    from django.core.management import call_command

    missing: dict[str, list[str]] = {}
    for number, step in enumerate(steps()):
        call_command("migrate", *step, verbosity=0)
        missing[f"{number} {' '.join(step)}"] = look()
    for room in rooms() if part == ("rooms",) else ():
        call_command("migrate", room, "zero", verbosity=0)
        call_command("migrate", verbosity=0)
        missing[f"{room} zero"] = look()
    missing["taken away"] = unnoticed()
    print(json.dumps(missing))


def look() -> list[str]:
    """What is wrong: triggers are missing, the database takes a change, the trail takes no event or does not hold."""
    from django.db import DatabaseError, connection, transaction

    from kyc.audit.actions import Action
    from kyc.audit.actor import SYSTEM
    from kyc.audit.services import record
    from kyc.audit.triggers import missing_triggers
    from kyc.audit.verifier import verify

    with transaction.atomic():
        record(Action.CASE_VIEWED, SYSTEM, case_number="K-1")
    found = missing_triggers()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_auditevent SET new = 'x'")
        found.append("an event can be changed")
    except DatabaseError:
        pass
    return found if verify().ok else [*found, "the trail does not hold"]


if __name__ == "__main__":
    main(*sys.argv[1:])
