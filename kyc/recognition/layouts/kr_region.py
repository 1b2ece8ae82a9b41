"""The region's name before a Korean licence number of the older format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kyc.documents import kr_licence
from kyc.documents.hangul_words import is_syllable
from kyc.documents.kinds import FieldName
from kyc.recognition.layouts.kr_rows import NUMBER, Row, height_of
from kyc.recognition.layouts.kr_strip import Seen, Strip
from kyc.recognition.layouts.layout import Face
from kyc.recognition.printed import Print

_F = FieldName

#: A region's name and its space are this many digits wide.
REGION_STEPS: Final = 5.5


def before_number(face: Face, row: Row) -> Iterator[Strip]:
    """The region's name before a number of the older format: the line up to the first two digits, from where it begins
    or, where the name was found apart from it, from as far left as a name is long."""
    found = NUMBER.search(row.text)
    if found is None or found[1]:
        return
    first, last = row.print.glyphs[found.start()], row.print.glyphs[found.end() - 1]
    step = (last.x - first.x) / max(len(found[0]) - 1, 1)
    begins = min(row.left, first.x - REGION_STEPS * step)
    half = height_of(row, face.placing) / 2
    yield Strip(_F.LICENCE_NUMBER, face.placing.corners_at((begins, row.y - half, first.x + 1.6 * step, row.y + half)))


def region_of(seen: Seen) -> Print:
    """The last word of syllables that is a region's name."""
    for _, printed in seen:
        syllables = Print(tuple(glyph for glyph in printed.glyphs if is_syllable(glyph.text)))
        for size in (4, 2):
            last = Print(syllables.glyphs[-size:])
            if kr_licence.snap_region(last.text):
                return last
    return Print()
