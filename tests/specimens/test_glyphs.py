"""Every letter of every form has a shape in the font it is printed in."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.glyphs import missing_glyphs
from tests.specimens.page import DEJAVU
from tests.specimens.sets import TUNING


@pytest.mark.parametrize("page", TUNING.pages, ids=lambda page: "-".join(page))
def test_no_letter_is_a_box(page: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    with missing_glyphs(monkeypatch) as missing:
        for index in range(len(TUNING.sources[page[0]].forms)):
            TUNING.specimen(page, index, "phone")
    assert not missing


def test_a_letter_that_a_font_lacks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    font = ImageFont.truetype(DEJAVU + "DejaVuSansMono.ttf", 30)
    with missing_glyphs(monkeypatch) as missing:
        ImageDraw.Draw(Image.new("RGB", (99, 99))).text((0, 0), "A证 1", font=font)
    assert {letter for letter, _ in missing} == {"证"}
