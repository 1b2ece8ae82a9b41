"""Whether evidence lies where a picture was altered, so that a heat map of the whole card does not pass.

Shapes are drawn into masks, the picture at most ``SIDE`` pixels long, and counted there: outlines may cross themselves
and overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.documents.geometry import Point, Quad
from kyc.documents.results import Region

Mask = npt.NDArray[np.bool_]
Polygon = Sequence[Point]

#: Long side of the masks, in pixels.
SIDE: Final = 800
#: Rim around the picture, in parts of its long side.
RIM: Final = 0.25
#: What evidence must cover of an altered place to hit it.
COVERED: Final = 1 / 3
#: Evidence points at something if it is no larger than so many times what was altered, or than so much of the card.
TIMES: Final = 3.0
CARD_SHARE: Final = 0.10


@dataclass(frozen=True, slots=True)
class Overlap:
    """``iou`` of evidence and altered places; ``hits`` of ``places`` were hit; shares are parts of the card's area.

    ``iou_of_card`` is what marking the whole card would have given. ``is_pointed`` says that the evidence is not much
    larger than what was altered.
    """

    iou: float
    iou_of_card: float
    places: int
    hits: int
    evidence_share: float
    altered_share: float

    @property
    def is_pointed(self) -> bool:
        return self.evidence_share <= max(TIMES * self.altered_share, CARD_SHARE)

    @property
    def is_hit(self) -> bool:
        """Whether a reviewer is shown some altered place, and not everything."""
        return self.hits > 0 and self.is_pointed

    def to_json(self) -> list[float]:
        shares = (self.evidence_share, self.altered_share)
        return [round(self.iou, 4), round(self.iou_of_card, 4), self.places, self.hits, *(round(s, 4) for s in shares)]

    @classmethod
    def from_json(cls, stored: list[float]) -> Overlap:
        iou, of_card, places, hits, evidence, altered = stored
        return cls(iou, of_card, int(places), int(hits), evidence, altered)


def overlap(evidence: Iterable[Region], altered: Sequence[Quad], card: Quad, size: tuple[int, int]) -> Overlap:
    """How ``evidence`` meets the ``altered`` places of a picture of ``size`` (width, height) in which ``card`` lies."""
    canvas = _Canvas(size)
    shown = canvas.union([region.outline or region.quad.points for region in evidence])
    whole = canvas.union([card.points])
    places = [canvas.union([quad.points]) for quad in altered]
    changed = canvas.union([quad.points for quad in altered])
    area = max(int(whole.sum()), 1)
    return Overlap(
        iou=iou(shown, changed),
        iou_of_card=iou(whole, changed),
        places=len(places),
        hits=sum(bool((shown & place).sum() >= COVERED * max(int(place.sum()), 1)) for place in places),
        evidence_share=float(shown.sum()) / area,
        altered_share=float(changed.sum()) / area,
    )


def iou(first: Mask, second: Mask) -> float:
    """Intersection over union; 0 where both are empty."""
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 0.0


class _Canvas:
    """The picture and a rim around it: what a frame cuts off lies beyond the picture."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.scale = min(1.0, SIDE / max(size))
        self.rim = round(RIM * max(size) * self.scale)
        self.shape = (round(size[1] * self.scale) + 2 * self.rim, round(size[0] * self.scale) + 2 * self.rim)

    def union(self, polygons: Iterable[Polygon]) -> Mask:
        mask = np.zeros(self.shape, np.uint8)
        for polygon in polygons:
            # Pixel centres lie at whole numbers for cv2; a box from 0 to 8 is to cover the pixels 0 to 7.
            corners = np.asarray(polygon, np.float64) * self.scale + self.rim - 0.5
            cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
        return mask.astype(bool)
