"""Pictures of an upload that was never saved go after an hour; nothing else ever does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from kyc.cases import orphans
from kyc.cases.models import Capture, Case
from kyc.cases.services import add_round
from kyc.cases.storage import UNSAVED, read_original
from kyc.inspections.models import Inspection
from tests.cases.pictures import page, received

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_storage")]

TWO_HOURS = 2 * 60 * 60


@pytest.fixture
def empty_storage() -> None:
    for path in stored():
        path.unlink()


def stored() -> set[Path]:
    return {path for path in Path(settings.CAPTURE_DIR).rglob("*") if path.is_file()}


def marks() -> list[str]:
    return default_storage.listdir(UNSAVED)[1]


def let_two_hours_pass() -> None:
    then = time.time() - TWO_HOURS
    for name in marks():
        os.utime(default_storage.path(f"{UNSAVED}/{name}"), (then, then))


def upload_that_is_rolled_back() -> Case:
    with transaction.atomic():
        case = received("NEVER-SAVED", b"front", b"back")
        transaction.set_rollback(True)
    return case


def test_pictures_of_an_upload_that_was_rolled_back_go_after_an_hour() -> None:
    saved = received("SAVED")
    before = stored()
    lost = upload_that_is_rolled_back()
    assert len(stored() - before) == 2 * 2 + len(marks()) == 6
    assert orphans.remove_orphans() == 0, "an upload under way looks the same"
    let_two_hours_pass()
    assert orphans.remove_orphans() == 2
    assert stored() == before
    assert not default_storage.exists(str(lost.id))
    assert read_original(saved.documents.get().captures.first()) == b"original front"


def test_a_saved_upload_leaves_no_mark() -> None:
    received()
    assert marks() == []


def test_a_mark_that_outlived_its_commit_takes_no_picture_with_it() -> None:
    case = received()
    before = stored()
    for capture in Capture.objects.all():
        default_storage.save(f"{UNSAVED}/{case.id}.{capture.id}", ContentFile(b""))
    let_two_hours_pass()
    assert orphans.remove_orphans() == 0
    assert (marks(), stored()) == ([], before)


def test_new_pictures_that_were_rolled_back_leave_the_old_ones() -> None:
    document = received().documents.get()
    before = stored()
    with transaction.atomic():
        add_round(document, [page(b"better")])
        transaction.set_rollback(True)
    let_two_hours_pass()
    assert orphans.remove_orphans() == 1
    assert stored() == before


def test_pictures_that_another_database_knows_stay() -> None:
    received()
    before = stored()
    Inspection.objects.all().delete()
    Capture.objects.all().delete()
    let_two_hours_pass()
    assert orphans.remove_orphans() == 0
    assert stored() == before


def test_the_sweep_does_it() -> None:
    upload_that_is_rolled_back()
    let_two_hours_pass()
    call_command("sweep", "--once")
    assert stored() == set()
