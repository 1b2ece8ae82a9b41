"""Edits of a picture after it was taken: text retyped, moved or copied, the portrait swapped, a patch spliced in.

What is edited is the decoded file, with all the camera and its compression left in it, and what results is saved again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from kyc.documents.geometry import Quad
from kyc.documents.kinds import FIELDS, FieldName, Side
from kyc.documents.warnings import WarningCode
from tests.specimens.page import Box, Specimen
from tests.specimens.photograph import Photograph, PhotoSettings
from tests.specimens.reporting.attacks.optics import (
    CARDS,
    ELECTRONIC,
    PAGES,
    Generator,
    Pixels,
    captured,
    decoded,
    grown,
    lines_of_text,
    resaved,
    seeded,
    sent,
)
from tests.specimens.reporting.attacks.patches import other_capture, pasted, splice, swap_portrait
from tests.specimens.reporting.attacks.retyped import Retype, retyped, strokes, wiped
from tests.specimens.reporting.attacks.wordings import some_fields
from tests.specimens.species import Family, PageKey, Species

#: Pages that show a portrait.
_PORTRAITS: Final = tuple(
    page for page in PAGES if page[1] is not Side.EMBLEM_FACE and page[1] is not Side.SUB_PAGE
    and FieldName.VIN not in FIELDS[page]
)  # fmt: skip
#: Emblem faces print dates alone, others a number at least.
_WITH_NUMBERS: Final = tuple(page for page in CARDS if page[1] is not Side.EMBLEM_FACE)
Change = Callable[[Pixels, Photograph, Generator], tuple[Pixels, tuple[tuple[str, Quad], ...]]]


@dataclass(frozen=True, slots=True)
class Saved:
    """How the edited picture is saved: JPEG qualities, the editor's name in EXIF, and whether a messenger passed it
    on."""

    quality: tuple[int, int] = (80, 95)
    software: str = ""
    sent_on: bool = False


def _take(
    specimen: Specimen,
    settings: PhotoSettings,
    seed: int,
    size: tuple[int, int],
    *,
    name: str,
    change: Change,
    saved: Saved,
) -> Photograph:
    rng = seeded(seed, name)
    shot = captured(specimen, settings, seed, size)
    pixels, regions = change(decoded(shot), shot, rng)
    quality = int(rng.integers(saved.quality[0], saved.quality[1] + 1))
    edited = resaved(shot, pixels, quality, software=saved.software, regions=regions)
    return sent(edited, round(0.8 * max(size)), int(rng.integers(60, 76))) if saved.sent_on else edited


# --- text ----------------------------------------------------------------------------------------------------------


def _retype(
    pixels: Pixels, shot: Photograph, rng: Generator, *, how: Retype, fields: int = 1
) -> tuple[Pixels, tuple[tuple[str, Quad], ...]]:
    regions = []
    for name in some_fields(shot.specimen, fields, rng):
        pixels, quad = retyped(pixels, shot, name, how, rng)
        regions.append(("retyped text", quad))
    return pixels, tuple(regions)


def _copy_digits(
    pixels: Pixels, shot: Photograph, rng: Generator, *, feather: float, from_other: bool = False
) -> tuple[Pixels, tuple[tuple[str, Quad], ...]]:
    """One to three characters of a number replaced by others of it, from this picture or another of the same card."""
    source = other_capture(shot, shot.specimen, rng) if from_other else shot
    donor = decoded(source) if from_other else pixels
    glyphs = _glyphs(pixels, shot, rng)
    regions = []
    for _ in range(int(rng.integers(1, 4))):
        taken, covered = _two_that_differ(glyphs, rng)
        place, away = shot.place(0, covered), source.place(0, taken)
        pixels = pasted(pixels, donor, away, place, feather)
        regions.append(("moved text", place))
    return pixels, tuple(regions)


@dataclass(frozen=True, slots=True)
class _Glyph:
    box: Box
    letter: str


def _glyphs(pixels: Pixels, shot: Photograph, rng: Generator) -> list[_Glyph]:
    """Boxes of the characters of one number of the card, cut where the print leaves gaps; in the specimen's pixels."""
    specimen = shot.specimen
    names = [name for name in lines_of_text(specimen, 6) if sum(map(str.isdigit, specimen.truth[name])) >= 5]
    order = [names[int(place)] for place in rng.permutation(len(names))]
    for name in order:
        found = _cut(specimen, name)
        if len({glyph.letter for glyph in found}) >= 2:
            return found
    return _cells(specimen, order[0])


