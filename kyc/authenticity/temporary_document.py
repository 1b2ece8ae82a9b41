"""TEMPORARY_DOCUMENT: a temporary identity card, told from an ordinary one by its own title or layout (-9104).

Finding the document settles it: the layouts are two, and each is recognised only by what the other does not print.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "temporary_document 1"


def judge(views: Views, today: date) -> Verdict:
    """100 for a temporary identity card, 0 for an ordinary one; no other document has a temporary form here."""
    if views.capture.kind is DocumentKind.CN_TEMPORARY_ID_CARD:
        outline = Region(views.inside_picture(views.capture.outline), "card")
        reason = Words(N_("A temporary identity card: it is valid for three months and holds no chip."))
        return Scored(100.0, reason, (outline,))
    if views.capture.kind is DocumentKind.CN_ID_CARD:
        return Scored(0.0, Words(N_("An ordinary identity card.")))
    return Abstained(Words(N_("This kind of document has no temporary form.")), Outcome.NOT_APPLICABLE)
