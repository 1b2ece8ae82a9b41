"""How a picture stands on a screen and the camera before it: drawn at random within what a species allows."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from kyc.documents.geometry import Quad
from tests.specimens.attacks.screens_camera import Camera, Shown, linear, take
from tests.specimens.attacks.screens_lattice import Lattice
from tests.specimens.backgrounds import TUNING_BACKGROUNDS, draw_background
from tests.specimens.photograph import PhotoSettings, encode_jpeg

Pixels = npt.NDArray[Any]
Generator = np.random.Generator
Range = tuple[float, float]

#: Side of the white field that visibility is judged on, in pixels of the picture.
_FIELD: Final = 320
_PLASTIC: Final = ((22, 22, 24), (38, 38, 40), (196, 197, 200))


@dataclass(frozen=True, slots=True)
class Setup:
    """What a species allows. ``pitch`` is the width of a screen pixel in pixels of the picture, ``magnified`` how large
    the shown picture appears against the picture taken (above 1 it fills the frame), ``around`` what stands about it:
    ``""``, ``window`` (a viewer's bars) or ``rim`` (black bars, the screen's rim and the desk); ``fill`` the most that
    the document takes of the shown picture."""

    lattices: tuple[Lattice, ...]
    pitch: Range
    oversampling: Range = (1.0, 1.8)
    magnified: Range = (1.02, 1.12)
    fill: float = 0.88
    around: str = ""
    turn: Range = (-6.0, 6.0)
    tilt: Range = (0.0, 16.0)
    blur: Range = (0.45, 0.8)
    brightness: Range = (0.75, 1.05)
    gamma: Range = (0.9, 1.15)
    veil: Range = (0.002, 0.02)
    banding: Range = (0.0, 0.0)
    quality: tuple[int, int] | None = None
    messenger: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawing of a setup. ``to_picture`` maps screen pixels to the picture's, ``zoom`` is screen pixels per pixel
    of the shown picture, whose top left corner lies at ``corner`` of a screen of ``screen`` pixels."""

    lattice: Lattice
    camera: Camera
    to_picture: Pixels
    zoom: float
    corner: tuple[int, int]
    screen: tuple[int, int]
    white: tuple[float, float, float]
    gamma: float
    veil: float

    def placed(self) -> Pixels:
        """From the shown picture's pixels to the picture's."""
        onto = np.array([[self.zoom, 0, self.corner[0]], [0, self.zoom, self.corner[1]], [0, 0, 1]], np.float64)
        return self.to_picture @ onto

    def outline(self, size: tuple[int, int]) -> Quad:
        """The screen as far as it is in a picture of ``size``."""
        width, height = self.screen
        box = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
        corners = cv2.perspectiveTransform(box, self.to_picture)[0]
        return Quad.from_points(np.clip(corners, 0, size).tolist())


def arranged(setup: Setup, shown_size: tuple[int, int], size: tuple[int, int], rng: Generator) -> Scene:
    """A screen and a camera for a shown picture of ``shown_size``."""
    pitch, magnified = rng.uniform(*setup.pitch), rng.uniform(*setup.magnified)
    lies_along = (shown_size[0] > shown_size[1]) == (size[0] > size[1])
    room = size if lies_along else size[::-1]  # people turn the phone to suit the screen
    fitting = min(room[0] / shown_size[0], room[1] / shown_size[1])
    zoom = magnified * fitting / pitch
    margin = {"": (0.0, 0.0), "window": (0.25, 0.2), "rim": (0.03, 0.06)}[setup.around]
    picture = np.array(shown_size) * zoom
    corner = (round(margin[0] * picture[0]), round(margin[1] * picture[1]))
    screen = (round(picture[0]) + 2 * corner[0], round(picture[1]) + 2 * corner[1])
    oversampling = rng.uniform(*setup.oversampling)
    middle = np.array([corner[0] + picture[0] / 2, corner[1] + picture[1] / 2])
    turn = math.radians(rng.uniform(*setup.turn) + (0 if lies_along else 90))
    view = _view(middle, pitch, size, turn, rng.uniform(*setup.tilt), rng)
    warm = rng.uniform(-0.05, 0.08)
    camera = Camera(
        oversampling=oversampling,
        blur=rng.uniform(*setup.blur),
        sharpening=rng.uniform(0.0, 0.8),
        colour_blur=float(rng.choice((0.0, 0.7, 1.2))),
        noise=rng.uniform(1.0, 3.5),
        exposure=rng.uniform(*setup.brightness),
        banding=rng.uniform(*setup.banding),
        banding_period=rng.uniform(60, 420) * oversampling,
        banding_phase=rng.uniform(0, 1),
    )
    lattice = setup.lattices[int(rng.integers(len(setup.lattices)))]
    white = (1 - warm, 1.0, 1 + warm)
    return Scene(
        lattice, camera, view, zoom, corner, screen, white, rng.uniform(*setup.gamma), rng.uniform(*setup.veil)
    )


