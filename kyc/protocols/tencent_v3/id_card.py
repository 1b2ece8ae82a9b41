"""``IDCardOCR`` (seed 003): the resident identity card of the PRC, ordinary and temporary.

``Config`` and ``AdvancedInfo`` travel as JSON in a string. Where the seed's text and its examples disagree the examples
win: ``AdvancedInfo`` is always there, ``{}`` if nothing was asked for.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Final

from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.parameters import flag, known, member, text
from kyc.protocols.tencent_v3.pictures import NAMES, Picture, decode_picture, encode_picture

REGIONS: Final = frozenset({"ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai", "ap-singapore", "na-toronto"})
REQUESTS_PER_SECOND: Final = 20
PARAMETERS: Final = frozenset({*NAMES, "CardSide", "Config", "EnableRecognitionRectify", "EnableReflectDetail"})


class CardSide(StrEnum):
    """Portrait face, emblem face, or as the picture shows."""

    FRONT = "FRONT"
    BACK = "BACK"
    EITHER = ""


class Switch(StrEnum):
    """Members of ``Config``, all off unless given."""

    CROP_ID_CARD = "CropIdCard"
    CROP_PORTRAIT = "CropPortrait"
    COPY_WARN = "CopyWarn"
    BORDER_CHECK_WARN = "BorderCheckWarn"
    RESHOOT_WARN = "ReshootWarn"
    DETECT_PS_WARN = "DetectPsWarn"
    TEMP_ID_WARN = "TempIdWarn"
    INVALID_DATE_WARN = "InvalidDateWarn"
    QUALITY = "Quality"
    MULTI_CARD_DETECT = "MultiCardDetect"
    REFLECT_WARN = "ReflectWarn"


class Warn(IntEnum):
    """Codes of ``WarnInfos`` as the seed means them; newer versions re-use some of the numbers."""

    INVALID_DATE = -9100
    BORDER_INCOMPLETE = -9101
    COPY = -9102
    RESHOOT = -9103
    TEMPORARY = -9104
    COVERED = -9105
    TAMPERING = -9106
    REFLECTION = -9107


#: Which warnings a switch asks for. With any of these on, ``WarnInfos`` is there, if empty.
WARNINGS_OF: Final[Mapping[Switch, tuple[Warn, ...]]] = {
    Switch.INVALID_DATE_WARN: (Warn.INVALID_DATE,),
    Switch.BORDER_CHECK_WARN: (Warn.BORDER_INCOMPLETE, Warn.COVERED),
    Switch.COPY_WARN: (Warn.COPY,),
    Switch.RESHOOT_WARN: (Warn.RESHOOT,),
    Switch.TEMP_ID_WARN: (Warn.TEMPORARY,),
    Switch.DETECT_PS_WARN: (Warn.TAMPERING,),
    Switch.REFLECT_WARN: (Warn.REFLECTION,),
}


class Position(StrEnum):
    """What a spot of glare lies on."""

    EMBLEM = "NationalEmblem"
    PORTRAIT = "Portrait"
    FIELD = "RecognitionField"
    OTHERS = "Others"


@dataclass(frozen=True, slots=True)
class Request:
    picture: Picture
    card_side: CardSide = CardSide.EITHER
    switches: frozenset[Switch] = frozenset()
    rectify: bool = True
    reflect_detail: bool = False

    @property
    def asks_for_warnings(self) -> bool:
        return any(switch in WARNINGS_OF for switch in self.switches)


@dataclass(frozen=True, slots=True)
class AdvancedInfo:
    """Each part is None unless asked for; crops are JPEG. ``quality`` is 0-100, low is blurred; ``border_code_value``
    0-100, high is cut off or covered."""

    id_card: bytes | None = None
    portrait: bytes | None = None
    quality: int | None = None
    border_code_value: int | None = None
    warnings: tuple[Warn, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Values as the wire has them: ``birth`` ``1987/1/1``, ``valid_date`` ``2010.07.21-2020.07.21`` or ``…-长期``."""

    name: str = ""
    sex: str = ""
    nation: str = ""
    birth: str = ""
    address: str = ""
    id_num: str = ""
    authority: str = ""
    valid_date: str = ""
    advanced: AdvancedInfo = AdvancedInfo()
    reflections: tuple[Position, ...] = ()


