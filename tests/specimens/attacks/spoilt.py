"""Pictures spoilt as they were taken: by a mirrored lamp, something over the card, the frame or the lens."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.specimens.attacks.spoilt_cover import COVER_SPECIES
from tests.specimens.attacks.spoilt_frame import BLUR_SPECIES, CUT_SPECIES
from tests.specimens.attacks.spoilt_glare import GLARE_SPECIES
from tests.specimens.photograph import PhotoSettings
from tests.specimens.species import Species

SPOILT_SPECIES: Final[tuple[Species, ...]] = (*GLARE_SPECIES, *COVER_SPECIES, *CUT_SPECIES, *BLUR_SPECIES)


def with_glare(settings: PhotoSettings, strength: float = 1.0) -> PhotoSettings:
    return replace(settings, glare=strength)


def with_blur(settings: PhotoSettings, sigma: float = 5.0) -> PhotoSettings:
    """Out of focus by ``sigma`` pixels."""
    return replace(settings, blur=sigma)


def cut_off(settings: PhotoSettings, fill: float = 1.25) -> PhotoSettings:
    """So near that the frame holds only a part of the card."""
    return replace(settings, fill=fill, offset=(0.0, 0.0))
