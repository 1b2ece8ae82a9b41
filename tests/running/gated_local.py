"""The real engine, stopped where a test tells it to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kyc.documents.kinds import Side
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.engines.local import LocalEngine
from tests.inspections.engines import Gate, HeldFindings


class GatedLocalEngine(LocalEngine):
    """Stops before it begins, after each picture it has read, and while its result is stored."""

    def __init__(self, cache_dir: Path, threads: int = 1) -> None:
        super().__init__(cache_dir, threads)
        self._gate = Gate(cache_dir.parent)
        self._is_gated = False

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self._is_gated = request.captures[0].capture_id != Side.PORTRAIT_FACE  # the specimen of the worker's start
        if not self._is_gated:
            return super().inspect(request)
        self._gate.wait("before")
        result = super().inspect(request)
        held = HeldFindings(result.findings)
        held.gate = self._gate
        return replace(result, findings=held)

    def _faces(self, *arguments: Any) -> Any:
        faces = super()._faces(*arguments)
        if self._is_gated:
            self._gate.wait("during")
        return faces
