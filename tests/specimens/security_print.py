"""Security print as cards carry it: patterns and tints that lie behind some values and not behind others.

Pages are issued by many printers over many years: values in inks of several colours, a panel of fine lines or of
nothing behind a row, a raster beside a smooth portrait. ``Look`` says which, as a seed draws it. Sizes are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Colour = tuple[int, int, int]
#: Left, top, right, bottom in parts of width and height.
Area = tuple[float, float, float, float]
#: How strong a pattern's ink lies on each pixel, 0 to 1; ``shape`` is rows, columns, the number pixels a millimetre.
Pattern = Callable[[tuple[int, int], Generator, float], Pixels]

CARD_MM: Final = 85.6
#: Inks that values are printed in besides black.
INKS: Final[tuple[Colour, ...]] = (
    (22, 66, 40), (88, 52, 28), (24, 40, 104), (116, 26, 34), (78, 36, 96), (74, 76, 82), (16, 82, 92), (150, 40, 44),
    (40, 44, 60), (96, 70, 20),
)  # fmt: skip
_WORDS: Final = ("대한민국", "REPUBLIC OF KOREA", "DRIVER", "운전면허증")
_MICROPRINT: Final = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


@dataclass(frozen=True, slots=True)
class Printed:
    """A pattern in one ink over an area; ``hard`` ends at its edges, else it fades out over a millimetre or two."""

    pattern: Pattern
    area: Area
    ink: Colour
    strength: float
    hard: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A field of one tint over an area, that hides ``share`` of the ground below."""

    area: Area
    tint: Colour
    share: float


def lay(paper: Pixels, layers: Sequence[Printed | Panel], rng: Generator) -> Pixels:
    """``paper`` (height x width x 3, uint8) under all ``layers``, the first lowest."""
    card = paper.astype(np.float32)
    scale = paper.shape[1] / CARD_MM
    for layer in layers:
        here = covered(card.shape[:2], layer.area, 0.0 if isinstance(layer, Panel) or layer.hard else 1.2 * scale)
        if isinstance(layer, Panel):
            share, ink = layer.share * here, layer.tint
        else:
            share, ink = layer.strength * here * layer.pattern(card.shape[:2], rng, scale), layer.ink
        card += (np.array(ink, np.float32) - card) * share[..., None]
    return np.clip(card, 0, 255).astype(np.uint8)


def covered(shape: tuple[int, int], area: Area, fading: float) -> Pixels:
    """1 in ``area`` and 0 beyond, fading over so many pixels."""
    height, width = shape
    mask = np.zeros(shape, np.float32)
    left, top, right, bottom = area
    mask[max(0, round(top * height)) : round(bottom * height), max(0, round(left * width)) : round(right * width)] = 1
    return cv2.GaussianBlur(mask, (0, 0), fading) if fading else mask


# --- patterns ------------------------------------------------------------------------------------------------------


