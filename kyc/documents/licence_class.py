"""Classes of vehicles that a PRC driving licence permits: Order 139 of the Ministry of Public Security, and Order 162,
which added C6. Several are printed one behind the other: ``A1A2``, ``C1D``."""

from __future__ import annotations

import re
from typing import Final

from kyc.documents.normalised import Normalised, compact, with_explanation

CLASSES: Final = ("A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P")

_C1_TO_C4: Final = ("C1", "C2", "C3", "C4")
#: The other classes whose vehicles the holder of a class may drive as well.
IMPLIED: Final[dict[str, frozenset[str]]] = {
    "A1": frozenset(("A3", "B1", "B2", *_C1_TO_C4, "M")),
    "A2": frozenset(("B1", "B2", *_C1_TO_C4, "C6", "M")),
    "A3": frozenset(_C1_TO_C4),
    "B1": frozenset((*_C1_TO_C4, "M")),
    "B2": frozenset((*_C1_TO_C4, "M")),
    "C1": frozenset(("C2", "C3", "C4")),
    "C3": frozenset(("C4",)),
    "D": frozenset(("E", "F")),
    "E": frozenset(("F",)),
}

SEPARATORS: Final = ",、/;+.- "

_PRINTED: Final = re.compile("(?:" + "|".join(CLASSES) + ")+")
_ONE: Final = re.compile("|".join(CLASSES))
#: Behind A, B and C stands a figure and no letter but that of another class, so these can only be figures misread.
_FIGURE: Final = re.compile(r"(?<=[ABC])[IL|!ZS]")
_MISREAD: Final = {"I": "1", "L": "1", "|": "1", "!": "1", "Z": "2", "S": "5"}


def normalise(text: str) -> Normalised:
    """Half-width, upper case, without separators; ``CI`` and ``Cl`` become ``C1``. What is no class stays as read."""
    read = compact(text, SEPARATORS)
    repaired = _FIGURE.sub(lambda match: _MISREAD[match[0]], read)
    return with_explanation(read, repaired) if is_valid(repaired) else Normalised(read)


def parse(printed: str) -> tuple[str, ...]:
    """The classes of a normalised text in the order printed; none where it is not made of classes."""
    return tuple(_ONE.findall(printed)) if _PRINTED.fullmatch(printed) else ()


def is_valid(printed: str) -> bool:
    """Whether a normalised text consists of classes, none of them twice."""
    classes = parse(printed)
    return bool(classes) and len(set(classes)) == len(classes)


def permitted(classes: tuple[str, ...]) -> frozenset[str]:
    """Every class that may be driven with ``classes``, themselves included."""
    return frozenset(classes).union(*(IMPLIED.get(name, frozenset()) for name in classes))


def included_twice(classes: tuple[str, ...]) -> tuple[str, str] | None:
    """A class and another printed beside it that it includes already (``C1`` and ``C2``); None where none does."""
    for wide in classes:
        for narrow in classes:
            if narrow in IMPLIED.get(wide, frozenset()):
                return wide, narrow
    return None
