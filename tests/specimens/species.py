"""What a simulator of attacks and of difficult genuine pictures offers: its species and its conditions, by name.

The terms are those of ISO/IEC 30107-3: a *species* is a way of attacking, made by one method; a *family* is what
several species have in common (screens, prints, edits, ...), and what is left out of tuning as a whole to see how a
detector fares on what it was not made for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.warnings import WarningCode
from tests.specimens.page import Specimen
from tests.specimens.photograph import Photograph, PhotoSettings

#: Takes a picture: the document as drawn, how the picture is taken, a seed, and the size of the picture.
Take = Callable[[Specimen, PhotoSettings, int, tuple[int, int]], Photograph]
PageKey = tuple[DocumentKind, Side]


class Family(StrEnum):
    GREY_PRINT = "grey_print"
    COLOUR_PRINT = "colour_print"
    SCREEN = "screen"
    RETYPE = "retype"
    MOVED_TEXT = "moved_text"
    PORTRAIT = "portrait"
    SPLICE = "splice"
    GLARE = "glare"
    COVER = "cover"
    CUT = "cut"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Species:
    """A way of attacking or spoiling a picture. ``take`` gives a picture whose ``regions`` hold what was changed.

    ``code`` is the warning it should raise, ``strength`` what a reader must know of it ("pitch 2.6 px, moiré visible"),
    ``pages`` where it can be mounted, ``aim`` the largest share that may be missed (APCER), None where it is reported
    without an aim.
    """

    name: str
    family: Family
    code: WarningCode
    strength: str
    take: Take
    pages: tuple[PageKey, ...]
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A way of taking a genuine picture that is likely to be mistaken for an attack: it must raise no warning, but for
    ``excused`` ones that are true of it (a picture in soft focus is blurred)."""

    name: str
    strength: str
    take: Take
    pages: tuple[PageKey, ...]
    excused: tuple[WarningCode, ...] = ()
