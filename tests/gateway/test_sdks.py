"""The vendors' official SDKs from PyPI, unchanged, against a running desk."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import time
from typing import Any

import httpx
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkocr.v1 import (
    DriverLicenseRequestBody,
    IdCardRequestBody,
    OcrAsyncClient,
    OcrClient,
    RecognizeDriverLicenseRequest,
    RecognizeIdCardRequest,
    RecognizeVehicleLicenseRequest,
    VehicleLicenseRequestBody,
)
from PIL import Image
from tencentcloud.common import credential
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client, ocr_client_async

from kyc.protocols.huawei import tokens
from kyc.protocols.tencent_legacy import signing
from kyc.protocols.tencent_v3.id_card import Switch
from tests.gateway.conftest import Credentials, demo_picture
from tests.running_desk import Desk

#: One desk serves them all.
pytestmark = pytest.mark.xdist_group("gateway")


def encoded(name: str) -> str:
    return base64.b64encode(demo_picture(name)).decode()


def profile(desk: Desk, *, method: str = "POST", sign: str = "TC3-HMAC-SHA256") -> ClientProfile:
    http = HttpProfile(protocol="http", endpoint=desk.url.removeprefix("http://"), reqTimeout=60, reqMethod=method)
    return ClientProfile(httpProfile=http, signMethod=sign)


def tencent(desk: Desk, credentials: Credentials, **options: str) -> Any:
    key = credential.Credential(credentials.secret_id, credentials.secret_key)
    return ocr_client.OcrClient(key, "ap-guangzhou", profile(desk, **options))


def id_card_request(name: str, **parameters: Any) -> models.IDCardOCRRequest:
    request = models.IDCardOCRRequest()
    request.ImageBase64 = encoded(name)
    for parameter, value in parameters.items():
        setattr(request, parameter, value)
    return request


def test_an_id_card_with_every_switch(gateway_desk: Desk, credentials: Credentials) -> None:
    config = json.dumps({switch.value: True for switch in Switch})
    request = id_card_request("clean_portrait", Config=config, EnableReflectDetail=True)
    response = tencent(gateway_desk, credentials).IDCardOCR(request)
    advanced = json.loads(response.AdvancedInfo)
    assert response.Name
    assert len(response.IdNum) == 18
    assert response.Birth.count("/") == 2
    assert set(advanced) == {"IdCard", "Portrait", "Quality", "BorderCodeValue", "WarnInfos"}
    assert base64.b64decode(advanced["IdCard"]).startswith(b"\xff\xd8")
    assert base64.b64decode(advanced["Portrait"]).startswith(b"\xff\xd8")
    assert advanced["WarnInfos"] == []
    assert 50 <= advanced["Quality"] <= 100
    assert 0 <= advanced["BorderCodeValue"] < 50


def test_an_emblem_face_without_switches(gateway_desk: Desk, credentials: Credentials) -> None:
    response = tencent(gateway_desk, credentials).IDCardOCR(id_card_request("clean_emblem", CardSide="BACK"))
    assert response.AdvancedInfo == "{}"
    assert response.ReflectDetailInfos == []
    assert response.Authority
    assert "-" in response.ValidDate
    assert response.Name == ""


@pytest.mark.parametrize("sign", ["HmacSHA1", "HmacSHA256"])
def test_signatures_of_version_1(gateway_desk: Desk, credentials: Credentials, sign: str) -> None:
    response = tencent(gateway_desk, credentials, sign=sign).IDCardOCR(id_card_request("clean_emblem"))
    assert response.Authority


@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
def test_calls_by_get(gateway_desk: Desk, credentials: Credentials, sign: str) -> None:
    """A small picture in the query itself, of 24 KB with its encoding: more than a web server's usual line."""
    request = id_card_request("clean_emblem", CardSide="BACK")
    request.ImageBase64 = base64.b64encode(small_picture("clean_emblem", 17_000)).decode()
    response = tencent(gateway_desk, credentials, method="GET", sign=sign).IDCardOCR(request)
    assert "-" in response.ValidDate


