"""``DriverLicenseOCR``, ``VehicleLicenseOCR`` and ``RecognizeKoreanDrivingLicenseOCR`` from the client's side (seeds
000 and 004; the vehicle licence's is the vendor's newer form of seed 001)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CropKind
from kyc.documents.warnings import WarningCode
from kyc.engines.cloud.findings import said_if
from kyc.engines.cloud.hearing import Heard, Page, Question, Value, texts_of
from kyc.engines.cloud.vendor_errors import UNREADABLE, Refused
from kyc.protocols.tencent_v3 import driver_licence, korean_licence, vehicle_licence
from kyc.protocols.tencent_v3.pictures import Picture

F = FieldName
DRIVER: Final = "DriverLicenseOCR"
VEHICLE: Final = "VehicleLicenseOCR"
KOREAN: Final = "RecognizeKoreanDrivingLicenseOCR"

# --- driving licence -----------------------------------------------------------------------------------------------

_DRIVER_SIDES: Final = {
    Side.MAIN_PAGE: driver_licence.CardSide.FRONT,
    Side.SUB_PAGE: driver_licence.CardSide.BACK,
    None: driver_licence.CardSide.DOUBLE,
}
_DRIVER_WARNINGS: Final = {
    driver_licence.Warn.COPY: WarningCode.PRINTED_COPY,
    driver_licence.Warn.SCREEN: WarningCode.SCREEN_RECAPTURE,
}
_ON_BOTH: Final[Mapping[FieldName, str]] = {F.NAME: "name", F.LICENCE_NUMBER: "card_code"}
#: Printed on every main page and on no sub page.
_ON_MAIN: Final[Mapping[FieldName, str]] = {
    F.SEX: "sex",
    F.NATIONALITY: "nationality",
    F.BIRTH_DATE: "date_of_birth",
    F.FIRST_ISSUE_DATE: "date_of_first_issue",
    F.LICENCE_CLASS: "licence_class",
    F.VALID_FROM: "start_date",
    F.VALID_TO: "end_date",
}
_ON_PAPER: Final[Mapping[FieldName, str]] = {F.ADDRESS: "address", F.ISSUING_AUTHORITY: "issuing_authority"}
_ON_SUB: Final[Mapping[FieldName, str]] = {F.ARCHIVE_NUMBER: "archives_code", F.RECORD: "record"}
_ON_APP: Final[Mapping[FieldName, str]] = {
    F.STATUS: "state",
    F.ACCUMULATED_POINTS: "cumulative_score",
    F.CURRENT_TIME: "current_time",
    F.GENERATION_TIME: "generate_time",
}


def driver_parameters(question: Question) -> dict[str, Any]:
    request = driver_licence.Request(Picture(question.picture), _DRIVER_SIDES[question.side])
    return driver_licence.encode_request(request)


def driver_heard(response: Mapping[str, Any], question: Question, request_id: str, api: str) -> Heard:
    """
    Raises:
        Refused: nothing was read.
    """
    texts_of(response, driver_licence.TEXTS, request_id)
    answer = driver_licence.decode_answer(response)
    pages = _driver_pages(answer, question.side)
    _check_read(pages, request_id)
    said = {code: said_if(is_raised=warn in answer.warnings) for warn, code in _DRIVER_WARNINGS.items()}
    return Heard(pages, api, said)


def _driver_pages(answer: driver_licence.Answer, side: Side | None) -> tuple[Page, ...]:
    if side is Side.SUB_PAGE:
        return (_sub_page(answer, alone=True),)
    if side is Side.MAIN_PAGE or _is_electronic(answer):
        return (_main_page(answer),)
    has_main = _has(answer, _ON_MAIN) or _has(answer, _ON_PAPER)
    has_sub = _has(answer, _ON_SUB) or bool(answer.back_page_name or answer.back_page_card_code)
    if not has_sub:
        return (_main_page(answer),)
    sub = _sub_page(answer, alone=not has_main)
    return (_main_page(answer), sub) if has_main else (sub,)


def _main_page(answer: driver_licence.Answer) -> Page:
    common = {**_ON_BOTH, **_ON_MAIN}
    if _is_electronic(answer):
        names = {**common, **_ON_APP, F.ARCHIVE_NUMBER: "archives_code"}
        return Page(DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE, _values(answer, names))
    return Page(DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE, _values(answer, {**common, **_ON_PAPER}))


def _sub_page(answer: driver_licence.Answer, *, alone: bool) -> Page:
    """Beside a main page, its name and number have fields of their own; alone, the vendor's examples use the others."""
    own = {
        F.NAME: Value(answer.back_page_name or (answer.name if alone else "")),
        F.LICENCE_NUMBER: Value(answer.back_page_card_code or (answer.card_code if alone else "")),
    }
    return Page(DocumentKind.CN_DRIVING_LICENCE, Side.SUB_PAGE, own | _values(answer, _ON_SUB))


def _is_electronic(answer: driver_licence.Answer) -> bool:
    """Whether there is what only the app prints."""
    return _has(answer, _ON_APP)


# --- vehicle licence -----------------------------------------------------------------------------------------------

