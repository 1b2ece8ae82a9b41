from __future__ import annotations

import hashlib
import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kyc.cases.errors import IllegalMove, PicturesReplaced
from kyc.cases.models import Applicant, Capture, Case, Document
from kyc.cases.services import add_round, create_case, declared_of, move, reference_of
from kyc.cases.states import MOVES, CaseState, sources_of
from kyc.cases.storage import read_original, read_view
from kyc.documents.results import DeclaredData
from kyc.vault.errors import SealBroken
from tests.cases.pictures import DECLARED, REFERENCE, page, received

pytestmark = pytest.mark.django_db


def stored_bytes() -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.CAPTURE_DIR).rglob("*") if path.is_file())


def test_a_case_gives_back_what_was_handed_in() -> None:
    document = create_case(
        user=None, reference=f" {REFERENCE} ", pages=[page(b"a"), page(b"b", page=1, side_stated="emblem_face")],
        declared=DECLARED, kind_stated="cn_id_card",
    )  # fmt: skip
    first, second = document.captures.all()
    assert reference_of(document.case) == REFERENCE
    assert declared_of(document) == DECLARED
    assert (read_original(first), read_view(first)) == (b"original a", b"view a")
    assert first.sha256 == hashlib.sha256(b"original a").hexdigest()
    assert (second.position, second.page, second.side_stated, second.byte_size) == (1, 1, "emblem_face", 10)
    assert document.case.state == CaseState.RECEIVED


def test_nothing_personal_lies_open_in_files_or_rows() -> None:
    case = received()
    assert b"original front" not in stored_bytes()
    assert b"view front" not in stored_bytes()
    rows = ""
    with connection.cursor() as cursor:
        for model in (Applicant, Case, Document, Capture):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            rows += repr(cursor.fetchall())
    for value in (REFERENCE, DECLARED.name, DECLARED.number, DECLARED.birth_date):
        assert value not in rows
        assert value not in str(case)


def test_one_applicant_has_many_cases() -> None:
    first, second, other = received(), received(), received("CUSTOMER-2")
    assert first.applicant_id == second.applicant_id != other.applicant_id
    assert Applicant.objects.count() == 2


def test_numbers_rise_and_name_their_year() -> None:
    numbers = [received(f"C-{n}").number for n in range(3)]
    assert all(re.fullmatch(r"K-20\d\d-\d{6}", number) for number in numbers)
    assert [int(number[-6:]) for number in numbers] == list(range(int(numbers[0][-6:]), int(numbers[0][-6:]) + 3))


def test_a_capture_does_not_open_in_another_ones_place() -> None:
    first, second = received().documents.get().captures.all()
    first.original_path = second.original_path
    with pytest.raises(SealBroken):
        read_original(first)


def test_new_pictures_are_a_new_round_and_the_old_ones_stay() -> None:
    document = received().documents.get()
    before = list(Capture.objects.values_list("sha256", flat=True))
    document = add_round(document, [page(b"better")])
    assert document.round == 2
    assert list(document.captures.filter(round=1).values_list("sha256", flat=True)) == before
    assert read_original(document.captures.get(round=2)) == b"original better"
    assert Case.objects.get().state == CaseState.RECEIVED


def test_pictures_replaced_meanwhile_are_not_replaced_unseen() -> None:
    document = received().documents.get()
    add_round(document, [page(b"better")])
    with pytest.raises(PicturesReplaced):
        add_round(document, [page(b"of the same form")])
    assert Document.objects.get().round == 2


@pytest.mark.parametrize("state", [CaseState.DECIDED, CaseState.ON_HOLD, CaseState.RESTRICTED, CaseState.ERASED])
def test_new_pictures_are_refused_where_nobody_waits_for_them(state: CaseState) -> None:
    document = received().documents.get()
    Case.objects.update(state=state)
    with pytest.raises(IllegalMove):
        add_round(document, [page(b"late")])
    assert document.captures.count() == 2


@pytest.mark.parametrize("source", list(CaseState))
@pytest.mark.parametrize("target", list(CaseState))
def test_exactly_the_listed_moves_are_made(source: CaseState, target: CaseState) -> None:
    document = create_case(user=None, reference="R", pages=[page()], declared=DeclaredData(), kind_stated="")
    Case.objects.update(state=source)
    if target in MOVES[source]:
        move(document.case, target)
        assert Case.objects.get().state == target == document.case.state
    else:
        with pytest.raises(IllegalMove):
            move(document.case, target)
        assert Case.objects.get().state == source


def test_a_move_asks_the_database_and_not_the_object_in_hand() -> None:
    case = received()
    stale = Case.objects.get()
    Case.objects.update(state=CaseState.WAITING)
    move(case, CaseState.DECIDED)
    with pytest.raises(IllegalMove):
        move(stale, CaseState.DECIDED)
    assert Case.objects.get().decided_at is not None


def test_every_state_can_be_reached() -> None:
    assert all(sources_of(state) for state in CaseState)


def test_open_cases_come_oldest_first() -> None:
    first, second, third, decided = (received(f"C-{n}") for n in range(4))
    for case in (first, second, third, decided):
        move(case, CaseState.WAITING)
    move(decided, CaseState.DECIDED)
    Case.objects.filter(pk=third.pk).update(received_at=first.received_at.replace(year=2020))
    assert list(Case.objects.open_oldest_first()) == [third, first, second]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_unique_when_many_are_taken_at_once() -> None:
    barrier, numbers = threading.Barrier(6), []

    def take() -> None:
        barrier.wait()
        for _ in range(3):
            numbers.append(received(f"C-{threading.get_ident()}").number)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(numbers)) == 18
