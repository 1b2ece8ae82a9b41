"""Where genuine documents lie, what they lie in, and what years in a purse do to them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from PIL import Image

from tests.specimens.backgrounds import Painter, flat
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.reporting.attacks.optics import (
    Generator,
    Pixels,
    as_filed,
    before_lens,
    clouds,
    encoded,
    finished,
    grown,
    linear,
    seeded,
    through_lens,
    to_bytes,
    width_of,
)

Size = tuple[int, int]
Colour = tuple[int, int, int]


# --- tables --------------------------------------------------------------------------------------------------------


def _striped(one: Colour, other: Colour) -> Painter:
    """A striped cloth or slatted table; the stripes are of any width and direction."""

    def draw(rng: Generator, size: Size) -> Pixels:
        turn, pitch = rng.uniform(0, math.pi), size[0] * rng.uniform(0.006, 0.05)
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        wave = np.sin(2 * math.pi * (columns * math.cos(turn) + rows * math.sin(turn)) / pitch)
        share = np.clip(0.5 + 2.5 * wave, 0, 1)[..., None]
        return flat(size, one) * share + flat(size, other) * (1 - share)

    return draw


def _woven(one: Colour, other: Colour) -> Painter:
    """Threads over and under each other, each round."""

    def draw(rng: Generator, size: Size) -> Pixels:
        pitch = size[0] * rng.uniform(0.005, 0.012)
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        x, y = columns / pitch, rows / pitch
        over = ((np.floor(x) + np.floor(y)) % 2)[..., None]
        across, along = np.abs(np.sin(math.pi * y))[..., None], np.abs(np.sin(math.pi * x))[..., None]
        threads = flat(size, one) * over * (0.7 + 0.3 * across) + flat(size, other) * (1 - over) * (0.7 + 0.3 * along)
        return threads * (1 + 0.04 * clouds(rng, size, (9, 7))[..., None])

    return draw


def _keyboard(ground: Colour, key: Colour) -> Painter:
    """Rows of keys with rounded edges and pale signs."""

    def draw(rng: Generator, size: Size) -> Pixels:
        board = flat(size, ground).astype(np.uint8)
        pitch = round(size[0] * rng.uniform(0.06, 0.09))
        for row in range(size[1] // pitch + 1):
            shift = int(rng.integers(0, pitch))
            for column in range(-1, size[0] // pitch + 1):
                left, top = column * pitch + shift, row * pitch
                cv2.rectangle(board, (left, top), (left + round(0.86 * pitch), top + round(0.86 * pitch)), key, -1)
                edge = tuple(0.6 * part for part in key)
                cv2.line(board, (left, top + round(0.86 * pitch)), (left + round(0.86 * pitch),
                         top + round(0.86 * pitch)), edge, 2, cv2.LINE_AA)  # fmt: skip
                sign = chr(int(rng.integers(65, 91)))
                cv2.putText(board, sign, (left + pitch // 4, top + pitch // 2), cv2.FONT_HERSHEY_SIMPLEX,
                            pitch / 70, (206, 206, 206), 1, cv2.LINE_AA)  # fmt: skip
        return board.astype(np.float32)

    return draw


_TABLES: Final[dict[str, tuple[Painter, ...]]] = {
    "striped": (
        _striped((206, 200, 190), (96, 116, 148)),
        _striped((168, 128, 88), (108, 78, 52)),
        _striped((238, 238, 236), (196, 60, 66)),
    ),
    "woven": (_woven((178, 160, 128), (150, 130, 100)), _woven((70, 82, 104), (98, 112, 138))),
    "keyboard": (_keyboard((30, 30, 32), (52, 52, 56)), _keyboard((186, 188, 192), (236, 236, 238))),
}


def on_table(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, table: str) -> Photograph:
    rng = seeded(seed, table)
    painters = _TABLES[table]
    laid = replace(as_filed(settings, rng), background=painters[int(rng.integers(len(painters)))])
    return photograph(specimen, laid, seed, size)


def at_distance(
    specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, fill: tuple[float, float]
) -> Photograph:
    """Near or far, so that the guilloche's lines meet the sensor's grid at every scale."""
    rng = seeded(seed, f"distance {fill}")
    crisp = replace(as_filed(settings, rng), fill=float(rng.uniform(*fill)), blur=float(rng.uniform(0.3, 0.6)))
    return photograph(specimen, crisp, seed, size)


def scanned(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size, *, dots: int) -> Photograph:
    """A flatbed at ``dots`` to the inch (a picture of 1600 pixels): square on, lid behind, the three colours read one
    after the other and so a fraction of a pixel apart."""
    rng = seeded(seed, f"scan {dots}")
    left, top, right, bottom = specimen.outline
    page = 3.4 * dots * max(size) / 1600
    bed = (round(page * 1.12), round(page * (bottom - top) / (right - left) * 1.2))
    lid = (250, 250, 249) if rng.random() < 0.7 else (24, 24, 26)
    still = PhotoSettings(
        background=lambda _rng, shape: flat(shape, lid).copy(),
        rotation=float(rng.uniform(-2, 2)),
        fill=0.94,
        vignette=0.0,
        gradient=0.0,
        shadow=0.15,
        exposure=float(rng.uniform(0.97, 1.04)),
        jpeg_quality=int(rng.integers(75, 96)),
    )
    shot = before_lens(specimen, still, seed, bed)
    seen = np.asarray(shot.image).astype(np.float32)
    for channel, away in ((0, rng.uniform(-0.4, 0.4)), (2, rng.uniform(-0.4, 0.4))):
        shift = np.array([[1, 0, 0], [0, 1, away]], np.float32)
        seen[..., channel] = cv2.warpAffine(seen[..., channel], shift, bed, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.4, 0.7)))
    crisp = soft + rng.uniform(0.2, 0.9) * (soft - cv2.GaussianBlur(soft, (0, 0), 1.2))
    return finished(shot, crisp + rng.normal(0, 1.0, (*seen.shape[:2], 1)).astype(np.float32))


# --- sleeves and wear ----------------------------------------------------------------------------------------------


def in_sleeve(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """A clear sleeve a little larger than the card: a faint veil, a welded rim, and creases that catch some light."""
    rng = seeded(seed, "sleeve")
    scene = before_lens(specimen, as_filed(settings, rng), seed, size)
    shine = cv2.warpPerspective(_film(specimen, rng), scene.homographies[0] @ _film_at(specimen), size)
    light = linear(np.asarray(scene.image)) + shine[..., None]
    return finished(scene, through_lens(encoded(light), scene.settings, rng))


def _film(specimen: Specimen, rng: Generator) -> Pixels:
    """Light that the film adds, in parts of white; at a quarter of the document's resolution."""
    left, top, right, bottom = grown(specimen.outline, 0.03 * width_of(specimen))
    size = (round((right - left) / 4), round((bottom - top) / 4))
    film = np.full((size[1], size[0]), 0.02, np.float32)
    for _ in range(int(rng.integers(2, 7))):
        ends = rng.uniform(0, 1, (2, 2)) * size
        crease = np.zeros_like(film)
        cv2.line(crease, (int(ends[0, 0]), int(ends[0, 1])), (int(ends[1, 0]), int(ends[1, 1])), 1.0, 1, cv2.LINE_AA)
        film += rng.uniform(0.04, 0.12) * cv2.GaussianBlur(crease, (0, 0), float(rng.uniform(0.6, 3)))
    film += 0.03 * np.clip(clouds(rng, size, (5, 4)), 0, None)
    cv2.rectangle(film, (1, 1), (size[0] - 2, size[1] - 2), 0.25, 2, cv2.LINE_AA)
    return film


