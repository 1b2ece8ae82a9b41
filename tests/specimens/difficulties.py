"""How hard a picture is to read, as tables of ranges: scan, phone, messenger, hard.

A difficulty is a function of a generator: ``take`` draws the settings of one picture. What tuning photographs with
stands here; the reporting set has tables of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from kyc.documents.kinds import DocumentKind
from tests.specimens.attacks import grey_copy
from tests.specimens.backgrounds import LIDS, Painter
from tests.specimens.electronic_licence import on_telephone
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, encode_jpeg, photograph

Generator = np.random.Generator
Range = tuple[float, float]

NAMES: Final = ("scan", "phone", "messenger", "hard")
#: Width of what lies on a flatbed, in inches: ID-1 cards have 85.6 mm, licence pages 88.
_PAGE_INCHES: Final = 3.4
#: Lens blur is given for pictures this wide.
_BLUR_WIDTH: Final = 1600
#: The first two of these let an upright phone lie along the picture.
_ORIENTATIONS: Final = (1, 3, 6, 8)


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture's long and short side in pixels, how much of its tighter side a document takes, and whether the
    document may lie askew at any angle in it."""

    long: int
    short: int
    fill: Range
    askew: bool = True


@dataclass(frozen=True, slots=True)
class Light:
    """Exposure, warmth and falling-off as factors; ``cast`` is the share of pictures with a shadow across."""

    exposure: Range = (0.84, 1.04)
    warmth: Range = (-0.07, 0.07)
    vignette: Range = (0.03, 0.22)
    gradient: Range = (0.0, 0.20)
    under: Range = (0.2, 0.5)
    cast: float = 0.15


@dataclass(frozen=True, slots=True)
class Lens:
    """Blur in pixels of a 1600-pixel picture; ``motion`` is the share of pictures with some of ``motion_length``."""

    blur: Range = (0.4, 1.1)
    motion: float = 0.15
    motion_length: Range = (1.0, 2.5)
    noise: Range = (1.0, 4.5)


