"""TEMPORARY_DOCUMENT: a temporary identity card, told from an ordinary one by its own title or layout (-9104).

Finding the document settles it: the layouts are two, and each is recognised only by what the other does not print. The
evidence is those words: the title with 临时, or issuer and validity printed beside the holder's own data.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity.readings import regions_of
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "temporary_document 2"

#: What an ordinary card prints nowhere, or not on its portrait face.
TELLING: Final = {Side.EMBLEM_FACE: ("临时居民身份证",), Side.PORTRAIT_FACE: ("签发机关", "有效期限")}
TEMPORARY_FIELDS: Final = (FieldName.ISSUING_AUTHORITY, FieldName.VALID_FROM)


def judge(views: Views, today: date) -> Verdict:
    """100 for a temporary identity card, 0 for an ordinary one; no other document has a temporary form here."""
    if views.capture.kind is DocumentKind.CN_TEMPORARY_ID_CARD:
        return Scored(100.0, _reason(views.capture.side), _regions(views))
    if views.capture.kind is DocumentKind.CN_ID_CARD:
        return Scored(0.0, Words(N_("An ordinary identity card.")))
    return Abstained(Words(N_("This kind of document has no temporary form.")), Outcome.NOT_APPLICABLE)


def _reason(side: Side) -> Words:
    if side is Side.EMBLEM_FACE:
        return Words(N_("The title says that it is a temporary identity card: valid for three months, without a chip."))
    return Words(
        N_(
            "Issuer and validity are printed beside the holder's data, as on temporary identity cards only: they are"
            " valid for three months and hold no chip."
        )
    )


def _regions(views: Views) -> tuple[Region, ...]:
    """The telling words where they were read; else the fields that only this face prints; else the card."""
    telling = TELLING.get(views.capture.side, ())
    words = [label.quad for label in views.capture.labels if label.is_read and label.text in telling]
    if words:
        return tuple(Region(views.inside_picture(quad), "temporary_words") for quad in words)
    fields = [field for field in views.placed_fields if field.name in TEMPORARY_FIELDS]
    return regions_of(views, fields) or (Region(views.inside_picture(views.capture.outline), "card"),)
