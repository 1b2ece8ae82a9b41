"""Trying again where that can help: a bounded number of times, within a bounded time, after random pauses.

Pauses have full jitter: each is drawn between nothing and a bound that doubles, so that clients which failed together
do not come back together.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from kyc.engines.cloud.vendor_errors import Refused

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Retrying:
    """``tries`` in all. No new one begins once ``total_seconds`` would have passed; a try itself is bounded by its own
    timeouts. ``first_pause`` and ``longest_pause`` bound the pauses (seconds)."""

    tries: int = 3
    total_seconds: float = 30.0
    first_pause: float = 0.3
    longest_pause: float = 4.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[float, float], float] = field(default=random.uniform)

    def call(self, attempt: Callable[[], Result]) -> Result:
        """
        Raises:
            Refused: what the last try was told, or the first one that cannot be helped by another.
        """
        begun = self.clock()
        for count in range(1, self.tries):
            try:
                return attempt()
            except Refused as refused:
                pause = self.draw(0, min(self.longest_pause, self.first_pause * 2 ** (count - 1)))
                if not refused.meaning.again or self.clock() - begun + pause > self.total_seconds:
                    raise
            self.sleep(pause)
        return attempt()
