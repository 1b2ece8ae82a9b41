"""Genuine pictures that are easily mistaken for attacks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from kyc.documents.warnings import WarningCode
from tests.specimens.photograph import Photograph
from tests.specimens.reporting.attacks import processing, screenshots, surroundings
from tests.specimens.reporting.attacks.optics import CARDS, ELECTRONIC, PAGES
from tests.specimens.species import Condition, PageKey


def _condition(
    name: str,
    strength: str,
    maker: Callable[..., Photograph],
    *,
    pages: tuple[PageKey, ...] = CARDS,
    excused: tuple[WarningCode, ...] = (),
    **how: Any,
) -> Condition:
    return Condition(name, strength, partial(maker, **how) if how else maker, pages, excused)


CONDITIONS: Final[tuple[Condition, ...]] = (
    _condition("messenger_once", "long side 1280, quality 58-75", processing.messenger, times=1, pages=PAGES),
    _condition("messenger_twice", "1280 and then 1088, quality 58-75 each", processing.messenger, times=2,
               pages=PAGES),
    _condition("compressed", "saved again at quality 32-47", processing.strongly_compressed),
    _condition("turned_and_saved", "turned by a quarter or straightened, saved at 75-94",
               processing.turned_and_saved),
    _condition("sharpened", "unsharp mask of 80-180 %, radius 1-2.2 px", processing.sharpened),
    _condition("high_iso", "noise of 9-16 levels, denoised and sharpened", processing.high_iso),
    _condition("hdr", "local tone mapping, contrast and colour lifted", processing.hdr),
    _condition("portrait_mode", "the table blurred by 5-10 px, the card sharp", processing.portrait_mode),
    _condition("warm_light", "bulb, blue down by up to 28 %", processing.lit, light="warm"),
    _condition("cold_light", "shade, red down by up to 16 %", processing.lit, light="cold"),
    _condition("tube_light", "greenish tube", processing.lit, light="tube"),
    _condition("mixed_light", "warm on one side, cold on the other", processing.lit, light="mixed"),
    _condition("shadow_across", "a shadow of 35-65 % over part of the card", processing.shadow_across),
    _condition("torch", "bright in the middle, dark at the rim", processing.flash_falloff),
    _condition("watermark_once", "'for verification only' once across the card, 18-45 % opaque",
               processing.watermarked, tiled=False, pages=PAGES),
    _condition("watermark_tiled", "'for verification only' all over the picture, 18-45 % opaque",
               processing.watermarked, tiled=True, pages=PAGES),
    _condition("striped_table", "stripes of 10-80 px", surroundings.on_table, table="striped"),
    _condition("woven_cloth", "threads of 8-19 px", surroundings.on_table, table="woven"),
    _condition("keyboard", "on a keyboard", surroundings.on_table, table="keyboard"),
    _condition("near", "the card fills 94-99 % of the frame, sharp", surroundings.at_distance, fill=(0.94, 0.99)),
    _condition("middle_distance", "the card takes 55-75 % of the frame, sharp", surroundings.at_distance,
               fill=(0.55, 0.75)),
    _condition("far", "the card takes 45-55 % of the frame, sharp", surroundings.at_distance, fill=(0.45, 0.55)),
    _condition("scan_200", "flatbed, 200 dots to the inch", surroundings.scanned, dots=200),
    _condition("scan_300", "flatbed, 300 dots to the inch", surroundings.scanned, dots=300),
    _condition("scan_600", "flatbed, 600 dots to the inch", surroundings.scanned, dots=600),
    _condition("sleeve", "clear sleeve: veil, rim and creases that leave everything legible", surroundings.in_sleeve),
    _condition("worn", "scratched, faded by 8-28 %, dirty, corners rounder", surroundings.worn),
    _condition("held", "one or two fingers over the margin, away from all values", surroundings.held,
               excused=(WarningCode.COVERED,)),
    _condition("screenshot_png", "an electronic page's screenshot, lossless", screenshots.lossless,
               pages=ELECTRONIC),
    _condition("screenshot_jpeg", "an electronic page's screenshot, quality 70-95", screenshots.compressed,
               pages=ELECTRONIC),
    _condition("long_picture", "joined with a chat's lines into one tall picture", screenshots.long_picture,
               pages=PAGES),
    _condition("gallery_screenshot", "a screenshot of the gallery that shows the picture", screenshots.of_gallery,
               pages=PAGES),
)  # fmt: skip
