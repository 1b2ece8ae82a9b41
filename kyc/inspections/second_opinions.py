"""Second opinions: another engine's reading of the same pictures, beside the main one and never in its place."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kyc.accounts.models import User
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.cases.models import Document
from kyc.inspections.cloud_accounts import accounts_for
from kyc.inspections.errors import EngineNotOffered, SecondOpinionUnderWay
from kyc.inspections.models import LOCAL, Inspection, InspectionState, Purpose
from kyc.inspections.requests import known_kind
from kyc.inspections.selectors import latest
from kyc.inspections.services import nudge


def offered(document: Document) -> list[str]:
    """The engines that can be asked about the current pictures: this machine and every account that may be sent such
    a document, but the one whose reading stands. None while there is no reading to set beside."""
    main = latest(document)
    if main is None or main.is_open:
        return []
    names = [LOCAL, *(account.name for account in accounts_for(known_kind(document)))]
    return [name for name in names if name != _name_of_reader(main)]


def of_round(document: Document) -> QuerySet[Inspection]:
    """The second opinions on the current pictures, newest first."""
    asked = document.inspections.filter(round=document.round, purpose=Purpose.SECOND_OPINION)
    return asked.select_related("asked_by").order_by("-queued_at")


def queue_second_opinion(*, document: Document, user: User, actor: Actor, engine: str) -> Inspection:
    """Queue a reading of the current pictures by ``engine``; part of the caller's transaction, the event its last
    statement.

    Raises:
        EngineNotOffered: ``engine`` is none of ``offered``.
        SecondOpinionUnderWay: it was asked already and has not answered yet.
    """
    if engine not in offered(document):
        raise EngineNotOffered(engine)
    inspection = _insert(document, user, engine)
    transaction.on_commit(partial(nudge, inspection.pk))
    record(
        Action.SECOND_OPINION_REQUESTED,
        actor,
        case_number=document.case.number,
        subject=f"inspection:{inspection.pk}",
        policy_version=document.case.policy_version.number,
        details={"round": document.round, "asked": engine},
    )
    return inspection


def _name_of_reader(main: Inspection) -> str:
    """How the engine whose reading stands is asked for; empty where none answered.

    This machine answers with no account's name, whatever its engine is called.
    """
    return main.account_name or (LOCAL if main.engine else "")


def _insert(document: Document, user: User, engine: str) -> Inspection:
    """The row; the database sees to it that one at a time is open."""
    if of_round(document).filter(asked=engine, state__in=(InspectionState.QUEUED, InspectionState.RUNNING)).exists():
        raise SecondOpinionUnderWay(engine)
    try:
        with transaction.atomic():
            return Inspection.objects.create(
                document=document,
                round=document.round,
                purpose=Purpose.SECOND_OPINION,
                asked=engine,
                asked_by=user,
                policy_version=document.case.policy_version,
                nudged_at=timezone.now(),
            )
    except IntegrityError as error:
        raise SecondOpinionUnderWay(engine) from error