def _cut(specimen: Specimen, name: FieldName) -> list[_Glyph]:
    left, top, right, bottom = (round(side) for side in grown(specimen.boxes[name], 2))
    strip = np.asarray(specimen.image.convert("RGB"))[max(0, top) : bottom, max(0, left) : right]
    ink = strokes(strip, np.full(strip.shape[:2], 255, np.uint8)).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    runs = [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if b - a >= 3]
    text = specimen.truth[name].replace(" ", "")
    if len(runs) != len(text):
        return []
    rim = 0.12 * (bottom - top)
    cells = [(left + a - 2.0, top - rim, left + b + 2.0, bottom + rim) for a, b in runs]
    return [_Glyph(box, letter) for box, letter in zip(cells, text, strict=True) if letter.isdigit()]


def _cells(specimen: Specimen, name: FieldName) -> list[_Glyph]:
    """Characters at equal pitch, where their strokes touch."""
    left, top, right, bottom = specimen.boxes[name]
    text = specimen.truth[name]
    pitch = (right - left) / len(text)
    boxes = [(left + at * pitch, top - 3, left + (at + 1) * pitch, bottom + 3) for at in range(len(text))]
    return [_Glyph(box, letter) for box, letter in zip(boxes, text, strict=True) if letter.isdigit()]


def _two_that_differ(glyphs: list[_Glyph], rng: Generator) -> tuple[Box, Box]:
    """Boxes of equal size: what is copied, and what it covers."""
    pairs = [(one, other) for one in glyphs for other in glyphs if one.letter != other.letter]
    taken, covered = pairs[int(rng.integers(len(pairs)))]
    half = max(taken.box[2] - taken.box[0], covered.box[2] - covered.box[0]) / 2

    def around_middle(box: Box) -> Box:
        middle = (box[0] + box[2]) / 2
        return middle - half, box[1], middle + half, box[3]

    return around_middle(taken.box), around_middle(covered.box)


def _move_line(pixels: Pixels, shot: Photograph, rng: Generator) -> tuple[Pixels, tuple[tuple[str, Quad], ...]]:
    """A line of text cut out, its place healed, and put down elsewhere: another field's line over it."""
    names = some_fields(shot.specimen, 2, rng)
    taken, covered = names[0], names[-1]
    box, old = shot.specimen.boxes[taken], shot.specimen.boxes[covered]
    if taken is covered:
        old = (box[0], box[1] + 0.3 * (box[3] - box[1]), box[2], box[3] + 0.3 * (box[3] - box[1]))
    clean = wiped(pixels, shot.place(0, grown(old, 3)), "inpaint", rng)
    size = (box[2] - box[0], box[3] - box[1])
    room = shot.specimen.outline[2] - 4
    left = min(old[0], room - size[0])
    middle = (old[1] + old[3]) / 2
    new = (left, middle - size[1] / 2, left + size[0], middle + size[1] / 2)
    place = shot.place(0, grown(new, 3))
    # Taken from the picture before it was healed: the line stays where it was as well.
    moved = pasted(clean, pixels, shot.place(0, grown(box, 3)), place, 1.0)
    return moved, (("moved text", place),)


# --- species -------------------------------------------------------------------------------------------------------


def _species(
    name: str,
    family: Family,
    strength: str,
    change: Callable[..., Any],
    *,
    aim: float | None = None,
    saved: Saved = Saved(),
    pages: tuple[PageKey, ...] = CARDS,
) -> Species:
    take = partial(_take, name=name, change=change, saved=saved)
    return Species(name, family, WarningCode.DIGITAL_TAMPERING, strength, take, pages, aim)


_CRUDE: Final = Retype(fill="flat")
_HEALED: Final = Retype(fill="inpaint", blur=(0.3, 0.8))
_STAMPED: Final = Retype(fill="clone", blur=(0.5, 0.9), same_font=True)
_CAREFUL: Final = Retype(fill="inpaint", blur=(0.6, 1.0), same_font=True, grain=1.0)
_HIGH, _LOW, _SENT = Saved((88, 96)), Saved((68, 80)), Saved((82, 95), sent_on=True)
_R, _M, _P, _S = Family.RETYPE, Family.MOVED_TEXT, Family.PORTRAIT, Family.SPLICE

