"""ELECTRONIC_DOCUMENT: a licence shown by the traffic police's app instead of the paper itself."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "electronic_document 1"


def judge(views: Views, today: date) -> Verdict:
    """100 for the app's page, 0 for the paper licence; no other document has an electronic form here."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return Scored(100.0, Words(N_("An app's page: a screenshot proves less than the paper or the app itself.")))
    if views.capture.kind is DocumentKind.CN_DRIVING_LICENCE:
        return Scored(0.0, Words(N_("A licence on paper.")))
    return Abstained(Words(N_("This kind of document has no electronic form.")), Outcome.NOT_APPLICABLE)
