"""Values and running text read once more: which lines are, and which reading wins."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import pytest

from kyc.documents.kinds import FieldName
from kyc.recognition.layouts.layout import Look
from kyc.recognition.layouts.value_look import Wanted, has_unread_print, read_sentences, read_values
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Pixels, Reading, TextNetworks
from kyc.recognition.placing import Match, place_card
from kyc.recognition.printed import Print, glyphs_of

#: A character's step and a line's height in the pictures below, in pixels.
STEP, HIGH = 40, 48
TOP = 100


class _Networks:
    """Answers each call with the next of ``answers``, and keeps how many pictures it was given."""

    def __init__(self, *answers: list[tuple[str, float]]) -> None:
        self.answers, self.asked = list(answers), 0

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        self.asked += len(lines)
        return [Reading(_characters(*answer)) for answer in self.answers.pop(0)] if lines else []


def _characters(text: str, confidence: float) -> tuple[Character, ...]:
    places = (np.arange(len(text)) + 0.5) / max(len(text), 1)
    return tuple(Character(one, confidence, float(place)) for one, place in zip(text, places, strict=True))


def _line(text: str, left: int = 100, top: int = TOP, confidence: float = 0.99) -> TextLine:
    right, bottom = left + STEP * len(text), top + HIGH
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return TextLine(corners, _characters(text, confidence))


def _paper(printed: int, left: int = 100) -> Pixels:
    """Paper with so many crossed boxes in a row, each as wide as a character, on a dotted rule."""
    paper = np.full((300, 900, 3), 235, np.uint8)
    for at in range(printed):
        x = left + STEP * at
        cv2.rectangle(paper, (x + 4, TOP + 8), (x + STEP - 5, TOP + 38), (20, 20, 20), 3)
        cv2.line(paper, (x + 4, TOP + 23), (x + STEP - 5, TOP + 23), (20, 20, 20), 3)
    paper[TOP + 42 : TOP + 44, 60:860:6] = 90
    return paper


def _look(networks: _Networks, pixels: Pixels) -> Look:
    return Look(cast(TextNetworks, networks), pixels)


@pytest.mark.parametrize(("printed", "at_end"), [(4, False), (5, True)])
def test_print_beyond_what_was_read_is_seen_and_a_dotted_rule_is_none(printed: int, at_end: bool) -> None:
    assert has_unread_print(_paper(printed), _line("请于日后"), at_end=True) == at_end
    assert not has_unread_print(_paper(printed), _line("请于日后"), at_end=False)


def test_print_before_the_first_character_is_seen_up_to_a_bound() -> None:
    line = _line("于日后", left=140)
    assert has_unread_print(_paper(4), line, at_end=False)
    assert not has_unread_print(_paper(4), line, at_end=False, farthest=line.characters[0].place - 0.1)


def test_a_line_read_whole_is_not_read_again() -> None:
    networks, line = _Networks([], []), _line("请于日后")
    assert read_sentences(_look(networks, _paper(4)), [line]) == [line]
    assert networks.asked == 0


def test_a_closing_line_without_its_stop_is_read_again() -> None:
    line = _line("请于日后")
    networks = _Networks([("请于日后。", 0.99)], [])
    (seen,) = read_sentences(_look(networks, _paper(4)), [line], line)
    assert (seen.text, networks.asked) == ("请于日后。", 1)


def test_a_line_whose_end_no_look_reads_is_doubted_and_says_the_same() -> None:
    line = _line("请于日后")
    networks = _Networks(*[[("请于日后", 0.99)]] * 2)
    (seen,) = read_sentences(_look(networks, _paper(5)), [line])
    assert seen.text == line.text
    assert seen.characters[-1].confidence < 0.6 < seen.characters[0].confidence


def test_a_gap_where_a_comma_may_stand_is_read_again() -> None:
    whole = _line("证，请于日后")
    line = replace(whole, characters=tuple(one for one in whole.characters if one.text != "，"))
    networks = _Networks([("证，请于日后", 0.99)], [])
    assert read_sentences(_look(networks, _paper(6)), [line])[0].text == "证，请于日后"


def test_a_wider_cut_takes_nothing_from_the_piece_beside_it() -> None:
    left, right = _line("审验日", confidence=0.80), _line("换证。", left=100 + 3 * STEP)
    networks = _Networks([("审验日", 0.80)], [("审验日换", 0.99)])
    assert [line.text for line in read_sentences(_look(networks, _paper(6)), [left, right])] == ["审验日", "换证。"]


def _elected(first: tuple[str, float], *looks: tuple[str, float], loses: bool) -> Print | None:
    placing = place_card([Match((0, 0), (0, 0)), Match((900, 0), (1, 0)), Match((0, 300), (0, 1))], 3.0)
    assert placing is not None
    before = Print(tuple(glyphs_of([replace(_line(first[0]), characters=_characters(*first))], placing)))
    networks = _Networks([*looks[:2]], [*looks[2:]])
    wanted = Wanted((0.1, 0.3, 0.5, 0.5), lambda text: text, before=before, loses=loses)
    return read_values(_look(networks, _paper(0)), placing, {FieldName.NAME: wanted}).get(FieldName.NAME)


LOST = (("孔稷", 0.99), ("孔稷", 0.80), ("孔稷", 0.99), ("孔稷", 0.99), ("孔稷", 0.99))


def test_readings_that_lost_a_character_speak_for_the_one_that_has_it() -> None:
    elected = _elected(("孔翾稷", 0.65), *LOST, loses=True)
    assert elected is not None
    assert (elected.text, elected.confidence < 0.7) == ("孔翾稷", True)


def test_elsewhere_the_reading_with_most_confidence_wins() -> None:
    elected = _elected(("孔翾稷", 0.65), *LOST, loses=False)
    assert elected is not None
    assert elected.text == "孔稷"
