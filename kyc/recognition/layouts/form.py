"""Printed forms: labels at known places, and values that a second printer laid beside them, seldom in line.

Each value is looked for where its label says it must be. Values that look like nothing else (dates, numbers) tell how
far the second printer was off, and the others are looked for off by as much.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kyc.documents.kinds import MAY_BE_BLANK, DocumentKind, FieldName, Side
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.lines import TextLine, within_reach
from kyc.recognition.placing import Anchor, Place, find_anchors, place_card
from kyc.recognition.printed import Glyph, Print, by_line, glyphs_of
from kyc.recognition.second_look import look_again, resolve_doubts

#: No line of a document is farther from another than this, in document widths.
REACH: Final = 1.15
#: A label may be found this far from its place, in card widths and heights: forms are printed by many hands.
LABEL_REACH: Final = (0.12, 0.10)
#: Half the height of a label's own print, in card heights, and how much of its width may belong to a value.
LABEL_HALF_HEIGHT: Final = 0.030
LABEL_SPARE: Final = 0.006
LATIN_SPARE: Final = 0.030
#: A gap this many times the usual step between characters, and at least this wide, parts two values.
WIDE_STEP: Final = 2.2
WIDE_GAP: Final = 0.035
#: What it costs a piece of print to look like another kind of value, in units of one row's height off its line.
LOOKS_WRONG: Final = 1.0
LOOKS_RIGHT: Final = -0.5
#: Characters of two boxes that stand closer than this part of a step are one.
TWICE: Final = 0.5
#: Beyond this cost a piece belongs to no slot.
FARTHEST: Final = 1.3
#: Horizontal distances count in this part of the card's width.
ACROSS: Final = 0.10

Shift = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a field's value is printed: left, top, right, bottom in card widths and heights, over all its lines.

    It moves with the anchor whose text is ``label``. ``pattern`` is what the value looks like, where it looks like
    something; the value is then the pattern's part of what stands there.
    """

    name: FieldName
    place: Place
    label: str = ""
    pattern: re.Pattern[str] | None = None
    lines: int = 1

    def moved(self, by: Shift) -> Slot:
        left, top, right, bottom = self.place
        return replace(self, place=(left + by[0], top + by[1], right + by[0], bottom + by[1]))


