"""Smoke only: every reporting screen draws every field, with fonts that no tuning screen has."""

from __future__ import annotations

import pytest

from kyc.documents.kinds import FIELDS, Side
from tests.specimens.electronic_licence import KIND, TUNING_SCREENS
from tests.specimens.reporting.electronic_licence import SCREENS, draw


@pytest.mark.parametrize("screen", SCREENS)
def test_every_field_is_drawn(screen: str) -> None:
    specimen = draw(Side.MAIN_PAGE, 7, screen)
    assert set(specimen.truth) == set(specimen.boxes) == set(FIELDS[KIND, Side.MAIN_PAGE])


def test_no_screen_shares_a_font_with_tuning() -> None:
    for screen in SCREENS.values():
        for tuned in TUNING_SCREENS.values():
            assert {screen.style.text, screen.style.labels}.isdisjoint({tuned.style.text, tuned.style.labels})
            assert screen.background != tuned.background or screen.cards != tuned.cards
