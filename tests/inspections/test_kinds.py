"""Inspections of every kind: what the policy accepts, and empty lines that are no failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case
from kyc.cases.states import CaseState
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import CheckOutcome
from kyc.inspections import engines, services
from kyc.inspections.accepting import CODE
from kyc.inspections.models import Inspection, InspectionState
from kyc.inspections.selectors import OpenedCheck, opened_checks, opened_fields
from kyc.policy.services import content_of, create_draft, current, publish
from tests.cases.pictures import received
from tests.inspections.kinds import ENGINES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_chain() -> Iterator[None]:
    engines.chain.cache_clear()
    yield
    engines.chain.cache_clear()


def inspected(settings: Settings, kind: DocumentKind) -> Inspection:
    settings.INSPECTION_ENGINES = [ENGINES[kind]]
    inspection = received().documents.get().inspections.get()
    services.run(inspection.pk)
    inspection.refresh_from_db()
    return inspection


def accept(*kinds: DocumentKind) -> None:
    content = replace(content_of(current()), accepted_kinds=kinds)
    publish(create_draft(SYSTEM, content, "fewer documents"), SYSTEM)


def kind_check(inspection: Inspection) -> OpenedCheck:
    return next(check for check in opened_checks(inspection) if check.code == CODE)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_is_stored_and_accepted_by_the_first_policy(settings: Settings, kind: DocumentKind) -> None:
    inspection = inspected(settings, kind)
    assert (inspection.state, inspection.kind) == (InspectionState.SUCCEEDED, kind)
    assert kind_check(inspection).outcome == CheckOutcome.PASSED
    assert inspection.document.case.state == CaseState.WAITING


def test_a_kind_that_the_policy_does_not_accept_reaches_a_reviewer_read_and_saying_so(settings: Settings) -> None:
    accept(DocumentKind.CN_ID_CARD)
    inspection = inspected(settings, DocumentKind.CN_VEHICLE_LICENCE)
    check = kind_check(inspection)
    assert check.outcome == CheckOutcome.FAILED
    assert check.words.params == {"kind": "cn_vehicle_licence"}
    assert any(field.name == "plate_number" and field.is_read for field in opened_fields(inspection))
    assert Case.objects.get().state == CaseState.WAITING
    event = AuditEvent.objects.get(action="inspection.finished")
    assert CODE in event.details["failed_checks"]


def test_a_temporary_card_is_not_accepted_as_an_identity_card(settings: Settings) -> None:
    accept(DocumentKind.CN_ID_CARD)
    assert kind_check(inspected(settings, DocumentKind.CN_TEMPORARY_ID_CARD)).outcome == CheckOutcome.FAILED


def test_a_policy_published_later_does_not_count(settings: Settings) -> None:
    case = received()
    accept(DocumentKind.CN_ID_CARD)
    settings.INSPECTION_ENGINES = [ENGINES[DocumentKind.KR_DRIVING_LICENCE]]
    inspection = case.documents.get().inspections.get()
    services.run(inspection.pk)
    assert kind_check(inspection).outcome == CheckOutcome.PASSED


def test_blank_lines_do_not_count_as_unread(settings: Settings) -> None:
    """Remarks and barcode number are empty on the vehicle licence of the tests; genuine ones are just so."""
    inspected(settings, DocumentKind.CN_VEHICLE_LICENCE)
    assert AuditEvent.objects.get(action="inspection.finished").details["unread"] == 0
