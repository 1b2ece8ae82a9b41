"""What stands around a document on a display: a viewer's window, a browser, a chat, a telephone's gallery."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.page import HEI, Box, Specimen
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.reporting.attacks.optics import Generator, enlarged, width_of
from tests.specimens.reporting.backgrounds import REPORTING_BACKGROUNDS

_GREY: Final = (148, 148, 152)
_NAMES: Final = ("IMG_20260918_101522.jpg", "mmexport1758161.jpg", "身份证扫描件.jpg", "scan0004.png", "DSC_0173.JPG")
_CHAT_LINES: Final = ("在吗", "证件发我一下", "好的，稍等", "收到", "麻烦核对信息", "原件在家里")


class Shown(StrEnum):
    VIEWER = "viewer"
    BROWSER = "browser"
    CHAT = "chat"
    GALLERY = "gallery"


def show(specimen: Specimen, shown: Shown, across: float, rng: Generator) -> Specimen:
    """``specimen`` on a display, ``across`` display pixels wide, as a specimen whose image is the display with its
    frame; the area ``panel`` is the glass. Half of the time what is shown is a picture of the card on a table."""
    content = _photographed(specimen, across, rng) if rng.random() < 0.5 else _scanned(specimen, across, shown)
    width, height = content.image.size
    sides = {Shown.GALLERY: (0.02, 0.24), Shown.CHAT: (0.16, 0.30)}.get(shown, (0.10, 0.22))
    pad = (round(width * rng.uniform(*sides)), round(height * rng.uniform(0.10, 0.28)))
    size = (width + 2 * pad[0], height + 2 * pad[1])
    panel = Image.new("RGB", size, _GROUND[shown])
    _decorate(panel, shown, (pad[0], pad[1], pad[0] + width, pad[1] + height), rng)
    panel.paste(content.image, pad)
    return _framed(_moved(content, panel, pad), shown, rng)


_GROUND: Final = {
    Shown.VIEWER: (243, 243, 243),
    Shown.BROWSER: (255, 255, 255),
    Shown.CHAT: (237, 237, 237),
    Shown.GALLERY: (0, 0, 0),
}


def _scanned(specimen: Specimen, across: float, shown: Shown) -> Specimen:
    """The document alone, as after a scan or a crop, on the window's ground beyond its round corners."""
    factor = across / width_of(specimen)
    size = (max(2, round(specimen.image.width * factor)), max(2, round(specimen.image.height * factor)))
    image = specimen.image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    ground = Image.new("RGB", size, _GROUND[shown])
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), specimen.corner * factor, fill=255)
    ground.paste(image, (0, 0), mask)
    return enlarged(specimen, np.asarray(ground), factor, (0, 0), 0)


def _photographed(specimen: Specimen, across: float, rng: Generator) -> Specimen:
    """A picture of the document on some table, square on."""
    left, top, right, bottom = specimen.outline
    fill = float(rng.uniform(0.78, 0.92))
    tall = across * (bottom - top) / (right - left)
    size = (round(across / fill), round(max(tall / fill, across / fill * 0.72)))
    settings = PhotoSettings(
        background=REPORTING_BACKGROUNDS[int(rng.integers(len(REPORTING_BACKGROUNDS)))],
        fill=fill,
        blur=float(rng.uniform(0.4, 0.8)),
        noise=float(rng.uniform(0.5, 2.5)),
        exposure=float(rng.uniform(0.92, 1.04)),
    )
    taken = photograph(specimen, settings, int(rng.integers(1 << 30)), size)
    onto = taken.homographies[0] / taken.homographies[0][2, 2]
    return enlarged(specimen, np.asarray(taken.image), float(onto[0, 0]), (float(onto[0, 2]), float(onto[1, 2])), 0)


def _moved(content: Specimen, image: Image.Image, by: tuple[int, int]) -> Specimen:
    moved = enlarged(content, np.asarray(image), 1.0, by, 0)
    panel: Box = (0.0, 0.0, float(image.width), float(image.height))
    return replace(moved, areas={**moved.areas, "panel": panel})


def _framed(screen: Specimen, shown: Shown, rng: Generator) -> Specimen:
    """The display's own frame: the black rim of a telephone, or a monitor's on one to three sides of the picture."""
    width = screen.image.width
    thick = round(width * (rng.uniform(0.015, 0.03) if shown is Shown.GALLERY else rng.uniform(0.02, 0.05)))
    shade = int(rng.integers(8, 34)) if rng.random() < 0.8 else 176
    image = cv2.copyMakeBorder(
        np.asarray(screen.image), thick, thick, thick, thick, cv2.BORDER_CONSTANT, value=(shade, shade, shade + 2)
    )
    framed = enlarged(screen, image, 1.0, (thick, thick), 0)
    return replace(framed, corner=round(2.4 * thick) if shown is Shown.GALLERY else 0)


