"""Smoke only: every reporting variant draws every field of both faces."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, DocumentKind, Side
from tests.specimens.id_card import TUNING_VARIANTS
from tests.specimens.reporting.id_card import VARIANTS, draw


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("side", [Side.PORTRAIT_FACE, Side.EMBLEM_FACE])
def test_every_field_is_drawn(variant: str, side: Side) -> None:
    specimen = draw(side, 7, variant)
    assert set(specimen.truth) == set(specimen.boxes) == set(FIELDS[DocumentKind.CN_ID_CARD, side])


def test_no_variant_shares_a_font_or_a_place_with_tuning() -> None:
    for variant in VARIANTS.values():
        for tuned in TUNING_VARIANTS.values():
            fonts = {variant.style.text, variant.style.labels, variant.style.digits, variant.style.title}
            assert fonts.isdisjoint({tuned.style.text, tuned.style.labels, tuned.style.digits, tuned.style.title})
            assert variant.layout.name_y != tuned.layout.name_y
            assert variant.style.palette != tuned.style.palette