def _view(middle: Pixels, pitch: float, size: tuple[int, int], turn: float, tilt: float, rng: Generator) -> Pixels:
    """Screen pixels to picture: turned, tipped towards any side, seen from two and a half picture widths."""
    side, width = rng.uniform(0, 2 * math.pi), float(max(size))
    tip = math.tan(math.radians(tilt)) / (2.5 * width)
    shift = rng.uniform(-0.01, 0.01, 2) * np.array(size)
    centred = np.array([[pitch, 0, -pitch * middle[0]], [0, pitch, -pitch * middle[1]], [0, 0, 1]], np.float64)
    turned = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    squeeze = math.cos(math.radians(tilt))
    along = np.array([math.cos(side), math.sin(side)])
    squeezed = np.eye(3)
    squeezed[:2, :2] -= (1 - squeeze) * np.outer(along, along)
    tipped = np.eye(3)
    tipped[2, :2] = tip * along
    back = np.array([[1, 0, size[0] / 2 + shift[0]], [0, 1, size[1] / 2 + shift[1]], [0, 0, 1]], np.float64)
    return np.asarray(back @ tipped @ squeezed @ turned @ centred)


def photographed(scene: Scene, picture: Pixels, setup: Setup, size: tuple[int, int], rng: Generator) -> Pixels:
    """The picture of the screen on which ``picture`` (RGB uint8) is shown."""
    light = linear(_canvas(scene, picture, setup, rng).astype(np.float32)) ** scene.gamma
    light = (light + 0.0015) * np.array(scene.white, np.float32)
    shown = Shown(light.astype(np.float32), _reflected(scene, setup, size, rng), scene.lattice, scene.to_picture)
    return take(shown, scene.camera, size, rng)


def _canvas(scene: Scene, picture: Pixels, setup: Setup, rng: Generator) -> Pixels:
    """What the screen shows, in screen pixels."""
    size = (round(picture.shape[1] * scene.zoom), round(picture.shape[0] * scene.zoom))
    shrinks = scene.zoom < 1
    shown = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    if setup.around == "":
        return np.asarray(shown)
    ground = int(rng.choice((8, 32, 238))) if setup.around == "window" else 2
    canvas = np.full((scene.screen[1], scene.screen[0], 3), ground, np.uint8)
    if setup.around == "window":
        _draw_bars(canvas, scene, rng)
    left, top = scene.corner
    canvas[top : top + size[1], left : left + size[0]] = shown
    return canvas


