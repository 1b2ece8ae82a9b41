"""A field wiped out and typed anew, as an image editor does it: select, fill, type, match, save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, FieldName
from tests.specimens.page import DEJAVU, HEI, HEI_BOLD, SONG, Box, Specimen
from tests.specimens.photograph import Photograph
from tests.specimens.reporting.attacks.optics import Generator, Pixels, filled, grown, scale_of
from tests.specimens.reporting.attacks.wordings import other_text

_LIBERATION: Final = "/usr/share/fonts/truetype/liberation/Liberation"
#: Fonts a forger has at hand, for Chinese or Korean and for figures; no form of the reporting set is printed in them.
_HAN: Final = (HEI, SONG, HEI_BOLD)
_FIGURES: Final = (DEJAVU + "DejaVuSansMono.ttf", DEJAVU + "DejaVuSans.ttf", DEJAVU + "DejaVuSansMono-Bold.ttf", HEI)
#: For vehicle licences, whose style does not name the overprint's fonts.
_OVERPRINT: Final = (_LIBERATION + "Sans-Regular.ttf", _LIBERATION + "Mono-Regular.ttf")
#: Type is drawn this much larger than the document and then laid onto the picture.
_OVERSAMPLE: Final = 2


@dataclass(frozen=True, slots=True)
class Retype:
    """How a field is redone. ``fill`` wipes it: ``inpaint`` (the editor's healing brush), ``clone`` (the stamp),
    ``smooth`` (a gradient between the edges) or ``flat`` (one colour). ``same_font`` takes the document's own,
    ``blur`` softens the new type in pixels beyond the picture's scale, ``grain`` is the share of the surroundings'
    noise put over what was changed, ``whole`` retypes all characters, else a part."""

    fill: str = "inpaint"
    same_font: bool = False
    blur: tuple[float, float] = (0.0, 0.5)
    grain: float = 0.0
    whole: bool = True


# --- wiping --------------------------------------------------------------------------------------------------------


def strokes(pixels: Pixels, area: Pixels) -> Pixels:
    """uint8 mask of what is darker than its surroundings within ``area`` (255 inside)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    inside = grey[area > 127]
    if inside.size == 0:
        return np.zeros_like(area)
    level, _ = cv2.threshold(inside.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = ((grey <= level + 8) & (area > 127)).astype(np.uint8) * 255
    mask: Pixels = dark
    return mask


def wiped(pixels: Pixels, quad: Quad, fill: str, rng: Generator) -> Pixels:
    """``pixels`` without the text inside ``quad``; the picture's region around it alone is worked on."""
    left, top, right, bottom = _window(quad, pixels.shape, 0.9)
    part = pixels[top:bottom, left:right]
    area = filled(pixels.shape[:2], [quad])[top:bottom, left:right]
    ink = cv2.dilate(strokes(part, area), np.ones((5, 5), np.uint8))
    methods = {"inpaint": _inpainted, "clone": _cloned, "smooth": _smoothed, "flat": _flattened}
    out = pixels.copy()
    out[top:bottom, left:right] = methods[fill](part, ink, area, rng)
    return out


def _window(quad: Quad, shape: tuple[int, ...], around: float) -> tuple[int, int, int, int]:
    """The quad's bounds with a rim of ``around`` times its height, within the picture."""
    left, top, right, bottom = quad.bounds()
    rim = around * min(right - left, bottom - top) + 4
    return (
        max(0, int(left - rim)),
        max(0, int(top - rim)),
        min(shape[1], int(right + rim) + 1),
        min(shape[0], int(bottom + rim) + 1),
    )


def _inpainted(part: Pixels, ink: Pixels, area: Pixels, rng: Generator) -> Pixels:
    healed: Pixels = cv2.inpaint(part, ink, 3, cv2.INPAINT_TELEA)
    return healed


def _smoothed(part: Pixels, ink: Pixels, area: Pixels, rng: Generator) -> Pixels:
    """Everything in the area replaced by a blend of what lies around, as a content-aware gradient does."""
    known = (cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0).astype(np.float32)[..., None]
    sigma = max(4.0, min(part.shape[:2]) / 5)
    weight = cv2.GaussianBlur(known, (0, 0), sigma)[..., None]
    blend = cv2.GaussianBlur(part.astype(np.float32) * known, (0, 0), sigma) / np.maximum(weight, 1e-3)
    return _laid(part, blend, area)


def _flattened(part: Pixels, ink: Pixels, area: Pixels, rng: Generator) -> Pixels:
    paper = part[(area > 127) & (ink == 0)]
    colour = np.median(paper if len(paper) else part.reshape(-1, 3), axis=0)
    return _laid(part, np.broadcast_to(colour, part.shape), area)


def _cloned(part: Pixels, ink: Pixels, area: Pixels, rng: Generator) -> Pixels:
    """Stamped from the nearest shift of the area that holds the least ink."""
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float32)
    reach = max(6, min(part.shape[:2]) // 3)
    best: tuple[float, Pixels] | None = None
    for x, y in ((0, reach), (0, -reach), (reach, 0), (-reach, 0), (reach, reach), (-reach, -reach)):
        shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
        away = cv2.warpAffine(part, shift, part.shape[1::-1], borderMode=cv2.BORDER_REFLECT_101)
        unrest = float(cv2.warpAffine(grey, shift, grey.shape[::-1], borderMode=cv2.BORDER_REFLECT_101)[ink > 0].std())
        if best is None or unrest < best[0]:
            best = (unrest, away)
    assert best is not None
    level = part[ink == 0].mean(axis=0) - best[1][ink == 0].mean(axis=0)
    return _laid(part, best[1].astype(np.float32) + level, cv2.dilate(ink, np.ones((3, 3), np.uint8)))


def _laid(part: Pixels, over: Pixels, mask: Pixels) -> Pixels:
    alpha = cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32)[..., None] / 255
    return np.clip(part * (1 - alpha) + over * alpha, 0, 255).astype(np.uint8)


# --- typing --------------------------------------------------------------------------------------------------------


def retyped(pixels: Pixels, shot: Photograph, name: FieldName, how: Retype, rng: Generator) -> tuple[Pixels, Quad]:
    """``pixels`` of ``shot`` with another text in field ``name``, and where."""
    specimen = shot.specimen
    text = other_text(name, specimen.truth[name], rng, whole=how.whole)
    box = specimen.boxes[name]
    quad = shot.place(0, grown(box, 0.12 * (box[3] - box[1])))
    ink = _ink_colour(pixels, quad)
    clean = wiped(pixels, quad, how.fill, rng)
    alpha = _type_on_picture(shot, text, box, how, rng)
    laid = clean * (1 - alpha[..., None]) + ink * alpha[..., None]
    if how.grain:
        laid = laid + _noise_like(pixels, quad, how.grain, rng)
    return np.clip(laid, 0, 255).astype(np.uint8), quad


def _ink_colour(pixels: Pixels, quad: Quad) -> Pixels:
    """What the colour picker finds on a stroke."""
    area = filled(pixels.shape[:2], [quad])
    inside = pixels[area > 127].astype(np.float32)
    light = inside.sum(axis=1)
    colour: Pixels = np.median(inside[light <= np.percentile(light, 6)], axis=0)
    return colour


def _type_on_picture(shot: Photograph, text: str, box: Box, how: Retype, rng: Generator) -> Pixels:
    """How much of each pixel of the picture the new type covers, 0 to 1."""
    left, top, right, bottom = box
    rim = 0.4 * (bottom - top)
    size = (round((right - left + 2 * rim) * _OVERSAMPLE), round((bottom - top + 2 * rim) * _OVERSAMPLE))
    line = Image.new("L", size, 0)
    _draw_line(line, text, rim * _OVERSAMPLE, _font_for(shot.specimen, text, how, rng))
    shift = np.array([[1 / _OVERSAMPLE, 0, left - rim], [0, 1 / _OVERSAMPLE, top - rim], [0, 0, 1]], np.float64)
    scale = scale_of(shot) / _OVERSAMPLE
    soft = np.asarray(line)
    if scale < 0.9:
        soft = cv2.GaussianBlur(soft, (0, 0), 0.4 / scale)
    target = (shot.image.width, shot.image.height)
    alpha = cv2.warpPerspective(soft, shot.homographies[0] @ shift, target, flags=cv2.INTER_LINEAR)
    blur = float(rng.uniform(*how.blur))
    if blur > 0.2:
        alpha = cv2.GaussianBlur(alpha, (0, 0), blur)
    return alpha.astype(np.float32) / 255


def _font_for(specimen: Specimen, text: str, how: Retype, rng: Generator) -> str:
    figures = all(ord(letter) < 0x250 for letter in text)
    if how.same_font:
        if specimen.kind is DocumentKind.CN_VEHICLE_LICENCE:
            return _OVERPRINT[int(rng.integers(len(_OVERPRINT)))] if figures else HEI
        return specimen.style.digits if figures else specimen.style.text
    fonts = _FIGURES if figures else _HAN
    return fonts[int(rng.integers(len(fonts)))]


def _draw_line(line: Image.Image, text: str, rim: float, path: str) -> None:
    """``text`` as high as the line within its rim, its letters spread over the line's length."""
    tall, wide = line.height - 2 * rim, line.width - 2 * rim
    index = 2 if path in _HAN else 0
    font = ImageFont.truetype(path, 100, index=index)
    _, high, _, low = font.getbbox(text, anchor="ls")
    font = ImageFont.truetype(path, max(8, round(100 * tall / max(1, low - high))), index=index)
    natural = sum(font.getlength(letter) for letter in text)
    if natural > 1.05 * wide:
        font = ImageFont.truetype(path, max(8, round(font.size * wide / natural)), index=index)
        natural = sum(font.getlength(letter) for letter in text)
    gap = (wide - natural) / max(1, len(text) - 1) if len(text) > 1 else 0.0
    draw, at, foot = ImageDraw.Draw(line), rim, rim + tall
    _, _, _, low = font.getbbox(text, anchor="ls")
    for letter in text:
        draw.text((at, foot - low), letter, font=font, fill=255, anchor="ls")
        at += font.getlength(letter) + gap


def _noise_like(pixels: Pixels, quad: Quad, share: float, rng: Generator) -> Pixels:
    """Grain over the quad, ``share`` as strong as what the picture has beside it."""
    left, top, right, bottom = _window(quad, pixels.shape, 0.6)
    grey = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
    rough = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.2))
    deviation = 1.48 * float(np.median(rough)) * share
    area = filled(pixels.shape[:2], [quad])[..., None].astype(np.float32) / 255
    noise = np.zeros(pixels.shape, np.float32)
    patch = rng.standard_normal((bottom - top, right - left, 1), dtype=np.float32)
    noise[top:bottom, left:right] = cv2.GaussianBlur(patch, (0, 0), 0.6)[..., None] * 1.6 * deviation
    return noise * area
