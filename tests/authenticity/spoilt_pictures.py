"""Small pictures of drawn pages, clear or spoilt by a tuning species, and how well evidence lies on what was spoilt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from kyc.authenticity import ExaminedCapture
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import FieldReading, Region
from kyc.imaging.rectifying import homography_to, warp
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.spoilt import SPOILT_SPECIES
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.sets import TUNING
from tests.specimens.species import PageKey

TODAY: date = REFERENCE_DAY
SIZE = (1000, 750)
CLEAR = PhotoSettings(background="slate", rotation=5, pitch=5, yaw=-4, fill=0.88, noise=3.0, jpeg_quality=85)
_K, _S = DocumentKind, Side
PORTRAIT: PageKey = (_K.CN_ID_CARD, _S.PORTRAIT_FACE)
EMBLEM: PageKey = (_K.CN_ID_CARD, _S.EMBLEM_FACE)
LICENCE: PageKey = (_K.CN_DRIVING_LICENCE, _S.MAIN_PAGE)
VEHICLE: PageKey = (_K.CN_VEHICLE_LICENCE, _S.MAIN_PAGE)
VEHICLE_SUB: PageKey = (_K.CN_VEHICLE_LICENCE, _S.SUB_PAGE)
KOREAN: PageKey = (_K.KR_DRIVING_LICENCE, _S.MAIN_PAGE)
SCREEN: PageKey = (_K.CN_ELECTRONIC_DRIVING_LICENCE, _S.MAIN_PAGE)
SPECIES = {species.name: species for species in SPOILT_SPECIES}


@lru_cache(maxsize=64)
def shot(page: PageKey, **changes: Any) -> Photograph:
    return photograph(TUNING.specimen(page, 2), replace(CLEAR, **changes), 7, SIZE)


def taken(page: PageKey, **changes: Any) -> ExaminedCapture:
    """A clear picture of a page, or one with other settings."""
    return as_capture(shot(page, **changes))


@lru_cache(maxsize=32)
def spoilt_shot(name: str, page: PageKey, seed: int = 7) -> Photograph:
    species = SPECIES[name]
    assert page in species.pages
    return species.take(TUNING.specimen(page, 2), CLEAR, seed, SIZE)


def spoilt(name: str, page: PageKey, seed: int = 7) -> ExaminedCapture:
    """A page after a species of spoiling it; what lies under it was read unsurely, as an engine would."""
    shot = spoilt_shot(name, page, seed)
    capture = as_capture(shot)
    places = [place for _, place in shot.regions]
    fields = (replace(field, confidence=0.4) if _lies_on(field, places) else field for field in capture.fields)
    return replace(capture, fields=tuple(fields))


def _lies_on(field: FieldReading, places: Sequence[Quad]) -> bool:
    """Whether the middle of a field lies in the bounds of a place."""
    if field.quad is None:
        return False
    x, y = np.mean(field.quad.points, axis=0)
    bounds = [place.bounds() for place in places]
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in bounds)


def with_corner_off(capture: ExaminedCapture, by: float) -> ExaminedCapture:
    """The capture with its outline's upper right corner ``by`` card widths too far out along the upper edge."""
    a, b, c, d = (np.asarray(point) for point in capture.outline.points)
    outline = Quad.from_points([point.tolist() for point in (a, b + by * (b - a), c, d)])
    height, width = capture.rectified.shape[:2]
    to_rectified = homography_to(np.asarray(outline.points), width, height)
    rectified = warp(capture.pixels, to_rectified, width, height)
    return replace(capture, outline=outline, to_rectified=to_rectified, rectified=rectified)


def overlap(regions: Iterable[Region], places: Sequence[Quad]) -> float:
    """Intersection over union of evidence and what was spoilt, in the picture."""
    found, true = np.zeros(SIZE[::-1], np.uint8), np.zeros(SIZE[::-1], np.uint8)
    for region in regions:
        cv2.fillPoly(found, [np.round(region.outline or region.quad.points).astype(np.int32)], 1)
    for place in places:
        cv2.fillPoly(true, [np.round(place.points).astype(np.int32)], 1)
    return float(np.count_nonzero(found & true) / max(np.count_nonzero(found | true), 1))
