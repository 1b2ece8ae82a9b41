"""Fitting a card to its words and edges."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kyc.documents.kinds import Side
from kyc.imaging.card_edges import find_edges
from kyc.imaging.sandbox import Pixels, decode
from kyc.recognition.homography_fit import Floats, project
from kyc.recognition.layouts import cn_id_card
from kyc.recognition.networks import TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.placing import Anchor, Match, Placing, find_anchors, place_card
from kyc.recognition.reader import read_lines
from tests.recognition.printed_lines import line
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph

ASPECT = 85.6 / 54.0
TO_CAPTURE = cv2.getPerspectiveTransform(
    np.array([[0, 0], [1, 0], [1, 1 / ASPECT], [0, 1 / ASPECT]], np.float32),
    np.array([[310, 220], [1180, 300], [1150, 880], [290, 760]], np.float32),
)
WORDS = [(0.07, 0.15), (0.15, 0.15), (0.07, 0.53), (0.15, 0.53), (0.34, 0.86), (0.88, 0.86), (0.30, 0.28), (0.38, 0.28)]


def matches(words: list[tuple[float, float]]) -> list[Match]:
    seen = project(TO_CAPTURE, np.array([(x, y / ASPECT) for x, y in words]))
    return [Match((u, v), word) for (u, v), word in zip(seen.tolist(), words, strict=True)]


def corner_error(placing: Placing) -> float:
    """The farthest corner's distance in card widths."""
    true = project(TO_CAPTURE, np.array([[0, 0], [1, 0], [1, 1 / ASPECT], [0, 1 / ASPECT]]))
    return float(np.abs(placing.outline() - true).max() / 870)


def test_perspective_is_found_from_words_alone() -> None:
    placing = place_card(matches(WORDS), ASPECT)
    assert placing is not None
    assert corner_error(placing) < 0.04


def test_a_word_in_the_wrong_place_is_left_out() -> None:
    placing = place_card([*matches(WORDS), Match((90.0, 90.0), (0.9, 0.9))], ASPECT)
    assert placing is not None
    assert placing.matches == len(WORDS)


def test_too_few_words_place_nothing() -> None:
    assert place_card([], ASPECT) is None
    assert place_card(matches(WORDS[:1]), ASPECT) is None


def test_two_words_place_a_card_without_perspective() -> None:
    placing = place_card(matches([WORDS[0], WORDS[5]]), ASPECT)
    assert placing is not None
    assert placing.matches == 2
    assert np.isfinite(placing.outline()).all()


def test_no_points_are_placed_nowhere() -> None:
    placing = place_card(matches(WORDS), ASPECT)
    assert placing is not None
    assert placing.on_card([]).shape == (0, 2)


def test_without_any_edge_the_words_stand() -> None:
    placing = place_card(matches(WORDS), ASPECT)
    assert placing is not None
    assert outlined(placing, np.full((1200, 1600, 3), 128, np.uint8)) == placing


def test_the_edges_of_the_picture_are_none_of_the_card() -> None:
    pixels = np.full((400, 640, 3), 200, np.uint8)
    outline = np.array([[0, 0], [639, 0], [639, 399], [0, 399]], np.float64)
    assert find_edges(pixels, outline) == ((), (), (), ())


def two_cards_on_a_table(table: int, cards: int) -> tuple[Pixels, Floats]:
    """Two cards, one right below the other, and the upper one's corners; its own lower edge is lost in glare."""
    pixels = np.full((900, 900, 3), table, np.uint8)
    pixels[100:416, 150:650] = cards
    pixels[450:766, 150:650] = cards
    pixels[296:436, 150:650] = np.linspace(cards, table, 140).astype(np.uint8)[:, None, None]
    return pixels, np.array([[150, 100], [650, 100], [650, 416], [150, 416]], np.float64)


@pytest.mark.parametrize(("table", "cards"), [(50, 220), (235, 110)])
def test_the_edge_of_a_card_beside_is_none_of_this_one(table: int, cards: int) -> None:
    pixels, outline = two_cards_on_a_table(table, cards)
    below = find_edges(pixels, outline)[2]
    assert not [edge for edge in below if abs(edge.start[1] - 450) < 6]


def test_the_edge_of_a_card_is_its_own_whatever_lies_beside() -> None:
    pixels, outline = two_cards_on_a_table(50, 220)
    outline[:, 1] += 350
    (top, *_), *_ = find_edges(pixels, outline)
    assert abs(top.start[1] - 450) < 4


def test_a_band_along_an_edge_belongs_to_the_card() -> None:
    """A dark band between light paper and a light table looks like a dark table between two light cards."""
    pixels = np.full((900, 900, 3), 200, np.uint8)
    pixels[100:416, 150:650] = 220
    pixels[100:150, 150:650] = 60
    outline = np.array([[150, 100], [650, 100], [650, 416], [150, 416]], np.float64)
    tops = find_edges(pixels, outline, has_bands=True)[0]
    assert any(abs(edge.start[1] - 100) < 4 for edge in tops)


@pytest.mark.parametrize("side", [Side.PORTRAIT_FACE, Side.EMBLEM_FACE])
@pytest.mark.parametrize(
    "taken_with",
    [
        {"rotation": 0.0},
        {"rotation": 24.0, "pitch": 15.0, "yaw": -15.0},
        {"rotation": 180.0, "pitch": -14.0, "background": "slate"},
        {"rotation": 95.0, "yaw": 16.0, "fill": 0.7, "background": "white_desk"},
    ],
)
def test_the_outline_lies_on_the_edges(networks: TextNetworks, side: Side, taken_with: dict[str, float]) -> None:
    draw = draw_portrait_face if side is Side.PORTRAIT_FACE else draw_emblem_face
    taken = photograph(draw(invent_person(7), STYLES["plain"]), replace(PhotoSettings(), **taken_with), 7)
    pixels = decode(taken.jpeg)[0].pixels
    (face,) = cn_id_card.find_faces(read_lines(networks, pixels))
    true = np.array(taken.quad.points)
    width = float(np.hypot(*(true[1] - true[0])))
    assert np.abs(outlined(face.placing, pixels).outline() - true).max() < 0.02 * width


def test_a_long_word_with_one_character_misread_still_holds_the_card() -> None:
    anchors = (Anchor("整备质量", 0.03, 0.15, 0.32), Anchor("备注", 0.03, 0.15, 0.55))
    lines = [line("整各质量", 0.03, 0.32, 0.12), line("各注", 0.03, 0.55, 0.12)]
    assert [match.card for match in find_anchors(lines, anchors)] == [(0.03, 0.32), (0.15, 0.32)]


def test_a_word_read_whole_comes_before_one_that_is_nearly_it() -> None:
    anchors = (Anchor("核定载质量", 0.61, 0.74, 0.32),)
    nearly, whole = line("核定载货量", 0.03, 0.20, 0.12), line("核定载质量", 0.61, 0.32, 0.13)
    (first, _) = find_anchors([nearly, whole], anchors)
    assert first.seen[0] > nearly.right[0]
