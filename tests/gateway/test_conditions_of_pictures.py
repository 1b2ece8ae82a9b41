"""Codes that a picture earns, each by a picture that has it, through the real engine."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kyc.engines.local import LocalEngine
from tests.gateway.calling import Caller, base64_of, file_of, new_caller
from tests.gateway.conftest import demo_picture

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("gateway")]

ID_CARD, DRIVER, KOREAN = "IDCardOCR", "DriverLicenseOCR", "RecognizeKoreanDrivingLicenseOCR"
VEHICLE = "VehicleLicenseOCR"
LEGACY, HUAWEI = "drivinglicence", "driver-license"
HUAWEI_ID_CARD, HUAWEI_VEHICLE = "id-card", "vehicle-license"
#: Where the main page ends in the demo's picture of a vehicle licence, as a part of the picture's height.
PAGE_ENDS = 0.47


def seed(action: str, code: str) -> Any:
    return pytest.mark.seed(action=action, code=code)


def picture(name: str) -> Image.Image:
    return Image.open(io.BytesIO(demo_picture(name))).convert("RGB")


def table(width: int = 1600, height: int = 1200) -> Image.Image:
    """A table with nothing on it."""
    grain = np.random.default_rng(5).normal(150, 4, (height, width, 1)).clip(0, 255)
    return Image.fromarray(np.repeat(grain, 3, axis=2).astype(np.uint8))


def small(shown: Image.Image) -> bytes:
    """The picture from far away: its document 250 pixels wide at most."""
    far = table()
    shrunk = shown.copy()
    shrunk.thumbnail((330, 330), Image.Resampling.LANCZOS)
    far.paste(shrunk, (500, 400))
    return file_of(far)


def twice(name: str) -> bytes:
    """Two pictures of the same side on one sheet."""
    one = picture(name)
    both = Image.new("RGB", (one.width, 2 * one.height))
    both.paste(one, (0, 0))
    both.paste(one, (0, one.height))
    both.thumbnail((2400, 2400), Image.Resampling.LANCZOS)
    return file_of(both)


def blurred(name: str) -> bytes:
    return file_of(picture(name).filter(ImageFilter.GaussianBlur(7)))


def cut_short(name: str) -> bytes:
    data = demo_picture(name)
    return data[: len(data) // 3]


def main_page() -> Image.Image:
    """A vehicle licence's main page without the sub page below it."""
    both = picture("vehicle")
    return both.crop((0, 0, both.width, round(PAGE_ENDS * both.height)))


def words() -> bytes:
    """A few words that belong to no document."""
    sheet = Image.new("RGB", (1600, 1200), "white")
    font = ImageFont.truetype("DejaVuSans.ttf", 80)
    ImageDraw.Draw(sheet).text((200, 400), "SPECIMEN 2026", fill="black", font=font)
    return file_of(sheet)


def too_many_pixels() -> bytes:
    return file_of(Image.new("RGB", (9000, 300), "white"), "PNG")


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {
        "vehicle": demo_picture("vehicle"),
        "emblem": demo_picture("clean_emblem"),
        "portrait": demo_picture("clean_portrait"),
        "driving_main": demo_picture("driving_main"),
        "small_portrait": small(picture("clean_portrait")),
        "small_driving": small(picture("driving_main")),
        "two_portraits": twice("clean_portrait"),
        "two_driving": twice("driving_main"),
        "small_vehicle": small(main_page()),
        "two_vehicles": twice("vehicle"),
        "blurred_vehicle": blurred("vehicle"),
        "cut_vehicle": cut_short("vehicle"),
        "vehicle_main": file_of(main_page()),
        "blurred_portrait": blurred("clean_portrait"),
        "blurred_driving": blurred("driving_main"),
        "cut_driving": cut_short("driving_main"),
        "cut_korean": cut_short("korean"),
        "table": file_of(table()),
        "words": words(),
        "too_large": too_many_pixels(),
        "tiny": file_of(Image.new("RGB", (60, 60), "white")),
    }


