"""Genuine documents that are worn, finely printed, sleeved or laid on patterns: what is before the camera.

Each function is a ``species.Take``. Sizes on the card are parts of its width, so that they hold for every drawing.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.specimens import kr_driving_licence
from tests.specimens.backgrounds import Painter, flat, smooth_noise
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.security_print import overprinted

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Size = tuple[int, int]
Range = tuple[float, float]

#: Millimetres across an ID-1 card and, nearly, a licence's page.
_CARD_MM: Final = 86.0
#: Numbers of their own, so that a condition draws other ones than the photograph that follows.
_STREAM: Final = 71


def generator(seed: int) -> Generator:
    return np.random.default_rng((seed, _STREAM))


# --- the card itself -----------------------------------------------------------------------------------------------


def worn(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Years in a wallet: faded and yellowed print, fine scratches, rubbed patches and corners."""
    rng = generator(seed)
    card = np.asarray(specimen.image.convert("RGB"), np.float32)
    paper = np.quantile(card.reshape(-1, 3)[::97], 0.85, axis=0).astype(np.float32)
    height, width = card.shape[:2]
    grey = card.mean(axis=2, keepdims=True)
    card = grey + (card - grey) * rng.uniform(0.70, 0.92)
    rubbed = np.clip(smooth_noise(rng, (width, height), (9, 6)) - rng.uniform(0.9, 1.5), 0, 1.2)[..., None]
    fading = np.clip(rng.uniform(0.06, 0.24) + 0.45 * rubbed, 0, 0.75)
    card = card * (1 - fading) + paper * np.array((1.0, 0.985, 0.94), np.float32) * fading
    for _ in range(int(rng.integers(15, 60))):
        _scratch(card, rng)
    return photograph(_reprinted(specimen, card), settings, seed, size)


def _scratch(card: Pixels, rng: Generator) -> None:
    """One light hairline into ``card``."""
    height, width = card.shape[:2]
    start = rng.uniform(0, 1, 2) * (width, height)
    turn, length = rng.uniform(0, math.pi), rng.uniform(0.03, 0.35) * width
    end = start + length * np.array((math.cos(turn), math.sin(turn)))
    line = np.zeros((height, width), np.uint8)
    cv2.line(line, _whole(start), _whole(end), 255, int(rng.integers(1, 3)), cv2.LINE_AA)
    alpha = line[..., None].astype(np.float32) / 255 * rng.uniform(0.15, 0.55)
    card += (240 - card) * alpha


def guilloche(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, period: Range) -> Photograph:
    """Security print of two bent families of coloured lines, ``period`` millimetres apart, under the text."""
    rng = generator(seed)
    card = np.asarray(specimen.image.convert("RGB"), np.float32)
    for _ in range(2):
        ink = rng.uniform(0.02, 0.16, 3).astype(np.float32)
        card = card * (1 - _bent_lines(card.shape[:2], rng, rng.uniform(*period))[..., None] * ink)
    return photograph(_reprinted(specimen, card), settings, seed, size)


def _bent_lines(shape: tuple[int, int], rng: Generator, period_mm: float) -> Pixels:
    """Lines of strength 0 to 1, ``period_mm`` apart, that bend over the card as engraved ones do."""
    height, width = shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) * np.float32(_CARD_MM / width)
    turn = rng.uniform(0, math.pi)
    along = columns * math.cos(turn) + rows * math.sin(turn)
    across = rows * math.cos(turn) - columns * math.sin(turn)
    bend = rng.uniform(0.5, 4.0) * np.sin(2 * math.pi * across / rng.uniform(12, 40) + rng.uniform(0, 6))
    lines: Pixels = (0.5 + 0.5 * np.cos(2 * math.pi * (along + bend) / period_mm)) ** 2
    return lines


