"""The four edges of a card whose outline is roughly known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.imaging.rectifying import homography_to, warp
from kyc.imaging.sandbox import Pixels

Floats = npt.NDArray[np.float64]
Contrast = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

#: The search runs on a straightened card of this width in pixels, with this part of its width around it.
WIDTH: Final = 428
MARGIN: Final = 0.18
#: An edge is sought this far (in card widths) to either side of where it is expected.
REACH: Final = 0.17
#: Rounded corners (3.18 mm of 85.6) and a little more are left out at either end.
CORNER: Final = 0.06
SAMPLES: Final = 96
STEP: Final = 2
#: This many samples in a row are taken together.
ALIKE: Final = 5
#: Pixel difference across an edge from which it counts in full.
FULL_CONTRAST: Final = 14.0
#: Candidates of one side lie at least this many pixels apart (mean over the edge).
APART: Final = 4.0
CANDIDATES: Final = 3
#: A line of less strength than this is none.
WEAKEST: Final = 0.25
#: How far beside an edge its two sides are looked at, in pixels.
BESIDE: Final = 5
#: An edge is another thing's where its inner side is this part of the card's brightness off the card's colour, and so
#: many times as much off as its outer side. No card's own edge was in 140 tuning captures; a light card's is beside
#: another on a dark table.
UNLIKE: Final = 0.45
TIMES: Final = 2.0
#: Of lines as strong as each other (full contrast everywhere), the one nearest to where it is expected comes first, and
#: not whichever a rounding favours.
NEARER: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight edge: its two ends in pixels of the capture, in the outline's clockwise order; ``strength`` is the
    part of its length (0-1) that shows contrast."""

    start: tuple[float, float]
    end: tuple[float, float]
    strength: float


def find_edges(pixels: Pixels, outline: Floats, *, has_bands: bool = False) -> tuple[tuple[Edge, ...], ...]:
    """Candidates for the top, right, bottom and left edge, strongest first; a side without contrast has none.

    Args:
        pixels: RGB capture.
        outline: 4x2 corners in pixels of the capture, clockwise from the card's top-left, each within about a tenth
            of the card's width of its true place.
        has_bands: whether the card has bands of another colour along its edges; a dark one beside a light table looks
            like a dark table beside a light card.
    """
    aspect = _aspect(outline)
    width, height, margin = WIDTH, round(WIDTH / aspect), round(WIDTH * MARGIN)
    shift = np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1]], np.float64)
    homography = shift @ homography_to(outline, width, height)
    whole = (width + 2 * margin, height + 2 * margin)
    # Beyond the capture lies nothing: its border must not look like an edge of the card.
    straight = cv2.GaussianBlur(warp(pixels, homography, *whole), (3, 3), 0)
    inside = warp(np.full(pixels.shape[:2], 255, np.uint8), homography, *whole, beyond=0) > 250
    inside = cv2.erode(inside.astype(np.uint8), np.ones((7, 7), np.uint8))
    back = np.asarray(np.linalg.inv(homography), np.float64)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) + margin
    card = None if has_bands else np.median(straight[margin : margin + height, margin : margin + width], axis=(0, 1))
    ends = [(corners[side], corners[(side + 1) % 4]) for side in range(4)]
    return tuple(tuple(_side(straight, inside, card, *side, back)) for side in ends)


def _aspect(outline: Floats) -> float:
    lengths = np.hypot(*(np.roll(outline, -1, axis=0) - outline).T)
    return float((lengths[0] + lengths[2]) / max(lengths[1] + lengths[3], 1.0))


def _side(
    straight: Pixels, inside: Pixels, card: Floats | None, start: Floats, end: Floats, back: Floats
) -> list[Edge]:
    """Candidates of the side from ``start`` to ``end``, both on the straightened card; ``card`` is its colour, if
    it has one."""
    colours, seen = _strip(straight, inside, start, end)
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    reach = (colours.shape[0] - 1) / 2
    edges = []
    for first, last, strength in _strongest_lines(_contrast(colours, seen)):
        if card is not None and _is_another_things(colours, card, first, last):
            continue
        ends = np.array([start + across * (first - reach), end + across * (last - reach)])
        there = cv2.perspectiveTransform(ends.reshape(-1, 1, 2), back).reshape(2, 2)
        edges.append(Edge(tuple(there[0].tolist()), tuple(there[1].tolist()), strength))
    return edges