V3 = [
    (ID_CARD, "vehicle", "", "FailedOperation.ImageNoIdCard"),
    (ID_CARD, "table", "", "FailedOperation.ImageNoIdCard"),
    (ID_CARD, "small_portrait", "", "FailedOperation.IdCardTooSmall"),
    (ID_CARD, "blurred_portrait", "", "FailedOperation.ImageBlur"),
    (ID_CARD, "two_portraits", "", "FailedOperation.MultiCardError"),
    (ID_CARD, "emblem", "FRONT", "FailedOperation.CardSideError"),
    (ID_CARD, "portrait", "BACK", "FailedOperation.CardSideError"),
    (ID_CARD, "too_large", "", "FailedOperation.ImageSizeTooLarge"),
    (ID_CARD, "words", "", "FailedOperation.OcrFailed"),
    (DRIVER, "portrait", "", "FailedOperation.NoDriverLicenseError"),
    (DRIVER, "table", "", "FailedOperation.ImageNoText"),
    (DRIVER, "blurred_driving", "", "FailedOperation.ImageBlur"),
    (DRIVER, "two_driving", "", "FailedOperation.LicenseMultiCardError"),
    (DRIVER, "driving_main", "BACK", "FailedOperation.LicenseCardSideError"),
    (DRIVER, "cut_driving", "", "InvalidParameter.EngineImageDecodeFailed"),
    (DRIVER, "too_large", "", "FailedOperation.ImageSizeTooLarge"),
    (DRIVER, "small_driving", "", "FailedOperation.OcrFailed"),
    (VEHICLE, "portrait", "", "FailedOperation.NoVehicleLicenseError"),
    (VEHICLE, "driving_main", "DOUBLE", "FailedOperation.NoVehicleLicenseError"),
    (VEHICLE, "table", "", "FailedOperation.ImageNoText"),
    (VEHICLE, "blurred_vehicle", "", "FailedOperation.ImageBlur"),
    (VEHICLE, "two_vehicles", "", "FailedOperation.LicenseMultiCardError"),
    (VEHICLE, "vehicle_main", "BACK", "FailedOperation.LicenseCardSideError"),
    (VEHICLE, "cut_vehicle", "", "InvalidParameter.EngineImageDecodeFailed"),
    (VEHICLE, "too_large", "", "FailedOperation.ImageSizeTooLarge"),
    (VEHICLE, "small_vehicle", "", "FailedOperation.OcrFailed"),
    (KOREAN, "cut_korean", "", "InvalidParameter.EngineImageDecodeFailed"),
    (KOREAN, "portrait", "", "FailedOperation.OcrFailed"),
]


@pytest.mark.parametrize(
    ("action", "name", "side", "code"), [pytest.param(*row, marks=seed(row[0], row[3])) for row in V3]
)
def test_codes_of_tencent_cloud(pictures: dict[str, bytes], action: str, name: str, side: str, code: str) -> None:
    given = {"ImageBase64": base64_of(pictures[name])} | ({"CardSide": side} if side else {})
    assert new_caller().code(action, given) == code


@seed(ID_CARD, "FailedOperation.IdCardInfoIllegal")
def test_a_portrait_face_whose_number_fails_unless_nothing_is_rectified() -> None:
    """The number's last digits are painted over, as a thumb would cover them."""
    covered = picture("clean_portrait")
    caller = new_caller()
    whole = caller.v3(ID_CARD, {"ImageBase64": base64_of(file_of(covered))})
    assert len(whole["IdNum"]) == 18
    number = _box_of_number(covered)
    covered.paste((120, 110, 100), (number[0] + (number[2] - number[0]) // 2, number[1], number[2], number[3]))
    given = {"ImageBase64": base64_of(file_of(covered))}
    assert caller.code(ID_CARD, given) == "FailedOperation.IdCardInfoIllegal"
    assert caller.code(ID_CARD, given | {"EnableRecognitionRectify": False}) == ""


def _box_of_number(image: Image.Image) -> tuple[int, int, int, int]:
    from kyc.documents.kinds import DocumentKind, FieldName
    from kyc.gateway.recognising import recognise

    result = recognise(file_of(image), DocumentKind.CN_ID_CARD, None)
    quad = next(field.quad for field in result.fields if field.name is FieldName.CITIZEN_NUMBER)
    assert quad is not None
    left, top, right, bottom = quad.bounds()
    return int(left), int(top) - 6, int(right) + 6, int(bottom) + 6


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        pytest.param("small_driving", 1, -9002, marks=seed(LEGACY, "-9002")),
        pytest.param("portrait", 1, -9005, marks=seed(LEGACY, "-9005")),
        pytest.param("too_large", 1, -9006, marks=seed(LEGACY, "-9006")),
    ],
)
def test_codes_of_the_older_api(pictures: dict[str, bytes], name: str, kind: int, code: int) -> None:
    assert new_caller().legacy({"type": kind, "image": base64_of(pictures[name])})["code"] == code


