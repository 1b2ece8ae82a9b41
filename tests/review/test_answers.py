"""Agreeing and disagreeing with warnings: who may, until when, what it leaves behind, what it holds up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django.fixtures import Settings

from kyc.accounts.actors import actor_for
from kyc.accounts.models import Role, User
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify
from kyc.cases.models import Case
from kyc.cases.services import add_round, move
from kyc.cases.states import CaseState
from kyc.inspections.models import Finding
from kyc.review import services
from kyc.review.errors import (
    AlreadyDecided,
    AnswerChanged,
    ClaimedByOther,
    PicturesChanged,
    UnknownAnswer,
    WarningGone,
    WarningsUnanswered,
)
from kyc.review.for_applicants import SENTENCES, SUBTYPE_SENTENCES, sentence_for_applicant
from kyc.review.history import describe
from kyc.review.models import Claim, Decision, WarningAnswer
from tests.accounts.people import person
from tests.cases.pictures import page
from tests.inspections.suspicious import COPY_VERSION
from tests.review.cases import answer_all, inspected_case

pytestmark = pytest.mark.django_db

ENGINE = "tests.inspections.suspicious.SuspiciousEngine"


@pytest.fixture
def case(settings: Settings) -> Case:
    return inspected_case(settings, "A", ENGINE)


@pytest.fixture
def anna() -> User:
    return person("anna")


def finding(case: Case, code: str = "PRINTED_COPY") -> Finding:
    return Finding.objects.get(inspection__document__case=case, code=code)


def answer(case: Case, user: User, word: str = "agreed", **more: Any) -> WarningAnswer:
    given = {"finding_id": finding(case).pk, "seen": "", "round": 1, **more}
    return services.answer(case=case, user=user, actor=actor_for(user), word=word, **given)


def decide(case: Case, user: User, outcome: str, *reasons: str) -> Decision:
    return services.decide(
        case=case, user=user, actor=actor_for(user), outcome=outcome, reason_codes=reasons, note="seen", round=1
    )  # fmt: skip


def answered_events() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="warning.answered").order_by("sequence"))


def test_an_answer_is_a_row_and_an_event_without_personal_data(case: Case, anna: User) -> None:
    answer(case, anna)
    stored = WarningAnswer.objects.get()
    assert (stored.agrees, stored.answered_by, stored.finding) == (True, anna, finding(case))
    event = answered_events()[0]
    assert (event.case_number, event.actor_name, event.old, event.new) == (case.number, "anna", "", "agreed")
    assert event.side == "portrait_face"
    assert event.details == {
        "round": 1, "warning": "PRINTED_COPY", "subtype": "grey_copy", "detector": COPY_VERSION
    }  # fmt: skip
    assert describe(event) == "agreed · Portrait face · round 1 · Printed copy: grey copy"
    assert verify().ok


def test_an_answer_can_be_changed_and_both_stay_in_the_trail(case: Case, anna: User) -> None:
    answer(case, anna)
    answer(case, anna, "disagreed", seen="agreed")
    assert not WarningAnswer.objects.get().agrees
    assert [(event.old, event.new) for event in answered_events()] == [("", "agreed"), ("agreed", "disagreed")]


def test_the_same_answer_again_is_no_event(case: Case, anna: User) -> None:
    answer(case, anna)
    answer(case, anna)
    assert len(answered_events()) == 1


def test_what_was_answered_elsewhere_is_not_overwritten_unread(case: Case, anna: User) -> None:
    answer(case, anna)
    with pytest.raises(AnswerChanged):
        answer(case, anna, "disagreed")
    assert WarningAnswer.objects.get().agrees


def test_who_has_the_case_open_answers(case: Case, anna: User) -> None:
    ben = person("ben")
    services.claim(case, ben, actor_for(ben))
    with pytest.raises(ClaimedByOther):
        answer(case, anna)
    assert not WarningAnswer.objects.exists()
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    answer(case, anna)
    assert Claim.objects.get().user == anna, "the lease had run out and is anna's now"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_answer_nothing(case: Case, role: str) -> None:
    with pytest.raises(PermissionDenied):
        answer(case, person("somebody", role))


@pytest.mark.parametrize("word", ["", "yes", "AGREED"])
def test_an_answer_is_one_of_two(case: Case, anna: User, word: str) -> None:
    with pytest.raises(UnknownAnswer):
        answer(case, anna, word)


def test_lesser_warnings_and_those_of_others_are_not_answered(case: Case, anna: User, settings: Settings) -> None:
    other = inspected_case(settings, "B", ENGINE)
    for wrong in (finding(case, "GLARE").pk, finding(case, "SCREEN_RECAPTURE").pk, finding(other).pk, 0):
        with pytest.raises(WarningGone):
            answer(case, anna, finding_id=wrong)
    assert not Claim.objects.exists(), "what was refused leaves nothing behind"


def test_new_pictures_have_warnings_of_their_own(case: Case, anna: User) -> None:
    add_round(case.documents.get(), [page(b"better")])
    move(Case.objects.get(pk=case.pk), CaseState.WAITING)
    with pytest.raises(PicturesChanged):
        answer(case, anna)
    with pytest.raises(WarningGone):
        answer(case, anna, round=2)


@pytest.mark.parametrize(("outcome", "reasons"), [("approved", ()), ("rejected", ("EXPIRED",))])
def test_one_without_an_answer_holds_up_approval_and_rejection(
    case: Case, anna: User, outcome: str, reasons: tuple[str, ...]
) -> None:
    answer(case, anna)
    with pytest.raises(WarningsUnanswered) as refused:
        decide(case, anna, outcome, *reasons)
    assert refused.value.params == {"count": 1}
    assert not Decision.objects.exists()
    answer(case, anna, "disagreed", finding_id=finding(case, "DIGITAL_TAMPERING").pk)
    assert decide(case, anna, outcome, *reasons)


def test_new_pictures_may_be_asked_for_without_answers(case: Case, anna: User) -> None:
    assert decide(case, anna, "resubmission_requested", "LOW_QUALITY")


def test_after_the_decision_nothing_is_answered(case: Case, anna: User) -> None:
    answer_all(case, anna)
    decide(case, anna, "approved")
    with pytest.raises(AlreadyDecided):
        answer(case, anna, "disagreed", seen="agreed")
    assert all(given.agrees for given in WarningAnswer.objects.all())


def test_a_failed_event_undoes_the_answer(case: Case, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        answer(case, anna)
    assert not WarningAnswer.objects.exists()


# --- what may be said to applicants -----------------------------------------


@pytest.mark.parametrize("sentence", [str(text) for text in (*SENTENCES.values(), *SUBTYPE_SENTENCES.values())])
def test_a_sentence_for_applicants_accuses_nobody_and_says_what_to_do(sentence: str) -> None:
    accusing = ("fake", "forg", "tamper", "edit", "manipul", "fraud", "suspic", "detect", "score", "warning", "retyp")
    assert not [word for word in accusing if word in sentence.lower()]
    assert "lease" in sentence, "it asks for something"
    assert len(sentence) <= 200


def test_a_subtype_has_the_first_word() -> None:
    assert "in colour" in sentence_for_applicant("PRINTED_COPY", "grey_copy")
    assert sentence_for_applicant("PRINTED_COPY", "") == sentence_for_applicant("PRINTED_COPY", "of a later version")
    assert sentence_for_applicant("OF_A_LATER_VERSION", "") == ""
