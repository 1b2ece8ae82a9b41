"""The checks on what the specimens' own inventors make up: nothing but the run of time is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from kyc.documents.kinds import DocumentKind, FieldName
from tests.documents.checks.documents import checked, failing
from tests.specimens import kr_people
from tests.specimens.driving_licence import invent_licence
from tests.specimens.vehicles import invent_vehicle

TODAY = date(2026, 11, 21)
SEEDS = range(150)


@pytest.mark.parametrize("seeds", [SEEDS[start::5] for start in range(5)])
def test_vehicles(seeds: range) -> None:
    for seed in seeds:
        vehicle = invent_vehicle(seed)
        changes = {
            FieldName.PLATE_NUMBER: vehicle.plate,
            FieldName.USE_CHARACTER: vehicle.use,
            FieldName.VIN: vehicle.vin,
            FieldName.REGISTRATION_DATE: vehicle.registered.isoformat(),
            FieldName.ISSUE_DATE: vehicle.issued.isoformat(),
            FieldName.PASSENGERS: vehicle.passengers,
            FieldName.GROSS_MASS: vehicle.gross,
            FieldName.KERB_MASS: vehicle.kerb,
            FieldName.LOAD_MASS: vehicle.load,
            FieldName.DIMENSIONS: vehicle.dimensions,
            FieldName.INSPECTION_RECORD: "\n".join(vehicle.inspections),
        }
        results = checked(DocumentKind.CN_VEHICLE_LICENCE, changes, today=TODAY)
        assert failing(results) <= {"inspection_valid"}, (seed, changes)


@pytest.mark.parametrize("seeds", [SEEDS[start::5] for start in range(5)])
def test_licences(seeds: range) -> None:
    for seed in seeds:
        licence = invent_licence(seed)
        changes = {
            FieldName.LICENCE_NUMBER: licence.number,
            FieldName.NAME: licence.name,
            FieldName.SEX: licence.person.sex,
            FieldName.NATIONALITY: licence.nationality,
            FieldName.BIRTH_DATE: licence.person.birth_date.isoformat(),
            FieldName.FIRST_ISSUE_DATE: licence.first_issue.isoformat(),
            FieldName.LICENCE_CLASS: licence.licence_class,
            FieldName.VALID_FROM: licence.valid_from.isoformat(),
            FieldName.VALID_TO: licence.valid_to,
            FieldName.ARCHIVE_NUMBER: licence.archive_number,
        }
        results = checked(DocumentKind.CN_DRIVING_LICENCE, changes, today=TODAY)
        assert failing(results) <= {"not_expired"}, (seed, changes)


@pytest.mark.parametrize("seeds", [SEEDS[start::5] for start in range(5)])
def test_korean_licences(seeds: range) -> None:
    """One in ten of these has a number changed since October 2020, also on a card of before."""
    for seed in seeds:
        holder = kr_people.invent_holder(seed)
        changes = {
            FieldName.LICENCE_NUMBER: holder.licence_number,
            FieldName.RESIDENT_NUMBER: holder.resident_number,
            FieldName.RENEWAL_FROM: f"{holder.renewal_from:%Y.%m.%d}",
            FieldName.RENEWAL_TO: f"{holder.renewal_to:%Y.%m.%d}",
            FieldName.ISSUE_DATE: f"{holder.issued:%Y. %m. %d.}",
        }
        results = checked(DocumentKind.KR_DRIVING_LICENCE, changes, today=TODAY)
        assert failing(results) <= {"not_expired", "resident_check_digit"}, (seed, changes)
