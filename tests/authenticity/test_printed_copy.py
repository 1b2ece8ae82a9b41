"""Printed copies: each trace on its print, the evidence in place, and what must not be taken for a copy."""

from __future__ import annotations

import dataclasses
import io
from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image

from kyc.authenticity import ExaminedCapture, lines
from kyc.authenticity.card_view import CardView
from kyc.authenticity.chroma import card_chroma
from kyc.authenticity.ground_print import GroundPrint, ground_print
from kyc.authenticity.halftone import Halftone, find_halftone
from kyc.authenticity.printed_copy import Traces, judge
from kyc.authenticity.square_corners import Corner, find_corners
from kyc.authenticity.surround import Surround, find_surround
from kyc.authenticity.verdict import Abstained, Scored
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import EvidenceKind
from kyc.documents.warnings import Severity
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.conditions import TUNING_CONDITIONS
from tests.specimens.attacks.prints import PRINT_SPECIES
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.sets import TUNING
from tests.specimens.species import PageKey

SPECIES = {species.name: species for species in PRINT_SPECIES}
CONDITIONS = {condition.name: condition for condition in TUNING_CONDITIONS}
PORTRAIT = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)
EMBLEM = (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE)
LICENCE = (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE)
VEHICLE = (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE)
KOREAN = (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE)
TEMPORARY = (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE)
SCREENSHOT = (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE)
CLEAR = PhotoSettings(background="slate", rotation=7, pitch=6, yaw=-4, fill=0.9, jpeg_quality=90, noise=2.0, blur=0.5)
SIZE = (1280, 960)
#: Waves of this depth in noise of 4 are seen by the mean of all tiles alone; colours are kept to this part.
FAINT = 0.08
FADED = 0.9
#: Levels about the paper's that a card's ground keeps to.
GROUND_WITHIN = 45


def judged(shot: Photograph) -> Scored | Abstained:
    return judge(Views(as_capture(shot)), REFERENCE_DAY)


@lru_cache(maxsize=16)
def printed(name: str, page: PageKey) -> Scored:
    verdict = judged(SPECIES[name].take(TUNING.specimen(page, 0), CLEAR, 5, SIZE))
    assert isinstance(verdict, Scored)
    return verdict


@lru_cache(maxsize=4)
def plain(page: PageKey = PORTRAIT) -> ExaminedCapture:
    return as_capture(photograph(TUNING.specimen(page, 0), CLEAR, 5, SIZE))


def under(name: str, page: PageKey) -> Scored:
    verdict = judged(CONDITIONS[name].take(TUNING.specimen(page, 0), CLEAR, 5, SIZE))
    assert isinstance(verdict, Scored)
    return verdict


# --- what is a copy --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("grey_laser_fine", PORTRAIT),
        ("grey_cut_out", EMBLEM),
        ("grey_copier_harsh", LICENCE),
        ("grey_warm_light", TEMPORARY),
        ("grey_laser_line", SCREENSHOT),
    ],
)
def test_grey_copies_are_told_as_such(name: str, page: PageKey) -> None:
    verdict = printed(name, page)
    assert (verdict.score >= 60, verdict.subtype, verdict.severity) == (True, "grey_copy", None)
    assert "grey copy" in verdict.reason.english()


@pytest.mark.parametrize("name", ["colour_inkjet_plain", "colour_copier"])
def test_pale_prints_are_colour_copies(name: str) -> None:
    verdict = printed(name, PORTRAIT)
    assert (verdict.score >= 50, verdict.subtype) == (True, "colour_copy")


