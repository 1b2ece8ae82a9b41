"""Inspections: queued, taken, run, swept. The row is the truth, a Celery message only a nudge."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError
from sqlalchemy.exc import SQLAlchemyError

from kyc.cases.models import Document
from kyc.cases.services import declared_of
from kyc.documents.checks import run_checks
from kyc.documents.errors import DeskError, EngineUnavailable
from kyc.engines.chain import Answer
from kyc.inspections import engines
from kyc.inspections.accepting import check_kind
from kyc.inspections.leases import KeptLease, held, renew, take
from kyc.inspections.models import CloudAccount, Inspection, InspectionState, Purpose
from kyc.inspections.requests import engines_of, request_of
from kyc.inspections.storing import delete_pictures_of_lease, store_failure, store_result
from kyc.policy.services import content_of

__all__ = ["nudge", "queue", "renew", "run", "sweep", "take", "unfinished"]

logger = logging.getLogger(__name__)

TASK = "kyc.inspections.tasks.inspect"
BROKER_FAILURES = (KombuError, SQLAlchemyError, OSError)
#: Queued rows that one sweep nudges again: enough to keep workers busy until the next.
NUDGES_PER_SWEEP = 50


def unfinished(document: Document) -> Inspection | None:
    """The main reading that is queued or running for the document's current pictures."""
    states = (InspectionState.QUEUED, InspectionState.RUNNING)
    return document.inspections.filter(round=document.round, state__in=states, purpose=Purpose.MAIN).first()


def queue(document: Document) -> Inspection:
    """Queue an inspection of the document's current pictures; the worker hears of it after the commit."""
    inspection = Inspection.objects.create(
        document=document,
        round=document.round,
        policy_version=document.case.policy_version,
        nudged_at=timezone.now(),
    )
    transaction.on_commit(partial(nudge, inspection.pk))
    return inspection


def nudge(inspection_id: uuid.UUID) -> None:
    """Tell a worker that this row is queued. A broker that is away loses nothing: the sweep nudges again."""
    try:
        current_app.send_task(TASK, args=[str(inspection_id)], retry=False, ignore_result=True)
    except BROKER_FAILURES as error:
        logger.warning("inspection %s not announced: %s", inspection_id, type(error).__name__)


def run(inspection_id: uuid.UUID) -> bool:
    """Take, inspect and store; whether this call ended the inspection. Called twice it has its effects once."""
    inspection = take(inspection_id)
    if inspection is None:
        return False
    with KeptLease(inspection, engines=len(engines_of(inspection))):
        return _inspect(inspection)


def _inspect(inspection: Inspection) -> bool:
    try:
        asked = engines_of(inspection)
        answer = engines.ask(request_of(inspection), asked)
    except DeskError as error:
        return _store_failure(inspection, error)
    account = next((account for account in asked if account and account.name == answer.engine), None)
    if answer.result is None:
        return _store_failure(inspection, answer.error or EngineUnavailable(), answer, account)
    result = answer.result
    accepted = check_kind(result.kind, content_of(inspection.policy_version))
    sides = [side.side for side in result.sides]
    checks = run_checks(result.kind, result.fields, declared_of(inspection.document), timezone.localdate(), sides)
    return store_result(inspection, result, (accepted, *checks), account)


def _store_failure(
    inspection: Inspection, error: DeskError, answer: Answer | None = None, account: CloudAccount | None = None
) -> bool:
    logger.warning("inspection %s failed: %s (%s)", inspection.pk, error.code, error.details)
    return store_failure(inspection, error, answer, account)


def sweep() -> int:
    """Put back what dead workers left, and nudge what stays queued; how many rows were put back or given up."""
    expired = _expired(Inspection.objects.filter(state=InspectionState.RUNNING))
    found = list(expired.select_related("document__case", "policy_version"))
    put_back = [inspection for inspection in found if _put_back(inspection)]
    for inspection in put_back:
        delete_pictures_of_lease(inspection)
    _nudge_again()
    return len(put_back)


def _put_back(inspection: Inspection) -> bool:
    """Whether the row was still its dead worker's."""
    if not _expired(held(inspection)).exists():
        return False
    logger.warning("inspection %s: its worker died (attempt %d)", inspection.pk, inspection.attempts)
    if inspection.attempts >= settings.INSPECTION_MAX_ATTEMPTS:
        return store_failure(inspection, EngineUnavailable(f"{inspection.attempts} workers died"))
    return _queue_again(inspection)


def _queue_again(inspection: Inspection) -> bool:
    queued = _expired(held(inspection)).update(
        state=InspectionState.QUEUED, lease_token=None, lease_until=None, nudged_at=timezone.now()
    )
    if queued:
        nudge(inspection.pk)
    return bool(queued)


def _expired(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    return inspections.filter(lease_until__lt=timezone.now())


def _nudge_again() -> None:
    """Messages are lost with the worker that held them, and with a broker that was away."""
    now = timezone.now()
    long_ago = now - timedelta(seconds=settings.NUDGE_AGAIN_SECONDS)
    queued = Inspection.objects.filter(state=InspectionState.QUEUED)
    stale = queued.filter(Q(nudged_at__lt=long_ago) | Q(nudged_at=None)).order_by("queued_at")
    for inspection_id in list(stale.values_list("pk", flat=True)[:NUDGES_PER_SWEEP]):
        Inspection.objects.filter(pk=inspection_id).update(nudged_at=now)
        nudge(inspection_id)
