"""Pictures taken of a display that shows the document.

A display's pixel is a cell of coloured strips or lozenges that repeats. Where the camera's own grid of sensors meets
it, the two beat. Here the cell, softened by the lens, is laid over the picture at the sensor's resolution in linear
light, sampled through a Bayer mosaic, and the picture is shrunk to what the telephone stores, so that moiré comes and
goes with pitch, angle and focus by itself. ``_ripple`` measures it on an even grey; species that promise visible moiré
draw pitches until it passes ``_VISIBLE``, the others until it stays under ``_HIDDEN``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

import cv2
import numpy as np

from kyc.documents.warnings import WarningCode
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings
from tests.specimens.reporting.attacks.optics import (
    CARDS,
    Generator,
    Pixels,
    as_filed,
    before_lens,
    clouds,
    encoded,
    finished,
    grain,
    linear,
    scale_of,
    seeded,
    sent,
)
from tests.specimens.reporting.attacks.windows import Shown, show
from tests.specimens.species import Family, Species

Range = tuple[float, float]

#: Samples along a display pixel's side in its drawing; a multiple of three, for its strips.
_CELL: Final = 15
#: Root mean square of the beat on even grey, in parts of the grey: seen by anybody, and lost in grain.
_VISIBLE: Final = 0.030
_HIDDEN: Final = 0.008
_TRIES: Final = 30
#: Content is drawn no finer than this, in stored pixels to a display pixel: the camera would not see it.
_FINEST: Final = 0.85


@dataclass(frozen=True, slots=True)
class Display:
    """``layout`` of a pixel, ``pitch`` of pixels in pixels of the stored picture, ``sensor`` how much finer the
    camera's sensor is than the stored picture, ``bands`` the depth of a dimmer's dark bands, ``veil`` of what the glass
    mirrors, ``blur`` of the lens in sensor pixels, ``shown`` the surroundings that may be chosen from."""

    layouts: tuple[str, ...]
    pitch: Range = (0.9, 1.7)
    sensor: tuple[float, ...] = (1.0, 1.25, 1.5)
    blur: Range = (0.35, 0.7)
    visible: bool | None = True
    bands: Range = (0.0, 0.0)
    veil: float = 0.0
    shown: tuple[Shown, ...] = (Shown.VIEWER, Shown.BROWSER, Shown.CHAT)
    brightness: Range = (0.70, 0.95)


# --- the pattern ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _cell(layout: str) -> Pixels:
    """Light of one pixel (or of four, for PenTile) in RGB, each colour's mean one."""
    lit = {
        "rgb": lambda: _strips((0, 1, 2)),
        "bgr": lambda: _strips((2, 1, 0)),
        "upright": lambda: _strips((0, 1, 2)).transpose(1, 0, 2),
        "chevron": lambda: _chevrons(_strips((0, 1, 2))),
        "pentile": _lozenges,
    }[layout]()
    cell: Pixels = (lit / lit.mean(axis=(0, 1))).astype(np.float32)
    return cell


def _strips(order: tuple[int, int, int]) -> Pixels:
    """Three upright strips with black between, and a black row for the wiring."""
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    third = _CELL // 3
    for place, channel in enumerate(order):
        cell[1:-1, place * third : (place + 1) * third - 1, channel] = 1
    return cell


