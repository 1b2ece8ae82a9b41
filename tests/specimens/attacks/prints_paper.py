"""What a print lies on: a sheet that shows around it, or paper cut out along the document's edge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.specimens.page import Box, Specimen

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Range = tuple[float, float]

#: Deviation of a sheet's own unevenness in grey levels, and how wide a copier's line at an edge is, in parts of the
#: document's width.
_PAPER_GRAIN: Final = 2.2
_EDGE_LINE: Final = (0.0012, 0.004)


@dataclass(frozen=True, slots=True)
class Sheet:
    """``margin`` is the paper left around the document in document widths (below 0: cut into it); ``lines`` the share
    of edges at which a copier's lid left a dark line; ``rounded`` the share of copies on which the document's own
    round corners show as white wedges, or whose paper was cut round."""

    margin: Range = (0.06, 0.45)
    lines: float = 0.0
    rounded: float = 0.6
    cut_out: bool = False


def on_sheet(specimen: Specimen, printed: Pixels, paper: Pixels, sheet: Sheet, rng: Generator) -> Specimen:
    """``specimen`` as ``printed`` (float32 RGB of its own size) on ``paper`` (RGB); boxes move along."""
    left, top, right, bottom = (round(side) for side in specimen.outline)
    radius = specimen.corner
    _draw_edge_lines(printed, (left, top, right, bottom), sheet.lines, rng)
    if not sheet.cut_out and radius and rng.random() < sheet.rounded:
        _whiten_corners(printed[top:bottom, left:right], paper, radius)
    margins = [round(float(rng.uniform(*sheet.margin)) * (right - left)) for _ in range(4)]
    grown = _with_margins(printed, paper, margins)
    grown = grown + rng.normal(0, _PAPER_GRAIN, grown.shape[:2]).astype(np.float32)[..., None]
    image = Image.fromarray(np.clip(grown, 0, 255).astype(np.uint8))
    moved = _moved(specimen.outline, margins[0], margins[1])
    whole = (0.0, 0.0, float(image.width), float(image.height))
    return replace(
        specimen,
        image=image,
        boxes={name: _moved(box, margins[0], margins[1]) for name, box in specimen.boxes.items()},
        areas={name: _moved(box, margins[0], margins[1]) for name, box in specimen.areas.items()},
        outline=whole if sheet.cut_out else moved,
        corner=round(radius * 0.9) if sheet.cut_out and rng.random() < sheet.rounded else 0,
    )


def _draw_edge_lines(printed: Pixels, outline: tuple[int, int, int, int], share: float, rng: Generator) -> None:
    left, top, right, bottom = outline
    sides = [
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    ]
    for start, end in sides:
        thickness = max(1, round(float(rng.uniform(*_EDGE_LINE)) * (right - left)))
        shade = float(rng.uniform(70, 190))
        if rng.random() < share:
            cv2.line(printed, start, end, (shade, shade, shade), thickness, cv2.LINE_AA)


def _whiten_corners(card: Pixels, paper: Pixels, radius: int) -> None:
    """Paint what lies beyond the round corners in the paper's colour, in place."""
    disc = np.zeros((2 * radius, 2 * radius), np.uint8)
    cv2.circle(disc, (radius, radius), radius, 255, -1, cv2.LINE_AA)
    inside = disc.astype(np.float32)[..., None] / 255
    for rows, part_rows in ((slice(None, radius), slice(None, radius)), (slice(-radius, None), slice(radius, None))):
        for columns, part_columns in (
            (slice(None, radius), slice(None, radius)),
            (slice(-radius, None), slice(radius, None)),
        ):
            alpha = inside[part_rows, part_columns]
            card[rows, columns] = card[rows, columns] * alpha + paper * (1 - alpha)


def _with_margins(printed: Pixels, paper: Pixels, margins: list[int]) -> Pixels:
    """``printed`` with paper added on the left, top, right and bottom, or cut off where a margin is below 0."""
    left, top, right, bottom = margins
    height, width = printed.shape[:2]
    cut = printed[max(0, -top) : height + min(0, bottom), max(0, -left) : width + min(0, right)]
    grown = cv2.copyMakeBorder(cut, *(max(0, side) for side in (top, bottom, left, right)), cv2.BORDER_CONSTANT)
    mask = np.zeros(grown.shape[:2], bool)
    mask[max(0, top) : max(0, top) + cut.shape[0], max(0, left) : max(0, left) + cut.shape[1]] = True
    grown[~mask] = paper
    return grown


def _moved(box: Box, across: float, down: float) -> Box:
    left, top, right, bottom = box
    return left + across, top + down, right + across, bottom + down
