"""Drawn vehicle licences: every field where the truth says, marked as specimens, the same for the same seed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kyc.documents import plates, vin
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName, Side
from tests.specimens.page import Box, Specimen
from tests.specimens.vehicle_licence import OFFSET, TUNING_VARIANTS, draw
from tests.specimens.vehicles import invent_vehicle

KIND = DocumentKind.CN_VEHICLE_LICENCE
DRAWN = [draw(side, 30 + seed, name) for seed, name in enumerate(TUNING_VARIANTS) for side in SIDES[KIND]]
VEHICLES = [invent_vehicle(seed) for seed in range(400)]


@pytest.fixture(params=DRAWN, ids=lambda specimen: f"{specimen.style.name}-{specimen.side}")
def specimen(request: pytest.FixtureRequest) -> Specimen:
    drawn: Specimen = request.param
    return drawn


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_field_has_a_truth_and_a_box_unless_it_is_blank(specimen: Specimen) -> None:
    assert set(specimen.truth) == set(specimen.normalised) == set(FIELDS[KIND, specimen.side])
    assert set(specimen.boxes) == {name for name, text in specimen.truth.items() if text}


def test_boxes_lie_on_the_page_and_hold_ink(specimen: Specimen) -> None:
    red_or_grey = np.asarray(specimen.image).min(axis=2)
    for left, top, right, bottom in specimen.boxes.values():
        assert 0 <= left < right <= specimen.image.width
        assert 0 <= top < bottom <= specimen.image.height
        assert red_or_grey[int(top) : int(bottom) + 1, int(left) : int(right) + 1].min() < 120


def test_fields_do_not_run_into_each_other(specimen: Specimen) -> None:
    boxes = list(specimen.boxes.items())
    for at, (name, box) in enumerate(boxes):
        for other_name, other in boxes[at + 1 :]:
            assert not _overlap(box, other), (name, other_name)


def test_the_specimen_mark_is_red_and_covers_no_value(specimen: Specimen) -> None:
    left, top, right, bottom = (int(side) for side in specimen.areas["mark"])
    marked = np.asarray(specimen.image)[top:bottom, left:right].reshape(-1, 3).astype(int)
    assert (marked[:, 0] - marked[:, 1] > 80).mean() > 0.15
    assert not any(_overlap(specimen.areas["mark"], box) for box in specimen.boxes.values())


def test_a_seed_always_draws_the_same_page() -> None:
    first, second = (draw(Side.MAIN_PAGE, 3, "needles") for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()


def test_values_lie_off_the_form_in_common_and_by_no_more_than_a_bad_printer() -> None:
    places = [
        tuple(draw(Side.MAIN_PAGE, seed, "crisp").boxes[name] for name in (FieldName.PLATE_NUMBER, FieldName.OWNER))
        for seed in range(12)
    ]
    lefts = np.array([[plate[0], owner[0]] for plate, owner in places]) / 1400
    assert 0.005 < np.ptp(lefts[:, 0]) < 2 * OFFSET[0] + 0.01
    assert np.abs(np.diff(lefts, axis=1) - np.median(np.diff(lefts, axis=1))).max() < 0.008


def test_plates_are_of_the_standard_and_some_are_of_new_energy_and_trailers() -> None:
    assert all(plates.is_valid(vehicle.plate) for vehicle in VEHICLES)
    assert {"new_energy_small", "new_energy_large", "general", "special"} <= {
        plates.form_of(vehicle.plate) for vehicle in VEHICLES
    }


def test_chinese_vins_pass_and_some_foreign_ones_do_not() -> None:
    numbers = [vehicle.vin for vehicle in VEHICLES]
    assert all(vin.has_shape(number) for number in numbers)
    assert all(vin.has_check_digit(number) for number in numbers if vin.needs_check_digit(number))
    assert any(not vin.has_check_digit(number) for number in numbers)


def test_the_variety_of_the_form_is_there() -> None:
    assert {0, 1, 2, 3} == {len(vehicle.inspections) for vehicle in VEHICLES}
    assert any(not vehicle.remarks for vehicle in VEHICLES)
    assert any(len(vehicle.owner) > 24 for vehicle in VEHICLES)
    assert any(len(vehicle.address) > 42 for vehicle in VEHICLES)
    assert {"--"} < {vehicle.load for vehicle in VEHICLES}
    assert {"--"} < {vehicle.towing for vehicle in VEHICLES}
    assert all(re.fullmatch(r"\d{4,5}×\d{3,4}×\d{3,4}mm", vehicle.dimensions) for vehicle in VEHICLES)
