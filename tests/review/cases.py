"""Cases that wait for a decision."""

from __future__ import annotations

from typing import Any

from kyc.accounts.actors import actor_for
from kyc.accounts.models import User
from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.cases.services import move
from kyc.cases.states import CaseState
from kyc.inspections import services as inspections
from kyc.intake.services import receive
from kyc.review.answers import asked_of
from kyc.review.models import AGREED, WarningAnswer
from kyc.review.services import answer
from tests.cases.pictures import DECLARED, page


def received_case(reference: str = "CUSTOMER-1") -> Case:
    pages = [page(b"front", side_stated="portrait_face"), page(b"back", side_stated="emblem_face")]
    return receive(actor=SYSTEM, user=None, reference=reference, pages=pages, declared=DECLARED, kind_stated="")


def waiting_case(reference: str = "CUSTOMER-1") -> Case:
    """A case that nobody could read: it waits all the same."""
    case = received_case(reference)
    move(case, CaseState.WAITING)
    return case


def inspected_case(settings: Any, reference: str = "CUSTOMER-1", engine: str = "CertainEngine") -> Case:
    """A case as a worker leaves it; ``engine`` with its module where it is not of ``tests.inspections.engines``."""
    settings.INSPECTION_ENGINES = [engine if "." in engine else f"tests.inspections.engines.{engine}"]
    case = received_case(reference)
    inspections.run(case.documents.get().inspections.get().pk)
    return Case.objects.get(pk=case.pk)


def answer_all(case: Case, user: User, word: str = AGREED) -> list[WarningAnswer]:
    """What a reviewer does before deciding: each warning of high severity answered, one by one."""
    document = case.documents.get()
    return [
        answer(
            case=case, user=user, actor=actor_for(user), finding_id=finding.pk, word=word, seen="", round=document.round
        )
        for finding in asked_of(document)
    ]  # fmt: skip
