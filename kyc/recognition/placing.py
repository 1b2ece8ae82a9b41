"""Where a card lies, from the words whose places on it are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import TextLine

Point = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

#: Points that a fit may miss by this part of the card's width and still count.
TOLERANCE = 0.04
ENOUGH_FOR_PERSPECTIVE = 6


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
    """Maps capture pixels to the card, whose width is 1 and height ``1 / aspect``."""

    matrix: Matrix
    aspect: float
    matches: int

    def on_card(self, points: Iterable[npt.ArrayLike]) -> npt.NDArray[np.float64]:
        """x in card widths and y in card heights of capture points (n x 2)."""
        placed = _project(self.matrix, np.asarray(list(points), np.float64))
        return np.asarray(placed * np.array([1.0, self.aspect]), np.float64)

    def outline(self) -> npt.NDArray[np.float64]:
        """The card's corners in the capture (4 x 2), clockwise from its top-left."""
        height = 1 / self.aspect
        corners = np.array([[0, 0], [1, 0], [1, height], [0, height]], np.float64)
        return _project(_inverse(self.matrix), corners)


def _project(matrix: Matrix, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix), np.float64).reshape(-1, 2)


def _inverse(matrix: Matrix) -> Matrix:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def find_anchors(lines: Sequence[TextLine], anchors: Sequence[Anchor]) -> list[Match]:
    """Both ends of every anchor word that was read whole, once each."""
    matches: list[Match] = []
    for anchor in anchors:
        for line in lines:
            start = line.text.find(anchor.text)
            if start < 0:
                continue
            last = start + len(anchor.text) - 1
            first_at, last_at = line.characters[start].place, line.characters[last].place
            step = (last_at - first_at) / max(1, len(anchor.text) - 1) / 2
            matches.append(_match(line, first_at - step, anchor.left, anchor.y))
            matches.append(_match(line, last_at + step, anchor.right, anchor.y))
            break
    return matches


def _match(line: TextLine, place: float, x: float, y: float) -> Match:
    seen = line.at(place)
    return Match((float(seen[0]), float(seen[1])), (x, y))


def place_card(matches: Sequence[Match], aspect: float) -> Placing | None:
    """The best fit: similarity from two points, perspective from six well spread ones; None where none holds."""
    if len(matches) < 2:
        return None
    seen = np.array([match.seen for match in matches], np.float64)
    card = np.array([(x, y / aspect) for x, y in (match.card for match in matches)], np.float64)
    similarity, inliers = cv2.estimateAffinePartial2D(seen, card, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE)
    if similarity is None or inliers is None or int(inliers.sum()) < 2:
        return None
    matrix = np.vstack([similarity, [0, 0, 1]]).astype(np.float64)
    kept = inliers.ravel().astype(bool)
    if int(kept.sum()) >= ENOUGH_FOR_PERSPECTIVE and _spread(card[kept]) > 0.2:
        homography, _ = cv2.findHomography(seen[kept], card[kept], 0)
        if homography is not None and _plausible(homography, matrix, seen[kept]):
            matrix = homography.astype(np.float64)
    return Placing(matrix, aspect, int(kept.sum()))


def _spread(points: npt.NDArray[np.float64]) -> float:
    return float(min(np.ptp(points[:, 0]), np.ptp(points[:, 1])))


def _plausible(homography: Matrix, similarity: Matrix, seen: npt.NDArray[np.float64]) -> bool:
    """Few points can bend a homography absurdly; it must stay near the similarity over the whole card."""
    corners = _project(_inverse(similarity), np.array([[0, 0], [1, 0], [1, 0.63], [0, 0.63]], np.float64))
    moved = _project(homography, corners)
    return bool(np.abs(moved - _project(similarity, corners)).max() < 0.22)
