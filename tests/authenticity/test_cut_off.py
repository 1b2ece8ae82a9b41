"""CUT_OFF: which side of a card the frame leaves out, and how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kyc.authenticity.cut_off import judge
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.warnings import Outcome
from kyc.imaging.rectifying import homography_to
from tests.authenticity.captures import as_capture
from tests.authenticity.spoilt_pictures import (
    EMBLEM,
    KOREAN,
    PORTRAIT,
    SCREEN,
    TODAY,
    VEHICLE,
    overlap,
    shot,
    spoilt,
    spoilt_shot,
    taken,
)
from tests.specimens.photograph import recompressed
from tests.specimens.species import PageKey


def cut(capture: object) -> Verdict:
    return judge(Views(capture), TODAY)  # type: ignore[arg-type]


def moved(page: PageKey, across: float, down: float) -> object:
    """A capture whose card lies square on, ``across`` and ``down`` of its size beyond the left and top of the frame."""
    capture = taken(page)
    height, width = capture.pixels.shape[:2]
    card_width, card_height = 0.8 * width, 0.8 * width / 1.585
    left, top = -across * card_width, -down * card_height if down else 0.1 * height
    outline = Quad.from_box(left, top, left + card_width, top + card_height)
    target = homography_to(np.asarray(outline.points), capture.rectified.shape[1], capture.rectified.shape[0])
    return replace(capture, outline=outline, to_rectified=target)


@pytest.mark.parametrize(("name", "page"), [("cut_5", PORTRAIT), ("cut_10", VEHICLE), ("cut_corner", KOREAN)])
def test_a_cut_is_found_where_the_frame_cuts(name: str, page: PageKey) -> None:
    found = cut(spoilt(name, page))
    assert isinstance(found, Scored)
    assert found.score >= 50
    assert {region.label for region in found.regions} == {"cut_side"}
    assert overlap(found.regions, [place for _, place in spoilt_shot(name, page).regions]) > 0.3


def test_the_side_and_how_much_are_told() -> None:
    capture = moved(EMBLEM, 0.06, 0.0)
    found = judge(Views(replace(capture, pixels=_with_card_edges(capture))), TODAY)  # type: ignore[type-var,arg-type]
    assert isinstance(found, Scored)
    figures = {figure.name: figure.value for figure in found.figures}
    assert figures["missing at the left"] == pytest.approx(6, abs=0.5)
    assert figures["missing at the top"] == figures["missing at the right"] == figures["missing at the bottom"] == 0
    assert "6.0 % at the left" in found.reason.english()


def _with_card_edges(capture: object) -> np.ndarray:
    pixels = np.full_like(capture.pixels, 60)  # type: ignore[attr-defined]
    left, top, right, bottom = (round(max(side, 0)) for side in capture.outline.bounds())  # type: ignore[attr-defined]
    pixels[top:bottom, left:right] = 210
    return pixels


def test_the_score_rises_with_the_cut() -> None:
    scores = [cut(spoilt(name, PORTRAIT)).score for name in ("cut_2", "cut_5", "cut_10")]  # type: ignore[union-attr]
    assert scores == sorted(scores)
    assert scores[-1] == 100


def test_a_whole_card_is_not_cut() -> None:
    for page in (PORTRAIT, VEHICLE, KOREAN):
        found = cut(taken(page))
        assert isinstance(found, Scored)
        assert found.score == 0
        assert not found.regions


@pytest.mark.parametrize("spare", [0.0, 0.002])
def test_a_crop_along_the_card_is_not_cut(spare: float) -> None:
    whole = shot(EMBLEM, rotation=0.0, pitch=0.0, yaw=0.0)
    left, top, right, bottom = whole.quad.bounds()
    margin = spare * (right - left)
    box = (round(left - margin), round(top - margin), round(right + margin), round(bottom + margin))
    shift = np.array([[1, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1]], np.float64)
    homographies = tuple(shift @ matrix for matrix in whole.homographies)
    cropped = recompressed(whole, whole.image.crop(box), homographies=homographies)
    found = cut(as_capture(cropped))
    assert isinstance(found, Scored)
    assert found.score < 50


def test_a_card_without_edges_is_doubted_and_not_accused() -> None:
    """White on white: where no edge is seen, a card a little beyond the frame may as well end there."""
    capture = moved(EMBLEM, 0.02, 0.0)
    plain = replace(capture, pixels=np.full_like(capture.pixels, 235))  # type: ignore[attr-defined,type-var]
    found = cut(plain)
    assert isinstance(found, Abstained)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert isinstance(cut(replace(plain, pixels=_with_card_edges(capture))), Scored)  # type: ignore[type-var]


def test_a_page_on_a_screen_has_no_border() -> None:
    found = cut(taken(SCREEN))
    assert isinstance(found, Abstained)
    assert found.outcome is Outcome.NOT_APPLICABLE
