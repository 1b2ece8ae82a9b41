"""Boxes from a detector's map."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kyc.recognition.text_boxes import find_boxes


def core(middle: tuple[float, float], size: tuple[float, float], angle: float, sure: float = 0.9) -> np.ndarray:
    """A map of 200 x 300 with one rectangle of text."""
    drawn = np.zeros((200, 300), np.float32)
    corners = cv2.boxPoints((middle, size, angle)).round().astype(np.int32)
    cv2.fillPoly(drawn, [corners], sure)
    return drawn


@pytest.mark.parametrize("angle", [0.0, 20.0, 45.0, 90.0, 135.0])
def test_a_core_grows_back_on_every_side(angle: float) -> None:
    (box,) = find_boxes(core((150, 100), (120, 24), angle), 400, 600)
    sides = sorted((np.hypot(*(box[1] - box[0])), np.hypot(*(box[2] - box[1]))))
    distance = 120 * 24 * 1.6 / (2 * (120 + 24))
    # Drawing and dilating a slanted core adds a pixel or two to it.
    assert sides[0] == pytest.approx(2 * (24 + 2 * distance), rel=0.15)
    assert sides[1] == pytest.approx(2 * (120 + 2 * distance), rel=0.15)
    assert box.mean(axis=0) == pytest.approx([300, 200], abs=2.5)


def test_corners_run_clockwise_on_the_screen() -> None:
    (box,) = find_boxes(core((150, 100), (100, 10), 0), 200, 300)
    (left, top), (right, _), (_, bottom), (last, _) = box
    assert left == last < right
    assert top < bottom


@pytest.mark.parametrize(
    "probabilities",
    [
        np.zeros((200, 300), np.float32),
        core((150, 100), (100, 10), 0, sure=0.35),
        core((150, 100), (1, 1), 0),
        core((150, 100), (80, 0.5), 0),
    ],
    ids=["empty", "unsure", "speck", "hair"],
)
def test_what_is_no_line_has_no_box(probabilities: np.ndarray) -> None:
    assert find_boxes(probabilities, 200, 300) == []


def test_a_box_stays_within_the_picture() -> None:
    (box,) = find_boxes(core((150, 2), (100, 10), 0), 200, 300)
    assert box.min() >= 0
    assert box[:, 1].max() < 200


def test_every_line_has_a_box_of_its_own() -> None:
    both = core((150, 50), (100, 10), 0) + core((150, 150), (100, 10), 0)
    assert len(find_boxes(both, 200, 300)) == 2
