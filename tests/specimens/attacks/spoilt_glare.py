"""Lamps that the film mirrors: round spots, tubes and windows, burnt out or faint, over what they spoil."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.spoilt_places import (
    AREA_PAGES,
    CARDS,
    around_points,
    centre_of,
    clear_spot,
    field_box,
    filled,
    size_of,
)
from tests.specimens.page import Specimen
from tests.specimens.photograph import Generator, Photograph, PhotoSettings, Pixels, photograph
from tests.specimens.species import Family, PageKey, Species, Take

#: Light of a lamp of strength 1, in grey levels: far beyond what the sensor holds.
_LAMP: Final = 340.0
#: From this strength on print under the lamp is lost.
BURNT_OUT: Final = 0.8
_HALO: Final = 0.3


def _shape(shape: str, centre: tuple[float, float], width: float, rng: Generator) -> list[Pixels]:
    """Outlines (n x 2) of a mirrored lamp; ``width`` is the document's."""
    turn = float(rng.uniform(0, math.pi))
    if shape == "spot":
        half = width * float(rng.uniform(0.08, 0.13))
        return [_ellipse(centre, half, half * float(rng.uniform(0.55, 1.0)), turn)]
    if shape == "bar":
        half = width * float(rng.uniform(0.20, 0.45))
        return [_box(centre, half, width * float(rng.uniform(0.025, 0.05)), turn)]
    half = width * float(rng.uniform(0.055, 0.075))
    turn *= 0.15
    across = 1.15 * half * np.array([math.cos(turn), math.sin(turn)])
    return [_box(tuple(np.add(centre, side * across)), half, 1.5 * half, turn) for side in (-1, 1)]


def _ellipse(centre: tuple[float, float], long: float, short: float, turn: float) -> Pixels:
    angles = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    return _turned(np.stack([long * np.cos(angles), short * np.sin(angles)], axis=1), turn) + np.array(centre)


def _box(centre: tuple[float, ...], long: float, short: float, turn: float) -> Pixels:
    corners = np.array([[-long, -short], [long, -short], [long, short], [-long, short]])
    return _turned(corners, turn) + np.array(centre)


def _turned(points: Pixels, turn: float) -> Pixels:
    cosine, sine = math.cos(turn), math.sin(turn)
    turned: Pixels = points @ np.array([[cosine, sine], [-sine, cosine]])
    return turned


def _centre(specimen: Specimen, on: str, width: float, rng: Generator) -> tuple[float, float]:
    if on in specimen.areas:
        left, top, right, bottom = specimen.areas[on]
        x, y = rng.uniform(0.3, 0.7, 2)
        return left + float(x) * (right - left), top + float(y) * (bottom - top)
    return clear_spot(specimen, 0.12 * width, rng) if on == "other" else centre_of(field_box(specimen, rng))


def _mirrored(shape: str, on: str, strength: float) -> Take:
    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        rng = np.random.default_rng((seed, 21))
        width, _ = size_of(specimen)
        outlines = _shape(shape, _centre(specimen, on, width, rng), width, rng)
        soft, tint = float(rng.uniform(0.004, 0.02)), 1 + float(rng.uniform(-0.06, 0.06))

        def shine(lit: Pixels, card: Specimen, homography: Pixels, _: Generator) -> Pixels:
            core = np.maximum.reduce([filled(outline, homography, lit) for outline in outlines])
            scale = soft * _width_in(homography, card)
            small = cv2.resize(core, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
            halo = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(scale, 4.0)), core.shape[::-1])
            light = cv2.GaussianBlur(core, (0, 0), max(scale, 0.8)) + _HALO * halo
            return lit + light[..., None] * _LAMP * strength * np.array([tint, 1.0, 2 - tint], np.float32)

        shot = photograph(specimen, replace(settings, glare=0.0, lamps=shine), seed, size)
        places = [shot.place(0, around_points(outline, specimen)) for outline in outlines]
        return replace(shot, regions=tuple(("glare", place) for place in places))

    return take


def _width_in(homography: Pixels, card: Specimen) -> float:
    left, top, right, _ = card.outline
    ends = cv2.perspectiveTransform(np.array([[[left, top], [right, top]]], np.float64), homography)[0]
    return float(np.hypot(*(ends[1] - ends[0])))


def _species(shape: str, on: str, strength: float, pages: tuple[PageKey, ...]) -> Species:
    burnt = strength >= BURNT_OUT
    return Species(
        f"glare_{shape}_{on}" + ("" if burnt else "_faint"),
        Family.GLARE,
        WarningCode.GLARE,
        f"{shape} on {on}, {strength:g} of a lamp: print under it is {'lost' if burnt else 'pale'}",
        _mirrored(shape, on, strength),
        pages,
        0.02 if burnt else None,
    )


GLARE_SPECIES: Final[tuple[Species, ...]] = (
    *(_species("spot", on, 1.0, pages) for on, pages in AREA_PAGES.items()),
    *(_species(shape, "text", 1.0, CARDS) for shape in ("spot", "bar", "window")),
    _species("spot", "other", 1.0, CARDS),
    _species("window", "portrait", 0.9, AREA_PAGES["portrait"]),
    _species("spot", "text", 0.35, CARDS),
    _species("bar", "text", 0.35, CARDS),
)
