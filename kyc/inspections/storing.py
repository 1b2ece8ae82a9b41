"""How a run ends: its result or its failure, stored once, in one transaction, under the lease it was run with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kyc.audit.actions import Action
from kyc.audit.actor import SYSTEM
from kyc.audit.services import record
from kyc.cases import storage
from kyc.cases.models import Document
from kyc.cases.services import move
from kyc.cases.states import CaseState
from kyc.documents import results
from kyc.documents.errors import DeskError
from kyc.documents.kinds import may_be_blank
from kyc.documents.warnings import Outcome
from kyc.engines.chain import Answer
from kyc.inspections.leases import held, lease_prefix
from kyc.inspections.models import (
    LOCAL,
    Check,
    CloudAccount,
    Crop,
    Evidence,
    Field,
    Finding,
    Inspection,
    InspectionState,
    SideReading,
)
from kyc.inspections.sealing import check_context, crop_context, field_context
from kyc.inspections.storing_findings import DrawnEvidence, finding_row, rows_of_evidence, write_evidence
from kyc.vault import services as vault

#: States that an ending inspection turns into ``waiting``; one that a person moved elsewhere stays there.
BEFORE_REVIEW = (CaseState.RECEIVED, CaseState.INSPECTING)
#: What the trail calls the end of a run, by whether it is a main reading.
_FINISHED = {True: Action.INSPECTION_FINISHED, False: Action.SECOND_OPINION_FINISHED}
_FAILED = {True: Action.INSPECTION_FAILED, False: Action.SECOND_OPINION_FAILED}


def store_result(
    inspection: Inspection,
    result: results.InspectionResult,
    checks: Sequence[results.CheckResult],
    account: CloudAccount | None = None,
) -> bool:
    """Store what a run found; False, and nothing stored, when the run is another worker's by now.

    ``account`` is the cloud account that read; None is this machine.
    """
    try:
        crops = _write_crops(inspection, result.crops)
        drawn = write_evidence(inspection, result.findings)
        stored = _store_rows(inspection, result, checks, crops, drawn, account)
    except BaseException:
        delete_pictures_of_lease(inspection)
        raise
    if not stored:
        delete_pictures_of_lease(inspection)
    return stored


def store_failure(
    inspection: Inspection, error: DeskError, answer: Answer | None = None, account: CloudAccount | None = None
) -> bool:
    """Store why a run ended without a result; its case goes to a reviewer all the same. False as above.

    ``answer`` says what came of the engines, where they were asked; ``account`` is the one that worked and had nothing
    to read, None this machine.
    """
    with transaction.atomic():
        ended = held(inspection).update(
            state=InspectionState.FAILED,
            lease_token=None,
            lease_until=None,
            finished_at=timezone.now(),
            failure_code=error.code,
            failure_retryable=answer.is_retryable if answer else error.retryable,
            failure_words=error.sentence.to_json(),
            failure_capture_id=_capture_at_fault(inspection, error),
            notes=[words.to_json() for words in answer.notes] if answer else [],
            engine=_engine_at_fault(answer, account),
            account_name=account.name if account else "",
        )
        if not ended:
            return False
        _bring_to_review(inspection)
        _record(inspection, _FAILED[inspection.is_main], error.code, _of_failure(inspection, error))
    return True


def delete_pictures_of_lease(inspection: Inspection) -> None:
    """Remove the crops and evidence that a worker had written when it died before storing its result."""
    case = inspection.document.case
    left = [name for name in storage.names_in(case) if name.startswith(lease_prefix(inspection))]
    storage.delete(f"{case.id}/{name}" for name in left)


def _store_rows(
    inspection: Inspection,
    result: results.InspectionResult,
    checks: Sequence[results.CheckResult],
    crops: Sequence[Crop],
    drawn: Sequence[DrawnEvidence],
    account: CloudAccount | None,
) -> bool:
    with transaction.atomic():
        if not _end_with(inspection, result, account):
            return False
        SideReading.objects.bulk_create(_side(inspection, side) for side in result.sides)
        Field.objects.bulk_create(_field(inspection, n, field) for n, field in enumerate(result.fields))
        findings = Finding.objects.bulk_create(finding_row(inspection, finding) for finding in result.findings)
        Evidence.objects.bulk_create(rows_of_evidence(drawn, findings))
        Check.objects.bulk_create(_check(inspection, check) for check in checks)
        Crop.objects.bulk_create(crops)
        if inspection.is_main and _is_of_current_round(inspection):
            Document.objects.filter(pk=inspection.document_id).update(kind=result.kind.value)
        _bring_to_review(inspection)
        counts = _counts(inspection, result, checks, account)
        _record(inspection, _FINISHED[inspection.is_main], InspectionState.SUCCEEDED, counts)
    return True


def _end_with(inspection: Inspection, result: results.InspectionResult, account: CloudAccount | None) -> bool:
    """Whether the row was still ours; if so it has ended."""
    return bool(
        held(inspection).update(
            state=InspectionState.SUCCEEDED,
            lease_token=None,
            lease_until=None,
            finished_at=timezone.now(),
            engine=result.engine,
            engine_version=result.engine_version,
            account_name=account.name if account else "",
            kind=result.kind.value,
            notes=[words.to_json() for words in result.notes],
            seconds={stage: round(seconds, 4) for stage, seconds in result.seconds.items()},
        )
    )


def _bring_to_review(inspection: Inspection) -> None:
    """The case waits for a reviewer, unless newer pictures of it are still to be inspected. A second opinion moves
    nothing."""
    if not inspection.is_main:
        return
    case = inspection.document.case
    case.refresh_from_db(fields=["state"])
    if case.state in BEFORE_REVIEW and _is_of_current_round(inspection):
        move(case, CaseState.WAITING)


def _is_of_current_round(inspection: Inspection) -> bool:
    return Document.objects.filter(pk=inspection.document_id, round=inspection.round).exists()


def _record(inspection: Inspection, action: Action, new: str, details: dict[str, object]) -> None:
    record(
        action,
        SYSTEM,
        case_number=inspection.document.case.number,
        subject=f"inspection:{inspection.pk}",
        new=str(new),
        policy_version=inspection.policy_version.number,
        details={"round": inspection.round, **_asked(inspection), **details},
    )


def _asked(inspection: Inspection) -> dict[str, object]:
    """The engine that a second opinion is asked of."""
    return {} if inspection.is_main else {"asked": inspection.asked}


def _counts(
    inspection: Inspection,
    result: results.InspectionResult,
    checks: Sequence[results.CheckResult],
    account: CloudAccount | None,
) -> dict[str, object]:
    """What an event may tell of a result: codes and counts."""
    return {
        "engine": f"{result.engine} {result.engine_version}",
        "account": account.name if account else "",
        "attempts": inspection.attempts,
        "kind": result.kind.value,
        "fields": len(result.fields),
        "unread": sum(not field.value and not _is_blank(field) for field in result.fields),
        "warnings": sorted({finding.code.value for finding in result.findings if finding.outcome is Outcome.DETECTED}),
        "failed_checks": sorted(check.code for check in checks if check.outcome is results.CheckOutcome.FAILED),
    }


def _of_failure(inspection: Inspection, error: DeskError) -> dict[str, object]:
    """What an event may tell of a failure: for a vendor's support its code and its name of the call."""
    details: dict[str, object] = {"attempts": inspection.attempts}
    for name in ("engine", "vendor_code", "request_id"):
        if name in error.params:
            details[name] = str(error.params[name])
    return details


