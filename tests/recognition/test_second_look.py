"""What the first look left open."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from kyc.documents.kinds import FieldName
from kyc.imaging.sandbox import decode
from kyc.recognition import second_look
from kyc.recognition.layouts import cn_id_card
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Pixels, Reading, TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.reader import read_lines
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph

PERSON = invent_person(31)
TAKEN = photograph(draw_portrait_face(PERSON, STYLES["plain"]), PhotoSettings(rotation=30.0), 3)


def vote(text: str, confidence: float) -> TextLine:
    places = (np.arange(len(text)) + 0.5) / max(len(text), 1)
    characters = tuple(Character(one, confidence, float(place)) for one, place in zip(text, places, strict=True))
    return TextLine(np.array([[0, 0], [100, 0], [100, 30], [0, 30]], np.float32), characters)


def test_a_field_of_which_nothing_was_found_is_read_in_its_place(networks: TextNetworks) -> None:
    pixels = decode(TAKEN.jpeg)[0].pixels
    (face,) = cn_id_card.find_faces(read_lines(networks, pixels))
    face = replace(face, placing=outlined(face.placing, pixels))
    for name in (FieldName.NAME, FieldName.SEX, FieldName.ETHNICITY, FieldName.BIRTH_DATE, FieldName.CITIZEN_NUMBER):
        lines = second_look.look_again(networks, pixels, face.lines, face.placing, [cn_id_card.PLACES[name]])
        again = {field.name: field.value for field in cn_id_card.read_face(replace(face, lines=lines), "a")}
        assert again == TAKEN.normalised


def test_a_place_without_print_gives_nothing(networks: TextNetworks) -> None:
    blank = np.full((600, 900, 3), 200, np.uint8)
    pixels = decode(TAKEN.jpeg)[0].pixels
    (face,) = cn_id_card.find_faces(read_lines(networks, pixels))
    assert second_look.look_again(networks, blank, (), face.placing, [cn_id_card.PLACES[FieldName.SEX]]) == ()


def test_sure_lines_are_left_alone(networks: TextNetworks) -> None:
    sure = vote("杜锜", 0.95)
    assert second_look.resolve_doubts(networks, np.zeros((60, 120, 3), np.uint8), [sure]) == (sure,)


def test_most_looks_win_and_confidence_is_their_mean() -> None:
    agreed = second_look.agreed(vote("杜琦", 0.7), [vote("杜锜", 0.8), vote("杜锜", 0.6), vote("杜", 0.9)])
    assert agreed.text == "杜锜"
    assert [round(character.confidence, 3) for character in agreed.characters] == [0.7, 0.467]


def test_a_printed_word_that_one_look_read_is_not_voted_down() -> None:
    agreed = second_look.agreed(vote("姓名艾米", 0.7), [vote("好名艾米", 0.8), vote("好名艾米", 0.9), vote("名", 0.9)])
    assert agreed.text == "姓名艾米"


def test_spaces_are_no_characters_in_a_vote() -> None:
    agreed = second_look.agreed(vote("杜锜", 0.8), [vote("杜 锜", 0.9), vote("杜 锜", 0.9)])
    assert agreed.text == "杜锜"


def test_looks_without_a_majority_change_nothing() -> None:
    line = vote("杜锜", 0.8)
    assert second_look.agreed(line, [vote("杜", 0.9), vote("杜锜某", 0.9), vote("", 0.9)]) == line


def test_a_line_that_turns_out_to_be_only_spaces_is_no_line(networks: TextNetworks) -> None:
    blank = np.full((60, 120, 3), 200, np.uint8)
    spaces = second_look.agreed(vote(" ", 0.8), [vote("", 0.9), vote(" ", 0.9), vote("", 0.9)])
    assert spaces.characters == ()
    assert second_look.resolve_doubts(networks, blank, [vote(" ", 0.8)]) == ()


class Reader:
    """Reads what it was told, and counts how often it is asked."""

    def __init__(self, *texts: tuple[str, float]) -> None:
        self.answers, self.asked = list(texts), 0

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        self.asked += len(lines)
        return [Reading(vote(*self.answers.pop(0)).characters) for _ in lines]


def resolved(reader: Reader, *lines: TextLine) -> tuple[TextLine, ...]:
    return second_look.resolve_doubts(cast(TextNetworks, reader), np.zeros((60, 120, 3), np.uint8), lines)


def test_two_sure_looks_that_confirm_a_line_are_enough() -> None:
    reader = Reader(("杜琦", 0.95), ("杜 琦", 0.97))
    (line,) = resolved(reader, vote("杜琦", 0.7))
    assert (line.text, reader.asked) == ("杜琦", 2)
    assert line.characters[0].confidence == pytest.approx((0.7 + 2 * 0.95 + 2 * 0.97) / 5)


@pytest.mark.parametrize("looks", [(("杜锜", 0.95), ("杜琦", 0.97)), (("杜琦", 0.85), ("杜琦", 0.97))])
def test_looks_that_contradict_or_doubt_call_for_more(looks: tuple[tuple[str, float], ...]) -> None:
    reader = Reader(*looks, ("杜锜", 0.9), ("杜锜", 0.9))
    resolved(reader, vote("杜琦", 0.7))
    assert reader.asked == 4


def test_every_line_gets_its_own_looks() -> None:
    reader = Reader(("甲", 0.95), ("甲", 0.95), ("丁", 0.9), ("丁", 0.9), ("丁", 0.9), ("丁", 0.9))
    lines = resolved(reader, vote("甲", 0.8), vote("乙", 0.99), vote("丙", 0.7))
    assert [line.text for line in lines] == ["甲", "乙", "丁"]
