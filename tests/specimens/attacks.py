"""What people do to a document before the desk sees it: copies, screens, edited pixels and spoilt pictures.

Copies change the specimen, so the light and the camera fall on the copy; a screen is photographed a second time; edits
work on the finished JPEG, as an editor's would. Each tells in ``regions`` what it changed.
"""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from kyc.documents.citizen_number import check_digit
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName
from tests.specimens.id_card import CARD_HEIGHT, CARD_WIDTH, draw_portrait_face
from tests.specimens.page import Box, Specimen
from tests.specimens.people import Person, invent_person
from tests.specimens.photograph import CAPTURE_SIZE, Photograph, PhotoSettings, photograph, recompressed

Pixels = npt.NDArray[Any]

#: Paper left around a copied card, in card widths.
_SHEET_MARGIN: Final = 0.10
#: Angles of the cyan, magenta, yellow and black screens of colour printing, in degrees.
_SCREEN_ANGLES: Final = (15.0, 75.0, 0.0, 45.0)


# --- printed copies ------------------------------------------------------------------------------------------------


def grey_copy(specimen: Specimen, seed: int = 0, lines_per_mm: float = 4.2) -> Specimen:
    """A black-and-white laser copy of ``specimen`` on a white sheet: halftoned, no colour, square corners."""
    grey = np.asarray(specimen.image.convert("L"), np.float32) / 255
    contrasted = np.clip((grey - 0.5) * 1.15 + 0.55, 0, 1)
    dots = _halftone(1 - contrasted, lines_per_mm, 45.0)
    toner = (1 - (0.72 * dots + 0.28 * (1 - contrasted)) * 0.86) * 255
    return _on_sheet(specimen, np.repeat(toner[..., None], 3, axis=2), seed)


def colour_copy(specimen: Specimen, seed: int = 0, lines_per_mm: float = 4.8) -> Specimen:
    """A colour print of ``specimen`` on a white sheet: four halftone screens and a smaller gamut."""
    rgb = np.asarray(specimen.image, np.float32) / 255
    black = (1 - rgb.max(axis=2)) * 0.8
    inks = [np.clip(1 - rgb[..., channel] - black, 0, 1) for channel in range(3)] + [black]
    paper = np.full(rgb.shape, 247.0, np.float32)
    absorbed = ((0.80, 0.24, 0.08), (0.16, 0.78, 0.36), (0.03, 0.10, 0.74), (0.84, 0.84, 0.84))
    for ink, angle, absorption in zip(inks, _SCREEN_ANGLES, absorbed, strict=True):
        covered = 0.75 * _halftone(ink, lines_per_mm, angle) + 0.25 * ink
        paper *= 1 - covered[..., None] * np.array(absorption, np.float32)
    return _on_sheet(specimen, paper, seed)


def _halftone(coverage: Pixels, lines_per_mm: float, angle: float) -> Pixels:
    """Round dots that cover ``coverage`` (0-1) of each cell, with edges a printer could make."""
    rows, columns = np.mgrid[0 : coverage.shape[0], 0 : coverage.shape[1]].astype(np.float32)
    turn = 2 * math.pi * lines_per_mm * 85.6 / CARD_WIDTH
    along = (columns * math.cos(math.radians(angle)) + rows * math.sin(math.radians(angle))) * turn
    across = (rows * math.cos(math.radians(angle)) - columns * math.sin(math.radians(angle))) * turn
    screen = 0.5 - 0.25 * (np.cos(along) + np.cos(across))
    return 1 / (1 + np.exp(np.clip((screen - coverage) * 10, -30, 30)))


