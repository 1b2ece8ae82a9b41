"""Smoke only: every reporting variant of the vehicle licence draws every field of both pages."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, Side
from tests.specimens.reporting.vehicle_licence import VARIANTS, draw
from tests.specimens.vehicle_licence import TUNING_VARIANTS, Form

KIND = DocumentKind.CN_VEHICLE_LICENCE


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("side", SIDES[KIND])
def test_every_field_is_drawn(variant: str, side: Side) -> None:
    specimen = draw(side, 31, variant)
    assert set(specimen.truth) == set(FIELDS[KIND, side])


def _fonts(form: Form) -> set[str]:
    faces = (form.labels, form.titles, form.english, form.overprint.hanzi, form.overprint.latin)
    return {face.path for face in faces}


def test_no_variant_shares_a_font_a_cell_or_a_paper_with_tuning() -> None:
    for variant in VARIANTS.values():
        for tuned in TUNING_VARIANTS.values():
            assert _fonts(variant).isdisjoint(_fonts(tuned))
            assert variant.palette != tuned.palette
            assert set(variant.main.values()).isdisjoint(tuned.main.values())
            assert set(variant.sub.values()).isdisjoint(tuned.sub.values())
