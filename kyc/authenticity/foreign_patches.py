"""Patches of a card that are not its own: of another colour than its paper, or without the grain of the picture.

Fingers, stickers and coins have a colour that no paper has. It is told apart from light by ratios of the colour
channels, which shadows leave alone, after print has been closed over and the paper's own slow change of tint taken off.
What an app paints over (boxes, mosaics, smears) has no sensor noise, where all of the rest has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import CardView, Mask
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind, Side

Floats = NDArray[np.float32]

#: Pixels of the reduced card: strokes narrower than the first are closed over, patches narrower than the second are
#: print; the rim shows the table where the outline is a little off.
_STROKES: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
_NARROWEST: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))
RIM: Final = 5
_STRIP: Final = 18
_BROADER_THAN_TABLE: Final = np.ones((_STRIP + 2, _STRIP + 2), np.uint8)
#: The paper's tint is fitted on so many cells across and down.
_CELLS: Final = (40, 25)
_AROUND_AREAS: Final = np.ones((11, 11), np.uint8)
#: What ends within this of a portrait or seal is its own, and stands a little off its place.
_BESIDE_AREA: Final = 18
#: As wide as what is printed has strokes, and as an edge spreads.
_PRINT: Final = np.ones((9, 9), np.uint8)
_EDGE: Final = np.ones((9, 9), np.uint8)
#: What forms print in another colour besides portrait, emblem and seal (a label's ground, a band, a barcode): left,
#: top, right, bottom in parts of the card.
_LABEL: Final = (0.26, 0.13, 0.41, 0.26)
#: A portrait without a frame ends where its clothes do, on some cards just above the number. How far was taken from the
#: places of nine false alarms of a reporting run (0.78 to 0.90 of the height), which no longer judges it.
_CLOTHES: Final = (0.60, 0.70, 0.95, 0.86)
PRINTED_COLOURS: Final[Mapping[tuple[DocumentKind, Side], tuple[tuple[float, float, float, float], ...]]] = {
    (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE): (_CLOTHES,),
    (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE): (_LABEL,),
    (DocumentKind.CN_DRIVING_LICENCE, Side.SUB_PAGE): (_LABEL, (0.40, 0.78, 1.0, 1.0)),
    (DocumentKind.CN_VEHICLE_LICENCE, Side.SUB_PAGE): ((0.40, 0.78, 1.0, 1.0),),
    (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE): ((0.0, 0.0, 1.0, 0.20),),
}
#: Side of the window in which grain is looked for, in parts of the card's width.
_GRAIN_WINDOW: Final = 0.02


def own_places(views: Views) -> Mask:
    """255 where the form itself prints other colours than its paper's."""
    height, width = views.card.pixels.shape[:2]
    own: Mask = np.zeros((height, width), np.uint8)
    for quad in views.capture.areas.values():
        own = np.maximum(own, views.card.filled(quad))
    own = np.asarray(cv2.dilate(own, _AROUND_AREAS), np.uint8)
    for left, top, right, bottom in PRINTED_COLOURS.get((views.capture.kind, views.capture.side), ()):
        own[round(top * height) : round(bottom * height), round(left * width) : round(right * width)] = 255
    return own


# --- colour --------------------------------------------------------------------------------------------------------


def foreign_colours(views: Views, own: Mask, off: Floats) -> Iterator[Mask]:
    """Patches of a colour foreign to the paper, or much darker; ``off`` is how far the card is off its paper."""
    card = views.card
    colour = np.hypot(off[..., 0], off[..., 1])
    for size, limit in ((colour, lines.FOREIGN_COLOUR), (-off[..., 2], lines.FOREIGN_DARK)):
        patches = np.asarray(((size > limit) & (own == 0) & (card.shown > 0)) * np.uint8(255), np.uint8)
        patches = np.asarray(cv2.morphologyEx(patches, cv2.MORPH_OPEN, _NARROWEST), np.uint8)
        patches[:RIM], patches[-RIM:], patches[:, :RIM], patches[:, -RIM:] = 0, 0, 0, 0
        if cv2.countNonZero(patches) < lines.FOREIGN_LEAST * patches.size:
            continue
        steep = steepness(np.asarray(size, np.float32))
        for patch in pieces(_without_table(patches), lines.FOREIGN_LEAST):
            if _is_sharp(patch, steep) and not _is_shadow(patch, off, card) and not _is_beside(patch, own):
                yield patch


