"""Species of spoilt pictures: each on its pages, the same for a seed, with regions where the picture is spoilt."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.specimens.attacks.spoilt import SPOILT_SPECIES
from tests.specimens.photograph import PhotoSettings, photograph
from tests.specimens.sets import TUNING
from tests.specimens.species import Family, Species

SIZE = (640, 480)
CLEAR = PhotoSettings(background="slate", rotation=6, fill=0.85)


def test_names_are_unique_and_every_family_has_an_aim() -> None:
    names = [species.name for species in SPOILT_SPECIES]
    assert len(names) == len(set(names))
    for family in (Family.GLARE, Family.COVER, Family.CUT, Family.BLUR):
        assert any(species.aim == 0.02 for species in SPOILT_SPECIES if species.family is family)


@pytest.mark.parametrize("species", SPOILT_SPECIES, ids=lambda species: species.name)
def test_a_species_marks_what_it_spoils(species: Species) -> None:
    page = species.pages[len(species.name) % len(species.pages)]
    shot = species.take(TUNING.specimen(page, 1), CLEAR, 3, SIZE)
    assert shot.regions
    width, height = shot.image.size
    for _, place in shot.regions:
        left, top, right, bottom = place.bounds()
        assert left < width
        assert top < height
        assert right > 0
        assert bottom > 0


@pytest.mark.parametrize("name", ["glare_spot_text", "cover_sticker", "cover_mosaic"])
def test_a_picture_is_changed_where_it_says_and_the_same_for_a_seed(name: str) -> None:
    species = next(species for species in SPOILT_SPECIES if species.name == name)
    specimen = TUNING.specimen(species.pages[0], 1)
    shot = species.take(specimen, CLEAR, 3, SIZE)
    assert shot.jpeg == species.take(specimen, CLEAR, 3, SIZE).jpeg
    clean = photograph(specimen, CLEAR, 3, SIZE)
    change = np.abs(np.asarray(shot.image, int) - np.asarray(clean.image, int)).max(axis=2)
    left, top, right, bottom = (round(side) for side in shot.regions[0][1].bounds())
    inside = change[max(top, 0) : bottom, max(left, 0) : right]
    assert inside.mean() > 4 * change.mean()


def test_a_messenger_moves_the_regions_with_the_picture() -> None:
    species = next(species for species in SPOILT_SPECIES if species.name == "cut_5")
    specimen = TUNING.specimen(species.pages[0], 1)
    sent = species.take(specimen, dataclasses.replace(CLEAR, messenger_side=320), 3, SIZE)
    assert max(sent.image.size) == 320
    left, top, right, bottom = sent.regions[0][1].bounds()
    assert right <= sent.image.width + 1
    assert bottom <= sent.image.height + 1
    assert min(right - left, bottom - top) > 2
