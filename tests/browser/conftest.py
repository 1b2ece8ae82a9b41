"""A desk for Chromium to look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import listen_for_errors
from tests.running_desk import Desk, desk


@pytest.fixture(scope="session")
def running_desk() -> Iterator[Desk]:
    with desk() as running:
        yield running


@pytest.fixture
def context(chromium: Browser, running_desk: Desk) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=running_desk.url, viewport={"width": 1280, "height": 800}, locale="en-US")
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay free of errors."""
    opened = context.new_page()
    errors = listen_for_errors(opened)
    yield opened
    assert errors == []


def sign_in(page: Page, running: Desk, account: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", running.password(account))
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
