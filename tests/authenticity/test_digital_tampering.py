"""DIGITAL_TAMPERING on every kind of edit and on what honest people and their phones do to pictures.

One photograph is drawn and edited again and again; it is saved the first time at a quality of 72, as messengers and
cheap phones do, so that a second saving at 90 shows.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from kyc.authenticity import ExaminedCapture, digital_tampering
from kyc.authenticity.grain import grain, in_levels
from kyc.authenticity.jpeg_history import history
from kyc.authenticity.mosaics import is_mosaic
from kyc.authenticity.stored_grid import stored_grid
from kyc.authenticity.text_windows import text_windows
from kyc.authenticity.traces import Family
from kyc.authenticity.verdict import Scored, Verdict
from kyc.authenticity.views import Views
from kyc.authenticity.window_traces import comparable_values, window_traces
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import Region
from kyc.documents.warnings import Severity
from tests.authenticity.captures import as_capture
from tests.specimens.attacks import TUNING_CONDITIONS
from tests.specimens.attacks.edits_canvas import CAREFUL, Canvas, Care, Wipe
from tests.specimens.attacks.edits_pictures import Pasting, replace_portrait, splice
from tests.specimens.attacks.edits_species import EDIT_SPECIES
from tests.specimens.attacks.edits_text import MOVED, Moving, Typing, move_text, retype
from tests.specimens.difficulties import take_picture
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.kr_driving_licence import varied
from tests.specimens.page import HEI
from tests.specimens.people import REFERENCE_DAY, invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed, sent
from tests.specimens.sets import TUNING

SETTINGS = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.86, jpeg_quality=72, noise=3.0)
SIZE = (1280, 960)
Pixels = np.ndarray[Any, Any]
Bounds = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def shot() -> Photograph:
    return photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, SIZE)


def judged(taken: Photograph, **changes: Any) -> Verdict:
    return digital_tampering.judge(Views(dataclasses.replace(as_capture(taken), **changes)), REFERENCE_DAY)


def saved_again(
    change: Callable[[Image.Image], Image.Image], quality: int = 90, base: Photograph | None = None
) -> Photograph:
    """The photograph after its file was opened, changed and saved."""
    base = base or shot()
    with Image.open(io.BytesIO(base.jpeg)) as stored:
        changed = change(stored.convert("RGB"))
    settings = dataclasses.replace(base.settings, jpeg_quality=quality)
    return recompressed(base, changed, settings=settings)


def accuses(verdict: Verdict) -> bool:
    return isinstance(verdict, Scored) and verdict.score >= 50


def lies_on_a_change(verdict: Scored, taken: Photograph) -> bool:
    """Whether every region that pixels gave meets what was changed, and is no heat map of the whole card. Of copied
    characters the originals are shown as well, which need only lie in the value that was changed."""
    width, height = taken.image.size
    changed = [quad.bounds() for _, quad in taken.regions]
    boxes = taken.specimens[0].boxes
    values = [place for name in boxes if meets(place := taken.place(0, boxes[name]).bounds(), changed)]
    found = [region for region in verdict.regions if region.label != "contradiction"]
    return any(meets(region.quad.bounds(), changed) for region in found) and all(
        meets(bounds := region.quad.bounds(), values if is_original(region, taken) else changed)
        and (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) < 0.25 * width * height
        for region in found
    )


def is_original(region: Region, taken: Photograph) -> bool:
    """Whether a region may be what was copied: only where all that was changed was moved."""
    return region.label == "spliced_patch" and all(label == MOVED for label, _ in taken.regions)


def meets(one: Bounds, others: list[Bounds]) -> bool:
    near = 24
    left, top, right, bottom = (one[0] - near, one[1] - near, one[2] + near, one[3] + near)
    return any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in others)


EDITS: dict[str, Callable[[], Photograph]] = {
    "flat": lambda: retype(shot(), Typing(Wipe.FLAT), 3),
    "strokes": lambda: retype(shot(), Typing(Wipe.STROKES, CAREFUL), 4),
    "digits": lambda: retype(shot(), Typing(Wipe.BOX, Care(feather=1.0, soft_type=True), digits=4), 5),
    "moved": lambda: move_text(shot(), Moving(3), 6),
    "portrait": lambda: replace_portrait(shot(), Pasting(Care(feather=2.5), in_tone=True), 7),
    "splice": lambda: splice(shot(), Pasting(), 8),
}


@lru_cache(maxsize=8)
def edited(name: str) -> Photograph:
    """The edit, saved at 90 whatever it draws for itself."""
    taken = EDITS[name]()
    return recompressed(taken, taken.image, settings=dataclasses.replace(taken.settings, jpeg_quality=90))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found_where_it_is(name: str) -> None:
    verdict = judged(edited(name))
    assert isinstance(verdict, Scored)
    assert verdict.score >= 50
    assert lies_on_a_change(verdict, edited(name))
    assert verdict.subtype == ("swapped_portrait" if name == "portrait" else verdict.regions[0].label)
    assert verdict.regions[0].on == ("portrait",) or verdict.regions[0].on[0] in {field.value for field in FieldName}


def test_the_untouched_picture_is_not_accused() -> None:
    for taken in (shot(), saved_again(lambda image: image)):
        verdict = judged(taken)
        assert isinstance(verdict, Scored)
        assert not accuses(verdict)


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_history_is_found_whichever_way_the_camera_was_held(turn: int) -> None:
    """A height that is no multiple of eight leaves a broken block at another edge of the upright picture each time."""
    base = photograph(shot().specimen, dataclasses.replace(SETTINGS, exif_orientation=turn), 22, (1204, 900))
    taken = retype(base, Typing(Wipe.BOX, CAREFUL), 4)
    taken = recompressed(taken, taken.image, settings=dataclasses.replace(taken.settings, jpeg_quality=90))
    views = Views(as_capture(taken))
    grid = stored_grid(views.capture, views.clipped(views.capture.outline))
    assert grid is not None
    assert history(grid).known > 10
    verdict = judged(taken)
    assert isinstance(verdict, Scored)
    assert verdict.score >= 50
    assert lies_on_a_change(verdict, taken)


def test_a_lossless_file_keeps_the_history_of_what_it_was() -> None:
    stored = io.BytesIO()
    edited("strokes").image.save(stored, "PNG")
    verdict = judged(edited("strokes"), original=stored.getvalue(), decoded_format="PNG",
                     pixels=np.asarray(edited("strokes").image))  # fmt: skip
    assert isinstance(verdict, Scored)
    assert verdict.score >= 50


# --- what must raise nothing -----------------------------------------------------------------------------------------


def _watermarked(image: Image.Image) -> Image.Image:
    layer = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(layer)
    font = ImageFont.truetype(HEI, 34, index=2)
    for row, y in enumerate(range(0, image.height, 110)):
        for x in range(-100 * (row % 3), image.width, 430):
            draw.text((x, y), "仅供实名认证使用", font=font, fill=80)
    return Image.composite(Image.new("RGB", image.size, (90, 90, 90)), image, layer)


def _line_across(image: Image.Image) -> Image.Image:
    """One line of a watermark, over the number and on beside the card."""
    left, top, _, bottom = shot().field_quad(FieldName.CITIZEN_NUMBER).bounds()
    layer = Image.new("L", image.size, 0)
    font = ImageFont.truetype(HEI, int(0.9 * (bottom - top)), index=2)
    ImageDraw.Draw(layer).text((left, top), "仅供本次业务办理使用他用无效仅供本次业务", font=font, fill=110)
    return Image.composite(Image.new("RGB", image.size, (200, 40, 40)), image, layer)


def _grey(image: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(image.convert("L"), cutoff=0.5).convert("RGB")


def _smooth_face(image: Image.Image) -> Image.Image:
    """A beauty filter: the face is smoothed, its rim fades into the picture."""
    left, top, right, bottom = shot().place(0, shot().specimen.areas["portrait"]).bounds()
    mask = Image.new("L", image.size, 0)
    wide, high = right - left, bottom - top
    ImageDraw.Draw(mask).ellipse(
        (left + 0.25 * wide, top + 0.18 * high, right - 0.25 * wide, top + 0.62 * high), fill=255
    )
    smooth = Image.fromarray(cv2.bilateralFilter(np.asarray(image), 9, 40, 9))
    return Image.composite(smooth, image, mask.filter(ImageFilter.GaussianBlur(6)))


def _mosaic(image: Image.Image) -> Image.Image:
    left, top, right, bottom = (int(side) for side in shot().field_quad(FieldName.ADDRESS).bounds())
    part = image.crop((left, top, right, bottom))
    cells = part.resize((max(1, part.width // 12), max(1, part.height // 12)), Image.Resampling.BOX)
    image.paste(cells.resize(part.size, Image.Resampling.NEAREST), (left, top))
    return image


def _adaptive(image: Image.Image) -> Image.Image:
    """What phones do before they save: even places denoised, edges sharpened."""
    return Image.fromarray(cv2.bilateralFilter(np.asarray(image), 7, 18, 5)).filter(ImageFilter.UnsharpMask(2, 80, 4))


def _contrast(image: Image.Image) -> Image.Image:
    return image.point(lambda level: min(255, int(level * 1.18)))


HONEST: dict[str, Callable[[], Photograph]] = {
    "watermark": lambda: saved_again(_watermarked),
    "one line of a watermark": lambda: saved_again(_line_across),
    "stretched without colour": lambda: saved_again(_grey, base=_even()),
    "beauty filter": lambda: saved_again(_smooth_face),
    "mosaic": lambda: saved_again(_mosaic),
    "scan filter": lambda: saved_again(_contrast),
    "sharpened": lambda: saved_again(lambda image: image.filter(ImageFilter.UnsharpMask(2, 140, 3))),
    "adaptive denoising": lambda: saved_again(_adaptive, base=_raw()),
    "messenger": lambda: sent(dataclasses.replace(shot(), settings=dataclasses.replace(SETTINGS, messenger_side=1000))),
    "flatbed": lambda: photograph(shot().specimen, dataclasses.replace(
        SETTINGS, rotation=0.4, pitch=0, yaw=0, noise=0.6, blur=0.4, vignette=0, jpeg_quality=92), 23, SIZE),
}  # fmt: skip


@lru_cache(maxsize=1)
def _raw() -> Photograph:
    """As it leaves the sensor: saved once, at the best quality."""
    return saved_again(lambda image: shot().image, 97)


def _even() -> Photograph:
    settings = dataclasses.replace(SETTINGS, jpeg_quality=80, noise=1.5)
    return photograph(shot().specimen, settings, 21, SIZE)


@pytest.mark.parametrize("name", HONEST)
def test_honest_changes_are_not_accused(name: str) -> None:
    verdict = judged(HONEST[name]())
    assert not accuses(verdict), verdict.reason.english()


def test_a_portrait_under_a_watermark_is_not_accused() -> None:
    """The watermark is newer than the card everywhere: that says nothing of the portrait below it."""
    watermark = next(condition for condition in TUNING_CONDITIONS if condition.name == "watermark")
    page = (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE)
    assert not accuses(judged(TUNING.taken(page, watermark.take, 22_604)))


def test_a_picture_turned_and_saved_again_is_not_accused() -> None:
    centre = (SIZE[0] / 2, SIZE[1] / 2)
    turn = np.vstack([cv2.getRotationMatrix2D(centre, 3.3, 1.0), [0, 0, 1]])
    with Image.open(io.BytesIO(shot().jpeg)) as stored:
        turned = cv2.warpPerspective(np.asarray(stored), turn, SIZE, flags=cv2.INTER_CUBIC)
    taken = recompressed(shot(), Image.fromarray(turned), homographies=(turn @ shot().homographies[0],))
    assert not accuses(judged(taken))


@pytest.mark.parametrize("index", [0, 1])
def test_two_pictures_put_together_are_not_accused(index: int) -> None:
    """Front and back, photographed apart, one saved coarsely before: each half has a history of its own."""
    emblem = draw_emblem_face(invent_person(21), STYLES["plain"])
    back = photograph(emblem, dataclasses.replace(SETTINGS, jpeg_quality=95, rotation=-3), 24, SIZE)
    halves = [np.asarray(Image.open(io.BytesIO(taken.jpeg)).convert("RGB")) for taken in (shot(), back)]
    below = np.array([[1, 0, 0], [0, 1, SIZE[1]], [0, 0, 1]], np.float64)
    both = recompressed(
        shot(),
        Image.fromarray(np.vstack(halves)),
        specimens=(shot().specimen, emblem),
        homographies=(shot().homographies[0], below @ back.homographies[0]),
        settings=dataclasses.replace(SETTINGS, jpeg_quality=88),
    )
    assert not accuses(digital_tampering.judge(Views(as_capture(both, index)), REFERENCE_DAY))


# --- how sure, and of what -------------------------------------------------------------------------------------------


def _contradicting(capture: ExaminedCapture, confidence: float = 0.99) -> ExaminedCapture:
    other = {"raw": "1951年3月4日", "confidence": confidence}
    fields = tuple(
        dataclasses.replace(field, **other) if field.name is FieldName.BIRTH_DATE else field for field in capture.fields
    )
    return dataclasses.replace(capture, fields=fields)


def test_one_family_alone_is_a_warning_and_two_are_an_error() -> None:
    """A program's name in the file, pixels, and both."""
    alone = judged(shot(), software="Adobe Photoshop 25.0")
    both = judged(edited("strokes"), software="Adobe Photoshop 25.0")
    assert isinstance(alone, Scored)
    assert isinstance(both, Scored)
    assert (alone.subtype, alone.severity) == ("editor_metadata", Severity.WARNING)
    assert both.severity is None
    assert both.subtype != "editor_metadata"