def _film_at(specimen: Specimen) -> Pixels:
    left, top, _, _ = grown(specimen.outline, 0.03 * width_of(specimen))
    return np.array([[4, 0, left], [0, 4, top], [0, 0, 1]], np.float64)


def worn(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """Scratches, faded and rubbed print, dirt along the edges, corners worn rounder."""
    rng = seeded(seed, "worn")
    pixels = np.asarray(specimen.image.convert("RGB")).astype(np.float32)
    height, width = pixels.shape[:2]
    paper = cv2.GaussianBlur(pixels[::8, ::8], (0, 0), 6)
    paper = cv2.resize(paper, (width, height))
    faded = np.clip(rng.uniform(0.08, 0.28) * (1 + 0.5 * clouds(rng, (width, height), (8, 6))), 0, 0.45)[..., None]
    pixels = pixels * (1 - faded) + np.minimum(paper + 12, 250) * faded
    marks = _scratches((width, height), rng)[..., None]
    pixels = pixels * (1 - 0.6 * np.clip(marks, 0, 1)) + 236 * 0.6 * np.clip(marks, 0, 1)
    dirt = np.clip(clouds(rng, (width, height), (60, 40)) - 0.6, 0, 1)[..., None]
    old = specimen.with_image(Image.fromarray(to_bytes(pixels * (1 - 0.07 * dirt))))
    rounder = replace(old, corner=round(old.corner * rng.uniform(1.0, 1.5)))
    return photograph(rounder, as_filed(settings, rng), seed, size)


def _scratches(size: Size, rng: Generator) -> Pixels:
    """Fine scratches in every direction, most of them nearly straight, and a few scuffs."""
    layer = np.zeros((size[1], size[0]), np.float32)
    for _ in range(int(rng.integers(25, 90))):
        start, turn = rng.uniform(0, 1, 2) * size, rng.uniform(0, 2 * math.pi)
        steps = np.linspace(0, rng.uniform(0.03, 0.3) * size[0], 6)
        turns = turn + np.cumsum(rng.normal(0, 0.04, 6))
        path = np.stack([start[0] + steps * np.cos(turns), start[1] + steps * np.sin(turns)], axis=1)
        cv2.polylines(layer, [path.astype(np.int32)], False, float(rng.uniform(0.15, 0.7)), 1, cv2.LINE_AA)
    return cv2.GaussianBlur(layer, (0, 0), 0.8) * 1.6


def held(specimen: Specimen, settings: PhotoSettings, seed: int, size: Size) -> Photograph:
    """In a hand: fingers over the margin alone, far from every value."""
    rng = seeded(seed, "held")
    return photograph(specimen, replace(as_filed(settings, rng), fingers=int(rng.integers(1, 3))), seed, size)
