"""Simulated photographs: a card on a table through a pinhole camera with a soft lens, noise and JPEG.

Quads follow ``kyc.documents.geometry.Quad``: pixels of the upright capture, clockwise from the corner that is top-left
in reading direction, so a viewer that honours EXIF orientation sees them in place.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName
from tests.specimens.backgrounds import Painter, draw_background
from tests.specimens.overlays import lay_overlays
from tests.specimens.page import Box, Specimen

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
#: Centre and half length of a glare spot in pixels.
Spot = tuple[float, float, float]
#: Changes a scene (height x width x 3, float32): the first card and its homography to the scene, and a generator.
Change = Callable[[Pixels, Specimen, Pixels, Generator], Pixels]

CAPTURE_SIZE: Final = (1600, 1200)
#: Gap between two cards on one table, in card widths.
_GAP: Final = 0.07
_EXIF_ORIENTATION: Final = 0x0112
#: How an upright picture is turned into what a camera with that EXIF orientation stores.
_STORED: Final = {
    1: None,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class PhotoSettings:
    """How a picture is taken. Angles in degrees (clockwise in the picture), blur and motion in pixels, ``fill`` the
    part of the frame's tighter side that the card takes (over 1: it is cut off), light factors as fractions.

    ``glare_at`` is a spot on the first card in parts of its width and height (None: somewhere over the picture's
    middle), ``glare_size`` its half length in card widths. ``hologram``, ``sleeve`` and ``moire`` are strengths from 0
    to 1, ``fingers`` a count. ``messenger_side`` above 0 scales the picture to that long side and saves it again, at
    ``messenger_quality`` and without EXIF. Of several cards each is turned by its entry of ``turns``; they lie one
    below the other, or ``beside`` each other. ``cover`` lays something over the first card, ``lamps`` adds light that
    it mirrors.
    """

    background: str | Painter = "oak"
    rotation: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0
    fill: float = 0.86
    offset: tuple[float, float] = (0.0, 0.0)
    blur: float = 0.7
    motion: float = 0.0
    motion_angle: float = 0.0
    noise: float = 2.5
    vignette: float = 0.12
    gradient: float = 0.10
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    exposure: float = 1.0
    shadow: float = 0.35
    cast_shadow: bool = False
    glare: float = 0.0
    jpeg_quality: int = 80
    exif_orientation: int = 1
    glare_at: tuple[float, float] | None = None
    glare_size: float = 0.12
    hologram: float = 0.0
    sleeve: float = 0.0
    moire: float = 0.0
    fingers: int = 0
    messenger_side: int = 0
    messenger_quality: int = 68
    turns: tuple[float, ...] = ()
    beside: bool = False
    cover: Change | None = None
    lamps: Change | None = None

    @classmethod
    def at_random(
        cls, rng: Generator, backgrounds: Sequence[str | Painter], *, tilted: bool, quality: tuple[int, int] = (60, 92)
    ) -> PhotoSettings:
        """An everyday picture; ``tilted`` turns the card by 15 to 180 degrees, else by less than 15."""
        turn = float(rng.uniform(15, 180) if tilted else rng.uniform(0, 12)) * float(rng.choice((-1, 1)))
        warmth = float(rng.uniform(-0.07, 0.07))
        return cls(
            background=backgrounds[int(rng.integers(len(backgrounds)))],
            rotation=turn,
            pitch=float(rng.uniform(-16, 16)),
            yaw=float(rng.uniform(-16, 16)),
            fill=float(rng.uniform(0.72, 0.94)),
            offset=(float(rng.uniform(-1, 1)), float(rng.uniform(-1, 1))),
            blur=float(rng.uniform(0.5, 1.3)),
            motion=float(rng.uniform(1, 3)) if rng.random() < 0.25 else 0.0,
            motion_angle=float(rng.uniform(0, 180)),
            noise=float(rng.uniform(1.5, 5.5)),
            vignette=float(rng.uniform(0.05, 0.25)),
            gradient=float(rng.uniform(0.0, 0.22)),
            tint=(1 + warmth, 1.0, 1 - warmth),
            exposure=float(rng.uniform(0.82, 1.04)),
            shadow=float(rng.uniform(0.2, 0.5)),
            cast_shadow=bool(rng.random() < 0.25),
            jpeg_quality=int(rng.integers(quality[0], quality[1] + 1)),
            exif_orientation=int(rng.choice((1, 1, 1, 3, 6, 8))),
        )


@dataclass(frozen=True, slots=True)
class Photograph:
    """``jpeg`` as a phone would store it; ``image`` its upright pixels before compression; ``homographies`` map each
    specimen's pixels to those; ``regions`` hold what an attack changed (label, place)."""

    jpeg: bytes
    image: Image.Image
    specimens: tuple[Specimen, ...]
    homographies: tuple[Pixels, ...]
    settings: PhotoSettings
    seed: int
    regions: tuple[tuple[str, Quad], ...] = ()

    @property
    def specimen(self) -> Specimen:
        return self.specimens[0]

    @property
    def quads(self) -> tuple[Quad, ...]:
        return tuple(self.place(index, specimen.outline) for index, specimen in enumerate(self.specimens))

    @property
    def quad(self) -> Quad:
        return self.quads[0]

    @property
    def truth(self) -> dict[FieldName, str]:
        """What is printed on all specimens in the picture."""
        return {name: text for specimen in self.specimens for name, text in specimen.truth.items()}

    @property
    def normalised(self) -> dict[FieldName, str]:
        return {name: text for specimen in self.specimens for name, text in specimen.normalised.items()}

    def place(self, index: int, box: Box) -> Quad:
        """Where ``box`` of specimen ``index`` lies in the upright picture."""
        left, top, right, bottom = box
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
        return Quad.from_points(cv2.perspectiveTransform(corners, self.homographies[index])[0].tolist())

    def field_quad(self, name: FieldName) -> Quad:
        for index, specimen in enumerate(self.specimens):
            if name in specimen.boxes:
                return self.place(index, specimen.boxes[name])
        raise KeyError(name)


