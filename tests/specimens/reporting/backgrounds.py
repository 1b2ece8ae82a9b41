"""Tables that no tuning lays a document on."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from tests.specimens.backgrounds import Colour, Generator, Painter, Pixels, flat, smooth_noise


def _speckled(ground: Colour, chips: tuple[Colour, ...]) -> Painter:
    """Terrazzo or granite: chips of stone in a smooth ground."""

    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        floor = flat(size, ground) + smooth_noise(rng, size, (6, 5))[..., None] * 4
        for _ in range(420):
            at = (int(rng.integers(size[0])), int(rng.integers(size[1])))
            axes = (int(rng.integers(2, 11)), int(rng.integers(2, 8)))
            colour = chips[int(rng.integers(len(chips)))]
            cv2.ellipse(floor, at, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
        return floor

    return draw


def _veined(ground: Colour, vein: Colour) -> Painter:
    """Marble: a few thin crooked veins."""

    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        slab = flat(size, ground) + smooth_noise(rng, size, (4, 4))[..., None] * 6
        veins = np.zeros((size[1], size[0]), np.float32)
        for _ in range(9):
            bends = cv2.GaussianBlur(rng.normal(0, 26, (60, 2)), (1, 0), 0.1, None, 3.0)
            steps = (bends + rng.normal(0, 9, 2)).cumsum(axis=0) + rng.uniform(0, 1, 2) * np.array(size)
            cv2.polylines(veins, [steps.astype(np.int32)], False, float(rng.uniform(0.3, 1)), 2, cv2.LINE_AA)
        alpha = (cv2.GaussianBlur(veins, (0, 0), 1.2) * 0.7)[..., None]
        return slab * (1 - alpha) + flat(size, vein) * alpha

    return draw


def _tiled(tile: Colour, joint: Colour) -> Painter:
    """A floor of square tiles."""

    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        floor = flat(size, tile) + smooth_noise(rng, size, (40, 30))[..., None] * 3
        pitch = int(rng.integers(90, 220))
        first = rng.integers(0, pitch, 2)
        for at in range(int(first[0]), size[0], pitch):
            floor[:, at : at + 4] = joint
        for at in range(int(first[1]), size[1], pitch):
            floor[at : at + 4] = joint
        return floor

    return draw


def _quilted(colour: Colour) -> Painter:
    """A quilt or a car seat: soft lozenges with a seam between."""

    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        pitch = float(rng.uniform(60, 130))
        one = np.abs(((columns + rows) / pitch) % 1 - 0.5)
        other = np.abs(((columns - rows) / pitch) % 1 - 0.5)
        relief = np.minimum(0.5 - one, 0.5 - other) * 2
        grain = rng.normal(0, 3, (size[1], size[0])).astype(np.float32)
        return flat(size, colour) * (0.72 + 0.36 * relief[..., None]) + grain[..., None]

    return draw


def _herringbone(colour: Colour) -> Painter:
    """Tweed: short slanting threads that change their slant from column to column."""

    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        wide = float(rng.uniform(24, 44))
        slant = np.where((columns // wide) % 2 == 0, columns + rows, columns - rows)
        threads = 0.88 + 0.16 * ((slant // 5) % 2)
        grain = rng.normal(0, 4, (size[1], size[0], 1)).astype(np.float32)
        return flat(size, colour) * threads[..., None] + grain

    return draw


REPORTING_BACKGROUNDS: Final[tuple[Painter, ...]] = (
    _speckled((176, 174, 168), ((120, 112, 106), (214, 208, 200), (92, 88, 90))),
    _veined((226, 224, 220), (128, 130, 136)),
    _veined((54, 56, 58), (168, 162, 150)),
    _tiled((198, 186, 166), (120, 112, 100)),
    _quilted((84, 66, 58)),
    _quilted((206, 196, 204)),
    _herringbone((112, 110, 116)),
    _speckled((64, 74, 70), ((96, 108, 102), (44, 50, 50), (150, 156, 148))),
)
