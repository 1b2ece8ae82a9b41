"""Two dashes, which a licence prints where a value does not apply.

A text detector does not take them for text, and a recogniser that is shown an almost empty line makes letters up. Their
shape says enough: two flat bars of one size beside each other, and nothing else on their line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import cv2
import numpy as np

from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Floats, Pixels
from kyc.recognition.patches import Patch, cut_patch
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Glyph, Print

#: Pixels to the document's width when dashes are looked for.
SCALE: Final = 1400
#: How thick a stroke may be that is looked for, in pixels at that scale.
THICKEST: Final = 25
#: Ink is darker than the paper beside it by this part of the paper's light (looked for from dark to faint), and by this
#: part of the darkest ink here.
DARKER: Final = (0.13, 0.07, 0.045)
OF_THE_DARKEST: Final = 0.40
#: A dash's width and height in document widths, and how much of its box it fills.
WIDTHS: Final = (0.0055, 0.034)
HIGHEST: Final = 0.0095
FLAT: Final = 1.25
FILLED: Final = 0.50
#: How unlike two dashes may be: in width, in darkness, and how far off one line (document widths).
UNLIKE: Final = 1.7
OFF_LINE: Final = 0.004
#: The gap between them in parts of their width.
GAPS: Final = (0.03, 3.0)
#: Blur makes one bar of two: twice as wide and more, and at least this much lighter in its middle.
JOINED: Final = (0.016, 0.060)
JOINED_FLAT: Final = 2.0
LIGHTER: Final = 0.93
#: Specks at least this wide (document widths) on the same line belong to a dotted rule or to text.
SPECK: Final = 0.0018
#: A third dash stands within so many widths.
REACH: Final = 3.0
#: What covers so much of the patch at one height is a dotted rule. Nothing else that is as strong as they are stands
#: this close above or below them (document widths).
RULE: Final = 0.40
CLEAR: Final = 0.012
AS_STRONG: Final = 0.75
#: What two dashes are worth as a reading, clean or faint (by their darkness).
SURE: Final = 0.97
FAINT: Final = 0.12
LESS_SURE: Final = 0.80
#: Where the paper's own lines are as dark, faint bars are two among many: beside more than so many they are no dashes.
STRAY: Final = 5


@dataclass(frozen=True, slots=True)
class _Bar:
    """A dark component: its box in pixels, its area, how dark it is, and how dark its columns are."""

    left: int
    top: int
    width: int
    height: int
    area: int
    dark: float
    columns: tuple[float, ...]

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def y(self) -> float:
        return self.top + self.height / 2


def find_dashes(pixels: Pixels, placing: Placing, place: Place) -> Print:
    """``--`` where two dashes and nothing else stand in ``place`` (card widths and heights), else an empty print."""
    patch = cut_patch(pixels, placing, place, SCALE)
    dark = _darkness(patch.pixels)
    darkest = OF_THE_DARKEST * float(np.percentile(dark, 99.8))
    for line in dict.fromkeys(max(least, darkest) for least in DARKER):
        bars = _bars(dark, line)
        pair = _darkest_pair(bars)
        if pair is not None:
            as_dark = AS_STRONG * min(bar.dark for bar in pair)
            stray = [bar for bar in bars if bar not in pair and bar.dark > as_dark and not _is_rule(bar, bars)]
            return _print(pair, patch, placing) if line > FAINT or len(stray) <= STRAY else Print()
    return Print()


def _darkness(patch: Pixels) -> Floats:
    """How much darker a pixel is than what lies above and below it, as a part of that."""
    grey = cv2.GaussianBlur(cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY), (0, 0), 0.8).astype(np.float32)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((THICKEST, 1), np.uint8))
    return np.asarray(1.0 - grey / np.maximum(paper, 1.0), np.float32)


def _darkest_pair(bars: list[_Bar]) -> tuple[_Bar, _Bar] | None:
    pairs = [pair for pair in combinations(sorted(bars, key=lambda bar: bar.left), 2) if _is_pair(*pair, bars)]
    pairs += [_halves(bar) for bar in bars if _is_joined(bar, bars)]
    return max(pairs, key=lambda pair: pair[0].dark + pair[1].dark, default=None)


def _bars(dark: Floats, line: float) -> list[_Bar]:
    """Everything darker than ``line``, less specks."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((dark > line).astype(np.uint8), connectivity=8)
    bars = []
    for left, top, width, height, area in stats[1:].tolist():
        if width >= SPECK * SCALE:
            box = dark[top : top + height, left : left + width]
            bars.append(_Bar(left, top, width, height, area, float(box.mean()), tuple(box.max(axis=0).tolist())))
    return bars


