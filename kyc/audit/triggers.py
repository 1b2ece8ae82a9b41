"""Database triggers that refuse change to the trail, whoever asks: ORM, admin or a database shell.

SQLite's ``INSERT OR REPLACE`` deletes without firing delete triggers, so an insert is guarded too: an event may only
take the next sequence number. PostgreSQL's ``TRUNCATE`` fires no row triggers and has its own. Django rebuilds SQLite
tables on some migrations and drops their triggers silently, so they are installed after every migrate, and health
checks and the verifier ask for them. No trigger names another table: a rebuild would trip over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS: Final = "audit_auditevent"
HEAD: Final = "audit_audithead"
CASE_HEADS: Final = "audit_auditcasehead"


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse ``operation`` on ``table`` where ``condition`` (SQL over OLD and NEW; empty for always) holds."""

    name: str
    table: str
    operation: str
    message: str
    condition: str = ""


GUARDS: Final = (
    Guard("audit_event_update", EVENTS, "UPDATE", "audit events never change"),
    Guard("audit_event_delete", EVENTS, "DELETE", "audit events are never deleted"),
    Guard(
        "audit_event_insert",
        EVENTS,
        "INSERT",
        "an audit event takes the next sequence number",
        f"NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM {EVENTS})"  # noqa: S608 - constants only
        f" OR EXISTS (SELECT 1 FROM {EVENTS} WHERE event_id = NEW.event_id)",
    ),
    Guard("audit_head_delete", HEAD, "DELETE", "the head of the audit trail is never deleted"),
    Guard(
        "audit_head_update", HEAD, "UPDATE", "the head moves one event at a time", "NEW.sequence <> OLD.sequence + 1"
    ),
    Guard(
        "audit_head_insert",
        HEAD,
        "INSERT",
        "the audit trail has one head",
        f"EXISTS (SELECT 1 FROM {HEAD})",  # noqa: S608
    ),
    Guard("audit_case_head_delete", CASE_HEADS, "DELETE", "the head of a case is never deleted"),
    Guard("audit_case_head_update", CASE_HEADS, "UPDATE", "a case head moves forward", "NEW.sequence <= OLD.sequence"),
    Guard(
        "audit_case_head_insert",
        CASE_HEADS,
        "INSERT",
        "a case has one head",
        f"EXISTS (SELECT 1 FROM {CASE_HEADS} WHERE case_number = NEW.case_number)",  # noqa: S608
    ),
)
TRUNCATABLE: Final = (EVENTS, HEAD, CASE_HEADS)


def _sqlite(guard: Guard) -> Iterable[str]:
    when = f"WHEN {guard.condition}" if guard.condition else ""
    yield f"DROP TRIGGER IF EXISTS {guard.name}"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql(guard: Guard) -> Iterable[str]:
    refuse = f"RAISE EXCEPTION '{guard.message}';"
    body = f"IF {guard.condition} THEN {refuse} END IF; RETURN NEW;" if guard.condition else refuse
    yield f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    yield f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )


def _postgresql_truncate(table: str) -> Iterable[str]:
    name = f"{table}_truncate"
    body = "RAISE EXCEPTION 'the audit trail is never truncated';"
    yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def _statements(vendor: str) -> Iterable[str]:
    if vendor == "sqlite":
        for guard in GUARDS:
            yield from _sqlite(guard)
        return
    for guard in GUARDS:
        yield from _postgresql(guard)
    for table in TRUNCATABLE:
        yield from _postgresql_truncate(table)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every trigger whose table exists already (a first migrate runs room by room)."""
    tables = set(connection.introspection.table_names())
    if not {EVENTS, HEAD, CASE_HEADS} <= tables:
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def expected_names(vendor: str) -> set[str]:
    names = {guard.name for guard in GUARDS}
    return names if vendor == "sqlite" else names | {f"{table}_truncate" for table in TRUNCATABLE}


def missing_triggers(using: str = "default") -> list[str]:
    """Names of triggers that should guard the trail and do not (dropped, or disabled on PostgreSQL)."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(expected_names(connection.vendor) - present)
