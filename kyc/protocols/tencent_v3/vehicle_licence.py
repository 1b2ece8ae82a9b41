"""``VehicleLicenseOCR``: the vehicle licence of the PRC, main page, sub page, and a tractor's sub page.

Source: models of the vendor's SDK (tencentcloud-sdk-python-ocr 3.1.193); the seeds do not hold this one. A page that is
not in the picture is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from kyc.protocols.tencent_v3.parameters import known, member
from kyc.protocols.tencent_v3.pictures import NAMES, Picture, decode_picture, encode_picture

REGIONS: Final = frozenset({"ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai"})
REQUESTS_PER_SECOND: Final = 10
PARAMETERS: Final = frozenset({*NAMES, "CardSide", "TractorCardSide"})


class CardSide(StrEnum):
    """Main page, sub page, or both in one picture."""

    FRONT = "FRONT"
    BACK = "BACK"
    DOUBLE = "DOUBLE"


class TractorSide(StrEnum):
    """Main page, or the sub page of a tractor's licence, which has other fields."""

    FRONT = "FRONT"
    BACK = "BACK"


class Warn(StrEnum):
    """The vendor's texts, which are those of the driving licence."""

    COPY = "WARN_DRIVER_LICENSE_COPY_CARD"
    SCREEN = "WARN_DRIVER_LICENSE_SCREENED_CARD"
    REFLECTION = "WARN_DRIVER_LICENSE_REFLECTION"
    BLUR = "WARN_DRIVER_LICENSE_BLUR"
    BORDER_INCOMPLETE = "WARN_DRIVER_LICENSE_BORDER_INCOMPLETE"


WARN_CODES: Final[Mapping[Warn, int]] = {
    Warn.COPY: -9102,
    Warn.SCREEN: -9103,
    Warn.REFLECTION: -9104,
    Warn.BLUR: -9105,
    Warn.BORDER_INCOMPLETE: -9106,
}


class LicenceType(StrEnum):
    NORMAL = "Normal"
    ELECTRONIC = "Electronic"


@dataclass(frozen=True, slots=True)
class Request:
    picture: Picture
    card_side: CardSide = CardSide.FRONT
    tractor_side: TractorSide | None = None


@dataclass(frozen=True, slots=True)
class MainPage:
    """Values as the wire has them: dates ``YYYY-MM-DD``, empty where nothing was read. ``seal`` is the issuing
    office's; ``state`` and what follows are the electronic licence's."""

    plate_number: str = ""
    vehicle_type: str = ""
    owner: str = ""
    address: str = ""
    use_character: str = ""
    model: str = ""
    vin: str = ""
    engine_number: str = ""
    registration_date: str = ""
    issue_date: str = ""
    seal: str = ""
    state: str = ""
    inspection_valid_to: str = ""
    generation_time: str = ""


@dataclass(frozen=True, slots=True)
class SubPage:
    """``address`` and what follows are the electronic licence's."""

    plate_number: str = ""
    archive_number: str = ""
    passengers: str = ""
    gross_mass: str = ""
    kerb_mass: str = ""
    load_mass: str = ""
    dimensions: str = ""
    remarks: str = ""
    inspection_record: str = ""
    towing_mass: str = ""
    barcode_number: str = ""
    fuel_type: str = ""
    address: str = ""
    issuing_authority: str = ""
    body_colour: str = ""


