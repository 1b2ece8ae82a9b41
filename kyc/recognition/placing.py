"""Where a card lies, from the words whose places on it are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.homography_fit import (
    WORD_SPREAD,
    Floats,
    Matrix,
    corners_of,
    inverse,
    project,
    shape_rows,
    solve,
    system_of,
    word_rows,
)
from kyc.recognition.lines import Corners, TextLine

#: Left, top, right, bottom in card widths and heights.
Place = tuple[float, float, float, float]

#: Points that a similarity may miss by this part of the card's width (perspective bends it) and still count.
TOLERANCE = 0.05
#: A word of so many characters is still that word with one of them misread.
SAFE_LENGTH = 4
#: A line whose middle lies this far beyond the edge may still be on the card, in card widths and heights.
RIM = 0.05


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed word and its ends on the card: x in card widths, y in card heights, at mid height."""

    text: str
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Match:
    """A point of the capture and the same point of the card."""

    seen: tuple[float, float]
    card: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a card lies: ``matrix`` maps capture pixels to the card, whose width is 1 and height ``1 / aspect``;
    ``upright`` does so without perspective, as far as turning and scaling go. ``spread`` is how far words stray from
    their nominal places on this kind of print, in card widths."""

    matrix: Matrix
    aspect: float
    fitted: tuple[Match, ...]
    upright: Matrix
    spread: float = WORD_SPREAD

    @property
    def matches(self) -> int:
        """How many points hold the card in place."""
        return len(self.fitted)

    def on_card(self, points: Iterable[npt.ArrayLike]) -> Floats:
        """x in card widths and y in card heights of capture points (n x 2)."""
        placed = project(self.matrix, np.asarray(list(points), np.float64))
        return np.asarray(placed * np.array([1.0, self.aspect]), np.float64)

    def holds(self, point: npt.ArrayLike) -> bool:
        """Whether a capture point lies on the card, its rim included."""
        x, y = self.on_card([point])[0]
        return bool(-RIM < x < 1 + RIM and -RIM < y < 1 + RIM)

    def corners_at(self, place: Place) -> Corners:
        """The corners in the capture (4 x 2) of a place on the card, clockwise from its top-left."""
        left, top, right, bottom = place
        card = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) / [1.0, self.aspect]
        return np.asarray(project(inverse(self.matrix), card), np.float32)

    def outline(self) -> Floats:
        """The card's corners in the capture (4 x 2), clockwise from its top-left."""
        return project(inverse(self.matrix), corners_of(self.aspect)[:, :2])

    def fitted_words(self) -> tuple[Floats, Floats]:
        """The matched points in the upright frame and on the card (n x 2 each, in card widths)."""
        seen = project(self.upright, np.array([match.seen for match in self.fitted], np.float64))
        card = np.array([(match.card[0], match.card[1] / self.aspect) for match in self.fitted], np.float64)
        return seen, card

    def refitted(self, to_frame: Matrix) -> Placing:
        """The same card by another fit, ``to_frame`` taking the card to the upright frame."""
        matrix = np.linalg.inv(to_frame) @ self.upright
        return replace(self, matrix=np.asarray(matrix / matrix[2, 2], np.float64))


def find_anchors(lines: Sequence[TextLine], anchors: Sequence[Anchor]) -> list[Match]:
    """Both ends of every anchor word that was read, once each; of a long one a single character may be another."""
    matches: list[Match] = []
    for anchor in anchors:
        exact = ((line, line.text.find(anchor.text)) for line in lines)
        nearly = ((line, _nearly(line.text, anchor.text)) for line in lines)
        found = next((place for place in (*exact, *nearly) if place[1] >= 0), None)
        if found is not None:
            matches += _ends(*found, anchor)
    return matches


def _nearly(text: str, word: str) -> int:
    """Where ``word`` stands in ``text`` with one character misread; -1 where it does not, or is too short to tell."""
    if len(word) < SAFE_LENGTH:
        return -1
    starts = range(len(text) - len(word) + 1)
    return next((start for start in starts if sum(a != b for a, b in zip(text[start:], word, strict=False)) == 1), -1)


def _ends(line: TextLine, start: int, anchor: Anchor) -> list[Match]:
    last = start + len(anchor.text) - 1
    first_at, last_at = line.characters[start].place, line.characters[last].place
    step = (last_at - first_at) / max(1, len(anchor.text) - 1) / 2
    return [
        _match(line, first_at - step, anchor.left, anchor.y),
        _match(line, last_at + step, anchor.right, anchor.y),
    ]


def _match(line: TextLine, place: float, x: float, y: float) -> Match:
    seen = line.at(place)
    return Match((float(seen[0]), float(seen[1])), (x, y))


def place_card(matches: Sequence[Match], aspect: float) -> Placing | None:
    """The best fit of the points that agree with each other; None where fewer than two do."""
    if len(matches) < 2:
        return None
    seen = np.array([match.seen for match in matches], np.float64)
    card = np.array([(x, y / aspect) for x, y in (match.card for match in matches)], np.float64)
    similarity, inliers = cv2.estimateAffinePartial2D(seen, card, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE)
    if similarity is None or inliers is None or int(inliers.sum()) < 2:
        return None
    upright = np.vstack([similarity, [0, 0, 1]]).astype(np.float64)
    fitted = tuple(match for match, fits in zip(matches, inliers.ravel(), strict=True) if fits)
    placing = Placing(upright, aspect, fitted, upright)
    rows = [word_rows(*placing.fitted_words()), shape_rows()]
    return placing.refitted(solve(system_of(np.vstack(rows))[None])[0])