def test_a_screen_is_found_where_colours_are_full() -> None:
    """The trace of a print whose colours pass: dots at 3 to 4.3 lines per millimetre."""
    specimen = SPECIES["colour_laser_coarse"].take(TUNING.specimen(EMBLEM, 0), CLEAR, 5, SIZE)
    capture = as_capture(specimen)
    verdict = judge(Views(capture), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    figures = {figure.name: figure.value for figure in verdict.figures}
    assert figures["strength of a halftone"] > lines.HALFTONE_AT_LINE
    assert 2.9 < figures["lines of the halftone"] < 6.2  # a screen's own ruling, or the diagonal of its lattice
    tiles = [region for region in verdict.regions if region.label == "halftone"]
    assert tiles
    assert all(0.01 < tile.quad.area() / capture.outline.area() < 0.15 for tile in tiles)


def test_evidence_names_what_should_be_coloured_and_shows_the_colours() -> None:
    verdict = printed("grey_cut_out", EMBLEM)
    assert {region.on for region in verdict.regions if region.label == "colourless"} == {("emblem",)}
    (picture,) = verdict.pictures
    assert picture.kind is EvidenceKind.COLOUR_MAP
    shown = np.asarray(Image.open(io.BytesIO(picture.png)))
    assert shown.shape == (picture.height, picture.width, 3)
    assert np.ptp(shown.astype(int), axis=2).mean() < 20


def test_a_temporary_cards_grey_portrait_is_no_evidence() -> None:
    assert not [region for region in printed("grey_warm_light", TEMPORARY).regions if "portrait" in region.on]


# --- what is none ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in TUNING.pages if page[0] is not SCREENSHOT[0]])
def test_every_page_passes_as_it_is(page: PageKey) -> None:
    verdict = judge(Views(plain(page)), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert verdict.score < 49


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("high_iso", PORTRAIT),
        ("worn", TEMPORARY),
        ("worn", LICENCE),
        ("warm_light", EMBLEM),
        ("mixed_light", LICENCE),
        ("sleeve", EMBLEM),
        ("flatbed", PORTRAIT),
        ("hdr", LICENCE),
        ("offset_print", LICENCE),
        ("guilloche_fine", TEMPORARY),
        ("guilloche_middle", LICENCE),
        ("woven_cloth", PORTRAIT),
        ("striped_shirt", PORTRAIT),
        ("messenger_twice", EMBLEM),
        ("rotated_resave", LICENCE),
        ("scan_filter", PORTRAIT),
        ("white_on_white", PORTRAIT),
        ("watermark", EMBLEM),
    ],
)
def test_difficult_genuine_pictures_pass(name: str, page: PageKey) -> None:
    assert under(name, page).score < 50


def test_a_temporary_card_with_paler_lines_passes() -> None:
    """Its portrait is grey by law, so that its colour is that of the lines alone; another card so pale is a print."""
    specimen = TUNING.specimen(TEMPORARY, 0)
    pixels = np.asarray(specimen.image.convert("RGB")).astype(float)
    grey = pixels.mean(axis=2, keepdims=True)
    paler = Image.fromarray(np.uint8(grey + 0.55 * (pixels - grey)))
    verdict = judged(photograph(specimen.with_image(paler), CLEAR, 5, SIZE))
    assert isinstance(verdict, Scored)
    own = next(figure.value for figure in verdict.figures if figure.name == "colour of the card's own")
    assert lines.GREY < own < lines.PALE_ALONE * lines.CARD_CHROMA[LICENCE].lowest
    assert verdict.score < 50


def test_a_faded_seal_passes() -> None:
    specimen = TUNING.specimen(LICENCE, 1)
    left, top, right, bottom = (round(side) for side in specimen.areas["seal"])
    pixels = np.asarray(specimen.image).copy()
    seal = pixels[top:bottom, left:right]
    pixels[top:bottom, left:right] = seal * 0.2 + np.median(seal.reshape(-1, 3), axis=0) * 0.8
    verdict = judged(photograph(specimen.with_image(Image.fromarray(pixels)), CLEAR, 5, SIZE))
    assert isinstance(verdict, Scored)
    assert verdict.score < 50


def test_a_grey_file_is_a_grey_picture_and_no_copy() -> None:
    verdict = under("grey_file", PORTRAIT)
    assert (verdict.subtype, verdict.severity) == ("grey_picture", Severity.INFORMATION)
    assert "copy" in verdict.reason.english()


def test_a_grey_copy_on_a_coloured_table_is_no_grey_picture() -> None:
    shot = SPECIES["grey_laser_fine"].take(
        TUNING.specimen(PORTRAIT, 0), dataclasses.replace(CLEAR, background="oak", fill=0.6), 5, SIZE
    )
    verdict = judged(shot)
    assert isinstance(verdict, Scored)
    assert verdict.subtype == "grey_copy"


