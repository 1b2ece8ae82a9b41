"""Two dashes, told from dotted rules, text, guilloche and blank paper."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kyc.recognition.dashes import find_dashes
from kyc.recognition.networks import Pixels
from kyc.recognition.placing import Match, Placing, place_card

ASPECT = 88.0 / 60.0
WIDTH, HEIGHT = 900, round(900 / ASPECT)
PLACE = (0.72, 0.25, 0.88, 0.36)
INK, PAPER = (50, 50, 58), (222, 228, 236)


def placing() -> Placing:
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    placed = place_card([Match((x * WIDTH, y * HEIGHT), (x, y)) for x, y in corners], ASPECT)
    assert placed is not None
    return placed


def paper(noise: float = 2.0) -> Pixels:
    rng = np.random.default_rng(3)
    sheet = np.full((HEIGHT, WIDTH, 3), PAPER, np.float32) + rng.normal(0, noise, (HEIGHT, WIDTH, 1))
    for base in range(-40, HEIGHT, 14):
        wave = [(x, round(base + 6 * np.sin(x / 21 + base))) for x in range(0, WIDTH, 4)]
        cv2.polylines(sheet, [np.array(wave, np.int32)], False, (196, 208, 228), 1, cv2.LINE_AA)
    return np.clip(sheet, 0, 255).astype(np.uint8)


def bar(sheet: Pixels, x: float, y: float, width: float, height: float = 0.0035) -> None:
    left, top = round(x * WIDTH), round(y * HEIGHT)
    cv2.rectangle(sheet, (left, top), (left + round(width * WIDTH), top + round(height * WIDTH)), INK, -1)


def rule(sheet: Pixels, y: float) -> None:
    for x in np.arange(0.70, 0.99, 0.005):
        bar(sheet, x, y, 0.002, 0.001)


def dashes(sheet: Pixels, x: float = 0.750, y: float = 0.300, width: float = 0.010, gap: float = 0.010) -> Pixels:
    bar(sheet, x, y, width)
    bar(sheet, x + width + gap, y, width)
    return sheet


@pytest.mark.parametrize("blur", [0.0, 1.0, 1.8])
@pytest.mark.parametrize("gap", [0.006, 0.012, 0.018])
def test_two_dashes_are_found_where_they_stand(blur: float, gap: float) -> None:
    sheet = dashes(paper(), gap=gap)
    sheet = cv2.GaussianBlur(sheet, (0, 0), blur) if blur else sheet
    found = find_dashes(sheet, placing(), PLACE)
    assert found.text == "--"
    quad = found.quad()
    assert quad is not None
    left, right = min(x for x, _ in quad.points), max(x for x, _ in quad.points)
    assert left / WIDTH == pytest.approx(0.750, abs=0.01)
    assert right / WIDTH == pytest.approx(0.770 + gap, abs=0.01)


def test_a_dotted_rule_close_by_does_not_hide_them() -> None:
    sheet = dashes(paper())
    rule(sheet, 0.318)
    assert find_dashes(sheet, placing(), PLACE).text == "--"


def test_faint_dashes_are_less_sure() -> None:
    clear = dashes(paper(0.5))
    blank = paper(0.5)
    faint = np.asarray(blank * 0.90 + clear * 0.10, np.uint8)
    found = find_dashes(faint, placing(), PLACE)
    assert found.text == "--"
    assert found.confidence < find_dashes(clear, placing(), PLACE).confidence


def test_blank_paper_and_rules_are_no_dashes() -> None:
    assert find_dashes(paper(), placing(), PLACE).text == ""
    ruled = paper()
    rule(ruled, 0.30)
    assert find_dashes(ruled, placing(), PLACE).text == ""
    assert find_dashes(cv2.GaussianBlur(ruled, (0, 0), 1.5), placing(), PLACE).text == ""


@pytest.mark.parametrize("text", ["3", "5 P", "1499kg", "E", "="])
@pytest.mark.parametrize("blur", [0.0, 1.2])
def test_print_is_no_dashes(text: str, blur: float) -> None:
    sheet = paper()
    cv2.putText(sheet, text, (round(0.74 * WIDTH), round(0.32 * HEIGHT)), cv2.FONT_HERSHEY_SIMPLEX, 0.8, INK, 2)
    sheet = cv2.GaussianBlur(sheet, (0, 0), blur) if blur else sheet
    assert find_dashes(sheet, placing(), PLACE).text == ""


def test_one_dash_or_three_are_not_two() -> None:
    one = paper()
    bar(one, 0.75, 0.30, 0.010)
    assert find_dashes(one, placing(), PLACE).text == ""
    three = dashes(paper())
    bar(three, 0.79, 0.30, 0.010)
    assert find_dashes(three, placing(), PLACE).text == ""
