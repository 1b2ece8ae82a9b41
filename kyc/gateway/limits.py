"""How fast a client may call, and how many calls may wait for the engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

#: Calls that may be in the engine or wait for it. More would only wait longer; and pages need threads as well.
MOST_WAITING: Final = 4
#: Clients and actions whose rates are kept in mind; those that rest are forgotten.
_MOST_BUCKETS: Final = 10_000


class TooFast(Exception):
    """More calls a second than the action allows."""


class Busy(Exception):
    """As many calls wait as may."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass
class RateLimiter:
    """Token buckets of one second's calls, one for each client and action. One process serves the gateway, so they are
    kept in memory."""

    clock: Callable[[], float] = time.monotonic
    _buckets: dict[tuple[int, str], _Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Begin anew for every client."""
        with self._lock:
            self._buckets.clear()

    def take(self, client: int, action: str, per_second: float) -> None:
        """
        Raises:
            TooFast
        """
        now = self.clock()
        with self._lock:
            if len(self._buckets) > _MOST_BUCKETS:
                self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < 1}
            bucket = self._buckets.setdefault((client, action), _Bucket(per_second, now))
            bucket.tokens = min(per_second, bucket.tokens + (now - bucket.at) * per_second)
            bucket.at = now
            if bucket.tokens < 1:
                raise TooFast
            bucket.tokens -= 1


class Queue:
    """Places of calls that are in the engine or wait for it. Nobody waits for a place."""

    def __init__(self, most: int) -> None:
        self._most, self._taken = most, 0
        self._lock = threading.Lock()

    def demand_a_place(self) -> None:
        """A look, before a picture is decoded: under a flood, decoding what cannot be read is most of the work.

        Raises:
            Busy: none is free.
        """
        if self._taken >= self._most:
            raise Busy

    @contextmanager
    def place(self) -> Iterator[None]:
        """
        Raises:
            Busy: none is free.
        """
        with self._lock:
            self.demand_a_place()
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


queue: Final = Queue(MOST_WAITING)
rates: Final = RateLimiter()
#: Whoever opens a picture waits for this turn: the engine, and the case that is opened from a call.
decoding: Final = threading.BoundedSemaphore(1)
