"""What pages call the things that the pure rooms name in code."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kyc.documents.comparison import DATE, EXPIRY, NAME, NUMBER
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome
from kyc.documents.warnings import Outcome, Severity, WarningCode

KINDS: Final[dict[str, str | Promise]] = {
    DocumentKind.CN_ID_CARD: _("Resident identity card (China)"),
    DocumentKind.CN_TEMPORARY_ID_CARD: _("Temporary resident identity card (China)"),
    DocumentKind.CN_DRIVING_LICENCE: _("Driving licence (China)"),
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: _("Electronic driving licence (China)"),
    DocumentKind.CN_VEHICLE_LICENCE: _("Vehicle licence (China)"),
    DocumentKind.KR_DRIVING_LICENCE: _("Driving licence (Korea)"),
}

SIDES: Final[dict[str, str | Promise]] = {
    Side.PORTRAIT_FACE: _("Portrait face"),
    Side.EMBLEM_FACE: _("Emblem face"),
    Side.MAIN_PAGE: _("Main page"),
    Side.SUB_PAGE: _("Sub page"),
}

FIELDS: Final[dict[str, str | Promise]] = {
    FieldName.NAME: _("Name"),
    FieldName.SEX: _("Sex"),
    FieldName.ETHNICITY: _("Ethnicity"),
    FieldName.BIRTH_DATE: _("Date of birth"),
    FieldName.ADDRESS: _("Address"),
    FieldName.CITIZEN_NUMBER: _("Citizen number"),
    FieldName.ISSUING_AUTHORITY: _("Issuing authority"),
    FieldName.VALID_FROM: _("Valid from"),
    FieldName.VALID_TO: _("Valid to"),
}

WARNINGS: Final[dict[str, str | Promise]] = {
    WarningCode.PRINTED_COPY: _("Printed copy"),
    WarningCode.SCREEN_RECAPTURE: _("Photographed from a screen"),
    WarningCode.DIGITAL_TAMPERING: _("Digital tampering"),
    WarningCode.BLUR: _("Blur"),
    WarningCode.GLARE: _("Glare"),
    WarningCode.CUT_OFF: _("Cut off"),
    WarningCode.COVERED: _("Covered"),
    WarningCode.TEMPORARY_DOCUMENT: _("Temporary document"),
    WarningCode.INVALID_DATE: _("Invalid date"),
    WarningCode.CHECKSUM_FAILED: _("Number arithmetic fails"),
    WarningCode.ELECTRONIC_DOCUMENT: _("Electronic document"),
}

OUTCOMES: Final[dict[str, str | Promise]] = {
    Outcome.DETECTED: _("Detected"),
    Outcome.NOT_DETECTED: _("Not detected"),
    Outcome.INCONCLUSIVE: _("Inconclusive"),
    Outcome.NOT_APPLICABLE: _("Not applicable"),
    Outcome.NOT_RUN: _("Not run"),
    CheckOutcome.PASSED: _("Passed"),
    CheckOutcome.FAILED: _("Failed"),
}

SEVERITIES: Final[dict[str, str | Promise]] = {
    Severity.INFORMATION: _("Information"),
    Severity.WARNING: _("Warning"),
    Severity.ERROR: _("Error"),
}

COMPARISONS: Final[dict[str, str | Promise]] = {
    comparison.code: _(comparison.label) for comparison in (NAME, NUMBER, DATE, EXPIRY)
}

_TABLES: Final = {
    "comparison": COMPARISONS,
    "kind": KINDS,
    "side": SIDES,
    "field": FIELDS,
    "warning": WARNINGS,
    "outcome": OUTCOMES,
    "severity": SEVERITIES,
}


def label(code: str, table: str) -> str:
    """The translated name of ``code``; the code itself where the table does not know it (yet).

    ``table`` is one of comparison, kind, side, field, warning, outcome, severity.
    """
    return str(_TABLES[table].get(code, code))
