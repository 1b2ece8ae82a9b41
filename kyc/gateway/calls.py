"""What every API does with a call besides its own form: who may call, how often, where the picture comes from, and the
row that tells of it."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from kyc.accounts import clients
from kyc.accounts.models import ApiClient, ClientState
from kyc.gateway.limits import rates
from kyc.gateway.models import ApiCall

logger = logging.getLogger(__name__)


class NotOpened(Exception):
    """The client has not this service."""


class Suspended(Exception):
    """The client's account is suspended, for arrears or another reason of its own."""


class QuotaUsedUp(Exception):
    """No call is left of the client's quota."""


@dataclass
class Call:
    """One call on its way; what is learnt of it is filled in, and ``finish`` writes the row."""

    api: str
    action: str = ""
    client: ApiClient | None = None
    kind: str = ""
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    _start: float = field(default_factory=time.monotonic)
    _is_counted: bool = False

    def admit(self, per_second: float) -> None:
        """Let the client's call go on, and count it.

        Raises:
            TooFast, NotOpened, Suspended, QuotaUsedUp.
        """
        client = self._known_client()
        rates.take(client.pk, self.action, per_second)
        if self.action not in client.services:
            raise NotOpened
        if client.state == ClientState.SUSPENDED:
            raise Suspended
        if not clients.use_quota(client):
            raise QuotaUsedUp
        self._is_counted = True

    def not_charged(self) -> None:
        """A call that ended for a reason of the desk's own takes nothing off the quota."""
        if self._is_counted and self.client is not None:
            clients.give_back(self.client)
            self._is_counted = False

    def finish(self, code: str) -> None:
        """Write the row; ``code`` is empty for an answer."""
        ApiCall.objects.create(
            client=self.client,
            api=self.api,
            action=self.action[:40],
            code=code,
            kind=self.kind,
            request_id=self.request_id,
            milliseconds=round(1000 * (time.monotonic() - self._start)),
        )

    def _known_client(self) -> ApiClient:
        if self.client is None:
            raise ValueError("a call is admitted once its client is known")
        return self.client


def enabled_client(**by: str) -> ApiClient | None:
    return ApiClient.objects.filter(is_enabled=True, **by).first()


def now() -> float:
    """Seconds of Unix time by the desk's clock."""
    return timezone.now().timestamp()
