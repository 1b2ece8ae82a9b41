"""COVERED: what lies over a card, with its outline, and what only seems to."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kyc.authenticity import ExaminedCapture
from kyc.authenticity.coins import round_things
from kyc.authenticity.covered import judge
from kyc.authenticity.painted_shapes import painted_shapes
from kyc.authenticity.verdict import Abstained, Scored
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName
from kyc.documents.warnings import Outcome
from kyc.imaging.rectifying import homography_to, warp
from tests.authenticity.captures import as_capture
from tests.authenticity.spoilt_pictures import (
    CLEAR,
    EMBLEM,
    KOREAN,
    LICENCE,
    PORTRAIT,
    SCREEN,
    SIZE,
    TODAY,
    VEHICLE,
    VEHICLE_SUB,
    overlap,
    spoilt,
    spoilt_shot,
    taken,
    with_corner_off,
)
from tests.specimens.id_card import STANDARD, STYLES, draw_portrait_face
from tests.specimens.photograph import photograph
from tests.specimens.sets import TUNING
from tests.specimens.species import PageKey


def covered(capture: ExaminedCapture) -> Scored:
    found = judge(Views(capture), TODAY)
    assert isinstance(found, Scored)
    return found


@pytest.mark.parametrize(
    ("name", "page", "least"),
    [
        ("cover_finger_text", LICENCE, 0.25),
        ("cover_finger_edge", PORTRAIT, 0.3),
        ("cover_coin", VEHICLE, 0.4),
        ("cover_sticker", PORTRAIT, 0.5),
        ("cover_box", VEHICLE, 0.4),
        ("cover_smear", LICENCE, 0.3),
        ("cover_mosaic", VEHICLE_SUB, 0.4),
        ("cover_mosaic", PORTRAIT, 0.4),
    ],
)
def test_what_covers_is_found_where_it_lies(name: str, page: PageKey, least: float) -> None:
    found = covered(spoilt(name, page))
    assert found.score >= 50
    assert {region.label for region in found.regions} == {"covering"}
    assert overlap(found.regions, [place for _, place in spoilt_shot(name, page).regions]) > least


def test_white_paper_over_a_value_is_known_by_the_value_it_hides() -> None:
    capture = taken(VEHICLE)
    field = next(field for field in capture.fields if field.name is FieldName.VIN)
    found = covered(replace(capture, pixels=_blanked(capture, FieldName.VIN)))
    assert found.score >= 50
    assert {place for region in found.regions for place in region.on} == {"vin"}
    assert field.quad is not None
    assert overlap(found.regions, [field.quad]) > 0.5


def _seen_as(capture: ExaminedCapture, pixels: np.ndarray) -> ExaminedCapture:
    """The capture with other pixels, which its rectified card shows, too."""
    height, width = capture.rectified.shape[:2]
    return replace(capture, pixels=pixels, rectified=warp(pixels, capture.to_rectified, width, height))


def _blanked(capture: ExaminedCapture, name: FieldName) -> np.ndarray:
    """The pixels with the paper from right above a field laid over it, grain and all."""
    pixels = capture.pixels.copy()
    quad = next(field.quad for field in capture.fields if field.name is name)
    assert quad is not None
    left, top, right, bottom = (round(side) for side in quad.bounds())
    high = bottom - top
    paper = np.full((high + 8, right - left + 8, 3), (225, 220, 222), np.float32)
    paper += np.random.default_rng(3).normal(0, 3, paper.shape[:2])[..., None]
    pixels[top - 4 : bottom + 4, left - 4 : right + 4] = np.clip(paper, 0, 255).astype(np.uint8)
    return pixels


def test_an_unread_value_counts_only_where_nothing_is_printed() -> None:
    capture = taken(VEHICLE)
    vin = next(field for field in capture.fields if field.name is FieldName.VIN)
    assert vin.quad is not None
    unread = tuple(
        replace(field, raw="", value="", quad=None) if field.name is FieldName.VIN else field
        for field in capture.fields
    )
    seen = replace(capture, fields=unread, places={FieldName.VIN: vin.quad})
    assert covered(seen).score < 50
    hidden = covered(_seen_as(seen, _blanked(capture, FieldName.VIN)))
    assert hidden.score >= 50
    assert hidden.regions[0].on == ("vin",)


@pytest.mark.parametrize(
    ("page", "changes"),
    [
        (PORTRAIT, {"hologram": 0.7}),
        (EMBLEM, {"sleeve": 0.9}),
        (LICENCE, {"cast_shadow": True, "gradient": 0.3}),
        (VEHICLE_SUB, {"noise": 1.0}),  # dashes for what is not given, a barcode, a blank remark
        (KOREAN, {"tint": (1.1, 1.0, 0.9)}),  # coloured bands under warm light
        (VEHICLE, {"glare": 1.0, "glare_at": (0.5, 0.4)}),  # mirrored light is another warning's
        (PORTRAIT, {"glare": 1.0, "glare_at": (0.34, 0.62), "glare_size": 0.16}),  # also right over a value
        (PORTRAIT, {"glare": 1.0, "glare_at": (0.45, 0.29), "glare_size": 0.1}),
    ],
)
def test_what_hides_nothing_is_no_covering(page: PageKey, changes: dict[str, object]) -> None:
    found = covered(taken(page, **changes))
    assert found.score < 50


@pytest.mark.parametrize(
    ("page", "seed"),
    [
        pytest.param(PORTRAIT, 2, id="corner"),
        pytest.param(EMBLEM, 2, id="corner on another face"),
        pytest.param(VEHICLE, 2, id="corner on another card"),
        pytest.param(PORTRAIT, 0, id="strip along a short side"),
        pytest.param(PORTRAIT, 3, id="strip along a long side"),
        pytest.param(LICENCE, 0, id="strip on print"),
        pytest.param(LICENCE, 13, id="print hangs on to it"),
    ],
)
def test_a_sheet_from_outside_is_known_by_going_on_there(page: PageKey, seed: int) -> None:
    found = covered(spoilt("cover_sheet_corner", page, seed=seed))
    assert found.score >= 50
    assert overlap(found.regions, [place for _, place in spoilt_shot("cover_sheet_corner", page, seed).regions]) > 0.35


@pytest.mark.parametrize("page", [PORTRAIT, EMBLEM])
def test_a_thing_may_have_print_of_its_own(page: PageKey) -> None:
    capture = spoilt("cover_sticker", page)
    place = spoilt_shot("cover_sticker", page).regions[0][1]
    left, top, right, bottom = (round(side) for side in place.bounds())
    printed = capture.pixels.copy()
    for row in range(top + 6, bottom - 6, 12):
        cv2.putText(printed, "WAREHOUSE 17 B", (left + 6, row + 8), cv2.FONT_HERSHEY_SIMPLEX, 0.32, (30, 20, 20))
    printed[:, right - 4 :], printed[bottom - 2 :] = capture.pixels[:, right - 4 :], capture.pixels[bottom - 2 :]
    assert covered(_seen_as(capture, printed)).score >= 50


def test_a_sharp_shadow_on_print_is_no_covering() -> None:
    capture = taken(PORTRAIT)
    address = next(field.quad for field in capture.fields if field.name is FieldName.ADDRESS)
    assert address is not None
    left, top, right, bottom = (round(side) for side in address.bounds())
    shaded = capture.pixels.astype(np.float32)
    shaded[top + 4 : bottom - 4, left + 10 : (left + right) // 2] *= 0.55
    assert covered(_seen_as(capture, shaded.astype(np.uint8))).score < 50


def test_a_portrait_may_reach_down_to_the_number() -> None:
    """The layout knows one height of portraits; issuers print others."""
    person, (left, top, right, _) = TUNING.specimen(PORTRAIT, 2).person, STANDARD.portrait
    usual, tall = (
        as_capture(photograph(draw_portrait_face(person, STYLES["plain"], layout), CLEAR, 7, SIZE))
        for layout in (STANDARD, replace(STANDARD, portrait=(left, top, right, 0.83)))
    )
    assert covered(replace(tall, areas=usual.areas)).score < 50


def test_worn_print_is_no_covering() -> None:
    capture = taken(VEHICLE)
    pale = cv2.addWeighted(capture.pixels, 0.55, np.full_like(capture.pixels, 215), 0.45, 0)
    assert covered(replace(capture, pixels=np.asarray(pale, np.uint8))).score < 50


@pytest.mark.parametrize("colour", [(200, 200, 200), (120, 60, 40)])
def test_a_plain_table_inside_an_outline_that_is_off_covers_nothing(colour: tuple[int, int, int]) -> None:
    capture = taken(PORTRAIT)
    on_table = capture.pixels.copy()
    on_table[Views(capture).card_mask == 0] = colour
    assert covered(with_corner_off(replace(capture, pixels=on_table), 0.08)).score < 50


def test_values_set_by_a_computer_are_no_mosaic() -> None:
    """Hinted type on a plain ground has its gradients in few columns, as a mosaic has."""
    capture = taken(VEHICLE)
    plate = next(field for field in capture.fields if field.name is FieldName.PLATE_NUMBER)
    assert plate.quad is not None
    left, top, right, bottom = (round(side) for side in plate.quad.bounds())
    pixels = capture.pixels.copy()
    grain = np.random.default_rng(5).normal(0, 1.5, (bottom - top, right - left, 1))
    paper = np.clip(np.asarray([225, 220, 222]) + grain, 0, 255)
    paper[3:-3, 8:11] = paper[3:-3, 22:25] = 60
    pixels[top:bottom, left:right] = paper.astype(np.uint8)
    place = Quad.from_box(left, top, left + bottom - top, bottom)
    typed = replace(plate, raw="11", value="11", quad=place)
    fields = tuple(typed if field is plate else field for field in capture.fields)
    shown = replace(capture, pixels=pixels, fields=fields)
    assert "plate_number" not in {place for region in covered(shown).regions for place in region.on}
    unsure = replace(shown, fields=tuple(replace(f, confidence=0.3) if f is typed else f for f in fields))
    assert "plate_number" in {place for region in covered(unsure).regions for place in region.on}


def test_a_page_on_a_screen_is_not_judged() -> None:
    found = judge(Views(taken(SCREEN)), TODAY)
    assert isinstance(found, Abstained)
    assert found.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("page", "colour"), [(VEHICLE, (246, 245, 240)), (PORTRAIT, (250, 250, 248))])
def test_a_sheet_nearly_of_the_papers_colour_is_known_by_its_straight_edges(page: PageKey, colour: object) -> None:
    """Nothing that it hides is missed: the middle of the card's lower part has hardly any print."""
    capture = taken(page)
    card = Views(capture).card
    height, width = card.pixels.shape[:2]
    box = np.asarray([(0.35, 0.62), (0.55, 0.62), (0.55, 0.78), (0.35, 0.78)]) * (width, height)
    corners = cv2.perspectiveTransform(box[None], np.linalg.inv(card.matrix))[0]
    pixels = capture.pixels.copy()
    sheet = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillConvexPoly(sheet, np.round(corners).astype(np.int32), 255)
    grain = np.random.default_rng(9).normal(0, 3, (*pixels.shape[:2], 1))
    pixels[sheet > 0] = np.clip(np.asarray(colour) + grain, 0, 255).astype(np.uint8)[sheet > 0]
    found = covered(_seen_as(capture, pixels))
    assert found.score >= 50
    assert overlap(found.regions, [Quad.from_points(corners.tolist())]) > 0.6


