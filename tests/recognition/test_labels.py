"""Which of the form's own words were read, and where."""

from __future__ import annotations

import numpy as np

from kyc.recognition.labels import SeenLabel, seen_labels
from kyc.recognition.layouts import cn_id_card, cn_temporary_id_card
from kyc.recognition.lines import TextLine
from tests.recognition.printed_lines import HEIGHT, LEFT, TOP, WIDTH, line, portrait_face


def seen(lines: list[TextLine]) -> dict[str, SeenLabel]:
    (face,) = cn_id_card.find_faces(lines)
    return {label.text: label for label in seen_labels(face, cn_id_card.LAYOUT)}


def test_every_word_of_a_whole_face_is_read_where_it_stands() -> None:
    labels = seen(portrait_face())
    assert list(labels) == ["姓名", "性别", "民族", "出生", "住址", "公民身份号码"]
    assert all(label.is_read for label in labels.values())
    left, top, right, bottom = labels["民族"].quad.bounds()
    assert abs(left - (LEFT + 0.297 * WIDTH)) < 5
    assert abs(right - (LEFT + (0.297 + 0.140 * 2 / 3) * WIDTH)) < 5
    assert top < TOP + 0.280 * HEIGHT < bottom


def test_a_word_that_was_not_read_lies_where_the_form_prints_it() -> None:
    labels = seen(portrait_face(address_label=""))
    assert not labels["住址"].is_read
    assert labels["姓名"].is_read
    centre = np.mean(labels["住址"].quad.points, axis=0)
    assert np.hypot(*(centre - (LEFT + 0.110 * WIDTH, TOP + 0.532 * HEIGHT))) < 0.03 * WIDTH


def test_half_a_word_is_enough() -> None:
    labels = seen(portrait_face(number_label="公民身份写马"))
    assert labels["公民身份号码"].is_read


def test_words_without_a_certain_place_are_given_where_they_were_read() -> None:
    lines = [
        line("姓名", 0.062, 0.120, 0.068),
        line("性别男", 0.062, 0.212, 0.110),
        line("出生1990年1月24日", 0.062, 0.305, 0.400),
        line("住址样例省样例市", 0.062, 0.400, 0.400),
        line("签发机关样例市公安局", 0.062, 0.705, 0.400),
        line("有效期限2020.01.15-2020.04.15", 0.062, 0.795, 0.600),
        line("11010119900124003X", 0.343, 0.895, 0.500),
    ]
    (face,) = cn_temporary_id_card.find_faces(lines)
    texts = [label.text for label in seen_labels(face, cn_temporary_id_card.LAYOUT) if label.is_read]
    assert texts == ["姓名", "性别", "出生", "住址", "签发机关", "有效期限"]
