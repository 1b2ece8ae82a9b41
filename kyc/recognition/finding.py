"""Which documents a picture shows: every layout looks among the lines, and the best supported claim to a place wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kyc.documents.kinds import DocumentKind
from kyc.recognition.layouts import (
    cn_driving_licence,
    cn_electronic_driving_licence,
    cn_id_card,
    cn_temporary_id_card,
    cn_vehicle_licence,
    kr_driving_licence,
)
from kyc.recognition.layouts.layout import Face, Layout
from kyc.recognition.lines import TextLine

#: Every layout; where two are equally well supported, the one named first has it.
LAYOUTS: Final[dict[DocumentKind, Layout]] = {
    layout.kind: layout
    for layout in (
        cn_id_card.LAYOUT,
        cn_temporary_id_card.LAYOUT,
        cn_driving_licence.LAYOUT,
        cn_electronic_driving_licence.LAYOUT,
        cn_vehicle_licence.LAYOUT,
        kr_driving_licence.LAYOUT,
    )
}


def find_documents(lines: Sequence[TextLine]) -> list[Face]:
    """Every side of every kind among the lines of one picture, none overlapping another."""
    claims = [face for layout in LAYOUTS.values() for face in layout.find_faces(lines)]
    found: list[Face] = []
    for claim in sorted(claims, key=lambda face: -face.placing.matches):
        if not any(claim.overlaps(other) for other in found):
            found.append(claim)
    return found
