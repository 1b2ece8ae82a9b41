"""Digits copied by whole pixels are found, in boxes as text detectors draw them and where nothing was read; repeats of
a print's own, and those of a drawn page, are not."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pytest

from kyc.authenticity import ExaminedCapture
from kyc.authenticity.cloned_characters import cloned_traces
from kyc.authenticity.traces import Trace
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName
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


def in_loose_boxes(taken: Photograph) -> ExaminedCapture:
    """As a text detector draws boxes: higher by two thirds, into the rows above and below."""
    capture = as_capture(taken)
    fields = tuple(
        dataclasses.replace(field, quad=_higher(field.quad)) if field.quad else field for field in capture.fields
    )
    return dataclasses.replace(capture, fields=fields)


def _higher(quad: Quad) -> Quad:
    a, b, c, d = (np.asarray(point) for point in quad.points)
    down = (c + d - a - b) / 6
    return Quad.from_points([tuple(point) for point in (a - down, b - down, c + down, d + down)])


def unread(capture: ExaminedCapture) -> ExaminedCapture:
    fields = tuple(dataclasses.replace(field, raw="", value="", quad=None) for field in capture.fields)
    return dataclasses.replace(capture, fields=fields)


def judged(capture: ExaminedCapture) -> Trace | None:
    return next(iter(cloned_traces(Views(capture))), None)


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


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_they_are_found_in_boxes_that_reach_into_other_rows(seed: int) -> None:
    assert fires(judged(in_loose_boxes(moved(4, seed, 80))))


@pytest.mark.parametrize("seed", [4, 6])
def test_digits_of_a_date_with_words_between_are_found(seed: int) -> None:
    """Its characters stand further apart than its digits do."""
    assert fires(judged(in_loose_boxes(moved(2, seed, 80))))


def test_one_copied_digit_is_found() -> None:
    """No window but one lies so that it finds the copy: the windows beside it are looked at because of it."""
    assert fires(judged(in_loose_boxes(moved(1, 3, 78))))


def test_they_are_found_where_nothing_was_read() -> None:
    assert fires(judged(unread(as_capture(moved(4, 5, 80)))))


def test_a_barcode_that_was_not_read_is_no_line_of_type() -> None:
    """Its bars repeat wherever they are drawn."""
    capture = unread(as_capture(moved(4, 5, 80)))
    bars = {FieldName.BARCODE_NUMBER: capture.places[FieldName.CITIZEN_NUMBER]}
    assert judged(dataclasses.replace(capture, places=bars)) is None


def test_burnt_out_paper_says_nothing() -> None:
    """Where it is clipped, prints of one character differ by no grain, as copies do."""
    capture = as_capture(moved(4, 5, 80))
    views = Views(capture)
    paper = float(np.quantile(np.concatenate([views.crop(quad).ravel() for quad in capture.places.values()]), 0.6))
    bright = np.clip(capture.pixels * (252 / paper), 0, 255).astype(np.uint8)
    assert judged(dataclasses.replace(capture, pixels=bright)) is None


def test_a_mosaic_over_a_number_says_nothing() -> None:
    """Its squares repeat exactly but for a little noise."""
    capture = unread(as_capture(moved(4, 5, 80)))
    number = {FieldName.CITIZEN_NUMBER: capture.places[FieldName.CITIZEN_NUMBER]}
    capture = dataclasses.replace(capture, places=number)
    assert judged(capture) is not None
    left, top, right, bottom = (int(side) for side in number[FieldName.CITIZEN_NUMBER].bounds())
    pixels, rng = capture.pixels.copy(), np.random.default_rng(1)
    squares = np.kron(np.tile(rng.integers(40, 220, (8, 5)), (10, 20)), np.ones((10, 10), int))
    squares = squares[: bottom - top, : right - left] + rng.integers(-1, 2, (bottom - top, right - left))
    pixels[top:bottom, left:right] = squares[..., None]
    assert judged(dataclasses.replace(capture, pixels=pixels)) is None


def test_letters_count_as_digits_do() -> None:
    capture = as_capture(moved(4, 5, 80))
    fields = tuple(dataclasses.replace(field, raw="LZZMDSPTC" * 2) for field in capture.fields)
    assert fires(judged(dataclasses.replace(capture, fields=fields, places={})))


def test_digits_that_a_card_repeats_are_no_copies() -> None:
    for quality in (80, 94):
        taken = recompressed(
            untouched(), untouched().image, settings=dataclasses.replace(SETTINGS, jpeg_quality=quality)
        )
        assert not fires(found(taken))
        assert not fires(judged(in_loose_boxes(taken)))


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
    assert found(taken, fields=words, places={}) is None


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