@dataclass(frozen=True, slots=True)
class Over:
    """Shares of pictures with something over the document, and how strong it is. ``glare_beside`` is a burnt-out spot
    that covers no value, ``glare_across`` a mild one that may."""

    glare_beside: float = 0.0
    glare_across: float = 0.0
    across_strength: Range = (0.08, 0.22)
    hologram: float = 0.0
    hologram_strength: Range = (0.3, 0.7)
    sleeve: float = 0.0
    sleeve_strength: Range = (0.3, 0.9)
    fingers: float = 0.0
    grey_copy: float = 0.0


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One way pictures are taken. ``any_angle`` is the share of pictures at any angle (where the frame allows), the
    others lie within ``turn`` degrees of a quarter turn; ``tilt`` is how far the camera stands from square on;
    ``messenger`` the share that a messenger has passed on; ``least_area`` the least part of the frame's area that a
    document takes, as far as its angle lets it.
    """

    name: str
    frames: tuple[Frame, ...]
    turn: Range = (-12, 12)
    any_angle: float = 0.3
    tilt: Range = (0, 24)
    light: Light = Light()
    lens: Lens = Lens()
    over: Over = Over()
    quality: tuple[int, int] = (72, 94)
    least_area: float = 0.0
    messenger: float = 0.0
    messenger_quality: tuple[int, int] = (60, 75)
    #: Resolutions of a flatbed, dots per inch; None: a camera.
    flatbed: Range | None = None

    def take(
        self, specimen: Specimen, rng: Generator, backgrounds: Sequence[str | Painter]
    ) -> tuple[Specimen, PhotoSettings, tuple[int, int]]:
        """What is laid down, how its picture is taken and how large that is (width, height in pixels)."""
        if self.flatbed is not None:
            return (specimen, *self._scanned(specimen, rng, self.flatbed))
        on_screen = specimen.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
        frames = tuple(_close_up(frame) for frame in self.frames if frame.long >= 1280) if on_screen else self.frames
        frame = frames[int(rng.integers(len(frames)))]
        turn, tall = self._turned(specimen, frame, rng)
        size = (frame.short, frame.long) if tall else (frame.long, frame.short)
        settings = self._ordinary(rng, frame, turn, size, backgrounds)
        settings = replace(settings, fill=max(settings.fill, _fill_for(self.least_area, specimen, turn, size)))
        covered = self._covered(settings, specimen, rng, on_screen=on_screen)
        if on_screen:
            return on_telephone(specimen), _lit(covered, rng), size
        copied = rng.random() < self.over.grey_copy
        return (grey_copy(specimen, int(rng.integers(1 << 30))) if copied else specimen), covered, size

    def _turned(self, specimen: Specimen, frame: Frame, rng: Generator) -> tuple[float, bool]:
        """The document's angle in degrees, and whether the frame stands upright. Most people turn the phone to suit
        the document; in a frame where it may not lie askew, all do."""
        if frame.askew and rng.random() < self.any_angle:
            return float(rng.uniform(-180, 180)), bool(rng.random() < 0.5)
        quarter = int(rng.choice((0, 0, 0, 1, 2, 3)))
        along = (specimen.outline[3] > specimen.outline[1] + specimen.outline[2] - specimen.outline[0]) != (quarter % 2)
        suits = not frame.askew or rng.random() < 0.8
        return 90.0 * quarter + _between(rng, self.turn), bool(along) == suits

    def _ordinary(
        self, rng: Generator, frame: Frame, turn: float, size: tuple[int, int], backgrounds: Sequence[str | Painter]
    ) -> PhotoSettings:
        """A picture of a document with nothing over it."""
        light, lens = self.light, self.lens
        tilt, side = _between(rng, self.tilt), rng.uniform(0, 2 * math.pi)
        warmth = _between(rng, light.warmth)
        sent = rng.random() < self.messenger
        return PhotoSettings(
            background=backgrounds[int(rng.integers(len(backgrounds)))],
            rotation=turn,
            pitch=tilt * math.cos(side),
            yaw=tilt * math.sin(side),
            fill=_between(rng, frame.fill),
            offset=(_between(rng, (-1, 1)), _between(rng, (-1, 1))),
            blur=_between(rng, lens.blur) * max(size) / _BLUR_WIDTH,
            motion=_between(rng, lens.motion_length) * max(size) / _BLUR_WIDTH if rng.random() < lens.motion else 0.0,
            motion_angle=_between(rng, (0, 180)),
            noise=_between(rng, lens.noise),
            vignette=_between(rng, light.vignette),
            gradient=_between(rng, light.gradient),
            tint=(1 + warmth, 1.0, 1 - warmth),
            exposure=_between(rng, light.exposure),
            shadow=_between(rng, light.under),
            cast_shadow=bool(rng.random() < light.cast),
            jpeg_quality=_whole(rng, self.quality),
            exif_orientation=int(rng.choice(_ORIENTATIONS, p=(0.55, 0.15, 0.15, 0.15))),
            messenger_side=1280 if sent else 0,
            messenger_quality=_whole(rng, self.messenger_quality),
        )

    def _covered(
        self, settings: PhotoSettings, specimen: Specimen, rng: Generator, *, on_screen: bool
    ) -> PhotoSettings:
        """``settings`` with what this difficulty lays over some documents. Films and sleeves belong to cards only."""
        over, chance = self.over, rng.random(5)
        card_only = 0.0 if on_screen else 1.0
        if chance[0] < over.hologram * card_only:
            settings = replace(settings, hologram=_between(rng, over.hologram_strength))
        if chance[1] < over.sleeve * card_only:
            settings = replace(settings, sleeve=_between(rng, over.sleeve_strength))
        if chance[2] < over.fingers:
            settings = replace(settings, fingers=_whole(rng, (1, 2)))
        beside = _beside_values(specimen, rng) if chance[3] < over.glare_beside else None
        if beside is not None:
            settings = replace(settings, glare=_between(rng, (0.5, 1.0)), glare_at=beside[:2], glare_size=beside[2])
        elif chance[4] < over.glare_across:
            at = (_between(rng, (0.1, 0.9)), _between(rng, (0.1, 0.9)))
            strength = _between(rng, over.across_strength)
            settings = replace(settings, glare=strength, glare_at=at, glare_size=_between(rng, (0.08, 0.16)))
        return settings

    def _scanned(self, specimen: Specimen, rng: Generator, resolution: Range) -> tuple[PhotoSettings, tuple[int, int]]:
        """A flatbed's picture: square on, evenly lit, against its lid."""
        left, top, right, bottom = specimen.outline
        page = _PAGE_INCHES * _between(rng, resolution)
        tall = page * (bottom - top) / (right - left)
        turn = _between(rng, self.turn)
        cosine, sine = math.cos(math.radians(turn)), abs(math.sin(math.radians(turn)))
        box = (page * cosine + tall * sine, tall * cosine + page * sine)
        width = int(min(2000, max(1200, box[0] * _between(rng, (1.15, 1.9)))))
        height = int(max(box[1] * 1.1, width * _between(rng, (0.65, 1.3))))
        settings = PhotoSettings(
            background=str(rng.choice(LIDS)),
            rotation=turn,
            fill=max(box[0] / width, box[1] / height),
            offset=(_between(rng, (-1, 1)), _between(rng, (-1, 1))),
            blur=_between(rng, self.lens.blur),
            noise=_between(rng, self.lens.noise),
            vignette=0.0,
            gradient=_between(rng, self.light.gradient),
            exposure=_between(rng, self.light.exposure),
            shadow=_between(rng, self.light.under),
            jpeg_quality=_whole(rng, self.quality),
        )
        return settings, (width, height)