def _engine_at_fault(answer: Answer | None, account: CloudAccount | None) -> str:
    """The engine that worked and had nothing to read; empty where none worked."""
    if answer is None or not answer.engine:
        return ""
    return account.protocol if account else LOCAL


def _is_blank(field: results.FieldReading) -> bool:
    return field.explanation is None and may_be_blank(field.name, field.raw)


def _capture_at_fault(inspection: Inspection, error: DeskError) -> uuid.UUID | None:
    capture_id = getattr(error, "capture_id", "")
    captures = inspection.document.captures.filter(round=inspection.round)
    found = next((capture for capture in captures if str(capture.pk) == capture_id), None)
    return found.pk if found else None


def _side(inspection: Inspection, side: results.SideReading) -> SideReading:
    return SideReading(
        inspection=inspection,
        capture_id=uuid.UUID(side.capture_id),
        side=side.side.value,
        outline=side.outline.to_json(),
        to_rectified=list(side.to_rectified),
        rectified_width=side.rectified_width,
        rectified_height=side.rectified_height,
        rotation=side.rotation,
    )


def _field(inspection: Inspection, position: int, field: results.FieldReading) -> Field:
    personal = {
        "raw": field.raw,
        "value": field.value,
        "explanation": field.explanation.to_json() if field.explanation else None,
    }
    context = field_context(inspection.pk, field.side.value, field.name.value)
    return Field(
        inspection=inspection,
        capture_id=uuid.UUID(field.capture_id),
        position=position,
        name=field.name.value,
        side=field.side.value,
        sealed=vault.seal_json(_key_id(inspection), personal, context),
        is_read=bool(field.value),
        confidence=field.confidence,
        quad=field.quad.to_json() if field.quad else None,
        normaliser=field.normaliser,
    )


def _check(inspection: Inspection, check: results.CheckResult) -> Check:
    return Check(
        inspection=inspection,
        code=check.code,
        outcome=check.outcome.value,
        words_sealed=vault.seal_json(
            _key_id(inspection), check.words.to_json(), check_context(inspection.pk, check.code)
        ),
        fields=[name.value for name in check.fields],
    )


def _write_crops(inspection: Inspection, crops: Sequence[results.Crop]) -> list[Crop]:
    return [_write_crop(inspection, position, crop) for position, crop in enumerate(crops)]


def _write_crop(inspection: Inspection, position: int, crop: results.Crop) -> Crop:
    context = crop_context(inspection.pk, crop.side.value, crop.kind.value)
    name = f"{lease_prefix(inspection)}crop-{position}"
    return Crop(
        inspection=inspection,
        capture_id=uuid.UUID(crop.capture_id),
        side=crop.side.value,
        kind=crop.kind.value,
        path=storage.write(inspection.document.case, name, crop.jpeg, context),
        width=crop.width,
        height=crop.height,
    )


def _key_id(inspection: Inspection) -> uuid.UUID:
    return inspection.document.case.key_id
