"""What an upload form's two slots stand for, kind by kind, so that a page names them without asking the desk again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, Side
from kyc.web.labels import label

#: The form's two file inputs, in the order pages show them.
SLOTS: Final = ("front", "back")

#: What is worth saying of a kind besides its sides.
_KIND_HINTS: Final = {
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: gettext_lazy("screenshot or photo of it"),
    DocumentKind.KR_DRIVING_LICENCE: gettext_lazy("front"),
}


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a slot is called while a kind of this ``arrangement`` is chosen."""

    arrangement: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A file input with its names by arrangement, and what is wrong with its file."""

    name: str
    names: tuple[SlotName, ...]
    error: str


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind to choose; ``value`` is empty for "recognise it"."""

    value: str
    label: str
    hint: str
    arrangement: str
    is_chosen: bool


def sides_of(kind: str) -> tuple[Side, ...]:
    """The sides of a kind, none for "recognise it" and for what is no kind."""
    return SIDES[DocumentKind(kind)] if kind in set(DocumentKind) else ()


def arrangement_of(kind: str) -> str:
    """How the kind's sides fill the slots, ``main_page+sub_page``; a side that may be left out stands in brackets.

    Empty for "recognise it". ``static/intake/upload.css`` shows the names of the arrangement that is chosen.
    """
    return "+".join(side.value if FIELDS[DocumentKind(kind), side] else f"({side.value})" for side in sides_of(kind))


def kind_choices(kinds: Iterable[str], chosen: str) -> list[KindChoice]:
    """The kinds that can be chosen, recognising first."""
    return [
        KindChoice(
            value=kind,
            label=label(kind, "kind") if kind else _("Recognise it"),
            hint=str(_KIND_HINTS.get(DocumentKind(kind), "")) if kind else "",
            arrangement=arrangement_of(kind),
            is_chosen=kind == chosen,
        )
        for kind in ("", *kinds)
    ]


def slots(kinds: Sequence[str], errors: Mapping[str, str]) -> list[Slot]:
    """Both slots, with their names for every arrangement that ``kinds`` have."""
    examples = {arrangement_of(kind): kind for kind in ("", *kinds)}
    names = {arrangement: _slot_names(arrangement, kind) for arrangement, kind in examples.items()}
    return [
        Slot(slot, tuple(pair[number] for pair in names.values()), errors.get(slot, ""))
        for number, slot in enumerate(SLOTS)
    ]


def _slot_names(arrangement: str, kind: str) -> tuple[SlotName, SlotName]:
    sides = sides_of(kind)
    if len(sides) == 1:
        return (
            SlotName(arrangement, _("Picture"), _("one is enough: only this side is read")),
            SlotName(arrangement, _("Second picture"), _("not needed for this document")),
        )
    first, second = [label(side, "side") for side in sides] or [_("Front"), _("Back")]
    may_be_left_out = arrangement.endswith(")")
    return (
        SlotName(arrangement, first, _("or one picture or PDF with both")),
        SlotName(
            arrangement,
            second,
            _("may be left out: it prints titles only") if may_be_left_out else _("empty if the other holds both"),
        ),
    )
