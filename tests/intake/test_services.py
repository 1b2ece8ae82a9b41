from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kyc.audit.actor import SYSTEM
from kyc.audit.models import AuditEvent
from kyc.audit.services import record
from kyc.cases.errors import IllegalMove
from kyc.cases.models import Case, Document
from kyc.cases.states import CaseState
from kyc.cases.storage import read_original, read_view
from kyc.documents.errors import DamagedFile, EmptyFile, ImageTooLarge, UnsupportedFormat
from kyc.documents.results import DeclaredData
from kyc.inspections.models import Inspection
from kyc.intake.services import check_file, inspect_again, receive, replace_pictures
from tests.cases.pictures import page, received

DEMO = Path(__file__).resolve().parents[2] / "kyc" / "demo_pictures"


def encoded(size: tuple[int, int], kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def test_a_photograph_becomes_one_upright_page_with_a_view() -> None:
    data = (DEMO / "expired_turned.jpg").read_bytes()
    (checked,) = check_file(data)
    stored = Image.open(io.BytesIO(data))
    assert checked.data == data
    assert (checked.width, checked.height) == stored.size[::-1], "its EXIF turns it"
    view = Image.open(io.BytesIO(checked.view_jpeg))
    assert (view.format, view.size) == ("JPEG", (checked.view_width, checked.view_height))
    assert not view.getexif()


def test_a_scan_of_two_pages_becomes_two() -> None:
    buffer = io.BytesIO()
    first, second = (Image.open(DEMO / f"clean_{face}.jpg") for face in ("portrait", "emblem"))
    first.save(buffer, "PDF", save_all=True, append_images=[second])
    pages = check_file(buffer.getvalue())
    assert [checked.page for checked in pages] == [0, 1]
    assert {checked.format for checked in pages} == {"PDF"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedFormat),
        (b"GIF89a" + bytes(100), UnsupportedFormat),
        (encoded((400, 300), "JPEG")[:400], DamagedFile),
        (encoded((8193, 200)), ImageTooLarge),
    ],
)
def test_each_fault_has_its_own_error(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        check_file(data)


@pytest.mark.django_db
def test_what_is_received_is_stored_queued_and_recorded() -> None:
    data = (DEMO / "clean_portrait.jpg").read_bytes()
    case = receive(
        actor=SYSTEM, user=None, reference="C-1", pages=check_file(data), declared=DeclaredData(), kind_stated=""
    )
    capture = case.documents.get().captures.get()
    assert read_original(capture) == data
    assert Image.open(io.BytesIO(read_view(capture))).size == (capture.view_width, capture.view_height)
    assert Inspection.objects.get().state == "queued"
    event = AuditEvent.objects.get()
    assert (event.action, event.case_number, event.details) == ("case.received", case.number, {"pictures": 1})


@pytest.mark.django_db
def test_a_case_that_cannot_be_recorded_is_not_received(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kyc.intake.services.record", refuse)
    with pytest.raises(RuntimeError):
        received()
    assert record is not refuse
    assert not Case.objects.exists()
    assert not Inspection.objects.exists()


@pytest.mark.django_db
def test_replacing_pictures_queues_and_records_the_round() -> None:
    document = received().documents.get()
    replace_pictures(actor=SYSTEM, user=None, document=document, pages=[page(b"new")])
    assert list(Inspection.objects.values_list("round", flat=True)) == [1, 2]
    event = AuditEvent.objects.order_by("sequence").last()
    assert event is not None
    assert (event.action, event.details) == ("pictures.replaced", {"pictures": 1, "round": 2})


@pytest.mark.django_db
@pytest.mark.parametrize("state", [CaseState.DECIDED, CaseState.AWAITING_APPLICANT])
def test_a_decided_case_is_not_inspected_again(state: CaseState) -> None:
    document = received().documents.get()
    Inspection.objects.update(state="succeeded")
    Case.objects.update(state=state)
    with pytest.raises(IllegalMove):
        inspect_again(actor=SYSTEM, document=document)
    assert Document.objects.get().inspections.count() == 1