OF_HUAWEI = [
    (HUAWEI, "tiny", "", "AIS.0103"),
    (HUAWEI, "portrait", "", "AIS.0104"),
    (HUAWEI_ID_CARD, "tiny", "", "AIS.0103"),
    (HUAWEI_ID_CARD, "driving_main", "", "AIS.0104"),
    (HUAWEI_ID_CARD, "emblem", "front", "AIS.0104"),
    (HUAWEI_ID_CARD, "two_portraits", "", "AIS.0104"),
    (HUAWEI_ID_CARD, "two_portraits", "double_side", "AIS.0122"),
    (HUAWEI_VEHICLE, "too_large", "", "AIS.0103"),
    (HUAWEI_VEHICLE, "vehicle_main", "back", "AIS.0104"),
]


@pytest.mark.parametrize(
    ("api", "name", "side", "code"), [pytest.param(*row, marks=seed(row[0], row[3])) for row in OF_HUAWEI]
)
def test_codes_of_huawei(pictures: dict[str, bytes], api: str, name: str, side: str, code: str) -> None:
    given = {"image": base64_of(pictures[name])} | ({"side": side} if side else {})
    status, answer = new_caller().huawei(given, api=api)
    assert (status, answer["error_code"]) == (400, code)


@pytest.mark.parametrize(
    ("api", "name"),
    [
        pytest.param(HUAWEI_ID_CARD, "portrait", marks=seed(HUAWEI_ID_CARD, "AIS.0105")),
        pytest.param(HUAWEI_VEHICLE, "vehicle", marks=seed(HUAWEI_VEHICLE, "AIS.0105")),
    ],
)
def test_an_engine_that_does_not_start(
    pictures: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, api: str, name: str
) -> None:
    def no_networks(*_: object) -> None:
        raise RuntimeError("a model is missing")

    monkeypatch.setattr("kyc.engines.local.TextNetworks", no_networks)
    monkeypatch.setattr("kyc.gateway.recognising._engine", LocalEngine)
    caller = new_caller(quota=5)
    status, answer = caller.huawei({"image": base64_of(pictures[name])}, api=api)
    assert (status, answer["error_code"]) == (400, "AIS.0105")
    caller.client.refresh_from_db()
    assert caller.client.quota == 5


def test_both_faces_in_one_picture() -> None:
    caller: Caller = new_caller()
    given = {"ImageBase64": base64_of(demo_picture("both_faces"))}
    one = caller.v3(ID_CARD, given)
    both = caller.v3(ID_CARD, given | {"Config": '{"MultiCardDetect":true}'})
    back = caller.v3(ID_CARD, given | {"CardSide": "BACK"})
    assert (bool(one["Name"]), bool(one["Authority"])) == (True, False)
    assert (bool(both["Name"]), bool(both["Authority"])) == (True, True)
    assert (bool(back["Name"]), bool(back["Authority"])) == (False, True)


def test_a_temporary_card_is_read_and_says_so_only_when_asked() -> None:
    caller = new_caller()
    given = {"ImageBase64": base64_of(demo_picture("temporary"))}
    plain = caller.v3(ID_CARD, given)
    asked = caller.v3(ID_CARD, given | {"Config": '{"TempIdWarn":true}'})
    assert plain["Name"] == asked["Name"] != ""
    assert (plain["AdvancedInfo"], asked["AdvancedInfo"]) == ("{}", '{"WarnInfos":[-9104]}')


def test_a_case_is_opened_from_each_call_only_if_the_client_is_set_so() -> None:
    from kyc.cases.models import Case
    from kyc.cases.services import reference_of

    given = {"ImageBase64": base64_of(demo_picture("clean_emblem"))}
    assert new_caller("silent").v3(ID_CARD, given)["Authority"]
    assert Case.objects.count() == 0
    answer = new_caller("opener", opens_cases=True).v3(ID_CARD, given)
    assert reference_of(Case.objects.get()) == answer["RequestId"]
