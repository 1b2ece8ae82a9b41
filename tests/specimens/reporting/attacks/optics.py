"""What all attacks and conditions of the reporting set share: what lens and sensor do, files, and places.

Pixels are RGB ``(height, width, 3)``, uint8 or float32 from 0 to 255, of the upright picture.
"""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, encode_jpeg, photograph
from tests.specimens.species import PageKey

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Regions = tuple[tuple[str, Quad], ...]

#: All pages, those that are things one can hold, and those that exist on a telephone only.
PAGES: Final[tuple[PageKey, ...]] = tuple(page for page, fields in FIELDS.items() if fields)
CARDS: Final = tuple(page for page in PAGES if page[0] is not DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE)
ELECTRONIC: Final = tuple(page for page in PAGES if page not in CARDS)
#: Blur and motion of settings are meant for pictures this wide.
_SETTINGS_WIDTH: Final = 1600


def seeded(seed: int, name: str) -> Generator:
    """Numbers of a species' own, so that adding one changes no other."""
    return np.random.default_rng((seed, zlib.crc32(name.encode())))


def as_filed(settings: PhotoSettings, rng: Generator) -> PhotoSettings:
    """``settings`` with the quality telephones save at; a third keeps what the settings say, as an app that compresses
    before it uploads."""
    if rng.random() < 1 / 3:
        return settings
    return replace(settings, jpeg_quality=int(rng.integers(80, 98)))


def screenshot(specimen: Specimen, seed: int, size: tuple[int, int], quality: int = 92) -> Photograph:
    """What the telephone that shows ``specimen`` stores; a picture of 1600 pixels stands for a page of 2000."""
    scale = 1.25 * max(size) / max(specimen.image.size)
    shown = (round(specimen.image.width * scale), round(specimen.image.height * scale))
    image = specimen.image.convert("RGB").resize(shown, Image.Resampling.LANCZOS)
    settings = PhotoSettings(background="slate", jpeg_quality=quality, noise=0.0, blur=0.0)
    homography = np.diag([shown[0] / specimen.image.width, shown[1] / specimen.image.height, 1.0])
    return Photograph(encode_jpeg(image, settings), image, (specimen,), (homography,), settings, seed)


