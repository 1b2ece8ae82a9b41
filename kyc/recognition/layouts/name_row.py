"""A name in its own row of print: cut out where its ink is, and told whether all of that ink was read.

Cards of some regions print a second script right above the name; one box is then drawn around both, the name fills half
of it and is read with doubt, or as nothing. Where the other rows tell where the name must stand, its ink is looked for
there alone. And a rare character may be read as nothing at all, the others with every confidence: a name is whole only
where no ink lies before, between or behind what was read.
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
DOT: Final = "·"
#: So are rows that touch the script above them, what is beyond the row made paper, this much at its edges excepted.
#: Where the script above was not made paper, 5 of 24 names on phone pictures of such cards were lost or wrong.
CROWDED_LOOKS: Final = ((0.10, False), (0.34, False), (0.22, True))
EDGE: Final = 0.04
#: A row is crowded where the stripe above it has this part of its own ink.
CROWDED: Final = 0.30
#: Where a row is expected, ink right above it counts so much against it as ink right below: a second script may touch.
TOUCHING: Final = 0.5
#: How far a row may lie from where the others tell, in card heights; what was read farther away is of another row.
STRAYS: Final = 0.020
OTHER_ROW: Final = 0.030
#: A box higher than so many characters is around two rows.
TWO_ROWS: Final = 2.1
#: An unread name is taken to have so many characters until it is read.
SHORTEST: Final = 2

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Expected:
    """Where the other rows tell that the name stands: its middle (card heights) and where values begin (widths)."""

    y: float
    left: float


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row of print stands on the card, how high its characters are (card heights), whether it has ink that was
    read as nothing, whether a second script touches it, and whether only what lies within it was taken for its ink."""

    place: Place
    size: float
    has_more: bool
    is_crowded: bool = False
    is_confined: bool = True


def with_whole_name(face: Face, look: Look, name: Print, expected: Expected | None = None) -> Face:
    """``face`` with a doubtful name, and one of which nothing was read where it is ``expected``, read in its own row;
    one that is still not whole there is known as nothing."""
    is_elsewhere = bool(expected and name.glyphs and abs(row_y(name) - expected.y) > OTHER_ROW)
    row = find_row(look.pixels, face.placing, Print() if is_elsewhere else name, expected)
    if row is None or not (row.has_more or is_elsewhere or _is_doubtful(name)):
        return face
    line = _read_row(look, face.placing, row, Print() if is_elsewhere else name)
    if not letters_of(glyphs_of([line], face.placing)).glyphs:
        if not name.glyphs:
            return face
        line = _line_of(name)
    printed = letters_of(glyphs_of([line], face.placing))
    again = find_row(look.pixels, face.placing, printed, expected, is_confined=row.is_confined)
    if again is None or again.has_more:
        line = replace(line, characters=tuple(replace(one, confidence=0.0) for one in line.characters))
    return replace(face, lines=(*_without(face.lines, name), line))


def letters_of(glyphs: Sequence[Glyph]) -> Print:
    """A name's characters; the one mark between two of them is the dot that parts a name, whatever it was taken for."""
    letters = [at for at, glyph in enumerate(glyphs) if glyph.text.isalnum()]
    kept: list[Glyph] = [glyphs[letters[0]]] if letters else []
    for at, after in pairwise(letters):
        marks = [glyph for glyph in glyphs[at + 1 : after] if glyph.line is glyphs[at].line]
        if marks:
            kept.append(replace(max(marks, key=lambda glyph: glyph.confidence), text=DOT))
        kept.append(glyphs[after])
    return Print(tuple(kept))


def _is_doubtful(name: Print) -> bool:
    return min((glyph.confidence for glyph in name.glyphs), default=0.0) < DOUBT


def _read_row(look: Look, placing: Placing, row: Row, name: Print) -> TextLine:
    """What several cuts of the row and the first reading, if that was one of this row alone, agree on."""
    quads, cuts = [], []
    for room, whitened in CROWDED_LOOKS if row.is_crowded else LOOKS:
        quads.append(placing.corners_at(_with_room(row, room, placing.aspect)))
        cut = cut_line(look.pixels, quads[-1])
        cut = _alone(cut, room) if row.is_crowded else cut
        cuts.append(ink_on_white(cut) if whitened else cut)
    readings = look.networks.recognise(cuts)
    first, *others = (TextLine(quad, reading.characters) for quad, reading in zip(quads, readings, strict=True))
    if name.glyphs and _height_of(name, placing) < TWO_ROWS * row.size:
        others.append(_line_of(name))
    return agreed(first, others)


def _with_room(row: Row, room: float, aspect: float) -> Place:
    left, top, right, bottom = row.place
    ends = END_ROOM * row.size / aspect
    return left - ends, top - room * row.size, right + ends, bottom + room * row.size


def _alone(cut: Pixels, room: float) -> Pixels:
    """``cut`` of a row with ``room`` above and below it, what stands in that room made the colour of the paper."""
    height = cut.shape[0]
    size = height / (1 + 2 * room)
    edge = round((room - EDGE) * size)
    if edge < 1:
        return cut
    alone = cut.copy()
    paper = np.quantile(cut.reshape(-1, 3), 0.7, axis=0).astype(np.uint8)
    alone[:edge] = paper
    alone[height - edge :] = paper
    return alone


