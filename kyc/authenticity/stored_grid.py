"""The block grid that a picture is stored on: the coefficients of its luma as the file holds them, block by block.

JPEG works on 8 x 8 pixels of the stored picture, which EXIF may turn; blocks are given here as they lie in the upright
one. Coefficients are worked out from the decoded pixels (a decoder's rounding moves them by a fraction of a unit), so
that no second decoder of untrusted bytes is needed; of the file only its head is read.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kyc.authenticity.capture import ExaminedCapture

Floats = NDArray[np.float32]

BLOCK: Final = 8
_HALF: Final = BLOCK // 2
#: The lowest frequencies (row, column), which text and paper fill: sums 1 to 4 of both, without the mean.
_HIGHEST: Final = 4
FREQUENCIES: Final = tuple((row, total - row) for total in range(1, _HIGHEST + 1) for row in range(total + 1))
#: A full channel comes back from a second saving a little lower; any pixel of it, or an empty one, spoils its block.
#: Where only blocks with more than a twenty-fifth of black were left out, in case it is the ink of who typed over a
#: value, stretched contrast looked like typing (7 of 40 grey files); no edit is lost without (46 of 92 either way).
_NOT_CLIPPED: Final = ((1, 1, 1), (249, 249, 249))
_ORIENTATION: Final = 0x0112
#: A lossless file may hold what was a JPEG before; it is stored as it was then turned.
_LOSSLESS: Final = ("PNG", "BMP", "TIFF")
#: By EXIF orientation: whether the upright picture's rows are the stored one's columns, and whether its x and its y run
#: against the stored axis that they come from.
_AXES: Final = {
    1: (False, False, False),
    2: (False, True, False),
    3: (False, True, True),
    4: (False, False, True),
    5: (True, False, False),
    6: (True, True, False),
    7: (True, True, True),
    8: (True, False, True),
}


@dataclass(frozen=True, slots=True)
class StoredGrid:
    """``coefficients``: for each of ``FREQUENCIES`` the luma's coefficient of every block, F x rows x columns;
    ``steps`` the file's quantisation step of each (1 where the file is no JPEG). ``left``, ``top`` is the corner of the
    first block in the upright picture; ``clipped`` marks blocks that touch black or white. ``between`` are coefficients
    of blocks half a block aside, F x n: what the picture holds without any grid's steps."""

    coefficients: Floats
    between: Floats
    steps: NDArray[np.int64]
    left: int
    top: int
    clipped: NDArray[np.bool_]


def stored_grid(capture: ExaminedCapture, bounds: tuple[int, int, int, int]) -> StoredGrid | None:
    """The blocks inside ``bounds`` (left, top, right, bottom of the upright picture); None where the file does not say
    how it was stored, or is of other size than what was decoded."""
    head = _head(capture)
    if head is None:
        return None
    steps, (crossed, against_x, against_y) = head
    height, width = capture.pixels.shape[:2]
    # Where an axis runs backwards, whole blocks end at the picture's far edge and a rest lies at the near one.
    rest_x, rest_y = width % BLOCK if against_x else 0, height % BLOCK if against_y else 0
    left, top = _next_corner(bounds[0], rest_x), _next_corner(bounds[1], rest_y)
    columns, rows = (min(bounds[2], width) - left) // BLOCK, (min(bounds[3], height) - top) // BLOCK
    if columns < 2 or rows < 2:
        return None
    here = capture.pixels[top : top + BLOCK * rows, left : left + BLOCK * columns]
    # Luma in fractions: rounded to whole levels it would blur small steps.
    luma = np.asarray(cv2.cvtColor(here.astype(np.float32), cv2.COLOR_RGB2GRAY))
    own = np.array([steps[column, row] if crossed else steps[row, column] for row, column in FREQUENCIES])
    between = _coefficients(luma[_HALF:-_HALF, _HALF:-_HALF]).reshape(len(FREQUENCIES), -1)
    return StoredGrid(_coefficients(luma), between, own, left, top, _clipped(here, rows, columns))


def coarseness(capture: ExaminedCapture) -> float:
    """The mean of the low frequencies' quantisation steps: 1 for a lossless file, 0 where the file does not say."""
    head = _head(capture)
    return float(np.mean([head[0][place] for place in FREQUENCIES])) if head is not None else 0.0


def _next_corner(start: int, rest: int) -> int:
    """The first block's corner at or after ``start``, where blocks begin at ``rest``."""
    return rest + BLOCK * -(-max(start - rest, 0) // BLOCK)


def _head(capture: ExaminedCapture) -> tuple[NDArray[np.int64], tuple[bool, bool, bool]] | None:
    """Luma's quantisation steps (8 x 8), and how the stored picture's axes lie in the upright one."""
    if capture.decoded_format in _LOSSLESS:
        return np.ones((BLOCK, BLOCK), np.int64), _AXES[1]
    try:
        with Image.open(io.BytesIO(capture.original), formats=("JPEG", "MPO")) as stored:
            tables, size = stored.quantization, stored.size  # type: ignore[attr-defined]
            axes = _AXES.get(stored.getexif().get(_ORIENTATION, 1), _AXES[1])
    except (OSError, SyntaxError, ValueError, KeyError):
        return None
    height, width = capture.pixels.shape[:2]
    if 0 not in tables or size != ((height, width) if axes[0] else (width, height)):
        return None
    return np.asarray(tables[0], np.int64).reshape(BLOCK, BLOCK), axes


def _coefficients(luma: Floats) -> Floats:
    """The coefficients of ``FREQUENCIES`` of every block: F x rows x columns."""
    some, rows, columns = _HIGHEST + 1, luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    blocks = np.ascontiguousarray(luma).reshape(rows, BLOCK, columns * BLOCK)
    down = np.matmul(_COSINES, blocks).reshape(rows * some * columns, BLOCK)
    planes = (down @ _COSINES.T).reshape(rows, some, columns, some)
    return np.stack([planes[:, row, :, column] for row, column in FREQUENCIES])


def _clipped(pixels: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.bool_]:
    """Blocks in which a channel was full or empty before it was saved: clipping moved their coefficients."""
    clipped = 255 - cv2.inRange(pixels, *_NOT_CLIPPED)
    return np.asarray(cv2.resize(clipped, (columns, rows), interpolation=cv2.INTER_AREA) > 0)


def _cosine_basis() -> Floats:
    place, frequency = np.arange(BLOCK), np.arange(_HIGHEST + 1)[:, None]
    basis = np.cos((2 * place + 1) * frequency * np.pi / (2 * BLOCK)) * np.sqrt(2 / BLOCK)
    basis[0] /= np.sqrt(2)
    return np.asarray(basis, np.float32)


_COSINES: Final = _cosine_basis()
