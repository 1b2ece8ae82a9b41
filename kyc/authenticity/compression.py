"""The family *compression*: values or a portrait that were saved once less than the card around them.

``jpeg_history`` tells it block by block. What a person adds openly (a watermark, a mosaic over the table) lies across
the card as it comes, and runs on beside it; an edit keeps to values and the portrait. So what is foreign in a place
counts only where little is foreign around it, elsewhere on the card and beside the card. A portrait is judged as a
whole, against the card around it, and only where its rim is as foreign as its middle: a filter that smooths faces
leaves the wall behind them. Values of a picture without colour are not judged: apps that take the colour away stretch
what is left, and some addresses then look saved once (one of 40 grey files, clipped blocks left out); why is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.chroma import is_grey_picture
from kyc.authenticity.jpeg_history import History, history
from kyc.authenticity.mosaics import is_mosaic
from kyc.authenticity.saved_once_patch import Patch, saved_once_patch
from kyc.authenticity.stored_grid import BLOCK, stored_grid
from kyc.authenticity.traces import PORTRAIT, Family, Place, Subtype, Trace, places
from kyc.authenticity.verdict import scaled
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.results import Figure
from kyc.documents.words import N_, Words

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: A block is foreign where it and its neighbours are likelier saved once by this much (natural logarithm) ...
_FOREIGN: Final = 6.0
#: ... and by this share of what they could tell at all.
_FOREIGN_SHARE: Final = 0.2
#: An edit reaches beyond the ink, by two blocks at most.
_ROOM: Final = np.ones((5, 5), np.uint8)
#: What crosses a place shows beyond it as well, within so many blocks.
_RING: Final = np.ones((9, 9), np.uint8)


def compression_traces(views: Views) -> list[Trace]:
    """A trace for every value with foreign blocks, and for the portrait; none where the history tells nothing."""
    grid = stored_grid(views.capture, views.clipped(views.capture.outline))
    if grid is None:
        return []
    past = history(grid)
    on_card = _on_card(views, past)
    found = [(place, _inside(past, place.quad)) for place in places(views)]
    if not found or not on_card.any():
        return []
    mass = np.where(_foreign(past), np.maximum(-past.ratio, 0.0), 0.0)
    openly = float(mass[~np.logical_or.reduce([mask for _, mask in found])].sum())
    values = [(place, mask & on_card) for place, mask in found if place.name != PORTRAIT]
    traces = []
    if _tells_of_values(views, past, on_card):
        traces += [
            _value_trace(past, place, mask, mass)
            for place, mask in values
            if _keeps_to(mask, on_card, mass, openly) and not _is_mosaic(views, past, _touching(mass > 0, mask))
        ]
        traces += _patch_traces(views, past, on_card, found)
    portrait = next((mask & on_card for place, mask in found if place.name == PORTRAIT), None)
    if portrait is not None and openly <= max(float(mass[portrait].sum()), lines.FOREIGN_CHANCE):
        traces += _portrait_traces(past, on_card, portrait, views)
    return traces


def _tells_of_values(views: Views, past: History, on_card: Mask) -> bool:
    return float(past.ratio[on_card].mean()) >= lines.SAVED_TWICE and not is_grey_picture(
        views.capture.pixels, lines.GREY_PICTURE
    )


def _keeps_to(place: Mask, on_card: Mask, mass: Floats, openly: float) -> bool:
    """Whether what is foreign lies in the place, not across it, and hardly where there is neither value nor portrait
    (``openly``)."""
    ring = (cv2.dilate(place.astype(np.uint8), _RING) > 0) & ~place & on_card
    inside, beyond = float(mass[place].sum()), float(mass[ring].sum())
    return inside > lines.FOREIGN_ELSEWHERE * openly and inside > lines.FOREIGN_NOT_ACROSS * (inside + beyond)


def _foreign(past: History) -> Mask:
    """Blocks that were saved once less than the card."""
    ratio, weight = (cv2.boxFilter(plane, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
                     for plane in (past.ratio, past.weight))  # fmt: skip
    return np.asarray((ratio < -_FOREIGN) & (ratio < -_FOREIGN_SHARE * weight) & (past.ratio < 0))


def _value_trace(past: History, place: Place, where: Mask, mass: Floats) -> Trace:
    size = float(np.log10(max(mass[where].sum(), 1.0)))
    score = scaled(size, lines.FOREIGN_AT_LINE, lines.FOREIGN_AT_FULL)
    quads = _boxes(past, where & (mass > 0))
    return Trace(Family.COMPRESSION, Subtype.RETYPED_TEXT, place.name, score, _saved_once(place.name), quads)


def _patch_traces(views: Views, past: History, on_card: Mask, found: Sequence[tuple[Place, Mask]]) -> list[Trace]:
    """A patch whose blocks say little one by one, on a value or where none is known; a portrait is judged apart."""
    patch = saved_once_patch(past, on_card, views.card_width / BLOCK)
    if patch is None or _is_mosaic(views, past, patch.blocks):
        return []
    name = _most_of(patch, found)
    if name == PORTRAIT:
        return []
    score = scaled(patch.strength, lines.PATCH_AT_LINE, lines.PATCH_AT_FULL)
    quads = _boxes(past, patch.blocks)
    if not name:
        words = Words(N_("A patch on the card was saved once less often than the card around it."))
        return [Trace(Family.COMPRESSION, Subtype.SPLICED_PATCH, "", score, words, quads)]
    return [Trace(Family.COMPRESSION, Subtype.RETYPED_TEXT, name, score, _saved_once(name), quads)]


def _most_of(patch: Patch, found: Sequence[tuple[Place, Mask]]) -> str:
    """The place that has most of the patch, at least half; empty where none has."""
    shares = {place.name: float(patch.lack[mask].sum()) for place, mask in found}
    name = max(shares, key=lambda one: shares[one])
    return name if shares[name] >= float(patch.lack.sum()) / 2 else ""


def _touching(blocks: Mask, place: Mask) -> Mask:
    """``blocks`` in the place and those that touch them: what lies on a value may lie half beside its place."""
    _, labels = cv2.connectedComponents(blocks.astype(np.uint8), connectivity=8)
    return np.asarray(np.isin(labels, np.unique(labels[blocks & place])))


def _is_mosaic(views: Views, past: History, blocks: Mask) -> bool:
    """Whether the most of ``blocks`` that touch are a mosaic, within the outermost blocks, which hold its surroundings
    as well."""
    crops = [views.crop(box)[BLOCK:-BLOCK, BLOCK:-BLOCK] for box in _boxes(past, blocks)[:1]]
    return any(is_mosaic(crop) for crop in crops)


def _saved_once(name: str) -> Words:
    return Words(N_("%(field)s was saved once less often than the card around it."), {"field": name})


def _portrait_traces(past: History, on_card: Mask, portrait: Mask, views: Views) -> list[Trace]:
    """The portrait's likelihood of two compressions against that of the card around it."""
    around, rim = on_card & ~portrait, portrait & ~_middle(portrait)
    usual, can_tell = _rate(past, around), float(past.weight[portrait].sum())
    if past.known < lines.PORTRAIT_LEAST_KNOWN or can_tell < lines.PORTRAIT_LEAST_WEIGHT:
        return []
    if usual < lines.PORTRAIT_CARD_RATE:
        return []
    own = max(_rate(past, portrait), _rate(past, rim)) / usual
    score = scaled(own, lines.PORTRAIT_RATE_AT_LINE, lines.PORTRAIT_RATE_AT_FULL)
    words = Words(N_("The portrait was saved once less often than the card around it."))
    figure = Figure(
        N_("Signs of an earlier compression in the portrait, in parts of the card's"), round(own, 2), "", (0.6, 1.2)
    )
    place = views.inside_picture(views.capture.areas[PORTRAIT])
    return [Trace(Family.COMPRESSION, Subtype.SWAPPED_PORTRAIT, PORTRAIT, score, words, (place,), (figure,))]


