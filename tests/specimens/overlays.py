"""What lies between a document and the camera: a hologram film, a clear sleeve, fingers, a screen's beat.

Scenes are float32 RGB ``(height, width, 3)`` in the picture's pixels; homographies map the specimen's pixels to those.
"""

from __future__ import annotations

import math
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from tests.specimens.page import Box, Specimen

Pixels = npt.NDArray[Any]
Generator = np.random.Generator

#: How far a sleeve reaches beyond the document, and how wide a finger is, in document widths.
_SLEEVE_RIM: Final = 0.035
_FINGER_WIDTH: Final = 0.17
#: A finger stays this far from any value, in document widths.
_CLEAR: Final = 0.012
_SKINS: Final = ((224, 186, 160), (206, 160, 130), (172, 124, 96), (236, 200, 178), (122, 84, 64))
#: Film patterns are drawn this much smaller than the document and enlarged.
_FILM_SHRINK: Final = 4


def lay_overlays(
    scene: Pixels,
    card: Specimen,
    homography: Pixels,
    rng: Generator,
    *,
    hologram: float = 0.0,
    sleeve: float = 0.0,
    moire: float = 0.0,
    fingers: int = 0,
) -> Pixels:
    """``scene`` under everything that is asked for; strengths from 0 to 1."""
    if hologram:
        scene = _under_film(scene, card, homography, hologram, rng)
    if moire:
        scene = _beating(scene, card, homography, moire, rng)
    if sleeve:
        scene = _in_sleeve(scene, card, homography, sleeve, rng)
    skin = np.array(_SKINS[int(rng.integers(len(_SKINS)))], np.float32)
    for _ in range(fingers):
        scene = _under_finger(scene, card, homography, skin, rng)
    return scene


# --- films and screens ---------------------------------------------------------------------------------------------


