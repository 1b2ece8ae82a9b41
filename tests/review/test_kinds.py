"""The case page of every kind: its sides in words, blank and derived fields, portraits, what the policy refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kyc.accounts.models import Role
from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from kyc.inspections import engines
from kyc.inspections import services as inspections
from kyc.policy.services import content_of, create_draft, current, publish
from kyc.review.models import Decision
from kyc.web.labels import label
from tests.accounts.people import person
from tests.inspections.kinds import ENGINES
from tests.review.cases import received_case

pytestmark = pytest.mark.django_db

HERE = "tests.inspections.kinds"


@pytest.fixture(autouse=True)
def own_chain() -> Iterator[None]:
    engines.chain.cache_clear()
    yield
    engines.chain.cache_clear()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(person("anna", Role.REVIEWER))
    return client


def inspected(settings: Any, engine: str) -> Case:
    settings.INSPECTION_ENGINES = [engine]
    case = received_case()
    inspections.run(case.documents.get().inspections.get().pk)
    return Case.objects.get(pk=case.pk)


def fields_panel(desk: Client, case: Case) -> str:
    html = desk.get(reverse("case", args=[case.pk])).content.decode()
    return html[html.index('id="fields"') : html.index('id="findings"')]


def row(panel: str, side: Side, name: FieldName) -> str:
    """The text of one field's row."""
    begin = panel.index(f'id="field-{side}-{name}"')
    end = panel.find('id="field-', begin + 10)
    return words(panel[panel.index(">", begin) + 1 : end if end > 0 else None])


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_side_and_field_of_every_kind_is_shown_in_order(desk: Client, settings: Any, kind: DocumentKind) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[kind]))
    groups = re.findall(r'<h3 class="reading-group">([^<]+)</h3>', panel)
    assert groups == [label(side, "side") for side in SIDES[kind]]
    shown = re.findall(r'id="field-([a-z]+_[a-z]+)-(\w+)"', panel)
    assert shown == [(side, name) for side in SIDES[kind] for name in FIELDS[kind, side]]
    assert not [name for _, name in shown if label(name, "field") == name], "a field without a name"
    assert "Not read" not in words(panel)


@pytest.mark.parametrize("kind", DocumentKind)
def test_values_are_marked_with_the_language_they_are_printed_in(
    desk: Client, settings: Any, kind: DocumentKind
) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[kind]))
    language = "ko" if kind is DocumentKind.KR_DRIVING_LICENCE else "zh-Hans"
    assert set(re.findall(r'class="reading-value" lang="([^"]+)"', panel)) == {language}


def test_empty_lines_are_blank_and_no_failure(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[DocumentKind.CN_VEHICLE_LICENCE]))
    for name in (FieldName.REMARKS, FieldName.BARCODE_NUMBER):
        assert "Blank: no print was seen here" in row(panel, Side.SUB_PAGE, name)
    assert "Blank" not in row(panel, Side.SUB_PAGE, FieldName.INSPECTION_RECORD)


def test_a_line_that_could_not_be_looked_at_is_not_blank(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, f"{HERE}.KoreanLicenceWithoutHangul"))
    said = row(panel, Side.MAIN_PAGE, FieldName.CONDITIONS)
    assert "Not read" in said
    assert "Blank" not in said
    assert "not read on this machine" in said
    assert "Blank: no print was seen here" not in panel


def test_lines_of_a_record_stay_lines(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[DocumentKind.CN_DRIVING_LICENCE]))
    assert "申请换证\n请于" in panel


def test_derived_fields_say_so_and_have_no_place_in_the_picture(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[DocumentKind.KR_DRIVING_LICENCE]))
    for name in (FieldName.BIRTH_DATE, FieldName.SEX):
        assert "derived, not printed" in row(panel, Side.MAIN_PAGE, name)
        assert "910902-2000000" in row(panel, Side.MAIN_PAGE, name)
        assert re.search(rf'id="field-main_page-{name}"[^>]*data-quad=""', panel)
    assert "derived" not in row(panel, Side.MAIN_PAGE, FieldName.RESIDENT_NUMBER)


