"""The pictures of a case: captures, crops and evidence. Every look is an event."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kyc.accounts.actors import actor_of
from kyc.accounts.guards import require
from kyc.accounts.rights import Right
from kyc.audit.actions import Action
from kyc.audit.services import record
from kyc.cases.models import Capture
from kyc.cases.storage import read_view
from kyc.inspections.models import Crop, Evidence
from kyc.inspections.selectors import read_crop, read_evidence

#: Pictures and pages with personal values are for this reader and for now.
PRIVATE: Final = "private, no-store"


@require(Right.READ_CASE)
@require_GET
def case_image(request: HttpRequest, case_id: uuid.UUID, capture_id: uuid.UUID) -> HttpResponse:
    """A capture's view as JPEG."""
    captures = Capture.objects.select_related("document__case")
    capture = get_object_or_404(captures, pk=capture_id, document__case_id=case_id)
    return _picture(
        request,
        read_view(capture),
        case_number=capture.document.case.number,
        side=capture.side_stated,
        subject=f"capture:{capture.pk}",
        round=capture.round,
    )


@require(Right.READ_CASE)
@require_GET
def case_crop(request: HttpRequest, case_id: uuid.UUID, crop_id: int) -> HttpResponse:
    """A crop (the rectified card, the portrait) as JPEG."""
    crops = Crop.objects.select_related("inspection__document__case")
    crop = get_object_or_404(crops, pk=crop_id, inspection__document__case_id=case_id)
    return _picture(
        request,
        read_crop(crop),
        case_number=crop.inspection.document.case.number,
        side=crop.side,
        subject=f"crop:{crop.pk}",
        round=crop.inspection.round,
    )


@require(Right.READ_CASE)
@require_GET
def case_evidence(request: HttpRequest, case_id: uuid.UUID, evidence_id: int) -> HttpResponse:
    """A picture that a detector drew, as PNG."""
    drawn = Evidence.objects.select_related("finding__inspection__document__case")
    evidence = get_object_or_404(drawn, pk=evidence_id, finding__inspection__document__case_id=case_id)
    inspection = evidence.finding.inspection
    return _picture(
        request,
        read_evidence(evidence),
        content_type="image/png",
        case_number=inspection.document.case.number,
        side=evidence.finding.side,
        subject=f"evidence:{evidence.pk}",
        round=inspection.round,
    )


def private(response: HttpResponse) -> HttpResponse:
    """The response, kept by no cache."""
    response["Cache-Control"] = PRIVATE
    return response


def _picture(
    request: HttpRequest,
    data: bytes,
    *,
    case_number: str,
    side: str,
    subject: str,
    content_type: str = "image/jpeg",
    **details: int,
) -> HttpResponse:
    with transaction.atomic():
        record(
            Action.IMAGE_VIEWED,
            actor_of(request),
            case_number=case_number,
            side=side,
            subject=subject,
            details=details,
        )
    response = HttpResponse(data, content_type=content_type)
    response["Content-Length"] = str(len(data))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return private(response)
