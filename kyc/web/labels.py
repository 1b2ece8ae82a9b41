"""What pages call the things that the pure rooms name in code."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kyc.documents.comparison import DATE, EXPIRY, KR_LICENCE_NUMBER, NAME, NUMBER
from kyc.documents.errors import (
    DamagedFile,
    DecodeError,
    DecodeLimitExceeded,
    DocumentTooSmall,
    EmptyFile,
    EngineAccountRefused,
    EngineNotConfigured,
    EngineUnavailable,
    FileTooLarge,
    ImageTooLarge,
    ImageTooSmall,
    InspectionError,
    NoDocumentFound,
    NoTextFound,
    OtherDocument,
    SameSideTwice,
    SeveralDocumentsFound,
    TooBlurred,
    TooManyPages,
    UnreadableDocument,
    UnsupportedFormat,
    VendorUnavailable,
    WrongSide,
)
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, EvidenceKind
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
    FieldName.NATIONALITY: _("Nationality"),
    FieldName.BIRTH_DATE: _("Date of birth"),
    FieldName.ADDRESS: _("Address"),
    FieldName.CITIZEN_NUMBER: _("Citizen number"),
    FieldName.RESIDENT_NUMBER: _("Resident registration number"),
    FieldName.ISSUING_AUTHORITY: _("Issuing authority"),
    FieldName.VALID_FROM: _("Valid from"),
    FieldName.VALID_TO: _("Valid to"),
    FieldName.LICENCE_NUMBER: _("Licence number"),
    FieldName.LICENCE_CLASS: _("Licence class"),
    FieldName.FIRST_ISSUE_DATE: _("First issue"),
    FieldName.ISSUE_DATE: _("Issue date"),
    FieldName.ARCHIVE_NUMBER: _("Archive number"),
    FieldName.RECORD: _("Record"),
    FieldName.STATUS: _("Licence status"),
    FieldName.ACCUMULATED_POINTS: _("Accumulated points"),
    FieldName.CURRENT_TIME: _("Current time"),
    FieldName.GENERATION_TIME: _("Generation time"),
    FieldName.PLATE_NUMBER: _("Plate number"),
    FieldName.VEHICLE_TYPE: _("Vehicle type"),
    FieldName.OWNER: _("Owner"),
    FieldName.USE_CHARACTER: _("Use character"),
    FieldName.MODEL: _("Brand and model"),
    FieldName.VIN: _("Vehicle identification number"),
    FieldName.ENGINE_NUMBER: _("Engine number"),
    FieldName.REGISTRATION_DATE: _("Registration date"),
    FieldName.PASSENGERS: _("Authorised passengers"),
    FieldName.GROSS_MASS: _("Gross mass"),
    FieldName.KERB_MASS: _("Kerb mass"),
    FieldName.LOAD_MASS: _("Authorised load"),
    FieldName.DIMENSIONS: _("Overall dimensions"),
    FieldName.TOWING_MASS: _("Towing mass"),
    FieldName.REMARKS: _("Remarks"),
    FieldName.INSPECTION_RECORD: _("Inspection record"),
    FieldName.BARCODE_NUMBER: _("Barcode number"),
    FieldName.RENEWAL_FROM: _("Renewal from"),
    FieldName.RENEWAL_TO: _("Renewal to"),
    FieldName.CONDITIONS: _("Conditions"),
    FieldName.SECURITY_CODE: _("Security code"),
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

#: What one warning covers, told apart.
SUBTYPES: Final[dict[str, str | Promise]] = {
    "grey_copy": _("grey copy"),
    "colour_copy": _("colour copy"),
    "grey_picture": _("picture without colour"),
    "retyped_text": _("retyped text"),
    "moved_text": _("moved text"),
    "swapped_portrait": _("swapped portrait"),
    "spliced_patch": _("spliced patch"),
    "editor_metadata": _("editor named in the file"),
    "contradiction": _("contradicting data"),
    "luma": _("pattern in lightness"),
    "colour": _("pattern in colour"),
    "slow_colour": _("wide pattern in colour"),
}

#: What evidence shows in the place it marks. A label that stands here in no row is a field, or is shown as it is.
REGIONS: Final[dict[str, str | Promise]] = {
    "card": _("the whole document"),
    "copy": _("copied document"),
    "colourless": _("without colour"),
    "pale_colour": _("paler than it should be"),
    "grey_picture": _("picture without colour"),
    "temporary_words": _("words of a temporary document"),
    "glare": _("glare"),
    "covering": _("what covers it"),
    "blurred_text": _("blurred text"),
    "periodic_pattern": _("periodic pattern"),
    "halftone": _("printing screen"),
    "paper_edge": _("edge of the paper"),
    "colourless_mark": _("mark without its colour"),
    "cut_side": _("side cut off"),
    "retyped_text": _("retyped text"),
    "moved_text": _("moved text"),
    "swapped_portrait": _("swapped portrait"),
    "spliced_patch": _("spliced patch"),
    "contradiction": _("contradicting data"),
    "number": _("number"),
    "date": _("date"),
}

#: What of a document evidence lies on, besides its fields.
PLACES: Final[dict[str, str | Promise]] = {
    "portrait": _("Portrait"),
    "emblem": _("Emblem"),
    "seal": _("Seal"),
    "other": _("Elsewhere"),
}

EVIDENCE: Final[dict[str, str | Promise]] = {
    EvidenceKind.SPECTRUM: _("Spectrum"),
    EvidenceKind.SHARPNESS_MAP: _("Sharpness map"),
    EvidenceKind.COLOUR_MAP: _("Colour map"),
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
    comparison.code: _(comparison.label) for comparison in (NAME, NUMBER, KR_LICENCE_NUMBER, DATE, EXPIRY)
}

CHECKS: Final[dict[str, str | Promise]] = {
    "kind_accepted": _("Accepted by the policy"),
    "both_faces": _("Both faces are there"),
    "both_pages": _("Both pages are there"),
    "pages_number": _("Number on both pages"),
    "pages_name": _("Name on both pages"),
    "pages_plate": _("Plate on both pages"),
    "number_check_digit": _("Check digit of the number"),
    "number_birth_date": _("Number and date of birth"),
    "number_sex": _("Number and sex"),
    "validity_term": _("Length of validity"),
    "temporary_term": _("Three months of validity"),
    "licence_term": _("Term of the licence"),
    "not_expired": _("Not expired"),
    "already_valid": _("Already valid"),
    "issued_after_birth": _("Issued after birth"),
    "issued_by_today": _("Issued by today"),
    "age_and_term": _("Age and length of validity"),
    "authority_region": _("Authority and address"),
    "licence_class": _("Licence class"),
    "first_issue_order": _("First issue and validity"),
    "first_issue_age": _("Age at first issue"),
    "archive_number": _("Archive number"),
    "licence_status": _("Licence status"),
    "accumulated_points": _("Accumulated points"),
    "generated_before_shown": _("Generated before shown"),
    "shown_soon": _("Shown soon after generated"),
    "shown_by_today": _("Shown by today"),
    "plate_form": _("Form of the plate number"),
    "vin_form": _("Form of the vehicle identification number"),
    "vin_check_digit": _("Check digit of the vehicle identification number"),
    "vin_model_year": _("Model year and registration"),
    "use_character": _("Use character"),
    "registered_before_issue": _("Registered before issued"),
    "seats": _("Authorised passengers"),
    "masses": _("Kerb mass and gross mass"),
    "load_and_mass": _("Load and gross mass"),
    "dimensions": _("Overall dimensions"),
    "inspection_valid": _("Inspection valid"),
    "kr_licence_number": _("Form of the licence number"),
    "kr_licence_region": _("Region of the licence number"),
    "resident_number": _("Resident registration number"),
    "resident_check_digit": _("Check digit of the resident registration number"),
    "renewal_order": _("Renewal period"),
    "issued_before_renewal": _("Issued before the renewal period ends"),
    "declared_name": _("Declared name"),
    "declared_number": _("Declared number"),
    "declared_birth_date": _("Declared date of birth"),
    "declared_expiry": _("Declared end of validity"),
}

#: Why an inspection or a file came to nothing, in a few words; the sentences stand with the errors.
FAILURES: Final[dict[str, str | Promise]] = {
    InspectionError.code: _("Not inspected"),
    NoDocumentFound.code: _("No document found"),
    NoTextFound.code: _("No text found"),
    OtherDocument.code: _("Another document than stated"),
    SeveralDocumentsFound.code: _("More than one document"),
    SameSideTwice.code: _("The same face or page twice"),
    WrongSide.code: _("Another face or page than stated"),
    UnreadableDocument.code: _("Unreadable"),
    TooBlurred.code: _("Too blurred"),
    DocumentTooSmall.code: _("Document too small"),
    EngineUnavailable.code: _("Engine not working"),
    EngineNotConfigured.code: _("Engine not configured"),
    EngineAccountRefused.code: _("Account not served"),
    VendorUnavailable.code: _("Vendor not answering"),
    DecodeError.code: _("Not readable as a picture"),
    EmptyFile.code: _("Empty file"),
    FileTooLarge.code: _("File too large"),
    UnsupportedFormat.code: _("Format not accepted"),
    DamagedFile.code: _("Damaged file"),
    ImageTooLarge.code: _("Picture too large"),
    ImageTooSmall.code: _("Picture too small"),
    TooManyPages.code: _("Too many pages"),
    DecodeLimitExceeded.code: _("Too costly to open"),
}

#: Engines that are no account of anybody's; those are called by the names that administrators give them.
ENGINES: Final[dict[str, str | Promise]] = {"local": _("This machine")}

#: What an order of engines is set for.
ORDERS: Final[dict[str, str | Promise]] = {**KINDS, "not_stated": _("Kind not stated")}

TABLES: Final = {
    "comparison": COMPARISONS,
    "kind": KINDS,
    "side": SIDES,
    "field": FIELDS,
    "warning": WARNINGS,
    "subtype": SUBTYPES,
    "region": {**FIELDS, **PLACES, **REGIONS},
    "place": {**FIELDS, **PLACES},
    "evidence": EVIDENCE,
    "outcome": OUTCOMES,
    "severity": SEVERITIES,
    "check": CHECKS,
    "failure": FAILURES,
    "engine": ENGINES,
    "order": ORDERS,
}


#: Tables of words that detectors choose freely, in snake case.
_DETECTORS_WORDS: Final = frozenset({"subtype", "region", "place"})


def label(code: str, table: str) -> str:
    """The translated name of ``code``; the code itself, of detectors' words without underscores, where the table does
    not know it (yet).

    ``table`` is one of comparison, kind, side, field, warning, subtype, region, place, evidence, outcome, severity,
    check, failure, engine, order.
    """
    unknown = code.replace("_", " ") if table in _DETECTORS_WORDS else code
    return str(TABLES[table].get(code, unknown))
