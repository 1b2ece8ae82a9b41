"""Detectors' precision: which answers count, what interval they give, and what goes out as CSV."""

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
from kyc.inspections.models import Finding
from kyc.reports.precision import COLUMNS, PrecisionRow, chart, precision_rows, wilson
from kyc.review.models import Decision
from kyc.review.services import decide
from tests.accounts.people import person
from tests.inspections.suspicious import COPY_VERSION, TAMPERING_VERSION
from tests.review.cases import answer_all, inspected_case

pytestmark = pytest.mark.django_db

ENGINE = "tests.inspections.suspicious.SuspiciousEngine"


@pytest.fixture
def anna() -> User:
    return person("anna")


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(person("maria", Role.MANAGER))
    return client


#: A version that no finding of the suspicious engine has.
EARLIER = "printed_copy 0"


def decided(settings: Settings, user: User, word: str, outcome: str = "approved", *reasons: str) -> Decision:
    case = inspected_case(settings, f"C-{Case.objects.count()}", ENGINE)
    if word:
        answer_all(case, user, word)
    return decide(
        case=case, user=user, actor=actor_for(user), outcome=outcome, reason_codes=reasons, note="seen", round=1
    )  # fmt: skip


def counts() -> dict[str, tuple[int, int, int]]:
    rows = precision_rows(Decision.objects.all())
    return {row.detector_version: (row.agreed, row.disagreed, row.unanswered) for row in rows}


def test_answers_of_decided_cases_are_counted_by_warning_and_version(settings: Settings, anna: User) -> None:
    decided(settings, anna, "agreed", "rejected", "EXPIRED")
    other = decided(settings, anna, "disagreed")
    Finding.objects.filter(inspection=other.inspection, code="PRINTED_COPY").update(detector_version=EARLIER)
    decided(settings, anna, "", "resubmission_requested", "LOW_QUALITY")
    assert counts() == {COPY_VERSION: (1, 0, 1), EARLIER: (0, 1, 0), TAMPERING_VERSION: (1, 1, 1)}
    codes = [row.code for row in precision_rows(Decision.objects.all())]
    assert codes == ["PRINTED_COPY", "PRINTED_COPY", "DIGITAL_TAMPERING"], "glare asks for no answer"


def test_what_is_not_decided_yet_does_not_count(settings: Settings, anna: User) -> None:
    answer_all(inspected_case(settings, "A", ENGINE), anna)
    assert counts() == {}


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_wilsons(successes: int, trials: int, low: float, high: float) -> None:
    """The last row is the example of Newcombe (1998), method 3: 0.2553 to 0.3662."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_the_chart_shows_answered_rows_on_one_axis() -> None:
    row = PrecisionRow("PRINTED_COPY", "a 1", 3, 1, 0)
    drawn = chart([row, PrecisionRow("BLUR", "b 1", 0, 0, 2)])
    assert drawn is not None
    assert [bar.row for bar in drawn.bars] == [row]
    bar, ticks = drawn.bars[0], dict(drawn.ticks)
    assert bar.at == ticks[75]
    assert ticks[0] < bar.low < bar.at < bar.high < ticks[100]
    assert chart([PrecisionRow("BLUR", "b 1", 0, 0, 2)]) is None


def test_the_page_has_table_picture_and_period(manager: Client, settings: Settings, anna: User) -> None:
    made = decided(settings, anna, "agreed", "rejected", "EXPIRED")
    page = manager.get(reverse("detectors")).content.decode()
    assert COPY_VERSION in page
    assert "100.0%" in page
    assert "20.7% to 100.0%" in page
    assert 'class="precision-share"' in page
    Decision.objects.filter(pk=made.pk).update(decided_at=timezone.now() - timedelta(days=40))
    assert "No warnings of high severity in this period" in manager.get(reverse("detectors")).content.decode()
    assert COPY_VERSION in manager.get(reverse("detectors"), {"kind": "cn_id_card"}).content.decode()
    assert COPY_VERSION not in manager.get(reverse("detectors"), {"kind": "cn_vehicle_licence"}).content.decode()


def test_the_file_says_what_the_table_says_and_is_an_event(manager: Client, settings: Settings, anna: User) -> None:
    decided(settings, anna, "disagreed")
    response = manager.get(reverse("detectors_csv"), {"kind": "cn_id_card"})
    assert isinstance(response, StreamingHttpResponse)
    assert response["Cache-Control"] == "private, no-store"
    body = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["warning"], rows[0]["disagreed"], rows[0]["precision"]) == ("PRINTED_COPY", "1", "0.0000")
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_name) == ("answers.exported", "maria")
    assert event.details == {"rows": 2, "filters": {"kind": "cn_id_card"}}


def test_a_filter_that_is_none_gives_no_file(manager: Client) -> None:
    for name in ("detectors", "detectors_csv"):
        assert manager.get(reverse(name), {"since": "2026-02-02", "until": "2026-02-01"}).status_code == 422
    assert not AuditEvent.objects.filter(action="answers.exported").exists()
