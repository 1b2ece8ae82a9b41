"""Swapped portraits by the wall behind the head and by a licence's second portrait, and what must not pass for one.

The place that a layout knows is wider than the portrait itself: so it is here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import pytest

from kyc.authenticity import ExaminedCapture, digital_tampering, lines
from kyc.authenticity.portrait_print import print_that_ends
from kyc.authenticity.portrait_traces import portrait_traces
from kyc.authenticity.portrait_twin import likeness_of_twin
from kyc.authenticity.traces import PORTRAIT, Family
from kyc.authenticity.verdict import Scored
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import comparable_values
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.imaging.rectifying import RECTIFIED_WIDTH, warp
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.edits_canvas import CAREFUL, CARELESS, Care
from tests.specimens.attacks.edits_pictures import Pasting, replace_portrait
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.kr_driving_licence import draw
from tests.specimens.people import REFERENCE_DAY, invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed

SETTINGS: Final = PhotoSettings(background="slate", rotation=3, pitch=4, yaw=-4, fill=0.88, jpeg_quality=88, noise=3.0)
SIZE: Final = (1280, 960)
#: By how much a layout's place is wider and higher than the portrait, in parts of it, on each side.
ROOM: Final = (0.10, 0.05)
SOFT: Final = Care(feather=2.5)
SKIN: Final = (206, 158, 132)
Pixels = np.ndarray[Any, Any]


@lru_cache(maxsize=2)
def shot(kind: DocumentKind) -> Photograph:
    if kind is DocumentKind.CN_ID_CARD:
        return photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, SIZE)
    return photograph(draw(Side.MAIN_PAGE, 4, "kr_unlabelled"), SETTINGS, 22, SIZE)


@lru_cache(maxsize=6)
def swapped(kind: DocumentKind, care: Care = SOFT, *, messenger: bool = False) -> Photograph:
    return replace_portrait(shot(kind), Pasting(care, in_tone=True, messenger=messenger), 8)


def capture(taken: Photograph) -> ExaminedCapture:
    """The capture, its portrait where a layout would say it is."""
    exact = as_capture(taken)
    a, b, _, d = (np.asarray(point) for point in exact.areas[PORTRAIT].points)
    x, y = ROOM[0] * (b - a), ROOM[1] * (d - a)
    corners = [a - x - y, b + x - y, b + x + y + d - a, d - x + y]
    return dataclasses.replace(exact, areas={**exact.areas, PORTRAIT: Quad.from_points([list(p) for p in corners])})


def painted(
    before: ExaminedCapture,
    box: tuple[float, float, float, float],
    paint: Callable[[Pixels], Pixels],
    *,
    soft: float = 0,
) -> ExaminedCapture:
    """The capture with its card changed in ``box`` (left, top, right, bottom in parts of the portrait's place)."""
    a, b, _, d = (np.asarray(point) for point in before.areas[PORTRAIT].points)
    corners = [
        a + x * (b - a) + y * (d - a) for x, y in ((box[0], box[1]), (box[2], box[1]), box[2:], (box[0], box[3]))
    ]
    mask = np.zeros(before.pixels.shape[:2], np.float32)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1.0)
    cover = (cv2.GaussianBlur(mask, (0, 0), soft) if soft else mask)[..., None]
    pixels = before.pixels.astype(np.float32)
    changed = np.clip(pixels * (1 - cover) + paint(pixels) * cover + 0.5, 0, 255).astype(np.uint8)
    rectified = warp(changed, before.to_rectified, RECTIFIED_WIDTH, before.rectified.shape[0])
    return dataclasses.replace(before, pixels=changed, rectified=rectified)


def scores(examined: ExaminedCapture) -> dict[Family, float]:
    views = Views(examined)
    return {trace.family: trace.score for trace in portrait_traces(views, comparable_values(views))}


def smoothed(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 8))


def softened(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 2.5))


# --- the wall --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("care", "messenger"), [(CARELESS, False), (SOFT, False), (CAREFUL, False), (SOFT, True)])
def test_print_that_ends_at_a_portrait_is_found(care: Care, messenger: bool) -> None:
    lost = print_that_ends(Views(capture(swapped(DocumentKind.CN_ID_CARD, care, messenger=messenger))))
    assert lost is not None
    assert lost >= lines.PORTRAIT_PRINT_AT_LINE


def _lost(examined: ExaminedCapture) -> float:
    lost = print_that_ends(Views(examined))
    assert lost is not None
    return lost


def test_print_that_goes_on_behind_the_head_says_nothing() -> None:
    assert _lost(capture(shot(DocumentKind.CN_ID_CARD))) < lines.PORTRAIT_PRINT_AT_LINE / 2


def test_print_that_ends_on_one_side_alone_says_nothing() -> None:
    """A sleeve's edge, a finger, a strip of light."""
    genuine = capture(shot(DocumentKind.CN_ID_CARD))
    assert _lost(painted(genuine, (0.1, 0.0, 0.3, 1.0), smoothed)) < lines.PORTRAIT_PRINT_AT_LINE
    both = painted(painted(genuine, (0.1, 0.0, 0.3, 1.0), smoothed), (0.7, 0.0, 0.9, 1.0), smoothed)
    assert _lost(both) >= lines.PORTRAIT_PRINT_AT_LINE


def test_print_that_fades_by_and_by_says_nothing() -> None:
    genuine = capture(shot(DocumentKind.CN_ID_CARD))
    assert _lost(painted(genuine, (0.0, 0.0, 1.0, 1.0), smoothed, soft=40)) < lines.PORTRAIT_PRINT_AT_LINE


