"""Places for what takes its time: so many at once, and of one client not all of them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from kyc.gateway.limits import Busy


class Places:
    """At most ``most`` at once, and ``of_one`` of one client. Nobody waits for a place: waiting takes a thread too."""

    def __init__(self, most: int, of_one: int) -> None:
        self._most, self._of_one = most, of_one
        self._taken: Counter[Hashable] = Counter()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many are taken."""
        return self._taken.total()

    def take(self, client: Hashable) -> None:
        """
        Raises:
            Busy: none is free.
        """
        with self._lock:
            if len(self) >= self._most or self._taken[client] >= self._of_one:
                raise Busy
            self._taken[client] += 1

    def give_back(self, client: Hashable) -> None:
        with self._lock:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]

    @contextmanager
    def one(self, client: Hashable) -> Iterator[None]:
        """
        Raises:
            Busy: none is free.
        """
        self.take(client)
        try:
            yield
        finally:
            self.give_back(client)
