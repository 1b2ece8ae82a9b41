"""Screens: what their lattices keep, and that every species mounts on every page it names."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from kyc.documents.kinds import DocumentKind, Side
from tests.specimens.attacks.screens import SCREEN_SPECIES, VISIBLE
from tests.specimens.attacks.screens_lattice import BGR_STRIPE, CHEVRON, PENTILE, PENTILE_DOTS, RGB_STRIPE, S_STRIPE
from tests.specimens.attacks.screens_views import Setup, arranged, contrast
from tests.specimens.photograph import PhotoSettings
from tests.specimens.sets import TUNING

SIZE = (800, 600)
SETTINGS = PhotoSettings(jpeg_quality=90, noise=2.0)


@pytest.mark.parametrize("lattice", [RGB_STRIPE, BGR_STRIPE, CHEVRON, PENTILE, PENTILE_DOTS, S_STRIPE])
def test_lattice_keeps_the_brightness_of_every_colour(lattice) -> None:
    np.testing.assert_allclose(lattice.table.mean(axis=(1, 2)), 1, rtol=1e-5)
    seen = lattice.seen(np.eye(2) * 0.8, 0.5)
    np.testing.assert_allclose(seen.mean(axis=(1, 2)), 1, rtol=1e-4)


def test_pixel_as_wide_as_a_screen_pixel_sees_no_lattice() -> None:
    assert float(RGB_STRIPE.seen(np.eye(2), 0.0).std()) < 1e-3
    assert float(RGB_STRIPE.seen(np.eye(2) * 0.4, 0.0).std()) > 0.2


def test_blur_hides_what_focus_shows() -> None:
    setup = Setup((RGB_STRIPE,), (1.2, 1.21), (1.5, 1.51), tilt=(0, 1), turn=(3, 4))
    scene = arranged(setup, SIZE, SIZE, np.random.default_rng(3))
    soft = dataclasses.replace(scene, camera=dataclasses.replace(scene.camera, blur=3.0))
    assert contrast(scene, SETTINGS, SIZE) > VISIBLE > contrast(soft, SETTINGS, SIZE)


@pytest.mark.parametrize("turn", [30, 45, 70, 135])
def test_turned_screen_too_fine_for_the_sensor_shows_no_lattice(turn: float) -> None:
    setup = Setup((RGB_STRIPE,), (0.4, 0.41), (1.0, 1.01), tilt=(15, 16), turn=(turn, turn + 1))
    assert contrast(arranged(setup, SIZE, SIZE, np.random.default_rng(3)), SETTINGS, SIZE) < VISIBLE / 4


def test_species_are_named_once_and_only_visible_ones_have_an_aim() -> None:
    assert len({species.name for species in SCREEN_SPECIES}) == len(SCREEN_SPECIES)
    for species in SCREEN_SPECIES:
        assert (species.aim == 0.05) == ("neither" not in species.strength)


@pytest.mark.parametrize("species", SCREEN_SPECIES, ids=lambda species: species.name)
def test_species_gives_a_picture_with_the_document_and_the_screen_in_it(species) -> None:
    specimen = TUNING.specimen((DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE), 0)
    shot = species.take(specimen, SETTINGS, 5, SIZE)
    width, height = shot.image.size
    assert [label for label, _ in shot.regions] == ["screen"]
    for x, y in shot.quad.points:
        assert -0.02 * width <= x <= 1.02 * width
        assert -0.02 * height <= y <= 1.02 * height


def test_same_seed_gives_the_same_picture() -> None:
    specimen = TUNING.specimen((DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE), 0)
    first, second = (SCREEN_SPECIES[0].take(specimen, SETTINGS, 5, SIZE) for _ in range(2))
    assert first.jpeg == second.jpeg
