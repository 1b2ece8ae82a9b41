"""What every API does with a call around its own form: answer it whatever happens, and write it down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from kyc.documents.errors import DeskError
from kyc.gateway import rows
from kyc.gateway.calls import Call, NotOpened, QuotaUsedUp, Suspended
from kyc.gateway.fetching import CannotFetch
from kyc.gateway.limits import Busy, TooFast
from kyc.protocols.wire import WireAnswer
from kyc.vault.errors import VaultUnavailable

logger = logging.getLogger(__name__)

Error = TypeVar("Error", bound=Exception)
Said = TypeVar("Said")
#: Why a call is refused, before the API has words for it.
_REASONS: Final = (TooFast, NotOpened, Suspended, QuotaUsedUp, CannotFetch, Busy, DeskError)


@dataclass(frozen=True, slots=True)
class ErrorForm(Generic[Error]):
    """How an API says that it does not answer: its error, the code that the row has, and the bytes. ``unforeseen`` is
    said of what nobody foresaw, ``unavailable`` while the key store is away."""

    error: type[Error]
    code: Callable[[Error], str]
    encode: Callable[[Error, Call], WireAnswer]
    unforeseen: Callable[[], Error]
    unavailable: Callable[[], Error]


def answered(call: Call, form: ErrorForm[Error], answer: Callable[[], WireAnswer]) -> WireAnswer:
    """What ``answer`` gives, or what went wrong in the API's form. Never raises, and the call has its row."""
    try:
        sent, code = _given_or_refused(call, form, answer)
    except Exception:
        logger.exception("call %s failed", call.request_id)
        call.not_charged()
        error = form.unforeseen()
        sent, code = form.encode(error, call), form.code(error)
    rows.write(call, code)
    return sent


def _given_or_refused(call: Call, form: ErrorForm[Error], answer: Callable[[], WireAnswer]) -> tuple[WireAnswer, str]:
    error: Error
    try:
        return answer(), ""
    except VaultUnavailable as reason:
        logger.warning("call %s: %s", call.request_id, reason.code)
        call.not_charged()
        error = form.unavailable()
    except form.error as refusal:
        error = refusal
    return form.encode(error, call), form.code(error)


@contextmanager
def refusals_as(call: Call, say: Callable[[Exception], Exception]) -> Iterator[None]:
    """What is refused within is said by ``say``, in the API's own error. What was the desk's own fault, or will be
    different in a moment, takes nothing off the quota."""
    try:
        yield
    except _REASONS as reason:
        if isinstance(reason, Busy) or (isinstance(reason, DeskError) and reason.retryable):
            call.not_charged()
        raise say(reason) from reason


def nearest(reason: Exception, said: Mapping[type[Exception], Said], otherwise: Said) -> Said:
    """What is said of the nearest of the reason's classes."""
    return next((said[kind] for kind in type(reason).__mro__ if kind in said), otherwise)
