"""Who reads a document: the order of its stated kind, engines that live on, and what is said of those that fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.cases.models import Document
from kyc.cases.states import CaseState
from kyc.documents.errors import EngineAccountRefused, EngineUnavailable, NoDocumentFound, VendorUnavailable
from kyc.documents.kinds import DocumentKind
from kyc.inspections import cloud_accounts, engines, leases, services, worker
from kyc.inspections.models import CloudAccount, Inspection
from kyc.inspections.selectors import failure_of, latest, notes_of
from tests.cases.pictures import received
from tests.inspections.cloud import VENDOR, Vendor, account, stand_in

pytestmark = pytest.mark.django_db

HERE = "tests.inspections.engines"
ID_CARD = DocumentKind.CN_ID_CARD.value


@pytest.fixture(autouse=True)
def certain_engine(settings: Settings) -> Iterator[None]:
    engines.chain.cache_clear()
    settings.INSPECTION_ENGINES = [f"{HERE}.CertainEngine"]
    yield
    engines.chain.cache_clear()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return stand_in(monkeypatch)


def document(kind_stated: str = ID_CARD) -> Document:
    made = received().documents.select_related("case").get()
    Document.objects.filter(pk=made.pk).update(kind_stated=kind_stated)
    return Document.objects.select_related("case").get()


def read(of: Document) -> Inspection:
    """The document's inspection, run."""
    inspection = latest(of)
    assert inspection is not None
    assert services.run(inspection.pk)
    inspection.refresh_from_db()
    return inspection


def ordered(*order: CloudAccount | None, kind: str = ID_CARD) -> None:
    cloud_accounts.set_order(actor=SYSTEM, kind=kind, engines=order)


def test_an_engine_is_told_how_many_threads_it_may_use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(f"{HERE}.CertainEngine.__init__", lambda _self, cache_dir, threads: told.append(threads))
    settings.ENGINE_THREADS = 3
    engines._make(f"{HERE}.CertainEngine")
    assert told == [3]


def test_with_nothing_set_only_this_machine_reads(vendor: Vendor) -> None:
    account("Shanghai", ID_CARD)
    inspection = read(document())
    assert (inspection.engine, inspection.account_name, inspection.read_by) == ("certain", "", "certain")
    assert vendor.made == []


def test_the_order_of_the_stated_kind_decides(vendor: Vendor) -> None:
    ordered(account("Shanghai", ID_CARD), None)
    of = document()
    inspection = read(of)
    assert (inspection.engine, inspection.engine_version, inspection.account_name) == ("tencent_v3", "3", "Shanghai")
    assert inspection.read_by == "Shanghai"
    assert vendor.requests[0].kind_stated == DocumentKind.CN_ID_CARD
    of.case.refresh_from_db()
    assert of.case.state == CaseState.WAITING
    event = AuditEvent.objects.get(action="inspection.finished")
    assert (event.details["engine"], event.details["account"]) == ("tencent_v3 3", "Shanghai")


@pytest.mark.parametrize("stated", ["", "cn_driving_licence"])
def test_another_kind_and_none_stay_here(vendor: Vendor, stated: str) -> None:
    ordered(account("Shanghai", ID_CARD, "cn_driving_licence"), None)
    assert read(document(stated)).account_name == ""
    assert vendor.made == []


def test_where_a_vendor_does_not_work_the_next_reads_and_says_why(vendor: Vendor) -> None:
    ordered(account("Shanghai", ID_CARD), None)
    vendor.failure = VendorUnavailable(engine="Shanghai", **VENDOR)
    inspection = read(document())
    assert (inspection.state, inspection.read_by) == ("succeeded", "certain")
    assert [note.english() for note in notes_of(inspection)][1:] == [
        "Shanghai is not answering as it should at the moment (InternalError, request request-7)."
    ]


