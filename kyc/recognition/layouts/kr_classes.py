"""The classes of a Korean driving licence in Hangul, each in its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kyc.documents import kr_licence
from kyc.documents.hangul_words import is_syllable
from kyc.recognition.layouts.kr_prints import joined, reading_order, without_label
from kyc.recognition.layouts.kr_strip import Seen, Strip
from kyc.recognition.printed import Print

#: What stands before the value in its own row: a known label, or anything up to a colon that something follows.
LABEL: Final = re.compile(r"^.*(?:면\s*허\s*[종번]\s*[류별호]|종\s*[류별])\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)")
#: 종, and what small print of it is taken for.
JONG: Final = "종송총층중"
CLASS_WORD: Final = re.compile(r"[12]\s*종|연\s*습|대\s*형|소\s*형|보\s*통|특\s*수|원\s*[자동]|견인|구난|트레|레커")


def classes_of(seen: Seen) -> Print:
    """Each class in its line, top to bottom and left to right, with the separator between."""
    pieces: list[Print] = []
    for strip, printed in sorted(seen, key=lambda item: reading_order(item[1])):
        value = without_label(printed, LABEL)
        for piece in _class_words(_with_first_digit(value, strip)):
            # One that is near no class keeps its place: the rest would pass for all of them.
            if kr_licence.snap_class(piece.text) or CLASS_WORD.search(piece.text):
                pieces.append(piece)
    return joined(pieces, kr_licence.CLASS_SEPARATOR)


def _class_words(printed: Print) -> Iterator[Print]:
    """A line's classes: each begins with 1종 or 2종, or is a word of its own."""
    solid = Print(tuple(glyph for glyph in printed.glyphs if glyph.text.strip()))
    starts = [found.start() for found in re.finditer(f"[12][{JONG}]", solid.text)] or [0]
    if starts[0] and CLASS_WORD.search(solid.text[: starts[0]]):
        starts.insert(0, 0)
    for start, end in pairwise([*starts, len(solid.glyphs)]):
        glyphs = solid.glyphs[start:end]
        while glyphs and not (is_syllable(glyphs[-1].text) or glyphs[-1].text in "()"):
            glyphs = glyphs[:-1]
        if glyphs:
            yield Print(glyphs)


def _with_first_digit(printed: Print, strip: Strip) -> Print:
    """PP-OCR is surer of 1 and 2 than Tesseract: a line of one class begins with what it read."""
    found = list(re.finditer(f".?[{JONG}]", printed.text))
    if not strip.seen.glyphs or strip.seen.text[0] not in "12" or len(found) != 1 or found[0].start() > 1:
        return printed
    digit, at = strip.seen.glyphs[0], found[0].end() - 1
    first = replace(printed.glyphs[max(at - 1, 0)], text=digit.text, confidence=digit.confidence)
    return Print((first, *printed.glyphs[at:]))
