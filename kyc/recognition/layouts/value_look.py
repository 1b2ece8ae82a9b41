"""Values read once more, each from cuts of its own place.

A detector often draws one box around a label, its translation and the value beside them; the value is then small in the
box, and characters of it are lost. Once a form says where the value stands, it is cut out alone, a few times, and the
readings that make sense vote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.documents.kinds import FieldName
from kyc.recognition.ink import ink_on_white
from kyc.recognition.layouts.layout import Look
from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Floats, Pixels, cut_line
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Print, glyphs_of

#: Room at both ends of a place: its left end is where the middle of a first character was seen. What is read farther
#: out belongs to a label, unless a pattern knows the value.
ENDS: Final = (0.030, 0.012)
LABEL_ENDS: Final = 0.015
Cut = tuple[float, float, bool]
#: The cuts of a place: how far down, and how high, in parts of its height, and whether its dotted rule is taken out.
CUTS: Final = ((0.0, 1.0, True), (0.0, 0.76, True), (0.0, 1.0, False), (-0.10, 0.86, False), (0.10, 0.86, True))
#: How far down and how high a place is cut whose ink is put on white. Of 209 names read right on tuning pages 204 are
#: read the same so, of 12 read wrong 3; less the dotted rule as well, 202 and 6.
ON_WHITE: Final = (0.0, 0.86)
#: So many of them are read first; the others where these are not of one mind, each character at least this sure.
FIRST_CUTS: Final = 2
SURE: Final = 0.90
#: How running text is looked at again: room at top and bottom and at both ends. Of 96 lines of records as many as 92
#: are read whole with the first, 84 without room, 82 with as much as 0.5 at the ends and none below.
SENTENCE_ROOMS: Final = ((0.1, 0.25), (0.1, 0.5))
#: A step between two characters of Chinese this many times the usual one has room for another, or for a stop.
LOST_STEP: Final = 1.55
#: Unread print lies so many steps from the middle of a line's last character, at the least and at the most: a stop
#: begins closer than a character, and where a character's middle was seen is off by up to a fifth of a step.
STOP_BEYOND: Final = (0.64, 1.30)
CHARACTER_BEYOND: Final = (0.80, 1.40)
#: Figures and Latin letters are half as wide as Chinese: what is beyond them begins so much closer.
HALF_WIDE: Final = 0.25
#: A column holds print where so much of the line's height is at least this part as dark as its print: a full stop takes
#: a fifth of a height, a rule's dot a twentieth; the edge of a page takes all of it. So many heights of columns are a
#: stroke.
INK: Final = 0.45
INKED: Final = (0.11, 0.90)
STROKE: Final = 0.04
#: What a line's last character is worth where print goes on behind it that no look could read.
CUT_SHORT: Final = 0.50
STOPS: Final = re.compile(r"[，。、；,;.…\s]")
#: What counts as read in running text; dots of a rule do not.
PRINTED: Final = re.compile(r"[0-9A-Za-z\u3400-\u9fff，。、；：（）,;:()]")
HANZI: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
#: Dots are smeared along a rule over this part of a line's height; a rule is a row that is this many times as dark as
#: rows usually are, along at least that part of the line; what is this many times as dark as the rule is print on it.
SMEAR: Final = 0.16
RULE: Final = 2.5
RULE_LENGTH: Final = 0.60
PRINT: Final = 1.8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value to be read again: where it stands, what it looks like (None: all of the line), and its value as stored,
    empty where the text makes no sense.

    ``free`` is true where only its place tells it from the labels around it. ``before`` is the first reading, which
    votes as well. ``width`` is how wide the characters are printed, 1 for as wide as they are designed. ``loses`` is
    true where rare characters are often lost: a reading that lacks some of another's then speaks for the longer one.
    """

    place: Place
    value_of: Callable[[str], str]
    pattern: re.Pattern[str] | None = None
    free: bool = False
    before: Print = field(default_factory=Print)
    width: float = 1.0
    loses: bool = False


def read_values(look: Look, placing: Placing, wanted: Mapping[FieldName, Wanted]) -> dict[FieldName, Print]:
    """The print of every wanted value of which at least one cut made sense.

    Its confidence is the best reading's, less where other readings made another sense.
    """
    prints = _read_cuts(look, placing, wanted, CUTS[:FIRST_CUTS])
    open_still = {name: one for name, one in wanted.items() if not _of_one_mind(prints[name], one)}
    for name, more in _read_cuts(look, placing, open_still, CUTS[FIRST_CUTS:]).items():
        prints[name] += more
    elected = {name: _elected([one.before, *prints[name]], one) for name, one in wanted.items()}
    return {name: printed for name, printed in elected.items() if printed is not None}


