"""The reviewer's whole job in Chromium, against a desk that runs as ``make run`` runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import as_user, open_when_read, sign_in
from tests.chromium import listen_for_errors
from tests.running_desk import ROOT, Desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PICTURES = ROOT / "kyc" / "demo_pictures"
#: An upload waits behind the demo's pictures, which a desk just started reads first.
READ_WITHIN_MS = 180_000


def upload(page: Page, reference: str, *names: str, kind: str = "") -> None:
    page.goto("/upload")
    page.fill("input[name=reference]", reference)
    page.check(f"input[name=kind][value='{kind}']")
    files = page.locator("input[type=file].slot-file")
    for slot, name in enumerate(names):
        files.nth(slot).set_input_files(PICTURES / name)
    page.locator("main form button[type=submit]").first.click()


def test_from_upload_to_a_decision_and_its_trail(page: Page, chromium: Browser, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    upload(page, "BROWSER-1", "clean_portrait.jpg", "clean_emblem.jpg")
    expect(page.get_by_role("heading", name="Fields")).to_be_visible(timeout=READ_WITHIN_MS)
    expect(page.get_by_text("松泉县公安局").first).to_be_visible()
    case_url = page.url
    number = str(re.search(r"K-\d{4}-\d{6}", page.inner_text("main"))[0])  # type: ignore[index]

    page.keyboard.press("a")
    expect(page.locator("input[name=outcome][value=approved]")).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != case_url)
    expect(page.get_by_text(f"Case {number}: Approved.")).to_be_visible()

    page.go_back()
    assert page.url == case_url
    expect(page.locator(".decision-taken").get_by_text("Approved")).to_be_visible()
    assert page.locator("form[data-decision]").count() == 0
    page.goto("/cases?state=decided")
    expect(page.locator("tbody tr", has_text=number).get_by_text("Decided", exact=True)).to_be_visible()

    with as_user(chromium, running_desk, "auditor") as auditor:
        auditor.goto(f"/trail/cases/{number}")
        for action in ("Case received", "Inspection finished", "Case claimed", "Case decided"):
            expect(auditor.locator("tbody").get_by_text(action, exact=True).first).to_be_visible()
        auditor.goto("/trail")
        auditor.keyboard.press("v")
        expect(auditor.get_by_text("The trail holds.")).to_be_visible()


def slot_names(page: Page) -> list[str]:
    """What a reader sees above the slots that are shown."""
    return [label.inner_text() for label in page.locator(".slot .field-label").all() if label.is_visible()]


def test_the_chosen_document_names_the_slots(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    page.goto("/upload")
    assert slot_names(page) == ["Front", "Back"]
    page.get_by_label("Vehicle licence (China)").check()
    assert slot_names(page) == ["Main page", "Sub page"]
    page.get_by_label("Driving licence (Korea)").check()
    assert slot_names(page) == ["Picture"]
    files = page.locator("input[type=file].slot-file")
    files.nth(0).set_input_files(PICTURES / "korean.jpg")
    page.get_by_label("Resident identity card (China)", exact=True).check()
    files.nth(1).set_input_files(PICTURES / "clean_emblem.jpg")
    page.get_by_label("Driving licence (Korea)").check()
    assert slot_names(page) == ["Picture", "Second picture"], "a file never hides"
    page.fill("input[name=reference]", "BROWSER-KINDS")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("One side of this document is read")).to_be_visible()
    page.locator("[data-slot=back] [data-part=remove]").click()
    assert slot_names(page) == ["Picture"]
    assert page.locator("[data-slot=front] [data-part=name]").inner_text() == "korean.jpg"


def test_a_vehicle_licence_from_upload_to_a_decision(page: Page, running_desk: Desk) -> None:
    """Both pages in one picture, and the kind stated."""
    sign_in(page, running_desk, "reviewer2")
    upload(page, "BROWSER-VEHICLE", "vehicle.jpg", kind="cn_vehicle_licence")
    expect(page.get_by_role("heading", name="Fields")).to_be_visible(timeout=READ_WITHIN_MS)
    case_url = page.url
    expect(page.locator("#field-main_page-plate_number").get_by_text("沪DGM3391")).to_be_visible()
    expect(page.locator("#field-sub_page-gross_mass")).to_be_visible()
    page.locator("#field-sub_page-plate_number").focus()
    expect(page.locator("[data-sheet][aria-current]")).to_have_text("Sub page")
    page.wait_for_selector("polygon.box-lit")
    page.keyboard.press("x")
    page.wait_for_function("() => document.activeElement?.name === 'reasons-rejected'")
    page.keyboard.press("Space")
    page.locator("#note").focus()
    page.keyboard.type("its inspection is overdue")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != case_url)
    page.goto(case_url)
    expect(page.locator(".decision-taken").get_by_text("Rejected").first).to_be_visible()


def test_a_driving_licence_recognised_page_by_page_to_its_approval(page: Page, running_desk: Desk) -> None:
    """The sub page first, and nothing stated."""
    sign_in(page, running_desk, "reviewer2")
    upload(page, "BROWSER-DRIVER", "driving_sub.jpg", "driving_main.jpg")
    expect(page.get_by_role("heading", name="Fields")).to_be_visible(timeout=READ_WITHIN_MS)
    case_url = page.url
    assert page.locator("[data-sheet]").all_inner_texts() == ["Main page", "Sub page"]
    for side in ("main_page", "sub_page"):
        expect(page.locator(f"#field-{side}-licence_number").get_by_text("349922198003243666")).to_be_visible()
    expect(page.locator("#field-sub_page-record")).to_contain_text("换证")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != case_url)
    page.goto(case_url)
    expect(page.locator(".decision-taken").get_by_text("Approved")).to_be_visible()


def test_who_stated_the_wrong_document_states_another(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    upload(page, "BROWSER-WRONG", "korean.jpg", kind="cn_vehicle_licence")
    expect(page.locator("[data-state=failed]")).to_be_visible(timeout=READ_WITHIN_MS)
    expect(page.get_by_text("another document than stated: Driving licence (Korea)")).to_be_visible()
    page.get_by_role("link", name="Replace pictures").click()
    page.get_by_label("Driving licence (Korea)").check()
    page.locator("input[type=file].slot-file").first.set_input_files(PICTURES / "korean.jpg")
    page.get_by_role("button", name="Replace and read").click()
    expect(page.get_by_role("heading", name="Fields")).to_be_visible(timeout=READ_WITHIN_MS)
    expect(page.get_by_text("derived, not printed").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('.reading-portrait img').naturalWidth > 0")


def agree_with_all_warnings(page: Page) -> None:
    """Each warning of high severity by its own keys: w goes to the next, y agrees."""
    asked = page.locator("[data-asked]").count()
    assert asked > 0
    for left in range(asked - 1, -1, -1):
        page.keyboard.press("w")
        page.keyboard.press("y")
        expect(page.locator("[name=answer][value=agreed][aria-pressed=true]")).to_have_count(asked - left)
    expect(page.locator("[data-next-asked]")).to_have_count(0)


def test_a_warning_is_seen_answered_and_the_case_rejected(page: Page, chromium: Browser, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer")
    open_when_read(page, "K-2026-000004")
    expect(page.get_by_text("Printed copy").first).to_be_visible()
    page.wait_for_selector("polygon.region", state="attached")
    page.wait_for_selector(".legend li")
    page.keyboard.press("e")
    expect(page.locator("polygon.region")).to_have_count(0)
    case_url = page.url
    agree_with_all_warnings(page)
    page.keyboard.press("x")
    page.wait_for_function("() => document.activeElement?.name === 'reasons-rejected'")
    page.keyboard.press("Space")
    page.locator("#note").focus()
    page.keyboard.type("a black-and-white copy")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != case_url)
    page.goto(case_url)
    expect(page.locator(".decision-taken").get_by_text("Rejected").first).to_be_visible()
    expect(page.get_by_text("reviewer agreed with this warning").first).to_be_visible()
    with as_user(chromium, running_desk, "manager") as manager:
        manager.goto("/reports/detectors")
        expect(manager.locator("tbody tr", has_text="Printed copy")).to_contain_text("100.0%")
        expect(manager.locator(".precision svg")).to_be_visible()


def test_two_people_at_one_case(page: Page, chromium: Browser, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer")
    open_when_read(page, "K-2026-000005")
    with as_user(chromium, running_desk, "senior") as other:
        other.goto(page.url)
        expect(other.get_by_text("reviewer has this case open", exact=False)).to_be_visible()
        other.keyboard.press("s")
        other.wait_for_function("() => document.activeElement?.name === 'reasons-resubmission_requested'")
        other.keyboard.press("Space")
        other.locator("#note").focus()
        other.keyboard.type("please send a photograph of the card itself")
        other.keyboard.press("Control+Enter")
        other.wait_for_url(lambda url: url != page.url)
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("senior decided about these pictures already", exact=False)).to_be_visible()
    expect(page.locator("#case-standing")).to_have_text("Awaiting applicant")
    expect(page.get_by_text("open by you")).to_have_count(0)


def test_bad_files_are_refused_with_a_sentence_and_nothing_typed_is_lost(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    page.goto("/upload")
    page.fill("input[name=reference]", "BROWSER-2")
    slot = page.locator("input[type=file].slot-file").nth(0)
    name = "a photograph with a name as long as telephones give them (1) (copy) 2026-11-21.jpg"
    slot.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": b"no picture at all"})
    box, remove = page.locator(".slot-box").first.bounding_box(), page.get_by_label("Remove").first.bounding_box()
    assert box
    assert remove
    assert remove["x"] + remove["width"] <= box["x"] + box["width"]
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".field-error:visible").first).to_be_visible()
    assert page.input_value("input[name=reference]") == "BROWSER-2"


def test_a_session_that_ended_asks_to_sign_in_and_comes_back_to_the_case(page: Page, running_desk: Desk) -> None:
    sign_in(page, running_desk, "reviewer2")
    open_when_read(page, "K-2026-000007")
    case_url = page.url
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/accounts/login/?next=/cases/" in url)
    assert page.locator("form[data-decision]").count() == 0, "the whole page, not a part of it"
    page.fill("input[name=login]", "reviewer2")
    page.fill("input[name=password]", running_desk.password("reviewer2"))
    page.press("input[name=password]", "Enter")
    page.wait_for_url(case_url)
    expect(page.locator("form[data-decision]")).to_be_visible()


def test_a_desk_that_does_not_answer_says_so_and_keeps_what_was_written(
    context: BrowserContext, running_desk: Desk
) -> None:
    page = context.new_page()  # nobody listens to it: htmx writes such a failure to the console
    sign_in(page, running_desk, "reviewer2")
    open_when_read(page, "K-2026-000007")
    page.route("**/decide", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.locator("input[name=outcome][value=approved]")).to_be_checked()
    page.fill("#note", "written already")
    for _ in range(2):
        with page.expect_event("requestfailed"):
            page.keyboard.press("Control+Enter")
        expect(page.locator("form[data-decision] [type=submit]")).to_be_enabled()
    expect(page.locator(".toast")).to_contain_text("The desk did not answer.")  # once
    assert page.input_value("#note") == "written already"


def test_without_javascript(chromium: Browser, running_desk: Desk) -> None:
    """The picture, what is missing, and the decision: the whole job by plain forms."""
    context = chromium.new_context(base_url=running_desk.url, locale="en-US", java_script_enabled=False)
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, running_desk, "senior")
    open_when_read(page, "K-2026-000008")
    case_url, picture = page.url, page.get_by_alt_text("Portrait face")
    expect(picture).to_be_visible()
    page.get_by_label("Reject").check()
    page.fill("#note", "blurred beyond reading")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Choose at least one reason.")).to_be_visible()
    expect(picture).to_be_visible()
    assert page.input_value("#note") == "blurred beyond reading"
    page.locator("[data-outcome=rejected]").get_by_label("Picture quality too low").check()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: not url.startswith(case_url))
    page.goto(case_url)
    expect(page.locator(".decision-taken").get_by_text("blurred beyond reading")).to_be_visible()
    context.close()


@pytest.fixture
def chinese(chromium: Browser, running_desk: Desk) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=running_desk.url, viewport={"width": 1920, "height": 1080}, locale="zh-CN", color_scheme="dark"
    )
    context.set_default_timeout(20_000)
    opened = context.new_page()
    errors = listen_for_errors(opened)
    yield opened
    context.close()
    assert errors == []


def focus_by_tab(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def test_in_chinese_by_keyboard_alone(chinese: Page, running_desk: Desk) -> None:
    """From signing in to a decision, and no pointer anywhere."""
    keys = chinese.keyboard
    chinese.goto("/accounts/login/")
    focus_by_tab(chinese, "input[name=login]")
    keys.type("lead")
    keys.press("Tab")
    keys.type(running_desk.password("lead"))
    keys.press("Enter")
    chinese.wait_for_url(lambda url: "/login" not in url)
    expect(chinese.get_by_text("待审核").first).to_be_visible()
    keys.press("n")
    chinese.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}$"))
    chinese.wait_for_selector("polygon.box")
    case_url = chinese.url
    seen = []
    for _ in range(4):
        keys.press("j")
        seen.append(chinese.evaluate("document.activeElement.id"))
    assert len(set(seen)) == 4
    keys.press("?")
    expect(chinese.locator("dialog#keys")).to_be_visible()
    keys.press("Escape")
    keys.press("s")
    chinese.wait_for_function("() => document.activeElement?.name === 'reasons-resubmission_requested'")
    keys.press("Space")
    focus_by_tab(chinese, "#note")
    keys.insert_text("请重新拍摄证件原件，四角完整。")
    keys.press("Control+Enter")
    chinese.wait_for_url(lambda url: url != case_url)
    chinese.goto(case_url)
    expect(chinese.locator(".decision-taken").get_by_text("请重新拍摄证件原件")).to_be_visible()
