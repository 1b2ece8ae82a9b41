"""The detectors' share of an inspection, for the benchmark of speed: sides as the engine hands them on, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

from kyc.authenticity import ExaminedCapture, examine
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines import collecting
from kyc.engines.collecting import Collected, Seconds, Seen
from kyc.imaging.rectifying import warp
from kyc.imaging.sandbox import DecodedPage
from kyc.recognition.layouts.layout import Face
from tests.specimens.people import REFERENCE_DAY


def examined(data: bytes, page: DecodedPage, faces: Sequence[Face]) -> list[ExaminedCapture]:
    """What the engine's own collecting gives the detectors for each of ``faces``."""
    capture, sides = CaptureInput("a", data), []
    request, seen = InspectionRequest((capture,)), [Seen(capture, page, face) for face in faces]

    def keep(side: ExaminedCapture, *_: object) -> tuple[()]:
        sides.append(side)
        return ()

    with patch.object(collecting, "examine", keep):
        for item in seen:
            Collected().take(item, seen, request, Seconds())
    return sides


def judge(sides: Sequence[ExaminedCapture]) -> None:
    """Straighten each side, as only the detectors and the crops need it, and ask every detector."""
    for side in sides:
        height, width = side.rectified.shape[:2]
        warp(side.pixels, side.to_rectified, width, height)
        examine(side, {}, REFERENCE_DAY)
