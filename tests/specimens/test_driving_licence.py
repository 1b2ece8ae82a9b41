"""Drawn driving licences: fields where the truth says, marked as specimens, the same for the same seed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kyc.documents import citizen_number, licence_class
from kyc.documents.closed_lists import LONG_TERM
from kyc.documents.kinds import FIELDS, MAY_BE_BLANK, DocumentKind, FieldName, Side
from tests.specimens.driving_licence import TUNING_FORMS, TUNING_STYLES, draw, invent_licence, seal_rows
from tests.specimens.page import Box, Specimen

KIND = DocumentKind.CN_DRIVING_LICENCE
DRAWN = [
    draw(side, seed, style) for seed, style in enumerate(TUNING_STYLES) for side in (Side.MAIN_PAGE, Side.SUB_PAGE)
]
MANY = [invent_licence(seed) for seed in range(400)]


@pytest.fixture(params=DRAWN, ids=lambda specimen: f"{specimen.style.name}-{specimen.side}")
def specimen(request: pytest.FixtureRequest) -> Specimen:
    drawn: Specimen = request.param
    return drawn


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_field_has_a_truth_and_a_box_where_something_is_printed(specimen: Specimen) -> None:
    fields = set(FIELDS[KIND, specimen.side])
    assert set(specimen.truth) == set(specimen.normalised) == fields
    assert set(specimen.boxes) == {name for name in fields if specimen.truth[name]}
    assert fields - set(specimen.boxes) <= MAY_BE_BLANK


def test_boxes_lie_on_the_page_and_hold_ink(specimen: Specimen) -> None:
    green = np.asarray(specimen.image)[..., 1]
    for left, top, right, bottom in specimen.boxes.values():
        assert 0 <= left < right <= specimen.image.width
        assert 0 <= top < bottom <= specimen.image.height
        assert green[int(top) : int(bottom) + 1, int(left) : int(right) + 1].min() < 130


def test_values_do_not_run_into_each_other(specimen: Specimen) -> None:
    boxes = [(name, box) for name, box in specimen.boxes.items() if name is not FieldName.ISSUING_AUTHORITY]
    for at, (name, box) in enumerate(boxes):
        for other_name, other in boxes[at + 1 :]:
            inner = (box[0] + 6, box[1] + 6, box[2] - 6, box[3] - 6)
            assert not _overlap(inner, other), (name, other_name)


def test_the_specimen_mark_is_red_and_covers_no_value(specimen: Specimen) -> None:
    left, top, right, bottom = (int(side) for side in specimen.areas["mark"])
    marked = np.asarray(specimen.image)[top:bottom, left:right].reshape(-1, 3).astype(int)
    assert (marked[:, 0] - marked[:, 1] > 80).mean() > 0.15
    assert not any(_overlap(specimen.areas["mark"], box) for box in specimen.boxes.values())


def test_the_seal_is_red(specimen: Specimen) -> None:
    if specimen.side is Side.MAIN_PAGE:
        left, top, right, bottom = (int(side) for side in specimen.areas["seal"])
        pixels = np.asarray(specimen.image)[top:bottom, left:right].astype(int)
        assert (pixels[..., 0] - pixels[..., 1] > 60).mean() > 0.08


def test_a_seed_always_draws_the_same_licence() -> None:
    first, second = (draw(Side.MAIN_PAGE, 3, TUNING_STYLES[0]) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()


def test_both_pages_are_one_persons() -> None:
    main, sub = (draw(side, 8, TUNING_STYLES[1]) for side in (Side.MAIN_PAGE, Side.SUB_PAGE))
    for name in (FieldName.NAME, FieldName.LICENCE_NUMBER):
        assert main.truth[name] == sub.truth[name]


def test_the_variety_of_real_licences_occurs() -> None:
    assert {licence.old_form for licence in MANY} == {True, False}
    assert {"6年", "10年", LONG_TERM} <= {licence.valid_to for licence in MANY if licence.old_form}
    assert any(licence.valid_to == LONG_TERM for licence in MANY if not licence.old_form)
    assert any(licence.nationality != "中国" for licence in MANY)
    assert any(licence.name.isascii() for licence in MANY)
    assert any(not licence.record for licence in MANY)
    assert {len(seal_rows(licence.authority)) for licence in MANY} == {3, 4}


def test_licences_are_lawful_but_nobodys() -> None:
    for licence in MANY:
        assert licence_class.is_valid(licence.licence_class)
        assert licence.person.birth_date.year + 18 <= licence.first_issue.year
        assert licence.first_issue <= licence.valid_from < date(2026, 11, 1)
        assert len(licence.archive_number) == 12
        if licence.number == licence.person.number:
            assert citizen_number.is_valid(licence.number)
            assert licence.number[2:4] == "99", "a county that was never assigned"


def test_forms_differ_in_every_place() -> None:
    for one, other in ((0, 1), (0, 2), (1, 2)):
        first, second = (TUNING_FORMS[TUNING_STYLES[at]] for at in (one, other))
        assert set(first.main.slots.values()).isdisjoint(second.main.slots.values())
        assert set(first.main.labels).isdisjoint(second.main.labels)
