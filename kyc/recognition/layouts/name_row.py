"""A name in its own row of print: cut out where its ink is, and told whether all of that ink was read.

Cards of some regions print a second script right above the name; one box is then drawn around both, the name fills half
of it and is read with doubt. And a rare character may be read as nothing at all, the others with every confidence: a
name is whole only where no ink lies between or behind what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from kyc.recognition.ink import darkness, ink_on_white
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.lines import TextLine
from kyc.recognition.networks import Floats, Pixels, cut_line
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Glyph, Print, glyphs_of, row_y
from kyc.recognition.second_look import DOUBT, agreed

#: How high a name's characters can be, in card heights: about 3.3 mm of 54 (GA 448-2013), less beside a second script.
SIZES: Final = (0.050, 0.056, 0.062, 0.068)
#: What is cut around the row: so far above and below the middle of its box, and no farther right than the portrait.
AROUND: Final = 0.095
RIGHT: Final = 0.605
#: White above and below a row, by which its height is told, and its first character, in parts of its characters' size.
WHITE: Final = 0.15
#: A column has ink where it has this part of what is usual for the darkest tenth of the columns that were read.
INK: Final = 0.35
#: So much of a character's width with ink, where nothing was read, is a character.
CHARACTER: Final = 0.45
#: Characters of one name are not farther apart than this, in their own widths.
APART: Final = 2.2
#: A character has no ink right above and below the row, or in at most this part of its columns; a watermark's lines and
#: a thumb's edge go on.
CONFINED: Final = 0.25
#: How the row is looked at: room above and below, in parts of its characters' size, and whether its paper is made
#: white; so much room at both ends. Of 120 tuning names, most with characters outside the commonest 3,755, these three
#: kept 96 right and 8 wrong above the floor of confidence; rooms of 0.12, 0.22 and 0.34 as they are, 90 and 9.
LOOKS: Final = ((0.22, False), (0.34, False), (0.22, True))
END_ROOM: Final = 0.30

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row of print stands on the card, how high its characters are (card heights), and whether it has ink that
    was read as nothing."""

    place: Place
    size: float
    has_more: bool


def with_whole_name(face: Face, look: Look, name: Print) -> Face:
    """``face`` with a doubtful name read in its own row; one that is still not whole there is known as nothing."""
    row = find_row(look.pixels, face.placing, name)
    if row is None or not (row.has_more or _is_doubtful(name)):
        return face
    line = _read_row(look, face.placing, row, name)
    if not letters_of(glyphs_of([line], face.placing)).glyphs:
        line = _line_of(name)
    again = find_row(look.pixels, face.placing, letters_of(glyphs_of([line], face.placing)))
    if again is None or again.has_more:
        line = replace(line, characters=tuple(replace(one, confidence=0.0) for one in line.characters))
    return replace(face, lines=(*_without(face.lines, name), line))


def letters_of(glyphs: Sequence[Glyph]) -> Print:
    """A name's characters, the dot between its parts among them; other marks are none of it."""
    return Print(tuple(glyph for glyph in glyphs if glyph.text == "·" or glyph.text.isalnum()))


def _is_doubtful(name: Print) -> bool:
    return min(glyph.confidence for glyph in name.glyphs) < DOUBT


def _read_row(look: Look, placing: Placing, row: Row, name: Print) -> TextLine:
    """What several cuts of the row and the first reading agree on."""
    left, top, right, bottom = row.place
    ends = END_ROOM * row.size / placing.aspect
    quads = [
        placing.corners_at((left - ends, top - room * row.size, right + ends, bottom + room * row.size))
        for room, _ in LOOKS
    ]
    cuts = [cut_line(look.pixels, quad) for quad in quads]
    readings = look.networks.recognise(
        [ink_on_white(cut) if whitened else cut for cut, (_, whitened) in zip(cuts, LOOKS, strict=True)]
    )
    first, *others = (TextLine(quad, reading.characters) for quad, reading in zip(quads, readings, strict=True))
    return agreed(first, [*others, _line_of(name)])


def _line_of(name: Print) -> TextLine:
    """The name alone, as it was read."""
    line = name.glyphs[0].line
    return TextLine(line.corners, tuple(glyph.line.characters[glyph.index] for glyph in name.glyphs))


