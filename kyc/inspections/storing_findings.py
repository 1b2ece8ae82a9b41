"""What detectors found, as rows and sealed files."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kyc.cases import storage
from kyc.documents import results
from kyc.inspections.leases import lease_prefix
from kyc.inspections.models import Evidence, Finding, Inspection
from kyc.inspections.sealing import evidence_context, figures_context, finding_context
from kyc.vault import services as vault


@dataclass(frozen=True, slots=True)
class DrawnEvidence:
    """A picture that is written already; ``finding`` counts the result's findings from 0."""

    finding: int
    position: int
    path: str
    picture: results.EvidencePicture


def finding_row(inspection: Inspection, finding: results.Finding) -> Finding:
    """The row of a finding, not saved yet."""
    side = _side(finding)
    place = (inspection.pk, finding.capture_id, side, finding.code.value)
    return Finding(
        inspection=inspection,
        capture_id=uuid.UUID(finding.capture_id),
        side=side,
        code=finding.code.value,
        outcome=finding.outcome.value,
        severity=finding.severity.value,
        score=finding.score,
        line=finding.line,
        detector_version=finding.detector_version,
        subtype=finding.subtype,
        reason_sealed=_sealed(inspection, finding.reason and finding.reason.to_json(), finding_context(*place)),
        figures_sealed=_sealed(inspection, [_figure(one) for one in finding.figures], figures_context(*place)),
        regions=[_region(region) for region in finding.regions],
    )


def write_evidence(inspection: Inspection, findings: Iterable[results.Finding]) -> list[DrawnEvidence]:
    """Seal and write every finding's pictures, before the transaction that stores their rows."""
    return [
        _write(inspection, number, finding, position)
        for number, finding in enumerate(findings)
        for position in range(len(finding.pictures))
    ]


def rows_of_evidence(drawn: Iterable[DrawnEvidence], findings: Sequence[Finding]) -> Iterator[Evidence]:
    """The rows of written pictures, each under its finding; ``findings`` are saved, in the order of the result."""
    for one in drawn:
        yield Evidence(
            finding=findings[one.finding],
            position=one.position,
            kind=one.picture.kind.value,
            path=one.path,
            width=one.picture.width,
            height=one.picture.height,
            quad=one.picture.quad.to_json() if one.picture.quad else None,
        )


def _write(inspection: Inspection, number: int, finding: results.Finding, position: int) -> DrawnEvidence:
    picture = finding.pictures[position]
    context = evidence_context(inspection.pk, finding.capture_id, _side(finding), finding.code.value, position)
    name = f"{lease_prefix(inspection)}evidence-{number}-{position}"
    path = storage.write(inspection.document.case, name, picture.png, context)
    return DrawnEvidence(number, position, path, picture)


def _sealed(inspection: Inspection, value: object, context: str) -> bytes | None:
    """``value`` as sealed JSON; None for nothing."""
    return vault.seal_json(inspection.document.case.key_id, value, context) if value else None


def _figure(figure: results.Figure) -> dict[str, object]:
    usual = [float(end) for end in figure.usual] if figure.usual else None
    return {"name": figure.name, "value": float(figure.value), "unit": figure.unit, "usual": usual}


def _region(region: results.Region) -> dict[str, object]:
    return {
        "quad": region.quad.to_json(),
        "label": region.label,
        "on": list(region.on),
        "outline": [[float(x), float(y)] for x, y in region.outline],
    }


def _side(finding: results.Finding) -> str:
    return finding.side.value if finding.side else ""
