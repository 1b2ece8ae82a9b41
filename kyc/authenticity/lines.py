"""Every threshold of the room, each with the measurement behind it.

Lines were set on the simulator's ``tuning`` set (60 genuine captures a face, 20 to 30 of each attack; JPEG 60 to 92)
and are reported on its ``reporting`` set (other people, print styles and tables, JPEG 50 to 70) by
``python -m tests.bench.authenticity``. They hold for that simulator and say nothing of real forgers; whoever has
genuine captures of their own should set them anew at the 99th percentile of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.warnings import WarningCode

#: The score from which on a warning is raised, unless the policy says otherwise. Each detector puts its line at 50.
DEFAULT_LINES: Final[Mapping[WarningCode, float]] = dict.fromkeys(WarningCode, 50.0)

#: The kinds whose captures the figures below were measured on; a code that is absent judges every kind.
MEASURED_ON: Final[Mapping[WarningCode, frozenset[DocumentKind]]] = {
    WarningCode.PRINTED_COPY: frozenset({DocumentKind.CN_ID_CARD}),
    WarningCode.SCREEN_RECAPTURE: frozenset({DocumentKind.CN_ID_CARD}),
    WarningCode.DIGITAL_TAMPERING: frozenset({DocumentKind.CN_ID_CARD}),
    WarningCode.BLUR: frozenset({DocumentKind.CN_ID_CARD}),
    WarningCode.INVALID_DATE: frozenset({DocumentKind.CN_ID_CARD}),
    WarningCode.CHECKSUM_FAILED: frozenset({DocumentKind.CN_ID_CARD, DocumentKind.CN_TEMPORARY_ID_CARD}),
}

# --- number and dates ------------------------------------------------------------------------------------------------

#: Below this confidence of the reading, a wrong number or date is more likely misread than misprinted.
CONTRADICTION_CONFIDENCE: Final = 0.9

# --- blur, in text heights -------------------------------------------------------------------------------------------

#: Where reading begins to suffer. Over a blur sweep of 45 tuning captures, four fields each, PP-OCR read all of the 15
#: captures below 0.07 without a fault, 5 of 7 from there to 0.10, and none of 5 from there to 0.12. Genuine tuning
#: captures reach 0.04 (n = 120).
BLUR_AT_LINE: Final = 0.08
#: From 0.15 on one field in four was read at most.
BLUR_AT_FULL: Final = 0.16

# --- printed copy: colour of the card's own, Lab a, b ----------------------------------------------------------------

#: Genuine tuning captures: portrait face 3.8 to 5.8, emblem face 6.5 to 9.3 (n = 60 each); a cloud vendor's published
#: specimen 3.6 and 8.9. Grey copies at most 1.1 and 1.2 (n = 20 each); colour copies at most 2.5 and 5.1 (n = 20 each).
#: The emblem face's line stands at 5.0, not midway: at 5.6 it accused 2 of 120 genuine reporting captures.
CHROMA_AT_LINE: Final[Mapping[Side, float]] = {Side.PORTRAIT_FACE: 2.9, Side.EMBLEM_FACE: 5.0}
#: Below this a copy is called grey, above it a colour print.
GREY: Final = 1.5
#: The picture is reduced to 320 pixels; much smaller cards are all compression.
COPY_CARD_WIDTH: Final = 200
#: Lightness of the paper below which colour is mostly sensor noise; genuine tuning captures have 73 or more.
COPY_DARKEST_PAPER: Final = 25.0

# --- screen: standard deviations over the surrounding spectrum, mean of luma's and colour's shared peak --------------

#: Genuine tuning captures: at most 5.1 in luma and 4.7 in colour, the weaker of the two at most 3.7 (n = 30; scaled
#: down to 0.70-0.95 and saved again 4.7, 5.7 and 3.8); photographed screens 9.8 or more in luma, 3.6 or more in
#: colour (n = 30).
MOIRE_AT_LINE: Final = 5.5
MOIRE_AT_FULL: Final = 10.0
#: Smaller cards do not resolve a screen's pattern.
MOIRE_CARD_WIDTH: Final = 600
#: Fewer tiles of 192 pixels than this on either side of the card's edge make no steady average.
MOIRE_TILES: Final = 3
#: In text heights: 2.6 pixels on a card 1200 wide, which leaves half a hundredth of a pattern of five pixels.
MOIRE_BLUR: Final = 0.06

# --- digital tampering -----------------------------------------------------------------------------------------------

#: Values are told apart by single characters' paper, which needs this many pixels across the card.
TAMPERING_CARD_WIDTH: Final = 700
#: In text heights; blur leaves neither noise nor paper between the strokes.
TAMPERING_BLUR: Final = 0.08
#: A score for the file's own word that an editor wrote it: over the line, but below a clear trace in the pixels.
EDITOR_SCORE: Final = 60.0
#: Natural logarithm of the ratio of noise. Genuine tuning captures reach 0.38 (n = 60 portrait faces), retyped names
#: have 0.62 in the median, retyped digits 0.44. Set above the maximum because coarser JPEG (50 to 70) spreads genuine
#: captures to 0.51 at the 99th percentile (n = 80): a line at 0.42 would find more and accuse 1 in 40 genuine cards.
NOISE_AT_LINE: Final = 0.55
NOISE_AT_FULL: Final = 1.5
#: Lab a, b. Genuine captures reach 4.0 (tuning, n = 60) and 6.2 (n = 80, bold digits on strongly coloured paper).
#: No attack of the simulator changes the ink, so what this finds is not measured.
INK_AT_LINE: Final = 8.0
INK_AT_FULL: Final = 14.0
