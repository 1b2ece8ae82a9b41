"""BLUR: how far the text is too blurred to be trusted. Quality is 100 minus the score (seed 003: below 50 is poor).

Defocus and movement are measured apart, and the worse one counts. 50 is where fields begin to fail in reading.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.sharpness import text_blur
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.results import EvidenceKind, EvidencePicture, Figure, Region
from kyc.documents.words import N_, Words

VERSION: Final = "blur 2"

#: Tiles of the sharpness map across the card, and how opaque it is where it says something (0-255).
_TILES: Final = 20
_OPAQUE: Final = 150
#: Grey levels between the tenth and the last tenth of a tile, from which on it has edges to measure.
_LEAST_CONTRAST: Final = 40.0


def judge(views: Views, today: date) -> Verdict:
    """Score by the upper quartile of the defocus over the text boxes, for a card blurred in one place is blurred, or by
    the median of the movement, which all boxes share."""
    if not views.blur or not views.evenness:
        return Abstained(Words(N_("No text has a known place, so its sharpness cannot be measured.")))
    blur = float(np.quantile(list(views.blur.values()), 0.75))
    even = float(np.median(list(views.evenness.values())))
    defocus = scaled(blur, lines.BLUR_AT_LINE, lines.BLUR_AT_FULL)
    movement = scaled(even, lines.MOVED_AT_LINE, lines.MOVED_AT_FULL)
    score = max(defocus, movement)
    figures = (
        Figure(N_("quality"), round(100 - score, 1), "", (50.0, 100.0)),
        Figure(N_("blur in text heights"), round(100 * blur, 1), "%", (0.0, round(100 * lines.BLUR_USUAL, 1))),
        Figure(N_("edges across the movement to edges along it"), round(even, 2), "", (lines.MOVED_USUAL, 1.0)),
    )
    pictures = (_sharpness_map(views),) if score >= lines.MAP_FROM else ()
    regions = _blurred_places(views, everywhere=movement > defocus)
    return Scored(score, _reason(score, blur, moved=movement > defocus), regions, figures=figures, pictures=pictures)


def _reason(score: float, blur: float, *, moved: bool) -> Words:
    quality = round(100 - score)
    if moved:
        return Words(
            N_(
                "The camera or the card moved: edges are smeared in one direction. Quality %(quality)s of 100;"
                " the score is 100 minus the quality, and a high score means a blurred picture."
            ),
            {"quality": quality},
        )
    return Words(
        N_(
            "The text is blurred over %(blur)s %% of its height. Quality %(quality)s of 100;"
            " the score is 100 minus the quality, and a high score means a blurred picture."
        ),
        {"blur": round(100 * blur, 1), "quality": quality},
    )


def _blurred_places(views: Views, *, everywhere: bool) -> tuple[Region, ...]:
    return tuple(
        Region(views.inside_picture(field.quad), "blurred_text", (field.name.value,))
        for field in views.placed_fields
        if field.quad and (everywhere or views.blur[field.name.value] >= lines.BLUR_AT_LINE)
    )


def _sharpness_map(views: Views) -> EvidencePicture:
    """The card in tiles: green where print is sharp, red where it is blurred, clear where there is no print."""
    luma = np.asarray(cv2.cvtColor(views.capture.rectified, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = luma.shape
    side = width // _TILES
    tiles = np.zeros((max(height // side, 1), _TILES, 4), np.uint8)
    for row, column in np.ndindex(tiles.shape[:2]):
        tile = luma[row * side : (row + 1) * side, column * side : (column + 1) * side]
        dark, light = np.percentile(tile, (10, 90))
        if light - dark >= _LEAST_CONTRAST:
            tiles[row, column] = _colour(text_blur(tile, float(width)))
    enlarged = cv2.resize(tiles, (width // 2, height // 2), interpolation=cv2.INTER_NEAREST)
    return EvidencePicture(
        EvidenceKind.SHARPNESS_MAP, _png(enlarged), enlarged.shape[1], enlarged.shape[0], views.capture.outline
    )


def _colour(blur: float) -> tuple[int, int, int, int]:
    """From green at the sharpest over yellow at the line to red."""
    part = min(1.0, blur / (2 * lines.BLUR_AT_LINE))
    return round(255 * min(1.0, 2 * part)), round(255 * min(1.0, 2 - 2 * part)), 0, _OPAQUE


def _png(rgba: NDArray[np.uint8]) -> bytes:
    return bytes(cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))[1].tobytes())
