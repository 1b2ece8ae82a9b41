"""What telephones, messengers and people's apps do to genuine pictures."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.page import HEI, HEI_BOLD, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings
from tests.specimens.reporting.attacks.optics import (
    Generator,
    Pixels,
    as_filed,
    before_lens,
    captured,
    decoded,
    disc,
    encoded,
    filled,
    finished,
    for_width,
    grain,
    linear,
    moved,
    resaved,
    seeded,
    sent,
    through_lens,
    to_bytes,
)

Size = tuple[int, int]

_PURPOSES: Final = (
    "仅供办理入职核验使用", "仅限开户审核 他用无效", "仅用于租车登记 复印无效", "本证件仅供实名认证使用",
    "FOR VERIFICATION ONLY", "Only for account opening 2026-09-18", "COPY FOR KYC USE ONLY",
)  # fmt: skip


# --- messengers and files ------------------------------------------------------------------------------------------


def messenger(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, times: int) -> Photograph:
    """Passed on ``times`` times, at other sizes and qualities."""
    rng = seeded(seed, f"messenger {times}")
    shot = captured(specimen, settings, seed, size)
    for time in range(times):
        shot = sent(shot, round((0.8, 0.68)[time] * max(size)), int(rng.integers(58, 76)))
    return shot


def turned_and_saved(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Turned in an editor by a quarter, or straightened by a few degrees and cropped, then saved again."""
    rng = seeded(seed, "turned")
    shot = captured(specimen, settings, seed, size)
    pixels = decoded(shot)
    quality = int(rng.integers(75, 95))
    height, width = pixels.shape[:2]
    if rng.random() < 0.5:
        onto = np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1]], np.float64)
        return resaved(moved(shot, onto), cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE), quality)
    onto = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-4, 4)), 1.07), (0, 0, 1)])
    straight = cv2.warpPerspective(pixels, onto, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return resaved(moved(shot, onto), straight, quality)


def strongly_compressed(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    shot = captured(specimen, settings, seed, size)
    return resaved(shot, decoded(shot), int(seeded(seed, "compressed").integers(32, 48)))


# --- a telephone's own processing ----------------------------------------------------------------------------------


def sharpened(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Unsharp masking that leaves bright rims along dark type."""
    rng = seeded(seed, "sharpened")
    shot = before_lens(specimen, as_filed(settings, rng), seed, size)
    seen = through_lens(np.asarray(shot.image), shot.settings, rng).astype(np.float32)
    radius, amount = for_width(rng.uniform(1.0, 2.2), size), rng.uniform(0.8, 1.8)
    return finished(shot, seen + amount * (seen - cv2.GaussianBlur(seen, (0, 0), max(0.5, radius))))


def high_iso(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A dim room: strong noise, colour smeared, brightness smoothed along edges and sharpened again."""
    rng = seeded(seed, "high iso")
    dim = replace(as_filed(settings, rng), exposure=float(rng.uniform(0.62, 0.8)), cast_shadow=False)
    shot = before_lens(specimen, dim, seed, size)
    seen = cv2.GaussianBlur(np.asarray(shot.image), (0, 0), 0.8).astype(np.float32)
    noisy = to_bytes(seen + grain(seen.shape[:2], rng, rng.uniform(9, 16), rng.uniform(8, 16)))
    luma, first, second = cv2.split(cv2.cvtColor(noisy, cv2.COLOR_RGB2YCrCb))
    smooth = cv2.bilateralFilter(luma, 5, 42, 2.2)
    crisp = cv2.addWeighted(smooth, 1.5, cv2.GaussianBlur(smooth, (0, 0), 1.5), -0.5, 0)
    colours = [cv2.resize(cv2.blur(plane, (9, 9))[::3, ::3], luma.shape[::-1]) for plane in (first, second)]
    return finished(shot, cv2.cvtColor(cv2.merge([crisp, *colours]), cv2.COLOR_YCrCb2RGB))


def hdr(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Tones evened out locally and detail and colour lifted, as a telephone does with several exposures."""
    rng = seeded(seed, "hdr")
    shot = before_lens(specimen, replace(as_filed(settings, rng), gradient=0.3, cast_shadow=True), seed, size)
    seen = through_lens(np.asarray(shot.image), replace(shot.settings, noise=1.0), rng).astype(np.float32)
    luma = seen.mean(axis=2)
    base = cv2.GaussianBlur(cv2.resize(luma, None, fx=0.125, fy=0.125), (0, 0), for_width(9, size))
    base = cv2.resize(base, luma.shape[::-1])
    even = 150 * (base / 150) ** rng.uniform(0.35, 0.6)
    toned = even + rng.uniform(1.1, 1.5) * (luma - base)
    colour = (seen - luma[..., None]) * rng.uniform(1.15, 1.45)
    return finished(shot, toned[..., None] + colour * (even / np.maximum(base, 20))[..., None])


def portrait_mode(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """The table blurred by computation; the edge of the cut-out is a little off, as it always is."""
    rng = seeded(seed, "portrait mode")
    shot = before_lens(specimen, as_filed(settings, rng), seed, size)
    pixels = np.asarray(shot.image)
    far = cv2.filter2D(pixels, -1, disc(for_width(rng.uniform(5, 10), size)))
    reach = max(3, round(for_width(9, size)) | 1)
    near = cv2.dilate(filled(pixels.shape[:2], [shot.quad]), np.ones((reach, reach), np.uint8))
    alpha = cv2.GaussianBlur(near, (0, 0), for_width(2.5, size)).astype(np.float32)[..., None] / 255
    return finished(shot, through_lens(far * (1 - alpha) + pixels * alpha, shot.settings, rng))


# --- light ---------------------------------------------------------------------------------------------------------


def lit(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, light: str) -> Photograph:
    """``warm`` and ``cold`` bulbs, a greenish ``tube``, or ``mixed``: a window on one side and a bulb on the other."""
    rng = seeded(seed, light)
    plain = replace(as_filed(settings, rng), tint=(1.0, 1.0, 1.0))
    shot = before_lens(specimen, plain, seed, size)
    warm, cold = np.array((1.14, 0.98, 0.72), np.float32), np.array((0.84, 0.98, 1.16), np.float32)
    tube = np.array((0.94, 1.06, 0.90), np.float32)
    strength = float(rng.uniform(0.5, 1.0))
    if light == "mixed":
        turn = rng.uniform(0, 2 * math.pi)
        rows, columns = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
        share = 0.5 + 0.5 * np.tanh(1.6 * (columns * math.cos(turn) + rows * math.sin(turn)))[..., None]
        gains = warm * share + cold * (1 - share)
    else:
        gains = {"warm": warm, "cold": cold, "tube": tube}[light]
    tinted = np.asarray(shot.image) * (1 + strength * (gains - 1)).astype(np.float32)
    return finished(shot, through_lens(tinted, shot.settings, rng))


def shadow_across(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """The shadow of the hand and telephone: one or two dark shapes with a half-soft edge over the card."""
    rng = seeded(seed, "shadow")
    shot = before_lens(specimen, as_filed(replace(settings, cast_shadow=False), rng), seed, size)
    shade = np.zeros((size[1], size[0]), np.uint8)
    x, y = np.mean(shot.quad.points, axis=0)
    for _ in range(int(rng.integers(1, 3))):
        wide, tall = size[0] * rng.uniform(0.18, 0.5), size[1] * rng.uniform(0.5, 1.4)
        at = (float(x + rng.uniform(-0.3, 0.3) * size[0]), float(y + rng.uniform(-0.5, 0.5) * size[1]))
        corners = cv2.boxPoints((at, (wide, tall), float(rng.uniform(0, 180))))
        cv2.fillPoly(shade, [np.round(corners).astype(np.int32)], 255, cv2.LINE_AA)
    soft = cv2.GaussianBlur(shade[::4, ::4], (0, 0), for_width(rng.uniform(1.5, 9), size))
    dark = cv2.resize(soft, size).astype(np.float32)[..., None] / 255
    light = linear(np.asarray(shot.image)) * (1 - rng.uniform(0.35, 0.65) * dark)
    return finished(shot, through_lens(encoded(light), shot.settings, rng))


def flash_falloff(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A torch in a dark room: bright in the middle, dark at the rim, nothing mirrored."""
    rng = seeded(seed, "falloff")
    dark = replace(as_filed(settings, rng), vignette=float(rng.uniform(0.45, 0.7)), cast_shadow=False, exposure=1.0)
    shot = before_lens(specimen, dark, seed, size)
    return finished(shot, through_lens(np.asarray(shot.image), shot.settings, rng))


# --- words over the picture ----------------------------------------------------------------------------------------


def watermarked(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, tiled: bool) -> Photograph:
    """The holder's own note, half transparent, over the whole picture or once across the card."""
    rng = seeded(seed, f"watermark {tiled}")
    shot = captured(specimen, settings, seed, size)
    pixels = decoded(shot)
    words = _PURPOSES[int(rng.integers(len(_PURPOSES)))]
    colour = np.array(((128, 128, 128), (220, 40, 40), (30, 60, 160), (255, 255, 255))[int(rng.integers(4))])
    alpha = _words(pixels.shape[:2], words, shot, rng, tiled=tiled) * rng.uniform(0.18, 0.45)
    return resaved(shot, pixels * (1 - alpha) + colour * alpha, int(rng.integers(82, 95)))


def _words(shape: tuple[int, int], words: str, shot: Photograph, rng: Generator, *, tiled: bool) -> Pixels:
    """1 where a letter is."""
    reach = math.ceil(math.hypot(*shape))
    layer = Image.new("L", (reach, reach), 0)
    draw = ImageDraw.Draw(layer)
    tall = reach * (rng.uniform(0.018, 0.028) if tiled else rng.uniform(0.03, 0.045))
    font = ImageFont.truetype(HEI_BOLD if rng.random() < 0.5 else HEI, max(8, round(tall)), index=2)
    if tiled:
        step = (font.getlength(words) + 3 * tall, tall * rng.uniform(4.5, 8))
        for row in range(int(reach / step[1]) + 1):
            for column in range(-1, int(reach / step[0]) + 1):
                draw.text(((column + 0.5 * (row % 2)) * step[0], row * step[1]), words, font=font, fill=255)
    else:
        draw.text((reach / 2, reach / 2), words, font=font, fill=255, anchor="mm")
    x, y = (shape[1] / 2, shape[0] / 2) if tiled else np.mean(shot.quad.points, axis=0)
    turn = cv2.getRotationMatrix2D((reach / 2, reach / 2), float(rng.uniform(10, 40)), 1.0)
    turn[:, 2] += (x - reach / 2, y - reach / 2)
    laid = cv2.warpAffine(np.asarray(layer), turn, shape[::-1], flags=cv2.INTER_LINEAR)
    return laid.astype(np.float32)[..., None] / 255
