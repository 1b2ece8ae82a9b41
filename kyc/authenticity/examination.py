"""Every detector over one capture: exactly one finding for each warning code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kyc.authenticity import (
    blur,
    covered,
    cut_off,
    digital_tampering,
    electronic_document,
    glare,
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

UNDER_A_SCREEN: Final = N_("This is a picture of a screen, whose own pattern hides what this check looks at.")
#: What is judged by fine texture, and so not in a picture of a screen. What a grey copy lacks, and what a file or the
#: numbers say, shows there too.
HIDDEN_BY_SCREEN: Final[Mapping[WarningCode, frozenset[str]]] = {
    WarningCode.PRINTED_COPY: frozenset({"colour_copy"}),
    WarningCode.DIGITAL_TAMPERING: frozenset({"retyped_text", "moved_text", "swapped_portrait", "spliced_patch"}),
}

#: The detectors, one for each code: what each is called in a finding, and the function.
DETECTORS: Final[Mapping[WarningCode, tuple[str, Detector]]] = {
    WarningCode.PRINTED_COPY: (printed_copy.VERSION, printed_copy.judge),
    WarningCode.SCREEN_RECAPTURE: (screen_recapture.VERSION, screen_recapture.judge),
    WarningCode.DIGITAL_TAMPERING: (digital_tampering.VERSION, digital_tampering.judge),
    WarningCode.BLUR: (blur.VERSION, blur.judge),
    WarningCode.GLARE: (glare.VERSION, glare.judge),
    WarningCode.CUT_OFF: (cut_off.VERSION, cut_off.judge),
    WarningCode.COVERED: (covered.VERSION, covered.judge),
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
    findings = [_examine_for(code, views, lines, today) for code in WarningCode]
    if any(found.code is WarningCode.SCREEN_RECAPTURE and found.outcome is Outcome.DETECTED for found in findings):
        findings = [_under_a_screen(found) for found in findings]
    return tuple(findings)


def _under_a_screen(found: Finding) -> Finding:
    """``found`` in a picture of a screen, whose lattice is like a print's and lies over the marks of an edit."""
    if found.outcome is not Outcome.DETECTED or found.subtype not in HIDDEN_BY_SCREEN.get(found.code, ()):
        return found
    return replace(
        found, outcome=Outcome.INCONCLUSIVE, reason=Words(UNDER_A_SCREEN), regions=(), subtype="", pictures=()
    )


def _examine_for(code: WarningCode, views: Views, lines: Mapping[WarningCode, float], today: date) -> Finding:
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
        subtype=verdict.subtype if detected else "",
        figures=verdict.figures,
        pictures=verdict.pictures if detected else (),
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
        figures=verdict.figures,
    )
