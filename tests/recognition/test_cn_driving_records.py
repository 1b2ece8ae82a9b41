"""Sentences of driving records: what they put right, and what they leave as it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kyc.recognition.layouts.cn_driving_records import BACKED, OPEN, backed, record_of
from kyc.recognition.placing import Anchor, find_anchors, place_card
from kyc.recognition.printed import Print, glyphs_of
from tests.recognition.printed_lines import HEIGHT, WIDTH, line

RENEWAL = "请于2026年04月12日前九十日内申请换领新驾驶证"
REVIEW = "请于每个记分周期结束后三十日内接受审验。无记分的，免予本次审验。"


def record(text: str, doubts: str = "", confidence: float = 0.60) -> Print:
    """``text`` as it was read, the characters of ``doubts`` with that confidence."""
    seen = line(text, 0.15, 0.45, 0.80)
    characters = tuple(replace(one, confidence=confidence) if one.text in doubts else one for one in seen.characters)
    placing = place_card(find_anchors([seen], [Anchor(text, 0.15, 0.95, 0.45)]), WIDTH / HEIGHT)
    assert placing is not None
    return Print(tuple(glyphs_of([replace(seen, characters=characters)], placing)))


@pytest.mark.parametrize(
    ("read", "doubts", "stored"),
    [
        # A full stop and a comma that a soft picture makes middle dots, or nothing.
        (RENEWAL + "·", "", RENEWAL + "。"),
        (REVIEW.replace("。", "·").replace("，", "·"), "", REVIEW),
        ("请于每个记分周期结束后三十日内接受审验无记分的免予本次审验。", "", REVIEW),
        (RENEWAL + "·实习期至2025年04月12日。", "", RENEWAL + "。实习期至2025年04月12日。"),
        ("增加准驾车型D·实习期至2026年04月12日。", "", "增加准驾车型D，实习期至2026年04月12日。"),
        # A doubtful character where a known sentence prints another.
        (REVIEW.replace("本次", "奉次"), "奉", REVIEW),
    ],
)
def test_a_known_sentence_is_put_right(read: str, doubts: str, stored: str) -> None:
    found = record_of(record(read, doubts))
    assert found.value == stored
    assert found.words is not None
    assert found.words.params["raw"] == read.replace("，", ",")


@pytest.mark.parametrize(
    ("read", "doubts"),
    [
        # Surely read characters stand, known sentence or not.
        (RENEWAL.replace("新", "") + "。", ""),
        (RENEWAL.replace("换领新", "补领新") + "。", ""),
        # A sentence that goes on behind a comma is another one.
        ("请于2026年04月12日后三十日内提交身体条件证明，无此记录时不需提交。", ""),
        # More doubts than a sentence can answer for.
        ("实习则全2025年04月12曰。", "则全曰"),
        # Digits are nobody's closed list.
        ("实习期至2O25年04月12日。", "O"),
        # No stop is put where nothing was seen.
        (RENEWAL, ""),
    ],
)
def test_anything_else_stands_as_it_was_read(read: str, doubts: str) -> None:
    assert record_of(record(read, doubts)).value == read


def test_a_sentence_backs_its_characters_and_never_makes_them_sure() -> None:
    sure = backed(record(RENEWAL + "。"))
    unsure = backed(record(RENEWAL + "。", "领驾"))
    assert sure.confidence == pytest.approx(0.99)
    assert min(glyph.confidence for glyph in unsure.glyphs) == BACKED
    assert unsure.confidence < 0.95


def test_a_mark_that_no_sentence_explains_is_doubted() -> None:
    assert min(glyph.confidence for glyph in backed(record("从业资格类别·道路货物运输。")).glyphs) == OPEN


@pytest.mark.parametrize(("read", "doubted"), [("增加准驾车型2，", True), ("增加准驾车型B2，", False)])
def test_a_class_that_no_licence_has_is_doubted(read: str, doubted: bool) -> None:
    assert (min(glyph.confidence for glyph in backed(record(read)).glyphs) == OPEN) is doubted
