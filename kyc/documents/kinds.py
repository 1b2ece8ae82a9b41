"""Document kinds, their sides and the fields each side prints."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class DocumentKind(StrEnum):
    CN_ID_CARD = "cn_id_card"
    CN_TEMPORARY_ID_CARD = "cn_temporary_id_card"
    CN_DRIVING_LICENCE = "cn_driving_licence"
    CN_ELECTRONIC_DRIVING_LICENCE = "cn_electronic_driving_licence"
    CN_VEHICLE_LICENCE = "cn_vehicle_licence"
    KR_DRIVING_LICENCE = "kr_driving_licence"


class Side(StrEnum):
    """The named side. Vendors say FRONT and BACK; GA 448 calls the emblem face the front, so we name the thing."""

    PORTRAIT_FACE = "portrait_face"
    EMBLEM_FACE = "emblem_face"
    MAIN_PAGE = "main_page"
    SUB_PAGE = "sub_page"


class FieldName(StrEnum):
    """Every field of every kind; one name means the same thing on each document that prints it."""

    NAME = "name"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    CITIZEN_NUMBER = "citizen_number"
    RESIDENT_NUMBER = "resident_number"
    ISSUING_AUTHORITY = "issuing_authority"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    LICENCE_NUMBER = "licence_number"
    LICENCE_CLASS = "licence_class"
    FIRST_ISSUE_DATE = "first_issue_date"
    ISSUE_DATE = "issue_date"
    ARCHIVE_NUMBER = "archive_number"
    RECORD = "record"
    STATUS = "status"
    ACCUMULATED_POINTS = "accumulated_points"
    CURRENT_TIME = "current_time"
    GENERATION_TIME = "generation_time"
    PLATE_NUMBER = "plate_number"
    VEHICLE_TYPE = "vehicle_type"
    OWNER = "owner"
    USE_CHARACTER = "use_character"
    MODEL = "model"
    VIN = "vin"
    ENGINE_NUMBER = "engine_number"
    REGISTRATION_DATE = "registration_date"
    PASSENGERS = "passengers"
    GROSS_MASS = "gross_mass"
    KERB_MASS = "kerb_mass"
    LOAD_MASS = "load_mass"
    DIMENSIONS = "dimensions"
    TOWING_MASS = "towing_mass"
    REMARKS = "remarks"
    INSPECTION_RECORD = "inspection_record"
    BARCODE_NUMBER = "barcode_number"
    RENEWAL_FROM = "renewal_from"
    RENEWAL_TO = "renewal_to"
    CONDITIONS = "conditions"
    SECURITY_CODE = "security_code"


_F = FieldName

#: Fields on each side in reading order, sides in the order pages show them.
FIELDS: Final[dict[tuple[DocumentKind, Side], tuple[FieldName, ...]]] = {
    (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE): (
        *(_F.NAME, _F.SEX, _F.ETHNICITY, _F.BIRTH_DATE, _F.ADDRESS, _F.CITIZEN_NUMBER),
    ),
    (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE): (_F.ISSUING_AUTHORITY, _F.VALID_FROM, _F.VALID_TO),
    (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE): (
        *(_F.NAME, _F.SEX, _F.ETHNICITY, _F.BIRTH_DATE, _F.ADDRESS, _F.CITIZEN_NUMBER),
        *(_F.ISSUING_AUTHORITY, _F.VALID_FROM, _F.VALID_TO),
    ),
    #: The other face prints titles only.
    (DocumentKind.CN_TEMPORARY_ID_CARD, Side.EMBLEM_FACE): (),
    (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE): (
        *(_F.LICENCE_NUMBER, _F.NAME, _F.SEX, _F.NATIONALITY, _F.ADDRESS, _F.BIRTH_DATE, _F.FIRST_ISSUE_DATE),
        *(_F.LICENCE_CLASS, _F.VALID_FROM, _F.VALID_TO, _F.ISSUING_AUTHORITY),
    ),
    (DocumentKind.CN_DRIVING_LICENCE, Side.SUB_PAGE): (_F.LICENCE_NUMBER, _F.NAME, _F.ARCHIVE_NUMBER, _F.RECORD),
    (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE): (
        *(_F.LICENCE_NUMBER, _F.NAME, _F.SEX, _F.NATIONALITY, _F.BIRTH_DATE, _F.FIRST_ISSUE_DATE, _F.LICENCE_CLASS),
        *(_F.VALID_FROM, _F.VALID_TO, _F.ARCHIVE_NUMBER, _F.STATUS, _F.ACCUMULATED_POINTS),
        *(_F.CURRENT_TIME, _F.GENERATION_TIME),
    ),
    (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE): (
        *(_F.PLATE_NUMBER, _F.VEHICLE_TYPE, _F.OWNER, _F.ADDRESS, _F.USE_CHARACTER, _F.MODEL, _F.VIN),
        *(_F.ENGINE_NUMBER, _F.REGISTRATION_DATE, _F.ISSUE_DATE, _F.ISSUING_AUTHORITY),
    ),
    (DocumentKind.CN_VEHICLE_LICENCE, Side.SUB_PAGE): (
        *(_F.PLATE_NUMBER, _F.ARCHIVE_NUMBER, _F.PASSENGERS, _F.GROSS_MASS, _F.KERB_MASS, _F.LOAD_MASS),
        *(_F.DIMENSIONS, _F.TOWING_MASS, _F.REMARKS, _F.INSPECTION_RECORD, _F.BARCODE_NUMBER),
    ),
    (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE): (
        *(_F.LICENCE_NUMBER, _F.NAME, _F.RESIDENT_NUMBER, _F.BIRTH_DATE, _F.SEX, _F.LICENCE_CLASS, _F.ADDRESS),
        *(_F.RENEWAL_FROM, _F.RENEWAL_TO, _F.CONDITIONS, _F.ISSUE_DATE, _F.ISSUING_AUTHORITY, _F.SECURITY_CODE),
    ),
}

#: Sides of each kind, in the order pages show them.
SIDES: Final[dict[DocumentKind, tuple[Side, ...]]] = {
    kind: tuple(side for other, side in FIELDS if other is kind) for kind in DocumentKind
}

#: What passes as a stated kind: a temporary card is an identity card and an electronic licence a licence (seeds 003 and
#: 002); which of them it is, the result says.
PASSES_AS: Final[dict[DocumentKind, frozenset[DocumentKind]]] = {kind: frozenset({kind}) for kind in DocumentKind} | {
    DocumentKind.CN_ID_CARD: frozenset({DocumentKind.CN_ID_CARD, DocumentKind.CN_TEMPORARY_ID_CARD}),
    DocumentKind.CN_DRIVING_LICENCE: frozenset(
        {DocumentKind.CN_DRIVING_LICENCE, DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE}
    ),
}

#: Fields whose line stays empty on many genuine documents: nothing read there is no sign of a bad picture.
MAY_BE_BLANK: Final = frozenset({_F.RECORD, _F.REMARKS, _F.CONDITIONS, _F.INSPECTION_RECORD, _F.BARCODE_NUMBER})


def may_be_blank(name: str, raw: str) -> bool:
    """Whether an empty reading is no failure: no print was seen on a line that many genuine documents leave empty."""
    return name in MAY_BE_BLANK and not raw


_ID_1: Final = (85.6, 54.0)
_LICENCE_PAGE: Final = (88.0, 60.0)
#: Width and height in millimetres of what is laid before the camera. ISO/IEC 7810 ID-1 is 85.60 x 53.98 mm, GA 448-2013
#: prints 85.6 x 54.0; GA 482 and GA 37 give 88 x 60 for a licence's page. An electronic licence has no size of its own.
CARD_MILLIMETRES: Final[dict[DocumentKind, tuple[float, float]]] = {
    DocumentKind.CN_ID_CARD: _ID_1,
    DocumentKind.CN_TEMPORARY_ID_CARD: _ID_1,
    DocumentKind.CN_DRIVING_LICENCE: _LICENCE_PAGE,
    DocumentKind.CN_VEHICLE_LICENCE: _LICENCE_PAGE,
    DocumentKind.KR_DRIVING_LICENCE: _ID_1,
}
#: Width over height of the same.
CARD_ASPECT: Final = {kind: width / height for kind, (width, height) in CARD_MILLIMETRES.items()}


def card_width_mm(kind: DocumentKind) -> float:
    """Millimetres; an electronic licence is printed or shown about as wide as a card."""
    return CARD_MILLIMETRES.get(kind, _ID_1)[0]
