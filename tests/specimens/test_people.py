"""Fictional holders: lawful numbers and terms, and nobody real."""

from __future__ import annotations

from datetime import date

import pytest

from kyc.documents import citizen_number
from kyc.documents.closed_lists import ETHNICITIES, PROVINCES
from kyc.documents.validity import Validity, age_on, has_lawful_term, term_for_age
from tests.specimens.people import REFERENCE_DAY, invent_person

PEOPLE = [invent_person(seed) for seed in range(300)]


def test_numbers_agree_with_what_is_printed() -> None:
    for person in PEOPLE:
        assert citizen_number.is_valid(person.number)
        assert citizen_number.birth_date(person.number) == person.birth_date
        assert citizen_number.sex(person.number) == person.sex


def test_no_number_can_be_a_real_one() -> None:
    assert all(person.number[:2] in PROVINCES and person.number[2:4] == "99" for person in PEOPLE)


def test_validity_is_what_the_law_gives_at_that_age() -> None:
    for person in PEOPLE:
        assert has_lawful_term(Validity(person.valid_from, person.valid_to))
        term = term_for_age(age_on(person.birth_date, person.valid_from))
        assert (term is None) == (person.valid_to is None)
        assert person.valid_to is None or person.valid_to >= REFERENCE_DAY


def test_an_expired_card_is_expired() -> None:
    ends = [invent_person(seed, expired=True).valid_to for seed in range(20)]
    assert all(end is not None and end < REFERENCE_DAY for end in ends)


def test_people_vary() -> None:
    assert {len(person.name) for person in PEOPLE} >= {2, 3, 4}
    assert any("·" in person.name for person in PEOPLE)
    assert len({person.ethnicity for person in PEOPLE}) > 30
    assert {person.ethnicity for person in PEOPLE} <= set(ETHNICITIES)
    assert {-(-len(person.address) // 11) for person in PEOPLE} >= {2, 3}
    assert any(person.valid_to is None for person in PEOPLE)


@pytest.mark.parametrize("seed", [0, 7, 2_000_123])
def test_a_seed_is_always_the_same_person(seed: int) -> None:
    assert invent_person(seed) == invent_person(seed) != invent_person(seed + 1)


def test_every_day_is_real() -> None:
    assert all(isinstance(person.birth_date, date) and person.birth_date < person.valid_from for person in PEOPLE)