def test_moments_are_written_as_people_write_them(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE]))
    assert "2026-11-20 10:15:30" in row(panel, Side.MAIN_PAGE, FieldName.CURRENT_TIME)


def test_a_missing_page_is_a_page(desk: Client, settings: Any) -> None:
    panel = words(fields_panel(desk, inspected(settings, f"{HERE}.DrivingLicenceMainPageOnly")))
    assert "Sub page Not in the pictures: nothing of this page was read." in panel


def test_a_title_face_is_there_without_fields_or_may_be_missing(desk: Client, settings: Any) -> None:
    panel = words(fields_panel(desk, inspected(settings, ENGINES[DocumentKind.CN_TEMPORARY_ID_CARD])))
    assert "Emblem face In the pictures. This face prints titles only, no fields." in panel
    engines.chain.cache_clear()
    panel = words(fields_panel(desk, inspected(settings, f"{HERE}.TemporaryCardFrontOnly")))
    assert "Emblem face Not in the pictures. This face prints titles only and may be left out." in panel


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_portrait_is_shown_where_there_is_one(desk: Client, settings: Any, kind: DocumentKind) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[kind]))
    portraits = re.findall(r'<div class="reading-portrait">.*?<img src="([^"]+)" alt="[^"]+"', panel)
    assert len(portraits) == (0 if kind is DocumentKind.CN_VEHICLE_LICENCE else 1)
    for address in portraits:
        assert desk.get(address).content.startswith(b"portrait of ")


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_viewer_is_told_each_sides_own_proportions(desk: Client, settings: Any, kind: DocumentKind) -> None:
    case = inspected(settings, ENGINES[kind])
    html = unescape(desk.get(reverse("case", args=[case.pk])).content.decode())
    sizes = re.findall(r'data-rectified-size="\[(\d+), (\d+)\]"', html)
    stored = case.documents.get().inspections.get().sides.values_list("rectified_width", "rectified_height")
    assert [(int(width), int(height)) for width, height in sizes] == list(stored)
    assert len(sizes) == len(SIDES[kind])


def test_a_kind_that_the_policy_refuses_is_said_plainly_and_cannot_be_approved(desk: Client, settings: Any) -> None:
    content = replace(content_of(current()), accepted_kinds=("cn_id_card",))
    publish(create_draft(SYSTEM, content, "cards only"), SYSTEM)
    case = inspected(settings, ENGINES[DocumentKind.CN_VEHICLE_LICENCE])
    panel = words(fields_panel(desk, case))
    assert "The policy of this case does not accept this document, so it cannot be approved." in panel
    assert "川A·12345" in panel
    assert re.search(r"\d checks? failed", words(desk.get(reverse("case_list")).content.decode()))
    approve = {"outcome": "approved", "round": "1"}
    refused = desk.post(reverse("decide", args=[case.pk]), approve)
    assert "does not accept this kind of document" in refused.content.decode()
    assert not Decision.objects.exists()


def test_an_accepted_kind_has_no_such_notice(desk: Client, settings: Any) -> None:
    panel = fields_panel(desk, inspected(settings, ENGINES[DocumentKind.CN_VEHICLE_LICENCE]))
    assert "does not accept" not in panel


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_list_names_every_kind(desk: Client, settings: Any, kind: DocumentKind) -> None:
    inspected(settings, ENGINES[kind])
    assert label(kind, "kind") in unescape(desk.get(reverse("case_list")).content.decode())


def test_the_list_narrows_to_a_kind_recognised_or_at_least_stated(desk: Client, settings: Any) -> None:
    vehicle = inspected(settings, ENGINES[DocumentKind.CN_VEHICLE_LICENCE])
    stated = received_case("B")
    stated.documents.update(kind_stated="cn_vehicle_licence")
    other = received_case("C")
    other.documents.update(kind_stated="cn_vehicle_licence", kind="cn_driving_licence")
    page = desk.get(reverse("case_list"), {"kind": "cn_vehicle_licence"}).content.decode()
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page) == [vehicle.number, stated.number]
    assert re.search(r'value="cn_vehicle_licence" selected', page)
    assert other.number in desk.get(reverse("case_list"), {"kind": "passport"}).content.decode()
