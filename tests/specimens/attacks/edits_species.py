"""The species of edits after capture: what a forger does with an editing program, at several strengths.

Every picture is saved again at a quality of 75 to 95. Those that a messenger passed on after that are species of their
own and carry no aim: resizing and coarse compression leave little of what an edit leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kyc.documents.kinds import FIELDS, DocumentKind, Side
from kyc.documents.warnings import WarningCode
from tests.specimens.attacks.edits_canvas import CAREFUL, CARELESS, Care, Wipe
from tests.specimens.attacks.edits_pictures import Pasting, replace_portrait, splice
from tests.specimens.attacks.edits_text import Moving, Typing, move_text, retype
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings, photograph
from tests.specimens.species import Family, PageKey, Species, Take

_PAGES: Final[tuple[PageKey, ...]] = tuple(page for page, fields in FIELDS.items() if fields)
_PORTRAITS: Final[tuple[PageKey, ...]] = (
    (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE),
    (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE),
    (DocumentKind.CN_DRIVING_LICENCE, Side.MAIN_PAGE),
    (DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE, Side.MAIN_PAGE),
    (DocumentKind.KR_DRIVING_LICENCE, Side.MAIN_PAGE),
)
_TEXT_AIM: Final = 0.15
_PORTRAIT_AIM: Final = 0.10
_HALF_CARE: Final = Care(feather=1.0, soft_type=True)
_SLIPS: Final = {"baseline": 0.05, "pitch": 0.03, "size": 0.04}

Edit = Callable[[Photograph, int], Photograph]


def _taking(edit: Edit) -> Take:
    """A picture is taken as ``settings`` say, then edited."""

    def take(specimen: Specimen, settings: PhotoSettings, seed: int, size: tuple[int, int]) -> Photograph:
        return edit(photograph(specimen, settings, seed, size), seed)

    return take


def _species(
    name: str, family: Family, strength: str, edit: Edit, pages: tuple[PageKey, ...] = _PAGES, aim: float | None = None
) -> Species:
    return Species(name, family, WarningCode.DIGITAL_TAMPERING, strength, _taking(edit), pages, aim)


def _retyped(name: str, strength: str, typing: Typing) -> Species:
    aim = None if typing.messenger else _TEXT_AIM
    return _species(name, Family.RETYPE, strength, lambda shot, seed: retype(shot, typing, seed), aim=aim)


def _moved(name: str, strength: str, moving: Moving) -> Species:
    aim = None if moving.messenger else _TEXT_AIM
    return _species(name, Family.MOVED_TEXT, strength, lambda shot, seed: move_text(shot, moving, seed), aim=aim)


def _portrait(name: str, strength: str, pasting: Pasting) -> Species:
    aim = None if pasting.messenger else _PORTRAIT_AIM
    return _species(
        name, Family.PORTRAIT, strength, lambda shot, seed: replace_portrait(shot, pasting, seed), _PORTRAITS, aim
    )


def _spliced(name: str, strength: str, pasting: Pasting) -> Species:
    return _species(name, Family.SPLICE, strength, lambda shot, seed: splice(shot, pasting, seed))


EDIT_SPECIES: Final[tuple[Species, ...]] = (
    _retyped("retyped_flat", "one colour painted over a value, hard edges, pure ink", Typing(Wipe.FLAT, **_SLIPS)),
    _retyped("retyped_other_font", "a value inpainted whole, typed in another face",
             Typing(Wipe.BOX, _HALF_CARE, other_font=True)),
    _retyped("retyped_strokes", "strokes inpainted, same face, soft type in the ink's colour, grain added",
             Typing(Wipe.STROKES, CAREFUL)),
    _retyped("retyped_paper", "neighbouring paper over a value, same face, soft type in the ink's colour, grain added",
             Typing(Wipe.PAPER, CAREFUL)),
    _retyped("retyped_digits", "four digits of a number wiped and typed, off baseline and pitch by a twentieth",
             Typing(Wipe.BOX, _HALF_CARE, digits=4, **_SLIPS)),
    _retyped("retyped_digits_careful", "two digits, strokes inpainted, type and grain matched",
             Typing(Wipe.STROKES, CAREFUL, digits=2)),
    _moved("moved_digits", "four digits cut from the same picture, hard edges", Moving(4)),
    _moved("moved_digits_careful", "two digits cut from the same picture, soft edges, tone matched",
           Moving(2, Care(feather=1.5, own_ink=True))),
    _portrait("portrait_hard", "another portrait before a wall, hard edges", Pasting()),
    _portrait("portrait_feathered", "another portrait, soft edges, light matched",
              Pasting(Care(feather=2.5), in_tone=True)),
    _portrait("portrait_careful", "another portrait, soft edges, light, blur and grain matched",
              Pasting(Care(feather=2.5, soft_type=True, grain=0.9), in_tone=True)),
    _spliced("spliced_field", "a value cut from another capture, hard edges", Pasting()),
    _spliced("spliced_field_careful", "a value cut from another capture, soft edges, light and grain matched",
             Pasting(Care(feather=2.0, grain=0.6), in_tone=True)),
    _retyped("retyped_messenger", "strokes inpainted, same face, all matched, then 1280 px at quality 68",
             Typing(Wipe.STROKES, CAREFUL, messenger=True)),
    _retyped("retyped_flat_messenger", "one colour painted over a value, then 1280 px at quality 68",
             Typing(Wipe.FLAT, CARELESS, messenger=True)),
    _moved("moved_digits_messenger", "four digits moved, then 1280 px at quality 68", Moving(4, messenger=True)),
    _portrait("portrait_messenger", "another portrait, soft edges, then 1280 px at quality 68",
              Pasting(Care(feather=2.5), in_tone=True, messenger=True)),
    _spliced("spliced_messenger", "a value cut from another capture, then 1280 px at quality 68",
             Pasting(messenger=True)),
)  # fmt: skip
