"""From sides found in captures to what an inspection gives back: fields, findings, crops, notes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np

from kyc.authenticity import ExaminedCapture, examine
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
from kyc.recognition.layouts.layout import Face


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

    def take(self, item: Seen, request: InspectionRequest, seconds: Seconds) -> None:
        """Add one side: its fields as read, its crops and every detector's finding."""
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
