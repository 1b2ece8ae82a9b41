"""Genuine pictures that are easily mistaken for attacks, by name: what tuning must leave alone."""

from __future__ import annotations

from functools import partial
from typing import Final

from kyc.documents.kinds import FIELDS, DocumentKind, Side
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks import genuine_files as files
from tests.specimens.attacks import genuine_scenes as scenes
from tests.specimens.species import Condition, PageKey

_ELECTRONIC: Final = DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
_LICENCES: Final = (DocumentKind.CN_DRIVING_LICENCE, DocumentKind.CN_VEHICLE_LICENCE)

#: Every page that prints something.
PAGES: Final[tuple[PageKey, ...]] = tuple(page for page, fields in FIELDS.items() if fields)
#: Pages that are a thing on a table; an electronic licence reaches the desk as a screenshot.
CARDS: Final = tuple(page for page in PAGES if page[0] is not _ELECTRONIC)
_WITH_PORTRAIT: Final = tuple(
    page
    for page in CARDS
    if page[1] in (Side.PORTRAIT_FACE, Side.MAIN_PAGE) and page[0] is not DocumentKind.CN_VEHICLE_LICENCE
)
_KOREAN: Final = tuple(page for page in CARDS if page[0] is DocumentKind.KR_DRIVING_LICENCE)
_OFFSET_PRINTED: Final = tuple(page for page in CARDS if page[0] in _LICENCES)

TUNING_CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition("messenger", "to 1280 or 1440 pixels, quality 50 to 75", files.by_messenger, PAGES),
    Condition("messenger_twice", "two scalings, quality 55 to 80", files.by_two_messengers, PAGES),
    Condition("sharpened", "unsharp mask 0.7 to 1.8 of 0.8 to 2.4 px", files.sharpened, CARDS),
    Condition("high_iso", "noise 8 to 16 levels, colour smoothed over 2 to 5 px, dark", files.at_night, CARDS),
    Condition("hdr", "contrast of light kept to 0.55 to 0.8, detail 1.1 to 1.5", files.tone_mapped, CARDS),
    Condition("warm_light", "red to blue up to 1.18 : 0.61", files.warm_light, CARDS),
    Condition("mixed_light", "a warm lamp and daylight or a greenish tube", files.mixed_light, CARDS),
    Condition("bright", "exposure 1.12 to 1.25", files.bright, CARDS),
    Condition("hand_shadow", "30 to 50 % darker, edge 6 to 30 px", files.under_shadow, CARDS),
    Condition("blinds", "stripes of light 80 to 240 px wide over card and table", files.under_blinds, CARDS),
    Condition("sleeve", "veil and streaks 0.5 to 1.0", scenes.in_sleeve, CARDS),
    Condition("hologram", "rainbow film 0.5 to 1.0", scenes.under_hologram, CARDS),
    Condition("flatbed", "200 to 400 dpi, white or dark lid", files.flatbed, CARDS),
    Condition("watermark", "words at 18 to 40 %, repeated or once", files.watermarked, PAGES),
    Condition("striped_table", "stripes 6 to 60 px", scenes.on_table(scenes.striped), CARDS),
    Condition("woven_cloth", "threads 5 to 14 px", scenes.on_table(scenes.woven), CARDS),
    Condition("perforated", "holes 7 to 18 px", scenes.on_table(scenes.perforated), CARDS),
    Condition("keyboard", "keys 90 to 180 px", scenes.on_table(scenes.keyboard), CARDS),
    Condition("white_on_white", "light desk, hardly a shadow", scenes.on_white, CARDS),
    Condition("rotated_resave", "by up to 7 degrees, quality 75 to 95", files.turned_and_saved, CARDS),
    Condition("close_crop", "0 to 1.5 % beyond the card", files.cropped_close, CARDS),
    Condition("scan_filter", "light evened, contrast 1.05 to 1.3", files.scan_filter, CARDS),
    Condition("grey_file", "no colour in the whole file", files.grey_file, CARDS, (WarningCode.PRINTED_COPY,)),
    Condition(
        "pixelated_field",
        "one value in cells of 14 px",
        files.pixelated_field,
        CARDS,
        (WarningCode.COVERED, WarningCode.BLUR),
    ),
    Condition("worn", "faded 6 to 24 %, scratched, rubbed", scenes.worn, CARDS),
    Condition("guilloche_fine", "lines 0.18 to 0.35 mm", partial(scenes.guilloche, period=(0.18, 0.35)), CARDS),
    Condition("guilloche_middle", "lines 0.35 to 0.7 mm", partial(scenes.guilloche, period=(0.35, 0.7)), CARDS),
    Condition("guilloche_coarse", "lines 0.7 to 2 mm", partial(scenes.guilloche, period=(0.7, 2.0)), CARDS),
    Condition("offset_print", "screens of 150 to 200 lines an inch", scenes.offset_printed, _OFFSET_PRINTED),
    Condition("part_printed", "lines, dots or tiny type behind some values", scenes.part_printed, CARDS),
    Condition("other_printer", "values in several inks, panels, portrait before a wall", scenes.other_printer, _KOREAN),
    Condition("striped_shirt", "stripes 4 to 12 px in the portrait", scenes.striped_shirt, _WITH_PORTRAIT),
)