def read_on_white(look: Look, placing: Placing, wanted: Wanted) -> Print:
    """What is read at a place whose ink is put on even white paper; an empty print where nothing is."""
    down, high = ON_WHITE
    quad = _quad(placing, wanted.place, (down, high, False))
    picture = ink_on_white(_picture(look.pixels, quad, (down, high, False), wanted.width))
    (reading,) = look.networks.recognise([picture])
    return _print(TextLine(quad, reading.characters), placing, wanted)


def _read_cuts(
    look: Look, placing: Placing, wanted: Mapping[FieldName, Wanted], cuts: Sequence[Cut]
) -> dict[FieldName, list[Print]]:
    quads = {name: [_quad(placing, one.place, cut) for cut in cuts] for name, one in wanted.items()}
    pictures = [
        _picture(look.pixels, quad, cut, one.width)
        for name, one in wanted.items()
        for quad, cut in zip(quads[name], cuts, strict=True)
    ]
    readings = iter(look.networks.recognise(pictures))
    return {
        name: [_print(TextLine(quad, next(readings).characters), placing, one) for quad in quads[name]]
        for name, one in wanted.items()
    }


def _of_one_mind(prints: Sequence[Print], wanted: Wanted) -> bool:
    values = {wanted.value_of(printed.text) for printed in prints}
    sure = all(glyph.confidence >= SURE for printed in prints for glyph in printed.glyphs)
    return sure and len(values) == 1 and "" not in values


def read_sentences(look: Look, lines: Sequence[TextLine], closing: TextLine | None = None) -> list[TextLine]:
    """Lines of running text, those that were not read whole as the look has them that read most: a detector's box
    often ends before a full stop, and a dotted rule hides commas.

    ``closing`` is the one that must end with a stop, if any does. A line that does not, or behind which print goes on
    that no look could read, has its last character doubted.
    """
    best = list(lines)
    closes = [line is closing for line in lines]
    for room in SENTENCE_ROOMS:
        torn = [at for at, line in enumerate(best) if not _is_whole(look.pixels, line, lines, closes=closes[at])]
        for at, line in zip(torn, _read_more(look, [best[at] for at in torn], lines, room), strict=True):
            best[at] = line
    return [
        _cut_short(line) if _goes_on(look.pixels, line, lines, closes=last) else line
        for line, last in zip(best, closes, strict=True)
    ]


def _is_whole(pixels: Pixels, line: TextLine, lines: Sequence[TextLine], *, closes: bool) -> bool:
    """Whether every character of a line was surely read, none seems lost between them, and no print lies beyond."""
    if any(one.confidence < SURE for one in line.characters) or _has_gap(line):
        return False
    first, _ = _neighbours(line, lines)
    begins = not has_unread_print(pixels, line, at_end=False, farthest=first)
    return begins and not _goes_on(pixels, line, lines, closes=closes)


def _goes_on(pixels: Pixels, line: TextLine, lines: Sequence[TextLine], *, closes: bool) -> bool:
    """Whether a line goes on behind what was read of it: there is print, or a sentence has no end."""
    if not line.characters or STOPS.match(line.characters[-1].text):
        return False
    _, last = _neighbours(line, lines)
    return closes or has_unread_print(pixels, line, at_end=True, farthest=last, beyond=STOP_BEYOND)


def _neighbours(line: TextLine, lines: Sequence[TextLine]) -> tuple[float, float]:
    """Where along a line the nearest others of its row end before it and begin behind it."""
    along = line.right - line.left
    square = max(float(along @ along), 1.0)
    first, last = -np.inf, np.inf
    for other in lines:
        across = other.centre - line.left
        if abs(along[0] * across[1] - along[1] * across[0]) > line.height / 2 * square**0.5:
            continue
        starts, ends = (float((point - line.left) @ along) / square for point in (other.left, other.right))
        first, last = max(first, ends) if ends < 0.5 else first, min(last, starts) if starts > 0.5 else last
    return first, last


def _has_gap(line: TextLine) -> bool:
    pitch = _pitch(line)
    pairs = itertools.pairwise(line.characters)
    return any((HANZI.match(a.text) or HANZI.match(b.text)) and b.place - a.place > LOST_STEP * pitch for a, b in pairs)


def _pitch(line: TextLine) -> float:
    """The usual step from one character of Chinese to the next, in parts of the line; less than a line's height has
    room for where there are none."""
    pairs = itertools.pairwise(line.characters)
    steps = [b.place - a.place for a, b in pairs if HANZI.match(a.text) and HANZI.match(b.text)]
    return float(np.median(steps)) if steps else 0.7 * line.height / max(line.length, 1.0)


