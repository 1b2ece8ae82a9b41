"""Upload, progress and replacing, as a browser with and without JavaScript meets them."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from kyc.accounts.models import Role, User
from kyc.audit.models import AuditEvent
from kyc.cases.models import Case
from kyc.cases.services import declared_of, reference_of
from kyc.documents.errors import DeskError, EngineAccountRefused, NoDocumentFound
from kyc.documents.kinds import Side
from kyc.documents.words import Words
from kyc.inspections import selectors
from kyc.inspections.models import Inspection, InspectionState
from tests.pages import text_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
MEGABYTE = 1024 * 1024
NO_PICTURE = "This is not a JPEG, PNG, BMP, TIFF, HEIC or PDF file, whatever its name says."


def picture(shade: int = 120) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), (shade, 130, 140)).save(buffer, "JPEG")
    return buffer.getvalue()


def two_page_pdf() -> bytes:
    pages = [Image.new("RGB", (800, 600), (shade, 130, 140)) for shade in (100, 200)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def file(data: bytes, name: str = "front.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def form(**more: Any) -> dict[str, Any]:
    return {"token": str(uuid.uuid4()), "reference": "A-2044", **more}


@pytest.fixture
def reviewer() -> User:
    return User.objects.create_user("test-reviewer", password="a long enough phrase", role=Role.REVIEWER)


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def send(desk: Client, data: dict[str, Any], **headers: str) -> HttpResponse:
    return desk.post(reverse("upload"), data, headers=headers)


def sentence_of(response: HttpResponse, slot: str) -> str:
    place = re.search(rf'id="error-{slot}"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    assert place, f"no place for the sentence of {slot}"
    return re.sub(r"<[^>]+>", "", place.group(1)).strip()


def received(desk: Client, **more: Any) -> Case:
    response = send(desk, form(front=file(picture()), **more))
    assert response.status_code == 302, response.content.decode()
    return Case.objects.get()


def stated(case: Case) -> list[str]:
    return [capture.side_stated for capture in case.documents.get().captures.all()]


def latest(case: Case) -> Inspection:
    inspection = selectors.latest(case.documents.get())
    assert inspection is not None
    return inspection


def put(case: Case, state: InspectionState, **more: Any) -> Inspection:
    inspection = latest(case)
    Inspection.objects.filter(pk=inspection.pk).update(state=state, **more)
    return inspection


# --- who may ----------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SENIOR_REVIEWER, Role.LEAD])
def test_who_reviews_may_upload(client: Client, role: Role) -> None:
    client.force_login(User.objects.create_user("somebody", role=role))
    assert client.get(reverse("upload")).status_code == 200


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not(client: Client, role: Role, method: str) -> None:
    client.force_login(User.objects.create_user("somebody", role=role))
    case_id = uuid.uuid4()
    assert getattr(client, method)(reverse("upload")).status_code == 403
    assert getattr(client, method)(reverse("case_progress", args=[case_id])).status_code == 403
    assert getattr(client, method)(reverse("inspect_again", args=[case_id])).status_code == 403
    assert getattr(client, method)(reverse("replace_pictures", args=[case_id])).status_code == 403


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    response = client.post(reverse("upload"), form(front=file(picture())))
    assert response["Location"].startswith(reverse("account_login"))
    assert not Case.objects.exists()


# --- a good upload ----------------------------------------------------------


def test_two_pictures_become_a_case_that_waits_for_the_engine(desk: Client, reviewer: User) -> None:
    front, back = picture(shade=10), picture(shade=200)
    declared = {"name": "样本", "number": "11010119900307002X", "birth_date": "1990-03-07", "expiry": "长期"}
    response = send(desk, form(front=file(front), back=file(back), kind="cn_id_card", **declared))
    case = Case.objects.get()
    assert response["Location"] == reverse("case_progress", args=[case.id])
    document = case.documents.get()
    assert reference_of(case) == "A-2044"
    assert declared_of(document).expiry == "长期"
    assert declared_of(document).name == "样本"
    assert [capture.byte_size for capture in document.captures.all()] == [len(front), len(back)]
    assert stated(case) == [Side.PORTRAIT_FACE, Side.EMBLEM_FACE]
    assert latest(case).state == InspectionState.QUEUED
    assert AuditEvent.objects.of_case(case.number).count() == 1


def test_one_picture_is_not_said_to_be_a_side(desk: Client) -> None:
    assert stated(received(desk, kind="cn_id_card")) == [""]


def test_pictures_of_an_unknown_kind_are_not_said_to_be_sides(desk: Client) -> None:
    assert stated(received(desk, back=file(picture(shade=1)))) == ["", ""]


def test_a_pdf_of_two_pages_is_two_captures(desk: Client) -> None:
    send(desk, form(back=file(two_page_pdf(), "scan.pdf")))
    captures = Case.objects.get().documents.get().captures.all()
    assert [capture.page for capture in captures] == [0, 1]


def test_htmx_moves_the_whole_page(desk: Client) -> None:
    response = send(desk, form(front=file(picture())), **HTMX)
    assert response.status_code == 204
    assert response["HX-Redirect"] == reverse("case_progress", args=[Case.objects.get().id])


def test_a_form_sent_twice_makes_one_case(desk: Client) -> None:
    data = form()
    first = send(desk, {**data, "front": file(picture())})
    second = send(desk, {**data, "front": file(picture())})
    assert Case.objects.count() == 1
    assert AuditEvent.objects.of_case(Case.objects.get().number).count() == 1
    assert first["Location"] == second["Location"]


def test_two_forms_make_two_cases(desk: Client) -> None:
    for _ in range(2):
        send(desk, form(front=file(picture())))
    assert Case.objects.count() == 2


def test_somebody_elses_form_opens_nothing(desk: Client) -> None:
    data = form()
    send(desk, {**data, "front": file(picture())})
    desk.force_login(User.objects.create_user("other", role=Role.REVIEWER))
    response = send(desk, {**data, "front": file(picture())})
    assert response.status_code == 403
    assert Case.objects.count() == 1


# --- a refused one ----------------------------------------------------------


def test_each_fault_stands_beside_its_own_file(desk: Client) -> None:
    response = send(desk, form(front=file(picture()), back=file(b"GIF89a" + bytes(200), "back.jpg")))
    assert response.status_code == 422
    assert sentence_of(response, "back") == NO_PICTURE
    assert sentence_of(response, "front") == ""
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
        (picture()[:400], "This file is damaged or was cut short. Send the original again."),
        (picture() + bytes(10 * MEGABYTE), "This file is larger than 10 MB."),
    ],
    ids=["empty", "svg", "html", "cut short", "too large"],
)
def test_every_bad_file_has_its_sentence(desk: Client, data: bytes, sentence: str) -> None:
    response = send(desk, form(front=file(data), back=file(picture())))
    assert (response.status_code, sentence_of(response, "front")) == (422, sentence)
    assert sentence_of(response, "back") == ""


def test_over_the_total_the_form_is_still_answered(desk: Client, settings: Settings) -> None:
    settings.UPLOAD_TOTAL_LIMIT = 2 * MEGABYTE
    response = send(desk, form(front=file(picture() + bytes(3 * MEGABYTE)), back=file(picture())))
    assert response.status_code == 413
    assert sentence_of(response, "front") == "This file is too large: all files together may have 2 MB."
    assert 'value="A-2044"' in response.content.decode()


def test_no_picture_at_all(desk: Client) -> None:
    assert sentence_of(send(desk, form()), "front") == "Choose a picture of the document."


def test_three_pages_are_too_many(desk: Client) -> None:
    response = send(desk, form(front=file(two_page_pdf()), back=file(picture())))
    assert sentence_of(response, "back") == "Together these are more than two pages."


def test_without_javascript_the_text_is_kept(desk: Client) -> None:
    text = send(desk, form(reference="B-77", name="样本")).content.decode()
    assert 'value="B-77"' in text
    assert 'value="样本"' in text
    assert "<html" in text


def test_htmx_gets_the_sentences_alone_so_that_files_stay(desk: Client) -> None:
    response = send(desk, form(reference="", front=file(b"no picture")), **HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert "<input" not in text
    assert text.count("hx-swap-oob") == 8
    assert sentence_of(response, "front") == NO_PICTURE
    assert sentence_of(response, "reference") == "This field is required."
    assert sentence_of(response, "name") == ""
    assert "HX-Request" in response["Vary"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth_date", "31/05/1990"),
        ("birth_date", "1990-02-30"),
        ("birth_date", "19900531"),
        ("birth_date", "2990-05-31"),
        ("expiry", "2030"),
        ("expiry", "2030-W01-1"),
        ("expiry", "long"),
        ("kind", "passport"),
        ("reference", "x" * 65),
    ],
)
def test_what_is_declared_is_checked(desk: Client, field: str, text: str) -> None:
    response = send(desk, form(front=file(picture()), **{field: text}))
    assert response.status_code == 422
    assert sentence_of(response, field)
    assert not Case.objects.exists()


def test_an_expiry_in_the_past_can_be_declared(desk: Client) -> None:
    assert declared_of(received(desk, expiry="2001-01-01").documents.get()).expiry == "2001-01-01"


# --- progress ---------------------------------------------------------------


def test_progress_asks_again_until_something_changes(desk: Client) -> None:
    case = received(desk)
    url = reverse("case_progress", args=[case.id])
    page = desk.get(url).content.decode()
    assert f'hx-get="{url}?seen=queued"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert desk.get(f"{url}?seen=queued", headers=HTMX).status_code == 204
    put(case, InspectionState.RUNNING)
    part = desk.get(f"{url}?seen=queued", headers=HTMX)
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert b"?seen=running" in part.content
    assert "HX-Request" in part["Vary"]


def test_progress_ends_at_the_case(desk: Client) -> None:
    case = received(desk)
    put(case, InspectionState.SUCCEEDED)
    url = reverse("case_progress", args=[case.id])
    assert desk.get(url)["Location"] == reverse("case", args=[case.id])
    assert desk.get(f"{url}?seen=running", headers=HTMX)["HX-Redirect"] == reverse("case", args=[case.id])


def test_a_failure_says_why_and_what_can_be_done(desk: Client) -> None:
    case = received(desk)
    words = Words("No supported document was found in this picture.")
    put(case, InspectionState.FAILED, failure_words=words.to_json(), failure_code="no_document")
    text = desk.get(reverse("case_progress", args=[case.id])).content.decode()
    assert words.message in text
    assert reverse("inspect_again", args=[case.id]) in text
    assert reverse("replace_pictures", args=[case.id]) in text
    assert "hx-get" not in text
    assert "http-equiv" not in text


def test_a_failure_says_whose_matter_it_is(desk: Client) -> None:
    case = received(desk)
    words = Words("The vendor said no.", {"vendor_code": "ModelArts.0203", "request_id": "7f1"})
    put(case, InspectionState.FAILED, failure_words=words.to_json(), failure_code=EngineAccountRefused.code)
    text = text_of(desk.get(reverse("case_progress", args=[case.id])))
    assert "It lies with: our account" in text
    assert "For the vendor’s support: ModelArts.0203 7f1" in text


@pytest.mark.parametrize(("error", "primary"), [(NoDocumentFound, "replace"), (EngineAccountRefused, "again")])
def test_other_pictures_are_suggested_only_where_they_can_help(
    desk: Client, error: type[DeskError], primary: str
) -> None:
    case = received(desk)
    put(case, InspectionState.FAILED, failure_words=Words("x").to_json(), failure_code=error.code)
    page = desk.get(reverse("case_progress", args=[case.id])).content.decode()
    (suggested,) = [line for line in page.splitlines() if "button-primary" in line and "data-key" in line]
    assert reverse({"replace": "replace_pictures", "again": "inspect_again"}[primary], args=[case.id]) in suggested


def test_a_failure_names_the_picture_it_is_about(desk: Client) -> None:
    response = send(desk, form(front=file(picture()), back=file(picture(shade=1))))
    assert response.status_code == 302
    case = Case.objects.get()
    second = case.documents.get().captures.last()
    put(case, InspectionState.FAILED, failure_words=Words("x").to_json(), failure_capture=second)
    assert b"This is about picture 2." in desk.get(reverse("case_progress", args=[case.id])).content


def test_no_such_case(desk: Client) -> None:
    assert desk.get(reverse("case_progress", args=[uuid.uuid4()])).status_code == 404


# --- again ------------------------------------------------------------------


def failed_case(desk: Client) -> Case:
    """A case whose only inspection failed, as a worker leaves it."""
    case = received(desk)
    put(case, InspectionState.FAILED, failure_words=Words("x").to_json())
    Case.objects.filter(pk=case.pk).update(state="waiting")
    return Case.objects.get(pk=case.pk)


def test_inspect_again(desk: Client) -> None:
    case = failed_case(desk)
    before = latest(case)
    response = desk.post(reverse("inspect_again", args=[case.id]))
    assert response["Location"] == reverse("case_progress", args=[case.id])
    assert latest(case).state == InspectionState.QUEUED
    assert latest(case).pk != before.pk
    assert desk.get(reverse("inspect_again", args=[case.id])).status_code == 405


def test_new_pictures_are_a_new_round_and_the_old_ones_stay(desk: Client) -> None:
    case = failed_case(desk)
    url = reverse("replace_pictures", args=[case.id])
    assert b'name="round" value="1"' in desk.get(url).content
    response = desk.post(url, {"round": "1", "front": file(picture(shade=33))})
    assert response["Location"] == reverse("case_progress", args=[case.id])
    document = case.documents.get()
    assert document.round == 2
    assert [capture.round for capture in document.captures.all()] == [1, 2]
    assert (latest(case).round, latest(case).state) == (2, InspectionState.QUEUED)


def test_replacing_twice_from_one_page_is_one_round(desk: Client) -> None:
    case = failed_case(desk)
    url = reverse("replace_pictures", args=[case.id])
    for _ in range(2):
        desk.post(url, {"round": "1", "front": file(picture(shade=33))})
    assert case.documents.get().round == 2


def test_a_bad_replacement_changes_nothing(desk: Client) -> None:
    case = failed_case(desk)
    response = desk.post(reverse("replace_pictures", args=[case.id]), {"round": "1", "front": file(b"")}, headers=HTMX)
    assert sentence_of(response, "front") == "This file is empty."
    assert response.content.decode().count("hx-swap-oob") == 3
    assert case.documents.get().round == 1


@pytest.mark.parametrize("again", ["inspect_again", "replace_pictures"])
def test_a_decided_case_is_left_alone(desk: Client, again: str) -> None:
    case = failed_case(desk)
    Case.objects.filter(pk=case.pk).update(state="decided")
    response = desk.post(reverse(again, args=[case.id]), {"round": "1", "front": file(picture())}, follow=True)
    assert b"toast-error" in response.content
    assert Inspection.objects.count() == 1
    assert case.documents.get().round == 1
