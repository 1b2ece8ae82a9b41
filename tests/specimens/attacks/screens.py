"""A picture shown on a screen and photographed again."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS, DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.screens_lattice import (
    BGR_STRIPE,
    CHEVRON,
    PENTILE,
    PENTILE_DOTS,
    RGB_STRIPE,
    S_STRIPE,
)
from tests.specimens.attacks.screens_views import Scene, Setup, arranged, contrast, photographed
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed, sent
from tests.specimens.species import Family, Species

Pixels = npt.NDArray[Any]

#: A lattice or its moiré counts as visible where a white field keeps this contrast in grey levels (root mean square,
#: luma or colour) after lens, sensor, processing, noise and compression: 1 % of white, about the eye's threshold.
VISIBLE: Final = 2.0
#: Setups drawn before a species is taken to be impossible.
_MOST_DRAWN: Final = 200


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


# --- species: a screen's lattice through a camera's mosaic -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Recapture:
    """Takes a picture of a screen that shows a picture of the document, until its lattice is as visible as asked."""

    setup: Setup
    visible: bool

    def __call__(self, specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        rng = np.random.default_rng((seed, 9103))
        first = _shown_picture(specimen, replace(settings, fill=min(settings.fill, self.setup.fill)), seed, size)
        last = self._saved(settings, rng)
        scene = self._scene(first.image.size, last, size, rng)
        image = Image.fromarray(photographed(scene, np.asarray(first.image), self.setup, size, rng))
        moved = tuple(scene.placed() @ homography for homography in first.homographies)
        taken = recompressed(
            first, image, settings=last, homographies=moved, regions=(("screen", scene.outline(size)),), seed=seed
        )
        return sent(taken) if last.messenger_side else taken

    def _saved(self, settings: PhotoSettings, rng: np.random.Generator) -> PhotoSettings:
        if self.setup.quality is not None:
            settings = replace(settings, jpeg_quality=int(rng.integers(*self.setup.quality)))
        if self.setup.messenger is not None:
            quality = int(rng.integers(*self.setup.messenger))
            settings = replace(settings, messenger_side=1280, messenger_quality=quality)
        return settings

    def _scene(
        self, shown: tuple[int, int], settings: PhotoSettings, size: tuple[int, int], rng: np.random.Generator
    ) -> Scene:
        for _ in range(_MOST_DRAWN):
            scene = arranged(self.setup, shown, size, rng)
            if (contrast(scene, settings, size) >= VISIBLE) is self.visible:
                return scene
        raise RuntimeError(f"no setup in {_MOST_DRAWN} has a lattice as visible as the species asks")


def _shown_picture(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
    """A good picture of the document, or the app's page itself: what an attacker puts on the screen."""
    if specimen.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return Photograph(b"", specimen.image.convert("RGB"), (specimen,), (np.eye(3),), settings, seed)
    good = replace(settings, blur=0.5, motion=0.0, noise=1.5, exif_orientation=1, messenger_side=0, cast_shadow=False)
    return photograph(specimen, good, seed, size)


def _screen(name: str, strength: str, setup: Setup, *, visible: bool = True) -> Species:
    kept = "lattice or moiré visible" if visible else "neither lattice nor moiré visible"
    return Species(
        f"screen_{name}",
        Family.SCREEN,
        WarningCode.SCREEN_RECAPTURE,
        f"{strength}; {kept}",
        _Recapture(setup, visible),
        _PAGES,
        0.05 if visible else None,
    )


#: Every page that prints something.
_PAGES: Final = tuple(page for page, fields in FIELDS.items() if fields)
_ALL: Final = (RGB_STRIPE, BGR_STRIPE, CHEVRON)
_OLED: Final = (PENTILE, PENTILE_DOTS)

