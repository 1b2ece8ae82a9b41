"""The administrator's job in Chromium: a new colleague, a new policy, a closed account."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import as_user, sign_in
from tests.running_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "a longer password for Wren 77"


def code_of(secret: str) -> str:
    """The authenticator app's code, good for five more seconds at least."""
    if time.time() % 30 > 25:
        time.sleep(5)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter(page: Page, name: str) -> None:
    """Name and password on the page for signing in."""
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def turn_on_second_factor(page: Page) -> str:
    """From the menu to the recovery codes; the secret that an app keeps."""
    page.locator("summary", has_text="wren").click()
    page.get_by_role("link", name="Two-factor sign-in").click()
    page.get_by_role("link", name="Turn on").click()
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    secret = page.input_value("#authenticator-secret")
    page.fill("input[name=code]", code_of(secret))
    page.press("input[name=code]", "Enter")
    expect(page.get_by_text("Each works once.")).to_be_visible()
    return secret


def test_a_colleague_is_added_signs_in_and_is_closed_again(page: Page, chromium: Browser, running_desk: Desk) -> None:
    sign_in(page, running_desk, "admin")
    page.goto("/admin/accounts/user/add/")
    page.fill("input[name=username]", "wren")
    page.select_option("select[name=role]", "reviewer")
    page.click("input[name=_save]")
    link = re.search(r"https?://\S+/accounts/first/\S+", page.inner_text(".messagelist"))
    assert link
    with as_user(chromium, running_desk, None) as colleague:
        colleague.goto(link[0])
        for field in colleague.locator("input[type=password]").all():
            field.fill(PASSWORD)
        colleague.get_by_role("button", name="Set password").click()
        expect(colleague.get_by_role("heading", name="Sign in")).to_be_visible()
        enter(colleague, "wren")
        expect(colleague.get_by_role("heading", name="Cases")).to_be_visible()
        secret = turn_on_second_factor(colleague)
        colleague.locator("summary", has_text="wren").click()
        colleague.get_by_role("button", name="Sign out").click()
        colleague.goto("/accounts/login/")
        enter(colleague, "wren")
        colleague.fill("input[name=code]", "000000")
        colleague.press("input[name=code]", "Enter")
        expect(colleague.locator(".field-error")).to_be_visible()
        colleague.fill("input[name=code]", code_of(secret))
        colleague.press("input[name=code]", "Enter")
        expect(colleague.get_by_role("heading", name="Cases")).to_be_visible()
        assert colleague.goto("/admin/").status in (302, 403)  # type: ignore[union-attr]
        assert colleague.goto(link[0])
        assert colleague.locator("input[type=password]").count() == 0, "the link works once"

        page.goto("/admin/accounts/user/")
        page.get_by_role("link", name="wren").click()
        page.uncheck("input[name=is_active]")
        page.click("input[name=_save]")
        expect(page.locator(".messagelist .success")).to_be_visible()
        colleague.goto("/cases")
        expect(colleague).to_have_url(re.compile("/accounts/login/"))


def test_a_policy_is_drafted_compared_and_published(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "admin2")
    page.goto("/admin/policy/policyversion/add/")
    page.fill("input[name=note]", "Sharper pictures only")
    page.fill("input[name=line_BLUR]", "40")
    page.click("input[name=_publish]")
    expect(page.locator("table.changes")).to_contain_text("40")
    page.get_by_role("button", name="Publish").click()
    page.goto("/admin/policy/policyversion/")
    expect(page.locator("#result_list")).to_contain_text("Version 2")
    expect(page.locator("#result_list")).to_contain_text("admin2")


def test_the_last_administrator_stays_one(page: Page, running_desk: Desk) -> None:
    """The first closes the second, and then cannot lower or close the own account."""
    sign_in(page, running_desk, "admin")

    def save(name: str, *, role: str = "administrator", active: bool = True) -> str:
        page.goto("/admin/accounts/user/")
        page.get_by_role("link", name=name, exact=True).click()
        page.select_option("select[name=role]", role)
        page.set_checked("input[name=is_active]", active)
        page.click("input[name=_save]")
        return page.inner_text(".messagelist")

    assert "changed successfully" in save("admin2", active=False)
    for change in ({"role": "reviewer"}, {"active": False}):
        assert "This is the last administrator who can sign in." in save("admin", **change)  # type: ignore[arg-type]
    assert "changed successfully" in save("admin2")


def test_what_an_administrator_may_not_do_is_said(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "admin2")
    assert page.goto("/trail").status == 403  # type: ignore[union-attr]
    assert page.goto("/admin/audit/auditevent/add/").status == 404  # type: ignore[union-attr]
    page.goto("/admin/audit/auditevent/")
    assert page.locator("#result_list tbody tr").count() > 5
    assert page.locator("input.action-select").count() == 0
