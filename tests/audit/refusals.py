"""What PostgreSQL answers to every change of the trail, in a process of its own: ``python -m tests.audit.refusals``.

Prints each statement that was not refused, and what is missing after migrating again; nothing when all is well.
"""

from __future__ import annotations

import django

EVENTS, HEAD, CASE_HEADS = "audit_auditevent", "audit_audithead", "audit_auditcasehead"
STATEMENTS = (
    f"UPDATE {EVENTS} SET new = 'x'",
    f"UPDATE {EVENTS} SET sequence = sequence + 10",
    f"DELETE FROM {EVENTS}",
    f"INSERT INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = 1 ON CONFLICT (sequence) DO UPDATE SET new = 'x'",
    f"INSERT INTO {EVENTS} SELECT * FROM {EVENTS} WHERE sequence = 1 ON CONFLICT DO NOTHING",
    f"MERGE INTO {EVENTS} USING (SELECT 1 AS one) AS s ON sequence = s.one WHEN MATCHED THEN DELETE",
    f"TRUNCATE {EVENTS}",
    f"TRUNCATE {HEAD}",
    f"TRUNCATE {CASE_HEADS}",
    f"TRUNCATE {EVENTS} CASCADE",
    f"DELETE FROM {HEAD}",
    f"UPDATE {HEAD} SET sequence = 1, hash = 'x'",
    f"UPDATE {HEAD} SET hash = 'x'",
    f"INSERT INTO {HEAD} (id, sequence, hash) VALUES (2, 0, 'x')",
    f"DELETE FROM {CASE_HEADS}",
    f"UPDATE {CASE_HEADS} SET hash = 'x'",
    f"INSERT INTO {CASE_HEADS} VALUES ('KYC-1', 0, 'x') ON CONFLICT (case_number) DO UPDATE SET hash = 'x'",
)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError, connection, transaction

    from kyc.audit.actions import Action
    from kyc.audit.actor import SYSTEM
    from kyc.audit.services import record
    from kyc.audit.triggers import expected_names, missing_triggers
    from kyc.audit.verifier import verify

    call_command("migrate", verbosity=0)
    for _ in range(3):
        with transaction.atomic():
            record(Action.CASE_VIEWED, SYSTEM, case_number="KYC-1")
    for statement in STATEMENTS:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            continue
        print(f"not refused: {statement}")
    for name in sorted(expected_names("postgresql")):
        table = next(table for table in (EVENTS, HEAD, CASE_HEADS) if _guards(name, table))
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        if missing_triggers() != [name]:
            print(f"not noticed: {name} is disabled")
        call_command("migrate", verbosity=0)
        if missing_triggers():
            print(f"not there after migrating: {name}")
    if not verify().ok:
        print("the trail no longer verifies")


def _guards(name: str, table: str) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass", [name, table])
        return cursor.fetchone() is not None


if __name__ == "__main__":
    main()