def offset_printed(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A licence's tint printed in offset: two fine screens (150 to 200 lines an inch) where the paper is no text."""
    rng = generator(seed)
    card = np.asarray(specimen.image.convert("RGB"), np.float32)
    height, width = card.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch = width / _CARD_MM * 25.4 / rng.uniform(150, 200)
    for angle, channel in ((15.0, 0), (75.0, 1)):
        turn = math.radians(angle + rng.uniform(-2, 2))
        u = (columns * math.cos(turn) + rows * math.sin(turn)) * (2 * math.pi / pitch)
        v = (rows * math.cos(turn) - columns * math.sin(turn)) * (2 * math.pi / pitch)
        card[..., channel] *= 1 - rng.uniform(0.05, 0.12) * (0.5 + 0.25 * (np.cos(u) + np.cos(v)))
    return photograph(_reprinted(specimen, card), settings, seed, size)


def other_printer(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A Korean licence whose values stand in several inks on several grounds."""
    return photograph(kr_driving_licence.varied(specimen, seed), settings, seed, size)


def part_printed(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Lines, dots or tiny type behind some values and not behind others."""
    card = np.asarray(specimen.image.convert("RGB"), np.float32)
    return photograph(_reprinted(specimen, overprinted(card, generator(seed))), settings, seed, size)


def striped_shirt(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """The holder wears fine stripes: a pattern that ends with the portrait."""
    rng = generator(seed)
    left, top, right, bottom = (round(side) for side in specimen.areas["portrait"])
    top += round(0.72 * (bottom - top))
    card = np.asarray(specimen.image.convert("RGB"), np.float32)
    shirt = card[top:bottom, left:right]
    rows, columns = np.mgrid[0 : shirt.shape[0], 0 : shirt.shape[1]].astype(np.float32)
    turn, period = rng.uniform(-0.4, 0.4), rng.uniform(4, 12)
    stripes = 0.5 + 0.5 * np.cos(2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / period)
    card[top:bottom, left:right] = shirt * (1 - rng.uniform(0.2, 0.5) * stripes[..., None])
    return photograph(_reprinted(specimen, card), settings, seed, size)


def _reprinted(specimen: Specimen, card: Pixels) -> Specimen:
    return specimen.with_image(Image.fromarray(np.clip(card, 0, 255).astype(np.uint8)))


# --- over the card -------------------------------------------------------------------------------------------------


def in_sleeve(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    return photograph(specimen, replace(settings, sleeve=float(generator(seed).uniform(0.5, 1.0))), seed, size)


def under_hologram(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    return photograph(specimen, replace(settings, hologram=float(generator(seed).uniform(0.5, 1.0))), seed, size)


# --- what it lies on -----------------------------------------------------------------------------------------------


def on_table(painter: Painter) -> Any:
    """A ``species.Take`` that lays the document on what ``painter`` draws."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
        return photograph(specimen, replace(settings, background=painter), seed, size)

    return take


def striped(rng: Generator, size: Size) -> Pixels:
    """Straight stripes at any angle, fine to broad (3 to 30 pixels of a table painted at half the picture's size)."""
    dark, light = rng.uniform(30, 150, 3), rng.uniform(150, 235, 3)
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    turn, period = rng.uniform(0, math.pi), float(np.exp(rng.uniform(math.log(3), math.log(30))))
    wave = np.cos(2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / period)
    blend = (0.5 + 0.5 * np.clip(wave * rng.uniform(1, 4), -1, 1))[..., None]
    table: Pixels = dark * blend + light * (1 - blend) + rng.normal(0, 2, (size[1], size[0], 1))
    return table.astype(np.float32)


def woven(rng: Generator, size: Size) -> Pixels:
    """Cloth whose threads can be told, 2.5 to 7 painted pixels apart, slightly pulled out of line."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    pull = smooth_noise(rng, size, (3, 3)) * rng.uniform(1, 6)
    turn = rng.uniform(-0.5, 0.5)
    warp, weft = rng.uniform(2.5, 7.0, 2)
    u = (columns * math.cos(turn) + rows * math.sin(turn) + pull) / warp
    v = (rows * math.cos(turn) - columns * math.sin(turn) + pull) / weft
    threads = np.cos(2 * math.pi * u) * np.cos(2 * math.pi * v) + 0.4 * np.cos(2 * math.pi * u)
    cloth = flat(size, (0, 0, 0)) + rng.uniform(70, 200, 3)
    cloth = cloth * (1 + rng.uniform(0.05, 0.22) * threads[..., None]) + rng.normal(0, 3, (size[1], size[0], 1))
    return np.asarray(cloth, np.float32)


def perforated(rng: Generator, size: Size) -> Pixels:
    """A laptop's grille or a mouse pad's mesh: a lattice of dark holes on metal."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    turn, pitch = rng.uniform(0, math.pi / 2), rng.uniform(3.5, 9)
    u = 2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / pitch
    v = 2 * math.pi * (rows * math.cos(turn) - columns * math.sin(turn)) / pitch
    holes = 1 / (1 + np.exp(-6 * (np.cos(u) + np.cos(v) - 0.8)))
    metal = flat(size, (0, 0, 0)) + rng.uniform(110, 205) + smooth_noise(rng, size, (2, 2))[..., None] * 6
    return np.asarray(metal * (1 - rng.uniform(0.4, 0.85) * holes[..., None]), np.float32)


def keyboard(rng: Generator, size: Size) -> Pixels:
    """Dark keys in rows, a few to each card's width."""
    pitch = size[0] / rng.uniform(9, 18)
    board = flat(size, (58, 58, 62))
    for row in range(int(size[1] / pitch) + 1):
        for column in range(-1, int(size[0] / pitch) + 1):
            left, top = (column + 0.27 * (row % 3)) * pitch, row * pitch
            corners = _whole((left, top)), _whole((left + 0.84 * pitch, top + 0.84 * pitch))
            cv2.rectangle(board, *corners, (28.0, 28.0, 30.0), -1, cv2.LINE_AA)
    return board


def on_white(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A light card on a light desk, with hardly a shadow."""
    pale = replace(settings, background="white_desk", shadow=0.08, cast_shadow=False)
    return photograph(specimen, pale, seed, size)


def _whole(point: Any) -> tuple[int, int]:
    return int(point[0]), int(point[1])
