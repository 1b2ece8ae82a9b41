"""Which letters a drawing asks of a font that has no shape for them: what a reader sees there is a box."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import ImageDraw, ImageFont

#: No font has a letter at this place.
_NOWHERE = "\U0010fffe"


@contextmanager
def missing_glyphs(patch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, str]]]:
    """Letters and fonts of everything that is drawn meanwhile and has no shape."""
    missing: set[tuple[str, str]] = set()
    drawn = ImageDraw.ImageDraw.text

    def text(self: Any, xy: Any, words: str, *arguments: Any, **options: Any) -> None:
        font = options.get("font")
        if isinstance(font, ImageFont.FreeTypeFont):
            box = bytes(font.getmask(_NOWHERE))
            missing.update((letter, str(font.path)) for letter in words if _is_box(font, letter, box))
        drawn(self, xy, words, *arguments, **options)

    with patch.context() as patched:
        patched.setattr(ImageDraw.ImageDraw, "text", text)
        yield missing


def _is_box(font: ImageFont.FreeTypeFont, letter: str, box: bytes) -> bool:
    return not letter.isspace() and bytes(font.getmask(letter)) == box
