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
from kyc.recognition.second_look import DOUBT

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
BESIDE: Final = 0.45
BELOW: Final = (0.5, 2.9)
#: A value below begins at most this far left or right of where its label begins, in label heights.
ALIGNED: Final = 2.5
#: What a value tells about where others stand counts half as much every so many label heights farther up or down: an
#: app may print rows of pairs above, stacked pairs below them and rows again.
LOCAL: Final = 2.0
#: What it costs to stand below, off the label's middle (by its height), otherwise than most values do, or far off (by
#: the page's width).
BELOW_COST: Final = 0.5
OFF_COST: Final = 0.4
UNUSUAL_COST: Final = 0.5
FAR_COST: Final = 0.3


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label and what its value looks like: ``pattern`` has one group for each of ``names``. ``plain`` is true
    where other print of the page looks alike."""

    text: str
    names: tuple[FieldName, ...]
    pattern: re.Pattern[str]
    plain: bool = False


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
    page = [line for line in page if _is_along(line, angle)]
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
    """The direction, in degrees, in which most length of print runs."""
    angles = np.array([direction(line.corners) for line in lines])
    lengths = np.array([line.length for line in lines])
    alike = np.abs((angles[:, None] - angles[None] + 180) % 360 - 180) < OFF_DIRECTION
    best = alike[int(np.argmax(alike @ lengths))]
    turns, weights = np.radians(angles[best]), lengths[best]
    return float(np.degrees(np.arctan2(np.sin(turns) @ weights, np.cos(turns) @ weights)))


def _is_along(line: TextLine, angle: float) -> bool:
    return abs((direction(line.corners) - angle + 180) % 360 - 180) < OFF_DIRECTION


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
    scales = [_scale(line) for line in by_line.values() if len(line) > 1]
    usual = float(np.median(scales)) if scales else 0.0
    return [piece for line in by_line.values() for piece in _parted(line, _Size(aspect, usual), labels)]


@dataclass(frozen=True, slots=True)
class _Size:
    """The page's width over its height, and the usual page widths of one pixel."""

    aspect: float
    pixel: float


def _scale(line: Sequence[Glyph]) -> float:
    """Page widths of one pixel along a line of several glyphs."""
    first, last = (glyph.line.at(glyph.line.characters[glyph.index].place) for glyph in (line[0], line[-1]))
    across = hypot(*(float(side) for side in last - first))
    return (line[-1].x - line[0].x) / max(across, 1e-6)


def _parted(line: list[Glyph], size: _Size, labels: Sequence[Label]) -> list[Piece]:
    found = _labels_in(line, labels)
    wide = _wide_gap(line)
    pieces: list[Piece] = []
    run: list[Glyph] = []
    index = 0
    while index <= len(line):
        at_label = next((entry for entry in found if entry[0] == index), None)
        ends_here = index == len(line) or at_label or (run and line[index].x - run[-1].x > wide)
        if run and ends_here:
            pieces.append(_piece(run, size))
            run = []
        if at_label:
            start, end, label = at_label
            pieces.append(_piece(line[start:end], size, label))
            index = end
        elif index < len(line):
            run.append(line[index])
            index += 1
        else:
            break
    return pieces


def may_hold(text: str, label: Label) -> bool:
    """Whether ``label`` can be in a line of this text, for one misread character as well: one of its halves then is."""
    words = label.text
    if len(words) < LONG_LABEL:
        return words in text
    half = len(words) // 2
    return words[:half] in text or words[half:] in text