def _on_sheet(specimen: Specimen, print_out: Pixels, seed: int) -> Specimen:
    """``specimen`` as part of a white sheet, its edge a faint line as copiers leave it; boxes move along."""
    margin = round(_SHEET_MARGIN * CARD_WIDTH)
    height, width = print_out.shape[:2]
    cv2.rectangle(print_out, (1, 1), (width - 2, height - 2), (176.0, 176.0, 176.0), 2, cv2.LINE_AA)
    sheet = np.full((height + 2 * margin, width + 2 * margin, 3), 246.0, np.float32)
    sheet[margin : margin + height, margin : margin + width] = print_out
    sheet += np.random.default_rng(seed).normal(0, 3, (*sheet.shape[:2], 1))
    image = Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))
    return replace(
        specimen,
        image=image,
        boxes={name: _moved(box, margin) for name, box in specimen.boxes.items()},
        areas={name: _moved(box, margin) for name, box in specimen.areas.items()},
        outline=_moved(specimen.outline, margin),
        corner=0,
    )


def _moved(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left + by, top + by, right + by, bottom + by


# --- screens -------------------------------------------------------------------------------------------------------


def screen_recapture(shot: Photograph, seed: int, pitch: float = 2.6, quality: int = 85) -> Photograph:
    """``shot`` shown on a screen and photographed again. ``pitch`` is the width of a screen pixel in camera pixels;
    the red, green and blue stripes of the screen then beat with the sensor's grid (moire)."""
    rng = np.random.default_rng(seed)
    size = shot.image.size
    to_screen = _screen_view(rng, size)
    shown = cv2.warpPerspective(np.asarray(shot.image), to_screen, size, borderMode=cv2.BORDER_REPLICATE)
    lit = _subpixels(shown.astype(np.float32), np.linalg.inv(to_screen), pitch) + 9.0
    lit = cv2.GaussianBlur(lit, (0, 0), 0.55) * np.array((0.97, 1.0, 1.06), np.float32)
    lit += rng.standard_normal((*lit.shape[:2], 1), dtype=np.float32) * 2.0
    image = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    moved = tuple(to_screen @ homography for homography in shot.homographies)
    settings = replace(shot.settings, jpeg_quality=quality, exif_orientation=1)
    whole = Quad.from_box(0, 0, *size)
    return recompressed(shot, image, settings=settings, homographies=moved, regions=(("screen", whole),), seed=seed)


def _screen_view(rng: np.random.Generator, size: tuple[int, int]) -> Pixels:
    """How the second camera sees the screen: nearly square on, a little turned and tipped."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    nudged = corners + rng.uniform(-0.012, 0.012, (4, 2)).astype(np.float32) * np.array(size, np.float32)
    view: Pixels = cv2.getPerspectiveTransform(corners, nudged)
    return view


def _subpixels(shown: Pixels, to_source: Pixels, pitch: float) -> Pixels:
    """Three stripes and a row gap for every screen pixel, sampled at the camera's own pixels."""
    height, width = shown.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    depth = to_source[2, 0] * columns + to_source[2, 1] * rows + to_source[2, 2]
    u = (to_source[0, 0] * columns + to_source[0, 1] * rows + to_source[0, 2]) / depth / pitch
    v = (to_source[1, 0] * columns + to_source[1, 1] * rows + to_source[1, 2]) / depth / pitch
    gap = 1 - 0.22 * (0.5 + 0.5 * np.cos(2 * math.pi * v))
    out = np.empty_like(shown)
    for channel in range(3):
        stripe = 0.70 + 0.42 * np.cos(2 * math.pi * (u - channel / 3))
        out[..., channel] = shown[..., channel] * stripe * gap * 1.28
    return out


# --- edited pixels -------------------------------------------------------------------------------------------------


def splice_number(shot: Photograph, seed: int, digits: int = 2, quality: int = 88) -> Photograph:
    """``shot`` after its JPEG was opened, sequence digits of the citizen number (and its check digit) retyped on wiped
    paper, and saved again. The new number still passes its check digit; ``regions`` hold the retyped digits."""
    rng = np.random.default_rng(seed)
    index = _index_of(shot, FieldName.CITIZEN_NUMBER)
    old = shot.specimens[index]
    number = _altered_number(old.person.number, digits, rng)
    person = replace(old.person, number=number)
    new = _redrawn(old, person)
    changed = [place for place in range(18) if number[place] != old.person.number[place]]
    boxes = [_digit_box(new.boxes[FieldName.CITIZEN_NUMBER], place) for place in changed]
    return _paste(shot, index, _wiped(new, boxes), boxes, "citizen_number", quality, specimen=new)


def splice_field(shot: Photograph, seed: int, name: FieldName = FieldName.NAME, quality: int = 88) -> Photograph:
    """``shot`` after a whole portrait-face field other than the number was retyped with another person's value."""
    index = _index_of(shot, name)
    old = shot.specimens[index]
    person = _with_field_of(old.person, invent_person(seed), name)
    new = _redrawn(old, person)
    boxes = [_united(old.boxes[name], new.boxes[name])]
    return _paste(shot, index, _wiped(new, boxes), boxes, name.value, quality, specimen=new)


def swap_portrait(shot: Photograph, seed: int, quality: int = 88, source_quality: int = 55) -> Photograph:
    """``shot`` after another portrait, from a coarser JPEG on another block grid, was put over its own."""
    index = _index_of(shot, FieldName.NAME)
    old = shot.specimens[index]
    stranger = replace(invent_person(seed), sex=old.person.sex)
    other = draw_portrait_face(stranger, old.style)
    box = old.areas["portrait"]
    return _paste(shot, index, _history(other.image, source_quality), [box], "portrait", quality, specimen=old)


def _index_of(shot: Photograph, name: FieldName) -> int:
    return next(index for index, specimen in enumerate(shot.specimens) if name in specimen.boxes)


def _redrawn(old: Specimen, person: Person) -> Specimen:
    return draw_portrait_face(person, old.style)


def _altered_number(number: str, digits: int, rng: np.random.Generator) -> str:
    """``number`` with ``digits`` of its places 15 and 16 (and so its check digit) changed; sex and birth date stay."""
    first17 = list(number[:17])
    for place in (14, 15)[: max(1, digits)]:
        first17[place] = str((int(first17[place]) + int(rng.integers(1, 10))) % 10)
    altered = "".join(first17)
    return altered + check_digit(altered)


def _with_field_of(person: Person, other: Person, name: FieldName) -> Person:
    attribute = {FieldName.NAME: "name", FieldName.ADDRESS: "address", FieldName.BIRTH_DATE: "birth_date"}[name]
    return replace(person, **{attribute: getattr(other, attribute)})


def _digit_box(box: Box, place: int) -> Box:
    left, top, right, bottom = box
    step = (right - left) / 18
    return left + place * step - 2, top - 6, left + (place + 1) * step, bottom + 6


def _united(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]) - 6,
        min(one[1], other[1]) - 6,
        max(one[2], other[2]) + 6,
        max(one[3], other[3]) + 6,
    )


