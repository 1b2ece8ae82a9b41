"""Parts of a picture laid over another: characters, portraits, blocks of lines."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from kyc.documents.geometry import Quad
from tests.specimens.drawings import draw_portrait
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.reporting.attacks.optics import Generator, Pixels, decoded, filled, lines_of_text, mapped
from tests.specimens.reporting.attacks.retyped import Retype, retyped
from tests.specimens.reporting.attacks.wordings import can_be_retyped, some_fields


def pasted(pixels: Pixels, donor: Pixels, source: Quad, target: Quad, feather: float) -> Pixels:
    """``donor``'s pixels in ``source`` laid over ``target``: shifted by whole pixels where the picture is the same, as
    a selection is dragged, and turned and scaled where it is another."""
    if donor is pixels:
        (x0, y0), (x1, y1) = np.mean(source.points, axis=0), np.mean(target.points, axis=0)
        onto = np.array([[1, 0, round(x1 - x0)], [0, 1, round(y1 - y0)], [0, 0, 1]], np.float64)
    else:
        onto = cv2.getPerspectiveTransform(np.float32(source.points), np.float32(target.points))
    size = (pixels.shape[1], pixels.shape[0])
    flags = cv2.INTER_NEAREST if donor is pixels else cv2.INTER_LINEAR
    laid = cv2.warpPerspective(donor, onto, size, flags=flags)
    mask = filled(pixels.shape[:2], [mapped(onto, source)])
    if feather:
        mask = cv2.GaussianBlur(mask, (0, 0), feather)
    alpha = mask.astype(np.float32)[..., None] / 255
    return np.clip(pixels * (1 - alpha) + laid * alpha, 0, 255).astype(np.uint8)


def other_capture(shot: Photograph, specimen: Specimen, rng: Generator) -> Photograph:
    """Another picture, of ``specimen``, in other light and with another camera's blur, grain and compression."""
    if shot.settings.noise == 0:
        return shot
    settings = replace(
        shot.settings,
        rotation=shot.settings.rotation + float(rng.uniform(-8, 8)),
        yaw=float(rng.uniform(-10, 10)),
        pitch=float(rng.uniform(-10, 10)),
        fill=float(rng.uniform(0.75, 0.95)),
        blur=float(rng.uniform(0.4, 1.4)),
        noise=float(rng.uniform(0.8, 6.0)),
        exposure=float(np.clip(shot.settings.exposure + rng.uniform(-0.12, 0.12), 0.75, 1.05)),
        jpeg_quality=int(rng.integers(60, 95)),
        messenger_side=0,
    )
    return photograph(specimen, settings, int(rng.integers(1 << 30)), shot.image.size)


def _with_portrait(specimen: Specimen, rng: Generator) -> Specimen:
    """``specimen`` with somebody else's portrait over paper of its own colour."""
    box = tuple(round(side) for side in specimen.areas["portrait"])
    pixels = np.array(specimen.image.convert("RGB")).astype(np.float32)
    part = pixels[box[1] : box[3], box[0] : box[2]]
    drawn = _someone(rng, (box[2] - box[0], box[3] - box[1])).astype(np.float32)
    alpha = drawn[..., 3:] / 255
    part[:] = _paper(part) * (1 - alpha) + drawn[..., :3] * alpha
    return specimen.with_image(Image.fromarray(pixels.astype(np.uint8)))


def _someone(rng: Generator, size: tuple[int, int]) -> Pixels:
    portrait: Pixels = draw_portrait(int(rng.integers(1 << 30)), "男女"[int(rng.integers(2))], size)
    return portrait


def _paper(part: Pixels) -> Pixels:
    """The colour beside a portrait's head, along its upper edge, from left to right."""
    tall = max(2, part.shape[0] // 12)
    row = cv2.GaussianBlur(part[:tall].mean(axis=0, keepdims=True), (0, 0), part.shape[1] / 12)
    return np.broadcast_to(row, part.shape)


def swap_portrait(
    pixels: Pixels, shot: Photograph, rng: Generator, *, way: str
) -> tuple[Pixels, tuple[tuple[str, Quad], ...]]:
    """``way``: ``pasted`` (a sharp file over the old one), ``matched`` (softened, toned and grained like the picture),
    ``from_capture`` (out of a picture of another card) or ``cloned`` (as that, blended along gradients)."""
    place = shot.place(0, shot.specimen.areas["portrait"])
    region = (("swapped portrait", place),)
    if way in ("pasted", "matched"):
        return _portrait_file(pixels, shot, place, rng, matched=way == "matched"), region
    other = other_capture(shot, _with_portrait(shot.specimen, rng), rng)
    if other is shot:
        return _portrait_file(pixels, shot, place, rng, matched=way == "cloned"), region
    source = other.place(0, shot.specimen.areas["portrait"])
    if way == "cloned":
        return _gradient_cloned(pixels, decoded(other), source, place), region
    return pasted(pixels, _toned(decoded(other), source, pixels, place), source, place, 1.2), region


def _portrait_file(pixels: Pixels, shot: Photograph, place: Quad, rng: Generator, *, matched: bool) -> Pixels:
    """A portrait that never was printed, laid over the old one; ``matched`` in blur, tone and grain."""
    box = shot.specimen.areas["portrait"]
    size = (round(box[2] - box[0]), round(box[3] - box[1]))
    corners = np.float32([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]])
    onto = cv2.getPerspectiveTransform(corners, np.float32(place.points))
    paper = cv2.warpPerspective(pixels, np.linalg.inv(onto), size, flags=cv2.INTER_LINEAR).astype(np.float32)
    drawn = _someone(rng, size).astype(np.float32)
    alpha = drawn[..., 3:] / 255
    light = _paper(paper).mean(axis=(0, 1)) / 236 if matched else np.ones(3, np.float32)
    rectangle = _paper(paper) * (1 - alpha) + drawn[..., :3] * light * alpha
    if matched:
        rectangle = cv2.GaussianBlur(rectangle, (0, 0), 1.0) + rng.normal(0, 2.5, (*rectangle.shape[:2], 1))
    laid = cv2.warpPerspective(np.clip(rectangle, 0, 255).astype(np.uint8), onto, pixels.shape[1::-1])
    mask = cv2.GaussianBlur(filled(pixels.shape[:2], [place]), (0, 0), 1.5 if matched else 0.4)
    cover = mask.astype(np.float32)[..., None] / 255
    return np.clip(pixels * (1 - cover) + laid * cover, 0, 255).astype(np.uint8)


