"""Cases that wait for a decision."""

from __future__ import annotations

from typing import Any

from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.cases.services import move
from kyc.cases.states import CaseState
from kyc.inspections import services as inspections
from kyc.intake.services import receive
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
    """A case as a worker leaves it."""
    settings.INSPECTION_ENGINES = [f"tests.inspections.engines.{engine}"]
    case = received_case(reference)
    inspections.run(case.documents.get().inspections.get().pk)
    return Case.objects.get(pk=case.pk)