#: Texts of an answer: the wire's name, and ours.
TEXTS: Final[Mapping[str, str]] = {
    "Name": "name",
    "Sex": "sex",
    "Nation": "nation",
    "Birth": "birth",
    "Address": "address",
    "IdNum": "id_num",
    "Authority": "authority",
    "ValidDate": "valid_date",
}


def decode_request(parameters: Mapping[str, Any]) -> Request:
    """
    Raises:
        ApiError: as ``decode_picture``, ``flag`` and ``member``; InvalidParameter.ConfigFormatError for a ``Config``
            that is no JSON object.
    """
    return Request(
        picture=decode_picture(parameters),
        card_side=member(CardSide, parameters.get("CardSide", ""), "CardSide"),
        switches=_switches(parameters.get("Config", "")),
        rectify=flag(parameters.get("EnableRecognitionRectify", True), "EnableRecognitionRectify"),
        reflect_detail=flag(parameters.get("EnableReflectDetail", False), "EnableReflectDetail"),
    )


def encode_request(request: Request) -> dict[str, Any]:
    parameters = encode_picture(request.picture)
    if request.card_side:
        parameters["CardSide"] = request.card_side.value
    if request.switches:
        parameters["Config"] = json.dumps({switch.value: True for switch in Switch if switch in request.switches})
    return parameters | {
        "EnableRecognitionRectify": request.rectify,
        "EnableReflectDetail": request.reflect_detail,
    }


def encode_answer(answer: Answer) -> dict[str, Any]:
    texts = {wire: getattr(answer, ours) for wire, ours in TEXTS.items()}
    return texts | {
        "AdvancedInfo": json.dumps(_encoded_advanced(answer.advanced), separators=(",", ":")),
        "ReflectDetailInfos": [{"Position": position.value} for position in answer.reflections],
    }


def decode_answer(response: Mapping[str, Any]) -> Answer:
    positions = [entry.get("Position", "") for entry in response.get("ReflectDetailInfos") or []]
    return Answer(
        **{ours: str(response.get(wire) or "") for wire, ours in TEXTS.items()},
        advanced=_decoded_advanced(str(response.get("AdvancedInfo") or "{}")),
        reflections=known(Position, positions),
    )


def _switches(config: Any) -> frozenset[Switch]:
    """``Config`` is JSON in a string; the SDK lets an object through as well. A null is as good as nothing."""
    members = config if isinstance(config, dict) else _parsed_config(text(config, "Config"))
    given = {member(Switch, name, "Config"): value for name, value in members.items()}
    on = {switch: flag(value, "Config") for switch, value in given.items() if value is not None}
    return frozenset(switch for switch, is_on in on.items() if is_on)


def _parsed_config(config: str) -> dict[str, Any]:
    if not config.strip():
        return {}
    try:
        members = json.loads(config)
    except (ValueError, RecursionError) as error:
        raise ApiError(Code.CONFIG_FORMAT) from error
    if not isinstance(members, dict):
        raise ApiError(Code.CONFIG_FORMAT)
    return members


def _encoded_advanced(advanced: AdvancedInfo) -> dict[str, Any]:
    parts = {
        "IdCard": _base64(advanced.id_card),
        "Portrait": _base64(advanced.portrait),
        "Quality": advanced.quality,
        "BorderCodeValue": advanced.border_code_value,
        "WarnInfos": None if advanced.warnings is None else [int(code) for code in advanced.warnings],
    }
    return {name: part for name, part in parts.items() if part is not None}


def _decoded_advanced(encoded: str) -> AdvancedInfo:
    """
    Raises:
        ValueError: the string is no JSON object.
    """
    parts = json.loads(encoded)
    if not isinstance(parts, dict):
        raise ValueError("AdvancedInfo is no object")
    warnings = parts.get("WarnInfos")
    return AdvancedInfo(
        id_card=_bytes(parts.get("IdCard")),
        portrait=_bytes(parts.get("Portrait")),
        quality=_number(parts.get("Quality")),
        border_code_value=_number(parts.get("BorderCodeValue")),
        warnings=None if warnings is None else known(Warn, warnings),
    )


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(encoded: Any) -> bytes | None:
    """A crop that is no Base64 is no crop; the rest is worth having without it."""
    try:
        return None if encoded is None else base64.b64decode(str(encoded), validate=True)
    except (binascii.Error, ValueError):
        return None


def _number(given: Any) -> int | None:
    return None if given is None else round(float(given))
