"""Document kinds, their sides and the fields each side prints."""

from __future__ import annotations

from enum import StrEnum


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
    NAME = "name"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    CITIZEN_NUMBER = "citizen_number"
    ISSUING_AUTHORITY = "issuing_authority"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"


#: Sides of each kind that this engine can read, in the order pages show them. Other kinds come with their layouts.
SIDES: dict[DocumentKind, tuple[Side, ...]] = {
    DocumentKind.CN_ID_CARD: (Side.PORTRAIT_FACE, Side.EMBLEM_FACE),
}

#: Fields printed on each side, in reading order.
FIELDS: dict[tuple[DocumentKind, Side], tuple[FieldName, ...]] = {
    (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE): (
        FieldName.NAME,
        FieldName.SEX,
        FieldName.ETHNICITY,
        FieldName.BIRTH_DATE,
        FieldName.ADDRESS,
        FieldName.CITIZEN_NUMBER,
    ),
    (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE): (
        FieldName.ISSUING_AUTHORITY,
        FieldName.VALID_FROM,
        FieldName.VALID_TO,
    ),
}

#: ISO/IEC 7810 ID-1: 85.60 x 53.98 mm; GA 448-2013 prints 85.6 x 54.0.
CARD_ASPECT: dict[DocumentKind, float] = {DocumentKind.CN_ID_CARD: 85.6 / 54.0}
