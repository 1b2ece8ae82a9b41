"""Sentences of the pure rooms in the reader's language, and the small filters of the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kyc.authenticity.traces import Subtype
from kyc.documents.errors import FileTooLarge, InspectionError
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, EvidenceKind
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.documents.words import Words
from kyc.web import icons, labels, words
from kyc.web.templatetags import desk

#: What detectors call what they found (``Finding.subtype``) and the places they mark (``Region.label``).
SUBTYPES = (
    "grey_copy", "colour_copy", "grey_picture", "retyped_text", "moved_text", "swapped_portrait", "spliced_patch",
    "editor_metadata", "contradiction", "luma", "colour", "slow_colour", *Subtype,
)  # fmt: skip
REGIONS = (
    "card", "glare", "covering", "blurred_text", "periodic_pattern", "halftone", "paper_edge", "colourless_mark",
    "cut_side", "portrait", "number", "date", "citizen_number", "copy", "colourless", "pale_colour",
    "grey_picture", "temporary_words",
    *(subtype for subtype in Subtype if subtype != Subtype.EDITOR_METADATA),  # which lies nowhere
)  # fmt: skip


def test_a_sentence_gets_its_values() -> None:
    with translation.override("en"):
        assert words.say(Words("This PDF has more than %(limit)s pages.", {"limit": 2})) == (
            "This PDF has more than 2 pages."
        )


def test_a_percent_sign_without_values_is_left_alone() -> None:
    assert words.say(Words("97% certain")) == "97% certain"


def test_a_translation_that_lost_a_place_falls_back_to_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "gettext", lambda message: "%(other)s 页")
    assert words.say(Words("%(limit)s pages", {"limit": 2})) == "2 pages"


def test_codes_in_a_sentence_are_called_by_their_names() -> None:
    with translation.override("en"):
        assert words.say(Words("Unread: %(field)s, %(side)s.", {"field": "citizen_number", "side": "emblem_face"})) == (
            "Unread: Citizen number, Emblem face."
        )
        assert words.say(Words("the same (%(comparison)s)", {"comparison": "date_exact"})) == (
            "the same (the same day; the way of writing it)"
        )


def test_several_codes_in_one_place_are_called_by_their_names_too() -> None:
    with translation.override("en"):
        said = words.say(Words("It lies on: %(places)s.", {"places": "citizen_number, portrait, other"}))
    assert said == "It lies on: Citizen number, Portrait, Elsewhere."


def kinds_of(error: type[InspectionError]) -> list[type[InspectionError]]:
    return [error, *(kind for narrower in error.__subclasses__() for kind in kinds_of(narrower))]


@pytest.mark.parametrize("error", kinds_of(InspectionError))
def test_every_way_to_fail_has_its_few_words(error: type[InspectionError]) -> None:
    assert labels.label(error.code, "failure") != error.code


def test_an_error_says_its_sentence_and_no_details() -> None:
    with translation.override("en"):
        assert words.say_error(FileTooLarge("secret details", limit_mb=10)) == "This file is larger than 10 MB."


def test_values_are_escaped_in_a_page() -> None:
    page = Template("{% load desk %}{{ words|say }}").render(Context({"words": Words("%(x)s", {"x": "<b>"})}))
    assert page == "&lt;b&gt;"


def test_stored_words_are_said_too() -> None:
    assert desk.say({"message": "%(n)s pages", "params": {"n": 2}}) == "2 pages"
    assert desk.say(None) == ""


@pytest.mark.parametrize("tone", sorted(desk.BADGE_ICONS))
def test_a_badge_never_speaks_by_colour_alone(tone: str) -> None:
    html = desk.badge(tone, "Words & more")
    assert "<svg" in html
    assert "Words &amp; more" in html


def test_badge_icons_exist() -> None:
    assert set(desk.BADGE_ICONS.values()) <= set(icons.ICONS)


@pytest.mark.parametrize(("share", "text"), [(0.9999, "99%"), (1.0, "100%"), (0.973, "97%"), (None, "")])
def test_confidence_never_rounds_up_to_certainty(share: float | None, text: str) -> None:
    assert desk.percent(share) == text


@pytest.mark.parametrize(("minutes", "text"), [(0, "just now"), (5, "5 min"), (130, "2 h"), (60 * 50, "2 d")])
def test_age(minutes: int, text: str) -> None:
    with translation.override("en"):
        assert desk.age(timezone.now() - timedelta(minutes=minutes, seconds=1)) == text


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("kind", DocumentKind),
        ("side", Side),
        ("field", FieldName),
        ("warning", WarningCode),
        ("outcome", [*Outcome, *CheckOutcome]),
        ("severity", Severity),
        ("evidence", EvidenceKind),
        ("subtype", SUBTYPES),
        ("region", REGIONS),
        ("place", [*FieldName, "portrait", "emblem", "seal", "other"]),
    ],
)
def test_everything_has_a_name(table: str, codes: object) -> None:
    with translation.override("en"):
        named = labels.TABLES[table]
        assert [code for code in codes if code not in named] == []  # type: ignore[attr-defined]
        assert all(str(named[code]) and "_" not in str(named[code]) for code in codes)  # type: ignore[attr-defined]


def test_a_detectors_word_that_nobody_has_named_yet_is_shown_plainly() -> None:
    assert labels.label("some_new_trace", "region") == "some new trace"
    assert labels.label("some_new_trace", "subtype") == "some new trace"
    assert labels.label("SOME_NEW_CODE", "warning") == "SOME_NEW_CODE"
