"""Smoke only: every species mounts on each of its pages, every condition on some, and says truly what it changed."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings
from tests.specimens.reporting.attacks import REPORTING_CONDITIONS, REPORTING_SPECIES
from tests.specimens.reporting.attacks.optics import captured, decoded, enlarged, filled
from tests.specimens.reporting.sets import REPORTING
from tests.specimens.species import Condition, Family, PageKey, Species

#: Small, for speed; the documents are shrunk to match.
SIZE = (256, 192)
WIDTH = 300
EVERY = (*REPORTING_SPECIES, *REPORTING_CONDITIONS)
LOCAL = [
    species
    for species in REPORTING_SPECIES
    if species.family in (Family.RETYPE, Family.MOVED_TEXT, Family.PORTRAIT, Family.SPLICE, Family.GLARE, Family.COVER)
]


@pytest.fixture(scope="module")
def specimens() -> dict[PageKey, Specimen]:
    return {page: _small(REPORTING.specimen(page, 0)) for page in REPORTING.pages}


def _small(specimen: Specimen) -> Specimen:
    factor = WIDTH / specimen.image.width
    image = specimen.image.convert("RGB").resize((WIDTH, round(specimen.image.height * factor)), Image.Resampling.BOX)
    return enlarged(specimen, np.asarray(image), factor, (0, 0), round(specimen.corner * factor))


def _settings(seed: int) -> PhotoSettings:
    return PhotoSettings.at_random(np.random.default_rng(seed), ("slate",), tilted=seed % 2 == 0)


def _taken(entry: Species | Condition, specimen: Specimen, seed: int) -> Photograph:
    return entry.take(specimen, _settings(seed), seed, SIZE)


def _ids(entry: Species | Condition) -> str:
    return entry.name


def test_names_are_unique_and_pages_exist() -> None:
    names = [entry.name for entry in EVERY]
    assert len(set(names)) == len(names)
    assert all(entry.strength and entry.pages for entry in EVERY)
    assert {page for entry in EVERY for page in entry.pages} <= set(FIELDS)
    assert {species.family for species in REPORTING_SPECIES} == set(Family)


@pytest.mark.parametrize("entry", EVERY, ids=_ids)
def test_it_mounts_on_each_of_its_pages(entry: Species | Condition, specimens: dict[PageKey, Specimen]) -> None:
    """And the same seed gives the same bytes. A condition stands for itself on its first and last pages."""
    pages = entry.pages if isinstance(entry, Species) else (entry.pages[0], entry.pages[-1])
    for seed, page in enumerate(pages):
        shot = _taken(entry, specimens[page], seed)
        with Image.open(io.BytesIO(shot.jpeg)) as stored:
            assert ImageOps.exif_transpose(stored).size == shot.image.size
        assert len(shot.quads) == 1
        if seed == 0:
            assert _taken(entry, specimens[page], seed).jpeg == shot.jpeg
        if isinstance(entry, Species):
            assert shot.regions
            assert all(_meets(place, shot) for _, place in shot.regions)


def _meets(place: Quad, shot: Photograph) -> bool:
    """Whether ``place`` lies on the card and in the picture."""
    shape = (shot.image.height, shot.image.width)
    both = (filled(shape, [place]) > 127) & (filled(shape, [shot.quad]) > 127)
    return bool(both.sum() >= 9)


@pytest.mark.parametrize("species", LOCAL, ids=_ids)
def test_its_regions_lie_where_pixels_changed(species: Species, specimens: dict[PageKey, Specimen]) -> None:
    specimen, seed = specimens[species.pages[0]], 3
    shot = _taken(species, specimen, seed)
    shape = (shot.image.height, shot.image.width)
    before = decoded(captured(specimen, _settings(seed), seed, SIZE))
    before = cv2.resize(before, shape[::-1], interpolation=cv2.INTER_AREA)
    changed = np.abs(decoded(shot).astype(float) - before).mean(axis=2)
    inside = filled(shape, [place for _, place in shot.regions]) > 127
    card = filled(shape, [shot.quad]) > 127
    assert changed[inside & card].mean() > 1.5 * changed[~inside & card].mean()


@pytest.mark.parametrize("species", [entry for entry in REPORTING_SPECIES if entry.family is Family.CUT], ids=_ids)
def test_a_cut_card_leaves_the_frame_where_its_region_lies(
    species: Species, specimens: dict[PageKey, Specimen]
) -> None:
    for seed, page in enumerate(species.pages):
        shot = _taken(species, specimens[page], seed)
        left, top, right, bottom = shot.quad.bounds()
        width, height = shot.image.size
        beyond = (left < 0, top < 0, right > width, bottom > height)
        touched = shot.regions[0][1].bounds()
        at_edge = (touched[0] <= 0, touched[1] <= 0, touched[2] >= width, touched[3] >= height)
        assert any(out and near for out, near in zip(beyond, at_edge, strict=True))
