"""Breaker, pace and tries by a clock of the test's own."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyc.engines.cloud.breaker import Breaker
from kyc.engines.cloud.pacing import Pacing
from kyc.engines.cloud.retrying import Retrying
from kyc.engines.cloud.vendor_errors import ACCOUNT, FAILED, Refused


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def failing(times: int, refused: Refused, clock: Clock, seconds: float = 0.0) -> tuple[list[int], object]:
    calls: list[int] = []

    def attempt() -> str:
        calls.append(1)
        clock.now += seconds
        if len(calls) <= times:
            raise refused
        return "fine"

    return calls, attempt


@given(st.integers(1, 6), st.floats(0, 1))
def test_pauses_have_full_jitter_below_a_bound_that_doubles(tries: int, drawn: float) -> None:
    clock, bounds = Clock(), []

    def draw(low: float, high: float) -> float:
        bounds.append(high)
        assert low == 0
        return drawn * high

    retrying = Retrying(tries, 1e9, 0.3, 4.0, clock, clock.sleep, draw)
    calls, attempt = failing(99, Refused(FAILED, "x"), clock)
    with pytest.raises(Refused):
        retrying.call(attempt)  # type: ignore[arg-type]
    assert len(calls) == tries
    assert bounds == [min(4.0, 0.3 * 2**at) for at in range(tries - 1)]


def test_no_try_begins_once_the_time_is_up() -> None:
    clock = Clock()
    retrying = Retrying(10, 30.0, clock=clock, sleep=clock.sleep)
    calls, attempt = failing(99, Refused(FAILED, "x"), clock, seconds=12)
    with pytest.raises(Refused):
        retrying.call(attempt)  # type: ignore[arg-type]
    assert len(calls) == 3
    assert clock.now < 100 + 30 + 12


def test_what_another_try_cannot_help_is_not_tried_again() -> None:
    clock = Clock()
    calls, attempt = failing(99, Refused(ACCOUNT, "x"), clock)
    with pytest.raises(Refused):
        Retrying(clock=clock, sleep=clock.sleep).call(attempt)  # type: ignore[arg-type]
    assert (len(calls), clock.slept) == (1, [])


def test_a_breaker_counts_failures_in_a_row_only() -> None:
    clock = Clock()
    breaker = Breaker(3, 30, clock)
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.worked()
    breaker.admit()


def test_a_half_open_breaker_lets_one_call_through_and_closes_or_opens_by_it() -> None:
    clock = Clock()
    breaker = Breaker(2, 30, clock)
    breaker.failed()
    breaker.failed()
    with pytest.raises(Refused):
        breaker.admit()
    clock.now += 30
    breaker.admit()
    with pytest.raises(Refused):
        breaker.admit()
    breaker.failed()
    clock.now += 29
    with pytest.raises(Refused):
        breaker.admit()
    clock.now += 1
    breaker.admit()
    breaker.worked()
    breaker.admit()
    breaker.admit()


def test_turns_come_at_even_distances_and_nobody_waits_too_long() -> None:
    clock = Clock()
    pacing = Pacing(2, longest_wait=1.0, clock=clock, sleep=lambda seconds: clock.slept.append(seconds))
    for _ in range(3):
        pacing.wait()
    assert clock.slept == [0.5, 1.0]
    with pytest.raises(Refused):
        pacing.wait()
    # Whoever was refused took no turn.
    clock.now += 0.5
    pacing.wait()
    assert clock.slept[-1] == 1.0


def test_turns_are_given_once_to_many_threads() -> None:
    clock = Clock()
    pacing = Pacing(10, longest_wait=100, clock=clock, sleep=lambda seconds: clock.slept.append(seconds))
    threads = [threading.Thread(target=lambda: [pacing.wait() for _ in range(5)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(round(seconds, 3) for seconds in clock.slept) == [round(at / 10, 3) for at in range(1, 40)]
