"""What is refused before a picture is looked at: who calls, from where, how often, with which parameters."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from kyc.accounts import clients
from kyc.accounts.models import ApiClient, ClientState
from kyc.audit.actor import SYSTEM
from kyc.documents.errors import DeskError
from kyc.gateway import callers, huawei, limits, tencent_legacy
from kyc.gateway.models import ApiCall
from kyc.protocols.huawei import tokens
from kyc.protocols.tencent_v3.errors import Action
from kyc.protocols.wire import WireRequest
from kyc.vault.errors import VaultUnavailable
from tests.gateway.calling import HOST, Caller, base64_of, full_queue, new_caller, send

pytestmark = pytest.mark.django_db

ID_CARD, DRIVER, KOREAN = "IDCardOCR", "DriverLicenseOCR", "RecognizeKoreanDrivingLicenseOCR"
VEHICLE = "VehicleLicenseOCR"
ACTIONS = (ID_CARD, DRIVER, KOREAN, VEHICLE)
PICTURE = {"ImageBase64": base64_of(b"\xff\xd8\xff no picture")}


@pytest.fixture
def caller() -> Caller:
    return new_caller()


def seed(action: str, code: str) -> Any:
    return pytest.mark.seed(action=action, code=code)


# --- who calls, Tencent v3 -------------------------------------------------------------------------------------------


def test_an_unknown_or_disabled_client() -> None:
    caller = new_caller(is_enabled=False)
    assert caller.code(ID_CARD, PICTURE) == "AuthFailure.SecretIdNotFound"


def test_an_old_request(caller: Caller) -> None:
    assert caller.code(ID_CARD, PICTURE, at=time.time() - 400) == "AuthFailure.SignatureExpire"


def test_the_former_key_is_taken_for_a_day_and_then_no_more(caller: Caller) -> None:
    clients.rotate(actor=SYSTEM, client=caller.client)
    assert caller.code(ID_CARD, {}) == "MissingParameter"
    ApiClient.objects.update(previous_until="2020-01-01T00:00Z")
    assert caller.code(ID_CARD, {}) == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Version": "2017-03-12"}, "NoSuchVersion"),
        ({"Version": ""}, "MissingParameter"),
        ({"Region": "eu-frankfurt"}, "UnsupportedRegion"),
        ({"Region": ""}, "MissingParameter"),
        ({"Token": "temporary"}, "AuthFailure.TokenFailure"),
    ],
)
def test_common_parameters(caller: Caller, headers: dict[str, str], code: str) -> None:
    assert caller.code(ID_CARD, PICTURE, **headers) == code


@pytest.mark.parametrize(
    ("action", "region", "code"),
    [
        (ID_CARD, "ap-singapore", ""),
        (DRIVER, "ap-singapore", "UnsupportedRegion"),
        (DRIVER, "na-toronto", ""),
        (VEHICLE, "na-toronto", "UnsupportedRegion"),
        (VEHICLE, "ap-hongkong", ""),
        (VEHICLE, "", "MissingParameter"),
        (KOREAN, "", ""),
        (KOREAN, "anywhere", ""),
    ],
)
def test_regions_of_each_action(caller: Caller, action: str, region: str, code: str) -> None:
    refused = caller.code(action, {"ImageBase64": ""}, Region=region)
    assert (refused == code) if code else refused.startswith("FailedOperation")


def test_actions_and_methods(caller: Caller) -> None:
    assert caller.code("GeneralBasicOCR", PICTURE) == "InvalidAction"
    assert caller.code("", PICTURE) == "MissingParameter"
    status, answer = send(WireRequest("GET", "/", "Action=IDCardOCR", (("Host", HOST),)))
    assert (status, answer["Response"]["Error"]["Code"]) == (200, "AuthFailure.InvalidAuthorization")


def test_unknown_parameters(caller: Caller) -> None:
    assert caller.code(DRIVER, PICTURE | {"Config": "{}"}) == "UnknownParameter"
    assert caller.code(DRIVER, PICTURE | {"TractorCardSide": "FRONT"}) == "UnknownParameter"
    assert caller.code(VEHICLE, PICTURE | {"Config": "{}"}) == "UnknownParameter"


# --- the account's state ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "code"),
    [
        pytest.param(ID_CARD, "ResourceUnavailable.InArrears", marks=seed(ID_CARD, "ResourceUnavailable.InArrears")),
        pytest.param(DRIVER, "ResourceUnavailable.InArrears", marks=seed(DRIVER, "ResourceUnavailable.InArrears")),
        pytest.param(VEHICLE, "ResourceUnavailable.InArrears", marks=seed(VEHICLE, "ResourceUnavailable.InArrears")),
        pytest.param(
            KOREAN,
            "ResourcesSoldOut.ChargeStatusException",
            marks=seed(KOREAN, "ResourcesSoldOut.ChargeStatusException"),
        ),
    ],
)
def test_a_suspended_account(action: str, code: str) -> None:
    assert new_caller(state=ClientState.SUSPENDED).code(action, PICTURE) == code


@pytest.mark.parametrize(
    ("action", "code"),
    [
        pytest.param(
            ID_CARD,
            "ResourceUnavailable.ResourcePackageRunOut",
            marks=seed(ID_CARD, "ResourceUnavailable.ResourcePackageRunOut"),
        ),
        pytest.param(
            DRIVER,
            "ResourceUnavailable.ResourcePackageRunOut",
            marks=seed(DRIVER, "ResourceUnavailable.ResourcePackageRunOut"),
        ),
        pytest.param(
            VEHICLE,
            "ResourceUnavailable.ResourcePackageRunOut",
            marks=seed(VEHICLE, "ResourceUnavailable.ResourcePackageRunOut"),
        ),
        (KOREAN, "ResourcesSoldOut.ChargeStatusException"),
    ],
)
def test_a_quota_that_is_used_up(action: str, code: str) -> None:
    caller = new_caller(quota=1)
    assert caller.code(action, PICTURE) != code
    assert caller.code(action, PICTURE) == code


@pytest.mark.parametrize("action", [pytest.param(a, marks=seed(a, "FailedOperation.UnOpenError")) for a in ACTIONS])
def test_a_service_that_is_not_opened(action: str) -> None:
    others = [service for service in ACTIONS if service != action]
    assert new_caller(services=others).code(action, PICTURE) == "FailedOperation.UnOpenError"


@pytest.mark.parametrize(("action", "per_second"), [(ID_CARD, 20), (DRIVER, 10), (KOREAN, 20), (VEHICLE, 10)])
def test_rates_of_the_seeds(caller: Caller, monkeypatch: pytest.MonkeyPatch, action: str, per_second: int) -> None:
    monkeypatch.setattr(limits.rates, "clock", lambda: 100.0)
    codes = [caller.code(action, {"ImageBase64": ""}) for _ in range(per_second + 1)]
    assert codes.count("RequestLimitExceeded") == 1
    assert codes[-1] == "RequestLimitExceeded"
    monkeypatch.setattr(limits.rates, "clock", lambda: 101.0)
    assert caller.code(action, {"ImageBase64": ""}) != "RequestLimitExceeded"


def test_one_client_s_rate_is_not_another_s(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = new_caller("one"), new_caller("other")
    monkeypatch.setattr(limits.rates, "clock", lambda: 100.0)
    for _ in range(11):
        one.code(DRIVER, {"ImageBase64": ""})
    assert one.code(DRIVER, {"ImageBase64": ""}) == "RequestLimitExceeded"
    assert other.code(DRIVER, {"ImageBase64": ""}) == "FailedOperation.EmptyImageError"


# --- pictures that are none ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action", [pytest.param(a, marks=seed(a, "FailedOperation.ImageDecodeFailed")) for a in ACTIONS]
)
def test_what_is_no_picture(caller: Caller, action: str) -> None:
    assert caller.code(action, {"ImageBase64": "%%%"}) == "FailedOperation.ImageDecodeFailed"
    assert caller.code(action, {"ImageBase64": base64_of(b"GIF89a" + bytes(40))}) == "FailedOperation.ImageDecodeFailed"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        pytest.param(
            ID_CARD, "FailedOperation.EmptyImageError", marks=seed(ID_CARD, "FailedOperation.EmptyImageError")
        ),
        pytest.param(DRIVER, "FailedOperation.EmptyImageError", marks=seed(DRIVER, "FailedOperation.EmptyImageError")),
        pytest.param(
            VEHICLE, "FailedOperation.EmptyImageError", marks=seed(VEHICLE, "FailedOperation.EmptyImageError")
        ),
        # This action's document has no code for an empty picture.
        (KOREAN, "FailedOperation.ImageDecodeFailed"),
    ],
)
def test_an_empty_picture(caller: Caller, action: str, code: str) -> None:
    assert caller.code(action, {"ImageBase64": ""}) == code


@pytest.mark.parametrize("action", [pytest.param(a, marks=seed(a, "LimitExceeded.TooLargeFileError")) for a in ACTIONS])
def test_a_picture_beyond_seven_megabytes(caller: Caller, action: str) -> None:
    assert caller.code(action, {"ImageBase64": "A" * (7 * 1024 * 1024 + 4)}) == "LimitExceeded.TooLargeFileError"


@pytest.mark.parametrize("action", [pytest.param(a, marks=seed(a, "FailedOperation.DownLoadError")) for a in ACTIONS])
def test_an_address_that_cannot_be_fetched(caller: Caller, action: str) -> None:
    assert caller.code(action, {"ImageUrl": "http://169.254.169.254/a.jpg"}) == "FailedOperation.DownLoadError"


@pytest.mark.parametrize(
    ("action", "given"),
    [
        pytest.param(
            ID_CARD,
            {"CardSide": "LEFT"},
            marks=seed(ID_CARD, "InvalidParameterValue.InvalidParameterValueLimit"),
        ),
        pytest.param(
            DRIVER,
            {"CardSide": "LEFT"},
            marks=seed(DRIVER, "InvalidParameterValue.InvalidParameterValueLimit"),
        ),
        (VEHICLE, {"CardSide": "LEFT"}),
        # A tractor's sub page has other fields, which the desk does not read.
        pytest.param(
            VEHICLE,
            {"TractorCardSide": "BACK"},
            marks=seed(VEHICLE, "InvalidParameterValue.InvalidParameterValueLimit"),
        ),
    ],
)
def test_values_that_are_not_allowed(caller: Caller, action: str, given: dict[str, str]) -> None:
    assert caller.code(action, PICTURE | given) == "InvalidParameterValue.InvalidParameterValueLimit"


@seed(KOREAN, "InvalidParameterValue.InvalidParameterValueLimit")
def test_a_switch_of_the_korean_action_that_is_no_boolean(caller: Caller) -> None:
    given = PICTURE | {"ReturnHeadImage": "perhaps"}
    assert caller.code(KOREAN, given) == "InvalidParameterValue.InvalidParameterValueLimit"


@seed(ID_CARD, "InvalidParameter.ConfigFormatError")
def test_a_config_that_is_no_json(caller: Caller) -> None:
    assert caller.code(ID_CARD, PICTURE | {"Config": "{CropIdCard"}) == "InvalidParameter.ConfigFormatError"


# --- every call is a row ---------------------------------------------------------------------------------------------


def test_a_row_tells_of_a_call_and_of_nobody(caller: Caller) -> None:
    answer = caller.v3(ID_CARD, {"ImageUrl": "http://10.0.0.1/Li-Ming.jpg"})
    row = ApiCall.objects.get()
    assert (row.client, row.api, row.action) == (caller.client, "tencent_v3", "IDCardOCR")
    assert (row.code, row.request_id) == ("FailedOperation.DownLoadError", answer["RequestId"])
    assert "Li-Ming" not in json.dumps(ApiCall.objects.values().get(), default=str)


def test_a_failure_of_the_desk_s_own_is_an_answer_and_takes_nothing_off_the_quota(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caller = new_caller(quota=5)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("kyc.gateway.recognising.recognise", broken)
    answer = caller.v3(ID_CARD, PICTURE)
    assert answer["Error"]["Code"] == "InternalError"
    assert "secret" not in json.dumps(answer)
    assert ApiClient.objects.get().quota == 5


def test_a_full_queue_throttles_and_takes_nothing_off_the_quota() -> None:
    caller = new_caller(quota=5)
    with full_queue():
        assert caller.code(ID_CARD, PICTURE) == "RequestLimitExceeded"
        assert caller.legacy({"type": 1, "image": PICTURE["ImageBase64"]})["code"] == 15
        assert caller.huawei({"image": PICTURE["ImageBase64"]})[0] == 429
    assert ApiClient.objects.get().quota == 5


def test_a_full_queue_throttles_before_a_picture_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = new_caller(quota=5)
    with full_queue():
        assert caller.code(ID_CARD, {"ImageBase64": "%"}) == "RequestLimitExceeded"
    assert caller.code(ID_CARD, {"ImageBase64": "%"}) == "FailedOperation.ImageDecodeFailed"
    assert ApiClient.objects.get().quota == 4
    # The last place may be taken after the look.
    monkeypatch.setattr(limits.Queue, "demand_a_place", lambda queue: None)
    monkeypatch.setattr(limits.queue, "place", taken)
    assert caller.code(ID_CARD, PICTURE) == "RequestLimitExceeded"
    assert ApiClient.objects.get().quota == 4


def taken() -> None:
    raise limits.Busy


# --- Tencent, older --------------------------------------------------------------------------------------------------

LEGACY = "drivinglicence"
BODY = {"type": 1, "image": PICTURE["ImageBase64"]}


def unsigned(header: str) -> dict[str, Any]:
    headers = (("Host", HOST), ("Content-Type", "application/json"), ("Authorization", header))
    return send(WireRequest("POST", "/ocr/drivinglicence", "", headers, b"{}"))[1]


@seed(LEGACY, "4")
def test_legacy_without_a_signature() -> None:
    assert unsigned("")["code"] == 4


@seed(LEGACY, "5")
def test_legacy_with_a_signature_that_cannot_be_read() -> None:
    assert unsigned("abc")["code"] == 5


@pytest.mark.parametrize(
    ("given", "signed", "code"),
    [
        pytest.param({"appid": "999"}, {}, 6, marks=seed(LEGACY, "6")),
        ({"bucket": "another"}, {}, 6),
        pytest.param({}, {"expires": 2, "now": 1}, 9, marks=seed(LEGACY, "9")),
        pytest.param({}, {"app_id": "9999"}, 10, marks=seed(LEGACY, "10")),
        pytest.param({}, {"secret_id": "AKIDnobody"}, 11, marks=seed(LEGACY, "11")),
        pytest.param({}, {"secret_key": "another"}, 14, marks=seed(LEGACY, "14")),
        pytest.param({"bucket": "none"}, {"bucket": "none"}, 16, marks=seed(LEGACY, "16")),
        pytest.param({"type": 7}, {}, -9001, marks=seed(LEGACY, "-9001")),
        pytest.param({"image": ""}, {}, -1300, marks=seed(LEGACY, "-1300")),
        pytest.param({"image": None}, {}, -1301, marks=seed(LEGACY, "-1301")),
        pytest.param({"url": "http://a/" + "x" * 4000}, {}, -1304, marks=seed(LEGACY, "-1304")),
        pytest.param({"url": "http://127.0.0.1/a.jpg"}, {}, -1308, marks=seed(LEGACY, "-1308")),
        pytest.param({"image": "%%"}, {}, -1102, marks=seed(LEGACY, "-1102")),
        pytest.param({"url": 5.5}, {}, 21, marks=seed(LEGACY, "21")),
        pytest.param({"image": "A" * (6 * 1024 * 1024)}, {}, 23, marks=seed(LEGACY, "23")),
    ],
)
def test_legacy_refusals(caller: Caller, given: dict[str, Any], signed: dict[str, Any], code: int) -> None:
    assert caller.legacy(BODY | given, **signed)["code"] == code


@seed(LEGACY, "12")
def test_legacy_with_the_secret_of_another_app(caller: Caller) -> None:
    other = new_caller("other")
    assert caller.legacy(BODY, secret_id=other.credentials.secret_id)["code"] == 12


@seed(LEGACY, "13")
def test_legacy_with_a_one_time_signature_used_twice(caller: Caller) -> None:
    signed = {"expires": 0, "now": int(time.time())}
    assert caller.legacy(BODY, **signed)["code"] == -1102
    assert caller.legacy(BODY, **signed)["code"] == 13


@pytest.mark.parametrize(
    ("state", "code"),
    [
        pytest.param({"state": ClientState.SUSPENDED}, 3, marks=seed(LEGACY, "3")),
        pytest.param({"services": []}, 24, marks=seed(LEGACY, "24")),
        pytest.param({"quota": 0}, 25, marks=seed(LEGACY, "25")),
    ],
)
def test_legacy_accounts(state: dict[str, Any], code: int) -> None:
    answer = new_caller(**state).legacy(BODY)
    assert answer["code"] == code
    assert (answer["message"] == "account abnormal,errorno is:2") == (code == 3)


@seed(LEGACY, "15")
def test_legacy_called_too_often(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.rates, "clock", lambda: 100.0)
    codes = [caller.legacy({"type": 1, "image": "AAAA"})["code"] for _ in range(11)]
    assert (codes.count(15), codes[-1]) == (1, 15)


@seed(LEGACY, "108")
def test_legacy_while_the_keys_cannot_be_had(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: ApiClient) -> list[str]:
        raise VaultUnavailable("the key store is away")

    monkeypatch.setattr(callers, "secret_keys", away)
    assert caller.legacy(BODY)["code"] == 108


# --- Huawei Cloud ----------------------------------------------------------------------------------------------------

HUAWEI = "driver-license"


OF_HUAWEI = (HUAWEI, "id-card", "vehicle-license")


@pytest.mark.parametrize("api", [pytest.param(api, marks=seed(api, "AIS.0101")) for api in OF_HUAWEI])
def test_huawei_parameters(caller: Caller, api: str) -> None:
    refused = (400, {"error_code": "AIS.0101", "error_msg": "The input parameter is invalid."})
    assert caller.huawei({"image": "AAAA", "url": "http://a"}, api=api) == refused
    assert caller.huawei({"image": "AAAA", "side": "FRONT"}, api=api) == refused


@pytest.mark.parametrize("api", [pytest.param(api, marks=seed(api, "AIS.0102")) for api in OF_HUAWEI])
def test_what_is_no_picture_to_huawei(caller: Caller, api: str) -> None:
    for data in ("%%%", base64_of(b"GIF89a" + bytes(50))):
        status, answer = caller.huawei({"image": data}, api=api)
        assert (status, answer["error_code"]) == (400, "AIS.0102")


@pytest.mark.parametrize("api", [pytest.param(api, marks=seed(api, "ModelArts.4204")) for api in OF_HUAWEI])
def test_huawei_service_that_is_not_opened(api: str) -> None:
    others = [service for service in OF_HUAWEI if service != api]
    status, answer = new_caller(services=others).huawei({"image": "AAAA"}, api=api)
    assert (status, answer["error_code"]) == (403, "ModelArts.4204")


@pytest.mark.parametrize("state", [{"state": ClientState.SUSPENDED}, {"quota": 0}])
@pytest.mark.parametrize("api", OF_HUAWEI)
def test_huawei_accounts(api: str, state: dict[str, Any]) -> None:
    status, answer = new_caller(**state).huawei({"image": "AAAA"}, api=api)
    assert (status, answer["error_code"]) == (403, "ModelArts.4203")


@pytest.mark.parametrize(("api", "per_second"), [(HUAWEI, 10), ("id-card", 20), ("vehicle-license", 10)])
def test_rates_of_huawei(caller: Caller, monkeypatch: pytest.MonkeyPatch, api: str, per_second: int) -> None:
    monkeypatch.setattr(limits.rates, "clock", lambda: 100.0)
    answers = [caller.huawei({"image": "%"}, api=api) for _ in range(per_second + 1)]
    assert [status for status, _ in answers] == [400] * per_second + [429]
    assert answers[-1][1]["error_code"] == "APIG.0308"


def test_other_apis_of_huawei_are_none(caller: Caller) -> None:
    status, answer = caller.huawei({"image": "AAAA"}, api="passport")
    assert (status, answer["error_code"]) == (404, "APIG.0101")


def test_rows_of_huawei_s_calls_name_the_api(caller: Caller) -> None:
    for api in OF_HUAWEI:
        caller.huawei({"image": "%%%"}, api=api)
    rows = ApiCall.objects.order_by("id").values_list("api", "action", "code")
    assert list(rows) == [("huawei", api, "AIS.0102") for api in OF_HUAWEI]


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        ({"image": "AAAA"}, {"project": "0" * 32}, (403, "APIG.0302")),
        ({"image": "AAAA"}, {"key": "wrong"}, (401, "APIG.0301")),
        ({"url": "http://127.0.0.1/a.jpg"}, {}, (400, "ModelArts.4601")),
    ],
)
def test_huawei_refusals(
    caller: Caller, given: dict[str, str], options: dict[str, str], expected: tuple[int, str]
) -> None:
    status, answer = caller.huawei(given, **options)
    assert (status, answer["error_code"]) == expected


def token_for(caller: Caller, password: str = "") -> tuple[int, dict[str, Any], str]:
    asked = tokens.TokenRequest(
        caller.credentials.iam_user, password or caller.credentials.iam_password, caller.credentials.iam_domain
    )
    answer = Client().post("/v3/auth/tokens", tokens.encode_token_request(asked), content_type="application/json")
    return answer.status_code, json.loads(answer.content), answer.headers.get("X-Subject-Token", "")


def by_token(caller: Caller, token: str) -> str:
    headers = (("Host", HOST), ("Content-Type", "application/json"), ("X-Auth-Token", token))
    path = f"/v2/{caller.credentials.project_id}/ocr/driver-license"
    return str(send(WireRequest("POST", path, "", headers, b"{}"))[1]["error_code"])


def test_a_token_ends_with_the_password(caller: Caller) -> None:
    status, _, token = token_for(caller)
    assert status == 201
    assert by_token(caller, token) == "AIS.0101"
    clients.rotate(actor=SYSTEM, client=caller.client)
    assert by_token(caller, token) == "APIG.0307"
    assert by_token(caller, token + "x") == "APIG.0301"


def test_a_wrong_password_has_keystone_s_shape(caller: Caller) -> None:
    status, answer, token = token_for(caller, "wrong")
    assert (status, token) == (401, "")
    assert answer["error"]["code"] == 401
    assert answer["error"]["title"] == "Unauthorized"


def test_guessing_passwords_is_slowed_down(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.rates, "clock", lambda: 100.0)
    assert [token_for(caller, "wrong")[0] for _ in range(4)] == [401, 401, 401, 429]


# --- sessions, CSRF, sign-in -----------------------------------------------------------------------------------------


def test_no_session_csrf_or_sign_in_code_runs(caller: Caller) -> None:
    names = list(settings.MIDDLEWARE)
    first = names.index("kyc.gateway.middleware.GatewayMiddleware")
    assert not any(word in name for name in names[:first] for word in ("session", "csrf", "auth", "locale"))
    with override_settings(MIDDLEWARE=names[: first + 1]):
        assert caller.code(ID_CARD, {}) == "MissingParameter"


def test_a_client_s_key_is_nowhere_in_clear(caller: Caller) -> None:
    kept = [
        bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
        for value in ApiClient.objects.values_list().get()
    ]
    assert caller.credentials.secret_id.encode() in kept
    assert [value for value in kept if len(value) > 40 and not value.isascii()]
    for secret in (caller.credentials.secret_key, caller.credentials.iam_password):
        assert not [value for value in kept if secret.encode() in value]
        assert secret not in repr(caller.credentials)


def test_a_taken_name_and_an_unknown_service(caller: Caller) -> None:
    with pytest.raises(DeskError, match="client_name_taken"):
        clients.create_client(actor=SYSTEM, name="caller")
    with pytest.raises(DeskError, match="unknown_service"):
        clients.change_client(actor=SYSTEM, client=caller.client, changes={"services": ["FaceOCR"]})


def test_actions_are_the_services_that_can_be_opened() -> None:
    assert {*Action, tencent_legacy.ACTION, *huawei.SERVED} == set(clients.ApiService.values)
