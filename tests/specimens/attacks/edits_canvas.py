"""A finished JPEG opened in an editing program: places on it are wiped and laid over, then it is saved again.

Boxes are pixels of the specimen, as everywhere among specimens; the work is done in pixels of the upright picture, and
only around the changed place.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, recompressed, sent

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
#: Room left around a changed place, in pixels: for what an inpainter looks at, and for soft edges.
_ROOM: Final = 40
#: Pictures are drawn this much larger and reduced, as an editor smooths the edges of type.
_FINER: Final = 3
#: Ink is darker than the paper around it by at least this share of the contrast.
_INK_SHARE: Final = 0.25


class Wipe(StrEnum):
    """How the old print is taken away."""

    #: The strokes alone filled from their rims (Telea), the paper between them left.
    STROKES = "strokes"
    #: The whole box filled from its rim (Navier-Stokes).
    BOX = "box"
    #: The box painted over with one colour, the paper's.
    FLAT = "flat"
    #: Neighbouring paper copied over the box.
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Care:
    """What a forger does about what an eye sees enlarged: soft edges and type (as the lens draws it), the ink's own
    colour, and grain added to what was changed, as a share of the grain of the paper there."""

    feather: float = 0.0
    soft_type: bool = False
    own_ink: bool = False
    grain: float = 0.0


CARELESS: Final = Care()
CAREFUL: Final = Care(feather=1.5, soft_type=True, own_ink=True, grain=0.9)


class Canvas:
    """The upright pixels of a photograph's JPEG while they are edited: ``pixels`` H x W x 3 of float32."""

    def __init__(self, shot: Photograph, rng: Generator, index: int = 0) -> None:
        with Image.open(io.BytesIO(shot.jpeg)) as stored:
            self.pixels = np.asarray(ImageOps.exif_transpose(stored).convert("RGB"), np.float32)
        self.shot, self.rng, self.index = shot, rng, index
        self.specimen = shot.specimens[index]
        self.homography = shot.homographies[index]
        self._regions: list[tuple[str, Any]] = []

    def changed(self, label: str, box: Box) -> None:
        self._regions.append((label, self.shot.place(self.index, box)))

    def around(self, box: Box) -> tuple[tuple[slice, slice], Pixels]:
        """The part of the picture about ``box``, and the homography from the specimen to that part."""
        left, top, right, bottom = self.shot.place(self.index, box).bounds()
        height, width = self.pixels.shape[:2]
        x0, y0 = max(0, int(left) - _ROOM), max(0, int(top) - _ROOM)
        x1, y1 = min(width, int(right) + _ROOM), min(height, int(bottom) + _ROOM)
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
        return (slice(y0, y1), slice(x0, x1)), shift @ self.homography

    def cover(self, box: Box, feather: float = 0.0) -> Pixels:
        """How much ``box`` covers each pixel of the part around it, 0 to 1, h x w x 1."""
        part, homography = self.around(box)
        left, top, right, bottom = box
        mask = np.zeros(self.specimen.image.size[::-1], np.float32)
        mask[round(top) : round(bottom), round(left) : round(right)] = 1.0
        alpha = reduced_warp(mask, homography, self.pixels[part].shape[:2])
        return (cv2.GaussianBlur(alpha, (0, 0), feather) if feather else alpha)[..., None]

    def ink(self, box: Box) -> Pixels:
        """The colour of the darkest strokes in ``box``, RGB."""
        part, _ = self.around(box)
        region = self.pixels[part][self.cover(box)[..., 0] > 0.5]
        luma = region.mean(axis=1)
        return np.asarray(np.median(region[luma <= np.quantile(luma, 0.04)], axis=0), np.float32)

    def grain(self, box: Box) -> float:
        """Standard deviation of the fine grain on the paper in ``box``, in grey levels."""
        part, _ = self.around(box)
        luma = self.pixels[part].mean(axis=2)
        fine = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1.0))
        inside = self.cover(box)[..., 0] > 0.5
        paper = inside & (luma >= np.median(luma[inside]))
        return float(np.median(fine[paper]) / 0.6745)

    def wipe(self, box: Box, how: Wipe, feather: float) -> None:
        part, _ = self.around(box)
        region, cover = self.pixels[part], self.cover(box, feather)
        hard = self.cover(box)[..., 0] > 0.5
        if how is Wipe.PAPER:
            clean = self._neighbouring_paper(box, part)
        elif how is Wipe.FLAT:
            luma = region.mean(axis=2)
            paper = region[hard & (luma >= np.median(luma[hard]))]
            clean = np.broadcast_to(np.median(paper, axis=0), region.shape)
        else:
            mask = hard & _strokes(region, hard) if how is Wipe.STROKES else hard
            method = cv2.INPAINT_TELEA if how is Wipe.STROKES else cv2.INPAINT_NS
            clean = cv2.inpaint(region.astype(np.uint8), mask.astype(np.uint8), 4, method).astype(np.float32)
        self.pixels[part] = region * (1 - cover) + clean * cover

    def _neighbouring_paper(self, box: Box, part: tuple[slice, slice]) -> Pixels:
        """The paper above or below ``box``, whichever has the least print, in the tone of the box's own."""
        height = box[3] - box[1]
        inside = self.cover(box)[..., 0] > 0.5
        own = np.quantile(self.pixels[part][inside], 0.7, axis=0)
        candidates = [self._paper_at(box, part, share * height) for share in (-2.1, -1.6, -1.2, 1.2, 1.6, 2.1)]
        usable = [candidate for candidate in candidates if candidate is not None]
        if not usable:
            return np.broadcast_to(own, self.pixels[part].shape).copy()
        cleanest = min(usable, key=lambda candidate: float(candidate[inside].std()))
        return np.asarray(cleanest + (own - np.quantile(cleanest[inside], 0.5, axis=0)), np.float32)

    def _paper_at(self, box: Box, part: tuple[slice, slice], down: float) -> Pixels | None:
        """What lies where ``part`` does, moved ``down`` the card by whole pixels; None where that is not all inside."""
        here, there = (np.asarray(self.shot.place(self.index, moved).points).mean(axis=0) for moved in (
            box, (box[0], box[1] + down, box[2], box[3] + down)))  # fmt: skip
        across, along = (round(float(value)) for value in there - here)
        rows, columns = _shifted(part, along, across)
        height, width = self.pixels.shape[:2]
        if rows.start < 0 or columns.start < 0 or rows.stop > height or columns.stop > width:
            return None
        return self.pixels[rows, columns].copy()

    def lay(self, source: Pixels, alpha: Pixels, homography: Pixels, part: tuple[slice, slice], blur: float) -> None:
        """``source`` (colours) where ``alpha`` (0 to 1, its height x width) says, through ``homography`` onto ``part``,
        softened by ``blur`` pixels."""
        shape = self.pixels[part].shape[:2]
        cover = reduced_warp(alpha, homography, shape)
        # Colours are spread by their cover, so that no edge mixes in what lies outside it.
        colours = reduced_warp(source * alpha[..., None], homography, shape)
        if blur:
            cover, colours = (cv2.GaussianBlur(plane, (0, 0), blur) for plane in (cover, colours))
        self.pixels[part] = self.pixels[part] * (1 - cover[..., None]) + colours

    def add_grain(self, box: Box, deviation: float, feather: float) -> None:
        if deviation <= 0:
            return
        part, _ = self.around(box)
        region = self.pixels[part]
        noise = self.rng.standard_normal(region.shape[:2], dtype=np.float32)[..., None] * deviation
        self.pixels[part] = region + noise * self.cover(box, feather)

    @contextmanager
    def with_grain(self, box: Box, care: Care, like: Box | None = None) -> Iterator[None]:
        """Grain like that of the paper in ``like`` (else ``box``) before, added to ``box`` after."""
        deviation = care.grain * self.grain(like or box)
        yield
        self.add_grain(box, deviation, care.feather)

    def saved(self, quality: int, specimen: Specimen | None = None, *, messenger: bool = False) -> Photograph:
        """The picture saved again at ``quality`` and, where asked, then passed on by a messenger."""
        finished = Image.fromarray(np.clip(self.pixels + 0.5, 0, 255).astype(np.uint8))
        cards = list(self.shot.specimens)
        cards[self.index] = specimen or self.specimen
        settings = replace(self.shot.settings, jpeg_quality=quality)
        regions = self.shot.regions + tuple(self._regions)
        shot = recompressed(self.shot, finished, specimens=tuple(cards), regions=regions, settings=settings)
        if not messenger:
            return shot
        return _passed_on(shot)

    def lens_blur(self) -> float:
        """Blur of the picture itself in pixels, as far as the settings tell."""
        return max(self.shot.settings.blur, 0.5)


