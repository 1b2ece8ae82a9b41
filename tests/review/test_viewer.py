"""The case page in a real browser: fields and their places, both pictures, keys, the decision.

The page and its pictures come from the desk's views, called in this process; no server runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from pytest_django.fixtures import Settings

from kyc.accounts.models import User
from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.documents.geometry import Quad
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CropKind, DeclaredData, InspectionRequest, InspectionResult, Region
from kyc.inspections import services as inspections
from kyc.intake.services import receive
from kyc.review.models import Decision
from tests.accounts.people import person
from tests.cases.pictures import page as uploaded
from tests.chromium import listen_for_errors
from tests.inspections.engines import CertainEngine
from tests.review.cases import answer_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ORIGIN = "http://localhost"  # an origin that Chromium trusts without TLS
SIZE = (1600, 1200)
RECTIFIED = (856, 540)
#: The portrait face stands on its head in its picture, the emblem face lies as it should.
OUTLINES = {
    Side.PORTRAIT_FACE: Quad(((1300.0, 1000.0), (300.0, 1000.0), (300.0, 370.0), (1300.0, 370.0))),
    Side.EMBLEM_FACE: Quad.from_box(200, 200, 1400, 957),
}
NUMBER_PLACE = (300.0, 450.0, 780.0, 500.0)  # on the rectified card


def jpeg(size: tuple[int, int], shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 140)).save(buffer, "JPEG")
    return buffer.getvalue()


def to_rectified(side: Side) -> Any:
    width, height = RECTIFIED
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(np.array(OUTLINES[side].points, np.float32), corners)


def placed(side: Side, box: tuple[float, float, float, float]) -> Quad:
    """A box of the rectified card in its capture."""
    corners = np.array([Quad.from_box(*box).points], np.float64)
    return Quad.from_points(cv2.perspectiveTransform(corners, np.linalg.inv(to_rectified(side)))[0].tolist())


class PlacedEngine(CertainEngine):
    """``CertainEngine`` with every field at a place of its own."""

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        result = super().inspect(request)
        rows = {field.name: 40 + 55 * row for row, field in enumerate(result.fields)}
        places = {name: (200.0, float(top % 400), 400.0, float(top % 400 + 30)) for name, top in rows.items()}
        places[FieldName.CITIZEN_NUMBER] = NUMBER_PLACE
        fields = tuple(replace(field, quad=placed(field.side, places[field.name])) for field in result.fields)
        sides = tuple(
            replace(side, outline=OUTLINES[side.side], to_rectified=tuple(to_rectified(side.side).ravel().tolist()))
            for side in result.sides
        )
        crops = tuple(replace(crop, kind=CropKind.RECTIFIED, jpeg=jpeg(RECTIFIED, 60)) for crop in result.crops)
        findings = tuple(
            replace(finding, regions=(Region(placed(finding.side or Side.PORTRAIT_FACE, (10, 10, 60, 60))),))
            for finding in result.findings
        )
        return replace(result, fields=fields, sides=sides, crops=crops, findings=findings)


@pytest.fixture
def case(settings: Settings) -> Case:
    return placed_case(settings, "tests.review.test_viewer.PlacedEngine")


def placed_case(settings: Settings, engine: str) -> Case:
    """A case whose pictures have the sides where ``OUTLINES`` says."""
    settings.INSPECTION_ENGINES = [engine]
    pages = [
        replace(uploaded(side.encode()), view_jpeg=jpeg(SIZE, 40), side_stated=side.value)
        for side in (Side.PORTRAIT_FACE, Side.EMBLEM_FACE)
    ]
    case = receive(actor=SYSTEM, user=None, reference="A", pages=pages, declared=DeclaredData(), kind_stated="")
    inspections.run(case.documents.get().inspections.get().pk)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def page(case: Case, client: Client, chromium: Browser) -> Iterator[Page]:
    with case_in_browser(case, client, chromium) as opened:
        yield opened


@contextmanager
def case_in_browser(case: Case, client: Client, chromium: Browser, **more: Any) -> Iterator[Page]:
    """A case's page as anna sees it; its console must stay free of errors."""
    client.force_login(person("anna"))
    opened = chromium.new_page(viewport={"width": 1280, "height": 800}, **more)
    opened.set_default_timeout(20_000)
    errors = listen_for_errors(opened)
    opened.route(f"{ORIGIN}/**", lambda route: answer(route, client))
    opened.goto(ORIGIN + reverse("case", args=[case.pk]))
    opened.wait_for_selector("polygon.box")
    opened.wait_for_function("() => 'htmx-internal-data' in document.querySelector('form[data-decision]')")
    yield opened
    opened.unroute_all(behavior="ignoreErrors")
    opened.close()
    assert errors == []