def _rate(past: History, where: Mask) -> float:
    """-1 where everything says saved once, 1 where everything says saved twice."""
    return float(past.ratio[where].sum()) / max(float(past.weight[where].sum()), 1.0)


def _middle(portrait: Mask) -> Mask:
    rows, columns = np.flatnonzero(portrait.any(axis=1)), np.flatnonzero(portrait.any(axis=0))
    reach = max(1, int(0.15 * min(len(rows), len(columns))))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return np.asarray(cv2.erode(portrait.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT) > 0)


def _on_card(views: Views, past: History) -> Mask:
    rows, columns = past.ratio.shape
    middle = BLOCK // 2
    here = views.card_mask[past.top + middle :: BLOCK, past.left + middle :: BLOCK][:rows, :columns]
    return np.asarray(here > 0)


def _inside(past: History, quad: Quad) -> Mask:
    """The blocks of a place and the room around it."""
    mask = np.zeros(past.ratio.shape, np.uint8)
    corners = (np.asarray(quad.points) - (past.left, past.top)) / BLOCK - 0.5
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    return np.asarray(cv2.dilate(mask, _ROOM) > 0)


def _boxes(past: History, here: Mask) -> tuple[Quad, ...]:
    """Upright boxes around the foreign blocks that touch, the largest first."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(here.astype(np.uint8), connectivity=8)
    order = sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))
    return tuple(_box(past, stats[label]) for label in order[:4])


def _box(past: History, stats: NDArray[np.int32]) -> Quad:
    column, row, wide, high = (int(value) for value in stats[:4])
    left, top = past.left + BLOCK * column, past.top + BLOCK * row
    return Quad.from_box(left, top, left + BLOCK * wide, top + BLOCK * high)
