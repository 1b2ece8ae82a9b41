"""Results as the actions of Tencent Cloud v3 answer them, in the formats of seeds 000, 003 and 004."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kyc.documents.citizen_number import is_valid
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CropKind, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.gateway.sides import SideValues, day_first, dotted, slashed
from kyc.protocols.tencent_v3 import driver_licence, id_card, korean_licence, vehicle_licence
from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.id_card import Position, Switch, Warn

F = FieldName
_YEARS: Final = re.compile(r"\d{1,2}年")
#: Detectors behind each warning of an ID card.
_ID_CARD_WARNINGS: Final = {
    Warn.INVALID_DATE: WarningCode.INVALID_DATE,
    Warn.BORDER_INCOMPLETE: WarningCode.CUT_OFF,
    Warn.COPY: WarningCode.PRINTED_COPY,
    Warn.RESHOOT: WarningCode.SCREEN_RECAPTURE,
    Warn.TEMPORARY: WarningCode.TEMPORARY_DOCUMENT,
    Warn.COVERED: WarningCode.COVERED,
    Warn.TAMPERING: WarningCode.DIGITAL_TAMPERING,
    Warn.REFLECTION: WarningCode.GLARE,
}
_LICENCE_WARNINGS: Final = {
    driver_licence.Warn.COPY: WarningCode.PRINTED_COPY,
    driver_licence.Warn.SCREEN: WarningCode.SCREEN_RECAPTURE,
}
_VEHICLE_WARNINGS: Final = {
    vehicle_licence.Warn.COPY: WarningCode.PRINTED_COPY,
    vehicle_licence.Warn.SCREEN: WarningCode.SCREEN_RECAPTURE,
    vehicle_licence.Warn.REFLECTION: WarningCode.GLARE,
    vehicle_licence.Warn.BLUR: WarningCode.BLUR,
    vehicle_licence.Warn.BORDER_INCOMPLETE: WarningCode.CUT_OFF,
}
_VEHICLE_PAGES: Final = {
    "FRONT": (Side.MAIN_PAGE,),
    "BACK": (Side.SUB_PAGE,),
    "DOUBLE": (Side.MAIN_PAGE, Side.SUB_PAGE),
}
#: What a spot of glare lies on, other than a field.
_POSITIONS: Final = {
    "emblem": Position.EMBLEM,
    "portrait": Position.PORTRAIT,
    "other": Position.OTHERS,
    "": Position.OTHERS,
}


def id_card_answer(result: InspectionResult, request: id_card.Request) -> id_card.Answer:
    """
    Raises:
        ApiError: FailedOperation.IdCardInfoIllegal for a portrait face without a name or with a failing number, where
            recognition is to be rectified.
    """
    front, back = _faces(result, request)
    if front and request.rectify:
        _check_portrait_face(front)
    # The other face's fields are empty strings, and a temporary card prints its validity on the portrait face.
    issuer = back or (front if front and result.kind is DocumentKind.CN_TEMPORARY_ID_CARD else None)
    shown = [side for side in (front, back) if side]
    return id_card.Answer(
        name=front.value(F.NAME) if front else "",
        sex=front.value(F.SEX) if front else "",
        nation=front.value(F.ETHNICITY) if front else "",
        birth=slashed(front.value(F.BIRTH_DATE)) if front else "",
        address=front.value(F.ADDRESS) if front else "",
        id_num=front.value(F.CITIZEN_NUMBER) if front else "",
        authority=issuer.value(F.ISSUING_AUTHORITY) if issuer else "",
        valid_date=_validity(issuer) if issuer else "",
        advanced=_advanced(shown, request),
        reflections=_reflections(shown, request),
    )


def driver_licence_answer(result: InspectionResult, request: driver_licence.Request) -> driver_licence.Answer:
    main, sub = SideValues(result, Side.MAIN_PAGE), SideValues(result, Side.SUB_PAGE)
    if request.card_side is driver_licence.CardSide.BACK and sub.is_there:
        return _driver_sub_page(sub)
    answer = _driver_main_page(main)
    if request.card_side is not driver_licence.CardSide.DOUBLE:
        return answer
    return replace(
        answer,
        archives_code=answer.archives_code or sub.value(F.ARCHIVE_NUMBER),
        record=sub.value(F.RECORD),
        back_page_name=sub.value(F.NAME),
        back_page_card_code=sub.raw(F.LICENCE_NUMBER),
        warnings=_licence_warnings([main, sub]),
    )


def _driver_sub_page(sub: SideValues) -> driver_licence.Answer:
    return driver_licence.Answer(
        name=sub.value(F.NAME),
        card_code=sub.raw(F.LICENCE_NUMBER),
        archives_code=sub.value(F.ARCHIVE_NUMBER),
        record=sub.value(F.RECORD),
        warnings=_licence_warnings([sub]),
    )


def _driver_main_page(main: SideValues) -> driver_licence.Answer:
    return driver_licence.Answer(
        name=main.value(F.NAME),
        sex=main.value(F.SEX),
        nationality=main.value(F.NATIONALITY),
        address=main.value(F.ADDRESS),
        date_of_birth=main.value(F.BIRTH_DATE),
        date_of_first_issue=main.value(F.FIRST_ISSUE_DATE),
        licence_class=main.value(F.LICENCE_CLASS),
        start_date=main.value(F.VALID_FROM),
        end_date=_end_date(main),
        card_code=main.raw(F.LICENCE_NUMBER),
        archives_code=main.value(F.ARCHIVE_NUMBER),
        issuing_authority=main.value(F.ISSUING_AUTHORITY),
        state=main.value(F.STATUS),
        cumulative_score=main.raw(F.ACCUMULATED_POINTS),
        current_time=main.raw(F.CURRENT_TIME),
        generate_time=main.raw(F.GENERATION_TIME),
        warnings=_licence_warnings([main]),
    )


def korean_licence_answer(result: InspectionResult, request: korean_licence.Request) -> korean_licence.Answer:
    """``Sex`` stays empty as in the seed's example: the licence does not print it."""
    page = SideValues(result, Side.MAIN_PAGE)
    period = [day_first(page.value(name)) for name in (F.RENEWAL_FROM, F.RENEWAL_TO)]
    return korean_licence.Answer(
        security_code=page.value(F.SECURITY_CODE),
        licence_number=page.raw(F.LICENCE_NUMBER),
        resident_number=page.value(F.RESIDENT_NUMBER),
        licence_class=page.value(F.LICENCE_CLASS),
        address=page.value(F.ADDRESS),
        name=page.value(F.NAME),
        renewal_period="~".join(period) if any(period) else "",
        date_of_issue=day_first(page.value(F.ISSUE_DATE)),
        photo=page.crop(CropKind.PORTRAIT) if request.return_head_image else b"",
        birthday=day_first(page.value(F.BIRTH_DATE)),
    )


