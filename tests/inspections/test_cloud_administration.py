"""Cloud accounts and orders of engines as an administrator's browser meets them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from kyc.accounts.models import Role
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.documents.errors import EngineAccountRefused
from kyc.documents.kinds import DocumentKind
from kyc.engines.cloud import making
from kyc.inspections import cloud_accounts
from kyc.inspections.models import CloudAccount, EngineOrder
from tests.accounts.people import person
from tests.inspections.cloud import SECRET_ID, SECRET_KEY, Vendor, account, stand_in

pytestmark = pytest.mark.django_db

ACCOUNTS, ORDERS = "/admin/inspections/cloudaccount/", "/admin/inspections/engineorder/"
ID_CARD = DocumentKind.CN_ID_CARD.value
NEW = {
    "name": "Shanghai",
    "protocol": "tencent_v3",
    "endpoint": "https://ocr.example.com/",
    "region": "ap-shanghai",
    "secret_id": SECRET_ID,
    "secret_key": SECRET_KEY,
    "kinds": [ID_CARD],
    "connect_seconds": "3",
    "answer_seconds": "15",
    "calls_per_second": "5",
    "is_enabled": "on",
}
PRESENT = {name: value for name, value in NEW.items() if name not in ("name", "protocol", "secret_id", "secret_key")}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(person("boss", Role.ADMINISTRATOR))
    return client


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return stand_in(monkeypatch)


def change(made: CloudAccount | EngineOrder) -> str:
    return f"{ACCOUNTS if isinstance(made, CloudAccount) else ORDERS}{made.pk}/change/"


def test_an_account_is_made_and_its_credentials_never_shown(desk: Client) -> None:
    page = desk.post(f"{ACCOUNTS}add/", NEW, follow=True).content.decode()
    made = CloudAccount.objects.get()
    assert (made.endpoint, made.region, made.kinds) == ("https://ocr.example.com", "ap-shanghai", [ID_CARD])
    assert cloud_accounts.access_of(made).secret_key == SECRET_KEY
    again = desk.get(change(made)).content.decode()
    assert not [secret for secret in (SECRET_ID, SECRET_KEY) if secret in page + again]
    assert "Leave both empty to keep the present ones." in again
    assert AuditEvent.objects.get(action="cloud_account.created").actor_name == "boss"


def test_the_page_says_plainly_what_is_sent_to_whom(desk: Client) -> None:
    page = desk.get(f"{ACCOUNTS}add/").content.decode()
    assert (
        "Tick what may leave this machine. Pictures of such documents are sent to the endpoint, whole and unmasked"
        in page
    )
    made = account("Shanghai", ID_CARD)
    order = cloud_accounts.set_order(actor=SYSTEM, kind=ID_CARD, engines=[made, None])
    page = desk.get(change(order)).content.decode()
    assert "Shanghai: pictures are sent to https://ocr.example.com" in page
    assert "This machine: nothing leaves it" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"endpoint": "http://ocr.example.com"}, "The endpoint must be https://"),
        ({"secret_key": ""}, "The secret id and the secret key must both be given."),
        ({"protocol": "huawei", "kinds": []}, "This protocol needs it."),
        ({"protocol": "huawei", "project_id": "1"}, "This protocol does not read that kind of document"),
        ({"calls_per_second": "0"}, "This must be a number from 0.1 to 30.0."),
        ({"name": "local"}, "Give the account a name of its own"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_no_secret_comes_back(
    desk: Client, given: dict[str, object], sentence: str
) -> None:
    if given == {"protocol": "huawei", "project_id": "1"}:
        given["kinds"] = [next(k for k in DocumentKind if k not in cloud_accounts.kinds_of("huawei"))]
    page = desk.post(f"{ACCOUNTS}add/", {**NEW, **given}, follow=True).content.decode()
    assert sentence in page
    assert SECRET_KEY not in page
    assert not CloudAccount.objects.exists()


def test_an_account_is_changed_and_given_other_credentials(desk: Client) -> None:
    made = account("Shanghai", ID_CARD)
    desk.post(change(made), {**PRESENT, "region": "ap-beijing", "is_enabled": ""})
    made.refresh_from_db()
    assert (made.region, made.is_enabled, made.rotated_at) == ("ap-beijing", False, None)
    assert cloud_accounts.access_of(made).secret_key == SECRET_KEY
    desk.post(
        change(made), {**PRESENT, "secret_id": "new", "secret_key": "newer", "name": "Other", "protocol": "huawei"}
    )
    made.refresh_from_db()
    assert cloud_accounts.access_of(made).secret_key == "newer"
    assert (made.name, made.protocol) == ("Shanghai", "tencent_v3")
    half = desk.post(change(made), {**PRESENT, "secret_id": "half"}).content.decode()
    assert "The secret id and the secret key must both be given." in half


def test_trying_says_what_came_of_it(desk: Client, vendor: Vendor) -> None:
    made = account("Shanghai", ID_CARD)
    page = desk.post(change(made), {**PRESENT, "_try": "1"}, follow=True).content.decode()
    assert "Shanghai works: the vendor answers and accepts the credentials." in page
    vendor.refusal = EngineAccountRefused(engine="Shanghai", vendor_code="AuthFailure", request_id="r-9")
    data = {"action": "try_accounts", "_selected_action": [made.pk]}
    page = desk.post(ACCOUNTS, data, follow=True).content.decode()
    assert "Shanghai does not serve our account (AuthFailure, request r-9)." in page
    assert AuditEvent.objects.filter(action="cloud_account.tested").count() == 2


def test_a_new_account_can_be_tried_at_once(desk: Client, vendor: Vendor) -> None:
    page = desk.post(f"{ACCOUNTS}add/", {**NEW, "_try": "1"}, follow=True)
    assert page.redirect_chain[-1][0] == change(CloudAccount.objects.get())
    assert [access.secret_key for access in vendor.tried] == [SECRET_KEY]


def test_an_order_is_set_and_says_where_pictures_go(desk: Client) -> None:
    made = account("Shanghai", ID_CARD)
    page = desk.post(f"{ORDERS}add/", {"kind": ID_CARD, "first": str(made.pk), "second": "local"}, follow=True)
    assert "Resident identity card (China): pictures are sent to https://ocr.example.com from now on." in (
        page.content.decode()
    )
    assert cloud_accounts.order_of(DocumentKind.CN_ID_CARD) == (made, None)
    assert "Shanghai → This machine" in page.content.decode()
    order = EngineOrder.objects.get()
    page = desk.post(change(order), {"first": "local"}, follow=True)
    assert "read on this machine, nothing leaves it." in page.content.decode()
    assert cloud_accounts.order_of(DocumentKind.CN_ID_CARD) == (None,)


def test_a_kind_is_set_once_and_what_cannot_stand_is_told(desk: Client) -> None:
    made = account("Shanghai", ID_CARD)
    data = {"kind": ID_CARD, "first": "local", "second": "local"}
    assert "Every engine can stand in the order once." in desk.post(f"{ORDERS}add/", data).content.decode()
    data = {"kind": "not_stated", "first": str(made.pk)}
    assert "Where no kind is stated only this machine can read" in desk.post(f"{ORDERS}add/", data).content.decode()
    data = {"kind": "cn_driving_licence", "first": str(made.pk)}
    assert "Shanghai may not be sent such documents." in desk.post(f"{ORDERS}add/", data).content.decode()
    assert not EngineOrder.objects.exists()
    desk.post(f"{ORDERS}add/", {"kind": "not_stated", "first": "local"})
    assert '<option value="not_stated">' not in desk.get(f"{ORDERS}add/").content.decode()


def test_without_orders_the_list_says_that_nothing_leaves(desk: Client) -> None:
    assert "is read on this machine alone, and nothing of it leaves." in desk.get(ORDERS).content.decode()


def test_accounts_and_orders_cannot_be_deleted(desk: Client) -> None:
    made = account("Shanghai", ID_CARD)
    assert desk.post(f"{ACCOUNTS}{made.pk}/delete/", {"post": "yes"}).status_code == 404
    assert CloudAccount.objects.exists()


def test_pages_carry_nothing_inline(desk: Client) -> None:
    made = account("Shanghai", ID_CARD)
    for path in (ACCOUNTS, f"{ACCOUNTS}add/", change(made), ORDERS, f"{ORDERS}add/"):
        html = desk.get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html), path


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_vendor_is_called(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever else wants to write would wait for the vendor's answer."""
    in_transaction: list[bool] = []
    monkeypatch.setattr(making, "try_access", lambda _: in_transaction.append(connection.in_atomic_block))
    desk.post(f"{ACCOUNTS}add/", {**NEW, "_try": "1"})
    made = CloudAccount.objects.get()
    desk.post(change(made), {**PRESENT, "_try": "1"})
    desk.post(ACCOUNTS, {"action": "try_accounts", "_selected_action": [made.pk]})
    assert in_transaction == [False, False, False]
