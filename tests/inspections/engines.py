"""Engines that tests put in the local engine's place, to say exactly what a run finds and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from kyc.documents.errors import EngineUnavailable, NoDocumentFound
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import (
    Crop,
    CropKind,
    FieldReading,
    Finding,
    InspectionRequest,
    InspectionResult,
    Region,
    SideReading,
)
from kyc.documents.warnings import SEVERITY, Outcome, Severity, WarningCode
from kyc.documents.words import Words

NAME, NUMBER = "肖行梓", "219963199109029839"
VALUES = {
    FieldName.NAME: NAME,
    FieldName.SEX: "男",
    FieldName.ETHNICITY: "汉",
    FieldName.BIRTH_DATE: "1991-09-02",
    FieldName.ADDRESS: "",
    FieldName.CITIZEN_NUMBER: NUMBER,
    FieldName.ISSUING_AUTHORITY: "样本市公安局",
    FieldName.VALID_FROM: "2018-06-02",
    FieldName.VALID_TO: "2038-06-02",
}
OUTLINE = Quad.from_box(10, 10, 870, 550)


class CertainEngine:
    """Finds the two faces, in the order of the captures, whatever the pictures show."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        self.requests: list[InspectionRequest] = []

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self.requests.append(request)
        faces = list(zip((Side.PORTRAIT_FACE, Side.EMBLEM_FACE), request.captures, strict=False))
        return InspectionResult(
            engine="certain",
            engine_version="1",
            kind=DocumentKind.CN_ID_CARD,
            sides=tuple(
                SideReading(side, capture.capture_id, OUTLINE, 856, 540, (1.0, 0, 0, 0, 1, 0, 0, 0, 1))
                for side, capture in faces
            ),
            fields=tuple(_reading(name, side, c.capture_id) for side, c in faces for name in FIELDS[_KIND, side]),
            findings=tuple(_finding(capture.capture_id, side, request) for side, capture in faces),
            crops=tuple(
                Crop(CropKind.RECTIFIED, side, capture.capture_id, b"JPEG of " + side.encode(), 856, 540)
                for side, capture in faces
            ),
            notes=(Words("The faces were given in the other order."),),
            seconds={"find": 0.01, "read": 0.02},
        )


_KIND = DocumentKind.CN_ID_CARD


def _reading(name: FieldName, side: Side, capture_id: str) -> FieldReading:
    value = VALUES[name]
    return FieldReading(name, side, capture_id, value.replace("-", "."), value, 0.97, OUTLINE, "test")


def _finding(capture_id: str, side: Side, request: InspectionRequest) -> Finding:
    code = WarningCode.PRINTED_COPY
    return Finding(
        code, capture_id, Outcome.DETECTED, SEVERITY.get(code, Severity.ERROR), "test-1", 87.0,
        request.lines.get(code, 50.0), Words("Number %(number)s is grey.", {"number": NUMBER}),
        (Region(OUTLINE, "grey"),), side,
    )  # fmt: skip


class BlindEngine:
    """Finds nothing in the last picture."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        pass

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        raise NoDocumentFound("nothing card-shaped", capture_id=request.captures[-1].capture_id)


class BrokenEngine:
    """Dies with a foreign exception that quotes what it read."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        pass

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        raise ZeroDivisionError(f"cannot divide {NUMBER}")


class AbsentEngine:
    """Cannot even be loaded."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        raise EngineUnavailable("no model")

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        raise AssertionError


class HeldFindings(tuple[Finding, ...]):
    """Findings that are slow to enumerate: storing them is held up in the middle of its transaction."""

    gate: Gate

    def __iter__(self) -> Iterator[Finding]:
        if connection.in_atomic_block:
            self.gate.wait("storing")
        return super().__iter__()


class Gate:
    """Points at which an inspection of a case stops while a file named after the point is in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def wait(self, point: str) -> None:
        hold, here = self._folder / f"hold-{point}", self._folder / f"here-{point}"
        if not hold.exists():
            return
        here.touch()
        while hold.exists():
            time.sleep(0.02)
        here.unlink(missing_ok=True)


class GatedEngine(CertainEngine):
    """``CertainEngine`` that stops before it begins, between its two faces, and while its result is stored."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        super().__init__(cache_dir, threads)
        self._gate = Gate(cache_dir.parent)

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        if request.captures[0].capture_id == Side.PORTRAIT_FACE:  # the specimen of the worker's start
            return super().inspect(request)
        self._gate.wait("before")
        result = super().inspect(request)
        self._gate.wait("during")
        return _with_findings(result, self._held(result.findings))

    def _held(self, findings: tuple[Finding, ...]) -> HeldFindings:
        held = HeldFindings(findings)
        held.gate = self._gate
        return held


def _with_findings(result: InspectionResult, findings: tuple[Finding, ...]) -> InspectionResult:
    values: dict[str, Any] = {name: getattr(result, name) for name in InspectionResult.__slots__}
    return InspectionResult(**{**values, "findings": findings})


TODAY = date(2026, 1, 1)
