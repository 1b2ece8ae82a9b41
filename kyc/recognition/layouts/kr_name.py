"""The holder's name on a Korean driving licence: in Hangul, or in Latin capitals with their spaces."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from kyc.documents.hangul_words import is_syllable
from kyc.recognition import hangul
from kyc.recognition.layouts.kr_prints import without_label
from kyc.recognition.layouts.kr_rows import ROW, Row, Rows
from kyc.recognition.layouts.kr_strip import Seen
from kyc.recognition.networks import Pixels, cut_line
from kyc.recognition.printed import Print

#: What stands before the value in its own row: a known label, or anything up to a colon that something follows.
LABEL: Final = re.compile(r"^.*(?:성\W*명|이\s*름)\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)")
LATIN_NAME: Final = re.compile(r"[A-Z][A-Z,.'\-]{2,}$")
LATIN_SURE: Final = 0.85
#: A gap between Latin letters of this part of the line's height, and this many times the usual gap, is a space.
SPACE: Final = (0.20, 2.0)


def hangul_name(seen: Seen) -> Print:
    """Syllables only: the name's row holds nothing else but a label."""
    for _, printed in sorted(seen, key=lambda item: -item[1].confidence):
        value = without_label(printed, LABEL)
        syllables = Print(tuple(glyph for glyph in value.glyphs if is_syllable(glyph.text)))
        if 2 <= len(syllables.glyphs) <= 8:
            return syllables
    return Print()


def read_latin_name(rows: Rows, pixels: Pixels) -> Print:
    """A name in Latin capitals between the two numbers, with the spaces that its print shows."""
    for row in rows.rest:
        if not rows.number_y + ROW / 2 < row.y < rows.resident_y - ROW / 2:
            continue
        value = row.print
        colon = max(value.text.rfind(":"), value.text.rfind("："))
        value = Print(value.glyphs[colon + 1 :])
        if LATIN_NAME.match(value.text) and np.mean([glyph.confidence for glyph in value.glyphs]) > LATIN_SURE:
            return _spaced(value, row, pixels)
    return Print()


def _spaced(printed: Print, row: Row, pixels: Pixels) -> Print:
    """``printed`` with a space wherever its line shows a wide gap, or the network saw one."""
    gaps = _wide_gaps(cut_line(pixels, row.line.corners))
    glyphs = [printed.glyphs[0]]
    for glyph in printed.glyphs[1:]:
        before, after = row.line.characters[glyphs[-1].index].place, row.line.characters[glyph.index].place
        seen = any(not row.line.characters[index].text.strip() for index in range(glyphs[-1].index + 1, glyph.index))
        if seen or any(before < gap < after for gap in gaps):
            glyphs.append(replace(glyphs[-1], text=" "))
        glyphs.append(glyph)
    return Print(tuple(glyphs))


def _wide_gaps(cut: Pixels) -> list[float]:
    """Middles of the gaps between words, in parts of the line's length."""
    picture = hangul.prepared(cut, 48)[hangul.BORDER : -hangul.BORDER, hangul.BORDER : -hangul.BORDER]
    threshold, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (picture[8:-8] < threshold).sum(axis=0) > 1
    edges = np.flatnonzero(np.diff(np.concatenate([[True], ink, [True]]).astype(np.int8)))
    gaps = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    inner = [(start, end) for start, end in gaps if start > 0 and end < len(ink)]
    usual = float(np.median([end - start for start, end in inner])) if inner else 0.0
    least = max(SPACE[0] * 48, SPACE[1] * usual)
    return [(start + end) / 2 / len(ink) for start, end in inner if end - start >= least]
