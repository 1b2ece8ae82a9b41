"""Who may run an inspection: a row taken by a conditional UPDATE, under a lease that is renewed while the engine works.

The token made when a run is taken is what its results are stored under, so a worker that was thought dead and comes
back late changes nothing.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from datetime import timedelta
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from kyc.cases.models import Case
from kyc.cases.services import move
from kyc.cases.states import CaseState
from kyc.inspections.models import Inspection, InspectionState

logger = logging.getLogger(__name__)


def take(inspection_id: uuid.UUID) -> Inspection | None:
    """Take a queued inspection; None when it is not queued (any more)."""
    now, token = timezone.now(), uuid.uuid4()
    with transaction.atomic():
        taken = Inspection.objects.filter(pk=inspection_id, state=InspectionState.QUEUED).update(
            state=InspectionState.RUNNING,
            lease_token=token,
            lease_until=now + _lease(),
            attempts=F("attempts") + 1,
            started_at=now,
        )
        if not taken:
            return None
        inspection = Inspection.objects.select_related("document__case", "policy_version").get(pk=inspection_id)
        if inspection.is_main:
            _show_inspecting(inspection.document.case)
    return inspection


def renew(inspection: Inspection) -> bool:
    """Extend the lease; False when it is another's by now."""
    return bool(held(inspection).update(lease_until=timezone.now() + _lease()))


def held(inspection: Inspection) -> QuerySet[Inspection]:
    """The row, as long as it runs under this very lease."""
    return Inspection.objects.filter(
        pk=inspection.pk, state=InspectionState.RUNNING, lease_token=inspection.lease_token
    )


def lease_prefix(inspection: Inspection) -> str:
    """How the pictures of this run are called: they name the lease, so that two workers never write one file."""
    return f"{inspection.pk}.{inspection.lease_token}."


def _lease() -> timedelta:
    return timedelta(seconds=settings.INSPECTION_LEASE_SECONDS)


def _show_inspecting(case: Case) -> None:
    """Whoever inspects again what waits already leaves the case where a reviewer finds it."""
    if case.state == CaseState.RECEIVED:
        move(case, CaseState.INSPECTING)


class KeptLease:
    """Renews a lease from a thread of its own while the ``with`` block runs.

    An engine that hangs would keep its lease for ever; after ``INSPECTION_LIMIT_SECONDS`` for each of ``engines`` that
    may be asked one after the other the process ends itself, which the sweep sees as any other death of a worker.
    """

    def __init__(self, inspection: Inspection, engines: int = 1) -> None:
        self._inspection = inspection
        self._limit = settings.INSPECTION_LIMIT_SECONDS * engines
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> KeptLease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _keep(self) -> None:
        end = time.monotonic() + self._limit
        try:
            while not self._done.wait(settings.INSPECTION_LEASE_SECONDS / 4):
                if time.monotonic() > end:
                    _end_process(self._inspection)
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            if not renew(self._inspection):
                self._done.set()
        except DatabaseError as error:  # the next beat tries again; storing the result is what asks for the token
            logger.warning("lease of inspection %s not renewed: %s", self._inspection.pk, type(error).__name__)


def _end_process(inspection: Inspection) -> None:
    logger.critical("inspection %s hangs: ending the worker", inspection.pk)
    os._exit(70)
