"""What should stand on a card and was not surely read: there, little is needed to say that something covers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.card_view import Mask
from kyc.authenticity.views import Floats, Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import MAY_BE_BLANK, DocumentKind, FieldName

#: The part of a place that must lie under a patch for the patch to hide what stands there.
_HIDDEN: Final = 0.15
#: Pixels of the reduced card: wider than strokes; what stands so near to a value is its own. And a row's rim.
_STROKE: Final = np.ones((5, 5), np.uint8)
_AROUND: Final = np.ones((9, 15), np.uint8)
_RIM: Final = 0.22
#: What is told from another value, or is not printed on every issue.
_NOT_PRINTED: Final = {
    DocumentKind.KR_DRIVING_LICENCE: frozenset({FieldName.BIRTH_DATE, FieldName.SEX, FieldName.SECURITY_CODE})
}


def hidden_by(views: Views, patch: Mask) -> list[FieldName]:
    """Values that a patch hides: that were not surely read where it lies, or not read at all and may stand anywhere."""
    return [name for name, quad in _values(views) if quad is None or _lies_on(views, patch, quad)]


def hides_something(views: Views, patch: Mask) -> bool:
    """Whether a patch hides a value or a word of the form."""
    words = (label.quad for label in views.capture.labels if not label.is_read)
    return bool(hidden_by(views, patch)) or any(_lies_on(views, patch, quad) for quad in words)


def _values(views: Views) -> Iterator[tuple[FieldName, Quad | None]]:
    left_out = MAY_BE_BLANK | _NOT_PRINTED.get(views.capture.kind, frozenset())
    for field in views.capture.fields:
        if field.name in left_out:
            continue
        quad = field.quad or views.capture.places.get(field.name)
        if not field.raw.strip() or (quad and field.confidence < lines.LEGIBLE):
            yield field.name, quad


def without_strokes(views: Views) -> Iterator[tuple[FieldName, Quad]]:
    """Values that are never blank, were not read, and have no strokes at their place where no other value was read.

    Strokes are thinner than a mosaic's cells and have two sides, which a sheet's edge has not.
    """
    lost = {field.name for field in views.capture.fields if not field.raw.strip()} - MAY_BE_BLANK
    places = {name: quad for name, quad in views.capture.places.items() if name in lost and views.shows(quad)}
    read = [field for field in views.placed_fields if field.raw.strip()]
    legible = [field.quad for field in read if field.quad and field.confidence >= lines.LEGIBLE]
    if not places or len(legible) < lines.INK_LEAST_VALUES:
        return
    ink = _ink(views)
    usual = float(np.median([_percentile(ink, views.card.filled(quad), lines.INK_OF_VALUE) for quad in legible]))
    if usual < lines.INK_LEAST:
        return
    taken = np.maximum.reduce([cv2.dilate(views.card.filled(field.quad), _AROUND) for field in read if field.quad])
    for name, quad in places.items():
        place = views.card.filled(_middle(quad))
        free = cv2.subtract(place, taken)
        is_free = cv2.countNonZero(free) >= lines.INK_LEAST_PLACE * max(cv2.countNonZero(place), 1)
        if is_free and _percentile(ink, free, lines.INK_OF_PLACE) < lines.INK_NONE * usual:
            yield name, quad


def _ink(views: Views) -> Floats:
    """How much darker thin strokes are than what is around them, on the reduced card."""
    grey = cv2.cvtColor(views.card.pixels, cv2.COLOR_RGB2GRAY)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _STROKE).astype(np.float32)
    return np.asarray(strokes / (grey.astype(np.float32) + 16), np.float32)


def _percentile(ink: Floats, place: Mask, part: int) -> float:
    inside = ink[place > 0]
    return float(np.percentile(inside, part)) if inside.size else 0.0


def _middle(quad: Quad) -> Quad:
    """A row's place without its upper and lower rim, where rules and other rows may reach in."""
    a, b, c, d = (np.asarray(point) for point in quad.points)
    corners = (a + _RIM * (d - a), b + _RIM * (c - b), c + _RIM * (b - c), d + _RIM * (a - d))
    return Quad.from_points([corner.tolist() for corner in corners])


def _lies_on(views: Views, patch: Mask, quad: Quad) -> bool:
    place = views.card.filled(quad)
    return cv2.countNonZero(cv2.bitwise_and(place, patch)) >= _HIDDEN * max(cv2.countNonZero(place), 1)
