"""Choosing the document: what the slots are called for each kind, on the upload page and for new pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kyc.accounts.models import Role, User
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case, Document
from kyc.cases.states import CaseState
from kyc.documents.kinds import DocumentKind, Side
from kyc.inspections.models import InspectionState
from kyc.intake.slots import SLOTS, arrangement_of, slots
from kyc.policy.services import content_of, create_draft, current, publish
from tests.intake.test_views import HTMX, file, form, picture, put, send, sentence_of, stated, two_page_pdf

pytestmark = pytest.mark.django_db

KINDS = tuple(DocumentKind)
ONE_SIDED = (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, DocumentKind.KR_DRIVING_LICENCE)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_user("test-reviewer", role=Role.REVIEWER))
    return client


def names(kind: str) -> list[str]:
    """What the slots are called while ``kind`` is chosen."""
    with translation.override("en"):
        return [
            name.label for slot in slots(KINDS, {}) for name in slot.names if name.arrangement == arrangement_of(kind)
        ]


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("", ["Front", "Back"]),
        ("cn_id_card", ["Portrait face", "Emblem face"]),
        ("cn_temporary_id_card", ["Portrait face", "Emblem face"]),
        ("cn_driving_licence", ["Main page", "Sub page"]),
        ("cn_vehicle_licence", ["Main page", "Sub page"]),
        ("cn_electronic_driving_licence", ["Picture", "Second picture"]),
        ("kr_driving_licence", ["Picture", "Second picture"]),
    ],
)
def test_the_slots_are_named_after_the_kind(kind: str, called: list[str]) -> None:
    assert names(kind) == called


def test_the_title_face_of_a_temporary_card_may_be_left_out() -> None:
    with translation.override("en"):
        hints = {name.arrangement: name.hint for name in slots(KINDS, {})[1].names}
    assert "may be left out" in hints[arrangement_of("cn_temporary_id_card")]
    assert "may be left out" not in hints[arrangement_of("cn_id_card")]


def test_the_style_sheet_knows_every_arrangement() -> None:
    """The names are shown and hidden by it alone, so that it works without a script."""
    css = (Path(django_settings.BASE_DIR) / "static" / "intake" / "upload.css").read_text()
    wanted = {arrangement_of(kind) for kind in KINDS}
    assert wanted == set(re.findall(r'checked\) \[data-for="([^"]+)"\]', css))
    hiding = set(re.findall(r'\[data-sides="([^"]+)"\]:checked\) \.slot', css))
    assert hiding == {arrangement_of(kind) for kind in ONE_SIDED}


def test_every_kind_can_be_chosen(desk: Client) -> None:
    page = desk.get(reverse("upload")).content.decode()
    values = re.findall(r'type="radio" name="kind" value="(\w*)" data-sides="([^"]*)"( checked)?', page)
    assert values == [("", "", " checked"), *((kind.value, arrangement_of(kind), "") for kind in KINDS)]
    assert "screenshot" in page
    assert "{#" not in page
    for slot in SLOTS:
        assert page.count(f'name="{slot}"') == 1


@pytest.mark.parametrize(
    ("kind", "sides"),
    [("cn_driving_licence", [Side.MAIN_PAGE, Side.SUB_PAGE]), ("cn_vehicle_licence", [Side.MAIN_PAGE, Side.SUB_PAGE])],
)
def test_two_pictures_are_said_to_be_the_pages_of_the_chosen_kind(desk: Client, kind: str, sides: list[str]) -> None:
    send(desk, form(front=file(picture()), back=file(picture(shade=9)), kind=kind))
    case = Case.objects.get()
    assert case.documents.get().kind_stated == kind
    assert stated(case) == sides


@pytest.mark.parametrize("kind", ONE_SIDED)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_second_picture_of_a_document_with_one_side_has_its_sentence(desk: Client, kind: str, htmx: bool) -> None:
    data = form(front=file(picture()), back=file(picture(shade=9)), kind=kind)
    response = send(desk, data, **(HTMX if htmx else {}))
    assert sentence_of(response, "back") == "One side of this document is read: give one picture or page."
    assert not Case.objects.exists()
    assert sentence_of(send(desk, form(front=file(two_page_pdf()), kind=kind)), "front").startswith("One side")
    assert send(desk, form(front=file(picture()), kind=kind)).status_code == 302


def test_a_refused_form_keeps_the_chosen_kind(desk: Client) -> None:
    page = send(desk, form(reference="", front=file(picture()), kind="kr_driving_licence")).content.decode()
    assert re.findall(r'name="kind" value="(\w*)"[^>]* checked', page) == ["kr_driving_licence"]


def test_only_what_the_policy_accepts_is_offered(desk: Client) -> None:
    content = replace(content_of(current()), accepted_kinds=("cn_id_card", "kr_driving_licence"))
    publish(create_draft(SYSTEM, content, "two documents"), SYSTEM)
    page = desk.get(reverse("upload")).content.decode()
    assert re.findall(r'name="kind" value="(\w*)"', page) == ["", "cn_id_card", "kr_driving_licence"]
    assert sentence_of(send(desk, form(front=file(picture()), kind="cn_vehicle_licence")), "kind")


# --- new pictures -----------------------------------------------------------


def failed(desk: Client, kind: str) -> Document:
    """A document that was stated to be ``kind`` and turned out to be another."""
    assert send(desk, form(front=file(picture()), kind=kind)).status_code == 302
    case = Case.objects.get()
    put(case, InspectionState.FAILED, failure_code="other_document")
    Case.objects.filter(pk=case.pk).update(state=CaseState.WAITING)
    return case.documents.get()


def test_new_pictures_are_asked_for_under_the_names_of_the_stated_kind(desk: Client) -> None:
    document = failed(desk, "cn_driving_licence")
    page = desk.get(reverse("replace_pictures", args=[document.case_id])).content.decode()
    assert re.findall(r'name="kind" value="(\w*)"[^>]* checked', page) == ["cn_driving_licence"]
    assert 'data-for="main_page+sub_page">Main page<' in page


def test_who_stated_the_wrong_kind_states_another_with_the_new_pictures(desk: Client) -> None:
    document = failed(desk, "cn_id_card")
    Document.objects.update(kind="cn_id_card")
    data = {"round": "1", "front": file(picture(shade=5)), "back": file(picture(shade=7)), "kind": "cn_vehicle_licence"}
    assert desk.post(reverse("replace_pictures", args=[document.case_id]), data).status_code == 302
    document.refresh_from_db()
    assert (document.round, document.kind_stated, document.kind) == (2, "cn_vehicle_licence", "")
    assert [c.side_stated for c in document.captures.filter(round=2)] == [Side.MAIN_PAGE, Side.SUB_PAGE]
    event = AuditEvent.objects.get(action="pictures.replaced")
    assert event.details == {"pictures": 2, "round": 2, "kind_stated": "cn_vehicle_licence"}
    put(document.case, InspectionState.FAILED)
    trail = desk.get(reverse("case", args=[document.case_id])).content.decode()
    assert "said to be: Vehicle licence (China)" in trail


def test_a_kind_that_is_none_changes_nothing(desk: Client) -> None:
    document = failed(desk, "cn_id_card")
    data = {"round": "1", "front": file(picture()), "kind": "passport"}
    response = desk.post(reverse("replace_pictures", args=[document.case_id]), data, headers=HTMX)
    assert sentence_of(response, "kind")
    document.refresh_from_db()
    assert document.round == 1


def test_a_kind_that_is_no_longer_accepted_stays_stated(desk: Client) -> None:
    content = replace(content_of(current()), accepted_kinds=("cn_id_card",))
    publish(create_draft(SYSTEM, content, "fewer"), SYSTEM)
    document = failed(desk, "cn_id_card")
    Document.objects.update(kind_stated="kr_driving_licence")
    page = desk.get(reverse("replace_pictures", args=[document.case_id])).content.decode()
    assert re.findall(r'name="kind" value="(\w*)"', page) == ["", "cn_id_card", "kr_driving_licence"]