def _is_pair(one: _Bar, other: _Bar, bars: list[_Bar]) -> bool:
    if not (_is_dash(one) and _is_dash(other)) or abs(one.y - other.y) > OFF_LINE * SCALE:
        return False
    wider = max(one.width, other.width)
    gap = (other.left - one.right) / wider
    alike = wider <= UNLIKE * min(one.width, other.width) and 1 / UNLIKE < one.dark / other.dark < UNLIKE
    return alike and GAPS[0] <= gap <= GAPS[1] and _alone((one, other), bars)


def _is_dash(bar: _Bar) -> bool:
    low, high = (part * SCALE for part in WIDTHS)
    flat = bar.height <= HIGHEST * SCALE and bar.width >= FLAT * bar.height
    return low <= bar.width <= high and flat and bar.area >= FILLED * bar.width * bar.height


def _is_joined(bar: _Bar, bars: list[_Bar]) -> bool:
    low, high = (part * SCALE for part in JOINED)
    if not (low <= bar.width <= high and bar.width >= JOINED_FLAT * bar.height and bar.height <= HIGHEST * SCALE):
        return False
    third = bar.width // 3
    left, middle, right = max(bar.columns[:third]), min(bar.columns[third:-third]), max(bar.columns[-third:])
    return middle < LIGHTER * min(left, right) and _alone((bar,), bars)


def _alone(dashes: tuple[_Bar, ...], bars: list[_Bar]) -> bool:
    """Whether no other dash stands before them, nothing behind the first but the second, nor close above or below."""
    y, first, last = dashes[0].y, dashes[0], dashes[-1]
    others = [bar for bar in bars if not any(bar is dash for dash in dashes)]
    level = [bar for bar in others if bar.top < y < bar.top + bar.height]
    on_line = [
        bar
        for bar in level
        if bar.left > first.left or (_is_dash(bar) and bar.right > first.left - REACH * first.width)
    ]
    strong = [bar for bar in others if bar.dark > AS_STRONG * first.dark and bar.height > AS_STRONG * first.height]
    over = [bar for bar in strong if bar.right > first.left and bar.left < last.right]
    return not on_line and all(abs(bar.y - y) > CLEAR * SCALE or _is_rule(bar, others) for bar in over)


def _is_rule(bar: _Bar, bars: list[_Bar]) -> bool:
    """Whether bars of one height go on through the patch."""
    row = [one for one in bars if abs(one.y - bar.y) < OFF_LINE * SCALE]
    return sum(one.width for one in row) > RULE * (max(one.right for one in bars) - min(one.left for one in bars))


def _halves(bar: _Bar) -> tuple[_Bar, _Bar]:
    half = bar.width // 2
    return replace(bar, width=half), replace(bar, left=bar.left + half, width=bar.width - half)


def _print(pair: tuple[_Bar, _Bar], patch: Patch, placing: Placing) -> Print:
    first, second = pair
    room = first.width
    sure = SURE if min(first.dark, second.dark) > FAINT else LESS_SURE
    left, right = first.left - room / 4, second.right + room / 4
    corners = patch.in_capture(left, min(first.top, second.top) - room, right, max(first.y, second.y) + room)
    middles = [((bar.left + bar.right) / 2 - left) / (right - left) for bar in pair]
    line = TextLine(corners, tuple(Character("-", sure, middle) for middle in middles))
    places = placing.on_card([line.at(middle) for middle in middles])
    return Print(tuple(Glyph("-", sure, float(x), float(y), line, index) for index, (x, y) in enumerate(places)))
