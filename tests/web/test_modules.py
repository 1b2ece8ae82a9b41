"""The pages' ES modules in a real browser, on a page of a few elements and without a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from tests.chromium import listen_for_errors

ORIGIN = "http://desk.test"
STATIC = Path(settings.BASE_DIR) / "static"

KEYS_PAGE = """
<script type="module">
  import { startKeys } from "/static/web/keys.js";
  startKeys();
  document.body.dataset.ready = "";
</script>
<button data-opens-keys data-key="?" aria-label="Keys">k</button>
<button id="approve" data-key="a">Approve <kbd>a</kbd></button>
<button id="next" data-key="n ArrowRight" data-key-label="Next case">n</button>
<button id="off" data-key="d" disabled>Disabled</button>
<button id="hidden" data-key="h" hidden>Hidden</button>
<p data-key="+ -" data-key-label="Zoom" data-key-own>zoom</p>
<input id="search" data-key="/" aria-label="Search"><textarea id="note"></textarea>
<select id="kind"><option>a<option>n</select><input type="checkbox" id="tick" data-key="t" aria-label="Tick">
<dialog id="reject"><button id="confirm" data-key="a">Confirm</button></dialog>
<dialog id="keys"><dl class="keys-list"></dl><form method="dialog"><button autofocus>Close</button></form></dialog>
"""

PICTURES_PAGE = """
<script type="module">
  import { startPictures } from "/static/intake/pictures.js";
  startPictures(document.querySelector("[data-pictures]"));
  document.body.dataset.ready = "";
</script>
<form><div data-pictures>%s</div></form>
"""

SLOT = """
<div data-slot="%s"><div class="slot-box">
  <div data-part="empty"><input class="slot-file" type="file"><button type="button" data-part="choose">c</button>
    <label data-part="camera"><input type="file"></label></div>
  <div data-part="filled" hidden><img data-part="preview" alt=""><p data-part="card">card</p>
    <span data-part="name"></span><span data-part="size"></span>
    <button type="button" data-part="replace">r</button><button type="button" data-part="remove">x</button></div>
