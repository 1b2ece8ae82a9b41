"""Coins and other round things: one whole circle, which no form prints and no face has.

Metal has any colour and relief, so that nothing inside says what it is; its outline does. The card's size is known, so
that of coins is, too (19 to 27 mm across), and where the card is straightened a thin thing on it is a circle. Circles
are found by the gradients that point at their middles (Yuen and others 1990, as OpenCV has it) and believed where
nearly all of the outline that lies on the card is a step.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import WIDTH, CardView, Mask

Floats = NDArray[np.float32]

#: Radii in parts of the card's width (85.6 mm), and in how many steps they are tried.
_RADII: Final = (0.10, 0.165)
#: Half the width of the ring on which the step may lie, in pixels of the reduced card, and directions around it.
_RING: Final = 3
_DIRECTIONS: Final = 120
#: A step across the outline is this much steeper than along it.
_RADIAL: Final = 1.5
#: OpenCV's edge detector and the votes of a middle: low, for what is found is looked at again. So many are.
_CANNY: Final = 60
_VOTES: Final = 14
_MOST: Final = 8
#: Strokes narrower than this are closed over, at full and at half size.
_STROKES: Final = np.ones((9, 9), np.uint8)
_HALF_STROKES: Final = np.ones((5, 5), np.uint8)


def round_things(card: CardView) -> list[Mask]:
    """Every round thing that lies on the card with most of its outline. Print is closed over first: a seal's strokes
    have steps everywhere."""
    grey = cv2.cvtColor(card.pixels, cv2.COLOR_RGB2GRAY)
    circles = _circles(grey)
    if not circles:
        return []
    bare = cv2.GaussianBlur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, _STROKES), (0, 0), 1.5)
    slopes = cv2.Sobel(bare, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(bare, cv2.CV_32F, 0, 1) / 8
    return [_disc(grey, *circle) for circle in circles if outline_share(*slopes, *circle) >= lines.COIN_OUTLINE]


def _circles(grey: NDArray[np.uint8]) -> list[tuple[float, float, float]]:
    """Middles and radii of what may be circles, the likeliest first; looked for at half size."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    bare = cv2.GaussianBlur(cv2.morphologyEx(half, cv2.MORPH_CLOSE, _HALF_STROKES), (0, 0), 1.0)
    least, most = (round(part * WIDTH / 2) for part in _RADII)
    found = cv2.HoughCircles(
        bare, cv2.HOUGH_GRADIENT, 1.5, least, param1=_CANNY, param2=_VOTES, minRadius=least, maxRadius=most
    )
    return [(2 * x + 0.5, 2 * y + 0.5, 2 * radius) for x, y, radius in found[0, :_MOST]] if found is not None else []


def outline_share(across: Floats, down: Floats, x: float, y: float, radius: float) -> float:
    """The part of a circle's outline on the card along which brightness steps across it; 0 where too little is seen."""
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    away = radius + np.arange(-_RING, _RING + 1)[:, None]
    columns, rows = np.rint(x + away * np.cos(angles)).astype(int), np.rint(y + away * np.sin(angles)).astype(int)
    height, width = across.shape
    inside = ((columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)).all(axis=0)
    if np.count_nonzero(inside) < lines.COIN_SEEN * _DIRECTIONS:
        return 0.0
    columns, rows, angles = columns[:, inside], rows[:, inside], angles[inside]
    dx, dy = across[rows, columns], down[rows, columns]
    radial = np.abs(dx * np.cos(angles) + dy * np.sin(angles))
    along = np.abs(dy * np.cos(angles) - dx * np.sin(angles))
    return float(np.mean(((radial >= lines.COIN_STEP) & (radial >= _RADIAL * along)).any(axis=0)))


def _disc(grey: NDArray[np.uint8], x: float, y: float, radius: float) -> Mask:
    disc = np.zeros(grey.shape, np.uint8)
    cv2.circle(disc, (round(x), round(y)), round(radius), 255, -1)
    return disc
