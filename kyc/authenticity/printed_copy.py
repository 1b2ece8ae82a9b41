"""PRINTED_COPY: a photocopy or print of a card on paper, by how much of the card's colour is left.

A grey copy has none; an office printer's colours are paler than the card's. A good photographic print passes.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity import lines
from kyc.authenticity.chroma import card_chroma
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.results import Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "printed_copy 1"

_GREY: Final = N_(
    "A grey copy: the card has hardly any colour of its own, %(own)s in Lab a, b; cards have %(line)s or more."
)
_PALE: Final = N_("A colour print: the card's colours are pale, %(own)s in Lab a, b; cards have %(line)s or more.")


def judge(views: Views, today: date) -> Verdict:
    """Score by the colour that remains when the light's is taken off; a grey copy has none."""
    if views.card_width < lines.COPY_CARD_WIDTH:
        return Abstained(
            Words(
                N_("The card is %(width)s pixels wide; its colours can be judged from %(needed)s on."),
                {"width": round(views.card_width), "needed": lines.COPY_CARD_WIDTH},
            )
        )
    chroma = card_chroma(views.capture.rectified)
    if chroma.paper < lines.COPY_DARKEST_PAPER:
        return Abstained(Words(N_("The card is too dark for its colours to be judged.")))
    at_line = lines.CHROMA_AT_LINE.get(views.capture.side)
    if at_line is None:
        return Abstained(Words(N_("How much colour this side has was never measured.")), Outcome.NOT_APPLICABLE)
    params = {"own": round(chroma.own, 2), "line": at_line}
    message = _GREY if chroma.own < lines.GREY else _PALE
    outline = Region(views.inside_picture(views.capture.outline), "card")
    return Scored(scaled(chroma.own, at_line, 0.0), Words(message, params), (outline,))