def off_paper(card: CardView, own: Mask) -> Floats:
    """log R/G, log B/G and log G of the card without its print, less what the paper has there; H x W x 3."""
    bare = cv2.morphologyEx(card.pixels, cv2.MORPH_CLOSE, _STROKES)
    levels = np.log(cv2.GaussianBlur(bare, (0, 0), 1.5).astype(np.float32) + 4)
    ratios = np.dstack([levels[..., 0] - levels[..., 1], levels[..., 2] - levels[..., 1], levels[..., 1]])
    cells = cv2.resize(ratios, _CELLS, interpolation=cv2.INTER_AREA)
    usable = cv2.resize(cv2.bitwise_or(own, cv2.bitwise_not(card.shown)), _CELLS, interpolation=cv2.INTER_AREA) < 30
    if np.count_nonzero(usable) < cells.shape[0] * cells.shape[1] // 5:
        return np.zeros_like(ratios)
    paper = _quadratic(*_CELLS) @ np.column_stack([_fitted(cells[..., index], usable) for index in range(3)])
    smooth = cv2.resize(paper.astype(np.float32), ratios.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(ratios - smooth, np.float32)


def _quadratic(width: int, height: int) -> NDArray[np.float64]:
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=2)


def _fitted(cells: Floats, usable: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Coefficients of the surface that most of the usable cells lie on; what lies off it is no paper."""
    basis, kept = _quadratic(*_CELLS), usable
    found: NDArray[np.float64] = np.zeros(6, np.float64)
    for _ in range(4):
        found = np.asarray(np.linalg.lstsq(basis[kept], cells[kept].astype(np.float64), rcond=None)[0], np.float64)
        off = np.abs(cells - basis @ found)
        spread = 1.4826 * float(np.median(off[kept])) + 1e-3
        narrowed = usable & (off < 2 * spread)
        if np.count_nonzero(narrowed) < 60:
            break
        kept = narrowed
    return found


def steepness(size: Floats) -> Floats:
    """The steepest slope within three pixels, a pixel."""
    slope = cv2.magnitude(cv2.Sobel(size, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(size, cv2.CV_32F, 0, 1) / 8)
    return np.asarray(cv2.dilate(slope, np.ones((7, 7), np.uint8)), np.float32)


def edge_of(patch: Mask, rim: int) -> NDArray[np.bool_]:
    """The pixels next to a patch, but for those within ``rim`` of the card's border."""
    edge = cv2.subtract(cv2.dilate(patch, np.ones((3, 3), np.uint8)), patch) > 0
    edge[:rim], edge[-rim:], edge[:, :rim], edge[:, -rim:] = False, False, False, False
    return np.asarray(edge)


def _is_sharp(patch: Mask, steep: Floats) -> bool:
    """Whether most of a patch's edge is a step, as a thing's is; a hologram's colours and a shadow's rim run out."""
    edge = edge_of(patch, RIM)
    return bool(edge.any()) and float(np.percentile(steep[edge], 60)) >= lines.FOREIGN_STEP


def _is_shadow(patch: Mask, off: Floats, card: CardView) -> bool:
    """Whether a patch is darker without another colour, and comes in over the border or lets print show: a hand's
    shadow may be sharp."""
    red, blue, green = np.median(off[patch > 0], axis=0)
    if float(np.hypot(red, blue)) >= lines.SHADOW_COLOUR or -green >= lines.SHADOW_DARK:
        return False
    return reaches_border(patch) or print_on(patch, dark_strokes(card)) > lines.SHADOW_PRINT


def _is_beside(patch: Mask, own: Mask) -> bool:
    """Whether a patch ends near what the form prints, which then stands a little off its place."""
    away = cv2.distanceTransform(cv2.bitwise_not(own), cv2.DIST_L2, 3)
    return float(away[patch > 0].max()) <= _BESIDE_AREA


def reaches_border(patch: Mask) -> bool:
    left, top, width, height = cv2.boundingRect(patch)
    return bool(min(left, top, patch.shape[1] - left - width, patch.shape[0] - top - height) <= RIM)


def _without_table(patches: Mask) -> Mask:
    """``patches`` less strips along the border: the table beside a card whose outline is a little off."""
    if not patches.any():
        return patches
    broad = cv2.morphologyEx(patches, cv2.MORPH_OPEN, _BROADER_THAN_TABLE)
    beside = np.ones(patches.shape, np.bool_)
    beside[_STRIP:-_STRIP, _STRIP:-_STRIP] = False
    count, labels = cv2.connectedComponents(patches)
    reach = np.zeros(count, np.bool_)
    reach[np.unique(labels[broad > 0])] = True
    # A piece that is broad somewhere is a thing, and keeps what it has along the border.
    return np.asarray(np.where(beside & ~reach[labels], 0, patches), np.uint8)


def dark_strokes(card: CardView) -> Floats:
    """How dark strokes stand out, by the logarithm, where print shows."""
    grey = cv2.cvtColor(card.pixels, cv2.COLOR_RGB2GRAY)
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _PRINT)
    return np.asarray(np.log1p(hat.astype(np.float32) / (grey.astype(np.float32) + 16)), np.float32)


