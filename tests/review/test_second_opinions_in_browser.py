"""A second opinion in a real browser: asked for by keyboard, seen to arrive, compared; no page with findings of axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from kyc.cases.models import Case, Document
from kyc.documents.errors import VendorUnavailable
from kyc.documents.kinds import FieldName
from kyc.inspections import services as inspections
from kyc.inspections.models import Inspection, Purpose
from tests.inspections.cloud import VENDOR, Vendor, account, stand_in
from tests.review.test_viewer import case_in_browser, placed_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    made = stand_in(monkeypatch)
    made.changes = {
        FieldName.NAME: {"value": "肖行样", "confidence": 0.5},
        FieldName.ADDRESS: {"value": "样本路1号", "raw": "样本路1号"},
        FieldName.SEX: {"value": "", "raw": ""},
    }
    made.leaves_out = {FieldName.VALID_TO}
    return made


@pytest.fixture
def case(settings: Settings, vendor: Vendor) -> Case:
    account("Shanghai", "cn_id_card")
    return placed_case(settings, "tests.review.test_viewer.PlacedEngine")


@pytest.fixture
def page(case: Case, client: Client, chromium: Browser) -> Iterator[Page]:
    with case_in_browser(case, client, chromium) as opened:
        yield opened


def violations(page: Page) -> list[Any]:
    """What axe finds, in light and dark, each with the elements it is about."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(300)  # colours fade over
        answer = Axe().run(page, options={"runOnly": RULES}).response
        assert len(answer["passes"]) >= 5, "axe looked at next to nothing"
        found += [(scheme, v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in answer["violations"]]
    return found


def ask_by_keyboard(page: Page) -> None:
    page.locator("#opinion-engine").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask this engine")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#second-opinions").get_by_text("Waiting")).to_be_visible()


def run_opinion() -> None:
    assert inspections.run(Inspection.objects.get(purpose=Purpose.SECOND_OPINION).pk)


def test_asked_by_keyboard_it_arrives_by_itself_and_is_compared(page: Page, case: Case) -> None:
    ask_by_keyboard(page)
    assert page.get_by_role("button", name="Ask this engine").count() == 0
    run_opinion()
    expect(page.locator("#second-opinions").get_by_text("3 fields differ")).to_be_visible()
    page.get_by_role("link", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second opinion")).to_be_visible()
    name = page.locator("tr", has_text="肖行样")
    assert name.locator("mark").all_inner_texts() == ["梓", "样"]
    expect(name).to_contain_text("50%")
    for words in ("differs", "only the main reading has it", "only the second opinion has it"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    expect(page.get_by_text("not returned by this engine").first).to_be_visible()
    expect(page.get_by_text("not looked for by this engine").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_panel_with_what_was_asked_is_free_of_findings(page: Page) -> None:
    ask_by_keyboard(page)
    run_opinion()
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('*').forEach((element) => { element.scrollTop = 0; })")
    assert violations(page) == []


def test_one_that_failed_says_whose_matter_it_is(page: Page, case: Case, vendor: Vendor) -> None:
    vendor.failure = VendorUnavailable(engine="Shanghai", **VENDOR)
    ask_by_keyboard(page)
    run_opinion()
    page.get_by_role("link", name="Look").click()
    expect(page.get_by_text("InternalError, request request-7", exact=False)).to_be_visible()
    expect(page.get_by_text("the vendor", exact=True)).to_be_visible()
    assert violations(page) == []


def test_its_page_goes_on_by_itself(page: Page, case: Case) -> None:
    ask_by_keyboard(page)
    page.get_by_role("link", name="Look").click()
    expect(page.get_by_text("Waiting for the engine")).to_be_visible()
    assert violations(page) == []
    run_opinion()
    expect(page.locator("#opinion mark").first).to_be_visible()
    expect(page.locator("#opinion [hx-get]")).to_have_count(0)


def test_a_field_leads_to_its_place_in_the_picture(page: Page, case: Case) -> None:
    ask_by_keyboard(page)
    run_opinion()
    page.get_by_role("link", name="Compare").click()
    page.get_by_role("link", name="Name", exact=True).click()
    assert page.url.endswith(reverse("case", args=[case.pk]) + "#field-portrait_face-name")


def test_without_other_engines_it_says_who_sets_them_up(
    settings: Settings, client: Client, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch)
    case = placed_case(settings, "tests.review.test_viewer.PlacedEngine")
    assert Document.objects.get().kind
    with case_in_browser(case, client, chromium) as page:
        expect(page.get_by_text("No other engine may be sent this document.", exact=False)).to_be_visible()
