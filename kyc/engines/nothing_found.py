"""Why no document was found in a picture, as far as its text and sharpness tell (the reasons that the seeds know)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.authenticity.sharpness import TEXT_HEIGHT, text_blur
from kyc.documents import errors
from kyc.documents.errors import InspectionError
from kyc.imaging.sandbox import Pixels
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import cut_line

#: Median blur of the lines, in heights of their characters. On tuning specimens whose blur was
#: swept, no card is found from 0.108 on and each below 0.097; published photographs have at most 0.06.
TOO_BLURRED: Final = 0.095
#: Blur of the whole picture's sharpest edges, in text heights of a document ``USUAL_WIDTH`` as wide as the picture;
#: without any text to judge by, a soft table top looks blurred too.
TOO_BLURRED_WITHOUT_TEXT: Final = 0.18
USUAL_WIDTH: Final = 0.7
#: All text within so few pixels is a document too small to be read: three quarters of ``local.SMALLEST_CARD``.
TOO_NARROW: Final = 220.0
#: A line read with less confidence is no text but grain of wood.
TEXT: Final = 0.5
#: A line's box is about this many times as high as its characters.
BOX_HEIGHT: Final = 1.5
#: Characters read with this confidence are text; so few of them are a document that cannot be read, more of them are
#: something else.
CLEAR: Final = 0.8
FEW_CHARACTERS: Final = (4, 60)


def why_nothing(lines: Sequence[TextLine], pixels: Pixels) -> type[InspectionError]:
    """The error that says why none of ``lines``, read in RGB ``pixels``, make a document."""
    luma = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    text = [line for line in lines if line.confidence > TEXT]
    if not text:
        blurred = text_blur(luma, USUAL_WIDTH * luma.shape[1]) > TOO_BLURRED_WITHOUT_TEXT
        return errors.TooBlurred if blurred else errors.NoTextFound
    if _extent(text) < TOO_NARROW:
        return errors.DocumentTooSmall
    if float(np.median([_blur(luma, line) for line in text])) > TOO_BLURRED:
        return errors.TooBlurred
    clear = sum(len(line.characters) for line in text if line.confidence > CLEAR)
    return errors.UnreadableDocument if FEW_CHARACTERS[0] <= clear <= FEW_CHARACTERS[1] else errors.NoDocumentFound


def _extent(lines: Sequence[TextLine]) -> float:
    """Pixels across all text, the longer way."""
    corners = np.concatenate([line.corners for line in lines])
    return float(np.ptp(corners, axis=0).max())


def _blur(luma: npt.NDArray[np.uint8], line: TextLine) -> float:
    """Blur of one line in heights of its own characters."""
    return text_blur(cut_line(luma, line.corners), line.height / BOX_HEIGHT / TEXT_HEIGHT)
