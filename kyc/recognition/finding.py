"""Which documents a picture shows: every layout looks among the lines, and the best supported claim to a place wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

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


#: A card is at most so many times as wide as what was read in the whole picture: few words that agree by chance agree
#: at any scale, and strips of such a card are too large to be cut.
WIDEST: Final = 8.0
#: The title of what railways and airports print for whoever lost his card: it has a card's labels and is none. Not only
#: its last words, which a holder's own watermark may have.
JOURNEY_CERTIFICATE: Final = re.compile("临时.{0,6}身份证明")


def find_documents(lines: Sequence[TextLine]) -> list[Face]:
    """Every side of every kind among the lines of one picture, none overlapping another."""
    claims = [face for layout in LAYOUTS.values() for face in layout.find_faces(lines) if _is_possible(face, lines)]
    found: list[Face] = []
    for claim in sorted(claims, key=lambda face: -face.placing.matches):
        if not any(claim.overlaps(other) for other in found):
            found.append(claim)
    return found


def _is_possible(claim: Face, lines: Sequence[TextLine]) -> bool:
    """Whether a claim's card has a size that a picture with these lines may show, and no other document's title."""
    if any(JOURNEY_CERTIFICATE.search(line.text) for line in claim.lines):
        return False
    outline = claim.placing.outline()
    if not np.isfinite(outline).all():
        return False
    read = np.ptp(np.concatenate([line.corners for line in lines]), axis=0)
    return bool(np.ptp(outline, axis=0).max() <= WIDEST * float(np.hypot(*read)))