def _strip(straight: Pixels, inside: Pixels, start: Floats, end: Floats) -> tuple[Contrast, Pixels]:
    """Colours along the side (offsets x samples x 3) and which of them the capture shows; row 0 is farthest outside."""
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    reach = round(REACH * WIDTH)
    offsets = np.arange(-reach, reach + 1)
    places = CORNER + (1 - 2 * CORNER) * np.linspace(0, 1, SAMPLES)
    grid = start + places[None, :, None] * (end - start) + offsets[:, None, None] * across
    x, y = grid[..., 0].astype(np.float32), grid[..., 1].astype(np.float32)
    colours = cv2.remap(straight, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    seen = cv2.remap(inside, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(colours, np.float32), np.asarray(seen, np.uint8)


def _contrast(colours: Contrast, seen: Pixels) -> Contrast:
    """How much the colour changes across the side (0-1), offsets x samples."""
    steps = np.zeros(colours.shape, np.float32)
    steps[2:-2] = (colours[4:] - colours[:-4]) * (seen[2:-2] * seen[4:] * seen[:-4])[..., None]
    # Along an edge the colours change the same way; a pattern's changes cancel out.
    change = np.abs(cv2.blur(steps, (ALIKE, 1))).max(axis=2)
    peaks = change >= cv2.dilate(change, np.ones((5, 1), np.uint8)) - 1e-3
    sharp = np.minimum(change / FULL_CONTRAST, 1.0) * peaks
    # A line that misses the peak by a pixel still counts.
    return np.asarray(cv2.dilate(sharp, np.ones((3, 1), np.uint8)), np.float32)


def _is_another_things(colours: Contrast, card: Floats, first: float, last: float) -> bool:
    """Whether the line from row ``first`` to row ``last`` has the card on its outer side: the edge of a card beside."""
    rows, samples = colours.shape[:2]
    line = first + (last - first) * np.linspace(0, 1, samples)

    def unlike(beside: int) -> float:
        at = np.clip(np.rint(line + beside), 0, rows - 1).astype(np.intp)
        return float(np.abs(np.median(colours[at, np.arange(samples)], axis=0) - card).max())

    return unlike(BESIDE) > max(UNLIKE * float(card.max()), TIMES * unlike(-BESIDE))


def _strongest_lines(contrast: Contrast) -> list[tuple[float, float, float]]:
    """(offset at the side's start, offset at its end, strength) of the best lines, apart from each other."""
    firsts, lasts, cells, away = _all_lines(*contrast.shape)
    strength = contrast.ravel()[cells].mean(axis=0) - NEARER * away
    found: list[tuple[float, float, float]] = []
    for index in np.argsort(strength)[::-1]:
        first, last = int(firsts[index]), int(lasts[index])
        if len(found) == CANDIDATES or strength[index] < WEAKEST:
            break
        if all(abs(first - other) + abs(last - another) > 2 * APART for other, another, _ in found):
            found.append((float(first), float(last), float(strength[index])))
    return found


@lru_cache(maxsize=4)
def _all_lines(rows: int, samples: int) -> tuple[Indices, Indices, Indices, Contrast]:
    """Every line across ``rows`` offsets: its first and its last offset (n each); the cells that it crosses, one a
    sample (samples x n), as places in the flattened offsets x samples; how far it is from the middle (0-1)."""
    firsts, lasts = np.meshgrid(np.arange(0, rows, STEP), np.arange(0, rows, STEP), indexing="ij")
    places = CORNER + (1 - 2 * CORNER) * np.linspace(0, 1, samples)
    lines = firsts.ravel() + (lasts - firsts).ravel() * places[:, None]
    cells = np.rint(lines).astype(np.intp) * samples + np.arange(samples)[:, None]
    away = (np.abs(firsts - rows // 2) + np.abs(lasts - rows // 2)).ravel() / rows
    return firsts.ravel(), lasts.ravel(), cells, away.astype(np.float32)
