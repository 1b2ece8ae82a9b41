"""Every request parameter, response field, switch and warning of the seeds as one row, and a check for each kind; those
of the later APIs stand in ``later_rows``.

A check works through a codec's public functions only, so that a field which an encoder drops is missed by its row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from kyc.protocols.huawei import driver_licence as huawei
from kyc.protocols.tencent_legacy import licence as legacy
from kyc.protocols.tencent_v3 import driver_licence, id_card, korean_licence
from kyc.protocols.tencent_v3.pictures import Picture
from kyc.protocols.wire import WireRequest
from tests.protocols import later_rows
from tests.protocols.rows import Row

CODECS: Final[Mapping[str, Any]] = {
    "IDCardOCR": id_card,
    "DriverLicenseOCR": driver_licence,
    "RecognizeKoreanDrivingLicenseOCR": korean_licence,
    "drivinglicence": legacy,
    "driver-license": huawei,
    **later_rows.CODECS,
}
_NAMES: Final[Mapping[tuple[str, str], str]] = {
    ("IDCardOCR", "request"): "ImageBase64 ImageUrl CardSide Config EnableRecognitionRectify EnableReflectDetail",
    ("IDCardOCR", "switch"): "CropIdCard CropPortrait CopyWarn BorderCheckWarn ReshootWarn DetectPsWarn TempIdWarn"
    " InvalidDateWarn Quality MultiCardDetect ReflectWarn",
    (
        "IDCardOCR",
        "response",
    ): "Name Sex Nation Birth Address IdNum Authority ValidDate AdvancedInfo ReflectDetailInfos",
    ("IDCardOCR", "advanced"): "IdCard Portrait Quality BorderCodeValue WarnInfos",
    ("IDCardOCR", "warning"): "-9100 -9101 -9102 -9103 -9104 -9105 -9106 -9107",
    ("IDCardOCR", "position"): "NationalEmblem Portrait RecognitionField Others",
    ("DriverLicenseOCR", "request"): "ImageBase64 ImageUrl CardSide",
    (
        "DriverLicenseOCR",
        "response",
    ): "Name Sex Nationality Address DateOfBirth DateOfFirstIssue Class StartDate"
    " EndDate"
    " CardCode ArchivesCode Record RecognizeWarnCode RecognizeWarnMsg IssuingAuthority State CumulativeScore"
    " CurrentTime GenerateTime BackPageName BackPageCardCode",
    ("DriverLicenseOCR", "warning"): "WARN_DRIVER_LICENSE_COPY_CARD WARN_DRIVER_LICENSE_SCREENED_CARD",
    ("RecognizeKoreanDrivingLicenseOCR", "request"): "ImageBase64 ImageUrl ReturnHeadImage",
    ("RecognizeKoreanDrivingLicenseOCR", "response"): "ID LicenseNumber Number Type Address Name AptitudeTesDate"
    " DateOfIssue Photo Sex Birthday",
    ("drivinglicence", "request"): "appid bucket type image url",
    ("drivinglicence", "response"): "session_id item itemstring itemconf x y width height",
    ("driver-license", "request"): "image url side return_issuing_authority",
    ("driver-license", "response"): "number name sex nationality address birth issue_date class valid_from valid_to"
    " issuing_authority file_number record",
}
ROWS: Final = [
    Row(api, part, name) for (api, part), names in _NAMES.items() for name in names.split()
] + later_rows.ROWS
#: A request in which no parameter has its default, and one with an address for its picture.
_PICTURE, _ADDRESS = Picture(data=b"picture"), Picture(url="http://a/b.jpg")
_REQUESTS: Final[Mapping[str, Any]] = {
    "IDCardOCR": id_card.Request(_PICTURE, id_card.CardSide.BACK, frozenset(id_card.Switch), False, True),
    "DriverLicenseOCR": driver_licence.Request(_PICTURE, driver_licence.CardSide.DOUBLE),
    "RecognizeKoreanDrivingLicenseOCR": korean_licence.Request(_PICTURE, True),
    "drivinglicence": legacy.Request("1", legacy.LicenceType.VEHICLE_SUB, b"picture", bucket="test"),
    "driver-license": huawei.Request(b"picture", "", huawei.PageSide.BACK, True),
}


def check(row: Row) -> None:
    """Raise AssertionError where ``row`` does not travel."""
    if row.api in later_rows.CODECS:
        later_rows.check(row)
        return
    {
        "request": _check_request,
        "switch": _check_request,
        "response": _check_response,
        "advanced": _check_advanced,
        "warning": _check_warning,
        "position": _check_position,
    }[row.part](row)


def _check_request(row: Row) -> None:
    """The parameter is on the wire, and without it the request is another one."""
    codec, request = CODECS[row.api], _REQUESTS[row.api]
    if row.name.lower().endswith("url"):
        address = {"url": "http://a/b.jpg"}
        request = (
            replace(request, **address, image=b"") if hasattr(request, "url") else replace(request, picture=_ADDRESS)
        )
    sent = _sent(codec, request)
    if row.part == "switch":
        assert json.loads(sent["Config"])[row.name] is True
        request = replace(request, switches=request.switches - {id_card.Switch(row.name)})
        assert row.name not in json.loads(_sent(codec, request)["Config"])
        assert codec.decode_request(_sent(codec, request)) == request
        return
    assert row.name in sent
    assert _received(codec, sent) == request


def _sent(codec: Any, request: Any) -> dict[str, Any]:
    encoded = codec.encode_request(request)
    if isinstance(encoded, tuple):
        return dict(json.loads(encoded[1]))
    return dict(json.loads(encoded)) if isinstance(encoded, bytes) else dict(encoded)


def _received(codec: Any, sent: dict[str, Any]) -> Any:
    if codec is legacy:
        body = json.dumps(sent).encode()
        return codec.decode_request(WireRequest("POST", legacy.PATH, "", (("Content-Type", "application/json"),), body))
    return codec.decode_request(json.dumps(sent).encode() if codec is huawei else sent)


def _check_response(row: Row) -> None:
    """A value that no other field has arrives under the field's name, and comes back."""
    if row.api == "drivinglicence":
        _check_legacy_item(row)
        return
    codec = CODECS[row.api]
    for answer in _answers(row.api):
        wire = codec.encode_answer(answer)
        content = json.loads(wire.body)["result"] if codec is huawei else wire
        if row.name in content:
            assert content[row.name] not in ("", [], "{}")
            others = [value for name, value in content.items() if name != row.name]
            assert content[row.name] not in others
            back = codec.decode_answer(wire, answer.side) if codec is huawei else codec.decode_answer(content)
            assert back == answer
            return
    raise AssertionError(f"{row} is in no answer")