_VEHICLE_SIDES: Final = {
    Side.MAIN_PAGE: vehicle_licence.CardSide.FRONT,
    Side.SUB_PAGE: vehicle_licence.CardSide.BACK,
    None: vehicle_licence.CardSide.DOUBLE,
}
_VEHICLE_WARNINGS: Final = {
    vehicle_licence.Warn.COPY: WarningCode.PRINTED_COPY,
    vehicle_licence.Warn.SCREEN: WarningCode.SCREEN_RECAPTURE,
    vehicle_licence.Warn.REFLECTION: WarningCode.GLARE,
    vehicle_licence.Warn.BLUR: WarningCode.BLUR,
    vehicle_licence.Warn.BORDER_INCOMPLETE: WarningCode.CUT_OFF,
}
_VEHICLE_MAIN: Final[Mapping[FieldName, str]] = {
    F.PLATE_NUMBER: "plate_number",
    F.VEHICLE_TYPE: "vehicle_type",
    F.OWNER: "owner",
    F.ADDRESS: "address",
    F.USE_CHARACTER: "use_character",
    F.MODEL: "model",
    F.VIN: "vin",
    F.ENGINE_NUMBER: "engine_number",
    F.REGISTRATION_DATE: "registration_date",
    F.ISSUE_DATE: "issue_date",
    F.ISSUING_AUTHORITY: "seal",
}
_VEHICLE_SUB: Final[Mapping[FieldName, str]] = {
    F.PLATE_NUMBER: "plate_number",
    F.ARCHIVE_NUMBER: "archive_number",
    F.PASSENGERS: "passengers",
    F.GROSS_MASS: "gross_mass",
    F.KERB_MASS: "kerb_mass",
    F.LOAD_MASS: "load_mass",
    F.DIMENSIONS: "dimensions",
    F.TOWING_MASS: "towing_mass",
    F.REMARKS: "remarks",
    F.INSPECTION_RECORD: "inspection_record",
    F.BARCODE_NUMBER: "barcode_number",
}


def vehicle_parameters(question: Question) -> dict[str, Any]:
    request = vehicle_licence.Request(Picture(question.picture), _VEHICLE_SIDES[question.side])
    return vehicle_licence.encode_request(request)


def vehicle_heard(response: Mapping[str, Any], question: Question, request_id: str, api: str) -> Heard:
    """
    Raises:
        Refused: nothing was read.
    """
    for wire, names in (
        ("FrontInfo", vehicle_licence.MAIN_PAGE_TEXTS),
        ("BackInfo", vehicle_licence.SUB_PAGE_TEXTS),
    ):
        texts_of(response.get(wire) or {}, names, request_id)
    answer = vehicle_licence.decode_answer(response)
    pages = tuple(page for page in _vehicle_pages(answer) if question.side in (None, page.side) and page.is_read)
    _check_read(pages, request_id)
    said = {code: said_if(is_raised=warn in answer.warnings) for warn, code in _VEHICLE_WARNINGS.items()}
    return Heard(pages, api, said)


def _vehicle_pages(answer: vehicle_licence.Answer) -> list[Page]:
    kind = DocumentKind.CN_VEHICLE_LICENCE
    main, sub = answer.main_page, answer.sub_page
    pages = [Page(kind, Side.MAIN_PAGE, _values(main, _VEHICLE_MAIN))] if main else []
    return pages + ([Page(kind, Side.SUB_PAGE, _values(sub, _VEHICLE_SUB))] if sub else [])


# --- Korean licence ------------------------------------------------------------------------------------------------

_KOREAN: Final[Mapping[FieldName, str]] = {
    F.LICENCE_NUMBER: "licence_number",
    F.NAME: "name",
    F.RESIDENT_NUMBER: "resident_number",
    F.LICENCE_CLASS: "licence_class",
    F.ADDRESS: "address",
    F.SECURITY_CODE: "security_code",
}


def korean_parameters(question: Question) -> dict[str, Any]:
    return korean_licence.encode_request(korean_licence.Request(Picture(question.picture), return_head_image=True))


def korean_heard(response: Mapping[str, Any], question: Question, request_id: str, api: str) -> Heard:
    """Birth date and sex follow from the resident number, as the card prints neither.

    Raises:
        Refused: nothing was read.
    """
    texts_of(response, korean_licence.TEXTS, request_id)
    answer = korean_licence.decode_answer(response)
    begins, _, ends = answer.renewal_period.partition("~")
    dates = {F.RENEWAL_FROM: begins, F.RENEWAL_TO: ends, F.ISSUE_DATE: answer.date_of_issue}
    values = _values(answer, _KOREAN) | {name: Value(_year_first(day)) for name, day in dates.items()}
    crops = {CropKind.PORTRAIT: answer.photo} if answer.photo else {}
    page = Page(DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE, values, crops)
    _check_read((page,), request_id)
    return Heard((page,), api)


def _year_first(day: str) -> str:
    """``28/02/2011`` as ``2011-02-28``, which is how the desk's rules read dates; anything else as it is."""
    parts = day.strip().split("/")
    return "-".join(reversed(parts)) if len(parts) == 3 and len(parts[2]) == 4 else day.strip()


# --- all of them ---------------------------------------------------------------------------------------------------


def _values(answer: object, names: Mapping[FieldName, str]) -> dict[FieldName, Value]:
    return {name: Value(getattr(answer, ours)) for name, ours in names.items()}


def _has(answer: object, names: Mapping[FieldName, str]) -> bool:
    return any(getattr(answer, ours) for ours in names.values())


def _check_read(pages: tuple[Page, ...], request_id: str) -> None:
    if not any(page.is_read for page in pages):
        raise Refused(UNREADABLE, "NOTHING_READ", request_id)
