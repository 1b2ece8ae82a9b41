"""What an editing program does to a finished JPEG; ``regions`` tell what was changed.

The edits of the demo stand here, which keep a card's arithmetic true; the species that detectors are tuned on, of every
page and at several strengths, stand in ``edits_species``.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from kyc.documents.kinds import FieldName
from tests.specimens.id_card import CARD_HEIGHT, CARD_WIDTH, draw_portrait_face
from tests.specimens.page import Box, Specimen
from tests.specimens.people import Person, invent_person
from tests.specimens.photograph import Photograph, recompressed

Pixels = npt.NDArray[Any]


def splice_field(shot: Photograph, seed: int, name: FieldName = FieldName.NAME, quality: int = 88) -> Photograph:
    """``shot`` after a whole portrait-face field other than the number was retyped with another person's value."""
    index = _index_of(shot, name)
    old = shot.specimens[index]
    person = _with_field_of(old.person, invent_person(seed), name)
    new = _redrawn(old, person)
    boxes = [_united(old.boxes[name], new.boxes[name])]
    return _paste(shot, index, _wiped(new, boxes), boxes, name.value, quality, specimen=new)


def _index_of(shot: Photograph, name: FieldName) -> int:
    return next(index for index, specimen in enumerate(shot.specimens) if name in specimen.boxes)


def _redrawn(old: Specimen, person: Person) -> Specimen:
    return draw_portrait_face(person, old.style)


def _with_field_of(person: Person, other: Person, name: FieldName) -> Person:
    attribute = {FieldName.NAME: "name", FieldName.ADDRESS: "address", FieldName.BIRTH_DATE: "birth_date"}[name]
    return replace(person, **{attribute: getattr(other, attribute)})


def _united(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]) - 6,
        min(one[1], other[1]) - 6,
        max(one[2], other[2]) + 6,
        max(one[3], other[3]) + 6,
    )


def _wiped(specimen: Specimen, boxes: list[Box]) -> Image.Image:
    """``specimen`` as a forger's clean retyping: inside ``boxes`` the ink stays, the fine lines are smoothed away."""
    pixels = np.asarray(specimen.image).copy()
    for left, top, right, bottom in boxes:
        part = (slice(int(top), int(bottom)), slice(int(left), int(right)))
        region = pixels[part]
        ink = region.min(axis=2, keepdims=True) < 120
        soft_ink = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.0)[..., None]
        paper = np.median(region.reshape(-1, 3), axis=0)
        pixels[part] = (paper * (1 - soft_ink) + np.array(specimen.style.ink) * soft_ink).astype(np.uint8)
    return Image.fromarray(pixels)


def _paste(
    shot: Photograph,
    index: int,
    source: Image.Image,
    boxes: list[Box],
    label: str,
    quality: int,
    *,
    specimen: Specimen,
) -> Photograph:
    """``boxes`` of ``source`` (card pixels) laid over the decoded JPEG with soft edges, in the tone of the picture
    there, saved again at ``quality``."""
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(shot.jpeg))).convert("RGB")
    target = np.asarray(upright, np.float32)
    size = upright.size
    homography = shot.homographies[index]
    mask = np.zeros((CARD_HEIGHT, CARD_WIDTH), np.float32)
    for left, top, right, bottom in boxes:
        mask[int(top) : int(bottom), int(left) : int(right)] = 1.0
    alpha = cv2.warpPerspective(cv2.GaussianBlur(mask, (0, 0), 1.5), homography, size)[..., None]
    pasted = cv2.warpPerspective(np.asarray(source, np.float32), homography, size, flags=cv2.INTER_AREA)
    tone = _tone(target, shot.specimens[index], homography, size, alpha)
    edited = target * (1 - alpha) + np.clip(pasted * tone, 0, 255) * alpha
    specimens = tuple(specimen if at == index else old for at, old in enumerate(shot.specimens))
    regions = tuple((label, shot.place(index, box)) for box in boxes)
    return recompressed(
        shot,
        Image.fromarray(edited.astype(np.uint8)),
        specimens=specimens,
        regions=shot.regions + regions,
        settings=replace(shot.settings, jpeg_quality=quality),
    )


def _tone(target: Pixels, card: Specimen, homography: Pixels, size: tuple[int, int], alpha: Pixels) -> Pixels:
    """The factor per channel by which the picture's light differs from the drawn card's where ``alpha`` is."""
    flat = cv2.warpPerspective(np.asarray(card.image, np.float32), homography, size)
    where = alpha[..., 0] > 0.5
    if not where.any():
        return np.ones(3, np.float32)
    return np.asarray(np.median(target[where], axis=0) / np.maximum(np.median(flat[where], axis=0), 1), np.float32)