def _toned(donor: Pixels, source: Quad, pixels: Pixels, place: Quad) -> Pixels:
    """``donor`` at the brightness and colour that ``pixels`` have in the same place, as a forger levels a layer."""
    there = donor[filled(donor.shape[:2], [source]) > 127].astype(np.float32)
    here = pixels[filled(pixels.shape[:2], [place]) > 127].astype(np.float32)
    gain = np.percentile(here, 90, axis=0) / np.maximum(np.percentile(there, 90, axis=0), 1)
    return np.clip(donor * gain.astype(np.float32), 0, 255).astype(np.uint8)


def _gradient_cloned(pixels: Pixels, donor: Pixels, source: Quad, place: Quad) -> Pixels:
    onto = cv2.getPerspectiveTransform(np.float32(source.points), np.float32(place.points))
    laid = cv2.warpPerspective(donor, onto, pixels.shape[1::-1])
    left, top, right, bottom = (int(side) for side in place.bounds())
    mask = cv2.erode(filled(pixels.shape[:2], [place]), np.ones((3, 3), np.uint8))
    rim = 6
    y0, x0 = max(0, top - rim), max(0, left - rim)
    y1, x1 = min(pixels.shape[0], bottom + rim), min(pixels.shape[1], right + rim)
    part = mask[y0:y1, x0:x1]
    part[:2], part[-2:], part[:, :2], part[:, -2:] = 0, 0, 0, 0
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    middle = (int(columns[0] + columns[-1] + 1) // 2, int(rows[0] + rows[-1] + 1) // 2)
    out = pixels.copy()
    out[y0:y1, x0:x1] = cv2.seamlessClone(laid[y0:y1, x0:x1], pixels[y0:y1, x0:x1], part, middle, cv2.NORMAL_CLONE)
    return out


def splice(
    pixels: Pixels, shot: Photograph, rng: Generator, *, toned: bool
) -> tuple[Pixels, tuple[tuple[str, Quad], ...]]:
    """A block of one to three lines out of a picture of another card of the kind, where it stands on that card."""
    other, box = _other_card(shot.specimen, rng)
    capture = other_capture(shot, other, rng)
    source, place = capture.place(0, box), shot.place(0, box)
    donor = decoded(capture)
    if toned:
        donor = _toned(donor, source, pixels, place)
    return pasted(pixels, donor, source, place, 1.5 if toned else 0.5), (("spliced patch", place),)


def _other_card(specimen: Specimen, rng: Generator) -> tuple[Specimen, Box]:
    """A card like ``specimen`` with other words in a block of neighbouring lines, and that block."""
    names = some_fields(specimen, 1, rng)
    first = specimen.boxes[names[0]]
    reach = 2.2 * (first[3] - first[1])
    near = [name for name in lines_of_text(specimen) if abs(specimen.boxes[name][1] - first[1]) < reach]
    near = [name for name in near if can_be_retyped(specimen.truth[name])][:4]
    flat = Photograph(b"", specimen.image.convert("RGB"), (specimen,), (np.eye(3),), PhotoSettings(), 0)
    pixels = np.array(flat.image)
    for name in near:
        pixels, _ = retyped(pixels, flat, name, Retype(same_font=True, blur=(0.6, 0.9)), rng)
    boxes = [specimen.boxes[name] for name in near]
    block = (
        min(box[0] for box in boxes) - 14, min(box[1] for box in boxes) - 10,
        max(box[2] for box in boxes) + 14, max(box[3] for box in boxes) + 10,
    )  # fmt: skip
    return specimen.with_image(Image.fromarray(pixels)), block
