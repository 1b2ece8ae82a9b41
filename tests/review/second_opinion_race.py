"""One reviewer asks one engine in two windows at one barrier, in a process of its own:
``python -m tests.review.second_opinion_race ROUNDS``. Prints what happened as JSON."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import django


def main(rounds: int) -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.accounts.people import person
    from tests.inspections.cloud import account

    call_command("migrate", verbosity=0)
    account("Shanghai", "cn_id_card")
    user = person("asker")
    print(json.dumps([_round(settings, user, number) for number in range(rounds)]))


def _round(settings: Any, user: Any, number: int) -> dict[str, Any]:
    from kyc.audit.models import AuditEvent
    from kyc.audit.verifier import verify
    from kyc.inspections.models import Inspection
    from tests.review.cases import inspected_case

    case = inspected_case(settings, f"ASK-{number}")
    said = _ask_at_once(case, user)
    return {
        "said": sorted(said),
        "rows": Inspection.objects.filter(document__case=case, purpose="second_opinion").count(),
        "events": AuditEvent.objects.of_case(case.number).filter(action="second_opinion.requested").count(),
        "trail_holds": verify().ok,
    }


def _ask_at_once(case: Any, user: Any) -> list[str]:
    barrier, said = threading.Barrier(2), list[str]()
    threads = [threading.Thread(target=_ask, args=(case, user, barrier, said)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def _ask(case: Any, user: Any, barrier: threading.Barrier, said: list[str]) -> None:
    from django.db import connection

    from kyc.accounts.actors import actor_for
    from kyc.inspections.errors import SecondOpinionUnderWay
    from kyc.review.services import ask_second_opinion

    connection.ensure_connection()
    barrier.wait()
    try:
        ask_second_opinion(case=case, user=user, actor=actor_for(user), engine="Shanghai", round=1)
        said.append("asked")
    except SecondOpinionUnderWay as error:
        said.append(error.code)
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
