"""The README's pictures, taken anew: ``python -m tests.browser.take_pictures``.

Starts a desk of its own with the demo, waits until the engine has read it, and photographs pages at 1280x800.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import open_when_read, sign_in
from tests.chromium import EXECUTABLE, FLAGS
from tests.running_desk import Desk, desk

FOLDER = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 800}


def save(page: Page, name: str) -> None:
    page.wait_for_timeout(700)  # pictures decode and fade in
    raw = FOLDER / f"{name}.png"
    page.screenshot(path=raw)
    Image.open(raw).convert("RGB").save(FOLDER / f"{name}.webp", quality=82, method=6)
    raw.unlink()


def opened(browser: Browser, running: Desk, account: str, scheme: str = "light") -> Page:
    context = browser.new_context(base_url=running.url, viewport=SIZE, color_scheme=scheme, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, running, account)
    return page


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with desk() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        reviewer = opened(browser, running, "reviewer")
        open_when_read(reviewer, "K-2026-000019")  # the last of the demo
        open_when_read(reviewer, "K-2026-000004")
        save(reviewer, "case")
        reviewer.goto("/cases")
        save(reviewer, "cases")
        senior = opened(browser, running, "senior", "dark")
        open_when_read(senior, "K-2026-000006")
        senior.get_by_role("button", name="中文").click()
        save(senior, "case-dark-chinese")
        auditor = opened(browser, running, "auditor")
        auditor.goto("/trail")
        auditor.keyboard.press("v")
        auditor.wait_for_selector("text=The trail holds.")
        save(auditor, "trail")
        browser.close()


if __name__ == "__main__":
    main()