def _wiped(specimen: Specimen, boxes: list[Box]) -> Image.Image:
    """``specimen`` as a forger's clean retyping: inside ``boxes`` the ink stays, the fine lines are smoothed away."""
    pixels = np.asarray(specimen.image).copy()
    for left, top, right, bottom in boxes:
        part = (slice(int(top), int(bottom)), slice(int(left), int(right)))
        region = pixels[part]
        ink = region.min(axis=2, keepdims=True) < 120
        soft_ink = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.0)[..., None]
        paper = np.median(region.reshape(-1, 3), axis=0)
        pixels[part] = (paper * (1 - soft_ink) + np.array(specimen.style.ink) * soft_ink).astype(np.uint8)
    return Image.fromarray(pixels)


def _history(image: Image.Image, quality: int) -> Image.Image:
    """``image`` after a save on a block grid that does not meet the card's own."""
    shifted = ImageOps.expand(image, border=(3, 5, 0, 0), fill=(220, 224, 228))
    buffer = io.BytesIO()
    shifted.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB").crop((3, 5, shifted.width, shifted.height))


def _paste(
    shot: Photograph,
    index: int,
    source: Image.Image,
    boxes: list[Box],
    label: str,
    quality: int,
    *,
    specimen: Specimen,
) -> Photograph:
    """``boxes`` of ``source`` (card pixels) laid over the decoded JPEG with soft edges, in the tone of the picture
    there, saved again at ``quality``."""
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(shot.jpeg))).convert("RGB")
    target = np.asarray(upright, np.float32)
    size = upright.size
    homography = shot.homographies[index]
    mask = np.zeros((CARD_HEIGHT, CARD_WIDTH), np.float32)
    for left, top, right, bottom in boxes:
        mask[int(top) : int(bottom), int(left) : int(right)] = 1.0
    alpha = cv2.warpPerspective(cv2.GaussianBlur(mask, (0, 0), 1.5), homography, size)[..., None]
    pasted = cv2.warpPerspective(np.asarray(source, np.float32), homography, size, flags=cv2.INTER_AREA)
    tone = _tone(target, shot.specimens[index], homography, size, alpha)
    edited = target * (1 - alpha) + np.clip(pasted * tone, 0, 255) * alpha
    specimens = tuple(specimen if at == index else old for at, old in enumerate(shot.specimens))
    regions = tuple((label, shot.place(index, box)) for box in boxes)
    return recompressed(
        shot,
        Image.fromarray(edited.astype(np.uint8)),
        specimens=specimens,
        regions=shot.regions + regions,
        settings=replace(shot.settings, jpeg_quality=quality),
    )


