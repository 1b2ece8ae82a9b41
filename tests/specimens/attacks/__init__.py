"""What people do to a document before the desk sees it: copies, screens, edited pixels and spoilt pictures."""

from __future__ import annotations

from typing import Final

from tests.specimens.attacks.conditions import TUNING_CONDITIONS
from tests.specimens.attacks.edits import splice_field
from tests.specimens.attacks.edits_species import EDIT_SPECIES
from tests.specimens.attacks.prints import PRINT_SPECIES, colour_copy, grey_copy
from tests.specimens.attacks.screens import SCREEN_SPECIES, screen_recapture
from tests.specimens.attacks.spoilt import SPOILT_SPECIES, cut_off, with_blur, with_glare
from tests.specimens.species import Species

#: Every way of attacking or spoiling a picture that tuning may look at.
TUNING_SPECIES: Final[tuple[Species, ...]] = (
    *PRINT_SPECIES,
    *SCREEN_SPECIES,
    *EDIT_SPECIES,
    *SPOILT_SPECIES,
)

__all__ = [
    "TUNING_CONDITIONS",
    "TUNING_SPECIES",
    "colour_copy",
    "cut_off",
    "grey_copy",
    "screen_recapture",
    "splice_field",
    "with_blur",
    "with_glare",
]