def test_a_box_painted_white_is_none_of_a_lamps() -> None:
    capture = taken(VEHICLE)
    vin = next(field.quad for field in capture.fields if field.name is FieldName.VIN)
    assert vin is not None
    left, top, right, bottom = (round(side) for side in vin.bounds())
    pixels = capture.pixels.copy()
    pixels[top - 8 : bottom + 8, left - 8 : right + 8] = 255
    found = covered(_seen_as(capture, pixels))
    assert found.score >= 50
    assert overlap(found.regions, [Quad.from_box(left - 8, top - 8, right + 8, bottom + 8)]) > 0.6


def _area(capture: ExaminedCapture, name: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side) for side in capture.areas[name].bounds())
    return left, top, right, bottom


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (128, 128, 128), (200, 30, 30)])
def test_a_box_painted_over_a_portraits_eyes_is_found(colour: tuple[int, int, int]) -> None:
    capture = taken(PORTRAIT)
    left, top, right, bottom = _area(capture, "portrait")
    third = (bottom - top) // 3
    pixels = capture.pixels.copy()
    pixels[top + third : top + 2 * third, left + 10 : right - 10] = colour
    found = covered(_seen_as(capture, pixels))
    assert found.score >= 50
    assert overlap(found.regions, [Quad.from_box(left + 10, top + third, right - 10, top + 2 * third)]) > 0.7
    assert {place for region in found.regions for place in region.on} == {"portrait"}


