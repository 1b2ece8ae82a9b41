"""Drafting, comparing and publishing a policy in the browser."""

from __future__ import annotations

import re

import pytest
from django.forms import ChoiceField
from django.forms.models import model_to_dict
from django.test import Client

from kyc.accounts.models import Role, User
from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import WarningCode
from kyc.policy.content import parse
from kyc.policy.models import PolicyState, PolicyVersion
from kyc.policy.services import content_of, current
from kyc.policy.version_1 import CONTENT
from tests.accounts.people import person

pytestmark = pytest.mark.django_db

LIST = "/admin/policy/policyversion/"


@pytest.fixture(autouse=True)
def boss(client: Client) -> User:
    user = person("boss", Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def posted(client: Client, url: str) -> dict[str, object]:
    """What a browser would send back from the page unchanged."""
    draft = client.get(url).context["draft"]
    data: dict[str, object] = {}
    for form in (draft.form, draft.reasons.management_form, *draft.reasons.forms):
        for field in form:
            value = field.value()
            if value is None and isinstance(field.field, ChoiceField) and not field.use_fieldset:
                value = field.field.choices[0][0]  # what a browser selects by itself
            if value not in (None, "", False):
                data[field.html_name] = value
    return data


def test_unchanged_draft_says_the_same(client: Client) -> None:
    assert client.post(f"{LIST}add/", posted(client, f"{LIST}add/")).status_code == 302
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    assert draft.content == CONTENT
    assert "says the same" in client.get(f"{LIST}{draft.pk}/publish/").content.decode()


def test_draft_is_compared_and_published(client: Client) -> None:
    data = posted(client, f"{LIST}add/") | {"line_BLUR": "42.5", "reason-0-label_en": "A copy", "note": "sharper"}
    saved = client.post(f"{LIST}add/", data | {"_publish": "1"})
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    assert saved["Location"] == f"{LIST}{draft.pk}/publish/"
    page = client.get(saved["Location"]).content.decode()
    assert "<del>Copy of the document</del>" in page
    assert "<ins>A copy</ins>" in page
    assert "<ins>42.5</ins>" in page
    assert client.post(saved["Location"]).status_code == 302
    assert (current().number, current().note) == (2, "sharper")
    assert content_of(current()).lines == {"BLUR": 42.5}


def test_every_line_stands_beside_the_shipped_one(client: Client) -> None:
    page = client.get(f"{LIST}add/").content.decode()
    assert page.count("shipped: 50") == len(WarningCode)
    assert "no policy moves it" in page
    assert 'aria-describedby="id_line_BLUR_helptext"' in page
    assert 'id="id_line_BLUR_helptext"' in page
    client.post(f"{LIST}add/", posted(client, f"{LIST}add/") | {"line_BLUR": "42.5"})
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    assert "<del>shipped: 50</del>" in client.get(f"{LIST}{draft.pk}/publish/").content.decode()
    client.post(f"{LIST}{draft.pk}/publish/")
    version = client.get(f"{LIST}{current().pk}/change/").content.decode()
    assert "<td>Blur</td><td>42.5</td><td>50</td>" in version
    assert "<td>Glare</td><td>as shipped</td><td>50</td>" in version


def test_reasons_can_be_added_removed_and_moved(client: Client) -> None:
    data = posted(client, f"{LIST}add/")
    count = len(CONTENT["reasons"])
    new = {
        "code": "PUNCHED", "type": "RETRY", "outcomes": ["rejected"], "label_en": "Punched",
        "label_zh_hans": "已打孔作废", "applicant_text_en": "Please use a valid document.",
        "applicant_text_zh_hans": "请使用有效证件。", "ORDER": "1",
    }  # fmt: skip
    data |= {f"reason-{count}-{name}": value for name, value in new.items()}
    data |= {"reason-0-DELETE": "on"}
    client.post(f"{LIST}add/", data)
    codes = [reason.code for reason in parse(PolicyVersion.objects.get(state=PolicyState.DRAFT).content).reasons]
    assert "COPY_OF_DOCUMENT" not in codes
    assert "PUNCHED" in codes[:2]
    assert len(codes) == count


def test_a_version_says_which_documents_it_accepts(client: Client) -> None:
    first = current()
    client.post(f"{LIST}add/", posted(client, f"{LIST}add/") | {"accepted_kinds": ["cn_id_card"]})
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    comparison = client.get(f"{LIST}{draft.pk}/publish/").content.decode()
    assert "Vehicle licence (China)" in comparison
    client.post(f"{LIST}{draft.pk}/publish/")
    assert content_of(current()).accepted_kinds == ("cn_id_card",)
    assert content_of(first).accepted_kinds == tuple(DocumentKind)
    assert "Vehicle licence (China)" not in client.get(f"{LIST}{current().pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"line_BLUR": "120"}, "less than or equal to 100"),
        ({"accepted_kinds": []}, "This field is required"),
        ({"reason-1-code": "COPY_OF_DOCUMENT"}, "this code is there more than once"),
        ({"reason-0-applicant_text_en": "PRINTED_COPY found"}, "names a detector"),
    ],
)
def test_mistakes_are_told_and_nothing_is_kept(client: Client, change: dict[str, object], sentence: str) -> None:
    page = client.post(f"{LIST}add/", posted(client, f"{LIST}add/") | change)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not PolicyVersion.objects.filter(state=PolicyState.DRAFT).exists()


def test_published_version_is_to_read(client: Client) -> None:
    version = current()
    url = f"{LIST}{version.pk}/change/"
    page = client.get(url).content.decode()
    assert "FORGED_OR_EDITED" in page
    before = model_to_dict(version)
    client.post(url, {"note": "x", "line_BLUR": "1"})
    version.refresh_from_db()
    assert model_to_dict(version) == before
    for view in ("publish", "discard"):
        assert client.post(f"{LIST}{version.pk}/{view}/").status_code == 404


def test_draft_can_be_changed_and_discarded(client: Client) -> None:
    client.post(f"{LIST}add/", posted(client, f"{LIST}add/"))
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    url = f"{LIST}{draft.pk}/change/"
    client.post(url, posted(client, url) | {"note": "second thoughts"})
    draft.refresh_from_db()
    assert draft.note == "second thoughts"
    client.post(f"{LIST}{draft.pk}/discard/")
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()


def test_pages_carry_nothing_inline(client: Client) -> None:
    client.post(f"{LIST}add/", posted(client, f"{LIST}add/"))
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    for path in ("", "add/", f"{current().pk}/change/", f"{draft.pk}/change/", f"{draft.pk}/publish/"):
        html = client.get(LIST + path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html), path