def _without(lines: Sequence[TextLine], name: Print) -> list[TextLine]:
    """``lines`` less the name's characters."""
    taken = {(id(glyph.line), glyph.index) for glyph in name.glyphs}
    kept = [
        replace(
            line,
            characters=tuple(one for index, one in enumerate(line.characters) if (id(line), index) not in taken),
        )
        for line in lines
    ]
    return [line for line in kept if line.characters]


# --- where the ink is ----------------------------------------------------------------------------------------------


def find_row(pixels: Pixels, placing: Placing, name: Print) -> Row | None:
    """The row of print that ``name`` was read from; None where nothing was, or the picture shows no such row."""
    if not name.glyphs:
        return None
    y, half = row_y(name), SIZES[-1] / placing.aspect / 2
    left, right = name.glyphs[0].x - 1.5 * half, max(RIGHT, name.glyphs[-1].x + half)
    window = (left, y - AROUND, right, y + AROUND)
    dark = darkness(cut_line(pixels, placing.corners_at(window)))
    across, down = dark.shape[1] / (right - left), dark.shape[0] / (2 * AROUND)
    xs = [(glyph.x - left) * across for glyph in name.glyphs]
    band = _band(dark, _columns_of(xs, half * across, dark.shape[1]), [size * down for size in SIZES])
    if band is None:
        return None
    top, bottom = band
    width = (bottom - top) / down * across / placing.aspect
    unread = [part for part in _unread(xs, width, dark.shape[1]) if _is_print(dark, part, band, xs, width)]
    ends = [xs[0] - width / 2, xs[-1] + width / 2, *(part[1] for part in unread)]
    place = (left + min(ends) / across, window[1] + top / down, left + max(ends) / across, window[1] + bottom / down)
    return Row(place, (bottom - top) / down, bool(unread))


def _columns_of(xs: Sequence[float], half: float, width: int) -> Bools:
    """Which columns belong to characters that were read."""
    return np.asarray(np.any([np.abs(np.arange(width) - x) < half for x in xs], axis=0), np.bool_)


def _band(dark: Floats, columns: Bools, heights: Sequence[float]) -> tuple[int, int] | None:
    """First row and the one after the last of the row of print: as dark as can be, between two stripes of white."""
    profile = dark[:, columns].mean(axis=1) if columns.any() else np.zeros(dark.shape[0])
    summed = np.concatenate([[0.0], np.cumsum(profile)])
    best: tuple[float, tuple[int, int]] | None = None
    for high in (round(height) for height in heights):
        white = max(1, round(WHITE * high))
        for top in range(white, dark.shape[0] - high - white):
            inside = (summed[top + high] - summed[top]) / high
            above = (summed[top] - summed[top - white]) / white
            below = (summed[top + high + white] - summed[top + high]) / white
            merit = float(inside - max(above, below))
            if best is None or merit > best[0]:
                best = merit, (top, top + high)
    return best[1] if best is not None and best[0] > 0 else None


def _unread(xs: Sequence[float], width: float, end: int) -> list[tuple[float, float]]:
    """Stretches beside characters where another one could stand, from and to which column."""
    between = [(one + width / 2, other - width / 2) for one, other in pairwise(xs)]
    behind = (xs[-1] + width / 2, min(float(end), xs[-1] + (APART + 0.5) * width))
    return [part for part in (*between, behind) if part[1] - part[0] > CHARACTER * width]


def _is_print(
    dark: Floats, part: tuple[float, float], band: tuple[int, int], xs: Sequence[float], width: float
) -> bool:
    """Whether a stretch of the row has a character's ink, and has it only within the row."""
    top, bottom = band
    usual = float(np.quantile(dark[top:bottom].mean(axis=0)[_columns_of(xs, width / 2, dark.shape[1])], 0.9))
    first, last = round(part[0]), round(part[1])
    inked = _inked(dark[top:bottom, first:last], usual)
    if inked < CHARACTER * width:
        return False
    white, aside = max(1, round(WHITE * (bottom - top))), round(width / 2)
    beside = slice(max(0, first - aside), last + aside)
    going_on = max(_inked(dark[top - white : top, beside], usual), _inked(dark[bottom : bottom + white, beside], usual))
    return going_on < CONFINED * inked


def _inked(dark: Floats, usual: float) -> int:
    """How many columns have ink."""
    return int((dark.mean(axis=0) > INK * usual).sum())
