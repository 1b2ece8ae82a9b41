"""Calls of one account: at its pace, while its vendor works, again where that can help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kyc.documents.errors import EngineNotConfigured
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.breaker import Breaker
from kyc.engines.cloud.connection import Connection
from kyc.engines.cloud.pacing import Pacing
from kyc.engines.cloud.retrying import Retrying
from kyc.engines.cloud.vendor_errors import Fault, Refused
from kyc.protocols.wire import WireAnswer, WireRequest

Result = TypeVar("Result")


class Account:
    """``retrying``, ``breaker`` and ``pacing`` are those of a desk at work unless given."""

    def __init__(
        self,
        access: CloudAccess,
        *,
        retrying: Retrying | None = None,
        breaker: Breaker | None = None,
        pacing: Pacing | None = None,
    ) -> None:
        """
        Raises:
            EngineNotConfigured: as ``Connection``; or no call a second is allowed.
        """
        if not access.calls_per_second > 0:
            raise EngineNotConfigured("calls_per_second", engine=access.name)
        self._connection = Connection(access)
        self._retrying = retrying or Retrying()
        self._breaker = breaker or Breaker()
        self._pacing = pacing or Pacing(access.calls_per_second)

    @property
    def host(self) -> str:
        return self._connection.host

    def call(self, make: Callable[[], WireRequest], understand: Callable[[WireAnswer], Result]) -> Result:
        """Send what ``make`` gives (anew for each try: signatures hold a time) and give back what ``understand`` makes
        of the answer.

        Raises:
            Refused: as ``understand`` and ``Connection.send``; the breaker is open; too many calls wait.
        """
        return self._retrying.call(lambda: self._once(make, understand))

    def close(self) -> None:
        self._connection.close()

    def _once(self, make: Callable[[], WireRequest], understand: Callable[[WireAnswer], Result]) -> Result:
        # The turn first: whoever is half open's one trial must not wait with it.
        self._pacing.wait()
        self._breaker.admit()
        try:
            result = understand(self._connection.send(make()))
        except Refused as refused:
            if refused.meaning.fault is Fault.VENDOR:
                self._breaker.failed()
            else:
                self._breaker.worked()
            raise
        self._breaker.worked()
        return result