def has_unread_print(
    pixels: Pixels,
    line: TextLine,
    *,
    at_end: bool,
    farthest: float | None = None,
    beyond: tuple[float, float] = CHARACTER_BEYOND,
) -> bool:
    """Whether print stands just beyond a line's last character (its first, unless ``at_end``).

    ``beyond`` is how far from its middle, in steps. ``farthest`` is as far as may be looked, in parts of the line's
    length.
    """
    if not line.characters:
        return False
    pitch = _pitch(line)
    middle, way = (line.characters[-1].place, 1.0) if at_end else (line.characters[0].place, -1.0)
    half = HALF_WIDE if line.characters[-1 if at_end else 0].text.isascii() else 0.0
    near, far = (middle + way * (step - half) * pitch for step in beyond)
    if farthest is not None:
        far = min(far, farthest) if at_end else max(far, farthest)
    return way * (far - near) > 0 and _is_printed(pixels, line, min(near, far), max(near, far))


def _is_printed(pixels: Pixels, line: TextLine, start: float, end: float) -> bool:
    """Whether there is print between two places along a line, which may lie beyond its ends."""
    first, last = min(start, 0.0), max(end, 1.0)
    along = line.corners[[1, 1, 2, 2]] - line.corners[[0, 0, 3, 3]]
    origin = line.corners[[0, 0, 3, 3]]
    cut = cut_line(pixels, np.asarray(origin + along * np.array([[first], [last], [last], [first]]), np.float32))
    dark = _darkness(without_rule(cut))
    height, width = dark.shape
    at = [round((place - first) / (last - first) * width) for place in (0.0, 1.0, start, end)]
    level = float(np.percentile(dark[:, at[0] : max(at[1], at[0] + 1)], 92))
    inked = (dark[:, at[2] : at[3]] > INK * level).mean(axis=0)
    return bool(((inked > INKED[0]) & (inked < INKED[1])).sum() > STROKE * height)


def _cut_short(line: TextLine) -> TextLine:
    last = line.characters[-1]
    doubted = replace(last, confidence=min(last.confidence, CUT_SHORT))
    return replace(line, characters=(*line.characters[:-1], doubted))


def _read_more(
    look: Look, torn: Sequence[TextLine], lines: Sequence[TextLine], room: tuple[float, float]
) -> list[TextLine]:
    """Each torn line, or its wider cut where that holds more, less what belongs to others of ``lines``."""
    quads = [_wider(line, *room) for line in torn]
    readings = look.networks.recognise([cut_line(look.pixels, quad) for quad in quads])
    looks = [TextLine(quad, reading.characters) for quad, reading in zip(quads, readings, strict=True)]
    return [_fuller(line, _less_neighbours(seen, line, lines)) for line, seen in zip(torn, looks, strict=True)]


def _less_neighbours(seen: TextLine, line: TextLine, lines: Sequence[TextLine]) -> TextLine:
    """A wider cut of ``line`` without the characters that stand in the boxes of other lines: a long record may be found
    in several pieces to a row."""
    others = [other.corners for other in lines if not np.allclose(other.centre, line.centre, atol=line.height / 2)]
    kept = [
        one
        for one in seen.characters
        if not any(
            cv2.pointPolygonTest(box, tuple(map(float, seen.at(one.place))), measureDist=False) > 0 for box in others
        )
    ]
    return replace(seen, characters=tuple(kept))


def _fuller(line: TextLine, seen: TextLine) -> TextLine:
    """``seen`` where it adds stops and commas to a line or reads it more surely; more of anything else it must be sure
    of: beyond a line's ends there are rules and labels."""
    ours, theirs = (STOPS.sub("", one.text) for one in (line, seen))
    added = len(theirs) - len(ours)
    unsure = any(one.confidence < SURE for one in seen.characters if PRINTED.match(one.text))
    return line if added > 1 or (added and unsure) or _amount(seen) <= _amount(line) else seen


def _wider(line: TextLine, down: float, along: float) -> Corners:
    """The line's corners, ``down`` moved outwards at top and bottom and ``along`` at the ends, in heights."""
    step_down = (line.corners[3] - line.corners[0]) * down
    step_along = (line.corners[1] - line.corners[0]) * (along * line.height / max(line.length, 1.0))
    moves = [-step_down - step_along, -step_down + step_along, step_down + step_along, step_down - step_along]
    return np.asarray(line.corners + np.array(moves), np.float32)