def vehicle_licence_answer(result: InspectionResult, request: vehicle_licence.Request) -> vehicle_licence.Answer:
    """A page that was not asked for is null, whether or not it is there. Only licences on paper are read, which print
    neither fuel nor any of the electronic licence's fields."""
    asked = _VEHICLE_PAGES["FRONT" if request.tractor_side else request.card_side.value]
    pages = {side: SideValues(result, side) for side in asked}
    shown = {side: page for side, page in pages.items() if page.is_there}
    main, sub = shown.get(Side.MAIN_PAGE), shown.get(Side.SUB_PAGE)
    return vehicle_licence.Answer(
        main_page=_vehicle_main_page(main) if main else None,
        sub_page=_vehicle_sub_page(sub) if sub else None,
        licence_type=vehicle_licence.LicenceType.NORMAL,
        warnings=tuple(
            warn for warn, code in _VEHICLE_WARNINGS.items() if any(page.has(code) for page in shown.values())
        ),
    )


def _vehicle_main_page(main: SideValues) -> vehicle_licence.MainPage:
    return vehicle_licence.MainPage(
        plate_number=main.value(F.PLATE_NUMBER),
        vehicle_type=main.value(F.VEHICLE_TYPE),
        owner=main.value(F.OWNER),
        address=main.value(F.ADDRESS),
        use_character=main.value(F.USE_CHARACTER),
        model=main.value(F.MODEL),
        vin=main.value(F.VIN),
        engine_number=main.value(F.ENGINE_NUMBER),
        registration_date=main.value(F.REGISTRATION_DATE),
        issue_date=main.value(F.ISSUE_DATE),
        seal=main.value(F.ISSUING_AUTHORITY),
    )


