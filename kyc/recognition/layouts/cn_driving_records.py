"""The sentences that driving licences print under 记录, and a record put right by them.

Offices print most records from the same few sentences (orders of the Ministry of Public Security on driving licences);
only dates and classes differ. On a soft picture a full stop, a comma and a middle dot look alike, and a stroke of a
character is lost: where everything else of such a sentence was read, its marks and what was read with doubt are known.
What was surely read stays as it was read, and no sentence is completed by characters that were not seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kyc.documents import licence_class
from kyc.documents.words import N_, Words
from kyc.recognition.printed import Glyph, Print
from kyc.recognition.readings import Normalised, chinese_sentences

#: 0 stands for any digit.
DAY: Final = "0000年00月00日"
SENTENCES: Final = (
    "请于每个记分周期结束后三十日内接受审验。无记分的，免予本次审验。",
    f"请于{DAY}前九十日内申请换领新驾驶证。",
    f"请于{DAY}后三十日内提交身体条件证明。",
    "请于每年00月00日后三十日内提交身体条件证明。",
    f"自{DAY}至有效起始日期有效。",
    f"，实习期至{DAY}。",
    f"实习期至{DAY}。",
)
#: What stands before a sentence that begins with a comma, and how the note before it begins.
CLASS: Final = re.compile("[A-Z0-9]")
ADDED_CLASS: Final = re.compile(r"准驾车型([A-Z0-9]*)(?=\W|$)")
#: What may follow a sentence's end: a note's first character.
NOTE_BEGINS: Final = re.compile("[请自实增换补0-9]")
#: A character read less surely may be another; at most so many in each this many of a sentence's.
SURE: Final = 0.90
CHARACTERS_A_DOUBT: Final = 6
#: What a character is worth that its sentence backs: less than one that was read without doubt.
BACKED: Final = 0.85
#: What is worth no more: a mark that may be a full stop or a comma, and a class that no licence has.
OPEN: Final = 0.50
MARK: Final = re.compile(r"[，。、；：,.;:·•・°'`‘’]")
#: How a mark is noted of which only its ink was seen.
UNREAD_MARK: Final = "·"
MIDDLE_DOT: Final = re.compile(r"[·•・°]")
SENTENCE_WORDS: Final = N_("Read as %(raw)s; put right by the sentences that licences print.")


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence in a record: glyphs from ``start`` to ``end`` (the one after the last), and what it prints there."""

    start: int
    end: int
    text: str


def backed(record: Print) -> Print:
    """``record``, each character of a known sentence worth at least what the sentence makes of it; a middle dot that
    none explains is some other mark, and a class that no licence has was misread."""
    inside = {at for found in _sentences_in(record.glyphs) for at in range(found.start, found.end)}
    doubted = _false_classes(record)
    return Print(
        tuple(
            _weighed(glyph, is_backed=at in inside, is_doubted=at in doubted) for at, glyph in enumerate(record.glyphs)
        )
    )


def _false_classes(record: Print) -> set[int]:
    """Which glyphs name a class to be added that no licence has, the word before it among them."""
    matches = [found for found in ADDED_CLASS.finditer(record.text) if not licence_class.is_valid(found[1])]
    return {at for found in matches for at in range(found.start(), found.end())}


def _weighed(glyph: Glyph, *, is_backed: bool, is_doubted: bool) -> Glyph:
    if is_backed:
        return replace(glyph, confidence=max(glyph.confidence, BACKED))
    if is_doubted or MIDDLE_DOT.fullmatch(glyph.text):
        return replace(glyph, confidence=min(glyph.confidence, OPEN))
    return glyph


def record_of(record: Print) -> Normalised:
    """What is stored of ``record``, its confidences as they were read."""
    text, last = "", 0
    for found in _sentences_in(record.glyphs):
        text += Print(record.glyphs[last : found.start]).text + found.text
        last = found.end
    text += Print(record.glyphs[last:]).text.rstrip(UNREAD_MARK)
    stored = chinese_sentences(text)
    if stored.value == chinese_sentences(record.text).value:
        return stored
    return Normalised(stored.value, "known_sentence", Words(SENTENCE_WORDS, {"raw": record.text}))


def _sentences_in(glyphs: Sequence[Glyph]) -> list[_Found]:
    """Every known sentence among ``glyphs``, from the left, the first of ``SENTENCES`` that fits."""
    found: list[_Found] = []
    at = 0
    while at < len(glyphs):
        here = next((one for sentence in SENTENCES if (one := _fitted(sentence, glyphs, at))), None)
        if here:
            found.append(here)
        at = here.end if here else at + 1
    return found


def _fitted(sentence: str, glyphs: Sequence[Glyph], start: int) -> _Found | None:
    """``sentence`` as it is printed from glyph ``start`` on; None where another stands there."""
    if MARK.match(sentence) and not (start and CLASS.fullmatch(glyphs[start - 1].text)):
        return None
    printed, at, doubts = "", start, len(sentence) // CHARACTERS_A_DOUBT
    for place, wanted in enumerate(sentence):
        if MARK.match(wanted):
            after = _behind_marks(glyphs, at)
            if not _may_be(wanted, glyphs[at:after]) or (place == len(sentence) - 1 and not _may_end(glyphs, after)):
                return _Found(start, at, printed) if place == len(sentence) - 1 else None
            # Behind the last glyph nothing tells that a mark is printed.
            printed += wanted if after < len(glyphs) or after > at else ""
            at = after
            continue
        if at == len(glyphs):
            return None
        glyph = glyphs[at]
        if glyph.text != wanted and not (wanted == "0" and glyph.text.isdigit()):
            doubts -= 1
            if wanted == "0" or glyph.confidence >= SURE or doubts < 0:
                return None
        printed += glyph.text if wanted == "0" else wanted
        at += 1
    return _Found(start, at, printed)


def _may_be(mark: str, seen: Sequence[Glyph]) -> bool:
    """Whether ``seen`` may be ``mark``: a comma or a full stop that was surely read is no other."""
    clear = {glyph.text for glyph in seen if glyph.confidence >= SURE and not MIDDLE_DOT.fullmatch(glyph.text)}
    return not clear or unicodedata.normalize("NFKC", mark) in clear


def _may_end(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a sentence may end before glyph ``at``."""
    return at == len(glyphs) or NOTE_BEGINS.match(glyphs[at].text) is not None


def _behind_marks(glyphs: Sequence[Glyph], at: int) -> int:
    """The first glyph from ``at`` on that is no mark: a speck is easily read as one."""
    while at < len(glyphs) and MARK.fullmatch(glyphs[at].text):
        at += 1
    return at