# --- what a window has around its content --------------------------------------------------------------------------


def _decorate(panel: Image.Image, shown: Shown, content: tuple[int, int, int, int], rng: Generator) -> None:
    draw = ImageDraw.Draw(panel)
    paint = {
        Shown.VIEWER: _viewer,
        Shown.BROWSER: _browser,
        Shown.CHAT: _chat,
        Shown.GALLERY: _gallery,
    }[shown]
    paint(draw, panel.size, content, rng)


Content = tuple[int, int, int, int]
Size = tuple[int, int]


def _font(pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(HEI, max(8, round(pixels)), index=2)


def _viewer(draw: ImageDraw.ImageDraw, size: Size, content: Content, rng: Generator) -> None:
    bar = max(12, content[1] // 2)
    draw.rectangle((0, 0, size[0], bar), fill=(222, 226, 232))
    name = _NAMES[int(rng.integers(len(_NAMES)))]
    draw.text((bar * 0.4, bar / 2), name, font=_font(0.5 * bar), fill=(40, 40, 44), anchor="lm")
    for place in range(3):
        x = size[0] - bar * (0.7 + 1.1 * place)
        draw.rectangle((x - bar * 0.16, bar * 0.34, x + bar * 0.16, bar * 0.66), outline=(60, 60, 64), width=1)
    foot = size[1] - bar
    for place in range(7):
        x = size[0] / 2 + (place - 3) * bar * 1.4
        draw.ellipse((x - bar * 0.2, foot + bar * 0.3, x + bar * 0.2, foot + bar * 0.7), outline=_GREY, width=2)


def _browser(draw: ImageDraw.ImageDraw, size: Size, content: Content, rng: Generator) -> None:
    bar = max(14, content[1] // 2)
    draw.rectangle((0, 0, size[0], bar), fill=(222, 225, 230))
    draw.rounded_rectangle((bar, bar * 0.15, bar * 7, bar * 1.1), bar * 0.2, fill=(255, 255, 255))
    draw.rounded_rectangle((bar * 2, bar * 1.15, size[0] - bar * 2, bar * 1.75), bar * 0.3, fill=(238, 240, 244))
    for row in range(6):
        y = content[3] + bar * (0.4 + 0.5 * row)
        end = size[0] * rng.uniform(0.4, 0.92)
        draw.rectangle((content[0], y, end, y + max(2, bar * 0.14)), fill=(196, 198, 204))


def _chat(draw: ImageDraw.ImageDraw, size: Size, content: Content, rng: Generator) -> None:
    """A list of contacts on the left, grey and green bubbles above and below the picture."""
    left = content[0]
    draw.rectangle((0, 0, left * 0.35, size[1]), fill=(46, 46, 46))
    draw.rectangle((left * 0.35, 0, left * 0.82, size[1]), fill=(226, 226, 228))
    step = max(20, size[1] // 9)
    for row in range(9):
        draw.rectangle((left * 0.40, row * step + 6, left * 0.54, row * step + 6 + left * 0.14), fill=_avatar(rng))
    for y in (content[1] * 0.35, content[3] + (size[1] - content[3]) * 0.3):
        tall = max(12.0, content[1] * 0.3)
        line = _CHAT_LINES[int(rng.integers(len(_CHAT_LINES)))]
        font = _font(0.55 * tall)
        wide = font.getlength(line) + tall
        colour = (149, 236, 105) if rng.random() < 0.5 else (255, 255, 255)
        draw.rounded_rectangle((left, y, left + wide, y + tall), tall * 0.15, fill=colour)
        draw.text((left + tall / 2, y + tall / 2), line, font=font, fill=(24, 24, 24), anchor="lm")


def _avatar(rng: Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(60, 230, 3))
    return red, green, blue


def _gallery(draw: ImageDraw.ImageDraw, size: Size, content: Content, rng: Generator) -> None:
    """White signs on black: the time and the battery, and what can be done with the picture."""
    tall = max(9, content[1] // 5)
    draw.text((tall * 1.5, tall), f"{int(rng.integers(7, 23))}:{int(rng.integers(10, 59))}", font=_font(tall),
              fill=(235, 235, 235), anchor="lm")  # fmt: skip
    draw.rounded_rectangle((size[0] - tall * 4, tall * 0.5, size[0] - tall * 2, tall * 1.4), 3, outline=(235,) * 3)
    foot = (content[3] + size[1]) / 2
    for place, word in enumerate(("分享", "收藏", "编辑", "删除")):
        x = size[0] * (place + 0.5) / 4
        draw.text((x, foot), word, font=_font(tall * 0.9), fill=(220, 220, 222), anchor="mm")
