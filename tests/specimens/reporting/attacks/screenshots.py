"""Pictures that a telephone made of its own display: genuine, and without lens, light or grain."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.page import HEI, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings
from tests.specimens.reporting.attacks.optics import (
    Generator,
    Pixels,
    as_png,
    captured,
    decoded,
    moved,
    resaved,
    screenshot,
    seeded,
)

Size = tuple[int, int]

_LINES = (
    "资料已收到，请补充证件照片",
    "请确认信息是否清晰",
    "以下为本人证件，仅供审核",
    "收到请回复，谢谢",
    "2026年9月18日 10:24",
)


def lossless(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """The page as the app drew it, saved as PNG."""
    shot = screenshot(specimen, seed, size)
    return as_png(shot, np.asarray(shot.image))


def compressed(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """The page saved as JPEG, as some telephones do."""
    return screenshot(specimen, seed, size, int(seeded(seed, "shot").integers(70, 96)))


def long_picture(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """One tall picture out of several, as chats and scanning apps join them: words, the document, more words."""
    rng = seeded(seed, "long picture")
    shot = captured(specimen, settings, seed, size)
    pixels = decoded(shot)
    width = min(round(0.68 * max(size)), pixels.shape[1])
    scale = width / pixels.shape[1]
    body = cv2.resize(pixels, (width, round(pixels.shape[0] * scale)), interpolation=cv2.INTER_AREA)
    above, below = (_panel((width, round(width * rng.uniform(0.25, 0.7))), rng) for _ in range(2))
    joined = np.concatenate([above, body, below])
    place = np.array([[scale, 0, 0], [0, scale, above.shape[0]], [0, 0, 1]], np.float64)
    return resaved(moved(shot, place), joined, int(rng.integers(72, 92)))


def _panel(size: Size, rng: Generator) -> Pixels:
    """Bubbles of a chat on its grey ground."""
    panel = Image.new("RGB", size, (237, 237, 237))
    draw = ImageDraw.Draw(panel)
    tall = size[0] / 26
    font = ImageFont.truetype(HEI, max(8, round(tall)), index=2)
    y = tall
    while y < size[1] - 3 * tall:
        words = _LINES[int(rng.integers(len(_LINES)))]
        wide = font.getlength(words) + 1.4 * tall
        left = 2.6 * tall if rng.random() < 0.5 else size[0] - wide - 2.6 * tall
        colour = (255, 255, 255) if left < 3 * tall else (149, 236, 105)
        draw.rounded_rectangle((left, y, left + wide, y + 2.1 * tall), 0.3 * tall, fill=colour)
        draw.text((left + 0.7 * tall, y + 1.05 * tall), words, font=font, fill=(25, 25, 25), anchor="lm")
        y += 3.2 * tall
    return np.asarray(panel)


def of_gallery(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A screenshot of the gallery that shows the picture: scaled to the display, black above and below, signs."""
    rng = seeded(seed, "gallery")
    shot = captured(specimen, settings, seed, size)
    pixels = decoded(shot)
    tall = pixels.shape[0] > pixels.shape[1]
    width = round((0.72 if tall else 0.9) * max(size))
    scale = width / pixels.shape[1]
    body = cv2.resize(pixels, (width, round(pixels.shape[0] * scale)), interpolation=cv2.INTER_AREA)
    rim = round(width * rng.uniform(0.08, 0.5) if not tall else width * 0.1)
    ground = (0, 0, 0) if rng.random() < 0.7 else (255, 255, 255)
    display = Image.new("RGB", (width, body.shape[0] + 2 * rim), ground)
    display.paste(Image.fromarray(body), (0, rim))
    _signs(display, rim, (255 - ground[0],) * 3, rng)
    place = np.array([[scale, 0, 0], [0, scale, rim], [0, 0, 1]], np.float64)
    moved_shot = moved(shot, place)
    if rng.random() < 0.5:
        return as_png(moved_shot, np.asarray(display))
    return resaved(moved_shot, np.asarray(display), int(rng.integers(78, 95)))


def _signs(display: Image.Image, rim: int, colour: tuple[int, ...], rng: Generator) -> None:
    draw = ImageDraw.Draw(display)
    tall = max(9, round(min(rim * 0.3, display.width / 32)))
    font = ImageFont.truetype(HEI, tall, index=2)
    clock = f"{int(rng.integers(7, 23))}:{int(rng.integers(10, 60))}"
    draw.text((display.width * 0.05, rim * 0.25), clock, font=font, fill=colour, anchor="lm")
    draw.text((display.width / 2, rim * 0.65), "9月18日 上午10:24", font=font, fill=colour, anchor="mm")
    for place, word in enumerate(("发送", "编辑", "收藏", "删除", "更多")):
        at = (display.width * (place + 0.5) / 5, display.height - rim * 0.5)
        draw.text(at, word, font=font, fill=colour, anchor="mm")
