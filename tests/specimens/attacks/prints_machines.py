"""Printers and copiers: from a document's colours to what lies on the paper.

Colours are mixed as parts of the paper's, in the gamma-coded values of the picture: light that scatters inside paper
between dots makes print darker than a linear mean of dots and paper, and the coded mean comes near that (Yule and
Nielsen's correction with n about 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from tests.specimens.attacks.prints_halftone import Screen, Shape, halftone

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Range = tuple[float, float]

#: Prints are halftoned on a grid this much finer than the document is drawn, and averaged: about 830 dots an inch.
_FINER: Final = 2
#: Usual angles of the cyan, magenta, yellow and black screens in degrees.
_ANGLES: Final = (15.0, 75.0, 0.0, 45.0)
#: What a full layer of cyan, magenta, yellow and black takes from red, green and blue: fairly pure inks.
_INKS: Final = np.array(
    ((0.88, 0.22, 0.07), (0.14, 0.84, 0.32), (0.02, 0.09, 0.82), (0.90, 0.90, 0.90)),
    np.float32,
)


@dataclass(frozen=True, slots=True)
class Machine:
    """One kind of printer, as ranges. ``shape`` None prints continuous tone; ``ruling`` is as in ``Screen``.

    ``strength`` is how much of the inks' full colour is reached, ``impurity`` how much more of the other channels inks
    take, ``contrast`` and ``lift`` act on the copied tones (a factor about the middle, an addition), ``bleed`` is how
    far ink spreads in millimetres, ``streaks`` the depth of a worn drum's bands, ``saturation`` what the copier's
    driver does first.
    """

    shape: Shape | None
    ruling: Range = (4.2, 5.6)
    strength: Range = (0.84, 0.96)
    impurity: Range = (0.0, 0.08)
    contrast: Range = (1.0, 1.2)
    lift: Range = (0.0, 0.04)
    bleed: Range = (0.015, 0.04)
    streaks: Range = (0.0, 0.02)
    saturation: Range = (0.85, 1.1)
    steepness: Range = (4.0, 10.0)


def white_paper(rng: Generator) -> Pixels:
    """Office paper: bright, with a little of the blue that brighteners give, or of the cream of recycled sheets."""
    blue = rng.uniform(-4, 3)
    return np.asarray(rng.uniform(240, 250) + np.array((-blue * 0.6, 0.0, blue)), np.float32)


def print_grey(pixels: Pixels, machine: Machine, paper: Pixels, scale: float, rng: Generator) -> Pixels:
    """``pixels`` (RGB uint8) as black ink on ``paper``; ``scale`` is the picture's pixels per millimetre of paper."""
    grey = pixels.astype(np.float32) @ np.array((0.299, 0.587, 0.114), np.float32) / 255
    coverage = 1 - _toned(grey, machine, rng)
    ink = _laid(coverage, machine, _ANGLES[3] + rng.uniform(-3, 3), scale, rng)
    absorbed = rng.uniform(*machine.strength) * _INKS[3] * (1 + rng.uniform(-0.015, 0.015, 3))
    return np.asarray(paper * (1 - _streaked(ink, machine, rng)[..., None] * absorbed), np.float32)


def print_colour(pixels: Pixels, machine: Machine, paper: Pixels, scale: float, rng: Generator) -> Pixels:
    """``pixels`` in four inks on ``paper``, as in ``print_grey``."""
    rgb = pixels.astype(np.float32) / 255
    mean = rgb.mean(axis=2, keepdims=True)
    rgb = _toned(mean + (rgb - mean) * rng.uniform(*machine.saturation), machine, rng)
    black = np.clip(1 - rgb.max(axis=2), 0, 1) * rng.uniform(0.6, 1.0)
    printed = np.broadcast_to(paper, rgb.shape).astype(np.float32)
    turn, strength = rng.uniform(-4, 4), rng.uniform(*machine.strength)
    inks = np.clip(_INKS * strength + rng.uniform(*machine.impurity), 0, 0.95)
    for channel in range(4):
        # What black does not print is left to the colours, in parts of the light that black lets through.
        wanted = black if channel == 3 else 1 - rgb[..., channel] / np.maximum(1 - black, 0.05)
        ink = _laid(np.clip(wanted, 0, 1), machine, _ANGLES[channel] + turn, scale, rng)
        printed = printed * (1 - _streaked(ink, machine, rng)[..., None] * inks[channel])
    return printed


def _toned(values: Pixels, machine: Machine, rng: Generator) -> Pixels:
    contrast, lift = rng.uniform(*machine.contrast), rng.uniform(*machine.lift)
    return np.asarray(np.clip((values - 0.6) * contrast + 0.6 + lift, 0, 1), np.float32)


def _laid(coverage: Pixels, machine: Machine, angle: float, scale: float, rng: Generator) -> Pixels:
    """How much ink lies on each pixel, spread by ``bleed``."""
    spread = rng.uniform(*machine.bleed) * scale
    if machine.shape is None:
        return np.asarray(cv2.GaussianBlur(coverage, (0, 0), max(spread, 0.1)), np.float32)
    screen = Screen(machine.shape, float(rng.uniform(*machine.ruling)), float(rng.uniform(*machine.steepness)))
    height, width = coverage.shape
    fine = cv2.resize(coverage, (width * _FINER, height * _FINER), interpolation=cv2.INTER_LINEAR)
    dots = halftone(fine, screen, angle, scale * _FINER, int(rng.integers(1 << 30)))
    soft = cv2.GaussianBlur(dots, (0, 0), max(spread * _FINER, 0.1))
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _streaked(ink: Pixels, machine: Machine, rng: Generator) -> Pixels:
    """``ink`` as an uneven drum leaves it: paler in bands along the paper's way."""
    depth = rng.uniform(*machine.streaks)
    bands = cv2.GaussianBlur(rng.standard_normal((1, ink.shape[1])).astype(np.float32), (0, 0), 6)
    bands /= max(float(np.abs(bands).max()), 1e-3)
    return np.asarray(ink * (1 - depth * np.abs(bands)), np.float32)
