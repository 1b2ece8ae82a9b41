"""What a run asks, and whom: the captures of its round as an engine takes them, and the engines in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from kyc.cases.models import Capture, Document
from kyc.cases.storage import read_original
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.documents.warnings import WarningCode
from kyc.inspections.cloud_accounts import order_of
from kyc.inspections.models import LOCAL, CloudAccount, Inspection
from kyc.inspections.selectors import latest_of_round
from kyc.policy.services import content_of


def request_of(inspection: Inspection) -> InspectionRequest:
    """A main reading says what the uploader stated; a second opinion what the main reading found out since, for a
    vendor must be told what a picture shows."""
    document = inspection.document
    captures = document.captures.filter(round=inspection.round).select_related("document__case")
    lines = content_of(inspection.policy_version).lines
    sides = {} if inspection.is_main else _sides_found(inspection)
    return InspectionRequest(
        captures=tuple(_input(capture, sides) for capture in captures),
        kind_stated=_stated(document) if inspection.is_main else known_kind(document),
        lines={WarningCode(code): line for code, line in lines.items()},
        today=timezone.localdate(),
    )


def engines_of(inspection: Inspection) -> tuple[CloudAccount | None, ...]:
    """Who is asked: the order of the stated kind, or the one engine that a second opinion is asked of."""
    if inspection.is_main:
        return order_of(_stated(inspection.document))
    return (None if inspection.asked == LOCAL else CloudAccount.objects.get(name=inspection.asked),)


def known_kind(document: Document) -> DocumentKind | None:
    """What the document is as far as is known: recognised, else stated."""
    kind = document.kind or document.kind_stated
    return DocumentKind(kind) if kind else None


def _stated(document: Document) -> DocumentKind | None:
    return DocumentKind(document.kind_stated) if document.kind_stated else None


def _sides_found(inspection: Inspection) -> Mapping[UUID, Side]:
    """The side that each capture shows as the main reading found it, where it shows one alone."""
    main = latest_of_round(inspection.document, inspection.round)
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for reading in main.sides.all() if main else ():
        found[reading.capture_id].add(reading.side)
    return {capture: Side(next(iter(sides))) for capture, sides in found.items() if len(sides) == 1}


def _input(capture: Capture, sides: Mapping[UUID, Side]) -> CaptureInput:
    stated = Side(capture.side_stated) if capture.side_stated else None
    return CaptureInput(str(capture.pk), read_original(capture), capture.page, sides.get(capture.pk, stated))