def _labels_in(line: Sequence[Glyph], labels: Sequence[Label]) -> list[tuple[int, int, Label]]:
    """First and last place and label of every label in a line, the longest first, none overlapping another."""
    text = [glyph.text for glyph in line]
    joined = "".join(text)
    held = [label for label in labels if may_hold(joined, label)]
    taken: list[tuple[int, int, Label]] = []
    for spare in (0, 1):
        for label in sorted(held, key=lambda one: -len(one.text)):
            size = len(label.text)
            if spare and size < LONG_LABEL:
                continue
            letters = list(label.text)
            for start in range(len(text) - size + 1):
                if not spare and text[start : start + size] != letters:
                    continue
                wrong = sum(a != b for a, b in zip(text[start : start + size], label.text, strict=True))
                if wrong <= spare and not any(start < end and first < start + size for first, end, _ in taken):
                    taken.append((start, start + size, label))
    if not taken and (half_read := _half_read(line, labels)):
        taken.append((0, len(line), half_read))
    return taken


def _half_read(line: Sequence[Glyph], labels: Sequence[Label]) -> Label | None:
    """The only label of which a line of its length has half of the characters, what was read for the others being
    doubtful: labels are small and grey."""
    fitting = [
        label
        for label in labels
        if len(label.text) == len(line)
        and 2 * sum(glyph.text == letter for glyph, letter in zip(line, label.text, strict=True)) >= len(line)
        and all(
            glyph.text == letter or glyph.confidence < DOUBT for glyph, letter in zip(line, label.text, strict=True)
        )
    ]
    return fitting[0] if len({label.names for label in fitting}) == 1 else None


def _wide_gap(line: Sequence[Glyph]) -> float:
    steps = [after.x - before.x for before, after in pairwise(line)]
    return WIDE_STEP * float(np.median(steps)) if steps else 1.0


def _piece(run: Sequence[Glyph], size: _Size, label: Label | None = None) -> Piece:
    height = run[0].line.height * (_scale(run) if len(run) > 1 else size.pixel)
    step = (run[-1].x - run[0].x) / (len(run) - 1) / 2 if len(run) > 1 else height / 3
    y = float(np.mean([glyph.y for glyph in run])) / size.aspect
    return Piece(Print(tuple(run)), run[0].x - step, run[-1].x + step, y, height, label)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the print that is its value."""

    label: Piece
    value: Piece

    @property
    def below(self) -> bool:
        """Whether the value stands below its label and not beside it."""
        return self.value.y - self.label.y > BELOW[0] * self.label.height


def pairs_of(pieces: Sequence[Piece]) -> list[Pair]:
    """Labels with their values, the likeliest first; a label, a field and a value belong to one pair.

    A value that looks like nothing in particular stands where most values around it do, beside or below.
    """
    pieces = _cut_at_columns(pieces)
    offers = sorted(_offers(pieces), key=lambda offer: offer[0])
    chosen = _chosen(pair for _, pair in offers)
    told = [pair for pair in chosen if not _is_plain(pair)]
    usual = {id(label): _stands_below(label, told) for label in pieces if label.label is not None}
    likely = [(cost, pair, pair.below != usual[id(pair.label)]) for cost, pair in offers]
    likely = [offer for offer in likely if not (_is_plain(offer[1]) and offer[2])]
    return _chosen(pair for _, pair, _ in sorted(likely, key=lambda offer: offer[0] + UNUSUAL_COST * offer[2]))


def _stands_below(label: Piece, told: Iterable[Pair]) -> bool:
    """Whether values around ``label`` stand below theirs, those of ``told`` that are near counting most."""
    balance = 0.0
    for pair in told:
        weight = 0.5 ** (abs(pair.label.y - label.y) / (LOCAL * label.height))
        balance += weight if pair.below else -weight
    return balance > 0


def _offers(pieces: Sequence[Piece]) -> Iterable[tuple[float, Pair]]:
    for label in pieces:
        for value in pieces:
            cost = _cost(label, value, pieces)
            if cost is not None:
                yield cost, Pair(label, value)


def _chosen(offered: Iterable[Pair]) -> list[Pair]:
    chosen: list[Pair] = []
    named: set[FieldName] = set()
    used: set[int] = set()
    for pair in offered:
        names = pair.label.label.names if pair.label.label else ()
        if id(pair.value) not in used and named.isdisjoint(names):
            chosen.append(pair)
            named.update(names)
            used.add(id(pair.value))
    return chosen


def _is_plain(pair: Pair) -> bool:
    return pair.label.label is not None and pair.label.label.plain


def values_of(pairs: Iterable[Pair]) -> dict[FieldName, Print]:
    """Each field's part of its pair's value."""
    found: dict[FieldName, Print] = {}
    for pair in pairs:
        printed = spaced(pair.value.print)
        match = pair.label.label.pattern.search(printed.text) if pair.label.label else None
        if pair.label.label is None or match is None:
            continue
        for group, name in enumerate(pair.label.label.names, start=1):
            found[name] = Print(printed.glyphs[match.start(group) : match.end(group)])
    return found


def left_over(pieces: Sequence[Piece], pairs: Iterable[Pair]) -> list[Piece]:
    """Print that is no label and no pair's value."""
    used = {id(glyph) for pair in pairs for glyph in pair.value.print.glyphs}
    return [
        piece for piece in pieces if piece.label is None and not any(id(glyph) in used for glyph in piece.print.glyphs)
    ]


