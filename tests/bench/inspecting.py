"""One capture through the real engine, in a process that does nothing else (``start``)."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import cv2

from kyc.authenticity import ExaminedCapture
from kyc.documents.errors import InspectionError
from kyc.documents.results import CaptureInput, Finding, InspectionRequest, InspectionResult
from kyc.engines import collecting
from kyc.engines.local import LocalEngine
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.species import PageKey

_engine: LocalEngine | None = None


def start(cache_dir: str) -> None:
    """Make this process one that inspects, on one thread."""
    global _engine
    cv2.setNumThreads(1)
    _engine = LocalEngine(Path(cache_dir), threads=1)


def inspected(jpeg: bytes, page: PageKey, *, judged: bool = True) -> tuple[str, InspectionResult | None]:
    """What the engine makes of a capture of ``page`` without being told what it shows: the result, or why there is
    none of that page (an error's code, or what the capture was taken for). Unless ``judged``, the detectors, which
    change nothing that is read, are left out."""
    assert _engine is not None
    request = InspectionRequest((CaptureInput("a", jpeg),), rectify=False, today=REFERENCE_DAY)
    try:
        with nullcontext() if judged else patch.object(collecting, "examine", _no_findings):
            result = _engine.inspect(request)
    except InspectionError as failure:
        # The engine hides what it did not expect behind one code; the details name it.
        unexpected = failure.code == "engine_unavailable"
        return f"{failure.code}:{failure.details}" if unexpected else failure.code, None
    sides = {side.side for side in result.sides}
    if (result.kind, sides) != (page[0], {page[1]}):
        return f"taken_for_{result.kind.value}_{'_'.join(sorted(sides))}", None
    return "", result


def examined(jpeg: bytes, page: PageKey) -> tuple[str, list[ExaminedCapture]]:
    """As ``inspected``, but with what the detectors would be given instead of what they say."""
    given: list[ExaminedCapture] = []
    with patch.object(collecting, "examine", lambda capture, *_: given.append(capture) or []):
        failure, result = inspected(jpeg, page)
    return failure, given if result else []


def _no_findings(*_: object) -> list[Finding]:
    return []
