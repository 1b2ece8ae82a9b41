"""The database refuses to change what was published, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from kyc.policy import triggers
from kyc.policy.models import PolicyState, PolicyVersion
from kyc.policy.services import current
from kyc.policy.version_1 import CONTENT

ROOT = Path(__file__).resolve().parents[2]

ATTEMPTS = [
    "UPDATE policy_policyversion SET note = 'x' WHERE number = 1",
    "UPDATE policy_policyversion SET state = 'draft' WHERE number = 1",
    "DELETE FROM policy_policyversion",
]
SQLITE_ATTEMPTS = [
    "INSERT OR REPLACE INTO policy_policyversion"
    " (id, number, state, content, note, created_by, created_at, published_by)"
    " SELECT id, 7, 'draft', '{}', '', '', created_at, '' FROM policy_policyversion WHERE number = 1",
    "INSERT OR REPLACE INTO policy_policyversion (number, state, content, note, created_by, created_at, published_by)"
    " SELECT 1, 'draft', '{}', '', '', created_at, '' FROM policy_policyversion WHERE number = 1",
    "UPDATE OR REPLACE policy_policyversion SET number = 1 WHERE state = 'draft'",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ATTEMPTS + SQLITE_ATTEMPTS)
def test_sqlite_refuses(statement: str) -> None:
    PolicyVersion.objects.create(content=CONTENT)
    before = list(PolicyVersion.objects.filter(state=PolicyState.PUBLISHED).values())
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(PolicyVersion.objects.filter(state=PolicyState.PUBLISHED).values()) == before


@pytest.mark.django_db
def test_model_refuses_before_the_database_is_asked() -> None:
    version = current()
    version.note = "x"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


@pytest.mark.django_db
def test_querysets_are_refused_too() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.all().update(note="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.all().delete()


@pytest.mark.django_db
def test_triggers_come_back_after_a_migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER policy_published_no_update")
    triggers.install(connection)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.all().update(note="x")


ON_POSTGRESQL = """
import django; django.setup()
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
call_command("migrate", verbosity=0, skip_checks=True)
for statement in %r:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "never changes" in str(error), (statement, error)
    else:
        raise SystemExit(f"not refused: {statement}")
from kyc.policy.services import current
assert current().number == 1
"""


@pytest.mark.postgres
def test_postgresql_refuses(postgres_url: str) -> None:
    statements = [*ATTEMPTS, "TRUNCATE policy_policyversion CASCADE"]
    with tempfile.TemporaryDirectory() as folder:
        settings = {"KYC_DATABASE_URL": postgres_url, "KYC_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "kyc.settings"}
        done = subprocess.run(
            [sys.executable, "-c", ON_POSTGRESQL % (statements,)],
            cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