def test_nothing_is_said_of_print_under_glare_nor_where_a_form_has_a_frame() -> None:
    genuine = capture(shot(DocumentKind.CN_ID_CARD))
    lamp = painted(genuine, (0.1, 0.0, 0.9, 1.0), lambda pixels: np.full_like(pixels, 255))
    assert print_that_ends(Views(lamp)) is None
    for kind in (DocumentKind.KR_DRIVING_LICENCE, DocumentKind.CN_DRIVING_LICENCE):
        edited = dataclasses.replace(capture(swapped(DocumentKind.CN_ID_CARD)), kind=kind)
        assert print_that_ends(Views(edited)) is None


def test_a_smooth_wall_is_found_where_the_place_is_wider_than_the_portrait() -> None:
    """And where a value stands above it, the ground below which is the wall."""
    assert scores(capture(swapped(DocumentKind.KR_DRIVING_LICENCE)))[Family.NOISE] >= 50
    assert scores(capture(shot(DocumentKind.KR_DRIVING_LICENCE)))[Family.NOISE] < 45


def test_a_smooth_corner_of_the_wall_is_not_accused() -> None:
    genuine = capture(shot(DocumentKind.KR_DRIVING_LICENCE))
    assert scores(painted(genuine, (0.7, 0.0, 1.0, 0.23), smoothed))[Family.NOISE] < 50
    assert scores(painted(genuine, (0.1, 0.0, 0.9, 0.5), smoothed))[Family.NOISE] >= 50


def test_ground_unlike_that_of_the_values_around_a_portrait_is_not_accused() -> None:
    """Where fine print surrounds a portrait, the wall is like the ground beside the values."""
    wall = painted(capture(shot(DocumentKind.KR_DRIVING_LICENCE)), (0.0, 0.0, 1.0, 1.0), softened)
    assert scores(wall)[Family.NOISE] >= 50
    assert scores(painted(wall, (1.16, -1.0, 4.0, 2.0), softened))[Family.NOISE] < 50


def test_noise_is_not_judged_after_coarse_compression_nor_on_a_photograph_stuck_on() -> None:
    edited = swapped(DocumentKind.KR_DRIVING_LICENCE)
    coarse = recompressed(edited, edited.image, settings=dataclasses.replace(edited.settings, jpeg_quality=40))
    assert Family.NOISE not in scores(capture(coarse))
    stuck_on = dataclasses.replace(capture(edited), kind=DocumentKind.CN_DRIVING_LICENCE)
    assert Family.NOISE not in scores(stuck_on)


# --- the twin --------------------------------------------------------------------------------------------------------


def test_a_large_portrait_unlike_the_small_one_is_found() -> None:
    unlike = likeness_of_twin(Views(capture(swapped(DocumentKind.KR_DRIVING_LICENCE))))
    alike = likeness_of_twin(Views(capture(shot(DocumentKind.KR_DRIVING_LICENCE))))
    assert unlike is not None
    assert alike is not None
    assert unlike < lines.PORTRAIT_TWIN_AT_LINE
    assert alike > 0.9


#: Where the small portrait is, in parts of the large one's place, and what may lie on it.
TWIN: Final = (2.50, 0.66, 3.00, 1.07)
ON_THE_TWIN: Final[dict[str, tuple[tuple[float, float, float, float], Callable[[Pixels], Pixels]]]] = {
    "none printed": (TWIN, lambda pixels: np.full_like(pixels, np.median(pixels.reshape(-1, 3), axis=0))),
    "finger": ((2.75, 0.5, 3.2, 1.3), lambda pixels: np.full_like(pixels, SKIN)),
    "lamp": ((2.6, 0.75, 2.85, 0.95), lambda pixels: np.full_like(pixels, 255)),
}


@pytest.mark.parametrize("what", ON_THE_TWIN)
def test_a_twin_that_is_not_seen_whole_says_nothing(what: str) -> None:
    genuine = capture(shot(DocumentKind.KR_DRIVING_LICENCE))
    assert likeness_of_twin(Views(painted(genuine, *ON_THE_TWIN[what]))) is None


def test_a_twin_beyond_the_picture_and_other_documents_say_nothing() -> None:
    genuine = capture(shot(DocumentKind.KR_DRIVING_LICENCE))
    cut = dataclasses.replace(genuine, pixels=np.ascontiguousarray(genuine.pixels[:, : round(0.85 * SIZE[0])]))
    assert likeness_of_twin(Views(cut)) is None
    other = dataclasses.replace(genuine, kind=DocumentKind.CN_DRIVING_LICENCE)
    assert likeness_of_twin(Views(other)) is None


def test_glare_on_the_large_portrait_says_nothing() -> None:
    genuine = capture(shot(DocumentKind.KR_DRIVING_LICENCE))
    lamp = painted(genuine, (0.3, 0.3, 0.6, 0.6), lambda pixels: np.full_like(pixels, 255))
    assert likeness_of_twin(Views(lamp)) is None


def test_a_finger_on_half_of_the_large_portrait_does_not_make_it_another() -> None:
    genuine = capture(shot(DocumentKind.KR_DRIVING_LICENCE))
    for box in ((-0.1, 0.0, 0.25, 1.0), (0.0, 0.85, 1.0, 1.1)):
        likeness = likeness_of_twin(Views(painted(genuine, box, lambda pixels: np.full_like(pixels, SKIN))))
        assert likeness is None or likeness >= lines.PORTRAIT_TWIN_AT_LINE


def test_wall_and_twin_together_are_an_error() -> None:
    verdict = digital_tampering.judge(Views(capture(swapped(DocumentKind.KR_DRIVING_LICENCE))), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert (verdict.subtype, verdict.severity) == ("swapped_portrait", None)
    assert verdict.score >= 50