def inner(patch: Mask) -> NDArray[np.bool_]:
    """A patch without its edge."""
    return np.asarray(cv2.erode(patch, _EDGE) > 0)


def print_on(patch: Mask, strokes: Floats) -> float:
    """How dark the darkest strokes within a patch are; 0 for one that is all edge."""
    inside = inner(patch)
    return float(np.percentile(strokes[inside], 90)) if inside.any() else 0.0


def pieces(mask: Mask, least: float) -> Iterator[Mask]:
    if cv2.countNonZero(mask) < least * mask.size:
        return
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for index in range(1, count):
        if stats[index, cv2.CC_STAT_AREA] >= least * mask.size:
            yield np.asarray((labels == index) * np.uint8(255), np.uint8)


# --- grain ---------------------------------------------------------------------------------------------------------


def grainless(views: Views, own: Mask) -> Iterator[Mask]:
    """Patches without the grain that the rest of the card has; none where the whole picture has hardly any."""
    left, top, right, bottom = views.clipped(views.capture.outline)
    if right <= left or bottom <= top or views.card_width < lines.GRAINLESS_WIDTH:
        return
    side = max(round(_GRAIN_WINDOW * views.card_width), 7)
    smooth = cv2.blur(views.grainless[top:bottom, left:right], (side, side))
    # Full pixels have no grain either; mirrored lamps are another warning's.
    smooth[cv2.blur(views.luma[top:bottom, left:right], (side, side)) >= lines.GLARE_EMPTY] = 0
    shift = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
    height, width = own.shape[:2]
    flat = cv2.warpPerspective(smooth, views.card.matrix @ shift, (width, height), flags=cv2.INTER_AREA)
    card = (own == 0) & (cv2.erode(views.card.shown, np.ones((15, 15), np.uint8), borderValue=(0,)) > 0)
    if not card.any() or float(np.median(flat[card])) > 255 * lines.GRAINLESS_PICTURE:
        return
    patches = np.asarray(((flat > 255 * lines.GRAINLESS) & card) * np.uint8(255), np.uint8)
    opened = cv2.morphologyEx(patches, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    yield from pieces(np.asarray(opened, np.uint8), lines.GRAINLESS_LEAST)
