"""One call on its way: who makes it, whether it may go on, and what is learnt of it."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass, field

from django.db import Error
from django.utils import timezone

from kyc.accounts import clients
from kyc.accounts.models import ApiClient, ClientState
from kyc.gateway.limits import queue, rates

logger = logging.getLogger(__name__)


class NotOpened(Exception):
    """The client has not this service."""


class Suspended(Exception):
    """The client's account is suspended, for arrears or another reason of its own."""


class QuotaUsedUp(Exception):
    """No call is left of the client's quota."""


@dataclass
class Call:
    """What is learnt of a call is filled in on its way; ``kyc.gateway.rows`` writes it down."""

    api: str
    action: str = ""
    client: ApiClient | None = None
    kind: str = ""
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    _start: float = field(default_factory=time.monotonic)
    _is_counted: bool = False

    @property
    def milliseconds(self) -> int:
        return round(1000 * (time.monotonic() - self._start))

    def admit(self, per_second: float) -> None:
        """Let the client's call go on, and count it.

        Raises:
            TooFast, NotOpened, Suspended, Busy, QuotaUsedUp.
        """
        client = self._known_client()
        rates.take(client.pk, self.action, per_second)
        if self.action not in client.services:
            raise NotOpened
        if client.state == ClientState.SUSPENDED:
            raise Suspended
        queue.demand_a_place()
        if not clients.use_quota(client):
            raise QuotaUsedUp
        self._is_counted = True

    def not_charged(self) -> None:
        """A call that ended for a reason of the desk's own takes nothing off the quota, if the database can be had."""
        if not self._is_counted or self.client is None:
            return
        self._is_counted = False
        try:
            clients.give_back(self.client)
        except Error as error:
            logger.warning("call %s was not given back: %s", self.request_id, type(error).__name__)

    def _known_client(self) -> ApiClient:
        if self.client is None:
            raise ValueError("a call is admitted once its client is known")
        return self.client


def now() -> float:
    """Seconds of Unix time by the desk's clock."""
    return timezone.now().timestamp()
