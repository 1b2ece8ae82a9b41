"""A card's place from its words and its edges together.

Words tell where the card lies but leave the far corners uncertain; edges are exact but easily another thing's. Every
choice of one candidate (or none) a side is fitted together with the words, weighted by how well each is known, and the
choice that has the most edge and moves the words least wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from kyc.imaging.card_edges import Edge, find_edges
from kyc.imaging.sandbox import Pixels
from kyc.recognition.homography_fit import (
    WORD_SPREAD,
    Floats,
    corners_of,
    edge_rows,
    project,
    project_all,
    shape_rows,
    solve,
    system_of,
    word_rows,
)
from kyc.recognition.placing import Placing

#: An edge must show at least this part of its length to be worth more than no edge.
WORTH: Final = 0.45
#: What it costs that words stray (mean square over the placing's ``spread``).
WORDS_COST: Final = 0.25
#: What it costs that a card has a shape seldom photographed (squares over its spreads), where words say little.
SHAPE_COST: Final = 0.03
#: No corner moves farther than this from where the words alone put it, in card widths.
FARTHEST: Final = 0.20

#: The choice of no edge at all comes first.
NO_EDGES: Final = 0


def outlined(placing: Placing, pixels: Pixels, *, has_bands: bool = False) -> Placing:
    """``placing`` with its outline on the card's edges, as far as those are seen in RGB ``pixels``; ``has_bands`` as
    ``find_edges`` takes it."""
    outline = placing.outline()
    sides = find_edges(pixels, outline, has_bands=has_bands)
    fits = _fit_all(placing, sides)
    corners = corners_of(placing.aspect)
    before = project(placing.upright, outline)
    moved = np.linalg.norm(project_all(fits, corners) - before, axis=2).max(axis=1)
    cost = WORDS_COST * _words_stray(placing, fits) + SHAPE_COST * _looseness(placing) * _shape_strays(fits)
    merit = np.where(moved < FARTHEST, _worth(sides) - cost, -np.inf)
    best = int(np.argmax(merit))
    return placing.refitted(fits[best]) if best != NO_EDGES else placing


def _fit_all(placing: Placing, sides: Sequence[Sequence[Edge]]) -> Floats:
    """The fit of every choice of one edge or none a side, card to upright frame; the last side changes first."""
    words = word_rows(*placing.fitted_words()) * (WORD_SPREAD / placing.spread)
    systems = system_of(np.vstack([words, shape_rows()]))[None]
    corners = corners_of(placing.aspect)
    for side, edges in enumerate(sides):
        ends = corners[side], corners[(side + 1) % 4]
        offers = np.array([np.zeros((9, 9)), *(_system_of_edge(placing, edge, *ends) for edge in edges)])
        systems = (systems[:, None] + offers).reshape(-1, 9, 9)
    return solve(systems)


def _system_of_edge(placing: Placing, edge: Edge, first: Floats, second: Floats) -> Floats:
    start, end = project(placing.upright, np.array([edge.start, edge.end]))
    return system_of(edge_rows(start, end, first, second))


def _worth(sides: Sequence[Sequence[Edge]]) -> Floats:
    """How much edge every choice has, in the order of the fits."""
    worth = np.zeros(1)
    for edges in sides:
        offers = np.array([0.0, *(edge.strength - WORTH for edge in edges)])
        worth = (worth[:, None] + offers).ravel()
    return worth


def _words_stray(placing: Placing, fits: Floats) -> Floats:
    """Mean square of how far the words are off under each fit, over what words stray anyway."""
    seen, card = placing.fitted_words()
    off = project_all(fits, np.column_stack([card, np.ones(len(card))])) - seen
    return np.asarray((off**2).sum(axis=2).mean(axis=1) / placing.spread**2, np.float64)


def _looseness(placing: Placing) -> float:
    """0 where words are known as well as on most cards, towards 1 where they say next to nothing."""
    return 1 - WORD_SPREAD / max(placing.spread, WORD_SPREAD)


def _shape_strays(fits: Floats) -> Floats:
    """How far each fit is from a card seen straight on, in squares of what is usual."""
    strays = fits.reshape(len(fits), 9) @ shape_rows().T
    return np.asarray((strays**2).sum(axis=1), np.float64)
