"""Print of a Korean driving licence in Hangul: put in order, put together, trimmed, and doubted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents.hangul_words import is_syllable
from kyc.recognition.layouts.kr_rows import ROW
from kyc.recognition.printed import Glyph, Print

#: What Tesseract's confidence is worth where no list backs what it read.
TRUST: Final = 0.94


def reading_order(printed: Print) -> tuple[int, float]:
    if not printed.glyphs:
        return (0, 0.0)
    return round(float(np.mean([glyph.y for glyph in printed.glyphs])) / ROW), printed.glyphs[0].x


def joined(pieces: Sequence[Print], between: str) -> Print:
    """Pieces one after the other, a character between them that takes its place from the one before."""
    glyphs: list[Glyph] = []
    for piece in pieces:
        if glyphs and piece.glyphs:
            glyphs.append(replace(glyphs[-1], text=between))
        glyphs += piece.glyphs
    return Print(tuple(glyphs))


def without_label(printed: Print, label: re.Pattern[str]) -> Print:
    found = label.match(printed.text)
    return Print(printed.glyphs[found.end() :]) if found else printed


def trimmed(printed: Print) -> Print:
    """Less what stands at its ends and is no part of an address or of a condition in words."""
    glyphs = list(printed.glyphs)
    while glyphs and not (is_syllable(glyphs[0].text) or glyphs[0].text.isalnum() or glyphs[0].text == "("):
        glyphs.pop(0)
    while glyphs and not (is_syllable(glyphs[-1].text) or glyphs[-1].text.isalnum() or glyphs[-1].text in "),"):
        glyphs.pop()
    return Print(tuple(glyphs))


def less_sure(printed: Print) -> Print:
    """Tesseract is as sure of 빚 for 빛 as of what it reads rightly; no list backs a name or an address."""
    return Print(tuple(replace(glyph, confidence=glyph.confidence * TRUST) for glyph in printed.glyphs))


def at_most(printed: Print, confidence: float) -> Print:
    return Print(tuple(replace(glyph, confidence=min(glyph.confidence, confidence)) for glyph in printed.glyphs))
