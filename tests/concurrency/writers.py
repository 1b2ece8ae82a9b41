"""Many writers of audited actions, in processes of their own.

``python -m tests.concurrency.writers prepare CASES`` migrates the database that the environment names and lets cases
come in; ``write NAME THREADS ROUNDS START`` acts from the moment START (seconds since the epoch) on and prints what
came of each action as JSON; ``tally`` prints what the database says.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import django

ACTIONS = ("receive", "next_case", "decide", "create_account", "change_role", "draft_policy")


def prepare(cases: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.accounts.people import person
    from tests.review.cases import waiting_case

    person("shared")
    for number in range(cases):
        waiting_case(f"SHARED-{number}")


class Writer:
    """One person who does every kind of action in turn."""

    def __init__(self, name: str) -> None:
        from kyc.accounts.actors import actor_for
        from kyc.accounts.models import Role
        from tests.accounts.people import person

        self._name, self._made = name, 0
        self._user = person(name, Role.REVIEWER, password=None)
        self._actor = actor_for(self._user)
        self._chance = random.Random(name)

    def act(self, action: str) -> str:
        """``done``, or the code of the refusal."""
        from kyc.documents.errors import DeskError

        try:
            did: Callable[[], bool] = getattr(self, f"_{action}")
            return "done" if did() else "nothing_to_do"
        except DeskError as refusal:
            return refusal.code

    def _receive(self) -> bool:
        from tests.review.cases import received_case

        self._made += 1
        received_case(f"{self._name}-{self._made}")
        return True

    def _next_case(self) -> bool:
        from kyc.review.services import next_case

        return next_case(self._user, self._actor) is not None

    def _decide(self) -> bool:
        """Any case that waits, claimed or not: several people often choose the same."""
        from kyc.cases.models import Case
        from kyc.cases.states import CaseState
        from kyc.review.services import decide

        waiting = list(Case.objects.filter(state=CaseState.WAITING).order_by("pk")[:3])
        if not waiting:
            return False
        decide(
            case=self._chance.choice(waiting), user=self._user, actor=self._actor, outcome="rejected",
            reason_codes=("EXPIRED",), note="seen", round=1,
        )  # fmt: skip
        return True

    def _create_account(self) -> bool:
        from tests.accounts.people import person

        self._made += 1
        person(f"{self._name}-{self._made}", password=None)
        return True

    def _change_role(self) -> bool:
        """Everybody turns the same account to and fro; who finds it so already changes nothing."""
        from kyc.accounts.models import Role, User
        from kyc.accounts.services import change_role
        from kyc.audit.actor import SYSTEM

        shared = User.objects.get(username="shared")
        change_role(
            actor=SYSTEM, user=shared, role=Role.SENIOR_REVIEWER if shared.role == Role.REVIEWER else Role.REVIEWER
        )
        return True

    def _draft_policy(self) -> bool:
        from kyc.audit.actor import SYSTEM
        from kyc.policy.services import content_of, create_draft, current

        create_draft(SYSTEM, content_of(current()), self._name)
        return True


def write(name: str, threads: int, rounds: int, start: float) -> None:
    from django.db import connection

    outcomes: Counter[str] = Counter()
    untyped: list[str] = []

    def run(number: int) -> None:
        writer = Writer(f"{name}-{number}")
        time.sleep(max(0.0, start - time.time()))
        for turn in range(rounds):
            action = ACTIONS[(turn + number) % len(ACTIONS)]
            try:
                outcomes[f"{action}:{writer.act(action)}"] += 1
            except Exception as error:  # noqa: BLE001 - whatever is no refusal of the desk's own fails the test
                untyped.append(f"{action}: {type(error).__name__}: {error}")
        connection.close()

    workers = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps({"outcomes": outcomes, "untyped": untyped, "ended": time.time()}))


def tally() -> None:
    from kyc.accounts.models import User
    from kyc.audit.models import AuditEvent
    from kyc.audit.triggers import missing_triggers
    from kyc.audit.verifier import verify
    from kyc.cases.models import Case
    from kyc.policy.models import PolicyVersion
    from kyc.review.models import Decision

    roles = list(AuditEvent.objects.filter(action="role.changed").order_by("sequence").values_list("old", "new"))
    sequences = list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True))
    print(
        json.dumps(
            {
                "events": Counter(AuditEvent.objects.values_list("action", flat=True)),
                "gaps": sequences != list(range(1, len(sequences) + 1)),
                "holds": verify().ok,
                "missing_triggers": missing_triggers(),
                "cases": Case.objects.count(),
                "decisions": Decision.objects.count(),
                "decided_twice": Decision.objects.count() - Decision.objects.values("case").distinct().count(),
                "accounts": User.objects.count(),
                "roles_follow": all(one[1] == other[0] for one, other in pairwise(roles)),
                "drafts": PolicyVersion.objects.filter(published_at=None).count(),
            }
        )
    )


def main(command: str, *arguments: str) -> Any:
    import kyc.celery  # noqa: F401 - messages go to the desk's broker

    django.setup()
    if command == "prepare":
        return prepare(int(arguments[0]))
    if command == "write":
        return write(arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3]))
    return tally()


if __name__ == "__main__":
    main(*sys.argv[1:])
