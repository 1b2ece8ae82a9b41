"""What a database answers to every change of the trail: ``python -m tests.audit.refusals``.

Runs against the database that the environment names and prints, as a JSON list, each change that was not refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import django

Change = tuple[str, Callable[[], Any]]
EVENTS, HEAD, CASE_HEADS = "audit_auditevent", "audit_audithead", "audit_auditcasehead"
FIRST_AGAIN = f"INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = 1"
LAST_AGAIN = f"INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = (SELECT MAX(sequence) FROM {EVENTS})"
ON_EVERY_DATABASE = (
    f"UPDATE {EVENTS} SET new = 'x'",
    f"UPDATE {EVENTS} SET new = 'x' WHERE sequence = 2",
    f"UPDATE {EVENTS} SET sequence = sequence + 10",
    f"DELETE FROM {EVENTS}",
    f"DELETE FROM {EVENTS} WHERE sequence = (SELECT MAX(sequence) FROM {EVENTS})",
    f"INSERT {FIRST_AGAIN}",
    f"INSERT {FIRST_AGAIN} ON CONFLICT (sequence) DO UPDATE SET new = 'x'",
    f"INSERT {LAST_AGAIN} ON CONFLICT (sequence) DO UPDATE SET new = 'x'",
    f"INSERT {LAST_AGAIN} ON CONFLICT (event_id) DO UPDATE SET new = 'x'",
    f"INSERT {FIRST_AGAIN} ON CONFLICT DO NOTHING",
    f"DELETE FROM {HEAD}",
    f"UPDATE {HEAD} SET sequence = 1, hash = 'x'",
    f"UPDATE {HEAD} SET hash = 'x'",
    f"UPDATE {HEAD} SET sequence = sequence + 2",
    f"INSERT INTO {HEAD} (id, sequence, hash) VALUES (2, 0, 'x')",
    f"INSERT INTO {HEAD} (id, sequence, hash) VALUES (1, 0, 'x') ON CONFLICT (id) DO UPDATE SET hash = 'x'",
    f"DELETE FROM {CASE_HEADS}",
    f"UPDATE {CASE_HEADS} SET hash = 'x'",
    f"UPDATE {CASE_HEADS} SET sequence = sequence - 1",
    f"INSERT INTO {CASE_HEADS} (case_number, sequence, hash) VALUES ('K-1', 0, 'x')"
    " ON CONFLICT (case_number) DO UPDATE SET hash = 'x'",
)
ON_SQLITE = (
    f"INSERT OR REPLACE {FIRST_AGAIN}",
    f"INSERT OR REPLACE {LAST_AGAIN}",
    f"REPLACE {FIRST_AGAIN}",
    f"REPLACE {LAST_AGAIN}",
    f"INSERT OR IGNORE {FIRST_AGAIN}",
    f"UPDATE OR REPLACE {EVENTS} SET sequence = sequence + 1",
    f"REPLACE INTO {HEAD} (id, sequence, hash) VALUES (1, 0, 'x')",
    f"UPDATE OR REPLACE {HEAD} SET hash = 'x'",
    f"REPLACE INTO {CASE_HEADS} SELECT case_number, 0, 'x' FROM {CASE_HEADS}",
)
ON_POSTGRESQL = (
    f"TRUNCATE {EVENTS}",
    f"TRUNCATE {EVENTS} CASCADE",
    f"TRUNCATE {HEAD}",
    f"TRUNCATE {CASE_HEADS}",
    f"TRUNCATE {EVENTS}, {HEAD}, {CASE_HEADS} RESTART IDENTITY",
    f"MERGE INTO {EVENTS} USING (SELECT 1 AS one) AS s ON sequence = s.one WHEN MATCHED THEN DELETE",
    f"MERGE INTO {EVENTS} USING (SELECT 1 AS one) AS s ON sequence = s.one WHEN MATCHED THEN UPDATE SET new = 'x'",
)


def statements() -> Iterator[Change]:
    from django.db import connection

    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    is_sqlite = connection.vendor == "sqlite"
    own = (*ON_SQLITE, f"REPLACE {_next_of_first()}") if is_sqlite else ON_POSTGRESQL
    upsert = f"INSERT {_next_of_first()} ON CONFLICT (event_id) DO UPDATE SET new = 'x'"
    for statement in (*ON_EVERY_DATABASE, upsert, *own):
        yield statement, partial(execute, statement)


def _next_of_first() -> str:
    """The next number, properly taken, for an event that is there already: what conflicts is its ``event_id``."""
    from kyc.audit.models import AuditEvent

    columns = ", ".join(field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key)
    following = f"(SELECT MAX(sequence) + 1 FROM {EVENTS})"
    return f"INTO {EVENTS} (sequence, {columns}) SELECT {following}, {columns} FROM {EVENTS} WHERE sequence = 1"


def through_the_orm() -> Iterator[Change]:
    from kyc.audit.models import AuditCaseHead, AuditEvent, AuditHead

    for model in (AuditEvent, AuditHead, AuditCaseHead):
        for name, change in _of_model(model):
            yield f"{model.__name__}: {name}", change


def _of_model(model: Any) -> Iterator[Change]:
    """Through Django's own queryset, which knows nothing of the refusals in ``kyc.audit.models``."""
    from django.db.models import QuerySet

    rows, key = QuerySet(model), model._meta.pk.attname
    row = rows.earliest(key)
    row.hash = "x"
    yield "update", partial(rows.update, hash="x")
    yield "delete", rows.delete
    yield "delete one", rows.filter(pk=row.pk).delete
    yield "bulk_update", partial(rows.bulk_update, [row], ["hash"])
    yield "bulk_create", partial(rows.bulk_create, [row])
    yield "bulk_create, ignoring conflicts", partial(rows.bulk_create, [row], ignore_conflicts=True)
    yield (
        "bulk_create, updating conflicts",
        partial(rows.bulk_create, [row], update_conflicts=True, update_fields=["hash"], unique_fields=[key]),
    )
    yield "save", partial(row.save_base, force_update=True)


def not_refused() -> Iterator[str]:
    from django.db import DatabaseError, transaction

    for name, change in (*statements(), *through_the_orm()):
        try:
            with transaction.atomic():
                change()
        except DatabaseError:
            continue
        yield name


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from kyc.audit.actions import Action
    from kyc.audit.actor import SYSTEM
    from kyc.audit.services import record
    from kyc.audit.verifier import verify

    call_command("migrate", verbosity=0)
    for _ in range(3):
        with transaction.atomic():
            record(Action.CASE_VIEWED, SYSTEM, case_number="K-1")
    found = list(not_refused())
    if not verify().ok:
        found.append("the trail no longer verifies")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
