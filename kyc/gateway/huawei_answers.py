"""Results as Huawei Cloud's APIs answer them: driver-license as in seed 002, the others as its SDK's models.

An alarm is true or false only where a detector said so. Where it could not tell, or has nothing to judge, the wire has
null: to a client that only looks for true this is no alarm, and to one that looks closely it is no all-clear.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from kyc.documents.checks import run_checks
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CheckOutcome, CropKind, DeclaredData, InspectionResult
from kyc.documents.warnings import WarningCode
from kyc.gateway.sides import SideValues
from kyc.protocols.huawei import driver_licence, id_card, vehicle_licence
from kyc.protocols.huawei.bodies import Alarm, Corners
from kyc.protocols.huawei.id_card import Switch
from kyc.protocols.huawei.vehicle_licence import Switch as VehicleSwitch

F = FieldName
#: Detectors behind each alarm of an identity card.
_ALARMS: Final[Mapping[Switch, WarningCode]] = {
    Switch.REPRODUCE: WarningCode.SCREEN_RECAPTURE,
    Switch.COPY: WarningCode.PRINTED_COPY,
    Switch.TAMPERING: WarningCode.DIGITAL_TAMPERING,
    Switch.BORDER_INTEGRITY: WarningCode.CUT_OFF,
    Switch.BLOCKING_WITHIN_BORDER: WarningCode.COVERED,
    Switch.BLUR: WarningCode.BLUR,
    Switch.INTERIM: WarningCode.TEMPORARY_DOCUMENT,
    Switch.GLARE: WarningCode.GLARE,
}
#: Fields by the names of the wire's modules.
_ID_CARD_FIELDS: Final[Mapping[str, FieldName]] = {
    "name": F.NAME,
    "sex": F.SEX,
    "birth": F.BIRTH_DATE,
    "ethnicity": F.ETHNICITY,
    "address": F.ADDRESS,
    "number": F.CITIZEN_NUMBER,
    "issue": F.ISSUING_AUTHORITY,
    "valid_from": F.VALID_FROM,
    "valid_to": F.VALID_TO,
}
#: Those of a vehicle licence have the names of ours, but for what paper does not print.
_NOT_PRINTED: Final = frozenset({"energy_type"})


def driver_licence_answer(result: InspectionResult, asked: driver_licence.Request) -> driver_licence.Answer:
    if asked.side is driver_licence.PageSide.BACK:
        sub = SideValues(result, Side.SUB_PAGE)
        return driver_licence.Answer(
            side=driver_licence.PageSide.BACK,
            number=sub.raw(F.LICENCE_NUMBER),
            name=sub.value(F.NAME),
            file_number=sub.value(F.ARCHIVE_NUMBER),
            record=sub.value(F.RECORD),
        )
    main = SideValues(result, Side.MAIN_PAGE)
    return driver_licence.Answer(
        number=main.raw(F.LICENCE_NUMBER),
        name=main.value(F.NAME),
        sex=main.value(F.SEX),
        nationality=main.value(F.NATIONALITY),
        address=main.value(F.ADDRESS),
        birth=main.value(F.BIRTH_DATE),
        issue_date=main.value(F.FIRST_ISSUE_DATE),
        licence_class=main.value(F.LICENCE_CLASS),
        valid_from=main.value(F.VALID_FROM),
        valid_to=main.value(F.VALID_TO),
        issuing_authority=main.value(F.ISSUING_AUTHORITY) if asked.return_issuing_authority else None,
    )


# --- identity card -------------------------------------------------------------------------------------------------


def id_card_answer(result: InspectionResult, asked: id_card.Request) -> id_card.Answer:
    """One face, flat, or for ``double_side`` each one that the picture shows."""
    front, back = (
        _face(result, side, face_of, asked.switches) if SideValues(result, face_of).is_there else None
        for side, face_of in (
            (id_card.PageSide.FRONT, Side.PORTRAIT_FACE),
            (id_card.PageSide.BACK, Side.EMBLEM_FACE),
        )
    )
    if asked.side is id_card.PageSide.DOUBLE:
        return id_card.Answer(front, back, is_double=True)
    if front is None or asked.side is id_card.PageSide.BACK:
        return id_card.Answer(back=back)
    return id_card.Answer(front=front)


def _face(result: InspectionResult, side: id_card.PageSide, face: Side, switches: frozenset[Switch]) -> id_card.Face:
    values = SideValues(result, face)
    is_front = face is Side.PORTRAIT_FACE
    return id_card.Face(
        side=side,
        **{name: values.value(field) for name, field in _ID_CARD_FIELDS.items()},
        verification=_verification(result, face) if Switch.VERIFICATION in switches else None,
        locations=_locations(values, _ID_CARD_FIELDS) if Switch.TEXT_LOCATION in switches else None,
        portrait_location=_portrait(values, is_there=is_front) if Switch.PORTRAIT_LOCATION in switches else None,
        portrait_image=values.crop(CropKind.PORTRAIT) if Switch.PORTRAIT_IMAGE in switches else None,
        adjusted_image=values.crop(CropKind.RECTIFIED) if Switch.ADJUSTED_IMAGE in switches else None,
        alarms={switch: _alarm(values, code) for switch, code in _ALARMS.items() if switch in switches},
    )


def _verification(result: InspectionResult, face: Side) -> id_card.Verification:
    """By the desk's own checks of what is printed on this face: a reading that was made to agree with another proves
    nothing."""
    printed = [field for field in result.fields if field.side is face]
    checks = run_checks(result.kind, printed, DeclaredData(), timezone.localdate(), [face])
    passed = {check.code for check in checks if check.outcome is CheckOutcome.PASSED}
    is_number = "number_check_digit" in passed
    return id_card.Verification(
        number=is_number,
        birth=is_number and "number_birth_date" in passed,
        sex=is_number and "number_sex" in passed,
        date={"not_expired", "already_valid"} <= passed,
        validity_period=bool({"validity_term", "temporary_term"} & passed),
    )


# --- vehicle licence -----------------------------------------------------------------------------------------------


def vehicle_licence_answer(result: InspectionResult, asked: vehicle_licence.Request) -> vehicle_licence.Answer:
    """Licences on paper only: an electronic one is none that the desk reads, whether or not it was asked to."""
    front, back = (
        _page(SideValues(result, page_of), side, asked.switches) if _is_asked(side, asked) else None
        for side, page_of in (
            (vehicle_licence.PageSide.FRONT, Side.MAIN_PAGE),
            (vehicle_licence.PageSide.BACK, Side.SUB_PAGE),
        )
    )
    is_double = asked.side is vehicle_licence.PageSide.DOUBLE
    return vehicle_licence.Answer(front, back, is_double, vehicle_licence.LicenceType.NORMAL)


def _is_asked(side: vehicle_licence.PageSide, asked: vehicle_licence.Request) -> bool:
    return asked.side in (side, vehicle_licence.PageSide.DOUBLE)


def _page(
    values: SideValues, side: vehicle_licence.PageSide, switches: frozenset[VehicleSwitch]
) -> vehicle_licence.Page | None:
    if not values.is_there:
        return None
    names = set(vehicle_licence.TEXTS[side].values()) - _NOT_PRINTED
    fields = {name: FieldName(name) for name in sorted(names)}
    asks_authority = VehicleSwitch.ISSUING_AUTHORITY in switches and side is vehicle_licence.PageSide.FRONT
    placed = fields | ({"issuing_authority": F.ISSUING_AUTHORITY} if asks_authority else {})
    return vehicle_licence.Page(
        side=side,
        **{name: values.value(field) for name, field in placed.items()},
        locations=_locations(values, placed) if VehicleSwitch.TEXT_LOCATION in switches else None,
        alarms=_vehicle_alarms(values) if VehicleSwitch.ALARM in switches else None,
    )


def _vehicle_alarms(values: SideValues) -> vehicle_licence.Alarms:
    return vehicle_licence.Alarms(
        covered=_alarm(values, WarningCode.COVERED), cut_off=_alarm(values, WarningCode.CUT_OFF)
    )


# --- what both have ------------------------------------------------------------------------------------------------


def _alarm(values: SideValues, code: WarningCode) -> Alarm:
    score = values.score(code)
    return Alarm(values.verdict(code), None if score is None else round(score))


def _locations(values: SideValues, fields: Mapping[str, FieldName]) -> dict[str, Corners]:
    """Places of what was read."""
    found = {name: values.field(field) for name, field in fields.items()}
    return {name: _corners(field.quad) for name, field in found.items() if field and field.value and field.quad}


def _portrait(values: SideValues, *, is_there: bool) -> Corners:
    quad = values.portrait_place() if is_there else None
    return _corners(quad) if quad else ()


def _corners(quad: Quad) -> Corners:
    """In the order in which it is read, as the wire has them; never beyond the picture's first row and column."""
    return tuple((max(0, round(x)), max(0, round(y))) for x, y in quad.points)
