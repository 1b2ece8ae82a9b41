"""Warnings in a real browser: evidence over the picture, its legend, and agreeing or disagreeing by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from kyc.cases.models import Case
from kyc.documents.geometry import Quad
from kyc.documents.kinds import Side
from kyc.documents.results import EvidencePicture, Finding, InspectionRequest, InspectionResult, Region
from kyc.review.models import Decision, WarningAnswer
from tests.inspections import suspicious
from tests.review.test_viewer import PlacedEngine, case_in_browser, placed_case, to_rectified, wait_for_focus

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_capture(points: Any) -> Any:
    """Points of the rectified portrait face in its capture."""
    back = np.linalg.inv(to_rectified(Side.PORTRAIT_FACE))
    return cv2.perspectiveTransform(np.array([points], np.float64), back)[0].tolist()


class SuspiciousPlacedEngine(PlacedEngine):
    """``SuspiciousEngine``'s findings, at their places on the rectified portrait face; the glare was seen from both."""

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        capture_id = request.captures[0].capture_id
        findings = tuple(_placed(replace(found, capture_id=capture_id)) for found in suspicious.findings())
        glare = replace(findings[0], side=Side.EMBLEM_FACE)
        return replace(super().inspect(request), findings=(*findings, glare))


def _placed(finding: Finding) -> Finding:
    return replace(
        finding,
        regions=tuple(_placed_region(region) for region in finding.regions),
        pictures=tuple(_placed_picture(picture) for picture in finding.pictures),
    )


def _placed_region(region: Region) -> Region:
    outline = tuple((x, y) for x, y in in_capture(region.outline)) if region.outline else ()
    return replace(region, quad=Quad.from_points(in_capture(region.quad.points)), outline=outline)


def _placed_picture(picture: EvidencePicture) -> EvidencePicture:
    return replace(picture, quad=Quad.from_points(in_capture(picture.quad.points))) if picture.quad else picture


@pytest.fixture
def case(settings: Settings) -> Case:
    return placed_case(settings, "tests.review.test_warnings_in_browser.SuspiciousPlacedEngine")


@pytest.fixture
def page(case: Case, client: Client, chromium: Browser) -> Iterator[Page]:
    with case_in_browser(case, client, chromium) as opened:
        opened.wait_for_selector("[data-part=legend] li")  # from here on buttons are listened to
        yield opened


def legend(page: Page) -> list[str]:
    return [" ".join(row.inner_text().split()) for row in page.locator("[data-part=legend] li").all()]


def test_one_key_hides_and_shows_all_evidence_with_its_legend(page: Page) -> None:
    assert page.locator("polygon.region").count() == 4, "what both sides were found on is drawn once"
    assert legend(page) == [
        "A retyped text (Citizen number) Digital tampering",
        "B some new trace (Portrait) Digital tampering",
        "C the whole document Printed copy",
        "E glare (Name, Portrait) Glare",
    ]
    page.keyboard.press("e")
    assert page.locator("polygon.region").count() == 0
    assert not page.locator("[data-part=legend]").is_visible()
    expect(page.locator("[data-evidence]")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("e")
    assert page.locator("polygon.region").count() == 5  # the map's frame as well
    assert "D Colour map Printed copy" in legend(page)
    page.wait_for_selector("image.evidence-picture")


STROKES = (
    """all => all.map((one) => getComputedStyle(one)).map((style) => `${style.stroke} ${style.strokeDasharray}`)"""
)


def test_each_kind_of_evidence_is_told_apart_without_colour(page: Page) -> None:
    drawn = page.eval_on_selector_all("polygon.region", STROKES)
    assert len({stroke.split(") ")[1] for stroke in drawn}) == len({stroke.split(") ")[0] for stroke in drawn}) == 4
    assert set(page.eval_on_selector_all("[data-part=legend] path", STROKES)) == set(drawn)
    assert sorted(page.locator(".region-tag").all_text_contents()) == ["A", "B", "C", "E"]


def test_a_shape_is_drawn_as_it_is(page: Page) -> None:
    glare = page.locator("polygon.region").nth(3).get_attribute("points")
    assert glare
    assert len(glare.split()) == 4
    xs = [float(point.split(",")[0]) for point in glare.split()]
    assert len(set(xs)) == 4, "a box has two"


def test_a_map_lies_where_its_quad_is_in_both_views(page: Page) -> None:
    page.get_by_role("button", name="Colour map").click()
    for key in ("", "o"):
        if key:
            page.keyboard.press(key)
        page.wait_for_selector("image.evidence-picture", timeout=30_000)  # warped pixel by pixel
        picture = page.locator("image.evidence-picture").bounding_box()
        frame = page.locator("polygon.region").nth(2).bounding_box()
        assert picture
        assert frame
        for side in ("x", "y", "width", "height"):
            assert abs(picture[side] - frame[side]) < 4  # type: ignore[literal-required]


def test_a_diagram_stands_beside_the_picture(page: Page) -> None:
    figure = page.locator(".finding-diagram")
    expect(figure).to_have_text("Spectrum")
    page.wait_for_function("() => document.querySelector('.finding-diagram img').naturalWidth === 64")


def test_figures_are_closed_until_somebody_wants_them(page: Page) -> None:
    copy = page.locator(".finding", has_text="No colour.")
    assert not copy.locator(".figures-table").is_visible()
    copy.locator("summary").focus()
    page.keyboard.press("Enter")
    assert copy.locator(".figures-table").is_visible()
    assert "1.25 Lab" in copy.inner_text()
    assert "usual: 3.8 to 5.8 Lab" in copy.inner_text()


def test_warnings_are_answered_by_keyboard_before_the_decision(page: Page) -> None:
    page.keyboard.press("y")  # nothing is focused, so nothing is answered
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Still without an answer: 2.")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("w")
    wait_for_focus(page, "[data-asked]")
    assert "Digital tampering" in str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("y")
    expect(page.locator("#left-to-answer")).to_contain_text("1 warning of high severity")
    assert page.evaluate("document.activeElement.matches('[data-asked]')")
    page.keyboard.press("w")
    assert "Printed copy" in str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("d")
    expect(page.locator("#left-to-answer")).to_have_text("")
    expect(page.locator("[id^=disagree-]").nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/none-left")
    assert Decision.objects.get().outcome == "approved"
    assert [answer.word for answer in WarningAnswer.objects.order_by("-finding__score")] == ["agreed", "disagreed"]


def test_an_answer_is_changed_with_the_pointer_and_keeps_the_focus(page: Page) -> None:
    agree, disagree = page.locator("[id^=agree-]"), page.locator("[id^=disagree-]")
    agree.first.click()
    expect(agree.first).to_have_attribute("aria-pressed", "true")
    disagree.first.click()
    expect(disagree.first).to_have_attribute("aria-pressed", "true")
    expect(agree.first).to_have_attribute("aria-pressed", "false")
    wait_for_focus(page, "[id^=disagree-]")
    assert WarningAnswer.objects.get().word == "disagreed"
