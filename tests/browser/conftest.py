"""A desk for Chromium to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def as_user(chromium: Browser, running: Desk, account: str | None) -> Iterator[Page]:
    """Another person's browser beside the first; nobody signed in for None."""
    beside = chromium.new_context(base_url=running.url, viewport={"width": 1280, "height": 800}, locale="en-US")
    beside.set_default_timeout(20_000)
    opened = beside.new_page()
    errors = listen_for_errors(opened)
    if account:
        sign_in(opened, running, account)
    yield opened
    beside.close()
    assert errors == []


def open_when_read(page: Page, number: str) -> None:
    """Open a case from the list, once the engine has read it and it waits for review."""
    for _ in range(60):
        page.goto("/cases")
        row = page.locator("tbody tr", has_text=number)
        if row.count() and re.search("Waiting for review|待审核", row.inner_text()):
            row.get_by_role("link").first.click()
            page.wait_for_selector("form[data-decision]")
            page.wait_for_load_state()  # the form stands before the scripts that give it its keys
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"{number} never waited for review")


def sign_in(page: Page, running: Desk, account: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", running.password(account))
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
