"""Accounts, captures and answers that tests begin with."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageDraw

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.cloud.access import CloudAccess, CloudProtocol
from kyc.engines.cloud.account import Account
from kyc.engines.cloud.engine import CloudEngine
from kyc.engines.cloud.making import make_engine
from kyc.engines.cloud.retrying import Retrying

#: Pauses of a test.
QUICK = Retrying(tries=3, first_pause=0.01, longest_pause=0.02)
REQUEST_ID = "4b67dd01-c0ba-43c0-b899-e1088fa314fe"
SECRET = "a-secret-key-of-nobody"

ID_CARD_FRONT = {
    "Name": "李明",
    "Sex": "男",
    "Nation": "汉",
    "Birth": "1987/1/1",
    "Address": "北京市石景山区高新技术园腾讯大楼",
    "IdNum": "440524198701010014",
    "Authority": "",
    "ValidDate": "",
    "AdvancedInfo": "{}",
    "ReflectDetailInfos": [],
}
ID_CARD_BACK = {**dict.fromkeys(ID_CARD_FRONT, ""), "Authority": "赵县公安局", "ValidDate": "2010.07.21-2020.07.21"}
DRIVER_MAIN = {
    "Name": "李明",
    "Sex": "男",
    "Nationality": "中国",
    "Address": "上海市徐汇区田林路397号腾云大厦6F",
    "DateOfBirth": "1987-01-01",
    "DateOfFirstIssue": "2011-10-01",
    "Class": "C1",
    "StartDate": "2011-10-01",
    "EndDate": "2017-10-01",
    "CardCode": "440524198701010014",
    "IssuingAuthority": "上海市公安局交通警察总队",
    "RecognizeWarnCode": [-9102],
    "RecognizeWarnMsg": ["WARN_DRIVER_LICENSE_COPY_CARD"],
}
DRIVER_SUB = {"Name": "李明", "CardCode": "440524198701010014", "ArchivesCode": "130123421234", "Record": ""}
DRIVER_APP = {
    "Name": "冯妙",
    "CardCode": "321281298512340017",
    "Class": "C1",
    "ArchivesCode": "321123405123",
    "CumulativeScore": "1分",
    "DateOfBirth": "1995-11-22",
    "State": "未处理",
}
KOREAN = {
    "Address": "주 소 전북 전주 덕진 반월 763-1 전주월드컵경기장28",
    "AptitudeTesDate": "28/02/2020~27/08/2020",
    "Birthday": "13/07/1987",
    "DateOfIssue": "28/02/2011",
    "ID": "7043EX",
    "LicenseNumber": "전북 11-006760-90",
    "Name": "HUANG BOWEN",
    "Number": "870713-5260590",
    "Photo": "",
    "Sex": "",
    "Type": "2종보통",
}
VEHICLE = {
    "FrontInfo": {"PlateNo": "沪DGM3391", "VehicleType": "小型轿车", "Vin": "LZZBDG7B5HHDL9575"},
    "BackInfo": {"PlateNo": "沪DGM3391", "FileNo": "310322716959", "LoadQuality": "--"},
    "RecognizeWarnCode": [],
    "RecognizeWarnMsg": [],
}
LEGACY = {
    "code": 0,
    "message": "OK",
    "data": {
        "session_id": "10000018324840",
        "items": [
            {
                "item": "证号",
                "itemcoord": {"x": 226, "y": 66, "width": 194, "height": 30},
                "itemconf": 0.9999638199806212,
                "itemstring": "342221199005033256",
            },
            {
                "item": "住址",
                "itemcoord": {"x": 87, "y": 126, "width": 286, "height": 30},
                "itemconf": 50.2,
                "itemstring": "深圳市南山区万利达大厦",
            },
        ],
    },
}
HUAWEI_DRIVER = {"result": {"number": "440524198701010014", "name": "张三", "birth": "2000-03-06", "class": "C1"}}
HUAWEI_ID_CARD = {
    "result": {
        "name": "张三",
        "number": "440524198701010014",
        "birth": "1987-01-01",
        "detect_copy_result": True,
        "detect_blur_result": None,
        "score_info": {"copy_score": 88, "blur_score": 5000},
        "text_location": {"name": [[10, 10], [60, 10], [60, 30], [10, 30]]},
    }
}
HUAWEI_VEHICLE = {
    "result": {
        "number": "沪DGM3391",
        "vehicle_type": "小型轿车",
        "alarm_result": {"detect_border_integrity_result": True},
        "alarm_confidence": {"border_integrity_score": 91},
    }
}


def response(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"Response": {**content, "RequestId": REQUEST_ID}}


def v3_error(code: str, message: str = "") -> dict[str, Any]:
    return response({"Error": {"Code": code, "Message": message}})


def access(protocol: CloudProtocol, endpoint: str = "http://127.0.0.1:9", **more: Any) -> CloudAccess:
    values: dict[str, Any] = {
        "name": "An account",
        "secret_id": "AKIDnobody",
        "secret_key": SECRET,
        "region": "ap-guangzhou",
        "app_id": "10000001",
        "bucket": "test",
        "project_id": "0123456789abcdef",
        "kinds": frozenset(DocumentKind),
        "calls_per_second": 1000.0,
    }
    return CloudAccess(protocol, endpoint=endpoint, **(values | more))


def engine(reached: CloudAccess, **account: Any) -> CloudEngine:
    """With the pauses of a test; ``account`` replaces its parts."""
    return make_engine(reached, account=Account(reached, **({"retrying": QUICK} | account)))


def picture(width: int = 320, height: int = 200, kind: str = "JPEG", **saved: Any) -> bytes:
    """A small sheet, dark at its top left, so that a turn shows."""
    image = Image.new("RGB", (width, height), (230, 228, 220))
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill=(20, 20, 20))
    stream = io.BytesIO()
    image.save(stream, kind, **saved)
    return stream.getvalue()


PICTURE = picture()


def request(kind: DocumentKind | None, *sides: Side | None, **more: Any) -> InspectionRequest:
    captures = tuple(CaptureInput(f"capture {at}", PICTURE, side_stated=side) for at, side in enumerate(sides))
    return InspectionRequest(captures, kind, **more)


def encoded_picture(width: int = 90, height: int = 120) -> str:
    return base64.b64encode(picture(width, height)).decode()


def advanced(**parts: Any) -> str:
    return json.dumps(parts)
