"""Cloud recognition in Chromium against a desk at work: its own gateway stands in for the vendor."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import as_user, open_when_read, sign_in
from tests.browser.test_accessibility import violations
from tests.running_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
#: The gateway loads the engine with its first call.
ANSWERED_WITHIN_MS = 120_000


def add_account(page: Page, running_desk: Desk) -> None:
    """An account at the desk's own gateway, which may be sent identity cards."""
    made = running_desk.manage("create_api_client", "stand-in vendor", "--json")
    keys = json.loads(made.stdout)
    page.goto("/admin/inspections/cloudaccount/add/")
    page.fill("input[name=name]", "Stand-in vendor")
    page.select_option("select[name=protocol]", "tencent_v3")
    page.fill("input[name=endpoint]", running_desk.url)
    page.fill("input[name=region]", "ap-guangzhou")
    page.fill("input[name=secret_id]", keys["secret_id"])
    page.fill("input[name=secret_key]", keys["secret_key"])
    page.fill("input[name=answer_seconds]", "30")
    page.check("input[name=kinds][value=cn_id_card]")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert keys["secret_key"] not in page.content()


def try_until_it_works(page: Page) -> None:
    """A gateway that still loads its engine answers late, and the page says so."""
    page.set_default_timeout(ANSWERED_WITHIN_MS)
    for _ in range(5):
        page.click("input[name=_try]")
        if "Stand-in vendor works" in page.locator(".messagelist").inner_text():
            return
        expect(page.locator(".messagelist")).to_contain_text("is not answering as it should at the moment (TIMEOUT")
    raise AssertionError("the stand-in vendor never answered")


def test_an_account_is_set_up_tried_and_asked_for_a_second_opinion(
    context: BrowserContext, chromium: Browser, running_desk: Desk
) -> None:
    page = context.new_page()  # nobody listens to it: axe asks for style sheets where the administration has none
    sign_in(page, running_desk, "admin")
    add_account(page, running_desk)
    page.locator("#result_list").get_by_role("link", name="Stand-in vendor").click()
    try_until_it_works(page)
    assert violations(page) == []
    page.goto("/admin/inspections/engineorder/add/")
    page.select_option("select[name=kind]", "cn_id_card")
    page.select_option("select[name=first]", label="This machine: nothing leaves it")
    page.select_option("select[name=second]", label=f"Stand-in vendor: pictures are sent to {running_desk.url}")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .warning")).to_contain_text(
        f"pictures are sent to {running_desk.url} from now on"
    )
    assert violations(page) == []

    with as_user(chromium, running_desk, "reviewer2") as reviewer:
        open_when_read(reviewer, "K-2026-000009")
        expect(reviewer.locator(".read-by").first).to_contain_text("This machine")
        reviewer.get_by_role("button", name="Ask this engine").click()
        compare = reviewer.get_by_role("link", name="Compare")
        expect(compare).to_be_visible(timeout=ANSWERED_WITHIN_MS)
        compare.click()
        expect(reviewer.get_by_role("table").first).to_contain_text("the same")
        expect(reviewer.locator(".readers")).to_contain_text("Stand-in vendor")
        assert violations(reviewer) == []
        reviewer.get_by_role("link", name="Back to the case").click()
        reviewer.get_by_role("button", name="Give back").click()
        reviewer.wait_for_url("**/cases")
