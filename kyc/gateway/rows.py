"""The row that tells of each call; and how long rows, and signatures that have served, are kept.

Whoever has no account can call as often as they like, so only ``MOST_ANONYMOUS`` of their calls a minute get a row of
their own for each API. Those beyond are counted in one row a minute for each code. Its count is written once a second:
the last second of a flood may be missing if the desk ends then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import Error
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from kyc.gateway.calls import Call
from kyc.gateway.models import ApiCall, UsedSignature
from kyc.protocols.tencent_legacy.signing import LONGEST_SINGLE_USE, SKEW

logger = logging.getLogger(__name__)

#: Calls of unknown callers that get a row of their own, in a minute, for each API.
MOST_ANONYMOUS: Final = 30
#: A signature that served once is kept for as long as it would be taken.
_SIGNATURES_KEPT: Final = timedelta(seconds=LONGEST_SINGLE_USE + SKEW)
#: Rows that are deleted by one statement, so that nobody waits long for the database.
_BATCH: Final = 5_000


def write(call: Call, code: str) -> None:
    """Tell of a call that ended; ``code`` is empty for an answer. Where the database cannot take the row, the log says
    so: the call has its answer, whatever becomes of the row."""
    try:
        if call.client is None:
            anonymous.write(call, code)
        else:
            _insert(call, code)
        anonymous.write_counts()
    except Error as error:
        logger.error("call %s has no row: %s", call.request_id, type(error).__name__)


def clear_old(**_: Any) -> None:
    """Delete what is older than it is to be kept; the sweep does so now and then."""
    now = timezone.now()
    _delete(ApiCall.objects.filter(at__lt=now - timedelta(days=settings.API_CALL_DAYS)))
    _delete(UsedSignature.objects.filter(at__lt=now - _SIGNATURES_KEPT))


@dataclass
class _Counted:
    """Calls of one API and code beyond the limit: the row that counts them, and those it does not count yet."""

    row: int | None = None
    is_begun: bool = False
    unwritten: int = 0
    written_at: float = 0.0


@dataclass
class Anonymous:
    """Rows of callers that nobody knows, as far as there are not too many. One process serves the gateway."""

    clock: Callable[[], float] = time.monotonic
    _minute: int = -1
    _rows: dict[str, int] = field(default_factory=dict)
    _counted: dict[tuple[str, str], _Counted] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._minute, self._rows, self._counted = -1, {}, {}

    def write(self, call: Call, code: str) -> None:
        if self._has_row(call.api):
            _insert(call, code)
            return
        with self._lock:
            counted = self._counted.setdefault((call.api, code), _Counted())
            is_first, counted.is_begun = not counted.is_begun, True
            counted.unwritten += 0 if is_first else 1
        if is_first:
            self._begin(counted, call, code)

    def _begin(self, counted: _Counted, call: Call, code: str) -> None:
        try:
            row = _insert(call, code)
        except Error:
            counted.is_begun = False
            raise
        with self._lock:
            counted.row, counted.written_at = row.pk, self.clock()

    def write_counts(self, *, older_than: float = 1.0) -> None:
        """Add what is not counted yet to its rows, where a second has passed since that was last done."""
        for counted in list(self._counted.values()):
            with self._lock:
                is_due = counted.row and counted.unwritten and self.clock() - counted.written_at >= older_than
                row, more = counted.row, counted.unwritten
                if is_due:
                    counted.unwritten, counted.written_at = 0, self.clock()
            if is_due and row:
                ApiCall.objects.filter(pk=row).update(calls=F("calls") + more)

    def _has_row(self, api: str) -> bool:
        minute = int(self.clock() // 60)
        if minute != self._minute:
            self.write_counts(older_than=0.0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._rows, self._counted = minute, {}, {}
            self._rows[api] = self._rows.get(api, 0) + 1
            return self._rows[api] <= MOST_ANONYMOUS


anonymous: Final = Anonymous()


def _insert(call: Call, code: str) -> ApiCall:
    return ApiCall.objects.create(
        client=call.client,
        api=call.api,
        action=call.action[:40],
        code=code,
        kind=call.kind,
        request_id=call.request_id,
        milliseconds=call.milliseconds,
    )


def _delete(old: QuerySet[Model]) -> None:
    while True:
        found = list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH])
        if not found:
            return
        old.model._default_manager.filter(pk__in=found).delete()
