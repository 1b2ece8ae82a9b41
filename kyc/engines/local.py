"""Recognition on this machine: decode, find, read, judge. No network, no cloud."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np

from kyc.authenticity import ExaminedCapture, examine
from kyc.documents import errors
from kyc.documents.errors import DeskError
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import (
    CaptureInput,
    Crop,
    CropKind,
    FieldReading,
    Finding,
    InspectionRequest,
    InspectionResult,
    SideReading,
)
from kyc.documents.words import N_, Words
from kyc.imaging.rectifying import RECTIFIED_HEIGHT, RECTIFIED_WIDTH, cut, homography_to, warp
from kyc.imaging.sandbox import DecodedPage, decode
from kyc.imaging.views import encode_jpeg
from kyc.recognition.layouts import cn_id_card
from kyc.recognition.layouts.cn_id_card import Face
from kyc.recognition.networks import TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.reader import read_lines
from kyc.recognition.second_look import look_again, resolve_doubts

VERSION: Final = "1"
#: Cards narrower than this (pixels) are not read: digits are under nine pixels high.
SMALLEST_CARD: Final = 300
#: The portrait's bounds on the card (forensics 3.1: .60-.925 / .13-.72).
PORTRAIT_PLACE: Final = (0.60, 0.10, 0.94, 0.76)
SIDE_ORDER: Final = (Side.PORTRAIT_FACE, Side.EMBLEM_FACE)


@dataclass(slots=True)
class _Seconds:
    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.spent[name] = round(self.spent.get(name, 0.0) + time.perf_counter() - start, 4)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A face in a capture."""

    capture: CaptureInput
    page: DecodedPage
    face: Face


class LocalEngine:
    """PP-OCR on OpenVINO and our own authenticity checks; loaded on first use, one inspection at a time."""

    name = "local"
    version = VERSION

    def __init__(self, cache_dir: Path | None = None, threads: int = 2) -> None:
        self._cache_dir, self._threads = cache_dir, threads
        self._networks: TextNetworks | None = None
        self._one_at_a_time = threading.BoundedSemaphore(1)

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        """As ``Engine.inspect``; whatever else goes wrong inside is EngineUnavailable."""
        with self._one_at_a_time:
            try:
                return self._inspect(request)
            except DeskError:
                raise
            except Exception as error:
                raise errors.EngineUnavailable(type(error).__name__) from error

    def _inspect(self, request: InspectionRequest) -> InspectionResult:
        seconds = _Seconds()
        with seconds.stage("decode"):
            pages = _decode_all(request.captures)
        seen: list[_Seen] = []
        for capture, page in zip(request.captures, pages, strict=True):
            seen += self._faces(capture, page, seconds)
        _refuse_repeated(seen)
        seen.sort(key=lambda item: SIDE_ORDER.index(item.face.side))
        fields, findings, sides, crops = _Collected().of(seen, request, seconds)
        return InspectionResult(
            engine=self.name,
            engine_version=self.version,
            kind=DocumentKind.CN_ID_CARD,
            sides=tuple(sides),
            fields=tuple(fields),
            findings=tuple(findings),
            crops=tuple(crops),
            notes=tuple(_notes(seen)),
            seconds=seconds.spent,
        )

    def _faces(self, capture: CaptureInput, page: DecodedPage, seconds: _Seconds) -> list[_Seen]:
        with seconds.stage("read"):
            lines = read_lines(self._loaded(seconds), page.pixels)
            faces = cn_id_card.find_faces(lines)
        if not faces:
            some_text = sum(len(line.characters) for line in lines if line.confidence > 0.8)
            failure = errors.UnreadableDocument if 4 <= some_text <= 60 else errors.NoDocumentFound
            raise failure(f"{len(lines)} lines, no face", capture_id=capture.capture_id)
        if len({face.side for face in faces}) < len(faces):
            raise errors.SeveralDocumentsFound(capture_id=capture.capture_id)
        for face in faces:
            if _width(face) < SMALLEST_CARD:
                raise errors.DocumentTooSmall(capture_id=capture.capture_id)
        with seconds.stage("outline"):
            faces = [replace(face, placing=outlined(face.placing, page.pixels)) for face in faces]
        with seconds.stage("read"):
            return [_Seen(capture, page, self._looked_again(face, page, capture.capture_id, seconds)) for face in faces]

    def _looked_again(self, face: Face, page: DecodedPage, capture_id: str, seconds: _Seconds) -> Face:
        """``face`` after a second look at what was read with doubt and where nothing was read."""
        networks = self._loaded(seconds)
        on_card = [line for line in face.lines if face.placing.holds(line.centre)]
        face = replace(face, lines=resolve_doubts(networks, page.pixels, on_card))
        places = cn_id_card.places_to_look_again(cn_id_card.read_face(face, capture_id))
        if not places:
            return face
        return replace(face, lines=look_again(networks, page.pixels, face.lines, face.placing, places))

    def _loaded(self, seconds: _Seconds) -> TextNetworks:
        if self._networks is None:
            with seconds.stage("load"):
                self._networks = TextNetworks(self._cache_dir, self._threads)
        return self._networks


