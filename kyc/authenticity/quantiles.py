"""Quantiles of the few thousand values of a window, of which detectors take a hundred a card: where ``np.quantile`` is
asked for one at a time, most of its time goes by before it looks at a value."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def quantile(values: NDArray[Any], share: float) -> float:
    """The value below which ``share`` (0-1) of ``values`` lie, between its two neighbours as their distance has it:
    ``np.quantile`` with its default method. ``values`` must not be empty and hold no NaN."""
    flat = values.ravel()
    place = share * (flat.size - 1)
    below = int(place)
    above = min(below + 1, flat.size - 1)
    parted = np.partition(flat, (below, above))
    low, high = float(parted[below]), float(parted[above])
    return low + (high - low) * (place - below)
