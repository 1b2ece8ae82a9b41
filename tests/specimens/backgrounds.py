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


def draw_background(name: str, rng: Generator, size: tuple[int, int]) -> Pixels:
    """Background ``name`` (a key of ``BACKGROUNDS``), ``size`` in pixels as (width, height)."""
    width, height = size
    # Half resolution is enough for a table top that lies slightly out of focus, and twice as fast.
    small = BACKGROUNDS[name](rng, (max(2, width // 2), max(2, height // 2)))
    return cv2.resize(np.clip(small, 0, 255).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)


def _noise(rng: Generator, size: tuple[int, int], cells: tuple[int, int]) -> Pixels:
    """Smooth noise of unit deviation with about ``cells`` blobs across and down."""
    coarse = rng.normal(0, 1, (cells[1] + 2, cells[0] + 2)).astype(np.float32)
    return cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)


def _flat(size: tuple[int, int], colour: Colour) -> Pixels:
    return np.full((size[1], size[0], 3), colour, np.float32)


def _wood(colour: Colour) -> Callable[[Generator, tuple[int, int]], Pixels]:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        grain = _noise(rng, size, (4, 60)) * 7 + _noise(rng, size, (12, size[1] // 3)) * 5
        rings = np.sin(_noise(rng, size, (2, 7)) * 9) * 6
        boards = _flat(size, colour) + (grain + rings)[..., None] * np.array((1.0, 0.9, 0.75), np.float32)
        for row in range(int(rng.integers(20, 120)), size[1], size[1] // 3):
            boards[row : row + 2] *= 0.6
        return boards

    return draw


def _cloth(colour: Colour, second: Colour, *, checked: bool) -> Callable[[Generator, tuple[int, int]], Pixels]:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        across = _stripes(size[0], int(rng.integers(18, 60)))[None, :, None]
        blend = np.broadcast_to(across, (size[1], size[0], 1)).copy()
        if checked:
            blend = (blend + _stripes(size[1], int(rng.integers(18, 60)))[:, None, None]) / 2
        weave = rng.normal(0, 5, (size[1], size[0], 1)).astype(np.float32)
        folds = _noise(rng, size, (3, 3))[..., None] * 6
        return _flat(size, colour) * (1 - blend) + _flat(size, second) * blend + weave + folds

    return draw


def _stripes(length: int, period: int) -> Pixels:
    return ((np.arange(length) // period) % 2).astype(np.float32)


def _plain(colour: Colour, rough: float) -> Callable[[Generator, tuple[int, int]], Pixels]:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        texture = rng.normal(0, rough, (size[1], size[0])).astype(np.float32)
        texture = cv2.GaussianBlur(texture, (0, 0), 1.0) * 2 + _noise(rng, size, (5, 4)) * rough * 1.5
        return _flat(size, colour) + texture[..., None]

    return draw


def _papers(desk: Colour) -> Callable[[Generator, tuple[int, int]], Pixels]:
    def draw(rng: Generator, size: tuple[int, int]) -> Pixels:
        table = _plain(desk, 4)(rng, size)
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
    sheet = _flat(size, (238, 236, 230))
    for row in range(40, size[1] - 40, 14):
        at = 36
        end = size[0] - 36 if rng.random() > 0.2 else size[0] // 2
        while at < end:
            word = int(rng.integers(6, 40))
            sheet[row : row + 5, at : min(end, at + word)] -= float(rng.uniform(70, 130))
            at += word + int(rng.integers(4, 8))
    return cv2.GaussianBlur(sheet, (0, 0), 1.0)


#: One set tunes the desk, the other reports its figures; no background is in both.
TUNING_BACKGROUNDS: Final = ("oak", "slate", "blue_cloth", "papers_on_grey", "white_desk")
REPORTING_BACKGROUNDS: Final = ("walnut", "leather", "striped_cloth", "checked_cloth", "papers_on_brown", "green_mat")

BACKGROUNDS: Final[dict[str, Callable[[Generator, tuple[int, int]], Pixels]]] = {
    "oak": _wood((178, 138, 96)),
    "slate": _plain((62, 64, 70), 5),
    "blue_cloth": _cloth((86, 106, 140), (96, 116, 150), checked=True),
    "papers_on_grey": _papers((120, 122, 126)),
    "white_desk": _plain((214, 212, 208), 3),
    "walnut": _wood((104, 70, 48)),
    "leather": _plain((44, 34, 32), 8),
    "striped_cloth": _cloth((172, 160, 148), (118, 96, 92), checked=False),
    "checked_cloth": _cloth((196, 188, 176), (140, 62, 62), checked=True),
    "papers_on_brown": _papers((134, 100, 72)),
    "green_mat": _plain((58, 104, 84), 4),
}
