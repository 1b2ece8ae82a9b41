"""Attacks and difficult genuine pictures that figures are reported on, by methods of their own."""

from __future__ import annotations

from typing import Final

from tests.specimens.reporting.attacks.conditions import CONDITIONS
from tests.specimens.reporting.attacks.edits import EDITS
from tests.specimens.reporting.attacks.prints import PRINTS
from tests.specimens.reporting.attacks.screens import SCREENS
from tests.specimens.reporting.attacks.spoilt import SPOILT
from tests.specimens.species import Condition, Species

REPORTING_SPECIES: Final[tuple[Species, ...]] = (*PRINTS, *SCREENS, *EDITS, *SPOILT)
REPORTING_CONDITIONS: Final[tuple[Condition, ...]] = CONDITIONS

__all__ = ["REPORTING_CONDITIONS", "REPORTING_SPECIES"]
