"""Pieces of print on a card: characters with their places, rows, and fields cut from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kyc.documents.geometry import Quad
from kyc.recognition.lines import TextLine
from kyc.recognition.placing import Placing


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character: ``x``, ``y`` on the card, and which character of which line it is."""

    text: str
    confidence: float
    x: float
    y: float
    line: TextLine
    index: int


@dataclass(frozen=True, slots=True)
class Print:
    """A run of glyphs in reading order."""

    glyphs: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """Half the weakest character, half the mean: one bad digit spoils a number."""
        sure = [glyph.confidence for glyph in self.glyphs]
        return float((min(sure) + np.mean(sure)) / 2) if sure else 0.0

    def without_label(self, label: str) -> Print:
        """Less the label at its front, also where the label's first characters were lost."""
        for size in range(len(label), 0, -1):
            if self.text.startswith(label[-size:]):
                return Print(self.glyphs[size:])
        if self.text.startswith(label[0]):
            return Print(self.glyphs[1:])
        return self

    def search(self, pattern: re.Pattern[str], group: str | int = 0) -> Print:
        found = pattern.search(self.text)
        if found is None or found.start(group) < 0:
            return Print()
        return Print(self.glyphs[found.start(group) : found.end(group)])

    def quad(self) -> Quad | None:
        """The quad around all glyphs; over several lines the upright rectangle around them."""
        if not self.glyphs:
            return None
        parts = []
        for line in dict.fromkeys(id(glyph.line) for glyph in self.glyphs):
            mine = [glyph for glyph in self.glyphs if id(glyph.line) == line]
            parts.append(mine[0].line.part(mine[0].index, mine[-1].index))
        if len(parts) == 1:
            return parts[0]
        return _around(parts)


def _around(parts: Sequence[Quad]) -> Quad:
    """The smallest turned rectangle around several quads, in the reading direction of the first."""
    points = np.array([point for part in parts for point in part.points])
    first = np.array(parts[0].points)
    along = (first[1] - first[0]) / max(float(np.hypot(*(first[1] - first[0]))), 1e-6)
    down = np.array([-along[1], along[0]])
    x, y = points @ along, points @ down
    corners = [(x.min(), y.min()), (x.max(), y.min()), (x.max(), y.max()), (x.min(), y.max())]
    return Quad.from_points([along * a + down * b for a, b in corners])


def glyphs_of(lines: Sequence[TextLine], placing: Placing) -> list[Glyph]:
    """Every character on the card, half-width, spaces left out."""
    glyphs: list[Glyph] = []
    for line in lines:
        places = placing.on_card([line.at(character.place) for character in line.characters])
        for index, (character, (x, y)) in enumerate(zip(line.characters, places, strict=True)):
            text = unicodedata.normalize("NFKC", character.text).strip()
            if text and -0.05 < x < 1.05 and -0.05 < y < 1.05:
                glyphs.append(Glyph(text, character.confidence, float(x), float(y), line, index))
    return glyphs


def by_line(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line they were read in, lines in the order of their first."""
    lines: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        lines.setdefault(id(glyph.line), []).append(glyph)
    return list(lines.values())


def rows(glyphs: Sequence[Glyph], gap: float) -> list[Print]:
    """Rows from top to bottom: lines whose middles lie within ``gap`` card heights of each other, left to right."""
    pieces = sorted(by_line(glyphs), key=_middle)
    grouped: list[list[list[Glyph]]] = []
    for piece in pieces:
        if grouped and _middle(piece) - float(np.mean([_middle(other) for other in grouped[-1]])) < gap:
            grouped[-1].append(piece)
        else:
            grouped.append([piece])
    return [
        Print(tuple(sorted((glyph for piece in group for glyph in piece), key=lambda glyph: glyph.x)))
        for group in grouped
    ]


def _middle(glyphs: Sequence[Glyph]) -> float:
    return float(np.mean([glyph.y for glyph in glyphs]))


def row_y(row: Print) -> float:
    return _middle(row.glyphs)