</div><p class="field-error"></p></div>
"""

TRANSFER = """
const transfer = new DataTransfer();
for (const name of names) transfer.items.add(new File(["%PDF"], name, {type: "application/pdf"}));
"""
CHOSEN = "[...document.querySelectorAll('.slot-file')].map((input) => input.files[0]?.name ?? '')"

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    errors = listen_for_errors(opened)
    opened.route(f"{ORIGIN}/static/**", serve_static)
    yield opened
    opened.close()
    assert errors == []


def serve_static(route: Route) -> None:
    path = STATIC / route.request.url.removeprefix(f"{ORIGIN}/static/")
    route.fulfill(body=path.read_text(), content_type="text/javascript")


def open_page(page: Page, html: str) -> None:
    page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=f"<!doctype html><body>{html}", content_type="text/html"))
    page.goto(f"{ORIGIN}/")
    page.wait_for_selector("body[data-ready]")
    page.evaluate(
        "window.clicked = [];"
        "document.addEventListener('click', (event) => event.target.id && window.clicked.push(event.target.id))"
    )


def clicked(page: Page) -> list[str]:
    return list(page.evaluate("window.clicked"))


@pytest.mark.parametrize(("key", "button"), [("a", "approve"), ("n", "next"), ("ArrowRight", "next"), ("t", "tick")])
def test_a_key_presses_its_element(page: Page, key: str, button: str) -> None:
    open_page(page, KEYS_PAGE)
    page.keyboard.press(key)
    assert clicked(page) == [button]


@pytest.mark.parametrize("key", ["d", "h", "+", "A", "x", "Control+a", "Alt+a", "Meta+a"])
def test_what_does_not_press_anything(page: Page, key: str) -> None:
    open_page(page, KEYS_PAGE)
    page.keyboard.press(key)
    assert clicked(page) == []


@pytest.mark.parametrize("field", ["search", "note", "kind"])
def test_no_key_fires_while_somebody_types(page: Page, field: str) -> None:
    open_page(page, KEYS_PAGE)
    page.focus(f"#{field}")
    for key in ("a", "n", "?", "t"):
        page.keyboard.press(key)
    assert clicked(page) == []
    assert page.evaluate("document.querySelector('#keys').open") is False


def test_no_key_fires_while_chinese_is_composed(page: Page) -> None:
    open_page(page, KEYS_PAGE)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true, isComposing: true}))"
    )
    assert clicked(page) == []


def test_keys_fire_again_from_a_checkbox(page: Page) -> None:
    open_page(page, KEYS_PAGE)
    page.focus("#tick")
    page.keyboard.press("a")
    assert clicked(page) == ["approve"]


def test_a_field_is_focused_and_the_key_is_not_typed_into_it(page: Page) -> None:
    open_page(page, KEYS_PAGE)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == ""


def test_an_open_dialog_has_its_own_keys(page: Page) -> None:
    open_page(page, KEYS_PAGE)
    page.evaluate("document.querySelector('#reject').showModal()")
    page.keyboard.press("n")
    page.keyboard.press("a")
    assert clicked(page) == ["confirm"]


def test_the_list_of_keys(page: Page) -> None:
    open_page(page, KEYS_PAGE)
    page.keyboard.press("?")
    rows = page.evaluate(
        "[...document.querySelectorAll('.keys-list dt')].map((term) =>"
        " [[...term.children].map((cap) => cap.textContent).join(' '), term.nextElementSibling.textContent])"
    )
    assert rows == [
        ["?", "Keys"],
        ["a", "Approve"],
        ["n →", "Next case"],
        ["+ -", "Zoom"],
        ["/", "Search"],
        ["t", "Tick"],
    ]
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('#keys').open") is False


def pictures(page: Page) -> None:
    open_page(page, PICTURES_PAGE % (SLOT % "front" + SLOT % "back"))


def drop(page: Page, target: str, *names: str) -> list[str]:
    page.evaluate(
        f"([target, names]) => {{ {TRANSFER} document.querySelector(target).dispatchEvent("
        "new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: transfer})) }",
        [target, list(names)],
    )
    return list(page.evaluate(CHOSEN))


def paste(page: Page, *names: str) -> list[str]:
    page.evaluate(
        f"(names) => {{ {TRANSFER} document.body.dispatchEvent("
        "new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: transfer})) }",
        list(names),
    )
    return list(page.evaluate(CHOSEN))


def test_files_go_where_they_are_dropped_and_a_second_beside_it(page: Page) -> None:
    pictures(page)
    assert drop(page, "[data-slot=back]", "1.pdf") == ["", "1.pdf"]
    assert drop(page, "[data-slot=back]", "2.pdf", "3.pdf") == ["3.pdf", "2.pdf"]


def test_pasted_files_fill_empty_slots_first(page: Page) -> None:
    pictures(page)
    assert drop(page, "[data-slot=front]", "1.pdf") == ["1.pdf", ""]
    assert paste(page, "2.pdf") == ["1.pdf", "2.pdf"]


def test_a_chosen_file_can_be_removed(page: Page) -> None:
    pictures(page)
    drop(page, "form", "1.pdf", "2.pdf")
    assert page.is_visible("[data-slot=front] [data-part=card]")
    page.click("[data-slot=front] [data-part=remove]")
    assert page.evaluate(CHOSEN) == ["", "2.pdf"]
    assert page.is_visible("[data-slot=front] [data-part=choose]")
    assert not page.is_visible("[data-slot=front] [data-part=name]")


def test_a_file_dropped_beside_the_form_does_not_replace_the_page(page: Page) -> None:
    pictures(page)
    assert drop(page, "body", "1.pdf") == ["", ""]
    assert page.evaluate(
        f"(names) => {{ {TRANSFER} const event = new DragEvent('drop', {{bubbles: true, cancelable: true,"
        " dataTransfer: transfer}); document.body.dispatchEvent(event); return event.defaultPrevented }",
        ["1.pdf"],
    )