@dataclass(frozen=True, slots=True)
class Form:
    """A side's print. ``anchors`` are its labels and titles; ``besides`` matches other pre-printed text (English
    labels, marks) that is no value; ``row`` is the usual height of a row in card heights; ``looks_wrong`` is what a
    value costs in a slot whose pattern it misses: less than a row where values are often unlike their pattern."""

    anchors: tuple[Anchor, ...]
    slots: tuple[Slot, ...]
    row: float = 0.09
    besides: re.Pattern[str] | None = None
    looks_wrong: float = LOOKS_WRONG

    @property
    def places(self) -> dict[FieldName, Place]:
        """Where the values stand that are never blank."""
        return {slot.name: slot.place for slot in self.slots if slot.name not in MAY_BE_BLANK}


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in each slot (possibly nothing), and where each slot lies on this print."""

    prints: Mapping[FieldName, Print]
    places: Mapping[FieldName, Place]

    def unread_places(self, names: Collection[FieldName]) -> list[Place]:
        """The places of those of ``names`` where nothing was found, once each."""
        return list(dict.fromkeys(self.places[name] for name in names if not self.prints[name].glyphs))


def find_sides(
    kind: DocumentKind, side: Side, form: Form, aspect: float, lines: Sequence[TextLine], least: int = 6
) -> list[Face]:
    """Every place among the lines of a picture where this form's labels hold a document in place.

    ``least`` is how many ends of labels must agree on it.
    """
    faces: list[Face] = []
    for origin, width in _origins(form, lines):
        if any(face.placing.holds(origin.centre) for face in faces):
            continue
        near = within_reach(lines, origin, REACH * width)
        placing = place_card(find_anchors(near, form.anchors), aspect)
        if placing is not None and placing.matches >= least:
            faces.append(Face(kind, side, placing, tuple(near)))
    return faces


def _origins(form: Form, lines: Sequence[TextLine]) -> list[tuple[TextLine, float]]:
    """Lines that hold a label of three characters or more, longest label first, and how wide the document then is."""
    origins = []
    for anchor in form.anchors:
        for line in lines:
            start = line.text.find(anchor.text)
            if start >= 0 and len(anchor.text) >= 3:
                last = line.characters[start + len(anchor.text) - 1].place
                part = (last - line.characters[start].place) * len(anchor.text) / (len(anchor.text) - 1)
                origins.append((len(anchor.text), line, part * line.length / (anchor.right - anchor.left)))
    return [(line, width) for _, line, width in sorted(origins, key=lambda origin: -origin[0])]


def look_closer(form: Form, face: Face, look: Look) -> Face:
    """``face`` after a second look at what was read with doubt, and where a line that is never blank was not read."""
    on_card = [line for line in face.lines if face.placing.holds(line.centre)]
    face = replace(face, lines=resolve_doubts(look.networks, look.pixels, on_card))
    never_blank = [slot.name for slot in form.slots if slot.lines == 1 and slot.name not in MAY_BE_BLANK]
    places = cut_values(form, glyphs_of(face.lines, face.placing)).unread_places(never_blank)
    if not places:
        return face
    return replace(face, lines=look_again(look.networks, look.pixels, face.lines, face.placing, places))


def cut_values(form: Form, glyphs: Sequence[Glyph]) -> Values:
    """The value of every slot among the characters of a side."""
    moves = _label_moves(form, glyphs)
    pieces = [piece for line in by_line(glyphs) for piece in _pieces(form, line, moves)]
    slots = [slot.moved(moves.get(slot.label, moves[""])) for slot in form.slots]
    off = _overprint_shift(form, slots, pieces)
    slots = [slot.moved(off) for slot in slots]
    held = _assigned(form, slots, pieces)
    prints = {slot.name: _value(slot, held[index]) for index, slot in enumerate(slots)}
    return Values(prints, {slot.name: slot.place for slot in slots})


def _label_moves(form: Form, glyphs: Sequence[Glyph]) -> dict[str, Shift]:
    """How far each label that was read lies from its place; under ``""`` the median over all."""
    moves: dict[str, Shift] = {}
    for line in by_line(glyphs):
        text = "".join(glyph.text for glyph in line)
        for anchor in form.anchors:
            start = text.find(anchor.text)
            if start < 0 or len(text) != len(line):
                continue
            seen = line[start : start + len(anchor.text)]
            move = (_mean_x(seen) - (anchor.left + anchor.right) / 2, _mean_y(seen) - anchor.y)
            if abs(move[0]) < LABEL_REACH[0] and abs(move[1]) < LABEL_REACH[1]:
                moves.setdefault(anchor.text, move)
    found = list(moves.values())
    moves[""] = (float(np.median([x for x, _ in found])), float(np.median([y for _, y in found]))) if found else (0, 0)
    return moves


def _pieces(form: Form, line: list[Glyph], moves: Mapping[str, Shift]) -> list[Print]:
    """Runs of a line that may be values: labels and other pre-printed text taken out, parted at wide gaps."""
    drop = _printed_before(form, line) | {
        index for index, glyph in enumerate(line) if any(_in_label(glyph, anchor, moves) for anchor in form.anchors)
    }
    wide = _wide_step(line)
    runs: list[list[Glyph]] = []
    previous: int | None = None
    for index, glyph in enumerate(line):
        if index in drop:
            continue
        adjoins = previous == index - 1 and glyph.x - line[index - 1].x < wide
        if runs and adjoins:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        previous = index
    return [Print(tuple(run)) for run in runs]


def _printed_before(form: Form, line: Sequence[Glyph]) -> set[int]:
    """Indices of glyphs in labels that were read whole, wherever they stand, and in other pre-printed text."""
    text = "".join(glyph.text for glyph in line)
    if len(text) != len(line):
        return set()
    found: set[int] = set()
    for anchor in form.anchors:
        start = text.find(anchor.text)
        if start >= 0 and _is_near(line[start], anchor):
            found.update(range(start, start + len(anchor.text)))
    for match in form.besides.finditer(text) if form.besides else ():
        found.update(range(*match.span()))
    return found


def _is_near(first: Glyph, anchor: Anchor) -> bool:
    return abs(first.x - anchor.left) < 2 * LABEL_REACH[0] and abs(first.y - anchor.y) < LABEL_REACH[1]


def _in_label(glyph: Glyph, anchor: Anchor, moves: Mapping[str, Shift]) -> bool:
    """Whether a glyph stands where a label is printed, however that label was read. Where it was read as it is, only
    its own characters are taken for it; a misread label is seldom taken for figures and Latin letters."""
    if anchor.text in moves and glyph.text not in anchor.text:
        return False
    x, y = moves.get(anchor.text, moves[""])
    spare = 0.0 if glyph.text in anchor.text else LATIN_SPARE if glyph.text.isascii() else LABEL_SPARE
    beside = anchor.left + x - LABEL_SPARE < glyph.x < anchor.right + x - spare
    return beside and abs(glyph.y - anchor.y - y) < LABEL_HALF_HEIGHT


def _wide_step(line: Sequence[Glyph]) -> float:
    steps = [after.x - before.x for before, after in itertools.pairwise(line)]
    return max(WIDE_GAP, WIDE_STEP * float(np.median(steps))) if steps else WIDE_GAP


def _overprint_shift(form: Form, slots: Sequence[Slot], pieces: Sequence[Print]) -> Shift:
    """How far the values lie from their places in common, by those that look like what they are."""
    offsets = []
    for slot, held in zip(slots, _assigned(form, slots, pieces).values(), strict=True):
        if slot.pattern is None or slot.lines > 1 or len(held) != 1:
            continue
        found = held[0].search(slot.pattern)
        if found.glyphs:
            top, bottom = slot.place[1], slot.place[3]
            offsets.append((found.glyphs[0].x - slot.place[0], _mean_y(found.glyphs) - (top + bottom) / 2))
    if len(offsets) < 2:
        return 0.0, 0.0
    return float(np.median([x for x, _ in offsets])), float(np.median([y for _, y in offsets]))


def _assigned(form: Form, slots: Sequence[Slot], pieces: Sequence[Print]) -> dict[int, list[Print]]:
    """Every piece under the slot it fits best, if it fits any."""
    held: dict[int, list[Print]] = {index: [] for index in range(len(slots))}
    for piece in pieces:
        y = _mean_y(piece.glyphs)
        costs = [_cost(form, slot, piece, y) for slot in slots]
        best = int(np.argmin(costs))
        if costs[best] < FARTHEST:
            held[best].append(piece)
    return held


def _cost(form: Form, slot: Slot, piece: Print, y: float) -> float:
    """What it costs to take a piece at height ``y`` for the slot's value."""
    left, top, right, bottom = slot.place
    x0, x1 = piece.glyphs[0].x, piece.glyphs[-1].x
    if slot.lines > 1:
        inset = (bottom - top) / slot.lines / 2
        down = max(top + inset - y, 0.0, y - bottom + inset)
    else:
        down = abs(y - (top + bottom) / 2)
    beyond = max(left - x1, 0.0, x0 - right)
    across = beyond / ACROSS * 2 if beyond else max(0.0, left - x0) / ACROSS + 0.3 * max(0.0, x0 - left)
    return down / form.row + across + _looks(form, slot, piece)


