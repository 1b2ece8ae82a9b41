"""Persons, masses and dimensions as vehicle licences print them, with their units; ``--`` where there is none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_NOTHING: Final = re.compile(r"[-—–一/无]*")
_PERSONS: Final = re.compile(r"(\d{1,3})人?")
_KILOGRAMS: Final = re.compile(r"(\d{1,6})(?:kg|公斤|千克)?", re.IGNORECASE)
_TIMES: Final = "[x×*✕х]"
_DIMENSIONS: Final = re.compile(rf"(\d{{3,5}}){_TIMES}(\d{{3,5}}){_TIMES}(\d{{3,5}})(?:mm|毫米)?", re.IGNORECASE)


class Dimensions(NamedTuple):
    """Millimetres."""

    length: int
    width: int
    height: int


def is_none_given(text: str) -> bool:
    """Whether ``text`` is the dash that stands where a vehicle has no such quantity."""
    return _NOTHING.fullmatch(_compact(text)) is not None


def parse_persons(text: str) -> int | None:
    """``5人``; of a lorry's ``前排2人后排3人`` the sum. None where no number of persons is printed."""
    written = _compact(text)
    match = _PERSONS.fullmatch(written)
    if match:
        return int(match[1])
    parts = re.findall(r"(\d{1,3})人", written)
    return sum(map(int, parts)) if parts else None


def parse_kilograms(text: str) -> int | None:
    """``1435kg``; None where no mass is printed."""
    match = _KILOGRAMS.fullmatch(_compact(text))
    return int(match[1]) if match else None


def parse_dimensions(text: str) -> Dimensions | None:
    """``4546×1710×1427mm``, length, width and height; None where no three lengths are printed."""
    match = _DIMENSIONS.fullmatch(_compact(text))
    return Dimensions(*(int(part) for part in match.groups())) if match else None


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
