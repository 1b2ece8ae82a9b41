"""Second opinions: who may ask whom, what is run and kept, and what a reviewer sees of the differences."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case, Document
from kyc.documents.errors import EngineAccountRefused, TooBlurred, VendorUnavailable
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.inspections import cloud_accounts, engines, second_opinions
from kyc.inspections import services as inspections
from kyc.inspections.errors import EngineNotOffered, SecondOpinionUnderWay
from kyc.inspections.models import LOCAL, Field, Inspection, Purpose
from kyc.inspections.selectors import latest
from kyc.intake.services import inspect_again, replace_pictures
from kyc.review import services
from kyc.review.comparing import Difference, compare, marked
from kyc.review.errors import ClaimedByOther, NotDecidable, PicturesChanged
from tests.accounts.people import person
from tests.cases.pictures import page
from tests.inspections.cloud import VENDOR, Vendor, account, stand_in
from tests.inspections.engines import NAME, NUMBER
from tests.pages import text_of
from tests.review.cases import answer_all, inspected_case, received_case

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ID_CARD = DocumentKind.CN_ID_CARD.value


@pytest.fixture(autouse=True)
def fresh_engines() -> Iterator[None]:
    engines.chain.cache_clear()
    yield
    engines.chain.cache_clear()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return stand_in(monkeypatch)


@pytest.fixture
def reviewer() -> User:
    return person("anna")


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


@pytest.fixture
def case(settings: Settings, vendor: Vendor) -> Case:
    """Read on this machine; Shanghai may be sent such a card, and nothing is set to."""
    account("Shanghai", ID_CARD)
    return inspected_case(settings)


def document_of(case: Case) -> Document:
    return case.documents.select_related("case__policy_version").get()


def ask(case: Case, user: User, engine: str = "Shanghai", round: int = 1) -> Inspection:  # noqa: A002
    return services.ask_second_opinion(case=case, user=user, actor=actor_for(user), engine=engine, round=round)


def given(case: Case, user: User, engine: str = "Shanghai") -> Inspection:
    """A second opinion, asked for and run."""
    inspection = ask(case, user, engine)
    assert inspections.run(inspection.pk)
    return Inspection.objects.get(pk=inspection.pk)


def url(case: Case, inspection: Inspection | None = None) -> str:
    return reverse("second_opinion", args=[case.pk, inspection.pk]) if inspection else panel(case)


def panel(case: Case) -> str:
    return reverse("second_opinions", args=[case.pk])


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("sequence"))


# --- who can be asked -------------------------------------------------------


def test_everybody_but_the_reader_is_offered(case: Case) -> None:
    account("Beijing", ID_CARD, is_enabled=False)
    account("Guangzhou", "cn_driving_licence")
    assert second_opinions.offered(document_of(case)) == ["Shanghai"]


def test_this_machine_is_offered_where_a_vendor_read(case: Case, reviewer: User) -> None:
    Inspection.objects.update(account_name="Shanghai", engine="tencent_v3")
    assert second_opinions.offered(document_of(case)) == [LOCAL]
    assert given(case, reviewer, LOCAL).read_by == "certain"


def test_nobody_is_offered_while_the_pictures_are_being_read(vendor: Vendor) -> None:
    account("Shanghai", ID_CARD)
    assert second_opinions.offered(document_of(received_case())) == []


def test_where_nothing_was_read_and_no_kind_is_known_no_vendor_is_offered(settings: Settings, vendor: Vendor) -> None:
    account("Shanghai", ID_CARD)
    case = inspected_case(settings, engine="BlindEngine")
    assert second_opinions.offered(document_of(case)) == []
    Document.objects.update(kind_stated=ID_CARD)
    assert second_opinions.offered(document_of(case)) == ["Shanghai"]


# --- asking -----------------------------------------------------------------


def test_an_opinion_changes_nothing_but_itself(case: Case, reviewer: User, vendor: Vendor) -> None:
    document = document_of(case)
    main, kind, state = latest(document), document.kind, case.state
    vendor.kind = DocumentKind.CN_TEMPORARY_ID_CARD
    vendor.changes = {FieldName.NAME: {"value": "肖行样"}}
    opinion = given(case, reviewer)
    document.refresh_from_db()
    case.refresh_from_db()
    assert (opinion.state, opinion.purpose, opinion.read_by) == ("succeeded", Purpose.SECOND_OPINION, "Shanghai")
    assert (latest(document), document.kind, case.state) == (main, kind, state)
    assert inspections.unfinished(document) is None
    assert [(event.details["asked"], event.actor_name) for event in events("second_opinion.requested")] == [
        ("Shanghai", "anna")
    ]
    assert [event.details["asked"] for event in events("second_opinion.finished")] == ["Shanghai"]
    assert len(events("inspection.finished")) == 1


def test_a_vendor_is_told_what_the_main_reading_found_out(case: Case, reviewer: User, vendor: Vendor) -> None:
    document_of(case).captures.update(side_stated="")
    given(case, reviewer)
    request = vendor.requests[0]
    assert request.kind_stated == DocumentKind.CN_ID_CARD
    assert [capture.side_stated for capture in request.captures] == [Side.PORTRAIT_FACE, Side.EMBLEM_FACE]


def test_values_lie_sealed_and_in_no_event(case: Case, reviewer: User, vendor: Vendor) -> None:
    vendor.changes = {FieldName.NAME: {"value": "肖行样", "raw": "肖行样"}}
    given(case, reviewer)
    with connection.cursor() as cursor:
        for model in (Inspection, Field, AuditEvent):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            text = repr(cursor.fetchall())
            assert not [value for value in (NAME, NUMBER, "肖行样") if value in text], model


def test_one_at_a_time_of_each_engine(case: Case, reviewer: User) -> None:
    account("Beijing", ID_CARD)
    first = ask(case, reviewer)
    with pytest.raises(SecondOpinionUnderWay):
        ask(case, reviewer)
    ask(case, reviewer, "Beijing")
    inspections.run(first.pk)
    assert ask(case, reviewer).pk != first.pk
    assert len(events("second_opinion.requested")) == 3


def test_the_database_keeps_two_at_once_apart(case: Case, reviewer: User) -> None:
    first = ask(case, reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.create(
            document=first.document,
            round=1,
            purpose=Purpose.SECOND_OPINION,
            asked="Shanghai",
            asked_by=reviewer,
            policy_version=first.policy_version,
        )


def test_who_may_not_ask(case: Case, reviewer: User) -> None:
    with pytest.raises(EngineNotOffered):
        ask(case, reviewer, "Nobody")
    with pytest.raises(EngineNotOffered):
        ask(case, reviewer, LOCAL)
    with pytest.raises(PicturesChanged):
        ask(case, reviewer, round=2)
    with pytest.raises(PermissionDenied):
        ask(case, person("mia", Role.MANAGER))
    services.claim(case, reviewer, actor_for(reviewer))
    with pytest.raises(ClaimedByOther):
        ask(case, person("ben"))
    Case.objects.update(state="on_hold")
    with pytest.raises(NotDecidable):
        ask(case, reviewer)
    assert not Inspection.objects.filter(purpose=Purpose.SECOND_OPINION).exists()


def test_asking_extends_the_claim(case: Case, reviewer: User) -> None:
    claim = services.claim(case, reviewer, actor_for(reviewer))
    ask(case, reviewer)
    assert services.live_claim(case).until > claim.until  # type: ignore[union-attr]


# --- running ----------------------------------------------------------------


def expire(inspection: Inspection) -> None:
    Inspection.objects.filter(pk=inspection.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_lost_worker_is_noticed_and_the_case_stays_where_it_is(case: Case, reviewer: User) -> None:
    opinion = ask(case, reviewer)
    taken = inspections.take(opinion.pk)
    assert taken is not None
    case.refresh_from_db()
    assert case.state == "waiting"
    expire(taken)
    assert inspections.sweep() == 1
    assert inspections.run(opinion.pk)
    assert not inspections._inspect(taken), "late, and another's by now"
    opinion.refresh_from_db()
    assert (opinion.state, opinion.attempts) == ("succeeded", 2)
    assert len(events("second_opinion.finished")) == 1


def test_workers_that_die_over_it_fail_the_opinion_alone(case: Case, reviewer: User, settings: Settings) -> None:
    opinion = ask(case, reviewer)
    for _ in range(settings.INSPECTION_MAX_ATTEMPTS):
        taken = inspections.take(opinion.pk)
        assert taken is not None
        expire(taken)
        inspections.sweep()
    opinion.refresh_from_db()
    case.refresh_from_db()
    assert (opinion.state, opinion.failure_code, case.state) == ("failed", "engine_unavailable", "waiting")
    assert len(events("second_opinion.failed")) == 1
    assert not events("inspection.failed")


def test_an_account_that_is_closed_meanwhile_is_not_asked(case: Case, reviewer: User, vendor: Vendor) -> None:
    opinion = ask(case, reviewer)
    made = cloud_accounts.accounts_for(DocumentKind.CN_ID_CARD)[0]
    cloud_accounts.enable(actor=SYSTEM, account=made, is_enabled=False)
    inspections.run(opinion.pk)
    opinion.refresh_from_db()
    assert (opinion.failure_code, vendor.requests) == ("engine_not_configured", [])


def test_an_open_opinion_hinders_neither_another_inspection_nor_a_decision(case: Case, reviewer: User) -> None:
    ask(case, reviewer)
    inspect_again(actor=SYSTEM, document=document_of(case))
    main = latest(document_of(case))
    assert main is not None
    assert main.state == "queued"
    inspections.run(main.pk)
    answer_all(case, reviewer)
    decision = services.decide(
        case=case, user=reviewer, actor=actor_for(reviewer), outcome="approved", reason_codes=(), note="", round=1
    )
    assert decision.inspection == main


def test_a_decision_names_the_main_reading(case: Case, reviewer: User) -> None:
    main = latest(document_of(case))
    given(case, reviewer)
    answer_all(case, reviewer)
    decision = services.decide(
        case=case, user=reviewer, actor=actor_for(reviewer), outcome="approved", reason_codes=(), note="", round=1
    )
    assert decision.inspection == main


# --- comparing --------------------------------------------------------------


def said(value: str, other: str) -> str:
    return "".join(f"[{part.text}]" if part.is_other else part.text for part in marked(value, other))


@pytest.mark.parametrize(
    ("value", "other", "expected"),
    [
        ("219963199109029839", "219963199109029889", "2199631991090298[3]9"),
        ("肖行梓", "肖梓", "肖[行]梓"),
        ("肖梓", "肖行梓", "肖梓"),
        ("abc", "xyz", "[abc]"),
        ("1991-09-02", "1991-09-20", "1991-09-[02]"),
        ("2026-01-01T08:00:00", "2026-11-01T08:00:00", "2026-[0]1-01T08:00:00"),
        ("21996319910902983X", "219963199109029839", "21996319910902983[X]"),
    ],
)
def test_characters_that_differ_are_marked(value: str, other: str, expected: str) -> None:
    assert said(value, other) == expected


def test_each_field_says_what_it_is_to_the_other(case: Case, reviewer: User, vendor: Vendor) -> None:
    vendor.changes = {
        FieldName.NAME: {"value": "肖行样"},
        FieldName.ADDRESS: {"value": "样本路1号", "raw": "样本路1号"},
        FieldName.SEX: {"value": "", "raw": ""},
        FieldName.VALID_TO: {"value": "", "raw": "", "normaliser": "unavailable"},
    }
    vendor.leaves_out = {FieldName.VALID_FROM}
    comparison = compare(latest(document_of(case)), given(case, reviewer))
    found = {field.name: field.difference for field in comparison.fields}
    assert found == {
        "name": Difference.DIFFERS,
        "sex": Difference.ONLY_FIRST,
        "ethnicity": Difference.SAME,
        "birth_date": Difference.SAME,
        "address": Difference.ONLY_SECOND,
        "citizen_number": Difference.SAME,
        "issuing_authority": Difference.SAME,
        "valid_from": Difference.NOT_RETURNED_BY_SECOND,
        "valid_to": Difference.NOT_RETURNED_BY_SECOND,
    }
    assert (comparison.to_look_at, comparison.same) == (3, 4)
    name = comparison.fields[0]
    assert name.first is not None
    assert [(part.text, part.is_other) for part in name.first.parts] == [("肖行", False), ("梓", True)]
    assert name.first.confidence == 0.97
    assert [(warning.code, warning.first, warning.second) for warning in comparison.warnings] == [
        ("PRINTED_COPY", "detected", "")
    ]


def test_beside_a_reading_that_failed_everything_is_the_seconds_alone(
    settings: Settings, reviewer: User, vendor: Vendor
) -> None:
    account("Shanghai", ID_CARD)
    case = inspected_case(settings, engine="BlindEngine")
    Document.objects.update(kind_stated=ID_CARD)
    comparison = compare(latest(document_of(case)), given(case, reviewer))
    assert {field.difference for field in comparison.fields} == {Difference.ONLY_SECOND, Difference.NEITHER}
    assert all(field.first is not None and not field.first.parts for field in comparison.fields)


# --- pages ------------------------------------------------------------------


def test_the_case_page_says_who_read_and_offers_the_others(case: Case, desk: Client) -> None:
    html = desk.get(reverse("case", args=[case.pk])).content.decode()
    assert 'class="read-by-name" title="certain">certain' in html
    assert '<option value="Shanghai">Shanghai</option>' in html
    assert '<option value="local">' not in html


def test_a_reading_by_this_machine_is_called_so(case: Case, desk: Client) -> None:
    Inspection.objects.update(engine="local")
    assert "read by This machine · version 1" in text_of(desk.get(reverse("case", args=[case.pk])))


def test_without_other_engines_the_page_says_who_sets_them_up(case: Case, desk: Client) -> None:
    made = cloud_accounts.accounts_for(DocumentKind.CN_ID_CARD)[0]
    cloud_accounts.enable(actor=SYSTEM, account=made, is_enabled=False)
    text = text_of(desk.get(reverse("case", args=[case.pk])))
    assert "An administrator sets engines up: Administration, Inspections, Cloud accounts." in text


def test_who_looks_at_anothers_case_cannot_ask(case: Case, desk: Client) -> None:
    ben = person("ben")
    services.claim(case, ben, actor_for(ben))
    text = text_of(desk.get(reverse("case", args=[case.pk])))
    assert "Ask this engine" not in text
    assert "Whoever has the case open can ask another engine." in text
    refused = desk.post(panel(case), {"engine": "Shanghai", "round": "1"}, headers=HTMX)
    assert refused.status_code == 409
    assert "ben has this case open." in text_of(refused)


def test_asking_by_htmx_gives_the_panel_which_asks_on_until_it_is_done(case: Case, desk: Client) -> None:
    answer = desk.post(panel(case), {"engine": "Shanghai", "round": "1"}, headers=HTMX)
    html = answer.content.decode()
    assert html.lstrip().startswith("<section")
    assert "Ask this engine" not in html, "one at a time"
    again = re.search(r'hx-get="([^"]+)"', html)
    assert again
    assert desk.get(again[1], headers=HTMX).status_code == 204
    opinion = Inspection.objects.get(purpose=Purpose.SECOND_OPINION)
    inspections.run(opinion.pk)
    done = desk.get(again[1], headers=HTMX)
    assert "no field differs" in text_of(done)
    assert "every 700ms" not in done.content.decode()
    assert url(case, opinion) in done.content.decode()


def test_without_htmx_asking_leads_back_to_the_case(case: Case, desk: Client) -> None:
    answer = desk.post(panel(case), {"engine": "Shanghai", "round": "1"})
    assert answer["Location"] == f"/cases/{case.pk}#second-opinions"
    assert desk.get(panel(case))["Location"] == f"/cases/{case.pk}#second-opinions"
    refused = desk.post(panel(case), {"engine": "Shanghai", "round": "1"}, follow=True)
    assert "This engine cannot be asked" in text_of(refused) or "is still at it" in text_of(refused)


def test_the_comparison_shows_both_and_each_look_is_an_event(
    case: Case, desk: Client, reviewer: User, vendor: Vendor
) -> None:
    vendor.changes = {FieldName.NAME: {"value": "肖行样"}}
    opinion = given(case, reviewer)
    answer = desk.get(url(case, opinion))
    html, text = answer.content.decode(), text_of(answer)
    assert "肖行<mark>梓</mark>" in html
    assert "肖行<mark>样</mark>" in html
    assert "no-store" in answer["Cache-Control"]
    assert "1 field differs" in text
    assert "Shanghai · version 3" in text
    assert "not looked for by this engine" in text
    assert f"/cases/{case.pk}#field-portrait_face-name" in html
    event = events("second_opinion.viewed")[0]
    assert (event.actor_name, event.case_number, event.details["asked"]) == ("anna", case.number, "Shanghai")


def test_an_opinion_under_way_shows_how_far_it_is_and_no_values(case: Case, desk: Client, reviewer: User) -> None:
    opinion = ask(case, reviewer)
    answer = desk.get(url(case, opinion))
    assert "Waiting for the engine" in text_of(answer)
    assert NAME not in answer.content.decode()
    assert desk.get(f"{url(case, opinion)}?seen=queued", headers=HTMX).status_code == 204
    inspections.run(opinion.pk)
    done = desk.get(f"{url(case, opinion)}?seen=queued", headers=HTMX)
    assert NAME in done.content.decode()
    assert len(events("second_opinion.viewed")) == 1


@pytest.mark.parametrize(
    ("failure", "matter", "sentence"),
    [
        (
            EngineAccountRefused(engine="Shanghai", **VENDOR),
            "our account",
            "Shanghai does not serve our account (InternalError, request request-7).",
        ),
        (
            VendorUnavailable(engine="Shanghai", **VENDOR),
            "the vendor",
            "Shanghai is not answering as it should at the moment (InternalError, request request-7).",
        ),
        (TooBlurred(**VENDOR), "the picture", "For the vendor’s support: InternalError request-7"),
    ],
)
def test_a_failure_says_whose_matter_it_is_and_what_a_support_asks(
    case: Case, desk: Client, reviewer: User, vendor: Vendor, failure: Exception, matter: str, sentence: str
) -> None:
    vendor.failure = failure  # type: ignore[assignment]
    opinion = given(case, reviewer)
    text = text_of(desk.get(url(case, opinion)))
    assert f"It lies with: {matter}" in text
    assert sentence in text
    assert "Nothing was read" in text_of(desk.get(reverse("case", args=[case.pk])))


def test_an_opinion_on_earlier_pictures_says_so(case: Case, desk: Client, reviewer: User) -> None:
    opinion = given(case, reviewer)
    replace_pictures(actor=SYSTEM, user=None, document=document_of(case), pages=[page(b"x"), page(b"y")])
    assert "This is about earlier pictures, round 1." in text_of(desk.get(url(case, opinion)))
    assert "Shanghai" not in text_of(desk.get(panel(case), headers=HTMX))


def test_another_cases_opinion_is_not_found(case: Case, desk: Client, reviewer: User, settings: Settings) -> None:
    other = inspected_case(settings, "CUSTOMER-2")
    opinion, main = given(case, reviewer), latest(document_of(case))
    assert desk.get(url(other, opinion)).status_code == 404
    assert desk.get(url(case, main)).status_code == 404
    assert desk.get(reverse("second_opinion", args=[case.pk, uuid.uuid4()])).status_code == 404


def test_the_list_of_cases_shows_the_main_reading(case: Case, desk: Client, reviewer: User, vendor: Vendor) -> None:
    vendor.failure = VendorUnavailable(engine="Shanghai", **VENDOR)
    given(case, reviewer)
    assert "Not read" not in text_of(desk.get(reverse("case_list")))
