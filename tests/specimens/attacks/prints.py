"""Copies and prints of a document on paper: they change the specimen, so that light and camera fall on the copy.

``grey_copy`` and ``colour_copy`` are the plain ones of the demo and of the hard pictures; ``PRINT_SPECIES`` are what
the detector is measured on.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.specimens.attacks.prints_species import PRINT_SPECIES
from tests.specimens.id_card import CARD_WIDTH
from tests.specimens.page import Box, Specimen

Pixels = npt.NDArray[Any]

__all__ = ["PRINT_SPECIES", "colour_copy", "grey_copy"]

#: Paper left around a copied card, in card widths.
_SHEET_MARGIN: Final = 0.10
#: Angles of the cyan, magenta, yellow and black screens of colour printing, in degrees.
_SCREEN_ANGLES: Final = (15.0, 75.0, 0.0, 45.0)


def grey_copy(specimen: Specimen, seed: int = 0, lines_per_mm: float = 4.2) -> Specimen:
    """A black-and-white laser copy of ``specimen`` on a white sheet: halftoned, no colour, square corners."""
    grey = np.asarray(specimen.image.convert("L"), np.float32) / 255
    contrasted = np.clip((grey - 0.5) * 1.15 + 0.55, 0, 1)
    dots = _halftone(1 - contrasted, lines_per_mm, 45.0)
    toner = (1 - (0.72 * dots + 0.28 * (1 - contrasted)) * 0.86) * 255
    return _on_sheet(specimen, np.repeat(toner[..., None], 3, axis=2), seed)


def colour_copy(specimen: Specimen, seed: int = 0, lines_per_mm: float = 4.8) -> Specimen:
    """A colour print of ``specimen`` on a white sheet: four halftone screens and a smaller gamut."""
    rgb = np.asarray(specimen.image, np.float32) / 255
    black = (1 - rgb.max(axis=2)) * 0.8
    inks = [np.clip(1 - rgb[..., channel] - black, 0, 1) for channel in range(3)] + [black]
    paper = np.full(rgb.shape, 247.0, np.float32)
    absorbed = ((0.80, 0.24, 0.08), (0.16, 0.78, 0.36), (0.03, 0.10, 0.74), (0.84, 0.84, 0.84))
    for ink, angle, absorption in zip(inks, _SCREEN_ANGLES, absorbed, strict=True):
        covered = 0.75 * _halftone(ink, lines_per_mm, angle) + 0.25 * ink
        paper *= 1 - covered[..., None] * np.array(absorption, np.float32)
    return _on_sheet(specimen, paper, seed)


def _halftone(coverage: Pixels, lines_per_mm: float, angle: float) -> Pixels:
    """Round dots that cover ``coverage`` (0-1) of each cell, with edges a printer could make."""
    rows, columns = np.mgrid[0 : coverage.shape[0], 0 : coverage.shape[1]].astype(np.float32)
    turn = 2 * math.pi * lines_per_mm * 85.6 / CARD_WIDTH
    along = (columns * math.cos(math.radians(angle)) + rows * math.sin(math.radians(angle))) * turn
    across = (rows * math.cos(math.radians(angle)) - columns * math.sin(math.radians(angle))) * turn
    screen = 0.5 - 0.25 * (np.cos(along) + np.cos(across))
    return 1 / (1 + np.exp(np.clip((screen - coverage) * 10, -30, 30)))


def _on_sheet(specimen: Specimen, print_out: Pixels, seed: int) -> Specimen:
    """``specimen`` as part of a white sheet, its edge a faint line as copiers leave it; boxes move along."""
    margin = round(_SHEET_MARGIN * CARD_WIDTH)
    height, width = print_out.shape[:2]
    cv2.rectangle(print_out, (1, 1), (width - 2, height - 2), (176.0, 176.0, 176.0), 2, cv2.LINE_AA)
    sheet = np.full((height + 2 * margin, width + 2 * margin, 3), 246.0, np.float32)
    sheet[margin : margin + height, margin : margin + width] = print_out
    sheet += np.random.default_rng(seed).normal(0, 3, (*sheet.shape[:2], 1))
    image = Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))
    return replace(
        specimen,
        image=image,
        boxes={name: _moved(box, margin) for name, box in specimen.boxes.items()},
        areas={name: _moved(box, margin) for name, box in specimen.areas.items()},
        outline=_moved(specimen.outline, margin),
        corner=0,
    )


def _moved(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left + by, top + by, right + by, bottom + by
