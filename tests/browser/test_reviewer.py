"""Upload to fields in Chromium, against a desk that runs as ``make run`` runs it. Decisions are still to be driven."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.running_desk import ROOT, Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PICTURES = ROOT / "kyc" / "demo_pictures"


def test_two_faces_are_uploaded_and_read(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    page.goto("/upload")
    page.fill("input[name=reference]", "BROWSER-1")
    files = page.locator("input[type=file]")
    files.nth(0).set_input_files(PICTURES / "clean_portrait.jpg")
    files.nth(1).set_input_files(PICTURES / "clean_emblem.jpg")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Fields")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("松泉县公安局").first).to_be_visible()
