"""Sheets on a card: plain patches with four straight, sharp edges, such as paper, tape, notes and painted boxes.

They may be nearly of the card's own colour, so that what makes them foreign is not how far it is off. Ink only darkens:
a plain patch that is lighter than the paper in some colour was not printed on it. One that is darker may be a part of
the form, unless it lies where a value or a word of the form should be and was not read. A sheet that lies half beside
the card is known by going on there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from kyc.authenticity import lines
from kyc.authenticity.card_view import WIDTH, Mask, largest_outline
from kyc.authenticity.foreign_patches import (
    RIM,
    Floats,
    dark_strokes,
    edge_of,
    inner,
    pieces,
    print_on,
    reaches_border,
    steepness,
)
from kyc.authenticity.unread import hides_something
from kyc.authenticity.views import Views

#: Pixels of the reduced card: patches narrower than this are no sheets.
_NARROWEST: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
#: What is narrower is no part of a sheet's corner.
_BROAD: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (21, 21))
#: Pixels of the capture around a painted box that are looked at.
_MARGIN: Final = 10
#: The percentile of sharpness along an outline that must be sharp: a side against print or a shadow may be soft.
_LOWER: Final = 30


@dataclass(frozen=True, slots=True)
class _Ground:
    """How ``far`` each pixel is off the card's paper, how ``steep`` that is nearby, and the dark ``strokes`` there."""

    far: Floats
    steep: Floats
    strokes: Floats


def sheets(views: Views, own: Mask, off: Floats) -> Iterator[Mask]:
    """Every sheet. ``own`` is where the form prints other colours, ``off`` how far the card is off its paper."""
    far = _length(off)
    ground = _Ground(far, steepness(far), dark_strokes(views.card))
    for limit in lines.SHEET_OFF:
        patches = np.asarray(((far > limit) & (views.card.shown > 0)) * np.uint8(255), np.uint8)
        patches[:RIM], patches[-RIM:], patches[:, :RIM], patches[:, -RIM:] = 0, 0, 0, 0
        opened = np.asarray(cv2.morphologyEx(patches, cv2.MORPH_OPEN, _NARROWEST), np.uint8)
        for patch in pieces(opened, lines.SHEET_LEAST):
            if _is_sheets(patch, ground) and _has_four_sides(patch) and _is_foreign(views, patch, own, off):
                yield patch
            elif reaches_border(patch):
                yield from (one for one in _bodies(patch) if _is_corner(views, one, ground))


def _bodies(patch: Mask) -> Iterator[Mask]:
    """A patch as it is, and its broad parts: what the card prints beside a sheet is off its paper, too, and hangs on to
    it."""
    yield patch
    yield from pieces(np.asarray(cv2.morphologyEx(patch, cv2.MORPH_OPEN, _BROAD), np.uint8), lines.SHEET_LEAST)


def _is_sheets(patch: Mask, ground: _Ground) -> bool:
    """Whether a patch is plain and ends sharply."""
    return _is_plain(patch, ground) and _is_sharp(patch, ground)


def _is_corner(views: Views, patch: Mask, ground: _Ground) -> bool:
    """Whether a patch is the corner of a sheet that lies half beside the card."""
    return _is_sheets(patch, ground) and _comes_from_outside(views, patch)


def _length(off: Floats) -> Floats:
    red, blue, green = cv2.split(off)
    return np.asarray(cv2.magnitude(cv2.magnitude(red, blue), green), np.float32)


def painted_white(views: Views, own: Mask) -> Iterator[Mask]:
    """Boxes that an app painted white: as full as mirrored lamps, but along the picture's sides and without a rim.
    None on a picture that is burnt out elsewhere."""
    grey = cv2.cvtColor(views.card.pixels, cv2.COLOR_RGB2GRAY)
    full = np.asarray(((grey >= lines.GLARE_FULL) & (views.card.shown > 0)) * np.uint8(255), np.uint8)
    if cv2.countNonZero(full) < lines.SHEET_LEAST * full.size:
        return
    opened = np.asarray(cv2.morphologyEx(full, cv2.MORPH_OPEN, _NARROWEST), np.uint8)
    for patch in pieces(opened, lines.SHEET_LEAST):
        elsewhere = cv2.countNonZero(full) - cv2.countNonZero(cv2.bitwise_and(full, patch))
        is_one_thing = elsewhere <= lines.PAINTED_ELSEWHERE * full.size
        is_own = float(np.mean(own[patch > 0] > 0)) > lines.SHEET_ON_OWN
        if is_one_thing and not is_own and _is_painted(views, patch):
            yield patch