def test_a_printed_bar_has_grain_and_is_no_painted_box() -> None:
    capture = taken(PORTRAIT)
    left, _, right, bottom = _area(capture, "portrait")
    grain = np.random.default_rng(4).normal(0, 3, (30, right - left, 1))
    pixels = capture.pixels.copy()
    pixels[bottom - 40 : bottom - 10, left:right] = np.clip(np.asarray((60, 70, 110)) + grain, 0, 255)
    assert covered(_seen_as(capture, pixels)).score < 50


def _with_disc(capture: ExaminedCapture, middle: tuple[float, float], radius: float, colours: np.ndarray) -> np.ndarray:
    """The pixels with a disc laid on the card: middle in parts of it, radius in card widths."""
    card = Views(capture).card
    height, width = card.pixels.shape[:2]
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    outline = np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius * width + np.multiply(middle, (width, height))
    placed = cv2.perspectiveTransform(outline[None], np.linalg.inv(card.matrix))[0]
    disc = np.zeros(capture.pixels.shape[:2], np.uint8)
    cv2.fillPoly(disc, [np.round(placed).astype(np.int32)], 255)
    pixels = capture.pixels.copy()
    pixels[disc > 0] = colours[disc > 0]
    return pixels


@pytest.mark.parametrize(("page", "middle"), [(PORTRAIT, (0.78, 0.42)), (VEHICLE, (0.5, 0.5)), (EMBLEM, (0.5, 0.3))])
def test_a_coin_is_known_by_its_outline_also_on_a_portrait(page: PageKey, middle: tuple[float, float]) -> None:
    """Metal of nearly the lightness of what lies around, and with a relief as deep as print."""
    capture = taken(page)
    noise = cv2.GaussianBlur(np.random.default_rng(6).normal(0, 1, capture.pixels.shape[:2]), (0, 0), 3)
    metal = 140 + 25 * noise / noise.std()
    pixels = _with_disc(capture, middle, 0.125, np.clip(np.repeat(metal[..., None], 3, axis=2), 0, 255))
    found = covered(_seen_as(capture, pixels.astype(np.uint8)))
    assert found.score >= 50
    assert sum(0.03 < Views(capture).card.area(Views(capture).card.filled(r.quad)) < 0.12 for r in found.regions) >= 1


