"""Stored results, unsealed for pages. Nothing here is kept or logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from kyc.cases import storage
from kyc.documents.kinds import may_be_blank
from kyc.documents.results import Figure
from kyc.documents.words import Words
from kyc.inspections.models import Check, Crop, Evidence, Field, Finding, Inspection
from kyc.inspections.sealing import (
    check_context,
    crop_context,
    evidence_context,
    field_context,
    figures_context,
    finding_context,
)
from kyc.vault import services as vault

#: What engines name as normaliser where they cannot give a field.
UNAVAILABLE: Final = "unavailable"


@dataclass(frozen=True, slots=True)
class OpenedField:
    """A field as ``FieldReading`` has it; ``quad`` is ``[[x, y], …]`` in the capture's upright pixels."""

    name: str
    side: str
    capture_id: UUID
    value: str
    raw: str
    confidence: float
    quad: list[list[float]] | None
    normaliser: str
    explanation: Words | None
    is_read: bool

    @property
    def differs_from_print(self) -> bool:
        return self.is_read and self.raw != self.value

    @property
    def is_blank(self) -> bool:
        """Whether nothing is there and nothing need be; what explains itself was not looked at or not understood."""
        return not self.is_read and self.explanation is None and may_be_blank(self.name, self.raw)

    @property
    def is_returned(self) -> bool:
        """Whether the engine gives this field at all, read or not; some vendors' do not give every one."""
        return self.is_read or self.normaliser != UNAVAILABLE

    @property
    def is_derived(self) -> bool:
        """Whether the value comes from other fields: it stands nowhere in the picture."""
        return self.is_read and not self.raw


@dataclass(frozen=True, slots=True)
class OpenedRegion:
    """A region as ``Region`` of the results has it, its points as ``[x, y]``."""

    quad: list[list[float]]
    label: str
    on: tuple[str, ...]
    outline: list[list[float]]

    @property
    def points(self) -> list[list[float]]:
        """Its shape: the outline where there is one, else the four corners."""
        return self.outline or self.quad


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A row of ``Evidence``; the picture itself comes by ``read_evidence``."""

    id: int
    kind: str
    width: int
    height: int
    quad: list[list[float]] | None


@dataclass(frozen=True, slots=True)
class OpenedFinding:
    """A finding as ``Finding`` of the results has it."""

    id: int
    code: str
    side: str
    capture_id: UUID
    outcome: str
    severity: str
    score: float | None
    line: float | None
    detector_version: str
    reason: Words | None
    regions: tuple[OpenedRegion, ...]
    subtype: str
    figures: tuple[Figure, ...]
    pictures: tuple[OpenedPicture, ...]


@dataclass(frozen=True, slots=True)
class OpenedCheck:
    code: str
    outcome: str
    words: Words
    fields: tuple[str, ...]


def opened_fields(inspection: Inspection) -> list[OpenedField]:
    """Every field, in the order it was stored (reading order, side by side)."""
    return [_field(inspection, field) for field in inspection.fields.all()]


def opened_findings(inspection: Inspection) -> list[OpenedFinding]:
    return [_finding(inspection, finding) for finding in inspection.findings.prefetch_related("pictures")]


def opened_checks(inspection: Inspection) -> list[OpenedCheck]:
    return [_check(inspection, check) for check in inspection.checks.all()]


def read_crop(crop: Crop) -> bytes:
    """The crop's JPEG."""
    context = crop_context(crop.inspection_id, crop.side, crop.kind)
    return storage.read(_key_id(crop.inspection), crop.path, context)


def read_evidence(evidence: Evidence) -> bytes:
    """The picture's PNG."""
    finding = evidence.finding
    place = (finding.inspection_id, finding.capture_id, finding.side, finding.code)
    context = evidence_context(*place, evidence.position)
    return storage.read(_key_id(finding.inspection), evidence.path, context)


def notes_of(inspection: Inspection) -> list[Words]:
    """What is worth saying and no warning."""
    return [Words.from_json(note) for note in inspection.notes]


def failure_of(inspection: Inspection) -> Words | None:
    """Why nothing was read; None for a run that did not fail."""
    return _words(inspection.failure_words)


def _field(inspection: Inspection, field: Field) -> OpenedField:
    context = field_context(inspection.pk, field.side, field.name)
    personal = vault.unseal_json(_key_id(inspection), field.sealed, context)
    return OpenedField(
        name=field.name,
        side=field.side,
        capture_id=field.capture_id,
        value=personal["value"],
        raw=personal["raw"],
        confidence=field.confidence,
        quad=field.quad,
        normaliser=field.normaliser,
        explanation=_words(personal["explanation"]),
        is_read=field.is_read,
    )


def _finding(inspection: Inspection, finding: Finding) -> OpenedFinding:
    place = (inspection.pk, finding.capture_id, finding.side, finding.code)
    figures = _unsealed(inspection, finding.figures_sealed, figures_context(*place)) or []
    return OpenedFinding(
        id=finding.pk,
        code=finding.code,
        side=finding.side,
        capture_id=finding.capture_id,
        outcome=finding.outcome,
        severity=finding.severity,
        score=finding.score,
        line=finding.line,
        detector_version=finding.detector_version,
        reason=_words(_unsealed(inspection, finding.reason_sealed, finding_context(*place))),
        regions=tuple(_region(region) for region in finding.regions),
        subtype=finding.subtype,
        figures=tuple(_figure(figure) for figure in figures),
        pictures=tuple(
            OpenedPicture(picture.pk, picture.kind, picture.width, picture.height, picture.quad)
            for picture in finding.pictures.all()
        ),
    )


def _region(region: Mapping[str, Any]) -> OpenedRegion:
    """Rows of earlier versions say neither what a region lies on nor its outline."""
    return OpenedRegion(region["quad"], region["label"], tuple(region.get("on", ())), region.get("outline", []))


def _figure(figure: Mapping[str, Any]) -> Figure:
    low_high = figure["usual"]
    usual = (float(low_high[0]), float(low_high[1])) if low_high else None
    return Figure(figure["name"], figure["value"], figure["unit"], usual)


def _check(inspection: Inspection, check: Check) -> OpenedCheck:
    context = check_context(inspection.pk, check.code)
    words = Words.from_json(vault.unseal_json(_key_id(inspection), check.words_sealed, context))
    return OpenedCheck(check.code, check.outcome, words, tuple(check.fields))


def _unsealed(inspection: Inspection, sealed: bytes | memoryview | None, context: str) -> Any:
    return vault.unseal_json(_key_id(inspection), sealed, context) if sealed else None


def _words(data: Mapping[str, object] | None) -> Words | None:
    return Words.from_json(data) if data else None


def _key_id(inspection: Inspection) -> UUID:
    return inspection.document.case.key_id
