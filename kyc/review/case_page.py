"""What the case page shows, put together from stored results: pictures, fields, findings, checks, decision."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kyc.cases.models import Capture, Case, Document
from kyc.cases.services import declared_of, reference_of
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, CropKind, DeclaredData
from kyc.documents.warnings import Outcome, Severity
from kyc.documents.words import Words
from kyc.inspections import selectors
from kyc.inspections.models import Crop, Inspection, InspectionState, SideReading
from kyc.inspections.selectors import OpenedCheck, OpenedField, OpenedFinding
from kyc.policy.services import content_of
from kyc.review.labels import reason_label, reason_label_of
from kyc.review.models import Decision, DecisionOutcome
from kyc.review.services import note_of
from kyc.web.labels import label

#: Keys of the pictures' tabs, besides the number.
TAB_KEYS: Final = ("1 f", "2 b")

#: How each outcome looks. Only what was looked for and not found looks well.
OUTCOME_TONES: Final = {
    Outcome.NOT_DETECTED: "ok",
    Outcome.INCONCLUSIVE: "unknown",
    Outcome.NOT_APPLICABLE: "neutral",
    Outcome.NOT_RUN: "neutral",
    CheckOutcome.PASSED: "ok",
    CheckOutcome.FAILED: "error",
    CheckOutcome.NOT_APPLICABLE: "neutral",
}
#: What asks for attention comes first; what passed after it; what says nothing last.
FINDING_ORDER: Final = (
    Outcome.DETECTED,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_DETECTED,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_RUN,
)
SEVERITY_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
CHECK_ORDER: Final = (CheckOutcome.FAILED, CheckOutcome.PASSED, CheckOutcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture to look at: a side in its capture, or a capture in which no side was found.

    Numbers and places travel to the viewer as JSON: ``matrix`` is the homography of ``SideReading.to_rectified``,
    ``outline`` the side's quad, both in the capture's upright pixels; both empty without a reading.
    """

    label: str
    keys: str
    side: str
    capture_id: uuid.UUID
    source: str
    size: str
    rectified_source: str = ""
    rectified_size: str = ""
    matrix: str = ""
    outline: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with the arithmetic in words."""

    label: str
    outcome: str
    tone: str
    words: Words
    fields: tuple[str, ...]

    @property
    def is_failed(self) -> bool:
        return self.outcome == CheckOutcome.FAILED

    @property
    def is_passed(self) -> bool:
        return self.outcome == CheckOutcome.PASSED


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field beside its place. ``raw`` is empty where the print is what the value says.

    ``is_blank``: nothing is printed on a line that may stay empty; ``is_derived``: worked out from other fields.
    """

    name: str
    side: str
    capture_id: uuid.UUID
    value: str
    raw: str
    is_read: bool
    is_blank: bool
    is_derived: bool
    confidence: float
    explanation: Words | None
    quad: str
    passed: tuple[CheckRow, ...]
    failed: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A side's fields; ``is_missing`` for a side that no picture shows, ``prints_fields`` unless it has titles only.

    ``portrait`` is the address of the holder's picture cut from it, empty for none.
    """

    side: str
    rows: tuple[FieldRow, ...]
    is_missing: bool
    prints_fields: bool
    portrait: str = ""

    @property
    def is_page(self) -> bool:
        return self.side in (Side.MAIN_PAGE, Side.SUB_PAGE)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A detector's word on one picture, or on several that it says the same of."""

    places: str
    outcome: str
    severity: str
    tone: str
    score: int | None
    line: int | None
    reason: Words | None
    detector_version: str
    capture_id: uuid.UUID
    side: str
    regions: str

    @property
    def severity_label(self) -> str:
        return label(self.severity, "severity")

    @property
    def line_at(self) -> int:
        """Where the line stands in the gauge, whose track begins at 2."""
        return 2 + (self.line or 0)

    @property
    def score_end(self) -> int:
        """Where the score ends in the gauge, drawn 100 wide; a sliver for 0, so that a figure is seen to be there."""
        return max(self.score or 0, 1)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A detector, with what it says picture by picture."""

    code: str
    severity: str
    outcome: str
    tone: str
    lines: tuple[FindingLine, ...]

    @property
    def severity_label(self) -> str:
        return label(self.severity, "severity")

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to look at: no detector ran, or none applies."""
        return self.outcome in (Outcome.NOT_RUN, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    code: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """A decision that can be taken, with the reasons that the case's policy version offers for it."""

    value: str
    label: str
    key: str
    reasons: tuple[ReasonChoice, ...]
    needs_note: bool


@dataclass(frozen=True, slots=True)
class TakenDecision:
    """A decision as it was taken, its note opened."""

    decision: Decision
    reasons: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last inspection found; all empty while there is none that succeeded."""

    groups: tuple[FieldGroup, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def warnings(self) -> tuple[FindingRow, ...]:
        return tuple(row for row in self.findings if row.outcome == Outcome.DETECTED)

    @property
    def failed_checks(self) -> tuple[CheckRow, ...]:
        return tuple(row for row in self.checks if row.is_failed)

    @property
    def looked_at(self) -> tuple[FindingRow, ...]:
        return tuple(row for row in self.findings if not row.is_quiet)

    @property
    def quiet(self) -> tuple[FindingRow, ...]:
        return tuple(row for row in self.findings if row.is_quiet)


@dataclass(frozen=True, slots=True)
class CasePage:
    case: Case
    document: Document
    inspection: Inspection | None
    reference: str
    declared: DeclaredData
    sheets: tuple[Sheet, ...]
    reading: Reading
    failure: Words | None
    decisions: tuple[TakenDecision, ...]
    accepted_kinds: tuple[str, ...]

    @property
    def is_kind_refused(self) -> bool:
        """Whether the case's policy accepts no document of the recognised kind."""
        return bool(self.document.kind) and self.document.kind not in self.accepted_kinds

    @property
    def kind(self) -> str:
        return self.document.kind or self.document.kind_stated

    @property
    def language(self) -> str:
        """The language that the document prints, so that its characters are drawn as there."""
        return {"cn": "zh-Hans", "kr": "ko"}.get(self.kind[:2], "und")

    @property
    def declared_facts(self) -> list[tuple[str, str]]:
        """What the customer declared, each under the name of its comparison."""
        stated = {
            "declared_name": self.declared.name,
            "declared_number": self.declared.number,
            "declared_birth_date": self.declared.birth_date,
            "declared_expiry": self.declared.expiry,
        }
        return [(label(code, "check"), value) for code, value in stated.items() if value]

    @property
    def is_being_inspected(self) -> bool:
        return self.inspection is None or self.inspection.state in (InspectionState.QUEUED, InspectionState.RUNNING)

    @property
    def taken(self) -> TakenDecision | None:
        """The decision about the current pictures."""
        found = [taken for taken in self.decisions if taken.decision.round == self.document.round]
        return found[0] if found else None

    @property
    def earlier(self) -> tuple[TakenDecision, ...]:
        """Decisions about earlier rounds of pictures."""
        return tuple(taken for taken in self.decisions if taken.decision.round != self.document.round)


def case_page(case: Case) -> CasePage:
    """Everything of a case that its page shows, opened.

    Raises:
        VaultUnavailable, KeyMissing, SealBroken: the case's key cannot be had.
    """
    document = document_of(case)
    inspection = selectors.latest(document)
    has_result = inspection is not None and inspection.state == InspectionState.SUCCEEDED
    return CasePage(
        case=case,
        document=document,
        inspection=inspection,
        reference=reference_of(case),
        declared=declared_of(document),
        sheets=_sheets(document, inspection),
        reading=_reading(inspection) if inspection and has_result else Reading(),
        failure=selectors.failure_of(inspection) if inspection else None,
        decisions=_decisions(case),
        accepted_kinds=content_of(case.policy_version).accepted_kinds,
    )


def document_of(case: Case) -> Document:
    """The case's document (one a case, so far)."""
    return case.documents.select_related("case__policy_version").earliest("created_at")


def choices_of(case: Case) -> tuple[OutcomeChoice, ...]:
    """The decisions that can be taken, with their keys."""
    policy = content_of(case.policy_version)
    keys = {
        DecisionOutcome.APPROVED: ("a", _("Approve")),
        DecisionOutcome.REJECTED: ("x", _("Reject")),
        DecisionOutcome.RESUBMISSION_REQUESTED: ("s", _("Ask for new pictures")),
    }
    return tuple(
        OutcomeChoice(
            value=outcome.value,
            label=name,
            key=key,
            reasons=tuple(
                ReasonChoice(reason.code, reason_label(reason), reason.type.value)
                for reason in policy.reasons_for(outcome.value)
            ),
            needs_note=outcome is DecisionOutcome.REJECTED,
        )
        for outcome, (key, name) in keys.items()
    )


def _decisions(case: Case) -> tuple[TakenDecision, ...]:
    decisions = case.decisions.select_related("case", "decided_by", "policy_version").order_by("-decided_at")
    return tuple(
        TakenDecision(
            decision,
            tuple(reason_label_of(content_of(decision.policy_version), reason["code"]) for reason in decision.reasons),
            note_of(decision),
        )
        for decision in decisions
    )


# --- pictures ---------------------------------------------------------------


def _sheets(document: Document, inspection: Inspection | None) -> tuple[Sheet, ...]:
    captures = {capture.pk: capture for capture in document.captures.filter(round=document.round)}
    readings = _sides_in_order(document, inspection)
    crops = _rectified_crops(inspection)
    shown = {reading.capture_id for reading in readings}
    found = [(captures[reading.capture_id], reading) for reading in readings if reading.capture_id in captures]
    rest: list[tuple[Capture, SideReading | None]] = [(c, None) for c in captures.values() if c.pk not in shown]
    return tuple(
        _sheet(document.case, number, capture, reading, crops.get(reading.side) if reading else None)
        for number, (capture, reading) in enumerate([*found, *rest])
    )


def _sides_in_order(document: Document, inspection: Inspection | None) -> list[SideReading]:
    if inspection is None:
        return []
    order = [side.value for side in _sides_of(inspection.kind)]
    return sorted(inspection.sides.all(), key=lambda side: order.index(side.side) if side.side in order else len(order))


def _sides_of(kind: str) -> tuple[Any, ...]:
    return SIDES[DocumentKind(kind)] if kind in set(DocumentKind) else ()


def _rectified_crops(inspection: Inspection | None) -> dict[str, Crop]:
    if inspection is None:
        return {}
    return {crop.side: crop for crop in inspection.crops.filter(kind=CropKind.RECTIFIED.value)}


def _portraits(inspection: Inspection) -> dict[str, str]:
    """The addresses of portraits, by the side that they were cut from."""
    crops = inspection.crops.filter(kind=CropKind.PORTRAIT.value)
    case_id = inspection.document.case_id
    return {crop.side: reverse("case_crop", args=[case_id, crop.pk]) for crop in crops}


def _sheet(case: Case, number: int, capture: Capture, reading: SideReading | None, crop: Crop | None) -> Sheet:
    keys = TAB_KEYS[number] if number < len(TAB_KEYS) else str(number + 1)
    source = reverse("case_image", args=[case.pk, capture.pk])
    size = json.dumps([capture.width, capture.height])
    if reading is None:
        name = _("Picture %(number)s") % {"number": capture.position + 1}
        return Sheet(name, keys, "", capture.pk, source, size)
    rectified = [reading.rectified_width, reading.rectified_height]
    return Sheet(
        label=label(reading.side, "side"),
        keys=keys,
        side=reading.side,
        capture_id=capture.pk,
        source=source,
        size=size,
        rectified_source=reverse("case_crop", args=[case.pk, crop.pk]) if crop else "",
        rectified_size=json.dumps(rectified) if crop else "",
        matrix=json.dumps(reading.to_rectified),
        outline=json.dumps(reading.outline),
    )


# --- results ----------------------------------------------------------------


def _reading(inspection: Inspection) -> Reading:
    checks = _checks(selectors.opened_checks(inspection))
    return Reading(
        groups=_groups(inspection, selectors.opened_fields(inspection), checks),
        findings=_findings(inspection, selectors.opened_findings(inspection)),
        checks=checks,
        notes=tuple(selectors.notes_of(inspection)),
    )


def _checks(opened: Iterable[OpenedCheck]) -> tuple[CheckRow, ...]:
    rows = [
        CheckRow(
            label=label(check.code, "check"),
            outcome=check.outcome,
            tone=OUTCOME_TONES[CheckOutcome(check.outcome)],
            words=check.words,
            fields=check.fields,
        )
        for check in opened
    ]
    return tuple(sorted(rows, key=lambda row: CHECK_ORDER.index(CheckOutcome(row.outcome))))


def _groups(
    inspection: Inspection, opened: Sequence[OpenedField], checks: Sequence[CheckRow]
) -> tuple[FieldGroup, ...]:
    sides = dict.fromkeys([*(side.value for side in _sides_of(inspection.kind)), *(field.side for field in opened)])
    shown = {reading.side for reading in inspection.sides.all()} | {field.side for field in opened}
    portraits = _portraits(inspection)
    return tuple(
        FieldGroup(
            side=side,
            rows=tuple(_field_row(field, checks) for field in opened if field.side == side),
            is_missing=side not in shown,
            prints_fields=_prints_fields(inspection.kind, side),
            portrait=portraits.get(side, ""),
        )
        for side in sides
    )


def _prints_fields(kind: str, side: str) -> bool:
    return bool(FIELDS.get((DocumentKind(kind), Side(side)))) if kind in set(DocumentKind) else True


def _field_row(opened: OpenedField, checks: Sequence[CheckRow]) -> FieldRow:
    about = [check for check in checks if opened.name in check.fields]
    value = _shown(opened)
    return FieldRow(
        name=opened.name,
        side=opened.side,
        capture_id=opened.capture_id,
        value=value,
        raw=opened.raw if opened.raw != value else "",
        is_read=opened.is_read,
        is_blank=opened.is_blank,
        is_derived=opened.is_derived,
        confidence=opened.confidence,
        explanation=opened.explanation,
        quad=json.dumps(opened.quad) if opened.quad else "",
        passed=tuple(check for check in about if check.is_passed),
        failed=tuple(check for check in about if check.is_failed),
    )


def _shown(opened: OpenedField) -> str:
    """The value as people write it: a moment is stored with the T of ISO 8601."""
    is_moment = opened.name in (FieldName.CURRENT_TIME, FieldName.GENERATION_TIME)
    return opened.value.replace("T", " ") if is_moment else opened.value


def _findings(inspection: Inspection, opened: Sequence[OpenedFinding]) -> tuple[FindingRow, ...]:
    positions = {capture.pk: capture.position for capture in inspection.document.captures.all()}
    by_code: dict[str, list[OpenedFinding]] = {}
    for finding in opened:
        by_code.setdefault(finding.code, []).append(finding)
    rows = [_finding_row(code, findings, positions) for code, findings in by_code.items()]
    return tuple(sorted(rows, key=_finding_rank))


def _finding_rank(row: FindingRow) -> tuple[int, int]:
    return FINDING_ORDER.index(Outcome(row.outcome)), SEVERITY_ORDER.index(Severity(row.severity))


def _finding_row(code: str, findings: Sequence[OpenedFinding], positions: Mapping[uuid.UUID, int]) -> FindingRow:
    worst = min(findings, key=lambda finding: FINDING_ORDER.index(Outcome(finding.outcome)))
    return FindingRow(
        code=code,
        severity=worst.severity,
        outcome=worst.outcome,
        tone=_tone(worst),
        lines=tuple(_line(alike, positions) for alike in _alike(findings)),
    )


def _alike(findings: Sequence[OpenedFinding]) -> list[list[OpenedFinding]]:
    """Findings that differ in nothing but the picture stand together; each figure and place stands alone."""
    together: dict[object, list[OpenedFinding]] = {}
    for number, finding in enumerate(findings):
        stands_alone = finding.score is not None or finding.regions
        said = finding.reason.english() if finding.reason else ""
        together.setdefault(number if stands_alone else (finding.outcome, said), []).append(finding)
    return sorted(together.values(), key=lambda alike: FINDING_ORDER.index(Outcome(alike[0].outcome)))


def _line(alike: Sequence[OpenedFinding], positions: Mapping[uuid.UUID, int]) -> FindingLine:
    first = alike[0]
    return FindingLine(
        places=", ".join(dict.fromkeys(_place(finding, positions) for finding in alike)),
        outcome=first.outcome,
        severity=first.severity,
        tone=_tone(first),
        score=None if first.score is None else round(first.score),
        line=None if first.line is None else round(first.line),
        reason=first.reason,
        detector_version=first.detector_version,
        capture_id=first.capture_id,
        side=first.side,
        regions=json.dumps([region["quad"] for region in first.regions]) if first.regions else "",
    )


def _place(finding: OpenedFinding, positions: Mapping[uuid.UUID, int]) -> str:
    if finding.side:
        return label(finding.side, "side")
    return _("Picture %(number)s") % {"number": positions.get(finding.capture_id, 0) + 1}


def _tone(finding: OpenedFinding) -> str:
    if finding.outcome == Outcome.DETECTED:
        return finding.severity
    return OUTCOME_TONES[Outcome(finding.outcome)]
