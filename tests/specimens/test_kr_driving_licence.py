"""Drawn Korean driving licences: true to their holders, the same for the same seed, nothing printed over the edge."""

from __future__ import annotations

import pytest

from kyc.documents import kr_licence, resident_number
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from tests.specimens.kr_driving_licence import TUNING_FORMS, draw, varied
from tests.specimens.kr_people import NEVER_ASSIGNED, invent_holder

SEEDS = range(40)


@pytest.mark.parametrize("name", TUNING_FORMS)
def test_every_field_is_drawn_inside_the_card(name: str) -> None:
    specimen = draw(Side.MAIN_PAGE, 7, name)
    assert set(specimen.truth) == set(FIELDS[DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE])
    for left, top, right, bottom in specimen.boxes.values():
        assert left >= 0
        assert top >= 0
        assert right <= specimen.image.width
        assert bottom <= specimen.image.height
    assert {"portrait", "ghost", "seal", "mark"} <= set(specimen.areas)


def test_the_same_seed_draws_the_same_licence() -> None:
    assert draw(Side.MAIN_PAGE, 5, "kr_banded").image.tobytes() == draw(Side.MAIN_PAGE, 5, "kr_banded").image.tobytes()


def test_no_value_is_under_the_mark_or_a_picture() -> None:
    for name in TUNING_FORMS:
        specimen = draw(Side.MAIN_PAGE, 9, name)
        for area in specimen.areas.values():
            for field, box in specimen.boxes.items():
                apart = box[2] <= area[0] or area[2] <= box[0] or box[3] <= area[1] or area[3] <= box[1]
                assert apart, (name, field)


@pytest.mark.parametrize("seed", SEEDS)
def test_holders_are_nobody_and_lawful(seed: int) -> None:
    holder = invent_holder(seed)
    assert holder.resident_number[8:10] == NEVER_ASSIGNED
    assert resident_number.birth_date(holder.resident_number) is not None
    number = kr_licence.parse_number(holder.licence_number)
    assert number is not None
    assert str(number) == holder.licence_number
    assert all(name in kr_licence.CLASSES for name in holder.classes)
    assert holder.authority in kr_licence.AUTHORITIES
    assert holder.issued < holder.renewal_from < holder.renewal_to
    assert holder.birth_date.year + 18 <= holder.issued.year


def test_the_variety_is_there() -> None:
    holders = [invent_holder(seed) for seed in range(400)]
    assert any(holder.name.isascii() for holder in holders)
    assert {len(holder.classes) for holder in holders} == {1, 2, 3}
    assert {len(holder.conditions) for holder in holders} == {0, 1, 2}
    assert any(not holder.licence_number[0].isdigit() for holder in holders)
    assert any(resident_number.is_foreign(holder.resident_number) for holder in holders)
    fits = resident_number.Checksum.FITS
    assert any(resident_number.checksum(holder.resident_number) is not fits for holder in holders)
    assert {holder.resident_number[7] for holder in holders} >= set("1234")


def test_birth_date_and_sex_are_not_printed() -> None:
    specimen = draw(Side.MAIN_PAGE, 3, "kr_labelled")
    assert specimen.truth[FieldName.BIRTH_DATE] == ""
    assert specimen.truth[FieldName.SEX] == ""
    assert specimen.normalised[FieldName.SEX] in (resident_number.MALE, resident_number.FEMALE)


def test_another_printer_prints_the_same_values_in_the_same_places() -> None:
    """In other inks and on other grounds, not all alike."""
    plain = draw(Side.MAIN_PAGE, 5, "kr_labelled")
    licences = [varied(plain, seed) for seed in range(4)]
    for licence in licences:
        assert licence.truth == plain.truth
        assert licence.boxes == plain.boxes
        assert licence.areas == plain.areas
    assert len({licence.image.tobytes() for licence in [plain, *licences]}) == 5
    assert varied(plain, 1).image.tobytes() == licences[1].image.tobytes()
