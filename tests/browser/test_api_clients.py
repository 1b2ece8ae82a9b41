"""An API client in Chromium: its credentials are on the page that answers, and only there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import violations
from tests.running_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def credential(page: Page, name: str) -> str:
    return page.locator("tr", has=page.get_by_role("rowheader", name=name, exact=True)).locator("td").inner_text()


def check_only_here(page: Page, secret: str) -> None:
    assert len(secret) >= 24
    assert violations(page) == []
    assert not [cookie for cookie in page.context.cookies() if secret in str(cookie)]
    page.get_by_role("link", name="Continue").click()
    assert secret not in page.content()


def test_credentials_are_shown_by_the_page_that_made_them(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "admin")
    page.goto("/admin/accounts/apiclient/add/")
    page.fill("input[name=name]", "Crane")
    page.click("input[name=_save]")
    check_only_here(page, credential(page, "secret_key"))
    page.fill("input[name=quota]", "100")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    for action in ("rotate_keys", "revoke_former_keys"):
        page.locator("tr", has_text="Crane").locator("input.action-select").check()
        page.select_option("select[name=action]", action)
        page.click("button[name=index]")
        if action == "rotate_keys":
            check_only_here(page, credential(page, "iam_password"))
    expect(page.locator(".messagelist .success")).to_contain_text("The former key of 1 client was revoked.")
