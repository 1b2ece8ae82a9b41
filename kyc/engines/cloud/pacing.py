"""No more calls a second than a vendor allows an account: callers wait for their turn, but not for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from kyc.engines.cloud.vendor_errors import BUSY, Meaning, Refused

#: Seconds that a call waits for its turn at most.
LONGEST_WAIT: Final = 10.0
#: A full queue here is nothing that waiting a little longer in it would mend.
_FULL: Final = Meaning(BUSY.fault, BUSY.error)


class Pacing:
    """Turns at even distances, in the order in which they are asked for; one process's share, not a whole desk's."""

    def __init__(
        self,
        per_second: float,
        longest_wait: float = LONGEST_WAIT,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval, self._longest = 1 / per_second, longest_wait
        self._clock, self._sleep = clock, sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when it is this call's turn.

        Raises:
            Refused: the turn would come too late; none is taken.
        """
        with self._lock:
            now = self._clock()
            turn = max(self._next, now)
            if turn - now > self._longest:
                raise Refused(_FULL, "OWN_RATE_LIMIT")
            self._next = turn + self._interval
        if turn > now:
            self._sleep(turn - now)
