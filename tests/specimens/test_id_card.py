"""Drawn cards: fields where the truth says, marked as specimens, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from kyc.documents.dates import to_iso
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, FieldName
from tests.specimens.id_card import STYLES, TUNING_VARIANTS, address_lines, draw, draw_faces
from tests.specimens.page import Box, Specimen
from tests.specimens.people import invent_person

KIND = DocumentKind.CN_ID_CARD
DRAWN = [
    *(specimen for seed, style in enumerate(STYLES.values()) for specimen in draw_faces(invent_person(seed), style)),
    *(draw(side, 20 + seed, name) for seed, name in enumerate(TUNING_VARIANTS) for side in SIDES[KIND]),
]


@pytest.fixture(params=DRAWN, ids=lambda specimen: f"{specimen.style.name}-{specimen.side}")
def specimen(request: pytest.FixtureRequest) -> Specimen:
    drawn: Specimen = request.param
    return drawn


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_field_of_the_face_has_a_truth_and_a_box(specimen: Specimen) -> None:
    fields = set(FIELDS[specimen.kind, specimen.side])
    assert set(specimen.truth) == set(specimen.normalised) == set(specimen.boxes) == fields


def test_boxes_lie_on_the_card_and_hold_ink(specimen: Specimen) -> None:
    grey = np.asarray(specimen.image.convert("L"))
    for left, top, right, bottom in specimen.boxes.values():
        assert 0 <= left < right <= specimen.image.width
        assert 0 <= top < bottom <= specimen.image.height
        assert grey[int(top) : int(bottom) + 1, int(left) : int(right) + 1].min() < 110


def test_fields_do_not_run_into_each_other(specimen: Specimen) -> None:
    boxes = list(specimen.boxes.items())
    for at, (name, box) in enumerate(boxes):
        for other_name, other in boxes[at + 1 :]:
            if {name, other_name} != {FieldName.VALID_FROM, FieldName.VALID_TO}:
                assert not _overlap(box, other), (name, other_name)


def test_the_specimen_mark_is_red_and_covers_no_value(specimen: Specimen) -> None:
    left, top, right, bottom = (int(side) for side in specimen.areas["mark"])
    marked = np.asarray(specimen.image)[top:bottom, left:right].reshape(-1, 3).astype(int)
    red = (marked[:, 0] - marked[:, 1] > 80).mean()
    assert red > 0.15
    assert not any(_overlap(specimen.areas["mark"], box) for box in specimen.boxes.values())


def test_printed_dates_are_the_normalised_ones(specimen: Specimen) -> None:
    for name in (FieldName.BIRTH_DATE, FieldName.VALID_FROM):
        if name in specimen.truth:
            assert to_iso(specimen.truth[name]) == specimen.normalised[name]


def test_a_seed_always_draws_the_same_card() -> None:
    first, second = (draw_faces(invent_person(3), STYLES["plain"])[0] for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()


def test_address_lines_lose_nothing_and_fit() -> None:
    for seed in range(200):
        address = invent_person(seed).address
        lines = address_lines(address)
        assert "".join(lines) == address
        assert len(lines) <= 3
