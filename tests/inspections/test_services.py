from __future__ import annotations

import base64
import json
import sqlite3
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.audit.verifier import verify
from kyc.cases import storage
from kyc.cases.models import Case, Document
from kyc.cases.services import move
from kyc.cases.states import CaseState
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import CheckOutcome, InspectionResult
from kyc.inspections import broker, engines, leases, services, storing
from kyc.inspections.models import Check, Crop, Evidence, Field, Finding, Inspection, InspectionState
from kyc.inspections.requests import request_of
from kyc.inspections.selectors import (
    failure_of,
    latest,
    notes_of,
    opened_checks,
    opened_fields,
    opened_findings,
    read_crop,
    read_evidence,
)
from kyc.intake.services import inspect_again, replace_pictures
from kyc.policy.services import content_of, create_draft, current, publish
from kyc.vault import keystore
from kyc.vault.errors import SealBroken
from tests.cases.pictures import DECLARED, REFERENCE, page, received
from tests.inspections import suspicious
from tests.inspections.engines import NAME, NUMBER, CertainEngine

pytestmark = pytest.mark.django_db

HERE = "tests.inspections.engines"


@pytest.fixture(autouse=True)
def certain_engine(settings: Settings) -> Iterator[None]:
    engines.chain.cache_clear()
    settings.INSPECTION_ENGINES = [f"{HERE}.CertainEngine"]
    yield
    engines.chain.cache_clear()


@pytest.fixture
def document() -> Document:
    return received().documents.select_related("case").get()


def queued(document: Document) -> Inspection:
    inspection = latest(document)
    assert inspection is not None
    return inspection


def state_of(document: Document) -> str:
    return Case.objects.get(pk=document.case_id).state