# --- how traces support each other -----------------------------------------------------------------------------------


def evidence(
    own: float,
    strength: float = 0.0,
    share: float = 0.0,
    page: PageKey = LICENCE,
    shadow: float = 2.4,
    filled: tuple[float, ...] = (),
    ground: tuple[float, float] = (1.0, 1.0),
    paper: float = 200.0,
) -> Traces:
    """Traces of a card of that colour, with a halftone, with paper around it, unevenly lit, with such corners, and with
    so much of the usual ground."""
    chroma = dataclasses.replace(card_chroma(plain().rectified), own=own)
    surround, is_app = Surround(share, 12.0, shadow), page == SCREENSHOT
    corners = tuple(Corner(value, (0.0, 0.0, 0.1, 0.1)) for value in filled)
    usual = lines.CARD_CHROMA[page].ground
    left = GroundPrint(ground[0] * usual.relief, ground[1] * usual.colour, paper) if usual else None
    return Traces(chroma, lines.CARD_CHROMA[page], Halftone(strength, 4.0, ()), surround, is_app, corners, left)


def test_a_little_pale_is_a_print_only_with_support() -> None:
    lowest = lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(0.85 * lowest).suspicion < 1
    assert evidence(0.85 * lowest, share=0.9).suspicion > 1
    assert evidence(0.85 * lowest, strength=6.1).suspicion > 1
    assert evidence(0.7 * lowest).suspicion > 1


def test_paper_around_a_card_of_full_colour_is_no_evidence() -> None:
    assert evidence(1.2 * lines.CARD_CHROMA[LICENCE].lowest, share=1.0).suspicion < 1


def test_more_of_a_trace_never_lowers_suspicion() -> None:
    for own in (2.0, 3.5, 4.5, 7.0):
        by_share = [evidence(own, 5.6, share).suspicion for share in (0.0, 0.4, 0.6, 1.0)]
        by_strength = [evidence(own, strength, 0.5).suspicion for strength in (0.0, 5.0, 5.7, 6.5, 9.0)]
        assert by_share == sorted(by_share)
        assert by_strength == sorted(by_strength)


def test_colours_that_many_cards_have_are_a_prints_where_it_casts_no_shadow_on_its_paper() -> None:
    lowest = lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(1.2 * lowest, share=1.0, shadow=0.3).suspicion > 1
    assert evidence(1.2 * lowest, share=1.0, shadow=3.0).suspicion < 1
    assert evidence(1.2 * lowest, share=0.3, shadow=0.3).suspicion < 1
    assert evidence(1.5 * lowest, share=1.0, shadow=0.0).suspicion < 1


def test_a_shadow_along_the_edges_takes_a_part_of_what_the_sheet_says() -> None:
    pale = 0.95 * lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(pale, share=1.0).suspicion > 1
    assert evidence(pale, share=1.0, shadow=8.0).suspicion < 1


def test_no_shadow_under_a_scanners_lid_says_nothing() -> None:
    chroma = dataclasses.replace(card_chroma(plain().rectified), own=1.1 * lines.CARD_CHROMA[LICENCE].lowest)
    traces = Traces(chroma, lines.CARD_CHROMA[LICENCE], None, Surround(1.0, 4.0, 0.0))
    assert traces.without_edge == 0
    assert traces.suspicion < 1


