"""What is sent to a vendor: the original's own bytes where the vendor takes them as they are, else an upright JPEG.

Every capture is decoded in the sandbox first, whatever is sent: a file that is none is not worth a call, and places
need the upright picture's size. Of the original only its bytes are looked at here, never its structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from kyc.documents import errors
from kyc.documents.errors import DecodeError
from kyc.documents.results import CaptureInput
from kyc.imaging import formats, sandbox
from kyc.imaging.sandbox import DecodedPage, Pixels
from kyc.imaging.views import encode_jpeg

#: Formats as ``formats.sniff`` names them.
Formats = frozenset[str]
USUAL_FORMATS: Final[Formats] = frozenset({formats.JPEG, formats.PNG, formats.BMP})

#: A picture that says it is to be turned, in Exif of either byte order or in XMP, or that might say so in a part that
#: is packed. Found by chance it costs a copy that was not needed.
_MAY_BE_TURNED: Final = re.compile(
    rb"\x12\x01\x03\x00\x01\x00\x00\x00[\x02-\x08]\x00|\x01\x12\x00\x03\x00\x00\x00\x01\x00[\x02-\x08]"
    rb"|tiff:Orientation\s*(?:=\s*[\"']|>\s*)[2-8]|Raw profile type"
)
#: Qualities at which a copy is tried, and by what it shrinks where none fits: text outlives a lower quality better than
#: fewer pixels.
_QUALITIES: Final = (95, 88, 80)
_SHRINK: Final = 0.75
_MOST_SHRINKS: Final = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor takes: ``max_bytes`` of the file before Base64, sides in pixels."""

    max_bytes: int
    formats: Formats = USUAL_FORMATS
    min_side: int = 1
    max_side: int = sandbox.DEFAULT.max_side


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture on its way. ``width`` and ``height`` are the upright capture's; ``scale`` times a length in what was
    sent is that length in the capture; ``is_original`` where not a byte was changed."""

    data: bytes
    width: int
    height: int
    scale: float = 1.0
    is_original: bool = True


def prepare(capture: CaptureInput, limits: Limits, max_side: int = 0) -> Sent:
    """``capture`` as a vendor with ``limits`` takes it. ``max_side`` is as in ``InspectionRequest``.

    Raises:
        DecodeError: the file is no picture that the desk takes, or too small for the vendor; with its ``capture_id``.
    """
    try:
        return _prepared(capture, limits, max_side)
    except DecodeError as error:
        error.capture_id = capture.capture_id
        raise


def _prepared(capture: CaptureInput, limits: Limits, max_side: int) -> Sent:
    desk = replace(sandbox.DEFAULT, max_side=max_side) if max_side else sandbox.DEFAULT
    page = sandbox.decode(capture.data, page=capture.page, limits=desk)[0]
    if min(page.width, page.height) < limits.min_side:
        raise errors.ImageTooSmall(limit_px=limits.min_side)
    if _goes_as_it_is(capture.data, page, limits):
        return Sent(capture.data, page.width, page.height)
    return _copied(page, limits)


def _goes_as_it_is(data: bytes, page: DecodedPage, limits: Limits) -> bool:
    return (
        page.format in limits.formats
        and len(data) <= limits.max_bytes
        and max(page.width, page.height) <= limits.max_side
        and _MAY_BE_TURNED.search(data) is None
    )


def _copied(page: DecodedPage, limits: Limits) -> Sent:
    """
    Raises:
        FileTooLarge: no copy is small enough.
    """
    for pixels in _smaller_and_smaller(page.pixels, limits.max_side):
        for quality in _QUALITIES:
            data = encode_jpeg(pixels, quality)
            if len(data) <= limits.max_bytes:
                return Sent(data, page.width, page.height, page.width / pixels.shape[1], is_original=False)
    raise errors.FileTooLarge(limit_mb=limits.max_bytes // sandbox.MEBIBYTE)


def _smaller_and_smaller(pixels: Pixels, max_side: int) -> Iterator[Pixels]:
    """``pixels`` within ``max_side``, then shrunk step by step."""
    scale = min(1.0, max_side / max(pixels.shape[:2]))
    for _ in range(_MOST_SHRINKS):
        yield _scaled(pixels, scale)
        scale *= _SHRINK


def _scaled(pixels: Pixels, scale: float) -> Pixels:
    if scale == 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