def photograph(
    specimens: Specimen | Sequence[Specimen],
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int] = CAPTURE_SIZE,
) -> Photograph:
    """A picture of one card, or of two in one frame. ``size`` is the upright picture's (width, height) in pixels."""
    cards = (specimens,) if isinstance(specimens, Specimen) else tuple(specimens)
    rng = np.random.default_rng(seed)
    homographies = aim(cards, settings, size)
    scene = draw_background(settings.background, rng, size)
    # What lies over a card draws from numbers of its own, so that a picture without any stays what it was.
    over_rng = np.random.default_rng((seed, 1))
    for card, homography in zip(cards, homographies, strict=True):
        scene = _lay_card(scene, card, homography, settings)
        over = {name: getattr(settings, name) for name in ("hologram", "sleeve", "moire", "fingers")}
        scene = lay_overlays(scene, card, homography, over_rng, **over)
    if settings.cover is not None:
        scene = settings.cover(scene, cards[0], homographies[0], over_rng)
    spot = _glare_spot(cards[0], homographies[0], settings)
    lit = _under_light(scene, settings, rng, spot)
    if settings.lamps is not None:
        lit = settings.lamps(lit, cards[0], homographies[0], over_rng)
    upright = Image.fromarray(_recorded(lit, settings, rng))
    taken = Photograph(encode_jpeg(upright, settings), upright, cards, homographies, settings, seed)
    return sent(taken) if settings.messenger_side else taken


def sent(taken: Photograph) -> Photograph:
    """``taken`` as a messenger hands it on: turned upright, scaled down, saved again without EXIF."""
    settings = taken.settings
    with Image.open(io.BytesIO(taken.jpeg)) as stored:
        upright = ImageOps.exif_transpose(stored).convert("RGB")
    scale = min(1.0, settings.messenger_side / max(upright.size))
    image = upright.resize((round(upright.width * scale), round(upright.height * scale)), Image.Resampling.BICUBIC)
    shrink = np.diag([image.width / upright.width, image.height / upright.height, 1.0])
    target = io.BytesIO()
    image.save(target, "JPEG", quality=settings.messenger_quality)
    moved = tuple(shrink @ homography for homography in taken.homographies)
    return replace(taken, jpeg=target.getvalue(), image=image, homographies=moved)


def encode_jpeg(upright: Image.Image, settings: PhotoSettings) -> bytes:
    """``upright`` turned as a camera of that EXIF orientation stores it, with the tag that turns it back."""
    method = _STORED[settings.exif_orientation]
    stored = upright.transpose(method) if method is not None else upright
    exif = Image.Exif()
    if settings.exif_orientation != 1:
        exif[_EXIF_ORIENTATION] = settings.exif_orientation
    target = io.BytesIO()
    stored.save(target, "JPEG", quality=settings.jpeg_quality, exif=exif)
    return target.getvalue()


def recompressed(shot: Photograph, image: Image.Image, **changes: Any) -> Photograph:
    """``shot`` with other upright pixels and any other attributes, stored by the same camera settings."""
    settings: PhotoSettings = changes.pop("settings", shot.settings)
    return replace(shot, image=image, jpeg=encode_jpeg(image, settings), settings=settings, **changes)


