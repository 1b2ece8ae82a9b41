"""Every detector over one capture: exactly one finding for each warning code, whether or not its detector exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from kyc.authenticity import (
    blur,
    digital_tampering,
    electronic_document,
    invalid_date,
    number_checksum,
    printed_copy,
    screen_recapture,
    temporary_document,
)
from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.lines import DEFAULT_LINES, MEASURED_ON
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Finding
from kyc.documents.warnings import SEVERITY, Outcome, WarningCode
from kyc.documents.words import N_, Words

Detector = Callable[[Views, date], Verdict]

NOT_MEASURED: Final = N_("This check was never measured on this kind of document, so it does not judge it.")
NOT_BUILT: Final = N_("This check is not part of this version yet.")

#: The detectors of this version: what each is called in a finding, and the function.
DETECTORS: Final[Mapping[WarningCode, tuple[str, Detector]]] = {
    WarningCode.PRINTED_COPY: (printed_copy.VERSION, printed_copy.judge),
    WarningCode.SCREEN_RECAPTURE: (screen_recapture.VERSION, screen_recapture.judge),
    WarningCode.DIGITAL_TAMPERING: (digital_tampering.VERSION, digital_tampering.judge),
    WarningCode.BLUR: (blur.VERSION, blur.judge),
    WarningCode.INVALID_DATE: (invalid_date.VERSION, invalid_date.judge),
    WarningCode.CHECKSUM_FAILED: (number_checksum.VERSION, number_checksum.judge),
    WarningCode.TEMPORARY_DOCUMENT: (temporary_document.VERSION, temporary_document.judge),
    WarningCode.ELECTRONIC_DOCUMENT: (electronic_document.VERSION, electronic_document.judge),
}


def examine(capture: ExaminedCapture, lines: Mapping[WarningCode, float], today: date) -> tuple[Finding, ...]:
    """One finding for each ``WarningCode``, in the order of that list.

    ``lines`` hold the score (0-100) from which on a warning is raised; a code that is absent uses the measured
    default (``DEFAULT_LINES``). ``today`` is the day of the inspection.
    """
    views = Views(capture)
    return tuple(_examine_for(code, views, lines, today) for code in WarningCode)


def _examine_for(code: WarningCode, views: Views, lines: Mapping[WarningCode, float], today: date) -> Finding:
    if code not in DETECTORS:
        return _unscored(code, views, "", Abstained(Words(NOT_BUILT), Outcome.NOT_RUN))
    version, judge = DETECTORS[code]
    if views.capture.kind not in MEASURED_ON.get(code, frozenset(DocumentKind)):
        return _unscored(code, views, version, Abstained(Words(NOT_MEASURED), Outcome.NOT_RUN))
    verdict = judge(views, today)
    if isinstance(verdict, Abstained):
        return _unscored(code, views, version, verdict)
    return _scored(code, views, version, verdict, lines.get(code, DEFAULT_LINES[code]))


def _scored(code: WarningCode, views: Views, version: str, verdict: Scored, line: float) -> Finding:
    detected = verdict.score >= line
    return Finding(
        code=code,
        capture_id=views.capture.capture_id,
        outcome=Outcome.DETECTED if detected else Outcome.NOT_DETECTED,
        severity=verdict.severity or SEVERITY[code],
        detector_version=version,
        score=verdict.score,
        line=line,
        reason=verdict.reason if detected else None,
        regions=verdict.regions if detected else (),
        side=views.capture.side,
    )


def _unscored(code: WarningCode, views: Views, version: str, verdict: Abstained) -> Finding:
    return Finding(
        code=code,
        capture_id=views.capture.capture_id,
        outcome=verdict.outcome,
        severity=SEVERITY[code],
        detector_version=version,
        reason=verdict.reason,
        side=views.capture.side,
    )
