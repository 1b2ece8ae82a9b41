"""GLARE: lamps that the film mirrors, each with its outline and what it lies on (-9107).

A mirrored lamp burns out paper and print alike: its spot is full in every colour and has nothing dark in it. White
paper, a white portrait background and an over-exposed picture are as bright, but the print on them is still there; a
rainbow hologram is bright in some colours only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import WIDTH, CardView, Mask
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import FieldReading, Figure, Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "glare 1"

#: Pixels of the reduced card: what is left out along its edges, and print this thin is bridged.
_RIM: Final = 9
_BRIDGED: Final = 5
#: The middle of a portrait, where its background is not: left, top, right, bottom in parts of it.
_FACE: Final = (0.25, 0.20, 0.75, 0.80)


@dataclass(frozen=True, slots=True)
class Spot:
    """A burnt-out spot: its pixels in the reduced card, the part of the card that it takes, what it lies on, and how
    many characters of values lie under it."""

    mask: Mask
    area: float
    on: tuple[str, ...]
    lost: int


def judge(views: Views, today: date) -> Verdict:
    """Score by the burnt-out part of the card, and by every character that lies under it."""
    card = views.card
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        reason = N_("A page on a screen is white by itself, so that mirrored light cannot be told from it.")
        return Abstained(Words(reason), Outcome.NOT_APPLICABLE)
    level = cv2.blur(card.pixels.min(axis=2), (3, 3))
    shown = cv2.erode(card.shown, np.ones((_RIM, _RIM), np.uint8), borderValue=(0,))
    if card.area(shown) < lines.LEAST_SHOWN:
        return Abstained(Words(N_("The capture shows too little of the card to look for mirrored lamps.")))
    burnt = _burnt(level, shown)
    spots = [_spot(views, mask) for mask in _spots(views, level, burnt)]
    over = card.area(burnt) / card.area(shown)
    if not spots and over > lines.OVEREXPOSED:
        return _overexposed(over)
    return _scored(card, spots)


def _scored(card: CardView, spots: Sequence[Spot]) -> Scored:
    area, lost = sum(spot.area for spot in spots), sum(spot.lost for spot in spots)
    score = min(100.0, 50.0 * area / lines.GLARE_AREA + 50.0 * lost / lines.GLARE_CHARACTERS)
    figures = (
        Figure(N_("burnt-out part of the card"), round(100 * area, 2), "%", (0.0, round(100 * lines.GLARE_AREA, 2))),
        Figure(N_("characters under it"), float(lost), "", (0.0, 0.0)),
    )
    regions = tuple(Region(card.quad(spot.mask), "glare", spot.on, card.outline(spot.mask)) for spot in spots)
    return Scored(round(score, 1), _reason(spots, area, lost), regions, figures=figures)


def _reason(spots: Sequence[Spot], area: float, lost: int) -> Words:
    if not spots:
        return Words(N_("No mirrored lamp hides anything of the card."))
    places = tuple(dict.fromkeys(name for spot in spots for name in spot.on))
    return Words(
        N_("Mirrored light hides %(area)s %% of the card and %(lost)s characters. It lies on: %(places)s."),
        {"area": round(100 * area, 1), "lost": lost, "places": ", ".join(places)},
    )


def _overexposed(over: float) -> Abstained:
    return Abstained(
        Words(
            N_("The whole picture is over-exposed: %(part)s %% of the card are white. No single spot can be told."),
            {"part": round(100 * over)},
        ),
        Outcome.INCONCLUSIVE,
    )


def _burnt(level: NDArray[np.uint8], shown: Mask) -> Mask:
    """255 where every colour is (next to) full, and lighter than this card's own paper."""
    paper = float(np.percentile(level[shown > 0], 60))
    full = max(lines.GLARE_LEVEL, (paper + 255) / 2)
    return np.asarray(((level >= full) & (shown > 0)) * np.uint8(255), np.uint8)