def _draw_bars(canvas: Pixels, scene: Scene, rng: Generator) -> None:
    """A viewer's title and tool bars above the picture and a task bar at the foot, with buttons and words."""
    height, width = canvas.shape[:2]
    top = scene.corner[1]
    for upper, lower, tone in ((top - top // 5, top, 225), (height - top // 4, height, 40)):
        cv2.rectangle(canvas, (0, upper), (width, lower), (tone, tone, tone + 4), -1)
        for place in range(int(rng.integers(5, 14))):
            x, middle = round((0.1 + 0.06 * place) * width), (upper + lower) // 2
            reach = max(2, (lower - upper) // 4)
            colour = tuple(int(part) for part in rng.integers(60, 200, 3))
            cv2.rectangle(
                canvas, (x, middle - reach), (x + reach * int(rng.integers(1, 4)), middle + reach), colour, -1
            )


def _reflected(scene: Scene, setup: Setup, size: tuple[int, int], rng: Generator) -> Pixels:
    """Linear light that carries no lattice: the room mirrored in the screen, its rim and the desk around."""
    veil = np.full((size[1], size[0], 3), scene.veil, np.float32)
    if setup.around != "rim":
        return veil
    desk = draw_background(str(rng.choice(TUNING_BACKGROUNDS)), rng, size)
    around = linear(desk) * rng.uniform(0.15, 0.6)
    plastic = np.array(_PLASTIC[int(rng.integers(len(_PLASTIC)))], np.float32)
    rim = 0.035 * scene.screen[0]
    _fill(around, scene, rim, linear(plastic) * 0.6)
    _fill(around, scene, 0.0, np.full(3, scene.veil, np.float32))
    return np.asarray(around, np.float32)


def _fill(light: Pixels, scene: Scene, beyond: float, colour: Pixels) -> None:
    """``colour`` over the screen and ``beyond`` screen pixels around it."""
    width, height = scene.screen
    box = [[-beyond, -beyond], [width + beyond, -beyond], [width + beyond, height + beyond], [-beyond, height + beyond]]
    corners = cv2.perspectiveTransform(np.array([box], np.float64), scene.to_picture)[0]
    mask = np.zeros(light.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    alpha = mask.astype(np.float32)[..., None] / 255
    light += alpha * (colour.astype(np.float32) - light)


def contrast(scene: Scene, settings: PhotoSettings, size: tuple[int, int]) -> float:
    """What is left of the lattice or its moire on a white field in the picture's middle: root mean square in grey
    levels, luma or the stronger colour. The field is taken with noise and compressed, and held against the lattice
    taken without."""
    rng = np.random.default_rng(7)
    shift = np.array([[1, 0, (_FIELD - size[0]) / 2], [0, 1, (_FIELD - size[1]) / 2], [0, 0, 1]], np.float64)
    to_field, (width, height) = _white_field(shift @ scene.to_picture)
    field = np.full((height, width, 3), 0.8, np.float32)
    shown = Shown(field, np.full((2, 2, 3), scene.veil, np.float32), scene.lattice, to_field)
    still = replace(scene.camera, banding=0.0)
    whole = (_FIELD, _FIELD)
    stored = _stored(take(shown, still, whole, rng), settings, max(size))
    ideal = cv2.resize(
        take(shown, replace(still, noise=0.0), whole, rng), stored.shape[:2], interpolation=cv2.INTER_AREA
    )
    pattern, left = _planes(ideal), _planes(stored)
    return max(_kept(pattern[..., plane], left[..., plane]) for plane in range(3))


def _white_field(to_field: Pixels) -> tuple[Pixels, tuple[int, int]]:
    """Width and height of a piece of screen that fills all of the field, however it is turned, and the map from its
    pixels to the field's. An edge of it in the field would pass for a pattern."""
    box = np.array([[[0, 0], [_FIELD, 0], [_FIELD, _FIELD], [0, _FIELD]]], np.float64)
    corners = cv2.perspectiveTransform(box, np.linalg.inv(to_field))[0]
    first = 2 * np.floor(corners.min(axis=0) / 2) - 16  # whole cells of every lattice
    width, height = np.ceil(corners.max(axis=0) - first + 16).astype(int)
    return to_field @ np.array([[1, 0, first[0]], [0, 1, first[1]], [0, 0, 1]], np.float64), (int(width), int(height))


def _stored(field: Pixels, settings: PhotoSettings, long_side: int) -> Pixels:
    """``field``, cut from a picture of ``long_side``, after the compression and the messenger of ``settings``."""
    image = _decoded(encode_jpeg(Image.fromarray(field), replace(settings, exif_orientation=1)))
    if settings.messenger_side:
        side = round(_FIELD * min(1.0, settings.messenger_side / long_side))
        small = image.resize((side, side), Image.Resampling.BICUBIC)
        again = replace(settings, jpeg_quality=settings.messenger_quality, exif_orientation=1)
        image = _decoded(encode_jpeg(small, again))
    return np.asarray(image)


def _decoded(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg)) as stored:
        return stored.convert("RGB")


def _kept(pattern: Pixels, stored: Pixels) -> float:
    """Root mean square of the part of ``stored`` that follows ``pattern``."""
    power = float((pattern**2).mean())
    return abs(float((pattern * stored).mean())) / math.sqrt(power) if power > 1e-4 else 0.0


def _planes(picture: Pixels) -> Pixels:
    """Y, Cr, Cb without what changes slowly over the field."""
    planes = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    return np.asarray((planes - cv2.GaussianBlur(planes, (0, 0), 40))[16:-16, 16:-16])