def _tone(target: Pixels, card: Specimen, homography: Pixels, size: tuple[int, int], alpha: Pixels) -> Pixels:
    """The factor per channel by which the picture's light differs from the drawn card's where ``alpha`` is."""
    flat = cv2.warpPerspective(np.asarray(card.image, np.float32), homography, size)
    where = alpha[..., 0] > 0.5
    if not where.any():
        return np.ones(3, np.float32)
    return np.asarray(np.median(target[where], axis=0) / np.maximum(np.median(flat[where], axis=0), 1), np.float32)


# --- spoilt pictures -----------------------------------------------------------------------------------------------


def with_glare(settings: PhotoSettings, strength: float = 1.0) -> PhotoSettings:
    return replace(settings, glare=strength)


def with_blur(settings: PhotoSettings, sigma: float = 5.0) -> PhotoSettings:
    """Out of focus by ``sigma`` pixels."""
    return replace(settings, blur=sigma)


def cut_off(settings: PhotoSettings, fill: float = 1.25) -> PhotoSettings:
    """So near that the frame holds only a part of the card."""
    return replace(settings, fill=fill, offset=(0.0, 0.0))


ATTACKS: Final = ("grey_copy", "colour_copy", "screen", "splice_number", "splice_name", "portrait", "glare", "blur")


def attacked(
    attack: str, specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int] = CAPTURE_SIZE
) -> Photograph:
    """A picture of ``specimen`` after ``attack``, one of ``ATTACKS``. Edits need the portrait face."""
    if attack == "grey_copy":
        return photograph(grey_copy(specimen, seed), settings, seed, size)
    if attack == "colour_copy":
        return photograph(colour_copy(specimen, seed), settings, seed, size)
    if attack == "glare":
        return photograph(specimen, with_glare(settings), seed, size)
    if attack == "blur":
        return photograph(specimen, with_blur(settings), seed, size)
    return _EDITS[attack](photograph(specimen, settings, seed, size), seed)


_EDITS: Final = {
    "screen": screen_recapture,
    "splice_number": splice_number,
    "splice_name": splice_field,
    "portrait": swap_portrait,
}

__all__ = [
    "ATTACKS",
    "attacked",
    "colour_copy",
    "cut_off",
    "grey_copy",
    "screen_recapture",
    "splice_field",
    "splice_number",
    "swap_portrait",
    "with_blur",
    "with_glare",
]
