"""Cards partly outside the frame, and cards out of focus or moved while the shutter was open."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents.geometry import Quad
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.spoilt_places import CARDS, PAGES, text_height
from tests.specimens.page import Specimen
from tests.specimens.photograph import (
    Photograph,
    PhotoSettings,
    aim,
    photograph,
    recompressed,
    sent,
)
from tests.specimens.species import Family, Species, Take

#: A cut card lies nearly along the frame, or as much across it as a corner takes.
_ALONG: Final = (-2.0, 2.0)
_ASKEW: Final = (18.0, 40.0)
#: Width of the strip along a cut that is its evidence, in card widths.
_STRIP: Final = 0.03


def _cut(part: float, *, corner: bool = False) -> Take:
    """The frame ends ``part`` of the card's extent inside one of its sides, or inside one of its corners."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        rng = np.random.default_rng((seed, 22))
        turn = float(rng.uniform(*(_ASKEW if corner else _ALONG)))
        whole = replace(settings, rotation=90.0 * int(rng.integers(4)) + turn, pitch=0.6 * settings.pitch,
                        yaw=0.6 * settings.yaw, fill=min(settings.fill, 0.92), messenger_side=0)  # fmt: skip
        shot = photograph(specimen, whole, seed, size)
        corners = np.asarray(shot.quad.points)
        side = int(rng.integers(4))
        ends = corners[[side]] if corner else corners[[side, (side + 1) % 4]]
        middle = corners.mean(axis=0)
        to = ends.mean(axis=0) - middle
        axis = int(abs(to[1]) > abs(to[0]))
        # A corner loses that part of the way from the middle; of a side ``part`` of the card's extent, twice that way.
        kept = middle + to * (1 - (part if corner else 2 * part))
        cropped = _cropped(shot, axis, float(kept[axis]), before=bool(to[axis] < 0))
        moved = replace(cropped, settings=settings)
        moved = replace(moved, regions=(("cut_side", _along_cut(moved, axis, before=bool(to[axis] < 0))),))
        return _sent_on(moved) if settings.messenger_side else moved

    return take


def _cropped(shot: Photograph, axis: int, at: float, *, before: bool) -> Photograph:
    """``shot`` without what lies before (or beyond) ``at`` pixels of its width (axis 0) or height (1)."""
    width, height = shot.image.size
    box = [0, 0, width, height]
    box[axis if before else axis + 2] = round(at)
    shift = np.array([[1, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1]], np.float64)
    image = shot.image.crop((box[0], box[1], box[2], box[3]))
    return recompressed(shot, image, homographies=tuple(shift @ matrix for matrix in shot.homographies))


def _along_cut(shot: Photograph, axis: int, *, before: bool) -> Quad:
    """The strip of the picture beside the cut, as wide as three hundredths of the card, as far as the card reaches."""
    points = np.asarray(shot.quad.points)
    size = np.array(shot.image.size, np.float64)
    low, high = np.clip(points.min(axis=0), 0, size), np.clip(points.max(axis=0), 0, size)
    wide = _STRIP * float(np.linalg.norm(points[1] - points[0]))
    low[axis], high[axis] = (0.0, wide) if before else (size[axis] - wide, size[axis])
    cut = points[points[:, axis] < 0] if before else points[points[:, axis] > size[axis]]
    if len(cut) == 1:  # a corner: the card meets the frame on both sides of it
        low[1 - axis], high[1 - axis] = _crossings(points, axis, 0.0 if before else float(size[axis]))
    return Quad.from_points([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])


def _crossings(points: np.ndarray, axis: int, at: float) -> tuple[float, float]:
    """Where the outline crosses ``at`` on ``axis``: the smallest and largest other coordinate."""
    found = []
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        if (start[axis] - at) * (end[axis] - at) < 0:
            part = (at - start[axis]) / (end[axis] - start[axis])
            found.append(float(start[1 - axis] + part * (end[1 - axis] - start[1 - axis])))
    return min(found), max(found)


def _sent_on(shot: Photograph) -> Photograph:
    done = sent(shot)
    scale = done.image.width / shot.image.width
    regions = tuple(
        (label, Quad.from_points((np.asarray(quad.points) * scale).tolist())) for label, quad in shot.regions
    )
    return replace(done, regions=regions)


def _defocused(heights: float) -> Take:
    """Out of focus by ``heights`` of the values' type (standard deviation)."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        type_height = text_height(specimen, aim((specimen,), settings, size)[0])
        return _blurred(specimen, replace(settings, blur=heights * type_height, motion=0.0), seed, size)

    return take


def _shaken(heights: float) -> Take:
    """Moved by ``heights`` of the values' type in a straight line."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        type_height = text_height(specimen, aim((specimen,), settings, size)[0])
        angle = math.degrees(float(np.random.default_rng((seed, 23)).uniform(0, math.pi)))
        moved = replace(settings, motion=heights * type_height, motion_angle=angle)
        return _blurred(specimen, moved, seed, size)

    return take


def _blurred(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
    shot = photograph(specimen, settings, seed, size)
    return replace(shot, regions=tuple(("blurred_text", shot.field_quad(name)) for name in specimen.boxes))


def _cut_species(name: str, part: float, strength: str, aim_: float | None, *, corner: bool = False) -> Species:
    return Species(name, Family.CUT, WarningCode.CUT_OFF, strength, _cut(part, corner=corner), CARDS, aim_)


CUT_SPECIES: Final[tuple[Species, ...]] = (
    _cut_species("cut_2", 0.02, "2 % of the card beyond one side of the frame", None),
    _cut_species("cut_5", 0.05, "5 % of the card beyond one side of the frame", 0.02),
    _cut_species("cut_10", 0.10, "10 % of the card beyond one side of the frame", 0.02),
    _cut_species("cut_corner", 0.22, "a corner with 22 % of its way to the middle beyond the frame", 0.02, corner=True),
)
BLUR_SPECIES: Final[tuple[Species, ...]] = tuple(
    Species(name, Family.BLUR, WarningCode.BLUR, strength, take, PAGES, aim_)
    for name, strength, take, aim_ in (
        ("blur_soft", "defocus of 0.10 type heights: fields begin to fail", _defocused(0.10), None),
        ("blur_defocus", "defocus of 0.16 type heights: most fields fail", _defocused(0.16), 0.02),
        ("blur_far_out", "defocus of 0.25 type heights", _defocused(0.25), 0.02),
        ("blur_shaken", "moved by 0.40 type heights: fields begin to fail", _shaken(0.40), None),
        ("blur_moved", "moved by 0.65 type heights: most fields fail", _shaken(0.65), 0.02),
    )
)
