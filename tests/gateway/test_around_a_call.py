"""What happens around every call, whatever its API: no error escapes, each call is written down, cases are opened."""

from __future__ import annotations

import json
import logging
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from kyc.accounts import clients
from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.cases.services import reference_of
from kyc.documents import errors
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import InspectionResult, SideReading
from kyc.gateway import callers, cases, huawei, limits, recognising, rows, tencent_legacy
from kyc.gateway.calls import Call
from kyc.gateway.fetching import NoPlace
from kyc.gateway.models import ApiCall, UsedSignature
from kyc.protocols.tencent_v3.errors import Action
from kyc.protocols.wire import WireRequest
from kyc.vault.errors import VaultUnavailable
from tests.gateway.calling import (
    HOST,
    Caller,
    StandIn,
    base64_of,
    file_of,
    full_queue,
    new_caller,
    nothing_read,
    response_to,
    send,
)

pytestmark = pytest.mark.django_db

KINDS = DocumentKind
V3, LEGACY, HUAWEI = APIS = ("tencent_v3", "tencent_legacy", "huawei")
SOUND = base64_of(file_of(Image.new("RGB", (300, 200), "white")))


@pytest.fixture
def caller() -> Caller:
    return new_caller()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    made = StandIn(nothing_read(KINDS.CN_DRIVING_LICENCE))
    monkeypatch.setattr(recognising, "_engine", lambda: made)
    return made


def request_of(api: str, caller: Caller, image: str = SOUND) -> WireRequest:
    """A driving licence in each API's words."""
    if api == V3:
        return caller.v3_request("DriverLicenseOCR", {"ImageBase64": image})
    if api == LEGACY:
        return caller.legacy_request({"type": 1, "image": image})
    return caller.huawei_request({"image": image})


def sign_in(**parts: Any) -> dict[str, Any]:
    user = {"name": "robot", "password": "wrong", "domain": {"name": parts.pop("domain", "kyc-0")}} | parts
    return {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}}}


