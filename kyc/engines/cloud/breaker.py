"""A circuit breaker: after several failures in a row a vendor is left alone for a while, then tried with one call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kyc.engines.cloud.vendor_errors import FAILED_FOR_GOOD, Refused

#: Failures in a row that open it, and the seconds that it then stays open.
FAILURES = 5
PAUSE_SECONDS = 30.0


class Breaker:
    """One account's; safe to share between threads.

    A call asks ``admit`` first and says afterwards how it went, in every case: ``worked`` for anything that the vendor
    answered as it should (a refused picture included), ``failed`` for failures of its own.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        pause_seconds: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._pause, self._clock = failures, pause_seconds, clock
        self._failures = 0
        self._open_until = 0.0
        self._lock = threading.Lock()

    def admit(self) -> None:
        """Let a call go on; half open, one in each pause.

        Raises:
            Refused: the breaker is open.
        """
        with self._lock:
            if self._failures < self._most:
                return
            if self._clock() < self._open_until:
                raise Refused(FAILED_FOR_GOOD, "CIRCUIT_OPEN")
            # This call is the trial. Should it never come back, the next pause brings another.
            self._open_until = self._clock() + self._pause

    def worked(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._most:
                self._open_until = self._clock() + self._pause
