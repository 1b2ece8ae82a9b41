"""From sides found in captures to what an inspection gives back: fields, findings, crops, notes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

import numpy as np

from kyc.authenticity import ExaminedCapture, examine
from kyc.authenticity.capture import PrintedLabel
from kyc.documents.geometry import Quad
from kyc.documents.results import (
    CaptureInput,
    Crop,
    CropKind,
    FieldReading,
    Finding,
    InspectionRequest,
    SideReading,
)
from kyc.documents.words import N_, Words
from kyc.imaging.rectifying import RECTIFIED_WIDTH, cut, homography_to, warp
from kyc.imaging.sandbox import DecodedPage, Pixels
from kyc.imaging.views import encode_jpeg
from kyc.recognition.finding import LAYOUTS
from kyc.recognition.labels import seen_labels
from kyc.recognition.layouts.layout import Face, Layout
from kyc.recognition.placing import Place

Name = TypeVar("Name")


@dataclass(slots=True)
class Seconds:
    """Where the time went, stage by stage."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.spent[name] = round(self.spent.get(name, 0.0) + time.perf_counter() - start, 4)


@dataclass(frozen=True, slots=True)
class Seen:
    """A side in a capture."""

    capture: CaptureInput
    page: DecodedPage
    face: Face


@dataclass(slots=True)
class Collected:
    """What is gathered side by side."""

    fields: list[FieldReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sides: list[SideReading] = field(default_factory=list)
    crops: list[Crop] = field(default_factory=list)

    def take(self, item: Seen, seen: Sequence[Seen], request: InspectionRequest, seconds: Seconds) -> None:
        """Add one side of ``seen``: its fields as read, its crops and every detector's finding."""
        layout, face, capture_id = LAYOUTS[item.face.kind], item.face, item.capture.capture_id
        with seconds.stage("fields"):
            fields = layout.read_face(face, capture_id)
        with seconds.stage("rectify"):
            outline = face.placing.outline()
            height = round(RECTIFIED_WIDTH / face.placing.aspect)
            homography = homography_to(outline, RECTIFIED_WIDTH, height)
            rectified = warp(item.page.pixels, homography, RECTIFIED_WIDTH, height)
            self.crops += _crops(rectified, item)
        quad = Quad.from_points(outline.tolist())
        examined = ExaminedCapture(
            capture_id=capture_id,
            original=item.capture.data,
            pixels=item.page.pixels,
            kind=face.kind,
            side=face.side,
            outline=quad,
            rectified=rectified,
            to_rectified=homography,
            fields=tuple(fields),
            decoded_format=item.page.format,
            software=item.page.software,
            areas=_areas(face, layout),
            places=_on_capture(face, layout.places.get(face.side, {})),
            labels=tuple(PrintedLabel(label.text, label.quad, label.is_read) for label in seen_labels(face, layout)),
            others=_beside(item, seen),
        )
        with seconds.stage("authenticity"):
            self.findings += examine(examined, request.lines, request.today or _today())
        self.fields += fields
        self.sides.append(
            SideReading(
                side=face.side,
                capture_id=capture_id,
                outline=quad,
                rectified_width=RECTIFIED_WIDTH,
                rectified_height=height,
                to_rectified=tuple(homography.ravel().tolist()),
                rotation=_quarter_turn(outline),
            )
        )


def _areas(face: Face, layout: Layout) -> dict[str, Quad]:
    """Where portrait, emblem and seal lie in the capture, as far as the layout knows them."""
    places = dict(layout.marks.get(face.side, {}))
    if face.side in layout.portraits:
        places["portrait"] = layout.portraits[face.side]
    return _on_capture(face, places)


def _on_capture(face: Face, places: Mapping[Name, Place]) -> dict[Name, Quad]:
    return {name: Quad.from_points(face.placing.corners_at(place).tolist()) for name, place in places.items()}


def _beside(item: Seen, seen: Sequence[Seen]) -> tuple[Quad, ...]:
    """The outlines of the other sides in the picture of ``item``."""
    return tuple(
        Quad.from_points(other.face.placing.outline().tolist())
        for other in seen
        if other.capture.capture_id == item.capture.capture_id and other.face is not item.face
    )


def notes(seen: Sequence[Seen]) -> list[Words]:
    """What is worth saying of how the sides were given."""
    if len(seen) == 2 and seen[0].capture.capture_id == seen[1].capture.capture_id:
        return [Words(N_("Both sides are in one picture."))]
    if any(item.capture.side_stated not in (None, item.face.side) for item in seen):
        return [Words(N_("Front and back were given in the other order; they have been put right."))]
    return []


def _today() -> date:
    return datetime.now(UTC).date()


def _quarter_turn(outline: np.ndarray) -> int:
    """How the document lies, in degrees clockwise to the nearest quarter turn."""
    x, y = outline[1] - outline[0]
    return int(round(float(np.degrees(np.arctan2(y, x))) / 90) * 90) % 360


def _crops(rectified: Pixels, item: Seen) -> list[Crop]:
    side = item.face.side
    pictures = [(CropKind.RECTIFIED, rectified)]
    portrait = LAYOUTS[item.face.kind].portraits.get(side)
    if portrait is not None:
        pictures.append((CropKind.PORTRAIT, cut(rectified, *portrait)))
    return [
        Crop(
            kind, side, item.capture.capture_id, encode_jpeg(np.ascontiguousarray(pixels)), *reversed(pixels.shape[:2])
        )
        for kind, pixels in pictures
    ]
