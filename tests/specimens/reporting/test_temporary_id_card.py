"""Smoke only: every reporting form draws every field, with fonts that no tuning form has."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, Side
from tests.specimens.reporting.temporary_id_card import FORMS, draw
from tests.specimens.temporary_id_card import KIND, TUNING_FORMS, Form


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("side", [Side.PORTRAIT_FACE, Side.EMBLEM_FACE])
def test_every_field_is_drawn(form: str, side: Side) -> None:
    specimen = draw(side, 7, form)
    assert set(specimen.truth) == set(specimen.boxes) == set(FIELDS[KIND, side])


def _fonts(form: Form) -> set[str]:
    return {form.style.text, form.style.labels, form.style.digits, form.style.title}


def test_no_form_shares_a_font_or_a_paper_with_tuning() -> None:
    for form in FORMS.values():
        for tuned in TUNING_FORMS.values():
            assert _fonts(form).isdisjoint(_fonts(tuned))
            assert form.style.palette != tuned.style.palette
