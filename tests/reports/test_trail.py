"""The auditor's pages: the trail in pages and filters, one case's events, the verifier."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from kyc.accounts.models import Role
from kyc.audit.models import AuditEvent
from tests.accounts.people import person
from tests.audit.guarded_flush import drop_triggers
from tests.cases.pictures import DECLARED
from tests.review.cases import inspected_case, waiting_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(person("ada", Role.AUDITOR))
    return client


def sequences(response: HttpResponse) -> list[int]:
    return [int(number) for number in re.findall(r'<td class="num">(\d+)</td>', response.content.decode())]


def test_the_trail_is_newest_first_in_pages(auditor: Client) -> None:
    for number in range(60):
        waiting_case(f"C-{number}")
    last = AuditEvent.objects.count()
    first_page = sequences(auditor.get(reverse("trail")))
    assert first_page == list(range(last, last - 50, -1))
    assert sequences(auditor.get(reverse("trail"), {"page": "2"}))[0] == last - 49  # looking was an event itself


def test_the_trail_shows_nothing_personal(auditor: Client, settings: Settings) -> None:
    inspected_case(settings, "CUST-99")
    text = auditor.get(reverse("trail")).content.decode()
    assert "Inspection finished" in text
    assert "Printed copy" in text
    for personal in ("CUST-99", DECLARED.name, DECLARED.number):
        assert personal not in text


def test_filters_by_case_action_actor_and_day(auditor: Client) -> None:
    case, today = waiting_case("A"), str(timezone.localdate())
    waiting_case("B")
    trail = reverse("trail")
    assert len(sequences(auditor.get(trail, {"case": case.number.lower()}))) == 1
    assert len(sequences(auditor.get(trail, {"action": "case.received"}))) == 2
    assert len(sequences(auditor.get(trail, {"action": "case.received", "since": today, "until": today}))) == 2
    assert sequences(auditor.get(trail, {"until": "2001-01-01"})) == []
    assert sequences(auditor.get(trail, {"actor": "nobody"})) == []
    assert len(sequences(auditor.get(trail, {"actor": "ada"}))) > 2


def test_looking_is_an_event_with_the_filters(auditor: Client) -> None:
    auditor.get(reverse("trail"), {"action": "case.received"})
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_name) == ("trail.viewed", "ada")
    assert event.details == {"page": 1, "action": "case.received"}


def test_paging_keeps_the_filters(auditor: Client) -> None:
    for number in range(51):
        waiting_case(f"C-{number}")
    page = auditor.get(reverse("trail"), {"action": "case.received"}).content.decode()
    assert "?action=case.received&amp;page=2" in page


def test_a_cases_events_in_order(auditor: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    page = auditor.get(reverse("case_trail", args=[case.number]))
    assert re.findall(r"Case received|Inspection finished", page.content.decode()) == [
        "Case received", "Inspection finished",
    ]  # fmt: skip
    assert AuditEvent.objects.latest("sequence").case_number == case.number
    assert auditor.get(reverse("case_trail", args=["K-1999-000001"])).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_trail_that_holds(auditor: Client, headers: dict[str, str]) -> None:
    waiting_case()
    response = auditor.post(reverse("verify_trail"), headers=headers)
    assert b"The trail holds." in response.content
    assert (b"<html" in response.content) is not bool(headers)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.new) == ("trail.verified", "holds")
    assert event.details["events"] == event.sequence - 1


def test_a_trail_that_was_changed(auditor: Client) -> None:
    waiting_case()
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_name = 'x' WHERE sequence = 2")
    response = auditor.post(reverse("verify_trail"))
    assert b"The trail does not hold." in response.content
    assert b"Event 2 was changed" in response.content
    assert AuditEvent.objects.latest("sequence").new == "broken"


def test_a_trail_without_its_head_is_still_reported(auditor: Client) -> None:
    waiting_case()
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_audithead")
    response = auditor.post(reverse("verify_trail"))
    assert response.status_code == 200
    assert b"too damaged to record" in response.content


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR])
def test_others_read_no_trail(client: Client, role: str) -> None:
    client.force_login(person("somebody", role))
    assert client.get(reverse("trail")).status_code == 403
    assert client.get(reverse("case_trail", args=["K-2026-000001"])).status_code == 403
    assert client.post(reverse("verify_trail")).status_code == 403
