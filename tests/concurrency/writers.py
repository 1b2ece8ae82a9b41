"""Many writers of audited actions, in processes of their own.

``python -m tests.concurrency.writers prepare CASES`` migrates the database that the environment names and lets cases
come in; ``write NAME THREADS ROUNDS`` acts when told to and prints what came of each action as JSON; ``tally`` prints
what the database says.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from kyc.cases.models import Case

#: What the order of actions and the choice of cases are drawn from.
SEED = os.environ.get("KYC_TEST_SEED", "20261")
ACTIONS = ("receive", "next_case", "claim", "release", "decide", "create_account", "change_role", "draft_policy")


def prepare(cases: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.accounts.people import person
    from tests.review.cases import waiting_case

    person("shared")
    for number in range(cases):
        waiting_case(f"SHARED-{number}")


class Writer:
    """One person who does every kind of action."""

    def __init__(self, name: str) -> None:
        from kyc.accounts.actors import actor_for
        from kyc.accounts.models import Role
        from tests.accounts.people import person

        self._name, self._made = name, 0
        self._user = person(name, Role.REVIEWER, password=None)
        self._actor = actor_for(self._user)
        self._chance = random.Random(f"{SEED} {name}")

    def plan(self, rounds: int) -> list[str]:
        """Every kind of action equally often, in an order of one's own."""
        actions = [ACTIONS[turn % len(ACTIONS)] for turn in range(rounds)]
        self._chance.shuffle(actions)
        return actions

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

    def _claim(self) -> bool:
        """Some case that waits; the one that was open before is given back."""
        from kyc.review.services import claim

        case = self._waiting_among(50)
        return case is not None and bool(claim(case, self._user, self._actor))

    def _release(self) -> bool:
        from kyc.cases.models import Case
        from kyc.review.services import release

        case = Case.objects.filter(claim__user=self._user).first()
        return case is not None and release(case, self._user, self._actor)

    def _decide(self) -> bool:
        """Some case that waits, claimed or not: several people often choose the same."""
        from kyc.review.services import decide

        case = self._waiting_among(3)
        return case is not None and bool(
            decide(
                case=case, user=self._user, actor=self._actor, outcome="rejected",
                reason_codes=("EXPIRED",), note="seen", round=1,
            )
        )  # fmt: skip

    def _waiting_among(self, first: int) -> Case | None:
        from kyc.cases.models import Case
        from kyc.cases.states import CaseState

        waiting = list(Case.objects.filter(state=CaseState.WAITING).order_by("pk")[:first])
        return self._chance.choice(waiting) if waiting else None

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


def write(name: str, threads: int, rounds: int) -> None:
    """Say ``ready`` when every writer has its account, and act when a line comes in."""
    from django.db import connection

    # Lists and not counters: adding to a counter reads and writes in two steps, between which another thread may count.
    outcomes: list[str] = []
    untyped: list[str] = []

    def run(writer: Writer) -> None:
        for action in writer.plan(rounds):
            try:
                outcomes.append(f"{action}:{writer.act(action)}")
            except Exception as error:  # noqa: BLE001 - whatever is no refusal of the desk's own fails the test
                untyped.append(f"{action}: {type(error).__name__}: {error}")
        connection.close()

    writers = [Writer(f"{name}-{number}") for number in range(threads)]
    print("ready", flush=True)
    if not sys.stdin.readline():
        return
    workers = [threading.Thread(target=run, args=(writer,)) for writer in writers]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps({"outcomes": Counter(outcomes), "untyped": untyped, "ended": time.time()}))


def tally() -> None:
    """Effects and events, counted in the database."""
    from kyc.accounts.models import User
    from kyc.audit.models import AuditEvent
    from kyc.cases.models import Case
    from kyc.inspections.models import Inspection
    from kyc.policy.models import PolicyState, PolicyVersion
    from kyc.review.models import Claim, Decision

    sequences = list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True))
    print(
        json.dumps(
            {
                "events": Counter(AuditEvent.objects.values_list("action", flat=True)),
                "has_gaps": sequences != list(range(1, len(sequences) + 1)),
                "cases": Case.objects.count(),
                "numbers": Case.objects.values("number").distinct().count(),
                "inspections": Inspection.objects.count(),
                "decisions": Decision.objects.count(),
                "decided_cases": Decision.objects.values("case").distinct().count(),
                "claims": dict(Claim.objects.values_list("case__number", "user__username")),
                "claims_told": _claims_told(),
                "accounts": User.objects.count(),
                "roles_follow": _roles_follow(),
                "drafts": PolicyVersion.objects.filter(state=PolicyState.DRAFT).count(),
            }
        )
    )


def _claims_told() -> dict[str, str]:
    """Who has which case open, from the trail alone."""
    from kyc.audit.actions import Action
    from kyc.audit.models import AuditEvent

    held: dict[str, str] = {}
    for event in AuditEvent.objects.order_by("sequence"):
        if event.action == Action.CASE_CLAIMED:
            held[event.case_number] = event.actor_name
        elif event.action in {Action.CASE_RELEASED, Action.CASE_DECIDED}:
            held.pop(event.case_number, None)
    return held


def _roles_follow() -> bool:
    """Whether each change of the shared account's role begins where the one before ended."""
    from kyc.audit.actions import Action
    from kyc.audit.models import AuditEvent

    changes = AuditEvent.objects.filter(action=Action.ROLE_CHANGED).order_by("sequence").values_list("old", "new")
    return all(earlier[1] == later[0] for earlier, later in pairwise(changes))


def main(command: str, *arguments: str) -> Any:
    import kyc.celery  # noqa: F401 - messages go to the desk's broker

    django.setup()
    if command == "prepare":
        return prepare(int(arguments[0]))
    if command == "write":
        return write(arguments[0], int(arguments[1]), int(arguments[2]))
    return tally()


if __name__ == "__main__":
    main(*sys.argv[1:])
