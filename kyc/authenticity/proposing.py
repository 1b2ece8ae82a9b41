"""From the scores of genuine captures to the line of a detector, and how sure a rate of errors is.

A line is set on genuine captures alone (Neyman and Pearson): at the score that one capture in a hundred may reach. No
attack takes part, so the rule holds for attacks that nobody has seen yet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: The share of genuine captures that a line may raise.
ALARM_SHARE: Final = 0.01
#: With fewer captures their 99th percentile is no more than their maximum.
LEAST_CAPTURES: Final = 100
#: Rule of three: no alarm in this many independent captures bounds the rate at 1 % with 95 % confidence.
SURE_CAPTURES: Final = 300
#: A line beyond the scale is none.
HIGHEST: Final = 100.0
#: Scores are given to a tenth.
_STEP: Final = 0.1


class NoLine(StrEnum):
    """Why no line is proposed."""

    TOO_FEW = "too_few"
    #: Says nothing of where between 0 and the shipped line another one could stand.
    ALL_AT_ZERO = "all_at_zero"
    #: More than the share score 100.
    NONE_KEEPS_TO_IT = "none_keeps_to_it"


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """What the scores of one detector suggest.

    ``line`` is the proposal, None where ``why_not`` says. ``raised`` counts what the shipped line would have raised;
    ``most`` is the upper bound (one-sided, 95 %) of that rate; ``raised_proposed`` and ``most_proposed`` are the same
    of the proposed line.
    """

    captures: int
    shipped: float
    raised: int
    most: float
    line: float | None = None
    raised_proposed: int = 0
    most_proposed: float = 1.0
    why_not: NoLine | None = None

    @property
    def is_sure(self) -> bool:
        """Whether there are enough captures to bound the rate at 1 %."""
        return self.captures >= SURE_CAPTURES


def propose(scores: Sequence[float], shipped: float, share: float = ALARM_SHARE) -> ProposedLine:
    """The line that at most ``share`` of the genuine ``scores`` reach."""
    raised = sum(score >= shipped for score in scores)
    most = upper_bound(raised, len(scores))
    why_not = _why_not(scores, share)
    if why_not is not None:
        return ProposedLine(len(scores), shipped, raised, most, why_not=why_not)
    line = line_from(scores, share)
    still = sum(score >= line for score in scores)
    return ProposedLine(len(scores), shipped, raised, most, line, still, upper_bound(still, len(scores)))


def _why_not(scores: Sequence[float], share: float) -> NoLine | None:
    if len(scores) < LEAST_CAPTURES:
        return NoLine.TOO_FEW
    if max(scores) <= 0:
        return NoLine.ALL_AT_ZERO
    return NoLine.NONE_KEEPS_TO_IT if line_from(scores, share) > HIGHEST else None


def line_from(scores: Sequence[float], share: float = ALARM_SHARE) -> float:
    """The lowest line, to a tenth, that at most ``share`` of ``scores`` reach.

    It may lie above 100 where more than that share score 100; then no line of the scale keeps to it.
    """
    allowed = math.floor(share * len(scores) + 1e-9)
    highest_quiet = sorted(scores, reverse=True)[allowed]
    return round(highest_quiet + _STEP, 1)


def upper_bound(errors: int, count: int, confidence: float = 0.95) -> float:
    """One-sided upper bound of a rate of which ``errors`` of ``count`` were seen (Clopper and Pearson 1934): the rate
    at which so few errors would be seen once in twenty times. 1 where nothing was counted."""
    if errors >= count:
        return 1.0
    low, high = errors / count, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most(errors, count, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(errors: int, count: int, rate: float) -> float:
    """Probability of ``errors`` or fewer among ``count`` independent captures."""
    if rate <= 0.0:
        return 1.0
    if rate >= 1.0:
        return 0.0
    seen, unseen = math.log(rate), math.log1p(-rate)
    return math.fsum(
        math.exp(
            math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * seen + (count - k) * unseen
        )
        for k in range(errors + 1)
    )