def _amount(line: TextLine) -> float:
    """How much of a line was read, each character counting by how much more likely right it is than not."""
    return sum(one.confidence - 0.5 for one in line.characters if PRINTED.match(one.text))


def _print(line: TextLine, placing: Placing, wanted: Wanted) -> Print:
    glyphs = glyphs_of([line], placing)
    if wanted.free:
        left, _, right, _ = wanted.place
        glyphs = [glyph for glyph in glyphs if left - LABEL_ENDS < glyph.x < right]
    printed = Print(tuple(glyphs))
    return printed.search(wanted.pattern) if wanted.pattern else printed


def _elected(prints: Sequence[Print], wanted: Wanted) -> Print | None:
    """The surest reading of the value that has most confidence behind it."""
    sensible = [(printed, value) for printed in prints if (value := wanted.value_of(printed.text))]
    if not sensible:
        return None
    backing = {value: _backing(value, sensible, wanted.loses) for _, value in sensible}
    elected = max(backing, key=lambda one: backing[one])
    total = sum(printed.confidence for printed, _ in sensible)
    # Cuts that read something else are worse cuts more often than better ones: they cost half of what they back.
    share = (1 + backing[elected] / max(total, 1e-6)) / 2
    best = max((one for one, value in sensible if value == elected), key=lambda one: one.confidence)
    return Print(tuple(replace(glyph, confidence=glyph.confidence * share) for glyph in best.glyphs))


def _backing(value: str, readings: Sequence[tuple[Print, str]], loses: bool) -> float:
    """How much confidence stands behind ``value``; where ``loses``, that of readings which lack some of its characters
    as well."""
    return sum(printed.confidence for printed, said in readings if said == value or (loses and _holds(value, said)))


def _holds(longer: str, shorter: str) -> bool:
    rest = iter(longer)
    return all(character in rest for character in shorter)


def _quad(placing: Placing, place: Place, cut: Cut) -> Corners:
    left, top, right, bottom = place
    down, high, _ = cut
    middle, height = (top + bottom) / 2, bottom - top
    upper, lower = middle + (down - high / 2) * height, middle + (down + high / 2) * height
    return placing.corners_at((left - ENDS[0], upper, right + ENDS[1], lower))


def _picture(pixels: Pixels, quad: Corners, cut: Cut, width: float) -> Pixels:
    picture = cut_line(pixels, quad)
    picture = without_rule(picture) if cut[2] else picture
    if width == 1.0:
        return picture
    size = (max(1, round(picture.shape[1] / width)), picture.shape[0])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def without_rule(cut: Pixels) -> Pixels:
    """A picture of a line less its dotted rule, wherever nothing is printed on it."""
    height = cut.shape[0]
    reach = max(3, round(height * SMEAR) | 1)
    dark = _darkness(cut)
    smeared = cv2.blur(dark, (2 * reach + 1, 1))
    level = np.quantile(smeared, 1 - RULE_LENGTH, axis=1)
    at = int(np.argmax(level))
    if level[at] < RULE * float(np.median(level)) + 1:
        return cut
    top, bottom = _band(level, at)
    if bottom - top > 0.2 * height or top < 2 or bottom > height - 3:
        return cut
    outside = np.concatenate([dark[max(0, top - reach // 2) : top], dark[bottom + 1 : bottom + 1 + reach // 2]])
    printed = (smeared[top : bottom + 1].max(axis=0) > PRINT * level[at]) | (outside.max(axis=0) > PRINT * level[at])
    free = ~(cv2.dilate(printed.astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0] > 0)
    cleaned = cut.copy()
    parts = np.linspace(0, 1, bottom - top + 3, dtype=np.float32)[1:-1, None, None]
    filled = cut[top - 1][None] * (1 - parts) + cut[bottom + 1][None] * parts
    cleaned[top : bottom + 1, free] = filled[:, free]
    return cleaned


def _darkness(cut: Pixels) -> Floats:
    """How much darker than its surroundings each pixel is, 0 to 255."""
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY).astype(np.float32)
    side = max(5, round(cut.shape[0] * 0.5) | 1)
    paper = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((5, 5), np.uint8)), (side, side))
    return np.asarray(np.clip(paper - grey, 0, None), np.float32)


def _band(level: npt.NDArray[np.floating[Any]], at: int) -> tuple[int, int]:
    """The rows around ``at`` that belong to the rule, first and last."""
    top = bottom = at
    while top > 0 and level[top - 1] > 0.4 * level[at]:
        top -= 1
    while bottom + 1 < len(level) and level[bottom + 1] > 0.4 * level[at]:
        bottom += 1
    return top, bottom
