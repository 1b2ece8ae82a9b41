"""Pages without places of their own: labels wherever an app puts them, each with its value beside or below it.

Values are told by what they look like (a date, a number, a word of a closed list) before where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import Final

import numpy as np

from kyc.documents.kinds import FieldName
from kyc.recognition.homography_fit import Floats, Matrix, project
from kyc.recognition.lines import TextLine, direction
from kyc.recognition.placing import Match, Place, Placing
from kyc.recognition.printed import Glyph, Print

#: Lines that run this many degrees off the page's direction are not on it.
OFF_DIRECTION: Final = 25.0
#: Lines shorter than this many of their heights tell no direction.
TELLS_DIRECTION: Final = 3.0
#: How much evidence it takes to believe in perspective: squares of the page's extent in lines' misfit.
PERSPECTIVE_RIDGE: Final = 0.02
#: Paper around the outermost print, in page widths.
RIM: Final = 0.05
#: A gap this many times the usual step between characters parts two values.
WIDE_STEP: Final = 3.0
#: A label this long may have one character misread.
LONG_LABEL: Final = 4
#: A value stands beside its label at most this far off its middle, and below it within these, in label heights.
BESIDE: Final = 0.75
BELOW: Final = (0.6, 2.9)
#: A value below begins at most this far left or right of where its label begins, in label heights.
ALIGNED: Final = 2.5
#: What it costs to stand below, off the label's middle (a label's height) or far off (a page's width).
BELOW_COST: Final = 0.5
OFF_COST: Final = 0.4
FAR_COST: Final = 0.3


NONE: Final[Mapping[FieldName, re.Pattern[str]]] = {}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label and what its value looks like: ``pattern`` has one group for each of ``names``."""

    text: str
    names: tuple[FieldName, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of print in page widths: ends, middle and height. ``label`` is set where it is one."""

    print: Print
    left: float
    right: float
    y: float
    height: float
    label: Label | None = None


def straightened(lines: Sequence[TextLine]) -> Placing | None:
    """A page around all lines that run the way most print does, straightened so that they run level; None without any.

    The page is one wide; its height follows from its print. Columns stay as they are seen: print alone does not tell
    how far they lean.
    """
    page = [line for line in lines if line.characters]
    if not page:
        return None
    angle = _main_direction(page)
    page = [line for line in page if abs((direction(line.corners) - angle + 180) % 360 - 180) < OFF_DIRECTION]
    corners = np.concatenate([line.corners for line in page]).astype(np.float64)
    level = _turned_to(angle, corners)
    ends = [(project(level, np.array([line.left, line.right], np.float64)), line) for line in page]
    matrix = _without_convergence(ends) @ level
    seen = project(matrix, corners)
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    width = (right - left) / (1 - 2 * RIM)
    fit = np.array([[1 / width, 0, RIM - left / width], [0, 1 / width, RIM - top / width], [0, 0, 1]])
    aspect = 1 / ((bottom - top) / width + 2 * RIM)
    whole = np.asarray(fit @ matrix, np.float64)
    return Placing(whole / whole[2, 2], float(aspect), (), whole / whole[2, 2])


def held_by(placing: Placing, labels: Iterable[Piece]) -> Placing:
    """``placing`` with both ends of every label as its matches."""
    points = [point for piece in labels for point in ((piece.left, piece.y), (piece.right, piece.y))]
    seen = project(np.asarray(np.linalg.inv(placing.matrix)), np.array(points, np.float64))
    matches = tuple(
        Match((float(x), float(y)), (u, v * placing.aspect)) for (x, y), (u, v) in zip(seen, points, strict=True)
    )
    return replace(placing, fitted=matches)


def _main_direction(lines: Sequence[TextLine]) -> float:
    turns = [(radians(direction(line.corners)), line.length) for line in lines]
    x, y = sum(cos(turn) * length for turn, length in turns), sum(sin(turn) * length for turn, length in turns)
    return float(np.degrees(np.arctan2(y, x)))


def _turned_to(angle: float, corners: Floats) -> Matrix:
    """Turns by ``-angle`` around the middle of ``corners`` and scales their extent to about 1."""
    turn = radians(angle)
    scale = 1 / max(float(np.ptp(corners, axis=0).max()), 1.0)
    rotation = scale * np.array([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]])
    shift = -rotation @ corners.mean(axis=0)
    return np.array([[*rotation[0], shift[0]], [*rotation[1], shift[1]], [0, 0, 1]], np.float64)


def _without_convergence(ends: Sequence[tuple[Floats, TextLine]]) -> Matrix:
    """The homography that makes lines level whose left and right ends are given: their vanishing point goes to
    infinity. Found by least squares, long lines counting more."""
    rows, wanted = [], []
    for (start, end), line in ends:
        if line.length < TELLS_DIRECTION * line.height:
            continue
        a, b, c = np.cross([*start, 1.0], [*end, 1.0])
        rows.append((b, c))
        wanted.append(-a)
    if not rows:
        return np.eye(3)
    system = np.array(rows)
    slope, bend = np.linalg.solve(system.T @ system + _ridge(system), system.T @ np.array(wanted))
    return np.array([[1, 0, 0], [-slope, 1, 0], [-bend, 0, 1]], np.float64)


def _ridge(system: Floats) -> Matrix:
    """Holds the bend back where few lines would decide it."""
    return np.diag([0.0, PERSPECTIVE_RIDGE * float((system[:, 0] ** 2).sum())])


def pieces_of(glyphs: Sequence[Glyph], aspect: float, labels: Sequence[Label]) -> list[Piece]:
    """Labels and runs of other print, parted at labels and wide gaps; ``glyphs`` as ``glyphs_of`` gives them."""
    by_line: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_line.setdefault(id(glyph.line), []).append(glyph)
    return [piece for line in by_line.values() for piece in _parted(line, aspect, labels)]


def _parted(line: list[Glyph], aspect: float, labels: Sequence[Label]) -> list[Piece]:
    found = _labels_in(line, labels)
    wide = _wide_gap(line)
    pieces: list[Piece] = []
    run: list[Glyph] = []
    index = 0
    while index <= len(line):
        at_label = next((entry for entry in found if entry[0] == index), None)
        ends_here = index == len(line) or at_label or (run and line[index].x - run[-1].x > wide)
        if run and ends_here:
            pieces.append(_piece(run, aspect))
            run = []
        if at_label:
            start, end, label = at_label
            pieces.append(_piece(line[start:end], aspect, label))
            index = end
        elif index < len(line):
            run.append(line[index])
            index += 1
        else:
            break
    return pieces


def _labels_in(line: Sequence[Glyph], labels: Sequence[Label]) -> list[tuple[int, int, Label]]:
    """First and last place and label of every label in a line, the longest first, none overlapping another."""
    text = [glyph.text for glyph in line]
    taken: list[tuple[int, int, Label]] = []
    for spare in (0, 1):
        for label in sorted(labels, key=lambda one: -len(one.text)):
            size = len(label.text)
            if spare and size < LONG_LABEL:
                continue
            for start in range(len(text) - size + 1):
                wrong = sum(a != b for a, b in zip(text[start : start + size], label.text, strict=True))
                if wrong <= spare and not any(start < end and first < start + size for first, end, _ in taken):
                    taken.append((start, start + size, label))
    return taken


def _wide_gap(line: Sequence[Glyph]) -> float:
    steps = [after.x - before.x for before, after in pairwise(line)]
    return WIDE_STEP * float(np.median(steps)) if steps else 1.0


def _piece(run: Sequence[Glyph], aspect: float, label: Label | None = None) -> Piece:
    height = _height(run, aspect)
    step = (run[-1].x - run[0].x) / (len(run) - 1) / 2 if len(run) > 1 else height / 2
    y = float(np.mean([glyph.y for glyph in run])) / aspect
    return Piece(Print(tuple(run)), run[0].x - step, run[-1].x + step, y, height, label)


def _height(run: Sequence[Glyph], aspect: float) -> float:
    """The height of the line's box in page widths, by the scale between its first and last characters or its own."""
    line = run[0].line
    if len(run) < 2:
        return 0.035
    first, last = (line.at(line.characters[glyph.index].place) for glyph in (run[0], run[-1]))
    across = hypot(*(float(side) for side in last - first))
    return line.height * (run[-1].x - run[0].x) / max(across, 1e-6)


def paired(pieces: Sequence[Piece], telling: Mapping[FieldName, re.Pattern[str]] = NONE) -> dict[FieldName, Print]:
    """The value of every label that has one, cheapest pairs first; a piece belongs to one label.

    A field whose label was not read gets the only piece left over that looks as its pattern of ``telling`` wants, where
    there is just one.
    """
    labels = [piece for piece in pieces if piece.label is not None]
    values = [piece for piece in pieces if piece.label is None]
    offers = sorted(
        (
            (cost, row, column)
            for row, label in enumerate(labels)
            for column, value in enumerate(values)
            if (cost := _cost(label, value, pieces)) is not None
        ),
    )
    found: dict[FieldName, Print] = {}
    used: set[int] = set()
    for _, row, column in offers:
        label = labels[row].label
        if label is None or column in used or any(name in found for name in label.names):
            continue
        used.add(column)
        match = label.pattern.search(_spaced(values[column].print).text)
        if match is None:
            continue
        spaced = _spaced(values[column].print)
        for group, name in enumerate(label.names, start=1):
            found[name] = Print(spaced.glyphs[match.start(group) : match.end(group)])
    left_over = [value.print for column, value in enumerate(values) if column not in used]
    for name, pattern in telling.items():
        fitting = [piece for piece in left_over if pattern.fullmatch(piece.text)]
        if name not in found and len(fitting) == 1:
            found[name] = fitting[0]
    return found


def _cost(label: Piece, value: Piece, pieces: Sequence[Piece]) -> float | None:
    """How badly ``value`` stands for what ``label`` names; None where it cannot be its value."""
    if label.label is None or not label.label.pattern.search(_spaced(value.print).text):
        return None
    height = label.height
    if abs(value.y - label.y) < BESIDE * height and value.left > label.right - height:
        off = abs(value.y - label.y) / height
        far = max(value.left - label.right, 0.0)
        return None if _between(label, value, pieces) else OFF_COST * off + FAR_COST * far
    down = (value.y - label.y) / height
    aside = abs(value.left - label.left) / height
    if BELOW[0] < down < BELOW[1] and aside < ALIGNED:
        return BELOW_COST + 0.1 * (down + aside)
    return None


def _between(label: Piece, value: Piece, pieces: Iterable[Piece]) -> bool:
    """Whether another label stands between a label and a value on the same row."""
    return any(
        other.label is not None
        and other is not label
        and abs(other.y - label.y) < BESIDE * label.height
        and label.right - label.height < other.left < value.left
        for other in pieces
    )


def _spaced(value: Print) -> Print:
    """``value`` with a blank wherever the reader saw one within a line."""
    glyphs: list[Glyph] = []
    for glyph in value.glyphs:
        if glyphs and glyph.line is glyphs[-1].line and glyph.index > glyphs[-1].index + 1:
            glyphs.append(replace(glyph, text=" ", confidence=1.0))
        glyphs.append(glyph)
    return Print(tuple(glyphs))


def places_without_value(pieces: Sequence[Piece], found: Mapping[FieldName, Print], aspect: float) -> list[Place]:
    """Where a value must stand whose label was read and which was not: beside the label, or below it where most are."""
    labels = [piece for piece in pieces if piece.label is not None]
    below = _mostly_below(labels, found, aspect)
    missing = [piece for piece in labels if piece.label and not any(name in found for name in piece.label.names)]
    return [_place_below(piece, aspect) if below else _place_beside(piece, pieces, aspect) for piece in missing]


def _mostly_below(labels: Iterable[Piece], found: Mapping[FieldName, Print], aspect: float) -> bool:
    drops = [
        found[name].glyphs[0].y / aspect - piece.y > BELOW[0] * piece.height
        for piece in labels
        if piece.label
        for name in piece.label.names[:1]
        if name in found and found[name].glyphs
    ]
    return sum(drops) > len(drops) / 2


def _place_beside(label: Piece, pieces: Iterable[Piece], aspect: float) -> Place:
    after = [
        other.left for other in pieces if abs(other.y - label.y) < BESIDE * label.height and other.left > label.right
    ]
    end = min([*after, 1 - RIM / 2])
    return label.right, (label.y - 0.6 * label.height) * aspect, end, (label.y + 0.6 * label.height) * aspect


def _place_below(label: Piece, aspect: float) -> Place:
    top, bottom = label.y + 0.6 * label.height, label.y + 2.0 * label.height
    return label.left, top * aspect, min(label.left + 0.35, 1.0), bottom * aspect
