"""A camera before a screen: where it stands, its mosaic sensor, its processing.

Light is linear until the camera develops it. The screen's own light carries the lattice, what it and its rim reflect
does not. The sensor has one colour a pixel (Bayer), which is why the moire of screens is coloured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from tests.specimens.attacks.screens_lattice import Lattice

Pixels = npt.NDArray[Any]
Generator = np.random.Generator

#: Row and column of each sensor pixel of the mosaic's 2x2 cell, and the colour that it takes.
_MOSAIC: Final = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2))
_GAMMA: Final = 2.2
_WHITE: Final = 52_000


@dataclass(frozen=True, slots=True)
class Camera:
    """``oversampling`` is sensor pixels per pixel of the picture; ``blur`` in sensor pixels; ``sharpening`` the part of
    an unsharp mask; ``banding`` depth and ``banding_period`` (sensor rows) of what the shutter sees of the screen's
    dimming; ``colour_blur`` in sensor pixels is the denoiser's."""

    oversampling: float
    blur: float
    sharpening: float
    colour_blur: float
    noise: float
    exposure: float
    banding: float = 0.0
    banding_period: float = 200.0
    banding_phase: float = 0.0

    def sensor_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Even width and height of the sensor for a picture of ``size``."""
        return 2 * round(size[0] * self.oversampling / 2), 2 * round(size[1] * self.oversampling / 2)


@dataclass(frozen=True, slots=True)
class Shown:
    """``light`` is what the screen shows, H x W x 3 linear float32 in screen pixels; ``reflected`` what lies around and
    is mirrored, h x w x 3 linear at any resolution over the whole picture; ``to_picture`` maps screen pixels to the
    picture's."""

    light: Pixels
    reflected: Pixels
    lattice: Lattice | None
    to_picture: Pixels


def take(shown: Shown, camera: Camera, size: tuple[int, int], rng: Generator) -> Pixels:
    """The picture of ``size`` (width, height), H x W x 3 uint8, before compression."""
    raw = _exposed(shown, camera, size)
    width, height = camera.sensor_size(size)
    grain = camera.noise * camera.oversampling / 255
    raw += rng.standard_normal((height, width), dtype=np.float32) * np.sqrt(np.maximum(raw, 0) + 0.02) * grain
    return _developed(raw, camera, size)


def _exposed(shown: Shown, camera: Camera, size: tuple[int, int]) -> Pixels:
    """The mosaic of linear light, 1 where the screen's white is just not burnt out."""
    width, height = camera.sensor_size(size)
    to_picture = np.diag([size[0] / width, size[1] / height, 1.0])
    to_screen = np.linalg.inv(shown.to_picture) @ to_picture
    jacobian = _jacobian(to_screen, (width / 2, height / 2))
    spread = math.sqrt(camera.blur**2 + 1 / 12) * math.sqrt(abs(float(np.linalg.det(jacobian))))
    light = cv2.GaussianBlur(shown.light, (0, 0), spread) if spread > 0.3 else shown.light
    tables = None if shown.lattice is None else shown.lattice.seen(jacobian, camera.blur)
    raw = np.empty((height, width), np.float32)
    for row, column, colour in _MOSAIC:
        onto = to_screen @ np.array([[2, 0, column], [0, 2, row], [0, 0, 1]], np.float64)
        part_size = (width // 2, height // 2)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        part = cv2.warpPerspective(np.ascontiguousarray(light[..., colour]), onto, part_size, flags=flags)
        if shown.lattice is not None and tables is not None:
            part *= shown.lattice.sampled(tables[colour], *_places(onto, part_size))
        part *= _banding(camera, height)[row::2, None]
        part += cv2.resize(np.ascontiguousarray(shown.reflected[..., colour]), part_size)
        raw[row::2, column::2] = part
    return raw * camera.exposure


def _places(homography: Pixels, size: tuple[int, int]) -> tuple[Pixels, Pixels]:
    """``homography`` at every pixel of ``size``."""
    x = np.arange(size[0], dtype=np.float64)[None, :]
    y = np.arange(size[1], dtype=np.float64)[:, None]
    depth = homography[2, 0] * x + homography[2, 1] * y + homography[2, 2]
    u = (homography[0, 0] * x + homography[0, 1] * y + homography[0, 2]) / depth
    v = (homography[1, 0] * x + homography[1, 1] * y + homography[1, 2]) / depth
    return u.astype(np.float32), v.astype(np.float32)


def _jacobian(homography: Pixels, at: tuple[float, float]) -> Pixels:
    places = np.array([[at, (at[0] + 1, at[1]), (at[0], at[1] + 1)]], np.float64)
    origin, right, below = cv2.perspectiveTransform(places, homography)[0]
    return np.stack([right - origin, below - origin], axis=1)


def _banding(camera: Camera, rows: int) -> Pixels:
    wave = np.sin(2 * np.pi * (np.arange(rows) / camera.banding_period + camera.banding_phase))
    return (1 + camera.banding * wave).astype(np.float32)


def _developed(raw: Pixels, camera: Camera, size: tuple[int, int]) -> Pixels:
    """Mosaic to picture: colours filled in, denoised, sharpened, gamma, scaled down."""
    mosaic = np.clip(raw * _WHITE, 0, 65_535).astype(np.uint16)
    linear = cv2.demosaicing(mosaic, cv2.COLOR_BayerRGGB2RGB_EA)
    picture = _GAMMA_TABLE[linear]
    if camera.colour_blur:
        planes = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
        planes[..., 1:] = cv2.GaussianBlur(planes[..., 1:], (0, 0), camera.colour_blur)
        picture = cv2.cvtColor(planes, cv2.COLOR_YCrCb2RGB)
    if camera.sharpening:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = cv2.addWeighted(picture, 1 + camera.sharpening, soft, -camera.sharpening, 0)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if camera.oversampling != 1 else picture
    return np.clip(small + 0.5, 0, 255).astype(np.uint8)


def linear(levels: Pixels) -> Pixels:
    """Levels 0 to 255 as light 0 to 1."""
    return np.asarray(np.power(np.clip(levels, 0, 255) / 255, _GAMMA), np.float32)


_GAMMA_TABLE: Final = (255 * np.clip(np.arange(65_536) / _WHITE, 0, 1) ** (1 / _GAMMA)).astype(np.float32)