def _looks(form: Form, slot: Slot, piece: Print) -> float:
    if slot.pattern is None:
        return 0.0
    return LOOKS_RIGHT if slot.pattern.search(piece.text) else form.looks_wrong


def _value(slot: Slot, pieces: Sequence[Print]) -> Print:
    """The pieces joined line by line from the top, less what is not the value's."""
    lines: list[list[Print]] = []
    for piece in sorted(pieces, key=lambda one: _mean_y(one.glyphs)):
        if lines and _in_one_row(lines[-1][0], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    ordered = [sorted(line, key=lambda one: one.glyphs[0].x) for line in lines]
    joined = Print(tuple(glyph for line in ordered for glyph in _side_by_side(line)))
    found = joined.search(slot.pattern) if slot.pattern else joined
    return found if found.glyphs else joined


def _side_by_side(pieces: Sequence[Print]) -> list[Glyph]:
    """The glyphs of pieces of one row; a character on which two boxes overlap was read twice and is printed once."""
    close = TWICE * min((step for piece in pieces if (step := _step(piece))), default=0.0)
    glyphs: list[Glyph] = []
    for glyph in sorted((glyph for piece in pieces for glyph in piece.glyphs), key=lambda one: one.x):
        before = glyphs[-1] if glyphs else None
        if before is not None and before.line is not glyph.line and glyph.x - before.x < close:
            glyphs[-1] = max(before, glyph, key=lambda one: one.confidence)
        else:
            glyphs.append(glyph)
    return glyphs


def _step(piece: Print) -> float:
    """The usual step from one character to the next."""
    steps = [after.x - before.x for before, after in itertools.pairwise(piece.glyphs)]
    return float(np.median(steps)) if steps else 0.0


def _in_one_row(one: Print, other: Print) -> bool:
    """Whether two pieces stand side by side: long values are set in small type, two or three lines to a row."""
    axis, line = one.glyphs[0].line, other.glyphs[0].line
    along = (axis.right - axis.left) / max(axis.length, 1.0)
    off = line.centre - axis.centre
    return bool(abs(along[0] * off[1] - along[1] * off[0]) < min(axis.height, line.height) / 2)


def _mean_x(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.x for glyph in glyphs) / len(glyphs)


def _mean_y(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.y for glyph in glyphs) / len(glyphs)
