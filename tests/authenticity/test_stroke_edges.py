"""Strokes sharper than the lens made those of the other values: what is found, and what must raise nothing."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import pytest
from PIL import Image, ImageFilter

from kyc.authenticity import ExaminedCapture
from kyc.authenticity.stroke_edges import stroke_traces
from kyc.authenticity.traces import Family, Trace
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import comparable_values
from kyc.documents.kinds import FieldName
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.edits_canvas import Wipe
from tests.specimens.attacks.edits_text import Moving, Typing, move_text, retype
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

SETTINGS: Final = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.86, jpeg_quality=88, noise=3.0)
SIZE: Final = (1280, 960)


@lru_cache(maxsize=1)
def shot() -> Photograph:
    return photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, SIZE)


def traces(capture: ExaminedCapture) -> list[Trace]:
    views = Views(capture)
    return stroke_traces(views, comparable_values(views))


def score(capture: ExaminedCapture) -> float:
    return max((trace.score for trace in traces(capture)), default=-1.0)


def smeared(name: FieldName) -> ExaminedCapture:
    """The capture with one field blurred."""
    capture = as_capture(shot())
    pixels = capture.pixels.copy()
    left, top, right, bottom = (int(side) for side in shot().field_quad(name).bounds())
    here = np.s_[top - 8 : bottom + 8, left - 8 : right + 8]
    pixels[here] = cv2.GaussianBlur(pixels, (0, 0), 1.6)[here]
    return dataclasses.replace(capture, pixels=pixels)


def test_a_value_typed_in_after_the_lens_is_found_where_it_is() -> None:
    taken = retype(shot(), Typing(Wipe.FLAT), 3)
    (found,) = traces(as_capture(taken))
    assert (found.family, found.score >= 50) == (Family.TEXTURE, True)
    left, top, right, bottom = found.quads[0].bounds()
    changed = taken.regions[0][1].bounds()
    assert left < changed[2]
    assert changed[0] < right
    assert top < changed[3]
    assert changed[1] < bottom
    assert (right - left) * (bottom - top) < 3 * (changed[2] - changed[0]) * (changed[3] - changed[1])


def test_the_untouched_picture_and_moved_characters_are_as_sharp_as_the_rest() -> None:
    """Moved characters went through the same lens: other families find them."""
    for taken in (shot(), move_text(shot(), Moving(3), 6)):
        assert 0 <= score(as_capture(taken)) < 50


@pytest.mark.parametrize("name", [FieldName.NAME, FieldName.CITIZEN_NUMBER])
def test_a_value_less_sharp_than_the_others_is_not_accused(name: FieldName) -> None:
    """A finger's grease, a bent card, or a thing beside the focus."""
    assert score(smeared(name)) < 50


def test_sharpening_all_of_a_picture_accuses_no_value() -> None:
    for sharpening in (ImageFilter.UnsharpMask(2, 60, 3), ImageFilter.UnsharpMask(2, 120, 4)):
        capture = as_capture(shot())
        pixels = np.asarray(Image.fromarray(capture.pixels).filter(sharpening))
        assert score(dataclasses.replace(capture, pixels=pixels)) < 50


def test_focus_that_falls_off_across_the_card_accuses_no_value() -> None:
    capture = as_capture(shot())
    soft = cv2.GaussianBlur(capture.pixels, (0, 0), 2.0)
    share = np.linspace(0, 1, capture.pixels.shape[0])[:, None, None]
    mixed = (capture.pixels * (1 - share) + soft * share).astype(np.uint8)
    assert score(dataclasses.replace(capture, pixels=mixed)) < 50


def test_characters_of_another_kind_than_all_the_others_are_not_compared() -> None:
    """Straight strokes look sharper than crowded ones: one number among names is the sharpest by itself."""
    capture = as_capture(retype(shot(), Typing(Wipe.FLAT), 3))
    (found,) = traces(capture)
    texts = {True: "1234567890", False: "姓名住址"}

    def read_as(latin: bool) -> ExaminedCapture:
        fields = tuple(
            dataclasses.replace(field, raw=texts[latin if field.name.value == found.place else not latin])
            if field.quad else field
            for field in capture.fields
        )  # fmt: skip
        return dataclasses.replace(capture, fields=fields)

    for latin in (True, False):
        assert all(trace.place != found.place for trace in traces(read_as(latin)))


def test_few_values_are_not_compared() -> None:
    capture = as_capture(retype(shot(), Typing(Wipe.FLAT), 3))
    kept = [field for field in capture.fields if field.quad][:2]
    assert not traces(dataclasses.replace(capture, fields=tuple(kept)))
