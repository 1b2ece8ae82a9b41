"""Table tops for simulated photographs: float32 RGB ``(height, width, 3)`` from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Colour = tuple[int, int, int]
#: Draws a table top of a size (width, height) from a generator.
Painter = Callable[[Generator, tuple[int, int]], Pixels]


def draw_background(background: str | Painter, rng: Generator, size: tuple[int, int]) -> Pixels:
    """A key of ``BACKGROUNDS`` or a painter of one's own; ``size`` in pixels as (width, height)."""
    width, height = size
    painter = BACKGROUNDS[background] if isinstance(background, str) else background
    # Half resolution is enough for a table top that lies slightly out of focus, and twice as fast.
    small = painter(rng, (max(2, width // 2), max(2, height // 2)))
    return cv2.resize(np.clip(small, 0, 255).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)


def smooth_noise(rng: Generator, size: tuple[int, int], cells: tuple[int, int]) -> Pixels:
    """Smooth noise of unit deviation with about ``cells`` blobs across and down."""
    coarse = rng.normal(0, 1, (cells[1] + 2, cells[0] + 2)).astype(np.float32)
    return cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)


def flat(size: tuple[int, int], colour: Colour) -> Pixels:
    return np.full((size[1], size[0], 3), colour, np.float32)


def wood(colour: Colour) -> Painter:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        grain = smooth_noise(rng, size, (4, 60)) * 7 + smooth_noise(rng, size, (12, size[1] // 3)) * 5
        rings = np.sin(smooth_noise(rng, size, (2, 7)) * 9) * 6
        boards = flat(size, colour) + (grain + rings)[..., None] * np.array((1.0, 0.9, 0.75), np.float32)
        for row in range(int(rng.integers(20, 120)), size[1], size[1] // 3):
            boards[row : row + 2] *= 0.6
        return boards

    return draw


def cloth(colour: Colour, second: Colour, *, checked: bool) -> Painter:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        across = _stripes(size[0], int(rng.integers(18, 60)))[None, :, None]
        blend = np.broadcast_to(across, (size[1], size[0], 1)).copy()
        if checked:
            blend = (blend + _stripes(size[1], int(rng.integers(18, 60)))[:, None, None]) / 2
        weave = rng.normal(0, 5, (size[1], size[0], 1)).astype(np.float32)
        folds = smooth_noise(rng, size, (3, 3))[..., None] * 6
        return flat(size, colour) * (1 - blend) + flat(size, second) * blend + weave + folds

    return draw


def _stripes(length: int, period: int) -> Pixels:
    return ((np.arange(length) // period) % 2).astype(np.float32)


def plain(colour: Colour, rough: float) -> Painter:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        texture = rng.normal(0, rough, (size[1], size[0])).astype(np.float32)
        texture = cv2.GaussianBlur(texture, (0, 0), 1.0) * 2 + smooth_noise(rng, size, (5, 4)) * rough * 1.5
        return flat(size, colour) + texture[..., None]

    return draw


def papers(desk: Colour) -> Painter:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        table = plain(desk, 4)(rng, size)
        for _ in range(int(rng.integers(2, 4))):
            table = _lay_sheet(table, rng, size)
        return table

    return draw


def _lay_sheet(table: Pixels, rng: Generator, size: tuple[int, int]) -> Pixels:
    """A sheet of illegible print at some angle, partly outside the frame."""
    sheet = _printed_sheet(rng, (420, 594))
    scale = size[1] / 594 * float(rng.uniform(0.8, 1.2))
    turn = cv2.getRotationMatrix2D((210, 297), float(rng.uniform(-60, 60)), scale)
    turn[:, 2] += rng.uniform(0, 1, 2) * np.array(size) - np.array((210, 297))
    placed = cv2.warpAffine(sheet, turn, size, flags=cv2.INTER_LINEAR)
    alpha = cv2.warpAffine(np.ones(sheet.shape[:2], np.float32), turn, size)[..., None]
    return table * (1 - alpha) + placed * alpha


def _printed_sheet(rng: Generator, size: tuple[int, int]) -> Pixels:
    sheet = flat(size, (238, 236, 230))
    for row in range(40, size[1] - 40, 14):
        at = 36
        end = size[0] - 36 if rng.random() > 0.2 else size[0] // 2
        while at < end:
            word = int(rng.integers(6, 40))
            sheet[row : row + 5, at : min(end, at + word)] -= float(rng.uniform(70, 130))
            at += word + int(rng.integers(4, 8))
    return cv2.GaussianBlur(sheet, (0, 0), 1.0)


#: What tuning may lay a card on; the reporting set paints its own.
TUNING_BACKGROUNDS: Final = ("oak", "slate", "blue_cloth", "papers_on_grey", "white_desk", "walnut", "green_mat")
#: A flatbed's lid behind the card.
LIDS: Final = ("white_lid", "dark_lid")

BACKGROUNDS: Final[dict[str, Painter]] = {
    "oak": wood((178, 138, 96)),
    "slate": plain((62, 64, 70), 5),
    "blue_cloth": cloth((86, 106, 140), (96, 116, 150), checked=True),
    "papers_on_grey": papers((120, 122, 126)),
    "white_desk": plain((214, 212, 208), 3),
    "walnut": wood((104, 70, 48)),
    "leather": plain((44, 34, 32), 8),
    "checked_cloth": cloth((196, 188, 176), (140, 62, 62), checked=True),
    "papers_on_brown": papers((134, 100, 72)),
    "green_mat": plain((58, 104, 84), 4),
    "white_lid": plain((246, 246, 245), 0.7),
    "dark_lid": plain((28, 28, 30), 0.7),
}
