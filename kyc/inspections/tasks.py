"""The Celery task: a row id, and nothing else."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from kyc.inspections import services
from kyc.inspections import worker as _worker  # noqa: F401 - listens for the worker's start and end


@shared_task(name=services.TASK)  # type: ignore[untyped-decorator]  # celery is untyped
def inspect(inspection_id: str) -> None:
    services.run(UUID(inspection_id))
