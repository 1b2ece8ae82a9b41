"""Digits copied by whole pixels are found; repeats of a print's own, and those of a drawn page, are not."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pytest

from kyc.authenticity.cloned_characters import cloned_traces
from kyc.authenticity.traces import Trace
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.edits_text import Moving, move_text
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed

SETTINGS: Final = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.86, jpeg_quality=88, noise=3.0)


@lru_cache(maxsize=1)
def untouched() -> Photograph:
    return photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, (1280, 960))


def moved(digits: int, seed: int, quality: int) -> Photograph:
    taken = move_text(untouched(), Moving(digits), seed)
    return recompressed(taken, taken.image, settings=dataclasses.replace(SETTINGS, jpeg_quality=quality))


def found(taken: Photograph, **changes: Any) -> Trace | None:
    return next(iter(cloned_traces(Views(dataclasses.replace(as_capture(taken), **changes)))), None)


def fires(trace: Trace | None) -> bool:
    return trace is not None and trace.score >= 50


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_copied_digits_are_found_though_saved_more_coarsely(seed: int) -> None:
    taken = moved(4, seed, 80)
    trace = found(taken)
    assert fires(trace)
    assert trace is not None
    changed = [quad.bounds() for _, quad in taken.regions]
    assert any(_meet(quad.bounds(), bounds) for quad in trace.quads for bounds in changed)
    for quad in trace.quads:
        left, top, right, bottom = quad.bounds()
        assert (right - left) * (bottom - top) < 3 * max((r - x) * (b - y) for x, y, r, b in changed)


def test_digits_that_a_card_repeats_are_no_copies() -> None:
    for quality in (80, 94):
        taken = recompressed(
            untouched(), untouched().image, settings=dataclasses.replace(SETTINGS, jpeg_quality=quality)
        )
        assert not fires(found(taken))


@pytest.mark.parametrize("seed", [31, 32, 33])
def test_a_flat_scan_repeats_its_digits_no_more_exactly(seed: int) -> None:
    """Upright, little noise: prints lie at fractions of a pixel all the same."""
    upright = dataclasses.replace(SETTINGS, rotation=0, pitch=0, yaw=0, noise=1.0)
    taken = photograph(draw_portrait_face(invent_person(seed), STYLES["plain"]), upright, seed, (1280, 960))
    assert not fires(found(taken))


def test_a_page_without_grain_says_nothing() -> None:
    """What a program drew repeats its digits exactly; here that of the copied ones is shown without any grain."""
    taken = moved(4, 5, 80)
    assert fires(found(taken))
    views = Views(as_capture(taken))
    views.__dict__["grainless"] = np.full(views.luma.shape, 255, np.uint8)
    assert cloned_traces(views) == []


def test_an_app_page_is_not_judged() -> None:
    assert found(moved(4, 5, 80), kind=DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE) is None


def test_names_are_not_looked_at() -> None:
    taken = moved(4, 5, 80)
    capture = as_capture(taken)
    words = tuple(dataclasses.replace(field, raw="王小明" * 3) for field in capture.fields)
    assert found(taken, fields=words) is None


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
