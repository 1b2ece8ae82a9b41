"""What every layout gives: how a document's sides are found among lines of text, and how their fields are cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import FieldReading
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import Pixels, TextNetworks
from kyc.recognition.placing import Anchor, Place, Placing
from kyc.recognition.printed import Print


@dataclass(frozen=True, slots=True)
class Face:
    """A side found among lines, before its fields are cut.

    ``lines`` are the lines within reach, read like any text; ``read`` holds fields that were read in another way
    (a seal, Hangul), under their names.
    """

    kind: DocumentKind
    side: Side
    placing: Placing
    lines: tuple[TextLine, ...]
    read: Mapping[FieldName, Print] = field(default_factory=dict)

    def overlaps(self, other: Face) -> bool:
        """Whether both faces claim the same piece of the picture."""
        return self._covers(other) or other._covers(self)

    def _covers(self, other: Face) -> bool:
        x, y = self.placing.on_card([other.placing.outline().mean(axis=0)])[0]
        return bool(0.1 < x < 0.9 and 0.1 < y < 0.9)


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look needs: the capture's RGB pixels and the networks that read them."""

    networks: TextNetworks
    pixels: Pixels


def _as_it_is(face: Face, look: Look) -> Face:
    return face


@dataclass(frozen=True, slots=True)
class Layout:
    """One document kind.

    ``find_faces`` finds the kind's sides among all lines of a picture (several of one side are several documents);
    ``look_closer`` reads again what the first look left open, once the outline is known; ``read_face`` gives every
    field of ``kinds.FIELDS`` for that side, read or not, in that order; ``rectify`` completes fields from each other
    (seed 003, ``EnableRecognitionRectify``). ``portraits`` are the places of the holder's picture, ``marks`` those of
    what else is no text (``emblem``, ``seal``). ``labels`` are words that every print of the side has at their place,
    ``words`` such as stand at no certain place; ``places`` are those of values that are never blank. ``has_edges`` is
    false where the document is no card with four straight edges, ``has_bands`` true where it has bands of another
    colour along them.
    """

    kind: DocumentKind
    find_faces: Callable[[Sequence[TextLine]], list[Face]]
    read_face: Callable[[Face, str], list[FieldReading]]
    look_closer: Callable[[Face, Look], Face] = _as_it_is
    rectify: Callable[[Sequence[FieldReading]], list[FieldReading]] = list
    portraits: Mapping[Side, Place] = field(default_factory=dict)
    marks: Mapping[Side, Mapping[str, Place]] = field(default_factory=dict)
    labels: Mapping[Side, Sequence[Anchor]] = field(default_factory=dict)
    words: Mapping[Side, Sequence[str]] = field(default_factory=dict)
    places: Mapping[Side, Mapping[FieldName, Place]] = field(default_factory=dict)
    has_edges: bool = True
    has_bands: bool = False
