"""``python -m tests.accounts.lowering ROUNDS``: two administrators lower each other at one barrier.

Runs against the database that the environment names, which it migrates first, and prints what happened as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import django


def main(rounds: int) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kyc.accounts.models import Role
    from kyc.audit.models import AuditEvent
    from kyc.audit.verifier import verify
    from tests.accounts.people import person

    pair = [person(name, Role.ADMINISTRATOR) for name in ("one", "two")]
    found = [_round(pair) for _ in range(rounds)]
    lowered = AuditEvent.objects.filter(action="role.changed", new=Role.REVIEWER).count()
    print(json.dumps({"rounds": found, "lowered": lowered, "trail_holds": verify().ok}))


def _round(pair: list[Any]) -> dict[str, Any]:
    from kyc.accounts.models import Role
    from kyc.accounts.services import change_role, has_administrator
    from kyc.audit.actor import SYSTEM

    for user in pair:
        change_role(actor=SYSTEM, user=user, role=Role.ADMINISTRATOR)
    barrier, answers = threading.Barrier(len(pair)), []
    threads = [threading.Thread(target=_lower, args=(user, barrier, answers)) for user in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"answers": sorted(answers), "somebody_administers": has_administrator()}


def _lower(user: Any, barrier: threading.Barrier, answers: list[str]) -> None:
    from django.db import connection

    from kyc.accounts.errors import LastAdministrator
    from kyc.accounts.models import Role
    from kyc.accounts.services import change_role
    from kyc.audit.actor import SYSTEM

    connection.ensure_connection()
    barrier.wait()
    try:
        change_role(actor=SYSTEM, user=user, role=Role.REVIEWER)
        answers.append("done")
    except LastAdministrator as refusal:
        answers.append(refusal.code)
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
