"""The database itself refuses to change what was published, whoever writes to it.

``INSERT OR REPLACE`` and ``UPDATE OR REPLACE`` remove rows in SQLite without firing delete triggers, hence the guards
on inserts and on taken keys; PostgreSQL's TRUNCATE fires a trigger of its own only.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "policy_policyversion"
REFUSAL: Final = "a published policy version never changes"

_TAKEN: Final = "(id = NEW.id OR number = NEW.number)"
_PUBLISHED: Final = "SELECT 1 FROM policy_policyversion WHERE state = 'published'"
_SQLITE: Final = {
    "policy_published_no_update": (
        "BEFORE UPDATE",
        f"OLD.state = 'published' OR EXISTS ({_PUBLISHED} AND id <> OLD.id AND {_TAKEN})",
    ),
    "policy_published_no_delete": ("BEFORE DELETE", "OLD.state = 'published'"),
    "policy_published_no_replace": ("BEFORE INSERT", f"EXISTS ({_PUBLISHED} AND {_TAKEN})"),
}

_POSTGRESQL_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION policy_published_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
_POSTGRESQL: Final = {
    "policy_published_no_update": ("BEFORE UPDATE", "FOR EACH ROW WHEN (OLD.state = 'published')"),
    "policy_published_no_delete": ("BEFORE DELETE", "FOR EACH ROW WHEN (OLD.state = 'published')"),
    "policy_published_no_truncate": ("BEFORE TRUNCATE", "FOR EACH STATEMENT"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers anew; safe to repeat. Table rebuilds by later migrations drop them without a word."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers (for emptying a test database)."""
    names = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(_drop(name, connection.vendor))


def _sqlite() -> list[str]:
    created = [
        f"CREATE TRIGGER {name} {when} ON {TABLE} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, (when, condition) in _SQLITE.items()
    ]
    return [_drop(name, "sqlite") for name in _SQLITE] + created


def _postgresql() -> list[str]:
    created = [
        f"CREATE TRIGGER {name} {when} ON {TABLE} {how} EXECUTE FUNCTION policy_published_refuse()"
        for name, (when, how) in _POSTGRESQL.items()
    ]
    return [_POSTGRESQL_FUNCTION, *(_drop(name, "postgresql") for name in _POSTGRESQL), *created]


def _drop(name: str, vendor: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + ("" if vendor == "sqlite" else f" ON {TABLE}")
