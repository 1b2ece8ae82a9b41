"""Values of which nothing can be seen: blank paper where a field's print was found or must be.

Every value is cut into square cells, one a character. A cell without contrast, compared with all other cells of the
card, holds no print. A mosaic has contrast, but only between its cells: next to all of its gradients stand in few
columns and few rows of the picture, and within the cells there is no grain.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import Mask
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
    for value in (*_blank(views, printed), *_mosaics(views), *_grainless(views, printed, own)):
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
    yield from _unread(views, blank)


def _mosaics(views: Views) -> Iterator[Hidden]:
    """Values that an app made a mosaic of: as a whole where they were read, else in a part of their place."""
    for field in views.capture.fields:
        quad = field.quad or views.capture.places.get(field.name)
        if quad is None or _is_single(quad) or not views.shows(quad) or (field.quad and not _is_print(field)):
            continue
        if field.quad and _fills(field, quad):
            continue
        crop = views.crop(quad).astype(np.float32)
        side = round(lines.MOSAIC_WINDOW * views.card_width) if field.quad is None else min(crop.shape) - 1
        if side < lines.MOSAIC_LEAST or min(crop.shape) <= side:
            continue
        crowded = np.sort(_crowded(crop, side if field.quad is None else None).ravel())
        if crowded[-min(2, crowded.size)] > (lines.MOSAIC if field.quad else lines.MOSAIC_IN_PLACE):
            yield Hidden(field.name, quad)


def _crowded(luma: NDArray[np.float32], side: int | None) -> NDArray[np.float32]:
    """The part of all gradients that the quarter of columns, and of rows, with most of them hold (the lesser of the
    two), over the whole or in half-overlapping windows of ``side`` pixels."""
    parts = []
    for axis in (0, 1):
        steps = np.abs(np.diff(luma, axis=axis))[: luma.shape[0] - 1, : luma.shape[1] - 1]
        shape = (side, side) if side else steps.shape
        windows = sliding_window_view(steps, shape)[:: max(shape[0] // 2, 1), :: max(shape[1] // 2, 1)]
        each = np.sort(windows.mean(axis=3 - axis), axis=-1)
        most = each[..., -max(1, round(each.shape[-1] / 4)) :].sum(axis=-1)
        parts.append(most / np.maximum(each.sum(axis=-1), 1e-3))
    return np.asarray(np.minimum(*parts), np.float32)


def _grainless(views: Views, printed: Mapping[FieldName, Quad], own: Mask) -> Iterator[Hidden]:
    """Values with much less grain than the others."""
    shares = {name: views.share(views.grainless, quad) for name, quad in printed.items()}
    if not shares:
        return
    usual = float(np.median(list(shares.values())))
    for name, share in shares.items():
        if share > usual + lines.HIDDEN_GRAINLESS and not views.card.overlaps(own, printed[name]):
            yield Hidden(name, printed[name])


def _is_single(quad: Quad) -> bool:
    """Whether a place holds a single digit or letter, whose gradients stand in few columns by nature."""
    first, second, _, fourth = (np.asarray(point) for point in quad.points)
    return bool(np.linalg.norm(second - first) < _SINGLE * np.linalg.norm(fourth - first))


def _fills(field: FieldReading, quad: Quad) -> bool:
    """Whether surely read characters take all of a place, so that none is hidden. Type set by a computer has its
    gradients in few columns too."""
    first, second, _, fourth = (np.asarray(point) for point in quad.points)
    room = float(np.linalg.norm(second - first) / max(float(np.linalg.norm(fourth - first)), 1.0))
    ems = sum(1.0 if east_asian_width(character) in "WF" else 0.5 for character in "".join(field.raw.split()))
    return field.confidence >= lines.LEGIBLE and ems >= lines.LEGIBLE_EMS * room


def _is_print(field: FieldReading) -> bool:
    """Whether a field holds characters, and not dashes only."""
    return any(character.isalnum() for character in field.raw)


def _unread(views: Views, blank: float) -> Iterator[Hidden]:
    """Values that are never blank, were not read, and show nothing at their place."""
    places: Mapping[FieldName, Quad] = views.capture.places
    for field in views.capture.fields:
        quad = places.get(field.name)
        if field.raw.strip() or quad is None or not views.shows(quad):
            continue
        contrasts = _contrasts(views, quad)
        if len(contrasts) and float(np.mean(contrasts < blank)) >= lines.HIDDEN_PLACE:
            yield Hidden(field.name, quad)


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
