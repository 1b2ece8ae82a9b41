"""The pictures on a card: guilloche, simplified emblem, Great Wall and a portrait of nobody, all drawn by formula."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Pixels = npt.NDArray[Any]
Colour = tuple[int, int, int]
_FIXED_BITS = 4


@lru_cache(maxsize=32)
def guilloche(width: int, height: int, palette: tuple[Colour, Colour, Colour], face: str) -> Pixels:
    """Security paper, ``(height, width, 3)`` uint8 RGB: a three-colour wash with families of fine curved lines."""
    rng = random.Random(face)
    paper = _wash(width, height, palette)
    for colour, strength in (((96, 168, 206), 0.55), ((222, 140, 176), 0.50), ((120, 176, 190), 0.40)):
        paper = _lines(paper, colour, strength, rng)
    paper = _rosette(paper, (0.40 * width, 0.52 * height), 0.30 * width, (224, 150, 180))
    paper.setflags(write=False)
    return paper


def _wash(width: int, height: int, palette: tuple[Colour, Colour, Colour]) -> Pixels:
    across = (
        np.linspace(0, 1, width, dtype=np.float32)[None, :]
        + 0.12 * np.sin(np.linspace(0, math.pi, height, dtype=np.float32))[:, None]
    )
    left, middle, right = (np.array(colour, np.float32) for colour in palette)
    first = np.clip(across * 2, 0, 1)[..., None]
    second = np.clip(across * 2 - 1, 0, 1)[..., None]
    return (left * (1 - first) + middle * first * (1 - second) + right * second).astype(np.uint8)


def _lines(paper: Pixels, colour: Colour, strength: float, rng: random.Random) -> Pixels:
    height, width = paper.shape[:2]
    layer = paper.copy()
    xs = np.linspace(-20, width + 20, 160)
    pitch = height / rng.uniform(28, 36)
    amplitude, period, phase, slope = (
        height * rng.uniform(0.05, 0.11),
        width / rng.uniform(1.3, 2.6),
        rng.uniform(0, 6),
        rng.uniform(-0.35, 0.35),
    )
    for number in range(-12, 60):
        base = number * pitch + slope * xs
        bend = amplitude * np.sin(2 * math.pi * xs / period + phase + number * 0.09)
        ripple = pitch * 0.5 * np.sin(2 * math.pi * xs / (period / 7) + number * 0.35)
        _polyline(layer, np.stack([xs, base + bend + ripple], axis=1), colour)
    return cv2.addWeighted(layer, strength, paper, 1 - strength, 0)


def _rosette(paper: Pixels, centre: tuple[float, float], radius: float, colour: Colour) -> Pixels:
    layer = paper.copy()
    angle = np.linspace(0, 2 * math.pi, 400)
    for number in range(16):
        reach = radius * (0.25 + 0.75 * number / 15) * (1 + 0.10 * np.sin(9 * angle + number * 0.4))
        points = np.stack([centre[0] + reach * np.cos(angle), centre[1] + 0.62 * reach * np.sin(angle)], axis=1)
        _polyline(layer, points, colour)
    return cv2.addWeighted(layer, 0.35, paper, 0.65, 0)


def _polyline(layer: Pixels, points: Pixels, colour: Colour) -> None:
    fixed = np.round(points * (1 << _FIXED_BITS)).astype(np.int32)
    cv2.polylines(layer, [fixed], False, colour, 1, cv2.LINE_AA, _FIXED_BITS)


def draw_great_wall(paper: Pixels) -> Pixels:
    """Hills, a wall and two towers in faint grey-green on ``paper`` (float RGB), as a copy."""
    height, width = paper.shape[:2]
    layer = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(layer)
    for number in range(7):
        xs = np.linspace(0.30, 0.98, 60)
        ridge = 0.60 + 0.045 * number - 0.10 * np.exp(-(((xs - 0.68 - 0.02 * number) / 0.12) ** 2))
        ridge = ridge + 0.012 * np.sin(xs * 60 + number)
        draw.line([(x * width, y * height) for x, y in zip(xs, ridge, strict=True)], fill=90 + 8 * number, width=3)
    _tower(draw, 0.655 * width, 0.475 * height, 0.075 * width)
    _tower(draw, 0.405 * width, 0.575 * height, 0.035 * width)
    wall = [(0.70, 0.58), (0.75, 0.64), (0.77, 0.72), (0.745, 0.80), (0.80, 0.92)]
    for offset in (0.0, 0.035):
        draw.line([((x + offset) * width, y * height) for x, y in wall], fill=130, width=5, joint="curve")
    alpha = cv2.GaussianBlur(np.asarray(layer, np.float32), (0, 0), 1.6)[..., None] / 255 * 0.62
    return paper * (1 - alpha) + np.array((92, 120, 104), np.float32) * alpha


def _tower(draw: ImageDraw.ImageDraw, left: float, top: float, size: float) -> None:
    draw.rectangle((left, top, left + size, top + size * 1.2), fill=110, outline=170, width=3)
    step = size / 7
    for number in range(0, 7, 2):
        draw.rectangle((left + number * step, top - step, left + (number + 1) * step, top), fill=150)
    for number in (1, 4):
        spot = left + number * step * 1.2
        draw.ellipse((spot, top + size * 0.35, spot + step, top + size * 0.65), fill=40)


def draw_emblem(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    """A simplified emblem: red disc in a ring of grain, five stars, a gate and a cogwheel below."""
    factor = 3
    width, height = (box[2] - box[0]) * factor, (box[3] - box[1]) * factor
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    red, pale = (206, 36, 38, 255), (248, 226, 216, 255)
    middle, radius = (width / 2, width / 2), width / 2
    _grain_ring(draw, middle, radius, red, pale)
    _disc(draw, middle, radius * 0.74, red)
    _stars(draw, middle, radius, pale)
    _gate(draw, middle, radius, pale)
    _ribbon(draw, middle, radius, height, red, pale)
    small = layer.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.LANCZOS)
    image.paste(small, box[:2], small)


def _disc(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, fill: tuple[int, ...]) -> None:
    draw.ellipse((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=fill)


def _grain_ring(
    draw: ImageDraw.ImageDraw,
    centre: tuple[float, float],
    radius: float,
    red: tuple[int, ...],
    pale: tuple[int, ...],
) -> None:
    _disc(draw, centre, radius, (222, 120, 108, 255))
    for number in range(72):
        angle = 2 * math.pi * number / 72
        inner, outer = radius * 0.80, radius * 0.97
        lean = angle + 0.09
        draw.line(
            (
                centre[0] + inner * math.cos(angle),
                centre[1] + inner * math.sin(angle),
                centre[0] + outer * math.cos(lean),
                centre[1] + outer * math.sin(lean),
            ),
            fill=pale if number % 2 else red,
            width=max(2, round(radius * 0.025)),
        )
    _disc(draw, centre, radius * 0.79, pale)


def _stars(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, fill: tuple[int, ...]) -> None:
    _star(draw, centre[0], centre[1] - radius * 0.42, radius * 0.19, fill)
    for dx, dy in ((-0.40, -0.22), (-0.16, -0.02), (0.16, -0.02), (0.40, -0.22)):
        _star(draw, centre[0] + dx * radius, centre[1] + dy * radius, radius * 0.085, fill)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: tuple[int, ...]) -> None:
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.40
        angle = -math.pi / 2 + number * math.pi / 5
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=fill)


def _gate(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, fill: tuple[int, ...]) -> None:
    x, y = centre
    for half, top, bottom in ((0.22, 0.16, 0.20), (0.17, 0.21, 0.25), (0.28, 0.25, 0.29), (0.23, 0.30, 0.35)):
        draw.rectangle((x - half * radius, y + top * radius, x + half * radius, y + bottom * radius), fill=fill)
    draw.rectangle((x - 0.50 * radius, y + 0.37 * radius, x + 0.50 * radius, y + 0.50 * radius), fill=fill)
    for place in (-0.32, -0.16, 0.0, 0.16, 0.32):
        left = x + (place - 0.03) * radius
        draw.rectangle((left, y + 0.42 * radius, left + 0.06 * radius, y + 0.50 * radius), fill=(206, 36, 38, 255))


def _ribbon(
    draw: ImageDraw.ImageDraw,
    centre: tuple[float, float],
    radius: float,
    height: int,
    red: tuple[int, ...],
    pale: tuple[int, ...],
) -> None:
    x, y = centre[0], centre[1] + radius * 0.90
    for side in (-1, 1):
        points = [(0, -0.10), (0.45, -0.22), (0.78, -0.30), (0.72, 0.14), (0.40, 0.06), (0, 0.14)]
        draw.polygon([(x + side * px * radius, y + py * radius) for px, py in points], fill=red, outline=pale)
    _disc(draw, (x, y), radius * 0.17, pale)
    for number in range(12):
        angle = math.pi * number / 6
        _disc(draw, (x + 0.15 * radius * math.cos(angle), y + 0.15 * radius * math.sin(angle)), radius * 0.035, red)
    _disc(draw, (x, y), radius * 0.09, red)


def draw_portrait(seed: int, sex: str, size: tuple[int, int]) -> Pixels:
    """Head and shoulders of nobody, RGBA uint8 ``(height, width, 4)``, transparent where the card shows through."""
    rng = random.Random(f"portrait-{seed}")
    canvas = Image.new("RGBA", (780, 960), (232, 238, 244, 0))
    face = _Face(rng, sex)
    face.draw_on(canvas)
    drawn = cv2.resize(np.asarray(canvas), size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(drawn, (0, 0), 2.1 * size[0] / 780).astype(np.float32)
    grain = np.random.default_rng(seed).standard_normal((size[1], size[0], 1), dtype=np.float32) * 1.6
    soft[..., :3] = np.clip(soft[..., :3] * _portrait_light(size) + grain, 0, 255)
    return soft.astype(np.uint8)


@lru_cache(maxsize=4)
def _portrait_light(size: tuple[int, int]) -> Pixels:
    """Soft light from the upper left, so that the head looks round: a factor a pixel."""
    rows = np.linspace(0, 960, size[1], dtype=np.float32)[:, None]
    columns = np.linspace(0, 780, size[0], dtype=np.float32)[None, :]
    light = 1.05 - 0.16 * np.clip(((columns - 340) / 300) ** 2 + ((rows - 380) / 420) ** 2, 0, 1.6)
    return light[..., None]


class _Face:
    """The choices that make one drawn head differ from the next."""

    def __init__(self, rng: random.Random, sex: str) -> None:
        tone = rng.uniform(0.88, 1.04)
        self.skin = _tinted((238, 204, 178), tone)
        self.shade = _tinted((208, 164, 138), tone)
        self.hair = rng.choice(((28, 24, 26), (44, 34, 32), (58, 48, 44), (20, 20, 24)))
        self.coat = rng.choice(((46, 56, 82), (78, 84, 92), (120, 62, 66), (60, 88, 80), (34, 36, 42), (170, 160, 150)))
        self.shirt = rng.choice(((240, 240, 240), (210, 222, 236), (226, 216, 206)))
        self.half = rng.uniform(146, 170)
        self.chin = rng.uniform(560, 590)
        self.eyes = rng.uniform(378, 398)
        self.long_hair = sex == "女" and rng.random() < 0.8
        self.fringe = rng.choice(("left", "right", "middle"))
        self.glasses = rng.random() < 0.25
        self.smile = rng.uniform(2, 14)
        self.lips = (186, 96, 92) if sex == "女" else (176, 112, 102)
        self.brow = rng.uniform(7, 11) if sex == "女" else rng.uniform(11, 16)

    def draw_on(self, canvas: Image.Image) -> None:
        draw = ImageDraw.Draw(canvas)
        self._hair_behind(draw)
        self._shoulders(draw)
        self._head(canvas)
        self._features(draw)
        self._hair_in_front(draw)

    def _hair_behind(self, draw: ImageDraw.ImageDraw) -> None:
        half = self.half + 42
        draw.ellipse((390 - half, 130, 390 + half, 560), fill=self.hair)
        if self.long_hair:
            draw.rounded_rectangle((390 - half, 340, 390 + half, 770), 70, fill=self.hair)

    def _shoulders(self, draw: ImageDraw.ImageDraw) -> None:
        draw.polygon([(322, 540), (458, 540), (476, 760), (390, 830), (304, 760)], fill=self.shade)
        draw.polygon([(306, 690), (390, 800), (474, 690), (560, 960), (220, 960)], fill=self.shirt)
        draw.polygon(
            [(390, 800), (318, 700), (346, 690), (390, 760), (434, 690), (462, 700)], fill=_tinted(self.shirt, 0.9)
        )
        for side in (-1, 1):
            points = [(86, 690), (170, 716), (300, 776), (350, 960), (0, 960)]
            draw.polygon([(390 + side * x, y) for x, y in points], fill=self.coat)
            draw.line([(390 + side * 84, 700), (390 + side * 40, 960)], fill=_tinted(self.coat, 0.75), width=7)

    def _head(self, canvas: Image.Image) -> None:
        draw = ImageDraw.Draw(canvas)
        for side in (-1, 1):
            ear = 390 + side * (self.half - 2)
            draw.ellipse((ear - 24, 380, ear + 24, 462), fill=self.shade)
        draw.ellipse((390 - self.half, 196, 390 + self.half, 520), fill=self.skin)
        jaw = [
            (
                390 + self.half * math.copysign(abs(math.cos(a)) ** 0.8, math.cos(a)),
                372 + (self.chin - 372) * math.sin(a),
            )
            for a in np.linspace(0, math.pi, 40)
        ]
        draw.polygon(jaw, fill=self.skin)
        blush = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
        cheeks = ImageDraw.Draw(blush)
        for side in (-1, 1):
            x = 390 + side * self.half * 0.58
            cheeks.ellipse((x - 42, 440, x + 42, 500), fill=(222, 140, 124, 60))
        canvas.alpha_composite(Image.fromarray(cv2.GaussianBlur(np.asarray(blush), (0, 0), 14)))

    def _features(self, draw: ImageDraw.ImageDraw) -> None:
        for side in (-1, 1):
            self._eye(draw, 390 + side * self.half * 0.43, side)
        draw.line([(384, self.eyes + 12), (372, 462), (380, 472)], fill=self.shade, width=7, joint="curve")
        draw.arc((368, 452, 412, 482), 20, 160, fill=_tinted(self.shade, 0.82), width=6)
        mouth = 520
        draw.chord((342, mouth - 26, 438, mouth + 6 + self.smile), 0, 180, fill=self.lips)
        draw.ellipse((342, mouth - 20, 394, mouth - 4), fill=self.lips)
        draw.ellipse((386, mouth - 20, 438, mouth - 4), fill=self.lips)
        draw.arc((342, mouth - 26, 438, mouth + self.smile - 4), 10, 170, fill=_tinted(self.lips, 0.66), width=4)

    def _eye(self, draw: ImageDraw.ImageDraw, x: float, side: int) -> None:
        y = self.eyes
        draw.ellipse((x - 31, y - 13, x + 31, y + 14), fill=(244, 240, 236))
        draw.ellipse((x - 14, y - 14, x + 14, y + 14), fill=(46, 32, 28))
        draw.ellipse((x - 6, y - 9, x + 1, y - 2), fill=(235, 235, 240))
        draw.arc((x - 33, y - 17, x + 33, y + 24), 190, 350, fill=(40, 30, 28), width=7)
        outer, inner = x + side * 42, x - side * 36
        draw.line(
            [(inner, y - 42), (x, y - 52), (outer, y - 38)], fill=self.hair, width=round(self.brow), joint="curve"
        )
        if self.glasses:
            draw.rounded_rectangle((x - 52, y - 34, x + 52, y + 40), 22, outline=(52, 50, 56), width=6)
            draw.line([(390, y - 4), (x - side * 50, y - 4)], fill=(52, 50, 56), width=6)

    def _hair_in_front(self, draw: ImageDraw.ImageDraw) -> None:
        part = {"left": -70, "right": 70, "middle": 0}[self.fringe]
        half = self.half + 14
        top, brow = 150, 300
        for side in (-1, 1):
            edge = 390 + side * half
            inside = [(390 + part, top + 70), (390 + part + side * 60, 262), (390 + side * (half - 26), brow)]
            outside = [(edge, 400), (edge + side * 14, 330), (edge - side * 30, 190), (390, top - 6)]
            draw.polygon([*inside, *outside], fill=self.hair)


def _tinted(colour: tuple[int, ...], factor: float) -> Colour:
    red, green, blue = (min(255, round(part * factor)) for part in colour[:3])
    return red, green, blue
