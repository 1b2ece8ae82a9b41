"""Every page against WCAG 2 A and AA, by axe-core, in light and dark, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_when_read, sign_in
from tests.running_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PAGES = {
    "reviewer": ("/cases", "/upload", "/cases/none-left", "/no-such-page"),
    "manager": ("/reports",),
    "auditor": ("/trail",),
}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(chromium: Browser, running_desk: Desk, scheme: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=running_desk.url,
        viewport={"width": 1280, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN" if scheme == "dark" else "en-US",
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[Any]:
    """What axe finds, each with the elements it is about."""
    answer = Axe().run(page, options=RULES).response
    assert len(answer["passes"]) >= 5, "axe looked at next to nothing"
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in answer["violations"]]


def test_signing_in(opened: Page) -> None:
    opened.goto("/accounts/login/")
    assert violations(opened) == []


@pytest.mark.parametrize("account", PAGES)
def test_pages(opened: Page, running_desk: Desk, account: str) -> None:
    sign_in(opened, running_desk, account)
    for path in PAGES[account]:
        opened.goto(path)
        assert (path, violations(opened)) == (path, [])


def test_a_case_and_its_open_decision(opened: Page, running_desk: Desk) -> None:
    sign_in(opened, running_desk, "lead")
    open_when_read(opened, "K-2026-000006")
    opened.wait_for_selector("polygon.box", state="attached")
    assert violations(opened) == []
    opened.keyboard.press("x")
    assert violations(opened) == []
    opened.keyboard.press("Escape")
    opened.locator("[data-opens-keys]").first.click()
    assert violations(opened) == []