def small_picture(name: str, largest: int) -> bytes:
    whole = Image.open(io.BytesIO(demo_picture(name))).convert("L")
    for width in range(900, 300, -50):
        smaller = whole.resize((width, width * whole.height // whole.width))
        file = io.BytesIO()
        smaller.save(file, "JPEG", quality=50)
        if file.tell() <= largest:
            return file.getvalue()
    raise ValueError(name)


def test_the_other_face_than_stated(gateway_desk: Desk, credentials: Credentials) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        tencent(gateway_desk, credentials).IDCardOCR(id_card_request("clean_emblem", CardSide="FRONT"))
    assert refused.value.code == "FailedOperation.CardSideError"
    assert refused.value.requestId


@pytest.mark.parametrize(
    ("picture", "side", "filled", "empty"),
    [
        ("driving_main", "FRONT", ("Name", "CardCode", "Class", "IssuingAuthority"), ("ArchivesCode", "BackPageName")),
        ("driving_sub", "BACK", ("Name", "CardCode", "ArchivesCode"), ("Class", "BackPageName", "BackPageCardCode")),
        ("driving_sub", "DOUBLE", ("BackPageName", "BackPageCardCode", "ArchivesCode"), ("Class",)),
        ("electronic", "FRONT", ("Name", "ArchivesCode", "State"), ("Address", "IssuingAuthority")),
    ],
)
def test_driving_licences(
    gateway_desk: Desk,
    credentials: Credentials,
    picture: str,
    side: str,
    filled: tuple[str, ...],
    empty: tuple[str, ...],
) -> None:
    request = models.DriverLicenseOCRRequest()
    request.ImageBase64, request.CardSide = encoded(picture), side
    response = tencent(gateway_desk, credentials).DriverLicenseOCR(request)
    assert {name: getattr(response, name) for name in filled if not getattr(response, name)} == {}
    assert {name: getattr(response, name) for name in empty if getattr(response, name)} == {}
    assert response.RecognizeWarnCode == []


def vehicle_request(**parameters: str) -> models.VehicleLicenseOCRRequest:
    request = models.VehicleLicenseOCRRequest()
    request.ImageBase64 = encoded("vehicle")
    for parameter, value in parameters.items():
        setattr(request, parameter, value)
    return request


def test_a_vehicle_licence(gateway_desk: Desk, credentials: Credentials) -> None:
    client = tencent(gateway_desk, credentials)
    both = client.VehicleLicenseOCR(vehicle_request(CardSide="DOUBLE"))
    assert len(both.FrontInfo.Vin) == 17
    assert both.FrontInfo.PlateNo == both.BackInfo.PlateNo != ""
    assert both.FrontInfo.Seal
    assert both.BackInfo.TotalMass.endswith("kg")
    assert (both.TractorBackInfo, both.VehicleLicenseType, both.RecognizeWarnCode) == (None, "Normal", [])
    assert client.VehicleLicenseOCR(vehicle_request()).BackInfo is None


def test_a_tractor_s_sub_page_is_refused(gateway_desk: Desk, credentials: Credentials) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        tencent(gateway_desk, credentials).VehicleLicenseOCR(vehicle_request(TractorCardSide="BACK"))
    assert refused.value.code == "InvalidParameterValue.InvalidParameterValueLimit"


def test_the_async_client(gateway_desk: Desk, credentials: Credentials) -> None:
    async def call() -> tuple[Any, Any]:
        key = credential.Credential(credentials.secret_id, credentials.secret_key)
        async with ocr_client_async.OcrClient(key, "ap-guangzhou", profile(gateway_desk)) as client:
            return (
                await client.IDCardOCR(id_card_request("clean_emblem")),
                await client.VehicleLicenseOCR(vehicle_request(CardSide="BACK")),
            )

    card, licence = asyncio.run(call())
    assert card.Authority
    assert licence.BackInfo.FileNo


def test_a_korean_licence_through_the_common_client(gateway_desk: Desk, credentials: Credentials) -> None:
    key = credential.Credential(credentials.secret_id, credentials.secret_key)
    client = CommonClient("ocr", "2018-11-19", key, "", profile(gateway_desk))
    answer = client.call_json(
        "RecognizeKoreanDrivingLicenseOCR", {"ImageBase64": encoded("korean"), "ReturnHeadImage": "true"}
    )["Response"]
    assert answer["LicenseNumber"]
    assert answer["AptitudeTesDate"].count("/") == 4
    assert answer["AptitudeTesDate"].count("~") == 1
    assert answer["Birthday"].count("/") == 2
    assert answer["Sex"] == ""
    assert base64.b64decode(answer["Photo"]).startswith(b"\xff\xd8")


def test_a_wrong_key(gateway_desk: Desk, credentials: Credentials) -> None:
    wrong = ocr_client.OcrClient(
        credential.Credential(credentials.secret_id, "wrong"), "ap-guangzhou", profile(gateway_desk)
    )
    with pytest.raises(TencentCloudSDKException) as refused:
        wrong.IDCardOCR(id_card_request("clean_emblem"))
    assert refused.value.code == "AuthFailure.SignatureFailure"


# --- Huawei Cloud --------------------------------------------------------------------------------------------------


def huawei(desk: Desk, credentials: Credentials, *, project: bool = True) -> Any:
    keys = BasicCredentials(credentials.secret_id, credentials.secret_key, credentials.project_id if project else None)
    builder = OcrClient.new_builder().with_http_config(HttpConfig(timeout=60))
    return builder.with_credentials(keys).with_endpoint(desk.url).build()


def licence_request(picture: str, **parameters: Any) -> RecognizeDriverLicenseRequest:
    request = RecognizeDriverLicenseRequest()
    request.body = DriverLicenseRequestBody(image=encoded(picture), **parameters)
    return request


def test_huawei_by_access_key(gateway_desk: Desk, credentials: Credentials) -> None:
    response = huawei(gateway_desk, credentials).recognize_driver_license(
        licence_request("driving_main", side="front", return_issuing_authority=True)
    )
    assert response.result.name
    assert response.result.issuing_authority
    sub = huawei(gateway_desk, credentials).recognize_driver_license(licence_request("driving_sub", side="back"))
    assert sub.result.file_number
    assert sub.result.sex is None


def test_huawei_by_token(gateway_desk: Desk, credentials: Credentials) -> None:
    asked = tokens.TokenRequest(credentials.iam_user, credentials.iam_password, credentials.iam_domain, "cn-north-4")
    answer = httpx.post(f"{gateway_desk.url}/v3/auth/tokens", content=tokens.encode_token_request(asked))
    assert answer.status_code == 201
    token = answer.headers["X-Subject-Token"]
    invoker = huawei(gateway_desk, credentials).recognize_driver_license_invoker(licence_request("driving_main"))
    response = invoker.add_header("Authorization", "Bearer x").add_header("X-Auth-Token", token).invoke()
    assert response.result.number


def id_card_body(picture: str, **parameters: Any) -> RecognizeIdCardRequest:
    return RecognizeIdCardRequest(body=IdCardRequestBody(image=encoded(picture), **parameters))


def vehicle_body(**parameters: Any) -> RecognizeVehicleLicenseRequest:
    return RecognizeVehicleLicenseRequest(body=VehicleLicenseRequestBody(image=encoded("vehicle"), **parameters))


def test_huawei_s_id_card_by_access_key(gateway_desk: Desk, credentials: Credentials) -> None:
    client = huawei(gateway_desk, credentials)
    switches = {name: True for name in IdCardRequestBody.openapi_types if name.startswith(("return_", "detect_"))}
    both = client.recognize_id_card(id_card_body("both_faces", side="double_side", **switches)).result
    assert (both.name, both.score_info) == (None, None)
    assert both.front.verification_result.valid_number is True
    assert both.back.verification_result.valid_date is True
    assert both.front.detect_copy_result is False
    assert 0 <= both.front.score_info.copy_score < 50
    assert len(both.front.portrait_location) == 4
    assert base64.b64decode(both.back.adjusted_image).startswith(b"\xff\xd8")
    found = client.recognize_id_card(id_card_body("clean_emblem")).result
    assert found.issue
    assert (found.name, found.verification_result, found.detect_copy_result) == (None, None, None)


def test_huawei_s_vehicle_licence_by_the_async_client(gateway_desk: Desk, credentials: Credentials) -> None:
    keys = BasicCredentials(credentials.secret_id, credentials.secret_key, credentials.project_id)
    builder = OcrAsyncClient.new_builder().with_http_config(HttpConfig(timeout=60))
    client = builder.with_credentials(keys).with_endpoint(gateway_desk.url).build()
    asked = vehicle_body(side="double_side", alarm=True, return_issuing_authority=True)
    result = client.recognize_vehicle_license_async(asked).result().result
    assert result.type == "normal"
    assert len(result.front.vin) == 17
    assert result.front.issuing_authority
    assert result.back.inspection_record
    assert result.back.alarm_result.detect_border_integrity_result is False
    assert result.back.alarm_confidence.border_integrity_score < 50


def test_huawei_s_later_apis_by_token(gateway_desk: Desk, credentials: Credentials) -> None:
    asked = tokens.TokenRequest(credentials.iam_user, credentials.iam_password, credentials.iam_domain, "cn-north-4")
    answer = httpx.post(f"{gateway_desk.url}/v3/auth/tokens", content=tokens.encode_token_request(asked))
    headers = {"X-Auth-Token": answer.headers["X-Subject-Token"]}
    address = f"{gateway_desk.url}/v2/{credentials.project_id}/ocr"
    card = httpx.post(f"{address}/id-card", headers=headers, json={"image": encoded("clean_emblem")}, timeout=60)
    licence = httpx.post(f"{address}/vehicle-license", headers=headers, json={"image": encoded("vehicle")}, timeout=60)
    assert card.json()["result"]["valid_to"]
    assert licence.json()["result"]["number"]


def test_huawei_s_errors(gateway_desk: Desk, credentials: Credentials) -> None:
    with pytest.raises(ClientRequestException) as refused:
        huawei(gateway_desk, credentials).recognize_driver_license(licence_request("driving_main", side="left"))
    assert (refused.value.status_code, refused.value.error_code) == (400, "AIS.0101")
    assert refused.value.request_id
    with pytest.raises(ClientRequestException) as refused:
        huawei(gateway_desk, credentials).recognize_id_card(id_card_body("vehicle", side="front"))
    assert (refused.value.status_code, refused.value.error_code) == (400, "AIS.0104")


# --- Tencent, older ------------------------------------------------------------------------------------------------


def legacy_headers(credentials: Credentials) -> dict[str, str]:
    now = int(time.time())
    return {
        "Host": "recognition.image.myqcloud.com",
        "Authorization": signing.signature(
            credentials.app_id,
            credentials.bucket,
            credentials.secret_id,
            credentials.secret_key,
            now=now,
            expires=now + 2592,
            random=7,
        ),
    }


def test_the_older_api_in_both_forms(gateway_desk: Desk, credentials: Credentials) -> None:
    url = f"{gateway_desk.url}/ocr/drivinglicence"
    in_json = httpx.post(
        url,
        headers=legacy_headers(credentials),
        json={"appid": credentials.app_id, "bucket": credentials.bucket, "type": 1, "image": encoded("driving_main")},
        timeout=60,
    ).json()
    in_parts = httpx.post(
        url,
        headers=legacy_headers(credentials),
        files={
            "appid": ("appid", credentials.app_id),
            "type": ("type", "1"),
            "image": ("test.jpg", demo_picture("driving_main"), "image/jpeg"),
        },
        timeout=60,
    ).json()
    assert in_json["code"] == in_parts["code"] == 0, (in_json, in_parts)
    assert in_json["data"]["items"] == in_parts["data"]["items"]
    labels = " ".join(item["item"] for item in in_json["data"]["items"])
    assert labels == "证号 姓名 性别 国籍 住址 出生日期 领证日期 准驾车型 起始日期 有效日期 红章"
    assert all(0 < item["itemconf"] <= 1 and item["itemstring"] for item in in_json["data"]["items"])


def test_a_browser_s_visit_still_gets_a_page(gateway_desk: Desk) -> None:
    answer = httpx.get(gateway_desk.url + "/", follow_redirects=True)
    assert answer.headers["content-type"].startswith("text/html")
