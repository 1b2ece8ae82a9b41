"""Claims and decisions: who gets which case, what a decision needs, what it leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify
from kyc.cases.models import Case
from kyc.cases.services import add_round, move
from kyc.cases.states import CaseState
from kyc.policy.services import content_of, create_draft, current, publish
from kyc.review import services
from kyc.review.errors import (
    AlreadyDecided,
    ClaimedByOther,
    KindNotAccepted,
    NotDecidable,
    NoteRequired,
    NoteTooLong,
    PicturesChanged,
    ReasonRequired,
    UnknownOutcome,
    UnknownReason,
)
from kyc.review.models import Claim, Decision
from tests.accounts.people import person
from tests.cases.pictures import page
from tests.review.cases import answer_all, inspected_case, received_case, waiting_case

pytestmark = pytest.mark.django_db

NOTE = "肖行梓 的照片被替换"


@pytest.fixture
def anna() -> User:
    return person("anna")


@pytest.fixture
def ben() -> User:
    return person("ben")


def next_case(user: User) -> Case | None:
    return services.next_case(user, actor_for(user))


def claim(case: Case, user: User) -> Claim:
    return services.claim(case, user, actor_for(user))


def decide(case: Case, user: User, outcome: str = "approved", *reasons: str, **more: Any) -> Decision:
    given = {"note": "", "round": 1, **more}
    return services.decide(
        case=case, user=user, actor=actor_for(user), outcome=outcome, reason_codes=reasons, **given
    )  # fmt: skip


def actions(case: Case) -> list[str]:
    return list(AuditEvent.objects.of_case(case.number).values_list("action", flat=True))


def run_out(case: Case) -> None:
    Claim.objects.filter(case=case).update(until=timezone.now() - timedelta(seconds=1))


# --- claims -----------------------------------------------------------------


def test_the_oldest_free_case_comes_next(anna: User, ben: User) -> None:
    oldest, second = waiting_case("A"), waiting_case("B")
    received_case("C")  # still to be inspected
    assert next_case(anna) == oldest
    assert next_case(ben) == second
    assert next_case(person("clara")) is None


def test_who_has_a_case_open_goes_on_with_it(anna: User) -> None:
    case = waiting_case("A")
    waiting_case("B")
    assert next_case(anna) == case
    assert next_case(anna) == case
    assert actions(case).count("case.claimed") == 1


def test_a_lease_that_ran_out_frees_the_case(anna: User, ben: User) -> None:
    case = waiting_case()
    next_case(anna)
    assert next_case(ben) is None
    run_out(case)
    assert next_case(ben) == case
    assert Claim.objects.get(case=case).user == ben


def test_the_lease_is_as_long_as_the_setting(anna: User, settings: Settings) -> None:
    settings.CLAIM_LEASE_SECONDS = 60
    left = claim(waiting_case(), anna).until - timezone.now()
    assert timedelta(seconds=55) < left <= timedelta(seconds=60)


def test_a_claimed_case_names_who_has_it(anna: User, ben: User) -> None:
    case = waiting_case()
    claim(case, anna)
    with pytest.raises(ClaimedByOther) as refused:
        claim(case, ben)
    assert refused.value.params == {"who": "anna"}
    assert services.live_claim(case).user == anna  # type: ignore[union-attr]


def test_a_person_has_one_case_open(anna: User, ben: User) -> None:
    first, second = waiting_case("A"), waiting_case("B")
    claim(first, anna)
    claim(second, anna)
    assert [held.case for held in Claim.objects.filter(user=anna)] == [second]
    assert actions(first)[-1] == "case.released"
    assert next_case(ben) == first


def test_releasing_gives_back_only_ones_own(anna: User, ben: User) -> None:
    case = waiting_case()
    claim(case, anna)
    assert not services.release(case, ben, actor_for(ben))
    assert services.release(case, anna, actor_for(anna))
    assert not services.release(case, anna, actor_for(anna))
    assert actions(case).count("case.released") == 1


def test_only_what_waits_can_be_claimed(anna: User) -> None:
    with pytest.raises(NotDecidable):
        claim(received_case(), anna)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_neither_claim_nor_decide(role: str) -> None:
    user, case = person("somebody", role), waiting_case()
    for forbidden in (lambda: next_case(user), lambda: claim(case, user), lambda: decide(case, user)):
        with pytest.raises(PermissionDenied):
            forbidden()
    assert not Decision.objects.exists()


def test_a_closed_account_decides_nothing(anna: User) -> None:
    case = waiting_case()
    anna.is_active = False
    with pytest.raises(PermissionDenied):
        decide(case, anna)


# --- decisions --------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reasons", "note", "state"),
    [
        ("approved", (), "", CaseState.DECIDED),
        ("rejected", ("FORGED_OR_EDITED", "EXPIRED"), NOTE, CaseState.DECIDED),
        ("resubmission_requested", ("LOW_QUALITY",), "", CaseState.AWAITING_APPLICANT),
    ],
)
def test_a_decision_leaves_state_row_and_event(
    anna: User, settings: Settings, outcome: str, reasons: tuple[str, ...], note: str, state: str
) -> None:
    case = inspected_case(settings)
    answer_all(case, anna)
    made = decide(case, anna, outcome, *reasons, note=note)
    case.refresh_from_db()
    assert case.state == state
    assert case.decided_at is not None
    assert made.inspection == case.documents.get().inspections.get()
    assert not Claim.objects.exists()
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.old, event.new) == ("case.decided", "waiting", outcome)
    assert sorted(event.reasons) == sorted(reasons)
    assert bool(event.note) is bool(note)
    assert event.policy_version == 1
    assert event.details["round"] == 1
    assert verify().ok


def test_reasons_keep_their_type_and_the_policys_order(anna: User) -> None:
    made = decide(waiting_case(), anna, "rejected", "EXPIRED", "FORGED_OR_EDITED", note="x")
    assert made.reasons == [{"code": "FORGED_OR_EDITED", "type": "FINAL"}, {"code": "EXPIRED", "type": "RETRY"}]


def test_the_note_is_sealed_and_opens_for_the_page_alone(anna: User) -> None:
    made = decide(waiting_case(), anna, "rejected", "EXPIRED", note=f"  {NOTE} ")
    assert services.note_of(Decision.objects.get()) == NOTE
    assert NOTE.encode() not in bytes(Decision.objects.get().note_sealed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_auditevent")
        assert NOTE not in repr(cursor.fetchall())
    assert len(AuditEvent.objects.get(action="case.decided").note) == 64
    assert services.note_of(decide(waiting_case("B"), anna)) == ""
    assert made.pk


@pytest.mark.parametrize(
    ("outcome", "reasons", "note", "error"),
    [
        ("", (), "", UnknownOutcome),
        ("decided", (), "", UnknownOutcome),
        ("rejected", (), "a note", ReasonRequired),
        ("resubmission_requested", (), "a note", ReasonRequired),
        ("rejected", ("NO_SUCH",), "a note", UnknownReason),
        ("rejected", ("EXPIRED", "NO_SUCH"), "a note", UnknownReason),
        ("resubmission_requested", ("FORGED_OR_EDITED",), "", UnknownReason),  # offered for rejecting only
        ("approved", ("EXPIRED",), "", UnknownReason),
        ("rejected", ("EXPIRED",), " \n", NoteRequired),
        ("approved", (), "x" * 2001, NoteTooLong),
    ],
)
def test_an_incomplete_decision_changes_nothing(
    anna: User, outcome: str, reasons: tuple[str, ...], note: str, error: type[Exception]
) -> None:
    case = waiting_case()
    before = AuditEvent.objects.count()
    with pytest.raises(error):
        decide(case, anna, outcome, *reasons, note=note)
    assert not Decision.objects.exists()
    assert Case.objects.get(pk=case.pk).state == CaseState.WAITING
    assert AuditEvent.objects.count() == before


def test_the_later_of_two_learns_who_decided_and_changes_nothing(anna: User, ben: User) -> None:
    case = waiting_case()
    first = decide(case, anna)
    before = AuditEvent.objects.count()
    with pytest.raises(AlreadyDecided) as refused:
        decide(case, ben, "rejected", "EXPIRED", note="x")
    assert refused.value.decision == first
    assert refused.value.params["who"] == "anna"
    assert str(timezone.localtime(first.decided_at).year) in refused.value.sentence.english()
    assert Decision.objects.get() == first
    assert AuditEvent.objects.count() == before


def test_new_pictures_are_decided_anew(anna: User) -> None:
    case = waiting_case()
    decide(case, anna, "resubmission_requested", "LOW_QUALITY")
    add_round(case.documents.get(), [page(b"better")])
    move(Case.objects.get(pk=case.pk), CaseState.WAITING)
    assert decide(Case.objects.get(pk=case.pk), anna, round=2).round == 2
    assert Decision.objects.count() == 2


def test_pictures_that_changed_meanwhile_are_not_decided_about(anna: User) -> None:
    case = waiting_case()
    add_round(case.documents.get(), [page(b"better")])
    move(Case.objects.get(pk=case.pk), CaseState.WAITING)
    with pytest.raises(PicturesChanged):
        decide(case, anna, round=1)


@pytest.mark.parametrize("state", [CaseState.RECEIVED, CaseState.INSPECTING, CaseState.ON_HOLD])
def test_only_what_waits_can_be_decided(anna: User, state: str) -> None:
    case = waiting_case()
    Case.objects.filter(pk=case.pk).update(state=state)
    with pytest.raises(NotDecidable):
        decide(case, anna)


def test_a_kind_that_the_policy_does_not_accept_is_not_approved(anna: User) -> None:
    content = replace(content_of(current()), accepted_kinds=("cn_id_card",))
    publish(create_draft(SYSTEM, content, "cards only"), SYSTEM)
    case = waiting_case()
    case.documents.update(kind="cn_vehicle_licence")
    with pytest.raises(KindNotAccepted):
        decide(case, anna)
    assert decide(case, anna, "rejected", "DOCUMENT_TYPE_NOT_ACCEPTED", note="a licence")


def test_a_failed_event_undoes_the_decision(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting_case()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        decide(case, anna)
    assert not Decision.objects.exists()
    assert Case.objects.get(pk=case.pk).state == CaseState.WAITING
