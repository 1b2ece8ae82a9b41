"""Rows of the APIs that no seed holds: VehicleLicenseOCR of Tencent Cloud, id-card and vehicle-license of Huawei.

Names are the SDKs' (that none is left out or invented, ``test_huawei_later`` and ``test_tencent_v3_vehicle`` hold
against the SDKs' models).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from kyc.protocols.huawei import id_card, vehicle_licence
from kyc.protocols.huawei.bodies import Alarm
from kyc.protocols.huawei.id_card import Face, PageSide
from kyc.protocols.huawei.vehicle_licence import Alarms, Page
from kyc.protocols.tencent_v3 import vehicle_licence as tencent
from kyc.protocols.tencent_v3.pictures import Picture
from kyc.protocols.wire import WireAnswer
from tests.protocols.rows import Row

TENCENT, ID_CARD, VEHICLE = "VehicleLicenseOCR", "id-card", "vehicle-license"
CODECS: Final[Mapping[str, Any]] = {TENCENT: tencent, ID_CARD: id_card, VEHICLE: vehicle_licence}
_PORTRAIT_FACE: Final = "name sex birth ethnicity address number portrait_image portrait_location"
_EMBLEM_FACE: Final = "issue valid_from valid_to"
_NUMBER_RULES: Final = "valid_number valid_birth valid_sex"
_DATE_RULES: Final = "valid_date valid_validity_period"
_DETECTORS: Final = "reproduce copy tampering border_integrity blocking_within_border blur interim glare"
_MAIN_PAGE: Final = (
    "number vehicle_type name address use_character model engine_no vin register_date issue_date issuing_authority"
)
_SUB_PAGE: Final = (
    "number file_no approved_passengers gross_mass unladen_mass approved_load dimension traction_mass remarks"
    " inspection_record code_number energy_type"
)
_ALARMS: Final = (
    "alarm_result.detect_blocking_within_border_result alarm_result.detect_border_integrity_result"
    " alarm_confidence.blocking_within_border_score alarm_confidence.border_integrity_score"
)


def _under(outer: str, names: str) -> list[str]:
    return [f"{outer}.{name}" for name in names.split()]


def _id_card_fields() -> list[str]:
    common = ["text_location", "adjusted_image", *(f"detect_{name}_result" for name in _DETECTORS.split())]
    common += [f"score_info.{name}_score" for name in _DETECTORS.split()]
    front = [*_PORTRAIT_FACE.split(), *_under("verification_result", _NUMBER_RULES), *common]
    back = [*_EMBLEM_FACE.split(), *_under("verification_result", _DATE_RULES), *common]
    apart = [*_under("front", " ".join(front)), *_under("back", " ".join(back))]
    return [*dict.fromkeys(front + back), *apart]


def _vehicle_fields() -> list[str]:
    front, back = (f"{names} text_location {_ALARMS}" for names in (_MAIN_PAGE, _SUB_PAGE))
    whole = ["type", "color", "mandatory_scrapping_date", "status"]
    return [*whole, *dict.fromkeys(f"{front} {back}".split()), *_under("front", front), *_under("back", back)]


_NAMES: Final[Mapping[tuple[str, str], list[str]]] = {
    (TENCENT, "request"): ["ImageBase64", "ImageUrl", "CardSide", "TractorCardSide"],
    (TENCENT, "response"): [
        *_under("FrontInfo", " ".join(tencent.MAIN_PAGE_TEXTS)),
        *_under("BackInfo", " ".join(tencent.SUB_PAGE_TEXTS)),
        *_under("TractorBackInfo", " ".join(tencent.TRACTOR_TEXTS)),
        *("VehicleLicenseType", "RecognizeWarnMsg"),
    ],
    (TENCENT, "warning"): [
        f"WARN_DRIVER_LICENSE_{name}"
        for name in ("COPY_CARD", "SCREENED_CARD", "REFLECTION", "BLUR", "BORDER_INCOMPLETE")
    ],
    (ID_CARD, "request"): ["image", "url", "side", *id_card.Switch],
    (ID_CARD, "response"): _id_card_fields(),
    (VEHICLE, "request"): ["image", "url", "side", *vehicle_licence.Switch],
    (VEHICLE, "response"): _vehicle_fields(),
}
ROWS: Final = [Row(api, part, str(name)) for (api, part), names in _NAMES.items() for name in names]
_REQUESTS: Final[Mapping[str, Any]] = {
    TENCENT: tencent.Request(Picture(b"picture"), tencent.CardSide.DOUBLE, tencent.TractorSide.BACK),
    ID_CARD: id_card.Request(b"picture", side=PageSide.BACK, switches=frozenset(id_card.Switch)),
    VEHICLE: vehicle_licence.Request(
        b"picture", side=vehicle_licence.PageSide.BACK, switches=frozenset(vehicle_licence.Switch)
    ),
}
_WARN_CODES: Final = (-9102, -9103, -9104, -9105, -9106)
_BOX: Final = ((1, 2), (3, 2), (3, 4), (1, 4))


def check(row: Row) -> None:
    """Raise AssertionError where ``row`` does not travel."""
    {"request": _check_request, "response": _check_response, "warning": _check_warning}[row.part](row)


# --- requests ------------------------------------------------------------------------------------------------------


def _check_request(row: Row) -> None:
    """The parameter is on the wire, and without it the request is another one or none."""
    codec, request = CODECS[row.api], _REQUESTS[row.api]
    if row.name == "ImageUrl":
        request = replace(request, picture=Picture(url="http://a/b.jpg"))
    if row.name == "url":
        request = replace(request, url="http://a/b.jpg", image=b"")
    encoded = codec.encode_request(request)
    sent = json.loads(encoded) if isinstance(encoded, bytes) else dict(encoded)
    assert row.name in sent
    assert _received(codec, sent) == request
    assert _received(codec, {name: value for name, value in sent.items() if name != row.name}) != request


def _received(codec: Any, sent: dict[str, Any]) -> Any:
    try:
        return codec.decode_request(sent if codec is tencent else json.dumps(sent).encode())
    except Exception as error:  # noqa: BLE001 - a refusal is another request as well
        return error


# --- answers -------------------------------------------------------------------------------------------------------


def _check_response(row: Row) -> None:
    """The field is on the wire with a value, all comes back, and without the field another answer comes back."""
    codec, path = CODECS[row.api], row.name.split(".")
    for answer, side in _answers(row.api):
        wire = codec.encode_answer(answer)
        content = json.loads(wire.body)["result"] if isinstance(wire, WireAnswer) else wire
        if _at(content, path):
            assert _decoded(codec, content, side) == answer
            assert _decoded(codec, without(content, path), side) != answer
            return
    raise AssertionError(f"{row} is in no answer")


def _at(content: Any, path: list[str]) -> Any:
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return content


def without(content: Any, path: list[str]) -> Any:
    """``content`` without the member at ``path``."""
    if not isinstance(content, dict):
        return content
    first, *rest = path
    if not rest:
        return {name: value for name, value in content.items() if name != first}
    return {name: without(value, rest) if name == first else value for name, value in content.items()}


def _decoded(codec: Any, content: Any, side: Any) -> Any:
    if codec is tencent:
        return codec.decode_answer(content)
    return codec.decode_answer(WireAnswer(200, json.dumps({"result": content}).encode()), side)


def _answers(api: str) -> Iterator[tuple[Any, Any]]:
    """Answers in which every field has a value that nothing stands for."""
    yield from {TENCENT: _tencent_answers, ID_CARD: _id_card_answers, VEHICLE: _vehicle_answers}[api]()


def _tencent_answers() -> Iterator[tuple[Any, Any]]:
    pages = {
        "main_page": tencent.MainPage(*_texts(tencent.MAIN_PAGE_TEXTS)),
        "sub_page": tencent.SubPage(*_texts(tencent.SUB_PAGE_TEXTS)),
        "tractor_sub_page": tencent.TractorSubPage(*_texts(tencent.TRACTOR_TEXTS)),
    }
    electronic = tencent.LicenceType.ELECTRONIC
    yield tencent.Answer(**pages, licence_type=electronic, warnings=tuple(tencent.Warn)), None


def _texts(names: Any) -> list[str]:
    return [f"值{name}" for name in names]


def _id_card_answers() -> Iterator[tuple[Any, Any]]:
    front, back = _face(PageSide.FRONT, _NUMBER_RULES), _face(PageSide.BACK, _DATE_RULES)
    yield id_card.Answer(front=front), PageSide.FRONT
    yield id_card.Answer(back=back), PageSide.BACK
    yield id_card.Answer(front, back, is_double=True), PageSide.DOUBLE


def _face(side: PageSide, rules: str) -> Face:
    is_front = side is PageSide.FRONT
    return Face(
        side=side,
        **{name: f"值{name}" for name in id_card.TEXTS[side]},
        verification=id_card.Verification(**{rule.removeprefix("valid_"): True for rule in rules.split()}),
        locations={id_card.TEXTS[side][0]: _BOX},
        portrait_location=_BOX if is_front else None,
        portrait_image=b"portrait" if is_front else None,
        adjusted_image=b"card",
        alarms={switch: Alarm(True, 60 + place) for place, switch in enumerate(id_card.SCORES)},
    )


def _vehicle_answers() -> Iterator[tuple[Any, Any]]:
    front, back = _page(vehicle_licence.PageSide.FRONT), _page(vehicle_licence.PageSide.BACK)
    whole: dict[str, Any] = {
        "licence_type": vehicle_licence.LicenceType.ELECTRONIC,
        "colour": "白",
        "scrapping_date": "2040-01-01",
        "status": ("正常",),
    }
    yield vehicle_licence.Answer(front, **whole), front.side
    yield vehicle_licence.Answer(back=back, **whole), back.side
    yield vehicle_licence.Answer(front, back, True, **whole), vehicle_licence.PageSide.DOUBLE


def _page(side: vehicle_licence.PageSide) -> Page:
    names = vehicle_licence.TEXTS[side].values()
    return Page(
        side=side,
        **{name: f"值{name}" for name in names},
        issuing_authority="值issuing_authority" if side is vehicle_licence.PageSide.FRONT else None,
        locations={"plate_number": _BOX},
        alarms=Alarms(Alarm(True, 71), Alarm(True, 72)),
    )


def _check_warning(row: Row) -> None:
    answer = tencent.encode_answer(tencent.Answer(warnings=(tencent.Warn(row.name),)))
    place = [warn.value for warn in tencent.Warn].index(row.name)
    assert (answer["RecognizeWarnCode"], answer["RecognizeWarnMsg"]) == ([_WARN_CODES[place]], [row.name])
