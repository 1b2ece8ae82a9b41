"""What the case page shows, put together from stored results: pictures, fields, findings, checks, decision."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kyc.cases.models import Case, Document
from kyc.cases.services import declared_of, reference_of
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, CropKind, DeclaredData
from kyc.documents.warnings import Outcome
from kyc.documents.words import Words
from kyc.inspections import selectors
from kyc.inspections.models import Inspection, InspectionState
from kyc.inspections.selectors import OpenedCheck, OpenedField
from kyc.policy.services import content_of
from kyc.review.failures import ShownFailure, shown_failure
from kyc.review.findings import FindingRow, finding_rows
from kyc.review.labels import reason_label, reason_label_of
from kyc.review.models import Decision, DecisionOutcome
from kyc.review.services import note_of
from kyc.review.sheets import Sheet, sheets_of, sides_of
from kyc.web.labels import label

CHECK_TONES: Final = {
    CheckOutcome.PASSED: "ok",
    CheckOutcome.FAILED: "error",
    CheckOutcome.NOT_APPLICABLE: "neutral",
}
CHECK_ORDER: Final = (CheckOutcome.FAILED, CheckOutcome.PASSED, CheckOutcome.NOT_APPLICABLE)


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
    def has_evidence(self) -> bool:
        """Whether anything can be shown over the image."""
        return any(line.layers for row in self.findings for line in row.lines)

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
    failure: ShownFailure | None
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
        return language_of(self.kind)

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
        return self.inspection is None or self.inspection.is_open

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
        sheets=sheets_of(document, inspection),
        reading=_reading(inspection) if inspection and has_result else Reading(),
        failure=shown_failure(inspection) if inspection else None,
        decisions=_decisions(case),
        accepted_kinds=content_of(case.policy_version).accepted_kinds,
    )


def document_of(case: Case) -> Document:
    """The case's document (one a case, so far)."""
    return case.documents.select_related("case__policy_version").earliest("created_at")


def language_of(kind: str) -> str:
    """The language that documents of a kind print."""
    return {"cn": "zh-Hans", "kr": "ko"}.get(kind[:2], "und")


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


# --- results ----------------------------------------------------------------


def _reading(inspection: Inspection) -> Reading:
    checks = _checks(selectors.opened_checks(inspection))
    return Reading(
        groups=_groups(inspection, selectors.opened_fields(inspection), checks),
        findings=finding_rows(inspection),
        checks=checks,
        notes=tuple(selectors.notes_of(inspection)),
    )


def _checks(opened: Iterable[OpenedCheck]) -> tuple[CheckRow, ...]:
    rows = [
        CheckRow(
            label=label(check.code, "check"),
            outcome=check.outcome,
            tone=CHECK_TONES[CheckOutcome(check.outcome)],
            words=check.words,
            fields=check.fields,
        )
        for check in opened
    ]
    return tuple(sorted(rows, key=lambda row: CHECK_ORDER.index(CheckOutcome(row.outcome))))


def _groups(
    inspection: Inspection, opened: Sequence[OpenedField], checks: Sequence[CheckRow]
) -> tuple[FieldGroup, ...]:
    sides = dict.fromkeys([*(side.value for side in sides_of(inspection.kind)), *(field.side for field in opened)])
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


def _portraits(inspection: Inspection) -> dict[str, str]:
    """The addresses of portraits, by the side that they were cut from."""
    crops = inspection.crops.filter(kind=CropKind.PORTRAIT.value)
    case_id = inspection.document.case_id
    return {crop.side: reverse("case_crop", args=[case_id, crop.pk]) for crop in crops}


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