def test_shoulders_are_no_coin() -> None:
    """Round clothes end a portrait at the card's border: half a circle."""
    capture = taken(LICENCE)
    dark = np.full_like(capture.pixels, 50)
    grain = np.random.default_rng(8).normal(0, 3, (*dark.shape[:2], 1))
    cloth = np.clip(dark + grain, 0, 255).astype(np.uint8)
    half, whole = (
        Views(_seen_as(capture, _with_disc(capture, middle, 0.105, cloth))).card
        for middle in ((0.875, 0.99), (0.875, 0.7))
    )
    assert not round_things(half)
    assert len(round_things(whole)) == 1


def _finger(capture: ExaminedCapture, tip: tuple[float, float], colours: np.ndarray, alpha: float = 1.0) -> np.ndarray:
    """The pixels with a finger that comes in over the right border up to ``tip`` (parts of the card)."""
    card = Views(capture).card
    height, width = card.pixels.shape[:2]
    x, y = np.multiply(tip, (width, height))
    angles = np.linspace(np.pi / 2, 3 * np.pi / 2, 24)
    round_tip = np.stack([x + 38 + 38 * np.cos(angles), y + 38 * np.sin(angles)], axis=1)
    outline = np.concatenate([round_tip, [[width + 80, y - 38], [width + 80, y + 38]]])
    placed = cv2.perspectiveTransform(outline[None], np.linalg.inv(card.matrix))[0]
    mask = np.zeros(capture.pixels.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(placed).astype(np.int32)], 255)
    seen = cv2.GaussianBlur(mask, (0, 0), 1.0)[..., None] / 255 * alpha
    return np.clip(capture.pixels * (1 - seen) + colours * seen, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("skin", [(208, 164, 136), (112, 78, 58)])
def test_a_finger_that_ends_on_a_portrait_is_known_at_the_border(skin: tuple[int, int, int]) -> None:
    capture = taken(PORTRAIT)
    grain = np.random.default_rng(2).normal(0, 3, (*capture.pixels.shape[:2], 1))
    found = covered(_seen_as(capture, _finger(capture, (0.75, 0.4), np.asarray(skin) + grain)))
    assert found.score >= 50
    assert "portrait" in {place for region in found.regions for place in region.on}


def test_a_shadow_over_the_border_is_no_finger() -> None:
    capture = taken(PORTRAIT)
    shaded = _finger(capture, (0.75, 0.4), capture.pixels * 0.6)
    assert covered(_seen_as(capture, shaded)).score < 50


def test_a_short_value_that_is_legible_is_no_mosaic() -> None:
    """One character in a box one and a half as wide, whose strokes stand in few columns and rows."""
    capture = taken(VEHICLE)
    plate = next(field for field in capture.fields if field.name is FieldName.PLATE_NUMBER)
    assert plate.quad is not None
    left, top, _, bottom = (round(side) for side in plate.quad.bounds())
    wide = round(1.5 * (bottom - top))
    pixels = capture.pixels.copy()
    paper = np.full((bottom - top, wide, 3), 222, np.uint8)
    paper[3:-3, 8:11] = paper[3:-3, 22:25] = paper[8:11, 3:-3] = 60
    pixels[top:bottom, left : left + wide] = paper
    short = replace(plate, raw="日", value="日", quad=Quad.from_box(left, top, left + wide, bottom))
    fields = tuple(short if field is plate else field for field in capture.fields)
    found = covered(replace(capture, pixels=pixels, fields=fields))
    assert "plate_number" not in {place for region in found.regions for place in region.on}


def test_a_portrait_beside_its_place_covers_nothing_where_no_edge_of_the_card_is_seen() -> None:
    """An outline that lies within the card: its sides cross paper, and the portrait is not where portraits are."""
    capture = taken(PORTRAIT)
    corners = np.asarray(capture.outline.points)
    within = corners.mean(axis=0) + 0.9 * (corners - corners.mean(axis=0))
    height, width = capture.rectified.shape[:2]
    to_rectified = homography_to(within, width, height)
    beside = {"portrait": Quad.from_points((within * 0.2 + within.mean(axis=0) * 0.8).tolist())}
    off = replace(
        capture,
        outline=Quad.from_points(within.tolist()),
        to_rectified=to_rectified,
        rectified=warp(capture.pixels, to_rectified, width, height),
        areas=beside,
    )
    assert covered(off).score < 50


def _painted(capture: ExaminedCapture, outline: np.ndarray, colour: tuple[int, int, int]) -> ExaminedCapture:
    """The capture with a shape painted over it, its outline smoothed as apps do."""
    pixels = capture.pixels.copy()
    cv2.fillPoly(pixels, [np.round(outline * 16).astype(np.int32)], colour, cv2.LINE_AA, 4)
    return _seen_as(capture, pixels)


def _middle_of_portrait(capture: ExaminedCapture) -> np.ndarray:
    left, top, right, bottom = _area(capture, "portrait")
    return np.asarray([(left + right) / 2, top + 0.4 * (bottom - top)])


def _bar(middle: np.ndarray, long: float, high: float, turn: float, *, round_ends: bool) -> np.ndarray:
    """A bar's outline (n x 2), ``long`` and ``high`` its half sides."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, 16)
    round_end = np.stack([long - high + high * np.cos(angles), high * np.sin(angles)], axis=1)
    end = round_end if round_ends else np.asarray([(long, -high), (long, high)])
    outline = np.concatenate([end, -end])
    turned = outline @ np.asarray([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(turned + middle)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 30)])
@pytest.mark.parametrize(("turn", "round_ends"), [(0.3, False), (0.2, True)])
def test_a_turned_bar_painted_over_a_portraits_eyes_is_found(
    colour: tuple[int, int, int], turn: float, round_ends: bool
) -> None:
    capture = taken(PORTRAIT)
    outline = _bar(_middle_of_portrait(capture), 75, 22, turn, round_ends=round_ends)
    found = covered(_painted(capture, outline, colour))
    assert found.score >= 50
    assert overlap(found.regions, [Quad.from_points(cv2.boxPoints(cv2.minAreaRect(outline.astype(np.float32))))]) > 0.6


def test_a_dot_painted_over_a_face_is_found() -> None:
    capture = taken(PORTRAIT)
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    dot = _middle_of_portrait(capture) + 30 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert covered(_painted(capture, dot, (255, 210, 60))).score >= 50


@pytest.mark.parametrize("colour", [(20, 22, 26), (255, 255, 255)])
def test_a_plain_fold_of_clothes_is_no_painted_shape(colour: tuple[int, int, int]) -> None:
    """A lapel or a shirt: as even as paint and as sharp, but a triangle."""
    capture = taken(PORTRAIT)
    left, _, right, bottom = _area(capture, "portrait")
    fold = np.asarray([(left + 40, bottom - 10), (right - 30, bottom - 10), ((left + right) / 2, bottom - 60)])
    assert not painted_shapes(Views(_painted(capture, fold, colour)))
