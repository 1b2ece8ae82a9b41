"""Recognition on this machine: decode, find, read, judge. No network, no cloud."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from kyc.documents import errors
from kyc.documents.errors import DeskError
from kyc.documents.kinds import PASSES_AS, SIDES, DocumentKind
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.engines.collecting import Collected, Seconds, Seen, notes
from kyc.engines.nothing_found import why_nothing
from kyc.imaging.sandbox import DEFAULT, DecodedPage, DecodeLimits, decode
from kyc.recognition.finding import LAYOUTS, find_documents
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.networks import TextNetworks
from kyc.recognition.outlining import outlined
from kyc.recognition.reader import read_lines

VERSION: Final = "2"
#: Documents narrower than this (pixels) are not read: digits are under nine pixels high.
SMALLEST_CARD: Final = 300


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
        seconds = Seconds()
        with seconds.stage("decode"):
            pages = _decode_all(request)
        found = [
            Seen(capture, page, face)
            for capture, page in zip(request.captures, pages, strict=True)
            for face in self._faces(capture, page, seconds)
        ]
        kind = _kind(found, request)
        seen = _sides_of(kind, found, request.captures)
        seen = [self._looked_closer(item, seconds) for item in seen]
        collected = Collected()
        for item in seen:
            collected.take(item, seen, request, seconds)
        fields = LAYOUTS[kind].rectify(collected.fields) if request.rectify else collected.fields
        return InspectionResult(
            engine=self.name,
            engine_version=self.version,
            kind=kind,
            sides=tuple(collected.sides),
            fields=tuple(fields),
            findings=tuple(collected.findings),
            crops=tuple(collected.crops),
            notes=tuple(notes(seen)),
            seconds=seconds.spent,
        )

    def _faces(self, capture: CaptureInput, page: DecodedPage, seconds: Seconds) -> list[Face]:
        with seconds.stage("read"):
            lines = read_lines(self._loaded(seconds), page.pixels)
            faces = find_documents(lines)
        if not faces:
            raise why_nothing(lines, page.pixels)(f"{len(lines)} lines", capture_id=capture.capture_id)
        return faces

    def _looked_closer(self, item: Seen, seconds: Seconds) -> Seen:
        """``item`` with its outline on the document's edges, and what the first look left open read again."""
        layout, face, pixels = LAYOUTS[item.face.kind], item.face, item.page.pixels
        if _width(face) < SMALLEST_CARD:
            raise errors.DocumentTooSmall(capture_id=item.capture.capture_id)
        if layout.has_edges:
            with seconds.stage("outline"):
                face = replace(face, placing=outlined(face.placing, pixels, has_bands=layout.has_bands))
        with seconds.stage("read"):
            return replace(item, face=layout.look_closer(face, Look(self._loaded(seconds), pixels)))

    def _loaded(self, seconds: Seconds) -> TextNetworks:
        if self._networks is None:
            with seconds.stage("load"):
                self._networks = TextNetworks(self._cache_dir, self._threads)
        return self._networks


def _decode_all(request: InspectionRequest) -> list[DecodedPage]:
    limits = replace(DEFAULT, max_side=request.max_side) if request.max_side else DEFAULT
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(partial(_decode_one, limits=limits), request.captures))


def _decode_one(capture: CaptureInput, limits: DecodeLimits) -> DecodedPage:
    try:
        return decode(capture.data, page=capture.page, limits=limits)[0]
    except errors.DecodeError as error:
        error.capture_id = capture.capture_id
        raise


def _kind(found: Sequence[Seen], request: InspectionRequest) -> DocumentKind:
    """The kind that was stated, as far as it is there; else the best supported one.

    Raises:
        OtherDocument: no picture shows the stated kind.
    """
    best = max(found, key=lambda item: item.face.placing.matches)
    if request.kind_stated is None:
        return best.face.kind
    passing = [item for item in found if item.face.kind in PASSES_AS[request.kind_stated]]
    if not passing:
        raise errors.OtherDocument(capture_id=best.capture.capture_id, kind=best.face.kind.value)
    return max(passing, key=lambda item: item.face.placing.matches).face.kind


def _sides_of(kind: DocumentKind, found: Sequence[Seen], captures: Sequence[CaptureInput]) -> list[Seen]:
    """The sides of that kind, each once, in the order pages show them.

    Raises:
        OtherDocument: a picture shows none of them.
        WrongSide: no picture shows a side that was stated.
        SeveralDocumentsFound, SameSideTwice: a side is there more than once, in one picture or in two.
    """
    seen = [item for item in found if item.face.kind is kind]
    for capture in captures:
        here = [item for item in seen if item.capture is capture]
        if not here:
            other = next(item for item in found if item.capture is capture)
            raise errors.OtherDocument(capture_id=capture.capture_id, kind=other.face.kind.value)
        if len({item.face.side for item in here}) < len(here):
            raise errors.SeveralDocumentsFound(capture_id=capture.capture_id)
    sides = [item.face.side for item in seen]
    for index, side in enumerate(sides):
        if side in sides[:index]:
            raise errors.SameSideTwice(capture_id=seen[index].capture.capture_id)
    for item in seen:
        stated = item.capture.side_stated
        if stated in SIDES[kind] and stated not in sides:
            raise errors.WrongSide(capture_id=item.capture.capture_id, side=item.face.side.value)
    return sorted(seen, key=lambda item: SIDES[kind].index(item.face.side))


def _width(face: Face) -> float:
    outline = face.placing.outline()
    return float(np.hypot(*(outline[1] - outline[0])))
