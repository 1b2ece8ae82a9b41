"""JPEG renditions of pixels that were decoded already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2

from kyc.imaging.sandbox import Pixels

VIEW_LONG_SIDE: Final = 2400
VIEW_QUALITY: Final = 88


@dataclass(frozen=True, slots=True)
class View:
    jpeg: bytes
    width: int
    height: int


def encode_jpeg(pixels: Pixels, quality: int = VIEW_QUALITY) -> bytes:
    """RGB pixels as JPEG bytes, without any metadata of the original."""
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("pixels cannot be encoded")
    return encoded.tobytes()


def make_view(pixels: Pixels) -> View:
    """What a browser is shown of a capture: upright, at most ``VIEW_LONG_SIDE`` pixels long."""
    height, width = pixels.shape[:2]
    scale = VIEW_LONG_SIDE / max(height, width)
    if scale < 1:
        size = (round(width * scale), round(height * scale))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype("uint8", copy=False)
    return View(encode_jpeg(pixels), pixels.shape[1], pixels.shape[0])
