"""Values of which nothing can be seen: blank paper where a field's print was found or must be.

Every value is cut into square cells, one a character. A cell without contrast, compared with all other cells of the
card, holds no print. A mosaic has contrast, but only between its cells: next to all of its gradients stand in few
columns and few rows of the picture, and within the cells there is no grain. A value that was not read at all is hidden
if its place shows no strokes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import east_asian_width

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import Mask
from kyc.authenticity.unread import without_strokes
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import MAY_BE_BLANK, FieldName
from kyc.documents.results import FieldReading

#: Side of a cell in pixels once it is straightened.
_CELL: Final = 16
#: Values narrower than this part of their height are one digit or letter.
_SINGLE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value, or a run of its characters, that cannot be seen, and its place."""

    field: FieldName
    quad: Quad


def hidden_values(views: Views, own: Mask) -> list[Hidden]:
    """What cannot be seen, each value once. ``own`` is where the form prints colours of its own."""
    printed = {field.name: field.quad for field in views.placed_fields if field.quad and _is_print(field)}
    found: dict[FieldName, Hidden] = {}
    usual = _usual_grainless(views, printed)
    cues = (_blank(views, printed), _unread(views), _mosaics(views, usual), _grainless(views, printed, own, usual))
    for value in itertools.chain.from_iterable(cues):
        if not _in_glare(views, value.quad):
            found.setdefault(value.field, value)
    return list(found.values())


def _in_glare(views: Views, quad: Quad) -> bool:
    """Whether mirrored light burns out a part of a place: what hides there is glare's to say."""
    crop = views.crop(quad)
    return bool(crop.size) and float(np.mean(crop >= lines.GLARE_EMPTY)) >= lines.GLARE_ON_VALUE


def _blank(views: Views, printed: Mapping[FieldName, Quad]) -> Iterator[Hidden]:
    """Values with nothing to see in them; none where the card as a whole shows too little print to compare with."""
    contrasts = {name: _contrasts(views, quad) for name, quad in printed.items() if name not in MAY_BE_BLANK}
    cells = [cell for row in contrasts.values() for cell in row]
    if len(cells) < lines.HIDDEN_LEAST_CELLS or float(np.median(cells)) < lines.HIDDEN_LEAST_CONTRAST:
        return
    blank = lines.HIDDEN_CONTRAST * float(np.median(cells))
    for name, row in contrasts.items():
        if part := _blank_part(name, printed[name], row, blank):
            yield part


def _usual_grainless(views: Views, printed: Mapping[FieldName, Quad]) -> float:
    """The part of a value without grain, in the median of all."""
    shares = [views.share(views.grainless, quad) for quad in printed.values()]
    return float(np.median(shares)) if shares else 0.0


def _mosaics(views: Views, usual: float) -> Iterator[Hidden]:
    """Values that an app made a mosaic of: as a whole where they were read, else in a part of their place."""
    for field in views.capture.fields:
        quad = field.quad or views.capture.places.get(field.name)
        if quad is None or _is_single(quad) or not views.shows(quad) or (field.quad and not _is_print(field)):
            continue
        if field.quad and _is_legible(field, quad):
            continue
        crop = views.crop(quad).astype(np.float32)
        side = round(lines.MOSAIC_WINDOW * views.card_width) if field.quad is None else min(crop.shape) - 1
        if side < lines.MOSAIC_LEAST or min(crop.shape) <= side:
            continue
        left, top, right, bottom = views.clipped(quad)
        crowded = _crowded(crop, views.grainless[top:bottom, left:right], side if field.quad is None else None, usual)
        if crowded > (lines.MOSAIC if field.quad else lines.MOSAIC_IN_PLACE):
            yield Hidden(field.name, quad)


def _crowded(luma: NDArray[np.float32], grainless: Mask, side: int | None, usual: float) -> float:
    """The part of all gradients that the quarter of columns, and of rows, with most of them hold (the lesser of the
    two), over the whole or in the second best half-overlapping window of ``side`` pixels. Windows with no less grain
    than other values hold no mosaic: strokes stand in few columns and rows, too, but cells are plain."""
    parts = []
    for axis in (0, 1):
        steps = np.abs(np.diff(luma, axis=axis))[: luma.shape[0] - 1, : luma.shape[1] - 1]
        each = np.sort(_windows(steps, side).mean(axis=3 - axis), axis=-1)
        most = each[..., -max(1, round(each.shape[-1] / 4)) :].sum(axis=-1)
        parts.append(most / np.maximum(each.sum(axis=-1), 1e-3))
    plain = _windows(grainless[:-1, :-1], side).mean(axis=(2, 3)) / 255 - usual
    best = np.sort(np.where(plain >= lines.MOSAIC_GRAINLESS, np.minimum(*parts), 0).ravel())
    return float(best[-min(2, best.size)])