def told_by_look(rest: Sequence[Piece], looks: Mapping[FieldName, re.Pattern[str]]) -> dict[FieldName, Print]:
    """Fields whose label was not read: the only print of ``rest`` that looks as ``looks`` wants, where there is one; of
    a pattern with a group only what it holds. The same value printed twice is one.
    """
    prints = [spaced(piece.print) for piece in rest]
    found: dict[FieldName, Print] = {}
    for name, pattern in looks.items():
        fitting = [(one, match) for one in prints if (match := pattern.fullmatch(one.text))]
        group = min(pattern.groups, 1)
        if len({match[group] for _, match in fitting}) == 1:
            printed, match = fitting[0]
            found[name] = Print(printed.glyphs[match.start(group) : match.end(group)])
    return found


def _cut_at_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces``, runs parted where the next column begins: two labels above, each with a part of the run below it."""
    labels = [piece for piece in pieces if piece.label is not None]
    return [part for piece in pieces for part in _columns(piece, labels)]


def _columns(piece: Piece, labels: Sequence[Piece]) -> list[Piece]:
    above = sorted(
        (label for label in labels if BELOW[0] < (piece.y - label.y) / label.height < BELOW[1]),
        key=lambda label: label.left,
    )
    if piece.label is not None or len(above) < 2 or abs(above[0].left - piece.left) > above[0].height:
        return [piece]
    if _is_all_of(piece, above[0].label):
        return [piece]
    for label in above[1:]:
        glyphs = piece.print.glyphs
        cut = next((index for index, glyph in enumerate(glyphs) if glyph.x > label.left - 0.1 * label.height), 0)
        if cut and _parts_at(piece, cut):
            cut += _before_value(glyphs[cut:], label)
            return [_part(piece, glyphs[:cut]), *_columns(_part(piece, glyphs[cut:]), [label])]
    return [piece]


def _is_all_of(piece: Piece, label: Label | None) -> bool:
    """Whether a run is one value from end to end, a number say: a label farther up may stand over its last digits."""
    return label is not None and not label.plain and label.pattern.fullmatch(spaced(piece.print).text) is not None


def _before_value(glyphs: Sequence[Glyph], label: Piece) -> int:
    """How many glyphs of a column stand before its label's value: the end of a long value to their left, as where a
    name's last letter reaches the column of 男."""
    match = label.label.pattern.search("".join(glyph.text[0] for glyph in glyphs)) if label.label else None
    return match.start(1) if match else 0


def _parts_at(piece: Piece, cut: int) -> bool:
    """Whether a run has some room before its glyph ``cut``."""
    xs = [glyph.x for glyph in piece.print.glyphs]
    return xs[cut] - xs[cut - 1] > 1.15 * float(np.median(np.diff(xs)))