def fine_lines(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    """Lines 0.25 to 1 mm apart that bend."""
    return _waves(shape, rng, scale, rng.uniform(0.25, 1.0))


def crossed_lines(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    period = rng.uniform(0.3, 0.9)
    return np.maximum(_waves(shape, rng, scale, period), _waves(shape, rng, scale, 1.1 * period))


def dots(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    """A raster of dots 0.25 to 0.6 mm apart."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn, pitch = rng.uniform(0, math.pi / 2), rng.uniform(0.25, 0.6) * scale
    u = 2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / pitch
    v = 2 * math.pi * (rows * math.cos(turn) - columns * math.sin(turn)) / pitch
    return np.asarray(1 / (1 + np.exp(-5 * (np.cos(u) + np.cos(v) - 0.7))), np.float32)


def tiny_type(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    """Rows of words less than a millimetre high."""
    size = max(6, round(rng.uniform(0.55, 1.0) * scale))
    font = ImageFont.truetype(_MICROPRINT, size)
    words = " ".join((str(rng.choice(_WORDS)),) * 60)
    sheet = Image.new("L", (shape[1], shape[0]), 0)
    draw = ImageDraw.Draw(sheet)
    for row, y in enumerate(np.arange(0, shape[0], 1.15 * size)):
        draw.text((-3.0 * size * (row % 5), float(y)), words, font=font, fill=255)
    return np.asarray(sheet, np.float32) / 255


def rosettes(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    """Rings of a rose engine around one middle, 0.3 to 0.8 mm apart."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    x, y = columns - rng.uniform(0.2, 0.8) * shape[1], rows - rng.uniform(0.2, 0.8) * shape[0]
    angle, reach = np.arctan2(y, x), np.hypot(x, y)
    petals = 1 + rng.uniform(0.03, 0.12) * np.sin(float(rng.integers(7, 19)) * angle)
    return np.asarray((0.5 + 0.5 * np.cos(2 * math.pi * reach * petals / (rng.uniform(0.3, 0.8) * scale))) ** 2)


def clouds(shape: tuple[int, int], rng: Generator, scale: float) -> Pixels:
    """A tint that comes and goes over centimetres, as a hologram's or a rainbow print's does."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / (scale * rng.uniform(12, 30))
    turn = rng.uniform(0, math.pi)
    return np.asarray(0.5 + 0.5 * np.sin(2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn))), np.float32)


def _waves(shape: tuple[int, int], rng: Generator, scale: float, period: float) -> Pixels:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / scale
    turn = rng.uniform(0, math.pi)
    along = columns * math.cos(turn) + rows * math.sin(turn)
    across = rows * math.cos(turn) - columns * math.sin(turn)
    bend = rng.uniform(0.0, 2.0) * np.sin(2 * math.pi * across / rng.uniform(8, 30) + rng.uniform(0, 6))
    return np.asarray((0.5 + 0.5 * np.cos(2 * math.pi * (along + bend) / period)) ** 2, np.float32)


PATTERNS: Final[tuple[Pattern, ...]] = (fine_lines, crossed_lines, dots, tiny_type, rosettes)


def some_print(rng: Generator, areas: Sequence[Area]) -> list[Printed | Panel]:
    """What a printer puts on the paper: tints over all of it, then a pattern or an empty panel in each area."""
    layers: list[Printed | Panel] = [
        Printed(clouds, (0, 0, 1, 1), _ink(rng), float(rng.uniform(0.0, 0.25)), hard=False) for _ in range(2)
    ]
    for area in areas:
        if rng.random() < 0.4:
            tint = tuple(int(level) for level in rng.integers(222, 252, 3))
            layers.append(Panel(area, tint, float(rng.uniform(0.75, 1.0))))  # type: ignore[arg-type]
        else:
            pattern = PATTERNS[int(rng.integers(len(PATTERNS)))]
            layers.append(Printed(pattern, area, _ink(rng), float(rng.uniform(0.12, 0.45)), bool(rng.random() < 0.6)))
    return layers


def _ink(rng: Generator) -> Colour:
    """A light to middling tint of any hue."""
    red, green, blue = (int(level) for level in rng.integers(60, 210, 3))
    return red, green, blue


def some_inks(rng: Generator, count: int) -> list[Colour | None]:
    """The inks of ``count`` values: most in the form's own (None), one to three others among the rest."""
    others = [INKS[int(place)] for place in rng.permutation(len(INKS))[: int(rng.integers(1, 4))]]
    return [others[int(rng.integers(len(others)))] if rng.random() < 0.45 else None for _ in range(count)]


def overprinted(card: Pixels, rng: Generator) -> Pixels:
    """A finished page (float32 RGB) with patterns over bands of it: fine print behind some of its values only."""
    for _ in range(int(rng.integers(1, 4))):
        top, left = rng.uniform(-0.1, 0.85), float(rng.choice((0.0, rng.uniform(0, 0.6))))
        area = (left, float(top), float(rng.uniform(left + 0.3, 1.0)), float(top + rng.uniform(0.1, 0.35)))
        pattern = PATTERNS[int(rng.integers(len(PATTERNS)))](card.shape[:2], rng, card.shape[1] / CARD_MM)
        share = pattern * covered(card.shape[:2], area, float(rng.choice((0.0, 20.0)))) * rng.uniform(0.12, 0.45)
        card = card * (1 - share[..., None] * (1 - np.array(_ink(rng), np.float32) / 255))
    return card
