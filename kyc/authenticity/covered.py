"""COVERED: something over the card within its border (-9105), with the outline of what covers.

Seven cues: a patch of a colour foreign to the paper, a plain sheet with four straight sides, a thing that reaches over
the card's border, a round thing, a shape painted by an app, a patch without the picture's grain, and a value of which
nothing can be seen. Mirrored light, shadows, holograms and values that are blank by their nature are none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import cv2
import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.card_view import CardView, Mask
from kyc.authenticity.coins import round_things
from kyc.authenticity.cut_off import seen_edges
from kyc.authenticity.foreign_patches import foreign_colours, grainless, off_paper, own_places
from kyc.authenticity.hidden_values import Hidden, hidden_values
from kyc.authenticity.laid_sheets import painted_white, sheets
from kyc.authenticity.over_border import things_over_border
from kyc.authenticity.painted_boxes import painted_boxes
from kyc.authenticity.painted_shapes import painted_shapes
from kyc.authenticity.unread import hidden_by
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure, Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "covered 5"

#: Patches so near to each other are one thing (pixels of the reduced card), and what is left of it once joined.
_JOINED: Final = np.ones((9, 9), np.uint8)
#: The part of a value or area that must lie under a patch for it to be said to lie there.
_ON: Final = 0.15


def judge(views: Views, today: date) -> Verdict:
    """Score by the part of the card that is covered, and by every value that cannot be seen."""
    card = views.card
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        reason = N_("A page on a screen has plain areas of many colours, so that what covers it cannot be told.")
        return Abstained(Words(reason), Outcome.NOT_APPLICABLE)
    if card.area(card.shown) < lines.LEAST_SHOWN:
        return Abstained(Words(N_("The capture shows too little of the card to look for what covers it.")))
    own = own_places(views)
    off = off_paper(card, own)
    seen = [*foreign_colours(views, own, off), *sheets(views, own, off), *painted_white(views, own)]
    boxes = _painted(views)
    things = [*_on_card(views, [*seen, *things_over_border(card)]), *round_things(card), *boxes]
    plain = [patch for patch in grainless(views, own) if not card.runs_on_outside(patch)]
    hidden = {value.field: value for patch in plain for value in _hidden_under(views, patch)}
    hidden |= {value.field: value for value in hidden_values(views, own)}
    patches = np.maximum.reduce([np.zeros_like(own), *things, *plain])
    return _scored(views, patches, list(hidden.values()), len(boxes))


def _painted(views: Views) -> list[Mask]:
    """What an app painted, each shape once: an upright box has straight sides as well."""
    boxes = [views.card.filled(box) for box in painted_boxes(views)]
    beside = [shape for shape in painted_shapes(views) if not any(cv2.bitwise_and(shape, box).any() for box in boxes)]
    return [*boxes, *beside]


def _on_card(views: Views, patches: Sequence[Mask]) -> list[Mask]:
    """The patches that are not the table's; none where hardly any edge of the card is seen. There it may lie elsewhere
    than was thought, so that its portrait is not where portraits are, and foreign to what is."""
    if not patches or seen_edges(views) < lines.CUT_EDGES:
        return []
    card = views.card
    return [patch for patch in patches if not card.runs_on_outside(patch) or card.goes_on_outside(patch)]


def _hidden_under(views: Views, patch: Mask) -> list[Hidden]:
    """Values not surely read under a patch without grain."""
    return [Hidden(name, views.card.quad(patch)) for name in hidden_by(views, patch)]


def _scored(views: Views, patches: Mask, hidden: Sequence[Hidden], boxes: int) -> Scored:
    """``boxes`` is how many of the patches were painted: each was made to hide something, however small it is."""
    area = views.card.area(patches)
    score = 50.0 * area / lines.COVERED_AREA + 50.0 * len(hidden) / lines.COVERED_VALUES
    score += 50.0 * boxes / lines.COVERED_BOXES
    figures = (
        Figure(N_("covered part of the card"), round(100 * area, 2), "%", (0.0, round(100 * lines.COVERED_AREA, 2))),
        Figure(N_("values that cannot be seen"), float(len(hidden)), "", (0.0, 0.0)),
        Figure(N_("boxes painted over the card"), float(boxes), "", (0.0, 0.0)),
    )
    regions = _regions(views, patches, hidden)
    return Scored(round(min(100.0, score), 1), _reason(area, hidden, regions), regions, figures=figures)


def _reason(area: float, hidden: Sequence[Hidden], regions: Sequence[Region]) -> Words:
    if not regions:
        return Words(N_("Nothing lies over the card."))
    places = tuple(dict.fromkeys(name for region in regions for name in region.on))
    return Words(
        N_(
            "Something covers %(area)s %% of the card; %(count)s values cannot be seen where they must be printed."
            " It lies on: %(places)s."
        ),
        {"area": round(100 * area, 1), "count": len(hidden), "places": ", ".join(places)},
    )


def _regions(views: Views, patches: Mask, hidden: Sequence[Hidden]) -> tuple[Region, ...]:
    """Each thing with its outline; a hidden value apart only where no patch lies on it."""
    card = views.card
    joined = cv2.morphologyEx(patches, cv2.MORPH_CLOSE, _JOINED)
    count, labels = cv2.connectedComponents(joined)
    things = [np.asarray((labels == index) * np.uint8(255), np.uint8) for index in range(1, count)]
    regions = [Region(card.quad(thing), "covering", _on(views, thing), card.outline(thing)) for thing in things]
    for value in hidden:
        if _under(card, patches, value) < _ON:
            regions.append(Region(views.inside_picture(value.quad), "covering", (value.field.value,)))
    return tuple(regions)


def _under(card: CardView, patches: Mask, value: Hidden) -> float:
    """The part of a hidden value's place that patches cover."""
    place = card.filled(value.quad)
    return cv2.countNonZero(cv2.bitwise_and(place, patches)) / max(cv2.countNonZero(place), 1)


def _on(views: Views, thing: Mask) -> tuple[str, ...]:
    capture = views.capture
    unread = {field.name for field in capture.fields if not field.raw.strip()}
    expected = {name.value: quad for name, quad in capture.places.items() if name in unread}
    placed = {field.name.value: field.quad for field in views.placed_fields if field.quad}
    found = []
    for name, quad in {**capture.areas, **expected, **placed}.items():
        place = views.card.filled(quad)
        if cv2.countNonZero(cv2.bitwise_and(place, thing)) >= _ON * max(cv2.countNonZero(place), 1):
            found.append(name)
    return tuple(found) or ("other",)