def answer(route: Route, client: Client) -> None:
    request = route.request
    path = request.url.removeprefix(ORIGIN).split("?")[0]
    if path.startswith("/static/"):
        return route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
    headers = {name: value for name, value in request.headers.items() if name.startswith("hx-")}
    if request.method == "POST":
        kind = request.headers["content-type"]
        response = client.post(path, request.post_data_buffer or b"", content_type=kind, headers=headers, follow=True)
    else:
        response = client.get(path, headers=headers)
    return route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.content)


def box_of(page: Page, field: str) -> dict[str, float]:
    """Where a field's place lies on the screen."""
    found = page.locator(f"polygon[data-place$={field}]").bounding_box()
    assert found
    return dict(found)


def stage(page: Page) -> dict[str, float]:
    found = page.locator(".viewer-stage svg").bounding_box()
    assert found
    return dict(found)


def is_within(inner: dict[str, float], outer: dict[str, float]) -> bool:
    return (
        inner["x"] >= outer["x"]
        and inner["y"] >= outer["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def lit(page: Page) -> list[str]:
    return list(page.eval_on_selector_all("polygon.box-lit", "all => all.map((one) => one.dataset.place)"))


def wait_for_focus(page: Page, selector: str) -> None:
    """Until htmx has settled what it swapped in: it gives the focus and binds the form some milliseconds later."""
    page.wait_for_function("selector => document.activeElement?.matches(selector)", arg=selector)
    page.wait_for_function("() => 'htmx-internal-data' in document.querySelector('form[data-decision]')")


def shown_image(page: Page) -> str:
    return str(page.eval_on_selector("image[display=inline]", "image => image.getAttribute('href')"))


def test_the_page_does_not_scroll(page: Page) -> None:
    for size in ({"width": 1280, "height": 800}, {"width": 1920, "height": 1080}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        overflow = page.evaluate(
            "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
        )
        assert overflow == [0, 0]


def test_a_field_and_its_place_find_each_other(page: Page) -> None:
    page.focus("#field-portrait_face-citizen_number")
    assert lit(page) == ["field-portrait_face-citizen_number"]
    for _ in range(8):
        page.keyboard.press("+")
    page.keyboard.press("j")  # the first field of the other side: its picture comes
    assert lit(page) == ["field-emblem_face-issuing_authority"]
    assert page.locator("[data-sheet][aria-current]").inner_text() == "Emblem face"
    page.keyboard.press("k")
    assert is_within(box_of(page, "citizen_number"), stage(page))
    place = box_of(page, "-name")
    page.keyboard.press("0")
    place = box_of(page, "-name")
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    assert page.evaluate("document.activeElement.id") == "field-portrait_face-name"
    assert lit(page) == ["field-portrait_face-name"]


def test_a_place_out_of_view_comes_into_view(page: Page) -> None:
    page.focus(".viewer-stage svg")
    for _ in range(9):
        page.keyboard.press("+")
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    assert not is_within(box_of(page, "portrait_face-name"), stage(page))
    page.focus("#field-portrait_face-name")
    assert is_within(box_of(page, "portrait_face-name"), stage(page))


def test_a_document_on_its_head_is_shown_upright(page: Page) -> None:
    assert "rotate(180)" in str(page.get_attribute("[data-part=scene]", "transform"))
    name, number = box_of(page, "-name"), box_of(page, "citizen_number")
    assert name["y"] < number["y"]


def test_the_rectified_picture_has_its_boxes_where_they_belong(page: Page) -> None:
    original = shown_image(page)
    page.keyboard.press("o")
    assert "/crops/" in shown_image(page)
    points = page.get_attribute("polygon[data-place$=citizen_number]", "points")
    assert points
    found = np.array([[float(value) for value in point.split(",")] for point in points.split()])
    left, top, right, bottom = NUMBER_PLACE
    assert np.abs(found - [[left, top], [right, top], [right, bottom], [left, bottom]]).max() < 1
    assert page.locator("polygon.box").count() == 6  # this side's fields only
    page.keyboard.press("o")
    assert shown_image(page) == original


def test_sides_turning_zooming_and_dragging(page: Page) -> None:
    scene = "[data-part=scene]"
    first = shown_image(page)
    page.keyboard.press("2")
    assert shown_image(page) != first
    page.keyboard.press("f")
    assert shown_image(page) == first
    fitted = page.get_attribute(scene, "transform")
    page.keyboard.press("r")
    assert "rotate(270)" in str(page.get_attribute(scene, "transform"))
    page.keyboard.press("R")
    assert page.get_attribute(scene, "transform") == fitted
    at = box_of(page, "citizen_number")
    page.mouse.move(at["x"], at["y"])
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        f"() => document.querySelector('{scene}').getAttribute('transform') !== {json.dumps(fitted)}"
    )
    zoomed = box_of(page, "citizen_number")
    assert zoomed["width"] > at["width"] * 1.3
    assert abs(zoomed["x"] - at["x"]) < 4  # what is under the pointer stays there
    page.mouse.down()
    page.mouse.move(at["x"] + 50, at["y"] - 30, steps=4)
    page.mouse.up()
    moved = box_of(page, "citizen_number")
    assert abs(moved["x"] - zoomed["x"] - 50) < 2
    assert abs(moved["y"] - zoomed["y"] + 30) < 2
    page.keyboard.press("0")
    assert page.get_attribute(scene, "transform") == fitted


def test_regions_are_drawn_and_toggled(page: Page) -> None:
    assert page.locator("polygon.region").count() == 1
    buttons = page.locator("[data-layer]")
    assert buttons.count() == 2
    buttons.nth(0).click()
    assert page.locator("polygon.region").count() == 0
    buttons.nth(1).click()
    buttons.nth(1).click()
    assert page.locator("[data-sheet][aria-current]").inner_text() == "Emblem face"
    assert page.locator("polygon.region").count() == 1


def test_rejecting_by_keyboard_alone(page: Page, case: Case) -> None:
    answer_all(case, User.objects.get(username="anna"))
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.value") == "COPY_OF_DOCUMENT"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Choose at least one reason.")
    wait_for_focus(page, "[value=COPY_OF_DOCUMENT]")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Write a note")
    wait_for_focus(page, "#note")
    page.keyboard.type("a copy: axes are no keys here")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/none-left")
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reasons[0]["code"]) == ("rejected", "COPY_OF_DOCUMENT")