def _is_painted(views: Views, patch: Mask) -> bool:
    """Whether a full patch is an upright box in the capture whose sides end within two pixels."""
    left, top, right, bottom = views.clipped(views.card.quad(patch))
    height, width = views.luma.shape
    top, bottom = max(top - _MARGIN, 0), min(bottom + _MARGIN, height)
    left, right = max(left - _MARGIN, 0), min(right + _MARGIN, width)
    crop = views.luma[top:bottom, left:right]
    full = np.asarray((crop >= lines.GLARE_FULL) * np.uint8(255), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(full)
    if count < 2:
        return False
    x, y, wide, high, area = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
    if area < lines.PAINTED_FILLED * wide * high:
        return False
    sides = (
        crop[y : y + high, :x][:, ::-1],
        crop[y : y + high, x + wide :],
        crop[:y, x : x + wide].T[:, ::-1],
        crop[y + high :, x : x + wide].T,
    )
    return all(_ends_at_once(side) for side in sides)


def _ends_at_once(side: Mask) -> bool:
    """Whether what lies beside a full box, its columns counted from the box, has no rim that runs out."""
    if side.shape[1] < _MARGIN - 2:
        return True
    drop = 255.0 - np.median(side, axis=0)
    return bool(float(drop[2]) >= lines.PAINTED_STEP * float(drop[_MARGIN - 3]) > 0)


def _has_four_sides(patch: Mask) -> bool:
    _, (long, high), _ = cv2.minAreaRect(largest_outline(patch))
    return bool(cv2.countNonZero(patch) >= lines.SHEET_FOUR_SIDED * (long + 1) * (high + 1))


def _comes_from_outside(views: Views, patch: Mask) -> bool:
    """Whether a patch is convex, no strip along the border as the table is beside an outline that is off, and goes on
    beyond it."""
    largest = largest_outline(patch)
    _, sides, _ = cv2.minAreaRect(largest)
    is_strip = min(sides) < min(lines.SHEET_DEPTH * max(sides), lines.SHEET_BROAD * WIDTH)
    if not reaches_border(patch) or is_strip:
        return False
    hull = cv2.contourArea(cv2.convexHull(largest))
    return cv2.contourArea(largest) >= lines.SHEET_CONVEX * hull and views.card.goes_on_outside(patch)


def _is_plain(patch: Mask, ground: _Ground) -> bool:
    """Whether a patch is of one colour and nothing is written on it."""
    levels = ground.far[inner(patch)]
    if not levels.size or float(np.std(levels)) > lines.SHEET_EVEN * float(np.median(levels)):
        return False
    return print_on(patch, ground.strokes) <= lines.SHEET_PRINT


def _is_sharp(patch: Mask, ground: _Ground) -> bool:
    """Whether a patch ends within a few pixels, as nothing does that light makes."""
    edge = edge_of(patch, RIM + 2)
    if not edge.any():
        return False
    level = float(np.median(ground.far[inner(patch)]))
    return bool(np.percentile(ground.steep[edge], _LOWER) >= lines.SHEET_STEP * level)


def _is_foreign(views: Views, patch: Mask, own: Mask, off: Floats) -> bool:
    """Whether neither the form nor light can have made a plain patch."""
    red, blue, green = np.median(off[inner(patch)], axis=0)
    if float(np.median(views.card.pixels[inner(patch)])) >= lines.GLARE_FULL:
        return False
    colour = float(np.hypot(red, blue))
    on_own = float(np.mean(own[patch > 0] > 0))
    if on_own > lines.SHEET_ON_OWN:
        return on_own < lines.SHEET_WITHIN_OWN and colour >= lines.SHEET_BRIGHT_COLOUR
    is_lighter = max(red, blue, 0.0) + green >= lines.SHEET_LIGHTER
    if colour < lines.SHEET_COLOUR:
        # Stripes of light have sharp edges, too, but reach beyond the card.
        return is_lighter and not reaches_border(patch) and hides_something(views, patch)
    return is_lighter or hides_something(views, patch)