def signed_in(asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = Client().post("/v3/auth/tokens", json.dumps(asked), content_type="application/json")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, json.loads(answer.content)


# --- no error escapes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["domain", "password", "name"])
@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_a_sign_in_with_characters_that_no_name_has(part: str, text: str) -> None:
    status, answer = signed_in(sign_in(**{part: text}))
    assert (status, answer["error"]["code"], answer["error"]["title"]) == (400, 400, "Bad Request")
    assert ApiCall.objects.get().code == "400"


def test_a_sign_in_of_more_than_64_kilobytes() -> None:
    status, answer = signed_in(sign_in(password="x" * 70_000))
    assert (status, answer["error"]["code"]) == (413, 413)


@pytest.mark.parametrize(("problem", "status"), [(VaultUnavailable("away"), 503), (RuntimeError("inside"), 500)])
def test_a_sign_in_that_fails_inside(monkeypatch: pytest.MonkeyPatch, problem: Exception, status: int) -> None:
    def broken(*_: str) -> str:
        raise problem

    monkeypatch.setattr(huawei, "digest", broken)
    answered, answer = signed_in(sign_in())
    assert (answered, answer["error"]["code"]) == (status, status)
    assert "inside" not in json.dumps(answer)
    assert ApiCall.objects.get().code == str(status)


@pytest.mark.parametrize(("api", "code"), [(V3, "ServiceUnavailable"), (LEGACY, "108"), (HUAWEI, "ModelArts.4403")])
def test_a_key_store_that_is_away(caller: Caller, monkeypatch: pytest.MonkeyPatch, api: str, code: str) -> None:
    def away(_: object) -> list[str]:
        raise VaultUnavailable("the key store is away")

    monkeypatch.setattr(callers, "secret_keys", away)
    assert code in json.dumps(send(request_of(api, caller))[1])
    assert ApiCall.objects.get().code == code


def test_a_former_key_that_signed_too_long_ago_is_late_and_not_wrong(caller: Caller) -> None:
    clients.rotate(actor=SYSTEM, client=caller.client)
    assert caller.code("IDCardOCR", {}, at=time.time() - 400) == "AuthFailure.SignatureExpire"


def test_the_name_of_an_unknown_parameter_need_not_be_text(caller: Caller) -> None:
    error = caller.v3("IDCardOCR", {"\ud800姓": 1})["Error"]
    assert error["Code"] == "UnknownParameter"
    assert error["Message"].isascii()
    assert "\\ud800\\u59d3" in error["Message"]


@pytest.mark.parametrize(
    "request_",
    [
        WireRequest(
            "GET",
            "/",
            "Action=IDCardOCR&SecretId=%00&Timestamp=1&Nonce=1&Signature=x&Version=2018-11-19",
            (("Host", HOST),),
        ),
        WireRequest(
            "POST",
            "/ocr/drivinglicence",
            "",
            (("Host", HOST), ("Authorization", base64_of(bytes(20) + b"a=\x00&b=&k=\x00&e=0&t=1&r=1"))),
        ),
        WireRequest(
            "POST",
            f"/v2/{'0' * 32}/ocr/id-card",
            "",
            (
                ("Host", HOST),
                (
                    "Authorization",
                    f"SDK-HMAC-SHA256 Access=a\x01b, SignedHeaders=host;x-sdk-date, Signature={'0' * 64}",
                ),
            ),
        ),
    ],
    ids=APIS,
)
def test_ids_of_other_letters_reach_no_database(request_: WireRequest) -> None:
    """PostgreSQL takes no NUL."""
    with CaptureQueriesContext(connection) as queries:
        send(request_)
    asked = [query["sql"] for query in queries.captured_queries]
    assert not [sql for sql in asked if sql.startswith("SELECT") and "accounts_apiclient" in sql]
    assert ApiCall.objects.get().code in {"AuthFailure.SecretIdNotFound", "10", "APIG.0301"}


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", APIS)
def test_a_row_that_cannot_be_written_changes_no_answer(
    caller: Caller, engine: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, api: str
) -> None:
    def locked(**values: object) -> None:
        raise OperationalError(f"database is locked: {values}")

    whole = send(request_of(api, caller))
    monkeypatch.setattr(ApiCall.objects, "create", locked)
    with caplog.at_level(logging.WARNING):
        again = send(request_of(api, caller))
    assert again[0] == whole[0] == 200
    assert set(again[1]) == set(whole[1])
    assert [record.getMessage().partition(":")[2] for record in caplog.records] == [" OperationalError"]


def test_a_quota_that_cannot_be_given_back_changes_no_answer(engine: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    engine.says = errors.EngineUnavailable("crashed")
    monkeypatch.setattr("kyc.accounts.clients.give_back", locked)
    assert new_caller(quota=3).code("DriverLicenseOCR", {"ImageBase64": SOUND}) == "FailedOperation.OcrFailed"


def refused(times: int, api: str = V3) -> None:
    path = {V3: "/", LEGACY: "/ocr/drivinglicence", HUAWEI: "/v2/0/ocr/id-card"}[api]
    for _ in range(times):
        send(WireRequest("POST", path, "", (("Host", HOST), ("X-TC-Action", "IDCardOCR"))))


def test_refusals_of_unknown_callers_are_counted_beyond_some(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows.anonymous, "clock", lambda: 600.0)
    refused(rows.MOST_ANONYMOUS + 20)
    refused(2, HUAWEI)
    assert ApiCall.objects.filter(api=V3).count() == rows.MOST_ANONYMOUS + 1
    assert ApiCall.objects.filter(api=HUAWEI).count() == 2
    monkeypatch.setattr(rows.anonymous, "clock", lambda: 602.0)
    caller.code("IDCardOCR", {})
    counted = ApiCall.objects.filter(api=V3, client=None).latest("id")
    assert (counted.code, counted.calls) == ("AuthFailure.InvalidAuthorization", 20)
    # Those of a client that is known have a row each, and the next minute begins anew.
    assert ApiCall.objects.filter(client=caller.client).count() == 1
    refused(1)
    monkeypatch.setattr(rows.anonymous, "clock", lambda: 660.0)
    refused(1)
    assert ApiCall.objects.get(pk=counted.pk).calls == 21
    assert ApiCall.objects.filter(api=V3, client=None).count() == rows.MOST_ANONYMOUS + 2


def test_the_sweep_deletes_old_rows_and_signatures_that_would_not_be_taken_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_CALL_DAYS = 7
    monkeypatch.setattr(rows, "_BATCH", 2)
    now = timezone.now()
    for age in (timedelta(days=6), *(timedelta(days=days) for days in range(8, 13))):
        row = ApiCall.objects.create(api=V3, milliseconds=1, code=str(age.days))
        ApiCall.objects.filter(pk=row.pk).update(at=now - age)
    for age in (timedelta(hours=23), timedelta(hours=25)):
        used = UsedSignature.objects.create(digest=str(age))
        UsedSignature.objects.filter(pk=used.pk).update(at=now - age)
    call_command("sweep", "--once")
    assert [row.code for row in ApiCall.objects.all()] == ["6"]
    assert [used.digest for used in UsedSignature.objects.all()] == [str(timedelta(hours=23))]


def test_a_picture_that_nobody_had_time_to_fetch_is_asked_for_later_and_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(*_: object, client: object, **__: object) -> None:
        assert client == caller.client
        raise NoPlace("no place")

    caller = new_caller(quota=5)
    monkeypatch.setattr(recognising, "fetch", busy)
    assert caller.code("IDCardOCR", {"ImageUrl": "http://a/"}) == "RequestLimitExceeded"
    assert caller.legacy({"type": 1, "url": "http://a/"})["code"] == 15
    assert caller.huawei({"url": "http://a/"})[0] == 429
    caller.client.refresh_from_db()
    assert caller.client.quota == 5


# --- one-time signatures ---------------------------------------------------------------------------------------------


def once() -> dict[str, int]:
    return {"expires": 0, "now": int(time.time())}


def test_a_one_time_signature_is_used_up_only_when_the_call_goes_on(
    caller: Caller, engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed, good = once(), {"type": 1, "image": SOUND}
    for given, code in (({"bucket": "another"}, 6), ({"type": 7}, -9001), ({"image": "%"}, -1102)):
        assert caller.legacy(good | given, **signed)["code"] == code
    with full_queue():
        assert caller.legacy(good, **signed)["code"] == 15
    assert not UsedSignature.objects.exists()
    assert caller.legacy(good, **signed)["code"] == 0
    assert caller.legacy(good, **signed)["code"] == 13
    assert engine.asked == 1


def test_a_call_that_is_not_admitted_has_its_body_left_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(_: object) -> None:
        raise AssertionError("the body was opened")

    monkeypatch.setattr(tencent_legacy.licence, "decode_request", opened)
    assert new_caller(services=[]).legacy({"type": 1, "image": SOUND})["code"] == 24


# --- cases -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", APIS)
def test_a_case_from_each_call_has_the_call_s_id_for_its_reference(engine: StandIn, api: str) -> None:
    assert send(request_of(api, new_caller("silent")))[0] == 200
    assert Case.objects.count() == 0
    response = response_to(request_of(api, new_caller("opener", opens_cases=True)))
    answer = json.loads(response.content)
    told = {
        V3: lambda: answer["Response"]["RequestId"],
        LEGACY: lambda: answer["data"]["session_id"],
        HUAWEI: lambda: response["X-Request-Id"],
    }[api]()
    assert reference_of(Case.objects.get()) == told == ApiCall.objects.latest("id").request_id


@pytest.mark.parametrize(
    ("says", "code", "cases_opened"),
    [
        (errors.WrongSide(side="emblem_face"), "FailedOperation.CardSideError", 1),
        (errors.TooBlurred(), "FailedOperation.ImageBlur", 1),
        (errors.DamagedFile(), "FailedOperation.ImageDecodeFailed", 0),
        (errors.EngineUnavailable("crashed"), "FailedOperation.OcrFailed", 0),
    ],
)
def test_what_could_not_be_read_is_a_case_if_it_is_a_picture(
    engine: StandIn, says: Exception, code: str, cases_opened: int
) -> None:
    engine.says = says
    answer = new_caller(opens_cases=True).v3("IDCardOCR", {"ImageBase64": SOUND})
    assert answer["Error"]["Code"] == code
    assert [reference_of(case) for case in Case.objects.all()] == [answer["RequestId"]] * cases_opened


def test_a_card_whose_number_is_missing_is_a_case_too(engine: StandIn) -> None:
    face = SideReading(
        Side.PORTRAIT_FACE, "picture", Quad.from_box(0, 0, 10, 6), 1000, 631, (1, 0, 0, 0, 1, 0, 0, 0, 1)
    )
    engine.says = InspectionResult("local", "1", KINDS.CN_ID_CARD, (face,), (), (), ())
    answer = new_caller(opens_cases=True).v3("IDCardOCR", {"ImageBase64": SOUND})
    assert answer["Error"]["Code"] == "FailedOperation.IdCardInfoIllegal"
    assert reference_of(Case.objects.get()) == answer["RequestId"]


@pytest.mark.parametrize("failing", ["check_file", "receive"])
@pytest.mark.parametrize("problem", [VaultUnavailable("away"), OperationalError("locked"), RuntimeError("Li Ming")])
def test_a_case_that_cannot_be_opened_is_for_the_log(
    engine: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failing: str,
    problem: Exception,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(cases, failing, broken)
    assert new_caller(opens_cases=True).code("DriverLicenseOCR", {"ImageBase64": SOUND}) == ""
    assert type(problem).__name__ in caplog.text
    assert "Li Ming" not in caplog.text


def test_one_picture_is_decoded_at_a_time_the_case_s_too(engine: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[bool] = []

    def taken(*_: object) -> None:
        turns.append(limits.decoding.acquire(blocking=False))

    monkeypatch.setattr(cases, "check_file", taken)
    monkeypatch.setattr(engine, "inspect", taken)
    cases.open_case(Call(V3, client=new_caller(opens_cases=True).client), b"", KINDS.CN_ID_CARD)
    recognising.recognise(b"", KINDS.CN_ID_CARD, None)
    assert turns == [False, False]


# --- codes -----------------------------------------------------------------------------------------------------------

TINY = base64_of(file_of(Image.new("RGB", (60, 60), "white"), "PNG"))


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Action.ID_CARD, "FailedOperation.IdCardTooSmall"),
        (Action.DRIVER_LICENCE, "FailedOperation.OcrFailed"),
        (Action.VEHICLE_LICENCE, "FailedOperation.OcrFailed"),
        (Action.KOREAN_LICENCE, "FailedOperation.OcrFailed"),
    ],
)
def test_a_sound_picture_that_is_too_small_is_not_one_that_cannot_be_decoded(
    caller: Caller, action: Action, code: str
) -> None:
    assert caller.code(action.value, {"ImageBase64": TINY}) == code


def test_a_switch_that_is_null_is_as_good_as_absent(caller: Caller, engine: StandIn) -> None:
    engine.says = nothing_read(KINDS.CN_ID_CARD)
    given = {"ImageBase64": SOUND, "Config": '{"CropIdCard":null,"Quality":true}'}
    assert caller.v3("IDCardOCR", given)["AdvancedInfo"] == '{"Quality":0}'
