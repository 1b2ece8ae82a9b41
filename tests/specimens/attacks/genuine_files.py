"""What lamps, cameras, scanners and senders do to genuine pictures.

Each function is a ``species.Take``; what a person or a program did after the capture is done to the stored JPEG.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont, ImageOps

from kyc.documents.kinds import DocumentKind
from tests.specimens.attacks.genuine_scenes import generator
from tests.specimens.page import HEI, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, encode_jpeg, photograph, recompressed

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Size = tuple[int, int]

#: Pixels across a telephone's own screenshot.
_SCREENSHOT_WIDTH: Final = 1080
_CARD_INCHES: Final = 3.4
_WATERMARKS: Final = ("仅供身份核验使用", "仅限办理开户业务", "FOR VERIFICATION ONLY", "仅供审核 他用无效")


def taken(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A photograph; of an electronic document its screenshot, for no photograph of it is what its holder would send."""
    if specimen.kind is not DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return photograph(specimen, settings, seed, size)
    scale = _SCREENSHOT_WIDTH / specimen.image.width
    height = round(specimen.image.height * scale)
    image = specimen.image.convert("RGB").resize((_SCREENSHOT_WIDTH, height), Image.Resampling.LANCZOS)
    plain = replace(settings, background="slate", exif_orientation=1, messenger_side=0, jpeg_quality=92)
    homography = np.diag([_SCREENSHOT_WIDTH / specimen.image.width, height / specimen.image.height, 1.0])
    return Photograph(encode_jpeg(image, plain), image, (specimen,), (homography,), plain, seed)


# --- light and sensor ----------------------------------------------------------------------------------------------


def _developed(change: Callable[[Pixels, Generator], Pixels], **fixed: Any) -> Any:
    """A ``Take`` whose camera does ``change`` to its own float32 RGB pixels before it stores them."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
        shot = photograph(specimen, replace(settings, **fixed), seed, size)
        pixels = change(np.asarray(shot.image, np.float32), generator(seed))
        return recompressed(shot, Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))

    return take


def _sharpen(pixels: Pixels, rng: Generator) -> Pixels:
    soft = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.8, 2.4))
    return np.asarray(pixels + rng.uniform(0.7, 1.8) * (pixels - soft))


def _night(pixels: Pixels, rng: Generator) -> Pixels:
    """Grain of a high ISO, and the denoiser that takes the colour's grain, and some colour, and leaves the rest."""
    shape = pixels.shape[:2]
    noisy = pixels + rng.standard_normal((*shape, 3), dtype=np.float32) * rng.uniform(8, 16)
    ycc = cv2.cvtColor(np.clip(noisy / 255, 0, 1), cv2.COLOR_RGB2YCrCb)
    for channel in (1, 2):
        ycc[..., channel] = cv2.GaussianBlur(ycc[..., channel], (0, 0), rng.uniform(2, 5))
    ycc[..., 0] = cv2.bilateralFilter(ycc[..., 0], 5, 0.06, 1.5)
    return np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB) * 255)


