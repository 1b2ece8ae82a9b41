"""The Simplified Chinese catalogue is complete and keeps every place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.test import Client

from kyc.web.catalogues import collect, read, update
from tests.web.conftest import CATALOGUE

PLACES = re.compile(r"%(?:\(\w+\)[a-z]|%|[sd])|</?\w+>")
#: Sentences that are written the same in both languages.
SAME = {"YYYY-MM-DD"}


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return collect(Path(settings.BASE_DIR))


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return read(CATALOGUE, "zh_Hans")


def sentences(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_it_holds_exactly_the_sentences_of_code_and_templates(collected: Catalog, chinese: Catalog) -> None:
    wanted = {forms(message.id) for message in sentences(collected)}
    held = {forms(message.id) for message in sentences(chinese)}
    assert (wanted - held, held - wanted) == (set(), set()), "make messages, then translate"


def test_every_sentence_is_translated(chinese: Catalog) -> None:
    assert [message.id for message in sentences(chinese) if not all(forms(message.string))] == []


def test_nothing_is_fuzzy_or_obsolete(chinese: Catalog) -> None:
    assert [message.id for message in chinese if message.fuzzy] == []
    assert not chinese.obsolete


def test_places_and_tags_are_kept(chinese: Catalog) -> None:
    for message in sentences(chinese):
        wanted = {tuple(sorted(PLACES.findall(text))) for text in forms(message.id)}
        for text in forms(message.string):
            assert tuple(sorted(PLACES.findall(text))) in wanted, message.id


def test_translations_are_chinese(chinese: Catalog) -> None:
    for message in sentences(chinese):
        if forms(message.id)[0] not in SAME:
            assert all(re.search(r"[\u4e00-\u9fff]", text) for text in forms(message.string)), message.id


def test_the_fields_own_terms_are_used(chinese: Catalog) -> None:
    """GA 448 and GA/T 1012 call them so; vendors' own words for the warnings."""
    terms = {
        "Citizen number": "公民身份号码", "Issuing authority": "签发机关", "Printed copy": "复印件",
        "Photographed from a screen": "翻拍", "Emblem face": "国徽面", "Waiting for review": "待审核",
    }  # fmt: skip
    assert {english: chinese[english].string for english in terms} == terms


SOURCE = """
from django.utils.translation import gettext as _, ngettext
from kyc.documents.words import N_
_("One" " sentence")
N_("Marked %(only)s")
ngettext("%(n)d page", "%(n)d pages", 3)
_(variable)
_("")
"""
TEMPLATE = """
  <p>{% trans "From a template" %}
 {% blocktrans with name=x.y %}Hello <b>{{ name }}</b>{% endblocktrans %}
     it's {% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}
"""


def test_sentences_are_found_in_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "kyc").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "kyc" / "x.py").write_text(SOURCE)
    (tmp_path / "templates" / "x.html").write_text(TEMPLATE)
    assert [message.id for message in sentences(collect(tmp_path))] == [
        "One sentence",
        "Marked %(only)s",
        ("%(n)d page", "%(n)d pages"),
        "From a template",
        "Hello <b>%(name)s</b>",
        ("%(n)s day", "%(n)s days"),
    ]


def test_updating_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    before, after = Catalog(), Catalog()
    for text in ("kept", "gone"):
        before.add(text)
    for text in ("kept", "new"):
        after.add(text)
    update(path, before, "zh_Hans")
    path.write_text(path.read_text().replace('msgid "kept"\nmsgstr ""', 'msgid "kept"\nmsgstr "留"'))
    update(path, after, "zh_Hans")
    found = {message.id: message.string for message in sentences(read(path, "zh_Hans"))}
    assert found == {"kept": "留", "new": ""}
    first = path.read_bytes()
    update(path, after, "zh_Hans")
    assert path.read_bytes() == first


@pytest.mark.django_db
def test_pages_come_in_chinese(compiled: None, client: Client) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="zh-hans"' in page
    assert "登录证件审核台" in page
    assert "Sign in" not in page
