"""One reviewer answers a warning in two windows at one barrier, in a process of its own:
``python -m tests.review.answer_race ROUNDS``. Prints what happened as JSON."""

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

    call_command("migrate", verbosity=0)
    user = person("answerer")
    print(json.dumps([_round(settings, user, number) for number in range(rounds)]))


def _round(settings: Any, user: Any, number: int) -> dict[str, Any]:
    from kyc.audit.models import AuditEvent
    from kyc.audit.verifier import verify
    from kyc.review.answers import asked_of
    from kyc.review.models import WarningAnswer
    from tests.review.cases import inspected_case

    case = inspected_case(settings, f"ANSWER-{number}")
    finding = asked_of(case.documents.get()).order_by("pk")[0]
    said = _answer_at_once(case, user, finding.pk)
    events = AuditEvent.objects.of_case(case.number).filter(action="warning.answered")
    return {
        "said": sorted(said.values()),
        "winner": [word for word, what in said.items() if what == "answered"],
        "stored": [answer.word for answer in WarningAnswer.objects.filter(finding=finding)],
        "events": [event.new for event in events],
        "trail_holds": verify().ok,
    }


def _answer_at_once(case: Any, user: Any, finding_id: int) -> dict[str, str]:
    words = ("agreed", "disagreed")
    barrier, said = threading.Barrier(len(words)), dict[str, str]()
    threads = [threading.Thread(target=_answer, args=(case, user, finding_id, word, barrier, said)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def _answer(case: Any, user: Any, finding_id: int, word: str, barrier: threading.Barrier, said: dict[str, str]) -> None:
    from django.db import connection

    from kyc.accounts.actors import actor_for
    from kyc.review.errors import AnswerChanged
    from kyc.review.services import answer

    connection.ensure_connection()
    barrier.wait()
    try:
        answer(
            case=case, user=user, actor=actor_for(user), finding_id=finding_id, word=word, seen="", round=1
        )  # fmt: skip
        said[word] = "answered"
    except AnswerChanged as error:
        said[word] = error.code
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
