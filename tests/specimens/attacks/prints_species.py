"""Printed copies as species: which machine, on what paper, of a document or of a photograph of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from kyc.documents.kinds import FIELDS, DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.prints_halftone import Shape
from tests.specimens.attacks.prints_machines import Machine, print_colour, print_grey, white_paper
from tests.specimens.attacks.prints_paper import Sheet, on_sheet
from tests.specimens.backgrounds import TUNING_BACKGROUNDS
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import CAPTURE_SIZE, Photograph, PhotoSettings, photograph
from tests.specimens.species import Family, PageKey, Species

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Range = tuple[float, float]

PAGES: Final[tuple[PageKey, ...]] = tuple(page for page, fields in FIELDS.items() if fields)
GREY_AIM: Final = 0.02
COLOUR_AIM: Final = 0.10
#: Width of what is copied in millimetres: cards, the cores of licences, and a telephone's screen on half a sheet.
_ID_WIDTH: Final = 85.6
_WIDTHS: Final = {
    DocumentKind.CN_DRIVING_LICENCE: 88.0,
    DocumentKind.CN_VEHICLE_LICENCE: 88.0,
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: 90.0,
}
#: Background around the document in a photograph that is printed, in document widths.
_ROUND_ABOUT: Final = (0.06, 0.30)


@dataclass(frozen=True, slots=True)
class _Print:
    """``enlarged`` is the factor by which the print is larger than the document; ``photographed`` prints a photograph
    with the table around the document; ``warmth`` and ``mixed`` tint the light that falls on the print (factors of
    red over blue, over the whole and from one side to the other)."""

    machine: Machine
    sheet: Sheet
    colour: bool
    enlarged: Range = (0.95, 1.1)
    photographed: bool = False
    warmth: Range = (0.0, 0.0)
    mixed: float = 0.0

    def __call__(self, specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        rng = np.random.default_rng((seed, 77))
        laid = self.printed(specimen, rng)
        # Paper is thin: hardly any shadow under its edge.
        taken = photograph(
            laid, replace(settings, shadow=settings.shadow * 0.3, **self._light(settings, rng)), seed, size
        )
        return replace(taken, regions=(("copy", taken.quad),))

    def printed(self, specimen: Specimen, rng: Generator) -> Specimen:
        """What lies on the table: paper with ``specimen`` printed on it."""
        source = _photographed(specimen, rng) if self.photographed else specimen
        enlarged = rng.uniform(*self.enlarged)
        scale = (source.outline[2] - source.outline[0]) / (_WIDTHS.get(specimen.kind, _ID_WIDTH) * enlarged)
        paper = white_paper(rng)
        run = print_colour if self.colour else print_grey
        pixels = run(np.asarray(source.image.convert("RGB")), self.machine, paper, scale, rng)
        return on_sheet(source, pixels, paper, self.sheet, rng)

    def _light(self, settings: PhotoSettings, rng: Generator) -> dict[str, Any]:
        warmth = rng.uniform(*self.warmth)
        red, green, blue = settings.tint
        changes: dict[str, Any] = {"tint": (red * (1 + warmth), green, blue * (1 - warmth))}
        if self.mixed:
            changes["lamps"] = _MixedLight(self.mixed)
        return changes


@dataclass(frozen=True, slots=True)
class _MixedLight:
    """Light that is warmer on one side of the picture than on the other, by ``strength``."""

    strength: float

    def __call__(self, scene: Pixels, card: Specimen, homography: Pixels, rng: Generator) -> Pixels:
        height, width = scene.shape[:2]
        angle = rng.uniform(0, 2 * np.pi)
        rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)  # type: ignore[misc]
        side = (columns * np.cos(angle) + rows * np.sin(angle))[..., None]
        return np.asarray(scene * (1 + side * self.strength * np.array((1.0, 0.1, -1.0), np.float32)), np.float32)


def _photographed(specimen: Specimen, rng: Generator) -> Specimen:
    """``specimen`` as a photograph from straight above shows it, the table around it included, at its own scale."""
    left, top, right, bottom = specimen.outline
    width, height = right - left, bottom - top
    around = rng.uniform(*_ROUND_ABOUT, 4) * width
    frame = (width + around[0] + around[2], height + around[1] + around[3])
    shrink = float(rng.uniform(0.75, 1.0)) * CAPTURE_SIZE[0] / max(frame)
    size = (round(frame[0] * shrink), round(frame[1] * shrink))
    settings = PhotoSettings(
        background=TUNING_BACKGROUNDS[int(rng.integers(len(TUNING_BACKGROUNDS)))],
        fill=max(width / frame[0], height / frame[1]),
        offset=(float(rng.uniform(-1, 1)), float(rng.uniform(-1, 1))),
        blur=float(rng.uniform(0.4, 0.9)),
        noise=float(rng.uniform(1, 3)),
        gradient=float(rng.uniform(0, 0.15)),
    )
    shot = photograph(specimen, settings, int(rng.integers(1 << 30)), size)
    card = shot.quad.points
    grown = width / (card[1][0] - card[0][0])
    pixels = cv2.resize(np.asarray(shot.image), None, fx=grown, fy=grown, interpolation=cv2.INTER_CUBIC)
    return _seen_in(specimen, pixels, (card[0][0] * grown, card[0][1] * grown))


def _seen_in(specimen: Specimen, pixels: Pixels, corner: tuple[float, float]) -> Specimen:
    """``specimen`` as a part of ``pixels``, its upper left corner at ``corner``."""
    across, down = corner[0] - specimen.outline[0], corner[1] - specimen.outline[1]

    def seen(box: Box) -> Box:
        return box[0] + across, box[1] + down, box[2] + across, box[3] + down

    return replace(
        specimen,
        image=Image.fromarray(pixels),
        boxes={name: seen(box) for name, box in specimen.boxes.items()},
        areas={name: seen(box) for name, box in specimen.areas.items()},
        outline=seen(specimen.outline),
        corner=0,
    )


_SHEET: Final = Sheet()
_CUT_OUT: Final = Sheet(margin=(-0.008, 0.015), cut_out=True, lines=0.2)
_COPIER: Final = Sheet(lines=0.5)
#: The paper ends at the photograph's own rim, or a little white is left.
_RIM: Final = Sheet(margin=(0.0, 0.08), rounded=0.0)
#: Inks on office paper: pale, and each with much of the others.
_PLAIN_INK: Final = {"strength": (0.66, 0.82), "impurity": (0.04, 0.12), "bleed": (0.03, 0.07)}

_GREY: Final[dict[str, tuple[str, _Print]]] = {
    "grey_laser_coarse": (
        "round dots, 2.4 to 3.3 lines/mm",
        _Print(Machine(Shape.ROUND, (2.4, 3.3)), _SHEET, colour=False),
    ),
    "grey_laser_fine": (
        "round dots, 4.2 to 5.6 lines/mm",
        _Print(Machine(Shape.ROUND, (4.2, 5.6)), _SHEET, colour=False),
    ),
    "grey_laser_line": (
        "line screen, 3.3 to 5.6 lines/mm",
        _Print(Machine(Shape.LINE, (3.3, 5.6)), _SHEET, colour=False),
    ),
    "grey_copier_harsh": (
        "hard contrast, the guilloche gone, dark lines along edges",
        _Print(Machine(Shape.ROUND, (3.3, 5.6), contrast=(1.5, 2.2), lift=(0.02, 0.12)), _COPIER, colour=False),
    ),
    "grey_copier_pale": (
        "little toner, streaks",
        _Print(
            Machine(Shape.LINE, (3.3, 5.6), (0.5, 0.7), lift=(0.03, 0.1), streaks=(0.1, 0.3)), _COPIER, colour=False
        ),
    ),
    "grey_inkjet": (
        "strewn dots, 12 to 24 dots/mm",
        _Print(Machine(Shape.STREWN, (12.0, 24.0), (0.7, 0.88), bleed=(0.03, 0.06)), _SHEET, colour=False),
    ),
    "grey_cut_out": (
        "cut out along the document's edge",
        _Print(Machine(Shape.ROUND, (3.3, 5.6)), _CUT_OUT, colour=False),
    ),
    "grey_warm_light": (
        "under lamps that tint it, warmer on one side",
        _Print(Machine(Shape.ROUND, (3.3, 5.6)), _SHEET, colour=False, warmth=(0.06, 0.16), mixed=0.04),
    ),
    "grey_photograph": (
        "a photograph printed in grey, its table included",
        _Print(Machine(Shape.ROUND, (3.3, 5.6)), _RIM, colour=False, enlarged=(0.9, 1.5), photographed=True),
    ),
}
_COLOUR: Final[dict[str, tuple[str, _Print]]] = {
    "colour_laser_coarse": (
        "round dots, 3.0 to 4.3 lines/mm",
        _Print(Machine(Shape.ROUND, (3.0, 4.3)), _SHEET, colour=True),
    ),
    "colour_laser_fine": (
        "round dots, 5.2 to 7.0 lines/mm",
        _Print(Machine(Shape.ROUND, (5.2, 7.0)), _SHEET, colour=True),
    ),
    "colour_laser_line": (
        "line screens, 4.5 to 7.0 lines/mm",
        _Print(Machine(Shape.LINE, (4.5, 7.0)), _SHEET, colour=True),
    ),
    "colour_copier": (
        "round dots, 4.0 to 6.0 lines/mm, hard contrast, dark lines along edges",
        _Print(Machine(Shape.ROUND, (4.0, 6.0), contrast=(1.1, 1.5), lift=(0.02, 0.08)), _COPIER, colour=True),
    ),
    "colour_cut_out": (
        "cut out along the document's edge, 4.0 to 6.0 lines/mm",
        _Print(Machine(Shape.ROUND, (4.0, 6.0)), _CUT_OUT, colour=True),
    ),
    "colour_inkjet_plain": (
        "strewn dots, 12 to 24 dots/mm, on office paper",
        _Print(Machine(Shape.STREWN, (12.0, 24.0), saturation=(0.75, 1.0), **_PLAIN_INK), _SHEET, colour=True),
    ),
    "colour_inkjet_photo": (
        "strewn dots, 28 to 56 dots/mm, on photograph paper, nearly the document's own colours",
        _Print(Machine(Shape.STREWN, (28.0, 56.0), (0.94, 1.0), (0.0, 0.02), (1.0, 1.05)), _SHEET, colour=True),
    ),
    "colour_photograph": (
        "a photograph printed by laser, its table included, 4.0 to 6.5 lines/mm",
        _Print(Machine(Shape.ROUND, (4.0, 6.5)), _RIM, colour=True, enlarged=(0.9, 1.5), photographed=True),
    ),
    "colour_photograph_lab": (
        "a photograph in continuous tone on photograph paper, its table included",
        _Print(
            Machine(None, strength=(0.95, 1.0), impurity=(0.0, 0.02)),
            _RIM,
            colour=True,
            enlarged=(0.9, 1.5),
            photographed=True,
        ),
    ),
}


def _species(family: Family, aim: float, prints: dict[str, tuple[str, _Print]]) -> tuple[Species, ...]:
    return tuple(
        Species(name, family, WarningCode.PRINTED_COPY, strength, take, PAGES, aim)
        for name, (strength, take) in prints.items()
    )


PRINT_SPECIES: Final = (
    *_species(Family.GREY_PRINT, GREY_AIM, _GREY),
    *_species(Family.COLOUR_PRINT, COLOUR_AIM, _COLOUR),
)
