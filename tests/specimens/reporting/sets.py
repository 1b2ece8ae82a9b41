"""The reporting set. Its seeds begin far beyond the tuning set's."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import DocumentKind
from tests.specimens.reporting import (
    driving_licence,
    electronic_licence,
    id_card,
    kr_driving_licence,
    temporary_id_card,
    vehicle_licence,
)
from tests.specimens.reporting.backgrounds import REPORTING_BACKGROUNDS
from tests.specimens.reporting.difficulties import REPORTING as DIFFICULTIES
from tests.specimens.sets import Source, SpecimenSet

REPORTING: Final = SpecimenSet(
    "reporting",
    20_000_000,
    {
        DocumentKind.CN_ID_CARD: Source(id_card.draw, tuple(id_card.VARIANTS)),
        DocumentKind.CN_TEMPORARY_ID_CARD: Source(temporary_id_card.draw, tuple(temporary_id_card.FORMS)),
        DocumentKind.CN_DRIVING_LICENCE: Source(driving_licence.draw, tuple(driving_licence.FORMS)),
        DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: Source(electronic_licence.draw, tuple(electronic_licence.SCREENS)),
        DocumentKind.CN_VEHICLE_LICENCE: Source(vehicle_licence.draw, tuple(vehicle_licence.VARIANTS)),
        DocumentKind.CN_DRIVING_LICENCE: Source(driving_licence.draw, tuple(driving_licence.FORMS)),
        DocumentKind.KR_DRIVING_LICENCE: Source(kr_driving_licence.draw, tuple(kr_driving_licence.FORMS)),
    },
    REPORTING_BACKGROUNDS,
    DIFFICULTIES,
    quality=(50, 70),
)