def _part(piece: Piece, glyphs: tuple[Glyph, ...]) -> Piece:
    half = (piece.right - piece.left) / len(piece.print.glyphs) / 2
    return replace(piece, print=Print(glyphs), left=glyphs[0].x - half, right=glyphs[-1].x + half)


def _cost(label: Piece, value: Piece, pieces: Sequence[Piece]) -> float | None:
    """How badly ``value`` stands for what ``label`` names; None where it cannot be its value."""
    if label.label is None or value.label is not None or not label.label.pattern.search(spaced(value.print).text):
        return None
    height = label.height
    if abs(value.y - label.y) < BESIDE * min(height, value.height) and value.left > label.right - height:
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


def spaced(value: Print) -> Print:
    """``value`` with a blank wherever the reader saw one within a line."""
    glyphs: list[Glyph] = []
    for glyph in value.glyphs:
        if glyphs and glyph.line is glyphs[-1].line and glyph.index > glyphs[-1].index + 1:
            glyphs.append(replace(glyph, text=" ", confidence=1.0))
        glyphs.append(glyph)
    return Print(tuple(glyphs))


def places_to_look_again(pieces: Sequence[Piece], pairs: Sequence[Pair], aspect: float) -> list[Place]:
    """Where a value must stand whose label has none, and where the label must stand of print that has none."""
    below = sum(pair.below for pair in pairs) > len(pairs) / 2
    labelled = {id(pair.label) for pair in pairs}
    alone = [piece for piece in pieces if piece.label is not None and id(piece) not in labelled]
    rest = left_over(pieces, pairs)
    places = [_place_below(piece, aspect) if below else _place_beside(piece, pieces, aspect) for piece in alone]
    if below:
        places += [_place_of_label(piece, pairs, aspect) for piece in rest]
    else:
        places += [place for piece in rest if (place := _place_before(piece, pieces, aspect))]
    known = [glyph for pair in pairs for piece in (pair.label, pair.value) for glyph in piece.print.glyphs]
    return [place for place in places if not any(_holds(place, glyph) for glyph in known)]


def _holds(place: Place, glyph: Glyph) -> bool:
    left, top, right, bottom = place
    return left < glyph.x < right and top < glyph.y < bottom


def _place_of_label(value: Piece, pairs: Sequence[Pair], aspect: float) -> Place:
    """As far above the value as other labels stand above theirs."""
    stacked = [pair for pair in pairs if pair.below]
    rise = float(np.median([pair.value.y - pair.label.y for pair in stacked]))
    height = float(np.median([pair.label.height for pair in stacked]))
    y = value.y - rise
    return value.left - 0.01, (y - 0.55 * height) * aspect, value.left + 0.27, (y + 0.55 * height) * aspect


def _place_before(value: Piece, pieces: Iterable[Piece], aspect: float) -> Place | None:
    """From the print before the value, or the page's edge, to the value; None where there is no room for a label."""
    before = [
        other.right
        for other in pieces
        if abs(other.y - value.y) < BESIDE * value.height and other.right < value.left + 0.5 * value.height
    ]
    start = max([*before, RIM / 2])
    if value.left - start < 1.5 * value.height:
        return None
    return start, (value.y - 0.55 * value.height) * aspect, value.left, (value.y + 0.55 * value.height) * aspect


def _place_beside(label: Piece, pieces: Iterable[Piece], aspect: float) -> Place:
    after = [
        other.left for other in pieces if abs(other.y - label.y) < BESIDE * label.height and other.left > label.right
    ]
    end = min([*after, 1 - RIM / 2])
    return label.right, (label.y - 0.6 * label.height) * aspect, end, (label.y + 0.6 * label.height) * aspect


def _place_below(label: Piece, aspect: float) -> Place:
    top, bottom = label.y + 0.6 * label.height, label.y + 2.0 * label.height
    return label.left, top * aspect, min(label.left + 0.35, 1.0), bottom * aspect