def _decode_all(captures: Sequence[CaptureInput]) -> list[DecodedPage]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(_decode_one, captures))


def _decode_one(capture: CaptureInput) -> DecodedPage:
    try:
        return decode(capture.data, page=capture.page)[0]
    except errors.DecodeError as error:
        error.capture_id = capture.capture_id
        raise


def _width(face: Face) -> float:
    outline = face.placing.outline()
    return float(np.hypot(*(outline[1] - outline[0])))


def _refuse_repeated(seen: Sequence[_Seen]) -> None:
    sides = [item.face.side for item in seen]
    for index, side in enumerate(sides):
        if side in sides[:index]:
            raise errors.SameSideTwice(capture_id=seen[index].capture.capture_id)


class _Collected:
    """What is gathered face by face."""

    def __init__(self) -> None:
        self.fields: list[FieldReading] = []
        self.findings: list[Finding] = []
        self.sides: list[SideReading] = []
        self.crops: list[Crop] = []

    def of(
        self, seen: Sequence[_Seen], request: InspectionRequest, seconds: _Seconds
    ) -> tuple[list[FieldReading], list[Finding], list[SideReading], list[Crop]]:
        for item in seen:
            self._take(item, request, seconds)
        fields = cn_id_card.rectify(self.fields) if request.rectify else self.fields
        return fields, self.findings, self.sides, self.crops

    def _take(self, item: _Seen, request: InspectionRequest, seconds: _Seconds) -> None:
        capture_id, side = item.capture.capture_id, item.face.side
        with seconds.stage("fields"):
            fields = cn_id_card.read_face(item.face, capture_id)
        with seconds.stage("rectify"):
            outline = item.face.placing.outline()
            homography = homography_to(outline, RECTIFIED_WIDTH, RECTIFIED_HEIGHT)
            rectified = warp(item.page.pixels, homography, RECTIFIED_WIDTH, RECTIFIED_HEIGHT)
            self.crops += _crops(rectified, side, capture_id)
        quad = Quad.from_points(outline.tolist())
        examined = ExaminedCapture(
            capture_id=capture_id,
            original=item.capture.data,
            pixels=item.page.pixels,
            kind=DocumentKind.CN_ID_CARD,
            side=side,
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
                side=side,
                capture_id=capture_id,
                outline=quad,
                rectified_width=RECTIFIED_WIDTH,
                rectified_height=RECTIFIED_HEIGHT,
                to_rectified=tuple(homography.ravel().tolist()),
                rotation=_quarter_turn(outline),
            )
        )


def _today() -> date:
    return datetime.now(UTC).date()


def _quarter_turn(outline: np.ndarray) -> int:
    """How the card lies, in degrees clockwise to the nearest quarter turn."""
    x, y = outline[1] - outline[0]
    return int(round(float(np.degrees(np.arctan2(y, x))) / 90) * 90) % 360


def _crops(rectified: np.ndarray, side: Side, capture_id: str) -> list[Crop]:
    pictures = [(CropKind.RECTIFIED, rectified)]
    if side is Side.PORTRAIT_FACE:
        pictures.append((CropKind.PORTRAIT, cut(rectified, *PORTRAIT_PLACE)))
    return [
        Crop(kind, side, capture_id, encode_jpeg(np.ascontiguousarray(pixels)), pixels.shape[1], pixels.shape[0])
        for kind, pixels in pictures
    ]


def _notes(seen: Sequence[_Seen]) -> list[Words]:
    stated_otherwise = any(
        item.capture.side_stated is not None and item.capture.side_stated is not item.face.side for item in seen
    )
    one_picture = len(seen) == 2 and seen[0].capture.capture_id == seen[1].capture.capture_id
    if one_picture:
        return [Words(N_("Both faces are in one picture."))]
    if stated_otherwise:
        return [Words(N_("Front and back were given in the other order; they have been put right."))]
    return []
