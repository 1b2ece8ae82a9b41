"""Overlap of evidence with what was altered."""

from __future__ import annotations

import numpy as np
import pytest

from kyc.documents.geometry import Quad
from kyc.documents.results import Region
from tests.bench.authenticity_evidence import Overlap, iou, overlap

SIZE = (800, 600)
CARD = Quad.from_box(100, 100, 700, 500)
ALTERED = Quad.from_box(200, 200, 300, 250)


def _shown(*boxes: tuple[float, float, float, float]) -> Overlap:
    return overlap([Region(Quad.from_box(*box)) for box in boxes], [ALTERED], CARD, SIZE)


def test_the_same_place_overlaps_wholly() -> None:
    found = _shown((200, 200, 300, 250))
    assert found.iou == pytest.approx(1.0)
    assert found.is_hit
    assert found.altered_share == pytest.approx(100 * 50 / (600 * 400), rel=0.05)


def test_half_a_place_is_a_third_of_the_union() -> None:
    assert _shown((250, 200, 350, 250)).iou == pytest.approx(1 / 3, abs=0.03)


def test_two_regions_that_overlap_count_once() -> None:
    assert _shown((200, 200, 280, 250), (220, 200, 300, 250)).iou == pytest.approx(1.0)


def test_a_heat_map_of_the_whole_card_is_no_hit() -> None:
    found = _shown((100, 100, 700, 500))
    assert found.hits == 1
    assert not found.is_pointed
    assert not found.is_hit
    assert found.iou == pytest.approx(found.iou_of_card, abs=1e-6)
    assert found.iou < 0.03


def test_the_whole_card_is_evidence_where_the_whole_card_is_the_copy() -> None:
    found = overlap([Region(CARD)], [CARD], CARD, SIZE)
    assert found.is_hit
    assert found.iou == pytest.approx(1.0)


def test_a_region_elsewhere_hits_nothing() -> None:
    found = _shown((400, 300, 500, 350))
    assert (found.iou, found.hits, found.is_hit) == (0.0, 0, False)


def test_no_region_hits_nothing() -> None:
    assert overlap([], [ALTERED], CARD, SIZE).iou == 0.0


def test_an_outline_says_more_than_the_quad_around_it() -> None:
    triangle = Region(ALTERED, outline=((200, 200), (300, 200), (200, 250)))
    assert overlap([triangle], [ALTERED], CARD, SIZE).iou == pytest.approx(0.5, abs=0.03)


def test_what_the_frame_cuts_off_lies_beyond_the_picture() -> None:
    beyond = Quad.from_box(-80, 100, 0, 500)
    assert overlap([Region(beyond)], [beyond], CARD, SIZE).iou == pytest.approx(1.0)


def test_each_altered_place_is_hit_or_not() -> None:
    second = Quad.from_box(500, 400, 600, 450)
    found = overlap([Region(ALTERED)], [ALTERED, second], CARD, SIZE)
    assert (found.places, found.hits) == (2, 1)


def test_stored_and_read_again() -> None:
    found = _shown((220, 200, 300, 250))
    assert Overlap.from_json(found.to_json()).is_hit
    assert Overlap.from_json(found.to_json()).iou == pytest.approx(found.iou, abs=1e-4)


def test_of_two_empty_masks_nothing_overlaps() -> None:
    empty = np.zeros((4, 4), bool)
    assert iou(empty, empty) == 0.0
