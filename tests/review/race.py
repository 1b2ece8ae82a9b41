"""Two people decide at one barrier, in a process of its own: ``python -m tests.review.race ROUNDS``.

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
    people = _people()
    print(json.dumps([_round(number, people) for number in range(rounds)]))


def _people() -> list[Any]:
    from kyc.accounts.models import Role
    from tests.accounts.people import person

    return [person(f"decider-{number}", Role.REVIEWER) for number in range(2)]


def _round(number: int, people: list[Any]) -> dict[str, Any]:
    from kyc.audit.models import AuditEvent
    from kyc.audit.verifier import verify
    from kyc.cases.models import Case
    from kyc.review.models import Decision
    from tests.review.cases import waiting_case

    case = waiting_case(f"RACE-{number}")
    answers = _decide_at_once(case, people)
    decisions = list(Decision.objects.filter(case=case).values_list("decided_by__username", flat=True))
    events = list(AuditEvent.objects.of_case(case.number).filter(action="case.decided"))
    return {
        "answers": sorted(answer["answer"] for answer in answers),
        "winner": [answer["who"] for answer in answers if answer["answer"] == "decided"],
        "named_to_the_later": [answer["named"] for answer in answers if answer["answer"] == "already_decided"],
        "decided_by": decisions,
        "events_by": [event.actor_name for event in events],
        "state": Case.objects.get(pk=case.pk).state,
        "trail_holds": verify().ok,
    }


def _decide_at_once(case: Any, people: list[Any]) -> list[dict[str, str]]:
    barrier, answers = threading.Barrier(len(people)), []
    outcomes = (("approved", ()), ("rejected", ("EXPIRED",)))
    threads = [
        threading.Thread(target=_decide, args=(case, user, *outcome, barrier, answers))
        for user, outcome in zip(people, outcomes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _decide(
    case: Any, user: Any, outcome: str, reasons: tuple[str, ...], barrier: threading.Barrier, answers: list[Any]
) -> None:
    from django.db import connection

    from kyc.accounts.actors import actor_for
    from kyc.review.errors import AlreadyDecided
    from kyc.review.services import decide

    name = user.get_username()
    connection.ensure_connection()
    barrier.wait()
    try:
        decide(
            case=case, user=user, actor=actor_for(user), outcome=outcome, reason_codes=reasons, note="seen", round=1
        )  # fmt: skip
        answers.append({"who": name, "answer": "decided", "named": ""})
    except AlreadyDecided as error:
        answers.append({"who": name, "answer": error.code, "named": str(error.params["who"])})
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