def take_picture(
    difficulty: Difficulty, specimen: Specimen, seed: int, backgrounds: Sequence[str | Painter]
) -> Photograph:
    """The picture of ``specimen`` that ``seed`` gives. A scan of an electronic licence is its screenshot, and so is
    half of what messengers pass on."""
    rng = np.random.default_rng(seed)
    if specimen.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        if difficulty.flatbed is not None:
            return screenshot(specimen, difficulty, rng, seed)
        if difficulty.messenger == 1 and rng.random() < 0.5:
            return screenshot(specimen, difficulty, rng, seed, long_side=1280)
    laid, settings, size = difficulty.take(specimen, rng, backgrounds)
    return photograph(laid, settings, seed, size)


def screenshot(
    specimen: Specimen, difficulty: Difficulty, rng: Generator, seed: int, long_side: int | None = None
) -> Photograph:
    """``specimen`` as a phone stores what it shows, at a phone's width or so that its long side is ``long_side``."""
    width = int(rng.choice((828, 1080, 1170, 1290, 1440)))
    scale = width / specimen.image.width if long_side is None else long_side / max(specimen.image.size)
    size = (round(specimen.image.width * scale), round(specimen.image.height * scale))
    image = specimen.image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    quality = difficulty.messenger_quality if long_side is not None else difficulty.quality
    settings = PhotoSettings(background="slate", jpeg_quality=_whole(rng, quality))
    homography = np.diag([size[0] / specimen.image.width, size[1] / specimen.image.height, 1.0])
    return Photograph(encode_jpeg(image, settings), image, (specimen,), (homography,), settings, seed)


def _lit(settings: PhotoSettings, rng: Generator) -> PhotoSettings:
    """``settings`` for a screen, which shines by itself: the camera exposes for it, and no shadow falls on it."""
    return replace(
        settings,
        exposure=max(settings.exposure, 0.88),
        noise=0.7 * settings.noise,
        moire=_between(rng, (0.2, 0.9)),
        shadow=0.2,
        cast_shadow=False,
    )


