"""Simulated photographs as detectors see them: decoded, upright, rectified, with fields in slightly wrong places.

The places come from the drawing, moved by as much as a text detector errs, so that the figures are those of the
detectors and not of one recogniser.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from kyc.authenticity import ExaminedCapture
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS, MAY_BE_BLANK, FieldName
from kyc.documents.results import FieldReading
from kyc.imaging.rectifying import RECTIFIED_WIDTH, homography_to, warp
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph

#: What a layout knows to lie on a page besides text; drawings name more (``mark``, ``ghost``, ``barcode``).
AREAS: Final = ("portrait", "emblem", "seal")
_SOFTWARE: Final = 0x0131


def as_capture(shot: Photograph, index: int = 0, jitter: float = 0.002) -> ExaminedCapture:
    """Card ``index`` of ``shot`` as an examined capture, its corners and its fields' off by ``jitter`` card widths.

    ``fields`` are those of the page in the layout's order; one that is printed nowhere is empty and has no place.
    """
    with Image.open(io.BytesIO(shot.jpeg)) as stored:
        pixels = np.asarray(ImageOps.exif_transpose(stored).convert("RGB"))
        stored_format, software = str(stored.format), str(stored.getexif().get(_SOFTWARE, ""))
    specimen, place = shot.specimens[index], shot.quads[index]
    rng = np.random.default_rng(shot.seed)
    deviation = jitter * float(np.hypot(*(np.subtract(place.points[1], place.points[0]))))
    outline = _moved(place, rng, deviation)
    height = round(RECTIFIED_WIDTH / _aspect(specimen))
    to_rectified = homography_to(np.asarray(outline.points), RECTIFIED_WIDTH, height)
    fields = tuple(_fields(shot, index, rng, deviation))
    return ExaminedCapture(
        capture_id=f"capture-{shot.seed}",
        original=shot.jpeg,
        pixels=pixels,
        kind=specimen.kind,
        side=specimen.side,
        outline=outline,
        rectified=warp(pixels, to_rectified, RECTIFIED_WIDTH, height),
        to_rectified=to_rectified,
        fields=fields,
        decoded_format=stored_format,
        software=software,
        areas={
            name: _moved(shot.place(index, specimen.areas[name]), rng, deviation)
            for name in AREAS
            if name in specimen.areas
        },
        places={
            name: _moved(shot.place(index, box), rng, deviation)
            for name, box in specimen.boxes.items()
            if name not in MAY_BE_BLANK
        },
        others=tuple(quad for other, quad in enumerate(shot.quads) if other != index),
    )


def _aspect(specimen: Specimen) -> float:
    left, top, right, bottom = specimen.outline
    return (right - left) / (bottom - top)


def _fields(shot: Photograph, index: int, rng: np.random.Generator, deviation: float) -> Iterator[FieldReading]:
    specimen = shot.specimens[index]
    for name in FIELDS[specimen.kind, specimen.side]:
        yield FieldReading(
            name=name,
            side=specimen.side,
            capture_id=f"capture-{shot.seed}",
            raw=specimen.truth.get(name, ""),
            value=specimen.normalised.get(name, ""),
            confidence=0.99 if specimen.truth.get(name) else 0.0,
            quad=_placed(shot, index, name, rng, deviation),
        )


def _placed(shot: Photograph, index: int, name: FieldName, rng: np.random.Generator, deviation: float) -> Quad | None:
    specimen = shot.specimens[index]
    if not specimen.truth.get(name) or name not in specimen.boxes:
        return None
    return _moved(shot.place(index, specimen.boxes[name]), rng, deviation)


def _moved(quad: Quad, rng: np.random.Generator, deviation: float) -> Quad:
    return Quad.from_points((np.asarray(quad.points) + rng.normal(0, deviation, (4, 2))).tolist())
