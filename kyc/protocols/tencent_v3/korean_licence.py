"""``RecognizeKoreanDrivingLicenseOCR`` (seed 004)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kyc.protocols.tencent_v3.parameters import flag
from kyc.protocols.tencent_v3.pictures import NAMES, Picture, decode_picture, encode_picture

REQUESTS_PER_SECOND: Final = 20
PARAMETERS: Final = frozenset({*NAMES, "ReturnHeadImage"})


@dataclass(frozen=True, slots=True)
class Request:
    picture: Picture
    return_head_image: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Values as the wire has them: dates ``dd/mm/yyyy``, the renewal period with ``~`` between two. ``security_code``
    travels as ``ID``, ``resident_number`` as ``Number``; ``photo`` is the portrait's JPEG, empty if not asked for."""

    security_code: str = ""
    licence_number: str = ""
    resident_number: str = ""
    licence_class: str = ""
    address: str = ""
    name: str = ""
    renewal_period: str = ""
    date_of_issue: str = ""
    photo: bytes = b""
    sex: str = ""
    birthday: str = ""


#: Texts of an answer: the wire's name (``AptitudeTesDate`` is spelt so), and ours.
TEXTS: Final[Mapping[str, str]] = {
    "ID": "security_code",
    "LicenseNumber": "licence_number",
    "Number": "resident_number",
    "Type": "licence_class",
    "Address": "address",
    "Name": "name",
    "AptitudeTesDate": "renewal_period",
    "DateOfIssue": "date_of_issue",
    "Sex": "sex",
    "Birthday": "birthday",
}


def decode_request(parameters: Mapping[str, Any]) -> Request:
    """
    Raises:
        ApiError: as ``decode_picture`` and ``flag``.
    """
    return Request(decode_picture(parameters), flag(parameters.get("ReturnHeadImage", False), "ReturnHeadImage"))


def encode_request(request: Request) -> dict[str, Any]:
    return {**encode_picture(request.picture), "ReturnHeadImage": request.return_head_image}


def encode_answer(answer: Answer) -> dict[str, Any]:
    texts = {wire: getattr(answer, ours) for wire, ours in TEXTS.items()}
    return texts | {"Photo": base64.b64encode(answer.photo).decode("ascii")}


def decode_answer(response: Mapping[str, Any]) -> Answer:
    texts = {ours: str(response.get(wire) or "") for wire, ours in TEXTS.items()}
    return Answer(**texts, photo=_photo(str(response.get("Photo") or "")))


def _photo(encoded: str) -> bytes:
    """A photo that is no Base64 is no photo; the texts are worth having without it."""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
