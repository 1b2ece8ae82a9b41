"""The address on a Korean driving licence: its rows, the parts of them that were passed over, and its digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kyc.documents import kr_licence
from kyc.documents.hangul_words import is_syllable
from kyc.recognition.layouts.kr_prints import at_most, joined, reading_order, trimmed, without_label
from kyc.recognition.layouts.kr_strip import ReadAt, Seen, Strip
from kyc.recognition.lines import Corners
from kyc.recognition.printed import Glyph, Print

#: What stands before the value in its own row: a known label, or anything up to a colon that something follows.
LABEL: Final = re.compile(r"^\W*주\s*[소초]\s*[:：;.]*\s*|^[^:：;]{0,8}[:：;]\s*(?=\S)")
#: So much of a line, in its heights, that nothing was read of may hold a word; such a line, and an address that
#: begins with no region, are no surer than this.
LEFT_UNREAD: Final = 1.5
DOUBTFUL: Final = 0.70


def with_what_was_left(seen: Seen, read_at: ReadAt) -> list[tuple[Strip, Print]]:
    """Lines with what Tesseract reads in the parts of them that it passed over at first, which it does with words far
    apart. A line is doubtful where it reads nothing there again."""
    return [
        (strip, _completed(printed, left, read_at)) for strip, printed in seen for left in [_unread(strip, printed)]
    ]


def _completed(printed: Print, left: Sequence[Corners], read_at: ReadAt) -> Print:
    if not left:
        return printed
    again = [one for one in read_at(left) if any(is_syllable(glyph.text) for glyph in one.glyphs)]
    return joined([printed, *again], " ") if again else at_most(printed, DOUBTFUL)


def _unread(strip: Strip, printed: Print) -> tuple[Corners, ...]:
    """The parts of a strip of which nothing was read: what follows its last character, or all its pieces."""
    if not printed.glyphs:
        return strip.pieces if len(strip.pieces) > 1 else ()
    last = printed.glyphs[-1]
    line, place = last.line, last.line.characters[last.index].place
    begins = place + 0.6 * line.height / max(line.length, 1.0)
    if (1 - place) * line.length < LEFT_UNREAD * line.height or begins >= 1:
        return ()
    top, bottom = strip.corners[1] - strip.corners[0], strip.corners[2] - strip.corners[3]
    first, _, third, fourth = strip.corners
    return (np.array([first + top * begins, first + top, third, fourth + bottom * begins], np.float32),)


def address_of(seen: Seen) -> Print:
    """Lines joined by a space, top to bottom; digits as PP-OCR read them where both agree how many there are. Every
    address begins with its region: where none is read, the row above is missing."""
    lines: list[Print] = []
    for strip, printed in sorted(seen, key=lambda item: reading_order(item[1])):
        value = without_label(printed, LABEL)
        value = trimmed(_with_digits(value, strip))
        if any(is_syllable(glyph.text) for glyph in value.glyphs) or any(
            glyph.text.isdigit() for glyph in value.glyphs
        ):
            lines.append(value)
    address = joined(lines, " ")
    return address if kr_licence.begins_with_region(address.text) else at_most(address, DOUBTFUL)


def _with_digits(printed: Print, strip: Strip) -> Print:
    """Digits, and the hyphens and commas behind them, as PP-OCR read them, where both saw as many digits."""
    own = [index for index, glyph in enumerate(printed.glyphs) if glyph.text.isdigit()]
    seen = strip.seen.glyphs
    other = [index for index, glyph in enumerate(seen) if glyph.text.isascii() and glyph.text.isdigit()]
    if not own or len(own) != len(other):
        return printed
    glyphs: list[Glyph] = []
    taken = dict(zip(own, other, strict=True))
    for index, glyph in enumerate(printed.glyphs):
        if index not in taken:
            glyphs.append(glyph)
            continue
        digit = seen[taken[index]]
        glyphs.append(replace(glyph, text=digit.text, confidence=max(digit.confidence, glyph.confidence)))
        sign = _sign_after(seen, taken[index])
        follows = printed.glyphs[index + 1].text if index + 1 < len(printed.glyphs) else ""
        if (sign == "-" and follows.isdigit()) or (sign == "," and follows in ("", " ")):
            glyphs.append(replace(glyphs[-1], text=sign))
    return Print(tuple(glyphs))


def _sign_after(seen: Sequence[Glyph], index: int) -> str:
    """A hyphen between two digits, or a comma, behind the glyph at ``index``; else nothing."""
    following = "".join(glyph.text for glyph in seen[index + 1 : index + 3])
    if re.match("-[0-9]", following):
        return "-"
    return "," if following[:1] in (",", "，") else ""