def test_a_number_against_the_birth_date_is_a_contradiction() -> None:
    verdict = digital_tampering.judge(Views(_contradicting(as_capture(shot()))), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert verdict.score >= 50
    assert (verdict.subtype, verdict.severity) == ("contradiction", Severity.WARNING)
    assert "Digits 7 to 14" in verdict.reason.english()


def test_an_unsure_reading_contradicts_nothing() -> None:
    assert not accuses(digital_tampering.judge(Views(_contradicting(as_capture(shot()), 0.8)), REFERENCE_DAY))


def test_a_mosaic_is_told_from_type() -> None:
    luma = np.asarray(saved_again(_mosaic).image.convert("L"))
    crop = {}
    for name in (FieldName.ADDRESS, FieldName.CITIZEN_NUMBER):
        left, top, right, bottom = (int(side) for side in shot().field_quad(name).bounds())
        crop[name] = luma[top:bottom, left:right]
    assert is_mosaic(crop[FieldName.ADDRESS])
    assert not is_mosaic(crop[FieldName.CITIZEN_NUMBER])


def test_every_species_says_what_it_changed_and_where() -> None:
    for species in EDIT_SPECIES[5::6]:
        taken = species.take(shot().specimen, SETTINGS, 31, (640, 480))
        assert taken.regions
        for _, quad in taken.regions:
            left, top, right, bottom = quad.bounds()
            assert right > 0 < bottom
            assert left < taken.image.width
            assert top < taken.image.height


def test_a_canvas_changes_only_around_what_it_wipes() -> None:
    canvas = Canvas(shot(), np.random.default_rng(1))
    before = canvas.pixels.copy()
    canvas.wipe(shot().specimen.boxes[FieldName.NAME], Wipe.FLAT, 1.5)
    changed = np.abs(canvas.pixels - before).max(axis=2) > 1
    left, top, right, bottom = (int(side) for side in shot().field_quad(FieldName.NAME).bounds())
    assert changed[top:bottom, left:right].mean() > 0.3
    changed[top - 12 : bottom + 12, left - 12 : right + 12] = False
    assert not changed.any()


def test_one_window_between_two_rows_says_nothing() -> None:
    """Two rows of an address, cut so narrow that one window fits: it sees the edges of both."""
    capture = as_capture(shot())
    address = next(field for field in capture.fields if field.name is FieldName.ADDRESS)
    assert address.quad is not None
    left, top, _, bottom = address.quad.bounds()
    wide = 0.05 * Views(capture).card_width

    def windows(low: float) -> int:
        part = dataclasses.replace(address, quad=Quad.from_box(left, top, left + wide, low))
        return sum(map(len, text_windows(Views(dataclasses.replace(capture, fields=(part,))))))

    assert windows(bottom) == 0
    assert windows(top + 0.04 * Views(capture).card_width) == 1


# --- what printers print ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def other_printer(number: int, difficulty: str = "") -> ExaminedCapture:
    """A genuine Korean licence whose values stand in several inks on several grounds, everyday or as taken at a
    difficulty."""
    page = (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE)
    if not difficulty:
        condition = next(condition for condition in TUNING_CONDITIONS if condition.name == "other_printer")
        return as_capture(TUNING.taken(page, condition.take, number))
    licence = varied(TUNING.specimen(page, number, difficulty), number + LOOKS[difficulty])
    seed = TUNING.seed(page, number, difficulty)
    return as_capture(take_picture(TUNING.difficulties[difficulty], licence, seed, TUNING.backgrounds))


LOOKS = {"scan": 278, "phone": 909}


@pytest.mark.parametrize(("number", "difficulty"), [(22_302, ""), (21_705, "scan"), (21_612, "phone")])
def test_several_inks_and_grounds_are_not_accused(number: int, difficulty: str) -> None:
    """A number in an ink of its own; print behind some rows only; fine lines around a portrait before a plain wall."""
    verdict = digital_tampering.judge(Views(other_printer(number, difficulty)), REFERENCE_DAY)
    assert isinstance(verdict, Scored)
    assert not accuses(verdict), verdict.reason.english()


def test_the_colour_of_ink_speaks_only_where_the_file_was_saved_twice() -> None:
    """Neither alone, nor with a program's name, nor with another ground: a printer decides on ink and ground."""
    capture = other_printer(22_302)
    views = Views(capture)
    inked = next(trace for trace in window_traces(views, comparable_values(views)) if trace.family is Family.COLOUR)
    assert inked.score >= 50
    cropped = digital_tampering.judge(Views(dataclasses.replace(capture, software="Photoshop 25")), REFERENCE_DAY)
    assert isinstance(cropped, Scored)
    assert (cropped.subtype, cropped.severity, cropped.regions) == ("editor_metadata", Severity.WARNING, ())


def test_paper_painted_over_shows_by_its_noise_alone() -> None:
    views = Views(as_capture(edited("flat")))
    noise = next(trace for trace in window_traces(views, comparable_values(views)) if trace.family is Family.NOISE)
    assert noise.score >= 50
    changed = edited("flat").regions[0][1].bounds()
    left, top, _, bottom = noise.quads[0].bounds()
    assert changed[0] - 24 < left < changed[2]
    assert changed[1] - 24 < top < bottom < changed[3] + 24


def test_printed_lines_are_hardly_any_grain() -> None:
    """Bent lines that make the picture vary three times as much as its noise does."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[0:60, 0:60]
    fine = 12 * np.cos(2 * np.pi * (columns + 0.6 * rows + 2 * np.sin(rows / 19)) / 6)

    def measured(deviation: float, printed: Any) -> float:
        luma = np.clip(170 + printed + rng.normal(0, deviation, (60, 60)), 0, 255).astype(np.uint8)
        level = grain(luma)
        assert level is not None
        return level

    assert 2.5 < in_levels(measured(3.0, 0)) < 3.5
    assert abs(measured(3.0, fine) - measured(3.0, 0)) < 0.3
    assert measured(6.0, 0) - measured(3.0, 0) > 0.6
    assert grain(np.zeros((60, 60), np.uint8), np.zeros((60, 60), np.uint8)) is None
