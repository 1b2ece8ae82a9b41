"""``driver-license`` (seed 002), ``id-card`` and ``vehicle-license`` of Huawei Cloud OCR from the client's side.

Where the vendor tells places, they are asked for instead of a rectified picture: it does not say how that one was cut,
and a place in the original is worth more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from kyc.documents.geometry import Point
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CropKind
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.cloud.findings import in_range, said_if
from kyc.engines.cloud.hearing import Heard, Page, Question, Said, Value
from kyc.engines.cloud.vendor_errors import UNREADABLE, Refused, of_huawei
from kyc.protocols.huawei import driver_licence, id_card, vehicle_licence
from kyc.protocols.huawei.bodies import Alarm, Corners, Failure
from kyc.protocols.wire import WireAnswer

F = FieldName
DRIVER: Final = "driver-license"
ID_CARD: Final = "id-card"
VEHICLE: Final = "vehicle-license"


Decoded = TypeVar("Decoded")


def _opened(answered: Decoded | Failure, answer: WireAnswer) -> Decoded:
    """
    Raises:
        Refused: the vendor answered an error.
    """
    if isinstance(answered, Failure):
        raise Refused(of_huawei(answered.code, answer.status), answered.code)
    return answered


# --- driver-license ------------------------------------------------------------------------------------------------

_DRIVER_SIDES: Final = {Side.MAIN_PAGE: driver_licence.PageSide.FRONT, Side.SUB_PAGE: driver_licence.PageSide.BACK}
_DRIVER_FIELDS: Final[Mapping[Side, Mapping[FieldName, str]]] = {
    Side.MAIN_PAGE: {
        F.LICENCE_NUMBER: "number",
        F.NAME: "name",
        F.SEX: "sex",
        F.NATIONALITY: "nationality",
        F.ADDRESS: "address",
        F.BIRTH_DATE: "birth",
        F.FIRST_ISSUE_DATE: "issue_date",
        F.LICENCE_CLASS: "licence_class",
        F.VALID_FROM: "valid_from",
        F.VALID_TO: "valid_to",
        F.ISSUING_AUTHORITY: "issuing_authority",
    },
    Side.SUB_PAGE: {
        F.LICENCE_NUMBER: "number",
        F.NAME: "name",
        F.ARCHIVE_NUMBER: "file_number",
        F.RECORD: "record",
    },
}


def driver_body(question: Question) -> bytes:
    side = _DRIVER_SIDES[question.side or Side.MAIN_PAGE]
    return driver_licence.encode_request(
        driver_licence.Request(image=question.picture, side=side, return_issuing_authority=True)
    )


def driver_heard(answer: WireAnswer, question: Question, api: str) -> Heard:
    """
    Raises:
        Refused: the vendor's error, or nothing was read.
    """
    side = question.side or Side.MAIN_PAGE
    answered = _opened(driver_licence.decode_answer(answer, _DRIVER_SIDES[side]), answer)
    return Heard((_read(DocumentKind.CN_DRIVING_LICENCE, side, answered, _DRIVER_FIELDS[side]),), api)


# --- id-card -------------------------------------------------------------------------------------------------------

_ID_CARD_SIDES: Final = {
    Side.PORTRAIT_FACE: id_card.PageSide.FRONT,
    Side.EMBLEM_FACE: id_card.PageSide.BACK,
    None: id_card.PageSide.EITHER,
}
_ID_CARD_SWITCHES: Final = frozenset(id_card.Switch) - {
    id_card.Switch.ADJUSTED_IMAGE,
    id_card.Switch.PORTRAIT_LOCATION,
    id_card.Switch.VERIFICATION,
}
_ALARMS: Final[Mapping[id_card.Switch, WarningCode]] = {
    id_card.Switch.REPRODUCE: WarningCode.SCREEN_RECAPTURE,
    id_card.Switch.COPY: WarningCode.PRINTED_COPY,
    id_card.Switch.TAMPERING: WarningCode.DIGITAL_TAMPERING,
    id_card.Switch.BORDER_INTEGRITY: WarningCode.CUT_OFF,
    id_card.Switch.BLOCKING_WITHIN_BORDER: WarningCode.COVERED,
    id_card.Switch.BLUR: WarningCode.BLUR,
    id_card.Switch.INTERIM: WarningCode.TEMPORARY_DOCUMENT,
    id_card.Switch.GLARE: WarningCode.GLARE,
}
_PERSON: Final[Mapping[FieldName, str]] = {
    F.NAME: "name",
    F.SEX: "sex",
    F.ETHNICITY: "ethnicity",
    F.BIRTH_DATE: "birth",
    F.ADDRESS: "address",
    F.CITIZEN_NUMBER: "number",
}
_ISSUER: Final[Mapping[FieldName, str]] = {
    F.ISSUING_AUTHORITY: "issue",
    F.VALID_FROM: "valid_from",
    F.VALID_TO: "valid_to",
}


def id_card_body(question: Question) -> bytes:
    request = id_card.Request(image=question.picture, side=_ID_CARD_SIDES[question.side], switches=_ID_CARD_SWITCHES)
    return id_card.encode_request(request)


def id_card_heard(answer: WireAnswer, question: Question, api: str) -> Heard:
    """A temporary card is told by its alarm, or by an issuer on its portrait face.

    Raises:
        Refused: the vendor's error, or nothing of an ordinary card was read.
    """
    answered = _opened(id_card.decode_answer(answer, _ID_CARD_SIDES[question.side]), answer)
    faces = [face for face in (answered.front, answered.back) if face is not None]
    if not faces:
        raise Refused(UNREADABLE, "NOTHING_READ")
    pages = tuple(_face(face) for face in faces)
    if not any(page.is_read for page in pages) and pages[0].kind is DocumentKind.CN_ID_CARD:
        raise Refused(UNREADABLE, "NOTHING_READ")
    return Heard(pages, api, {code: _alarm(faces, switch) for switch, code in _ALARMS.items()})


def _face(face: id_card.Face) -> Page:
    is_front = face.side is id_card.PageSide.FRONT
    has_issuer = any(getattr(face, ours) for ours in _ISSUER.values())
    alarm = face.alarms.get(id_card.Switch.INTERIM)
    is_temporary = bool(alarm and alarm.is_raised) or (is_front and has_issuer)
    kind = DocumentKind.CN_TEMPORARY_ID_CARD if is_temporary else DocumentKind.CN_ID_CARD
    names = ({**_PERSON, **(_ISSUER if is_temporary else {})}) if is_front else ({} if is_temporary else _ISSUER)
    side = Side.PORTRAIT_FACE if is_front else Side.EMBLEM_FACE
    crops = {CropKind.PORTRAIT: face.portrait_image} if is_front and face.portrait_image else {}
    return Page(kind, side, _values(face, names, face.locations or {}), crops)


def _alarm(faces: list[id_card.Face], switch: id_card.Switch) -> Said:
    """Of two faces, the one that raises it counts."""
    alarms = [face.alarms[switch] for face in faces if switch in face.alarms]
    raised = next((alarm for alarm in alarms if alarm.is_raised), None)
    return _said(raised or (alarms[0] if alarms else None))


def _said(alarm: Alarm | None) -> Said:
    """The scale of scores is not stated; 0 to 100 is taken for one, anything else is left out."""
    if alarm is None:
        return Said(Outcome.NOT_RUN)
    if alarm.is_raised is None:
        return Said(Outcome.INCONCLUSIVE, in_range(alarm.score))
    return said_if(is_raised=alarm.is_raised, score=alarm.score)


# --- vehicle-license -----------------------------------------------------------------------------------------------

_VEHICLE_SIDES: Final = {Side.MAIN_PAGE: vehicle_licence.PageSide.FRONT, Side.SUB_PAGE: vehicle_licence.PageSide.BACK}
_VEHICLE_SWITCHES: Final = frozenset(
    {
        vehicle_licence.Switch.ISSUING_AUTHORITY,
        vehicle_licence.Switch.TEXT_LOCATION,
        vehicle_licence.Switch.ALARM,
    }
)
#: The names of a vehicle licence's fields are ours on both sides of the wire format.
_VEHICLE_FIELDS: Final[Mapping[Side, tuple[FieldName, ...]]] = {
    Side.MAIN_PAGE: (
        *(F.PLATE_NUMBER, F.VEHICLE_TYPE, F.OWNER, F.ADDRESS, F.USE_CHARACTER, F.MODEL, F.VIN, F.ENGINE_NUMBER),
        *(F.REGISTRATION_DATE, F.ISSUE_DATE, F.ISSUING_AUTHORITY),
    ),
    Side.SUB_PAGE: (
        *(F.PLATE_NUMBER, F.ARCHIVE_NUMBER, F.PASSENGERS, F.GROSS_MASS, F.KERB_MASS, F.LOAD_MASS, F.DIMENSIONS),
        *(F.TOWING_MASS, F.REMARKS, F.INSPECTION_RECORD, F.BARCODE_NUMBER),
    ),
}


def vehicle_body(question: Question) -> bytes:
    request = vehicle_licence.Request(
        image=question.picture,
        side=_VEHICLE_SIDES[question.side or Side.MAIN_PAGE],
        switches=_VEHICLE_SWITCHES,
    )
    return vehicle_licence.encode_request(request)


def vehicle_heard(answer: WireAnswer, question: Question, api: str) -> Heard:
    """
    Raises:
        Refused: the vendor's error, or nothing was read.
    """
    side = question.side or Side.MAIN_PAGE
    answered = _opened(vehicle_licence.decode_answer(answer, _VEHICLE_SIDES[side]), answer)
    page = answered.front if side is Side.MAIN_PAGE else answered.back
    if page is None:
        raise Refused(UNREADABLE, "NOTHING_READ")
    names = {name: name.value for name in _VEHICLE_FIELDS[side]}
    read = _read(DocumentKind.CN_VEHICLE_LICENCE, side, page, names, page.locations or {})
    alarms = page.alarms
    said = {
        WarningCode.COVERED: _said(alarms.covered if alarms else None),
        WarningCode.CUT_OFF: _said(alarms.cut_off if alarms else None),
    }
    return Heard((read,), api, said)


# --- all of them ---------------------------------------------------------------------------------------------------


def _read(
    kind: DocumentKind,
    side: Side,
    answered: object,
    names: Mapping[FieldName, str],
    locations: Mapping[str, Corners] | None = None,
) -> Page:
    page = Page(kind, side, _values(answered, names, locations or {}))
    if not page.is_read:
        raise Refused(UNREADABLE, "NOTHING_READ")
    return page


def _values(
    answered: object, names: Mapping[FieldName, str], locations: Mapping[str, Corners]
) -> dict[FieldName, Value]:
    return {
        name: Value(getattr(answered, ours) or "", corners=_points(locations.get(ours, ())))
        for name, ours in names.items()
    }


def _points(corners: Corners) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in corners)
