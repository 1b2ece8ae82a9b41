"""A result as an answer needs it: the fields of one side, by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import Crop, CropKind, FieldReading, Finding, InspectionResult
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.recognition.finding import LAYOUTS


@dataclass(frozen=True, slots=True)
class SideValues:
    """``result`` seen from ``side``; every value is empty where that side is in no picture."""

    result: InspectionResult
    side: Side

    @property
    def is_there(self) -> bool:
        return any(reading.side is self.side for reading in self.result.sides)

    def value(self, name: FieldName) -> str:
        """The normalised value; empty where nothing was read."""
        field = self.field(name)
        return field.value if field else ""

    def raw(self, name: FieldName) -> str:
        """What is printed; empty where nothing was read with enough confidence."""
        field = self.field(name)
        return field.raw if field and field.value else ""

    def field(self, name: FieldName) -> FieldReading | None:
        return next((field for field in self.result.fields if field.side is self.side and field.name is name), None)

    def crop(self, kind: CropKind) -> bytes:
        return next((crop.jpeg for crop in self._crops() if crop.kind is kind), b"")

    def _crops(self) -> list[Crop]:
        return [crop for crop in self.result.crops if crop.side is self.side]

    def findings(self, code: WarningCode) -> list[Finding]:
        return [finding for finding in self.result.findings if finding.code is code and finding.side is self.side]

    def has(self, code: WarningCode) -> bool:
        """Whether the warning is raised; what is only worth knowing (a file without colour) is no warning to a vendor's
        client, which has one number for all of a code."""
        return any(
            finding.outcome is Outcome.DETECTED and finding.severity is not Severity.INFORMATION
            for finding in self.findings(code)
        )

    def verdict(self, code: WarningCode) -> bool | None:
        """Whether the warning is raised; None where no detector gave a verdict either way."""
        if self.has(code):
            return True
        outcomes = {finding.outcome for finding in self.findings(code)}
        return False if outcomes == {Outcome.NOT_DETECTED} else None

    def portrait_place(self) -> Quad | None:
        """Where the picture of the holder lies in the capture: where its crop is cut from."""
        found = next((reading for reading in self.result.sides if reading.side is self.side), None)
        place = LAYOUTS[self.result.kind].portraits.get(self.side)
        if found is None or place is None:
            return None
        left, top, right, bottom = place
        corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]])
        corners[:, :2] *= (found.rectified_width, found.rectified_height)
        there = corners @ np.linalg.inv(np.reshape(found.to_rectified, (3, 3))).T
        return Quad.from_points((there[:, :2] / there[:, 2:]).tolist())

    def score(self, code: WarningCode) -> float | None:
        """The highest score of ``code``; None where the detector gave none."""
        return max((finding.score for finding in self.findings(code) if finding.score is not None), default=None)


def slashed(iso: str) -> str:
    """``1987-01-01`` as ``1987/1/1``."""
    parts = iso.split("-")
    return "/".join(str(int(part)) for part in parts) if len(parts) == 3 else ""


def dotted(iso: str) -> str:
    """``2010-07-21`` as ``2010.07.21``; 长期 stays."""
    return iso.replace("-", ".")


def day_first(iso: str) -> str:
    """``2011-02-28`` as ``28/02/2011``."""
    return "/".join(reversed(iso.split("-"))) if iso else ""