SCREEN_SPECIES: Final[tuple[Species, ...]] = (
    _screen("monitor_near", "RGB stripe, pitch 1.8 to 3.2 px", Setup((RGB_STRIPE,), (1.8, 3.2), (1.0, 1.6))),
    _screen("monitor", "RGB stripe, pitch 0.8 to 1.6 px", Setup((RGB_STRIPE,), (0.8, 1.6))),
    _screen(
        "window",
        "BGR stripe, pitch 0.7 to 1.8 px, in a viewer's window",
        Setup((BGR_STRIPE,), (0.7, 1.8), magnified=(0.8, 0.95), around="window"),
    ),
    _screen(
        "laptop",
        "dual-domain chevron, pitch 0.7 to 1.8 px, rim and desk in view",
        Setup((CHEVRON,), (0.7, 1.8), magnified=(0.8, 0.92), around="rim", tilt=(5, 22)),
    ),
    _screen(
        "phone",
        "PenTile, pitch 0.6 to 1.2 px, rim and desk in view, refresh bands",
        Setup((PENTILE,), (0.6, 1.2), magnified=(0.82, 0.94), around="rim", banding=(0.02, 0.08)),
    ),
    _screen(
        "turned",
        "stripe or chevron, pitch 0.7 to 2.2 px, turned by up to 45 degrees",
        Setup(_ALL, (0.7, 2.2), magnified=(1.2, 1.3), fill=0.6, turn=(-45, 45), tilt=(0, 22)),
    ),
    _screen(
        "dim",
        "stripe or chevron, pitch 0.7 to 2.2 px, dark, room mirrored, refresh bands",
        Setup(_ALL, (0.7, 2.2), brightness=(0.3, 0.55), gamma=(1.1, 1.4), veil=(0.02, 0.06), banding=(0.03, 0.12)),
    ),
    _screen(
        "resaved",
        "stripe or chevron, pitch 0.7 to 2.2 px, JPEG 50 to 65",
        Setup(_ALL, (0.7, 2.2), quality=(50, 66)),
    ),
    _screen(
        "messenger",
        "stripe or chevron, pitch 0.7 to 2.2 px, through a messenger",
        Setup(_ALL, (0.7, 2.2), messenger=(60, 76)),
    ),
    _screen(
        "oled_held",
        "PenTile, pitch 0.45 to 1.4 px, turned by up to 30 degrees, rim and desk in view, refresh bands",
        Setup(
            _OLED,
            (0.45, 1.4),
            (1.0, 2.2),
            magnified=(0.75, 0.98),
            around="rim",
            turn=(-30, 30),
            tilt=(0, 25),
            banding=(0.0, 0.06),
        ),
    ),
    _screen(
        "oled_full",
        "PenTile, pitch 0.6 to 2.4 px, fills the picture",
        Setup(_OLED, (0.6, 2.4), (1.0, 1.6), magnified=(1.02, 1.2), fill=0.75, turn=(-15, 15), tilt=(0, 20)),
    ),
    _screen(
        "oled_messenger",
        "PenTile, pitch 0.6 to 2 px, rim and desk in view, through a messenger",
        Setup(
            _OLED, (0.6, 2.0), magnified=(0.9, 1.1), around="rim", fill=0.75, turn=(-20, 20), messenger=(60, 80)
        ),
    ),
    _screen(
        "tablet",
        "stripe, S stripe or chevron, pitch 0.6 to 1.8 px, at any angle, rim and desk in view",
        Setup(
            (RGB_STRIPE, S_STRIPE, CHEVRON),
            (0.6, 1.8),
            (1.0, 1.9),
            magnified=(0.85, 1.1),
            around="rim",
            fill=0.7,
            turn=(-90, 90),
            tilt=(0, 25),
        ),
    ),
    _screen(
        "tablet_dark",
        "stripe or S stripe, pitch 0.6 to 1.8 px, dark, turned by up to 60 degrees, in a viewer's window",
        Setup(
            (S_STRIPE, RGB_STRIPE, BGR_STRIPE),
            (0.6, 1.8),
            (1.0, 1.9),
            magnified=(0.85, 1.0),
            around="window",
            fill=0.8,
            turn=(-60, 60),
            tilt=(0, 25),
            brightness=(0.4, 0.8),
        ),
    ),
    _screen(
        "retina",
        "PenTile or stripe, pitch 0.3 to 0.6 px",
        Setup((PENTILE, RGB_STRIPE), (0.3, 0.6), (1.0, 1.8)),
        visible=False,
    ),
    _screen(
        "defocused",
        "stripe or chevron, pitch 0.6 to 1.5 px, lens blur 1.2 to 2.2 sensor px",
        Setup(_ALL, (0.6, 1.5), blur=(1.2, 2.2)),
        visible=False,
    ),
    _screen(
        "messenger_lost",
        "stripe or chevron, pitch 0.5 to 1.2 px, through a messenger",
        Setup(_ALL, (0.5, 1.2), messenger=(60, 76)),
        visible=False,
    ),
    _screen(
        "phone_far",
        "PenTile, pitch 0.4 to 0.8 px, rim and desk in view",
        Setup((PENTILE,), (0.4, 0.8), magnified=(0.82, 0.94), around="rim"),
        visible=False,
    ),
)  # fmt: skip
