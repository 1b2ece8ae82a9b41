"""The authority that issued a Korean driving licence, with its seal or without."""

from __future__ import annotations

from kyc.documents import kr_licence
from kyc.documents.hangul_words import is_syllable
from kyc.recognition.layouts.kr_prints import reading_order
from kyc.recognition.layouts.kr_strip import Seen
from kyc.recognition.printed import Print


def authority_of(seen: Seen) -> Print:
    """The row, or the pieces of a row together, that must be a known authority; else what ends like one."""
    printed = [item[1] for item in sorted(seen, key=lambda item: reading_order(item[1]))]
    together = Print(tuple(glyph for one in printed for glyph in one.glyphs))
    candidates = [_to_its_end(one) for one in (*printed, together)]
    for wanted in (kr_licence.snap_authority, lambda text: "경찰" in text or "청장" in text):
        found = next((one for one in candidates if wanted(one.text)), None)
        if found is not None:
            return found
    return Print()


def _to_its_end(printed: Print) -> Print:
    """The syllables up to 청장, where the seal's would follow."""
    syllables = Print(tuple(glyph for glyph in printed.glyphs if is_syllable(glyph.text)))
    end = syllables.text.find("청장")
    return Print(syllables.glyphs[: end + 2]) if end > 0 else syllables
