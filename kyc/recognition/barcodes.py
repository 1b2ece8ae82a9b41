"""The number printed under a barcode: the bars are found by their stripes, and what stands below them is read.

Its digits stand far apart, so that a text detector finds some of them or none.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Pixels, TextNetworks, cut_line
from kyc.recognition.patches import Patch, cut_patch
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Print, glyphs_of

#: Pixels to the document's width when bars are looked for.
SCALE: Final = 1200
#: The neighbourhood (width, height in pixels) in which stripes are told from other print.
WINDOW: Final = (45, 9)
#: Stripes change this much more across than down, and by at least this part of the paper's light: half of a barcode may
#: lie in a shadow. Paper is the lightest within so many pixels.
STRIPED: Final = 2.2
LEAST_CHANGE: Final = 0.13
PAPER: Final = 17
#: The least a barcode measures, in document widths.
LEAST_SIZE: Final = (0.22, 0.025)
#: Where a row of bars ends: its stripes are weaker than this part of the others'.
ENDS_AT: Final = 0.55
#: A gap of no more (document widths) is no end of the bars: blur makes one grey bar of several, as wide as ``PAPER``,
#: which then passes for paper itself. Seen on a capture of 800 pixels to the page: one of 0.014 weakened 0.020.
BRIDGED: Final = 0.030
#: Strips below the bars that are read, from and to (document widths), and how far they reach beyond the bars.
STRIPS: Final = ((0.002, 0.036), (-0.002, 0.030), (0.006, 0.042))
BESIDE: Final = 0.012
#: Strips are shown to the network this much narrower: their digits stand so far apart that nothing is lost. Of 84
#: tuning captures all were read at this width and at 1, at half the price.
NARROWER: Final = 0.5
#: So many digits, this sure, are the whole number.
DIGITS: Final = 12
SURE: Final = 0.93


def find_bars(pixels: Pixels, placing: Placing, place: Place) -> tuple[Patch, tuple[int, int, int, int]] | None:
    """The patch of ``place`` and the bars' box in it: left, top, right, bottom; None where there are none."""
    patch = cut_patch(pixels, placing, place, SCALE)
    grey = cv2.cvtColor(patch.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((PAPER, PAPER), np.uint8)), (PAPER, PAPER))
    light = grey / np.maximum(paper, 1.0)
    across = cv2.blur(np.abs(cv2.Sobel(light, cv2.CV_32F, 1, 0)), WINDOW)
    down = cv2.blur(np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1)), WINDOW)
    striped = ((across > STRIPED * down) & (across > LEAST_CHANGE)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(striped, connectivity=8)
    found = [
        (int(area), label)
        for label, (_, _, width, height, area) in enumerate(stats.tolist())
        if label and width > LEAST_SIZE[0] * SCALE and height > LEAST_SIZE[1] * SCALE
    ]
    if not found:
        return None
    left, top, width, height, _ = stats[max(found)[1]].tolist()
    rows = across[:, left + width // 6 : left + width - width // 6].mean(axis=1)
    bottom = _run(rows, int(np.argmax(cv2.blur(rows, (1, height // 2 | 1)))))[1]
    core = across[max(0, bottom - round(LEAST_SIZE[1] * SCALE)) : bottom].mean(axis=0)
    left, right = _run(_bridged(core), left + width // 2)
    return patch, (left, top, right, bottom)


def _bridged(strength: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """``strength`` along the bars with its narrow gaps filled."""
    return np.asarray(cv2.morphologyEx(strength[None], cv2.MORPH_CLOSE, np.ones((1, round(BRIDGED * SCALE))))[0])


def _run(strength: npt.NDArray[np.float32], start: int) -> tuple[int, int]:
    """How far to both sides of ``start`` the stripes go on."""
    weak = np.flatnonzero(strength < ENDS_AT * strength[start])
    before, after = weak[weak < start], weak[weak > start]
    return (int(before[-1]) + 1 if len(before) else 0), (int(after[0]) if len(after) else len(strength))


def strips_below(patch: Patch, box: tuple[int, int, int, int]) -> list[Corners]:
    """Where the number may stand, in the capture: strips of several heights below the bars."""
    left, _, right, bottom = box
    beside = BESIDE * SCALE
    return [
        patch.in_capture(left - beside, bottom + top * SCALE, right + beside, bottom + end * SCALE)
        for top, end in STRIPS
    ]


def read_number_below(networks: TextNetworks, pixels: Pixels, placing: Placing, place: Place) -> Print:
    """What stands below the bars in ``place``, by the look at it that is surest; empty where there are no bars."""
    found = find_bars(pixels, placing, place)
    if found is None:
        return Print()
    first, *others = strips_below(*found)
    number = _read(networks, pixels, placing, [first])[0]
    if number.confidence >= SURE and sum(glyph.text.isdigit() for glyph in number.glyphs) >= DIGITS:
        return number
    return max([number, *_read(networks, pixels, placing, others)], key=_worth)


def _read(networks: TextNetworks, pixels: Pixels, placing: Placing, strips: list[Corners]) -> list[Print]:
    readings = networks.recognise([_narrowed(cut_line(pixels, corners)) for corners in strips])
    lines = [TextLine(corners, reading.characters) for corners, reading in zip(strips, readings, strict=True)]
    return [Print(tuple(glyphs_of([line], placing))) for line in lines]


def _narrowed(strip: Pixels) -> Pixels:
    size = (max(1, round(strip.shape[1] * NARROWER)), strip.shape[0])
    return np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), np.uint8)


def _worth(number: Print) -> float:
    return sum(glyph.confidence for glyph in number.glyphs if glyph.text.isdigit()) * number.confidence
