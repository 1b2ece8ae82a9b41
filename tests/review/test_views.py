"""The reviewer's pages as a browser meets them, with and without htmx."""

from __future__ import annotations

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case
from kyc.cases.states import CaseState
from kyc.inspections.models import Check, Crop, Evidence, Finding
from kyc.review.models import Claim, Decision, WarningAnswer
from kyc.review.services import claim, decide
from tests.accounts.people import person
from tests.cases.pictures import REFERENCE
from tests.pages import text_of
from tests.review.cases import answer_all, inspected_case, received_case, waiting_case

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reviewer() -> User:
    return person("anna")


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def url(name: str, case: Case) -> str:
    return reverse(name, args=[case.pk])


def send(
    desk: Client, case: Case, outcome: str = "approved", *reasons: str, note: str = "", **headers: str
) -> HttpResponse:
    data = {"outcome": outcome, f"reasons-{outcome}": reasons, "note": note, "round": "1"}
    return desk.post(url("decide", case), data, headers=headers)


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("sequence")


# --- where work begins ------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.REVIEWER, "case_list"),
        (Role.SENIOR_REVIEWER, "case_list"),
        (Role.LEAD, "case_list"),
        (Role.MANAGER, "reports"),
        (Role.AUDITOR, "trail"),
        (Role.ADMINISTRATOR, "admin:index"),
    ],
)
def test_home_is_where_a_role_works(client: Client, role: str, begins: str) -> None:
    client.force_login(person("somebody", role))
    assert client.get(reverse("home"))["Location"] == reverse(begins)


def test_home_asks_to_sign_in(client: Client) -> None:
    assert client.get(reverse("home"))["Location"] == reverse("account_login")


# --- the list ---------------------------------------------------------------


def rows(response: HttpResponse) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', response.content.decode())


def test_the_list_is_oldest_first_and_says_what_was_found(desk: Client, settings: Settings) -> None:
    first, second, third = (
        inspected_case(settings, "A"),
        inspected_case(settings, "B", "BlindEngine"),
        received_case("C"),
    )
    claim(first, person("ben"), actor_for(User.objects.get(username="ben")))
    Finding.objects.filter(inspection__document__case=first).first()
    page = desk.get(reverse("case_list"))
    assert rows(page) == [first.number, second.number, third.number]
    text = text_of(page)
    assert "Resident identity card (China)" in text
    assert "1 Error" in text  # both faces show the same warning: it counts once
    assert "Not read" in text
    assert "not inspected yet" in text
    assert "ben" in text
    assert REFERENCE not in text


