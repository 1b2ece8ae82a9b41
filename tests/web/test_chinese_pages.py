"""No English is left on a page that is read in Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kyc.accounts import services
from kyc.accounts.models import ApiClient, Role, User
from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.documents.errors import EngineAccountRefused, VendorUnavailable
from kyc.documents.kinds import FieldName
from kyc.inspections import cloud_accounts
from kyc.inspections import services as inspections
from tests.accounts.people import one_of_each, person
from tests.inspections.cloud import Vendor, account, stand_in
from tests.review.cases import answer_all, inspected_case

pytestmark = pytest.mark.django_db

CHINESE = {"accept-language": "zh-CN"}
SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-key-label"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
#: Codes, formats, names and stored values that Chinese pages write in Latin letters too.
LATIN = re.compile(
    r"JPEG|PNG|BMP|TIFF|HEIC|PDF|CSV|Cookie|English|YYYY|[Tt]he-\w+|kyc-[0-9a-f]{8}|ap-guangzhou|CUSTOMER-\d+|FINAL|RETRY|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{10,}"
    r"|(?:user|document|inspection|capture|policy):[\w-]+|cn_id_card|resubmission_requested|rejected|[A-Z]+(?:_[A-Z]+)+"
    r"|DUPLICATE|EXPIRED|OTHER|API|OCR|https?://\S*|IDCardOCR|Access Key|AKID\w+|cloud_account:\d+|engine_order:\w+"
)
#: Values of the trail and of policies, and what Django's admin writes untranslated beside its icons.
AS_STORED = {*Role.values, "system", "robot", "The policy that a new desk begins with", "Search", "True", "False"}
#: What the stand-in engine of ``tests.inspections.engines`` says.
OF_THE_STAND_IN = re.compile(r"certain( 1)?|test-1|The faces were given in the other order\.|Number \w+ is grey\.")


class VisibleText(HTMLParser):
    """What a reader sees or hears: text and the attributes that are read out. English marked as such is silent."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_silent = tag in {"script", "style", "code", "kbd", "textarea"} or named.get("lang") == "en"
        if self._within or is_silent:
            self._within += [] if tag in VOID else [tag]
        else:
            self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            del self._within[len(self._within) - 1 - self._within[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.texts.append(data)


def english(html: str) -> list[str]:
    reader = VisibleText()
    reader.feed(html)
    return [text.strip() for text in reader.texts if is_english(text.strip())]


def is_english(text: str) -> bool:
    if text in AS_STORED or OF_THE_STAND_IN.fullmatch(text):
        return False
    return re.search(r"[A-Za-z]{3}", LATIN.sub("", text)) is not None


def test_english_is_noticed() -> None:
    html = '<p title="Close">关闭</p><code>abc</code><p lang="en">Words</p><textarea>Words</textarea><p>图片 JPEG</p>'
    assert english(html + "<p>Sign <b>in</b></p>") == ["Close", "Sign"]


@pytest.fixture
def clients(compiled: None) -> dict[str, Client]:
    cache.clear()
    made = {}
    for role, user in one_of_each().items():
        made[role] = Client(headers=CHINESE)
        made[role].force_login(user)
    return made


@pytest.fixture
def case(settings: Any) -> Case:
    return inspected_case(settings)


def get(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_signed_out_pages(compiled: None) -> None:
    client = Client(headers=CHINESE)
    for path in ("/accounts/login/", "/nothing-here"):
        assert english(client.get(path).content.decode()) == []


@pytest.mark.parametrize("path", ["/cases", "/upload", "/accounts/password/", "/accounts/2fa/", "/accounts/logout/"])
def test_the_reviewers_pages(clients: dict[str, Client], case: Case, path: str) -> None:
    assert english(get(clients[Role.REVIEWER], path)) == []


def test_the_case_page(clients: dict[str, Client], case: Case) -> None:
    found = english(get(clients[Role.REVIEWER], f"/cases/{case.pk}"))
    assert found == []


def test_answers_and_what_comes_of_them(clients: dict[str, Client], case: Case) -> None:
    answer_all(case, User.objects.get(role=Role.REVIEWER))
    page = get(clients[Role.REVIEWER], f"/cases/{case.pk}")
    assert "您的答复" in page
    assert english(page) == []
    decision = {"outcome": "approved", "round": "1"}
    assert clients[Role.REVIEWER].post(f"/cases/{case.pk}/decide", decision).status_code == 302
    report = get(clients[Role.MANAGER], "/reports/detectors")
    assert "精确率" in report
    assert english(report) == []
    assert english(get(clients[Role.MANAGER], "/reports/detectors?kind=cn_vehicle_licence")) == []


def test_the_lists_of_reports_and_trail(clients: dict[str, Client], case: Case) -> None:
    assert english(get(clients[Role.MANAGER], "/reports")) == []
    assert english(get(clients[Role.AUDITOR], "/trail")) == []
    assert english(get(clients[Role.AUDITOR], f"/trail/cases/{case.number}")) == []


def test_what_events_went_from_and_to(clients: dict[str, Client], settings: Any) -> None:
    inspected_case(settings, engine="BlindEngine")
    ben = services.create_user(actor=SYSTEM, username="the-new", role=Role.REVIEWER)
    services.change_role(actor=SYSTEM, user=ben, role=Role.LEAD)
    services.deactivate(actor=SYSTEM, user=ben)
    clients[Role.AUDITOR].post("/trail/verify")
    trail = get(clients[Role.AUDITOR], "/trail")
    for words in ("未找到证件", "审核员 → 审核组长", "有效 → 已停用", "完好"):
        assert words in trail
    assert english(trail) == []


def test_a_refusal(clients: dict[str, Client]) -> None:
    assert english(clients[Role.MANAGER].get("/upload").content.decode()) == []


ADMINISTRATION = (
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/policy/policyversion/",
    "/admin/policy/policyversion/add/",
    "/admin/cases/case/",
    "/admin/inspections/inspection/",
    "/admin/review/decision/",
    "/admin/accounts/apiclient/",
    "/admin/accounts/apiclient/add/",
    "/admin/inspections/cloudaccount/",
    "/admin/inspections/cloudaccount/add/",
    "/admin/inspections/engineorder/",
    "/admin/inspections/engineorder/add/",
)


@pytest.mark.parametrize("path", ADMINISTRATION)
def test_the_administration(clients: dict[str, Client], path: str) -> None:
    person("the-demo", is_demo=True)
    assert english(get(clients[Role.ADMINISTRATOR], path)) == []


def test_what_the_administration_shows_of_a_case(clients: dict[str, Client], case: Case) -> None:
    run = case.documents.get().inspections.get()
    for path in (f"/admin/cases/case/{case.pk}/change/", f"/admin/inspections/inspection/{run.pk}/change/"):
        assert english(get(clients[Role.ADMINISTRATOR], path)) == []


def test_an_api_client_its_keys_and_its_page(clients: dict[str, Client]) -> None:
    boss = clients[Role.ADMINISTRATOR]
    shown = boss.post("/admin/accounts/apiclient/add/", {"name": "the-bank"}).content.decode()
    assert "以下凭据仅显示一次" in shown
    assert english(shown) == []
    made = ApiClient.objects.get()
    assert english(get(boss, f"/admin/accounts/apiclient/{made.pk}/change/")) == []
    rotated = {"action": "rotate_keys", "_selected_action": [made.pk]}
    assert english(boss.post("/admin/accounts/apiclient/", rotated).content.decode()) == []
    revoked = rotated | {"action": "revoke_former_keys"}
    assert english(boss.post("/admin/accounts/apiclient/", revoked, follow=True).content.decode()) == []


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return stand_in(monkeypatch)


def test_a_cloud_account_and_an_order(clients: dict[str, Client], vendor: Vendor) -> None:
    boss, made = clients[Role.ADMINISTRATOR], account("the-vendor", "cn_id_card")
    order = cloud_accounts.set_order(actor=SYSTEM, kind="cn_id_card", engines=[made, None])
    for path in (f"cloudaccount/{made.pk}/change/", "cloudaccount/", f"engineorder/{order.pk}/change/", "engineorder/"):
        assert english(get(boss, f"/admin/inspections/{path}")) == [], path
    vendor.refusal = EngineAccountRefused(engine="the-vendor", vendor_code="AUTH_FAILURE", request_id="the-request")
    data = {"action": "try_accounts", "_selected_action": [made.pk]}
    told = boss.post("/admin/inspections/cloudaccount/", data, follow=True).content.decode()
    assert "拒绝为我方账号服务" in told
    assert english(told) == []
    wrong = boss.post("/admin/inspections/cloudaccount/add/", {"name": "", "endpoint": "x"}).content.decode()
    assert english(wrong) == []


def test_a_second_opinion(clients: dict[str, Client], vendor: Vendor, case: Case) -> None:
    desk = clients[Role.REVIEWER]
    assert "云账号" in get(desk, f"/cases/{case.pk}")
    account("the-vendor", "cn_id_card")
    vendor.changes = {FieldName.NAME: {"value": "肖行样"}, FieldName.SEX: {"value": "", "raw": ""}}
    vendor.leaves_out = {FieldName.ADDRESS}
    for failure in (None, VendorUnavailable(engine="the-vendor", vendor_code="AUTH_FAILURE", request_id="the-request")):
        vendor.failure = failure
        desk.post(f"/cases/{case.pk}/second-opinions", {"engine": "the-vendor", "round": "1"})
        opinion = case.documents.get().inspections.latest("queued_at")
        paths = (f"/cases/{case.pk}", f"/cases/{case.pk}/second-opinions/{opinion.pk}")
        for is_run in (False, True):
            if is_run:
                inspections.run(opinion.pk)
            assert [english(get(desk, path)) for path in paths] == [[], []]
    assert english(get(clients[Role.AUDITOR], "/trail")) == []
