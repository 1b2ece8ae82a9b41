"""Harmful files through the sandbox: a part here, ten thousand by ``make check-decoder``."""

from __future__ import annotations

import os

import pytest

from kyc.imaging import formats
from kyc.imaging.sandbox import decode
from tests.imaging.check_decoder import main, outcome, spread
from tests.imaging.mutations import BOMB_EVERY, BOMBS, FORMATS, case, sound

#: Seventeen mutated files of each format; the bombs have a test of their own.
QUICK = spread(102, 0, FORMATS)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_mutated_was_sound(kind: str) -> None:
    for data in sound(kind):
        assert formats.sniff(data) == kind
        assert decode(data)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_case_is_always_the_same_file(kind: str) -> None:
    assert [case(kind, number).data for number in range(5)] == [case(kind, number).data for number in range(5)]
    assert len({case(kind, number).data for number in range(20)}) > 15


@pytest.mark.parametrize("task", QUICK, ids=lambda task: f"{task[0]}-{task[1]}")
def test_a_harmful_file_does_no_harm(task: tuple[str, int]) -> None:
    one = outcome(*task)
    assert not one.broken, one


EVERY_BOMB = [(kind, place) for kind in FORMATS for place in range(len(BOMBS[kind]))]


@pytest.mark.parametrize(
    ("kind", "place"), [pytest.param(*bomb, marks=pytest.mark.slow if bomb[1] else ()) for bomb in EVERY_BOMB]
)
def test_a_bomb_does_no_harm(kind: str, place: int) -> None:
    one = outcome(kind, BOMB_EVERY * (place + 1) - 1)
    assert one.done == (BOMBS[kind][place][0],)
    assert not one.broken, one


@pytest.mark.slow
def test_ten_thousand_harmful_files_do_no_harm() -> None:
    assert main(["--count", os.environ.get("DECODER_COUNT", "10000")]) == 0