# --- where the camera stands ---------------------------------------------------------------------------------------


def aim(cards: Sequence[Specimen], settings: PhotoSettings, size: tuple[int, int]) -> tuple[Pixels, ...]:
    """For each card the homography from its pixels to the picture's, so that all cards fill the frame as asked."""
    to_plane = [_onto_table(card, index, len(cards), settings) for index, card in enumerate(cards)]
    view = _camera(settings)
    outlines = [_project(view @ plane, card.outline) for plane, card in zip(to_plane, cards, strict=True)]
    points = np.concatenate(outlines)
    low, high = points.min(axis=0), points.max(axis=0)
    frame = np.array(size, np.float64)
    scale = float((settings.fill * frame / (high - low)).min())
    slack = np.maximum(frame - scale * (high - low), 0) / 2
    shift = frame / 2 - scale * (low + high) / 2 + 0.8 * slack * np.array(settings.offset)
    frame_map = np.array([[scale, 0, shift[0]], [0, scale, shift[1]], [0, 0, 1]], np.float64)
    return tuple(frame_map @ view @ plane for plane in to_plane)


def _onto_table(card: Specimen, index: int, count: int, settings: PhotoSettings) -> Pixels:
    """From the specimen's pixels to the table: cards one below another (or beside) around the origin, in lengths of
    their longer side, each turned about its own middle."""
    left, top, right, bottom = card.outline
    unit = 1.0 / max(right - left, bottom - top)
    # A card that is turned by a quarter needs its longer side's room.
    room = 1.0 if any(settings.turns) else (right - left if settings.beside else bottom - top) * unit
    along = (index - (count - 1) / 2) * (room + _GAP)
    turn = math.radians(settings.turns[index]) if settings.turns else 0.0
    cos, sin = unit * math.cos(turn), unit * math.sin(turn)
    x, y = (left + right) / 2, (top + bottom) / 2
    across, down = (along, 0.0) if settings.beside else (0.0, along)
    return np.array(
        [[cos, -sin, across - cos * x + sin * y], [sin, cos, down - sin * x - cos * y], [0, 0, 1]], np.float64
    )


def _camera(settings: PhotoSettings) -> Pixels:
    """From the table to an image plane of focal length one: turned, then tipped about both axes, two and a half card
    widths away (about 21 cm, how near people hold a phone)."""
    roll, pitch, yaw = (math.radians(angle) for angle in (settings.rotation, settings.pitch, settings.yaw))
    turn = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    tip = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    swing = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    rotation = swing @ tip @ turn
    return np.column_stack([rotation[:, 0], rotation[:, 1], np.array([0.0, 0.0, 2.5])])


def _project(homography: Pixels, box: Box) -> Pixels:
    left, top, right, bottom = box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    projected: Pixels = cv2.perspectiveTransform(corners, homography)[0]
    return projected


# --- what falls on the film ----------------------------------------------------------------------------------------


