"""Paper copied over a value is found where it was laid; ground that a form prints again and again is not, nor what an
app draws."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import pytest

from kyc.authenticity import ExaminedCapture
from kyc.authenticity.copied_ground import copied_ground_traces
from kyc.authenticity.traces import Trace
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind, FieldName
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.edits_canvas import CAREFUL, Wipe
from tests.specimens.attacks.edits_text import Typing, retype
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed

SETTINGS: Final = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.86, jpeg_quality=88, noise=3.0)
Pixels = np.ndarray[Any, Any]


@lru_cache(maxsize=1)
def untouched() -> Photograph:
    return photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, (1280, 960))


def judged(capture: ExaminedCapture) -> Trace | None:
    return next(iter(copied_ground_traces(Views(capture))), None)


def fires(trace: Trace | None) -> bool:
    return trace is not None and trace.score >= 50


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_paper_laid_over_a_value_is_found_there(seed: int) -> None:
    taken = retype(untouched(), Typing(Wipe.PAPER, CAREFUL), seed)
    taken = recompressed(taken, taken.image, settings=dataclasses.replace(SETTINGS, jpeg_quality=85))
    trace = judged(as_capture(taken))
    assert fires(trace)
    assert trace is not None
    ((_, changed),) = taken.regions
    assert any(_meet(quad.bounds(), changed.bounds()) for quad in trace.quads)


def test_an_untouched_card_has_no_grain_twice() -> None:
    for quality in (75, 92):
        taken = recompressed(
            untouched(), untouched().image, settings=dataclasses.replace(SETTINGS, jpeg_quality=quality)
        )
        assert not fires(judged(as_capture(taken)))


def test_ground_that_is_printed_again_and_again_is_no_copy() -> None:
    """Its lines repeat by whole pixels; only what is copied has their grain as well."""
    pixels = _lined_paper()
    assert not fires(judged(_showing(pixels)))
    assert fires(judged(_showing(_copied_over_the_number(pixels))))


def test_what_an_app_draws_repeats() -> None:
    capture = _showing(_copied_over_the_number(_lined_paper()))
    assert judged(dataclasses.replace(capture, kind=DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE)) is None


def _showing(pixels: Pixels) -> ExaminedCapture:
    """A card that shows ``pixels`` and strokes where its number is."""
    capture, shown = as_capture(untouched()), pixels.copy()
    a, b, c, d = (np.asarray(point) for point in capture.places[FieldName.CITIZEN_NUMBER].points)
    for share in np.linspace(0.02, 0.98, 20):
        top, bottom = a + (b - a) * share, d + (c - d) * share
        first, last = (np.round(top + (bottom - top) * part).astype(int).tolist() for part in (0.15, 0.85))
        cv2.line(shown, first, last, (40, 40, 40), 3)
    return dataclasses.replace(capture, pixels=shown)


def _lined_paper() -> Pixels:
    """Fine pale lines 9 pixels apart, as a lens draws them, under grain."""
    width, height = untouched().image.size
    lined = np.where(np.arange(height)[:, None] % 9 < 2, 190.0, 200.0) * np.ones((1, width))
    grain = np.random.default_rng(3).normal(0, 10, (height, width))
    soft = cv2.GaussianBlur(lined, (0, 0), 1.0) + cv2.GaussianBlur(grain, (0, 0), 0.8)
    return np.repeat(np.clip(soft, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _copied_over_the_number(pixels: Pixels) -> Pixels:
    left, top, right, bottom = (int(side) for side in as_capture(untouched()).places[FieldName.CITIZEN_NUMBER].bounds())
    down = 90
    assert bottom - top < down
    copied = pixels.copy()
    copied[top:bottom, left:right] = pixels[top - down : bottom - down, left:right]
    return copied


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
