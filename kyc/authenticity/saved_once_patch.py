"""A patch on the card that was saved once less than the rest, where each block tells little: part of *compression*.

After a coarser second saving a block says next to nothing of the first, so that none of a value's blocks is foreign by
itself. Together they are: what the blocks of a window lack of the card's own rate of evidence is added up and divided
by what it varies by (a pooled likelihood ratio test over ``jpeg_history``'s blocks). An edit is one row of type at most
and lies on the card with nothing foreign elsewhere; a watermark runs across it and beyond, and a mosaic is an open
change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.jpeg_history import History

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: Sides of the windows, in blocks: from two characters to a value.
_SIDES: Final = (3, 5, 7, 9)
#: Blocks of a window that stands out by this much, and that stand out with their neighbours a little, are foreign.
_WINDOW: Final = 5.0
_NEIGHBOURS: Final = 1.5
#: Squared difference from the card's rate, for each unit of what a block can tell, at least.
_LEAST_SPREAD: Final = 0.25
#: Characters of one word touch when gaps of two blocks are closed.
_GAP: Final = np.ones((5, 5), np.uint8)
#: A digit's, at least: fewer blocks that stand out in a window of 81 are chance.
_LEAST_BLOCKS: Final = 8
#: An island with less of what is foreign is chance.
_LEAST_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Patch:
    """``blocks``: its islands; ``lack``: what each block lacks of the card's evidence of an earlier saving, 0 beyond
    the islands; ``strength``: of its strongest window, in standard deviations."""

    blocks: Mask
    lack: Floats
    strength: float


def saved_once_patch(past: History, on_card: Mask, card_width: float) -> Patch | None:
    """The one patch that everything foreign lies in; None where there is none, or no history to compare with.
    ``card_width`` is in blocks."""
    inner = _eroded(on_card)
    weight = float(past.weight[inner].sum())
    rate = float(past.ratio[inner].sum()) / max(weight, 1.0)
    if rate < lines.PATCH_CARD_RATE:
        return None
    lack = rate * past.weight - past.ratio
    spread = max(float((lack[inner] ** 2).sum()) / max(weight, 1.0), _LEAST_SPREAD)
    strengths = [_strength(past, lack, spread, side) for side in _SIDES]
    strength = np.max(strengths, axis=0)
    foreign = (strength > _WINDOW) & (strengths[0] > _NEIGHBOURS)
    blocks = _islands(foreign, np.where(foreign, np.maximum(lack, 0.0), 0.0))
    if blocks is None or int(blocks.sum()) < _LEAST_BLOCKS or not _is_row_on_card(blocks, on_card, card_width):
        return None
    return Patch(blocks, np.where(blocks, np.maximum(lack, 0.0), 0.0), float(strength[blocks].max()))


def _strength(past: History, lack: Floats, spread: float, side: int) -> Floats:
    """What the window around each block lacks, over its standard deviation; 0 where it is likelier saved twice."""
    ratio, weight, missing = (
        cv2.boxFilter(plane, -1, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT)
        for plane in (past.ratio, past.weight, lack)
    )
    return np.asarray(np.where(ratio < 0, missing / np.sqrt(spread * (weight + 2.0)), 0.0))


def _islands(foreign: Mask, mass: Floats) -> Mask | None:
    """The foreign blocks of all islands that are no chance; None where too much lies outside them."""
    closed = cv2.morphologyEx(foreign.astype(np.uint8), cv2.MORPH_CLOSE, _GAP)
    count, labels = cv2.connectedComponents(closed, connectivity=8)
    each = np.bincount(labels.ravel(), mass.ravel(), count)
    total = float(each.sum())
    large = each >= max(_LEAST_SHARE * total, 1e-6)
    if float(each[large].sum()) < lines.PATCH_SHARE * total or not large.any():
        return None
    return np.asarray(large[labels] & foreign)


def _is_row_on_card(blocks: Mask, on_card: Mask, card_width: float) -> bool:
    """Whether ``blocks`` fill a place like a row of type, however it is turned, and none lies beside the card."""
    if not on_card[blocks].all():
        return False
    rows, columns = np.nonzero(blocks)
    sides = cv2.minAreaRect(np.stack([columns, rows], axis=1).astype(np.float32))[1]
    high, long = sorted((side + 1) / card_width for side in sides)
    return bool(lines.PATCH_SHORTEST <= long <= lines.PATCH_LONGEST and high <= lines.PATCH_HIGHEST)


def _eroded(on_card: Mask) -> Mask:
    return np.asarray(cv2.erode(on_card.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
