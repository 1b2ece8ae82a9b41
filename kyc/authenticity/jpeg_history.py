"""Where a picture was saved once less than around: the family *compression*.

Who opens a JPEG, changes a place and saves it again leaves every other place compressed twice on one block grid. The
first compression leaves only multiples of its step among the coefficients; the second rounds them to its own step, so
that some values are missing or rare. What was put in between has all values. (Double quantisation: Popescu and Farid
2004; likelihood by block: Bianchi and Piva, IEEE TIFS 7(3), 2012. What coefficients would be without any step is taken
from blocks half a block aside: Lukas and Fridrich 2003. First steps are found for each frequency apart, so that no
camera's table need be known.) A picture saved once, or twice in all places, shows nothing; one that was scaled
or turned by an odd angle between the saves has lost the first grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.stored_grid import StoredGrid

Floats = NDArray[np.float64]

#: Largest first step that is tried, and largest value (in second steps) that is looked at.
_LARGEST_STEP: Final = 48
_TOP: Final = 31
_VALUES: Final[Floats] = np.arange(1, _TOP, dtype=np.float64)
#: What decoding's rounding to whole colours moves a coefficient by: standard deviation.
_ROUNDING: Final = 0.45
#: Of blocks that were compressed twice, the share of values that stand elsewhere than the model says.
_STRAY: Final = 0.03
#: A first step is believed from this likelihood ratio on (natural logarithm), over all blocks and for each value.
_LEAST_EVIDENCE: Final = 40.0
_LEAST_EVIDENCE_EACH: Final = 0.012
_LEAST_VALUES: Final = 200
#: Where the share of larger coefficients is noted, in second steps: finely near 0, then ever more widely.
_KNOTS: Final = np.concatenate([np.arange(0, 8, 0.5), 8 * 1.25 ** np.arange(8)])


@dataclass(frozen=True, slots=True)
class History:
    """``ratio``: for every block the natural logarithm of how much likelier its coefficients are after two
    compressions than after one; rows x columns. ``known`` is how many frequencies tell the first step, ``weight`` the
    sum of each block's ratios without their signs: how much it can tell."""

    ratio: Floats
    weight: Floats
    known: int
    left: int
    top: int


def history(grid: StoredGrid) -> History:
    rows, columns = grid.coefficients.shape[1:]
    ratio, weight = np.zeros((rows, columns)), np.zeros((rows, columns))
    known = 0
    for plane, between, step in zip(grid.coefficients, grid.between, grid.steps, strict=True):
        values = np.minimum(np.rint(np.abs(plane) / step).astype(np.int64), _TOP)
        values[grid.clipped] = 0
        table = _ratios(np.bincount(values.ravel(), minlength=_TOP + 1), _larger(between, int(step)), int(step))
        if table is None:
            continue
        known += 1
        ratio += table[values]
        weight += np.abs(table)[values]
    return History(ratio, weight, known, grid.left, grid.top)


def _ratios(counts: NDArray[np.int64], larger: Floats, step: int) -> Floats | None:
    """The logarithm of the ratio for each value 0 to ``_TOP``, by the first step that explains ``counts`` best; None
    where none explains them clearly.

    Values of 0 and of the last, open class are left out: they depend on what the picture shows.
    """
    inner = counts[1:-1]
    total = int(inner.sum())
    if total < _LEAST_VALUES:
        return None
    firsts = np.array([first for first in range(max(2, step // 2), min(_LARGEST_STEP, 8 * step + 8)) if first != step])
    once = np.maximum(_between(larger, _VALUES - 0.5, _VALUES + 0.5), 1e-3)
    once /= once.sum()
    tables = np.log(((1 - _STRAY) * _twice(larger, firsts, step) + _STRAY * once) / once)
    evidence = tables @ inner
    best = int(np.argmax(evidence))
    if evidence[best] < max(_LEAST_EVIDENCE, _LEAST_EVIDENCE_EACH * total):
        return None
    return np.concatenate([[0.0], tables[best], [0.0]])


def _larger(between: NDArray[np.float32], step: int) -> Floats:
    """The logarithm of how many coefficients are larger than each of ``_KNOTS``, in steps."""
    sizes = np.sort(np.abs(between)) / step
    return np.asarray(np.log(len(sizes) - np.searchsorted(sizes, _KNOTS) + 0.5))


def _between(larger: Floats, low: Floats, high: Floats) -> Floats:
    """How many coefficients lie between two sizes, in steps."""
    above_low, above_high = (np.exp(np.interp(size, _KNOTS, larger)) for size in (np.maximum(low, 0.0), high))
    return np.asarray(above_low - above_high)


def _twice(larger: Floats, firsts: NDArray[np.int64], step: int) -> Floats:
    """Shares of the values 1 to ``_TOP`` - 1 after quantisation by each of ``firsts`` and then by ``step``: what lies
    around each first value goes to the value next to it, or, near the border of two, to both. Firsts x values."""
    count, periods = len(firsts), (firsts / step)[:, None]
    places = np.arange(0, _TOP * step // int(firsts[0]) + 2) * periods
    mass = _between(larger, places - periods / 2, places + periods / 2)
    nearest = np.rint(places).astype(np.int64)
    beside = nearest + np.where(places >= nearest, 1, -1)
    spilt = 1 / (1 + np.exp(1.702 * (0.5 - np.abs(places - nearest)) * step / _ROUNDING))
    width = _TOP + 2
    row = width * np.arange(count)[:, None]
    at = np.concatenate([row + np.minimum(np.abs(side), width - 1) for side in (nearest, beside)], axis=1)
    shares = np.bincount(at.ravel(), np.concatenate([mass * (1 - spilt), mass * spilt], axis=1).ravel(), count * width)
    inner = shares.reshape(count, width)[:, 1:_TOP]
    return np.asarray(inner / np.maximum(inner.sum(axis=1, keepdims=True), 1e-9))
