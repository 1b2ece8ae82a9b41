"""What every engine fulfils."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kyc.documents.results import InspectionRequest, InspectionResult


@runtime_checkable
class Engine(Protocol):
    name: str
    version: str

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        """Inspect one document's captures.

        Raises:
            InspectionError: why there is no result; its ``capture_id`` names the picture at fault, where one is.
        """
        ...