def _passed_on(shot: Photograph) -> Photograph:
    passed = sent(replace(shot, settings=replace(shot.settings, messenger_side=1280)))
    scale = np.array([passed.image.width / shot.image.width, passed.image.height / shot.image.height])
    regions = tuple((label, type(quad).from_points((np.asarray(quad.points) * scale).tolist()))
                    for label, quad in shot.regions)  # fmt: skip
    return replace(passed, regions=regions)


def _strokes(region: Pixels, inside: Pixels) -> Pixels:
    luma = region.mean(axis=2)
    bright, dark = np.quantile(luma[inside], 0.9), np.quantile(luma[inside], 0.03)
    ink = (luma < bright - _INK_SHARE * (bright - dark)).astype(np.uint8)
    return np.asarray(cv2.dilate(ink, np.ones((5, 5), np.uint8)) > 0)


def reduced_warp(source: Pixels, homography: Pixels, shape: tuple[int, int]) -> Pixels:
    """``source`` through ``homography`` on ``shape`` (rows, columns), drawn finer and reduced so that nothing
    aliases."""
    finer = np.diag([_FINER, _FINER, 1.0])
    # The centre of the first small pixel lies a third of a pixel before the large one's.
    finer[:2, 2] = (_FINER - 1) / 2
    large = cv2.warpPerspective(source, finer @ homography, (shape[1] * _FINER, shape[0] * _FINER))
    return np.asarray(cv2.resize(large, (shape[1], shape[0]), interpolation=cv2.INTER_AREA))


def _shifted(part: tuple[slice, slice], down: int, across: int) -> tuple[slice, slice]:
    rows, columns = part
    return slice(rows.start + down, rows.stop + down), slice(columns.start + across, columns.stop + across)