def _under_film(scene: Pixels, card: Specimen, homography: Pixels, strength: float, rng: Generator) -> Pixels:
    """A transparent hologram: rainbow bands, and a repeated figure that shines where the bands do."""
    width, height = (int(side) // _FILM_SHRINK for side in _size(card))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) / width
    turn = rng.uniform(0, 2 * math.pi)
    along = columns * math.cos(turn) + rows * math.sin(turn)
    phase = 2 * math.pi * (along * rng.uniform(1.2, 3.0) + rng.uniform(0, 1)) + 0.6 * np.sin(rows * 9)
    rainbow = np.stack([0.5 + 0.5 * np.cos(phase - shift) for shift in (0.0, 2.1, 4.2)], axis=2) * 255
    band = (0.5 + 0.5 * np.sin(phase * 0.5 + rng.uniform(0, 6))) ** 2
    film = np.dstack([rainbow, strength * band * (0.35 + 0.65 * _figures((width, height), rng))])
    grown = cv2.resize(film.astype(np.float32), None, fx=_FILM_SHRINK, fy=_FILM_SHRINK)
    laid = _warped(grown, _moved_to(card, homography), scene)
    alpha = 0.45 * laid[..., 3:]
    return scene * (1 - alpha) + laid[..., :3] * alpha


def _figures(size: tuple[int, int], rng: Generator) -> Pixels:
    """1 inside outlined rings and wavy lines that repeat over the film, as long as a vendor's mark would be."""
    layer = np.zeros((size[1], size[0]), np.float32)
    pitch = size[0] / float(rng.uniform(3.5, 6.0))
    for row in range(-1, int(size[1] / pitch) + 2):
        for column in range(-1, int(size[0] / pitch) + 2):
            centre = (int((column + 0.5 * (row % 2)) * pitch), int(row * pitch * 0.8))
            cv2.ellipse(layer, centre, (int(pitch * 0.34), int(pitch * 0.22)), 20, 0, 360, 1.0, 2, cv2.LINE_AA)
            cv2.ellipse(layer, centre, (int(pitch * 0.20), int(pitch * 0.12)), 20, 0, 360, 0.8, 2, cv2.LINE_AA)
    return layer


def _beating(scene: Pixels, card: Specimen, homography: Pixels, strength: float, rng: Generator) -> Pixels:
    """Slow coloured bands of a screen's pixels against the camera's, and the screen's own evenness of light."""
    height, width = scene.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    mask = _warped(np.ones((card.image.height, card.image.width), np.float32), homography, scene)[..., None]
    bands = []
    for _ in range(3):
        turn, period = rng.uniform(0, math.pi), rng.uniform(7, 26)
        wave = (columns * math.cos(turn) + rows * math.sin(turn)) / period + 0.4 * np.sin(rows / rng.uniform(60, 160))
        bands.append(1 + 0.10 * strength * np.sin(2 * math.pi * wave))
    return scene * (1 - mask) + scene * np.stack(bands, axis=2) * mask


def _in_sleeve(scene: Pixels, card: Specimen, homography: Pixels, strength: float, rng: Generator) -> Pixels:
    """Clear plastic around the document: a milky veil, a bright rim and soft streaks of reflected light."""
    width, height = (int(side) // _FILM_SHRINK for side in _size(card))
    rim = int(_SLEEVE_RIM * width)
    shape = (height + 2 * rim, width + 2 * rim)
    veil = np.full(shape, 0.05 + 0.05 * strength, np.float32)
    cv2.rectangle(veil, (1, 1), (shape[1] - 2, shape[0] - 2), 0.5, max(1, width // 160))
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    for _ in range(int(rng.integers(1, 4))):
        turn = rng.uniform(0, math.pi)
        across = columns * math.cos(turn) + rows * math.sin(turn)
        middle, reach = rng.uniform(across.min(), across.max()), width * rng.uniform(0.015, 0.07)
        veil += 0.22 * strength * rng.uniform(0.4, 1.0) * np.exp(-(((across - middle) / reach) ** 2))
    grown = cv2.resize(veil, None, fx=_FILM_SHRINK, fy=_FILM_SHRINK)
    beyond = np.array([[1, 0, -rim * _FILM_SHRINK], [0, 1, -rim * _FILM_SHRINK], [0, 0, 1]], np.float64)
    alpha = _warped(grown, _moved_to(card, homography) @ beyond, scene)[..., None]
    return scene * (1 - alpha) + 250 * alpha


# --- fingers -------------------------------------------------------------------------------------------------------


def _under_finger(scene: Pixels, card: Specimen, homography: Pixels, skin: Pixels, rng: Generator) -> Pixels:
    """A fingertip over the document's margin, as deep as it can reach without touching a value."""
    width, height = _size(card)
    side = int(rng.integers(4))
    at, lean = float(rng.uniform(0.15, 0.85)), float(rng.uniform(-0.5, 0.5))
    for depth in np.linspace(rng.uniform(0.05, 0.12), 0.01, 6):
        finger = _finger(side, at, lean, float(depth), width, height)
        if not any(_touches(finger, box, width * _CLEAR) for box in card.boxes.values()):
            return _drawn_finger(scene, finger + np.array(card.outline[:2]), homography, skin)
    return scene


def _finger(side: int, at: float, lean: float, depth: float, width: float, height: float) -> Pixels:
    """Outline of a finger that comes over ``side`` (0 left, 1 top, 2 right, 3 bottom) by ``depth`` document widths."""
    radius = _FINGER_WIDTH * width / 2
    angles = np.linspace(-math.pi / 2, math.pi / 2, 24)
    tip = np.stack([1.25 * radius * np.cos(angles) + depth * width - 1.25 * radius, radius * np.sin(angles)], axis=1)
    root = np.array([[-1.1 * width, 1.15 * radius], [-1.1 * width, -1.15 * radius]])
    outline = np.concatenate([tip, root])
    turn = lean + (0.0, math.pi / 2, math.pi, -math.pi / 2)[side]
    spin = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    edge = ((0.0, at * height), (at * width, 0.0), (width, at * height), (at * width, height))[side]
    return outline @ spin + np.array(edge)


def _touches(outline: Pixels, box: Box, clear: float) -> bool:
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    steps = [
        (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        for part in np.linspace(0, 1, 9)
    ]
    polygon = outline.astype(np.float32)[:, None]
    return any(cv2.pointPolygonTest(polygon, (float(x), float(y)), True) > -clear for x, y in steps)


def _drawn_finger(scene: Pixels, outline: Pixels, homography: Pixels, skin: Pixels) -> Pixels:
    """Skin that darkens towards its edges, and the shadow it casts."""
    height, width = scene.shape[:2]
    points = cv2.perspectiveTransform(outline[None].astype(np.float64), homography)[0]
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    depth = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    shade = np.clip(depth / max(1.0, float(depth.max())) * 2.2, 0, 1)[..., None] ** 0.6
    alpha = cv2.GaussianBlur(mask, (0, 0), width / 900).astype(np.float32)[..., None] / 255
    dark = cv2.GaussianBlur(mask, (0, 0), width / 110).astype(np.float32)[..., None] / 255
    scene = scene * (1 - 0.25 * dark)
    return scene * (1 - alpha) + skin * (0.62 + 0.42 * shade) * alpha


# --- places --------------------------------------------------------------------------------------------------------


def _size(card: Specimen) -> tuple[float, float]:
    left, top, right, bottom = card.outline
    return right - left, bottom - top


def _moved_to(card: Specimen, homography: Pixels) -> Pixels:
    """The homography from pixels counted from the document's own corner."""
    return homography @ np.array([[1, 0, card.outline[0]], [0, 1, card.outline[1]], [0, 0, 1]], np.float64)


def _warped(layer: Pixels, homography: Pixels, scene: Pixels) -> Pixels:
    size = (scene.shape[1], scene.shape[0])
    warped: Pixels = cv2.warpPerspective(layer, homography, size, flags=cv2.INTER_LINEAR)
    return warped
