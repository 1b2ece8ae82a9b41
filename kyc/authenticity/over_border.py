"""Things that reach over the card's border: fingers above all, also where they end on a portrait, a band or a seal.

Along its border a card shows its own colour inside and the table's outside. Where both sides have one and the same
colour, which neither the card has elsewhere along that border nor the table, one thing lies over both. A shadow lies
over both, too, but leaves the ratios of the colour channels alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import BEYOND, WIDTH, CardView, Mask
from kyc.authenticity.foreign_patches import Floats, edge_of, steepness

#: Pixels of the reduced card, from the border inwards and outwards, that are compared: what lies between may be a worn
#: edge, a shadow or an outline that is a little off.
_INSIDE: Final = (5, 12)
_OUTSIDE: Final = (4, BEYOND)
#: Pixels from the border within which a thing has no edge of its own; the percentile of its edge that must be sharp.
_RIM: Final = 6
_SHARP: Final = 40
#: A border's colour is smoothed over so many pixels along it.
_ALONG: Final = 7
_BRIDGED: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
_NARROWEST: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))


def things_over_border(card: CardView) -> list[Mask]:
    """Every thing, as far as it lies on the card."""
    # Turned so that each border lies at the left once.
    return [
        np.ascontiguousarray(np.rot90(thing, -turns))
        for turns in range(4)
        for thing in _over_left(np.rot90(card.surroundings, turns))
    ]


def _over_left(around: NDArray[np.uint8]) -> Iterator[Mask]:
    """What lies over the left border; ``around`` is the card with what the capture shows beside it."""
    rows = around[BEYOND:-BEYOND]
    outer = rows[:, BEYOND - _OUTSIDE[1] : BEYOND - _OUTSIDE[0]]
    outside = _along(outer)
    inside = _along(rows[:, BEYOND + _INSIDE[0] : BEYOND + _INSIDE[1]])
    ratios = _ratios(inside)
    foreign = np.linalg.norm(ratios - np.median(ratios, axis=0), axis=1)
    marked = (
        (np.abs(inside - outside).max(axis=1) <= lines.OVER_BORDER_SAME)
        & (foreign >= lines.OVER_BORDER_COLOUR)
        & (np.abs(outside - np.median(outside, axis=0)).max(axis=1) >= lines.OVER_BORDER_NO_TABLE)
        & outer.any(axis=(1, 2))
    )
    runs = [(start, end) for start, end in _runs(marked) if end - start >= lines.OVER_BORDER_RUN * WIDTH]
    if not runs:
        return
    seen = cv2.GaussianBlur(np.ascontiguousarray(rows[:, BEYOND:-BEYOND]), (0, 0), 1.5).astype(np.float32)
    for start, end in runs:
        off = min(lines.OVER_BORDER_COLOUR, float(np.median(foreign[start:end])) / 2)
        thing = _thing(seen, np.median(inside[start:end], axis=0), off, start, end)
        if thing is not None:
            yield thing


def _along(strip: NDArray[np.uint8]) -> Floats:
    """The colour of a strip along the border."""
    return np.asarray(
        cv2.blur(cv2.reduce(np.ascontiguousarray(strip), 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[:, 0], (1, _ALONG)),
        np.float32,
    )


def _ratios(colours: Floats) -> Floats:
    """log R/G and log B/G."""
    levels = np.log(colours + 4)
    return np.asarray(levels[..., (0, 2)] - levels[..., 1:2], np.float32)


def _runs(marked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    at = 0
    for is_marked, run in itertools.groupby(marked):
        length = len(list(run))
        if is_marked:
            yield at, at + length
        at += length


def _thing(seen: Floats, colour: Floats, off: float, start: int, end: int) -> Mask | None:
    """What is no more than ``off`` from the colour that the border has between ``start`` and ``end``, and goes in from
    there; None where that is the strip that a table leaves along a card whose outline is a little off."""
    apart = np.asarray(np.linalg.norm(_ratios(seen) - _ratios(colour), axis=2), np.float32)
    like = np.asarray((apart <= off) * np.uint8(255), np.uint8)
    whole = cv2.morphologyEx(cv2.morphologyEx(like, cv2.MORPH_CLOSE, _BRIDGED), cv2.MORPH_OPEN, _NARROWEST)
    _, labels = cv2.connectedComponents(whole)
    at_border = labels[start:end, : _INSIDE[1]]
    if not at_border.any():
        return None
    thing = np.asarray((labels == np.bincount(at_border[at_border > 0]).argmax()) * np.uint8(255), np.uint8)
    _, _, depth, along = cv2.boundingRect(thing)
    if depth < lines.OVER_BORDER_DEPTH * WIDTH or depth < lines.SHEET_DEPTH * along:
        return None
    edge = edge_of(thing, _RIM)
    is_sharp = edge.any() and float(np.percentile(steepness(apart)[edge], _SHARP)) >= lines.FOREIGN_STEP
    return thing if is_sharp else None