def _vehicle_sub_page(sub: SideValues) -> vehicle_licence.SubPage:
    return vehicle_licence.SubPage(
        plate_number=sub.value(F.PLATE_NUMBER),
        archive_number=sub.value(F.ARCHIVE_NUMBER),
        passengers=sub.value(F.PASSENGERS),
        gross_mass=sub.value(F.GROSS_MASS),
        kerb_mass=sub.value(F.KERB_MASS),
        load_mass=sub.value(F.LOAD_MASS),
        dimensions=sub.value(F.DIMENSIONS),
        remarks=sub.value(F.REMARKS),
        inspection_record=sub.value(F.INSPECTION_RECORD),
        towing_mass=sub.value(F.TOWING_MASS),
        barcode_number=sub.value(F.BARCODE_NUMBER),
    )


def _faces(result: InspectionResult, request: id_card.Request) -> tuple[SideValues | None, SideValues | None]:
    """The faces to answer with: both only where both are in the picture and were asked for."""
    front, back = SideValues(result, Side.PORTRAIT_FACE), SideValues(result, Side.EMBLEM_FACE)
    if front.is_there and back.is_there and Switch.MULTI_CARD_DETECT not in request.switches:
        return (None, back) if request.card_side is id_card.CardSide.BACK else (front, None)
    return front if front.is_there else None, back if back.is_there else None


def _check_portrait_face(front: SideValues) -> None:
    number = front.value(F.CITIZEN_NUMBER)
    if not front.value(F.NAME) or not number or not is_valid(number):
        raise ApiError(Code.ID_CARD_INFO_ILLEGAL)


def _validity(side: SideValues) -> str:
    start, until = side.value(F.VALID_FROM), side.value(F.VALID_TO)
    return f"{dotted(start)}-{dotted(until)}" if start and until else ""


def _advanced(sides: list[SideValues], request: id_card.Request) -> id_card.AdvancedInfo:
    on = request.switches
    return id_card.AdvancedInfo(
        id_card=_first_crop(sides, CropKind.RECTIFIED) if Switch.CROP_ID_CARD in on else None,
        portrait=_first_crop(sides, CropKind.PORTRAIT) if Switch.CROP_PORTRAIT in on else None,
        quality=_quality(sides) if Switch.QUALITY in on else None,
        border_code_value=_border_code_value(sides) if Switch.BORDER_CHECK_WARN in on else None,
        warnings=_warnings(sides, request) if request.asks_for_warnings else None,
    )


def _first_crop(sides: list[SideValues], kind: CropKind) -> bytes:
    return next((crop for side in sides if (crop := side.crop(kind))), b"")


def _quality(sides: list[SideValues]) -> int:
    """100 less the worst blur; nothing that could be measured is no quality."""
    scores = [side.score(WarningCode.BLUR) for side in sides]
    known = [score for score in scores if score is not None]
    return round(100 - max(known)) if known else 0


def _border_code_value(sides: list[SideValues]) -> int:
    """How likely the border is cut off or covered: the higher of the two scores."""
    codes = (WarningCode.CUT_OFF, WarningCode.COVERED)
    return round(max((side.score(code) or 0.0 for side in sides for code in codes), default=0.0))


def _warnings(sides: list[SideValues], request: id_card.Request) -> tuple[Warn, ...]:
    asked = {warn for switch in request.switches for warn in id_card.WARNINGS_OF.get(switch, ())}
    return tuple(
        warn for warn, code in _ID_CARD_WARNINGS.items() if warn in asked and any(side.has(code) for side in sides)
    )


def _reflections(sides: list[SideValues], request: id_card.Request) -> tuple[Position, ...]:
    """One entry for each thing that each spot lies on."""
    if not (request.reflect_detail and Switch.REFLECT_WARN in request.switches):
        return ()
    spots = [
        region.on or ("",)
        for side in sides
        for finding in side.findings(WarningCode.GLARE)
        if finding.outcome is Outcome.DETECTED
        for region in finding.regions
    ]
    return tuple(
        position for on in spots for position in dict.fromkeys(_POSITIONS.get(name, Position.FIELD) for name in on)
    )


def _end_date(main: SideValues) -> str:
    """The old form prints how many years it lasts, and is answered so."""
    raw = main.raw(F.VALID_TO).replace(" ", "")
    return raw if _YEARS.fullmatch(raw) else main.value(F.VALID_TO)


def _licence_warnings(sides: list[SideValues]) -> tuple[driver_licence.Warn, ...]:
    return tuple(warn for warn, code in _LICENCE_WARNINGS.items() if any(side.has(code) for side in sides))