def _tone_mapped(pixels: Pixels, rng: Generator) -> Pixels:
    """Several exposures in one: shadows lifted, lights held back, detail and colour raised, with halos at edges."""
    level = np.log1p(pixels.mean(axis=2))
    small = cv2.resize(level, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    base = cv2.resize(cv2.GaussianBlur(small, (0, 0), small.shape[1] / 25), (level.shape[1], level.shape[0]))
    kept = rng.uniform(0.55, 0.8)
    mapped = np.expm1(base.mean() + kept * (base - base.mean()) + rng.uniform(1.1, 1.5) * (level - base))
    ratio = (mapped / np.maximum(np.expm1(level), 1.0))[..., None]
    grey = pixels.mean(axis=2, keepdims=True)
    return np.asarray((grey + (pixels - grey) * rng.uniform(1.1, 1.4)) * ratio + rng.uniform(0, 14))


def _warm(pixels: Pixels, rng: Generator) -> Pixels:
    strength = rng.uniform(0.14, 0.30)
    return np.asarray(pixels * np.array((1 + 0.6 * strength, 1.0, 1 - 1.3 * strength), np.float32))


def _mixed(pixels: Pixels, rng: Generator) -> Pixels:
    """A warm lamp from one side, a window or a greenish tube from the other."""
    height, width = pixels.shape[:2]
    turn, at = rng.uniform(0, 2 * math.pi), rng.uniform(-0.3, 0.3)
    rows, columns = np.mgrid[-1:1:45j, -1:1:60j].astype(np.float32)  # type: ignore[misc]
    share = 1 / (1 + np.exp(-(columns * math.cos(turn) + rows * math.sin(turn) - at) * rng.uniform(1.5, 5)))
    share = cv2.resize(share.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    other = ((0.86, 0.98, 1.14), (0.92, 1.10, 0.94))[int(rng.integers(2))]
    return np.asarray(pixels * (share * np.array((1.16, 1.0, 0.76)) + (1 - share) * np.array(other)), np.float32)


def _hand_shadow(pixels: Pixels, rng: Generator) -> Pixels:
    """The shadow of a hand or a phone: dark, with a rather sharp edge; colour and print go on within it."""
    height, width = pixels.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    centre = (int(rng.uniform(0.2, 0.8) * width), int(rng.uniform(0.7, 1.0) * height))
    axes = (int(rng.uniform(0.15, 0.4) * width), int(rng.uniform(0.3, 0.6) * height))
    cv2.ellipse(mask, centre, axes, rng.uniform(-40, 40), 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), width * rng.uniform(0.004, 0.02)).astype(np.float32)[..., None] / 255
    return np.asarray(pixels * (1 - rng.uniform(0.3, 0.5) * soft))


def _blinds(pixels: Pixels, rng: Generator) -> Pixels:
    """Daylight through blinds: broad soft stripes over card and table alike."""
    height, width = pixels.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    turn, period = rng.uniform(0, math.pi), rng.uniform(0.05, 0.15) * width
    wave = np.cos(2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / period)
    light = 1 - rng.uniform(0.15, 0.35) * (0.5 - 0.5 * np.clip(2 * wave, -1, 1))
    return np.asarray(pixels * cv2.GaussianBlur(light, (0, 0), period / 12)[..., None])


sharpened = _developed(_sharpen)
at_night = _developed(_night, noise=3.0, exposure=0.62, cast_shadow=False)
tone_mapped = _developed(_tone_mapped)
warm_light = _developed(_warm, tint=(1.0, 1.0, 1.0))
mixed_light = _developed(_mixed, tint=(1.0, 1.0, 1.0))
under_shadow = _developed(_hand_shadow)
under_blinds = _developed(_blinds)


def bright(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Exposed too long as a whole, so that paper burns out and print does not."""
    return photograph(specimen, replace(settings, exposure=float(generator(seed).uniform(1.12, 1.25))), seed, size)


# --- frames --------------------------------------------------------------------------------------------------------


def flatbed(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A flatbed's picture of 200 to 400 dots an inch, against a white or a dark lid, whatever ``size`` was asked."""
    rng = generator(seed)
    width = _CARD_INCHES * rng.uniform(200, 400)
    height = width * (specimen.outline[3] - specimen.outline[1]) / (specimen.outline[2] - specimen.outline[0])
    frame = (int(width * rng.uniform(1.15, 1.6)), int(height * rng.uniform(1.15, 1.8)))
    even = replace(
        settings,
        background=str(rng.choice(("white_lid", "dark_lid"))),
        rotation=float(rng.uniform(-2, 2)),
        pitch=0.0,
        yaw=0.0,
        fill=max(width / frame[0], height / frame[1]),
        blur=float(rng.uniform(0.3, 0.7)),
        motion=0.0,
        noise=float(rng.uniform(0.4, 1.5)),
        vignette=0.0,
        gradient=0.02,
        tint=(1.0, 1.0, 1.0),
        exposure=1.0,
        shadow=0.1,
        cast_shadow=False,
        exif_orientation=1,
        jpeg_quality=int(rng.integers(80, 96)),
    )
    return photograph(specimen, even, seed, frame)


def cropped_close(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Cut by an app to just where the card ends."""
    rng = generator(seed)
    aspect = (specimen.outline[2] - specimen.outline[0]) / (specimen.outline[3] - specimen.outline[1])
    width = int(rng.integers(900, 1500))
    close = replace(
        settings,
        rotation=float(rng.uniform(-0.5, 0.5)),
        pitch=float(rng.uniform(-2, 2)),
        yaw=float(rng.uniform(-2, 2)),
        fill=float(rng.uniform(0.985, 1.0)),
        exif_orientation=1,
    )
    return photograph(specimen, close, seed, (width, round(width / aspect)))


# --- after the capture ---------------------------------------------------------------------------------------------


def _stored(shot: Photograph) -> Image.Image:
    """The upright picture as any program opens it."""
    with Image.open(io.BytesIO(shot.jpeg)) as stored:
        return ImageOps.exif_transpose(stored).convert("RGB")


def _saved(shot: Photograph, image: Image.Image, quality: int, moved: Pixels | None = None) -> Photograph:
    """``image`` saved without EXIF; ``moved`` is the homography from the old picture to it."""
    settings = replace(shot.settings, jpeg_quality=quality, exif_orientation=1)
    homographies = shot.homographies if moved is None else tuple(moved @ one for one in shot.homographies)
    return recompressed(shot, image, settings=settings, homographies=homographies)


def _passed_on(shot: Photograph, long_side: int, quality: int) -> Photograph:
    image = _stored(shot)
    scale = min(1.0, long_side / max(image.size))
    smaller = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR)
    shrink = np.diag([smaller.width / image.width, smaller.height / image.height, 1.0])
    return _saved(shot, smaller, quality, shrink)


def by_messenger(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    rng = generator(seed)
    return _passed_on(taken(specimen, settings, seed, size), int(rng.choice((1280, 1440))), int(rng.integers(50, 75)))


def by_two_messengers(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Sent on once more, at another scale and quality."""
    rng = generator(seed)
    once = _passed_on(taken(specimen, settings, seed, size), 1440, int(rng.integers(65, 80)))
    return _passed_on(once, int(rng.integers(1080, 1281)), int(rng.integers(55, 72)))


def turned_and_saved(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Levelled in a gallery: turned by a few degrees, cut to what is left without corners, saved again."""
    rng = generator(seed)
    shot = taken(specimen, replace(settings, fill=min(settings.fill, 0.8), offset=(0.0, 0.0)), seed, size)
    image = np.asarray(_stored(shot))
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-7, 7)), 1.16)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    moved = np.vstack([turn, (0.0, 0.0, 1.0)])
    return _saved(shot, Image.fromarray(turned), int(rng.integers(75, 95)), moved)


def watermarked(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Half-transparent words that offices ask their customers to lay over such pictures."""
    rng = generator(seed)
    shot = taken(specimen, settings, seed, size)
    image = _stored(shot)
    marked = Image.composite(
        Image.new("RGB", image.size, _ink(rng)), image, _words(image.size, rng, float(rng.uniform(0.18, 0.4)))
    )
    return _saved(shot, marked, int(rng.integers(75, 95)))


def _ink(rng: Generator) -> tuple[int, int, int]:
    return ((255, 255, 255), (110, 110, 110), (214, 40, 40), (40, 80, 200))[int(rng.integers(4))]


def _words(size: Size, rng: Generator, strength: float) -> Image.Image:
    """An opacity mask of one sentence, repeated aslant all over or written once across the middle."""
    reach = int(1.5 * max(size))
    layer = Image.new("L", (reach, reach), 0)
    draw = ImageDraw.Draw(layer)
    text = _WATERMARKS[int(rng.integers(len(_WATERMARKS)))]
    repeated = rng.random() < 0.7
    font = ImageFont.truetype(HEI, round(max(size) * (rng.uniform(0.02, 0.035) if repeated else 0.06)), index=2)
    length, opacity = font.getlength(text), round(255 * strength)
    if repeated:
        for row, y in enumerate(range(0, reach, int(4.5 * font.size))):
            for x in range(-(row % 2) * int(length * 0.7), reach, int(length * 1.4)):
                draw.text((x, y), text, font=font, fill=opacity)
    else:
        draw.text((reach / 2, reach / 2), text, font=font, fill=opacity, anchor="mm")
    turned = layer.rotate(float(rng.uniform(-40, 40)), Image.Resampling.BICUBIC)
    left, top = (reach - size[0]) // 2, (reach - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def scan_filter(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A document app's colour filter: the light evened out, paper whitened, contrast raised."""
    rng = generator(seed)
    shot = taken(specimen, settings, seed, size)
    pixels = np.asarray(_stored(shot), np.float32)
    small = cv2.resize(pixels, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9))), (0, 0), small.shape[1] / 16)
    even = pixels / np.maximum(cv2.resize(light, (pixels.shape[1], pixels.shape[0])), 30.0)
    contrasted = np.clip((even - 0.5) * rng.uniform(1.05, 1.3) + 0.52, 0, 1) * 255
    return _saved(shot, Image.fromarray(contrasted.astype(np.uint8)), int(rng.integers(75, 92)))


def grey_file(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A document app's black-and-white filter: the whole file is grey, so it says nothing of the card's colour."""
    rng = generator(seed)
    shot = taken(specimen, settings, seed, size)
    grey = ImageOps.autocontrast(_stored(shot).convert("L"), cutoff=0.5).convert("RGB")
    return _saved(shot, grey, int(rng.integers(75, 92)))


def pixelated_field(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """One value made illegible by its holder for privacy: covered, but nothing was put in its place."""
    rng = generator(seed)
    shot = taken(specimen, settings, seed, size)
    names = sorted(specimen.boxes)
    image = np.asarray(_stored(shot)).copy()
    bounds = shot.place(0, specimen.boxes[names[int(rng.integers(len(names)))]]).bounds()
    left, top = (max(0, int(side)) for side in bounds[:2])
    part = image[top : int(bounds[3]) + 1, left : int(bounds[2]) + 1]
    cells = (max(1, part.shape[1] // 14), max(1, part.shape[0] // 14))
    coarse = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
    part[:] = cv2.resize(coarse, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST)
    return _saved(shot, Image.fromarray(image), int(rng.integers(75, 92)))
