"""BLUR: how far the text is too blurred to be trusted. Quality is 100 minus the score (seed 003: below 50 is poor)."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.results import Region
from kyc.documents.words import N_, Words

VERSION: Final = "blur 1"


def judge(views: Views, today: date) -> Verdict:
    """Score by the upper quartile of the blur over the text boxes: a card blurred in one place is blurred."""
    if not views.blur:
        return Abstained(Words(N_("No text has a known place, so its sharpness cannot be measured.")))
    blur = float(np.quantile(list(views.blur.values()), 0.75))
    score = scaled(blur, lines.BLUR_AT_LINE, lines.BLUR_AT_FULL)
    reason = Words(
        N_(
            "The text is blurred over %(blur)s %% of its height. Quality %(quality)s of 100;"
            " the score is 100 minus the quality, and a high score means a blurred picture."
        ),
        {"blur": round(100 * blur, 1), "quality": round(100 - score)},
    )
    return Scored(score, reason, _blurred_places(views))


def _blurred_places(views: Views) -> tuple[Region, ...]:
    return tuple(
        Region(views.inside_picture(field.quad), field.name.value)
        for field in views.placed_fields
        if field.quad and views.blur[field.name.value] >= lines.BLUR_AT_LINE
    )
