"""Smoke only: every reporting form of the Korean driving licence draws every field."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, DocumentKind, Side
from tests.specimens.kr_driving_licence import TUNING_FORMS, Form
from tests.specimens.reporting.kr_driving_licence import FORMS, draw


@pytest.mark.parametrize("name", FORMS)
def test_every_field_is_drawn(name: str) -> None:
    specimen = draw(Side.MAIN_PAGE, 31, name)
    assert set(specimen.truth) == set(FIELDS[DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE])


def _fonts(form: Form) -> set[str]:
    return {form.style.text, form.style.labels, form.style.digits, form.style.title}


def test_no_form_shares_a_font_a_place_or_a_paper_with_tuning() -> None:
    for form in FORMS.values():
        for tuned in TUNING_FORMS.values():
            assert _fonts(form).isdisjoint(_fonts(tuned))
            assert form.style.palette != tuned.style.palette
            assert set(form.rows.values()).isdisjoint(tuned.rows.values())
            assert (form.portrait, form.ghost, form.seal) != (tuned.portrait, tuned.ghost, tuned.seal)