def test_a_note_made_taller_breaks_no_rule_when_its_form_comes_back(page: Page) -> None:
    """htmx would carry the dragged height over as a style attribute, which the policy forbids (``page`` listens)."""
    page.keyboard.press("x")
    page.evaluate("document.querySelector('#note').style.height = '90px'")  # as the corner does when it is dragged
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Choose at least one reason.")
    wait_for_focus(page, "[value=COPY_OF_DOCUMENT]")


def test_a_region_leaves_the_colours_under_it_alone(page: Page) -> None:
    assert page.locator("polygon.region").first.evaluate("region => getComputedStyle(region).fill") == "none"


def test_arrows_among_the_outcomes_only_browse(page: Page) -> None:
    page.focus("input[name=outcome]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == "outcome"
    assert page.locator(".reasons:visible").get_attribute("data-outcome") == "resubmission_requested"


def test_who_comes_second_reads_it_in_the_page(page: Page, case: Case) -> None:
    other = Client()
    answer_all(case, User.objects.get(username="anna"))
    other.force_login(person("ben"))
    other.post(reverse("decide", args=[case.pk]), {"outcome": "approved", "round": "1"})
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=ben decided about these pictures already")
    assert page.locator("#case-standing").inner_text() == "Decided"
    assert not page.get_by_text("open by you").is_visible()
    assert Decision.objects.get().decided_by.username == "ben"
    page.keyboard.press("n")
    page.wait_for_selector("text=Nothing waits")


def test_a_picture_that_cannot_be_opened_says_so(page: Page) -> None:
    page.route("**/images/**", lambda route: route.fulfill(body=b"no picture", content_type="image/jpeg"))
    page.keyboard.press("2")
    page.wait_for_selector("text=This picture could not be opened.")
    page.keyboard.press("1")
    assert not page.locator("[data-part=failed]").is_visible()
