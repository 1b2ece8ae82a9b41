"""Warning codes: every detector of the desk and of the seeds, whether or not it runs yet."""

from __future__ import annotations

from enum import StrEnum


class WarningCode(StrEnum):
    PRINTED_COPY = "PRINTED_COPY"
    SCREEN_RECAPTURE = "SCREEN_RECAPTURE"
    DIGITAL_TAMPERING = "DIGITAL_TAMPERING"
    BLUR = "BLUR"
    GLARE = "GLARE"
    CUT_OFF = "CUT_OFF"
    COVERED = "COVERED"
    TEMPORARY_DOCUMENT = "TEMPORARY_DOCUMENT"
    INVALID_DATE = "INVALID_DATE"
    CHECKSUM_FAILED = "CHECKSUM_FAILED"
    ELECTRONIC_DOCUMENT = "ELECTRONIC_DOCUMENT"


class Severity(StrEnum):
    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


class Outcome(StrEnum):
    """What a detector says of one capture. Anything but ``not_detected`` is never shown as passed."""

    DETECTED = "detected"
    NOT_DETECTED = "not_detected"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"


SEVERITY: dict[WarningCode, Severity] = {
    WarningCode.PRINTED_COPY: Severity.ERROR,
    WarningCode.SCREEN_RECAPTURE: Severity.ERROR,
    WarningCode.DIGITAL_TAMPERING: Severity.ERROR,
    WarningCode.CHECKSUM_FAILED: Severity.ERROR,
    WarningCode.BLUR: Severity.WARNING,
    WarningCode.GLARE: Severity.WARNING,
    WarningCode.CUT_OFF: Severity.WARNING,
    WarningCode.COVERED: Severity.WARNING,
    WarningCode.INVALID_DATE: Severity.WARNING,
    WarningCode.TEMPORARY_DOCUMENT: Severity.WARNING,
    WarningCode.ELECTRONIC_DOCUMENT: Severity.INFORMATION,
}
