"""Lines in every direction."""

from __future__ import annotations

from unittest.mock import patch

import cv2
import numpy as np
import pytest

from kyc.documents.kinds import DocumentKind, Side
from kyc.imaging.sandbox import decode
from kyc.recognition.networks import TextNetworks
from kyc.recognition.reader import _aligned, _is_misread, read_lines
from tests.specimens.id_card import STYLES, draw_emblem_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.sets import TUNING

PRINTED = ("中华人民共和国", "居民身份证", "签发机关", "有效期限")


@pytest.mark.parametrize("rotation", [0.0, 12.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0])
def test_lines_are_read_upright_whichever_way_they_run(networks: TextNetworks, rotation: float) -> None:
    taken = photograph(draw_emblem_face(invent_person(5), STYLES["plain"]), PhotoSettings(rotation=rotation), 5)
    text = " ".join(line.text for line in read_lines(networks, np.asarray(taken.image)))
    assert all(word in text for word in PRINTED)


def test_two_cards_on_opposite_heads_are_both_read(networks: TextNetworks) -> None:
    taken = photograph(draw_emblem_face(invent_person(5), STYLES["plain"]), PhotoSettings(), 5)
    upright = np.asarray(taken.image)
    text = " ".join(line.text for line in read_lines(networks, np.vstack([upright, upright[::-1, ::-1]])))
    assert all(text.count(word) == 2 for word in PRINTED)


def test_a_small_card_on_its_head_is_read_beside_a_larger_one(networks: TextNetworks) -> None:
    """Its lines are none of the longest, by which the way up is known."""
    taken = photograph(draw_emblem_face(invent_person(5), STYLES["plain"]), PhotoSettings(), 5)
    upright = np.asarray(taken.image)
    small = cv2.resize(upright[::-1, ::-1], None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    beside = np.zeros((len(small), upright.shape[1] - small.shape[1], 3), np.uint8)
    text = " ".join(line.text for line in read_lines(networks, np.vstack([upright, np.hstack([small, beside])])))
    assert all(text.count(word) == 2 for word in PRINTED)


def test_hangul_that_looks_upright_is_not_read_on_its_head(networks: TextNetworks) -> None:
    """Three of its lines read as no text does, for want of letters in the network's alphabet."""
    taken = TUNING.capture((DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE), "phone", 4)
    with patch.object(networks, "recognise", wraps=networks.recognise) as recognise:
        lines = read_lines(networks, decode(taken.jpeg)[0].pixels)
    assert sum(_is_misread(line) for line in lines) >= 3
    assert sum(len(call.args[0]) for call in recognise.call_args_list) == len(lines)


@pytest.mark.parametrize("rotation", [0.0, 60.0, 180.0])
def test_the_same_capture_has_the_same_lines_every_time(networks: TextNetworks, rotation: float) -> None:
    taken = photograph(draw_emblem_face(invent_person(6), STYLES["plain"]), PhotoSettings(rotation=rotation), 6)
    pixels, other = np.asarray(taken.image), np.ascontiguousarray(np.asarray(taken.image)[::-1])
    alone = read_lines(networks, pixels)
    read_lines(networks, other)
    again = read_lines(networks, pixels)
    assert [line.characters for line in again] == [line.characters for line in alone]
    assert all(np.array_equal(one.corners, same.corners) for one, same in zip(alone, again, strict=True))


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_picture_has_no_lines(networks: TextNetworks, shade: int) -> None:
    assert read_lines(networks, np.full((480, 640, 3), shade, np.uint8)) == []


def test_a_slanted_box_of_one_character_is_drawn_along_its_group() -> None:
    slanted = np.array([[50, 0], [100, 50], [50, 100], [0, 50]], np.float32)
    (left, top), _, (right, bottom), _ = _aligned(slanted, 0.0)
    assert (left, top) == (right - (right - left), top)
    assert 0 < left < 30 < 70 < right < 100
    assert 0 < top < 30 < 70 < bottom < 100


def test_a_long_box_stays_as_it_is() -> None:
    long = cv2.boxPoints(((100, 100), (200, 30), 20)).astype(np.float32)
    assert _aligned(long, 0.0) is long
