"""Two administrators who lower each other at the same moment: one of them stays, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 8

RACE = """
import sys, threading
import django; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0, skip_checks=True)
from kyc.accounts.errors import LastAdministrator
from kyc.accounts.models import User
from kyc.accounts.services import change_role, create_user, has_administrator
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify

def lower(user, barrier, refused):
    try:
        barrier.wait()
        change_role(actor=SYSTEM, user=user, role="reviewer")
    except LastAdministrator:
        refused.append(user)
    finally:
        connection.close()

make = lambda name: create_user(actor=SYSTEM, username=name, role="administrator", password="long enough to pass 42")
pair = [make("one"), make("two")]
for _ in range(int(sys.argv[1])):
    for user in pair:
        change_role(actor=SYSTEM, user=user, role="administrator")
    barrier, refused = threading.Barrier(2), []
    threads = [threading.Thread(target=lower, args=(user, barrier, refused)) for user in pair]
    for thread in threads: thread.start()
    for thread in threads: thread.join(60)
    assert len(refused) == 1, refused
    assert has_administrator()
assert AuditEvent.objects.filter(action="role.changed", new="reviewer").count() == int(sys.argv[1])
assert verify().ok
"""


def race(data_dir: Path, **more: str) -> None:
    settings = {"KYC_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "kyc.settings", **more}
    done = subprocess.run(
        [sys.executable, "-c", RACE, str(ROUNDS)],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def test_sqlite(tmp_path: Path) -> None:
    race(tmp_path)


@pytest.mark.postgres
def test_postgresql(tmp_path: Path, postgres_url: str) -> None:
    race(tmp_path, KYC_DATABASE_URL=postgres_url)