def test_a_failed_check_is_seen_in_the_list_where_no_detector_warned(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    Finding.objects.update(outcome="not_detected")
    assert "none detected" in text_of(desk.get(reverse("case_list")))
    Check.objects.filter(inspection__document__case=case, code="declared_name").update(outcome="failed")
    text = text_of(desk.get(reverse("case_list")))
    assert "1 check failed" in text
    assert "none detected" not in text


def test_the_list_narrows_by_state_and_keeps_that_when_paging(desk: Client) -> None:
    cases = [waiting_case(f"C-{number}") for number in range(27)]
    Case.objects.filter(pk=cases[0].pk).update(state=CaseState.DECIDED)
    assert rows(desk.get(reverse("case_list"), {"state": "decided"})) == [cases[0].number]
    page = desk.get(reverse("case_list"), {"state": "waiting"})
    assert len(rows(page)) == 25
    assert "?state=waiting&amp;page=2" in page.content.decode()
    assert rows(desk.get(reverse("case_list"), {"state": "waiting", "page": "2"})) == [cases[26].number]
    assert len(rows(desk.get(reverse("case_list"), {"state": "nonsense", "page": "x"}))) == 25


def test_the_list_takes_a_fixed_number_of_queries(
    desk: Client, settings: Settings, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        inspected_case(settings, f"C-{number}")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        desk.get(reverse("case_list"))


def test_an_empty_list_says_so(desk: Client) -> None:
    assert "No cases here" in text_of(desk.get(reverse("case_list")))


def test_the_standing_counts(desk: Client, reviewer: User) -> None:
    waiting_case("A")
    received_case("B")
    decided = waiting_case("C")
    decide(
        case=decided, user=reviewer, actor=actor_for(reviewer), outcome="approved", reason_codes=(), note="", round=1
    )
    text = text_of(desk.get(reverse("case_list")))
    for words in ("Waiting for review 1", "Being inspected 1", "Awaiting applicant 0", "Decided today 1 1 by you"):
        assert words in text


def test_search_finds_by_number_and_by_reference_and_writes_neither_into_an_address(desk: Client) -> None:
    case, other = waiting_case("CUST 1"), waiting_case("CUST 1")
    waiting_case("CUST 2")
    search = reverse("case_search")
    assert desk.post(search, {"q": f" {case.number.lower()} "})["Location"] == url("case", case)
    found = desk.post(search, {"q": " CUST 1 "})["Location"]
    assert "CUST" not in found
    assert rows(desk.get(found)) == [case.number, other.number]
    assert desk.post(search, {"q": "CUST"})["Location"] == reverse("case_list")
    assert "No case has exactly this number" in text_of(desk.get(reverse("case_list")))
    assert desk.get(search).status_code == 405


def test_next_case_claims_and_opens(desk: Client, reviewer: User) -> None:
    case = waiting_case()
    assert desk.post(reverse("next_case"))["Location"] == url("case", case)
    assert Claim.objects.get().user == reviewer
    assert desk.get(reverse("next_case")).status_code == 405


def test_an_empty_queue_ends_calmly(desk: Client) -> None:
    assert desk.post(reverse("next_case"))["Location"] == reverse("queue_empty")
    page = desk.get(reverse("queue_empty"))
    assert page.status_code == 200
    assert "Nothing waits" in text_of(page)


# --- a case -----------------------------------------------------------------


def test_the_case_page_shows_fields_findings_and_checks(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    page = desk.get(url("case", case))
    text = text_of(page)
    assert page["Cache-Control"] == "private, no-store"
    for words in ("肖行梓", "printed 1991.09.02", "97%", "Not read", "Printed copy", "87, line 50", "Detected · Error"):
        assert words in text
    assert "Number 219963199109029839 is grey." in text
    assert "The faces were given in the other order." in text
    assert "Check digit of the number" in text
    assert REFERENCE not in text
    assert "CUSTOMER-1" in text
    assert [event.action for event in AuditEvent.objects.order_by("-sequence")[:2]] == ["case.viewed", "case.claimed"]


def test_what_was_not_found_out_never_looks_passed(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    for outcome in ("not_run", "inconclusive", "not_applicable"):
        Finding.objects.update(outcome=outcome, score=None, line=None, regions=[])
        html = desk.get(url("case", case)).content.decode()
        panel = html[html.index('id="findings"') : html.index('id="checks"')]
        assert "badge-ok" not in panel
        assert re.search("badge-(neutral|unknown)", panel)


def test_opening_claims_and_the_next_reader_sees_by_whom(desk: Client, reviewer: User) -> None:
    case = waiting_case()
    assert "open by you" in text_of(desk.get(url("case", case)))
    other = Client()
    other.force_login(person("ben"))
    text = text_of(other.get(url("case", case)))
    assert "open by anna" in text
    assert "Whoever decides first decides" in text
    assert Claim.objects.get().user == reviewer


def test_a_failed_inspection_says_why_and_what_can_be_done(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, engine="BlindEngine")
    page = desk.get(url("case", case))
    assert "Nothing was read. No supported document was found in this picture." in text_of(page)
    assert url("inspect_again", case) in page.content.decode()
    assert url("case_progress", case) in page.content.decode()
    assert "Passed" not in text_of(page)


def test_a_case_that_is_being_inspected_offers_no_decision(desk: Client) -> None:
    page = desk.get(url("case", received_case()))
    assert "The pictures are being inspected." in text_of(page)
    assert 'name="outcome"' not in page.content.decode()


def test_a_decided_case_shows_the_decision_and_its_note(desk: Client) -> None:
    case = waiting_case()
    send(desk, case, "rejected", "EXPIRED", note="expired <b>long</b> ago")
    page = desk.get(url("case", case))
    text = text_of(page)
    assert "Rejected by anna" in text
    assert "Document expired" in text
    assert "expired &lt;b&gt;long&lt;/b&gt; ago" in page.content.decode()
    assert 'name="outcome"' not in page.content.decode()
    assert "Case decided by anna" in text


def test_giving_back(desk: Client) -> None:
    case = waiting_case()
    desk.get(url("case", case))
    assert desk.post(url("release", case))["Location"] == reverse("case_list")
    assert not Claim.objects.exists()


# --- deciding ---------------------------------------------------------------


def test_after_a_decision_comes_the_next_case(desk: Client) -> None:
    first, second = waiting_case("A"), waiting_case("B")
    desk.get(url("case", first))
    assert send(desk, first)["Location"] == url("case", second)
    assert send(desk, second, **HTMX)["HX-Redirect"] == reverse("queue_empty")
    assert Decision.objects.count() == 2


def test_what_is_missing_is_said_and_what_was_written_stays(desk: Client) -> None:
    case = waiting_case()
    response = send(desk, case, "rejected", "EXPIRED", **HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "Write a note" in html
    assert re.search(r'value="rejected"[^>]* checked', html)
    assert re.search(r'value="EXPIRED" checked', html)
    assert not Decision.objects.exists()


def test_without_javascript_what_is_missing_is_said_on_the_cases_own_page(desk: Client) -> None:
    case = waiting_case()
    response = send(desk, case, "rejected", note="my words")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose at least one reason." in html
    assert re.search(r'value="rejected"[^>]* checked', html)
    assert re.search(r"<textarea[^>]*>my words</textarea>", html)
    assert "data-viewer" in html
    assert last_event().action == "case.viewed"
    assert response["Cache-Control"] == "private, no-store"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_later_of_two_gets_409_and_reads_who_decided(desk: Client, headers: dict[str, str]) -> None:
    case = waiting_case()
    desk.get(url("case", case))
    other = Client()
    other.force_login(person("ben"))
    send(other, case)
    before = AuditEvent.objects.count()
    response = send(desk, case, "rejected", "EXPIRED", note="mine", **headers)
    assert response.status_code == 409
    assert "ben decided about these pictures already" in text_of(response)
    assert "Decided: Approved" in text_of(response)
    assert Decision.objects.get().decided_by.username == "ben"
    assert AuditEvent.objects.count() == before


def test_the_head_of_a_stale_page_says_where_the_case_stands_now(desk: Client) -> None:
    case = waiting_case()
    assert "open by you" in text_of(desk.get(url("case", case)))
    other = Client()
    other.force_login(person("ben"))
    send(other, case)
    html = send(desk, case, **HTMX).content.decode()
    standing = re.search(r'<span id="case-standing" hx-swap-oob="true">(.*?)<span id="case-claim"', html, re.S)
    assert standing
    assert "Decided" in standing[1]
    assert 'id="case-claim" class="case-claim" hx-swap-oob="true"' in html
    assert "open by you" not in html


def test_a_page_of_an_earlier_round_gets_409(desk: Client) -> None:
    case = waiting_case()
    case.documents.update(round=2)
    response = send(desk, case, **HTMX)
    assert response.status_code == 409
    assert "replaced meanwhile" in text_of(response)


@pytest.mark.parametrize("round_text", ["", "x", "-1", "٣", "9" * 30])
def test_a_round_that_is_none_is_refused(desk: Client, round_text: str) -> None:
    case = waiting_case()
    response = desk.post(url("decide", case), {"outcome": "approved", "round": round_text})
    assert response.status_code == 409
    assert not Decision.objects.exists()


# --- pictures ---------------------------------------------------------------


def picture_urls(case: Case) -> list[str]:
    capture, crop = case.documents.get().captures.first(), Crop.objects.first()
    return [reverse("case_image", args=[case.pk, capture.pk]), reverse("case_crop", args=[case.pk, crop.pk])]  # type: ignore[union-attr]


def test_pictures_are_private_and_every_look_is_an_event(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    for address, content in zip(picture_urls(case), (b"view front", b"JPEG of portrait_face"), strict=True):
        response = desk.get(address)
        assert response.content == content
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        event = last_event()
        assert (event.action, event.case_number, event.actor_name) == ("image.viewed", case.number, "anna")
        assert event.side == "portrait_face"


def test_a_picture_opens_under_its_own_case_only(desk: Client, settings: Settings) -> None:
    case, other = inspected_case(settings, "A"), inspected_case(settings, "B")
    for address in picture_urls(case):
        assert desk.get(address.replace(str(case.pk), str(other.pk))).status_code == 404
    assert desk.get(reverse("case", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_see_neither_case_nor_picture(client: Client, settings: Settings, role: str) -> None:
    case = inspected_case(settings)
    client.force_login(person("somebody", role))
    before = AuditEvent.objects.filter(action="image.viewed").count()
    for address in (url("case", case), reverse("case_list"), *picture_urls(case)):
        assert client.get(address).status_code == 403
    assert AuditEvent.objects.filter(action="image.viewed").count() == before


# --- warnings ---------------------------------------------------------------

SUSPICIOUS = "tests.inspections.suspicious.SuspiciousEngine"


def asked(case: Case, code: str = "PRINTED_COPY") -> Finding:
    return Finding.objects.get(inspection__document__case=case, code=code)


def say(desk: Client, finding: Finding, word: str, seen: str = "", **headers: str) -> HttpResponse:
    address = reverse("answer_warning", args=[finding.inspection.document.case_id, finding.pk])
    return desk.post(address, {"answer": word, "seen": seen, "round": "1"}, headers=headers)


def findings_panel(desk: Client, case: Case) -> str:
    html = desk.get(url("case", case)).content.decode()
    return html[html.index('id="findings"') : html.index('id="checks"')]


def test_warnings_come_by_severity_then_score_with_reason_subtype_and_advice(desk: Client, settings: Settings) -> None:
    panel = findings_panel(desk, inspected_case(settings, "A", SUSPICIOUS))
    heads = [" ".join(re.sub(r"<[^>]+>", " ", head).split()) for head in re.findall(r"<h3>(.*?)</h3>", panel)]
    assert heads == [
        "Digital tampering retyped text",
        "Printed copy grey copy",
        "Glare",
        "Photographed from a screen",
    ]
    for words in ("No colour.", "To the applicant:", "Please photograph the original document in colour"):
        assert words in panel
    assert "Please photograph the document itself, not a picture of it on a screen" not in panel, "it was not detected"


def test_the_line_of_the_policy_stands_beside_the_shipped_one(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    panel = " ".join(findings_panel(desk, case).split())
    assert "60, line 40 (shipped 50)" in panel
    assert "as the policy of this case says; the shipped line is 50" in panel
    assert "Score 60 of 100 by <code>printed_copy 5</code>. The score belongs to that version" in panel
    Finding.objects.update(line=50.0)
    panel = findings_panel(desk, case)
    assert "60, line 50</span>" in panel
    assert "(shipped 50)" not in panel


def test_figures_wait_in_closed_details_with_their_usual_range(desk: Client, settings: Settings) -> None:
    panel = findings_panel(desk, inspected_case(settings, "A", SUSPICIOUS))
    assert '<details class="figures" open' not in panel
    assert "1.25 Lab" in panel
    assert "usual: 3.8 to 5.8 Lab" in panel
    assert 'class="usual-range" x="66.8" y="3" width="49.2"' in panel, "3.8 to 5.8 of 1.25 to 5.8, on 4 to 116"
    assert ">1200</td>" in panel


def test_findings_of_earlier_versions_are_shown(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings)
    quad = [[0, 0], [9, 0], [9, 9], [0, 9]]
    Finding.objects.update(regions=[{"quad": quad, "label": "card"}], subtype="", figures_sealed=None)
    assert "the whole document" in findings_panel(desk, case)


def test_only_high_severity_asks_and_nothing_is_chosen_for_anybody(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    panel = findings_panel(desk, case)
    assert panel.count("<form") == panel.count("data-asked") == 2
    assert 'aria-pressed="true">' not in re.sub(r"<button[^>]*data-layer[^>]*>", "", panel)
    assert "2 warnings of high severity want your answers" in text_of(desk.get(url("case", case)))


def test_an_answer_comes_back_with_what_is_left(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    html = say(desk, asked(case), "agreed", **HTMX).content.decode()
    assert "<html" not in html
    assert re.search(r'value="agreed"[^>]* aria-pressed="true"', html)
    assert re.search(r'value="disagreed"[^>]* aria-pressed="false"', html)
    assert 'name="seen" value="agreed"' in html
    assert re.search(r'id="left-to-answer"[^>]*hx-swap-oob="true"', html)
    assert "1 warning of high severity wants your answer" in html
    assert "wants your answer" not in say(desk, asked(case, "DIGITAL_TAMPERING"), "disagreed", **HTMX).content.decode()


def test_without_javascript_an_answer_leads_back_to_its_warning(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    finding = asked(case)
    assert say(desk, finding, "disagreed")["Location"] == f"{url('case', case)}#finding-{finding.pk}"
    assert re.search(r'value="disagreed"[^>]* aria-pressed="true"', findings_panel(desk, case))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_given_elsewhere_is_shown_and_not_overwritten(
    desk: Client, settings: Settings, headers: dict[str, str]
) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    say(desk, asked(case), "agreed")
    response = say(desk, asked(case), "disagreed", **headers)
    assert response.status_code == 409
    assert "answered elsewhere meanwhile" in text_of(response)
    assert WarningAnswer.objects.get().agrees


def test_who_has_the_case_open_answers_and_others_read(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    ben = person("ben")
    claim(case, ben, actor_for(ben))
    assert "Whoever has the case open answers." in findings_panel(desk, case)
    response = say(desk, asked(case), "agreed", **HTMX)
    assert response.status_code == 409
    assert "ben has this case open." in text_of(response)
    assert not WarningAnswer.objects.exists()


def test_a_decision_before_the_answers_says_how_many_are_left(desk: Client, settings: Settings) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    response = send(desk, case, "approved", **HTMX)
    assert "before you approve or reject. Still without an answer: 2." in text_of(response)
    assert re.search(r'value="approved"[^>]* checked', response.content.decode())
    assert not Decision.objects.exists()


def test_after_the_decision_answers_are_to_read_and_in_the_trail(
    desk: Client, settings: Settings, reviewer: User
) -> None:
    case = inspected_case(settings, "A", SUSPICIOUS)
    answer_all(case, reviewer, "disagreed")
    send(desk, case)
    panel = findings_panel(desk, case)
    assert panel.count("anna disagreed with this warning") == 2
    assert "<form" not in panel
    assert "Warning answered by anna · disagreed" in text_of(desk.get(url("case", case)))


def test_evidence_is_private_and_every_look_is_an_event(desk: Client, settings: Settings) -> None:
    case, other = inspected_case(settings, "A", SUSPICIOUS), inspected_case(settings, "B", SUSPICIOUS)
    drawn = Evidence.objects.filter(finding__inspection__document__case=case).first()
    assert drawn is not None
    address = reverse("case_evidence", args=[case.pk, drawn.pk])
    response = desk.get(address)
    assert response.content.startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    event = last_event()
    assert (event.action, event.subject, event.side) == ("image.viewed", f"evidence:{drawn.pk}", "portrait_face")
    assert desk.get(reverse("case_evidence", args=[other.pk, drawn.pk])).status_code == 404
    desk.force_login(person("maria", Role.MANAGER))
    assert desk.get(address).status_code == 403