def _windows(values: NDArray[Any], side: int | None) -> NDArray[Any]:
    """Half-overlapping windows of ``side`` pixels, or the whole as one."""
    shape = (side, side) if side else (values.shape[0], values.shape[1])
    return sliding_window_view(values, shape)[:: max(shape[0] // 2, 1), :: max(shape[1] // 2, 1)]


def _grainless(views: Views, printed: Mapping[FieldName, Quad], own: Mask, usual: float) -> Iterator[Hidden]:
    """Values with much less grain than the others. One that is legible all over is not hidden: a flat paper or a
    strong compression leaves the widely spaced ones least grain."""
    legible = {field.name for field in views.placed_fields if field.quad and _is_legible(field, field.quad)}
    for name, quad in printed.items():
        if name in legible or views.card.overlaps(own, quad):
            continue
        if views.share(views.grainless, quad) > usual + lines.HIDDEN_GRAINLESS:
            yield Hidden(name, quad)


def _is_single(quad: Quad) -> bool:
    """Whether a place holds a single digit or letter, whose gradients stand in few columns by nature."""
    first, second, _, fourth = (np.asarray(point) for point in quad.points)
    return bool(np.linalg.norm(second - first) < _SINGLE * np.linalg.norm(fourth - first))


def _is_legible(field: FieldReading, quad: Quad) -> bool:
    """Whether surely read characters take all of a place, so that none is hidden. A box of one or two characters may
    be as wide as three."""
    first, second, _, fourth = (np.asarray(point) for point in quad.points)
    room = float(np.linalg.norm(second - first) / max(float(np.linalg.norm(fourth - first)), 1.0))
    ems = sum(1.0 if east_asian_width(character) in "WF" else 0.5 for character in "".join(field.raw.split()))
    needed = lines.LEGIBLE_EMS * room if room > lines.LEGIBLE_SHORT else lines.LEGIBLE_EMS
    return field.confidence >= lines.LEGIBLE and ems >= needed


def _is_print(field: FieldReading) -> bool:
    """Whether a field holds characters, and not dashes only."""
    return any(character.isalnum() for character in field.raw)


def _unread(views: Views) -> Iterator[Hidden]:
    return (Hidden(name, quad) for name, quad in without_strokes(views))


def _blank_part(name: FieldName, quad: Quad, contrasts: NDArray[np.float32], blank: float) -> Hidden | None:
    """The longest run of blank cells, if that is too long to be a gap between words."""
    longest, start, at = 0, 0, 0
    for is_blank, run in itertools.groupby(contrasts < blank):
        length = len(list(run))
        if is_blank and length > longest:
            longest, start = length, at
        at += length
    certain = blank * lines.HIDDEN_ONE_CELL / lines.HIDDEN_CONTRAST
    whole = longest == len(contrasts) > 0 and (longest > 1 or float(contrasts[0]) < certain)
    if longest < lines.HIDDEN_RUN and not whole:
        return None
    return Hidden(name, _part(quad, start / len(contrasts), (start + longest) / len(contrasts)))


def _contrasts(views: Views, quad: Quad) -> NDArray[np.float32]:
    """The standard deviation of luma in each cell of a line; empty for a value of several lines, or in glare."""
    corners = np.asarray(quad.points, np.float32)
    length, height = (float(np.linalg.norm(corners[end] - corners[0])) for end in (1, 3))
    if height > lines.HIDDEN_HIGHEST * views.card_width or height < 4:
        return np.zeros(0, np.float32)
    count = max(1, round(length / height))
    size = (count * _CELL, _CELL)
    target = np.array([[0, 0], [size[0], 0], [size[0], _CELL], [0, _CELL]], np.float32)
    straight = cv2.getPerspectiveTransform(corners, target)
    strip = cv2.warpPerspective(views.luma, straight, size, flags=cv2.INTER_AREA).astype(np.float32)
    cells = strip.reshape(_CELL, count, _CELL)
    if float(np.max(cells.mean(axis=(0, 2)))) >= lines.GLARE_EMPTY:
        return np.zeros(0, np.float32)
    return np.asarray(cells.std(axis=(0, 2)), np.float32)


def _part(quad: Quad, start: float, end: float) -> Quad:
    a, b, c, d = (np.asarray(point) for point in quad.points)
    corners = (a + start * (b - a), a + end * (b - a), d + end * (c - d), d + start * (c - d))
    return Quad.from_points([corner.tolist() for corner in corners])