def _lay_card(scene: Pixels, card: Specimen, homography: Pixels, settings: PhotoSettings) -> Pixels:
    height, width = scene.shape[:2]
    pixels = _softened(np.asarray(card.image), homography, card)
    printed = cv2.warpPerspective(pixels, homography, (width, height), flags=cv2.INTER_LINEAR).astype(np.float32)
    alpha = cv2.warpPerspective(_mask(card), homography, (width, height), flags=cv2.INTER_LINEAR)
    alpha = alpha.astype(np.float32)[..., None] / 255
    dark = cv2.GaussianBlur(alpha[::4, ::4], (0, 0), width / 700)
    dark = np.roll(cv2.resize(dark, (width, height)), (width // 260, width // 330), (0, 1))[..., None]
    scene = scene * (1 - settings.shadow * dark)
    return scene * (1 - alpha) + printed * alpha


def _softened(pixels: Pixels, homography: Pixels, card: Specimen) -> Pixels:
    """Blurred just enough that shrinking to the picture's scale does not alias."""
    sides = _project(homography, card.outline)
    shrink = (card.outline[2] - card.outline[0]) / max(1.0, float(np.hypot(*(sides[1] - sides[0]))))
    return cv2.GaussianBlur(pixels, (0, 0), 0.45 * shrink) if shrink > 1.1 else pixels


def _mask(card: Specimen) -> Pixels:
    """255 where the card is, with round corners unless it is a sheet."""
    mask = np.full((card.image.height, card.image.width), 255, np.uint8)
    if card.corner:
        _round_corners(mask, card.corner)
    return mask


def _round_corners(mask: Pixels, radius: int) -> None:
    disc = np.zeros((2 * radius, 2 * radius), np.uint8)
    cv2.circle(disc, (radius, radius), radius, 255, -1, cv2.LINE_AA)
    mask[:radius, :radius], mask[:radius, -radius:] = disc[:radius, :radius], disc[:radius, radius:]
    mask[-radius:, :radius], mask[-radius:, -radius:] = disc[radius:, :radius], disc[radius:, radius:]


def _under_light(scene: Pixels, settings: PhotoSettings, rng: Generator, spot: Spot | None) -> Pixels:
    lit = scene * _light(scene.shape[:2], settings, rng)[..., None]
    lit = lit * (np.array(settings.tint, np.float32) * settings.exposure)
    return _shine(lit, settings.glare, rng, spot) if settings.glare else lit


def _recorded(lit: Pixels, settings: PhotoSettings, rng: Generator) -> Pixels:
    """Lens and sensor, in that order: what a sensor adds is not blurred by the lens."""
    focused = cv2.GaussianBlur(lit, (0, 0), settings.blur) if settings.blur > 0.2 else lit
    if settings.motion > 1:
        focused = cv2.filter2D(focused, -1, _motion_kernel(settings.motion, settings.motion_angle))
    return np.clip(focused + _sensor_noise(lit.shape[:2], settings.noise, rng), 0, 255).astype(np.uint8)


def _light(shape: tuple[int, int], settings: PhotoSettings, rng: Generator) -> Pixels:
    """One factor a pixel, worked out small and enlarged because it is smooth."""
    rows, columns = np.mgrid[-1:1:60j, -1:1:80j].astype(np.float32)  # type: ignore[misc]
    side = rng.uniform(0, 2 * math.pi)
    light = 1 - settings.vignette * (rows**2 + columns**2) / 2
    light = light * (1 + settings.gradient * (rows * math.sin(side) + columns * math.cos(side)))
    if settings.cast_shadow:
        edge = (columns * math.cos(side + 1) + rows * math.sin(side + 1) - rng.uniform(0.2, 0.7)) * 9
        light = light * (1 - 0.28 / (1 + np.exp(-edge)))
    return cv2.resize(light.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _glare_spot(card: Specimen, homography: Pixels, settings: PhotoSettings) -> Spot | None:
    """Where the settings ask for glare: centre and half length in pixels of the picture."""
    if settings.glare_at is None:
        return None
    left, top, right, bottom = card.outline
    at = np.array([[[left + settings.glare_at[0] * (right - left), top + settings.glare_at[1] * (bottom - top)]]])
    centre = cv2.perspectiveTransform(at.astype(np.float64), homography)[0, 0]
    corners = _project(homography, card.outline)
    return float(centre[0]), float(centre[1]), settings.glare_size * float(np.hypot(*(corners[1] - corners[0])))


def _shine(lit: Pixels, strength: float, rng: Generator, place: Spot | None) -> Pixels:
    """A lamp mirrored by the laminate: a burnt-out spot with a soft edge, over the picture's middle unless placed."""
    height, width = lit.shape[:2]
    spot = np.zeros((height // 4, width // 4), np.float32)
    centre = (int(spot.shape[1] * rng.uniform(0.35, 0.65)), int(spot.shape[0] * rng.uniform(0.38, 0.62)))
    axes = (int(spot.shape[1] * 0.15), int(spot.shape[0] * 0.09))
    if place is not None:
        centre, axes = (int(place[0] / 4), int(place[1] / 4)), (int(place[2] / 4) + 1, int(place[2] * 0.6 / 4) + 1)
    cv2.ellipse(spot, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), width / 130) + 0.35 * cv2.GaussianBlur(spot, (0, 0), width / 35)
    return lit + cv2.resize(soft, (width, height))[..., None] * 330 * strength


def _motion_kernel(length: float, angle: float) -> Pixels:
    reach = math.ceil(length) | 1
    kernel = np.zeros((reach + 2, reach + 2), np.float32)
    middle = (reach + 2) / 2 - 0.5
    dx, dy = math.cos(math.radians(angle)) * length / 2, math.sin(math.radians(angle)) * length / 2
    for part in np.linspace(-1, 1, 25):
        kernel[round(middle + part * dy), round(middle + part * dx)] += 1
    return kernel / kernel.sum()


def _sensor_noise(shape: tuple[int, int], deviation: float, rng: Generator) -> Pixels:
    """Grain in brightness, and weaker and coarser in colour, as a phone's denoiser leaves it."""
    height, width = shape
    grain = rng.standard_normal((height, width, 1), dtype=np.float32) * deviation
    colour = rng.standard_normal((height // 2, width // 2, 3), dtype=np.float32) * deviation * 0.5
    return grain + cv2.resize(colour, (width, height))
