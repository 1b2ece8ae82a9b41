"""Where on a page pictures are spoilt, and the pages that have such a place."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Generator, Pixels
from tests.specimens.species import PageKey

_K, _S = DocumentKind, Side
PAGES: Final[tuple[PageKey, ...]] = tuple(page for page, fields in FIELDS.items() if fields)
#: Pages that are cards or paper, with edges of their own.
CARDS: Final = tuple(page for page in PAGES if page[0] is not _K.CN_ELECTRONIC_DRIVING_LICENCE)
#: Pages that show each area. The electronic licence's portrait stands in the app, at another place on every telephone.
AREA_PAGES: Final[dict[str, tuple[PageKey, ...]]] = {
    "portrait": (
        (_K.CN_ID_CARD, _S.PORTRAIT_FACE),
        (_K.CN_TEMPORARY_ID_CARD, _S.PORTRAIT_FACE),
        (_K.CN_DRIVING_LICENCE, _S.MAIN_PAGE),
        (_K.KR_DRIVING_LICENCE, _S.MAIN_PAGE),
    ),
    "emblem": ((_K.CN_ID_CARD, _S.EMBLEM_FACE),),
    "seal": ((_K.CN_DRIVING_LICENCE, _S.MAIN_PAGE), (_K.CN_VEHICLE_LICENCE, _S.MAIN_PAGE)),
}
#: Fields whose box is that of other print (a seal) or may be blank; a text lost there is no fair test.
_NO_TEXT: Final = frozenset({FieldName.ISSUING_AUTHORITY, FieldName.RECORD, FieldName.REMARKS, FieldName.CONDITIONS})


def size_of(specimen: Specimen) -> tuple[float, float]:
    """Width and height of the document in pixels of its image."""
    left, top, right, bottom = specimen.outline
    return right - left, bottom - top


def field_box(specimen: Specimen, rng: Generator) -> Box:
    """The place of some printed field."""
    boxes = [box for name, box in specimen.boxes.items() if specimen.truth[name] and name not in _NO_TEXT]
    boxes = boxes or list(specimen.boxes.values())
    return boxes[int(rng.integers(len(boxes)))]


def centre_of(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def clear_spot(specimen: Specimen, reach: float, rng: Generator) -> tuple[float, float]:
    """A point of the document as far from all values and areas as ``reach`` (pixels) allows."""
    width, height = size_of(specimen)
    taken = [*specimen.boxes.values(), *specimen.areas.values()]
    best, farthest = (width / 2, height / 2), -math.inf
    for _ in range(60):
        x = specimen.outline[0] + float(rng.uniform(0.06, 0.94)) * width
        y = specimen.outline[1] + float(rng.uniform(0.08, 0.92)) * height
        away = min(_distance(box, x, y) for box in taken)
        if away > farthest:
            best, farthest = (x, y), away
        if farthest > reach:
            break
    return best


def text_height(specimen: Specimen, homography: Pixels) -> float:
    """Median height of the values' lines in pixels of the picture."""
    heights = [box[3] - box[1] for box in specimen.boxes.values() if box[2] - box[0] > 1.5 * (box[3] - box[1])]
    left, top, right, _ = specimen.outline
    ends = cv2.perspectiveTransform(np.array([[[left, top], [right, top]]], np.float64), homography)[0]
    scale = float(np.hypot(*(ends[1] - ends[0]))) / (right - left)
    # A box holds its type's ascent; the characters themselves are as high as the smaller boxes.
    return float(np.quantile(heights, 0.25)) * scale if heights else 0.037 * (right - left) * scale


def warped(layer: Pixels, homography: Pixels, scene: Pixels) -> Pixels:
    """``layer`` (pixels of the specimen's image) as it lies in the scene."""
    size = (scene.shape[1], scene.shape[0])
    seen: Pixels = cv2.warpPerspective(layer, homography, size, flags=cv2.INTER_LINEAR)
    return seen


def filled(outline: Pixels, homography: Pixels, scene: Pixels) -> Pixels:
    """0 to 1 inside ``outline`` (n x 2, pixels of the specimen's image) as it lies in the scene; height x width."""
    points = cv2.perspectiveTransform(outline[None].astype(np.float64), homography)[0]
    mask = np.zeros(scene.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def around_points(outline: Pixels, specimen: Specimen) -> Box:
    """The box around ``outline``, as far as it lies on the document."""
    left, top, right, bottom = specimen.outline
    xs, ys = np.clip(outline[:, 0], left, right), np.clip(outline[:, 1], top, bottom)
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def _distance(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box[0] - x, 0.0, x - box[2]), max(box[1] - y, 0.0, y - box[3]))