@dataclass(frozen=True, slots=True)
class TractorSubPage:
    plate_number: str = ""
    passengers: str = ""
    harvester_mass: str = ""
    least_working_mass: str = ""
    greatest_load: str = ""
    dimensions: str = ""
    inspection_record: str = ""
    vehicle_type: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``licence_type`` is None where an older version does not tell."""

    main_page: MainPage | None = None
    sub_page: SubPage | None = None
    tractor_sub_page: TractorSubPage | None = None
    licence_type: LicenceType | None = None
    warnings: tuple[Warn, ...] = ()


#: Texts of each page: the wire's name, and ours.
MAIN_PAGE_TEXTS: Final[Mapping[str, str]] = {
    "PlateNo": "plate_number",
    "VehicleType": "vehicle_type",
    "Owner": "owner",
    "Address": "address",
    "UseCharacter": "use_character",
    "Model": "model",
    "Vin": "vin",
    "EngineNo": "engine_number",
    "RegisterDate": "registration_date",
    "IssueDate": "issue_date",
    "Seal": "seal",
    "StateElectronic": "state",
    "InspectionValidityTimeElectronic": "inspection_valid_to",
    "GenerationTimeElectronic": "generation_time",
}
SUB_PAGE_TEXTS: Final[Mapping[str, str]] = {
    "PlateNo": "plate_number",
    "FileNo": "archive_number",
    "AllowNum": "passengers",
    "TotalMass": "gross_mass",
    "CurbWeight": "kerb_mass",
    "LoadQuality": "load_mass",
    "ExternalSize": "dimensions",
    "Marks": "remarks",
    "Record": "inspection_record",
    "TotalQuasiMass": "towing_mass",
    "SubPageCode": "barcode_number",
    "FuelType": "fuel_type",
    "AddressElectronic": "address",
    "IssueAuthorityElectronic": "issuing_authority",
    "CarBodyColor": "body_colour",
}
TRACTOR_TEXTS: Final[Mapping[str, str]] = {
    "PlateNo": "plate_number",
    "AllowNum": "passengers",
    "CombineHarvesterQuality": "harvester_mass",
    "TractorMinUsageWeight": "least_working_mass",
    "TractorMaxAllowLoadCapacity": "greatest_load",
    "ExternalSize": "dimensions",
    "Record": "inspection_record",
    "VehicleType": "vehicle_type",
    "Address": "address",
}
Page = TypeVar("Page", MainPage, SubPage, TractorSubPage)


def decode_request(parameters: Mapping[str, Any]) -> Request:
    """
    Raises:
        ApiError: as ``decode_picture`` and ``member``.
    """
    side = member(CardSide, parameters.get("CardSide") or CardSide.FRONT.value, "CardSide")
    tractor = parameters.get("TractorCardSide") or None
    return Request(
        picture=decode_picture(parameters),
        card_side=side,
        tractor_side=None if tractor is None else member(TractorSide, tractor, "TractorCardSide"),
    )


def encode_request(request: Request) -> dict[str, Any]:
    parameters = encode_picture(request.picture) | {"CardSide": request.card_side.value}
    if request.tractor_side is not None:
        parameters["TractorCardSide"] = request.tractor_side.value
    return parameters


def encode_answer(answer: Answer) -> dict[str, Any]:
    response = {
        "FrontInfo": _encoded_page(answer.main_page, MAIN_PAGE_TEXTS),
        "BackInfo": _encoded_page(answer.sub_page, SUB_PAGE_TEXTS),
        "TractorBackInfo": _encoded_page(answer.tractor_sub_page, TRACTOR_TEXTS),
        "RecognizeWarnCode": [WARN_CODES[warning] for warning in answer.warnings],
        "RecognizeWarnMsg": [warning.value for warning in answer.warnings],
    }
    return response | ({"VehicleLicenseType": answer.licence_type.value} if answer.licence_type else {})


def decode_answer(response: Mapping[str, Any]) -> Answer:
    """Warnings go by their messages: older versions used one of the numbers for another warning.

    Raises:
        AttributeError: a page that is no object.
    """
    types = known(LicenceType, [response.get("VehicleLicenseType")])
    return Answer(
        main_page=_decoded_page(MainPage, response.get("FrontInfo"), MAIN_PAGE_TEXTS),
        sub_page=_decoded_page(SubPage, response.get("BackInfo"), SUB_PAGE_TEXTS),
        tractor_sub_page=_decoded_page(TractorSubPage, response.get("TractorBackInfo"), TRACTOR_TEXTS),
        licence_type=types[0] if types else None,
        warnings=known(Warn, response.get("RecognizeWarnMsg") or []),
    )


def _encoded_page(page: Any, texts: Mapping[str, str]) -> dict[str, Any] | None:
    return None if page is None else {wire: getattr(page, ours) for wire, ours in texts.items()}


def _decoded_page(kind: type[Page], given: Any, texts: Mapping[str, str]) -> Page | None:
    return None if given is None else kind(**{ours: str(given.get(wire) or "") for wire, ours in texts.items()})