def _close_up(frame: Frame) -> Frame:
    """``frame`` as people photograph a telephone: along the picture and near, for its print is small."""
    return replace(frame, fill=(max(frame.fill[0], 0.8), max(frame.fill[1], 0.9)), askew=False)


def _beside_values(specimen: Specimen, rng: Generator) -> tuple[float, float, float] | None:
    """Centre (parts of width and height) and half length (widths) of a spot that covers no value, if there is room."""
    left, top, right, bottom = specimen.outline
    width, height = right - left, bottom - top
    size = _between(rng, (0.05, 0.10))
    for _ in range(40):
        x, y = _between(rng, (0.02, 0.98)), _between(rng, (0.02, 0.98))
        # The soft edge reaches beyond the spot itself.
        reach = (size + 0.04) * width
        at = (left + x * width, top + y * height)
        if not any(_within(box, at, reach) for box in specimen.boxes.values()):
            return x, y, size
    return None


def _within(box: Box, at: tuple[float, float], reach: float) -> bool:
    dx = max(box[0] - at[0], 0.0, at[0] - box[2])
    dy = max(box[1] - at[1], 0.0, at[1] - box[3])
    return math.hypot(dx, dy) < reach


def _fill_for(area: float, specimen: Specimen, turn: float, size: tuple[int, int]) -> float:
    """The ``fill`` at which a document at an angle takes ``area`` of the frame; 1 where none does."""
    left, top, right, bottom = specimen.outline
    width, height = right - left, bottom - top
    cosine, sine = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    box = (width * cosine + height * sine, width * sine + height * cosine)
    largest = min(size[0] / box[0], size[1] / box[1]) ** 2 * width * height / (size[0] * size[1])
    return min(1.0, math.sqrt(area / largest))


def _between(rng: Generator, bounds: Range) -> float:
    return float(rng.uniform(*bounds))


def _whole(rng: Generator, bounds: tuple[int, int]) -> int:
    return int(rng.integers(bounds[0], bounds[1] + 1))


#: What a flatbed gives whatever the set.
EVEN_LIGHT: Final = Light(exposure=(0.96, 1.02), gradient=(0.0, 0.04), under=(0.05, 0.25), cast=0.0)

TUNING: Final[dict[str, Difficulty]] = {
    entry.name: entry
    for entry in (
        Difficulty(
            "scan",
            frames=(),
            turn=(-2, 2),
            lens=Lens(blur=(0.3, 0.8), motion=0.0, noise=(0.4, 1.6)),
            light=EVEN_LIGHT,
            quality=(85, 95),
            flatbed=(200, 300),
        ),
        Difficulty("phone", frames=(Frame(1600, 1200, (0.67, 0.95)),)),
        Difficulty("messenger", frames=(Frame(1600, 1200, (0.67, 0.95)),), messenger=1.0),
        Difficulty(
            "hard",
            frames=(
                Frame(1600, 1200, (0.52, 1.0)),
                Frame(1600, 1200, (0.6, 1.0)),
                Frame(1280, 960, (0.6, 1.0), askew=False),
                Frame(1024, 768, (0.75, 1.0), askew=False),
                Frame(800, 500, (0.84, 1.0), askew=False),
            ),
            tilt=(0, 25),
            least_area=0.25,
            light=Light((0.62, 1.10), warmth=(-0.12, 0.12), vignette=(0.05, 0.35), gradient=(0, 0.3), cast=0.4),
            lens=Lens(blur=(0.6, 1.8), motion=0.25, motion_length=(1.0, 3.0), noise=(2.0, 7.0)),
            over=Over(
                glare_beside=0.3, glare_across=0.3, hologram=0.25, sleeve=0.25, fingers=0.3, grey_copy=0.12
            ),
            quality=(60, 90),
            messenger=0.4,
        ),
    )
}  # fmt: skip