def _chevrons(cell: Pixels) -> Pixels:
    """Strips that lean one way in the upper half and the other in the lower, as in wide-angle panels."""
    shifts = np.abs(np.arange(_CELL) - _CELL // 2) // 2
    return np.stack([np.roll(row, int(shift), axis=0) for row, shift in zip(cell, shifts, strict=True)])


def _lozenges() -> Pixels:
    """Two by two pixels of an OLED: four green lozenges, two red and two blue ones in between."""
    side = 2 * _CELL
    cell = np.zeros((side, side, 3), np.float32)
    quarter = side // 4
    for x, y, channel, reach in (
        *((quarter + 2 * quarter * column, quarter + 2 * quarter * row, 1, 0.42)
          for row in range(2) for column in range(2)),
        *((0, 0, 0, 0.58), (2 * quarter, 2 * quarter, 0, 0.58), (2 * quarter, 0, 2, 0.62), (0, 2 * quarter, 2, 0.62)),
    ):  # fmt: skip
        rows, columns = np.mgrid[0:side, 0:side]
        away = _around(columns - x, side) + _around(rows - y, side)
        cell[..., channel] += away <= reach * quarter * 1.6
    return cell


def _around(offset: Pixels, side: int) -> Pixels:
    distance: Pixels = np.abs((offset + side / 2) % side - side / 2)
    return distance


def _seen_cell(layout: str, pitch: float, blur: float) -> Pixels:
    """The cell after a lens of ``blur`` and a sensor's own square, both in sensor pixels, at ``pitch`` sensor pixels
    to a display pixel."""
    cell = _cell(layout)
    sigma = _CELL * math.hypot(blur, 0.29) / pitch
    side = cell.shape[0]
    reach = min(side, math.ceil(3 * sigma))
    repeated = np.tile(cell, (3, 3, 1))
    soft = cv2.GaussianBlur(repeated, (2 * reach + 1, 2 * reach + 1), sigma)
    seen: Pixels = soft[side : 2 * side, side : 2 * side]
    return seen


def _pattern(cell: Pixels, onto: Pixels, size: tuple[int, int]) -> Pixels:
    """``cell`` repeated under ``onto``, a homography from display pixels to sensor pixels. The cell's corner is the
    display's middle, because OpenCV counts places in sixteen bits."""
    each = np.diag([1 / _CELL, 1 / _CELL, 1.0])
    laid: Pixels = cv2.warpPerspective(cell, onto @ each, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return laid


def _mosaic(light: Pixels) -> Pixels:
    """``light`` (0 to 255, encoded) through red, green and blue filters in turn, and interpolated again."""
    values = np.clip(light, 0, 255).astype(np.uint8)
    raw = values[..., 1].copy()
    raw[0::2, 0::2], raw[1::2, 1::2] = values[0::2, 0::2, 0], values[1::2, 1::2, 2]
    colours: Pixels = cv2.cvtColor(raw, cv2.COLOR_BayerRGGB2RGB)
    return colours


def _ripple(cell: Pixels, pitch: float, angle: float, sensor: float) -> float:
    """The strongest colour's beat on even grey, in parts of it."""
    side = 180
    turn, step = math.radians(angle), pitch
    onto = np.array(
        [[step * math.cos(turn), -step * math.sin(turn), 3.3], [step * math.sin(turn), step * math.cos(turn), 7.7],
         [0, 0, 1]]
    )  # fmt: skip
    grey = _mosaic(encoded(0.25 * _pattern(cell, onto, (side, side)))).astype(np.float32)
    small = cv2.resize(grey, None, fx=1 / sensor, fy=1 / sensor, interpolation=cv2.INTER_AREA)
    slow = cv2.GaussianBlur(small, (0, 0), 1.1) - cv2.GaussianBlur(small, (0, 0), 24)
    inner = slow[12:-12, 12:-12]
    return float((inner.std(axis=(0, 1)) / small.mean(axis=(0, 1))).max())


# --- the picture ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shot:
    """What a species has drawn for one picture."""

    layout: str
    pitch: float
    sensor: float
    blur: float


def _choose(display: Display, angle: float, rng: Generator) -> _Shot:
    """A pitch at which moiré is as visible as asked, or the nearest of a few."""
    best: tuple[float, _Shot] | None = None
    for _ in range(_TRIES):
        shot = _Shot(
            str(rng.choice(display.layouts)),
            float(rng.uniform(*display.pitch)),
            float(rng.choice(display.sensor)),
            float(rng.uniform(*display.blur)),
        )
        if display.visible is None:
            return shot
        pitch = shot.pitch * shot.sensor
        ripple = _ripple(_seen_cell(shot.layout, pitch, shot.blur), pitch, angle, shot.sensor)
        short = max(0.0, _VISIBLE - ripple) if display.visible else max(0.0, ripple - _HIDDEN)
        if best is None or short < best[0]:
            best = (short, shot)
        if short == 0:
            break
    assert best is not None
    return best[1]


def _take(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    display: Display,
    sent_on: bool = False,
) -> Photograph:
    rng = seeded(seed, name)
    settings = _held(as_filed(settings, rng), rng)
    chosen = _choose(display, settings.rotation, rng)
    surroundings = display.shown[int(rng.integers(len(display.shown)))]
    across = settings.fill * 0.92 * max(size)
    screen = show(specimen, surroundings, across / max(chosen.pitch, _FINEST), rng)
    scene = before_lens(screen, settings, seed, size)
    lit = _lit(scene, screen, chosen, display, rng)
    deviation = settings.noise * 0.8
    shot = finished(scene, lit + grain(lit.shape[:2], rng, deviation, 0.5 * deviation))
    shot = replace(shot, regions=(("screen", shot.quad),))
    return sent(shot, round(0.8 * max(size)), int(rng.integers(62, 78))) if sent_on else shot


def _held(settings: PhotoSettings, rng: Generator) -> PhotoSettings:
    """As people hold a telephone before a display: nearly square on, and no lamp's shadow on what shines itself."""
    return replace(
        settings,
        rotation=float(rng.uniform(-11, 11)),
        pitch=float(rng.uniform(-9, 9)),
        yaw=float(rng.uniform(-12, 12)),
        shadow=0.0,
        cast_shadow=False,
        motion=0.0,
        exposure=max(settings.exposure, 0.92),
        noise=min(settings.noise, 4.0),
    )


def _lit(scene: Photograph, screen: Specimen, chosen: _Shot, display: Display, rng: Generator) -> Pixels:
    """The scene as the sensor sees it, float32 at the stored picture's size."""
    pixels = np.asarray(scene.image)
    height, width = pixels.shape[:2]
    zoom = chosen.sensor
    fine = (round(width * zoom), round(height * zoom))
    enlarge = np.diag([fine[0] / width, fine[1] / height, 1.0])
    onto = enlarge @ scene.homographies[0]
    light = linear(cv2.GaussianBlur(cv2.resize(pixels, fine), (0, 0), max(0.3, chosen.blur)))
    middle = (screen.image.width / 2, screen.image.height / 2)
    # The display's pixels lie as far apart as chosen, whatever the content's own resolution.
    step = chosen.pitch / scale_of(scene)
    centred = onto @ np.array([[step, 0, middle[0]], [0, step, middle[1]], [0, 0, 1]], np.float64)
    cell = _seen_cell(chosen.layout, chosen.pitch * zoom, chosen.blur)
    glass = cv2.warpPerspective(_glass(screen), onto, fine).astype(np.float32)[..., None] / 255
    light *= 1 + (_pattern(cell, centred, fine) - 1) * glass
    light *= np.float32(rng.uniform(*display.brightness) ** 2)
    light += np.float32(rng.uniform(0.002, 0.008)) * glass
    if display.bands[1]:
        light *= _bands(fine, rng.uniform(*display.bands), rng)
    if display.veil:
        light += _mirrored(fine, display.veil, rng) * glass
    seen = _mosaic(encoded(light))
    return cv2.resize(seen, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)


def _glass(screen: Specimen) -> Pixels:
    """255 where the panel is, 0 on its frame; ``windows.show`` notes the panel as an area."""
    mask = np.zeros((screen.image.height, screen.image.width), np.uint8)
    left, top, right, bottom = (round(side) for side in screen.areas["panel"])
    mask[top:bottom, left:right] = 255
    return mask


def _bands(size: tuple[int, int], depth: float, rng: Generator) -> Pixels:
    """A dimmed panel goes dark many times a second; a shutter that rolls down the picture sees that as bands."""
    rows = np.arange(size[1], dtype=np.float32)[:, None, None]
    period = size[1] / rng.uniform(2.5, 14)
    wave = np.sin(2 * math.pi * rows / period + rng.uniform(0, 6))
    hard = rng.uniform(1, 6)
    bands: Pixels = (1 - depth * (0.5 + 0.5 * np.tanh(hard * wave) / math.tanh(hard))).astype(np.float32)
    return bands


def _mirrored(size: tuple[int, int], strength: float, rng: Generator) -> Pixels:
    """The room in the glass: a pale window and clouds of light, out of focus."""
    small = (size[0] // 16, size[1] // 16)
    room = 0.3 + 0.3 * clouds(rng, small, (5, 4))
    left, top = int(rng.uniform(0, 0.7) * small[0]), int(rng.uniform(0, 0.6) * small[1])
    room[top : top + small[1] // 3, left : left + small[0] // 5] += 1.2
    soft = cv2.GaussianBlur(np.clip(room, 0, 2), (0, 0), small[0] / 40)
    return cv2.resize(soft, size)[..., None] * np.float32(strength)


# --- species -------------------------------------------------------------------------------------------------------


def _species(name: str, strength: str, display: Display, aim: float | None = None, *, sent_on: bool = False) -> Species:
    take: Callable[..., Photograph] = partial(_take, name=name, display=display, sent_on=sent_on)
    return Species(name, Family.SCREEN, WarningCode.SCREEN_RECAPTURE, strength, take, CARDS, aim)


_SEEN: Final = f"moiré of {_VISIBLE:.1%} or more on grey"
_UNSEEN: Final = f"moiré under {_HIDDEN:.1%}"
_PHONE: Final = (Shown.GALLERY,)

SCREENS: Final[tuple[Species, ...]] = (
    _species("screen_laptop", f"RGB strips, pitch 0.9-1.7 px, {_SEEN}", Display(("rgb",)), 0.05),
    _species("screen_monitor", f"BGR strips, pitch 1.2-2.1 px, {_SEEN}", Display(("bgr",), (1.2, 2.1)), 0.05),
    _species("screen_oled_phone", f"PenTile, pitch 0.7-1.3 px, telephone with its rim, {_SEEN}",
             Display(("pentile",), (0.7, 1.3), shown=_PHONE), 0.05),
    _species("screen_turned_tablet", f"strips along rows, pitch 1.0-2.0 px, {_SEEN}",
             Display(("upright",), (1.0, 2.0), shown=(Shown.GALLERY, Shown.CHAT)), 0.05),
    _species("screen_wide_angle", f"chevron strips, pitch 1.2-2.2 px, {_SEEN}",
             Display(("chevron",), (1.2, 2.2)), 0.05),
    _species("screen_with_bands", f"RGB strips and dark bands of 6-25 %, {_SEEN}",
             Display(("rgb", "pentile"), bands=(0.06, 0.25)), 0.05),
    _species("screen_grid", "so near that pixels show: pitch 2.4-3.6 px",
             Display(("rgb", "bgr", "pentile"), (2.4, 3.6), (1.0,), visible=None), 0.05),
    _species("screen_fine", f"pitch 0.35-0.6 px, {_UNSEEN}",
             Display(("rgb", "pentile", "upright"), (0.35, 0.6), (1.0, 1.25), (0.5, 0.9), visible=False)),
    _species("screen_defocused", f"lens blur 1.3-2.2 px, {_UNSEEN}",
             Display(("rgb", "bgr"), (0.9, 1.6), blur=(1.3, 2.2), visible=False)),
    _species("screen_bands_only", f"dark bands of 10-30 %, {_UNSEEN}",
             Display(("rgb", "pentile"), (0.4, 0.8), blur=(0.8, 1.2), visible=False, bands=(0.10, 0.30))),
    _species("screen_mirror", f"the room in the glass, {_UNSEEN}",
             Display(("rgb", "upright"), (0.5, 0.9), blur=(0.7, 1.1), visible=False, veil=0.03, shown=_PHONE)),
    _species("screen_any", "any pixel layout and pitch from 0.4 to 2.4 px, moiré as it falls",
             Display(("rgb", "bgr", "upright", "chevron", "pentile"), (0.4, 2.4), visible=None,
                     shown=tuple(Shown))),
    _species("screen_sent", f"RGB strips, {_SEEN} before a messenger saved it again",
             Display(("rgb", "pentile")), sent_on=True),
)  # fmt: skip
