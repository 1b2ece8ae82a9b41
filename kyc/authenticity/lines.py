"""Every threshold of the room, each with the measurement behind it.

Lines were set on the simulator's ``tuning`` set (60 genuine captures a face, 20 to 30 of each attack; JPEG 60 to 92)
and are reported on its ``reporting`` set (other people, print styles and tables, JPEG 50 to 70) by
``python -m tests.bench.authenticity``. They hold for that simulator and say nothing of real forgers; whoever has
genuine captures of their own should set them anew at the 99th percentile of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.warnings import WarningCode

#: The score from which on a warning is raised, unless the policy says otherwise. Each detector puts its line at 50.
DEFAULT_LINES: Final[Mapping[WarningCode, float]] = dict.fromkeys(WarningCode, 50.0)

#: The kinds whose captures the figures below were measured on; a code that is absent judges every kind.
MEASURED_ON: Final[Mapping[WarningCode, frozenset[DocumentKind]]] = {
    WarningCode.CHECKSUM_FAILED: frozenset({DocumentKind.CN_ID_CARD, DocumentKind.CN_TEMPORARY_ID_CARD}),
}

# --- number and dates ------------------------------------------------------------------------------------------------

#: Below this confidence of the reading, a wrong number or date is more likely misread than misprinted.
CONTRADICTION_CONFIDENCE: Final = 0.9

# --- blur, in text heights -------------------------------------------------------------------------------------------

#: Where fields begin to fail. In a sweep of 53 defocused tuning captures of every page, read by the engine, those with
#: a quality of 65 and more had 98 % of their fields read exactly, 50 to 65 91 %, 45 to 50 51 %, 20 to 35 17 % (six of
#: nine not read at all), below that none. Genuine tuning captures reach 0.072 (n = 180 and 95 by the engine).
BLUR_AT_LINE: Final = 0.08
BLUR_AT_FULL: Final = 0.16
BLUR_USUAL: Final = 0.05
#: Below this score nobody asks for the map.
MAP_FROM: Final = 25.0
#: Evenness of gradients over directions. Over 31 moved captures of the same sweep: 0.45 and more all fields read, from
#: 0.34 on 62 %, 0.20 to 0.27 45 %, below 21 %. Genuine captures have 0.39 and more (electronic licences, the others
#: 0.46; n = 180).
MOVED_AT_LINE: Final = 0.32
MOVED_AT_FULL: Final = 0.14
MOVED_USUAL: Final = 0.45

# --- printed copy: colour of the card's own in Lab a, b as at full contrast, halftone, and the sheet around -----------

# Set on tuning captures: 162 colour prints (nine species, every page twice) and 455 genuine ones (five of a page
# everyday and at each difficulty, 30 conditions). 162 prints and 220 genuine captures of other cards were measured
# afterwards; where 324 and 667 are named, both are counted, the grey files left out.

#: Below this a copy is called grey, above it a colour print. Of grey copies of nine tuning species (n = 80) three have
#: more, at most 2.1; of 80 colour prints four have less. Genuine captures have 2.6 or more on every page (n = 338:
#: everyday, four difficulties, 28 difficult conditions).
GREY: Final = 1.8


@dataclass(frozen=True, slots=True)
class PageGround:
    """Medians of genuine tuning captures, in parts of the contrast of paper and type (``ground_print.GroundPrint``)."""

    relief: float
    colour: float


@dataclass(frozen=True, slots=True)
class PageChroma:
    """The range of genuine tuning captures: the palest that is not worn, and the 95th percentile; and the ground of
    what is printed."""

    lowest: float
    most: float
    ground: PageGround | None = None


#: Published captures have 4.3 to 8.3 (portrait faces), 10.1 and 11.1 (emblem faces), 8.2 (driving licence), 5.8 to 11.4
#: and 3.4 and 8.4 (vehicle licences). Prints have, page by page in the order below, 2.6 to 5.1, 5.6 to 8.8, 1.4 to 2.8,
#: 2.7 to 4.4, 2.4 to 4.1, 4.6 to 6.8, 2.1 to 5.1, 2.1 to 5.8 and 0.9 to 6.2 (10th to 90th percentile of 36): of the
#: last two, whose colours differ most from form to form, colour finds few. The figure of the temporary card is the
#: lowest of a first reporting run, so that what is measured on that page is no longer independent.
CARD_CHROMA: Final[Mapping[tuple[DocumentKind, Side], PageChroma]] = {
    (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE): PageChroma(4.1, 9.1, PageGround(0.0066, 0.0039)),
    (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE): PageChroma(8.8, 15.3, PageGround(0.0075, 0.0037)),
    (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE): PageChroma(2.65, 5.5, PageGround(0.0065, 0.0011)),
    (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE): PageChroma(4.7, 7.5, PageGround(0.0077, 0.0041)),
    (DocumentKind.CN_DRIVING_LICENCE, Side.SUB_PAGE): PageChroma(3.6, 9.6, PageGround(0.0107, 0.0063)),
    (DocumentKind.CN_VEHICLE_LICENCE, Side.MAIN_PAGE): PageChroma(6.6, 10.5, PageGround(0.0143, 0.0062)),
    (DocumentKind.CN_VEHICLE_LICENCE, Side.SUB_PAGE): PageChroma(4.5, 8.6, PageGround(0.0100, 0.0053)),
    (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE): PageChroma(3.0, 8.7, PageGround(0.0072, 0.0038)),
    (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE): PageChroma(2.5, 11.0),
}
#: Parts of a page's lowest colour below which a card is a print: with no other trace, and with full support. Genuine
#: captures have 0.81 and more (n = 667, eight worn ones among them), main pages of driving licences in forms that
#: tuning never saw had down to 0.77 in a reporting run, which the first leaves room for. At 1.08 in place of the
#: second one of 667 was an alarm, on a scanner's white lid.
PALE_ALONE: Final = 0.74
PALE_SUPPORTED: Final = 1.02
#: The same where the sheet shows no shadow of the card: a third of all genuine cards have less, so that this rests on
#: how rarely a card lies like that. No line from 1.2 to 1.5 gave an alarm in 821 genuine captures.
PALE_WITHOUT_EDGE: Final = 1.25
#: Share of stretches of the edge beyond which the card's paper goes on. Prints on a sheet have 0.6 or more (215 of
#: 216); of those cut out and of printed photographs 4 of 108 have 0.3. Of 667 genuine captures 23 have 0.6 or more, 15
#: of them scans.
SHEET_SHARE: Final = (0.3, 0.7)
#: Lightness from place to place on that paper: 0.6 to 5.2 under a scanner's lid (n = 15, all but one below 3.6), 5 or
#: more in 187 of 216 photographs of a sheet.
SHEET_UNEVENNESS: Final = (2.0, 5.0)
#: Shadow along the edges, in L, from which on the sheet is likelier a table: genuine cards have 1.7 to 20 where at
#: least two in five stretches have paper beyond them (photographs among 821 captures, and of 32 of other cards on white
#: desks under a faint shadow), prints on a sheet up to 0.9 in 41 of 44 and, with the dark lines of a copier's lid or in
#: a printed photograph, up to 14, for which the sheet keeps a part of what it says.
SHEET_SHADOW: Final = (2.4, 6.0)
SHEET_SHADED: Final = 0.5
#: Less than the first is no shadow, more than the second is one; and the share of the edge and the unevenness from
#: which on that tells anything. Cards under a scanner's lid, with 4.2 at most but for one of 5.0, have 0 to 2.8. On
#: even white paper a drawn card whose shadow takes a tenth of the light has 1.7 and more, one that casts none 0.2 to
#: 0.8: that one is accused if its colours are pale.
NO_SHADOW: Final = (0.8, 1.5)
NO_SHADOW_SHARE: Final = (0.4, 0.8)
NO_SHADOW_UNEVENNESS: Final = (4.0, 5.5)
#: What the ground's print has of its page's median, in lightness and in colour, between which it is faint (both have to
#: be), and how much of a full support that is: the line is then 0.96 of the page's lowest colour. The medians are of
#: half of 402 genuine captures (three to five tuning cards a page, all conditions); these bands were chosen with both
#: halves in sight, and 215 prints. Of 16 prints missed 11 are found so (6 of 9 in one half, 5 of 7 in the other), with
#: 0.31 to 0.8 in lightness and 0.08 to 0.64 in colour. Six of 371 genuine captures whose paper is not burnt out have a
#: faint ground, under hand shadows most of all, and three worn ones of 240 in other forms, all at 1.0 of the lowest
#: colour and more; worn cards keep 0.7 and more in lightness.
GROUND_RELIEF: Final = (0.70, 0.85)
GROUND_COLOUR: Final = (0.60, 0.75)
GROUND_SUPPORT: Final = 0.8
GROUND_MOST: Final = 160.0
#: The 90th percentile of luma from which on the ground is burnt out, by light or by a scanning program's filter: those
#: have 254 and more, the prints found so 241 at most.
GROUND_BURNT: Final = 250.0
#: In smaller cards the ground's lines are less than three pixels apart.
GROUND_CARD_WIDTH: Final = 450
#: Blur of the type (median of the fields, in text heights) up to which the ground is judged: it takes a fifth of the
#: ground at most. Genuine captures reach 0.044, the prints found so 0.040.
GROUND_BLUR: Final = 0.045
#: How far the corners of an ID card or a Korean licence are filled up to a square, the one that is so least: prints cut
#: out square have 0.68 and more (n = 5 of 11), cut out round 0.1 at most, and genuine captures 0.39 (n = 119 on which
#: two corners or more stand out of the table, other forms among them; one corner alone reaches 0.51).
SQUARE_FILLED: Final = (0.5, 0.65)
SQUARE_LEAST: Final = 2
#: The line for colours where all corners are square. A holder's window shows a genuine card so, and a third of those
#: have less: it rests on how rarely a card is photographed there.
PALE_SQUARE: Final = 1.25
#: Of electronic licences no genuine capture has paper around it (n = 43); 24 of 24 prints on a sheet reach this.
SHEET_OF_APP: Final = 0.5
#: Standard deviations of a halftone's points over their surroundings. Of 667 genuine captures one has 6.3 and all
#: others 5.8 or less; of 244 of conditions taken later guilloche of two families of lines has 6.7, and of 54 with
#: fields of dots or lines on the card one reaches the line (11.3), where dots cover it wholly. Prints have up to 22, as
#: far as the picture resolves their screen: about two in five of 324 reach the line.
HALFTONE_AT_LINE: Final = 6.9
#: The line where the card lies on a sheet.
HALFTONE_ON_SHEET: Final = 5.9
#: What supports pale colour; the 90th percentile of genuine captures is 5.2.
HALFTONE_FAINT: Final = (5.2, 6.2)
HALFTONE_USUAL: Final = 5.4
#: Lines per millimetre. Licences are printed in offset themselves, at 5.9 (150 lines an inch) and finer.
HALFTONE_RULINGS: Final = (2.3, 8.5)
HALFTONE_FINEST_ON_LICENCES: Final = 5.6
#: A card with a side below this in pixels holds no tile of 256 that lies clear of its edges.
HALFTONE_LEAST_SIDE: Final = 300
#: The channels of 99 % of a grey picture's pixels differ by less; JPEG parts them by up to 3.
GREY_PICTURE: Final = 6.0
#: Over the line, but below every copy: a scanning program's filter is likelier than a copy.
GREY_PICTURE_SCORE: Final = 55.0
#: The picture is reduced to 320 pixels; much smaller cards are all compression.
COPY_CARD_WIDTH: Final = 200
#: Lightness of the paper below which colour is mostly sensor noise; genuine tuning captures have 56 or more.
COPY_DARKEST_PAPER: Final = 25.0

# --- screen: how clearly a pattern stands out on the card and around it, in standard deviations -----------------------

#: What a pattern needs on the card and, at the same frequency, around it. 820 genuine tuning captures (everyday, four
#: difficulties, 31 conditions) reach 0.91 of these lines. Of 353 screens with visible moire (14 species, every page up
#: to three times) 11 stay below, of 35 without 33. Most of those missed show their lattice on the card alone, before
#: surroundings that compression has emptied, where it could be the card's own. With lower lines (5.5 on the card, 4.4
#: around it, 6 together) one more is found, and five more of 81 colour prints pass for screens.
MOIRE: Final[Mapping[str, float]] = {"luma": 6.8, "colour": 6.0, "slow_colour": 6.0}
#: Or what it needs around the card, if it has more on it, and the root of their product. What has 6 or more on a
#: genuine card has 4.4 around it at most (n = 474, 99 % below 3), while of a striped table with 18 around the card 4
#: was seen on it. Two of the 353 screens are found so alone.
MOIRE_FAINT_AROUND: Final = 4.4
MOIRE_TOGETHER: Final = 9.0
#: A halftone's waves lie on the card alone (clear on it by so much, less than so much around it) and are louder there,
#: by so many decibels, than what crosses its edge where the sheet is tinted by the same dots: then it is no screen's.
#: Of 158 screens 0.4 at most, of 150 on cards -8.6; of six grey prints on a sheet that passed for screens three have
#: 4.5 to 17.6, and the demo's colour copy 8.8.
PRINT_CLEAR: Final = 6.0
PRINT_AROUND: Final = 3.0
PRINT_LOUDER: Final = 4.0
#: Decibels from which on a pattern counts on an app's page, which prints none. Screenshots of the app reach 8.
MOIRE_ON_APP: Final[Mapping[str, float]] = {"luma": 14.0, "colour": 12.5, "slow_colour": 16.0}
#: A square lattice on the card, whatever lies around it (``square_lattices``): how clear its fainter wave has to be.
#: Of 144 genuine tuning captures (24 with lines of guilloche) five have one of 5 or more, 6.8 at most; no half of them
#: reaches the line. By the lines here the card alone tells 8 of 21 screens of telephones and tablets that were drawn
#: to set them, 8 of 32 others of all kinds, and none of 87 prints, of which six have one of 11.5 to 17.5.
SQUARE_CLEAR: Final = 8.0
#: The part of that which a wave keeps on every half of the card: screens 0.5 to 0.9, a field of dots on 0.6 of it less.
SQUARE_EVEN: Final = 0.5
#: How clear a wave has to be to be looked at: another ink's may be the fainter one.
SQUARE_WAVE: Final = 5.0
#: Correlation of its power with the card's light. Of those screens four in five have 0.3 to 0.95; prints -0.6 to 0.0
#: but for one in several inks, 0.4.
SQUARE_GROWTH: Final = 0.3
#: Lattice lines per millimetre at most: licences are printed in offset at 5.9 and finer.
SQUARE_FINEST: Final = 5.0
#: Where the score is full, in lines.
MOIRE_AT_FULL: Final = 2.0
#: Tiles are shown as evidence from these decibels on; in noise the highest of nine frequencies has about 5.
MOIRE_SHOWN_FROM: Final = 9.0
#: Smaller cards leave too few tiles on the card.
MOIRE_CARD_WIDTH: Final = 400
#: Fewer tiles than this around the card make no steady mean.
MOIRE_TILES: Final = 3
#: In text heights: 2.6 pixels on a card 1200 wide, which leaves half a hundredth of a pattern of five pixels.
MOIRE_BLUR: Final = 0.06

# --- digital tampering -----------------------------------------------------------------------------------------------

# Measured on tuning captures, each of another card: 290 genuine ones of all pages (everyday, four difficulties, 34
# conditions), 170 of them saved again at 75 to 95 as well, and 8 to 14 of each species of edit.

#: Below this width a window holds too few pixels of paper.
TAMPERING_CARD_WIDTH: Final = 450
#: In text heights; blur leaves neither noise nor paper between the strokes.
TAMPERING_BLUR: Final = 0.08
#: Natural logarithm, per block: how much likelier the card's coefficients are after two compressions than after one.
#: Of 100 genuine captures saved once 87 have none at all and but for a watermarked one (4.9) none passes 0.32; saved
#: twice from a coarser quality to a finer they have 1 to 12.
SAVED_TWICE: Final = 0.3
#: Share of what is foreign in and around a value that has to lie in it, and how often as much that has to be as there
#: is elsewhere: on the card where it has neither values nor portrait, and beside it. 93 of 94 edits have 0.89 or more
#: and 8 or more on the card; watermarks reach 0.91 of the one, but then at most 0.5 of the other. One of 45 later
#: watermarks (all pages, five cards each) raises a warning: a single line across four values and the portrait of a
#: Korean licence. Without what lies beside the card there were two.
FOREIGN_NOT_ACROSS: Final = 0.7
FOREIGN_ELSEWHERE: Final = 3.0
#: More than this elsewhere, and more than in the portrait, and the portrait is not judged. Swapped portraits have up to
#: 91 (n = 10), watermarks whose portraits pass for swapped 7,000 and 17,000.
FOREIGN_CHANCE: Final = 100.0
#: Decimal logarithm of the natural log likelihood ratio over a value's foreign blocks. None of the 270 genuine captures
#: has any foreign block in a value above ``SAVED_TWICE`` (above 0.08 two have 1.8), but one brightened until its paper
#: burnt out (1.1). Edits whose second quality is the finer have 1.2 to 4; of those saved more coarsely nothing is seen
#: block by block (``PATCH_AT_LINE``).
FOREIGN_AT_LINE: Final = 1.2
FOREIGN_AT_FULL: Final = 2.6
#: A patch of blocks that each say little. The card's rate (-1 to 1) at least: below it text and ground differ by
#: themselves (an untouched address reaches 10 standard deviations at 0.2).
PATCH_CARD_RATE: Final = 0.3
#: The part of what is foreign that lies in its islands, which of separate digits may be several; its length and height
#: in card widths. Watermarks are 0.42 long and more or lie half beside the card or in many islands (n = 18).
PATCH_SHARE: Final = 0.85
PATCH_SHORTEST: Final = 0.03
PATCH_LONGEST: Final = 0.45
PATCH_HIGHEST: Final = 0.1
#: Standard deviations of its strongest window. Of 74 untouched captures whose card tells two savings (766 looked at,
#: 105 of them saved again at 75 to 95 for this) none has such a patch of eight blocks but under a mosaic; 174 of 215
#: edits have one of 7.4 to 58. It finds 23 of the 99 edits of 288 that nothing else finds, all where they are.
PATCH_AT_LINE: Final = 7.5
PATCH_AT_FULL: Final = 30.0
#: Ratio over what it could be at most (-1 to 1): of the card around the portrait, to judge the portrait by it at all.
PORTRAIT_CARD_RATE: Final = 0.12
#: Sum of what the portrait's blocks can tell, natural logarithm, and how many of the 14 frequencies tell it: denoising
#: before the second saving leaves three frequencies with chance signs of a first.
PORTRAIT_LEAST_WEIGHT: Final = 400.0
PORTRAIT_LEAST_KNOWN: Final = 5
#: The portrait's rate in parts of the card's, of its whole or its rim, whichever is more. Genuine captures have 0.73 or
#: more (n = 143), swapped portraits 0.35 or less where it can be judged (33 of 36).
PORTRAIT_RATE_AT_LINE: Final = 0.5
PORTRAIT_RATE_AT_FULL: Final = -0.3
#: Natural logarithm of the ratio of grain, of the likest patches of wall and card. But for driving licences, which are
#: not judged, genuine captures reach 0.04 (n = 69 that have such patches) and 0.10 under everything else that is no
#: swap (n = 121). Swapped portraits of identity cards have 0 to 3.9, 12 of 22 more than the line.
PORTRAIT_NOISE_AT_LINE: Final = 0.5
PORTRAIT_NOISE_AT_FULL: Final = 1.8
#: The line for Korean licences, which may print fine lines around a portrait before a plain wall: of 61 of other
#: printers one has 0.77 (a scan) and the rest 0.46 at most; 5 of 128 had 0.61 to 1.25 when only four patches of the
#: wall were looked at. Six of nine swapped portraits have 1.3 to 3.8.
PORTRAIT_NOISE_BEFORE_WALL: Final = 1.0
#: Natural logarithm of what print a card loses where its portrait begins, on the side that loses less. Genuine captures
#: of both identity cards have 0.12 at most (n = 66, 34 conditions), swapped portraits 0.38 to 2.2 (n = 32), those that
#: a messenger passed on among them. A forger who cuts the head out leaves nothing of this.
PORTRAIT_PRINT_AT_LINE: Final = 0.25
PORTRAIT_PRINT_AT_FULL: Final = 0.9
#: Correlation of the large portrait with the small one. Genuine captures have 0.96 and more (n = 30, and 0.97 in 39 of
#: other printers) and prints 0.94 (n = 20); with a thing on the large portrait 0.83 and more (one sticker, and fingers
#: painted on eight), with a finger painted on half of the small one in one of eight 0.80. Of 16 swapped portraits eight
#: have 0.61 to 0.78; the drawn heads of the others look like the holders' (0.95 and more). Real twins are printed
#: otherwise than the large portrait: nothing was measured on those.
PORTRAIT_TWIN_AT_LINE: Final = 0.8
PORTRAIT_TWIN_AT_FULL: Final = 0.5
#: Mean quantisation step, about quality 70.
PORTRAIT_COARSEST: Final = 9.0
#: Natural logarithm of the ratio of grain between values, as far as the ground beside a value has not the same, over
#: its spread between the windows and 0.2. Genuine captures reach 1.05 (n = 353, 64 of them of other printers), and on
#: cards that no line was set on 1.20 (n = 289) and, of other printers, 1.49 (n = 70: a smooth panel that ends a
#: millimetre beyond its number). 21 of 297 edits of text lie above the line, all where they are; 6 have no other trace.
NOISE_AT_LINE: Final = 1.6
NOISE_AT_FULL: Final = 3.5
#: Minus the logarithm of the shift left over (in pixels, and 0.05), and twice that of how much less a pair of windows
#: differs than the other repeats of its card and its number. None of 428 genuine captures under all conditions passes
#: the line (3.00, 2.97; one of 3.22 had burnt-out paper, which is left out since); 13 of 16 captures with moved digits
#: on printed cards do (3.46 to 6.63), all where they are, 5 of them with no other trace. After a messenger none of 8.
CLONE_AT_LINE: Final = 3.3
CLONE_AT_FULL: Final = 5.5
#: Share of the number's place without any grain: copied digits are found where it is 0.09 or less; a scan filter's
#: captures have 0.28 or more.
CLONE_GRAINLESS: Final = 0.18
#: Levels of Cr, Cb. Genuine captures of forms in one ink reach 14.9 (n = 340), Korean licences in several inks 29: this
#: says something only where the file's compression says the same of the value. No edit of the simulator has ink so far
#: off, so that what this finds is not measured.
INK_AT_LINE: Final = 18.0
INK_AT_FULL: Final = 30.0
#: A score for the file's own word that an editor wrote it: over the line, but below a clear trace in the pixels.
EDITOR_SCORE: Final = 60.0
#: Confidence of every reading that a contradiction rests on.
TAMPERING_CONFIDENCE: Final = 0.95
#: A number that contradicts itself is over the line, but alone below a clear trace in the pixels.
CONTRADICTION_SCORE: Final = 60.0
#: Two families that point at one place count from this score on. No genuine capture has such a pair (n = 269).
AGREEING: Final = 40.0

# --- digital tampering: the edges of strokes --------------------------------------------------------------------------

#: By how much a value is sharper than every other one of its card, natural logarithm, over what is usual between
#: values (0.05, and 0.2 over the root of its length in digits). Of 802 genuine captures under all conditions, 576 of
#: them with values to compare, the highest are 0.71 (sharpened after capture) and 0.66; 65 Korean licences of other
#: printers have 0.40 at most. 36 of 256 edits of text on printed cards lie above the line, all where they are; 7
#: have no other trace.
STROKES_AT_LINE: Final = 0.85
STROKES_AT_FULL: Final = 2.0

# --- glare -----------------------------------------------------------------------------------------------------------
# Set on 160 genuine tuning captures (five ways of taking them, every page but the electronic licence) and 44 with a
# mirrored lamp; 92 and 23 more went through the engine.

#: Part of the card that the capture must show.
LEAST_SHOWN: Final = 0.4
#: The darkest colour of a burnt-out pixel at least, and what is full beyond doubt.
GLARE_LEVEL: Final = 236
GLARE_FULL: Final = 253
#: A spot fills its hull (burnt-out paper and portrait backgrounds 0.46 to 0.76, lamps 0.83 and more) and has nothing
#: dark in it: the 15th percentile of level is 252 and more under lamps, 61 to 236 in what is light and printed on.
GLARE_SOLID: Final = 0.72
GLARE_EMPTY: Final = 244
#: The part of a value at ``GLARE_EMPTY`` or more from which on what hides it is glare. A lamp over address and number
#: burnt out 0.82 and 0.45 of them (DEMO-007's first picture).
GLARE_ON_VALUE: Final = 0.05
#: Smaller pieces (part of the card) and narrower ones (card widths) are no spots.
GLARE_LEAST: Final = 0.0015
GLARE_NARROWEST: Final = 0.02
#: A spot this large, or one character under a spot, is enough. No genuine capture without a lamp had any spot; lamps of
#: the tuning species cover 1 % and more.
GLARE_AREA: Final = 0.008
GLARE_CHARACTERS: Final = 1
#: The part of a portrait, emblem or seal, of a portrait's middle, and of a character that must lie under it.
GLARE_ON_AREA: Final = 0.03
GLARE_ON_FACE: Final = 0.25
GLARE_ON_CHARACTER: Final = 0.5
#: White over so much of the card without any spot is the exposure's.
OVEREXPOSED: Final = 0.35

# --- the table beside a card, in parts of the card's width ------------------------------------------------------------
# Set on two published pictures whose outline leaves a wedge of plain table inside (0.04 and 0.10 deep, 11 and 2.8 times
# as long, of the very colour beyond). Of 173 pieces that GLARE and COVERED found on 175 tuning captures (genuine, with
# lamps, with coverings) none is taken for one.

BESIDE_DEPTH: Final = 0.12
BESIDE_LENGTH: Final = 2.5
BESIDE_COLOUR: Final = 16.0

# --- border, in parts of the card ------------------------------------------------------------------------------------
# Set on 71 genuine captures and 24 crops along the card (0 to 0.8 % of margin) with the engine's outlines, and 30 cuts.

#: Genuine captures whose edges are seen have nothing missing (most 0.1 %); a cut of 2 % of a side leaves out 1.4 % and
#: more by its true outline.
CUT_USUAL: Final = 0.004
CUT_AREA: Final = 0.008
CUT_AREA_FULL: Final = 0.05
#: Where less than half of the border shows an edge, the engine's outline is up to 7.9 % off (crops along the card: 0 to
#: 0.48 where anything was missing; cuts 0.72 to 0.90), so that up to this much missing decides nothing.
CUT_EDGES: Final = 0.5
CUT_UNSURE: Final = 0.12
#: Levels of any colour across an edge, from which on it is seen.
CUT_CONTRAST: Final = 8.0
#: Smaller strips are no evidence.
CUT_LEAST_STRIP: Final = 0.002

# --- covering --------------------------------------------------------------------------------------------------------
# Set on the captures of glare and 36 covered ones; 71 genuine and 26 covered ones went through the engine.

#: How far a patch's log R/G and log B/G lie off the paper's, or its log G below it: fingers 0.23 to 0.48, stickers 0.7
#: and more, coins 0.28 darker. Print, holograms and shadows pass this, but not the next two.
FOREIGN_COLOUR: Final = 0.15
FOREIGN_DARK: Final = 0.22
#: Its edge's steepest slope a pixel (60th percentile): things 0.041 and more, holograms, lamps and shadows at most
#: 0.031.
FOREIGN_STEP: Final = 0.035
#: A hand's sharp shadow that came in over the border: 0.005 off in colour and 0.62 darker. One that did not lay on an
#: address, whose strokes (90th percentile of a black-hat's logarithm) are 0.84; fingers and plain things have at most
#: 0.17. Coloured things may be printed on: a sticker, a coin. So a hologram over red print is taken for a thing (1 of
#: 517 genuine tuning captures without fingers).
SHADOW_COLOUR: Final = 0.03
SHADOW_DARK: Final = 0.9
SHADOW_PRINT: Final = 0.25
#: Part of the card; seals, labels' grounds and barcodes are left out by their places.
FOREIGN_LEAST: Final = 0.005
# Sheets: set on 88 captures with paper, stickers and boxes (tuning species, all pages) and 440 genuine ones.
#: How far off the paper a sheet is cut out (all channels); white and cream paper lie 0.10 to 0.25 off.
SHEET_OFF: Final = (0.07, 0.11)
SHEET_LEAST: Final = 0.004
#: What it fills of the turned box around it (sheets 0.79 to 0.96), how uneven it is (0.01 to 0.08 of how far it is off,
#: boxes on uneven light 0.25), and how dark its strokes (0.06; the 90th percentile of sheets is 0.03, of print 0.2).
SHEET_FOUR_SIDED: Final = 0.80
SHEET_EVEN: Final = 0.3
SHEET_PRINT: Final = 0.06
#: Its lower third of steepness, in parts of how far it is off: sheets 0.11 to 0.22. Genuine patches of another colour
#: than the paper have 0.10 at most, lamps 0.05, stripes of light, which have no colour of their own, up to 0.18.
SHEET_STEP: Final = 0.105
#: What may lie on the form's own colours, and how bright it must be to lie mostly there.
SHEET_ON_OWN: Final = 0.5
SHEET_WITHIN_OWN: Final = 0.9
SHEET_BRIGHT_COLOUR: Final = 0.3
#: Lighter than the paper in some channel, and of another colour: sheets 0.05 and more; stripes of light 0.02 in colour.
SHEET_LIGHTER: Final = 0.05
SHEET_COLOUR: Final = 0.05
#: A sheet that lies half beside the card: how deep it is for its length, how many card widths deep one may be that is
#: not (an outline that is off lets less of a table in), how convex, and how many levels the table differs from it. Of
#: 40 drawn corners and strips 32 are found, 20 where none might be a strip; of 80 others 74, of 8 photographs 5. None
#: of 549 genuine captures passes for one. Sheets of nearly the card's own colour are not seen to end.
SHEET_DEPTH: Final = 0.3
SHEET_BROAD: Final = 0.06
SHEET_CONVEX: Final = 0.9
SHEET_UNLIKE_TABLE: Final = 24.0
#: A box painted white: what of the card is burnt out besides, how it fills an upright box, and the part of the step to
#: what is seven pixels off that three pixels make. None of 15 lamps' bars and windows passes for one.
PAINTED_ELSEWHERE: Final = 0.01
PAINTED_FILLED: Final = 0.93
PAINTED_STEP: Final = 0.7
#: The part of a window's pixels without grain. Genuine captures reach 0.81 in single windows, boxes and smears 1; a
#: picture with this much in the median has lost its grain everywhere.
GRAINLESS: Final = 0.85
#: Pixels across the card from which on grain is looked for; a published card of 340 pixels has flat blocks where
#: nothing covers it. As wide as traces of editing need it.
GRAINLESS_WIDTH: Final = 450
GRAINLESS_PICTURE: Final = 0.35
GRAINLESS_LEAST: Final = 0.0015
#: Cells of one character: so many, and so much contrast in the median (standard deviation of luma), to compare with.
HIDDEN_LEAST_CELLS: Final = 6
HIDDEN_LEAST_CONTRAST: Final = 8.0
#: The part of that contrast below which a cell is blank (a cell that decides alone: half of it); so many blank cells in
#: a row are no gap between words.
HIDDEN_CONTRAST: Final = 0.3
HIDDEN_ONE_CELL: Final = 0.15
HIDDEN_RUN: Final = 4
#: Strokes of legible values (85th percentile of ink), of an unread value's place (95th), and how little of the former
#: the latter may have: under what covers 0.04 to 0.35 (n = 94); the one of 448 genuine captures with such an unread
#: value had 2.7. So much ink and so many values there must be to compare with, and so much of the place that no other
#: value takes.
INK_OF_VALUE: Final = 85
INK_OF_PLACE: Final = 95
INK_NONE: Final = 0.4
INK_LEAST: Final = 0.1
INK_LEAST_VALUES: Final = 2
INK_LEAST_PLACE: Final = 0.25
#: Lines higher than this (card widths) are two.
HIDDEN_HIGHEST: Final = 0.085
#: How much more of a value than of the others is without grain: mosaics 0.40 to 0.44, genuine 0.14 (0.25 on a licence's
#: band, which is left out).
HIDDEN_GRAINLESS: Final = 0.28
#: The part of gradients that a quarter of columns and of rows holds: mosaics 0.62 to 0.87, genuine values 0.49 at most.
MOSAIC: Final = 0.56
MOSAIC_LEAST: Final = 10
#: How much more of it is without grain than of other values: mosaics 0.13 to 0.37, values of one or two characters,
#: which reach 1.1 times the line before, at most 0.09 (their characters stand in few columns by nature).
MOSAIC_GRAINLESS: Final = 0.1
#: A value read at this confidence whose characters, an em each or half of one, take this part of its place has nothing
#: hidden: mosaics over a part of a number leave 0.3 of it.
LEGIBLE: Final = 0.9
LEGIBLE_EMS: Final = 0.75
#: Boxes of less than this many ems hold one or two characters, and a confident reading is enough.
LEGIBLE_SHORT: Final = 3.0
#: The same in the second best window of an unread value's place (mosaics 0.70 to 0.86, print up to 0.6), and the side
#: of such a window in card widths.
MOSAIC_IN_PLACE: Final = 0.66
MOSAIC_WINDOW: Final = 0.035
# Things over the border, round things and painted boxes: set on 140 covered tuning captures (every page up to three
# times), 120 of things of our own on portraits, seals and bands, and 837 genuine ones, none of which has any of the
# three (699 judged as a whole, the electronic licence and true coverings left out).
#: Levels by which a thing's colour may differ inside and outside of the border, how far its log R/G and log B/G lie off
#: the border's own, how many levels the table differs from it, how long it is along the border (fingers 0.10 and more,
#: an uneven light 0.04) and how deep it comes in, in card widths. What light does passes all of these, but then not
#: ``FOREIGN_STEP``: fingers' edges have 0.037 and more (40th percentile, n = 33), light 0.026 at most (n = 19).
OVER_BORDER_SAME: Final = 30.0
OVER_BORDER_COLOUR: Final = 0.10
OVER_BORDER_NO_TABLE: Final = 16.0
OVER_BORDER_RUN: Final = 0.06
OVER_BORDER_DEPTH: Final = 0.04
#: Levels a pixel of the reduced card that an outline steps by, the part of a circle that must be seen (a portrait's
#: shoulders are half of one), and the part of that which must be such a step once print is closed over: most coins
#: 0.85 and more; without closing a seal's strokes reach 0.91.
COIN_STEP: Final = 2.5
COIN_SEEN: Final = 0.7
COIN_OUTLINE: Final = 0.85
#: A painted box: its shorter side in card widths, what its grainless middle and its colour fill of their bounds,
#: the standard deviation of luma in it (boxes 0.1 to 1.1; a smooth printed band 2.1), and how many of its sides end at
#: once, by so many levels: one may lie on its own colour.
BOX_SIDE: Final = 0.012
BOX_SEED: Final = 0.6
BOX_FILLED: Final = 0.9
BOX_EVEN: Final = 1.5
BOX_SIDES: Final = 3
BOX_STEP: Final = 8.0
#: A painted shape that is no upright box: its narrower side in card widths, how solid it is, what it fills of the
#: turned box around it (ovals 0.78, triangles 0.5) and of its outline, the standard deviation of luma in it, and the
#: part of its outline that ends at once (a black bar beside black hair 0.75). Bars, strokes and dots painted over kept
#: tuning captures (n = 12) have 0.95, 0.78, 0.85, 0.4 to 0.9 and 0.75 or more; of 268 genuine ones (index 0 of all
#: variants) none comes near in all: folds of clothes that are as solid fill 0.76 of their box, with a deviation of 1.6.
SHAPE_SIDE: Final = 0.02
SHAPE_SOLID: Final = 0.95
SHAPE_IN_BOX: Final = 0.75
SHAPE_FILLED: Final = 0.85
SHAPE_EVEN: Final = 1.25
SHAPE_ENDS: Final = 0.75
#: A card of which more than this has no grain was drawn, or smoothed, as a whole.
BOX_PICTURE: Final = 0.5
COVERED_BOXES: Final = 1
#: So much of the card, or one value, is enough; the engine's captures without fingers reach 0.2 % and none.
COVERED_AREA: Final = 0.007
COVERED_VALUES: Final = 1
