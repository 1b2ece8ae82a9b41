"""Managers' numbers and the CSV: what goes out, that it runs nowhere, and what the trail keeps of it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case
from kyc.reports.csv_files import FORMULA_STARTS, safe_cell
from kyc.reports.decisions import COLUMNS
from kyc.review.models import Decision
from kyc.review.services import decide
from tests.accounts.people import person
from tests.cases.pictures import DECLARED
from tests.review.cases import answer_all, inspected_case, waiting_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(person("maria", Role.MANAGER))
    return client


def decided(reference: str, user: User, outcome: str = "approved", *reasons: str, case: object = None) -> Decision:
    made: Case = case or waiting_case(reference)  # type: ignore[assignment]
    answer_all(made, user)
    return decide(
        case=made, user=user, actor=actor_for(user),
        outcome=outcome, reason_codes=reasons, note="something personal", round=1,
    )  # fmt: skip


def download(manager: Client, **filters: str) -> tuple[bytes, list[dict[str, str]]]:
    response = manager.get(reverse("decisions_csv"), filters)
    assert isinstance(response, StreamingHttpResponse)
    body = b"".join(response.streaming_content)  # type: ignore[arg-type]
    return body, list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_the_file_has_a_row_for_each_decision_and_nothing_personal(manager: Client, settings: Settings) -> None:
    anna = person("anna")
    decided("", anna, "rejected", "EXPIRED", "FORGED_OR_EDITED", case=inspected_case(settings, "CUST-77"))
    decided("CUST-78", anna)
    body, rows = download(manager)
    assert body.startswith(b"\xef\xbb\xbf")
    assert tuple(rows[0]) == COLUMNS
    assert [row["outcome"] for row in rows] == ["rejected", "approved"]
    assert rows[0]["reason_codes"] == "FORGED_OR_EDITED EXPIRED"
    assert rows[0]["reason_types"] == "FINAL RETRY"
    assert rows[0]["warnings"] == "PRINTED_COPY"
    assert rows[0]["decided_by"] == "anna"
    text = body.decode()
    for personal in ("CUST-77", "something personal", DECLARED.name, DECLARED.number):
        assert personal not in text


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_is_a_formula(manager: Client, start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert safe_cell(f"a{start}b") == f"a{start}b"


def test_a_reviewer_named_like_a_formula_is_text_in_the_file(manager: Client) -> None:
    decided("A", person("=cmd|calc", first_name="x"))
    _, rows = download(manager)
    assert rows[0]["decided_by"] == "'=cmd|calc"


def test_filters_narrow_the_file(manager: Client) -> None:
    anna, ben = person("anna"), person("ben")
    old = decided("A", anna)
    Decision.objects.filter(pk=old.pk).update(decided_at=timezone.now() - timedelta(days=10))
    decided("B", anna, "rejected", "EXPIRED")
    decided("C", ben)
    today, long_ago = timezone.localdate(), timezone.localdate() - timedelta(days=10)
    assert len(download(manager)[1]) == 3
    assert len(download(manager, since=str(today))[1]) == 2
    assert len(download(manager, until=str(long_ago))[1]) == 1
    assert len(download(manager, since=str(long_ago), until=str(today))[1]) == 3
    assert [row["decided_by"] for row in download(manager, outcome="approved", since=str(today))[1]] == ["ben"]
    assert [row["outcome"] for row in download(manager, reviewer=str(anna.pk), since=str(today))[1]] == ["rejected"]


def test_each_download_is_an_event_with_filters_and_rows(manager: Client) -> None:
    anna = person("anna")
    decided("A", anna)
    decided("B", anna, "rejected", "EXPIRED")
    download(manager, outcome="rejected", reviewer=str(anna.pk))
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_name) == ("decisions.exported", "maria")
    assert event.details == {"rows": 1, "filters": {"outcome": "rejected", "reviewer": "anna"}}


def test_the_file_is_not_kept_by_caches(manager: Client) -> None:
    response = manager.get(reverse("decisions_csv"))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="decisions-')


@pytest.mark.parametrize(
    "filters",
    [
        {"since": "yesterday"},
        {"outcome": "x"},
        {"kind": "passport"},
        {"reviewer": "0"},
        {"since": "2026-02-02", "until": "2026-02-01"},
    ],
)
def test_a_filter_that_is_none_gives_no_file(manager: Client, filters: dict[str, str]) -> None:
    response = manager.get(reverse("decisions_csv"), filters)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")
    assert not AuditEvent.objects.filter(action="decisions.exported").exists()
    assert manager.get(reverse("reports"), filters).status_code == 422


def test_many_decisions_are_streamed_in_batches(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kyc.reports.decisions.BATCH", 2)
    anna = person("anna")
    made = [decided(f"C-{number}", anna) for number in range(5)]
    assert [row["case"] for row in download(manager)[1]] == [decision.case.number for decision in made]


def test_the_page_counts_by_reviewer_and_outcome(manager: Client) -> None:
    anna, ben = person("anna"), person("ben")
    decided("A", anna)
    decided("B", anna, "rejected", "EXPIRED")
    decided("C", ben)
    page = manager.get(reverse("reports"))
    assert [(row["reviewer"], row["counts"], row["all"]) for row in page.context["rows"]] == [
        ("anna", [1, 1, 0], 2),
        ("ben", [1, 0, 0], 1),
    ]
    assert page.context["totals"] == [2, 1, 0, 3]


def test_documents_are_told_apart_by_what_was_recognised_then(manager: Client, settings: Settings) -> None:
    anna = person("anna")
    card = decided("", anna, "rejected", "EXPIRED", case=inspected_case(settings, "A"))
    card.document.kind = ""  # as new pictures leave it
    card.document.save()
    vehicle = decided("B", anna)
    vehicle.document.kind_stated = "cn_vehicle_licence"
    vehicle.document.save()
    decided("C", anna)
    _, rows = download(manager)
    assert [row["document_kind"] for row in rows] == ["cn_id_card", "cn_vehicle_licence", ""]
    page = manager.get(reverse("reports"))
    assert [(row["kind"], row["counts"], row["all"]) for row in page.context["kinds"]] == [
        ("cn_id_card", [0, 1, 0], 1),
        ("cn_vehicle_licence", [1, 0, 0], 1),
        ("", [1, 0, 0], 1),
    ]
    assert "Vehicle licence (China)</th>" in page.content.decode()
    assert [row["outcome"] for row in download(manager, kind="cn_id_card")[1]] == ["rejected"]
    assert AuditEvent.objects.latest("sequence").details["filters"] == {"kind": "cn_id_card"}


def test_a_page_without_decisions(manager: Client) -> None:
    assert b"No decisions in this period" in manager.get(reverse("reports")).content


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SENIOR_REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_export_nothing(client: Client, role: str) -> None:
    client.force_login(person("somebody", role))
    for name in ("reports", "decisions_csv"):
        assert client.get(reverse(name)).status_code == 403
