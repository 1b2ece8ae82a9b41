"""What the tiles of a spectrum lie on: the card, its surroundings, bright or dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.spectra import Band, Corners, reduced

#: Shares of a tile that lie on the card, from which on it counts as inside, and up to which as outside.
_INSIDE: Final = 0.85
_OUTSIDE: Final = 0.15
#: Masks and luma are summed on a picture reduced by this.
_REDUCED: Final = 4
#: A screen's pattern is as strong as the screen is bright: darker tiles count less, in proportion to their luma.
_BRIGHT: Final = 110.0
_LEAST_WEIGHT: Final = 0.05
#: Fewer tiles say nothing of a side.
_FEWEST: Final = 3
#: Decibels that are taken off one tile's level, fewer by the square root of the number of tiles: about the spread of
#: single tiles in genuine captures. Without it a small card with 15 tiles around it passed for a screen.
_CHANCE: Final = 8.0


@dataclass(frozen=True)
class Ground:
    """By tile: whether it lies on the card, off it (or on neither side), and what it counts for."""

    inside: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    weight: NDArray[np.float64]

    def level_inside(self, support: NDArray[np.float32]) -> float:
        """Decibels of a pattern on the card: the mean of the better half, for large print hides it, less what chance
        adds to a mean of few. Of fewer than three tiles there is none: 0."""
        count = int(self.inside.sum())
        if count < _FEWEST:
            return 0.0
        order = np.argsort(-support[self.inside])
        found, weight = np.maximum(support[self.inside][order], 0), self.weight[self.inside][order]
        half = max(float(weight.sum()) / 2, float(weight[:_FEWEST].sum()))
        better = np.cumsum(weight) <= half + 1e-9
        mean = float(np.average(found[better], weights=weight[better]))
        return max(0.0, mean - _CHANCE / float(np.sqrt(count)))


class Reduced:
    """Sums over masks and luma of a capture, from which any tile's means are read. Another document beside the card is
    no surroundings: it has the same guilloche."""

    def __init__(
        self, card_mask: NDArray[np.uint8], documents_mask: NDArray[np.uint8], luma: NDArray[np.uint8]
    ) -> None:
        self._card = _summed(card_mask)
        self._documents = _summed(documents_mask)
        self._light = _summed(luma)

    def ground(self, at: Corners, band: Band) -> Ground:
        share, covered = self._means(self._card, at, band) / 255, self._means(self._documents, at, band) / 255
        level = self._means(self._light, at, band)
        return Ground(share >= _INSIDE, covered <= _OUTSIDE, np.clip(level / _BRIGHT, _LEAST_WEIGHT, 1))

    def _means(self, sums: NDArray[np.int32], at: Corners, band: Band) -> NDArray[np.float64]:
        if not len(at):
            return np.zeros(0)
        side = band.tile * band.scale // _REDUCED
        limit = np.array([sums.shape[1] - 1 - side, sums.shape[0] - 1 - side])
        x, y = np.clip(at * band.scale // _REDUCED, 0, np.maximum(limit, 0)).T
        right, low = np.minimum(x + side, sums.shape[1] - 1), np.minimum(y + side, sums.shape[0] - 1)
        total = sums[low, right].astype(np.float64) - sums[y, right] - sums[low, x] + sums[y, x]
        return np.asarray(total / side**2)


def _summed(picture: NDArray[np.uint8]) -> NDArray[np.int32]:
    return np.asarray(cv2.integral(reduced(picture, _REDUCED)))
