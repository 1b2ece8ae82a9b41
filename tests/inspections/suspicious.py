"""An engine whose findings have all that a detector may give: subtypes, figures, shapes, pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from PIL import Image

from kyc.authenticity import digital_tampering, printed_copy, screen_recapture
from kyc.documents.geometry import Quad
from kyc.documents.kinds import Side
from kyc.documents.results import (
    EvidenceKind,
    EvidencePicture,
    Figure,
    Finding,
    InspectionRequest,
    InspectionResult,
    Region,
)
from kyc.documents.warnings import SEVERITY, Outcome, Severity, WarningCode
from kyc.documents.words import Words
from tests.inspections.engines import CertainEngine

COPY_VERSION: Final = printed_copy.VERSION
TAMPERING_VERSION: Final = digital_tampering.VERSION


def png(size: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


class SuspiciousEngine(CertainEngine):
    """One finding of each kind to be seen: two warnings of high severity, a lesser one, one below its line."""

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        result = super().inspect(request)
        capture_id = request.captures[0].capture_id
        return replace(result, findings=tuple(replace(found, capture_id=capture_id) for found in findings()))


def findings() -> tuple[Finding, ...]:
    return (
        _finding(WarningCode.GLARE, 99.0, "glare 1", regions=(_glare(),), reason=Words("A bright spot.")),
        _finding(
            WarningCode.PRINTED_COPY, 60.0, COPY_VERSION, subtype="grey_copy", reason=Words("No colour."),
            figures=(Figure("Chroma", 1.25, "Lab", (3.8, 5.8)), Figure("Tiles", 1200.0)),
            regions=(Region(Quad.from_box(20, 20, 860, 540), "card"),),
            pictures=(_picture(EvidenceKind.COLOUR_MAP, (0, 120, 60), Quad.from_box(20, 20, 860, 540)),),
        ),
        _finding(
            WarningCode.DIGITAL_TAMPERING, 90.0, TAMPERING_VERSION, subtype="retyped_text",
            reason=Words("Another noise."),
            regions=(
                Region(Quad.from_box(300, 450, 780, 500), "retyped_text", ("citizen_number",)),
                Region(Quad.from_box(100, 100, 200, 140), "some_new_trace", ("portrait",)),
            ),
            pictures=(_picture(EvidenceKind.SPECTRUM, (60, 60, 60), None),),
        ),
        replace(
            _finding(WarningCode.SCREEN_RECAPTURE, 12.0, screen_recapture.VERSION, figures=(Figure("Peak", 2.0),)),
            outcome=Outcome.NOT_DETECTED,
        ),
    )  # fmt: skip


def _finding(code: WarningCode, score: float, version: str, reason: Words | None = None, **more: object) -> Finding:
    severity: Severity = SEVERITY[code]
    return Finding(code, "", Outcome.DETECTED, severity, version, score, 40.0, reason, side=Side.PORTRAIT_FACE, **more)  # type: ignore[arg-type]


def _glare() -> Region:
    spot = ((410.0, 210.0), (450.0, 205.0), (470.0, 250.0), (405.0, 245.0))
    return Region(Quad.from_box(400, 200, 480, 260), "glare", ("name", "portrait"), spot)


def _picture(kind: EvidenceKind, colour: tuple[int, int, int], quad: Quad | None) -> EvidencePicture:
    return EvidencePicture(kind, png((64, 40), colour), 64, 40, quad)
