"""Cloud accounts and orders of engines: what is taken, kept, recorded and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.db import connection

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.documents.errors import DeskError, EngineAccountRefused
from kyc.documents.kinds import DocumentKind
from kyc.inspections import cloud_accounts, errors
from kyc.inspections.models import NOT_STATED, CloudAccount
from kyc.vault import keystore
from tests.accounts.people import person
from tests.inspections.cloud import SECRET_ID, SECRET_KEY, Vendor, account, stand_in

pytestmark = pytest.mark.django_db
ID_CARD, LICENCE = DocumentKind.CN_ID_CARD.value, DocumentKind.CN_DRIVING_LICENCE.value


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return stand_in(monkeypatch)


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("sequence"))


def forget_key_of(made: CloudAccount) -> None:
    for key in Path(django_settings.KEY_DIR).rglob(f"{made.key_id.hex}.key"):
        key.unlink()
    keystore.forget_cached_keys()


def test_an_account_becomes_what_an_engine_needs() -> None:
    made = account("Shanghai", ID_CARD, region="ap-shanghai", answer_seconds=7.5, calls_per_second=2)
    access = cloud_accounts.access_of(CloudAccount.objects.get())
    assert (access.protocol, access.name, access.endpoint) == ("tencent_v3", "Shanghai", "https://ocr.example.com")
    assert (access.secret_id, access.secret_key) == (SECRET_ID, SECRET_KEY)
    assert (access.region, access.answer_seconds, access.calls_per_second) == ("ap-shanghai", 7.5, 2)
    assert access.kinds == frozenset({DocumentKind.CN_ID_CARD})
    assert made.revision == 1


def test_an_account_may_be_sent_nothing_unless_somebody_says_so() -> None:
    made = account()
    assert not any(cloud_accounts.may_read(made, kind) for kind in DocumentKind)
    assert cloud_accounts.accounts_for(DocumentKind.CN_ID_CARD) == []


def test_credentials_lie_sealed_and_are_in_no_event_and_no_log(
    vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    made = account()
    cloud_accounts.rotate_credentials(actor=SYSTEM, account=made, secret_id="new-id-77", secret_key="new-key-77")
    cloud_accounts.try_account(actor=SYSTEM, account=made)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inspections_cloudaccount")
        rows = repr(cursor.fetchall())
    said = rows + json.dumps(list(AuditEvent.objects.values()), default=str) + caplog.text + repr(vendor.tried)
    assert not [word for word in (SECRET_ID, SECRET_KEY, "new-id-77", "new-key-77") if word in said]
    assert cloud_accounts.access_of(made).secret_key == "new-key-77"


def test_each_change_is_an_event_with_what_changed_and_a_new_revision(vendor: Vendor) -> None:
    made = account("Shanghai", ID_CARD)
    cloud_accounts.change_account(actor=SYSTEM, account=made, changes={"region": "ap-beijing", "kinds": [LICENCE]})
    cloud_accounts.change_account(actor=SYSTEM, account=made, changes={"region": "ap-beijing"})
    cloud_accounts.enable(actor=SYSTEM, account=made, is_enabled=False)
    cloud_accounts.rotate_credentials(actor=SYSTEM, account=made, secret_id="a", secret_key="b")
    assert made.revision == 4
    created, changed, disabled = *events("cloud_account.created"), *events("cloud_account.changed")
    assert created.details == {"protocol": "tencent_v3", "host": "ocr.example.com", "kinds": [ID_CARD]}
    assert changed.details["changed"] == ["kinds", "region"]
    assert (disabled.details["changed"], disabled.details["enabled"]) == (["is_enabled"], False)
    assert len(events("cloud_account.rotated")) == 1
    assert {event.subject for event in AuditEvent.objects.filter(action__startswith="cloud_account.")} == {
        f"cloud_account:{made.pk}"
    }


@pytest.mark.parametrize(
    "endpoint", ["https://ocr.example.com/", "http://127.0.0.1:9000", "http://[::1]:1", "http://localhost"]
)
def test_endpoints_that_are_taken(endpoint: str) -> None:
    assert account(endpoint=endpoint).endpoint == endpoint.rstrip("/")


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "ocr.example.com", "http://ocr.example.com", "http://10.0.0.1", "ftp://127.0.0.1", "https://"),
        *("https://a.example/path", "https://a.example?x=1", "https://user:word@a.example", "https://a.example:99999"),
        *("https://[", "http://localhost.example.com", "https://a.example#x"),
    ],
)
def test_endpoints_that_are_refused(endpoint: str) -> None:
    with pytest.raises(errors.EndpointRefused):
        account(endpoint=endpoint)
    assert not CloudAccount.objects.exists()
    assert not events("cloud_account.created")


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, errors.AccountNameMissing),
        ({"name": "Local"}, errors.AccountNameMissing),
        ({"protocol": "other"}, errors.UnknownProtocol),
        ({"secret_key": " "}, errors.CredentialsMissing),
        ({"secret_id": ""}, errors.CredentialsMissing),
        ({"region": ""}, errors.DetailMissing),
        ({"protocol": "tencent_legacy", "app_id": "1"}, errors.DetailMissing),
        ({"protocol": "huawei"}, errors.DetailMissing),
        ({"answer_seconds": 31.0}, errors.FigureOutOfRange),
        ({"calls_per_second": 0.0}, errors.FigureOutOfRange),
    ],
)
def test_what_is_refused_of_an_account(given: dict[str, Any], refused: type[DeskError]) -> None:
    with pytest.raises(refused):
        account(**{"name": "Shanghai", **given})
    assert not CloudAccount.objects.exists()


def test_a_kind_that_the_protocol_does_not_read_is_refused() -> None:
    assert account("a", "cn_vehicle_licence", protocol="tencent_legacy", app_id="1", bucket="b").kinds
    with pytest.raises(errors.KindNotServed):
        account("b", ID_CARD, protocol="tencent_legacy", app_id="1", bucket="b")


def test_a_name_is_given_once() -> None:
    account()
    with pytest.raises(errors.AccountNameTaken):
        account()


def test_only_administrators_do_any_of_it() -> None:
    made, lead = account(), actor_for(person("lea", Role.LEAD))
    for attempt in (
        lambda: cloud_accounts.create_account(
            actor=lead, name="x", protocol="huawei", endpoint="", secret_id="", secret_key=""
        ),
        lambda: cloud_accounts.change_account(actor=lead, account=made, changes={}),
        lambda: cloud_accounts.rotate_credentials(actor=lead, account=made, secret_id="a", secret_key="b"),
        lambda: cloud_accounts.try_account(actor=lead, account=made),
        lambda: cloud_accounts.set_order(actor=lead, kind=ID_CARD, engines=[None]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_trying_an_account_says_what_is_wrong_and_records_it(vendor: Vendor) -> None:
    made = account()
    assert cloud_accounts.try_account(actor=SYSTEM, account=made) is None
    assert [access.name for access in vendor.tried] == ["Shanghai"]
    vendor.refusal = EngineAccountRefused(engine="Shanghai", vendor_code="AuthFailure", request_id="r")
    assert cloud_accounts.try_account(actor=SYSTEM, account=made) is vendor.refusal
    forget_key_of(made)
    wrong = cloud_accounts.try_account(actor=SYSTEM, account=made)
    assert wrong is not None
    assert [(event.new, event.details["vendor_code"]) for event in events("cloud_account.tested")] == [
        ("works", ""),
        ("engine_account_refused", "AuthFailure"),
        ("credentials_unreadable", ""),
    ]


# --- orders -----------------------------------------------------------------


def test_without_a_row_only_this_machine_reads() -> None:
    account("Shanghai", ID_CARD)
    assert {cloud_accounts.order_of(kind) for kind in (None, *DocumentKind)} == {(None,)}


def test_an_order_is_kept_replaced_and_recorded() -> None:
    first, second = account("Shanghai", ID_CARD), account("Beijing", ID_CARD)
    cloud_accounts.set_order(actor=SYSTEM, kind=ID_CARD, engines=[first, None])
    cloud_accounts.set_order(actor=SYSTEM, kind=ID_CARD, engines=[second, first, None])
    assert cloud_accounts.order_of(DocumentKind.CN_ID_CARD) == (second, first, None)
    assert cloud_accounts.order_of(DocumentKind.CN_DRIVING_LICENCE) == (None,)
    assert [event.details for event in events("engine_order.changed")] == [
        {"before": [], "engines": ["Shanghai", "local"]},
        {"before": ["Shanghai", "local"], "engines": ["Beijing", "Shanghai", "local"]},
    ]


def test_what_is_refused_of_an_order() -> None:
    made = account("Shanghai", ID_CARD)
    for kind, engines, refused in (
        ("passport", [None], errors.UnknownOrderKind),
        (ID_CARD, [], errors.OrderEmpty),
        (ID_CARD, [None, None], errors.EngineTwice),
        (ID_CARD, [made, made], errors.EngineTwice),
        (NOT_STATED, [None, made], errors.OnlyThisMachineRecognises),
        (LICENCE, [made], errors.EngineOfOtherKinds),
    ):
        with pytest.raises(refused):
            cloud_accounts.set_order(actor=SYSTEM, kind=kind, engines=engines)
    cloud_accounts.set_order(actor=SYSTEM, kind=NOT_STATED, engines=[None])
    assert len(events("engine_order.changed")) == 1
