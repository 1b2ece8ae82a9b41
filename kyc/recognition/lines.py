"""A line of text as it was found and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot

import numpy as np
import numpy.typing as npt

from kyc.documents.geometry import Quad

Corners = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Character:
    """One character: ``place`` is where its middle lies along the line, 0 at the left end and 1 at the right."""

    text: str
    confidence: float
    place: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """``corners`` are 4x2, pixels of the capture, clockwise from the top-left in reading direction."""

    corners: Corners
    characters: tuple[Character, ...]
    #: Joined once: every layout looks for its words in every line.
    text: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "".join(character.text for character in self.characters))

    @property
    def confidence(self) -> float:
        """Mean over the characters, 0 for an empty line."""
        return float(np.mean([character.confidence for character in self.characters])) if self.characters else 0.0

    @property
    def centre(self) -> npt.NDArray[np.float32]:
        return np.asarray(self.corners.mean(axis=0), np.float32)

    @property
    def left(self) -> npt.NDArray[np.float32]:
        """Middle of the left end."""
        return np.asarray((self.corners[0] + self.corners[3]) / 2, np.float32)

    @property
    def right(self) -> npt.NDArray[np.float32]:
        """Middle of the right end."""
        return np.asarray((self.corners[1] + self.corners[2]) / 2, np.float32)

    @property
    def length(self) -> float:
        x, y = self.right - self.left
        return hypot(float(x), float(y))

    @property
    def height(self) -> float:
        x, y = self.corners[3] - self.corners[0]
        return hypot(float(x), float(y))

    def at(self, place: float) -> npt.NDArray[np.float32]:
        """The point of the middle line at ``place`` (0 left end, 1 right end)."""
        return np.asarray(self.left + (self.right - self.left) * place, np.float32)

    def part(self, first: int, last: int) -> Quad:
        """The quad around characters ``first`` to ``last`` (inclusive), half a character wider on both sides."""
        step = 0.5 * self._pitch()
        start = max(0.0, self.characters[first].place - step)
        end = min(1.0, self.characters[last].place + step)
        top, bottom = self.corners[1] - self.corners[0], self.corners[2] - self.corners[3]
        return Quad.from_points(
            [
                self.corners[0] + top * start,
                self.corners[0] + top * end,
                self.corners[3] + bottom * end,
                self.corners[3] + bottom * start,
            ]
        )

    def _pitch(self) -> float:
        places = [character.place for character in self.characters]
        return float(np.median(np.diff(places))) if len(places) > 1 else 1.0


def within_reach(lines: Sequence[TextLine], origin: TextLine, reach: float) -> list[TextLine]:
    """Lines that may stand on the same document: same direction, not farther than ``reach`` pixels away."""
    unit = (origin.right - origin.left) / max(origin.length, 1.0)

    def is_near(line: TextLine) -> bool:
        along = (line.right - line.left) / max(line.length, 1.0)
        offset = line.centre - origin.centre
        return float(along @ unit) > 0.8 and float((offset @ offset) ** 0.5) < reach

    return [line for line in lines if is_near(line)]


def direction(corners: Corners) -> float:
    """Angle of the reading direction in degrees, clockwise, 0 for text that runs to the right."""
    x, y = corners[1] - corners[0]
    return degrees(atan2(float(y), float(x)))


def turned(corners: Corners, angle: float) -> Corners:
    """The same corners, begun where the top edge runs closest to ``angle`` degrees."""

    def off(first: int) -> float:
        rolled = np.roll(corners, -first, axis=0)
        return abs((direction(rolled) - angle + 180) % 360 - 180)

    return np.roll(corners, -min(range(4), key=off), axis=0)
