"""Pictures put over a capture: another person's portrait, and fields cut from another document's capture."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from kyc.documents.kinds import DocumentKind, FieldName
from tests.specimens import (
    driving_licence,
    electronic_licence,
    id_card,
    kr_driving_licence,
    temporary_id_card,
    vehicle_licence,
)
from tests.specimens.attacks.edits_canvas import CARELESS, Canvas, Care
from tests.specimens.attacks.edits_text import one_line_fields
from tests.specimens.drawings import draw_portrait
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph

Pixels = npt.NDArray[Any]
Generator = np.random.Generator

SWAPPED: Final = "swapped_portrait"
SPLICED: Final = "spliced_patch"
#: Who draws another document of a kind, and the forms it comes in.
_OTHERS: Final = {
    DocumentKind.CN_ID_CARD: (id_card.draw, tuple(id_card.TUNING_VARIANTS)),
    DocumentKind.CN_TEMPORARY_ID_CARD: (temporary_id_card.draw, tuple(temporary_id_card.TUNING_FORMS)),
    DocumentKind.CN_DRIVING_LICENCE: (driving_licence.draw, tuple(driving_licence.TUNING_FORMS)),
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: (electronic_licence.draw, tuple(electronic_licence.TUNING_SCREENS)),
    DocumentKind.CN_VEHICLE_LICENCE: (vehicle_licence.draw, tuple(vehicle_licence.TUNING_VARIANTS)),
    DocumentKind.KR_DRIVING_LICENCE: (kr_driving_licence.draw, tuple(kr_driving_licence.TUNING_FORMS)),
}
_MARGIN: Final = 7


@dataclass(frozen=True, slots=True)
class Pasting:
    """How a picture is put over another. ``care`` softens its edges, blurs it as the lens does and adds grain;
    ``in_tone`` brings its light to that of the place."""

    care: Care = CARELESS
    in_tone: bool = False
    messenger: bool = False


def replace_portrait(shot: Photograph, pasting: Pasting, seed: int) -> Photograph:
    """``shot`` with the portrait of somebody invented, from another JPEG, scaled into the place of its own."""
    rng = np.random.default_rng((seed, 13))
    canvas = Canvas(shot, rng)
    box = canvas.specimen.areas["portrait"]
    paste(canvas, _studio_picture(rng, box), box, pasting)
    canvas.changed(SWAPPED, box)
    return canvas.saved(int(rng.integers(75, 96)), messenger=pasting.messenger)


def splice(shot: Photograph, pasting: Pasting, seed: int) -> Photograph:
    """``shot`` with one value cut from the capture of another document of its kind, taken by another camera."""
    rng = np.random.default_rng((seed, 14))
    canvas = Canvas(shot, rng)
    other = _other_capture(canvas.specimen, shot, rng)
    names = [name for name in one_line_fields(canvas.specimen) if name in other.specimen.boxes]
    name = names[int(rng.integers(len(names)))]
    old, new = canvas.specimen.boxes[name], other.specimen.boxes[name]
    scale = (old[3] - old[1]) / max(new[3] - new[1], 1.0)
    wide = max(old[2] - old[0], (new[2] - new[0]) * scale)
    box = (old[0] - _MARGIN, old[1] - _MARGIN, old[0] + wide + _MARGIN, old[3] + _MARGIN)
    source = (new[0] - _MARGIN / scale, new[1] - _MARGIN / scale,
              new[0] + (wide + _MARGIN) / scale, new[3] + _MARGIN / scale)  # fmt: skip
    paste(canvas, _cut(other, source, (round(box[2] - box[0]), round(box[3] - box[1]))), box, pasting)
    canvas.changed(SPLICED, box)
    return canvas.saved(int(rng.integers(75, 96)), _printing_of(canvas.specimen, other.specimen, name),
                        messenger=pasting.messenger)  # fmt: skip


def paste(canvas: Canvas, picture: Pixels, box: Box, pasting: Pasting) -> None:
    """``picture`` (RGB) scaled into ``box`` of the specimen."""
    part, homography = canvas.around(box)
    height, width = picture.shape[:2]
    to_box = np.array([[(box[2] - box[0]) / width, 0, box[0]], [0, (box[3] - box[1]) / height, box[1]], [0, 0, 1]])
    shape = canvas.pixels[part].shape[:2]
    placed = cv2.warpPerspective(
        _shrunk(picture, homography @ to_box), homography @ to_box, shape[::-1], flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    cover, inside = canvas.cover(box, pasting.care.feather), canvas.cover(box)[..., 0] > 0.5
    if pasting.in_tone:
        wanted, given = (np.quantile(plane[inside], 0.75, axis=0) for plane in (canvas.pixels[part], placed))
        placed = placed * (wanted / np.maximum(given, 1))
    if pasting.care.soft_type:
        placed = cv2.GaussianBlur(placed, (0, 0), 0.7 * canvas.lens_blur())
    with canvas.with_grain(box, pasting.care):
        canvas.pixels[part] = canvas.pixels[part] * (1 - cover) + placed * cover


def _shrunk(picture: Pixels, homography: Pixels) -> Pixels:
    """Blurred just enough that scaling it down does not alias."""
    centre = np.array([picture.shape[1] / 2, picture.shape[0] / 2, 1.0])
    ahead = centre + np.array([8.0, 0.0, 0.0])
    one, two = (homography @ point for point in (centre, ahead))
    shrink = 8.0 / max(float(np.hypot(*(two[:2] / two[2] - one[:2] / one[2]))), 1e-3)
    return cv2.GaussianBlur(picture, (0, 0), 0.45 * shrink) if shrink > 1.2 else picture


def _studio_picture(rng: Generator, box: Box) -> Pixels:
    """Somebody before a plain wall, as a JPEG of its own gives it: RGB of float32, of another size than the place."""
    tall = int(rng.integers(480, 1100))
    wide = round(tall * (box[2] - box[0]) / (box[3] - box[1]))
    drawn = draw_portrait(int(rng.integers(1 << 30)), str(rng.choice(("男", "女"))), (wide, tall)).astype(np.float32)
    wall = np.array([(226, 230, 234), (238, 238, 236), (206, 220, 236)][int(rng.integers(3))], np.float32)
    alpha = drawn[..., 3:] / 255
    picture = drawn[..., :3] * alpha + wall * (1 - alpha)
    noise = rng.standard_normal((tall, wide, 1), dtype=np.float32) * rng.uniform(0.5, 4)
    return _through_jpeg(picture + noise, int(rng.integers(65, 93)))


def _through_jpeg(picture: Pixels, quality: int) -> Pixels:
    stored = io.BytesIO()
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(stored, "JPEG", quality=quality)
    return np.asarray(Image.open(stored).convert("RGB"), np.float32)


def _other_capture(specimen: Specimen, shot: Photograph, rng: Generator) -> Photograph:
    draw, forms = _OTHERS[specimen.kind]
    other = draw(specimen.side, int(rng.integers(1 << 20)) + 7_000_000, forms[int(rng.integers(len(forms)))])
    settings = PhotoSettings(
        rotation=float(rng.uniform(-8, 8)),
        pitch=float(rng.uniform(-8, 8)),
        yaw=float(rng.uniform(-8, 8)),
        fill=float(rng.uniform(0.75, 0.95)),
        blur=float(rng.uniform(0.5, 1.3)),
        noise=float(rng.uniform(1.0, 5.5)),
        jpeg_quality=int(rng.integers(60, 93)),
    )
    return photograph(other, settings, int(rng.integers(1 << 30)), shot.image.size)


def _cut(other: Photograph, box: Box, size: tuple[int, int]) -> Pixels:
    with Image.open(io.BytesIO(other.jpeg)) as stored:
        pixels = np.asarray(ImageOps.exif_transpose(stored).convert("RGB"), np.float32)
    scale = ((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1])
    to_box = np.array([[scale[0], 0, box[0]], [0, scale[1], box[1]], [0, 0, 1]])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(pixels, other.homographies[0] @ to_box, size, flags=flags))


def _printing_of(old: Specimen, other: Specimen, name: FieldName) -> Specimen:
    return replace(
        old,
        truth={**old.truth, name: other.truth[name]},
        normalised={**old.normalised, name: other.normalised[name]},
    )
