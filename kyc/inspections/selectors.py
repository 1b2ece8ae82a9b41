"""Which inspection counts."""

from __future__ import annotations

from kyc.cases.models import Document
from kyc.inspections.models import Inspection, Purpose
from kyc.inspections.opened import (
    OpenedCheck,
    OpenedField,
    OpenedFinding,
    OpenedPicture,
    OpenedRegion,
    failure_of,
    notes_of,
    opened_checks,
    opened_fields,
    opened_findings,
    read_crop,
    read_evidence,
)

__all__ = [
    "OpenedCheck",
    "OpenedField",
    "OpenedFinding",
    "OpenedPicture",
    "OpenedRegion",
    "failure_of",
    "latest",
    "latest_of_round",
    "notes_of",
    "opened_checks",
    "opened_fields",
    "opened_findings",
    "read_crop",
    "read_evidence",
]


def latest(document: Document) -> Inspection | None:
    """The last main reading of the document's current pictures; None before the first was queued."""
    return latest_of_round(document, document.round)


def latest_of_round(document: Document, round: int) -> Inspection | None:  # noqa: A002 - the field's word
    """As ``latest``, of one round of pictures."""
    inspections = document.inspections.filter(round=round, purpose=Purpose.MAIN)
    return (
        inspections.select_related("document__case", "failure_capture", "policy_version").order_by("-queued_at").first()
    )
