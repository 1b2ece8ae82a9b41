"""Smoke only: every reporting variant of the driving licence draws every field of both pages."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, Side
from tests.specimens.driving_licence import TUNING_FORMS, Form
from tests.specimens.reporting.driving_licence import FORMS, draw

KIND = DocumentKind.CN_DRIVING_LICENCE


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("side", SIDES[KIND])
def test_every_field_is_drawn(form: str, side: Side) -> None:
    specimen = draw(side, 31, form)
    assert set(specimen.truth) == set(FIELDS[KIND, side])


def _fonts(form: Form) -> set[str]:
    style = form.style
    return {style.text, style.labels, style.digits, style.title, form.english, form.seal_face}


def test_no_variant_shares_a_font_a_place_or_a_paper_with_tuning() -> None:
    for variant in FORMS.values():
        for tuned in TUNING_FORMS.values():
            assert _fonts(variant).isdisjoint(_fonts(tuned))
            assert variant.style.palette != tuned.style.palette
            for mine, other in ((variant.main, tuned.main), (variant.sub, tuned.sub)):
                assert set(mine.labels).isdisjoint(other.labels)
                assert set(mine.slots.values()).isdisjoint(other.slots.values())
                assert set(mine.rows).isdisjoint(other.rows)