def test_nothing_to_read_is_an_answer_and_no_reason_to_ask_the_next(vendor: Vendor) -> None:
    ordered(account("Shanghai", ID_CARD), None)
    vendor.failure = NoDocumentFound()
    inspection = read(document())
    assert (inspection.state, inspection.failure_code, inspection.read_by) == ("failed", "no_document", "Shanghai")


def test_when_all_fail_the_vendor_is_seen_first_and_the_rest_beside_it(vendor: Vendor, settings: Settings) -> None:
    settings.INSPECTION_ENGINES = [f"{HERE}.BrokenEngine"]
    ordered(account("Shanghai", ID_CARD), None)
    vendor.failure = EngineAccountRefused(engine="Shanghai", vendor_code="AuthFailure", request_id="r-1")
    inspection = read(document())
    assert (inspection.failure_code, inspection.read_by) == ("engine_account_refused", "")
    words = failure_of(inspection)
    assert words is not None
    assert words.english() == "Shanghai does not serve our account (AuthFailure, request r-1)."
    assert [note.english() for note in notes_of(inspection)] == ["local did not work."]
    assert inspection.failure_retryable, "this machine may work later"
    event = AuditEvent.objects.get(action="inspection.failed")
    assert (event.details["vendor_code"], event.details["request_id"]) == ("AuthFailure", "r-1")


@pytest.mark.parametrize("change", [{"is_enabled": False}, {"kinds": []}])
def test_an_account_that_may_not_be_sent_it_any_more_is_not_configured(
    vendor: Vendor, change: dict[str, object]
) -> None:
    made = account("Shanghai", ID_CARD)
    ordered(made)
    cloud_accounts.change_account(actor=SYSTEM, account=made, changes=change)
    inspection = read(document())
    assert (inspection.failure_code, inspection.failure_retryable) == ("engine_not_configured", False)
    assert vendor.requests == []


def test_an_engine_lives_on_until_its_account_changes(vendor: Vendor) -> None:
    made = account("Shanghai", ID_CARD)
    first = engines.engine_of(CloudAccount.objects.get())
    assert engines.engine_of(CloudAccount.objects.get()) is first
    cloud_accounts.change_account(actor=SYSTEM, account=made, changes={"answer_seconds": 4.0})
    second = engines.engine_of(CloudAccount.objects.get())
    assert second is not first
    assert [(engine.access.answer_seconds, engine.is_closed) for engine in vendor.made] == [(15.0, True), (4.0, False)]


def test_a_changed_account_takes_effect_with_the_next_case(vendor: Vendor) -> None:
    made = account("Shanghai", ID_CARD)
    ordered(made, None)
    of = document()
    read(of)
    cloud_accounts.rotate_credentials(actor=SYSTEM, account=made, secret_id="new", secret_key="newer")
    services.run(services.queue(of).pk)
    assert [engine.access.secret_id for engine in vendor.made][-1] == "new"
    assert len(vendor.made) == 2


def test_a_vendor_that_cannot_even_be_set_up_is_one_that_does_not_work(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> object:
        raise EngineUnavailable("no part")

    monkeypatch.setattr(engines.making, "make_engine", broken)
    ordered(account("Shanghai", ID_CARD), None)
    assert read(document()).read_by == "certain"


def test_each_engine_that_may_be_asked_has_its_time(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Vendors that answer late one after the other must not end the worker before this machine's turn comes."""
    limits: list[float] = []

    class Noted(leases.KeptLease):
        def __enter__(self) -> leases.KeptLease:
            limits.append(self._limit)
            return super().__enter__()

    monkeypatch.setattr(services, "KeptLease", Noted)
    of = document()
    read(of)
    ordered(account("Shanghai", ID_CARD), account("Beijing", ID_CARD), None)
    services.run(services.queue(of).pk)
    assert limits == [settings.INSPECTION_LIMIT_SECONDS, 3 * settings.INSPECTION_LIMIT_SECONDS]


def test_the_specimen_of_a_workers_start_never_leaves(vendor: Vendor) -> None:
    ordered(account("Shanghai", ID_CARD), None)
    engines.inspect(worker.specimen_request())
    assert vendor.made == []