def captured(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
    """An ordinary picture of a card, or the screenshot of an electronic page, which is what people hand in."""
    if specimen.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return screenshot(specimen, seed, size)
    return photograph(specimen, as_filed(settings, seeded(seed, "file")), seed, size)


def before_lens(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
    """The scene as light arrives at the lens: no blur, no grain. ``through_lens`` adds both."""
    still = replace(settings, blur=0.0, motion=0.0, noise=0.0, messenger_side=0)
    return replace(photograph(specimen, still, seed, size), settings=replace(settings, messenger_side=0))


def through_lens(pixels: Pixels, settings: PhotoSettings, rng: Generator) -> Pixels:
    """``pixels`` blurred and grained as ``settings`` ask."""
    seen = pixels.astype(np.float32)
    if settings.blur > 0.2:
        seen = cv2.GaussianBlur(seen, (0, 0), settings.blur)
    if settings.motion > 1:
        seen = cv2.filter2D(seen, -1, shake(rng, settings.motion, settings.motion_angle, 0.0))
    return to_bytes(seen + grain(seen.shape[:2], rng, settings.noise, 0.5 * settings.noise))


def to_bytes(pixels: Pixels) -> Pixels:
    return np.clip(pixels, 0, 255).astype(np.uint8)


def linear(pixels: Pixels) -> Pixels:
    """Light from 0 to 1; a square is near enough to a display's or camera's curve and ten times as fast."""
    light: Pixels = np.square(np.clip(pixels.astype(np.float32), 0, 255) * np.float32(1 / 255))
    return light


def encoded(light: Pixels) -> Pixels:
    """The inverse of ``linear``; what is brighter than white is burnt out."""
    values: Pixels = np.sqrt(np.clip(light, 0, 1)) * np.float32(255)
    return values


def grain(shape: tuple[int, int], rng: Generator, luma: float, chroma: float) -> Pixels:
    """A sensor's noise after the telephone's own processing: fine in brightness, coarse in colour."""
    fine = rng.standard_normal((*shape, 1), dtype=np.float32) * np.float32(luma)
    small = (max(1, shape[0] // 3), max(1, shape[1] // 3))
    coarse = rng.standard_normal((*small, 3), dtype=np.float32) * np.float32(chroma)
    return fine + cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)


def disc(radius: float) -> Pixels:
    """What a lens out of focus makes of a point: an even disc, with an edge that falls off over a pixel."""
    reach = math.ceil(radius) + 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    kernel = np.clip(radius + 0.5 - np.hypot(rows, columns), 0, 1)
    spread: Pixels = (kernel / kernel.sum()).astype(np.float32)
    return spread


def shake(rng: Generator, length: float, angle: float, bend: float) -> Pixels:
    """The path of a hand that moves ``length`` pixels at ``angle`` degrees; ``bend`` of 0.5 is a strong curve."""
    reach = math.ceil(length * (0.5 + bend)) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    at, curve = np.linspace(-0.5, 0.5, 120), rng.uniform(-1, 1) * bend
    along, across = at * length, (4 * at**2 - 0.33) * curve * length
    turn = math.radians(angle)
    x = along * math.cos(turn) - across * math.sin(turn) + reach
    y = along * math.sin(turn) + across * math.cos(turn) + reach
    np.add.at(kernel, (np.round(y).astype(int), np.round(x).astype(int)), 1.0)
    smooth: Pixels = cv2.GaussianBlur(kernel, (0, 0), 0.6)
    return smooth / smooth.sum()


def clouds(rng: Generator, size: tuple[int, int], cells: tuple[int, int]) -> Pixels:
    """Smooth noise of deviation about one, ``size`` and ``cells`` as (width, height)."""
    coarse = rng.standard_normal((cells[1], cells[0])).astype(np.float32)
    grown: Pixels = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    return grown


# --- files ---------------------------------------------------------------------------------------------------------


def finished(shot: Photograph, pixels: Pixels, **changes: Any) -> Photograph:
    """``shot`` with other upright pixels, as the camera stores them."""
    image = Image.fromarray(to_bytes(pixels))
    return replace(shot, image=image, jpeg=encode_jpeg(image, shot.settings), **changes)


def resaved(shot: Photograph, pixels: Pixels, quality: int, *, software: str = "", **changes: Any) -> Photograph:
    """``shot`` with other pixels, as an editor saves them: upright, no EXIF but perhaps the editor's name."""
    image, target, exif = Image.fromarray(to_bytes(pixels)), io.BytesIO(), Image.Exif()
    if software:
        exif[0x0131] = software
    image.save(target, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2, exif=exif)
    return replace(shot, image=image, jpeg=target.getvalue(), **changes)


def as_png(shot: Photograph, pixels: Pixels, **changes: Any) -> Photograph:
    image, target = Image.fromarray(to_bytes(pixels)), io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return replace(shot, image=image, jpeg=target.getvalue(), **changes)


def decoded(shot: Photograph) -> Pixels:
    """The upright pixels of the stored file, its losses included."""
    with Image.open(io.BytesIO(shot.jpeg)) as stored:
        return np.array(ImageOps.exif_transpose(stored).convert("RGB"))


def sent(shot: Photograph, side: int, quality: int) -> Photograph:
    """``shot`` as a messenger passes it on: long side at most ``side`` pixels, saved again, no EXIF; regions move."""
    pixels = decoded(shot)
    scale = min(1.0, side / max(pixels.shape[:2]))
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    shrink = np.diag([size[0] / pixels.shape[1], size[1] / pixels.shape[0], 1.0])
    return resaved(moved(shot, shrink), small, quality)


def moved(shot: Photograph, change: Pixels) -> Photograph:
    """``shot`` with its places where ``change`` (a homography of the picture) takes them."""
    regions = tuple((label, mapped(change, quad)) for label, quad in shot.regions)
    return replace(shot, homographies=tuple(change @ each for each in shot.homographies), regions=regions)


# --- places --------------------------------------------------------------------------------------------------------


def mapped(homography: Pixels, quad: Quad) -> Quad:
    points = np.array(quad.points, np.float64)[None]
    return Quad.from_points(cv2.perspectiveTransform(points, homography)[0].tolist())


def grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def width_of(specimen: Specimen) -> float:
    return specimen.outline[2] - specimen.outline[0]


def scale_of(shot: Photograph) -> float:
    """Pixels of the picture to one of the specimen, along the upper edge."""
    (x0, y0), (x1, y1) = shot.quad.points[:2]
    return math.hypot(x1 - x0, y1 - y0) / width_of(shot.specimen)


def for_width(length: float, size: tuple[int, int]) -> float:
    """A length that is meant for a picture 1600 pixels wide, in one of ``size``."""
    return length * max(size) / _SETTINGS_WIDTH


def filled(shape: tuple[int, int], quads: Sequence[Quad]) -> Pixels:
    """uint8 mask, 255 inside any of ``quads``."""
    mask = np.zeros(shape, np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [np.round(np.array(quad.points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def lines_of_text(specimen: Specimen, least: int = 1) -> list[FieldName]:
    """Fields printed in one line of at least ``least`` characters, large enough to be worth forging."""
    width = width_of(specimen)
    found = []
    for name, (left, top, right, bottom) in specimen.boxes.items():
        text = specimen.truth.get(name, "")
        if len(text) >= least and 0.02 * width <= bottom - top <= 0.05 * width and right - left >= 0.03 * width:
            found.append(name)
    return found


def enlarged(specimen: Specimen, image: Pixels, factor: float, corner_at: tuple[float, float], corner: int) -> Specimen:
    """``specimen`` with ``image`` in place of its own, in which its pixels are ``factor`` as large and begin at
    ``corner_at``: what happens to a document that is copied onto a sheet."""
    x, y = corner_at

    def place(box: Box) -> Box:
        return box[0] * factor + x, box[1] * factor + y, box[2] * factor + x, box[3] * factor + y

    return replace(
        specimen,
        image=Image.fromarray(image),
        boxes={name: place(box) for name, box in specimen.boxes.items()},
        areas={name: place(box) for name, box in specimen.areas.items()},
        outline=place(specimen.outline),
        corner=corner,
    )
