"""From a picture to a result: the local engine, loaded with the first call, behind a bounded queue."""

from __future__ import annotations

import logging
from functools import cache

from django.conf import settings
from django.utils import timezone

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.documents.warnings import WarningCode
from kyc.engines.local import LocalEngine
from kyc.gateway.limits import place_in_queue
from kyc.policy.services import content_of, current

logger = logging.getLogger(__name__)


def recognise(
    data: bytes, kind: DocumentKind, side: Side | None, *, rectify: bool = True, max_side: int = 0
) -> InspectionResult:
    """What the picture shows, held against the present policy's lines. ``max_side`` is an API's own limit in pixels.

    Raises:
        Busy: too many calls wait.
        InspectionError: as ``LocalEngine.inspect``.
    """
    request = InspectionRequest(
        captures=(CaptureInput("picture", data, side_stated=side),),
        kind_stated=kind,
        lines={WarningCode(code): line for code, line in content_of(current()).lines.items()},
        rectify=rectify,
        today=timezone.localdate(),
        max_side=max_side,
    )
    with place_in_queue():
        return _engine().inspect(request)


@cache
def _engine() -> LocalEngine:
    return LocalEngine(cache_dir=settings.MODEL_CACHE_DIR)
