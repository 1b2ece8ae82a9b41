"""Sentences of the pure rooms, translated for the person who reads the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext

from kyc.documents.errors import DeskError
from kyc.documents.words import Words
from kyc.web.labels import label

#: Places of sentences that hold a code; each is a table of ``kyc.web.labels``.
NAMED_BY_CODE: Final = frozenset({"field", "side", "kind", "comparison", "engine"})
#: Places that hold several codes of a table, with a comma between.
NAMED_BY_CODES: Final = {"places": "place"}


def say(words: Words) -> str:
    """The sentence in the active language; the English one where its translation lost a place."""
    message = gettext(words.message)
    if not words.params:
        return message
    try:
        return message % _named(words.params)
    except (KeyError, ValueError, TypeError):
        return words.english()


def _named(params: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """The values, with what the pure rooms name by code called as pages call it."""
    return {name: _name(name, value) if isinstance(value, str) else value for name, value in params.items()}


def _name(place: str, value: str) -> str:
    if place in NAMED_BY_CODES:
        return ", ".join(label(code, NAMED_BY_CODES[place]) for code in value.split(", ") if code)
    return label(value, place) if place in NAMED_BY_CODE else value


def say_error(error: DeskError) -> str:
    """What went wrong, for a person: its sentence only, never its details."""
    return say(error.sentence)
