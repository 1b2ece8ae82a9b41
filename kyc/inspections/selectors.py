"""Which inspection counts."""

from __future__ import annotations

from kyc.cases.models import Document
from kyc.inspections.models import Inspection
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
    "notes_of",
    "opened_checks",
    "opened_fields",
    "opened_findings",
    "read_crop",
    "read_evidence",
]


def latest(document: Document) -> Inspection | None:
    """The last inspection of the document's current pictures; None before the first was queued."""
    inspections = document.inspections.filter(round=document.round)
    return (
        inspections.select_related("document__case", "failure_capture", "policy_version").order_by("-queued_at").first()
    )