def white_paper(_rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    return np.full((size[1], size[0], 3), 238.0, np.float32)


def on_white_paper(page: PageKey, shadow: float) -> ExaminedCapture:
    lit = dataclasses.replace(CLEAR, background=white_paper, shadow=shadow, gradient=0.2, vignette=0.2)
    return as_capture(photograph(TUNING.specimen(page, 0), lit, 5, SIZE))


@pytest.mark.parametrize("page", [PORTRAIT, KOREAN, VEHICLE])
@pytest.mark.parametrize("shadow", [0.1, 0.35])
def test_a_card_on_white_paper_casts_a_shadow_and_passes(page: PageKey, shadow: float) -> None:
    capture = on_white_paper(page, shadow)
    found = find_surround(capture)
    assert found.share > 0.6
    assert found.shadow > lines.NO_SHADOW[1]
    verdict = judge(Views(capture), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert verdict.score < 50


def test_print_ends_on_its_sheet_without_a_shadow() -> None:
    for name in ("colour_inkjet_plain", "colour_laser_fine"):
        found = find_surround(as_capture(SPECIES[name].take(TUNING.specimen(LICENCE, 0), CLEAR, 5, SIZE)))
        assert found.share > 0.8
        assert found.shadow < lines.NO_SHADOW[0]


def test_a_print_in_full_colours_on_its_sheet_is_found_and_says_why() -> None:
    """Strewn dots, in colours a tenth above the palest card's."""
    lit = dataclasses.replace(CLEAR, gradient=0.2, vignette=0.2, blur=1.8)
    specimen = TUNING.specimen(KOREAN, 0)
    pixels = np.asarray(specimen.image.convert("RGB")).astype(float)
    grey = pixels.mean(axis=2, keepdims=True)
    paler = specimen.with_image(Image.fromarray(np.uint8(np.clip(grey + FADED * (pixels - grey), 0, 255))))
    verdict = judged(SPECIES["colour_inkjet_photo"].take(paler, lit, 5, SIZE))
    assert isinstance(verdict, Scored)
    figures = {figure.name: figure.value for figure in verdict.figures}
    own = figures["colour of the card's own"] / lines.CARD_CHROMA[KOREAN].lowest
    assert lines.PALE_SUPPORTED < own < lines.PALE_WITHOUT_EDGE
    assert figures["shadow along those edges"] < lines.NO_SHADOW[0]
    assert (verdict.score >= 50, verdict.severity) == (True, Severity.WARNING)
    assert "without a shadow" in verdict.reason.english()


def test_evenly_lit_paper_is_no_sheet() -> None:
    """A scanner's lid, or a page that a program drew."""
    chroma = dataclasses.replace(card_chroma(plain().rectified), own=4.0)
    traces = Traces(chroma, lines.CARD_CHROMA[LICENCE], None, Surround(1.0, 1.0))
    assert traces.sheet == 0
    assert traces.suspicion < 1


def test_paper_goes_on_around_a_print_and_not_around_a_card() -> None:
    shot = SPECIES["colour_inkjet_photo"].take(TUNING.specimen(LICENCE, 0), CLEAR, 5, SIZE)
    assert find_surround(as_capture(shot)).share > 0.6
    assert find_surround(plain(LICENCE)).share < 0.1
    cut_out = SPECIES["colour_cut_out"].take(TUNING.specimen(LICENCE, 0), CLEAR, 5, SIZE)
    assert find_surround(as_capture(cut_out)).share < 0.3


def test_a_print_in_nearly_full_colours_is_found_on_its_sheet() -> None:
    """Strewn dots too fine to be seen, in colours 8 % below the palest card's."""
    specimen = TUNING.specimen(LICENCE, 0)
    pixels = np.asarray(specimen.image.convert("RGB")).astype(float)
    grey = pixels.mean(axis=2, keepdims=True)
    paler = specimen.with_image(Image.fromarray(np.uint8(np.clip(grey + FADED * (pixels - grey), 0, 255))))
    soft = dataclasses.replace(CLEAR, blur=1.8)
    on_sheet = judged(SPECIES["colour_inkjet_photo"].take(paler, soft, 5, SIZE))
    assert isinstance(on_sheet, Scored)
    figures = {figure.name: figure.value for figure in on_sheet.figures}
    own = figures["colour of the card's own"] / lines.CARD_CHROMA[LICENCE].lowest
    assert lines.PALE_ALONE < own < lines.PALE_SUPPORTED
    assert figures["edges beyond which white paper goes on"] > 60
    assert (on_sheet.score >= 50, on_sheet.severity) == (True, Severity.WARNING)


def test_an_apps_page_on_paper_is_a_print() -> None:
    verdict = judged(SPECIES["colour_inkjet_photo"].take(TUNING.specimen(SCREENSHOT, 0), CLEAR, 5, (960, 1280)))
    assert isinstance(verdict, Scored)
    assert (verdict.score >= 50, verdict.subtype) == (True, "colour_copy")
    assert "paper goes on" in verdict.reason.english()
    telephone = judged(TUNING.capture(SCREENSHOT, "phone", 0))
    assert isinstance(telephone, Scored)
    assert telephone.score < 50


# --- corners ---------------------------------------------------------------------------------------------------------


def toned(
    page: PageKey,
    ratio: float,
    corner: int | None = None,
    background: str = "slate",
    ground: float = 1.0,
    blur: float = 0.5,
) -> ExaminedCapture:
    """A card whose colour is ``ratio`` of the palest card's, with its own corners or with those of that radius, and
    with so much of its ground's lines and tints."""
    settings, specimen = dataclasses.replace(CLEAR, background=background, blur=blur), TUNING.specimen(page, 0)
    pixels = with_ground(np.asarray(specimen.image.convert("RGB")).astype(float), ground)
    changed = specimen.with_image(Image.fromarray(np.uint8(np.clip(pixels, 0, 255))))
    own = card_chroma(as_capture(photograph(changed, settings, 5, SIZE)).rectified).own
    grey = pixels.mean(axis=2, keepdims=True)
    pale = grey + ratio * lines.CARD_CHROMA[page].lowest / own * (pixels - grey)
    changed = dataclasses.replace(
        specimen.with_image(Image.fromarray(np.uint8(np.clip(pale, 0, 255)))),
        corner=specimen.corner if corner is None else corner,
    )
    return as_capture(photograph(changed, settings, 5, SIZE))


def with_ground(pixels: np.ndarray, part: float) -> np.ndarray:
    """``pixels`` with so much of what lies within 45 levels of the paper, as a copier leaves it."""
    paper = np.median(pixels.reshape(-1, 3), axis=0)
    near = np.abs(pixels - paper).max(axis=2, keepdims=True) < GROUND_WITHIN
    return np.where(near, paper + part * (pixels - paper), pixels)


@pytest.mark.parametrize("page", [PORTRAIT, KOREAN])
def test_a_print_cut_out_square_is_found_by_its_corners_and_says_so(page: PageKey) -> None:
    capture = toned(page, 1.1, corner=0)
    verdict = judge(Views(capture), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert (verdict.score >= 50, verdict.subtype, verdict.severity) == (True, "colour_copy", Severity.WARNING)
    assert "corners are square" in verdict.reason.english()
    assert next(f.value for f in verdict.figures if f.name == "corners filled up to a square") > 65
    marked = [region.quad for region in verdict.regions if region.label == "paper_edge"]
    assert len(marked) == len(find_corners(capture)) >= lines.SQUARE_LEAST
    assert all(0.0005 < quad.area() / capture.outline.area() < 0.01 for quad in marked)


@pytest.mark.parametrize(
    ("page", "ratio", "corner"),
    [
        (PORTRAIT, 1.1, None),  # round corners, in colours that a third of all cards have
        (KOREAN, 1.1, None),
        (PORTRAIT, 1.5, 0),  # good colours in the window of a holder
        (TEMPORARY, 1.1, 0),  # paper with square corners may lie in film
        (LICENCE, 1.1, 0),
    ],
)
def test_round_corners_good_colours_and_laminated_paper_pass(page: PageKey, ratio: float, corner: int | None) -> None:
    verdict = judge(Views(toned(page, ratio, corner)), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert verdict.score < 50


@pytest.mark.parametrize("background", ["slate", "oak", "green_mat"])
def test_corners_are_told_on_any_table(background: str) -> None:
    for corner, square in ((None, False), (0, True)):
        filled = [corner.filled for corner in find_corners(toned(PORTRAIT, 1.5, corner, background))]
        assert len(filled) >= lines.SQUARE_LEAST
        assert min(filled) > lines.SQUARE_FILLED[1] if square else max(filled) < lines.SQUARE_FILLED[0]


def test_corners_that_the_picture_does_not_show_or_the_table_does_not_part_are_not_judged() -> None:
    capture = toned(PORTRAIT, 1.5)
    left, top, right, bottom = (round(side) for side in capture.outline.bounds())
    moved = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    pixels, to_card = capture.pixels[top:bottom, left:right], capture.to_rectified @ moved
    assert find_corners(dataclasses.replace(capture, pixels=pixels, to_rectified=to_card)) == ()
    even = np.full_like(capture.pixels, 215)
    assert find_corners(dataclasses.replace(capture, pixels=even)) == ()


def test_a_thing_of_another_colour_on_a_corner_makes_it_no_square_one() -> None:
    capture = toned(PORTRAIT, 1.5)
    pixels = capture.pixels.copy()
    for x, y in capture.outline.points:
        cv2.circle(pixels, (round(x), round(y)), 20, (255, 255, 0), -1)
    filled = [corner.filled for corner in find_corners(dataclasses.replace(capture, pixels=pixels))]
    assert max(filled, default=0.0) < lines.SQUARE_FILLED[0]


def test_one_square_corner_says_nothing_and_one_round_one_denies_the_rest() -> None:
    own = 1.1 * lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(own, filled=(0.9, 0.8)).suspicion > 1
    assert evidence(own, filled=(0.9,)).suspicion < 1
    assert evidence(own, filled=(0.9, 0.9, 0.9, 0.2)).suspicion < 1
    assert evidence(1.4 * lines.CARD_CHROMA[LICENCE].lowest, filled=(1.0,) * 4).suspicion < 1


# --- the ground ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [PORTRAIT, KOREAN, VEHICLE])
def test_a_pale_card_whose_ground_is_gone_is_a_print_and_one_with_its_ground_is_none(page: PageKey) -> None:
    verdict = judge(Views(toned(page, 0.88, ground=0.2)), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert (verdict.score >= 50, verdict.subtype, verdict.severity) == (True, "colour_copy", Severity.WARNING)
    assert "ground are faint" in verdict.reason.english()
    left = {figure.name: figure.value for figure in verdict.figures if figure.name.startswith("ground's print")}
    assert len(left) == 2
    assert max(left.values()) < 75
    kept = judge(Views(toned(page, 0.88)), REFERENCE_DAY)
    assert isinstance(kept, Scored)
    assert kept.score < 50


def test_a_card_in_usual_colours_may_have_any_ground() -> None:
    verdict = judge(Views(toned(PORTRAIT, 1.1, ground=0.2)), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert verdict.score < 50


def test_a_faint_ground_supports_pale_colours_only_where_it_lost_lightness_and_colour() -> None:
    own = 0.9 * lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(own, ground=(0.5, 0.4)).suspicion > 1
    assert evidence(own, ground=(0.5, 0.9)).suspicion < 1
    assert evidence(own, ground=(0.95, 0.4)).suspicion < 1
    assert evidence(1.05 * lines.CARD_CHROMA[LICENCE].lowest, ground=(0.0, 0.0)).suspicion < 1


def test_weak_cues_add_up() -> None:
    own = 0.92 * lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(own, strength=5.6).suspicion < 1
    assert evidence(own, ground=(0.78, 0.6)).suspicion < 1
    assert evidence(own, strength=5.6, ground=(0.78, 0.6)).suspicion > 1


def test_burnt_out_paper_has_no_ground_to_lose() -> None:
    own = 0.9 * lines.CARD_CHROMA[LICENCE].lowest
    assert evidence(own, ground=(0.0, 0.0), paper=255.0).suspicion < 1


@pytest.mark.parametrize("page", [PORTRAIT, LICENCE, VEHICLE])
def test_fading_takes_ground_and_type_alike(page: PageKey) -> None:
    card = CardView(plain(page)).pixels
    faded = ground_print(np.uint8(card * 0.7 + np.quantile(card.reshape(-1, 3), 0.85, axis=0) * 0.3))
    usual = ground_print(card)
    assert faded.relief == pytest.approx(usual.relief, rel=0.1)
    assert faded.colour == pytest.approx(usual.colour, rel=0.2)


def test_a_blurred_picture_says_nothing_of_the_ground() -> None:
    """What type there is is blurred as well; sharper pictures keep enough of the ground."""
    for ground in (1.0, 0.2):
        verdict = judge(Views(toned(PORTRAIT, 0.88, ground=ground, blur=2.6)), REFERENCE_DAY)
        assert isinstance(verdict, Scored)
        assert verdict.score < 50
    soft = judge(Views(toned(PORTRAIT, 0.88, blur=1.8)), REFERENCE_DAY)
    assert isinstance(soft, Scored)
    assert soft.score < 50


# --- where it does not answer ----------------------------------------------------------------------------------------


def test_small_and_dark_cards_are_not_judged() -> None:
    small = photograph(TUNING.specimen(PORTRAIT, 0), CLEAR, 5, (180, 135))
    assert isinstance(judged(small), Abstained)
    capture = plain()
    dark = dataclasses.replace(capture, rectified=capture.rectified // 6)
    assert isinstance(judge(Views(dark), REFERENCE_DAY), Abstained)


# --- the measures ----------------------------------------------------------------------------------------------------


def test_colour_does_not_depend_on_exposure() -> None:
    card = plain().rectified
    darker = (255 * ((card / 255.0) ** 2.2 * 0.6) ** (1 / 2.2)).astype(np.uint8)
    assert card_chroma(darker).own == pytest.approx(card_chroma(card).own, rel=0.06)


def lattice(angles: tuple[float, ...], depth: float = 6.0, period: float = 4.0) -> np.ndarray:
    """Noise of deviation 4 with waves at ``angles`` (degrees), 900 x 1300 pixels of luma."""
    rows, columns = np.mgrid[0:900, 0:1300].astype(np.float32)
    plane = np.full((900, 1300), 190.0, np.float32)
    for angle in np.radians(angles):
        plane += depth * np.cos(2 * np.pi * (columns * np.cos(angle) + rows * np.sin(angle)) / period)
    noise = np.random.default_rng(1).normal(0, 4, plane.shape)
    return np.clip(cv2.GaussianBlur(plane + noise, (0, 0), 0.4), 0, 255).astype(np.uint8)


def test_a_lattice_stands_out_with_its_ruling() -> None:
    found = find_halftone(lattice((30, 75)), np.eye(3), (1300, 900), 15.2, (2.3, 8.5))
    assert found.strength > 10
    assert found.ruling == pytest.approx(15.2 / 4.0, rel=0.02)
    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in found.tiles)


@pytest.mark.parametrize("angles", [(), (30,), (0, 90)])
def test_noise_one_set_of_lines_and_a_grid_along_the_sensor_are_no_halftone(angles: tuple[float, ...]) -> None:
    found = find_halftone(lattice(angles), np.eye(3), (1300, 900), 15.2, (2.3, 8.5))
    assert found.strength < lines.HALFTONE_AT_LINE


def test_rulings_outside_the_range_do_not_count() -> None:
    found = find_halftone(lattice((30, 75)), np.eye(3), (1300, 900), 15.2, (4.5, 8.5))
    assert found.strength < lines.HALFTONE_AT_LINE


def test_faint_dots_at_right_angles_stand_out() -> None:
    """The two axes of a black screen, a fiftieth of the noise: no tile alone shows them."""
    found = find_halftone(lattice((30, 120), depth=FAINT), np.eye(3), (1300, 900), 15.2, (2.3, 8.5))
    assert found.strength > lines.HALFTONE_AT_LINE
    assert found.ruling == pytest.approx(15.2 / 4.0, rel=0.02)


def test_a_field_of_dots_that_ends_on_the_card_is_no_halftone() -> None:
    part = lattice((), depth=0.0)
    part[:450, :650] = lattice((30, 120))[:450, :650]
    found = find_halftone(part, np.eye(3), (1300, 900), 15.2, (2.3, 8.5))
    assert found.strength < lines.HALFTONE_AT_LINE


def test_type_at_one_pitch_is_no_halftone() -> None:
    """Columns of strokes 5 pixels apart whose rows differ: loud at one frequency across, at all along."""
    rng = np.random.default_rng(2)
    strokes = np.repeat((rng.random((300, 260)) < 0.5).astype(np.float32), 3, axis=0)
    plane = np.full((900, 1300), 230.0, np.float32)
    plane[:, 2::5] -= 90 * strokes
    plane[:, 3::5] -= 90 * strokes
    noisy = cv2.GaussianBlur(plane + rng.normal(0, 4, plane.shape).astype(np.float32), (0, 0), 0.7)
    found = find_halftone(np.clip(noisy, 0, 255).astype(np.uint8), np.eye(3), (1300, 900), 15.2, (2.3, 8.5))
    assert found.strength < lines.HALFTONE_AT_LINE
