"""Species of attacks: told apart by name, and each says where it changed the picture."""

from __future__ import annotations

import pytest

from tests.specimens.attacks import TUNING_SPECIES
from tests.specimens.sets import TUNING
from tests.specimens.species import Family, Species

SIZE = (800, 600)
FIRST_OF_FAMILY = {species.family: species for species in reversed(TUNING_SPECIES)}


def test_species_are_told_apart_by_name_and_fill_every_family() -> None:
    names = [species.name for species in TUNING_SPECIES]
    assert len(set(names)) == len(names)
    assert set(FIRST_OF_FAMILY) == set(Family)


@pytest.mark.parametrize("species", TUNING_SPECIES, ids=lambda species: species.name)
def test_a_species_can_be_mounted_somewhere_and_its_aim_is_a_share(species: Species) -> None:
    assert species.pages
    assert set(species.pages) <= set(TUNING.pages)
    assert species.aim is None or 0 < species.aim < 1


@pytest.mark.parametrize("species", FIRST_OF_FAMILY.values(), ids=lambda species: species.family.value)
def test_an_attack_says_where_it_changed_the_picture(species: Species) -> None:
    page = species.pages[0]
    shot = TUNING.taken(page, species.take, 0, SIZE)
    assert (shot.specimen.kind, shot.specimen.side) == page
    assert shot.regions
    assert all(label and quad.area() > 0 for label, quad in shot.regions)
    assert shot.jpeg == TUNING.taken(page, species.take, 0, SIZE).jpeg
    assert shot.jpeg != TUNING.everyday(page, 0, SIZE).jpeg