def expire(inspection: Inspection) -> None:
    Inspection.objects.filter(pk=inspection.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_a_run_stores_what_the_engine_found(document: Document) -> None:
    inspection = queued(document)
    assert services.run(inspection.pk)
    inspection.refresh_from_db()
    assert (inspection.state, inspection.kind, inspection.attempts) == ("succeeded", "cn_id_card", 1)
    assert inspection.seconds == {"find": 0.01, "read": 0.02}
    assert inspection.lease_token is None
    assert state_of(document) == CaseState.WAITING
    assert Document.objects.get().kind == "cn_id_card"
    assert inspection.sides.count() == 2
    assert [words.message for words in notes_of(inspection)] == ["The faces were given in the other order."]


def test_fields_open_as_they_were_read(document: Document) -> None:
    inspection = queued(document)
    services.run(inspection.pk)
    fields = {field.name: field for field in opened_fields(inspection)}
    assert opened_fields(inspection)[0].name == "name"
    assert len(fields) == 9
    assert (fields["name"].value, fields["birth_date"].raw) == (NAME, "1991.09.02")
    assert fields["birth_date"].differs_from_print
    assert not fields["name"].differs_from_print
    assert not fields["address"].is_read
    assert fields["name"].quad == [[10.0, 10.0], [870.0, 10.0], [870.0, 550.0], [10.0, 550.0]]
    assert fields["name"].capture_id == document.captures.get(position=0).pk


def test_findings_checks_and_crops_open(document: Document) -> None:
    inspection = queued(document)
    services.run(inspection.pk)
    finding = opened_findings(inspection)[0]
    assert (finding.code, finding.outcome, finding.score) == ("PRINTED_COPY", "detected", 87.0)
    assert finding.reason is not None
    assert finding.reason.english() == f"Number {NUMBER} is grey."
    assert finding.regions[0].label == "grey"
    checks = {check.code: check for check in opened_checks(inspection)}
    assert checks["declared_name"].outcome == CheckOutcome.PASSED
    assert read_crop(inspection.crops.first()) == b"JPEG of portrait_face"


def test_all_that_a_detector_gives_is_stored_and_opens(settings: Settings) -> None:
    settings.INSPECTION_ENGINES = ["tests.inspections.suspicious.SuspiciousEngine"]
    inspection = queued(received().documents.get())
    services.run(inspection.pk)
    opened = {finding.code: finding for finding in opened_findings(inspection)}
    given = {finding.code: finding for finding in suspicious.findings()}
    assert set(opened) == set(given)
    for code, finding in opened.items():
        assert (finding.subtype, finding.figures) == (given[code].subtype, given[code].figures)
        shapes = [(region.quad, region.label, region.on, region.outline) for region in finding.regions]
        assert shapes == [
            (region.quad.to_json(), region.label, region.on, [list(point) for point in region.outline])
            for region in given[code].regions
        ]
        assert [(shown.kind, shown.width, bool(shown.quad)) for shown in finding.pictures] == [
            (picture.kind, picture.width, bool(picture.quad)) for picture in given[code].pictures
        ]
    assert opened["GLARE"].regions[0].points == opened["GLARE"].regions[0].outline
    assert opened["PRINTED_COPY"].regions[0].points == opened["PRINTED_COPY"].regions[0].quad


def test_evidence_is_sealed_and_bound_to_its_place(settings: Settings) -> None:
    settings.INSPECTION_ENGINES = ["tests.inspections.suspicious.SuspiciousEngine"]
    services.run(queued(received().documents.get()).pk)
    copy, tampering = Evidence.objects.order_by("pk")
    assert read_evidence(copy) == suspicious.png((64, 40), (0, 120, 60))
    assert b"PNG" not in default_storage.open(copy.path).read()
    copy.path = tampering.path
    with pytest.raises(SealBroken):
        read_evidence(copy)


def test_findings_of_earlier_versions_still_open(document: Document) -> None:
    inspection = queued(document)
    services.run(inspection.pk)
    quad = [[0, 0], [1, 0], [1, 1], [0, 1]]
    inspection.findings.update(regions=[{"quad": quad, "label": "card"}], figures_sealed=None, subtype="")
    finding = opened_findings(inspection)[0]
    assert (finding.regions[0].points, finding.regions[0].on, finding.figures) == (quad, (), ())


def test_a_result_that_cannot_be_stored_leaves_no_picture(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = services.take(queued(document).pk)
    assert inspection is not None
    capture_id = str(document.captures.first().pk)  # type: ignore[union-attr]
    findings = tuple(replace(finding, capture_id=capture_id) for finding in suspicious.findings())
    result = InspectionResult("certain", "1", DocumentKind.CN_ID_CARD, (), (), findings, ())
    before = set(storage.names_in(document.case))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr(storing, "record", broken)
    with pytest.raises(RuntimeError):
        storing.store_result(inspection, result, ())
    assert set(storage.names_in(document.case)) == before


def test_nothing_personal_lies_open_in_rows_or_events(document: Document) -> None:
    services.run(queued(document).pk)
    with connection.cursor() as cursor:
        for model in (Inspection, Field, Finding, Check, Crop, AuditEvent):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            text = repr(cursor.fetchall())
            assert not [v for v in (NAME, NUMBER, REFERENCE, DECLARED.birth_date, "1991.09.02") if v in text], model


def publish_lines(line: float) -> None:
    content = replace(content_of(current()), lines={"PRINTED_COPY": line})
    publish(create_draft(SYSTEM, content, "lines"), SYSTEM)


def test_the_lines_of_the_cases_own_policy_are_used() -> None:
    publish_lines(61.5)
    document = received().documents.get()
    publish_lines(12.0)
    services.run(queued(document).pk)
    assert {finding.line for finding in Finding.objects.all()} == {61.5}


def test_the_engine_is_given_untouched_bytes_and_loaded_once(document: Document) -> None:
    services.run(queued(document).pk)
    inspect_again(actor=SYSTEM, document=document)
    services.run(queued(document).pk)
    engine = engines.chain((f"{HERE}.CertainEngine",)).engine(f"{HERE}.CertainEngine")
    assert isinstance(engine, CertainEngine)
    assert [[capture.data for capture in request.captures] for request in engine.requests] == [
        [b"original front", b"original back"]
    ] * 2


def test_a_run_done_twice_has_its_effects_once(document: Document) -> None:
    inspection = queued(document)
    assert services.run(inspection.pk)
    assert not services.run(inspection.pk)
    assert Field.objects.count() == 9
    assert events("inspection.finished") == 1


def test_only_one_of_two_takes_a_run(document: Document) -> None:
    inspection = queued(document)
    taken = services.take(inspection.pk)
    assert taken is not None
    assert services.take(inspection.pk) is None
    assert state_of(document) == CaseState.INSPECTING
    assert services.take(uuid.uuid4()) is None


def test_a_late_worker_stores_nothing(document: Document) -> None:
    """It was thought dead, another one took the run, and then it comes back with a result of its own."""
    late = services.take(queued(document).pk)
    assert late is not None
    expire(late)
    assert services.sweep() == 1
    second = services.take(late.pk)
    assert second is not None
    assert second.attempts == 2
    assert not services.renew(late)
    assert not services._inspect(late)
    assert Field.objects.count() == events("inspection.finished") == 0
    assert not list(Path(django_settings.CAPTURE_DIR).rglob(f"{late.pk}.{late.lease_token}.crop*"))
    assert services._inspect(second)
    assert Field.objects.count() == 9
    assert events("inspection.finished") == 1


def test_renewing_keeps_a_run(document: Document) -> None:
    taken = services.take(queued(document).pk)
    assert taken is not None
    expire(taken)
    assert services.renew(taken)
    assert services.sweep() == 0
    assert latest(document).state == InspectionState.RUNNING


def test_a_worker_that_died_while_storing_leaves_no_crops(document: Document) -> None:
    taken = services.take(queued(document).pk)
    assert taken is not None
    result = CertainEngine(Path()).inspect(request_of(taken))
    crops = storing._write_crops(taken, result.crops)
    expire(taken)
    services.sweep()
    folder = Path(django_settings.CAPTURE_DIR) / str(document.case_id)
    assert crops
    assert not list(folder.glob("*crop*"))
    assert len(list(folder.iterdir())) == 4


def test_a_run_whose_workers_die_is_given_up_and_reaches_a_reviewer(document: Document, settings: Settings) -> None:
    inspection = queued(document)
    for attempt in range(1, settings.INSPECTION_MAX_ATTEMPTS + 1):
        taken = services.take(inspection.pk)
        assert taken is not None
        assert taken.attempts == attempt
        expire(taken)
        services.sweep()
    inspection.refresh_from_db()
    assert (inspection.state, inspection.failure_code) == ("failed", "engine_unavailable")
    assert inspection.failure_retryable
    assert state_of(document) == CaseState.WAITING
    assert events("inspection.failed") == 1


def test_no_document_is_a_failure_with_sentence_and_picture(document: Document, settings: Settings) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.BlindEngine"]
    assert services.run(queued(document).pk)
    inspection = queued(document)
    assert (inspection.state, inspection.failure_code) == ("failed", "no_document")
    assert failure_of(inspection).english() == "No supported document was found in this picture."
    assert inspection.failure_capture == document.captures.get(position=1)
    assert not inspection.failure_retryable
    assert state_of(document) == CaseState.WAITING
    assert events("inspection.failed") == 1
    assert Field.objects.count() == 0


def test_a_broken_engine_quotes_nothing(
    document: Document, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.BrokenEngine"]
    services.run(queued(document).pk)
    assert queued(document).failure_code == "engine_unavailable"
    assert state_of(document) == CaseState.WAITING
    assert "ZeroDivisionError" in caplog.text
    assert NUMBER not in caplog.text


def test_the_next_engine_is_asked_where_one_does_not_work(document: Document, settings: Settings) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.AbsentEngine", f"{HERE}.CertainEngine"]
    services.run(queued(document).pk)
    assert queued(document).engine == "certain"


def test_an_unreadable_key_is_a_failure_too(document: Document) -> None:
    for key in Path(django_settings.KEY_DIR).rglob(f"{document.case.key_id.hex}.key"):
        key.unlink()
    keystore.forget_cached_keys()
    services.run(queued(document).pk)
    assert queued(document).failure_code == "key_missing"
    assert state_of(document) == CaseState.WAITING


def test_results_of_replaced_pictures_do_not_bring_the_case_to_review(document: Document) -> None:
    first = services.take(queued(document).pk)
    assert first is not None
    replace_pictures(actor=SYSTEM, user=None, document=document, pages=[page(b"x"), page(b"y")])
    assert services._inspect(first)
    assert state_of(document) == CaseState.RECEIVED
    document.refresh_from_db()
    second = queued(document)
    assert (second.round, second.state) == (2, "queued")
    services.run(second.pk)
    assert state_of(document) == CaseState.WAITING


def test_a_decided_case_stays_decided(document: Document) -> None:
    taken = services.take(queued(document).pk)
    assert taken is not None
    move(taken.document.case, CaseState.WAITING)
    move(taken.document.case, CaseState.DECIDED)
    assert services._inspect(taken)
    assert state_of(document) == CaseState.DECIDED


def test_inspecting_again_makes_another_run_but_never_two_at_once(document: Document) -> None:
    inspect_again(actor=SYSTEM, document=document)
    assert document.inspections.count() == 1
    services.run(queued(document).pk)
    inspect_again(actor=SYSTEM, document=document)
    inspect_again(actor=SYSTEM, document=document)
    assert document.inspections.count() == 2
    assert state_of(document) == CaseState.RECEIVED
    assert events("inspection.requested") == 1


def broker_rows() -> list[tuple[int, str]]:
    path = Path(django_settings.DATA_DIR) / "broker.sqlite3"
    with sqlite3.connect(path) as rows:
        return rows.execute("SELECT visible, payload FROM kombu_message ORDER BY id").fetchall()


def test_the_message_carries_the_rows_id_and_nothing_else(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = received().documents.get()
    payload = json.loads(broker_rows()[-1][1])
    body = json.loads(base64.b64decode(payload["body"]))
    assert body[0] == [str(queued(document).pk)]
    assert body[1] == {}
    text = json.dumps(payload) + json.dumps(body, ensure_ascii=False)
    assert not [value for value in (NAME, NUMBER, REFERENCE, DECLARED.birth_date) if value in text]


def test_a_message_that_was_lost_is_sent_again(document: Document) -> None:
    inspection = queued(document)
    services.nudge(inspection.pk)
    before = len(broker_rows())
    services.sweep()
    assert len(broker_rows()) == before
    long_ago = timezone.now() - timedelta(seconds=django_settings.NUDGE_AGAIN_SECONDS + 1)
    Inspection.objects.update(nudged_at=long_ago)
    services.sweep()
    assert len(broker_rows()) == before + 1


def test_a_broker_that_is_away_refuses_no_upload(
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("celery.app.base.Celery.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        document = received().documents.get()
    assert queued(document).state == InspectionState.QUEUED


def test_delivered_messages_are_purged_and_waiting_ones_kept(document: Document) -> None:
    services.nudge(queued(document).pk)
    path = Path(django_settings.DATA_DIR) / "broker.sqlite3"
    with sqlite3.connect(path) as rows:
        rows.execute("UPDATE kombu_message SET visible = 0, timestamp = '2020-01-01 00:00:00.000000'")
    services.nudge(queued(document).pk)
    assert broker.purge_delivered() >= 1
    assert [visible for visible, _ in broker_rows()] == [1]


def test_the_trail_of_it_all_verifies(document: Document) -> None:
    services.run(queued(document).pk)
    assert verify().ok
    assert [event.action for event in AuditEvent.objects.of_case(document.case.number)] == [
        "case.received",
        "inspection.finished",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_while_the_engine_works(settings: Settings) -> None:
    document = received().documents.get()
    settings.INSPECTION_LEASE_SECONDS = 0.4
    taken = services.take(queued(document).pk)
    assert taken is not None
    with leases.KeptLease(taken):
        for _ in range(5):
            time.sleep(0.2)
            assert services.sweep() == 0
    assert queued(document).lease_until > taken.lease_until
