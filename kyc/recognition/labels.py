"""Which of a form's own words were read, and where they stand or should stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kyc.documents.geometry import Quad
from kyc.recognition.layouts.layout import Face, Layout
from kyc.recognition.lines import TextLine
from kyc.recognition.placing import Anchor
from kyc.recognition.printed import Glyph, glyphs_of

#: Half the height of a label's line, in card heights.
HALF_HEIGHT: Final = 0.030
#: A label counts as read where this part of its characters stand within this of its place (card widths and heights).
ENOUGH: Final = 0.5
REACH: Final = (0.08, 0.06)


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """A word of the form: where it was read or else is printed, in pixels of the capture."""

    text: str
    quad: Quad
    is_read: bool


def seen_labels(face: Face, layout: Layout) -> list[SeenLabel]:
    """The words that the layout expects on the side, and those without a certain place where they were read."""
    glyphs = glyphs_of(face.lines, face.placing)
    expected = [_seen(anchor, face, glyphs) for anchor in layout.labels.get(face.side, ())]
    on_card = [line for line in face.lines if face.placing.holds(line.centre)]
    loose = ((word, _standing(word, on_card)) for word in layout.words.get(face.side, ()))
    return expected + [SeenLabel(word, quad, is_read=True) for word, quad in loose if quad]


def _seen(anchor: Anchor, face: Face, glyphs: Sequence[Glyph]) -> SeenLabel:
    near = [glyph for glyph in glyphs if _is_near(glyph, anchor)]
    standing = _standing(anchor.text, list({id(glyph.line): glyph.line for glyph in near}.values()))
    if standing:
        return SeenLabel(anchor.text, standing, is_read=True)
    place = (anchor.left, anchor.y - HALF_HEIGHT, anchor.right, anchor.y + HALF_HEIGHT)
    read = {glyph.text for glyph in near}.intersection(anchor.text)
    quad = Quad.from_points(face.placing.corners_at(place).tolist())
    return SeenLabel(anchor.text, quad, len(read) >= ENOUGH * len(set(anchor.text)))


def _is_near(glyph: Glyph, anchor: Anchor) -> bool:
    beside = anchor.left - REACH[0] < glyph.x < anchor.right + REACH[0]
    return beside and abs(glyph.y - anchor.y) < REACH[1]


def _standing(word: str, lines: Sequence[TextLine]) -> Quad | None:
    """The place of ``word`` in the first of ``lines`` that holds it as it is."""
    for line in lines:
        start = line.text.find(word)
        if start >= 0:
            return line.part(start, start + len(word) - 1)
    return None
