"""What every trace of an edit says, whatever it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kyc.authenticity.mosaics import is_mosaic
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName
from kyc.documents.results import Figure
from kyc.documents.words import Words

PORTRAIT: Final = "portrait"
#: Values read from a seal or a barcode are no line of type, whatever their box holds.
_NOT_TYPED: Final = frozenset((FieldName.BARCODE_NUMBER,))


class Family(StrEnum):
    """Kinds of evidence that come about in different ways, so that one cannot cause the other."""

    COMPRESSION = "compression"
    NOISE = "noise"
    TEXTURE = "texture"
    COLOUR = "colour"
    GEOMETRY = "geometry"
    LOGIC = "logic"
    METADATA = "metadata"


class Subtype(StrEnum):
    RETYPED_TEXT = "retyped_text"
    SWAPPED_PORTRAIT = "swapped_portrait"
    SPLICED_PATCH = "spliced_patch"
    EDITOR_METADATA = "editor_metadata"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something could have been changed: a value of the document (``name`` of its field) or its portrait."""

    name: str
    quad: Quad


@dataclass(frozen=True, slots=True)
class Trace:
    """One kind of evidence about one place: ``score`` 0-100 with 50 at its measured line, ``words`` the fact behind it,
    ``quads`` where it shows."""

    family: Family
    subtype: Subtype
    place: str
    score: float
    words: Words
    quads: tuple[Quad, ...]
    figures: tuple[Figure, ...] = ()


def places(views: Views) -> list[Place]:
    """Every value and the portrait, each printed place once: two fields may share the box of one line. What its holder
    made illegible is left out."""
    found: dict[tuple[int, int, int, int], Place] = {}
    for name, quad in _values(views):
        bounds = views.clipped(quad)
        if name not in _NOT_TYPED and not is_mosaic(views.crop(quad)):
            found.setdefault(bounds, Place(name.value, quad))
    portrait = views.capture.areas.get(PORTRAIT)
    if portrait is not None:
        found[views.clipped(portrait)] = Place(PORTRAIT, portrait)
    return list(found.values())


def _values(views: Views) -> Iterator[tuple[FieldName, Quad]]:
    """Where values were read, and where they should be and were not: an edit may leave nothing that can be read."""
    placed = {field.name: field.quad for field in views.placed_fields if field.quad is not None}
    yield from placed.items()
    yield from ((name, quad) for name, quad in views.capture.places.items() if name not in placed)