EDITS: Final[tuple[Species, ...]] = (
    _species("retype_flat", _R, "painted over in one colour, another font, sharp", partial(_retype, how=_CRUDE),
             aim=0.15),
    _species("retype_healed", _R, "inpainted, another font, slightly soft", partial(_retype, how=_HEALED),
             aim=0.15, saved=_HIGH),
    _species("retype_gradient", _R, "smooth fill, another font", partial(_retype, how=Retype(fill="smooth")),
             aim=0.15),
    _species("retype_stamped", _R, "clone stamp, the document's font, softened", partial(_retype, how=_STAMPED),
             aim=0.15),
    _species("retype_two_fields", _R, "two fields inpainted, another font", partial(_retype, how=_HEALED, fields=2),
             aim=0.15),
    _species("retype_low_quality", _R, "inpainted, another font, saved at 68-80", partial(_retype, how=_HEALED),
             aim=0.15, saved=_LOW),
    _species("retype_careful", _R, "inpainted, the document's font, blur and grain matched",
             partial(_retype, how=_CAREFUL), saved=_HIGH),
    _species("retype_few_characters", _R, "inpainted, one to three characters other, the document's font",
             partial(_retype, how=replace(_HEALED, same_font=True, whole=False))),
    _species("retype_named_editor", _R, "inpainted, another font; EXIF names an editor", partial(_retype, how=_HEALED),
             saved=Saved((88, 96), software="Adobe Photoshop 25.9 (Windows)")),
    _species("retype_screenshot", _R, "an electronic page's field painted over and typed anew",
             partial(_retype, how=_CRUDE), pages=ELECTRONIC),
    _species("retype_sent", _R, "inpainted, another font, then passed on by a messenger",
             partial(_retype, how=_HEALED), saved=_SENT),
    _species("digits_copied", _M, "one to three digits copied over others, edge feathered by 0.8 px",
             partial(_copy_digits, feather=0.8), aim=0.15, saved=_HIGH, pages=_WITH_NUMBERS),
    _species("digits_copied_hard", _M, "one to three digits copied over others, hard edge",
             partial(_copy_digits, feather=0.0), aim=0.15, pages=_WITH_NUMBERS),
    _species("digits_from_other", _M, "one to three digits out of another picture of the card",
             partial(_copy_digits, feather=0.8, from_other=True), aim=0.15, saved=_HIGH, pages=_WITH_NUMBERS),
    _species("line_moved", _M, "a line copied over a wiped one, edge feathered by 1 px", _move_line, aim=0.15),
    _species("digits_copied_low_quality", _M, "digits copied, saved at 68-80", partial(_copy_digits, feather=0.8),
             saved=_LOW, pages=_WITH_NUMBERS),
    _species("digits_copied_sent", _M, "digits copied, then passed on by a messenger",
             partial(_copy_digits, feather=0.8), saved=_SENT, pages=_WITH_NUMBERS),
    _species("portrait_pasted", _P, "a sharp portrait file over the old one", partial(swap_portrait, way="pasted"),
             aim=0.10, pages=_PORTRAITS),
    _species("portrait_matched", _P, "a portrait file, blur, tone and grain roughly matched",
             partial(swap_portrait, way="matched"), aim=0.10, saved=_HIGH, pages=_PORTRAITS),
    _species("portrait_from_capture", _P, "out of a picture of another card, levelled",
             partial(swap_portrait, way="from_capture"), aim=0.10, pages=_PORTRAITS),
    _species("portrait_cloned", _P, "out of a picture of another card, blended along gradients",
             partial(swap_portrait, way="cloned"), pages=_PORTRAITS),
    _species("portrait_sent", _P, "a sharp portrait file, then passed on by a messenger",
             partial(swap_portrait, way="pasted"), saved=_SENT, pages=_PORTRAITS),
    _species("splice_block", _S, "a block of lines out of another card's picture, no levelling",
             partial(splice, toned=False)),
    _species("splice_levelled", _S, "a block of lines out of another card's picture, levelled, feathered by 1.5 px",
             partial(splice, toned=True), saved=_HIGH),
    _species("splice_sent", _S, "a block of lines, then passed on by a messenger", partial(splice, toned=False),
             saved=_SENT),
)  # fmt: skip
