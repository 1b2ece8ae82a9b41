"""Every page against WCAG 2.2 A and AA, by axe-core, in light and dark."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.conftest import as_user, open_when_read, sign_in
from tests.running_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
#: The theme changes colours and nothing else, so dark is asked about those alone.
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
PAGES = {
    "reviewer": ("/cases", "/cases?state=on_hold", "/cases/none-left", "/no-such-page", "/trail", "/accounts/logout/"),
    "manager": (
        "/reports",
        "/reports?since=2026-02-02&until=2026-02-01",
        "/reports/detectors",
        "/accounts/2fa/",
        "/accounts/password/",
    ),
    "auditor": ("/trail?actor=nobody", "/trail?since=x", "/trail/cases/K-2026-000001"),
    "admin": (
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/policy/policyversion/",
        "/admin/policy/policyversion/add/",
        "/admin/policy/policyversion/1/change/",
        "/admin/review/decision/",
        "/admin/inspections/cloudaccount/",
        "/admin/inspections/cloudaccount/add/",
        "/admin/inspections/engineorder/",
        "/admin/inspections/engineorder/add/",
    ),
}
#: Every node that is wrong, one of each rule that passes; style sheets are not fetched again, which serves one rule
#: alone, of how a telephone is held.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
#: The script stays in the document: it is given once, and then nothing.
LOADED_ONCE = (Axe(), Axe(axe_script="0"))
#: Lists of the administration whose first row has a page too.
ROWS = ("accounts/user", "audit/auditevent", "cases/case", "inspections/inspection")

#: Colours fade over where the theme changes; a spinner goes on for ever.
FADED = "() => !document.getAnimations().some((one) => one instanceof CSSTransition)"


@pytest.fixture
def opened(chromium: Browser, running_desk: Desk) -> Iterator[Page]:
    context = chromium.new_context(base_url=running_desk.url, viewport={"width": 1280, "height": 800}, locale="en-US")
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[Any]:
    """What axe finds, each with the elements it is about."""
    found = []
    for axe, (scheme, rules) in zip(LOADED_ONCE, RULES.items(), strict=True):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(FADED)
        answer = axe.run(page, options={"runOnly": rules, **OPTIONS}).response
        assert len(answer["passes"]) >= (5 if scheme == "light" else 1), "axe looked at next to nothing"
        found += [(scheme, v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in answer["violations"]]
    return found


def test_axe_sees_what_is_wrong(opened: Page) -> None:
    """Grey on grey, in dark only, and a field without a name."""
    opened.goto("/accounts/login/")
    opened.evaluate(
        "document.querySelector('label[for=id_login]').remove();"
        "document.querySelector('#id_login').removeAttribute('placeholder');"
        "document.querySelector('h1').style.color = 'light-dark(black, #333)';"
    )
    assert {(scheme, rule) for scheme, rule, _ in violations(opened)} == {
        ("light", "label"),
        ("dark", "color-contrast"),
    }


def test_before_signing_in(opened: Page) -> None:
    for path in ("/accounts/login/", "/accounts/first/MQ/a-b/"):
        opened.goto(path)
        assert (path, violations(opened)) == (path, [])


@pytest.mark.parametrize("account", PAGES)
def test_pages(opened: Page, running_desk: Desk, account: str) -> None:
    sign_in(opened, running_desk, account)
    for path in PAGES[account]:
        opened.goto(path)
        assert (path, violations(opened)) == (path, [])


def test_rows_of_the_administration(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "admin")
    for rows in ROWS:
        opened.goto(f"/admin/{rows}/")
        assert (rows, violations(opened)) == (rows, [])
        opened.locator("#result_list tbody th a").first.click()
        assert (rows, violations(opened)) == (rows, [])


def test_a_new_account_and_its_link(opened: Page, chromium: Browser, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "admin")
    opened.goto("/admin/accounts/user/add/")
    opened.fill("input[name=username]", "rail")
    opened.click("input[name=_save]")
    assert violations(opened) == []
    link = re.search(r"https?://\S+/accounts/first/\S+", opened.inner_text(".messagelist"))
    assert link
    with as_user(chromium, running_desk, None) as colleague:
        colleague.goto(link[0])
        assert violations(colleague) == []


def test_turning_on_the_second_factor(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "manager")
    opened.goto("/accounts/2fa/totp/activate/")
    assert violations(opened) == []
    opened.fill("input[name=password]", running_desk.password("manager"))
    opened.press("input[name=password]", "Enter")
    opened.wait_for_selector("input[name=code]")
    assert violations(opened) == []


def test_the_trail_verified(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "auditor")
    opened.goto("/trail")
    opened.keyboard.press("v")
    opened.wait_for_selector(".verdict .notice")
    assert violations(opened) == []


def test_an_upload_refused_and_one_that_nothing_could_be_read_from(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "reviewer")
    opened.goto("/upload")
    opened.check("input[name=kind][value=kr_driving_licence]")
    opened.click("main form [type=submit]")
    opened.wait_for_selector(".field-error > span")
    assert violations(opened) == []
    blank = io.BytesIO()
    Image.new("RGB", (1200, 800), "white").save(blank, "JPEG")
    opened.fill("input[name=reference]", "AXE-1")
    picture = {"name": "blank.jpg", "mimeType": "image/jpeg", "buffer": blank.getvalue()}
    opened.locator(".slot-file").first.set_input_files(picture)  # type: ignore[arg-type]
    opened.click("main form [type=submit]")
    opened.wait_for_selector("[data-state=failed]", timeout=180_000)
    assert violations(opened) == []
    for button in ("Open the case unread", "Replace picture"):
        opened.get_by_role("link", name=button).click()
        opened.wait_for_load_state()
        assert (button, violations(opened)) == (button, [])


def test_a_case_with_warnings_their_figures_and_evidence(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "senior")
    open_when_read(opened, "K-2026-000005")
    opened.wait_for_selector(".legend li")
    for figures in opened.locator(".figures summary").all():
        figures.click()
    _scroll_back(opened)
    assert violations(opened) == []
    opened.locator("[name=answer][value=disagreed]").first.click()
    opened.wait_for_selector("[name=answer][aria-pressed=true]")
    _scroll_back(opened)
    assert violations(opened) == []
    opened.get_by_role("button", name="Give back").click()
    opened.wait_for_url("**/cases")


def _scroll_back(page: Page) -> None:
    """To the top: what has scrolled under the bar that stays there is no target as long as it lies under it."""
    page.evaluate("() => document.querySelectorAll('*').forEach((element) => { element.scrollTop = 0; })")


@pytest.mark.parametrize("number", ["K-2026-000010", "K-2026-000011", "K-2026-000012", "K-2026-000014"])
def test_cases_of_other_documents(opened: Page, running_desk: Desk, number: str) -> None:
    sign_in(opened, running_desk, "senior")
    open_when_read(opened, number)
    opened.wait_for_selector("polygon.box", state="attached")
    assert violations(opened) == []


def test_a_case_and_its_open_decision_in_chinese(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "lead")
    opened.get_by_role("button", name="中文").click()
    open_when_read(opened, "K-2026-000006")
    opened.wait_for_selector("polygon.box", state="attached")
    assert violations(opened) == []
    opened.keyboard.press("x")
    opened.wait_for_function("() => document.activeElement?.name === 'reasons-rejected'")
    opened.keyboard.press("Control+Enter")
    opened.wait_for_selector("#decision-error")
    assert violations(opened) == []
    opened.locator("[data-opens-keys]").first.click()
    assert violations(opened) == []
