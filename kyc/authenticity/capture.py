"""What a detector is given: one upright capture in which a side of a document was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading

Rgb = NDArray[np.uint8]
Homography = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A word that the form prints: where it should be, in the upright capture, and whether it was read there."""

    text: str
    quad: Quad
    is_read: bool


@dataclass(frozen=True)
class ExaminedCapture:
    """One side of a document in one capture.

    ``original`` are the bytes as uploaded; ``pixels`` the upright capture, H x W x 3 RGB of ``uint8``; ``outline`` the
    card in those pixels; ``rectified`` the card cut out and straightened, RGB of ``uint8``; ``to_rectified`` the 3x3
    homography from ``pixels`` to ``rectified``. ``fields`` are the readings of this side with their places in
    ``pixels``. ``decoded_format`` is the decoder's name of the file format ("JPEG", "PNG", ...), ``software`` what the
    file's metadata says of the program that wrote it. ``areas`` are the places of what is no text (``portrait``,
    ``emblem``, ``seal``), ``labels`` the form's own words, ``places`` where values should be that are never blank, all
    as far as the layout knows them; ``others`` the outlines of other documents in the same picture. ``outline`` and
    they may reach beyond the picture.
    """

    capture_id: str
    original: bytes
    pixels: Rgb
    kind: DocumentKind
    side: Side
    outline: Quad
    rectified: Rgb
    to_rectified: Homography
    fields: tuple[FieldReading, ...]
    decoded_format: str
    software: str = ""
    areas: Mapping[str, Quad] = field(default_factory=dict)
    labels: tuple[PrintedLabel, ...] = ()
    places: Mapping[FieldName, Quad] = field(default_factory=dict)
    others: tuple[Quad, ...] = ()
