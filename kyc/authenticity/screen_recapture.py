"""SCREEN_RECAPTURE: a picture of a screen. Its pixel grid leaves one periodic pattern across the card's edge.

A pattern inside the card alone is its own guilloche, one outside alone is a tablecloth. A screen's lies on both, and
in the colour planes as well as in luma, because its sub-pixels are coloured.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.spectra import Tiles, peak_map, place_tiles, shared_peak
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.results import Region
from kyc.documents.words import N_, Words

VERSION: Final = "screen_recapture 1"


def judge(views: Views, today: date) -> Verdict:
    """Score by the standard score of the strongest frequency found inside and outside the card."""
    if views.card_width < lines.MOIRE_CARD_WIDTH:
        return Abstained(
            Words(
                N_("The card is %(width)s pixels wide; a screen's pattern shows from %(needed)s on."),
                {"width": round(views.card_width), "needed": lines.MOIRE_CARD_WIDTH},
            )
        )
    tiles = place_tiles(views.card_mask)
    if len(tiles.inside) < lines.MOIRE_TILES or len(tiles.outside) < lines.MOIRE_TILES:
        return Abstained(
            Words(N_("Too little is seen around the card to tell a screen's pattern from the card's own."))
        )
    strength, period = moire(views, tiles)
    score = scaled(strength, lines.MOIRE_AT_LINE, lines.MOIRE_AT_FULL)
    if score < 50 and _too_blurred(views):
        return Abstained(Words(N_("The picture is too blurred for a screen's pattern to show.")))
    reason = Words(
        N_("One pattern of period %(period)s pixels runs across the card's edge, %(strength)s deviations strong."),
        {"period": round(period, 1), "strength": round(strength, 1)},
    )
    return Scored(score, reason, (Region(views.inside_picture(views.capture.outline), "card"),))


def moire(views: Views, tiles: Tiles) -> tuple[float, float]:
    """Strength in standard deviations and period in pixels of the pattern that card and surroundings share.

    The mean of luma's and of the stronger colour plane's: a pattern must show in both to be strong, but a JPEG that
    halves the colour planes may weaken it there.
    """
    planes = [np.ascontiguousarray(views.ycrcb[..., channel]) for channel in range(3)]
    peaks = [shared_peak(peak_map(plane, tiles.inside), peak_map(plane, tiles.outside)) for plane in planes]
    luma, colour = peaks[0], max(peaks[1], peaks[2])
    return (luma[0] + colour[0]) / 2, 1 / max(luma[1], 1e-3)


def _too_blurred(views: Views) -> bool:
    return bool(views.blur) and float(np.median(list(views.blur.values()))) >= lines.MOIRE_BLUR
