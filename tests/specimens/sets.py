"""Named sets of simulated photographs: which page, in which form, on which table, taken how.

This is the set that tuning may look at. The one that figures are reported on is ``tests.specimens.reporting.sets``; the
two share no seed, form, font, paper or background, and only benchmarks may import that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from kyc.documents.kinds import FIELDS, DocumentKind, Side
from tests.specimens import (
    difficulties,
    driving_licence,
    electronic_licence,
    id_card,
    kr_driving_licence,
    temporary_id_card,
    vehicle_licence,
)
from tests.specimens.backgrounds import TUNING_BACKGROUNDS, Painter
from tests.specimens.difficulties import Difficulty, take_picture
from tests.specimens.page import Specimen
from tests.specimens.photograph import CAPTURE_SIZE, Photograph, PhotoSettings, photograph
from tests.specimens.species import PageKey, Take

#: Draws a side of the document of a seed in a named form.
Draw = Callable[[Side, int, str], Specimen]

#: How far apart the seeds of pages, and of difficulties within a page, lie: the most captures each can have.
PAGE_STRIDE: Final = 100_000
DIFFICULTY_STRIDE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """Who draws a document and the forms it can be drawn in."""

    draw: Draw
    forms: tuple[str, ...]


@dataclass(frozen=True)
class SpecimenSet:
    """``sources`` by kind; every page of ``FIELDS`` that prints something and whose kind has a source is in the set.

    The first seed of a set is far beyond the last of the one before. ``quality`` is the range of JPEG qualities of the
    everyday pictures that detectors are measured on.
    """

    name: str
    first_seed: int
    sources: Mapping[DocumentKind, Source]
    backgrounds: tuple[str | Painter, ...]
    difficulties: Mapping[str, Difficulty]
    quality: tuple[int, int] = (60, 92)

    @property
    def pages(self) -> tuple[PageKey, ...]:
        return tuple(page for page, fields in FIELDS.items() if fields and page[0] in self.sources)

    def form(self, page: PageKey, index: int) -> str:
        """The form of specimen ``index``: all in turn, so that each has its share."""
        forms = self.sources[page[0]].forms
        return forms[index % len(forms)]

    def seed(self, page: PageKey, index: int, difficulty: str = "") -> int:
        place = list(FIELDS).index(page)
        level = difficulties.NAMES.index(difficulty) if difficulty else len(difficulties.NAMES)
        return self.first_seed + PAGE_STRIDE * place + DIFFICULTY_STRIDE * level + index

    def specimen(self, page: PageKey, index: int, difficulty: str = "") -> Specimen:
        """Specimen ``index`` of a page; other people for each difficulty."""
        return _drawn(self.sources[page[0]].draw, page[1], self.seed(page, index, difficulty), self.form(page, index))

    def capture(self, page: PageKey, difficulty: str, index: int) -> Photograph:
        """Picture ``index`` of a page at a difficulty, always the same."""
        specimen = self.specimen(page, index, difficulty)
        return take_picture(
            self.difficulties[difficulty], specimen, self.seed(page, index, difficulty), self.backgrounds
        )

    def captures(self, page: PageKey, difficulty: str, count: int, first: int = 0) -> Iterator[Photograph]:
        for index in range(first, first + count):
            yield self.capture(page, difficulty, index)

    def everyday(self, page: PageKey, index: int, size: tuple[int, int] = CAPTURE_SIZE) -> Photograph:
        """A picture as detectors are measured on; every other one is tilted by 15 to 180 degrees."""
        return photograph(self.specimen(page, index), *self._everyday(page, index), size)

    def taken(self, page: PageKey, take: Take, index: int, size: tuple[int, int] = CAPTURE_SIZE) -> Photograph:
        """The same subject and camera as a species or a condition takes them."""
        return take(self.specimen(page, index), *self._everyday(page, index), size)

    def _everyday(self, page: PageKey, index: int) -> tuple[PhotoSettings, int]:
        seed = self.seed(page, index)
        rng = np.random.default_rng(seed)
        tilted = index % 2 == 0
        return PhotoSettings.at_random(rng, self.backgrounds, tilted=tilted, quality=self.quality), seed


@lru_cache(maxsize=32)
def _drawn(draw: Draw, side: Side, seed: int, form: str) -> Specimen:
    return draw(side, seed, form)


def _id_card(side: Side, seed: int, form: str) -> Specimen:
    """An ID card at the standard's own places or in a variant with places of its own."""
    if form in id_card.STYLES:
        return id_card.draw_variant(side, seed, id_card.Variant(id_card.STYLES[form], id_card.STANDARD))
    return id_card.draw(side, seed, form)


TUNING: Final = SpecimenSet(
    "tuning",
    1_000_000,
    {
        DocumentKind.CN_ID_CARD: Source(_id_card, (*id_card.TUNING_VARIANTS, *id_card.STYLES)),
        DocumentKind.CN_TEMPORARY_ID_CARD: Source(temporary_id_card.draw, tuple(temporary_id_card.TUNING_FORMS)),
        DocumentKind.CN_DRIVING_LICENCE: Source(driving_licence.draw, tuple(driving_licence.TUNING_FORMS)),
        DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: Source(
            electronic_licence.draw, tuple(electronic_licence.TUNING_SCREENS)
        ),
        DocumentKind.CN_VEHICLE_LICENCE: Source(vehicle_licence.draw, tuple(vehicle_licence.TUNING_VARIANTS)),
        DocumentKind.KR_DRIVING_LICENCE: Source(kr_driving_licence.draw, tuple(kr_driving_licence.TUNING_FORMS)),
    },
    TUNING_BACKGROUNDS,
    difficulties.TUNING,
)