def _height_of(name: Print, placing: Placing) -> float:
    """How high the box is that a name was read from, in card heights."""
    corners = name.glyphs[0].line.corners
    (_, top), (_, bottom) = placing.on_card([(corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2])
    return float(bottom - top)


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


def find_row(
    pixels: Pixels, placing: Placing, name: Print, expected: Expected | None = None, *, is_confined: bool = True
) -> Row | None:
    """The row of print that ``name`` was read from, or that is ``expected``; None where nothing was read and nothing is
    expected, or the picture shows no such row. What goes on above and below is not its ink where ``is_confined``, but
    in a crowded row and in one of which nothing was read it may be."""
    half = SIZES[-1] / placing.aspect / 2
    on_card = _middles(name, expected, 2 * half)
    if not on_card:
        return None
    y = expected.y if expected else row_y(name)
    left, right = on_card[0] - 1.5 * half, max(RIGHT, on_card[-1] + half)
    if expected:
        left = min(left, expected.left - half)
    window = (left, y - AROUND, right, y + AROUND)
    dark = darkness(cut_line(pixels, placing.corners_at(window)))
    across, down = dark.shape[1] / (right - left), dark.shape[0] / (2 * AROUND)
    xs = [(x - left) * across for x in on_card]
    columns = _columns_of(xs, half * across, dark.shape[1])
    strays = STRAYS * down if expected else None
    band = _band(dark, columns, [size * down for size in SIZES], strays)
    if band is None:
        return None
    top, bottom = band
    width = (bottom - top) / down * across / placing.aspect
    begins = (expected.left - left) * across if expected else xs[0] - width / 2
    parts = _unread(xs, width, dark.shape[1], begins)
    is_crowded = expected is not None and _is_crowded(dark, columns, band)
    is_confined = is_confined and bool(name.glyphs) and not is_crowded
    unread = [part for part in parts if _is_print(dark, part, band, xs, width, is_confined=is_confined)]
    ends = [xs[0] - width / 2, xs[-1] + width / 2, *(end for part in unread for end in part)]
    place = (left + min(ends) / across, window[1] + top / down, left + max(ends) / across, window[1] + bottom / down)
    return Row(place, (bottom - top) / down, bool(unread), is_crowded, is_confined)


def _middles(name: Print, expected: Expected | None, width: float) -> list[float]:
    """Where characters of the row stand (card widths): those that were read, or those that every name has."""
    if name.glyphs or expected is None:
        return [glyph.x for glyph in name.glyphs]
    return [expected.left + (0.5 + index) * width for index in range(SHORTEST)]


def _is_crowded(dark: Floats, columns: Bools, band: tuple[int, int]) -> bool:
    """Whether something is printed right above the row."""
    top, bottom = band
    profile = dark[:, columns].mean(axis=1)
    white = max(1, round(WHITE * (bottom - top)))
    return bool(profile[max(0, top - white) : top].mean() > CROWDED * profile[top:bottom].mean())


def _columns_of(xs: Sequence[float], half: float, width: int) -> Bools:
    """Which columns belong to characters that were read."""
    return np.asarray(np.any([np.abs(np.arange(width) - x) < half for x in xs], axis=0), np.bool_)


def _band(dark: Floats, columns: Bools, heights: Sequence[float], strays: float | None) -> tuple[int, int] | None:
    """First row and the one after the last of the row of print: as dark as can be, between two stripes of white; with
    ``strays``, its middle not farther than that from the picture's, and rather white below than above."""
    profile = dark[:, columns].mean(axis=1) if columns.any() else np.zeros(dark.shape[0])
    summed = np.concatenate([[0.0], np.cumsum(profile)])
    best: tuple[float, tuple[int, int]] | None = None
    for high in (round(height) for height in heights):
        white = max(1, round(WHITE * high))
        middle, far = (dark.shape[0] - high) / 2, dark.shape[0] if strays is None else strays
        first, last = max(white, round(middle - far)), min(dark.shape[0] - high - white, round(middle + far))
        for top in range(first, last):
            inside = (summed[top + high] - summed[top]) / high
            above = (summed[top] - summed[top - white]) / white
            below = (summed[top + high + white] - summed[top + high]) / white
            merit = float(inside - below - TOUCHING * above if strays is not None else inside - max(above, below))
            if best is None or merit > best[0]:
                best = merit, (top, top + high)
    return best[1] if best is not None and best[0] > 0 else None


def _unread(xs: Sequence[float], width: float, end: int, begins: float) -> list[tuple[float, float]]:
    """Stretches beside characters where another one could stand, from and to which column; none before ``begins``."""
    before = (begins, xs[0] - width / 2)
    between = [(one + width / 2, other - width / 2) for one, other in pairwise(xs)]
    behind = (xs[-1] + width / 2, min(float(end), xs[-1] + (APART + 0.5) * width))
    return [part for part in (before, *between, behind) if part[1] - part[0] > CHARACTER * width]


def _is_print(
    dark: Floats,
    part: tuple[float, float],
    band: tuple[int, int],
    xs: Sequence[float],
    width: float,
    *,
    is_confined: bool,
) -> bool:
    """Whether a stretch of the row has a character's ink and, if ``is_confined``, has it only within the row."""
    top, bottom = band
    usual = float(np.quantile(dark[top:bottom].mean(axis=0)[_columns_of(xs, width / 2, dark.shape[1])], 0.9))
    first, last = round(part[0]), round(part[1])
    inked = _inked(dark[top:bottom, first:last], usual)
    if inked < CHARACTER * width or not is_confined:
        return inked >= CHARACTER * width
    white, aside = max(1, round(WHITE * (bottom - top))), round(width / 2)
    beside = slice(max(0, first - aside), last + aside)
    going_on = max(_inked(dark[top - white : top, beside], usual), _inked(dark[bottom : bottom + white, beside], usual))
    return going_on < CONFINED * inked


def _inked(dark: Floats, usual: float) -> int:
    """How many columns have ink."""
    return int((dark.mean(axis=0) > INK * usual).sum())
