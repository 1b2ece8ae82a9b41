"""0 or O, 1 or I, in a licence's security code, by the shapes of its glyphs.

Real codes have all four, and a 0 has no stroke through it (a holder whose code ends in an I like a 1:
https://ichphj.tistory.com/853; 8H1X3Y is an example at https://glama.ai/mcp/connectors/app.apick/all/tools/identi_card2),
so neither an alphabet nor the neighbours tell which it is. Type does: digits of a fount are all of one width, and O is
wider than they are; a 1 has a flag on its left, and an I is the same on both sides. Measured on 23 proportional founts
of Debian (sans, serif, condensed, bold) and four of fixed pitch; where a shape lies between, it does not decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Pixels, cut_line
from kyc.recognition.printed import Glyph, Print

Mask = npt.NDArray[np.bool_]

#: What the network may read for either of a pair.
ROUND: Final = frozenset("0Oo")
UPRIGHT: Final = frozenset("1Iil")
LOOK_ALIKES: Final = ROUND | UPRIGHT
#: Stands for a glyph whose shape does not decide.
OPEN: Final = "?"

#: How sure a look-alike is whose shape decides: three of 314 in photographs of 20 founts were wrong. And at most where
#: it does not: one code in four is wrong that the network alone read.
BY_SHAPE: Final = 0.90
UNDECIDED: Final = 0.75
#: Room at both ends of the line, in parts of its height: boxes cut a thin I at an end.
ROOM: Final = 0.15

#: Height in pixels at which the line is measured: strokes of small print are then several pixels wide.
HEIGHT: Final = 128
#: Where ink begins, in parts of the darkest ink's depth.
DEPTHS: Final = (0.3, 0.4, 0.5, 0.6)
#: No glyph's middle lies farther from where the network saw it, in parts of the distance between two.
ASTRAY: Final = 0.6
#: The window, in pixels, whose brightest part is the paper's brightness: wider than any letter's strokes.
PAPER: Final = 61
#: A glyph is at least this high, in parts of the line; all of a code are as high as their median, but for so much.
LEAST_HEIGHT: Final = 0.25
HEIGHTS: Final = (0.75, 1.3)

#: Widths of capitals in widths of O: medians over the proportional founts. J, I and what looks alike say nothing.
IN_WIDTHS_OF_O: Final = {
    "A": 0.99, "B": 0.82, "C": 0.89, "D": 0.90, "E": 0.78, "F": 0.70, "G": 0.96, "H": 0.86, "K": 0.91, "L": 0.69,
    "M": 1.16, "N": 0.86, "P": 0.78, "Q": 1.00, "R": 0.87, "S": 0.76, "T": 0.87, "U": 0.85, "V": 0.96, "W": 1.37,
    "X": 0.95, "Y": 0.94, "Z": 0.83,
}  # fmt: skip
#: Widths of digits in widths of 0, likewise.
IN_WIDTHS_OF_0: Final = {"2": 0.95, "3": 0.97, "4": 1.08, "5": 0.96, "6": 1.0, "7": 0.95, "8": 1.0, "9": 1.0}
#: In widths of 0 as the other digits tell it, 0 is 0.92 to 1.07 wide, O 1.07 to 1.67 (1.11 and more but in one fount).
ZERO_TO_DIGITS: Final = 1.12
O_TO_DIGITS: Final = 1.20
#: In widths of O as the capitals tell it, 0 is 0.55 to 0.91 wide, O 0.85 to 1.2.
ZERO_TO_CAPITALS: Final = 0.80
O_TO_CAPITALS: Final = 1.0
#: Fewer capitals than this tell too little of O's width.
ENOUGH_CAPITALS: Final = 2
#: Of the round glyphs of one code, some are O and some 0 where the widest is so many times as wide as the narrowest;
#: each is what it is so many times as wide, or as narrow, as the middle between them.
O_TO_ZERO: Final = 1.17
NEAR: Final = 1.05
#: In type of fixed pitch O is no wider than 0: the middles of glyphs lie as far apart all along, but for so much.
FIXED_PITCH: Final = 1.12
#: How far the upper half reaches left of its stem, less how far right, in heights: 0.07 and more in a 1, at most 0.04
#: in an I with serifs or without.
FLAG: Final = 0.075
NO_FLAG: Final = 0.045
#: Rows of a glyph between which only its stem stands, and those in which a 1 has its flag, in parts of its height.
STEM_ROWS: Final = (0.45, 0.85)
FLAG_ROWS: Final = (0.05, 0.45)
FOOT_ROWS: Final = (0.85, 1.0)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """Ink of one character at ``HEIGHT``: its left end in the line, and its mask."""

    left: int
    mask: Mask

    @property
    def width(self) -> float:
        return float(self.mask.shape[1])

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


def told_apart(code: Print, line: TextLine, pixels: Pixels) -> Print:
    """``code`` (the characters of ``line`` in the capture's RGB ``pixels``), each look-alike as its shape tells it and
    as sure as ``BY_SHAPE``; where the shape does not decide, as it was read and no surer than ``UNDECIDED``."""
    room = ROOM * line.height / max(line.length, 1.0)
    places = [(line.characters[glyph.index].place + room) / (1 + 2 * room) for glyph in code.glyphs]
    shapes = by_shape(code.text, places, cut_line(pixels, _with_room(line)))
    return Print(tuple(_decided(glyph, shape) for glyph, shape in zip(code.glyphs, shapes, strict=True)))


def is_undecided(code: Print) -> bool:
    """Whether what ``told_apart`` gave has a look-alike whose shape did not decide."""
    return any(glyph.text in LOOK_ALIKES and glyph.confidence <= UNDECIDED for glyph in code.glyphs)


def _decided(glyph: Glyph, shape: str) -> Glyph:
    if glyph.text not in LOOK_ALIKES:
        return glyph
    if shape == OPEN:
        return replace(glyph, confidence=min(glyph.confidence, UNDECIDED))
    return replace(glyph, text=shape, confidence=BY_SHAPE)


def _with_room(line: TextLine) -> Corners:
    along = (line.corners[1] - line.corners[0]) * (ROOM * line.height / max(line.length, 1.0))
    return np.asarray(line.corners + np.array([-along, along, along, -along]), np.float32)


def by_shape(text: str, places: Sequence[float], cut: Pixels) -> str:
    """``text`` with its look-alikes as their shapes in ``cut`` (the upright line, RGB, any size) tell them, and
    ``OPEN`` for each that they do not. ``places``: about where each character's middle lies, 0 to 1 along the line.

    Faint strokes are ink at one depth and paper at another: no depth may deny what is told. At least half of them must
    tell it where it is what the network read (``text``), all where it is not.
    """
    told = [[_letter(index, text, glyphs) for index in range(len(text))] for glyphs in _partings(cut, places)]
    columns = list(zip(*told, strict=True)) if told else [(OPEN,)] * len(text)
    return "".join(
        _settled(letter, column) if letter in LOOK_ALIKES else letter
        for letter, column in zip(text, columns, strict=True)
    )


def _settled(letter: str, told: Sequence[str]) -> str:
    if len(set(told)) == 1:
        return told[0]
    confirmed = set(told) <= {letter, OPEN} and told.count(letter) >= len(told) / 2
    return letter if confirmed else OPEN


def _letter(index: int, text: str, glyphs: Sequence[_Glyph]) -> str:
    if text[index] in ROUND:
        return _zero_or_o(index, text, glyphs)
    return _one_or_i(glyphs[index]) if text[index] in UPRIGHT else text[index]


# --- shapes --------------------------------------------------------------------------------------------------------


def _zero_or_o(index: int, text: str, glyphs: Sequence[_Glyph]) -> str:
    """By its width beside the code's sure digits, its capitals and its other round glyphs; none may speak against
    another."""
    width = glyphs[index].width
    widths = [(letter, glyph.width) for letter, glyph in zip(text, glyphs, strict=True) if letter not in LOOK_ALIKES]
    digits = [wide / IN_WIDTHS_OF_0[letter] for letter, wide in widths if letter in IN_WIDTHS_OF_0]
    capitals = [wide / IN_WIDTHS_OF_O[letter] for letter, wide in widths if letter in IN_WIDTHS_OF_O]
    verdicts: set[str] = set()
    if digits:
        verdicts.add(_verdict(width / float(np.median(digits)), ZERO_TO_DIGITS, O_TO_DIGITS))
    if len(capitals) >= ENOUGH_CAPITALS:
        verdicts.add(_verdict(width / float(np.median(capitals)), ZERO_TO_CAPITALS, O_TO_CAPITALS))
    rounds = [glyph.width for letter, glyph in zip(text, glyphs, strict=True) if letter in ROUND]
    if max(rounds) >= O_TO_ZERO * min(rounds):
        verdicts.add(_verdict(width / (max(rounds) * min(rounds)) ** 0.5, 1 / NEAR, NEAR))
    verdicts.discard(OPEN)
    verdict = verdicts.pop() if len(verdicts) == 1 else OPEN
    return OPEN if verdict == "0" and _is_of_fixed_pitch(glyphs) else verdict


def _verdict(ratio: float, zero: float, letter: float) -> str:
    return "0" if ratio <= zero else "O" if ratio >= letter else OPEN


def _is_of_fixed_pitch(glyphs: Sequence[_Glyph]) -> bool:
    pitches = np.diff([glyph.middle for glyph in glyphs])
    return float(pitches.max()) < FIXED_PITCH * float(pitches.min())


def _one_or_i(glyph: _Glyph) -> str:
    """By the flag: what lies left of the stem, prolonged upwards, and not right of it. An I is as wide below as above:
    the foot of a 1 in serif type tells it where its flag is thin."""
    height = glyph.mask.shape[0]
    rows = np.arange(height)
    begins, ends = glyph.mask.argmax(axis=1), glyph.mask.shape[1] - glyph.mask[:, ::-1].argmax(axis=1)
    stem = _between(rows, STEM_ROWS, glyph)
    upper = _between(rows, FLAG_ROWS, glyph)
    if len(stem) < 2 or not len(upper):
        return OPEN
    middle = np.polynomial.Polynomial.fit(stem, (begins[stem] + ends[stem]) / 2, 1)
    half = float(np.median(ends[stem] - begins[stem])) / 2
    left = _farthest(middle(upper) - half - begins[upper])
    right = _farthest(ends[upper] - middle(upper) - half)
    flag = (left - right) / height
    if flag >= FLAG:
        return "1"
    foot = _between(rows, FOOT_ROWS, glyph)
    base = _farthest(ends[foot] - middle(foot) - half) if len(foot) else 0.0
    return "I" if flag + max(base - right, 0.0) / height <= NO_FLAG else OPEN


def _between(rows: npt.NDArray[np.int_], parts: tuple[float, float], glyph: _Glyph) -> npt.NDArray[np.int_]:
    """Inked rows of the glyph between two parts of its height."""
    height = len(rows)
    return rows[(rows >= parts[0] * height) & (rows < parts[1] * height) & glyph.mask.any(axis=1)]


def _farthest(reach: npt.NDArray[np.float64]) -> float:
    """The mean of the farthest fifth: single pixels are noise."""
    return float(np.sort(reach)[-max(1, len(reach) // 5) :].mean())


# --- glyphs --------------------------------------------------------------------------------------------------------


def _partings(cut: Pixels, places: Sequence[float]) -> Iterator[list[_Glyph]]:
    """The line's glyphs from left to right, one at each place, for every depth at which its ink parts into them."""
    depth = _depth(cut)
    darkest = float(np.percentile(depth[HEIGHT // 4 : -HEIGHT // 4], 97))
    expected = np.array(places) * depth.shape[1]
    pitch = float(np.mean(np.diff(expected)))
    for part in DEPTHS:
        glyphs = _pieces(depth > max(part * darkest, 1.0))
        if len(glyphs) == len(places):
            off = np.abs([glyph.middle for glyph in glyphs] - expected)
            if float(off.max()) < ASTRAY * pitch:
                yield glyphs


def _depth(cut: Pixels) -> Pixels:
    """How much darker than its paper each pixel of the line is, ``HEIGHT`` pixels high."""
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY)
    width = max(8, round(grey.shape[1] * HEIGHT / grey.shape[0]))
    grey = cv2.resize(grey, (width, HEIGHT), interpolation=cv2.INTER_CUBIC)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((PAPER, PAPER), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), PAPER / 4)
    return np.asarray(cv2.subtract(paper, grey), np.uint8)


def _pieces(ink: Mask) -> list[_Glyph]:
    """Pieces of ink across the line's middle that are as high as most of them, from left to right."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height = (int(side) for side in boxes[label, :4])
        if top < HEIGHT / 2 < top + height and height > LEAST_HEIGHT * HEIGHT:
            found.append(_Glyph(left, labels[top : top + height, left : left + width] == label))
    usual = float(np.median([len(glyph.mask) for glyph in found])) if found else 0.0
    alike = [glyph for glyph in found if HEIGHTS[0] * usual < len(glyph.mask) < HEIGHTS[1] * usual]
    return sorted(alike, key=lambda glyph: glyph.left)
