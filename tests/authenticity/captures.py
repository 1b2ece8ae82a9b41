"""Simulated photographs as detectors see them: decoded, upright, rectified, with fields in slightly wrong places.

The places come from the drawing, moved by as much as a text detector errs, so that the figures are those of the
detectors and not of one recogniser.
"""

from __future__ import annotations

import io
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps

from kyc.authenticity import ExaminedCapture
from kyc.documents.geometry import Quad
from kyc.documents.results import FieldReading
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph

RECTIFIED: Final = (1000, 631)


def as_capture(shot: Photograph, index: int = 0, jitter: float = 0.002) -> ExaminedCapture:
    """Card ``index`` of ``shot`` as an examined capture, its corners and its fields' off by ``jitter`` card widths."""
    with Image.open(io.BytesIO(shot.jpeg)) as stored:
        pixels = np.asarray(ImageOps.exif_transpose(stored).convert("RGB"))
    specimen, place = shot.specimens[index], shot.quads[index]
    rng = np.random.default_rng(shot.seed)
    width = float(np.hypot(*(np.subtract(place.points[1], place.points[0]))))
    outline = _moved(place, rng, jitter * width)
    to_rectified = _homography(outline)
    return ExaminedCapture(
        capture_id=f"capture-{shot.seed}",
        original=shot.jpeg,
        pixels=pixels,
        kind=specimen.kind,
        side=specimen.side,
        outline=outline,
        rectified=np.asarray(cv2.warpPerspective(pixels, to_rectified, RECTIFIED)),
        to_rectified=to_rectified,
        fields=_fields(shot, specimen, rng, jitter * width),
        decoded_format="JPEG",
    )


def _fields(shot: Photograph, specimen: Specimen, rng: np.random.Generator, jitter: float) -> tuple[FieldReading, ...]:
    return tuple(
        FieldReading(
            name=name,
            side=specimen.side,
            capture_id=f"capture-{shot.seed}",
            raw=text,
            value=specimen.normalised[name],
            confidence=0.99,
            quad=_moved(shot.field_quad(name), rng, jitter),
        )
        for name, text in specimen.truth.items()
    )


def _moved(quad: Quad, rng: np.random.Generator, deviation: float) -> Quad:
    return Quad.from_points((np.asarray(quad.points) + rng.normal(0, deviation, (4, 2))).tolist())


def _homography(outline: Quad) -> np.ndarray:
    width, height = RECTIFIED
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.asarray(outline.points, np.float32), target), np.float64)
