"""The rectified card at a size where spots, fingers and stickers show and print does not, and places on it.

Points are pixels of the reduced card, ``WIDTH`` wide; areas are given in parts of the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.capture import ExaminedCapture
from kyc.documents.geometry import Point, Quad

Mask = NDArray[np.uint8]

WIDTH: Final = 500


@dataclass(frozen=True)
class CardView:
    """``capture``'s card, ``WIDTH`` pixels wide."""

    capture: ExaminedCapture

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """H x WIDTH x 3 RGB."""
        height, width = self.capture.rectified.shape[:2]
        size = (WIDTH, round(height * WIDTH / width))
        return np.asarray(cv2.resize(self.capture.rectified, size, interpolation=cv2.INTER_AREA))

    @cached_property
    def shown(self) -> Mask:
        """255 where the capture shows the card; beyond its frame the rectified card only repeats the border."""
        height, width = self.capture.pixels.shape[:2]
        frame = Quad.from_box(0, 0, width, height)
        return self.filled(frame)

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        """The homography from the capture to the reduced card."""
        scale = WIDTH / self.capture.rectified.shape[1]
        return np.asarray(np.diag([scale, scale, 1.0]) @ self.capture.to_rectified, np.float64)

    @cached_property
    def _back(self) -> NDArray[np.float64]:
        return np.asarray(np.linalg.inv(self.matrix), np.float64)

    def area(self, mask: NDArray[np.generic]) -> float:
        """The part of the card that ``mask`` covers."""
        return float(np.count_nonzero(mask)) / float(mask.size)

    def placed(self, quad: Quad) -> NDArray[np.float64]:
        """The corners (4 x 2) of a place in the capture."""
        points = np.asarray(quad.points, np.float64)[None]
        return np.asarray(cv2.perspectiveTransform(points, self.matrix)[0], np.float64)

    def filled(self, quad: Quad) -> Mask:
        """255 inside a place in the capture, H x WIDTH."""
        mask = np.zeros(self.pixels.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(np.clip(self.placed(quad), -4000, 4000)).astype(np.int32), 255)
        return mask

    def overlaps(self, mask: Mask, quad: Quad) -> bool:
        """Whether ``mask`` marks more than a little of a place."""
        place = self.filled(quad)
        return cv2.countNonZero(cv2.bitwise_and(place, mask)) > 0.2 * cv2.countNonZero(place)

    def quad(self, mask: Mask) -> Quad:
        """The smallest turned rectangle around ``mask``, in the capture, as far as that shows it."""
        box = cv2.boxPoints(cv2.minAreaRect(cv2.findNonZero(mask)))
        # boxPoints begins at any corner; places begin at the one nearest to the card's own first corner.
        first = int(np.argmin(box.sum(axis=1)))
        return Quad.from_points(self._in_capture(np.roll(box, -first, axis=0)).tolist())

    def outline(self, mask: Mask) -> tuple[Point, ...]:
        """The largest outline in ``mask``, in the capture."""
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        largest = max(contours, key=cv2.contourArea)
        simple = cv2.approxPolyDP(largest, 1.5, True)[:, 0]
        if len(simple) < 3:
            simple = cv2.boxPoints(cv2.minAreaRect(largest))
        return tuple((float(x), float(y)) for x, y in self._in_capture(simple))

    def _in_capture(self, points: NDArray[np.generic]) -> NDArray[np.float64]:
        there = cv2.perspectiveTransform(points[None].astype(np.float64), self._back)[0]
        height, width = self.capture.pixels.shape[:2]
        return np.asarray(np.clip(there, 0, [width, height]), np.float64)