def _spots(views: Views, level: NDArray[np.uint8], burnt: Mask) -> Iterator[Mask]:
    """Masks of the spots in which nothing is left of the print. Where light paper and a lamp run together, what is full
    to the last level is looked at by itself."""
    for mask in _pieces(burnt):
        if _is_lamp(views, level, mask):
            yield mask
            continue
        for core in _pieces(np.where((mask > 0) & (level >= lines.GLARE_FULL), np.uint8(255), np.uint8(0))):
            if _is_lamp(views, level, core):
                yield core


def _pieces(burnt: Mask) -> Iterator[Mask]:
    closed = cv2.morphologyEx(burnt, cv2.MORPH_CLOSE, np.ones((_BRIDGED, _BRIDGED), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    for index in range(1, count):
        if stats[index, cv2.CC_STAT_AREA] >= lines.GLARE_LEAST * closed.size:
            yield np.asarray((labels == index) * np.uint8(255), np.uint8)


def _is_lamp(views: Views, level: NDArray[np.uint8], mask: Mask) -> bool:
    """Whether a piece is whole and empty as a lamp's image, no strip along an edge and no portrait's background."""
    points = cv2.findNonZero(mask)
    hull = np.zeros_like(mask)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 255)
    core = cv2.erode(hull, np.ones((_BRIDGED, _BRIDGED), np.uint8))
    inside = level[core > 0] if core.any() else level[hull > 0]
    if _share(hull, mask) < lines.GLARE_SOLID or float(np.percentile(inside, 15)) < lines.GLARE_EMPTY:
        return False
    if min(cv2.minAreaRect(points)[1]) < lines.GLARE_NARROWEST * WIDTH or views.card.runs_on_outside(mask):
        return False
    return not _is_background(views, mask)


def _is_background(views: Views, mask: Mask) -> bool:
    """Whether a piece in the portrait leaves its middle free."""
    portrait = views.capture.areas.get("portrait")
    if portrait is None or _share(mask, views.card.filled(portrait)) < 0.6:
        return False
    a, b, _, d = (np.asarray(point) for point in portrait.points)
    left, top, right, bottom = _FACE
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    face = Quad.from_points([(a + x * (b - a) + y * (d - a)).tolist() for x, y in corners])
    return _share(mask, views.card.filled(face)) < lines.GLARE_ON_FACE


def _share(mask: Mask, other: Mask) -> float:
    """The part of ``mask`` that lies in ``other``."""
    return cv2.countNonZero(cv2.bitwise_and(mask, other)) / max(cv2.countNonZero(mask), 1)


# --- what a spot lies on -------------------------------------------------------------------------------------------


def _spot(views: Views, mask: Mask) -> Spot:
    areas = [name for name, quad in views.capture.areas.items() if _hides(views.card, mask, quad)]
    lost = {field.name.value: _lost(views.card, mask, field) for field in views.placed_fields}
    fields = [name for name, count in lost.items() if count]
    on = tuple(areas + fields) or ("other",)
    # Two fields may share one printed line; its characters are lost once.
    places = {field.quad: lost[field.name.value] for field in views.placed_fields}
    return Spot(mask, views.card.area(mask), on, sum(places.values()))


def _hides(card: CardView, mask: Mask, quad: Quad) -> bool:
    return _share(card.filled(quad), mask) >= lines.GLARE_ON_AREA


def _lost(card: CardView, mask: Mask, field: FieldReading) -> int:
    """How many characters of a value lie under ``mask``, each taken to be as wide as the line is high at most."""
    if field.quad is None:
        return 0
    corners = card.placed(field.quad)
    length, height = (float(np.linalg.norm(corners[end] - corners[0])) for end in (1, 3))
    count = max(len(field.raw.strip()), round(length / max(height, 1.0)), 1)
    size = (4 * count, 4)
    target = np.array([[0, 0], [size[0], 0], [size[0], 4], [0, 4]], np.float32)
    straight = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cells = cv2.warpPerspective(mask, straight, size, flags=cv2.INTER_NEAREST).reshape(4, count, 4)
    return int(np.count_nonzero((cells > 0).mean(axis=(0, 2)) >= lines.GLARE_ON_CHARACTER))
