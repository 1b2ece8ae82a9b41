"""A piece of a document, upright and at a scale of its own, and the way back to the capture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Corners
from kyc.recognition.networks import Pixels
from kyc.recognition.placing import Place, Placing


@dataclass(frozen=True, slots=True)
class Patch:
    """RGB ``pixels`` of a place; ``to_capture`` takes their coordinates to the capture's."""

    pixels: Pixels
    to_capture: npt.NDArray[np.float64]

    def in_capture(self, left: float, top: float, right: float, bottom: float) -> Corners:
        """The corners (4 x 2) in the capture of a box of the patch, all in pixels."""
        box = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
        return np.asarray(cv2.perspectiveTransform(box, self.to_capture)[0], np.float32)


def cut_patch(pixels: Pixels, placing: Placing, place: Place, scale: float) -> Patch:
    """``place`` (left, top, right, bottom in card widths and heights) at ``scale`` pixels to the card's width."""
    left, top, right, bottom = place
    corners = placing.corners_at(place)
    width, height = round(scale * (right - left)), round(scale * (bottom - top) / placing.aspect)
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    to_capture = cv2.getPerspectiveTransform(frame, corners)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpPerspective(pixels, to_capture, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Patch(np.asarray(cut, np.uint8), np.asarray(to_capture, np.float64))
