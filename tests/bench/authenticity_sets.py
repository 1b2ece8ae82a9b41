"""What the benchmark of the detectors takes pictures of: genuine ones, genuine under conditions, attacks.

A *variant* is one way of taking pictures over several pages; its name is ``group/name``. Every variant has cards of its
own, so that captures are independent of each other.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatch
from functools import cache
from typing import Final

from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks import TUNING_CONDITIONS, TUNING_SPECIES
from tests.specimens.photograph import Photograph
from tests.specimens.reporting.attacks import REPORTING_CONDITIONS, REPORTING_SPECIES
from tests.specimens.reporting.sets import REPORTING
from tests.specimens.sets import TUNING, PageKey, SpecimenSet
from tests.specimens.species import Condition, Species

EVERYDAY: Final = "everyday"
#: Conditions' and species' cards lie in slots of as many seeds, above those of everyday pictures.
_SLOT, _SLOTS = 100, 400
_FIRST_SLOT: Final = 10_000


class Group(StrEnum):
    #: Everyday pictures and every difficulty of the set.
    GENUINE = "genuine"
    #: Genuine pictures that are easily mistaken for attacks.
    CONDITION = "condition"
    ATTACK = "attack"


@dataclass(frozen=True, slots=True)
class Samples:
    """A set, the attacks on its documents and the conditions it photographs them under."""

    held: SpecimenSet
    species: tuple[Species, ...]
    conditions: tuple[Condition, ...]


SAMPLES: Final[dict[str, Samples]] = {
    "reporting": Samples(REPORTING, REPORTING_SPECIES, REPORTING_CONDITIONS),
    "tuning": Samples(TUNING, TUNING_SPECIES, TUNING_CONDITIONS),
}


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """``source`` is what takes the pictures, None for the set's own. There is one object of each (``variants``), told
    apart by identity: what takes pictures may hold arrays, which have no hash."""

    group: Group
    name: str
    pages: tuple[PageKey, ...]
    source: Species | Condition | None = None

    @property
    def key(self) -> str:
        return f"{self.group.value}/{self.name}"

    @property
    def is_genuine(self) -> bool:
        return self.group is not Group.ATTACK


@cache
def variants(set_name: str) -> tuple[Variant, ...]:
    """All that can be measured on a set, genuine pictures first."""
    samples = SAMPLES[set_name]
    return (
        *(
            Variant(Group.GENUINE, name, _pages(samples.held.pages, name))
            for name in (EVERYDAY, *samples.held.difficulties)
        ),
        *(Variant(Group.CONDITION, one.name, one.pages, one) for one in samples.conditions),
        *(Variant(Group.ATTACK, one.name, one.pages, one) for one in samples.species),
    )


def _pages(pages: Sequence[PageKey], name: str) -> tuple[PageKey, ...]:
    """An everyday picture is a card on a table, which an electronic licence never is."""
    return tuple(
        page for page in pages if name != EVERYDAY or page[0] is not DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
    )


def variant(set_name: str, key: str) -> Variant:
    return next(one for one in variants(set_name) if one.key == key)


def difficulty_variant(set_name: str, difficulty: str) -> Variant:
    return variant(set_name, f"{Group.GENUINE.value}/{difficulty}")


def free_of_copies(set_name: str) -> list[str]:
    """The difficulties whose captures are all genuine as they are."""
    return [name for name, one in SAMPLES[set_name].held.difficulties.items() if not one.over.grey_copy]


def chosen(set_name: str, only: str) -> list[tuple[Variant, PageKey]]:
    """The variants and pages whose names match one of the patterns in ``only`` (``group/name/kind/side``, separated by
    commas; what is left out at the end, or is ``*``, matches all)."""
    patterns = [pattern.strip().split("/") for pattern in only.split(",") if pattern.strip()] or [["*"]]
    return [
        (one, page)
        for one in variants(set_name)
        for page in one.pages
        if any(_matches((one.group.value, one.name, page[0].value, page[1].value), pattern) for pattern in patterns)
    ]


def _matches(names: Sequence[str], pattern: Sequence[str]) -> bool:
    return all(fnmatch(name, wanted or "*") for name, wanted in zip(names, pattern, strict=False))


def capture(set_name: str, taken: Variant, page: PageKey, index: int) -> Photograph:
    """Picture ``index`` of a page in a variant, always the same."""
    held = without_copies(SAMPLES[set_name].held)
    if taken.source is not None:
        return held.taken(page, taken.source.take, card(taken, index))
    if taken.name == EVERYDAY:
        return held.everyday(page, index)
    return held.capture(page, taken.name, index)


def card(taken: Variant, index: int) -> int:
    """The number of the card that a condition or species mounts as its ``index``-th."""
    return _FIRST_SLOT + _SLOT * (zlib.crc32(taken.key.encode()) % _SLOTS) + index


def without_copies(held: SpecimenSet) -> SpecimenSet:
    """The set without the grey copies among its difficult pictures: reading them is one thing, calling them genuine
    another."""
    genuine = {name: replace(one, over=replace(one.over, grey_copy=0.0)) for name, one in held.difficulties.items()}
    return replace(held, difficulties=genuine)


def excused(taken: Variant, page: PageKey, shot: Photograph) -> tuple[WarningCode, ...]:
    """Warnings that are true of a genuine picture and therefore no false alarms."""
    codes = list(taken.source.excused) if isinstance(taken.source, Condition) else []
    if page[0] is DocumentKind.CN_TEMPORARY_ID_CARD:
        codes.append(WarningCode.TEMPORARY_DOCUMENT)
    if page[0] is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        codes.append(WarningCode.ELECTRONIC_DOCUMENT)
    over = {
        WarningCode.GLARE: shot.settings.glare,
        WarningCode.COVERED: shot.settings.fingers,
        # A telephone that shows the licence was photographed: that is a screen.
        WarningCode.SCREEN_RECAPTURE: shot.settings.moire,
    }
    return tuple(dict.fromkeys([*codes, *(code for code, strength in over.items() if strength)]))
