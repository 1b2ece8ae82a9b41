"""Views of a capture that several detectors need, each worked out once, when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.card_view import CardView
from kyc.authenticity.mosaics import is_mosaic
from kyc.authenticity.sharpness import evenness, text_blur
from kyc.documents.geometry import Quad
from kyc.documents.results import FieldReading

Floats = NDArray[np.float32]
Mask = NDArray[np.uint8]

#: Grey levels between neighbours at most, in what has no grain.
_NO_GRAIN: Final = 3.0


class Views:
    """Lazily derived pictures and figures of one capture. Coordinates are pixels of the upright capture."""

    def __init__(self, capture: ExaminedCapture) -> None:
        self.capture = capture

    @cached_property
    def card(self) -> CardView:
        """The rectified card, reduced."""
        return CardView(self.capture)

    @cached_property
    def card_width(self) -> float:
        """Width of the card in native pixels, in its reading direction: the mean of its two long sides."""
        a, b, c, d = (np.asarray(point) for point in self.capture.outline.points)
        return float((np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2)

    @cached_property
    def card_mask(self) -> Mask:
        """255 inside the card's outline, 0 outside; H x W."""
        mask = np.zeros(self.capture.pixels.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(np.asarray(self.capture.outline.points)).astype(np.int32), 255)
        return mask

    @cached_property
    def documents_mask(self) -> Mask:
        """255 on the card and on other documents in the picture; H x W."""
        mask = self.card_mask.copy()
        for other in self.capture.others:
            cv2.fillConvexPoly(mask, np.round(np.asarray(other.points)).astype(np.int32), 255)
        return mask

    @cached_property
    def ycrcb(self) -> NDArray[np.uint8]:
        """The capture as Y, Cr, Cb; H x W x 3."""
        return np.asarray(cv2.cvtColor(self.capture.pixels, cv2.COLOR_RGB2YCrCb))

    @cached_property
    def luma(self) -> NDArray[np.uint8]:
        """Luma of the capture; H x W."""
        return np.ascontiguousarray(self.ycrcb[..., 0])

    @cached_property
    def grainless(self) -> Mask:
        """255 where neighbours differ by next to nothing, as no sensor's grain lets them; H x W, 0 beyond the card."""
        left, top, right, bottom = self.clipped(self.capture.outline)
        mask = np.zeros(self.luma.shape, np.uint8)
        luma, near = self.luma[top:bottom, left:right], np.ones((3, 3), np.uint8)
        if luma.size:
            steps = cv2.subtract(cv2.dilate(luma, near), cv2.erode(luma, near))
            cv2.compare(steps, _NO_GRAIN, cv2.CMP_LE, mask[top:bottom, left:right])
        return mask

    @cached_property
    def placed_fields(self) -> tuple[FieldReading, ...]:
        """The fields whose place is known and lies in the picture with at least 8 pixels in height and width."""
        return tuple(field for field in self.capture.fields if field.quad and self._holds(field.quad))

    @cached_property
    def typed_fields(self) -> tuple[FieldReading, ...]:
        """Placed fields, each place once: two fields may share the box of one printed line. What its holder made
        illegible is left out."""
        once = {self.clipped(field.quad): field for field in reversed(self.placed_fields) if field.quad}
        return tuple(
            field
            for field in self.placed_fields
            if field.quad and once[self.clipped(field.quad)] is field and not is_mosaic(self.crop(field.quad))
        )

    @cached_property
    def blur(self) -> dict[str, float]:
        """Blur of each placed field's text, in text heights (``sharpness.text_blur``)."""
        return {
            field.name.value: text_blur(self.crop(field.quad), self.card_width)
            for field in self.placed_fields
            if field.quad
        }

    @cached_property
    def evenness(self) -> dict[str, float]:
        """How evenly each placed field's gradients are spread over directions (``sharpness.evenness``)."""
        return {
            field.name.value: evenness(self.crop(field.quad), self.card_width)
            for field in self.placed_fields
            if field.quad and field.raw.strip()
        }

    def crop(self, quad: Quad) -> NDArray[np.uint8]:
        """Luma inside the upright bounds of ``quad``."""
        left, top, right, bottom = self.clipped(quad)
        return self.luma[top:bottom, left:right]

    def clipped(self, quad: Quad) -> tuple[int, int, int, int]:
        """Bounds of ``quad`` in whole pixels, inside the picture: left, top, right, bottom."""
        height, width = self.capture.pixels.shape[:2]
        left, top, right, bottom = quad.bounds()
        return (
            min(max(int(left), 0), width),
            min(max(int(top), 0), height),
            min(max(int(np.ceil(right)), 0), width),
            min(max(int(np.ceil(bottom)), 0), height),
        )

    def to_capture(self, left: float, top: float, right: float, bottom: float) -> Quad:
        """A box of the rectified picture as a quad of the capture, kept inside the picture."""
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
        placed = cv2.perspectiveTransform(corners, np.linalg.inv(self.capture.to_rectified))[0]
        height, width = self.capture.pixels.shape[:2]
        return Quad.from_points(np.clip(placed, 0, [width, height]).tolist())

    def inside_picture(self, quad: Quad) -> Quad:
        """``quad`` with its corners moved into the picture."""
        height, width = self.capture.pixels.shape[:2]
        return Quad.from_points(np.clip(np.asarray(quad.points), 0, [width, height]).tolist())

    def share(self, mask: Mask, quad: Quad) -> float:
        """The part of a place that ``mask`` (H x W) marks."""
        left, top, right, bottom = self.clipped(quad)
        inside = np.zeros((bottom - top, right - left), np.uint8)
        cv2.fillConvexPoly(inside, np.round(np.asarray(quad.points) - [left, top]).astype(np.int32), 255)
        marked = cv2.countNonZero(cv2.bitwise_and(inside, mask[top:bottom, left:right])) if inside.size else 0
        return marked / max(cv2.countNonZero(inside), 1)

    def shows(self, quad: Quad) -> bool:
        """Whether all of ``quad`` lies in the picture."""
        left, top, right, bottom = quad.bounds()
        height, width = self.capture.pixels.shape[:2]
        return left >= 0 and top >= 0 and right <= width and bottom <= height

    def _holds(self, quad: Quad) -> bool:
        left, top, right, bottom = self.clipped(quad)
        return right - left >= 8 and bottom - top >= 8
