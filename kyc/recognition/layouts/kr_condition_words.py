"""Conditions of a Korean driving licence that are printed in words."""

from __future__ import annotations

import re
from typing import Final

from kyc.documents import kr_licence
from kyc.recognition.layouts.kr_prints import trimmed, without_label
from kyc.recognition.layouts.kr_strip import Seen
from kyc.recognition.printed import Print

#: What stands before the value in its own row: a known label, or anything up to a colon that something follows.
LABEL: Final = re.compile(r"^\W*(?:면\s*허)?\s*조\s*건\s*[:：;.]*\s*|^.*[:：;]\s*(?=\S)")


def condition_words(seen: Seen) -> Print:
    """Conditions that are printed in words; the codes are letters, which PP-OCR reads."""
    for _, printed in seen:
        value = trimmed(without_label(printed, LABEL))
        if kr_licence.snap_condition(value.text):
            return value
    return Print()