def _answers(api: str) -> list[Any]:
    """Answers in which every field has a value of its own."""
    if api == "driver-license":
        every = {entry.name: f"值{entry.name}" for entry in fields(huawei.Answer) if entry.name != "side"}
        main = {name: value for name, value in every.items() if name not in ("file_number", "record")}
        sub = {name: every[name] for name in ("number", "name", "file_number", "record")}
        return [huawei.Answer(huawei.PageSide.FRONT, **main), huawei.Answer(huawei.PageSide.BACK, **sub)]
    texts = {ours: f"值{ours}" for ours in CODECS[api].TEXTS.values()}
    more: dict[str, dict[str, Any]] = {
        "IDCardOCR": {"advanced": _advanced(), "reflections": tuple(id_card.Position)},
        "DriverLicenseOCR": {"warnings": tuple(driver_licence.Warn)},
        "RecognizeKoreanDrivingLicenseOCR": {"photo": b"photo"},
    }
    return [CODECS[api].Answer(**texts, **more[api])]


def _advanced() -> id_card.AdvancedInfo:
    return id_card.AdvancedInfo(b"card", b"portrait", 71, 12, tuple(id_card.Warn))


def _check_advanced(row: Row) -> None:
    sent = json.loads(id_card.encode_answer(id_card.Answer(advanced=_advanced()))["AdvancedInfo"])
    assert sent[row.name]
    again = id_card.decode_answer({"AdvancedInfo": json.dumps(sent)})
    assert again.advanced == _advanced()


def _check_warning(row: Row) -> None:
    if row.api == "IDCardOCR":
        warn = id_card.Warn(int(row.name))
        answer = id_card.Answer(advanced=id_card.AdvancedInfo(warnings=(warn,)))
        assert json.loads(id_card.encode_answer(answer)["AdvancedInfo"]) == {"WarnInfos": [int(row.name)]}
        assert any(warn in warns for warns in id_card.WARNINGS_OF.values())
        return
    licence_answer = driver_licence.encode_answer(driver_licence.Answer(warnings=(driver_licence.Warn(row.name),)))
    code = {"WARN_DRIVER_LICENSE_COPY_CARD": -9102, "WARN_DRIVER_LICENSE_SCREENED_CARD": -9103}[row.name]
    assert (licence_answer["RecognizeWarnCode"], licence_answer["RecognizeWarnMsg"]) == ([code], [row.name])


def _check_position(row: Row) -> None:
    answer = id_card.encode_answer(id_card.Answer(reflections=(id_card.Position(row.name),)))
    assert answer["ReflectDetailInfos"] == [{"Position": row.name}]


def _check_legacy_item(row: Row) -> None:
    item = legacy.Item("证号", "342221199005033256", 0.97, (226, 66, 194, 30))
    answer = legacy.Answer("session", (item,))
    data = json.loads(legacy.encode_answer(answer).body)["data"]
    flat = {**data, **data["items"][0], **data["items"][0]["itemcoord"]}
    expected = {"session_id": "session", "item": item.label, "itemstring": item.text, "itemconf": item.confidence}
    expected |= dict(zip(("x", "y", "width", "height"), item.box, strict=True))
    assert flat[row.name] == expected[row.name]
