"""``DriverLicenseOCR`` (seed 000): the driving licence of the PRC, main page, sub page, and electronic form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from kyc.protocols.tencent_v3.parameters import known, member
from kyc.protocols.tencent_v3.pictures import NAMES, Picture, decode_picture, encode_picture

REGIONS: Final = frozenset({"ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai", "na-toronto"})
REQUESTS_PER_SECOND: Final = 10
PARAMETERS: Final = frozenset({*NAMES, "CardSide"})


class CardSide(StrEnum):
    """Main page, sub page, or either or both, as the picture shows."""

    FRONT = "FRONT"
    BACK = "BACK"
    DOUBLE = "DOUBLE"


class Warn(StrEnum):
    COPY = "WARN_DRIVER_LICENSE_COPY_CARD"
    SCREEN = "WARN_DRIVER_LICENSE_SCREENED_CARD"


WARN_CODES: Final[Mapping[Warn, int]] = {Warn.COPY: -9102, Warn.SCREEN: -9103}


@dataclass(frozen=True, slots=True)
class Request:
    picture: Picture
    card_side: CardSide = CardSide.FRONT


@dataclass(frozen=True, slots=True)
class Answer:
    """Values as the wire has them: dates ``YYYY-MM-DD``, but ``X年`` for the end of an old licence's validity; empty
    where nothing was read. ``state``, ``cumulative_score`` and the times are the electronic licence's;
    ``back_page_*`` are filled for a sub page read together with a main page."""

    name: str = ""
    sex: str = ""
    nationality: str = ""
    address: str = ""
    date_of_birth: str = ""
    date_of_first_issue: str = ""
    licence_class: str = ""
    start_date: str = ""
    end_date: str = ""
    card_code: str = ""
    archives_code: str = ""
    record: str = ""
    issuing_authority: str = ""
    state: str = ""
    cumulative_score: str = ""
    current_time: str = ""
    generate_time: str = ""
    back_page_name: str = ""
    back_page_card_code: str = ""
    warnings: tuple[Warn, ...] = field(default=())


#: Texts of an answer: the wire's name, and ours.
TEXTS: Final[Mapping[str, str]] = {
    "Name": "name",
    "Sex": "sex",
    "Nationality": "nationality",
    "Address": "address",
    "DateOfBirth": "date_of_birth",
    "DateOfFirstIssue": "date_of_first_issue",
    "Class": "licence_class",
    "StartDate": "start_date",
    "EndDate": "end_date",
    "CardCode": "card_code",
    "ArchivesCode": "archives_code",
    "Record": "record",
    "IssuingAuthority": "issuing_authority",
    "State": "state",
    "CumulativeScore": "cumulative_score",
    "CurrentTime": "current_time",
    "GenerateTime": "generate_time",
    "BackPageName": "back_page_name",
    "BackPageCardCode": "back_page_card_code",
}


def decode_request(parameters: Mapping[str, Any]) -> Request:
    """
    Raises:
        ApiError: as ``decode_picture`` and ``member``.
    """
    side = member(CardSide, parameters.get("CardSide") or CardSide.FRONT.value, "CardSide")
    return Request(decode_picture(parameters), side)


def encode_request(request: Request) -> dict[str, Any]:
    return {**encode_picture(request.picture), "CardSide": request.card_side.value}


def encode_answer(answer: Answer) -> dict[str, Any]:
    texts = {wire: getattr(answer, ours) for wire, ours in TEXTS.items()}
    return texts | {
        "RecognizeWarnCode": [WARN_CODES[warning] for warning in answer.warnings],
        "RecognizeWarnMsg": [warning.value for warning in answer.warnings],
    }


def decode_answer(response: Mapping[str, Any]) -> Answer:
    """Warnings go by their messages: newer versions re-use the numbers."""
    texts = {ours: str(response.get(wire) or "") for wire, ours in TEXTS.items()}
    return Answer(**texts, warnings=known(Warn, response.get("RecognizeWarnMsg") or []))
