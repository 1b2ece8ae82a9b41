"""The rectified card at a size where spots, fingers and stickers show and print does not, and places on it.

Points are pixels of the reduced card, ``WIDTH`` wide; areas are given in parts of the card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.capture import ExaminedCapture
from kyc.documents.geometry import Point, Quad

Mask = NDArray[np.uint8]

WIDTH: Final = 500

#: Pixels of the reduced card: how far ``surroundings`` reach, what of them is compared here, and how far from the
#: border a piece that lies along it ends.
BEYOND: Final = 12
_BEYOND: Final = 8
_ALONG: Final = 12
_TO_SURROUNDINGS: Final = np.ones((2 * (_BEYOND + _ALONG) + 1, 2 * (_BEYOND + _ALONG) + 1), np.uint8)
_LEAST_TOUCHING: Final = 100


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

    def runs_on_outside(self, mask: Mask) -> bool:
        """Whether a piece is the table beside a card whose outline is a little off there: along one border, shallow for
        its length, and of the same colour beyond the border."""
        for turned, pixels in zip(_turned(mask), _turned(self._with_surroundings), strict=True):
            left, top, width, height = cv2.boundingRect(turned)
            depth = left + width
            if left > _ALONG or depth > lines.BESIDE_DEPTH * WIDTH or height < lines.BESIDE_LENGTH * depth:
                continue
            outside = pixels[_BEYOND + top : _BEYOND + top + height, :_BEYOND]
            inside = pixels[_BEYOND:-_BEYOND, _BEYOND:-_BEYOND][turned > 0]
            if _apart(outside.reshape(-1, 3), np.median(inside, axis=0)) <= lines.BESIDE_COLOUR:
                return True
        return False

    def goes_on_outside(self, mask: Mask) -> bool:
        """Whether a piece that reaches the border goes on beyond it in its own colour, where the table has another."""
        around = self._with_surroundings
        placed = cv2.copyMakeBorder(mask, _BEYOND, _BEYOND, _BEYOND, _BEYOND, cv2.BORDER_CONSTANT)
        beyond = np.any(around > 0, axis=2)
        beyond[_BEYOND:-_BEYOND, _BEYOND:-_BEYOND] = False
        near = cv2.dilate(placed, _TO_SURROUNDINGS) > 0
        touching, elsewhere = around[beyond & near], around[beyond & ~near]
        if len(touching) < _LEAST_TOUCHING or not len(elsewhere):
            return False
        own = np.median(around[placed > 0], axis=0)
        return _apart(touching, own) <= lines.BESIDE_COLOUR and _apart(elsewhere, own) >= lines.SHEET_UNLIKE_TABLE

    @cached_property
    def surroundings(self) -> NDArray[np.uint8]:
        """As ``pixels``, with ``BEYOND`` pixels of what the capture shows beyond each border; 0 beyond its frame."""
        height, width = self.pixels.shape[:2]
        shift = np.array([[1, 0, BEYOND], [0, 1, BEYOND], [0, 0, 1]], np.float64)
        size = (width + 2 * BEYOND, height + 2 * BEYOND)
        return np.asarray(cv2.warpPerspective(self.capture.pixels, shift @ self.matrix, size, flags=cv2.INTER_AREA))

    @property
    def _with_surroundings(self) -> NDArray[np.uint8]:
        spare = BEYOND - _BEYOND
        return self.surroundings[spare:-spare, spare:-spare]

    def quad(self, mask: Mask) -> Quad:
        """The smallest turned rectangle around ``mask``, in the capture, as far as that shows it."""
        box = cv2.boxPoints(cv2.minAreaRect(cv2.findNonZero(mask)))
        # boxPoints begins at any corner; places begin at the one nearest to the card's own first corner.
        first = int(np.argmin(box.sum(axis=1)))
        return Quad.from_points(self._in_capture(np.roll(box, -first, axis=0)).tolist())

    def outline(self, mask: Mask) -> tuple[Point, ...]:
        """The largest outline in ``mask``, in the capture."""
        largest = largest_outline(mask)
        simple = cv2.approxPolyDP(largest, 1.5, True)[:, 0]
        if len(simple) < 3:
            simple = cv2.boxPoints(cv2.minAreaRect(largest))
        return tuple((float(x), float(y)) for x, y in self._in_capture(simple))

    def _in_capture(self, points: NDArray[np.generic]) -> NDArray[np.float64]:
        there = cv2.perspectiveTransform(points[None].astype(np.float64), self._back)[0]
        height, width = self.capture.pixels.shape[:2]
        return np.asarray(np.clip(there, 0, [width, height]), np.float64)


def largest_outline(mask: Mask) -> NDArray[np.int32]:
    """The outline (N x 1 x 2) around the largest piece in ``mask``."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(max(contours, key=cv2.contourArea), np.int32)


def _apart(pixels: NDArray[np.uint8], colour: NDArray[np.float64]) -> float:
    """Levels by which most of ``pixels`` (N x 3) differ from ``colour`` in some channel."""
    return float(np.abs(np.median(pixels, axis=0) - colour).max())


def _turned(picture: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The picture so that each of its four borders lies at the left once."""
    for turned in (picture, np.swapaxes(picture, 0, 1)):
        yield np.ascontiguousarray(turned)
        yield np.ascontiguousarray(turned[:, ::-1])
